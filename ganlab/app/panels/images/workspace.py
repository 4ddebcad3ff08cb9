"""The workspace of a game with images: what the generator draws, the real ones, D's opinion."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QImage, QPainter, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ganlab.app.document.controller import Controller
from ganlab.app.items.image_sheet import compose, fit
from ganlab.app.look.theme import SMALL_PX, Theme, figure_font
from ganlab.app.panels.images.belief_histogram import BeliefHistogram
from ganlab.app.panels.images.progress_line import ImageProgress
from ganlab.app.panels.images.sheet_view import ImageView, lined_up
from ganlab.app.panels.plane.layer_chips import Chip, LayerChips
from ganlab.app.panels.plane.readout import UNKNOWN, place
from ganlab.data.image_target import ImageTarget
from ganlab.data.images import ImageSet
from ganlab.data.sheet import ON_SCREEN, SHEET, SHEET_SEED
from ganlab.games.views import Bytes, Floats, Images, Values
from ganlab.gan.scores import UNIT
from ganlab.lab.frame import Frame

CHIPS = (
    Chip(
        "generated",
        "generated",
        "What the generator draws, always from the same noise: G's turn changes it.",
    ),
    Chip(
        "average",
        "average",
        "What the moving average of the generator draws from the same noise: "
        "the same without the last wobble.",
    ),
    Chip("real", "real", "Images of the data: what the generator learns to imitate."),
    Chip(
        "heatmap",
        "D(x)",
        "What the discriminator believes of each image, as its border: blue where it takes it "
        "for real, orange where it takes it for generated, neutral where it cannot tell.",
    ),
    Chip(
        "histogram",
        "histogram",
        "How D's opinions of real and of generated images spread.",
    ),
)
"""In the order of the row; the keys 1 to 5 switch them."""
CLICK = ("click: nearest real images", "click to compare", "click")
AT_FIRST = ("generated", "real", "heatmap", "histogram")


class ImagesPanel(QFrame):
    """Chips on top, the sheets beside one another, figures and the histogram below."""

    neighbours_wanted = Signal(object, str)
    """The (H, W) pixels of a generated image that was clicked, and which one it is."""

    def __init__(self, controller: Controller, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("class", "card")
        self.setAccessibleName("Images")
        self._controller, self._theme = controller, theme
        self._set: ImageSet | None = None
        self._classes = 0
        self._real = np.empty((0, 1, 1), np.uint8)
        self._labels: list[int] = []
        self._order = np.arange(SHEET)
        self._images: Bytes | None = None
        self._d_images: Floats | None = None
        self._d_real: Floats | None = None
        self._rate, self._scale = 0.0, UNIT
        self._pointed: tuple[str, int] | None = None
        self.chips = LayerChips(theme, AT_FIRST, chips=CHIPS)
        self.sheets = QWidget()
        self.sheets.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.views = {
            "generated": ImageView(theme, "generated  G(z)", "generated", "diamond", CLICK),
            "average": ImageView(theme, "moving average of G", "generated", "diamond", CLICK),
            "real": ImageView(theme, "real  x", "real", "disc"),
        }
        self.histogram = BeliefHistogram(theme)
        self.progress = ImageProgress(controller)
        self.readout = QLabel(self)
        self.readout.setProperty("class", "readout")
        self.readout.setFont(figure_font(SMALL_PX))
        self.readout.setAccessibleName("The image under the mouse")
        self.readout.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.readout.hide()
        self._lay_out()
        self._connect()
        self._take_experiment()

    # --- for exports ---

    def picture(self) -> QImage:
        """The sheets as they are on screen."""
        return self.sheets.grab().toImage()

    def render_frame(self, frame: Frame, size: QSize) -> QImage:
        """The generated images of a frame on a picture of that size."""
        picture = QImage(size, QImage.Format.Format_RGB32)
        picture.fill(self._theme.color("panel"))
        if (images := frame.picture("generated", Images)) is not None:
            n, height, width = images.pixels.shape
            grid = fit(size.height(), size.width(), (height, width), n, min(n, 16))
            sheet = compose(images.pixels, grid, self._theme.color("panel"))
            corner = QRect(QPoint(), size).center() - sheet.rect().center()
            painter = QPainter(picture)
            painter.drawImage(corner, sheet)
            painter.end()
        return picture

    # --- events ---

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for what is on screen."""
        super().showEvent(event)
        self._layers_switched()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask for nothing that nobody sees."""
        super().hideEvent(event)
        self._controller.want("images", frozenset())

    # --- inside ---

    def _lay_out(self) -> None:
        row = QHBoxLayout(self.sheets)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for view in self.views.values():
            row.addWidget(view, 1)
        below = QHBoxLayout()
        below.setSpacing(24)
        below.addWidget(self.progress, 0, Qt.AlignmentFlag.AlignVCenter)
        below.addWidget(self.histogram, 1)
        below.addStretch(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 10)
        layout.setSpacing(8)
        layout.addWidget(self.chips)
        layout.addWidget(self.sheets, 1)
        layout.addLayout(below)

    def _connect(self) -> None:
        controller = self._controller
        controller.frame_ready.connect(self._on_frame)
        controller.state_changed.connect(self._look)
        controller.rebuilt.connect(self._forget)
        controller.experiment_changed.connect(self._take_experiment)
        self.chips.changed.connect(self._layers_switched)
        for name, view in self.views.items():
            view.pointed.connect(lambda number, name=name: self._describe(name, number))
            view.chosen.connect(self._chosen)

    @Slot()
    def _take_experiment(self) -> None:
        """Follow the document; a game of the plane is not this panel's."""
        experiment, target = self._controller.experiment, self._controller.target
        if not isinstance(target, ImageTarget):
            return
        self.chips.set_average_possible(experiment.game.has_average)
        images = self._set = target.image_set
        chosen = target.chosen(SHEET, SHEET_SEED)
        self._classes, self._order = 0, np.arange(SHEET)
        if experiment.game.conditional and images.labels is not None:
            self._classes = len(images.class_names)
            self._order = lined_up(images.labels[chosen], self._classes)
        chosen = chosen[self._order][:ON_SCREEN]
        self._real = images.images[chosen]
        self._labels = [] if images.labels is None else images.labels[chosen].tolist()
        self._show_real()
        self._layers_switched()
        self._look()

    @Slot(object)
    def _on_frame(self, frame: Frame) -> None:
        if self._set is None:
            return
        self._scale = frame.scale
        opinions = frame.picture("d_fake", Values)
        if opinions is not None:
            self._d_images = opinions.numbers
        if (images := frame.picture("generated", Images)) is not None:
            self._images, self.drawn_at = images.pixels, frame.step
        if images is not None or opinions is not None:
            self._show_generated()
        if (average := frame.picture("average", Images)) is not None:
            self.views["average"].show_images(average.pixels)
        real = frame.picture("d_real", Values)
        if real is not None:
            self._d_real = real.numbers
            self._show_real()
        if opinions is not None or real is not None:
            score = self._controller.objective.score
            self.histogram.show_belief(self._d_real, self._d_images, self._scale, score)
        if frame.scalars is None and self._controller.running:
            return  # figures change together: they are of one step
        self._rate = frame.steps_per_second
        if self._pointed is not None:
            self._describe(*self._pointed)
        self._look()

    @Slot()
    def _forget(self) -> None:
        """Another training begins: what was generated is gone."""
        self._images = self._d_images = self._d_real = None
        for name in ("generated", "average"):
            self.views[name].show_images(None)
            self._describe(name, None)
        self.histogram.show_belief(None, None)
        self.progress.forget()
        if self._set is not None:
            self._show_real()
            self._look()

    def _show_generated(self) -> None:
        belief = None if self._d_images is None else self._scale.share(self._d_images)
        self.views["generated"].show_images(self._images, belief)

    def _show_real(self) -> None:
        belief = None
        if self._d_real is not None:
            belief = self._scale.share(self._d_real[self._order[: len(self._real)]])
        self.views["real"].show_images(self._real, belief)

    @Slot()
    def _look(self) -> None:
        if self._set is not None and self.isVisible():
            self.progress.look(len(self._set.images), self._rate)

    @Slot()
    def _layers_switched(self) -> None:
        on = self.chips.on
        shown = [name for name in self.views if name in on]
        for name, view in self.views.items():
            view.setVisible(name in on)
            view.set_sheets(max(len(shown), 1), self._classes)
            view.set_bordered("heatmap" in on)
        self.histogram.setVisible("histogram" in on)
        fed = set(on & {"generated", "average"})
        if on & {"generated", "histogram"}:
            fed.add("d_fake")
        if "histogram" in on or {"real", "heatmap"} <= on:
            fed.add("d_real")
        if self.isVisible():
            self._controller.want("images", frozenset(fed))

    def _describe(self, name: str, number: int | None) -> None:
        """Say what is under the mouse, beside it."""
        self._pointed = None if number is None else (name, number)
        self.readout.setVisible(number is not None)
        if number is None:
            return
        view = self.views[name]
        self.readout.setText(" · ".join(self._facts(name, number)))
        self.readout.adjustSize()
        corner = view.mapTo(self, view.place_of(number)) + QPoint(24, 24)
        room = self.rect().adjusted(8, 8, -8 - self.readout.width(), -8 - self.readout.height())
        corner.setX(max(min(corner.x(), room.right()), room.left()))
        corner.setY(max(min(corner.y(), room.bottom()), room.top()))
        self.readout.move(corner)
        self.readout.raise_()

    @Slot(object, int)
    def _chosen(self, pixels: Bytes, number: int) -> None:
        title = f"Image {number + 1}, at step {self.drawn_at:,}"
        self.neighbours_wanted.emit(pixels, title)

    def _facts(self, name: str, number: int) -> list[str]:
        names = self._set.class_names if self._set else ()
        score = self._controller.objective.score
        if name == "real":
            label = self._labels[number] if self._labels else None
            belief = None if self._d_real is None else self._d_real[self._order[number]]
            facts, opinion = [f"real image {number + 1}"], score.of_real()
        else:
            label = number % self._classes if self._classes else None
            belief = self._d_images[number] if self._d_images is not None else None
            facts, opinion = [f"image {number + 1}"], score.of_generated()
        if label is not None:
            facts.append(f"class {names[label]}")
        if name != "average":
            known = belief is not None and math.isfinite(belief)
            facts.append(f"{opinion} {place(float(belief or 0.0)) if known else UNKNOWN}")
        return facts
