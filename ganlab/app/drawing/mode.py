"""Drawing as a mode of the plane: what is drawn on it is what the generator is to imitate.

The document is the drawing: every stroke is an edit of it, taken back like any other. Training
goes on under it, and follows the pen.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from itertools import count

from PySide6.QtCore import QObject, QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut

from ganlab.app.document.controller import Controller
from ganlab.app.drawing.canvas import Canvas
from ganlab.app.drawing.column import DrawingColumn
from ganlab.app.drawing.paper import Paper
from ganlab.app.look.theme import Theme
from ganlab.app.panels.plane.distributions import DistributionsPanel
from ganlab.data.drawn.drawing import base_from_target, units_over
from ganlab.experiment import Change, DrawingData, Experiment, Stroke, compare

LIVE_MS = 125
"""While a stroke goes on, the target follows at most eight times a second."""
KEPT_PAPERS = 40
"""So many are taken back without being drawn anew; each is half a megabyte or less."""
_TITLES = {"brush": "brush stroke", "line": "line", "eraser": "eraser stroke"}

_gesture = count()


class DrawingMode(QObject):
    """Puts the paper over the plane and the controls beside it, and takes them away again."""

    changed = Signal(bool)
    """Whether one draws now."""

    def __init__(self, controller: Controller, theme: Theme, panel: DistributionsPanel) -> None:
        super().__init__(panel)
        self._controller, self._panel = controller, panel
        self.active = False
        self._applying = False
        self._key = ""
        self._before: Experiment | None = None
        """What was learned before the gesture that training follows."""
        self._papers: deque[Paper] = deque(maxlen=KEPT_PAPERS)
        self.column = DrawingColumn(theme)
        self.canvas = Canvas(panel.view, Paper.of(DrawingData()), theme)
        self.canvas.set_brush(self.column.tools.brush)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(LIVE_MS)
        panel.put_beside(self.column)
        self.column.hide()
        self._shortcuts = self._make_shortcuts()
        self._take(self.canvas.paper)
        self._connect()

    def _connect(self) -> None:
        column, controller = self.column, self._controller
        column.undo.clicked.connect(controller.undo)
        column.redo.clicked.connect(controller.redo)
        column.clear.clicked.connect(self._clear)
        column.onto.toggled.connect(self._take_paper)
        column.close_button.clicked.connect(self.leave)
        column.tools.brush_changed.connect(self.canvas.set_brush)
        column.sources.found.connect(self._start_from)
        column.sources.failed.connect(self._refuse)
        self.canvas.drawn.connect(self._drawn)
        self.canvas.drawing.connect(self._drawing)
        for able, button in (
            (controller.undo_stack.canUndoChanged, column.undo),
            (controller.undo_stack.canRedoChanged, column.redo),
        ):
            able.connect(button.setEnabled)
        controller.experiment_changed.connect(self._follow)

    # --- in and out ---

    @Slot()
    def enter(self) -> None:
        """Draw from now on."""
        if not self.active:
            self.active = True
            self._show(True)
            stack = self._controller.undo_stack
            self.column.undo.setEnabled(stack.canUndo())
            self.column.redo.setEnabled(stack.canRedo())
            self._begin()
        self.canvas.setFocus()

    @Slot()
    def leave(self) -> None:
        """Draw no more; a stroke that is not finished is given up."""
        if self.active:
            self.active = False
            self._give_up_stroke()
            self._show(False)
            self._panel.view.setFocus()

    def _show(self, shown: bool) -> None:
        self.canvas.resize(self._panel.view.viewport().size())
        for part in (self.column, self.canvas):
            part.setVisible(shown)
        for shortcut in self._shortcuts:
            shortcut.setEnabled(shown)
        self.changed.emit(shown)

    @Slot()
    def _escape(self) -> None:
        """Give up the stroke that goes on; else leave."""
        if self.canvas.gesture is not None:
            self._give_up_stroke()
        else:
            self.leave()

    def _give_up_stroke(self) -> None:
        self._pause.stop()
        if self.canvas.gesture is None:
            return
        self.canvas.set_paper(self.paper)
        self._take_back()

    def _take_back(self) -> None:
        """What the training has followed of a gesture that comes to nothing."""
        before, self._before = self._before, None
        if before is not None:
            self._replace("", before)
        self._key = ""

    # --- the paper ---

    def _begin(self) -> None:
        """On top of a drawing, in place of anything else."""
        blocker = QSignalBlocker(self.column.onto)
        self.column.onto.setChecked(isinstance(self._controller.experiment.data, DrawingData))
        blocker.unblock()
        self._take_paper()

    @Slot()
    def _take_paper(self) -> None:
        """The paper as the controls say: the drawing that is learned, empty, or with the target."""
        controller, onto = self._controller, self.column.onto
        data, target = controller.experiment.data, controller.target
        equal = controller.request.look.equal_units
        onto.setEnabled(target.dimension == 2)
        if onto.isChecked() and isinstance(data, DrawingData):
            paper = next((p for p in self._papers if p.data is data), None) or Paper.of(data)
        else:
            base = base_from_target(target, equal) if onto.isChecked() else None
            paper = Paper.of(DrawingData(base=base, units=units_over(data, target, equal)))
        self._take(paper)
        self._say_state()

    def _take(self, paper: Paper) -> None:
        self.paper = paper
        self.canvas.set_paper(paper)

    def _say_state(self) -> None:
        column, present = self.column, self._controller.experiment
        column.clear.setEnabled(not self.paper.empty)
        if column.onto.isChecked():
            column.say("The generator learns what you draw.")
        elif compare(present, self._with(self.paper)) is Change.LIVE:
            column.say("The next stroke takes the target's place; Undo brings it back.")
        else:
            column.say("The next stroke begins a game of its own; Undo brings this one back.")

    # --- what is drawn ---

    @Slot(object)
    def _drawn(self, strokes: tuple[Stroke, ...]) -> None:
        self._pause.stop()
        try:
            paper = self.paper.with_strokes(strokes)
        except ValueError as error:
            self._give_back(str(error))
            return
        if paper.empty:
            self._give_back("Nothing would be left to learn from: the drawing stays as it is.")
            return
        self._commit(_TITLES[strokes[0].tool], paper)

    def _give_back(self, why: str) -> None:
        """The gesture that has ended changes nothing."""
        self._take_back()
        self._take(self.paper)
        self._refuse(why)

    @Slot()
    def _drawing(self) -> None:
        """Training follows the pen, where it can without beginning anew."""
        paper, present = self.canvas.paper, self._controller.experiment
        if self._pause.isActive() or paper.empty or self._controller.undo_stack.canRedo():
            return  # what Redo would lose may have to be asked: not before the pen is up
        self._pause.start()
        new = self._with(paper)
        if compare(present, new) is Change.LIVE:
            if self._before is None:
                self._before, self._key = present, f"gesture {next(_gesture)}"
            self._replace(_TITLES[self.canvas.brush.tool], new)

    @Slot(str, str)
    def _start_from(self, text: str, base: str) -> None:
        controller = self._controller
        data, equal = controller.experiment.data, controller.request.look.equal_units
        units = units_over(data, controller.target, equal)
        self._commit(f"start from {text}", Paper.of(DrawingData(base=base, units=units)))

    @Slot()
    def _clear(self) -> None:
        if self.column.onto.isChecked():
            self.column.onto.setChecked(False)
        else:
            self._take_paper()

    def _commit(self, text: str, paper: Paper) -> None:
        """Make a paper the target."""
        new = self._with(paper)
        self._replace(text, new)
        self._key, self._before = "", None
        if self._controller.experiment.data == paper.data:
            self._papers.append(paper)
        self._begin()  # if it was refused, that has been said

    def _replace(self, text: str, new: Experiment) -> None:
        self._applying = True
        self._controller.replace(text, new, (self._key,) if self._key else ())
        self._applying = False

    @Slot(object, object)
    def _follow(self, old: Experiment, new: Experiment) -> None:
        """An undo, another target, another file: the paper is that of what is learned now."""
        if not self.active or self._applying:
            return
        if old.data != new.data:
            self._pause.stop()
            self._before, self._key = None, ""
            if new.data.imaged:  # they are seen elsewhere
                self.leave()
            else:
                self._begin()
        else:
            self._say_state()

    @Slot(str)
    def _refuse(self, text: str) -> None:
        self.column.say(text, "error")

    def _with(self, paper: Paper) -> Experiment:
        """The experiment with a paper as its data."""
        old = self._controller.experiment
        words = {} if isinstance(old.data, DrawingData) else {"name": "drawing", "about": ""}
        return old.model_copy(update={"data": paper.data, **words})

    # --- keys ---

    def _make_shortcuts(self) -> list[QShortcut]:
        """While one draws: letters wherever in the plane's card the focus is, Escape anywhere."""
        tools = self.column.tools
        table: dict[str, Callable[[], None]] = {
            "Esc": self._escape,
            "B": lambda: tools.choose("brush"),
            "L": lambda: tools.choose("line"),
            "E": lambda: tools.choose("eraser"),
            "[": lambda: tools.resize_brush(-5),
            "]": lambda: tools.resize_brush(5),
            "C": lambda: tools.next_class(1),
            "Shift+C": lambda: tools.next_class(-1),
        }
        shortcuts = []
        for keys, act in table.items():
            shortcut = QShortcut(QKeySequence(keys), self._panel)
            context = Qt.ShortcutContext
            inside = context.WidgetWithChildrenShortcut
            shortcut.setContext(context.WindowShortcut if keys == "Esc" else inside)
            shortcut.activated.connect(act)
            shortcut.setEnabled(False)
            shortcuts.append(shortcut)
        return shortcuts
