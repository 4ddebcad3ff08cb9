"""Where labels are smoothed, what is called the equilibrium is where both players rest."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from ganlab.games.rules import rules_of
from ganlab.games.shown.cards import Reference
from ganlab.gan.objectives import OBJECTIVES
from tests.small import small

SHARE = 0.3


@pytest.mark.parametrize("name", [n for n, o in OBJECTIVES.items() if o.labels])
def test_the_equilibrium_is_that_of_the_d_that_is_the_best_there(name: str) -> None:
    plain = OBJECTIVES[name]
    smoothed = plain.smoothed(SHARE)
    logits = np.linspace(-2, 2, 40001)[:, None]  # all that D may say where p_g = p_data
    losses = plain.discriminator_loss(logits, logits) + SHARE * logits[:, 0]
    best = logits[losses.argmin()]
    assert smoothed.neutral == pytest.approx(float(plain.score.of_logits(best)[0]), abs=1e-3)
    value = -float(plain.discriminator_loss(best, best))
    assert smoothed.equilibrium == pytest.approx(value, abs=1e-3)
    assert smoothed.equilibrium_words(3) == smoothed.equilibrium_text
    assert plain.smoothed(0.0).equilibrium == plain.equilibrium


def references(changes: dict[str, Any]) -> list[Reference]:
    """Of the value and of D on average."""
    experiment = small(changes)
    cards = rules_of(experiment).cards(experiment)
    return [*cards[0][0].references, *cards[2][0].references]


def test_curves_show_it_and_a_critic_has_no_labels() -> None:
    value, neutral = references({"game.penalty.smoothing": SHARE})
    assert value.label == "−1.481"
    assert value.value == pytest.approx(np.log(0.35) + np.log(0.65))
    assert neutral.value == pytest.approx(0.35)
    critic: dict[str, Any] = {"game.objective": "wasserstein"}
    assert references({"game.penalty.smoothing": SHARE} | critic) == references(critic)
    experiment = small({"game.penalty.smoothing": SHARE})
    assert rules_of(experiment).equilibrium(experiment) == value.value
    assert "-1.481 at the equilibrium" in rules_of(experiment).told(experiment)["value"]
