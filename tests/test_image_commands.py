"""Games of images on the command line: train, evaluate, sample."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from ganlab.cli import main
from ganlab.data import held_out
from ganlab.interruptible import Cancelled, Stop
from ganlab.lab import headless
from ganlab.lab.figures import images as image_figures
from ganlab.lab.figures.images import (
    TRAINING_FIGURES,
    draw_images,
    evaluation_figures,
    knows_digits,
)
from ganlab.lab.files.archive import Run, load_run
from ganlab.lab.headless import game_of
from tests.commands import FIGURES, Capture, assert_same_networks, last_json
from tests.data.test_images import idx
from tests.small_images import image_set, own_images, small_images

TINY = (
    "--set",
    "image_networks.channels=8",
    "--set",
    "training.batch_size=8",
    "--set",
    "noise.dimension=5",
)
IMAGE_FIGURES = {*TRAINING_FIGURES, "images_per_second"}


@pytest.fixture(autouse=True)
def small_world(monkeypatch: pytest.MonkeyPatch) -> None:
    """One thread, and figures of 200 images against 300."""
    torch.set_num_threads(1)
    monkeypatch.setattr(image_figures, "IMAGE_SAMPLES", 200)
    monkeypatch.setattr(held_out, "MOST_TESTED", 300)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """60 images of three classes, with labels beside them."""
    path = tmp_path / "data" / "my-images"
    path.parent.mkdir()
    images = image_set(60)
    path.write_bytes(idx(images.images))
    assert images.labels is not None
    path.with_name("my-labels").write_bytes(idx(images.labels))
    return path


def train(preset: str, out: Path, *settings: str) -> Path:
    words = ["train", preset, "--steps", "3", *TINY, "--out", str(out)]
    for setting in settings:
        words += ["--set", setting]
    assert main(words) == 0
    return out


# --- train ---


def test_training_digits_ends_with_figures_of_images(capsys: Capture) -> None:
    words = ["train", "mnist-dcgan-conditional", "--steps", "3", *TINY, "--json"]
    assert main([*words, "--set", "data.subset=500"]) == 0
    figures = last_json(capsys)
    assert set(figures) == FIGURES | IMAGE_FIGURES
    for name in ("js_bits", "mmd", "modes", "reverse_kl"):
        assert figures[name] is None
    assert len(figures["coverage"]) == 10
    assert sum(figures["coverage"]) == pytest.approx(1)
    assert figures["digits"] == sum(share >= 0.04 for share in figures["coverage"])
    assert 0.1 <= figures["confidence"] <= 1
    assert figures["frechet"] > figures["frechet_floor"] > 0
    assert 0 <= figures["gan_test"] <= 1
    assert figures["images_per_second"] == pytest.approx(3 * 8 / figures["seconds"], rel=0.01)


def test_of_other_images_the_classifier_says_nothing(file: Path, capsys: Capture) -> None:
    words = ["train", "mnist-dcgan", "--steps", "3", *TINY, "--json"]
    assert main([*words, "--set", f"data.path={file}", "--set", "game.k=2"]) == 0
    figures = last_json(capsys)
    assert set(figures) == FIGURES | IMAGE_FIGURES
    assert all(figures[name] is None for name in TRAINING_FIGURES)
    seen = 3 * 2 * 8  # D looks at k minibatches a step
    assert figures["images_per_second"] == pytest.approx(seen / figures["seconds"], rel=0.01)


def test_in_words_only_what_has_a_meaning_is_said(file: Path, capsys: Capture) -> None:
    assert main(["train", "mnist-dcgan", "--steps", "2", *TINY, "--set", f"data.path={file}"]) == 0
    out = capsys.readouterr().out
    assert "images/s" in out
    assert "digits" not in out
    assert "JS" not in out


def test_settings_of_the_data_reach_the_run(file: Path, tmp_path: Path) -> None:
    settings = f"data.path={file}", "data.classes=0, 2", "data.subset=30"
    run = load_run(train("mnist-dcgan-conditional", tmp_path / "a.ganlab", *settings))
    game = game_of(run)
    assert game.classes == 2, "G is asked for what there is, and for nothing else"
    images, labels = draw_images(game, 40, seed=1)
    assert images.shape == (40, 8, 8)
    assert labels is not None
    assert set(labels) == {0, 1}
    assert len(run.history.evaluation_curve("js_bits")[0]) == 0


def test_images_are_resumed_as_if_training_had_never_stopped(file: Path, tmp_path: Path) -> None:
    setting = "--set", f"data.path={file}"
    half, whole, resumed = (tmp_path / f"{name}.ganlab" for name in ("half", "whole", "resumed"))
    words = ["train", "mnist-2014-conditional", "--set", "image_networks.units=20", *setting]
    assert main([*words, "--steps", "6", "--out", str(whole)]) == 0
    assert main([*words, "--steps", "3", "--out", str(half)]) == 0
    assert main(["train", str(half), "--steps", "6", "--out", str(resumed)]) == 0
    assert_same_networks(resumed, whole, step=6)


def test_whoever_stops_training_does_not_wait_for_figures() -> None:
    stop = Stop()
    experiment = small_images(changes={"data.subset": 100, "training.batch_size": 4})
    result = headless.train(Run.fresh(experiment), 50, report=lambda _: stop.set(), stop=stop)
    assert 0 < result.trained < 50
    assert result.figures["digits"] is None
    assert result.run.checkpoint is not None


@pytest.mark.parametrize("content", [None, b"", b"not images", idx(np.zeros(5, np.uint8))])
@pytest.mark.parametrize("preset", ["mnist-dcgan", "mnist-2014-conditional"])
def test_a_bad_path_is_one_line_and_exit_code_2(
    preset: str, content: bytes | None, tmp_path: Path, capsys: Capture
) -> None:
    path = tmp_path / "some-images"
    if content is not None:
        path.write_bytes(content)
    assert main(["train", preset, "--steps", "3", "--set", f"data.path={path}"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.splitlines()) == 1
    assert "some-images" in captured.err


def test_conditional_on_nothing_is_one_line_and_exit_code_2(
    tmp_path: Path, capsys: Capture
) -> None:
    np.save(tmp_path / "plain.npy", image_set().images)
    setting = f"data.path={tmp_path / 'plain.npy'}"
    assert main(["train", "mnist-dcgan-conditional", "--steps", "3", "--set", setting]) == 2
    assert "plain has no labels" in capsys.readouterr().err


# --- evaluate ---


def test_every_figure_of_a_conditional_run_of_digits(tmp_path: Path, capsys: Capture) -> None:
    settings = "data.classes=3,7", "data.subset=300"
    run = train("mnist-dcgan-conditional", tmp_path / "a.ganlab", *settings)
    capsys.readouterr()
    words = ["evaluate", str(run), "--samples", "120", "--parzen", "--json"]
    assert main(words) == 0
    figures = last_json(capsys)
    assert (figures["steps"], figures["samples"]) == (3, 120)
    assert all(value is not None for value in figures.values())
    assert "MNIST" in figures["held_out"]
    assert len(figures["coverage"]) == 10
    for name in ("confidence", "precision", "recall", "gan_test", "gan_train"):
        assert 0 <= figures[name] <= 1
    assert 1 <= figures["score"] <= 10
    assert main(words[:-1]) == 0
    out = capsys.readouterr().out
    for name, value in ("GAN-test", "gan_test"), ("GAN-train", "gan_train"):
        assert f"{name} = {figures[value]:.1%}" in out, "the same seed, the same figures"


def test_other_images_have_the_figures_that_need_no_classifier(
    file: Path, tmp_path: Path, capsys: Capture
) -> None:
    settings = f"data.path={file}", "data.subset=40"
    run = train("mnist-dcgan", tmp_path / "a.ganlab", *settings)
    capsys.readouterr()
    assert main(["evaluate", str(run), "--samples", "50", "--parzen", "--json"]) == 0
    figures = last_json(capsys)
    known = {name for name, value in figures.items() if value is not None}
    assert known == {
        "steps",
        "samples",
        "held_out",
        "parzen",
        "parzen_error",
        "parzen_sigma",
        "neighbour_distance",
        "neighbour_distance_real",
        "lipschitz",
        "mean_slope",
    }
    assert "20 images that the subset leaves out" in figures["held_out"]


@pytest.mark.parametrize("count", [1, 2, 40])
@pytest.mark.parametrize("preset", ["mnist-dcgan", "mnist-dcgan-conditional"])
def test_figures_that_cannot_be_had_are_null_with_the_rest_there(
    preset: str, count: int, tmp_path: Path, capsys: Capture
) -> None:
    path = own_images(tmp_path, count, side=8)
    run = train(preset, tmp_path / "a.ganlab", f"data.path={path}")
    assert load_run(run).checkpoint is not None
    capsys.readouterr()
    for words in (["--json"], []):
        assert main(["evaluate", str(run), "--samples", "10", "--parzen", *words]) == 0
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        if words:
            figures = json.loads(captured.out.splitlines()[-1])
            assert figures["neighbour_distance"] > 0
            assert (figures["parzen"] is None) == (count == 1)
        assert "nan" not in captured.out.lower().replace("held_out", "")


@pytest.mark.parametrize("count", [1, 40])
def test_few_digits_have_the_figures_that_can_be_had(count: int, tmp_path: Path) -> None:
    experiment = small_images(changes={"data.subset": count, "training.batch_size": 4})
    figures = evaluation_figures(game_of(headless.train(Run.fresh(experiment), 1).run), 10, 1, True)
    assert figures["confidence"] > 0
    assert figures["precision"] is not None
    assert figures["frechet_floor"] > 0


def test_a_generator_that_learnt_by_heart_is_found_out(file: Path, tmp_path: Path) -> None:
    settings = f"data.path={file}", "data.subset=40"
    game = game_of(load_run(train("mnist-dcgan", tmp_path / "a.ganlab", *settings)))
    rows = torch.from_numpy(game.target.sample(40, np.random.default_rng(1)).rows).float()
    vars(game)["generate"] = lambda noise, average: rows[: len(noise)]
    figures = evaluation_figures(game, 40, 1, parzen=False)
    assert figures["neighbour_distance"] == 0
    assert figures["neighbour_distance_real"] > 100


def test_the_figures_of_the_plane(tmp_path: Path, capsys: Capture) -> None:
    run = tmp_path / "ring.ganlab"
    assert main(["train", "ring-8", "--steps", "5", "--out", str(run)]) == 0
    capsys.readouterr()
    assert main(["evaluate", str(run), "--samples", "500", "--json"]) == 0
    figures = last_json(capsys)
    assert (figures["steps"], figures["samples"], figures["modes_total"]) == (5, 500, 8)
    assert 0 <= figures["js_bits"] <= 1
    assert main(["evaluate", str(run), "--samples", "500"]) == 0
    assert "of 8 modes" in capsys.readouterr().out


def test_an_untrained_run_cannot_be_evaluated(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "a.json"
    file.write_text(small_images().to_json(), encoding="utf-8")
    assert main(["evaluate", str(file)]) == 2
    assert "no trained generator" in capsys.readouterr().err


def test_an_evaluation_can_be_stopped(file: Path, tmp_path: Path) -> None:
    run = train("mnist-dcgan-conditional", tmp_path / "a.ganlab", f"data.path={file}")
    shown: list[tuple[int, int]] = []
    game = game_of(load_run(run))
    with pytest.raises(Cancelled):
        evaluation_figures(
            game,
            50,
            1,
            True,
            progress=lambda done, total: shown.append((done, total)),
            cancelled=lambda: len(shown) > 1,
        )
    shown.clear()
    evaluation_figures(game, 50, 1, True, lambda done, total: shown.append((done, total)))
    shares = [done / total for done, total in shown]
    assert shares == sorted(shares)
    assert shares[-1] == 1


def test_ctrl_c_ends_an_evaluation_with_its_own_exit_code(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    run = train("mnist-dcgan", tmp_path / "a.ganlab", f"data.path={file}")
    capsys.readouterr()

    def interrupted(*given: Any) -> Any:
        signal.raise_signal(signal.SIGINT)
        return draw_images(*given)

    monkeypatch.setattr(image_figures, "draw_images", interrupted)
    assert main(["evaluate", str(run), "--samples", "20", "--json"]) == 130
    assert capsys.readouterr().out == ""


def test_digits_are_known_by_name_and_size(file: Path, tmp_path: Path) -> None:
    run = load_run(train("mnist-dcgan", tmp_path / "a.ganlab", f"data.path={file}"))
    assert not knows_digits(game_of(run))
    run = load_run(train("mnist-dcgan", tmp_path / "b.ganlab", "data.subset=20"))
    assert knows_digits(game_of(run))


# --- sample ---


def test_images_are_written_as_bytes_as_rows_and_as_a_sheet(file: Path, tmp_path: Path) -> None:
    run = train("mnist-dcgan", tmp_path / "a.ganlab", f"data.path={file}")
    out = {suffix: tmp_path / f"out{suffix}" for suffix in (".npy", ".csv", ".png")}
    for path in out.values():
        assert main(["sample", str(run), str(path), "-n", "7", "--seed", "5"]) == 0
    images = np.load(out[".npy"], allow_pickle=False)
    assert (images.dtype, images.shape) == (np.uint8, (7, 8, 8))
    rows = np.loadtxt(out[".csv"], delimiter=",")
    np.testing.assert_allclose(rows, images.reshape(7, 64) / 255, atol=1e-8)
    sheet = np.asarray(Image.open(out[".png"]))
    assert sheet.shape == (24, 24)
    np.testing.assert_array_equal(sheet[8:16, 16:24], images[5])
    assert not sheet[16:24, 8:].any(), "two places are empty"


def test_points_are_no_picture(tmp_path: Path, capsys: Capture) -> None:
    run = tmp_path / "line.ganlab"
    assert main(["train", "line", "--steps", "2", "--out", str(run)]) == 0
    assert main(["sample", str(run), str(tmp_path / "x.png")]) == 2
    assert "only images" in capsys.readouterr().err
