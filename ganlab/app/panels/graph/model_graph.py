"""The model overview: the whole game as a graph, with live thumbnails and the turns lit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ganlab.app.document.controller import Controller
from ganlab.app.look.theme import Theme
from ganlab.app.panels.graph.canvas import GraphCanvas
from ganlab.app.panels.graph.still import Light
from ganlab.data.sheet import SHEET, SHEET_SEED
from ganlab.data.target import Array, Target, plane_view
from ganlab.experiment import Experiment, Noise
from ganlab.games.rules import rules_of
from ganlab.games.shown.graph import Box, Graph
from ganlab.games.shown.views import Field, Images, Picture, Points, Values, own
from ganlab.games.turns import Part, find_turn
from ganlab.lab.frame import Frame, State

TICK_MS = 200
"""Between two looks: new thumbnails and the next place of the moving light."""
REAL = "real"
"""The view of samples of the data, which the window draws itself, as it does that of
noise where frames do not bring it."""
NOISE = "noise"
REAL_SAMPLES = 150
REAL_IMAGES = 12
NOISE_SAMPLES = 100

WAITING = "press Play, or walk through the turns in slow motion"


def light_for(frame: Frame | None, running: bool, experiment: Experiment, graph: Graph) -> Light:
    """What to light of a graph. While all learn at speed all ways are lit, without flicker; those
    of a frozen player are not."""
    rules, light = rules_of(experiment), Light(caption=WAITING)
    if frame is not None and frame.stage is not None:
        turn, index = find_turn(rules.turns, frame.stage.turn), frame.stage.index
        light = Light((turn,), turn.lit(experiment, index), frame.stage.caption, index)
    elif running:
        learning = tuple(turn for turn in rules.turns if not turn.frozen(experiment))
        frozen = ", ".join(turn.letter for turn in rules.turns if turn.frozen(experiment))
        parts = frozenset[Part]().union(*(turn.lit(experiment) for turn in learning))
        words = "; ".join(turn.about for turn in learning)
        light = Light(learning, parts, f"{words}; {frozen} is frozen" if frozen else rules.together)
    elif frame is not None and frame.turn is not None:
        turn = find_turn(rules.turns, frame.turn)
        light = Light((turn,), turn.lit(experiment), turn.about)
    return replace(light, parts=light.parts & graph.parts)


def real_points(target: Target, n: int, equal: bool | None = None) -> Array:
    """(n, 2) samples in view units, always the same; in one dimension y is 0. `equal`: of which
    view, see `plane_view`."""
    points = plane_view(target, equal).forward(target.sample(n, np.random.default_rng(0)).rows)
    return points if points.shape[1] == 2 else np.column_stack((points, np.zeros(len(points))))


def handful(noise: Noise) -> Points:
    """Noise as it lies in the plane: of images it has more dimensions than can be drawn."""
    rng = np.random.default_rng(0)
    size = (NOISE_SAMPLES, 2)
    gaussian = noise.kind == "gaussian"
    return Points(own(rng.standard_normal(size) if gaussian else rng.uniform(-1, 1, size)))


class ModelGraph(QFrame):
    """The card at the bottom of the window."""

    settings_wanted = Signal(str)
    """The dotted field, or the group of fields, behind a box that was clicked."""
    curve_wanted = Signal(str)
    """The column behind it."""

    def __init__(self, controller: Controller, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("class", "card")
        self._controller = controller
        self.canvas = GraphCanvas(theme, self._graph())
        self.canvas.chosen.connect(self._go)
        box = QVBoxLayout(self)
        box.setContentsMargins(2, 2, 2, 2)
        box.addWidget(self.canvas)
        self._frame: Frame | None = None
        self._target: Target | None = None
        self._due: set[str] = set()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        controller.frame_ready.connect(self._on_frame)
        controller.state_changed.connect(self._relight)
        controller.rebuilt.connect(self._forget)
        controller.experiment_changed.connect(self._describe)
        controller.units_changed.connect(self._forget_units)
        self._forget()

    def _graph(self) -> Graph:
        experiment, target = self._controller.experiment, self._controller.target
        return rules_of(experiment).graph(experiment, target)

    @Slot(object)
    def _go(self, box: Box) -> None:
        if box.measure:
            self.curve_wanted.emit(box.measure)
        else:
            self.settings_wanted.emit(box.settings)

    @property
    def lit(self) -> frozenset[Part]:
        """The boxes and wires that are lit."""
        return self.canvas.light.parts

    @property
    def caption(self) -> str:
        """What is going on, in one line."""
        return self.canvas.light.caption

    @Slot()
    def _forget(self) -> None:
        """Another run: what is shown is gone, but for the real samples."""
        self._frame = None
        pictures = self.canvas.pictures
        for view in pictures.keys() - {REAL}:
            del pictures[view]
        self.canvas.figures.clear()
        self._describe()
        self._all_due()
        self._relight()

    @Slot()
    def _forget_units(self) -> None:
        """Points are to be drawn at another scale: those at the old one are gone."""
        self._target = None
        self._forget()

    @Slot()
    def _describe(self) -> None:
        controller, before = self._controller, self.canvas.graph
        self.canvas.show_graph(self._graph())
        if self._target is not controller.target:
            self._target = controller.target
            self._show_real(self._target)
        if not self._taken(NOISE):
            self._take(NOISE, handful(controller.experiment.noise))
        if self.canvas.graph != before:
            self._all_due()
            if self.isVisible():
                self._want()
        self._relight()

    def _show_real(self, target: Target) -> None:
        """Real samples, always the same: points, or images."""
        images = target.image_set
        if images is not None:
            chosen = images.chosen(SHEET, SHEET_SEED)[:REAL_IMAGES]
            self._take(REAL, Images(images.images[chosen]))
        else:
            equal = self._controller.request.look.equal_units
            self._take(REAL, Points(own(real_points(target, REAL_SAMPLES, equal))))

    def _taken(self, view: str) -> bool:
        """Whether frames bring it."""
        experiment = self._controller.experiment
        known = {other.name: other for other in rules_of(experiment).views(experiment)}
        return view in known and known[view].taken

    def _want(self) -> None:
        """Ask for what the thumbnails show."""
        boxes = self.canvas.graph.boxes
        views = {box.view for box in boxes} | {box.opinion for box in boxes}
        self._controller.want("model", frozenset(filter(self._taken, views)))

    def _all_due(self) -> None:
        self._due = set(self.canvas.graph.by_name)

    @Slot(object)
    def _on_frame(self, frame: Frame) -> None:
        before, self._frame = self._frame, frame
        self._take_pictures(frame)
        if frame.scalars is not None and self.isVisible():
            self._paint_due()  # with all else that is of this step
        if before is None or (before.stage, before.turn) != (frame.stage, frame.turn):
            self._relight()
        else:
            self._wake()

    def _take_pictures(self, frame: Frame) -> None:
        """Keep what is new; it is painted at the next tick."""
        share, history = frame.scale.share, self._controller.history
        for view, picture in frame.pictures.items():
            match picture:
                case Field():
                    self._take(view, replace(picture, values=share(picture.values)))
                case Values():
                    self._take(view, Values(share(picture.numbers)))
                case _:
                    self._take(view, picture)
        if frame.scalars is not None:
            for box in self.canvas.graph.boxes:
                if box.measure:
                    self.canvas.figures[box.measure] = history.now(box.measure)
                if box.shape == "figure":
                    self._due.add(box.name)

    def _take(self, view: str, picture: Picture) -> None:
        self.canvas.pictures[view] = picture
        boxes = self.canvas.graph.boxes
        self._due.update(box.name for box in boxes if view in (box.view, box.opinion))

    @Slot()
    def _relight(self) -> None:
        experiment, running = self._controller.experiment, self._controller.state is State.RUNNING
        self.canvas.show_light(light_for(self._frame, running, experiment, self.canvas.graph))
        self._wake()

    def _wake(self) -> None:
        if self.isVisible() and not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _tick(self) -> None:
        """Paint what is new; the light moves while there is something going on."""
        at_speed = self._controller.running and self.canvas.light.stage is None
        news = not at_speed and self._paint_due()  # at speed they come with the figures
        if self._controller.running or self.canvas.light.stage is not None:
            self.canvas.advance()
        elif not news:
            self._timer.stop()

    def _paint_due(self) -> bool:
        due, self._due = self._due, set()
        self.canvas.show_news(due & self.canvas.graph.by_name.keys())
        return bool(due)

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for what the thumbnails show, and go on."""
        super().showEvent(event)
        self._want()
        self._all_due()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing to ask for, nothing to paint."""
        super().hideEvent(event)
        self._timer.stop()
        self._controller.want("model", frozenset())
