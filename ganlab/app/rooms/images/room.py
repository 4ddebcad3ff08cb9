"""The room of a game whose samples are images: sheets, latent space, quality, neighbours."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget

from ganlab.app.rooms.images.stage import ImagesStage
from ganlab.app.rooms.room import Shared
from ganlab.app.rooms.run_room import RunRoom

if TYPE_CHECKING:
    from ganlab.app.rooms.invitation import Invitation


class ImagesRoom(RunRoom):
    """The images under tabs; an invitation in their place while the run learns points."""

    def __init__(self, shared: Shared) -> None:
        super().__init__(shared)
        self.images = ImagesStage(shared)
        self.stage = QStackedWidget()
        self.stage.addWidget(self.images)
        shared.controller.experiment_changed.connect(self._show)
        self._show()

    @cached_property
    def invitation(self) -> Invitation:
        """What to play with here instead of points."""
        from ganlab.app.rooms.images.invitation import invitation

        page = invitation(self._shared)
        self.stage.addWidget(page)
        return page

    def enter(self) -> None:
        """Keys are for the sheets, or for the tab that is open, or for the way to images."""
        if self.stage.currentWidget() is not self.images:
            self.invitation.take_focus()
        elif self.images.current == "images":
            self.images.sheets.sheets.setFocus()
        else:
            self.images.bar.setFocus()

    def stop(self) -> None:
        """No thread and no process is left."""
        self.images.stop()

    def _show(self) -> None:
        """Images, or the way to them."""
        imaged = self._shared.controller.experiment.data.imaged
        if not imaged:
            self.images.bring_back()
        self.stage.setCurrentWidget(self.images if imaged else self.invitation)
