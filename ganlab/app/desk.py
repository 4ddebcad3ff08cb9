"""The window's errands: files, drawing, importing, exporting, help. Connects actions to dialogs."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFileDialog

from ganlab.app.controller import Controller
from ganlab.app.settings import Settings
from ganlab.app.theme import Theme
from ganlab.app.window import Window
from ganlab.lab.frame import Notice


class Desk(QObject):
    """What a person asks for beside training."""

    def __init__(
        self,
        controller: Controller,
        theme: Theme,
        settings: Settings,
        window: Window,
        folder: Path,
    ) -> None:
        super().__init__(window)
        self._controller, self._theme, self._window = controller, theme, window

        actions = window.actions_table
        for name, errand in {
            "draw": self.draw,
            "import_points": self.import_points,
            "shortcuts": self._show_shortcuts,
            "about": self._show_about,
            "quit": window.close,
        }.items():
            actions[name].triggered.connect(lambda _=False, errand=errand: errand())
        window.experiment.draw_requested.connect(self.draw)
        window.experiment.import_requested.connect(self.import_points)
        window.closing.connect(self._closing)

    @Slot()
    def draw(self) -> None:
        """Open the drawing canvas beside the window."""
        from ganlab.app.drawing.dialog import DrawingDialog

        DrawingDialog(self._controller, self._theme, self._window).show()

    @Slot()
    def import_points(self) -> None:
        """Ask for a CSV or NumPy file and make its points the target."""
        path, _ = QFileDialog.getOpenFileName(
            self._window, "Import points", "", "Points (*.csv *.txt *.tsv *.npy);;All files (*)"
        )
        if path:
            self.take_points(Path(path))

    def take_points(self, path: Path) -> None:
        """Make a file's points the target; undoable. A bad file is said in the status line."""
        from ganlab.data.points import read_points

        try:
            points = read_points(path)
        except (ValueError, OSError) as error:
            self._controller.notice.emit(Notice("error", f"{path.name}: {error}"))
            return
        self._controller.edit(
            f"points from {path.name}", {"data": points, "name": path.stem, "about": ""}
        )

    def keep_nothing(self) -> None:
        """No autosave, no recovery, no settings: a picture is being taken."""

    def offer_recovery(self) -> None:
        """Offer what an earlier session that ended badly left behind."""

    def shut_down(self) -> None:
        """Stop the timers."""

    def _show_shortcuts(self) -> None:
        from ganlab.app.help import show_shortcuts

        show_shortcuts(self._window.actions_table, self._window)

    def _show_about(self) -> None:
        from ganlab.app.help import show_about

        show_about(self._window)

    @Slot(object)
    def _closing(self, event: QCloseEvent) -> None:
        pass
