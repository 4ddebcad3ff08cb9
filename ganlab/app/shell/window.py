"""The one window: panels, docks, menus. Layout only; what things do stands elsewhere."""

from __future__ import annotations

import math
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QDockWidget,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ganlab.app.document.controller import Controller
from ganlab.app.look.theme import Theme
from ganlab.app.panels.plane.distributions import DistributionsPanel
from ganlab.app.panels.status.status_bar import StatusBar
from ganlab.app.panels.transport.transport import Transport
from ganlab.app.shell.actions import MENUS, Actions
from ganlab.app.shell.arrangement import Arrangement
from ganlab.app.shell.settings import LAYOUT_VERSION, Settings
from ganlab.app.startup.first_paint import AfterFirstPaint

if TYPE_CHECKING:
    from ganlab.app.forms.experiment_dock import ExperimentDock
    from ganlab.app.panels.curves.column import CurvesPanel
    from ganlab.app.panels.graph.model_graph import ModelGraph
    from ganlab.app.panels.images.workspace import ImagesPanel

SIZE = QSize(1440, 900)
SMALLEST = QSize(1024, 640)
FRAME = QSize(0, 28)
EXPERIMENT_PX = 308
CURVES, MODEL = 0.345, 0.22
"""Shares of the window's width and height that these docks have at first."""
GAP = 8


class Window(QMainWindow):
    """Transport on top, the experiment left, the distributions large, curves right, the model
    below, the status line at the bottom."""

    closing = Signal(object)
    """A QCloseEvent that a listener may ignore."""
    dropped = Signal(object)
    """The Paths of the files and folders that were dropped on the window, one or more."""
    neighbours_wanted = Signal(object, str)
    """The pixels of a generated image and which one it is: what was it learned from?"""

    def __init__(self, controller: Controller, theme: Theme, settings: Settings) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setMinimumSize(SMALLEST)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAcceptDrops(True)
        self.controller, self.theme = controller, theme
        self._arrangement = Arrangement(self, settings)
        self.actions_table = Actions(controller, theme, self)
        self.transport = Transport(controller, theme, self.actions_table)
        self.distributions = DistributionsPanel(controller, theme)
        self.workspaces = QStackedWidget()
        self.status = StatusBar(controller, theme, self, self._share_outside)
        self.status.fit_wanted.connect(self.distributions.view.fit_samples)
        self.distributions.view.moved.connect(self.status.look_again)
        self.docks: dict[str, QDockWidget] = {}
        # Never larger than the screen, less what the frame of the window takes.
        self.resize(SIZE.boundedTo(self.screen().availableSize() - FRAME))
        self._lay_out()
        self._fill_menus()
        self._first_layout = self.saveState(LAYOUT_VERSION)
        self._arrangement.restore()
        self._arrangement.watch_docks(self.docks.values())
        self._arrangement.watch_chips(self.distributions.chips)
        self._show_workspace()
        images = self.images_shown
        (images.sheets if images else self.distributions.view).setFocus()
        controller.experiment_changed.connect(self._show_workspace)
        AfterFirstPaint(self, self._fill_docks)
        self.actions_table["full_screen"].triggered.connect(self._full_screen)
        self.actions_table["reset_layout"].triggered.connect(self._reset_layout)

    # --- what is there a moment later, so that the window is on the screen the sooner ---

    @cached_property
    def experiment(self) -> ExperimentDock:
        """The left column."""
        from ganlab.app.forms.experiment_dock import ExperimentDock

        return ExperimentDock(self.controller, self.theme)

    @cached_property
    def curves(self) -> CurvesPanel:
        """The right column."""
        from ganlab.app.panels.curves.column import CurvesPanel

        return CurvesPanel(self.controller, self.theme)

    @cached_property
    def model(self) -> ModelGraph:
        """The graph below."""
        from ganlab.app.panels.graph.model_graph import ModelGraph

        return ModelGraph(self.controller, self.theme)

    @cached_property
    def images(self) -> ImagesPanel:
        """In the middle when the data are images."""
        from ganlab.app.panels.images.workspace import ImagesPanel

        panel = ImagesPanel(self.controller, self.theme)
        panel.neighbours_wanted.connect(self.neighbours_wanted)
        panel.evaluation_wanted.connect(self.actions_table["evaluate"].trigger)
        self.workspaces.addWidget(panel)
        return panel

    @property
    def images_shown(self) -> ImagesPanel | None:
        """The panel of images, when the data are images."""
        return self.images if self.controller.experiment.data.kind == "images" else None

    def _share_outside(self) -> float:
        """Of the generated samples; NaN of images, which lie nowhere."""
        return math.nan if self.images_shown else self.distributions.view.outside

    @Slot()
    def _show_workspace(self) -> None:
        """The middle of the window follows the kind of data."""
        self.workspaces.setCurrentWidget(self.images_shown or self.distributions)

    @Slot()
    def _fill_docks(self) -> None:
        for title, panel in (
            ("Experiment", self.experiment),
            ("Curves", self.curves),
            ("Model", self.model),
        ):
            around = self.docks[title].widget().layout()
            assert around is not None
            around.addWidget(panel)
        self._arrangement.watch_cards(self.curves.cards)
        self.curves.card_made.connect(self._arrangement.watch_card)
        self._arrangement.watch_folds(self.experiment.folds)

    # --- how it is put together ---

    def _lay_out(self) -> None:
        bar = self.addToolBar("Transport")
        bar.setObjectName("transport")
        bar.setMovable(False)
        bar.toggleViewAction().setEnabled(False)  # without it there is no way to play
        bar.addWidget(self.transport)
        self.workspaces.addWidget(self.distributions)
        self.setCentralWidget(_spaced(self.workspaces))
        self.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea)
        self.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.BottomDockWidgetArea)
        area = Qt.DockWidgetArea
        left = self._dock("Experiment", area.LeftDockWidgetArea, _spaced(left=GAP))
        right = self._dock("Curves", area.RightDockWidgetArea, _spaced(right=GAP))
        below = self._dock("Model", area.BottomDockWidgetArea, _spaced(top=0, right=GAP))
        curves, model = round(self.width() * CURVES), round(self.height() * MODEL)
        self.resizeDocks([left, right], [EXPERIMENT_PX, curves], Qt.Orientation.Horizontal)
        self.resizeDocks([below], [model], Qt.Orientation.Vertical)
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().setContentsMargins(0, 0, 0, 0)
        self.statusBar().addWidget(self.status, 1)

    def _dock(self, title: str, area: Qt.DockWidgetArea, content: QWidget) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(title.lower())
        dock.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetClosable)
        dock.setTitleBarWidget(QWidget())  # the cards have titles of their own
        dock.setWidget(content)
        self.addDockWidget(area, dock)
        self.docks[title] = dock
        return dock

    def _fill_menus(self) -> None:
        bar = self.menuBar()
        for title in MENUS:
            menu = bar.addMenu(title)
            menu.setObjectName(title)
            menu.setToolTipsVisible(True)
            menu.addActions(self.actions_table.in_menu(title))
            menu.aboutToShow.connect(partial(self.actions_table.paint_icons, title))
            if title == "View":
                menu.addSeparator()
                for dock in self.docks.values():
                    menu.addAction(dock.toggleViewAction())
            self.addActions(menu.actions())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep every dock's share of the window, whatever its size."""
        super().resizeEvent(event)
        before, now = event.oldSize(), event.size()
        if before.isEmpty() or not self.isVisible():
            return
        across, down = now.width() / before.width(), now.height() / before.height()
        for title, share, direction in (
            ("Curves", across, Qt.Orientation.Horizontal),
            ("Model", down, Qt.Orientation.Vertical),
        ):
            dock = self.docks[title]
            length = dock.width() if direction == Qt.Orientation.Horizontal else dock.height()
            self.resizeDocks([dock], [round(length * share)], direction)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return presses the button that has the focus: Space always plays."""
        focused = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(
            focused, QAbstractButton
        ):
            focused.click()
        else:
            super().keyPressEvent(event)

    def let_go(self) -> None:
        """The window is about to be deleted: nothing is watched any more."""
        self._arrangement.stop()

    def remember(self) -> None:
        """Write down now how it is arranged."""
        self._arrangement.write()

    # --- what it does itself ---

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the keeper of files object; else remember the layout and go."""
        self.closing.emit(event)
        if event.isAccepted():
            self.remember()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders; what is to be done with several is for Dialogs to say."""
        urls = event.mimeData().urls()
        if urls and all(url.isLocalFile() for url in urls):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Say what was dropped."""
        event.acceptProposedAction()
        self.dropped.emit(tuple(Path(url.toLocalFile()) for url in event.mimeData().urls()))

    @Slot(bool)
    def _full_screen(self, full: bool) -> None:
        if full:
            self.showFullScreen()
        else:
            self.showNormal()

    @Slot()
    def _reset_layout(self) -> None:
        if self.isFullScreen():
            self.actions_table["full_screen"].trigger()
        self.restoreState(self._first_layout, LAYOUT_VERSION)
        self.distributions.view.fit()


def _spaced(panel: QWidget | None = None, left: int = 0, top: int = GAP, right: int = 0) -> QWidget:
    """The panel, or room for one, with air around it."""
    around = QWidget()
    layout = QVBoxLayout(around)
    layout.setContentsMargins(left, top, right, GAP)
    if panel is not None:
        layout.addWidget(panel)
    return around
