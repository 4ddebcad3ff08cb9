"""The model overview: the whole game as a graph, with live thumbnails and the turns lit."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ganlab.app.document.controller import Controller
from ganlab.app.look.theme import Theme
from ganlab.app.panels.graph.canvas import GraphCanvas
from ganlab.app.panels.graph.parts import BOXES, Box, details
from ganlab.app.panels.graph.still import LOSSES, Light
from ganlab.data.image_target import ImageTarget
from ganlab.data.sheet import SHEET, SHEET_SEED
from ganlab.data.target import Array, Target, plane_view
from ganlab.experiment import Experiment
from ganlab.games.rules import rules_of
from ganlab.games.turns import Part, find_turn
from ganlab.games.views import Field, Images, Mesh, Points, Values
from ganlab.lab.frame import Frame, State

TICK_MS = 200
"""Between two looks: new thumbnails and the next place of the moving light."""
VIEWS = frozenset({"noise", "generated", "heatmap", "mapping", "d_real", "d_fake"})
IMAGE_VIEWS = frozenset({"generated", "d_real", "d_fake"})
REAL_SAMPLES = 150
REAL_IMAGES = 12
NOISE_EXTENT = {"gaussian": 2.8, "uniform": 1.15}

WAITING = "press Play, or walk through the turns in slow motion"


def light_for(frame: Frame | None, running: bool, experiment: Experiment) -> Light:
    """What to light. While all learn at speed all ways are lit, without flicker; those of a
    frozen player are not."""
    rules = rules_of(experiment)
    if frame is not None and frame.stage is not None:
        turn, index = find_turn(rules.turns, frame.stage.turn), frame.stage.index
        return Light((turn,), frozenset(turn.stages[index].parts), frame.stage.caption, index)
    if running:
        learning = tuple(turn for turn in rules.turns if not turn.frozen(experiment))
        frozen = ", ".join(turn.letter for turn in rules.turns if turn.frozen(experiment))
        parts = frozenset(part for turn in learning for part in turn.parts)
        words = "; ".join(turn.about for turn in learning)
        return Light(learning, parts, f"{words}; {frozen} is frozen" if frozen else rules.together)
    if frame is not None and frame.turn is not None:
        turn = find_turn(rules.turns, frame.turn)
        return Light((turn,), turn.parts, turn.about)
    return Light(caption=WAITING)


def real_points(target: Target, n: int, equal: bool | None = None) -> Array:
    """(n, 2) samples in view units, always the same; in one dimension y is 0. `equal`: of which
    view, see `plane_view`."""
    points = plane_view(target, equal).forward(target.sample(n, np.random.default_rng(0)).rows)
    return points if points.shape[1] == 2 else np.column_stack((points, np.zeros(len(points))))


class ModelGraph(QFrame):
    """The card at the bottom of the window."""

    def __init__(self, controller: Controller, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("class", "card")
        self._controller = controller
        self.canvas = GraphCanvas(theme)
        box = QVBoxLayout(self)
        box.setContentsMargins(2, 2, 2, 2)
        box.addWidget(self.canvas)
        self._frame: Frame | None = None
        self._target: Target | None = None
        self._due: set[Box] = set()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        controller.frame_ready.connect(self._on_frame)
        controller.state_changed.connect(self._relight)
        controller.rebuilt.connect(self._forget)
        controller.experiment_changed.connect(self._describe)
        controller.units_changed.connect(self._forget_units)
        self._forget()

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
        data = self.canvas.pictures
        data.noise = data.mapping = data.generated = data.heatmap = None
        data.d_real = data.d_fake = data.images = None
        data.losses = {}
        self._due.update(BOXES)
        self._describe()
        self._relight()

    @Slot()
    def _forget_units(self) -> None:
        """Points are to be drawn at another scale: those at the old one are gone."""
        self._target = None
        self._forget()

    @Slot()
    def _describe(self) -> None:
        controller, data = self._controller, self.canvas.pictures
        if self._target is not controller.target:
            self._target = controller.target
            self._show_real(self._target)
        data.noise_extent = NOISE_EXTENT[controller.experiment.noise.kind]
        objective = controller.objective
        data.equilibrium = {
            "discriminator_loss": -objective.equilibrium,
            "generator_loss": objective.generator_equilibrium,
        }
        self._due.update(LOSSES)
        self.canvas.show_details(details(controller.experiment, self._target.dimension))
        self.canvas.imaged = data.real_images is not None
        self._relight()

    def _show_real(self, target: Target) -> None:
        """Real samples, always the same: points, or images."""
        data = self.canvas.pictures
        data.real = data.real_images = None
        if isinstance(target, ImageTarget):
            chosen = target.chosen(SHEET, SHEET_SEED)[:REAL_IMAGES]
            data.real_images = target.image_set.images[chosen]
        else:
            data.real = real_points(target, REAL_SAMPLES, self._controller.request.look.equal_units)
        self._due.update(BOXES)
        if self.isVisible():
            self._want()

    def _want(self) -> None:
        """Ask for what the thumbnails show."""
        imaged = isinstance(self._controller.target, ImageTarget)
        self._controller.want("model", IMAGE_VIEWS if imaged else VIEWS)

    @Slot(object)
    def _on_frame(self, frame: Frame) -> None:
        self._frame = frame
        self._take_pictures(frame)
        if frame.scalars is not None and self.isVisible():
            self._paint_due()  # with all else that is of this step
        self._relight()

    def _take_pictures(self, frame: Frame) -> None:
        """Keep what is new; it is painted at the next tick."""
        data, history = self.canvas.pictures, self._controller.history
        share = frame.scale.share
        if (noise := frame.picture("noise", Points)) is not None:
            data.noise = noise.at
            self._due.add("noise")
        if (mapping := frame.picture("mapping", Mesh)) is not None:
            data.mapping = mapping.corners
            self._due.add("generator")
        if (generated := frame.picture("generated", Points)) is not None:
            data.generated = generated.at
            self._due.add("generated")
        if (images := frame.picture("generated", Images)) is not None:
            data.images = images.pixels
            self._due.update(("generator", "generated", "discriminator"))
        if (heatmap := frame.picture("heatmap", Field)) is not None:
            data.heatmap = share(heatmap.values)
            self._due.add("discriminator")
        if (real := frame.picture("d_real", Values)) is not None:
            data.d_real = share(real.numbers)
            self._due.add("d_real")
        if (fake := frame.picture("d_fake", Values)) is not None:
            data.d_fake = share(fake.numbers)
            self._due.update(("d_fake", "discriminator"))
        if frame.scalars is not None:
            for name in LOSSES:
                data.losses[name] = history.now(name)
            self._due.update(LOSSES)

    @Slot()
    def _relight(self) -> None:
        running = self._controller.state is State.RUNNING
        light = light_for(self._frame, running, self._controller.experiment)
        self.canvas.show_light(light)
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
        self.canvas.show_pictures(due)
        return bool(due)

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for what the thumbnails show, and go on."""
        super().showEvent(event)
        self._want()
        self._due.update(BOXES)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing to ask for, nothing to paint."""
        super().hideEvent(event)
        self._timer.stop()
        self._controller.want("model", frozenset())
