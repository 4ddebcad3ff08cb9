"""The window's only door to training: holds the Experiment and its undo stack.

Widgets call its methods and listen to its signals; nothing else in the window talks to an engine.
What it tells the engine is in sender, what it hears from it in client, how runs are kept for undo
in keeping.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from ganlab.app.document.edits import Edit, EditStack
from ganlab.app.document.images_now import looked_at
from ganlab.app.document.keeping import KeepingClient
from ganlab.app.document.link import EngineLink
from ganlab.data import Target, change_of_images, make_target, recorded
from ganlab.experiment import Change, Experiment, InvalidExperiment, compare, named_after_data
from ganlab.games.rules import check_data, rules_of
from ganlab.gan.batches.classes import classes_of, untold
from ganlab.gan.saving.checkpoint import Checkpoint
from ganlab.gan.scores import PROBABILITY, Score
from ganlab.lab import commands
from ganlab.lab.frame import Notice
from ganlab.lab.past.history import History
from ganlab.lab.past.kept import Kept


class Controller(KeepingClient):
    """One window's experiment, its undo stack, and the session that runs it."""

    experiment_changed = Signal(object, object)
    """(old, new) Experiment, after any edit, undo or load."""
    modified_changed = Signal(bool)
    """Whether there is something unsaved."""
    opened = Signal()
    """A loaded run was taken up, after `experiment_changed`."""
    path_changed = Signal()
    """The run lives in another file, or in none."""

    def __init__(
        self,
        experiment: Experiment,
        link: EngineLink,
        device: str = "auto",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(link, device, parent)
        self._experiment = experiment
        self._target = make_target(experiment.data)
        self.undo_stack = EditStack(self)
        self._modified = False
        self._path: Path | None = None
        self._telling = False
        """Whether everybody is being told of another document."""
        self.trained.connect(self._on_trained)
        self.kept_changed.connect(self.undo_stack.name_edits)

    # --- what widgets read ---

    @property
    def experiment(self) -> Experiment:
        """The document as it stands."""
        return self._experiment

    @property
    def score(self) -> Score:
        """How the number of fields and values is to be read; a probability where there are none."""
        return rules_of(self._experiment).score(self._experiment) or PROBABILITY

    @property
    def target(self) -> Target:
        """The target distribution of the document."""
        return self._target

    @property
    def modified(self) -> bool:
        """Whether there is something unsaved."""
        return self._modified

    @property
    def path(self) -> Path | None:
        """The file that the run lives in. Whatever starts training again leaves it: the file
        holds another run."""
        return self._path

    # --- training the document ---

    def start(self, checkpoint: Checkpoint | None = None, play: bool = False) -> None:
        """Build the session's trainer and begin to ask for frames.

        Plays at once if `play`, or if somebody was quicker to press Play than the engine to start.
        """
        self.build(self._experiment, checkpoint, play or self._plays)

    def stop(self) -> None:
        """Ask for no more frames and end the session; nothing can be undone any more."""
        # The collector may free edits before the stack, which would then free them again.
        self.undo_stack.clear()
        self.kept_runs.close()
        self.end()

    def play(self) -> None:
        """Train until paused, if there is something to learn from."""
        if self._can_train():
            super().play()

    def step_once(self, turn: str | None = None) -> None:
        """Pause and take one step, if there is something to learn from."""
        if self._can_train():
            super().step_once(turn)

    def _can_train(self) -> bool:
        why = self._target.absent
        if why:
            self.notice.emit(Notice("error", why, can_find=True))
        return not why

    def reset(self) -> None:
        """Back to the same initial weights; undoable where there was any training."""
        now = self._experiment
        new = self._with_images_of_now(now)
        if self.trained_at_all or new != now:
            self._push(Edit(self, "Reset", now, new, anew=True))
        else:
            self.build(now, None, play=False)

    def resume(self) -> None:
        """After a crash: another engine, from the last checkpoint."""
        self.build(self._experiment, self.last_checkpoint, play=True)

    # --- edits ---

    def edit(self, text: str, changes: dict[str, Any]) -> None:
        """Replace dotted fields, e.g. ``edit("k", {"game.k": 2})``; undoable.

        Edits of the same fields in a row (a slider being dragged) are one undo step. A value the
        field does not allow is refused with a notice.
        """
        if self._telling:
            return
        try:
            new = self._experiment.with_values(changes)
        except InvalidExperiment as error:
            self.notice.emit(Notice("error", str(error), refused=True))
            return
        if "name" not in changes:
            new = named_after_data(self._experiment, new)
        self.replace(text, new, merge_key=tuple(sorted(changes)))

    def choose_seed(self, seed: int) -> None:
        """Play another game of the same kind; undoable, each by itself."""
        self.replace("New seed", self._experiment.model_copy(update={"seed": seed}))

    def replace(
        self, text: str, new: Experiment, merge_key: tuple[str, ...] = (), anew: bool = False
    ) -> None:
        """Make `new` the document; undoable under `text`. `anew`: under new networks, whatever it
        changes.

        A target that cannot be made (an empty drawing), that the game does not learn from, or whose
        classes the players cannot be told (images without labels), is refused with a notice; with
        other points without classes the players are told none. What
        a widget lets go of while it is told of another document was meant for the one before.
        """
        if new == self._experiment or self._telling:
            return
        try:
            check_data(new)
            new = recorded(new)
            if compare(self._experiment, new) is Change.REBUILD:
                new = self._with_images_of_now(new)
            same = new.data == self._experiment.data
            target = self._target if same else make_target(new.data)
            told, new = new.game.told, new if same else untold(new, target)
            classes_of(new, target)
        except ValueError as error:
            self.notice.emit(Notice("error", str(error), refused=True))
            return
        self._push(Edit(self, text, self._experiment, new, merge_key, anew and self.trained_at_all))
        if told and not new.game.told:
            self.notice.emit(Notice("info", "These data have no classes: nobody is told any now."))

    def undo(self) -> None:
        """Take back the last edit, and what it cost."""
        if self._may_travel(self.undo_stack.index() - 1):
            self.undo_stack.undo()

    def redo(self) -> None:
        """Make the edit again that was taken back last, and leave what was before it."""
        if self._may_travel(self.undo_stack.index()):
            self.undo_stack.redo()

    def open(
        self,
        experiment: Experiment,
        checkpoint: Checkpoint | None,
        history: History,
        path: Path | None = None,
    ) -> None:
        """Take up a loaded run and the file it lives in: clears the undo stack.

        An untrained one learns from the images that are at its path now; whether they are others
        than it remembers is said, and something to save.
        """
        found = self._looked_at(experiment) if checkpoint is None else experiment
        target = make_target(found.data)
        old, self._experiment, self._target = self._experiment, found, target
        self.undo_stack.clear()
        self.build(found, checkpoint, play=False, history=history)
        self._place(path)
        self.set_modified(path is not None and found != experiment)
        self._tell(old, opened=True)

    def set_modified(self, modified: bool) -> None:
        """Note that there is, or is not, something unsaved."""
        if modified != self._modified:
            self._modified = modified
            self.modified_changed.emit(modified)

    def saved(self, path: Path, present: bool = True) -> None:
        """A run was saved there, the present one or one before it. What lived in that file before
        does so no more; the present run lives there now."""
        self.kept_runs.saved(path)
        if present:
            self._place(path)
        elif self._path == path:
            self._place(None)

    def become(self, new: Experiment, anew: bool, kept: Kept | None) -> Kept | None:
        """Switch to `new` and tell the session as little as needed. Used by the undo stack."""
        old, self._experiment = self._experiment, new
        change = Change.REBUILD if anew else compare(old, new)
        left = None
        if old.data != new.data:
            self._target = make_target(new.data)
        if change is Change.LIVE:
            self.send(commands.Apply(new))
        elif change is Change.REBUILD:
            left = self.leave(old, self._path, self._modified)
            if kept is not None and kept.trained:
                self.bring_back(new, kept)
            else:
                self.build_anew(new, play=self.playing and not anew)
                if left.trained and not anew:
                    words = "Started again: this change needs new networks."
                    self.notice.emit(Notice("info", f"{words} Undo brings back the old ones."))
            self._place(kept.path if kept else None)
        self.set_modified(kept.modified if kept else True)
        self._tell(old)
        return left

    def _tell(self, old: Experiment, opened: bool = False) -> None:
        """The document is another now."""
        self._telling = True
        try:
            self.experiment_changed.emit(old, self._experiment)
            if opened:
                self.opened.emit()
        finally:
            self._telling = False

    def _push(self, edit: Edit) -> None:
        stack, what = self.undo_stack, edit.plain
        may = self.may_lose_redo(what, stack.steps_of_redo)
        if may and (not edit.rebuilds or self.may_leave(what)):
            stack.push(edit)
        else:  # whoever shows the edit already shows the document again
            self._tell(self._experiment)

    def _may_travel(self, index: int) -> bool:
        edit = self.undo_stack.edit(index)
        return edit is None or not edit.rebuilds or self.may_leave(edit.plain)

    def _place(self, path: Path | None) -> None:
        if path != self._path:
            self._path = path
            self.path_changed.emit()

    def _with_images_of_now(self, experiment: Experiment) -> Experiment:
        """For a run that begins: its images are read again where they have changed on disk."""
        found = self._looked_at(experiment)
        return found if change_of_images(experiment.data, found.data) else experiment

    def _looked_at(self, experiment: Experiment) -> Experiment:
        found, changed = looked_at(experiment)
        if changed:
            self.notice.emit(Notice("info", changed))
        return found

    @Slot()
    def _on_trained(self) -> None:
        self.set_modified(True)
