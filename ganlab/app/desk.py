"""The window's errands: files, drawing, importing, exporting, help. Connects actions to dialogs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QDialog, QFileDialog, QMenu

from ganlab.app.controller import Controller
from ganlab.app.exporter import Exporter
from ganlab.app.files import FileKeeper
from ganlab.app.image_files import holds_images
from ganlab.app.settings import Settings
from ganlab.app.theme import Theme
from ganlab.app.window import Window
from ganlab.lab.autosave import RecoveryStore
from ganlab.lab.frame import Notice
from ganlab.presets import load_preset, preset_names, preset_title

if TYPE_CHECKING:
    from ganlab.app.drawing.dialog import DrawingDialog
    from ganlab.app.latent.explorer import LatentExplorer

POINT_SUFFIXES = (".csv", ".tsv", ".txt", ".npy")
POINT_FILES = "Points (*.csv *.tsv *.txt *.npy);;All files (*)"


class Desk(QObject):
    """What a person asks for beside training. Autosaves go to `folder`."""

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
        self.files = FileKeeper(controller, window, settings, RecoveryStore(folder / "autosave"))
        self.exporter = Exporter(
            controller, theme, window, self.files, window.distributions, lambda: window.images_shown
        )
        self._drawing: DrawingDialog | None = None
        self._explorer: LatentExplorer | None = None
        actions = window.actions_table
        for name, errand in {
            "new": self._new,
            "open": self.files.open,
            "open_images": self.open_images,
            "save": self.files.save,
            "save_as": self.files.save_as,
            "export_picture": self.exporter.export_picture,
            "export_curves": self.exporter.export_curves,
            "export_animation": self.exporter.export_animation,
            "draw": self.draw,
            "import_points": self.import_points,
            "latent": self.explore,
            "shortcuts": self._show_shortcuts,
            "about": self._show_about,
            "quit": window.close,
        }.items():
            actions[name].triggered.connect(lambda _=False, errand=errand: errand())
        window.experiment.draw_requested.connect(self.draw)
        window.experiment.import_requested.connect(self.import_points)
        window.closing.connect(self.files.on_closing)
        window.dropped.connect(self.take_dropped)
        self._add_file_menus()

    @Slot()
    def draw(self) -> None:
        """Open the drawing canvas beside the window, or bring it to the front."""
        from ganlab.app.drawing.dialog import DrawingDialog

        if self._drawing is None:
            self._drawing = DrawingDialog(self._controller, self._theme, self._window)
        _to_front(self._drawing)

    @Slot()
    def explore(self) -> None:
        """Open the latent explorer beside the window, or bring it to the front."""
        from ganlab.app.latent.explorer import LatentExplorer

        if self._explorer is None:
            self._explorer = LatentExplorer(self._controller, self._theme, self._window)
        _to_front(self._explorer)

    @Slot()
    def import_points(self) -> None:
        """Ask for a CSV or NumPy file and make its points the target."""
        folder = str(self.files.folder)
        path, _ = QFileDialog.getOpenFileName(self._window, "Import points", folder, POINT_FILES)
        if path:
            self.take_points(Path(path))

    @Slot()
    def open_images(self) -> None:
        """Ask for a folder of pictures and make them the data."""
        folder = str(self.files.folder)
        path = QFileDialog.getExistingDirectory(self._window, "Open images", folder)
        if path:
            self.files.take_images(Path(path))

    @Slot(object)
    def take_dropped(self, path: Path) -> None:
        """Open what was dropped on the window: a run, an experiment, images, or points."""
        if path.suffix.lower() in POINT_SUFFIXES and not holds_images(path):
            self.take_points(path)
        else:
            self.files.open_path(path)

    def take_points(self, path: Path) -> None:
        """Make a file's points the target; undoable. A bad file is said in the status line."""
        from ganlab.data.points import read_points

        try:
            points = read_points(path)
        except (ValueError, OSError) as error:
            self._controller.notice.emit(Notice("error", f"{path.name}: {error}"))
            return
        self._controller.edit(
            f"points from {path.name}", {"data": points, "name": path.stem[:200], "about": ""}
        )

    def shut_down(self) -> None:
        """The window is gone: no timers, no export half written, no copy left to recover."""
        self.exporter.stop()
        self.files.stop()

    # --- inside ---

    def _add_file_menus(self) -> None:
        file_menu = self._window.findChild(QMenu, "File")
        if file_menu is None:
            return
        presets = QMenu("New from Preset", file_menu)
        presets.setToolTipsVisible(True)
        for name in preset_names():
            action = presets.addAction(preset_title(name))
            action.triggered.connect(lambda _=False, name=name: self.files.new(load_preset(name)))
        self._recent = QMenu("Open Recent", file_menu)
        actions = self._window.actions_table
        file_menu.insertMenu(actions["open"], presets)
        file_menu.insertMenu(actions["save"], self._recent)
        self.files.recent_changed.connect(self._fill_recent)
        self._fill_recent()

    @Slot()
    def _fill_recent(self) -> None:
        self._recent.clear()
        for path in self.files.recent:
            action = self._recent.addAction(path.name)
            action.setToolTip(str(path))
            action.triggered.connect(lambda _=False, path=path: self.files.open_path(path))
        self._recent.setEnabled(bool(self.files.recent))

    def _new(self) -> None:
        self.files.new(load_preset(preset_names()[0]))

    def _show_shortcuts(self) -> None:
        from ganlab.app.help import show_shortcuts

        show_shortcuts(self._window.actions_table, self._window)

    def _show_about(self) -> None:
        from ganlab.app.help import show_about

        show_about(self._window)


def _to_front(dialog: QDialog) -> None:
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
