"""The window's errands: files, drawing, importing, exporting, help. Connects actions to dialogs."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QMenu

from ganlab.app.document.controller import Controller
from ganlab.app.document.saving.files import FileKeeper
from ganlab.app.document.saving.lost_images import LostImages
from ganlab.app.exporting.exporter import Exporter
from ganlab.app.look.theme import Theme
from ganlab.app.look.words import in_menu, in_tooltip
from ganlab.app.shell import messages
from ganlab.app.shell.pretrained_menu import PretrainedMenu
from ganlab.app.shell.settings import Settings
from ganlab.app.shell.window import Window
from ganlab.data.errors import DataError
from ganlab.data.files.file_kind import DATA_KINDS, FileKind, file_kind
from ganlab.data.tables.options import NO_OPTIONS, TableOptions
from ganlab.lab.files.autosave import RecoveryStore
from ganlab.lab.files.dropped import one_of
from ganlab.lab.files.shelf import Shelf
from ganlab.lab.frame import Notice
from ganlab.presets import GROUPS, load_preset, preset_names
from ganlab.pretrained import pretrained_path

if TYPE_CHECKING:
    from ganlab.app.drawing.mode import DrawingMode
    from ganlab.app.exporting.generator_exporter import GeneratorExporter
    from ganlab.app.help.dialog import Page
    from ganlab.app.importing.dialog import ImportDialog
    from ganlab.app.panels.images.workspace import ImagesPanel
    from ganlab.app.panels.plane.distributions import DistributionsPanel
    from ganlab.app.rooms.images.stage import Tab

POINT_FILES = "Points (*.csv *.tsv *.tab *.txt *.dat *.npy *.npz *.gz);;All files (*)"


class Dialogs(QObject):
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
        self.files.data_chosen.connect(self.bring_in)
        self.images = LostImages(controller, window, self.files.dialogs)
        self.exporter = Exporter(
            controller,
            theme,
            window,
            self.files,
            self._plane_on_show,
            self._images_on_show,
            lambda: window.rooms[window.rooms.current].picture,
        )
        self.generator_exporter: GeneratorExporter | None = None
        actions = window.actions_table
        for name, errand in {
            "new": self._new,
            "open": self.files.open,
            "open_images": self.open_images,
            "save": self.files.save,
            "save_as": self.files.save_as,
            "save_experiment": self.files.save_experiment,
            "export_picture": self.exporter.export_picture,
            "export_curves": self.exporter.export_curves,
            "export_animation": self.exporter.export_animation,
            "export_generator": self.export_generator,
            "draw": self.draw,
            "import_points": self.import_points,
            "latent": self.explore,
            "evaluate": self.evaluate,
            "tour": lambda: self._show_help("tour"),
            "glossary": lambda: self._show_help("glossary"),
            "shortcuts": lambda: self._show_help("shortcuts"),
            "about": self._show_about,
            "quit": window.close,
        }.items():
            actions[name].triggered.connect(lambda _=False, errand=errand: errand())
        window.experiment.draw_requested.connect(self.draw)
        window.experiment.import_requested.connect(self.import_points)
        window.experiment.shelf.take(Shelf(folder / "shelf"))
        window.closing.connect(self.files.on_closing)
        window.dropped.connect(self.take_dropped)
        window.shared.images_found = self.images.found
        window.shared.pretrained_wanted.connect(self.open_pretrained)
        window.shared.images_wanted.connect(self.open_images)
        window.shared.export_wanted.connect(self.exporter.export_picture)
        self._add_file_menus()
        self._set_up_undo(settings, folder / "undo")

    @Slot()
    def draw(self) -> None:
        """Draw on the plane, or leave off."""
        playground = self._window.playground
        if playground.draws and playground.drawing.canvas.isVisible():
            playground.drawing.leave()
        else:
            self._enter_drawing()

    def _enter_drawing(self) -> DrawingMode:
        self._window.rooms.go("playground")
        if self._window.body.narrow:
            self._window.body.toggles["dock"].setChecked(False)  # it lies over the plane
        drawing = self._window.playground.drawing
        drawing.column.sources.ask_with(self.files.dialogs)
        drawing.enter()
        return drawing

    @Slot()
    def explore(self) -> None:
        """Show the latent space of the generator of images."""
        self._show_tab("latent")

    @Slot()
    def evaluate(self) -> None:
        """Show how good the generator of images is."""
        self._show_tab("quality")

    def _show_tab(self, tab: Tab) -> None:
        self._window.rooms.go("images")
        self._window.images_room.images.show_tab(tab)

    def _plane_on_show(self) -> DistributionsPanel:
        self._window.show_run()
        return self._window.distributions

    def _images_on_show(self) -> ImagesPanel | None:
        if self._window.images_shown is not None:
            self._show_tab("images")
        return self._window.images_shown

    @Slot()
    def export_generator(self) -> None:
        """Write the generator as files that run without ganlab."""
        from ganlab.app.exporting.generator_exporter import GeneratorExporter

        if self.generator_exporter is None:
            self.generator_exporter = GeneratorExporter(self._controller, self._window, self.files)
        self.generator_exporter.export()

    @Slot(str)
    def open_pretrained(self, name: str) -> None:
        """Open a generator that comes trained, as a run without a file."""
        self.files.open_path(pretrained_path(name))

    @Slot()
    def import_points(self) -> None:
        """Ask for a CSV or NumPy file and make its points the target."""
        path = self.files.dialogs.open("Import points", POINT_FILES)
        if path is not None:
            self.bring_in(path)

    @Slot()
    def open_images(self) -> None:
        """Ask for a folder of pictures and make them the data."""
        path = self.files.dialogs.open_folder("Open images")
        if path is not None:
            self.bring_in(path)

    @Slot(object)
    def take_dropped(self, paths: tuple[Path, ...]) -> None:
        """Open what was dropped on the window: a run, an experiment, points, images or a picture
        to draw on; of several files the one that the others belong to. Else say why not."""
        path, why = one_of(paths)
        kind = None if path is None else file_kind(path)
        if path is None:
            self._controller.notice.emit(Notice("warning", why))
        elif kind in DATA_KINDS:
            self.bring_in(path)
        elif kind is FileKind.PICTURE:
            self.draw_from(path)
        else:
            self.files.open_path(path)

    def draw_from(self, path: Path) -> None:
        """Begin to draw, with a picture as its start."""
        self._enter_drawing().column.sources.from_image(path)

    @Slot(object)
    def bring_in(self, path: Path, options: TableOptions = NO_OPTIONS) -> None:
        """Show points or images as they are read, and make them the data if that is right."""
        from ganlab.app.importing.dialog import ImportDialog

        dialog = ImportDialog(path, self._theme, self._window, options)
        dialog.agreed.connect(lambda: self._take(dialog))
        dialog.open()

    def _take(self, dialog: ImportDialog) -> None:
        try:
            new = dialog.experiment(self._controller.experiment)
        except DataError as error:
            self._controller.notice.emit(Notice("error", str(error)))
            return
        before = self._controller.experiment
        self._controller.replace(f"data from {dialog.path.name}", new)
        if self._controller.experiment is not before:
            self._window.show_run()

    def shut_down(self) -> None:
        """The window is gone: no timers, no export half written, no copy left to recover."""
        self._window.experiment.shelf.settle()
        self.exporter.stop()
        if self.generator_exporter is not None:
            self.generator_exporter.stop()
        self.files.stop()

    # --- inside ---

    def _add_file_menus(self) -> None:
        file_menu = self._window.findChild(QMenu, "File")
        if file_menu is None:
            return
        presets = QMenu("New from Preset", file_menu)
        presets.setToolTipsVisible(True)
        for group, titles in GROUPS.items():
            page = presets.addMenu(group)
            for name, title in titles.items():
                new = page.addAction(title)
                new.triggered.connect(lambda _=False, name=name: self.files.new(load_preset(name)))
        pretrained = PretrainedMenu(file_menu)
        pretrained.chosen.connect(self.open_pretrained)
        self._recent = QMenu("Open Recent", file_menu)
        actions = self._window.actions_table
        file_menu.insertMenu(actions["open"], presets)
        file_menu.insertMenu(actions["open_images"], pretrained)
        file_menu.insertMenu(actions["save"], self._recent)
        self.files.recent.changed.connect(self._fill_recent)
        self._fill_recent()

    def _set_up_undo(self, settings: Settings, folder: Path) -> None:
        from ganlab.app.document.undo_memory import UndoMemoryMenu

        controller, window = self._controller, self._window
        controller.kept_runs.use(folder)
        controller.ask = partial(messages.ask_loss, window)
        edit_menu = window.findChild(QMenu, "Edit")
        assert edit_menu is not None
        menu = UndoMemoryMenu(controller, settings, edit_menu)
        redo = edit_menu.actions().index(window.actions_table["redo"])
        edit_menu.insertMenu(edit_menu.actions()[redo + 1], menu)

    @Slot()
    def _fill_recent(self) -> None:
        self._recent.clear()
        for path in self.files.recent.paths:
            action = self._recent.addAction(in_menu(path.name))
            action.setToolTip(in_tooltip(str(path)))
            action.triggered.connect(lambda _=False, path=path: self.files.open_path(path))
        self._recent.setEnabled(bool(self.files.recent.paths))
        why = "" if self.files.recent.paths else "No file has been opened or saved yet."
        self._recent.menuAction().setToolTip(why)

    def _new(self) -> None:
        self.files.new(load_preset(preset_names()[0]))

    def _show_help(self, page: Page) -> None:
        from ganlab.app.help.dialog import HelpDialog

        window = self._window
        dialog = window.findChild(HelpDialog)
        if not isinstance(dialog, HelpDialog):
            experiment = self._controller.experiment
            dialog = HelpDialog(window.actions_table, experiment, self._theme, window)
        dialog.show_page(page)

    def _show_about(self) -> None:
        from ganlab.app.help.about import show_about

        show_about(self._window)
