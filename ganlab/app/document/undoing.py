"""What Undo acts on: the document, or what the room on show has of its own."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QUndoGroup, QUndoStack

from ganlab.app.document.controller import Controller


class Undoing(QObject):
    """One Undo and one Redo for the whole window."""

    def __init__(self, controller: Controller, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self.group = QUndoGroup(self)
        """Its signals are those of the stack that is acted on."""
        self.act_on(None)

    def act_on(self, stack: QUndoStack | None) -> None:
        """From now on act on this stack; None: on the document's."""
        stack = stack or self._controller.undo_stack
        if stack not in self.group.stacks():
            self.group.addStack(stack)
        self.group.setActiveStack(stack)

    @property
    def of_document(self) -> bool:
        """Whether it is the document that is acted on."""
        return self.group.activeStack() is self._controller.undo_stack

    @Slot()
    def undo(self) -> None:
        """Take back the last change."""
        if self.of_document:
            self._controller.undo()  # which asks where training would be lost
        else:
            self.group.undo()

    @Slot()
    def redo(self) -> None:
        """Make it again."""
        if self.of_document:
            self._controller.redo()
        else:
            self.group.redo()
