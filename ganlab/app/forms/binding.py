"""Binds controls to the document: what a person sets becomes an edit, an edit shows everywhere."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Slot

from ganlab.app.document.controller import Controller
from ganlab.app.forms.controls import Control
from ganlab.app.forms.field import Value
from ganlab.app.forms.fields import fields, value_of, without_effect
from ganlab.app.forms.making import make_control
from ganlab.experiment import Experiment


class Form(QObject):
    """The controls of one panel. Each shows the controller's document after every change of it."""

    def __init__(
        self, controller: Controller, kind: str = "gan", parent: QObject | None = None
    ) -> None:
        """`kind`: of the game that is set."""
        super().__init__(parent)
        self._controller, self._fields = controller, fields(kind)
        self.controls: dict[str, Control] = {}
        controller.experiment_changed.connect(self._on_experiment)
        controller.opened.connect(self._put_back)

    def control(self, path: str, name_player: bool = False) -> Control:
        """A new control for the field at `path`, showing its value.

        `name_player`: its label says whose it is, "Learning rate D".
        """
        control = make_control(self._fields[path], name_player)
        control.edited.connect(partial(self.set_value, path))
        self.controls[path] = control
        experiment = self._controller.experiment
        self._show(path, experiment, without_effect(experiment).get(path))
        return control

    def set_value(self, path: str, value: Value) -> None:
        """Ask for a value; the controller announces a refused one, and the control goes back."""
        before = self._controller.experiment
        self._controller.edit(self._fields[path].full_title, {path: value})
        if self._controller.experiment is before:
            self._show(path, before, without_effect(before).get(path))

    @Slot(object, object)
    def _on_experiment(self, _old: Experiment, new: Experiment) -> None:
        reasons = without_effect(new)
        for path in self.controls:
            self._show(path, new, reasons.get(path))

    @Slot()
    def _put_back(self) -> None:
        """What is being typed is meant for the run that was there before."""
        for control in self.controls.values():
            control.put_back()

    def _show(self, path: str, experiment: Experiment, reason: str | None) -> None:
        control = self.controls[path]
        value = value_of(experiment, path)
        if value is not None:
            control.show_value(value)
        control.set_reason(reason)
