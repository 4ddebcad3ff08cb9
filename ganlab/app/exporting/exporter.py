"""Export Picture, Export Curves, Export Animation: asks, writes, says what came of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Slot
from PySide6.QtWidgets import QDialog, QWidget

from ganlab.app.document.controller import Controller
from ganlab.app.document.saving.file_names import file_name
from ganlab.app.document.saving.files import FileKeeper
from ganlab.app.exporting import painted
from ganlab.app.exporting.animation import AnimationJob
from ganlab.app.exporting.export_dialog import AnimationDialog, PictureDialog
from ganlab.app.exporting.frame_recorder import FrameRecorder
from ganlab.app.look.theme import Theme
from ganlab.app.panels.plane.distributions import DistributionsPanel
from ganlab.app.rooms.room import Picture
from ganlab.app.shell import messages
from ganlab.atomic import atomic_write, plain_words
from ganlab.export.curves import write_curves
from ganlab.figures import counted
from ganlab.games import evaluation
from ganlab.games.columns import headers
from ganlab.games.rules import rules_of
from ganlab.lab.frame import Notice

if TYPE_CHECKING:
    from ganlab.app.panels.images.workspace import ImagesPanel

SQUARE = QSize(1, 1)
FILTERS = {"png": ("PNG picture (*.png)", "png"), "svg": ("SVG picture (*.svg)", "svg")}


class Exporter(QObject):
    """The exports of one window. Records frames from its construction on."""

    def __init__(
        self,
        controller: Controller,
        theme: Theme,
        window: QWidget,
        files: FileKeeper,
        plane: Callable[[], DistributionsPanel],
        images: Callable[[], ImagesPanel | None] = lambda: None,
        own: Callable[[], Picture | None] = lambda: None,
    ) -> None:
        """`plane` brings the distributions on show; `images` the images, if there are any; `own` is
        what the room on show has to be written instead of the run."""
        super().__init__(window)
        self._controller, self._theme, self._window = controller, theme, window
        self._files, self._plane, self._images, self._own = files, plane, images, own
        self.recorder = FrameRecorder(controller, self)
        self.job: AnimationJob | None = None
        """The animation that is being written."""

    @Slot()
    def export_picture(self) -> None:
        """Write what the middle of the window shows: the distributions, the images, or what the
        room has of its own."""
        own = self._own()
        if own is None and (images := self._images()):
            self._export_images(images)
            return
        picture = own or self._plane().picture
        dialog = PictureDialog(picture.shape, self._window)
        if not _accepted(dialog):
            return
        path = self._ask("Export picture", *FILTERS[dialog.kind])
        if path is None:
            return
        if dialog.kind == "svg":
            data = painted.svg(picture.paint_into, picture.shape)
        else:
            data = painted.png(picture.paint_into, picture.shape, dialog.size_chosen)
        self._write(path, data)

    def _export_images(self, panel: ImagesPanel) -> None:
        path = self._ask("Export picture", *FILTERS["png"])
        if path is not None:
            self._write(path, painted.png_of(panel.picture()))

    def _write(self, path: Path, data: bytes) -> None:
        try:
            with atomic_write(path) as file:
                file.write(data)
        except OSError as error:
            self._failed(path, plain_words(error))
        else:
            self._say(f"Wrote {path.name}.")

    @Slot()
    def export_curves(self) -> None:
        """Write every curve of the whole run."""
        history = self._controller.history
        if not history.steps:
            self._nothing_yet("There are no curves yet.")
            return
        path = self._ask("Export curves", "Table (*.csv)", "csv")
        if path is None:
            return
        try:
            experiment = self._controller.experiment
            columns = (*rules_of(experiment).columns(experiment), *evaluation.columns(experiment))
            tables = [history.table(), history.evaluation_table()]
            rows = write_curves(path, tables, headers(columns))
        except OSError as error:
            self._failed(path, plain_words(error))
        else:
            self._say(f"Wrote {counted(rows, 'row')} to {path.name}.")

    @Slot()
    def export_animation(self) -> None:
        """Write the last frames; the window stays usable enough to cancel."""
        if self.job is not None:
            return
        if not len(self.recorder):
            self._nothing_yet("There are no frames yet.")
            return
        images = self._images()
        shape = SQUARE if images else self._plane().view.viewport().size()
        dialog = AnimationDialog(len(self.recorder), shape, self._window)
        if not _accepted(dialog):
            return
        # Now, and not after the file dialog, behind which training goes on.
        frames = self.recorder.last(dialog.frames_box.value())
        path = self._ask("Export animation", "Animation (*.gif)", "gif")
        if path is None:
            return
        job = AnimationJob(
            frames,
            (images or self._plane()).render_frame,
            dialog.size_chosen,
            dialog.rate_box.value(),
            path,
            self._theme,
            self._window,
        )

        def finished(failure: str) -> None:
            self.job = None
            job.deleteLater()
            if failure:
                self._failed(path, failure)
            elif job.written:
                self._say(f"Wrote {counted(job.written, 'frame')} to {path.name}.")

        job.finished.connect(finished)
        self.job = job
        job.start()

    def stop(self) -> None:
        """The window goes: cancel what is being written, and wait for it."""
        if self.job is not None:
            self.job.wait()

    def _ask(self, title: str, filters: str, suffix: str) -> Path | None:
        return self._files.dialogs.save(title, file_name(self._files.name), filters, suffix)

    def _nothing_yet(self, text: str) -> None:
        messages.tell(self._window, text, "Press Play or take a step first.")

    def _failed(self, path: Path, why: str) -> None:
        messages.tell(
            self._window,
            f"{path.name} could not be written: {why}.",
            "An older file of that name is as it was.",
        )

    def _say(self, text: str) -> None:
        self._controller.notice.emit(Notice("info", text))


def _accepted(dialog: QDialog) -> bool:
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return accepted
