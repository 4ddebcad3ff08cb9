"""The questions and messages about files, in a person's words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QDir, Qt
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QMessageBox, QWidget
from shiboken6 import isValid

from ganlab.figures import counted

Unsaved = Literal["save", "discard", "cancel"]
Changed = Literal["elsewhere", "replace", "cancel"]
LeftBehind = Literal["recover", "discard", "later"]
Lost = Literal["file", "folder", "these", "cancel"]


def tell(parent: QWidget, text: str, details: str) -> None:
    """Something went wrong, and nothing was lost by it."""
    _clicked(_box(parent, QMessageBox.Icon.Warning, text, details))


def ask_unsaved(parent: QWidget, name: str) -> Unsaved:
    """What to do with changes that are not in a file; Escape keeps everything as it is."""
    text = f"Save the changes to “{name}”?"
    details = "What was learned since the last save is lost otherwise."
    clicked = _choose(parent, text, details, ("Save", "Don't save", "Cancel"))
    return "save" if clicked == "Save" else "discard" if clicked == "Don't save" else "cancel"


def ask_changed(parent: QWidget, name: str) -> Changed:
    """What to do with a file that somebody else has written to; Escape leaves it as it is."""
    text = f"“{name}” was changed since it was opened here."
    details = "Another window or another program has written to it. Saving here replaces that."
    clicked = _choose(parent, text, details, ("Save as…", "Replace it", "Cancel"))
    choices: dict[str, Changed] = {"Save as…": "elsewhere", "Replace it": "replace"}
    return choices.get(clicked, "cancel")


def ask_remove(parent: QWidget, name: str) -> bool:
    """Whether a target of the person's own is to go from the shelf; Escape keeps it."""
    text = f"Remove “{name}” from your targets?"
    details = "Runs that learned from it stay as they are."
    return _choose(parent, text, details, ("Remove", "Cancel")) == "Remove"


def ask_recovery(parent: QWidget, name: str, when: str) -> LeftBehind:
    """What to do with a run that another session left behind; Escape leaves it for later."""
    text = "ganlab did not end properly last time."
    details = f"Recover “{name}”, as it was {when}?"
    clicked = _choose(parent, text, details, ("Recover", "Discard", "Not now"))
    return "recover" if clicked == "Recover" else "discard" if clicked == "Discard" else "later"


def ask_lost_images(parent: QWidget, why: str, there: bool) -> Lost:
    """Where a run's images are; `there`: whether others lie in their place, which it may go on
    with. Escape leaves everything as it is."""
    text = "This run's images are not there."
    details = f"{why}\n\nDrawing, exporting and saving need none; training and measuring do."
    answers: tuple[str, ...] = ("Find the file…", "Find the folder…", "Cancel")
    if there:
        answers = ("Go on with these images", *answers)
    choices: dict[str, Lost] = {
        "Find the file…": "file",
        "Find the folder…": "folder",
        "Go on with these images": "these",
    }
    return choices.get(_choose(parent, text, details, answers), "cancel")


def ask_other_images(parent: QWidget, then: int, now: int) -> bool:
    """Whether to go on with images that are not those of the run."""
    text = "These are not the images that this run learned from."
    images = counted(then, "image")
    here = f"here {'is' if now == 1 else 'are'} {now:,}"
    details = (
        f"It learned from {images}; {here}. Its networks fit them: training can go on with them "
        "from where it stands."
    )
    return _choose(parent, text, details, ("Go on with these images", "Cancel")) != "Cancel"


def ask_loss(parent: QWidget, text: str, details: str) -> bool:
    """Whether to go on although something trained is lost by it; Escape loses nothing."""
    return _choose(parent, text, details, ("Go on", "Cancel")) == "Go on"


def ask_save_path(
    parent: QWidget, title: str, start: Path, filters: str, suffix: str
) -> Path | None:
    """Where to write, in a file that ends in `suffix`; asks before one is replaced. None: nowhere.

    A name that ends otherwise gets the suffix as well: "v1.5" and "run.json" are names, too.
    """
    while True:
        dialog = QFileDialog(parent, title, str(start.parent), filters)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # it would ask about other names
        dialog.selectFile(start.name)
        with _focus_comes_back(parent):
            chosen = Path(dialog.selectedFiles()[0]) if dialog.exec() else None
        dialog.deleteLater()
        if chosen is None:
            return None
        start = with_suffix(chosen, suffix)
        answer = _ask_to_replace(parent, start) if start.exists() else "Replace"
        if answer != "Other name":
            return start if answer == "Replace" else None


def with_suffix(path: Path, suffix: str) -> Path:
    """The path with "." and `suffix` at its end, where it has no such end yet, whatever else is in
    the name; blanks and dots around it are nobody's intention."""
    dotted = f".{suffix}"
    name = path.name.strip().rstrip(". ")
    stem = name[: -len(dotted)] if name.lower().endswith(dotted) else name
    end = name[len(stem) :] or dotted
    return path.with_name((stem.rstrip(". ") or "untitled") + end)


def _ask_to_replace(parent: QWidget, path: Path) -> str:
    text = f"Replace “{path.name}”?"
    details = f"There is a file of that name in “{path.parent.name or path.parent}” already."
    return _choose(parent, text, details, ("Other name", "Replace", "Cancel"))


def ask_new_folder(parent: QWidget, title: str, start: Path) -> Path | None:
    """A folder to be made; only folders are on show. None: nowhere."""
    dialog = QFileDialog(parent, title, str(start.parent), "Folders (*)")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFilter(QDir.Filter.AllDirs | QDir.Filter.NoDotAndDotDot)
    dialog.setLabelText(QFileDialog.DialogLabel.FileName, "New folder:")
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # nothing is ever replaced
    dialog.selectFile(start.name)
    with _focus_comes_back(parent):
        path = Path(dialog.selectedFiles()[0]) if dialog.exec() else None
    dialog.deleteLater()
    return path


def ask_open_path(parent: QWidget, title: str, folder: Path, filters: str) -> Path | None:
    """What to open. None: nothing."""
    with _focus_comes_back(parent):
        name, _ = QFileDialog.getOpenFileName(parent, title, str(folder), filters)
    return Path(name) if name else None


def ask_folder(parent: QWidget, title: str, folder: Path) -> Path | None:
    """Which folder to open. None: none."""
    with _focus_comes_back(parent):
        name = QFileDialog.getExistingDirectory(parent, title, str(folder))
    return Path(name) if name else None


@contextmanager
def _focus_comes_back(parent: QWidget) -> Iterator[None]:
    """To the window that asks, and there to what had it."""
    window = parent.window()
    focused = window.focusWidget()
    yield
    window.activateWindow()
    if focused is not None and isValid(focused):
        focused.setFocus()


def _box(parent: QWidget, icon: QMessageBox.Icon, text: str, details: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setWindowTitle("ganlab")
    box.setIcon(icon)
    box.setTextFormat(Qt.TextFormat.PlainText)  # names are a person's, not ours
    box.setText(text)
    box.setInformativeText(details)
    return box


def _choose(parent: QWidget, text: str, details: str, answers: tuple[str, ...]) -> str:
    """The answer that was clicked: Enter is the first, Escape is the last."""
    box = _box(parent, QMessageBox.Icon.Question, text, details)
    role = QMessageBox.ButtonRole
    between = [role.DestructiveRole] * (len(answers) - 2)
    roles = (role.AcceptRole, *between, role.RejectRole)
    buttons = [box.addButton(answer, kind) for answer, kind in zip(answers, roles, strict=True)]
    box.setDefaultButton(buttons[0])
    box.setEscapeButton(buttons[-1])
    clicked = _clicked(box)
    return answers[buttons.index(clicked)] if clicked in buttons else answers[-1]


def _clicked(box: QMessageBox) -> QAbstractButton | None:
    box.exec()
    box.deleteLater()
    return box.clickedButton()
