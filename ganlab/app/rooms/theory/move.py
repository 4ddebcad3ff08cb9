"""A change of a bench's controls as one step of undo."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand

from ganlab.app.look.words import in_menu
from ganlab.theory.bench import Controls


class Move(QUndoCommand):
    """From some controls to others, which `become` takes."""

    def __init__(
        self,
        become: Callable[[Controls], None],
        text: str,
        key: tuple[str, ...],
        old: Controls,
        new: Controls,
        open_: bool,
    ) -> None:
        super().__init__(in_menu(text))
        self._become, self._key, self._old, self._new = become, key, old, new
        self.open = open_
        """Whether the next change of the same controls belongs to it."""

    @property
    def moves_nothing(self) -> bool:
        """Whether it ends where it began."""
        return self._new == self._old

    def id(self) -> int:
        """Moves of the same controls may merge."""
        return hash(self._key) & 0x7FFFFFFF

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take up the next move of the same drag."""
        if not (isinstance(other, Move) and self.open and other._key == self._key):
            return False
        self._new, self.open = other._new, other.open
        self.setObsolete(self.moves_nothing and not self.open)
        return True

    def redo(self) -> None:
        """Take the new controls."""
        self._become(self._new)

    def undo(self) -> None:
        """Take the old ones."""
        self.open = False
        self._become(self._old)
