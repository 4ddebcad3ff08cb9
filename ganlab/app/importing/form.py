"""What the two kinds of import have in common: controls at the left, a preview at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from ganlab.app.importing.reader import Reading
from ganlab.app.look.words import in_tooltip
from ganlab.app.widgets.chevron import ComboBox
from ganlab.experiment import Experiment


class ImportForm(QWidget):
    """Says how a file is to be read and shows what was read so."""

    changed = Signal()
    """The person wants it read another way."""

    def __init__(self) -> None:
        super().__init__()
        self.controls = QFormLayout()
        self.controls.setHorizontalSpacing(16)
        self.controls.setVerticalSpacing(8)
        self.preview = QVBoxLayout()
        self.preview.setSpacing(8)
        self.facts = QLabel()
        self.facts.setWordWrap(True)
        self.facts.setTextFormat(Qt.TextFormat.PlainText)  # names are a person's, not ours
        self.facts.setAccessibleName("What was read")

    def read(self) -> Callable[[], object]:
        """What reads the file as the controls say; called in another thread."""
        raise AssertionError("each kind of file has its own")

    def show_reading(self, reading: Reading) -> None:
        """Show what was read, or mark what has to be said first."""

    def experiment(self, present: Experiment) -> Experiment:
        """The present experiment with what was read as its data. Raises DataError."""
        raise AssertionError("each kind of file has its own")

    def _choice(
        self,
        label: str,
        tooltip: str,
        choices: Sequence[tuple[str, Any]],
        chosen: Callable[[], None] = lambda: None,
    ) -> ComboBox:
        """A row with a combo box; `chosen` is called before `changed` is said."""
        box = ComboBox()
        for words, value in choices:
            box.addItem(words, value)
        box.setToolTip(in_tooltip(tooltip))
        box.setAccessibleName(label)
        box.activated.connect(lambda _: chosen())
        box.activated.connect(self.changed)
        self.controls.addRow(label, box)
        return box
