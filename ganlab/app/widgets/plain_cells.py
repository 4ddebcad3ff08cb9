"""Which cells of a table are to be painted. A table that paints plain cells itself takes a fraction
of Qt's time, which asks model and delegate a dozen times for each."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRect
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QHeaderView, QTableView


def plain_cells(table: QTableView, region: QRegion) -> Iterator[tuple[int, int, QRect]]:
    """(row, column, where) of each cell that the region touches, pixels of the viewport, grid
    included. Rows and columns are as the model has them, none hidden."""
    dirty = region.boundingRect()
    columns = list(_sections(table.horizontalHeader(), dirty.left(), dirty.right()))
    for row, top, height in _sections(table.verticalHeader(), dirty.top(), dirty.bottom()):
        for column, left, width in columns:
            box = QRect(left, top, width, height)
            if region.intersects(box):
                yield row, column, box


def _sections(header: QHeaderView, low: int, high: int) -> Iterator[tuple[int, int, int]]:
    """Number, first pixel and size of the sections between two pixels."""
    first, last = header.logicalIndexAt(low), header.logicalIndexAt(high)
    if first < 0:
        return
    for section in range(first, (last if last >= 0 else header.count() - 1) + 1):
        yield section, header.sectionViewportPosition(section), header.sectionSize(section)
