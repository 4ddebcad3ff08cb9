"""Runs whose images were moved, removed or changed since: nothing that is in the file is lost."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganlab.cli import main
from ganlab.data.files.places import located
from ganlab.data.image_target import make_images, with_record
from ganlab.experiment import Change, Experiment, ImageData, compare
from ganlab.lab.files.archive import load_run
from ganlab.lab.headless import sample, train
from tests.commands import Capture, assert_same_networks, last_json
from tests.small_images import own_images, small_images
from tests.test_image_commands import TINY


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with 40 images of three classes, their labels, and a run that learned from them."""
    here = tmp_path / "mine"
    here.mkdir()
    images = own_images(here, 40, 8)
    command = [
        "train",
        "mnist-dcgan-conditional",
        "--steps",
        "4",
        "--out",
        str(here / "run.ganlab"),
    ]
    assert main([*command, *TINY, "--set", f"data.path={images}"]) == 0
    return here


def _train(run: Path, steps: int, *more: str) -> int:
    return main(["train", str(run), "--steps", str(steps), "--out", str(run), *more])


def _remove(folder: Path) -> None:
    for file in folder.glob("own-*"):
        file.unlink()


def test_without_its_images_a_run_opens_and_draws_the_same(folder: Path) -> None:
    run = load_run(folder / "run.ganlab")
    before = sample(run, 7, seed=3)
    _remove(folder)
    again = load_run(folder / "run.ganlab")
    np.testing.assert_array_equal(sample(again, 7, seed=3), before)
    target = make_images(_images(again.experiment))
    assert target.absent
    assert target.image_set.size == (8, 8)
    assert target.image_set.class_names == ("0", "1", "2")
    assert len(target.image_set.images) == 100


def test_without_its_images_a_run_is_exported(folder: Path, tmp_path: Path) -> None:
    _remove(folder)
    assert main(["export", str(folder / "run.ganlab"), "--to", str(tmp_path / "g.onnx")]) == 0
    assert main(["sample", str(folder / "run.ganlab"), "-n", "3", str(tmp_path / "s.npy")]) == 0
    assert np.load(tmp_path / "s.npy").shape == (3, 8, 8)


@pytest.mark.parametrize("command", ["train", "evaluate"])
def test_what_needs_the_images_asks_for_them(folder: Path, capsys: Capture, command: str) -> None:
    _remove(folder)
    capsys.readouterr()
    more = ["--steps", "8"] if command == "train" else []
    assert main([command, str(folder / "run.ganlab"), *more]) == 2
    said = capsys.readouterr().err
    assert "own-images.npy" in said
    assert "--data" in said
    assert said.count("\n") == 1


def test_a_folder_moves_as_a_whole(folder: Path, tmp_path: Path) -> None:
    folder.rename(tmp_path / "elsewhere")
    run = tmp_path / "elsewhere" / "run.ganlab"
    assert _images(load_run(run).experiment).path == str(run.parent / "own-images.npy")
    assert _train(run, 8) == 0
    assert load_run(run).checkpoint is not None


def test_the_run_alone_moves(folder: Path, tmp_path: Path) -> None:
    away = tmp_path / "away"
    away.mkdir()
    run = Path(shutil.move(folder / "run.ganlab", away))
    assert _train(run, 8) == 0


def test_trained_with_a_relative_path_and_trained_on_from_elsewhere(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    command = ["train", "mnist-dcgan", "--steps", "3", *TINY, "--set", "data.path=own-images.npy"]
    assert main([*command, "--out", "other.ganlab"]) == 0
    monkeypatch.chdir(tmp_path)
    assert _train(folder / "other.ganlab", 6) == 0


def test_the_images_are_found_again_and_training_goes_on_to_the_bit(
    folder: Path, tmp_path: Path
) -> None:
    run, straight = folder / "run.ganlab", tmp_path / "straight.ganlab"
    assert main(["train", str(run), "--steps", "9", "--out", str(straight)]) == 0
    away = tmp_path / "away"
    away.mkdir()
    for file in folder.glob("own-*"):
        shutil.move(file, away)
    assert _train(run, 9) == 2
    assert _train(run, 9, "--data", str(away / "own-images.npy")) == 0
    assert_same_networks(run, straight, step=9)
    assert _train(run, 10) == 0  # and the file knows now


def test_a_person_s_home_is_understood(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    own_images(tmp_path, 10, 8)
    assert located("~/own-images.npy") == tmp_path / "own-images.npy"
    assert len(make_images(ImageData(path="~/own-images.npy")).image_set.images) == 10


def test_in_the_file_the_images_stand_beside_it(folder: Path) -> None:
    import zipfile

    with zipfile.ZipFile(folder / "run.ganlab") as archive:
        written = json.loads(archive.read("experiment.json"))
    assert written["data"]["path"] == "own-images.npy"


def test_other_images_at_the_same_place_are_never_trained_on_quietly(
    folder: Path, capsys: Capture
) -> None:
    images = np.load(folder / "own-images.npy")
    np.save(folder / "own-images.npy", images[::-1])
    assert _train(folder / "run.ganlab", 8) == 2
    assert "are not those that this run learned from" in capsys.readouterr().err
    assert load_run(folder / "run.ganlab").checkpoint is not None
    # Said in so many words, they are: from the start.
    place = f"data.path={folder / 'own-images.npy'}"
    assert _train(folder / "run.ganlab", 8, "--set", place) == 0
    assert "from step 0" in capsys.readouterr().err


def test_other_images_are_not_taken_for_those_that_were_moved(
    folder: Path, tmp_path: Path, capsys: Capture
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    images = own_images(other, 30, 8)
    assert _train(folder / "run.ganlab", 8, "--data", str(images)) == 2
    assert "40 then, 30 there" in capsys.readouterr().err


def test_a_folder_that_grew_is_read_again(tmp_path: Path, capsys: Capture) -> None:
    def draw(number: int) -> None:
        pixels = np.random.default_rng(number).integers(0, 256, (8, 8), dtype=np.uint8)
        Image.fromarray(pixels).save(tmp_path / "pictures" / f"{number}.png")

    (tmp_path / "pictures").mkdir()
    for number in range(5):
        draw(number)
    data = ImageData(path=str(tmp_path / "pictures"))
    game = with_record(small_images(changes={"data": data}))
    assert len(make_images(_images(game)).image_set.images) == 5
    draw(5)
    assert make_images(_images(game)).absent  # those of before are gone
    assert len(make_images(data).image_set.images) == 6  # read again in the same process
    experiment = tmp_path / "game.json"
    experiment.write_text(game.to_json())
    assert main(["train", str(experiment), "--steps", "2", "--json"]) == 0
    assert "5 then, 6 now" in capsys.readouterr().err


def test_images_found_in_another_place_change_nothing_else(folder: Path, tmp_path: Path) -> None:
    old = load_run(folder / "run.ganlab").experiment
    moved = shutil.copytree(folder, tmp_path / "copy")
    data = _images(old).model_copy(update={"path": str(moved / "own-images.npy")})
    new = with_record(old.model_copy(update={"data": data}))
    assert compare(old, new) is Change.LIVE
    others = old.with_values({"data.subset": 20})
    assert _images(others).record is None
    assert compare(old, with_record(others)) is Change.REBUILD


def test_a_training_that_cannot_learn_says_so(folder: Path) -> None:
    run = load_run(folder / "run.ganlab")
    _remove(folder)
    with pytest.raises(ValueError, match="own-images"):
        train(run, 10)


def test_a_damaged_sheet_is_said(folder: Path, capsys: Capture) -> None:
    run = load_run(folder / "run.ganlab")
    record = _images(run.experiment).record
    assert record is not None
    data = _images(run.experiment).model_copy(
        update={"record": record.model_copy(update={"sheet": "AAAA"})}
    )
    path = folder / "damaged.json"
    path.write_text(run.experiment.model_copy(update={"data": data}).to_json())
    assert main(["train", str(path)]) == 2
    assert "no sheet of them" in capsys.readouterr().err


def test_training_figures_have_them_still(folder: Path, capsys: Capture) -> None:
    capsys.readouterr()
    assert _train(folder / "run.ganlab", 6, "--json") == 0
    assert last_json(capsys)["steps"] == 6


def _images(experiment: Experiment) -> ImageData:
    assert isinstance(experiment.data, ImageData)
    return experiment.data


def test_inspect_tells_images_that_are_gone_from_others_in_their_place(
    folder: Path, capsys: Capture
) -> None:
    run, images = str(folder / "run.ganlab"), folder / "own-images.npy"
    np.save(images, np.load(images)[::-1].copy())
    capsys.readouterr()
    assert main(["inspect", run]) == 0
    said = capsys.readouterr().out
    assert "where there are not the images that it learned from" in said
    assert "which is not there" not in said
    images.unlink()
    assert main(["inspect", run]) == 0
    assert "which is not there" in capsys.readouterr().out
