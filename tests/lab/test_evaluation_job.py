"""Measuring a generator as a job: the same figures as everywhere, and words for what is done."""

from __future__ import annotations

import pytest
import torch

from ganlab.data import held_out, make_target
from ganlab.games.two_player.game import TwoPlayerGame
from ganlab.interruptible import Cancelled, never, silent
from ganlab.lab.figures.evaluation_job import EvaluationQuestion, Wanted, doing, measure
from ganlab.lab.figures.images import evaluation_figures
from tests.small_images import small_images

FEW = {"data.classes": (3, 7), "data.subset": 60}
SAMPLES = 40


@pytest.fixture(autouse=True)
def small_world(monkeypatch: pytest.MonkeyPatch) -> None:
    """One thread, and 60 images to compare with."""
    torch.set_num_threads(1)
    monkeypatch.setattr(held_out, "MOST_TESTED", 60)


def trained(conditional: bool) -> TwoPlayerGame:
    experiment = small_images(conditional=conditional, changes=FEW)
    trainer = TwoPlayerGame(experiment, make_target(experiment.data))
    trainer.run(3)
    return trainer


def question(trainer: TwoPlayerGame, wanted: Wanted) -> EvaluationQuestion:
    return EvaluationQuestion(trainer.experiment, trainer.state(), wanted, SAMPLES, seed=1)


def test_both_parts_together_are_what_the_command_line_says() -> None:
    trainer = trained(conditional=True)
    whole = evaluation_figures(trainer, SAMPLES, 1, parzen=True)
    heard: list[int] = []
    asked = question(trainer, "quality")
    quality = measure(asked, lambda done, total: heard.append(1000 * done // total), never)
    parzen = measure(question(trainer, "parzen"), silent, never)
    assert {k: v for k, v in whole.items() if "parzen" not in k} == {
        k: v for k, v in quality.items() if "parzen" not in k and k not in ("steps", "samples")
    }
    assert {k: whole[k] for k in parzen if k in whole} == {
        k: v for k, v in parzen.items() if k in whole
    }
    assert parzen["parzen"] is not None
    assert (quality["steps"], quality["samples"]) == (3, SAMPLES)
    assert quality["gan_train"] is not None
    assert heard == sorted(heard)
    assert heard[-1] == 1000
    said = list(dict.fromkeys(doing(asked, done) for done in range(1000)))
    assert said[:2] == ["getting ready", f"drawing {SAMPLES} images"]
    assert len(said) == 5


def test_real_images_set_the_standard() -> None:
    asked = question(trained(False), "quality")
    figures = measure(asked, silent, never)
    assert figures["confidence_real"] > 0.95, "the classifier knows real digits"
    assert 1.8 < figures["score_real"] <= 2, "two classes, clearly told apart"
    assert figures["gan_train"] is None
    assert "classifier" not in " ".join(doing(asked, done) for done in range(1000))


def test_it_can_be_stopped() -> None:
    for wanted in ("quality", "parzen"):
        with pytest.raises(Cancelled):
            measure(question(trained(False), wanted), silent, lambda: True)
