"""How benches stand, from one start of the window to the next."""

from __future__ import annotations

from typing import Protocol

from pydantic import ValidationError
from PySide6.QtCore import QTimer, Slot

from ganlab.theory.bench import Bench, Controls

SOON_MS = 400


class Settings(Protocol):
    """Where it is kept."""

    def controls(self, bench: str) -> str: ...
    def set_controls(self, bench: str, text: str) -> None: ...


class Memory:
    """Written a moment after a change, and at once when the room is left."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._unwritten: dict[str, str] = {}
        self._soon = QTimer()
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self.write)

    def controls(self, bench: Bench) -> Controls | None:
        """As they were left; None where there are none that can be read."""
        try:
            return bench.controls.model_validate_json(self._settings.controls(bench.name))
        except ValidationError:  # of an older version, or none
            return None

    def note(self, bench: Bench, controls: Controls) -> None:
        """They are others now."""
        self._unwritten[bench.name] = controls.model_dump_json()
        self._soon.start()  # from the last change on: writing would be felt in a drag

    @Slot()
    def write(self) -> None:
        """Write down what has changed."""
        self._soon.stop()
        for name, text in self._unwritten.items():
            self._settings.set_controls(name, text)
        self._unwritten.clear()

    def stop(self) -> None:
        """Write, and watch no more."""
        self.write()
