"""Help: the tour, the glossary and the shortcuts, one tab each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from ganlab.app.help.glossary import GlossaryPage
from ganlab.app.help.shortcuts import shortcuts_page
from ganlab.app.help.tour import tour_page
from ganlab.app.look.theme import Theme
from ganlab.app.shell.actions import Actions
from ganlab.app.widgets.layout.scrolled import scrolled
from ganlab.experiment import Experiment
from ganlab.games.rules import rules_of

Page = Literal["tour", "glossary", "shortcuts"]
PAGES: dict[Page, str] = {
    "tour": "Tour",
    "glossary": "Glossary",
    "shortcuts": "Keyboard shortcuts",
}


class HelpDialog(QDialog):
    """Stays beside the window; each page is made when it is shown for the first time."""

    def __init__(
        self, actions: Actions, experiment: Experiment, theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Help")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # A page is made when it is first turned to.
        self._makers: dict[Page, Callable[[], QWidget]] = {
            "tour": lambda: scrolled(tour_page()),
            "glossary": lambda: GlossaryPage(experiment, theme),
            "shortcuts": lambda: scrolled(
                shortcuts_page(actions, rules_of(experiment).views(experiment))
            ),
        }
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName("Pages of help")
        self.tabs.setToolTip("Tour, glossary, keyboard shortcuts")
        self.pages = QStackedWidget()
        for title in PAGES.values():
            self.tabs.addTab(title)
            self.pages.addWidget(QWidget())
        self.tabs.currentChanged.connect(self._turn)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.addWidget(self.tabs)
        layout.addWidget(self.pages, 1)
        layout.addWidget(buttons)
        self.resize(760, 600)

    def show_page(self, page: Page) -> None:
        """Turn to a page and come to the front."""
        self.tabs.setCurrentIndex(list(PAGES).index(page))
        self._turn(self.tabs.currentIndex())
        self.show()
        self.raise_()
        self.activateWindow()

    @Slot(int)
    def _turn(self, place: int) -> None:
        make = self._makers.pop(list(PAGES)[place], None)
        if make is not None:
            if (empty := self.pages.widget(place)) is not None:
                self.pages.removeWidget(empty)
                empty.deleteLater()
            self.pages.insertWidget(place, make())
        self.pages.setCurrentIndex(place)
