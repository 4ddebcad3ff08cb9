"""A person's points on the command line: trained, sampled and measured in their own units."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ganlab.cli import main, window
from ganlab.data.points import decode, points_from_array
from ganlab.experiment import PointsData, ToyData
from ganlab.lab.files.archive import load_run
from ganlab.lab.inspection import inspect_file
from tests.commands import Capture, last_json
from tests.small import small

EPOCH = 1.7e9


@pytest.fixture
def experiment(tmp_path: Path) -> Path:
    """1,000 points on a circle of an hour around 2023 by 1 cm, and one far away."""
    angle = 2 * np.pi * np.arange(1000) / 1000
    circle = np.column_stack([EPOCH + 1800 * np.cos(angle), 0.005 * np.sin(angle)])
    points = points_from_array(np.vstack([circle, [[4e9, 0.0]]]))
    path = tmp_path / "points.json"
    changes = {"data": points, "game.generator.units": 16, "game.discriminator.units": 16}
    path.write_text(small(changes).to_json(), encoding="utf-8")
    return path


@pytest.mark.parametrize("outliers", ["keep", "leave-out"])
def test_samples_come_back_in_the_units_of_the_points(
    experiment: Path, tmp_path: Path, capsys: Capture, outliers: str
) -> None:
    run, table, array = (tmp_path / name for name in ("run.ganlab", "s.csv", "s.npy"))
    words = ["train", str(experiment), "--steps", "300", "--seed", "1", "--out", str(run), "--json"]
    for player in ("generator", "discriminator"):
        words += ["--set", f"{player}_optimizer.learning_rate=0.005"]
    assert main([*words, "--set", f"data.outliers={outliers}"]) == 0
    figures = last_json(capsys)
    assert figures["js_bits"] is not None
    assert 0 < figures["sliced_wasserstein"] < 2  # view units, not seconds
    for out in (table, array):
        assert main(["sample", str(run), "-n", "2000", "--seed", "1", str(out)]) == 0
    samples = np.load(array)
    np.testing.assert_array_equal(np.loadtxt(table, delimiter=","), samples)
    assert np.abs(samples.mean(axis=0) - (EPOCH, 0)).max() < 1000
    assert len(np.unique(samples[:, 0])) > 1900
    np.testing.assert_allclose(samples.std(axis=0), (1273, 0.0035), rtol=0.6)
    assert main(["evaluate", str(run), "--samples", "1000", "--json"]) == 0
    assert last_json(capsys)["sliced_wasserstein"] < 2


def test_a_wrong_word_for_outliers_is_refused(experiment: Path, capsys: Capture) -> None:
    assert main(["train", str(experiment), "--set", "data.outliers=drop"]) == 2
    assert "outliers" in capsys.readouterr().err


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A table with a heading, whose row 502 is far away."""
    rows = [f"{i % 37},{i % 23}" for i in range(1000)]
    rows[500] = "1e9,-3"
    path = tmp_path / "toys.csv"
    path.write_text("x,y\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


TINY = ("--steps", "3", "--set", "generator.units=8", "--set", "discriminator.units=8")


def test_outliers_are_named_with_their_rows(table: Path, capsys: Capture) -> None:
    assert main(["inspect", str(table), "--json"]) == 0
    found = last_json(capsys)
    assert found["count"] == 1000
    assert found["outliers"] == "1 outlier (row 502: 1000000000, -3)"
    assert main(["inspect", str(table), "--json", "--leave-out-outliers"]) == 0
    found = last_json(capsys)
    assert found["count"] == 999
    assert found["maximum"] == [36, 22]
    assert found["left_out"] == ["1 outlier (row 502: 1000000000, -3)"]
    assert found["outliers"] is None


@pytest.mark.parametrize("leave_out", [False, True])
def test_outliers_of_a_table_are_said_and_left_out_when_asked(
    table: Path, tmp_path: Path, capsys: Capture, leave_out: bool
) -> None:
    run = tmp_path / "run.ganlab"
    more = ["--leave-out-outliers"] if leave_out else []
    assert main(["train", str(table), *TINY, "--out", str(run), *more]) == 0
    said = " ".join(capsys.readouterr().err.split())
    left_out = "Left out: 1 outlier (row 502: 1000000000, -3)."
    kept = "1 outlier (row 502: 1000000000, -3); scale, view and figures go by the rest."
    assert (left_out if leave_out else kept) in said
    data = load_run(run).experiment.data
    assert isinstance(data, PointsData)
    assert data.outliers == ("leave-out" if leave_out else "keep")
    assert len(decode(data)) == 1000


@pytest.mark.parametrize("scaling", ["column", "shared"])
def test_both_columns_may_share_a_scale(
    table: Path, tmp_path: Path, capsys: Capture, scaling: str
) -> None:
    run = tmp_path / "run.ganlab"
    asked = ["--scaling", scaling]
    assert main(["train", str(table), *TINY, "--out", str(run), *asked]) == 0
    data = load_run(run).experiment.data
    assert isinstance(data, PointsData)
    assert data.scaling == scaling
    capsys.readouterr()
    assert main(["inspect", str(table), *asked]) == 0
    words = {"column": "each column with mean 0", "shared": "both columns in one scale"}
    assert words[scaling] in capsys.readouterr().out


def test_the_window_asks_what_the_other_commands_refuse(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []

    def open_window(path: Path, *_: object) -> int:
        opened.append(path)
        return 0

    monkeypatch.setattr(window, "open_window", open_window)
    path = tmp_path / "a.tsv"
    path.write_text("12,345\t0.25\n", encoding="utf-8")
    assert main(["train", str(path), *TINY]) == 2
    assert "row 1: '12,345\t0.25' can be read in two ways" in capsys.readouterr().err
    assert main([str(path)]) == 0
    assert opened == [path]
    path.write_text("x,y\n1,two\n", encoding="utf-8")
    assert main([str(path)]) == 2
    assert "row 2: 'two' is not a number" in capsys.readouterr().err
    assert opened == [path]


def test_columns_of_an_array_are_chosen_like_those_of_a_table(
    tmp_path: Path, capsys: Capture
) -> None:
    path = tmp_path / "a.npy"
    np.save(path, np.array([[1.5, 2, 7], [3, 4, 9], [5, 6, 7]]))
    assert main(["inspect", str(path), "--json"]) == 0
    found = last_json(capsys)
    assert (found["first"][0], found["left_out"]) == ([1.5, 2], ["column 3"])
    assert main(["inspect", str(path), "--json", "--columns", "3,1"]) == 0
    found = last_json(capsys)
    assert (found["first"][0], found["left_out"]) == ([7, 1.5], ["column 2"])
    asked = ["--columns", "2,1", "--label-column", "3"]
    assert main(["inspect", str(path), "--json", *asked]) == 0
    found = last_json(capsys)
    assert found["first"][0] == [2, 1.5]
    assert [(one["name"], one["number"], one["count"]) for one in found["classes"]] == [
        ("7", 7, 2),
        ("9", 9, 1),
    ]
    assert found["left_out"] == []
    np.savez(tmp_path / "a.npz", X=np.ones((5, 2)), y=np.arange(5))
    assert main(["inspect", str(tmp_path / "a.npz"), "--json"]) == 0
    assert last_json(capsys)["left_out"] == ["y (5,)"]


def test_a_run_tells_the_classes_of_its_points(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "trees.csv"
    path.write_text("x,y,kind\n1,2,oak\n3,4,elm\n5,7,oak\n8,1,oak\n", encoding="utf-8")
    run = tmp_path / "run.ganlab"
    assert main(["train", str(path), "--steps", "2", "--out", str(run)]) == 0
    capsys.readouterr()
    assert main(["inspect", str(run), "--json"]) == 0
    classes = last_json(capsys)["classes"]
    assert classes == [{"name": "elm", "count": 1}, {"name": "oak", "count": 3}]
    assert main(["inspect", str(run)]) == 0
    assert "classes: elm (1), oak (3)" in capsys.readouterr().out
    assert main(["inspect", str(path), "--label-column", ""]) == 0
    assert "classes: none" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("preset", "words"), [("moons", "classes: upper moon, lower moon"), ("ring", "classes: none")]
)
def test_a_target_of_parts_tells_them(tmp_path: Path, preset: str, words: str) -> None:
    path = tmp_path / "e.json"
    path.write_text(small({"data": ToyData(name=preset)}).to_json(), encoding="utf-8")
    assert words in inspect_file(path).words()
