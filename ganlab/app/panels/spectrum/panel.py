"""Asks for the eigenvalues of the game's Jacobian, and shows them."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from ganlab.app.document.controller import Controller
from ganlab.app.document.saving.snapshot import Snapshot, Taken
from ganlab.app.look.theme import SMALL_PX, Theme, text_font
from ganlab.app.panels.spectrum import picture, texts
from ganlab.app.rooms.theory.plots.plot import Plot
from ganlab.app.shell.jobs import JobRunner
from ganlab.app.widgets.buttons import SmallButton
from ganlab.app.widgets.chevron import ComboBox
from ganlab.app.widgets.layout.parted import Parted
from ganlab.lab.figures.spectrum import Spectrum, of_flow, of_step
from ganlab.lab.figures.spectrum_job import WORK, SpectrumQuestion

PLOT_PX = 250
_VIEWS = {
    "flow": ("Flow, λ", texts.FLOW_ABOUT),
    "step": ("Step, 1 + ηλ", texts.STEP_ABOUT),
}


class SpectrumPanel(Parted):
    """It computes when it is asked to, in a process of its own; what was found stays until
    something newer is, and goes when another training begins."""

    grown = Signal()
    """There is more to be seen: bring it into view."""

    def __init__(self, controller: Controller, theme: Theme) -> None:
        super().__init__()
        self._controller = controller
        self.found: Spectrum | None = None
        """What was computed last."""
        self._waiting = False
        """Whether the players are on their way."""
        self._snapshot = Snapshot(controller, self)
        self.job = JobRunner("The computation", self)
        self._make_parts(theme)
        self._lay_out()
        controller.rebuilt.connect(self._forget)
        controller.experiment_changed.connect(self._show)
        self.job.progress.connect(self._progress)
        self.job.finished.connect(self._finished)
        self.job.failed.connect(self._failed)
        self.job.cancelled.connect(self._show)
        self._show()

    def stop(self) -> None:
        """The window goes: no process, no timer is left."""
        self._snapshot.stop()
        self.job.close()

    # --- how it is put together ---

    def _make_parts(self, theme: Theme) -> None:
        self.compute = SmallButton("Compute")
        self.compute.setAccessibleName("Compute the eigenvalues")
        self.compute.setToolTip(f"<qt>{texts.ABOUT}</qt>")
        self.compute.clicked.connect(self._ask)
        self.view = ComboBox()
        self.view.setAccessibleName("Which eigenvalues are shown")
        for name, (title, _) in _VIEWS.items():
            self.view.addItem(title, name)
        self.view.activated.connect(self._show)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.bar.setAccessibleName("How far the computation is")
        self.cancel = SmallButton("Cancel")
        self.cancel.setAccessibleName("Cancel the computation")
        self.cancel.setToolTip("Stop it; what was found before stays")
        self.cancel.clicked.connect(self._cancel)
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setFont(text_font(SMALL_PX))
        self.words.setProperty("class", "muted")
        self.plot = Plot(theme, "Complex plane", texts.FLOW_ABOUT)
        self.plot.setMinimumHeight(PLOT_PX)
        self.parts = [self.compute, self.view, self.cancel]

    def _lay_out(self) -> None:
        self._working = QWidget()
        working = QHBoxLayout(self._working)
        working.setContentsMargins(0, 0, 0, 0)
        working.addWidget(self.bar, 1)
        working.addWidget(self.cancel)
        asking = QHBoxLayout()
        asking.addWidget(self.compute)
        asking.addWidget(self.view, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(asking)
        column.addWidget(self._working)
        column.addWidget(self.words)
        column.addWidget(self.plot)

    # --- asking, and what comes back ---

    @Slot()
    def _ask(self) -> None:
        if not self._busy:
            self._waiting = True
            self.bar.setRange(0, 1)
            self.bar.setValue(0)
            self._show()
            self._snapshot.take(self._begin)

    def _begin(self, taken: Taken) -> None:
        if not self._waiting:
            return
        self._waiting = False
        if taken.run.checkpoint is None:
            self._failed("There are no players yet.")
            return
        self.job.start(WORK, SpectrumQuestion(taken.run.experiment, taken.run.checkpoint))
        self._show()

    @Slot()
    def _cancel(self) -> None:
        if self._waiting:
            self._snapshot.stop()
            self._waiting = False
            self._show()
        self.cancel.setEnabled(False)
        self.job.cancel()

    @Slot(int, int)
    def _progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)

    @Slot(object)
    def _finished(self, found: Spectrum) -> None:
        self.found = found
        self._show()
        self.grown.emit()

    @Slot(str)
    def _failed(self, why: str) -> None:
        self._show()
        self.words.setText(why)

    @Slot()
    def _forget(self) -> None:
        """Another training begins: what was found is not of it."""
        self.stop()
        self._waiting, self.found = False, None
        self._show()

    # --- showing ---

    @property
    def _busy(self) -> bool:
        return self._waiting or self.job.running

    @Slot()
    def _show(self) -> None:
        refused = texts.why_none(self._controller.experiment, self._controller.target)
        held = self.compute.hasFocus() or self.cancel.hasFocus()
        self.compute.setEnabled(not self._busy and not refused)
        self._working.setVisible(self._busy)
        self.cancel.setEnabled(True)
        if held:  # or it would go to what comes next
            (self.cancel if self._busy else self.compute).setFocus()
        name = self.view.currentData()
        self.view.setToolTip(f"<qt>{_VIEWS[name][1]}</qt>")
        self.view.setEnabled(self.found is not None)
        self.plot.setVisible(self.found is not None)
        if self.found is None:
            self.words.setText(refused or texts.NOTHING)
            return
        drawn = picture.flow(self.found) if name == "flow" else picture.step(self.found)
        said = of_flow(self.found) if name == "flow" else of_step(self.found)
        self.plot.show_picture(drawn)
        self.plot.set_title(f"Step {self.found.step:,}")
        self.words.setText(said)
