"""What stands between the window and an engine."""

from __future__ import annotations

from typing import Protocol

from ganlab.lab.commands import Command
from ganlab.lab.frame import Frame


class EngineLink(Protocol):
    """What carries commands to a session and its replies back; see trainer_thread."""

    def send(self, command: Command) -> None:
        """Queue a command."""

    def take_frame(self) -> Frame | None:
        """The next frame, at most once."""
