"""What an export came to: the files, and how exactly they do what the trained generator does."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLocale, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ganlab.app.look.theme import figure_font
from ganlab.app.shell import messages
from ganlab.app.widgets.elided import ElidedLabel
from ganlab.export.generator.request import BOUND, Exported
from ganlab.figures import counted


class ExportedDialog(QDialog):
    """Lists what was written and opens the folder; closing it is the end of it."""

    def __init__(self, exported: Exported, path: Path, parent: QWidget | None = None) -> None:
        """`path`: the file or the folder that was asked for."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Generator exported")
        self._folder = path if path.is_dir() else path.parent
        many = len(exported.files)
        heading = ElidedLabel(f"Wrote {counted(many, 'file')} to {self._folder}")
        heading.setFont(figure_font())
        self.verdict = QLabel(_verdict(exported.differences))
        self.verdict.setProperty("class", "muted")
        self.verdict.setWordWrap(True)
        self.verdict.setVisible(bool(exported.differences))
        self.open_button = QPushButton("Open folder")
        self.open_button.setAutoDefault(False)
        self.open_button.setToolTip("Show it in the file manager")
        self.open_button.clicked.connect(self._open)
        self.close_button = QPushButton("Close")
        self.close_button.setProperty("class", "primary")
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.close)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.open_button)
        buttons.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(heading)
        layout.addWidget(self._table(exported))
        layout.addWidget(self.verdict)
        layout.addLayout(buttons)
        self.setMinimumWidth(460)

    @Slot()
    def _open(self) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder))):
            messages.tell(self, "No file manager was found.", f"The folder is {self._folder}.")

    def _table(self, exported: Exported) -> QFrame:
        table = QFrame()
        table.setProperty("class", "card")
        grid = QGridLayout(table)
        grid.setContentsMargins(12, 10, 12, 10)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        for row, (name, paths) in enumerate(self._groups(exported.files).items()):
            size, check = QLabel(_size(paths)), QLabel()
            size.setFont(figure_font())
            check.setProperty("class", "muted")
            if (difference := exported.differences.get(name)) is not None:
                check.setText(f"differs by {_figure(difference)}")
            elif len(paths) > 1:
                check.setText(f"{len(paths)} files")
            right = Qt.AlignmentFlag.AlignRight
            grid.addWidget(ElidedLabel(name), row, 0)
            grid.addWidget(check, row, 1)
            grid.addWidget(size, row, 2, right)
        return table

    def _groups(self, files: tuple[Path, ...]) -> dict[str, list[Path]]:
        """The files by name; those of a folder within under the folder's."""
        groups: dict[str, list[Path]] = {}
        for path in files:
            first, *deeper = path.relative_to(self._folder).parts
            groups.setdefault(f"{first}/" if deeper else first, []).append(path)
        return groups


def _verdict(differences: dict[str, float]) -> str:
    if not differences:
        return ""
    return (
        "Checked on 64 inputs against the trained generator: the largest difference is "
        f"{_figure(max(differences.values()))}. Above {BOUND:g} nothing would have been written."
    )


def _figure(difference: float) -> str:
    return f"{difference:.1e}" if difference else "0"


def _size(paths: list[Path]) -> str:
    """Of all of them together, as file managers say it; what is gone again counts nothing."""
    size = sum(path.stat().st_size for path in paths if path.exists())
    return QLocale.c().formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
