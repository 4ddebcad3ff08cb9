"""Images for noise from outside: asked of a session that trains or rests."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from ganlab.experiment import Experiment
from ganlab.games.two_player.game import TwoPlayerGame
from ganlab.lab.commands import Build, Command, DrawImages, FindDirections, Pause, Play, Step
from ganlab.lab.frame import DirectionsFound, ImagesDrawn, Notice, Reply, State
from ganlab.lab.session.session import Session
from tests.small import small

DIMENSION = 6
TINY: dict[str, Any] = {
    "data": {"kind": "images", "subset": 40},
    "image_networks": {"kind": "dcgan", "channels": 5},
    "noise.dimension": DIMENSION,
    "training.batch_size": 4,
    "game.ema": 0.9,
}
CONDITIONAL = TINY | {"image_networks": {"kind": "dcgan", "channels": 5, "conditional": True}}
NOISE = np.random.default_rng(1).standard_normal((3, DIMENSION)).astype(np.float32)


@pytest.fixture(autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


class Room:
    """A session and what it answered."""

    def __init__(self, experiment: Experiment) -> None:
        self.replies: list[Reply] = []
        self.session = Session(self.replies.append)
        self.session.handle(Build(experiment, 7, device="cpu"))

    def ask(self, *told: Command) -> list[Any]:
        """Hand over commands, let the session work once; what it answered beside its state."""
        self.replies.clear()
        for command in told:
            self.session.handle(command)
        self.session.advance()
        return [r for r in self.replies if isinstance(r, ImagesDrawn | DirectionsFound | Notice)]

    @property
    def trainer(self) -> TwoPlayerGame:
        assert isinstance(self.session.game, TwoPlayerGame)
        return self.session.game


def image_room(**changes: Any) -> Room:
    return Room(Experiment().with_values(TINY | changes))


def test_a_session_at_rest_draws_what_its_generator_makes_of_the_noise() -> None:
    room = image_room()
    (reply,) = room.ask(DrawImages(NOISE, None, 5))
    assert (reply.token, reply.generation) == (5, 7)
    pixels = room.trainer.generate(torch.from_numpy(NOISE), average=True).numpy()
    np.testing.assert_array_equal(reply.images, np.rint(pixels.reshape(3, 28, 28) * 255))
    assert reply.images.dtype == np.uint8
    assert not room.ask()  # once


def test_it_answers_between_two_steps_and_training_does_not_notice() -> None:
    asked, alone = image_room(), image_room()
    for room in (asked, alone):
        room.ask(Play(until=3))
    while asked.session.state is State.RUNNING:
        replies = asked.ask(DrawImages(NOISE, None, 1, average=bool(asked.trainer.iteration % 2)))
        assert [type(reply) for reply in replies] == [ImagesDrawn]
    while alone.session.state is State.RUNNING:
        alone.ask()
    ours, theirs = asked.trainer.state().arrays, alone.trainer.state().arrays
    assert asked.trainer.iteration == alone.trainer.iteration == 3
    for name, array in ours.items():
        np.testing.assert_array_equal(array, theirs[name])


def test_the_newest_of_several_wins() -> None:
    room = image_room()
    replies = room.ask(*(DrawImages(NOISE[:1] * k, None, k) for k in range(5)))
    assert [reply.token for reply in replies] == [4]


def test_the_raw_generator_and_its_average_differ_after_some_steps() -> None:
    room = image_room()
    room.ask(*[Step()] * 20)
    (raw,) = room.ask(DrawImages(NOISE, None, 1, average=False))
    (average,) = room.ask(DrawImages(NOISE, None, 2, average=True))
    assert (raw.images != average.images).any()


def test_a_conditional_generator_draws_the_class_it_is_asked_for() -> None:
    room = Room(Experiment().with_values(CONDITIONAL))
    same = np.repeat(NOISE[:1], 3, axis=0)
    (reply,) = room.ask(DrawImages(same, np.array([0, 9, 9]), 1))
    zero, nine, again = reply.images
    np.testing.assert_array_equal(nine, again)
    assert (zero != nine).any()


@pytest.mark.parametrize("noise", [NOISE[0], NOISE[:, :-1], NOISE[None]])
def test_noise_of_a_wrong_shape_is_one_sentence(noise: np.ndarray) -> None:
    (notice,) = image_room().ask(DrawImages(noise, None, 1))
    assert notice.text == (
        f"This generator makes an image from 6 numbers; it was given an array of shape "
        f"{noise.shape}."
    )


@pytest.mark.parametrize(
    "labels",
    [None, np.array([1, 2]), np.array([0, 1, 10]), np.array([-1, 0, 1]), np.array([0.0, 1.0, 2.0])],
)
def test_a_wrong_class_is_one_sentence(labels: np.ndarray | None) -> None:
    room = Room(Experiment().with_values(CONDITIONAL))
    (notice,) = room.ask(DrawImages(NOISE, labels, 1))
    assert notice.text.endswith("each image needs a class from 0 to 9.")


@pytest.mark.parametrize("command", [DrawImages(NOISE, None, 1), FindDirections(8)])
def test_a_generator_of_points_has_no_images(command: Command) -> None:
    (notice,) = Room(small()).ask(command)
    assert notice.text == "This generator makes points, so there are no images to draw."


def test_what_was_asked_of_a_generator_is_not_drawn_by_its_successor() -> None:
    room = image_room()
    assert not room.ask(DrawImages(NOISE, None, 1), Build(room.trainer.experiment, 8, device="cpu"))


@pytest.mark.parametrize("changes", [TINY, CONDITIONAL, TINY | {"image_networks": {
    "kind": "mlp-2014", "units": 20, "conditional": True}}])  # fmt: skip
def test_directions_are_those_of_the_first_weights_that_noise_meets(
    changes: dict[str, Any],
) -> None:
    room = Room(Experiment().with_values(changes))
    (found,) = room.ask(FindDirections(4))
    arrays = room.trainer.generator.arrays()
    name = "project.weight" if "project.weight" in arrays else "hidden.0.weight"
    weight = arrays[name][:, :DIMENSION]
    values = np.linalg.svd(weight, compute_uv=False)
    np.testing.assert_allclose(found.strengths, values[:4], rtol=1e-4)
    np.testing.assert_allclose(np.linalg.norm(weight @ found.vectors.T, axis=0), values[:4], 1e-4)
    assert (found.step, found.generation) == (0, 7)


def test_directions_of_the_average_lag_behind_those_of_the_generator() -> None:
    room = image_room(**{"game.generator_optimizer.learning_rate": 0.1})
    room.ask(Step(), Pause())
    raw, average = (room.ask(FindDirections(2, average=which))[0] for which in (False, True))
    assert (raw.strengths != average.strengths).all()
    assert raw.step == 1
