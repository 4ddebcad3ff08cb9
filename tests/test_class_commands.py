"""Classes by name on the command line: trained, sampled, exported."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganlab.cli import main
from ganlab.experiment import ImageData
from ganlab.export.generator.documents import card, card_page, metadata, readme
from ganlab.games.exports import rebuild
from ganlab.lab.files.archive import load_run
from tests.commands import Capture, run_script

SMALL = [
    "mnist-dcgan",
    *("--set", "image_networks.channels=4", "--set", "image_networks.conditional=true"),
    *("--set", "training.batch_size=4", "--set", "noise.dimension=4", "--steps", "2"),
]


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Folders of noise, called "a, b", 3, 7 and Cat."""
    rng = np.random.default_rng(0)
    for name in "a, b", "3", "7", "Cat":
        (tmp_path / "set" / name).mkdir(parents=True)
        for number in range(4):
            values = rng.integers(256, size=(8, 8), dtype=np.uint8)
            Image.fromarray(values).save(tmp_path / "set" / name / f"{number}.png")
    return tmp_path / "set"


def train(pictures: Path, classes: str) -> Path:
    out = pictures.with_name("run.ganlab")
    data = ["--set", f"data.path={pictures}", "--set", f"data.classes={classes}"]
    assert main(["train", *SMALL, *data, "--out", str(out)]) == 0
    return out


def test_a_run_calls_its_classes_as_the_data_does(pictures: Path, capsys: Capture) -> None:
    run = train(pictures, '7,"a, b",3')
    data = load_run(run).experiment.data
    assert isinstance(data, ImageData)
    assert data.classes == ("7", "a, b", "3")
    assert data.record is not None
    assert data.record.class_names == ("3", "7", "a, b")
    sheet = run.with_name("sheet.npy")
    drawn = {}
    for label in "3", "7", "A, b":
        assert main(["sample", str(run), str(sheet), "-n", "5", "--label", label]) == 0
        drawn[label] = np.load(sheet)
        assert drawn[label].shape == (5, 8, 8)
    assert len({images.tobytes() for images in drawn.values()}) == 3
    capsys.readouterr()
    for label in "0", "Cat":
        assert main(["sample", str(run), str(sheet), "--label", label]) == 2
        error = capsys.readouterr().err
        assert f"no class '{label}'; there are 3, 7, \"a, b\"" in error


def test_who_is_told_no_class_cannot_be_asked_for_one(pictures: Path, capsys: Capture) -> None:
    run = train(pictures, "3")
    plain = ["--set", "image_networks.conditional=false"]
    assert main(["train", *SMALL, "--set", f"data.path={pictures}", *plain, "--out", str(run)]) == 0
    capsys.readouterr()
    assert main(["sample", str(run), str(run.with_name("s.npy")), "--label", "3"]) == 2
    assert "not conditional" in capsys.readouterr().err
    data = ["--set", f"data.path={pictures}", "--set", "data.classes=cow"]
    assert main(["train", *SMALL, *data]) == 2
    assert 'no class cow: it has 3, 7, Cat, "a, b"' in capsys.readouterr().err


def test_exports_carry_the_names_and_their_numbers(pictures: Path, capsys: Capture) -> None:
    run = train(pictures, '"a, b", 7')
    script = run.with_name("generator.py")
    assert main(["export", str(run), "--to", str(script)]) == 0
    assert 'CLASS_NAMES = ("7", "a, b")' in script.read_text(encoding="utf-8")
    for label, code in ("a, b", 0), ("7", 0), ("0", 2), ("Cat", 2):
        assert run_script(script, run.with_name("s.png"), "--label", label) == code, label
    assert "there is no class Cat; there are 7, a, b" in capsys.readouterr().err
    pictures_only = run.with_name("pictures")
    assert main(["export", str(run), "--to", str(pictures_only), "--format", "pictures"]) == 0
    names = {path.name for path in pictures_only.rglob("single/*.png")}
    assert {"000-class-7.png", "001-class-a-b.png"} <= names
    trained = rebuild(load_run(run).experiment, load_run(run).checkpoint)
    assert card(trained)["classes"] == ["7", "a, b"]
    assert json.loads(metadata(trained)["classes"]) == ["7", "a, b"]
    for page in card_page(trained), readme(trained, ["generator.onnx"]):
        assert "| 7 | 0 |\n| a, b | 1 |\n" in page


def test_training_says_how_images_were_read(tmp_path: Path, capsys: Capture) -> None:
    rng = np.random.default_rng(0)
    digits = rng.integers(17, size=(12, 64))
    digits[0, :2] = 0, 16
    np.save(tmp_path / "x_train.npy", digits)
    data = ["--set", f"data.path={tmp_path / 'x_train.npy'}"]
    plain = ["--set", "image_networks.conditional=false"]
    assert main(["train", *SMALL, *data, *plain]) == 0
    said = capsys.readouterr().err
    assert "Values 0 to 16: 0 is black and 16 is white." in said
    assert "Rows of 64 numbers were read as pictures of 8 x 8." in said
    assert "'y_train.npy'" in said


def test_classes_of_points_are_trained_sampled_evaluated_and_exported(
    tmp_path: Path, capsys: Capture
) -> None:
    rng = np.random.default_rng(0)
    names = np.repeat(["cat", "dog, small"], [30, 10])
    rows = rng.normal(size=(40, 2)) + np.where(names == "cat", 4.0, -4.0)[:, None]
    points, run = tmp_path / "points.csv", tmp_path / "run.ganlab"
    text = [f'{x},{y},"{name}"' for (x, y), name in zip(rows.tolist(), names, strict=True)]
    points.write_text("x,y,animal\n" + "\n".join(text) + "\n", encoding="utf-8")
    small = ["--set", "game.generator.units=6", "--set", "game.discriminator.units=6"]
    told = ["--set", "game.conditional=true", "--steps", "3", "--out", str(run), "--json"]
    assert main(["train", str(points), *small, *told]) == 0
    assert 0 <= json.loads(capsys.readouterr().out)["own_class"] <= 1
    out, drawn = tmp_path / "s.npy", {}
    for label in "cat", "dog, small":
        assert main(["sample", str(run), str(out), "-n", "5", "--label", label]) == 0
        drawn[label] = np.load(out)
        assert drawn[label].shape == (5, 2)
    assert not np.array_equal(*drawn.values())
    capsys.readouterr()
    assert main(["sample", str(run), str(out), "--label", "cow"]) == 2
    assert 'there are cat, "dog, small"' in capsys.readouterr().err
    assert main(["evaluate", str(run), "--samples", "100"]) == 0
    assert "nearest to their own class's mode" in capsys.readouterr().out
    script = tmp_path / "generator.py"
    assert main(["export", str(run), "--to", str(script)]) == 0
    assert 'CLASS_NAMES = ("cat", "dog, small")' in script.read_text(encoding="utf-8")
    words = (tmp_path / "p.csv", "--label", "dog, small", "--count", "4")
    assert run_script(script, *words) == 0
    assert len((tmp_path / "p.csv").read_text(encoding="utf-8").splitlines()) == 4


def test_a_target_without_classes_is_refused_in_one_line(capsys: Capture) -> None:
    assert main(["train", "ring", "--set", "game.conditional=true", "--steps", "2"]) == 2
    assert "Ring has no classes" in capsys.readouterr().err
