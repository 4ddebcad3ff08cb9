"""Edits of the document on the undo stack, with what they cost."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtGui import QUndoCommand

from ganlab.experiment import Experiment


@dataclass(eq=False)
class Kept:
    """A run that an edit took the place of."""

    path: Path | None
    """The file it lives in; None where it has none, or where another run was saved there since."""
    modified: bool
    """Whether there is something in it that is not in that file."""


class Holder(Protocol):
    """Who holds the document."""

    def become(self, new: Experiment, anew: bool, kept: Kept | None) -> Kept | None:
        """Make `new` the document, under new networks if `anew`, or those that were `kept`.

        Returns the run that had to go for it; None where it goes on.
        """


class Edit(QUndoCommand):
    """One edit: the old document and the new one, and the run that is not the present one."""

    def __init__(
        self,
        holder: Holder,
        text: str,
        old: Experiment,
        new: Experiment,
        merge_key: tuple[str, ...] = (),
        anew: bool = False,
    ) -> None:
        """`anew`: training starts again even where the document stays the same."""
        super().__init__(text)
        self._holder, self._old, self._new, self._merge_key = holder, old, new, merge_key
        self._anew = anew
        self.before: Kept | None = None
        """What `undo` brings back."""
        self.after: Kept | None = None
        """What `redo` brings back."""

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
        self.before = self._holder.become(self._new, self._anew, self.after)
        self.after = None

    def undo(self) -> None:
        """Make the old document the document."""
        self.after = self._holder.become(self._old, self._anew, self.before)
        self.before = None
