"""How a set of images is to be read: which numbers are black and white, which classes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QLineEdit

from ganlab.app.importing.form import ImportForm
from ganlab.app.importing.reader import Reading
from ganlab.app.look.words import in_tooltip
from ganlab.data.errors import UnreadableImages
from ganlab.data.images import ReadImages
from ganlab.experiment import Experiment, InvalidExperiment
from ganlab.lab.files.opening import with_images
from ganlab.lab.inspection import ImagesInspection, inspect_file

COLUMNS, LINES = 8, 3
SHEET_PX = 448


class ImagesForm(ImportForm):
    """Of a file, an archive or a folder of images."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        tooltip = "Which numbers in the file are black and white, such as 0..4095; empty: automatic"
        self.range = self._line("Black..white", tooltip, "automatic")
        self.range.editingFinished.connect(self._range_edited)
        self._asked = ""
        tooltip = "Only images of these classes, by name, such as 3, 7; empty: of all"
        self.classes = self._line("Classes", tooltip, "all")
        self.sheet = QLabel()
        self.sheet.setFixedHeight(SHEET_PX * LINES // COLUMNS)
        self.sheet.setAccessibleName("Some of the images, as they will be learned")
        self.preview.addWidget(self.sheet)
        self.preview.addWidget(self.facts)
        self.preview.addStretch(1)

    def read(self) -> Callable[[], object]:
        """See ImportForm."""
        path, text = self._path, self.range.text().strip()
        self._asked = text
        return lambda: inspect_file(path, value_range=text)

    def show_reading(self, reading: Reading) -> None:
        """See ImportForm."""
        found = reading.found
        self.sheet.setPixmap(QPixmap())
        self.facts.setText("")
        if isinstance(found, ImagesInspection):
            self.sheet.setPixmap(_sheet_of(found.read))
            self.facts.setText("\n".join(found.facts()))
            self.classes.setEnabled(found.read.facts.classes is not None)

    def experiment(self, present: Experiment) -> Experiment:
        """See ImportForm."""
        new = with_images(present, self._path)
        said = {"data.range": self.range.text().strip()}
        if self.classes.isEnabled():
            said["data.classes"] = self.classes.text().strip()
        try:
            return new.with_values(said)
        except InvalidExperiment as error:
            raise UnreadableImages(str(error)) from None

    @Slot()
    def _range_edited(self) -> None:
        if self.range.text().strip() != self._asked:
            self.changed.emit()

    def _line(self, label: str, tooltip: str, otherwise: str) -> QLineEdit:
        line = QLineEdit()
        line.setPlaceholderText(otherwise)
        line.setToolTip(in_tooltip(tooltip))
        line.setAccessibleName(label)
        self.controls.addRow(label, line)
        return line


def _sheet_of(read: ReadImages) -> QPixmap:
    """A few images from all of the set, side by side."""
    images = read.image_set.images
    number = min(COLUMNS * LINES, len(images))
    chosen = images[np.linspace(0, len(images) - 1, number).astype(int)]
    height, width = read.image_set.size
    sheet = np.zeros((LINES * height, COLUMNS * width), np.uint8)
    for place, image in enumerate(chosen):
        row, column = divmod(place, COLUMNS)
        sheet[row * height : (row + 1) * height, column * width : (column + 1) * width] = image
    grey = QImage.Format.Format_Grayscale8
    picture = QImage(sheet.data, sheet.shape[1], sheet.shape[0], sheet.shape[1], grey).copy()
    scale = max(1, min(SHEET_PX // sheet.shape[1], SHEET_PX * LINES // COLUMNS // sheet.shape[0]))
    return QPixmap.fromImage(picture.scaled(picture.width() * scale, picture.height() * scale))
