"""Games with penalties and constraints: resumed, changed while they run, looked at."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import numpy as np
import pytest
import torch

from ganlab.data import make_target
from ganlab.experiment import InvalidExperiment
from ganlab.gan.batches.noise import sample_noise
from ganlab.gan.measure import measure
from ganlab.gan.penalties.effect import without_effect
from ganlab.gan.penalties.lipschitz import POINTS, slopes_between
from ganlab.gan.penalties.lipschitz import SEED as LOOKED_AT
from ganlab.gan.settings import two_player
from ganlab.gan.trainer import Trainer
from ganlab.lab.files.archive import Run, read_run, write_run
from tests.gan.test_trainer import same
from tests.small import small, trainer_of
from tests.small_images import image_set, image_trainer, small_images

SETTINGS: dict[str, dict[str, Any]] = {
    "R2": {"r2": 1.0},
    "WGAN-GP": {"gradient": 10.0},
    "one-sided": {"one_sided": 10.0},
    "DRAGAN": {"dragan": 10.0},
    "lazy R1": {"r1": 1.0, "every": 4},
    "clipping": {"clip": 0.05},
    "spectral": {"spectral": True},
    "noise": {"instance_noise": 0.3},
    "smoothing": {"smoothing": 0.2},
    "dropout": {"dropout": 0.3},
    "all": {
        "r1": 0.1, "r2": 0.2, "gradient": 1.0, "one_sided": 1.0, "dragan": 1.0, "every": 3,
        "clip": 0.5, "spectral": True, "instance_noise": 0.3, "smoothing": 0.1, "dropout": 0.2,
    },
}  # fmt: skip


def changes(name: str) -> dict[str, Any]:
    return {f"game.penalty.{setting}": value for setting, value in SETTINGS[name].items()}


@pytest.mark.parametrize("name", SETTINGS)
def test_a_resumed_run_goes_on_bit_for_bit_through_a_file(name: str) -> None:
    experiment = small(changes(name) | {"game.k": 2, "training.steps": 90})
    whole = trainer_of(experiment)
    whole.run(31)
    file = BytesIO()
    write_run(file, Run.fresh(experiment, whole.state()))
    whole.run(24)
    run = read_run(BytesIO(file.getvalue()))
    assert run.checkpoint is not None
    resumed = trainer_of(run.experiment)
    resumed.load(run.checkpoint)
    resumed.run(24)
    assert same(resumed.state(), whole.state())
    np.testing.assert_allclose(resumed.take_scalars(), whole.take_scalars()[31:], rtol=1e-5)


@pytest.mark.parametrize("name", SETTINGS)
def test_each_changes_the_game_and_no_other_stream_of_chance(name: str) -> None:
    plain, played = trainer_of(small({"game.k": 2})), trainer_of(small({"game.k": 2}))
    played.apply(small(changes(name) | {"game.k": 2}), played.target)
    for trainer in (plain, played):
        trainer.discriminator.parameters.mul_(4)  # steep enough for the one-sided penalty
        trainer.run(9)
    a, b = plain.state(), played.state()
    last = "discriminator/2.weight"
    assert not np.array_equal(a.arrays[last], b.arrays[last])
    assert np.array_equal(a.arrays["chance/cpu"], b.arrays["chance/cpu"])
    assert a.counters == b.counters


@pytest.mark.parametrize("name", SETTINGS)
def test_taken_away_again_it_leaves_nothing_behind(name: str) -> None:
    trainer = trainer_of(small(changes(name)))
    trainer.run(3)
    trainer.apply(small(), trainer.target)
    after = trainer.state()
    plain = trainer_of(small())
    plain.load(after)
    for each in (trainer, plain):
        each.run(5)
    assert same(trainer.state(), plain.state())
    assert set(plain.state().arrays) == set(trainer_of(small()).state().arrays)


@pytest.mark.parametrize("name", SETTINGS)
def test_looking_disturbs_nothing(name: str) -> None:
    watched, alone = trainer_of(small(changes(name))), trainer_of(small(changes(name)))
    for trainer in (watched, alone):
        trainer.run(4)
    np.testing.assert_array_equal(measure(watched), measure(watched))
    watched.pull(watched.generate(watched.noise(5)))
    alone.noise(5)
    watched.opinion(torch.zeros(3, 2))
    scene = watched.scene()
    for view in ("heatmap", "gradients", "arriving"):
        scene.takers[view](_look())
    for trainer in (watched, alone):
        trainer.run(3)
    assert same(watched.state(), alone.state())


def _look() -> Any:
    from ganlab.games.shown.views import Look

    return Look()


def test_a_checkpoint_of_another_setting_loads_what_fits() -> None:
    plain = trainer_of(small())
    plain.run(5)
    for name in SETTINGS:
        trainer = trainer_of(small(changes(name)))
        trainer.load(plain.state())
        trainer.run(3)
        back = trainer_of(small())
        back.load(trainer.state())
        back.run(1)


def test_weights_stay_in_the_box() -> None:
    trainer = trainer_of(small(changes("clipping")))
    for _ in range(5):
        trainer.step()
        assert float(trainer.discriminator.parameters.abs().max()) <= 0.05 + 1e-8
    assert float(trainer.generator.parameters.abs().max()) > 0.05


def test_a_frozen_discriminator_is_left_alone() -> None:
    trainer = trainer_of(small(changes("all")))
    trainer.run(2)
    trainer.apply(small(changes("all") | {"game.train": "generator"}), trainer.target)
    before = trainer.discriminator.parameters.clone(), trainer.discriminator.statistics.clone()
    trainer.run(4)
    assert torch.equal(trainer.discriminator.parameters, before[0])
    assert torch.equal(trainer.discriminator.statistics, before[1])


def test_units_drop_out_in_training_alone() -> None:
    trainer = trainer_of(small({"game.penalty.dropout": 0.5}))
    plain = trainer_of(small())
    rows = torch.randn(40, 2, generator=torch.Generator().manual_seed(1))
    d = trainer.discriminator
    assert torch.equal(d.evaluate(rows), plain.discriminator.evaluate(rows))
    assert torch.equal(d.run(rows, training=False).output, d.evaluate(rows))
    one, two = d.run(rows).output, d.run(rows).output
    assert not torch.equal(one, two)
    mean = torch.stack([d(rows) for _ in range(500)]).mean(0)
    torch.testing.assert_close(mean, d.evaluate(rows), rtol=0, atol=0.1)


def test_a_dropped_pass_has_the_gradients_of_its_own_weights() -> None:
    """With nothing silenced they are those of the passes written by hand."""
    trainer = trainer_of(small({"game.penalty.dropout": 0.1}))
    d, rows = trainer.discriminator, torch.randn(6, 2)
    assert trainer.regularisation is not None
    d.constrain(False, 1e-12, torch.Generator())
    slope = torch.ones(6, 1)
    by_hand = d.run(rows, training=False).parameter_gradient(slope).clone()
    torch.testing.assert_close(d.run(rows).parameter_gradient(slope), by_hand)
    squared = d.run(rows).squared_input_gradient(6)
    torch.testing.assert_close(squared, d.run(rows, training=False).squared_input_gradient(6))
    trainer.step()
    assert torch.equal(d.run(rows, training=False).output, d.evaluate(rows)), "the same memory"


IMAGED: dict[str, dict[str, Any]] = {
    kind: {"r2": 0.1, "gradient": 1.0, "dragan": 1.0, "every": 2, "clip": 0.5, "smoothing": 0.1,
           "instance_noise": 0.1, **more}
    for kind, more in (("dcgan", {"dropout": 0.2}), ("mlp-2014", {"spectral": True}))
}  # fmt: skip


@pytest.mark.parametrize("kind", IMAGED)
@pytest.mark.parametrize("conditional", [False, True])
def test_images_have_the_same(kind: str, conditional: bool) -> None:
    def made() -> Trainer:
        set_to = {f"game.penalty.{name}": value for name, value in IMAGED[kind].items()}
        return image_trainer(small_images(kind, conditional, set_to), image_set())

    whole, resumed = made(), made()
    whole.run(3)
    checkpoint = whole.state()
    measure(whole)
    whole.run(3)
    resumed.load(checkpoint)
    resumed.run(3)
    assert same(resumed.state(), whole.state())


def test_what_does_nothing_says_why_and_is_not_done() -> None:
    assert set(without_effect(two_player(small().game), images=False)) == {"every"}
    linear = small({"game.discriminator.layers": 0, "game.penalty.dropout": 0.5})
    assert "dropout" in without_effect(two_player(linear.game), images=False)
    assert trainer_of(linear).regularisation is None
    for kind, inert in (("dcgan", "spectral"), ("mlp-2014", "dropout")):
        found = without_effect(two_player(small_images(kind).game), images=True)
        assert set(found) == {"every", inert}
        value = True if inert == "spectral" else 0.5
        imaged = small_images(kind, changes={f"game.penalty.{inert}": value})
        assert image_trainer(imaged).regularisation is None


@pytest.mark.parametrize("way", ["unrolled", "consensus"])
def test_what_goes_through_ds_loss_knows_few_of_them(way: str) -> None:
    few = {"game.penalty.gradient": 1.0, "game.penalty.clip": 0.1, f"game.play.{way}": 1}
    trainer_of(small(few)).run(2)
    with pytest.raises(InvalidExperiment, match="switch off Spectral norm, Dropout in D"):
        small(few | {"game.penalty.dropout": 0.1, "game.penalty.spectral": True})


@pytest.mark.parametrize("updates", ["simultaneous", "extra-gradient"])
def test_other_ways_to_play_go_with_all_of_them(updates: str) -> None:
    more = {"game.play.updates": updates, "game.play.lookahead": 3, "game.pack": 2, "game.k": 2}
    whole, resumed = (trainer_of(small(changes("all") | more)) for _ in range(2))
    whole.run(4)
    resumed.load(whole.state())
    for trainer in (whole, resumed):
        trainer.run(4)
    assert same(whole.state(), resumed.state())


def test_a_target_that_is_drawn_over_changes_nothing_of_it() -> None:
    experiment = small(changes("all"))
    trainer = trainer_of(experiment)
    trainer.run(2)
    before = trainer.regularisation
    trainer.apply(experiment, make_target(experiment.data))
    assert trainer.regularisation is before


def test_the_slopes_between_are_those_of_d_between_real_and_generated_samples() -> None:
    trainer = trainer_of(small({"game.penalty.dropout": 0.5, "game.penalty.spectral": True}))
    trainer.run(3)
    before = trainer.state()
    slopes = slopes_between(trainer)
    assert same(trainer.state(), before)
    assert torch.equal(slopes, slopes_between(trainer)), "the same places each time"
    chance = torch.Generator().manual_seed(LOOKED_AT)
    fake = trainer.generate(sample_noise(trainer.experiment.noise, POINTS, chance))
    real = trainer.real.fixed(POINTS, LOOKED_AT)
    x = real + real.new_empty(POINTS, 1).uniform_(generator=chance) * (fake - real)
    d, step = trainer.discriminator, 1e-3
    sides = [(d.evaluate(x + e) - d.evaluate(x - e)) / (2 * step) for e in torch.eye(2) * step]
    numeric = torch.cat(sides, 1).norm(dim=1)
    assert float((slopes - numeric).abs().median()) < 1e-3, "but at kinks of the leaky ReLU"
    assert float(slopes.max()) <= 1.01


@pytest.mark.parametrize("kind", ["dcgan", "mlp-2014"])
@pytest.mark.parametrize("pack", [1, 2])
def test_slopes_are_told_of_images_and_of_packs(kind: str, pack: int) -> None:
    trainer = image_trainer(small_images(kind, changes={"game.pack": pack}))
    slopes = slopes_between(trainer)
    assert slopes.shape == (64,)
    assert float(slopes.min()) >= 0
