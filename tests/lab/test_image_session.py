"""A session that plays for images, with a clock that goes only when it is told to."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from ganlab.data.image_target import with_record
from ganlab.data.sheet import ON_SCREEN
from ganlab.experiment import Experiment, ImageData
from ganlab.games.two_player.scenes.images import ImageScene
from ganlab.gan.measure import measure
from ganlab.gan.saving.checkpoint import Checkpoint
from ganlab.lab import commands
from ganlab.lab.frame import CheckpointTaken, FrameRequest, Notice, State
from ganlab.lab.scenes.camera import Camera
from tests.lab.test_session import Bench
from tests.pictures import numbers, pixels
from tests.small_images import image_set, image_trainer, small_images

REQUEST = FrameRequest(frozenset({"generated", "average", "d_real", "d_fake"}))


@pytest.fixture(autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture
def experiment(tmp_path: Path) -> Experiment:
    """A game of 30 images without labels in a file."""
    np.save(tmp_path / "noise.npy", image_set().images)
    return small_images(changes={"data.path": str(tmp_path / "noise.npy")})


@pytest.fixture
def bench(experiment: Experiment) -> Bench:
    bench = Bench()
    bench.tell(commands.Build(experiment, 1, device="cpu"))
    return bench


def test_it_plays_shows_and_pauses(bench: Bench) -> None:
    before = bench.frame(REQUEST)
    bench.tell(commands.Play())
    bench.work(0.1)
    playing = bench.frame(REQUEST)
    bench.tell(commands.Pause())
    after = bench.frame(REQUEST)
    assert 0 < playing.step <= after.step
    assert pixels(after).shape == pixels(after, "average").shape == (ON_SCREEN, 8, 8)
    assert not np.array_equal(pixels(before), pixels(after))
    assert bench.state() is State.PAUSED


def test_no_evaluation_ever_comes_and_nobody_waits_for_one(bench: Bench) -> None:
    bench.tell(commands.Play())
    for _ in range(10):
        bench.work(1.0, tick=0.2)
        assert not bench.frame(REQUEST).evaluations
    bench.tell(commands.Pause())
    bench.frame(REQUEST)
    bench.tell(commands.RequestFrame(REQUEST))
    assert bench.session.advance() == math.inf, "nothing has changed and nothing is due"


def test_while_training_runs_both_halves_of_the_histogram_are_of_one_step(bench: Bench) -> None:
    bench.tell(commands.Play())
    frames = [bench.frame(REQUEST) for _ in range(30)]
    whole = [frame for frame in frames if frame.scalars is not None]
    assert 2 <= len(whole) < len(frames)
    for frame in frames:
        beat = {name in frame.pictures for name in REQUEST.views}
        assert beat == {frame.scalars is not None}


@pytest.mark.parametrize("turn", [None, "discriminator", "generator"])
def test_at_rest_the_figures_are_of_the_networks_that_are_shown(
    bench: Bench, experiment: Experiment, turn: str | None
) -> None:
    bench.tell(commands.Play())
    bench.work(0.1)
    bench.tell(commands.Step(turn))
    frame = bench.frame(REQUEST)
    assert frame.measured
    assert frame.scalars is not None
    again = image_trainer(experiment, image_set(labelled=False))
    again.load(bench.trainer.state())
    np.testing.assert_array_equal(frame.scalars[-1], measure(again)[0])
    shown = replace(frame, pictures=Camera(ImageScene(again), lambda: 0.0).take(REQUEST, version=1))
    np.testing.assert_array_equal(numbers(frame, "d_real"), numbers(shown, "d_real"))
    np.testing.assert_array_equal(pixels(frame), pixels(shown))


def test_a_single_step_and_a_checkpoint(bench: Bench, experiment: Experiment) -> None:
    bench.tell(commands.Step(), commands.RequestCheckpoint(3))
    (taken,) = bench.all(CheckpointTaken)
    assert (taken.checkpoint.step, taken.token) == (1, 3)
    images = pixels(bench.frame(REQUEST))
    again = Bench()
    again.tell(commands.Build(experiment, 2, taken.checkpoint, device="cpu"))
    assert again.trainer.iteration == 1
    np.testing.assert_array_equal(images, pixels(again.frame(REQUEST)))


@pytest.mark.parametrize("change", ["lost", "unlabelled"])
def test_what_cannot_be_played_is_one_sentence(
    bench: Bench, experiment: Experiment, change: str
) -> None:
    changes: dict[str, dict[str, Any]] = {
        "lost": {"data.path": "/no/such/images.npy"},
        "unlabelled": {"game.conditional": True},
    }
    bench.forget()
    bench.tell(commands.Build(experiment.with_values(changes[change]), 2, device="cpu"))
    (notice,) = bench.all(Notice)
    assert notice.level == "error"
    assert len(notice.text.splitlines()) == 1
    assert {"lost": "images.npy", "unlabelled": "no labels"}[change] in notice.text


def test_without_its_images_it_shows_and_saves_but_does_not_train(
    experiment: Experiment, tmp_path: Path
) -> None:
    first = Bench()
    experiment = with_record(experiment)
    assert isinstance(experiment.data, ImageData)
    first.tell(commands.Build(experiment, 1, device="cpu"))
    first.tell(commands.Step())
    checkpoint = _checkpoint(first)
    seen = first.frame(REQUEST)

    (tmp_path / "noise.npy").rename(tmp_path / "moved.npy")
    bench = Bench()
    bench.tell(commands.Build(experiment, 1, checkpoint, device="cpu", play=True))
    shown = bench.frame(REQUEST)
    np.testing.assert_array_equal(pixels(shown), pixels(seen))
    np.testing.assert_array_equal(numbers(shown, "d_real"), numbers(seen, "d_real"))
    for command in (commands.Play(), commands.Step("generator")):
        bench.tell(command)
        assert bench.state() is State.PAUSED
        notice = bench.all(Notice)[-1]
        assert notice.can_find
        assert "noise.npy" in notice.text
    saved = _checkpoint(bench)
    assert saved.counters == checkpoint.counters

    # Told where they are now, it goes on as if nothing had been.
    data = experiment.data.model_copy(update={"path": str(tmp_path / "moved.npy")})
    found = with_record(experiment.model_copy(update={"data": data}))
    bench.tell(commands.Apply(found))
    for one in (first, bench):
        one.tell(commands.Step())
    expected, resumed = _checkpoint(first), _checkpoint(bench)
    assert resumed.counters == expected.counters
    for name, array in expected.arrays.items():
        np.testing.assert_array_equal(resumed.arrays[name], array, err_msg=name)


def _checkpoint(bench: Bench) -> Checkpoint:
    bench.tell(commands.RequestCheckpoint(1))
    return bench.all(CheckpointTaken)[-1].checkpoint
