"""New, Open, Save: the window's run and the file it lives in. Nothing unsaved is lost unasked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from ganlab.app.document.controller import Controller
from ganlab.app.document.saving.autosaver import AutoSaver
from ganlab.app.document.saving.file_dialogs import FileDialogs
from ganlab.app.document.saving.file_names import file_name
from ganlab.app.document.saving.recent import RecentFiles, RecentMemory
from ganlab.app.document.saving.recovery import offer, take_up
from ganlab.app.document.saving.snapshot import Snapshot, Taken
from ganlab.app.look.words import in_title
from ganlab.app.shell import messages
from ganlab.app.startup.again import Left
from ganlab.data.files.file_kind import DATA_KINDS, NOT_OPENED, FileKind, file_kind
from ganlab.experiment import Experiment
from ganlab.lab.files.archive import (
    SUFFIX,
    ArchiveError,
    Run,
    load_any,
    save_experiment,
    save_run,
)
from ganlab.lab.files.autosave import Recovery, RecoveryStore
from ganlab.lab.files.digest import digest_of
from ganlab.lab.frame import Notice, State
from ganlab.names import legible
from ganlab.pretrained import is_pretrained, pretrained_summary, pretrained_title

OPEN_FILTERS = (
    "Runs, experiments, points, images (*.ganlab *.json *.csv *.tsv *.tab *.txt *.npy *.npz *.gz "
    "*idx* *ubyte*);;All files (*)"
)
SAVE_FILTERS = "ganlab run (*.ganlab)"
EXPERIMENT_FILTERS = "Experiment, its settings alone (*.json)"


class FileKeeper(QObject):
    """Knows which file the window's run lives in, and asks before something unsaved goes."""

    title_changed = Signal(str)
    """The window's title; "[*]" stands where Qt shows that something is unsaved."""
    data_chosen = Signal(object)
    """The Path of points or images that the person chose to open: to be looked at first."""

    def __init__(
        self, controller: Controller, window: QWidget, recent: RecentMemory, store: RecoveryStore
    ) -> None:
        super().__init__(window)
        self._controller, self._window, self._store = controller, window, store
        self.recent = RecentFiles(recent, self)
        self.dialogs = FileDialogs(recent, window)
        self._leaving = False
        self._seen: dict[Path, str | None] = {}
        """Digests of files as this window last read or wrote them."""
        self._snapshot = Snapshot(controller, self)
        self._autosaver = AutoSaver(controller, store, self._seen.get, self)
        controller.experiment_changed.connect(self._show_title)
        controller.path_changed.connect(self._show_title)
        controller.modified_changed.connect(window.setWindowModified)
        self.title_changed.connect(window.setWindowTitle)
        self._show_title()

    # --- what it knows ---

    @property
    def path(self) -> Path | None:
        """The file of this run; None before it was saved."""
        return self._controller.path

    @property
    def name(self) -> str:
        """What this run is called in titles and questions."""
        path, name = self.path, self._controller.experiment.name
        return legible(path.stem if path else name) or "untitled"

    # --- what a person asks for ---

    def new(self, experiment: Experiment | None = None) -> None:
        """Start from an experiment (a preset), untrained and without a file."""
        self._when_safe(lambda: self._begin(Run.fresh(experiment or Experiment()), None))

    @Slot()
    def open(self) -> None:
        """Ask for a file and open it."""
        self._when_safe(self._ask_and_open)

    def open_path(self, path: Path) -> bool:
        """Open a run or an experiment; whether it is open now. Of data it says `data_chosen`."""
        answer = self._ask_unsaved()
        if answer == "save":
            self.save(lambda: self._load(path))
        return answer == "discard" and self._load(path)

    def save(self, then: Callable[[], object] | None = None) -> None:
        """Write to this run's file, or ask for one; `then` follows only if it was written."""
        if self.path is None:
            self.save_as(then)
        else:
            self._save_to(self.path, then)

    def save_as(self, then: Callable[[], object] | None = None) -> None:
        """Ask for a file and write to it."""
        # A file of that name holds another run, unless it is this run's own.
        beside = self.path is not None and self.path.parent == self.dialogs.folder
        name = self.path.stem if self.path is not None and beside else file_name(self.name)
        path = self.dialogs.save("Save as", name, SAVE_FILTERS, SUFFIX[1:], new=not beside)
        if path is not None:
            self._seen.pop(path, None)  # the dialog has asked already
            self._save_to(path, then)

    def save_experiment(self) -> None:
        """Ask for a file and write the settings alone; the run stays as unsaved as it was."""
        path = self.dialogs.save(
            "Save experiment", file_name(self.name), EXPERIMENT_FILTERS, "json", new=True
        )
        if path is None:
            return
        try:
            save_experiment(path, self._controller.experiment)
        except ArchiveError as error:
            messages.tell(self._window, str(error), "The run is still open here; nothing is lost.")
            return
        self._remember(path)
        words = f"Saved the settings to {path.name}; networks and curves are not in it."
        self._controller.notice.emit(Notice("info", words))

    @Slot(object)
    def on_closing(self, event: QCloseEvent) -> None:
        """The window is about to close: accept, or ignore and close later or never."""
        answer = "discard" if self._leaving else self._ask_unsaved()
        self._leaving = False
        if answer != "discard":
            event.ignore()
        if answer == "save":
            self.save(self._leave)

    def stop(self) -> None:
        """The window is gone: no timers, and no copy is left to be recovered."""
        self._snapshot.stop()
        self._autosaver.stop()

    def leave_behind(self, then: Callable[[], object], always: bool = False) -> None:
        """Leave a copy of what is unsaved for the next start, then call `then`; `always`: also of
        what is saved."""
        self._autosaver.leave_behind(then, always)

    @property
    def left(self) -> Left | None:
        """What the next start is to know of the copy that was left; None where there is none."""
        playing = self._controller.state is State.RUNNING
        name = self._store.name
        return Left(name, self._controller.modified, playing) if name else None

    def take_up(self, left: Left) -> bool:
        """Go on with what the window before this one left; whether it was there."""
        there = take_up(self._store.recoverable()[0], left.copy, self._recover)
        if there:
            self._controller.set_modified(left.modified)
        return there

    def offer_recovery(self) -> None:
        """Ask about what sessions that did not end properly left behind, newest first."""
        found, complaints = self._store.recoverable()
        for complaint in complaints:
            self._controller.notice.emit(Notice("warning", complaint))
        offer(found, self._window, self._recover)

    # --- inside ---

    def _ask_unsaved(self) -> messages.Unsaved:
        if not self._controller.modified:
            return "discard"
        return messages.ask_unsaved(self._window, self.name)

    def _when_safe(self, then: Callable[[], object]) -> None:
        answer = self._ask_unsaved()
        if answer == "save":
            self.save(then)
        elif answer == "discard":
            then()

    def _leave(self) -> None:
        self._leaving = True
        # Qt ignores a close() from within the one that we have just refused.
        QTimer.singleShot(0, self._window.close)

    def _ask_and_open(self) -> None:
        path = self.dialogs.open("Open", OPEN_FILTERS)
        if path is not None:
            self._load(path)

    def _load(self, path: Path) -> bool:
        kind = file_kind(path)
        if kind in DATA_KINDS:
            self.data_chosen.emit(path)
            return False
        seen = digest_of(path)
        try:
            if kind in NOT_OPENED:
                raise ArchiveError(f"This file is {kind}.")
            run = load_any(path)
        except ArchiveError as error:
            messages.tell(self._window, f"“{path.name}” was not opened.", str(error))
            if not path.exists():
                self.recent.forget(path)
            return False
        if is_pretrained(path):  # ours: it stays as it is, and saving asks for a file
            self._begin(run, None)
            words = f"{pretrained_title(path.stem)}: {pretrained_summary(path.stem)}."
            self._controller.notice.emit(Notice("info", words))
            return True
        # Saving would put a run in the place of a bare experiment; ask for a file instead.
        self._begin(run, path if kind is FileKind.RUN else None)
        self._seen[path] = seen
        self._remember(path)
        return True

    def _recover(self, left: Recovery) -> None:
        self._begin(left.run, left.origin)
        if left.origin is not None:
            self._seen[left.origin] = left.seen
        self._controller.set_modified(True)
        self._autosaver.write()  # our own copy first, then theirs goes

    def _begin(self, run: Run, path: Path | None) -> None:
        self._controller.open(run.experiment, run.checkpoint, run.history, path)

    def _save_to(self, path: Path, then: Callable[[], object] | None) -> None:
        self._snapshot.take(lambda taken: self._write(path, taken, then))

    def _write(self, path: Path, taken: Taken, then: Callable[[], object] | None) -> None:
        if not self._may_replace(path, then):
            return
        try:
            save_run(path, taken.run)
        except ArchiveError as error:
            messages.tell(self._window, str(error), "The run is still open here; nothing is lost.")
            return
        self._seen[path] = digest_of(path)
        present = taken.generation == self._controller.generation
        self._controller.saved(path, present)
        if present:
            self._controller.set_modified(not self._is_all(taken.run))
        self._remember(path)
        self._controller.notice.emit(taken.notice(path.name))
        if then is not None:
            then()

    def _is_all(self, run: Run) -> bool:
        """Whether there is nothing in the present run that is not in this one."""
        controller, step = self._controller, run.checkpoint.step if run.checkpoint else 0
        there_is_more = step != controller.step and controller.state is not State.CRASHED
        return run.experiment == controller.experiment and not there_is_more

    def _may_replace(self, path: Path, then: Callable[[], object] | None) -> bool:
        """Whether a file is as this window knows it; if not, the person decides."""
        now = digest_of(path)
        if path not in self._seen or now in (None, self._seen[path]):
            return True
        answer = messages.ask_changed(self._window, path.name)
        if answer == "elsewhere":
            self.save_as(then)
        return answer == "replace"

    def _remember(self, path: Path) -> None:
        self.dialogs.went_to(path.absolute())
        self.recent.note(path)

    @Slot()
    def _show_title(self) -> None:
        self.title_changed.emit(f"{in_title(self.name)}[*] — ganlab")
