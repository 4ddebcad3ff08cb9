"""Who plays, and of what they are told."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from ganlab.data import make_target
from ganlab.data.image_target import ImageTarget
from ganlab.experiment import Experiment, ToyData
from ganlab.gan.batches.classes import classes_of
from ganlab.gan.batches.noise import sample_labelled_noise
from ganlab.gan.batches.real import PointStream
from ganlab.gan.batches.real_images import ImageStream
from ganlab.gan.networks.modules import TorchNetwork
from ganlab.gan.networks.perceptron import MLP
from ganlab.gan.players import Player, make_players, make_stream
from tests.small_images import image_set, small_images

CPU = torch.device("cpu")
KINDS = ["dcgan", "mlp-2014"]


def players(experiment: Experiment, target: ImageTarget) -> tuple[Player, Player]:
    return make_players(experiment, target, torch.Generator().manual_seed(1), CPU)


def test_points_are_for_perceptrons_and_images_for_networks_of_their_own() -> None:
    plane = make_target(Experiment().data)
    pair = make_players(Experiment(), plane, torch.Generator(), CPU)
    assert all(isinstance(player, MLP) for player in pair)
    assert isinstance(make_stream(Experiment(), plane, CPU), PointStream)
    target = ImageTarget(image_set())
    assert all(isinstance(player, TorchNetwork) for player in players(small_images(), target))
    assert isinstance(make_stream(small_images(), target, CPU), ImageStream)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("conditional", [False, True])
def test_what_g_makes_is_what_d_looks_at(kind: str, conditional: bool) -> None:
    target = ImageTarget(image_set())
    experiment = small_images(kind, conditional)
    g, d = players(experiment, target)
    classes = classes_of(experiment, target)
    assert classes == (3 if conditional else 0)
    noise = sample_labelled_noise(experiment.noise, classes, 6, torch.Generator())
    rows = g(noise)
    real = make_stream(experiment, target, CPU).next(6)
    assert rows.shape == real.shape == (6, 64 + classes)
    assert torch.equal(rows[:, 64:], noise[:, 5:]), "G shows D what it was asked for"
    assert d(torch.cat([real, rows])).shape == (12, 1)


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_weights_are_the_seeds_alone(kind: str) -> None:
    target = ImageTarget(image_set())
    for a, b in zip(
        players(small_images(kind), target), players(small_images(kind), target), strict=True
    ):
        assert torch.equal(a.parameters, b.parameters)
        assert np.array_equal(a.chance_state(), b.chance_state())


def test_players_are_told_the_classes_that_the_data_have() -> None:
    unlabelled = ImageTarget(image_set(labelled=False))
    assert classes_of(small_images(), unlabelled) == 0
    with pytest.raises(ValueError, match="no labels") as caught:
        classes_of(small_images(conditional=True), unlabelled)
    assert len(str(caught.value).splitlines()) == 1
    ring = Experiment()
    assert classes_of(ring, make_target(ring.data)) == 0
    assert classes_of(ring.with_values({"game.conditional": True}), make_target(ring.data)) == 8
    told = Experiment(data=ToyData(name="line")).with_values({"game.conditional": True})
    with pytest.raises(ValueError, match="Line has no classes"):
        classes_of(told, make_target(told.data))


def test_every_class_is_asked_for_as_often_as_any_other() -> None:
    noise = Experiment().noise
    asked = sample_labelled_noise(noise, 4, 4000, torch.Generator().manual_seed(3))[:, 2:]
    assert torch.equal(asked.sum(1), torch.ones(4000))
    # Four standard deviations of a binomial with p = 1/4.
    assert (asked.sum(0) - 1000).abs().max() < 4 * (4000 * 0.25 * 0.75) ** 0.5
