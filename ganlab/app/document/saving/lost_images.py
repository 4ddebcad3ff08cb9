"""A run whose images are not where they were: asks for them when they are needed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from ganlab.app.document.controller import Controller
from ganlab.app.document.saving.file_dialogs import FileDialogs
from ganlab.app.shell import messages
from ganlab.data.errors import DataError
from ganlab.data.files.places import located
from ganlab.experiment import Experiment
from ganlab.lab.frame import Notice

IMAGE_FILTERS = "Images (*.gz *idx* *ubyte* *.npy *.npz);;All files (*)"


class LostImages(QObject):
    """Finds a run's images again, together with the person who knows where they are."""

    def __init__(self, controller: Controller, window: QWidget, dialogs: FileDialogs) -> None:
        super().__init__(window)
        self._controller, self._window, self._dialogs = controller, window, dialogs
        controller.notice.connect(self._noticed)

    def found(self) -> bool:
        """Whether the images are there; asks for them where they are not."""
        why = self._controller.target.absent
        return not why or self._ask(why)

    @Slot(object)
    def _noticed(self, notice: Notice) -> None:
        if notice.can_find and self.found():
            self._controller.play()

    def _ask(self, why: str) -> bool:
        place = located(self._controller.experiment.data.files)
        answer = messages.ask_lost_images(self._window, why, place.exists())
        if answer == "cancel":
            return False
        path = place if answer == "these" else self._ask_path(answer)
        return path is not None and self._take(path, sure=answer == "these")

    def _ask_path(self, kind: messages.Lost) -> Path | None:
        title = "Find this run's images"
        if kind == "folder":
            return self._dialogs.open_folder(title)
        return self._dialogs.open(title, IMAGE_FILTERS)

    def _take(self, path: Path, sure: bool) -> bool:
        """`sure`: whether the person has said already that other images will do."""
        from ganlab.data.image_target import images_at

        controller = self._controller
        old = controller.experiment
        try:
            new, own = images_at(old, path)
        except (DataError, OSError) as error:
            messages.tell(self._window, "These images cannot be used.", str(error))
            return False
        if not (own or sure or messages.ask_other_images(self._window, _count(old), _count(new))):
            return False
        controller.replace(f"images found in {path.name}", new)
        return not controller.target.absent


def _count(experiment: Experiment) -> int:
    memory = experiment.data.memory
    return memory.count if memory is not None else 0
