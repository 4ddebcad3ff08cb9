"""Where a person walks through a generator's latent space."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QWidget

from ganlab.app.document.controller import Controller
from ganlab.app.look.theme import Theme
from ganlab.app.rooms.images.latent.board import COUNT
from ganlab.app.rooms.images.latent.image_requests import ImageRequests
from ganlab.app.rooms.images.latent.layout import Parts, lay_out
from ganlab.app.rooms.images.latent.pad import PLACES, map_places
from ganlab.app.rooms.images.latent.picture import Picture
from ganlab.app.rooms.images.latent.pins import Pin
from ganlab.app.rooms.images.latent.space import Space, space_of
from ganlab.gan.latent import Floats, Plane, plane_through, random_plane
from ganlab.lab.frame import DirectionsFound, Frame

REFRESH_MS = 400
"""While training goes on, everything on show is drawn anew so often; what is dragged, at once."""
SEED = 2014
"""Of the first anchors."""
NONE = np.zeros((0, 1, 1), np.uint8)


class LatentExplorer(QWidget):
    """It asks for images only while it is on the screen."""

    pretrained_wanted = Signal(str)
    """The name of a generator that comes trained and is to be explored here."""
    neighbours_wanted = Signal(object, str)
    """The (H, W) pixels of an image whose nearest training images are to be shown; which it is."""

    def __init__(self, controller: Controller, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._rng = np.random.default_rng(SEED)
        self._space: Space | None = None
        self._step = controller.step
        self.noise: Floats = np.zeros(0)
        """(d,) what the large image is made from."""
        self.parts = Parts(theme)
        lay_out(self, self.parts)
        self._requests = ImageRequests(controller, self)
        self._refresh = QTimer(self)
        self._refresh.setSingleShot(True)
        self._refresh.setInterval(REFRESH_MS)
        self._refresh.timeout.connect(self._requests.refresh)
        self._connect()
        self._take_up()
        self.parts.show_offer(self._controller.step == 0)

    def _connect(self) -> None:
        controller, parts = self._controller, self.parts
        self._requests.developed.connect(self._developed)
        controller.frame_ready.connect(self._frame_ready)
        controller.directions_ready.connect(self._directions_ready)
        controller.rebuilt.connect(self._rebuilt)
        controller.experiment_changed.connect(self._experiment_changed)
        parts.offer.chosen.connect(self.pretrained_wanted)
        parts.pad.moved.connect(self._moved)
        parts.board.moved.connect(self._moved)
        parts.board.find_wanted.connect(self._find_directions)
        parts.classes.currentIndexChanged.connect(self._look)
        parts.average.toggled.connect(self._average_toggled)
        parts.samples.toggled.connect(self._make_plane)
        parts.new.clicked.connect(self._renew)
        parts.pin.clicked.connect(self._pin_here)
        parts.begin.clicked.connect(self._begin_here)
        parts.end.clicked.connect(self._end_here)
        parts.picture.clicked.connect(self._picture_chosen)
        parts.strip.chosen.connect(self._strip_chosen)
        parts.pins.chosen.connect(self._pin_chosen)

    # --- the space ---

    def _take_up(self) -> None:
        """Adopt the experiment's latent space; start anew where it is another one."""
        experiment = self._controller.experiment
        space = space_of(experiment, self._controller.target)
        has_average = experiment.game.has_average
        if has_average != self.parts.average.isEnabled():
            self.parts.average.setEnabled(has_average)
            self.parts.average.setChecked(has_average)
        if space == self._space:
            return
        self._space = space
        self._requests.forget()
        self.parts.pins.clear()
        self.parts.show_classes(space.classes if space else ())
        self.parts.board.take(None)
        if space is None:
            return
        self._anchors = space.draw(3, self._rng)
        self._ends = [self._anchors[1], self._anchors[2]]
        self._look()
        self._make_plane()
        self._make_strip()
        self._find_directions()

    @Slot(object, object)
    def _experiment_changed(self, old: object, new: object) -> None:
        self._take_up()

    @Slot()
    def _rebuilt(self) -> None:
        self._take_up()
        self.parts.show_offer(self._controller.step == 0)
        self._requests.restart()
        self._find_directions()

    @Slot()
    def _look(self) -> None:
        parts = self.parts
        label = (
            max(parts.classes.currentIndex(), 0) if self._space and self._space.classes else None
        )
        self._requests.look(label, parts.average.isChecked())

    @Slot()
    def _average_toggled(self) -> None:
        self._look()
        self._find_directions()

    @Slot()
    def _find_directions(self) -> None:
        if self._space is not None and self.isVisible():
            self._controller.ask_directions(COUNT, self.parts.average.isChecked())

    @Slot(object)
    def _directions_ready(self, found: DirectionsFound) -> None:
        if self._space is not None and found.vectors.shape[1] == self._space.dimension:
            self.parts.board.take(found)
            self._moved()

    # --- the plane ---

    @Slot()
    def _renew(self) -> None:
        """Other anchors, or other directions."""
        if self._space is not None:
            if self.parts.samples.isChecked():
                self._anchors = self._space.draw(3, self._rng)
            self._make_plane()

    @Slot()
    def _make_plane(self) -> None:
        if self._space is None:
            return
        if self.parts.samples.isChecked():
            self._plane: Plane = plane_through(self._anchors, PLACES)
            self._requests.want("anchors", self._anchors)
        else:
            self._plane = random_plane(self._space.dimension, self._space.radius, self._rng)
            self._requests.drop("anchors")
            self.parts.pad.show_anchors(NONE)
        self._requests.want("map", np.array([self._plane.at(x, y) for x, y in map_places()]))
        self._moved()

    @Slot()
    def _moved(self) -> None:
        if self._space is None:
            return
        self.noise = self._plane.at(*self.parts.pad.place) + self.parts.board.shift
        self._requests.want("point", self.noise[None])
        self.parts.length.setText(
            f"|z| = {np.linalg.norm(self.noise):.1f}, typical {self._space.radius:.1f}"
        )

    # --- the strip and the pins ---

    def _make_strip(self) -> None:
        self._requests.want("strip", self.parts.strip.join(*self._ends))

    def _set_end(self, which: int, noise: Floats) -> None:
        self._ends[which] = noise
        self._make_strip()

    def _set_anchor(self, which: int, noise: Floats) -> None:
        self._anchors = self._anchors.copy()
        self._anchors[which] = noise
        if self.parts.samples.isChecked():
            self._make_plane()
        else:
            self.parts.samples.setChecked(True)

    @Slot()
    def _pin_here(self) -> None:
        self._pin(self.noise, self.parts.picture.pixels)

    @Slot()
    def _begin_here(self) -> None:
        self._set_end(0, self.noise)

    @Slot()
    def _end_here(self) -> None:
        self._set_end(1, self.noise)

    @Slot()
    def _picture_chosen(self) -> None:
        self._show_neighbours(self.parts.picture.pixels)

    def _show_neighbours(self, pixels: NDArray[np.uint8] | None) -> None:
        if pixels is not None:
            self.neighbours_wanted.emit(pixels, "From the latent space")

    def _pin(self, noise: Floats, pixels: NDArray[np.uint8] | None) -> None:
        if pixels is not None:
            self.parts.pins.add(Pin(noise, pixels))

    @Slot(int)
    def _strip_chosen(self, place: int) -> None:
        strip = self.parts.strip
        noise, pixels = strip.noise[place], strip.pictures[place].pixels
        self._offer(strip.pictures[place], noise, "Pin", lambda: self._pin(noise, pixels))

    @Slot(int)
    def _pin_chosen(self, index: int) -> None:
        pins = self.parts.pins
        remove = partial(pins.remove, index)
        self._offer(pins.pictures[index], pins.pins[index].noise, "Unpin", remove)

    def _offer(self, at: Picture, noise: Floats, text: str, act: Callable[[], None]) -> None:
        """What can be done with one image, as a menu below it."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        choices: list[tuple[str, Callable[[], None]]] = [(text, act)]
        choices += [
            (f"Make it anchor {which + 1}", partial(self._set_anchor, which, noise))
            for which in range(3)
        ]
        choices += [
            (f"{word} the strip here", partial(self._set_end, which, noise))
            for which, word in enumerate(("Begin", "End"))
        ]
        choices.append(("Nearest training images", partial(self._show_neighbours, at.pixels)))
        for words, choice in choices:
            menu.addAction(words).triggered.connect(lambda _=False, choice=choice: choice())
        menu.popup(at.mapToGlobal(at.rect().bottomLeft()))

    # --- what comes back ---

    @Slot(str, object)
    def _developed(self, name: str, images: NDArray[np.uint8]) -> None:
        match name:
            case "point":
                self.parts.picture.show_pixels(images[0])
            case "anchors":
                self.parts.pad.show_anchors(images)
            case "map":
                self.parts.pad.show_map(images)
            case "strip":
                self.parts.strip.show_images(images)

    @Slot(object)
    def _frame_ready(self, frame: Frame) -> None:
        if frame.step != self._step:
            self._step = frame.step
            self.parts.show_offer(self._controller.step == 0)
            if self.isVisible() and not self._refresh.isActive():
                self._refresh.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Nothing was kept up to date while nobody looked."""
        super().showEvent(event)
        self._requests.open(True)
        self._find_directions()
        self.parts.pad.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        super().hideEvent(event)
        self._refresh.stop()
        self._requests.open(False)
