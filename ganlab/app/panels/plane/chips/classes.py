"""What is seen of classes: whether they are told apart, and which of them is looked at."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from ganlab.app.document.controller import Controller
from ganlab.app.look.theme import Theme
from ganlab.app.panels.plane.chips.class_chip import ClassChip
from ganlab.app.panels.plane.chips.class_picker import ClassPicker
from ganlab.app.panels.plane.view import DistributionView


class Classes(QObject):
    """Of one view of the plane."""

    def __init__(self, controller: Controller, view: DistributionView, theme: Theme) -> None:
        super().__init__(view)
        self._controller, self._view, self._theme = controller, view, theme
        self._told = False
        self.chip, self.picker = ClassChip(view), ClassPicker(view)
        self.chip.toggled.connect(view.set_by_class)
        self.picker.chosen.connect(self._look_at)
        theme.changed.connect(self._restyle)

    def show(self, drawable: bool) -> None:
        """Offer what the target has, if it is `drawable`. Where players come to be told classes,
        these are told apart."""
        target, told = self._controller.target, self._controller.experiment.game.told
        names: dict[int, str] = {}
        if drawable:
            numbers = target.told_names
            names = {numbers.index(name): name for name in target.class_names}
        self.chip.set_names(names, told, self._theme)
        self.picker.set_names(names if told else {}, self._theme)
        if told and names and not self._told:
            self.chip.setChecked(True)
        self._told = told and bool(names)
        self._look_at(self.picker.label)

    @Slot(object)
    def _look_at(self, label: int | None) -> None:
        self._view.set_label(label)
        self._controller.set_label(label)

    @Slot()
    def _restyle(self) -> None:
        self.chip.restyle(self._theme)
        self.picker.restyle(self._theme)
