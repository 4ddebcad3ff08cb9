"""The yardsticks themselves: what is measured is what is said to be measured."""

from __future__ import annotations

import math
from typing import Any

import pytest
import torch

from ganlab.presets import load_preset
from tests.benchmarks import image_loop, science


def test_the_bare_loop_plays_the_game_of_the_preset() -> None:
    """At the start D knows nothing: V(D, G) = -log 4. After G's first leaps it knows better."""
    torch.set_num_threads(1)
    first, later = image_loop.rates(steps=1, warm_up=0), image_loop.rates(steps=60, warm_up=0)
    assert first["value"] == pytest.approx(-math.log(4), abs=0.3)
    assert first["value"] < later["value"] < 0
    assert later["rate"] > 0


def image_run(**changes: Any) -> dict[str, Any]:
    good = {
        "seconds": 400.0,
        "digits": 10,
        "confidence": 0.95,
        "frechet": 10.0,
        "frechet_early": 40.0,
        "gan_test": 0.97,
    }
    return good | changes


@pytest.mark.parametrize(
    ("preset", "changes", "met"),
    [
        ("mnist-dcgan", {}, True),
        ("mnist-dcgan", {"seconds": 601.0}, False),
        ("mnist-dcgan", {"digits": 9}, False),
        ("mnist-dcgan", {"confidence": 0.89}, False),
        ("mnist-dcgan", {"frechet": 14.0}, False),
        ("mnist-dcgan", {"frechet": None, "digits": None, "confidence": None}, False),
        ("mnist-dcgan-conditional", {}, True),
        ("mnist-dcgan-conditional", {"gan_test": 0.94}, False),
    ],
)
def test_one_seed_that_falls_short_is_enough(
    preset: str, changes: dict[str, Any], met: bool
) -> None:
    runs = [image_run(), image_run(**changes)]
    assert science.verdict(preset, runs)["met"] is met
    assert science.verdict(preset, runs[::-1])["met"] is met


def test_images_are_trained_over_two_seeds() -> None:
    for preset in science.BARS:
        images = load_preset(preset).data.kind == "images"
        assert len(science.seeds_of(preset)) == (2 if images else 5)
