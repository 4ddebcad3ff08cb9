"""``ganlab inspect``, and tables and arrays wherever a preset or a run is named."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from ganlab.cli import main
from ganlab.experiment import Experiment, PointsData
from ganlab.lab.files.archive import Run, load_run, save_run
from tests.commands import Capture, last_json

SMALL = ("--set", "generator.units=8", "--set", "discriminator.units=8", "--steps", "3")


def write(path: Path, text: str) -> str:
    """The name of a file of that text."""
    path.write_bytes(text.encode())
    return str(path)


def test_points_in_full_precision(tmp_path: Path, capsys: Capture) -> None:
    table = write(tmp_path / "t.csv", "time,y,kind\n1700000000.123,-0.1,a\n1700000001.5,1e-3,b\n")
    assert main(["inspect", table, "--json"]) == 0
    found = last_json(capsys)
    assert found["kind"] == "points"
    assert found["count"] == 2
    assert found["columns"] == ["time", "y"]
    assert found["minimum"] == [1700000000.123, -0.1]
    assert found["maximum"] == [1700000001.5, 0.001]
    assert found["first"] == [[1700000000.123, -0.1], [1700000001.5, 0.001]]
    assert found["classes"] == [
        {"name": "a", "number": 0, "count": 1},
        {"name": "b", "number": 1, "count": 1},
    ]


def test_points_in_words(tmp_path: Path, capsys: Capture) -> None:
    table = write(tmp_path / "t.csv", "id;x;y\n1;1,5;2\n2;;3\n3;4;5\n")
    assert main(["inspect", table]) == 0
    out = capsys.readouterr().out
    for words in (
        "2 points",
        "semicolons between columns, decimal commas",
        "x is x, 1.5 to 4.0",
        "classes: none",
        "left out: 1 row in which a number is missing (row 3)",
        "left out: column id",
    ):
        assert words in out


def test_options_say_what_the_table_does_not(tmp_path: Path, capsys: Capture) -> None:
    table = write(tmp_path / "t.tsv", "12,345\t0.25\n13,456\t0.5\n")
    assert main(["inspect", table, "--json"]) == 2
    error = capsys.readouterr().err
    assert "row 1: '12,345\t0.25'" in error
    assert "--decimal ," in error
    assert len(error.splitlines()) == 1
    assert main(["inspect", table, "--json", "--decimal", "."]) == 0
    assert last_json(capsys)["first"] == [[12345, 0.25], [13456, 0.5]]
    table = write(tmp_path / "t.csv", "2019,2020,z\n1,2,3\n4,5,6\n")
    words = ["--heading", "--columns", "z,2019", "--label-column", "2"]
    assert main(["inspect", table, "--json", *words]) == 0
    found = last_json(capsys)
    assert found["first"] == [[3, 1], [6, 4]]
    assert [one["number"] for one in found["classes"]] == [2, 5]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"1,2\n3,four\n", "row 2"),
        (b"1,2\n3,\x004\n", "byte 7"),
        (b"1,2\n3\n", "row 2"),
        (b"1,2\n3,inf\n", "row 2"),
        (b"", "no points"),
        (gzip.compress(b"1,2\n3,4\n" * 99, mtime=0)[:-9], "ends too early"),
    ],
)
@pytest.mark.parametrize("command", ["inspect", "train", ""])
def test_what_cannot_be_read_is_one_line(
    command: str, content: bytes, place: str, tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "t.csv").write_bytes(content)
    assert main([*command.split(), str(tmp_path / "t.csv")]) == 2
    error = capsys.readouterr().err
    assert len(error.splitlines()) == 1
    assert place in error
    assert "t.csv" in error


def test_images_and_runs(tmp_path: Path, capsys: Capture) -> None:
    np.save(tmp_path / "a.npy", np.arange(3 * 9 * 8).reshape(3, 9, 8) % 17)
    assert main(["inspect", str(tmp_path / "a.npy"), "--json"]) == 0
    found = last_json(capsys)
    assert (found["kind"], found["count"], found["size"]) == ("images", 3, [9, 8])
    assert (found["range_found"], found["minimum"], found["maximum"]) == ([0, 16], 0, 255)
    assert found["scaled_by"] == pytest.approx(255 / 16)
    assert found["classes"] is found["known_as"] is None
    words = ["inspect", str(tmp_path / "a.npy"), "--range", "0..32"]
    assert main([*words, "--json"]) == 0
    assert last_json(capsys)["maximum"] == 128
    assert main(words) == 0
    assert "32 is white" in capsys.readouterr().out
    save_run(tmp_path / "run", Run.fresh(Experiment(name="mine")))
    assert main(["inspect", str(tmp_path / "run"), "--json"]) == 0
    found = last_json(capsys)
    assert {key: found[key] for key in ("kind", "name", "step", "data", "data_found")} == {
        "kind": "run",
        "name": "mine",
        "step": 0,
        "data": "ring-8",
        "data_found": True,
    }
    experiment = write(tmp_path / "recipe", Experiment().to_json())
    assert main(["inspect", experiment, "--json"]) == 0
    assert last_json(capsys)["kind"] == "experiment"
    assert main(["inspect", "pretrained:mnist-dcgan"]) == 0
    assert "data: MNIST" in capsys.readouterr().out


def test_images_say_how_they_were_read(tmp_path: Path, capsys: Capture) -> None:
    digits = np.random.default_rng(0).integers(0, 17, (30, 64))
    digits[0, :2] = 0, 16
    np.save(tmp_path / "x_train.npy", digits)
    np.save(tmp_path / "y_train.npy", np.array([3.0, 7.0] * 15))
    path = str(tmp_path / "x_train.npy")
    assert main(["inspect", path, "--json"]) == 0
    found = last_json(capsys)
    assert (found["count"], found["size"], found["range_found"]) == (30, [8, 8], [0, 16])
    assert (found["scaled_by"], found["minimum"], found["maximum"]) == (255 / 16, 0, 255)
    assert found["classes"] == [
        {"name": "3", "number": 0, "count": 15},
        {"name": "7", "number": 1, "count": 15},
    ]
    assert found["labels_from"] == "y_train.npy"
    assert main(["inspect", path, "--range", "0..64"]) == 0
    words = capsys.readouterr().out
    assert "Values 0 to 16: 0 is black and 64 is white, as data.range says." in words
    assert "Rows of 64 numbers were read as pictures of 8 x 8." in words
    assert "labels from: y_train.npy" in words
    assert main(["inspect", path, "--range", "grey"]) == 2
    assert "no range" in capsys.readouterr().err
    np.save(tmp_path / "odd.npy", np.zeros((5, 65)))
    assert main(["inspect", str(tmp_path / "odd.npy")]) == 2
    assert "(5, 65)" in (error := capsys.readouterr().err)
    assert "(n, 1, H, W)" in error


def test_a_table_trains_where_a_preset_is_named(tmp_path: Path, capsys: Capture) -> None:
    table = write(tmp_path / "toys.csv", "a;b;c\n1,5;2;x\n3;;y\n4;5,5;x\n")
    out = tmp_path / "run.ganlab"
    assert main(["train", table, *SMALL, "--out", str(out)]) == 0
    error = capsys.readouterr().err
    assert "1 row in which a number is missing (row 3)" in error
    experiment = load_run(out).experiment
    assert isinstance(experiment.data, PointsData)
    assert experiment.name == "toys"
    np.save(tmp_path / "toys.npy", np.arange(8.0).reshape(4, 2))
    assert main(["train", str(tmp_path / "toys.npy"), *SMALL, "--json"]) == 0
    assert last_json(capsys)["steps"] == 3


def test_images_train_where_a_preset_is_named(tmp_path: Path, capsys: Capture) -> None:
    rng = np.random.default_rng(0)
    np.save(tmp_path / "a.npy", rng.integers(0, 256, (20, 8, 8), dtype=np.uint8))
    words = ["--set", "image_networks.channels=4", "--set", "training.batch_size=4"]
    assert main(["train", str(tmp_path / "a.npy"), "--steps", "2", *words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["steps"] == 2
