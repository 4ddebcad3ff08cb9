"""How a table's points are to be read: columns, decimal sign, heading, separator, outliers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QSignalBlocker, Qt, Slot
from PySide6.QtGui import QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
)

from ganlab.app.importing.form import ImportForm
from ganlab.app.importing.reader import Reading
from ganlab.app.look.classes import class_color
from ganlab.app.look.theme import Palette, figure_font
from ganlab.app.widgets.chevron import ComboBox
from ganlab.data import make_target
from ganlab.data.errors import DataError
from ganlab.data.tables.options import NO_OPTIONS, Ambiguous, TableOptions
from ganlab.data.tables.point_table import PointTable
from ganlab.experiment import Experiment
from ganlab.lab.files.opening import with_points
from ganlab.lab.inspection import PointsInspection, inspect_file

ROWS, ROW_PX = 8, 26
PICTURE_PX = 176
SHOWN_POINTS = 2000
AUTOMATIC = "As the file says"
_NO_CLASSES: list[tuple[str, str | None]] = [(AUTOMATIC, None), ("None", "")]


class PointsForm(ImportForm):
    """Of a table as text, or of an array."""

    def __init__(self, path: Path, palette: Palette, options: TableOptions = NO_OPTIONS) -> None:
        """`palette`: of the theme; `options`: what was said already."""
        super().__init__()
        self._path, self._colors = path, palette
        self._table: PointTable | None = None
        first = [(AUTOMATIC, None)]
        self._own_columns = False
        """Whether the person chose x and y; else the file says them."""
        own = self._choose_columns
        self.x_box = self._choice("x", "The column that runs from left to right", first, own)
        self.y_box = self._choice("y", "The column that runs upwards", first, own)
        self.label = self._choice(
            "Classes", "The column that names the class of each row, if there is one", _NO_CLASSES
        )
        self.decimal = self._choice(
            "Decimal sign",
            "What stands before the tenths",
            [(AUTOMATIC, None), ("Point: 1.5", "."), ("Comma: 1,5", ",")],
        )
        self.heading = self._choice(
            "First row",
            "Whether the first row holds the names of the columns",
            [(AUTOMATIC, None), ("Holds names", True), ("Is a point", False)],
            self._forget_columns,
        )
        self.separator = self._choice(
            "Between columns",
            "What stands between two columns",
            [
                (AUTOMATIC, None),
                ("Commas", ","),
                ("Semicolons", ";"),
                ("Tabs", "\t"),
                ("Bars", "|"),
                ("Spaces", " "),
            ],
            self._forget_columns,
        )
        self.scaling = self._choice(
            "Scale",
            "What the networks see: each column with mean 0 and spread 1, which is right for "
            "columns in different units; or both in one scale",
            [("Each column its own", "column"), ("One for both", "shared")],
        )
        self.without_outliers = QCheckBox()
        self.without_outliers.setToolTip(
            "Points far from the rest: kept, they are learned though view and scale go by the rest"
        )
        self.without_outliers.toggled.connect(self._picture)
        self.controls.addRow(self.without_outliers)
        self.without_outliers.hide()
        self.picture = QLabel()
        self.picture.setFixedSize(PICTURE_PX, PICTURE_PX)
        self.picture.setAccessibleName("The points, as they will be seen")
        self.controls.addRow("", self.picture)
        self.rows = QTableWidget(0, 2)
        self.rows.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.rows.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        centred = Qt.AlignmentFlag.AlignVCenter
        self.rows.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignRight | centred)
        self.rows.verticalHeader().setDefaultSectionSize(ROW_PX)
        self.rows.setShowGrid(False)
        self.rows.setMaximumHeight((ROWS + 1) * ROW_PX + 8)  # what was read is said below
        self.rows.setAccessibleName("The first rows")
        self.rows.setFont(figure_font())
        self.preview.addWidget(self.rows, 1)
        self.preview.addWidget(self.facts)
        self._say(options)

    def options(self) -> TableOptions:
        """What the controls say."""
        columns = self.x_box.currentData(), self.y_box.currentData()
        return TableOptions(
            columns=columns if self._own_columns else None,
            label_column=self.label.currentData(),
            decimal=self.decimal.currentData(),
            heading=self.heading.currentData(),
            separator=self.separator.currentData(),
            scaling=self.scaling.currentData(),
        )

    def read(self) -> Callable[[], object]:
        """See ImportForm."""
        path, options = self._path, self.options()
        return lambda: inspect_file(path, options)

    def show_reading(self, reading: Reading) -> None:
        """See ImportForm."""
        found = reading.found
        self._table = found.table if isinstance(found, PointsInspection) else None
        self.rows.setVisible(self._table is not None)
        self._picture()
        if isinstance(found, PointsInspection):
            self._show(found)
            return
        self.without_outliers.hide()
        self.facts.setText("")
        if isinstance(reading.error, Ambiguous):
            asked = {"decimal": self.decimal, "heading": self.heading, "separator": self.separator}
            asked[reading.error.question].setFocus()

    def experiment(self, present: Experiment) -> Experiment:
        """See ImportForm."""
        assert self._table is not None
        new = with_points(present, self._table, self._path, self.options())
        if not self.without_outliers.isHidden() and self.without_outliers.isChecked():
            data = new.data.model_copy(update={"outliers": "leave-out"})
            new = new.model_copy(update={"data": data})
        return new

    # --- inside ---

    def _say(self, options: TableOptions) -> None:
        """Choose what was said already; columns are called as they were."""
        self._own_columns = options.columns is not None
        for box, said in (
            *zip((self.x_box, self.y_box), options.columns or (None, None), strict=True),
            (self.label, options.label_column),
            (self.decimal, options.decimal),
            (self.heading, options.heading),
            (self.separator, options.separator),
            (self.scaling, options.scaling),
        ):
            if box.findData(said) < 0:
                box.addItem(str(said), said)
            box.setCurrentIndex(box.findData(said))
        self.without_outliers.setChecked(options.leave_out_outliers)

    def _choose_columns(self) -> None:
        self._own_columns = self.x_box.currentData() is not None

    def _forget_columns(self) -> None:
        """They will be called otherwise."""
        self._own_columns = False
        self.label.setCurrentIndex(0)

    @Slot()
    def _picture(self) -> None:
        """The points as the window will show them."""
        self.picture.setPixmap(QPixmap())
        if self._table is None:
            return
        try:
            target = make_target(self.experiment(Experiment()).data)
        except DataError:  # said where they are asked for
            return
        batch = target.sample(SHOWN_POINTS, np.random.default_rng(0))
        points = target.view.forward(batch.rows)
        inside = (np.abs(points) < 1).all(axis=1)
        labels = np.zeros(len(points), int) if batch.labels is None else batch.labels
        pixmap = QPixmap(PICTURE_PX, PICTURE_PX)
        pixmap.fill(self.palette().base().color())
        painter = QPainter(pixmap)
        middle = PICTURE_PX / 2
        for label in np.unique(labels[inside]).tolist():
            painter.setPen(QPen(class_color(self._colors, label), 2))
            part = points[inside & (labels == label)].tolist()
            painter.drawPoints([QPointF(middle * (1 + x), middle * (1 - y)) for x, y in part])
        painter.end()
        self.picture.setPixmap(pixmap)

    def _show(self, found: PointsInspection) -> None:
        table = found.table
        named = [*table.names, table.class_column] if table.classes else list(table.names)
        self.rows.setRowCount(min(ROWS, len(table.values)))
        self.rows.setColumnCount(len(named))
        self.rows.setHorizontalHeaderLabels(named)
        for row, point in enumerate(table.values[:ROWS].tolist()):
            self.rows.setVerticalHeaderItem(row, QTableWidgetItem(f"{table.rows[row]}"))
            for column, number in enumerate(point):
                item = QTableWidgetItem(repr(number).removesuffix(".0"))
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.rows.setItem(row, column, item)
            if table.classes is not None and table.labels is not None:
                self.rows.setItem(row, 2, QTableWidgetItem(table.classes[table.labels[row]].name))
        self._offer_columns(table)
        self.without_outliers.setText(f"Leave out {found.outliers}")
        self.without_outliers.setVisible(bool(found.outliers))
        self.facts.setText("\n".join(found.facts()))

    def _offer_columns(self, table: PointTable) -> None:
        """The columns there are, those that were read chosen."""
        names = table.all_columns
        for box, chosen in ((self.x_box, table.names[0]), (self.y_box, table.names[1])):
            there = [(name, _said(name, number, names)) for number, name in enumerate(names)]
            _fill(box, there, next((i for i, name in enumerate(names) if name == chosen), 0))
        label = self.label.currentData()
        choices = list(_NO_CLASSES)
        if label is None and table.class_column:
            choices[0] = (f"{AUTOMATIC}: {table.class_column}", None)
        choices += [(name, _said(name, number, names)) for number, name in enumerate(names)]
        if self.label.findData(label) >= 0 and label not in [value for _, value in choices]:
            choices.append((label, label))  # as a person said it, perhaps a number
        _fill(self.label, choices, [value for _, value in choices].index(label))


def _said(name: str, number: int, names: Sequence[str]) -> str:
    """How a column is named to the reader: by its number where another has the same name."""
    return name if names.count(name) == 1 else str(number + 1)


def _fill(box: ComboBox, choices: Sequence[tuple[str, Any]], chosen: int) -> None:
    blocker = QSignalBlocker(box)
    box.clear()
    for words, value in choices:
        box.addItem(words, value)
    box.setCurrentIndex(chosen)
    del blocker
