"""The layered distributions: the large view in the middle of the window."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Slot
from PySide6.QtGui import QHideEvent, QIcon, QImage, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ganlab.app.document.controller import Controller
from ganlab.app.look.theme import Theme
from ganlab.app.panels.plane.chips.layer_chips import LayerChips
from ganlab.app.panels.plane.corners import Corners
from ganlab.app.panels.plane.hover import Hover
from ganlab.app.panels.plane.marks import action_pixmap
from ganlab.app.panels.plane.morph import Morph
from ganlab.app.panels.plane.picture import PlanePicture
from ganlab.app.panels.plane.view import DistributionView
from ganlab.app.startup.first_paint import AfterFirstPaint
from ganlab.data import Target
from ganlab.experiment import Experiment
from ganlab.games.rules import rules_of
from ganlab.games.shown.views import asked_of, on_the_way
from ganlab.lab.frame import Frame

if TYPE_CHECKING:
    from ganlab.app.panels.plane.film import Film

LEAST_PX = 220
"""Of the view, either way."""


class DistributionsPanel(QFrame):
    """Chips on top, below them the view, as large as there is room for."""

    def __init__(self, controller: Controller, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("class", "card")
        self.setAccessibleName("Distributions")
        self._controller, self._theme = controller, theme

        self.chips = LayerChips(theme)
        self.view = DistributionView(theme)
        self.morph = Morph(self.view, theme, self)
        self.chips.add(self.morph.button)
        self.view.setAccessibleName("Real and generated samples and the layers between them")
        self.view.setAccessibleDescription("Wheel zooms, dragging moves, double-click fits.")
        self.view.setMinimumSize(LEAST_PX, LEAST_PX)
        self._hover = Hover(controller, self.view, theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(self.chips)
        self._row = QHBoxLayout()
        self._row.setSpacing(12)
        self._row.addWidget(self.view, 1)
        layout.addLayout(self._row, 1)

        self.corners = Corners(controller, self.view, theme)
        self.point_label, self.strength_label = self.corners.point, self.corners.strength
        self.fit_button, self.units_button = self.corners.fit, self.corners.units
        self.class_chip, self.class_picker = self.corners.classes.chip, self.corners.classes.picker
        self._connect()
        self._restyle()
        self._offer_views()
        self._layers_switched()
        AfterFirstPaint(self.view.viewport(), self._show_target)

    def put_beside(self, widget: QWidget) -> None:
        """Give a widget a place at the right of the plane, which takes what room is left."""
        self._row.addWidget(widget)

    # --- for exports ---

    @property
    def picture(self) -> PlanePicture:
        """What is on screen, for a file."""
        return PlanePicture(self.view, self._theme, self.corners.notes(self._theme))

    def render_frame(self, frame: Frame, size: QSize, target: Target) -> QImage:
        """A picture of a frame, and of the target of its time, with the layers and the part of the
        view that are on screen.

        The screen is left alone. As a frame holds only what has changed, frames of an animation
        are to be rendered in order.
        """
        return self._film.render(frame, size, target)

    @cached_property
    def _film(self) -> Film:
        from ganlab.app.panels.plane.film import Film

        return Film(self._controller, self._theme, self.view)

    # --- events ---

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for what is on screen, and show what has come meanwhile."""
        super().showEvent(event)
        self._layers_switched()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing moves behind the scenes, and nothing is asked for that nobody sees."""
        if self.morph.running:
            self.morph.stop()
        super().hideEvent(event)
        self._layers_switched()

    # --- inside ---

    def _connect(self) -> None:
        controller = self._controller
        controller.frame_ready.connect(self._on_frame)
        controller.rebuilt.connect(self._on_rebuilt)
        controller.experiment_changed.connect(self._on_experiment)
        controller.units_changed.connect(self._on_units)
        self.chips.changed.connect(self._layers_switched)
        self.morph.switched.connect(self._layers_switched)
        self.view.pointed.connect(self._on_pointed)
        self.view.moved.connect(self._on_moved)
        self.units_button.clicked.connect(controller.set_equal_units)
        self.view.installEventFilter(self)
        self._theme.changed.connect(self._restyle)

    @Slot()
    def _restyle(self) -> None:
        self.morph.restyle()
        self.units_button.setIcon(QIcon(action_pixmap("units", self._theme)))
        self._say_scale()
        self._say_gradients()
        self._describe()

    @Slot(object)
    def _on_frame(self, frame: Frame) -> None:
        self.view.show_frame(frame)
        if self.view.arrows is not None and self.view.arrows.view.name in frame.pictures:
            self._say_gradients()
        self._say_scale()
        if self._hover.take(frame):
            self._describe()
        self.morph.begin_if_ready()

    @Slot()
    def _on_rebuilt(self) -> None:
        self.view.forget_frames()
        self._hover.forget()
        self._say_scale()
        self._say_gradients()

    @Slot()
    def _show_target(self) -> None:
        target, equal = self._controller.target, self._controller.request.look.equal_units
        self.view.set_target(target if self._drawable else None, equal)
        self.corners.show_units(target.view, equal)
        self.corners.classes.show(self._drawable)
        self._place()

    @property
    def _drawable(self) -> bool:
        """Whether the game is one of the plane: images have a workspace of their own."""
        return self._controller.target.dimension <= 2

    @Slot(object, object)
    def _on_experiment(self, old: Experiment, new: Experiment) -> None:
        others = old.data != new.data and old.data.seen_in != new.data.seen_in
        if others:  # the choice was made for other columns
            self._controller.set_equal_units(None)
        self._offer_views()
        self._show_target()
        self._layers_switched()

    def _offer_views(self) -> None:
        """The chips and the way from the noise, as far as the game has them."""
        if self._drawable:
            experiment = self._controller.experiment
            views = rules_of(experiment).views(experiment)
            self.view.set_views(views)
            self.chips.set_views(views)
            self.morph.button.setVisible(bool(on_the_way(views)))

    @Slot()
    def _on_units(self) -> None:
        """Frames at the old scale say nothing any more."""
        self.view.forget_frames()
        self._show_target()
        self._describe()

    @Slot(bool)
    def _on_moved(self, away: bool) -> None:
        self.fit_button.setVisible(away)
        self._look()
        self._place()

    @Slot()
    def _layers_switched(self) -> None:
        views, shown, asked = self.view.views, self.chips.on, frozenset[str]()
        if self.morph.running:
            shown |= on_the_way(views)
            asked = frozenset(view.start for view in views if view.name in shown and view.start)
        if not self.isVisible():  # what comes is kept, and drawn when it is seen
            shown = frozenset()
        self.view.set_layers(shown)
        self.corners.say_known(next((v.caption for v in views if v.name in shown and v.noise), ""))
        asked |= asked_of(views, shown)
        if shown:
            asked |= self._hover.views
        self._look()
        self._controller.want("distributions", asked if self._drawable else frozenset())
        self._say_scale()
        self._say_gradients()

    def _say_scale(self) -> None:
        before = self.corners.scale.text()
        self.corners.say_scale(self.view.colours, self._theme)
        if self.corners.scale.text() != before:
            self._place()

    def _say_gradients(self) -> None:
        arrows = self.view.arrows
        if arrows is not None:
            color = getattr(self._theme.palette, arrows.view.colour)
            self.corners.say_gradients(arrows.item.scale, arrows.item.strength, color)
        self._place()

    @Slot(object)
    def _on_pointed(self, point: tuple[float, float] | None) -> None:
        self._hover.place = point
        self._look()
        self._describe()

    def _look(self) -> None:
        """Tell the game what is on the screen, and what is pointed at."""
        if self._drawable and self.isVisible():
            self._controller.look_at(self.view.part, self._hover.place)

    def _describe(self) -> None:
        if self._drawable:
            self.point_label.setText(self._hover.text())
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the readouts in their corners."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        arrows = self.view.arrows
        shown = arrows is not None and arrows.view.name in self.view.layers
        self.corners.place(self._hover.place, shown)
