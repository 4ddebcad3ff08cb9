"""The window in which a person draws the distribution that the generator is to imitate."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import numpy as np
from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QDialog, QWidget

from ganlab.app.document.controller import Controller
from ganlab.app.drawing.commands import DrawingModel, Paper
from ganlab.app.drawing.layout import Parts, lay_out
from ganlab.app.look.theme import Theme
from ganlab.data.target import plane_view
from ganlab.experiment import DrawingData, Stroke

LIVE_MS = 125
"""While a stroke goes on, the target follows at most eight times a second."""
UNDERLAY_POINTS = 1_500
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
        self.parts = Parts(self.model, theme)
        lay_out(self, self.parts)
        self._keys = self._key_table()
        self.setMinimumHeight(SIZE.height())
        self.resize(SIZE)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(LIVE_MS)
        self._connect()
        self._restyle()
        self._show_state()
        self._show_underlay()

    def _connect(self) -> None:
        parts, model = self.parts, self.model
        stack = model.undo_stack
        parts.undo.clicked.connect(stack.undo)
        parts.redo.clicked.connect(stack.redo)
        parts.clear.clicked.connect(model.clear)
        stack.canUndoChanged.connect(parts.undo.setEnabled)
        stack.canRedoChanged.connect(parts.redo.setEnabled)
        parts.underlay.toggled.connect(self._show_underlay)
        parts.live.toggled.connect(self._live_toggled)
        parts.apply.clicked.connect(self._apply)
        parts.close.clicked.connect(self.close)
        parts.tools.brush_changed.connect(parts.canvas.set_brush)
        parts.canvas.drawn.connect(self._drawn)
        parts.canvas.drawing.connect(self._drawing)
        parts.sources.found.connect(self._start_from)
        parts.sources.failed.connect(self._refuse)
        model.changed.connect(self._model_changed)
        self._controller.experiment_changed.connect(self._experiment_changed)
        self._theme.changed.connect(self._restyle)

    # --- drawing and training ---

    @Slot(str, str)
    def _start_from(self, text: str, base: str) -> None:
        self.model.start_from(text, base)

    @Slot(str)
    def _refuse(self, text: str) -> None:
        self.parts.say(text, "error")

    @Slot(object)
    def _drawn(self, strokes: tuple[Stroke, ...]) -> None:
        self._pause.stop()
        try:
            self.model.add(strokes)
        except ValueError as error:
            self._refuse(str(error))

    @Slot()
    def _drawing(self) -> None:
        if self.parts.live.isChecked() and not self._pause.isActive():
            self._commit(self.parts.canvas.paper, self._live_key)
            self._pause.start()

    @Slot()
    def _model_changed(self) -> None:
        if self.parts.live.isChecked():
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
        if self.parts.canvas.gesture is not None:
            self.parts.canvas.cancel()
            if self.parts.live.isChecked():
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
        self.parts.apply.setEnabled(not empty and not in_force)
        self.parts.clear.setEnabled(self.model.paper.data != DrawingData())
        if empty:
            self.parts.say(EMPTY, "warning")
        elif in_force:
            self.parts.say("This drawing is the target.", "muted")
        else:
            self.parts.say("", "muted")

    @Slot()
    def _show_underlay(self) -> None:
        target = self._controller.target
        drawn = isinstance(self._controller.experiment.data, DrawingData)
        wanted = self.parts.underlay.isChecked() and self.isVisible() and not drawn
        if wanted and target.dimension == 2:
            points = target.sample(UNDERLAY_POINTS, np.random.default_rng(0)).rows
            self.parts.canvas.set_underlay(plane_view(target).forward(points))
        else:
            self.parts.canvas.set_underlay(None)

    @Slot()
    def _restyle(self) -> None:
        self.parts.restyle()
        self._show_state()

    def showEvent(self, event: QShowEvent) -> None:
        """Nothing was kept up to date while nobody looked."""
        super().showEvent(event)
        self._show_underlay()
        self.parts.canvas.setFocus()

    # --- keys ---

    def _key_table(self) -> dict[QKeySequence, Callable[[], None]]:
        stack, tools = self.model.undo_stack, self.parts.tools
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
        if act is not None and self.parts.canvas.gesture is None:
            act()
        elif event.key() == Qt.Key.Key_Escape and self.parts.canvas.gesture is not None:
            self._give_up_stroke()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """A stroke that is not finished is given up."""
        self._give_up_stroke()
        super().closeEvent(event)
