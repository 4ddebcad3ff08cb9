"""The plane as it is painted into the frames of an animation, beside the one on the screen."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from ganlab.app.document.controller import Controller
from ganlab.app.look.theme import Theme
from ganlab.app.panels.plane.view import DistributionView
from ganlab.data import Target
from ganlab.lab.frame import Frame


class Film:
    """A view that nobody sees; it shows what `shown` shows of other frames."""

    def __init__(self, controller: Controller, theme: Theme, shown: DistributionView) -> None:
        self._controller, self._shown = controller, shown
        self._view = DistributionView(theme)
        self._view.rounded = False

    def render(self, frame: Frame, size: QSize, target: Target) -> QImage:
        """A picture of a frame, of `size` pixels, beside the target that it is to reach."""
        view, shown = self._view, self._shown
        view.resize(size)
        view.set_target(target, self._controller.request.look.equal_units)
        view.set_views(shown.views)
        view.set_by_class(shown.by_class)
        view.set_label(shown.label)
        view.set_layers(shown.layers)
        view.show_frame(frame)
        view.grab()  # resizes what is inside, too
        view.look_at(shown.seen)
        pixmap = view.grab()
        image = pixmap.toImage()
        image.setDevicePixelRatio(1.0)
        smooth = Qt.TransformationMode.SmoothTransformation
        shape = Qt.AspectRatioMode.IgnoreAspectRatio
        return image if image.size() == size else image.scaled(size, shape, smooth)
