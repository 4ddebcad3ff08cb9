"""What a person says before a generator is exported: in which form, and from which seed."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QRadioButton, QWidget

from ganlab.app.exporting.export_dialog import ExportDialog
from ganlab.app.look.words import in_tooltip
from ganlab.experiment import Experiment
from ganlab.export.generator.request import Format

MOST_SEED = 2**31 - 1


@dataclass(frozen=True)
class Form:
    """One form that a generator can take."""

    format: Format
    title: str
    words: str
    """What it is good for, in a line."""
    suffix: str = ""
    """Of the file; "" for a folder."""
    kind: str = ""
    """What file dialogs call it."""
    for_points: bool = True
    """Whether a generator of points has it, too."""


FORMS = (
    Form("all", "Everything", "A folder with all of these, a README and a card"),
    Form("onnx", "ONNX", "Runs anywhere with onnxruntime: C++, browsers, no PyTorch",
         "onnx", "ONNX graph (*.onnx)"),
    Form("pt2", "torch.export", "Runs with PyTorch alone: torch.export.load(…)",
         "pt2", "PyTorch program (*.pt2)"),
    Form("script", "Python script", "The network written out to be read, its weights beside it",
         "py", "Python script (*.py)"),
    Form("safetensors", "Weights", "Every weight by its name, and the experiment; no code",
         "safetensors", "Weights (*.safetensors)"),
    Form("pictures", "Pictures", "A folder: a sheet of samples, a walk as GIF, single PNGs",
         for_points=False),
)  # fmt: skip


class GeneratorDialog(ExportDialog):
    """Which form the generator takes; pictures of it are drawn from a seed."""

    def __init__(self, experiment: Experiment, parent: QWidget | None = None) -> None:
        super().__init__("Export generator", parent)
        images = experiment.data.imaged
        self._average = experiment.game.has_average
        self.choices: dict[Format, QRadioButton] = {}
        self._form.addRow(self._forms([form for form in FORMS if images or form.for_points]))
        tooltip = "The pictures are samples from this seed; another seed draws others"
        self.seed_box = self._number("Pictures from seed", tooltip, 0, MOST_SEED, 1, "")
        if not images:
            self._form.setRowVisible(self.seed_box, False)
        self.choices["all"].setFocus()  # the arrow keys choose, Return goes on
        self._summarise()

    @property
    def chosen(self) -> Form:
        """The form that was chosen."""
        return next(
            f for f in FORMS if f.format in self.choices and self.choices[f.format].isChecked()
        )

    @property
    def seed(self) -> int:
        """Of the pictures."""
        return self.seed_box.value()

    def _forms(self, forms: list[Form]) -> QWidget:
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 4)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for row, form in enumerate(forms):
            button, words = QRadioButton(form.title), QLabel(form.words)
            button.setAccessibleDescription(form.words)
            button.setToolTip(in_tooltip(form.words))
            button.toggled.connect(self._summarise)
            words.setProperty("class", "muted")
            self.choices[form.format] = button
            grid.addWidget(button, row, 0)
            grid.addWidget(words, row, 1)
        grid.setColumnStretch(1, 1)
        self.choices["all"].blockSignals(True)  # there is nothing to summarise yet
        self.choices["all"].setChecked(True)
        self.choices["all"].blockSignals(False)
        return table

    @Slot()
    def _summarise(self) -> None:
        form = self.chosen
        for part in (self.seed_box, self._form.labelForField(self.seed_box)):
            part.setEnabled(form.format in ("all", "pictures"))
        whose = "The moving average of G" if self._average else "G"
        where = f"a .{form.suffix} file" if form.suffix else "a new folder"
        beside = ", with its weights beside it" if form.format == "script" else ""
        self.summary.setText(f"{whose}, as far as it is trained, goes into {where}{beside}.")
