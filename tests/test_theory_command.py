"""``ganlab theory``: the numbers of the benches without a window."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from ganlab import progress
from ganlab.cli import main
from ganlab.cli import theory as command
from ganlab.cli.arguments import WrongUse
from ganlab.interruptible import Asked, Cancelled, ProgressCallback, Stop
from ganlab.theory.bench import Bench, Number
from ganlab.theory.table import BENCHES, bench
from ganlab.theory.texts import default_of
from tests.app.theory.tiny import TINY
from tests.commands import Capture, last_json


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> Bench:
    """The only bench is the tiny one, without the work that never ends."""
    found = Bench(
        **{**vars(TINY), "works": {"count": TINY.works["count"]}, "numbers": TINY.numbers}
    )
    monkeypatch.setattr(command, "BENCHES", {"tiny": "tiny"})
    monkeypatch.setattr(command, "bench", lambda name: found)
    return found


def test_without_a_name_it_lists_the_benches(capsys: Capture) -> None:
    assert main(["theory"]) == 0
    lines = capsys.readouterr().out.splitlines()
    named = [line.split()[0] for line in lines if line.startswith("  ")]
    assert named == list(BENCHES)
    assert main(["theory", "--json"]) == 0
    assert [one["name"] for one in json.loads(capsys.readouterr().out)] == list(BENCHES)


@pytest.mark.parametrize("name", BENCHES)
def test_every_bench_prints_its_numbers_and_its_controls(name: str, capsys: Capture) -> None:
    assert main(["theory", name, "--json", "--quick"]) == 0
    found = last_json(capsys)
    assert list(found) == ["bench", "controls", "numbers"]
    assert found["bench"] == name
    assert found["numbers"]
    for number in found["numbers"]:
        assert list(number) == ["name", "computed", "exact", "difference", "unit"]
    assert main(["theory", name, "--quick"]) == 0
    table = capsys.readouterr().out
    assert all(number["name"] in table for number in found["numbers"])
    with pytest.raises(SystemExit) as ended:
        main(["theory", name, "--help"])
    assert ended.value.code == 0
    help_text = capsys.readouterr().out
    assert all(f"{control}:" in help_text for control in found["controls"])


def test_controls_are_set(tiny: Bench, capsys: Capture) -> None:
    words = ["theory", "tiny", "--set", "mean=1.5", "--set", "copies = 3", "--json"]
    assert main([*words, "--set", "drawn=1, 2.5"]) == 0
    found = last_json(capsys)
    assert found["controls"] == {"mean": 1.5, "copies": 3, "drawn": [1.0, 2.5]}
    assert found["numbers"] == [
        {
            "name": "twice the mean",
            "computed": 3.0,
            "exact": 3.0,
            "difference": 0.0,
            "unit": "units",
        },
        {"name": "of one copy", "computed": 0.5, "exact": None, "difference": None, "unit": ""},
        {"name": "counted", "computed": 3.0, "exact": 3.0, "difference": 0.0, "unit": ""},
    ]


@pytest.mark.parametrize(
    "words",
    [
        ["tiny", "--set", "mean=1.5", "copies=3"],
        ["tiny", "--set", "mean=1.5", "--set", "copies=3"],
        ["tiny", "--set", "mean=9", "mean=1.5", "--json", "--set", "copies=3"],
        ["--set", "mean=1.5", "copies=3", "tiny"],
    ],
)
def test_several_controls_are_set_at_once(tiny: Bench, capsys: Capture, words: list[str]) -> None:
    assert main(["theory", *words, "--json", "--quick"]) == 0
    assert last_json(capsys)["controls"] == {"mean": 1.5, "copies": 3, "drawn": []}


@pytest.mark.parametrize(
    ("setting", "name", "value"),
    [
        ("mean=−1.5", "mean", -1.5),
        ("mean=1,5", "mean", 1.5),
        ("copies=3", "copies", 3),
        ("drawn=none", "drawn", []),
        ("drawn=", "drawn", []),
        ("drawn=−1, 2", "drawn", [-1.0, 2.0]),
    ],
)
def test_numbers_are_read_as_people_and_the_program_write_them(
    tiny: Bench, capsys: Capture, setting: str, name: str, value: object
) -> None:
    assert main(["theory", "tiny", "--set", setting, "--json", "--quick"]) == 0
    assert last_json(capsys)["controls"][name] == value


@pytest.mark.parametrize("name", BENCHES)
def test_every_default_is_written_as_it_is_read(name: str) -> None:
    found = bench(name)
    written = [
        f"{control}={default_of(info)}" for control, info in found.controls.model_fields.items()
    ]
    assert command.read_controls(found, written) == found.controls()


def test_quick_leaves_out_what_takes_long(tiny: Bench, capsys: Capture) -> None:
    assert main(["theory", "tiny", "--quick", "--json"]) == 0
    assert [number["name"] for number in last_json(capsys)["numbers"]] == [
        "twice the mean",
        "of one copy",
    ]


def test_a_work_that_has_to_be_asked_for_is_done_only_then(
    tiny: Bench, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    work = replace(tiny.works["count"], asked=lambda controls: controls.copies == 2)
    found = Bench(**{**vars(tiny), "works": {"count": work}})
    monkeypatch.setattr(command, "bench", lambda name: found)
    for copies, counted in ((1, False), (2, True)):
        assert main(["theory", "tiny", "--set", f"copies={copies}", "--json"]) == 0
        names = [number["name"] for number in last_json(capsys)["numbers"]]
        assert ("counted" in names) == counted


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["nope"], "there is no bench 'nope'; benches: tiny"),
        (
            ["tiny", "--set", "width=1"],
            "tiny has no control 'width'; controls: mean, copies, drawn",
        ),
        (["tiny", "--set", "mean"], "--set mean: say CONTROL=VALUE"),
        (
            ["tiny", "--set", "mean=9"],
            "mean: Mean: 9 is too large: at most 4. Allowed: -4 to 4; for example 0.",
        ),
        (
            ["tiny", "--set", "mean=nan"],
            "mean: Mean: 'nan' is no finite number. Allowed: -4 to 4; for example 0.",
        ),
        (
            ["tiny", "--set", "copies=1.5"],
            "copies: Copies: 1.5 is no whole number. Allowed: 1 to 5; for example 1.",
        ),
        (["tiny", "--set", "copies="], "copies: Copies: '' is no whole number. Allowed: 1 to 5"),
        (
            ["tiny", "--set", "drawn=a"],
            "drawn: Curve: 'a' is no number. Allowed: numbers, apart by commas, or none; for "
            "example none.",
        ),
        (["tiny", "--set", "drawn=1,,2"], "drawn: Curve: '' is no number. Allowed: numbers"),
        (["tiny", "--set", "copies=1", "copies"], "--set copies: say CONTROL=VALUE"),
        (["--set", "mean=1"], "say which bench (see ganlab theory)"),
        (["tiny", "other"], "unrecognized arguments: other"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    tiny: Bench, capsys: Capture, words: list[str], why: str
) -> None:
    assert main(["theory", *words]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    (line,) = printed.err.splitlines()
    assert line.startswith(f"ganlab: {why}")


HOSTILE = ("nan", "inf", "1e308", "-1e308", "", "ten", "0,0", "N(0, -1)", "U(0, 1e7)", "N(0, 1e-9)")


@pytest.mark.parametrize("name", BENCHES)
def test_no_refusal_speaks_the_words_of_a_library(name: str) -> None:
    found = bench(name)
    refused = 0
    for control, info in found.controls.model_fields.items():
        for value in HOSTILE:
            try:
                command.read_controls(found, [f"{control}={value}"])
            except WrongUse as error:
                words = str(error)
                assert words.startswith(f"{control}: ")
                assert f"{info.title}: " in words
                assert "Allowed: " in words
                assert "such as" in words or "for example" in words
                assert "Input" not in words
                assert "should" not in words
                refused += 1
    assert refused > len(found.controls.model_fields)


def test_infinities_are_words_and_what_is_no_number_is_null(
    tiny: Bench, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    inf, nan = float("inf"), float("nan")
    rows = [Number("a", inf, inf), Number("b", -inf, inf), Number("c", nan)]
    odd = Bench(**{**vars(tiny), "numbers": lambda controls, results: rows})
    monkeypatch.setattr(command, "bench", lambda name: odd)
    assert main(["theory", "tiny", "--json", "--quick"]) == 0
    a, b, c = last_json(capsys)["numbers"]
    assert (a["computed"], a["difference"]) == ("inf", 0.0)
    assert (b["computed"], b["difference"]) == ("-inf", "inf")
    assert c["computed"] is None
    assert main(["theory", "tiny", "--quick"]) == 0
    assert "∞" in capsys.readouterr().out


def test_a_signal_ends_a_work(
    tiny: Bench, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    def work(controls: Any, progress: ProgressCallback, cancelled: Asked) -> None:
        assert isinstance(cancelled.__self__, Stop)  # type: ignore[attr-defined]
        cancelled.__self__.on_signal(2, None)  # type: ignore[attr-defined]
        if cancelled():
            raise Cancelled

    monkeypatch.setattr(command, "import_module", lambda name: Holder(work))
    assert main(["theory", "tiny", "--json"]) == 130
    assert capsys.readouterr().out == ""


def test_progress_is_told_to_whoever_reads_it_later_too(
    tiny: Bench, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(progress, "LOG_SECONDS", 0.0)
    assert main(["theory", "tiny", "--set", "copies=2", "--json"]) == 0
    told = capsys.readouterr().err.splitlines()
    assert [line.split()[0] for line in told] == ["0%", "50%"]


class Holder:
    """Stands in for a module of works."""

    def __init__(self, work: Callable[..., Any]) -> None:
        self.count = work


def test_it_loads_neither_qt_nor_torch() -> None:
    program = (
        "import sys; from ganlab.cli import main; "
        f"[main(['theory', name, '--quick']) for name in {list(BENCHES)}]; "
        "found = {name.partition('.')[0] for name in sys.modules}; "
        "sys.exit(len(found & {'PySide6', 'torch', 'pyqtgraph'}))"
    )
    subprocess.run([sys.executable, "-c", program], check=True, stdout=subprocess.DEVNULL)
