"""A row that wraps: widgets from left to right, on as many lines as the width asks for.

superqt has one too, but importing it costs a sixth of opening the window.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Lays its widgets out like words. Where one line is enough for their least sizes, they get
    these rather than another line."""

    def __init__(self, parent: QWidget | None = None, spacing: int = 4) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._sizes: list[tuple[QLayoutItem, QSize, QSize]] | None = None
        """Of what is visible, until something wants another size."""
        self._heights: dict[int, int] = {}
        """By width: Qt asks for the same ones again and again."""
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:
        """Append an item."""
        self._items.append(item)
        self.invalidate()

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item at a place, None beyond the last."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove and return the item at a place."""
        if not 0 <= index < len(self._items):
            return None
        self.invalidate()
        return self._items.pop(index)

    def invalidate(self) -> None:
        """An item wants another size, comes or goes."""
        self._sizes = None
        self._heights.clear()
        super().invalidate()

    def expandingDirections(self) -> Qt.Orientation:
        """Grows in no direction."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """A narrower row is a higher one."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all lines at a width."""
        if width not in self._heights:
            self._heights[width] = self._arrange(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def sizeHint(self) -> QSize:
        """All on one line."""
        sizes = [size for _, size, _ in self._visible()]
        return QSize(self._length(sizes), max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        """The largest single widget."""
        result = QSize(0, 0)
        for _, _, least in self._visible():
            result = result.expandedTo(least)
        return result

    def setGeometry(self, rect: QRect) -> None:
        """Place the widgets."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def _length(self, sizes: list[QSize]) -> int:
        """Of one line of these."""
        return sum(size.width() for size in sizes) + self.spacing() * max(len(sizes) - 1, 0)

    def _visible(self) -> list[tuple[QLayoutItem, QSize, QSize]]:
        """The items that are seen, with the sizes that they want and their least ones."""
        if self._sizes is None:
            seen = [item for item in self._items if not item.isEmpty()]
            self._sizes = [(item, item.sizeHint(), item.minimumSize()) for item in seen]
        return self._sizes

    def _arrange(self, rect: QRect, move: bool) -> int:
        """Put the items on lines within `rect`; returns the height of all of them."""
        x, y, line = rect.x(), rect.y(), 0
        wanted = self._length([size for _, size, _ in self._visible()])
        short = wanted > rect.width() >= self._length([least for _, _, least in self._visible()])
        for item, size, least in self._visible():
            size = least if short else size
            if x > rect.x() and x + size.width() > rect.x() + rect.width():
                x, y, line = rect.x(), y + line + self.spacing(), 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + self.spacing()
            line = max(line, size.height())
        return y + line - rect.y()
