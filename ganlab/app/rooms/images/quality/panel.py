"""Says how good a generator of images is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from ganlab.app.document.controller import Controller
from ganlab.app.document.saving.snapshot import Snapshot, Taken
from ganlab.app.look.theme import Theme
from ganlab.app.panels.plane.readout import UNKNOWN
from ganlab.app.rooms.images.quality.coverage import drawn, shares_of
from ganlab.app.rooms.images.quality.layout import FINENESS, Parts, lay_out
from ganlab.app.rooms.images.quality.texts import PARZEN, PARZEN_ELSEWHERE, SPECS, Spec
from ganlab.app.shell.jobs import JobRunner
from ganlab.data.images import are_digits
from ganlab.experiment import Experiment
from ganlab.lab.figures.evaluation_job import WORK, EvaluationQuestion, Wanted, doing
from ganlab.metrics.image_evaluation import IMAGE_SAMPLES

SEED = 1
"""Of the noise, as on the command line."""


class QualityPanel(QWidget):
    """It measures when it is asked to, in a process of its own;
    figures stay until newer ones are there, and go when another training begins."""

    def __init__(
        self,
        controller: Controller,
        theme: Theme,
        parent: QWidget | None = None,
        samples: int = IMAGE_SAMPLES,
        images_found: Callable[[], bool] = lambda: True,
    ) -> None:
        """`images_found`: whether there are images to compare with, which may ask the person."""
        super().__init__(parent)
        self._controller, self._images_found = controller, images_found
        self.samples = samples
        """Images to draw, and compare."""
        self._specs: tuple[Spec, ...] = ()
        self._parzen_spec = PARZEN
        self._real: tuple[float, ...] = ()
        self.figures: dict[Wanted, dict[str, Any]] = {}
        """What was measured last: Figures by what was asked for."""
        self._question: EvaluationQuestion | None = None
        self._waiting: Wanted | None = None
        """What is asked for while the generator is on its way."""
        self.parts = Parts(theme)
        lay_out(self, self.parts)
        self._snapshot = Snapshot(controller, self)
        self.job = JobRunner("Measuring", self)
        self._connect()
        self._take_up()

    def stop(self) -> None:
        """The window goes: no process, no timer is left."""
        self._snapshot.stop()
        self.job.close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many figures beside one another as there is room for."""
        super().resizeEvent(event)
        self.parts.fit(event.size().width())

    # --- inside ---

    def _connect(self) -> None:
        controller, parts, job = self._controller, self.parts, self.job
        controller.rebuilt.connect(self._forget)
        controller.experiment_changed.connect(self._experiment_changed)
        parts.measure.clicked.connect(self._measure)
        parts.measure_parzen.clicked.connect(self._measure_parzen)
        parts.cancel.clicked.connect(self._cancel)
        parts.copy.clicked.connect(self._copy)
        job.progress.connect(self._progress)
        job.finished.connect(self._finished)
        job.failed.connect(self._failed)
        job.cancelled.connect(self._cancelled)

    @Slot(object, object)
    def _experiment_changed(self, old: Experiment, new: Experiment) -> None:
        if (old.data, _drawn_by(old)) != (new.data, _drawn_by(new)):
            self._take_up()

    @Slot()
    def _forget(self) -> None:
        """Another training begins: these figures are not its own."""
        self.stop()
        self._waiting = self._question = None
        self._take_up()

    def _take_up(self) -> None:
        """Offer the figures that the experiment has."""
        self.figures.clear()
        images = self._controller.target.image_set
        if images is None:
            return
        conditional = self._controller.experiment.game.told
        digits = are_digits(images)
        self._specs = tuple(
            spec
            for spec in SPECS
            if (digits or not spec.digits_only) and (conditional or not spec.conditional_only)
        )
        self._parzen_spec = PARZEN if digits else PARZEN_ELSEWHERE
        if digits:
            self._real = shares_of(images)
            self.parts.bars.show_real(self._real)
        self.parts.arrange([spec.name for spec in self._specs], digits)
        self._show()

    # --- asking ---

    @Slot()
    def _measure(self) -> None:
        self._ask("quality")

    @Slot()
    def _measure_parzen(self) -> None:
        self._ask("parzen")

    def _ask(self, wanted: Wanted) -> None:
        if self._busy or not self._images_found():
            return
        self._waiting = wanted
        self._show()
        self._snapshot.take(self._begin)

    def _begin(self, taken: Taken) -> None:
        wanted, self._waiting = self._waiting, None
        run = taken.run
        if wanted is None:
            return
        if run.checkpoint is None:
            self._show("There is no generator yet.")
            return
        self._question = EvaluationQuestion(
            run.experiment, run.checkpoint, wanted, self.samples, SEED
        )
        self.job.start(WORK, self._question)
        self._show()
        self._progress(0, FINENESS)

    @Slot()
    def _cancel(self) -> None:
        if self._waiting is not None:
            self._snapshot.stop()
            self._waiting = None
            self._show()
        self.parts.cancel.setEnabled(False)
        self.job.cancel()

    # --- what comes back ---

    @Slot(int, int)
    def _progress(self, done: int, total: int) -> None:
        if self._question is not None:
            thousandths = FINENESS * done // max(total, 1)
            self.parts.bar.setValue(thousandths)
            step = self._question.checkpoint.step
            self.parts.doing.setText(f"Step {step:,}: {doing(self._question, thousandths)}…")

    @Slot(object)
    def _finished(self, figures: dict[str, Any]) -> None:
        if self._question is not None:
            self.figures[self._question.wanted] = figures
        self._question = None
        self._show()

    @Slot(str)
    def _failed(self, why: str) -> None:
        self._question = None
        self._show(why)

    @Slot()
    def _cancelled(self) -> None:
        self._question = None
        self._show()

    @Slot()
    def _copy(self) -> None:
        quality, parzen = self.figures.get("quality"), self.figures.get("parzen")
        lines = [f"{self._controller.experiment.name}: how good is the generator?"]
        if quality is not None:
            lines.append(_measured(quality))
            if quality["coverage"] is not None:
                lines.append(f"Digits drawn: {self.parts.digits.text()}")
                lines += [f"  {i}: {share:.1%}" for i, share in enumerate(quality["coverage"])]
            lines += [_line(spec, quality) for spec in self._specs]
        if parzen is not None:
            lines += [_measured(parzen), _line(self._parzen_spec, parzen)]
        QApplication.clipboard().setText("\n".join(lines) + "\n")

    # --- showing ---

    @property
    def _busy(self) -> bool:
        return self._waiting is not None or self._question is not None

    def _show(self, trouble: str = "") -> None:
        """Everything as it stands; `trouble` is what went wrong."""
        parts, figures = self.parts, self.figures.get("quality", {})
        wanted = self._question.wanted if self._question else self._waiting
        step = figures.get("steps")
        faded = wanted == "quality"
        for spec in self._specs:
            parts.cards[spec.name].take(spec, figures, step)
            parts.cards[spec.name].fade(faded)
        shares = figures.get("coverage")
        parts.bars.show_shares(shares, faded)
        count = drawn(shares, self._real) if shares is not None else None
        parts.digits.setText(UNKNOWN if count is None else f"{count[0]} of {count[1]}")
        parts.digits_step.setText("" if step is None else f"step {step:,}")
        parzen = self.figures.get("parzen", {})
        parts.parzen.take(self._parzen_spec, parzen, parzen.get("steps"))
        parts.parzen.fade(wanted == "parzen")
        buttons = (parts.measure, parts.measure_parzen)
        held = any(button.hasFocus() for button in (*buttons, parts.cancel))
        for button in buttons:
            button.setEnabled(not self._busy)
        parts.state.setCurrentWidget(parts.working if self._busy else parts.status)
        parts.cancel.setEnabled(True)
        if held:
            (parts.cancel if self._busy else parts.measure).setFocus()
        parts.copy.setEnabled(bool(self.figures))
        if self._waiting is not None:
            parts.bar.setValue(0)
            parts.doing.setText("Asking for the generator…")
        parts.status.setText(trouble or self._state())

    def _state(self) -> str:
        if "quality" in self.figures:
            return _measured(self.figures["quality"])
        return f"“Measure” draws {self.samples:,} images with G as it is; training goes on."


def _measured(figures: dict[str, Any]) -> str:
    return (
        f"At step {figures['steps']:,}: {figures['samples']:,} generated images, "
        f"compared with {figures['held_out']}"
    )


def _line(spec: Spec, figures: dict[str, Any]) -> str:
    return f"{spec.title}: {spec.value_of(figures)}  ({spec.good_of(figures)})"


def _drawn_by(experiment: Experiment) -> object:
    """What draws images: those of other networks are other images."""
    return getattr(experiment.game, "image_networks", None)
