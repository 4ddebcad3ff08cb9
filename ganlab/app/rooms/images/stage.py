"""The stage of the images' room: what can be seen of a generator of images, one tab each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from ganlab.app.panels.images.workspace import ImagesPanel
from ganlab.app.rooms.images.floating import Floating, Place
from ganlab.app.rooms.images.latent.explorer import LatentExplorer
from ganlab.app.rooms.images.neighbours.panel import NeighboursPanel
from ganlab.app.rooms.images.quality.panel import QualityPanel
from ganlab.app.rooms.room import Shared
from ganlab.app.widgets.buttons import push_button

Tab = Literal["images", "latent", "quality", "neighbours"]
TABS: dict[Tab, tuple[str, str]] = {
    "images": ("Images", "What the generator draws beside what it learns from"),
    "latent": ("Latent space", "Drag through all that the generator can draw (Ctrl+L)"),
    "quality": (
        "Quality",
        "Measure it: does it draw every digit, how real do they look, are they copies? (Ctrl+G)",
    ),
    "neighbours": ("Neighbours", "The training images nearest to one that was generated"),
}


class ImagesStage(QWidget):
    """Tabs; each is built when it is shown for the first time, and can be had in a window."""

    def __init__(self, shared: Shared) -> None:
        super().__init__()
        self._shared = shared
        self._pages: dict[Tab, QWidget] = {}
        self._places: dict[Tab, Place] = {}
        self.sheets = ImagesPanel(shared.controller, shared.theme)
        self.sheets.neighbours_wanted.connect(self.show_neighbours)
        self.bar = QTabBar()
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.bar.setAccessibleName("What is seen of the generator")
        self.bar.setToolTip("Images, latent space, quality, neighbours")
        for place, (title, about) in enumerate(TABS.values()):
            self.bar.addTab(title)
            self.bar.setTabToolTip(place, about)
        self.pop_out = push_button("Pop out", "Show this tab in a window of its own")
        self.pop_out.clicked.connect(self.float_current)
        self.pages = QStackedWidget()
        head = QHBoxLayout()
        head.addWidget(self.bar)
        head.addStretch()
        head.addWidget(self.pop_out)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self.pages, 1)
        self.bar.currentChanged.connect(self._changed)
        self._changed(0)

    # --- the tabs ---

    @property
    def current(self) -> Tab:
        """The tab on show."""
        return list(TABS)[self.bar.currentIndex()]

    def show_tab(self, tab: Tab) -> None:
        """Bring a tab to the front, or the window that it is in."""
        self.bar.setCurrentIndex(list(TABS).index(tab))
        self._places[tab].to_front()

    def page(self, tab: Tab) -> QWidget:
        """What is under a tab, built now if it was not."""
        if tab not in self._pages:
            makers: dict[Tab, Callable[[], QWidget]] = {
                "images": lambda: self.sheets,
                "latent": self._make_explorer,
                "quality": self._make_quality,
                "neighbours": lambda: NeighboursPanel(self._shared.controller, self._shared.theme),
            }
            self._pages[tab] = makers[tab]()
            self._places[tab] = Place(self._pages[tab], TABS[tab][0], framed=tab != "images")
            self.pages.addWidget(self._places[tab])
        return self._pages[tab]

    @property
    def built(self) -> dict[Tab, QWidget]:
        """What has been shown so far, by its tab."""
        return self._pages

    @property
    def explorer(self) -> LatentExplorer:
        """Under the second tab."""
        page = self.page("latent")
        assert isinstance(page, LatentExplorer)
        return page

    @property
    def quality(self) -> QualityPanel:
        """Under the third."""
        page = self.page("quality")
        assert isinstance(page, QualityPanel)
        return page

    @property
    def neighbours(self) -> NeighboursPanel:
        """Under the last."""
        page = self.page("neighbours")
        assert isinstance(page, NeighboursPanel)
        return page

    @Slot(object, str)
    def show_neighbours(self, pixels: NDArray[np.uint8], title: str) -> None:
        """Show the training images nearest to (H, W) pixels of the generator's."""
        if self._shared.images_found():
            self.neighbours.look(pixels, title)
            self.show_tab("neighbours")

    # --- windows of their own ---

    @Slot()
    def float_current(self) -> None:
        """Show the present tab in a window of its own."""
        self.page(self.current)
        self._places[self.current].float(self.window())

    def bring_back(self) -> None:
        """No tab is in a window of its own any more."""
        for place in self._places.values():
            place.bring_back()

    @property
    def floating(self) -> list[Floating]:
        """The windows that hold a tab."""
        return [place.window_of_it for place in self._places.values() if place.window_of_it]

    def stop(self) -> None:
        """The window goes: no thread, process or timer is left."""
        self.bring_back()
        for page in self._pages.values():
            if isinstance(page, QualityPanel | NeighboursPanel):
                page.stop()

    @Slot(int)
    def _changed(self, index: int) -> None:
        tab = self.current
        self.page(tab)
        self.pages.setCurrentWidget(self._places[tab])
        self.pop_out.setVisible(tab != "images")

    def _make_quality(self) -> QualityPanel:
        shared = self._shared
        return QualityPanel(
            shared.controller, shared.theme, images_found=lambda: shared.images_found()
        )

    def _make_explorer(self) -> LatentExplorer:
        explorer = LatentExplorer(self._shared.controller, self._shared.theme)
        explorer.neighbours_wanted.connect(self.show_neighbours)
        explorer.pretrained_wanted.connect(self._shared.pretrained_wanted)
        return explorer
