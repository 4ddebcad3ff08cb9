"""Runs that older versions saved open, draw what they drew, and go on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ganlab.gan.settings import TwoPlayer, two_player
from ganlab.lab.files.archive import load_run, save_run
from ganlab.lab.headless import sample, train

SAVED = Path(__file__).parent / "saved"

DRAWN = {
    "plane": [
        [-0.13938361764063628, 0.12646891130158924],
        [-0.1803465896888406, 0.11991313539999572],
        [-0.38328437879301286, -0.22849075403567884],
    ],
    "line": [[-0.26825695081843953], [0.26706930303921317], [0.5377413312084568]],
    "points": [
        [3.1698314692772263, 2.960201612705001],
        [3.4098647560010402, 2.0765105151650705],
        [3.3718556581435308, 2.3174842939535596],
    ],
}
"""What the version that saved each run drew of it from seed 1."""

STEPS = {"plane": 60, "line": 30, "points": 20, "images": 6}


@pytest.mark.parametrize("name", STEPS)
def test_a_run_of_schema_1_is_all_there(name: str) -> None:
    run = load_run(SAVED / f"{name}.ganlab")
    assert run.experiment.schema_version == 2
    assert isinstance(run.experiment.game, TwoPlayer)
    assert run.checkpoint is not None
    assert run.checkpoint.step == run.history.steps == STEPS[name]
    for column in ("value", "d_real", "d_fake", "generator_gradient"):
        assert np.isfinite(run.history.recent(column, STEPS[name])).all()


def test_its_settings_have_their_new_places() -> None:
    plane = load_run(SAVED / "plane.ganlab").experiment
    game = two_player(plane.game)
    assert (game.k, game.objective, game.train) == (2, "least-squares", "both")
    assert (game.generator.units, game.discriminator.units) == (8, 8)
    assert (plane.training.batch_size, plane.seed) == (16, 3)
    images = two_player(load_run(SAVED / "images.ganlab").experiment.game)
    assert (images.image_networks.channels, images.conditional) == (4, True)


@pytest.mark.parametrize("name", DRAWN)
def test_it_draws_what_it_drew(name: str) -> None:
    drawn = sample(load_run(SAVED / f"{name}.ganlab"), 3, seed=1)
    np.testing.assert_allclose(drawn, DRAWN[name], rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", DRAWN)
def test_it_goes_on_and_is_saved_anew(name: str, tmp_path: Path) -> None:
    run = load_run(SAVED / f"{name}.ganlab")
    result = train(run, STEPS[name] + 5, device="cpu")
    save_run(tmp_path / "on.ganlab", result.run)
    again = load_run(tmp_path / "on.ganlab")
    assert again.history.steps == STEPS[name] + 5
    assert again.experiment == result.run.experiment
