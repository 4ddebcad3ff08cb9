"""The workspace of a game with images: what the generator draws, the real ones, D's opinion."""

from __future__ import annotations

import math
from functools import partial

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, QSizeF, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QImage, QPainter, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ganlab.app.document.controller import Controller
from ganlab.app.items.image_sheet import compose, fit
from ganlab.app.look.theme import SMALL_PX, Theme, figure_font
from ganlab.app.panels.images.belief_histogram import BeliefHistogram, Half
from ganlab.app.panels.images.progress_line import ImageProgress
from ganlab.app.panels.images.sheet_view import ImageView, lined_up
from ganlab.app.panels.images.sheets import Sheets
from ganlab.app.panels.plane.chips.layer_chips import LayerChips
from ganlab.app.panels.plane.readout import UNKNOWN, place
from ganlab.data import Target
from ganlab.data.images import ImageSet
from ganlab.data.sheet import ON_SCREEN, SHEET, SHEET_SEED
from ganlab.games.rules import rules_of
from ganlab.games.shown.views import Bytes, Floats, Images, Values, View, asked_of
from ganlab.gan.scores import UNIT
from ganlab.lab.frame import Frame

CLICK = ("click: nearest real images", "click to compare", "click")


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
        self._classes: tuple[str, ...] = ()
        self._real = np.empty((0, 1, 1), np.uint8)
        self._labels: list[int] = []
        self._order = np.arange(SHEET)
        self._views: tuple[View, ...] = ()
        self._pixels: dict[str, Bytes] = {}
        """The newest generated images, by sheet."""
        self._numbers: dict[str, Floats] = {}
        """D's number of each image, by sheet, as the game tells them."""
        self._rate, self._scale = 0.0, UNIT
        self._pointed: tuple[str, int] | None = None
        self.chips = LayerChips(theme)
        self.sheets = Sheets()
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

    @property
    def views(self) -> dict[str, ImageView]:
        """The sheets."""
        return self.sheets.views

    # --- for exports ---

    def picture(self) -> QImage:
        """The sheets as they are on screen."""
        return self.sheets.grab().toImage()

    def render_frame(self, frame: Frame, size: QSize, target: Target) -> QImage:
        """The generated images of a frame, without the target, on a picture of that size."""
        picture = QImage(size, QImage.Format.Format_RGB32)
        picture.fill(self._theme.color("panel"))
        if (images := frame.picture("generated", Images)) is not None:
            n, height, width = images.pixels.shape
            grid = fit(size.height(), size.width(), (height, width), n, min(n, 16))
            sheet = compose(images.pixels, grid, self._theme.color("panel"))
            tall, wide = grid.seen
            corner = QPointF((size.width() - wide) / 2, (size.height() - tall) / 2)
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QRectF(corner, QSizeF(wide, tall)), sheet)
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

    def _offer_views(self, views: tuple[View, ...]) -> None:
        """A sheet for each view of images, a chip for each that can be switched."""
        known, self._views = [view.painted for view in self._views], views
        if known != [view.painted for view in views]:
            self.sheets.clear()
            for view in views:
                if view.kind == "images":
                    clicks = CLICK if view.taken else ()
                    sheet = ImageView(self._theme, view.caption, view.colour, view.mark, clicks)
                    sheet.pointed.connect(partial(self._describe, view.name))
                    sheet.chosen.connect(self._chosen)
                    self.sheets.add(view.name, sheet)
        self.chips.set_views(views)

    @Slot()
    def _take_experiment(self) -> None:
        """Follow the document; a game of the plane is not this panel's."""
        experiment, images = self._controller.experiment, self._controller.target.image_set
        self._set = images
        if images is None:
            return
        self._offer_views(rules_of(experiment).views(experiment))
        chosen = images.chosen(SHEET, SHEET_SEED)
        self._classes, self._order = (), np.arange(SHEET)
        if experiment.game.told and images.labels is not None:
            self._classes = images.class_names
            self._order = lined_up(images.labels[chosen], len(self._classes))
        chosen = chosen[self._order][:ON_SCREEN]
        self._real = images.images[chosen]
        self._labels = [] if images.labels is None else images.labels[chosen].tolist()
        for sheet in self.views:
            self._show(sheet)
        self._layers_switched()
        self._look()

    @Slot(object)
    def _on_frame(self, frame: Frame) -> None:
        if self._set is None:
            return
        self._scale = frame.scale
        changed = set()
        for view in self._views:
            if (images := frame.picture(view.name, Images)) is not None:
                self._pixels[view.name], self.drawn_at = images.pixels, frame.step
                changed.add(view.name)
            if view.of and (values := frame.picture(view.name, Values)) is not None:
                self._numbers[view.of] = values.numbers
                changed.add(view.of)
        for sheet in changed:
            self._show(sheet)
        if changed & self._numbers.keys():
            self._show_histogram()
        if frame.scalars is None and self._controller.running:
            return  # figures change together: they are of one step
        self._rate = frame.steps_per_second
        if self._pointed is not None:
            self._describe(*self._pointed)
        self._look()

    @Slot()
    def _forget(self) -> None:
        """Another training begins: what was generated is gone."""
        self._pixels, self._numbers = {}, {}
        for name in self.views:
            self._show(name)
            self._describe(name, None)
        self._show_histogram()
        self.progress.forget()
        if self._set is not None:
            self._look()

    def _show(self, sheet: str) -> None:
        """The newest images of a sheet, and what D says of them in their borders."""
        pixels = self._pixels.get(sheet) if self._generated(sheet) else self._real
        numbers = self._opinions(sheet)
        shares = None
        if numbers is not None and pixels is not None:
            shares = self._scale.share(numbers[: len(pixels)])
        self.views[sheet].show_images(pixels, shares)

    def _generated(self, sheet: str) -> bool:
        return any(view.taken for view in self._views if view.name == sheet)

    def _opinions(self, sheet: str) -> Floats | None:
        """(n,) D's numbers in the order in which the images of a sheet are shown."""
        numbers = self._numbers.get(sheet)
        return numbers if numbers is None or self._generated(sheet) else numbers[self._order]

    def _show_histogram(self) -> None:
        halves = [Half(v.caption, self._numbers.get(v.of)) for v in self._views if v.of]
        self.histogram.show_belief(halves, self._scale)

    @Slot()
    def _look(self) -> None:
        if self._set is not None and self.isVisible():
            self.progress.look(len(self._set.images), self._rate)

    @Slot()
    def _layers_switched(self) -> None:
        on = self.chips.on
        kinds = {view.kind for view in self._views if view.name in on}
        shown = [name for name in self.views if name in on]
        self.sheets.show_only(shown, self._classes)
        for view in self.views.values():
            view.set_bordered("field" in kinds)
        self.histogram.setVisible("values" in kinds)
        told = {view.name for view in self._views if view.of in on and self._generated(view.of)}
        if self.isVisible():
            self._controller.want("images", asked_of(self._views, on) | told)

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
        generated = self._generated(name)
        if generated:
            label = number % len(self._classes) if self._classes else None
        else:
            label = self._labels[number] if self._labels else None
        facts = [f"{'' if generated else 'real '}image {number + 1}"]
        if label is not None:
            facts.append(f"class {names[label]}")
        for view in self._views:
            if view.of == name:
                numbers = self._opinions(name)
                number_of = math.nan if numbers is None else float(numbers[number])
                told = place(number_of) if math.isfinite(number_of) else UNKNOWN
                facts.append(f"{view.caption} {told}")
        return facts
