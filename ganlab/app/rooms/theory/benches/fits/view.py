"""The bench of fits: two plots for the line, one for the plane."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from ganlab.app.rooms.theory.benches.fits import line_pictures, plane_picture
from ganlab.app.rooms.theory.plots import densities
from ganlab.app.rooms.theory.plots.marks import Picture
from ganlab.app.rooms.theory.plots.plot import Plot
from ganlab.app.rooms.theory.view import BenchView, Desk
from ganlab.theory.bench import Results
from ganlab.theory.fits.controls import FitsControls


class View(BenchView):
    """p and its fits; where the fits lie among all Gaussians; or p and its fits in the plane."""

    FORM: ClassVar[tuple[str, ...]] = ("on", "divergence", "p", "plane")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.line = Plot(
            desk.theme,
            "p and its best Gaussian",
            "p, the Gaussian that the chosen divergence wants, and thin what the others want. The "
            "upper handle of each part moves its mean, the one beside it its width.",
        )
        self.map = Plot(
            desk.theme,
            "All best Gaussians",
            "The mean and the standard deviation that each divergence wants.",
        )
        self.plane = Plot(
            desk.theme,
            "p and its best round Gaussians",
            "Level lines of p, and circles of one and two standard deviations round the fits. Drag "
            "the middle of a part, or its width.",
        )
        on_line = QWidget()
        row = QHBoxLayout(on_line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.line, 5)
        row.addWidget(self.map, 4)
        self._on_line = on_line
        self._pages = QStackedLayout(self)
        self._pages.setContentsMargins(0, 0, 0, 0)
        self._pages.addWidget(on_line)
        self._pages.addWidget(self.plane)
        self.line.dragged.connect(self._drag_on_line)
        self.plane.dragged.connect(self._drag_in_plane)
        for plot in (self.line, self.plane):
            plot.dropped.connect(lambda name: desk.settle())

    def show_state(self, controls: FitsControls, results: Results) -> None:
        """See `BenchView`."""
        if controls.on == "plane":
            self._pages.setCurrentWidget(self.plane)
            self.plane.show_picture(plane_picture.picture(controls))
        else:
            self._pages.setCurrentWidget(self._on_line)
            self.line.show_picture(line_pictures.density_picture(controls, results))
            self.map.show_picture(line_pictures.map_picture(controls, results))

    @staticmethod
    def thumbnail(controls: FitsControls) -> Picture:
        """p and a Gaussian."""
        return line_pictures.thumbnail(controls)

    @Slot(str, float, float)
    def _drag_on_line(self, name: str, x: float, y: float) -> None:
        self.desk.set({"p": densities.dragged(self.desk.controls.p, name, x)}, settled=False)

    @Slot(str, float, float)
    def _drag_in_plane(self, name: str, x: float, y: float) -> None:
        moved = plane_picture.dragged(self.desk.controls.plane, name, x, y)
        self.desk.set({"plane": moved}, settled=False)
