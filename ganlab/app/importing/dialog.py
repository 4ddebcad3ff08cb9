"""What is about to be brought in, before it is: how it was read, and what can be put right."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ganlab.app.importing.form import ImportForm
from ganlab.app.importing.images import ImagesForm
from ganlab.app.importing.points import PointsForm
from ganlab.app.importing.reader import Reader, Reading
from ganlab.app.look.theme import Theme
from ganlab.data.errors import DataError
from ganlab.data.files.file_kind import FileKind, file_kind
from ganlab.data.tables.options import NO_OPTIONS, Ambiguous, Question, TableOptions, quoted
from ganlab.experiment import Experiment

SIZE = (860, 480)
CONTROLS_PX = 300
_ASKED: dict[Question, str] = {
    "decimal": "Choose the decimal sign.",
    "heading": "Choose what the first row is.",
    "separator": "Choose what stands between columns.",
}


class ImportDialog(QDialog):
    """Shows a table or a set of images as it was read; nothing is taken before it is agreed to."""

    agreed = Signal()
    """`experiment` may be asked for."""

    def __init__(
        self,
        path: Path,
        theme: Theme,
        parent: QWidget | None = None,
        options: TableOptions = NO_OPTIONS,
    ) -> None:
        """`path`: a table, an array or images; other files are read as a table. `options`: what
        was said of the table already."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.path = path
        images = file_kind(path) is FileKind.IMAGES
        self.form: ImportForm = (
            ImagesForm(path) if images else PointsForm(path, theme.palette, options)
        )
        self.setWindowTitle(f"Bring in {'images' if images else 'points'}")
        self.reader = Reader(self)
        self.reader.done.connect(self._show)
        self.form.changed.connect(self.read)
        self.fault = QLabel()
        self.fault.setWordWrap(True)
        self.fault.setTextFormat(Qt.TextFormat.PlainText)
        self.fault.setProperty("class", "sunken")
        self.fault.setAccessibleName("What is wrong")
        self.fault.hide()
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.busy.setFixedHeight(4)
        self.cancel_button = QPushButton("Cancel")
        self.cancel_button.setAutoDefault(False)
        self.cancel_button.setToolTip("Bring in nothing")
        self.cancel_button.clicked.connect(self.reject)
        self.use_button = QPushButton(f"Use these {'images' if images else 'points'}")
        self.use_button.setProperty("class", "primary")
        self.use_button.setToolTip("Make them what the generator learns; it can be undone")
        self.use_button.setDefault(True)
        self.use_button.clicked.connect(self._agree)
        self._lay_out()
        self.resize(*SIZE)
        self.read()

    def experiment(self, present: Experiment) -> Experiment:
        """The present experiment with what is shown as its data. Raises DataError."""
        return self.form.experiment(present)

    @Slot()
    def read(self) -> None:
        """Read the file as the controls say now."""
        self.use_button.setEnabled(False)
        self.busy.setVisible(True)
        self.reader.ask(self.form.read())

    def done(self, result: int) -> None:
        """The dialog goes: no thread is left."""
        self.reader.stop()
        super().done(result)

    # --- inside ---

    def _lay_out(self) -> None:
        name = QLabel(self.path.name)
        name.setTextFormat(Qt.TextFormat.PlainText)
        name.setProperty("class", "brand")
        name.setToolTip(str(self.path))
        controls = QWidget()
        controls.setFixedWidth(CONTROLS_PX)
        left = QVBoxLayout(controls)
        left.setContentsMargins(0, 0, 0, 0)
        left.addLayout(self.form.controls)
        left.addStretch(1)
        right = QVBoxLayout()
        right.addWidget(self.fault)
        right.addLayout(self.form.preview, 1)
        right.addStretch()
        body = QHBoxLayout()
        body.setSpacing(24)
        body.addWidget(controls)
        body.addLayout(right, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(name)
        layout.addWidget(self.busy)
        layout.addLayout(body, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.use_button)
        layout.addLayout(buttons)

    @Slot(object)
    def _show(self, reading: Reading) -> None:
        self.busy.setVisible(False)
        self.form.show_reading(reading)
        self._complain(reading.error)
        self.use_button.setEnabled(reading.error is None)

    @Slot()
    def _agree(self) -> None:
        self.agreed.emit()
        self.accept()

    def _complain(self, error: DataError | None) -> None:
        self.fault.setVisible(error is not None)
        if isinstance(error, Ambiguous):  # a question, and no complaint
            row = f"Row {error.row}: {quoted(error.text)} {error.why}"
            self.fault.setText(f"{row}\n{_ASKED[error.question]}")
        else:
            self.fault.setText(str(error) if error is not None else "")
