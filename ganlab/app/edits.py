"""Edits of the document on the undo stack."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtGui import QUndoCommand

from ganlab.experiment import Experiment


class Holder(Protocol):
    """Who holds the document."""

    def become(self, new: Experiment) -> None:
        """Make `new` the document."""


class Edit(QUndoCommand):
    """One edit: the old document and the new one."""

    def __init__(
        self,
        holder: Holder,
        text: str,
        old: Experiment,
        new: Experiment,
        merge_key: tuple[str, ...],
    ) -> None:
        super().__init__(text)
        self._holder, self._old, self._new, self._merge_key = holder, old, new, merge_key

    def id(self) -> int:
        """Edits of the same fields may merge; others never do."""
        return hash(self._merge_key) & 0x7FFFFFFF if self._merge_key else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take up the next edit of the same fields."""
        if not isinstance(other, Edit) or other._merge_key != self._merge_key:
            return False
        self._new = other._new
        self.setObsolete(self._new == self._old)  # dragged away and back again
        return True

    def redo(self) -> None:
        """Make the new document the document."""
        self._holder.become(self._new)

    def undo(self) -> None:
        """Make the old document the document."""
        self._holder.become(self._old)
