"""Export Generator: asks, has a process write it, says what came of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QDialog, QProgressDialog, QWidget

from ganlab.app.document.controller import Controller
from ganlab.app.document.saving.file_names import file_name
from ganlab.app.document.saving.files import FileKeeper
from ganlab.app.document.saving.snapshot import Snapshot, Taken
from ganlab.app.exporting.exported_dialog import ExportedDialog
from ganlab.app.exporting.generator_dialog import Form, GeneratorDialog
from ganlab.app.shell import messages
from ganlab.app.shell.jobs import JobRunner
from ganlab.app.widgets.progress_dialog import progress_dialog
from ganlab.export.generator.request import SUFFIXES, Exported, Request, is_file
from ganlab.lab.figures.newest_figures import newest_figures
from ganlab.lab.frame import Notice

WORK = "ganlab.games.exports:export_as_asked"


def misnamed(form: Form, path: Path) -> str:
    """Why no export of that form can have that name; "" where it can."""
    if form.suffix and SUFFIXES.get(path.suffix.lower()) != form.format:
        return f"{path.name} does not end in .{form.suffix}."
    if not form.suffix and is_file(path):
        return f"{path.name} is the name of a file; name a folder."
    return ""


class GeneratorExporter(QObject):
    """The exports of one window's generator, one at a time; training goes on meanwhile."""

    def __init__(self, controller: Controller, window: QWidget, files: FileKeeper) -> None:
        super().__init__(window)
        self._controller, self._window, self._files = controller, window, files
        self._snapshot = Snapshot(controller, self)
        self._path = Path()
        self.dialog: QProgressDialog | None = None
        """On show while something is being written."""
        self.runner = JobRunner("The export", self)
        self.runner.progress.connect(self._progress)
        self.runner.finished.connect(self._finished)
        self.runner.failed.connect(self._failed)

    @Slot()
    def export(self) -> None:
        """Ask for a form and a place, and have the generator written there."""
        if self.dialog is not None:
            self.dialog.raise_()
            return
        if self.runner.running:
            self._say("The last export is just being stopped.")
            return
        if not self._controller.step:
            messages.tell(
                self._window,
                "There is no trained generator yet.",
                "Press Play or take steps first.",
            )
            return
        dialog = GeneratorDialog(self._controller.experiment, self._window)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        form, seed = dialog.chosen, dialog.seed
        dialog.deleteLater()
        path = self._ask(form) if accepted else None
        if path is None:
            return
        if why := misnamed(form, path):
            messages.tell(self._window, why, "Nothing was written.")
        else:
            self._begin(form, seed, path)

    def stop(self) -> None:
        """The window goes: nothing is written any more, and no process is left."""
        self._close_dialog()
        self._snapshot.stop()
        self.runner.close()

    # --- inside ---

    def _ask(self, form: Form) -> Path | None:
        name, dialogs = file_name(self._files.name), self._files.dialogs
        if form.suffix:
            return dialogs.save("Export generator", name, form.kind, form.suffix)
        what = "pictures" if form.format == "pictures" else "generator"
        return dialogs.new_folder("Export generator into a new folder", f"{name} {what}")

    def _begin(self, form: Form, seed: int, path: Path) -> None:
        self._path = path
        self.dialog = progress_dialog(
            "Export generator", f"Writing {path.name} and checking it…", 0, self._window
        )
        self.dialog.setWindowModality(Qt.WindowModality.NonModal)  # somebody may watch it train
        self.dialog.canceled.connect(self._cancel)
        self.dialog.show()

        def write(taken: Taken) -> None:
            run = taken.run
            request = Request(
                run.experiment, run.checkpoint, path, form.format, seed, newest_figures(run.history)
            )
            self.runner.start(WORK, request)

        self._snapshot.take(write)

    @Slot()
    def _cancel(self) -> None:
        self._close_dialog()
        self._snapshot.stop()
        self.runner.cancel()
        self._say("Nothing was exported.")

    @Slot(int, int)
    def _progress(self, done: int, total: int) -> None:
        if self.dialog is not None and done:  # the first part takes longest; until then it moves
            self.dialog.setMaximum(total)
            self.dialog.setValue(done)

    @Slot(object)
    def _finished(self, exported: Exported) -> None:
        if self.dialog is None:  # cancelled too late: it is there, and whole
            self._say(f"{self._path.name} was written all the same.")
            return
        self._close_dialog()
        self._say(f"Exported {self._path.name}.")
        ExportedDialog(exported, self._path, self._window).show()

    @Slot(str)
    def _failed(self, why: str) -> None:
        self._close_dialog()
        messages.tell(
            self._window, why, "Nothing was written; an older file of that name is as it was."
        )

    def _close_dialog(self) -> None:
        if self.dialog is not None:
            dialog, self.dialog = self.dialog, None
            dialog.canceled.disconnect(self._cancel)  # closing it is not a second cancelling
            dialog.close()
            dialog.deleteLater()

    def _say(self, text: str) -> None:
        self._controller.notice.emit(Notice("info", text))
