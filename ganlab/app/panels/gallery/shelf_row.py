"""A person's own targets under the built-in ones: one row, and all of them after a click."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ganlab.app.document.controller import Controller
from ganlab.app.look.theme import Theme
from ganlab.app.panels.gallery.pages import COLUMNS
from ganlab.app.panels.gallery.thumbnail import Thumbnail
from ganlab.app.shell import messages
from ganlab.data import make_target
from ganlab.experiment import Experiment
from ganlab.lab.files.opening import IMAGE_PRESET, PLANE_PRESET
from ganlab.lab.files.shelf import Item, Shelf, ShelfFull
from ganlab.lab.frame import Notice
from ganlab.names import legible
from ganlab.presets import load_preset

SOON_MS = 500
"""A drawing that follows the pen is written down when it rests."""


class ShelfThumbnail(Thumbnail):
    """One of them; its menu renames and removes it."""

    renamed = Signal()
    removed = Signal()

    def __init__(self, item: Item, theme: Theme) -> None:
        super().__init__(item.key, item.name, theme)
        self.item = item
        self.show_mark(item.name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def menu(self) -> QMenu:
        """The context menu."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Use as the target", self.click)
        menu.addAction("Rename…", self.renamed.emit)
        menu.addAction("Remove…", self.removed.emit)
        return menu


class ShelfRow(QWidget):
    """Keeps what is drawn and brought in, and offers it again. Hidden while there is nothing."""

    holds_current = Signal(bool)
    """Whether the present target is one of them."""

    def __init__(self, controller: Controller, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller, self._theme = controller, theme
        self._shelf: Shelf | None = None
        self._last: Item | None = None
        self._removed: list[object] = []
        """Targets that are not to come back by being played with."""
        self.thumbnails: list[ShelfThumbnail] = []
        title = QLabel("Yours")
        title.setProperty("class", "muted")
        self.all = QPushButton()
        self.all.setProperty("class", "flat")
        self.all.setCheckable(True)
        self.all.setToolTip("Show all of your targets, or the newest alone")
        self.all.toggled.connect(self._arrange)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self.all)
        self._grid = QGridLayout()
        self._grid.setSpacing(5)
        for column in range(COLUMNS):
            self._grid.setColumnStretch(column, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addLayout(self._grid)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self._note)
        controller.experiment_changed.connect(self._changed)
        self.hide()

    def take(self, shelf: Shelf) -> None:
        """From now on targets are kept there."""
        self._shelf = shelf
        self.refresh()

    def settle(self) -> None:
        """Keep now what is waiting to be kept: the window goes."""
        if self._soon.isActive():
            self._soon.stop()
            self._note()

    def refresh(self) -> None:
        """Show what is there, whichever window put it there."""
        for old in self.thumbnails:
            self._grid.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.thumbnails = []
        for item in self._shelf.items() if self._shelf else []:
            self.thumbnails.append(self._thumbnail(item))
        self._arrange()
        self._frame_current()

    def _thumbnail(self, item: Item) -> ShelfThumbnail:
        thumbnail = ShelfThumbnail(item, self._theme)
        if item.data.imaged:
            thumbnail.show_sign("picture")  # to read them takes too long; see `_frame_current`
        else:
            try:
                thumbnail.show_target(make_target(item.data))
            except ValueError:
                thumbnail.setEnabled(False)
        thumbnail.clicked.connect(partial(self._use, item))
        thumbnail.renamed.connect(partial(self._rename, item))
        thumbnail.removed.connect(partial(self._remove, item))
        return thumbnail

    @Slot()
    def _arrange(self) -> None:
        few = self.thumbnails if self.all.isChecked() else self.thumbnails[:COLUMNS]
        for place, thumbnail in enumerate(self.thumbnails):
            self._grid.addWidget(thumbnail, place // COLUMNS, place % COLUMNS)
            thumbnail.setVisible(thumbnail in few)
        more = len(self.thumbnails) > COLUMNS
        self.all.setVisible(more)
        self.all.setText("Newest" if self.all.isChecked() else f"All {len(self.thumbnails)}")
        self.setVisible(bool(self.thumbnails))

    def _frame_current(self) -> None:
        data, images = self._controller.experiment.data, self._controller.target.image_set
        for thumbnail in self.thumbnails:
            thumbnail.setChecked(thumbnail.item.data == data)
            if thumbnail.isChecked() and images is not None and not thumbnail.painted:
                thumbnail.show_images(images.images[:2], thumbnail.item.name)
        self.holds_current.emit(any(t.isChecked() for t in self.thumbnails))

    # --- what comes in ---

    @Slot(object, object)
    def _changed(self, old: Experiment, new: Experiment) -> None:
        if old.data != new.data:
            self._frame_current()
            if self._shelf is not None:
                self._soon.start()

    @Slot()
    def _note(self) -> None:
        """Keep the present target if an edit made it; what a file holds is in that file."""
        experiment, shelf = self._controller.experiment, self._shelf
        data = experiment.data
        known = data in [*(thumbnail.item.data for thumbnail in self.thumbnails), *self._removed]
        if shelf is None or known or data.builtin or not self._controller.undo_stack.count():
            return
        before = self._last if self._last and data.continues(self._last.data) else None
        try:
            self._last = shelf.keep(legible(experiment.name) or "untitled", data, before)
        except ShelfFull:
            self._say("Your shelf of targets is full: remove some of them to keep new ones.")
        except OSError as error:
            self._say(f"The target could not be kept for later: {error.strerror}.")
        else:
            self.refresh()

    def _say(self, text: str) -> None:
        self._controller.notice.emit(Notice("warning", text))

    # --- what a person asks for ---

    def _use(self, item: Item) -> None:
        old = self._controller.experiment
        images = item.data.imaged
        if images != old.data.imaged:
            preset = load_preset(IMAGE_PRESET if images else PLANE_PRESET)
            old = preset.model_copy(update={"seed": old.seed})
        words = {"name": item.name, "about": ""}
        self._controller.replace(
            f"target: {item.name}", old.model_copy(update={"data": item.data, **words})
        )

    def _rename(self, item: Item) -> None:
        name, chosen = QInputDialog.getText(self, "Rename", "Name of the target:", text=item.name)
        if chosen and legible(name) and self._shelf is not None:
            self._shelf.rename(item, legible(name))
            self.refresh()

    def _remove(self, item: Item) -> None:
        if self._shelf is not None and messages.ask_remove(self, item.name):
            self._shelf.remove(item.key)
            self._removed.append(item.data)
            self.refresh()
