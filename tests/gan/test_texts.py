"""docs/objectives.md is what the entries of objectives, penalties and ways to play say."""

from __future__ import annotations

from pathlib import Path

from ganlab.gan.objectives import OBJECTIVES
from ganlab.gan.penalties.table import ENTRIES
from ganlab.gan.play.table import WAYS
from ganlab.gan.texts import as_markdown

ROOT = Path(__file__).parents[2]


def test_the_page_of_objectives_is_made_from_their_entries() -> None:
    page = (ROOT / "docs" / "objectives.md").read_text(encoding="utf-8")
    assert page == as_markdown(), "python -m ganlab.gan.texts docs/objectives.md writes it anew"


def test_every_entry_is_listed_with_a_formula_and_its_source() -> None:
    entries = as_markdown().split("\n### ")[1:]
    assert len(entries) == len(OBJECTIVES) + len(ENTRIES) + len(WAYS)
    for entry in entries:
        assert "$$" in entry
        assert "Source: " in entry
