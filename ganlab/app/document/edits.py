"""Edits of the document on the undo stack, with the runs that they cost."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import Slot
from PySide6.QtGui import QUndoCommand, QUndoStack

from ganlab.app.look.words import in_menu
from ganlab.experiment import Change, Experiment, compare
from ganlab.figures import counted
from ganlab.lab.past.kept import Kept


class Holder(Protocol):
    """Who holds the document."""

    def become(self, new: Experiment, anew: bool, kept: Kept | None) -> Kept | None:
        """Make `new` the document; under new networks if `anew` or if it needs others, or under
        those that were `kept`.

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
        super().__init__(in_menu(text))
        self._holder, self._old, self._new, self._merge_key = holder, old, new, merge_key
        self.plain, self._anew = text, anew
        self.kept: Kept | None = None
        """What `undo` brings back or, once undone, `redo`."""

    @property
    def rebuilds(self) -> bool:
        """Whether the run that is there has to go for it."""
        return self._anew or compare(self._old, self._new) is Change.REBUILD

    def id(self) -> int:
        """Edits of the same fields may merge; others never do."""
        return hash(self._merge_key) & 0x7FFFFFFF if self._merge_key else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take up the next edit of the same fields, unless a run lay between them that somebody
        may want back."""
        if not isinstance(other, Edit) or other._merge_key != self._merge_key:
            return False
        if other.kept is not None and not (other.kept.short and self.kept is not None):
            return False
        self._new = other._new
        # Dragged away and back again: nothing has changed, if no training was lost over it.
        costs = self.kept is not None and self.kept.trained
        same = self._new == self._old
        self._anew = self._anew or (same and costs)
        self.setObsolete(same and not costs)
        return True

    def redo(self) -> None:
        """Make the new document the document."""
        self.kept = self._holder.become(self._new, self._anew, self.kept)
        self.name_steps()

    def undo(self) -> None:
        """Make the old document the document."""
        self.kept = self._holder.become(self._old, self._anew, self.kept)
        self.name_steps()

    def name_steps(self) -> None:
        """Say in the text how much training comes back with it."""
        steps = self.kept.step if self.kept is not None else 0
        shown = in_menu(self.plain)
        self.setText(f"{shown} ({counted(steps, 'step')})" if steps else shown)


class EditStack(QUndoStack):
    """Edits that can be undone, and those that were."""

    def edit(self, index: int) -> Edit | None:
        """That one; None where there is none."""
        edit = self.command(index)
        return edit if isinstance(edit, Edit) else None

    @property
    def steps_of_redo(self) -> list[int]:
        """Of the trained networks that only Redo can bring back, how far each had come."""
        undone = [self.edit(i) for i in range(self.index(), self.count())]
        return [e.kept.step for e in undone if e is not None and e.kept and e.kept.trained]

    @Slot()
    def name_edits(self) -> None:
        """The menu says how much training comes back with an edit."""
        for index in range(self.count()):
            if (edit := self.edit(index)) is not None:
                edit.name_steps()
        self.undoTextChanged.emit(self.undoText())
        self.redoTextChanged.emit(self.redoText())
