"""The one window: menu, transport, body, status. Layout only; what things do stands elsewhere."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QMainWindow

from ganlab.app.document.controller import Controller
from ganlab.app.document.undoing import Undoing
from ganlab.app.look.theme import Theme
from ganlab.app.panels.status.status_bar import StatusBar
from ganlab.app.panels.transport.transport import Transport
from ganlab.app.rooms.room import Shared
from ganlab.app.rooms.table import home_of
from ganlab.app.shell.actions import Actions
from ganlab.app.shell.arrangement import Arrangement
from ganlab.app.shell.body import Body
from ganlab.app.shell.menus import MENUS
from ganlab.app.shell.rooms import Rooms
from ganlab.app.shell.settings import Settings
from ganlab.app.shell.zooming import Zooming
from ganlab.app.startup.first_paint import AfterFirstPaint
from ganlab.app.startup.zoom import FRAME, SMALLEST
from ganlab.app.widgets.layout.heir import hand_on
from ganlab.app.widgets.layout.tab_order import put_in_order

if TYPE_CHECKING:
    from ganlab.app.forms.experiment_dock import ExperimentDock
    from ganlab.app.panels.curves.column import CurvesPanel
    from ganlab.app.panels.graph.model_graph import ModelGraph
    from ganlab.app.panels.images.workspace import ImagesPanel
    from ganlab.app.panels.plane.distributions import DistributionsPanel
    from ganlab.app.rooms.images.room import ImagesRoom
    from ganlab.app.rooms.playground.room import PlaygroundRoom
    from ganlab.app.rooms.theory.room import TheoryRoom

SIZE = QSize(1440, 900)


class Window(QMainWindow):
    """The frame, which never moves: transport on top, the body with the parts of one room, the
    status line at the bottom."""

    closing = Signal(object)
    """A QCloseEvent that a listener may ignore."""
    dropped = Signal(object)
    """The Paths of the files and folders that were dropped on the window, one or more."""

    def __init__(
        self, controller: Controller, theme: Theme, settings: Settings, room: str = ""
    ) -> None:
        """`room` is shown first; the experiment's own where there is none of that name."""
        super().__init__()
        self.setObjectName("window")
        self.setMinimumSize(SMALLEST)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAcceptDrops(True)
        self.controller, self.theme, self._settings = controller, theme, settings
        self.body = Body()
        self._arrangement = Arrangement(self, self.body, settings)
        self.undoing = Undoing(controller, self)
        self.actions_table = Actions(controller, theme, self, self.undoing)
        self.transport = Transport(controller, theme, self.actions_table)
        self.status = StatusBar(controller, theme, self)
        self.zooming = Zooming(self.actions_table, settings, self.status, self)
        self.shared = Shared(
            controller,
            theme,
            self.status,
            settings,
            self.undoing,
            self._arrangement.watch_chips,
            self._go,
            self,
        )
        self.rooms = Rooms(self.shared, self.body, self.actions_table.rooms, self)
        # Never larger than the screen, less what the frame of the window takes.
        self.resize(SIZE.boundedTo(self.screen().availableSize() - FRAME))
        self._lay_out()
        self._fill_menus()
        self._arrangement.restore()
        self.rooms.go(room)
        self.rooms.changed.connect(self._note_room)
        AfterFirstPaint(self, self._fill_parts)
        self.actions_table["full_screen"].triggered.connect(self._full_screen)
        self.actions_table["reset_layout"].triggered.connect(self._reset_layout)

    # --- what stands in it ---

    @property
    def experiment(self) -> ExperimentDock:
        """What is set."""
        return self.shared.experiment

    @property
    def curves(self) -> CurvesPanel:
        """What is measured."""
        return self.shared.curves

    @property
    def model(self) -> ModelGraph:
        """The graph."""
        return self.shared.model

    @property
    def playground(self) -> PlaygroundRoom:
        """The room of points."""
        return cast("PlaygroundRoom", self.rooms["playground"])

    @property
    def images_room(self) -> ImagesRoom:
        """The room of images."""
        return cast("ImagesRoom", self.rooms["images"])

    @property
    def theory(self) -> TheoryRoom:
        """The room of benches."""
        return cast("TheoryRoom", self.rooms["theory"])

    @property
    def distributions(self) -> DistributionsPanel:
        """The stage of the playground."""
        return self.playground.distributions

    @property
    def images_shown(self) -> ImagesPanel | None:
        """The panel of images, when the data are images."""
        imaged = self.controller.experiment.data.imaged
        return self.images_room.images.sheets if imaged else None

    def show_run(self) -> None:
        """Go to the room in which what the run learns is seen."""
        self.rooms.go(home_of(self.controller.experiment))

    def _go(self, room: str) -> None:
        self.rooms.go(room)

    @Slot(str)
    def _note_room(self, name: str) -> None:
        self._settings.room = name
        self.status.look_again()

    @Slot()
    def _fill_parts(self) -> None:
        self.rooms.fill()
        self.body.narrowed.connect(self._name_boxes)
        self._name_boxes(self.body.narrow)
        self._arrangement.watch_cards(self.curves.cards)
        self.curves.card_made.connect(self._arrangement.watch_card)
        self._arrangement.watch_folds(self.experiment.folds)
        self.model.settings_wanted.connect(self._show_settings)
        self.model.curve_wanted.connect(self._show_curve)

    @Slot(str)
    def _show_settings(self, path: str) -> None:
        self.body.toggles["dock"].setChecked(True)
        self.experiment.reveal(path)

    @Slot(str)
    def _show_curve(self, column: str) -> None:
        self.body.toggles["side"].setChecked(True)
        self.curves.reveal(column)

    @Slot(bool)
    def _name_boxes(self, narrow: bool) -> None:
        """In a narrow window the graph does without names, for the sake of its pictures."""
        self.model.canvas.set_named(not narrow)

    # --- how it is put together ---

    def _lay_out(self) -> None:
        bar = self.addToolBar("Transport")
        bar.setObjectName("transport")
        bar.setMovable(False)
        bar.toggleViewAction().setEnabled(False)  # without it there is no way to play
        bar.addWidget(self.transport)
        self.transport.follow_drawer(self.body.toggles["dock"])
        self.body.narrowed.connect(self.transport.set_narrow)
        self.setCentralWidget(self.body)
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().setContentsMargins(0, 0, 0, 0)
        self.statusBar().addWidget(self.status, 1)

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
                menu.addActions(list(self.body.toggles.values()))
            self.addActions(menu.actions())

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes as one reads, whichever room or tab was built first; what goes away with the
        focus leaves it to its neighbour."""
        put_in_order((self.transport, *self.body.in_order, self.status))
        return hand_on(self) or super().focusNextPrevChild(forward)

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
        self.rooms.stop()

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
        self.body.reset()
        if "playground" in self.rooms.built:
            self.distributions.view.fit()
