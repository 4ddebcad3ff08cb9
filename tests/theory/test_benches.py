"""What every bench of the table keeps, whichever it is."""

from __future__ import annotations

import ast
import math
import re
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from pydantic.fields import FieldInfo

from ganlab.document.base import Document
from ganlab.theory.bench import Bench
from ganlab.theory.densities import Mixture
from ganlab.theory.table import BENCHES, bench
from ganlab.theory.texts import allowed, as_markdown, default_of

ROOT = Path(__file__).parents[2]
QUICK_SECONDS = 1.0
"""Of processor time: some milliseconds, on a machine that does other things as well."""


@pytest.fixture(params=list(BENCHES))
def found(request: pytest.FixtureRequest) -> Bench:
    """Each bench."""
    return bench(request.param)


@cache
def functions_in(file: str) -> set[str]:
    """The names of the functions in a file, methods with them."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_the_table_is_in_the_order_of_the_groups() -> None:
    groups = [bench(name).group for name in BENCHES]
    assert list(dict.fromkeys(groups)) == sorted(set(groups), key=groups.index)
    order = ["The game", "Divergences", "Dynamics", "Learning from samples"]
    assert [order.index(group) for group in groups] == sorted(map(order.index, groups))


def test_a_bench_is_found_by_its_name(found: Bench) -> None:
    assert BENCHES[found.name]
    assert bench(found.name) is found
    for text in (found.title, found.about):
        assert text == text.strip()
        assert text


def test_every_statement_is_computed_and_held(found: Bench) -> None:
    assert found.statements
    for statement in found.statements:
        module, _, function = statement.computed.partition(":")
        assert callable(getattr(import_module(module), function)), statement.computed
        file, _, test = statement.test.partition("::")
        assert test.partition("[")[0] in functions_in(file), statement.test
        for text in (statement.text, statement.latex, statement.source):
            assert text.strip()
        glued = re.search(r"\\q?quad[a-zA-Z]|\\operatorname", statement.latex)
        assert not glued, "a space that is none, or a command that cannot be set"


def test_every_control_says_what_it_is(found: Bench) -> None:
    assert issubclass(found.controls, Document)
    for name, info in found.controls.model_fields.items():
        assert info.title, name
        assert info.description, name
        assert not info.is_required(), name
        assert allowed(info)
        if info.annotation in (int, float):
            assert_bounded(name, info)


def assert_bounded(name: str, info: FieldInfo) -> None:
    """A number has a least and a greatest value, and its default lies between them."""
    low = [bound.ge for bound in info.metadata if hasattr(bound, "ge")]
    high = [bound.le for bound in info.metadata if hasattr(bound, "le")]
    assert len(low) == len(high) == 1, name
    assert low[0] <= info.default <= high[0], name


def test_defaults_can_be_typed_as_they_are_written(found: Bench) -> None:
    for name, info in found.controls.model_fields.items():
        if isinstance(info.default, str | float | int | Mixture):
            text = default_of(info).replace(",", "") if info.annotation is int else default_of(info)
            assert getattr(found.controls.model_validate({name: text}), name) == info.default


def test_controls_go_through_json_and_back(found: Bench) -> None:
    controls = found.controls()
    assert found.controls.model_validate_json(controls.model_dump_json()) == controls


def test_the_same_controls_give_the_same_numbers(found: Bench) -> None:
    controls = found.controls()
    first, second = found.numbers(controls, {}), found.numbers(controls, {})
    assert first
    assert list(map(repr, first)) == list(map(repr, second))
    names = [number.name for number in first]
    assert len(set(names)) == len(names), "two rows of one name cannot be told apart"


def test_numbers_are_numbers(found: Bench) -> None:
    for number in found.numbers(found.controls(), {}):
        for value in (number.computed, number.exact, number.difference):
            assert value is None or isinstance(float(value), float)
        assert not math.isnan(number.computed), number.name
        assert number.exact is None or not math.isnan(number.exact), number.name


def test_works_are_found(found: Bench) -> None:
    for name, work in found.works.items():
        assert name.isidentifier() or name.replace("-", "_").isidentifier()
        assert work.title
        assert work.about
        module, _, function = work.run.partition(":")
        assert function in functions_of(module)
        assert set(work.uses) <= set(found.controls.model_fields)


def functions_of(module: str) -> set[str]:
    """The functions of a module, read without importing it: it may need torch."""
    return functions_in(module.replace(".", "/") + ".py")


def test_the_page_of_the_theory_is_made_from_the_benches() -> None:
    page = (ROOT / "docs" / "theory.md").read_text(encoding="utf-8")
    assert page == as_markdown(map(bench, BENCHES)), (
        "python -m ganlab.theory.texts docs/theory.md writes it anew"
    )


def test_names_of_numbers_have_true_minus_signs(found: Bench) -> None:
    wide = {"sweep": "lines"} if found.name == "divergences" else {}
    for number in found.numbers(found.controls.model_validate(wide), {}):
        assert not re.search(r"(?<!\w)-\d", number.name), number.name
