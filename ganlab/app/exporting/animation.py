"""Turning recorded frames into a GIF while the window stays alive."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, QSize, Qt, QThread, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from ganlab.app.exporting.frame_recorder import Filmed
from ganlab.app.look.theme import SMALL_PX, Theme, figure_font
from ganlab.app.widgets.progress_dialog import progress_dialog
from ganlab.atomic import plain_words
from ganlab.data import Target
from ganlab.export.pictures import Pixels, write_animation
from ganlab.interruptible import Cancelled
from ganlab.lab.frame import Frame

RenderFrame = Callable[[Frame, QSize, Target], QImage]
_MARGIN = 10


class AnimationJob(QObject):
    """Draws frame by frame in this thread, between its events; encodes in one of its own."""

    finished = Signal(str)
    """Why it failed in a person's words; empty when it did not, or was cancelled."""

    def __init__(
        self,
        frames: Sequence[Filmed],
        render: RenderFrame,
        size: QSize,
        frames_per_second: float,
        path: Path,
        theme: Theme,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._frames, self._render, self._theme = frames, render, theme
        self._size = size
        self._pixels: list[Pixels] = []
        self.written = 0
        """Frames in the file; 0 until it is there."""
        self._encoder = _Encoder(self._pixels, frames_per_second, path, self)
        self._encoder.progress.connect(self._encoded)
        self._encoder.finished.connect(self._done)
        self.dialog = progress_dialog(
            "Export animation", "Drawing the frames…", 2 * len(frames), parent
        )
        self.dialog.canceled.connect(self.cancel)
        self._next = QTimer(self)
        self._next.setInterval(0)
        self._next.timeout.connect(self._draw_next)

    def start(self) -> None:
        """Begin; `finished` follows."""
        self.dialog.show()
        self._next.start()

    @Slot()
    def cancel(self) -> None:
        """Stop where it is; nothing is written."""
        if self._next.isActive():
            self._next.stop()
            self._done()
        else:
            self._encoder.stop.set()

    def wait(self) -> None:
        """Cancel, and return only when no thread runs any more."""
        self.cancel()
        self._encoder.wait()

    @Slot()
    def _draw_next(self) -> None:
        frame, target = self._frames[len(self._pixels)]
        image = self._render(frame, self._size, target)
        image = image.convertToFormat(QImage.Format.Format_RGB888)
        self._caption(image, f"step {frame.step:,}")
        self._pixels.append(pixels_of(image))
        self.dialog.setValue(len(self._pixels))
        if len(self._pixels) == len(self._frames):
            self._next.stop()
            self.dialog.setLabelText("Writing the animation…")
            self._encoder.start()

    def _caption(self, image: QImage, text: str) -> None:
        painter = QPainter(image)
        painter.setFont(figure_font(SMALL_PX))
        painter.setPen(self._theme.color("text"))
        where = image.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        painter.drawText(where, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, text)
        painter.end()

    @Slot(int)
    def _encoded(self, done: int) -> None:
        self.dialog.setValue(len(self._frames) + done)

    @Slot()
    def _done(self) -> None:
        self._encoder.wait()
        self.written = self._encoder.written
        self.dialog.canceled.disconnect(self.cancel)  # closing it is not a second cancelling
        self.dialog.close()
        self.dialog.deleteLater()
        self.finished.emit(self._encoder.failure)


class _Encoder(QThread):
    """Writes the GIF; touches nothing of Qt but its own signals."""

    progress = Signal(int)

    def __init__(
        self, pixels: list[Pixels], frames_per_second: float, path: Path, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._pixels, self._rate, self._path = pixels, frames_per_second, path
        self.stop = threading.Event()
        self.failure = ""
        self.written = 0

    def run(self) -> None:
        """Encode; an error becomes `failure`."""
        try:
            self.written = write_animation(
                self._path, self._pixels, self._rate, self.progress.emit, self.stop.is_set
            )
        except Cancelled:
            pass
        except OSError as error:
            self.failure = plain_words(error)
        except Exception as error:  # nothing may leave a thread of Qt's
            self.failure = f"{type(error).__name__}: {error}"


def pixels_of(image: QImage) -> Pixels:
    """(height, width, 3) owned RGB of a picture of the format RGB888."""
    rows = np.frombuffer(image.constBits(), dtype=np.uint8)
    rows = rows.reshape(image.height(), image.bytesPerLine())[:, : 3 * image.width()]
    return rows.reshape(image.height(), image.width(), 3).copy()
