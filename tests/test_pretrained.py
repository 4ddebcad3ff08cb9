"""The generators that come trained: the shipped files, what reads them, and the script that makes
them, on a game small enough for a test."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import zipfile
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from ganlab.cli import main
from ganlab.data import held_out
from ganlab.data.images import load_mnist
from ganlab.experiment import Experiment
from ganlab.gan.saving.compact import compact
from ganlab.lab.figures import images as image_figures
from ganlab.lab.figures.images import draw_images
from ganlab.lab.files.archive import load_run, save_run
from ganlab.lab.headless import game_of, sample
from ganlab.metrics.parzen import parzen_likelihood
from ganlab.presets import load_preset
from ganlab.pretrained import (
    NAMES,
    PretrainedError,
    is_pretrained,
    models_folder,
    pretrained_card,
    pretrained_names,
    pretrained_path,
    pretrained_strip,
    pretrained_summary,
    pretrained_title,
)

SCRIPT = Path(__file__).parent.parent / "packaging" / "models" / "train_generators.py"
SAMPLES = 60

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


# --- what is shipped ---


def test_what_is_shipped_is_what_the_gallery_offers() -> None:
    files = {path.stem for path in models_folder().glob("*.ganlab")}
    assert files == set(pretrained_names()) == set(NAMES)


@pytest.mark.parametrize("name", pretrained_names())
def test_the_card_is_of_the_shipped_file(name: str) -> None:
    data, card = pretrained_path(name).read_bytes(), pretrained_card(name)
    assert hashlib.sha256(data).hexdigest() == card["sha256"]
    assert len(data) == card["bytes"] < 8_000_000
    run = load_run(pretrained_path(name))
    assert run.checkpoint is not None
    assert run.checkpoint.step == card["steps"] == run.history.steps
    with zipfile.ZipFile(pretrained_path(name)) as archive:  # as it was written: it may get fields
        recipe = archive.read("experiment.json")
    assert hashlib.sha256(recipe).hexdigest() == card["experiment_sha256"]
    assert run.experiment.name == card["name"] == name
    assert card["samples"] == 10_000
    assert card["metrics"]["parzen"] is not None
    assert pretrained_title(name)
    assert f"{card['steps']:,} steps" in pretrained_summary(name)


@pytest.mark.parametrize("name", pretrained_names())
def test_the_strip_is_what_the_shipped_generator_draws(name: str) -> None:
    strip = np.asarray(Image.open(pretrained_strip(name)))
    height, width = strip.shape
    drawn = sample(load_run(pretrained_path(name)), width // height, seed=1)
    shown = strip.reshape(height, -1, height).swapaxes(0, 1)
    # Another machine may round the last bits of a convolution otherwise.
    np.testing.assert_allclose(shown.astype(float), drawn.astype(float), atol=2)


def test_a_name_that_is_not_there_is_answered_with_those_that_are() -> None:
    with pytest.raises(PretrainedError, match=r"'mnist-2024'.*mnist-dcgan"):
        pretrained_path("mnist-2024")


def test_what_is_ours_is_known_by_its_place(tmp_path: Path) -> None:
    path = pretrained_path(pretrained_names()[0])
    assert is_pretrained(path)
    assert is_pretrained(path.parent / ".." / "models" / path.name)
    assert not is_pretrained(tmp_path / path.name)
    assert not is_pretrained(path.with_suffix(".json"))


# --- on the command line ---


def test_they_are_listed_with_their_figures(capsys: Capture) -> None:
    assert main(["models"]) == 0
    text = capsys.readouterr().out
    for name in pretrained_names():
        assert f"pretrained:{name}" in text
        assert pretrained_summary(name) in text
        assert str(pretrained_path(name)) in text
    assert main(["models", "--json"]) == 0
    cards = json.loads(capsys.readouterr().out)
    assert [card["name"] for card in cards] == list(pretrained_names())
    assert all(Path(card["path"]).is_file() and card["metrics"] for card in cards)


def test_a_name_stands_for_the_file(tmp_path: Path) -> None:
    name = pretrained_names()[0]
    out = tmp_path / "images.npy"
    assert main(["sample", f"pretrained:{name}", str(out), "-n", "3"]) == 0
    np.testing.assert_array_equal(np.load(out), sample(load_run(pretrained_path(name)), 3, 1))


@pytest.mark.parametrize(
    "words",
    [
        ["sample", "pretrained:nobody", "a.npy"],
        ["evaluate", "pretrained:nobody"],
        ["export", "pretrained:nobody", "--to", "a.onnx"],
        ["train", "pretrained:nobody"],
        ["pretrained:nobody"],
    ],
)
def test_a_wrong_name_is_said_in_one_line(words: list[str], capsys: Capture) -> None:
    assert main(words) == 2
    error = capsys.readouterr().err
    assert error.startswith("ganlab: there is no pre-trained generator 'nobody'; there are mnist-")
    assert error.count("\n") == 1


def test_training_goes_on_from_one(tmp_path: Path) -> None:
    name = pretrained_names()[0]
    shipped = pretrained_path(name).read_bytes()
    step = pretrained_card(name)["steps"]
    out = tmp_path / "on.ganlab"
    words = ["--steps", str(step + 1), "--out", str(out), "--set", "training.batch_size=2"]
    words += ["--constant-rate"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(image_figures, "IMAGE_SAMPLES", SAMPLES)
        patch.setattr(held_out, "MOST_TESTED", SAMPLES)
        assert main(["train", f"pretrained:{name}", *words]) == 0
    run = load_run(out)
    assert run.checkpoint is not None
    assert run.checkpoint.step == step + 1
    assert pretrained_path(name).read_bytes() == shipped


# --- the script ---


def tiny(name: str) -> Experiment:
    """The preset of that name, with small networks and few images."""
    return load_preset(name).with_values(
        {
            "data.subset": 400,
            "noise.dimension": 5,
            "game.image_networks.channels": 8,
            "game.image_networks.units": 20,
            "training.batch_size": 8,
            "training.steps": 6,
        }
    )


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, over presets that take a moment and measures of few images."""
    spec = importlib.util.spec_from_file_location("train_generators", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "load_preset", tiny)
    monkeypatch.setattr(module, "SAMPLES", SAMPLES)
    monkeypatch.setattr(image_figures, "IMAGE_SAMPLES", SAMPLES)
    monkeypatch.setattr(held_out, "MOST_TESTED", SAMPLES)
    return module


@pytest.fixture(autouse=True)
def as_it_was() -> Any:
    """The script asks torch for what other tests do not."""
    yield
    torch.use_deterministic_algorithms(False)


def test_the_perceptrons_of_2014_reach_the_log_likelihood_of_their_paper() -> None:
    """225 ± 2 nats (Goodfellow et al. 2014, table 1); here again on a tenth of the test images."""
    known = pretrained_card("mnist-2014")["metrics"]
    assert known["parzen"] >= 225
    images, _ = draw_images(game_of(load_run(pretrained_path("mnist-2014"))), 10_000, 1)
    held_out, test = load_mnist("train").images[-1000:], load_mnist("test").images[::10]
    few = parzen_likelihood(images, held_out, test, sigmas=[known["parzen_sigma"]])
    assert few.mean == pytest.approx(known["parzen"], abs=4 * few.standard_error)


@pytest.mark.parametrize("name", ["mnist-dcgan-conditional", "mnist-2014"])
def test_the_script_writes_what_draws_as_the_trained_one_does(
    name: str, script: ModuleType, tmp_path: Path, capsys: Capture
) -> None:
    trained, first, second = (tmp_path / part for part in ("trained.ganlab", "a", "b"))
    for folder in (first, second):
        folder.mkdir()
    script.main([name, "--out", str(first)])
    card = json.loads(capsys.readouterr().out)
    run = script._trained(tiny(name), None)
    save_run(trained, run)
    script.main([name, "--out", str(second), "--from", str(trained)])

    assert {path.name for path in first.iterdir()} == {
        f"{name}.{s}" for s in ("ganlab", "json", "png")
    }
    data = (first / f"{name}.ganlab").read_bytes()
    assert data == (second / f"{name}.ganlab").read_bytes()
    assert len(data) < 0.4 * trained.stat().st_size
    assert json.loads((first / f"{name}.json").read_text()) == card
    assert card["seconds"] > 0
    assert card["steps"] == 6
    assert card["metrics"]["parzen"] is not None
    drawn = sample(load_run(first / f"{name}.ganlab"), 40, 3).astype(int)
    np.testing.assert_allclose(drawn, sample(run, 40, 3).astype(int), atol=2)


def test_training_goes_on_from_a_compact_run(script: ModuleType, tmp_path: Path) -> None:
    script.main(["mnist-dcgan", "--steps", "3", "--out", str(tmp_path)])
    game = game_of(load_run(tmp_path / "mnist-dcgan.ganlab"))
    game.run(2)
    assert len(game.take_scalars()) == 2
    assert game.iteration == 5


def test_a_run_of_another_recipe_is_refused(script: ModuleType, tmp_path: Path) -> None:
    run = script._trained(tiny("mnist-dcgan").with_values({"seed": 5}), 2)
    save_run(tmp_path / "other.ganlab", run)
    with pytest.raises(SystemExit, match="not trained by the preset mnist-dcgan as it is now"):
        script.main(
            ["mnist-dcgan", "--from", str(tmp_path / "other.ganlab"), "--out", str(tmp_path)]
        )
    assert [path.name for path in tmp_path.iterdir()] == ["other.ganlab"]


def test_a_weight_beyond_half_precision_is_refused(script: ModuleType) -> None:
    checkpoint = script._trained(tiny("mnist-dcgan"), 1).checkpoint
    next(a for k, a in checkpoint.arrays.items() if k.startswith("discriminator/")).flat[0] = 1e5
    with pytest.raises(ValueError, match="too large for half precision"):
        compact(checkpoint, average=True)
