"""The dialogs that ask for a file or a folder: each begins where the last one ended."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QWidget

from ganlab.app.document.saving.file_names import unused
from ganlab.app.shell import messages


class FolderMemory(Protocol):
    """Where the folder of the last dialog is kept between two starts."""

    folder: str


class FileDialogs:
    """Of one window; another window that asks is named as `asker` and gets the focus back."""

    def __init__(self, memory: FolderMemory, window: QWidget) -> None:
        self._memory, self._window = memory, window

    @property
    def folder(self) -> Path:
        """Where dialogs begin: in the last folder that is still there, or at home."""
        last = Path(self._memory.folder) if self._memory.folder else Path.home()
        return last if last.is_dir() else Path.home()

    def went_to(self, path: Path | None) -> Path | None:
        """Begin there from now on; gives the path back."""
        if path is not None:
            self._memory.folder = str(path.absolute().parent)
        return path

    def save(
        self, title: str, name: str, filters: str, suffix: str, new: bool = False
    ) -> Path | None:
        """Where to write, a file that ends in "." and `suffix`; `new`: no file that there is is
        proposed. None: nowhere."""
        dotted = f".{suffix}"
        start = unused(self.folder, name, dotted) if new else self.folder / f"{name}{dotted}"
        return self.went_to(messages.ask_save_path(self._window, title, start, filters, suffix))

    def new_folder(self, title: str, name: str) -> Path | None:
        """A folder to be made. None: nowhere."""
        start = unused(self.folder, name)
        return self.went_to(messages.ask_new_folder(self._window, title, start))

    def open(self, title: str, filters: str, asker: QWidget | None = None) -> Path | None:
        """A file to read. None: nothing."""
        asker = asker or self._window
        return self.went_to(messages.ask_open_path(asker, title, self.folder, filters))

    def open_folder(self, title: str) -> Path | None:
        """A folder to read. None: nothing."""
        return self.went_to(messages.ask_folder(self._window, title, self.folder))
