"""What no file may name: walls that imports do not show."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import ganlab
from ganlab.document import data as documents

HOME = Path(ganlab.__file__).parent
FILES = sorted(path.relative_to(HOME).as_posix() for path in HOME.rglob("*.py"))
AT_HOME = ("gan/", "theory/", "app/rooms/theory/")
"""The game of 2014; and the theorems, whose discriminator is a function and no network."""
OF_THE_GAME = ("games/two_player/",)
"""Forms, boxes and remedies of that game, which name its settings by their dotted paths."""
NETWORK = ("discriminator", "discriminator_optimizer")


def nodes(file: str) -> list[ast.AST]:
    return list(ast.walk(ast.parse((HOME / file).read_text(encoding="utf-8"))))


@pytest.mark.parametrize("file", [file for file in FILES if not file.startswith(AT_HOME)])
def test_nothing_outside_gan_names_an_attribute_of_the_discriminator(file: str) -> None:
    """Any game may be played: what is to be known of one, its rules tell."""
    named = [
        f"line {node.lineno}: .{node.attr}"
        for node in nodes(file)
        if isinstance(node, ast.Attribute) and node.attr in NETWORK
    ]
    assert not named
    if file.startswith(OF_THE_GAME):
        return
    paths = [
        f"line {node.lineno}: {node.value}"
        for node in nodes(file)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and any(node.value.startswith(f"game.{name}") for name in NETWORK)
    ]
    assert not paths


KINDS_OF_DATA = {name for name in dir(documents) if name.endswith("Data")} | {"ImageTarget"}
OF_ONE_KIND = ("app/drawing/", "app/panels/plane/chips/outlier_button.py")
"""Where drawings are edited, and where outliers among points are left out: fields of that kind."""


@pytest.mark.parametrize(
    "file",
    [f for f in FILES if not f.startswith(("data/", "document/", "experiment.py", *OF_ONE_KIND))],
)
def test_nobody_asks_which_kind_of_data_it_is(file: str) -> None:
    """What is to be known of data, they tell themselves: a new kind is one place."""
    asked = [
        f"line {node.lineno}: isinstance"
        for node in nodes(file)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "isinstance"
        and KINDS_OF_DATA & {n.id for n in ast.walk(node.args[1]) if isinstance(n, ast.Name)}
    ]
    compared = [
        f"line {node.lineno}: {ast.unparse(node)}"
        for node in nodes(file)
        if isinstance(node, ast.Compare) and "data.kind" in ast.unparse(node)
    ]
    assert not asked + compared
