"""Names that people chose stay names: in menus, titles, tooltips."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ganlab.app.document.controller import Controller
from ganlab.app.look.words import in_menu, in_title, in_tooltip
from ganlab.app.shell.dialogs import Dialogs
from ganlab.lab.files.archive import save_run
from ganlab.names import as_python, in_markdown, legible
from tests.app.labs import opened
from tests.lab.runs import make_run

ODD = os.fsdecode(b"no-\xff-utf")


def test_an_ampersand_is_no_mnemonic() -> None:
    assert in_menu("R&D.ganlab") == "R&&D.ganlab"
    assert in_menu("a\nb") == "a b"
    assert in_title("a[*]b") == "a[*][*]b"
    assert in_tooltip("<b>x</b>") == "<qt>&lt;b&gt;x&lt;/b&gt;</qt>"


def test_bytes_that_are_no_text_can_be_read() -> None:
    assert legible(ODD) == "no-�-utf"
    legible(ODD).encode()


def test_undo_says_the_name_as_it_is(controller: Controller) -> None:
    experiment = controller.experiment.model_copy(update={"seed": 5})
    controller.replace("points from R&D\n.csv", experiment)
    action = controller.undo_stack.createUndoAction(controller, "Undo")
    assert action.text() == "Undo points from R&&D .csv"


@pytest.mark.parametrize("name", ["R&D", "a[*]b", "<b>bold", 'quo"te', ODD])
def test_a_run_of_any_name_is_opened_and_remembered(
    name: str, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / f"{name}.ganlab"
    save_run(path, make_run(3))
    with opened(tmp_path) as lab:
        dialogs: Dialogs = lab.dialogs
        assert dialogs.files.open_path(path)
        assert dialogs.files.recent.paths == [path]
        recent = dialogs._recent.actions()[0]
        assert recent.text() == in_menu(path.name)
        assert lab.window.windowTitle() == f"{in_title(legible(name))}[*] — ganlab"
        assert "<b>" not in recent.toolTip()
        assert dialogs.files.open_path(dialogs.files.recent.paths[0])


def test_names_in_code_are_texts() -> None:
    for name in (
        "plain",
        'a"b',
        "it's",
        "both'\"",
        "back\\slash",
        "new\nline",
        "\u0000",
        "😀",
        ODD,
    ):
        assert eval(as_python(name)) == name
    assert as_python("plain") == '"plain"'


def test_names_in_markdown_are_words() -> None:
    assert in_markdown("# a | b <i>") == r"\# a \| b \<i\>"
    assert in_markdown("a\n\n# b") == r"a \# b"
    assert in_markdown("js_bits") == "js_bits"
