"""The window in which a person draws the distribution that the generator is to imitate."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import numpy as np
from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ganlab.app.controller import Controller
from ganlab.app.drawing.canvas import Canvas
from ganlab.app.drawing.commands import DrawingModel, Paper
from ganlab.app.drawing.sources import SourcePanel
from ganlab.app.drawing.tools import ToolPanel
from ganlab.app.icons import ICON_PX, icon
from ganlab.app.theme import Theme
from ganlab.experiment import DrawingData, Stroke

LIVE_MS = 125
"""While a stroke goes on, the target follows at most eight times a second."""
UNDERLAY_POINTS = 1_500
COLUMN_PX = 216
SIZE = QSize(840, 612)
"""With room for a message under the controls."""
EMPTY = "Nothing is drawn yet: draw something, or start from a target, an image or points."
"""Why an empty drawing cannot be applied."""

_session = count()


class DrawingDialog(QDialog):
    """A tool window over the main one; what is drawn stays when it is closed and opened again."""

    def __init__(self, controller: Controller, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Tool)
        self.setWindowTitle("Draw a target")
        self._controller, self._theme = controller, theme
        data = controller.experiment.data
        self._applied = data if isinstance(data, DrawingData) else DrawingData()
        self._applying = False
        self._live_key = ""
        self.model = DrawingModel(self._applied, self)
        self.canvas = Canvas(self.model, theme)
        self.tools = ToolPanel(theme)
        self.sources = SourcePanel()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(LIVE_MS)
        self._icons: dict[QToolButton, str] = {}
        self._make_controls()
        self._lay_out()
        self._keys = self._key_table()
        self.setMinimumHeight(SIZE.height())
        self.resize(SIZE)

        self.tools.brush_changed.connect(self.canvas.set_brush)
        self.canvas.set_brush(self.tools.brush)
        self.canvas.drawn.connect(self._drawn)
        self.canvas.drawing.connect(self._drawing)
        self.sources.found.connect(self._start_from)
        self.sources.failed.connect(self._refuse)
        self.model.changed.connect(self._model_changed)
        controller.experiment_changed.connect(self._experiment_changed)
        theme.changed.connect(self._restyle)
        self._restyle()
        self._show_state()
        self._show_underlay()

    # --- how it is put together ---

    def _make_controls(self) -> None:
        stack = self.model.undo_stack
        self.undo = self._tool("undo", "Take back the last stroke (Ctrl+Z)", stack.undo)
        self.redo = self._tool("redo", "Draw it again (Ctrl+Shift+Z)", stack.redo)
        self.clear = self._tool("clear", "Empty paper", self.model.clear)
        stack.canUndoChanged.connect(self.undo.setEnabled)
        stack.canRedoChanged.connect(self.redo.setEnabled)
        self.undo.setEnabled(False)
        self.redo.setEnabled(False)
        self.underlay = QCheckBox("Show the present target")
        self.underlay.setToolTip("Points of the target in force, faintly, to draw over")
        self.underlay.setChecked(True)
        self.underlay.toggled.connect(self._show_underlay)
        self.live = QCheckBox("Train on it while I draw")
        self.live.setToolTip("The target follows every stroke while training goes on")
        self.live.toggled.connect(self._live_toggled)
        self.message = QLabel()
        self.message.setWordWrap(True)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setAccessibleName("Message")
        self.apply = QPushButton("Apply")
        self.apply.setProperty("class", "primary")
        self.apply.setToolTip("Make this drawing the target that the generator learns to imitate")
        self.apply.clicked.connect(self._apply)
        self.close_button = QPushButton("Close")
        self.close_button.setToolTip("Close this window; the drawing waits here")
        self.close_button.clicked.connect(self.close)
        for button in (self.apply, self.close_button):
            button.setAutoDefault(False)

    def _lay_out(self) -> None:
        edits, buttons = QHBoxLayout(), QHBoxLayout()
        for tool in (self.undo, self.redo, self.clear):
            edits.addWidget(tool)
        for button in (self.close_button, self.apply):
            buttons.addWidget(button)
        card = QFrame()
        card.setProperty("class", "card")
        card.setFixedWidth(COLUMN_PX)
        column = QVBoxLayout(card)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(_title("PEN"))
        column.addWidget(self.tools)
        column.addLayout(edits)
        column.addSpacing(8)
        column.addWidget(_title("START FROM"))
        column.addWidget(self.sources)
        column.addSpacing(8)
        column.addWidget(_title("TARGET"))
        column.addWidget(self.underlay)
        column.addWidget(self.live)
        column.addStretch()
        column.addWidget(self.message)
        column.addLayout(buttons)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(12)
        layout.addWidget(self.canvas, 1)
        layout.addWidget(card)

    def _tool(self, name: str, tooltip: str, act: Callable[[], None]) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("class", "tool")
        button.setToolTip(tooltip)
        button.setAccessibleName(name.capitalize())
        button.setIconSize(QSize(ICON_PX, ICON_PX))
        button.setFixedHeight(30)
        button.setSizePolicy(self.tools.edges[True].sizePolicy())
        button.clicked.connect(lambda: act())
        self._icons[button] = name
        return button

    # --- drawing and training ---

    @Slot(str, str)
    def _start_from(self, text: str, base: str) -> None:
        self.model.start_from(text, base)

    @Slot(str)
    def _refuse(self, text: str) -> None:
        self._say(text, "error")

    @Slot(object)
    def _drawn(self, strokes: tuple[Stroke, ...]) -> None:
        self._pause.stop()
        try:
            self.model.add(strokes)
        except ValueError as error:
            self._refuse(str(error))

    @Slot()
    def _drawing(self) -> None:
        if self.live.isChecked() and not self._pause.isActive():
            self._commit(self.canvas.paper, self._live_key)
            self._pause.start()

    @Slot()
    def _model_changed(self) -> None:
        if self.live.isChecked():
            self._commit(self.model.paper, self._live_key)
        self._show_state()

    @Slot(bool)
    def _live_toggled(self, live: bool) -> None:
        # All that is drawn while it stays checked is one step in the window's undo.
        self._live_key = f"drawing {next(_session)}"
        if live:
            self._commit(self.model.paper, self._live_key)
        self._show_state()

    def _give_up_stroke(self) -> None:
        self._pause.stop()
        if self.canvas.gesture is not None:
            self.canvas.cancel()
            if self.live.isChecked():
                self._commit(self.model.paper, self._live_key)

    @Slot()
    def _apply(self) -> None:
        self._commit(self.model.paper, "")
        self._show_state()

    def _commit(self, paper: Paper, key: str) -> None:
        """Make a paper the target, if there is anything on it."""
        if paper.empty:
            return
        self._applied = paper.data
        self._applying = True
        old = self._controller.experiment
        words = {} if isinstance(old.data, DrawingData) else {"name": "drawing", "about": ""}
        new = old.model_copy(update={"data": paper.data, **words})
        self._controller.replace("drawing", new, (key,) if key else ())
        self._applying = False

    @Slot(object, object)
    def _experiment_changed(self, old: object, new: object) -> None:
        self._show_underlay()
        if self._applying:
            return
        # An undo in the window, or another file: follow it, unless that would lose a drawing.
        data, drawn = self._controller.experiment.data, self.model.paper.data
        if isinstance(data, DrawingData) and drawn in (self._applied, DrawingData()):
            self._applied = data
            if data != drawn:
                self.model.reset(data)
        self._show_state()

    # --- what is shown ---

    def _show_state(self) -> None:
        empty = self.model.paper.empty
        in_force = self._controller.experiment.data == self.model.paper.data
        self.apply.setEnabled(not empty and not in_force)
        self.clear.setEnabled(self.model.paper.data != DrawingData())
        if empty:
            self._say(EMPTY, "warning")
        elif in_force:
            self._say("This drawing is the target.", "muted")
        else:
            self._say("", "muted")

    def _say(self, text: str, color: str) -> None:
        self.message.setText(text)
        self.message.setStyleSheet(f"color: {getattr(self._theme.palette, color)};")

    @Slot()
    def _show_underlay(self) -> None:
        target = self._controller.target
        drawn = isinstance(self._controller.experiment.data, DrawingData)
        wanted = self.underlay.isChecked() and self.isVisible() and not drawn
        if wanted and target.dimension == 2:
            points = target.sample(UNDERLAY_POINTS, np.random.default_rng(0))
            self.canvas.set_underlay(target.view.forward(points))
        else:
            self.canvas.set_underlay(None)

    @Slot()
    def _restyle(self) -> None:
        palette = self._theme.palette
        for button, name in self._icons.items():
            button.setIcon(icon(name, palette.text, disabled=palette.muted))
        self._show_state()

    def showEvent(self, event: QShowEvent) -> None:
        """Nothing was kept up to date while nobody looked."""
        super().showEvent(event)
        self._show_underlay()
        self.canvas.setFocus()

    # --- keys ---

    def _key_table(self) -> dict[QKeySequence, Callable[[], None]]:
        stack, tools = self.model.undo_stack, self.tools
        table: dict[str, Callable[[], None]] = {
            "Ctrl+Z": stack.undo,
            "Ctrl+Shift+Z": stack.redo,
            "Ctrl+Y": stack.redo,
            "B": lambda: tools.choose("brush"),
            "L": lambda: tools.choose("line"),
            "E": lambda: tools.choose("eraser"),
            "[": lambda: tools.resize_brush(-5),
            "]": lambda: tools.resize_brush(5),
        }
        return {QKeySequence(keys): act for keys, act in table.items()}

    def event(self, event: QEvent) -> bool:
        """This window's keys come before the main window's shortcuts of the same name."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and QKeySequence(event.keyCombination()) in self._keys
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pick a tool, size the brush, undo and redo; Escape gives up a stroke, then closes."""
        act = self._keys.get(QKeySequence(event.keyCombination()))
        if act is not None and self.canvas.gesture is None:
            act()
        elif event.key() == Qt.Key.Key_Escape and self.canvas.gesture is not None:
            self._give_up_stroke()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """A stroke that is not finished is given up."""
        self._give_up_stroke()
        super().closeEvent(event)


def _title(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("class", "title")
    return label
