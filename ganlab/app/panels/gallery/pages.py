"""Pages of tiles under a row of words, of which one is on; all pages are as high as the highest,
and their tiles fill them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ganlab.app.look.theme import SMALL_PX, text_font

COLUMNS = 5
_FEW = 6
"""So many tiles stand two a row, and are larger, rather than leave a page half empty."""
_COLUMNS_OF_FEW = 2
_SPACING = 5


class Pages(QWidget):
    """Tiles five a row, few tiles two. What is below never moves when another page is turned to."""

    def __init__(self, titles: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, QToolButton] = {}
        self.tiles: dict[str, list[QWidget]] = {title: [] for title in titles}
        self._stack = QStackedWidget()
        self._stack.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._grids: dict[str, QGridLayout] = {}
        head = QHBoxLayout()
        head.setSpacing(0)
        for place, title in enumerate(titles):
            ends = {0: "first", len(titles) - 1: "last"}
            head.addWidget(self._button(title, ends.get(place, "")))
            self._stack.addWidget(self._page(title))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_SPACING + 1)
        layout.addLayout(head)
        layout.addWidget(self._stack)
        self.turn_to(titles[0])

    def add(self, title: str, tile: QWidget) -> None:
        """Put a tile at the end of a page; it leaves the one it was on."""
        for left, tiles in self.tiles.items():
            if tile in tiles:
                tiles.remove(tile)
                self._arrange(left)
        self.tiles[title].append(tile)
        policy = tile.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.Preferred)
        tile.setSizePolicy(policy)
        self._arrange(title)

    def show_tile(self, tile: QWidget, shown: bool) -> None:
        """Show a tile, or hide it: the others share its room."""
        tile.setVisible(shown)
        self._arrange(self.page_of(tile))

    def columns(self, title: str) -> int:
        """How many tiles of a page stand in a row."""
        shown = sum(not tile.isHidden() for tile in self.tiles[title])
        return COLUMNS if shown > _FEW else _COLUMNS_OF_FEW

    def page_of(self, tile: QWidget) -> str:
        """The page a tile is on."""
        return next(title for title, tiles in self.tiles.items() if tile in tiles)

    @property
    def current(self) -> str:
        """The page that is turned to."""
        return list(self.buttons)[self._stack.currentIndex()]

    def turn_to(self, title: str) -> None:
        """Show a page."""
        self._stack.setCurrentIndex(list(self.buttons).index(title))
        for known, button in self.buttons.items():
            button.setChecked(known == title)

    def _button(self, title: str, end: str) -> QToolButton:
        button = self.buttons[title] = QToolButton()
        button.setText(title)
        button.setCheckable(True)
        button.setProperty("class", "segment")
        button.setProperty("narrow", True)
        button.setProperty("end", end)
        button.setFont(text_font(SMALL_PX))
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.clicked.connect(partial(self.turn_to, title))
        return button

    def _page(self, title: str) -> QWidget:
        page = QWidget()
        grid = self._grids[title] = QGridLayout(page)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(_SPACING)
        return page

    def _arrange(self, title: str) -> None:
        grid, columns = self._grids[title], self.columns(title)
        for column in range(COLUMNS):
            grid.setColumnStretch(column, int(column < columns))
        for place, tile in enumerate(self.tiles[title]):
            grid.addWidget(tile, place // columns, place % columns)
