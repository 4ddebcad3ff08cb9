"""Games under every way to play: resumed from anywhere, bit for bit; turn by turn; frozen."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from ganlab.experiment import InvalidExperiment
from ganlab.games.rules import check_data
from ganlab.games.two_player.turns import TURNS
from ganlab.gan.play.pack import packed
from ganlab.gan.play.size import parameters_of
from ganlab.gan.saving.checkpoint import Checkpoint
from ganlab.gan.trainer import Trainer
from ganlab.lab.session.slow_motion import SlowMotion
from tests.small import both, small, trainer_of
from tests.small_images import image_trainer, small_images

torch.set_num_threads(1)  # small matrices: more threads only wait for each other
D, G = "discriminator", "generator"
SETTINGS: dict[str, dict[str, Any]] = {
    "simultaneous": {"game.play.updates": "simultaneous"},
    "extra-gradient": {"game.play.updates": "extra-gradient"},
    "lookahead": {"game.play.lookahead": 2},
    "optimistic Adam": both(kind="optimistic-adam"),
    "packed": {"game.pack": 3},
    "unrolled": {"game.play.unrolled": 2},
    "consensus": {"game.play.consensus": 0.5},
    "all at once": {
        "game.play.updates": "extra-gradient",
        "game.play.lookahead": 2,
        "game.play.unrolled": 2,
        "game.play.consensus": 0.1,
        "game.pack": 2,
        "game.k": 2,
        "game.g": 2,
        "game.ema": 0.9,
    }
    | both(kind="optimistic-adam", schedule="cosine"),
}


def same(a: Checkpoint, b: Checkpoint) -> bool:
    """Whether two checkpoints are equal bit for bit."""
    if (a.step, a.counters) != (b.step, b.counters) or a.arrays.keys() != b.arrays.keys():
        return False
    return all(a.arrays[name].tobytes() == b.arrays[name].tobytes() for name in a.arrays)


def half(trainer: Trainer) -> None:
    """D's turn of the next iteration."""
    for _ in range(trainer.settings.k):
        trainer.take(D)


def rest(trainer: Trainer) -> None:
    """G's, and the end of it."""
    for _ in range(trainer.settings.g):
        trainer.take(G)
    trainer.finish_iteration()


@pytest.mark.parametrize("case", SETTINGS)
def test_a_run_goes_on_bit_for_bit_also_from_a_half_done_iteration(case: str) -> None:
    experiment = small(SETTINGS[case])
    whole, turns, resumed = (trainer_of(experiment) for _ in range(3))
    whole.run(6)
    turns.run(3)
    half(turns)
    resumed.load(turns.state())
    assert same(resumed.state(), turns.state())
    assert resumed.taken == 1
    for trainer in (turns, resumed):
        rest(trainer)
        trainer.run(2)
        assert same(trainer.state(), whole.state())


@pytest.mark.parametrize("case", SETTINGS)
def test_what_does_not_fit_the_setting_begins_anew(case: str) -> None:
    """Settings change live, also in the middle of an iteration; old files know nothing of them."""
    plain = trainer_of(small({"game.pack": SETTINGS[case].get("game.pack", 1)}))
    plain.run(3)
    half(plain)
    old = plain.state()
    assert not any(name.startswith("play_") for name in old.arrays)
    trainer = trainer_of(small(SETTINGS[case]))
    trainer.load(old)
    rest(trainer)
    trainer.run(3)
    half(trainer)
    plain.load(trainer.state())
    plain.apply(trainer.experiment, trainer.target)
    rest(plain)
    plain.run(3)
    assert plain.state().is_finite()
    assert plain.iteration == 11


def test_simultaneous_updates_let_g_answer_the_d_of_before() -> None:
    """One iteration: D moves as in Algorithm 1; G as if D had not."""
    plain, other = trainer_of(small()), trainer_of(small(SETTINGS["simultaneous"]))
    before = plain.discriminator.parameters.clone()
    half(plain)
    moved = plain.discriminator.parameters.clone()
    plain.discriminator.parameters.copy_(before)
    plain.take(G)
    other.step()
    assert torch.equal(other.discriminator.parameters, moved)
    assert torch.equal(other.generator.parameters, plain.generator.parameters)


def test_a_frozen_player_stays_under_every_way() -> None:
    for case, settings in SETTINGS.items():
        for alone, still in ((D, G), (G, D)):
            trainer = trainer_of(small(settings | {"game.train": alone}))
            players = {D: trainer.discriminator, G: trainer.generator}
            before = {name: player.parameters.clone() for name, player in players.items()}
            trainer.run(2)
            assert torch.equal(players[still].parameters, before[still]), case
            assert not torch.equal(players[alone].parameters, before[alone]), case


@pytest.mark.parametrize("case", SETTINGS)
def test_a_single_step_moves_its_player_and_the_other_waits(case: str) -> None:
    trainer = trainer_of(small(SETTINGS[case]))
    trainer.run(1)
    players = {D: trainer.discriminator, G: trainer.generator}
    for turn in (D, G, G, D, D):
        before = {name: player.parameters.clone() for name, player in players.items()}
        trainer.take(turn)
        trainer.finish_iteration()
        for name, player in players.items():
            assert torch.equal(player.parameters, before[name]) == (name != turn)
    assert trainer.iteration == 6


@pytest.mark.parametrize("case", SETTINGS)
def test_slow_motion_walks_through_a_whole_iteration(case: str) -> None:
    experiment = small(SETTINGS[case])
    slow, whole = trainer_of(experiment), trainer_of(experiment)
    walk = SlowMotion(slow, TURNS)
    for _ in range(2 * sum(len(turn.stages) for turn in TURNS)):
        walk.advance()
    whole.run(2)
    assert same(slow.state(), whole.state())


def test_players_that_are_told_classes_are_played_with_in_every_way() -> None:
    told = {"data.name": "ring-8", "game.conditional": True}
    trainer = trainer_of(small(SETTINGS["all at once"] | told))
    trainer.run(2)
    trainer.measure()
    assert trainer.state().is_finite()
    assert trainer.pull(trainer.generator(trainer.noise(6))).shape == (6, 2)
    experiment = trainer.experiment
    count = parameters_of(experiment, 2, trainer.classes)
    assert count == len(trainer.generator.parameters) + len(trainer.discriminator.parameters)


def test_packing_widens_d_and_nothing_else() -> None:
    plain, packs = trainer_of(small()), trainer_of(small({"game.pack": 3}))
    arrays = packs.state().arrays
    assert arrays["discriminator/0.weight"].shape == (8, 6)
    assert arrays["generator/0.weight"].shape == plain.state().arrays["generator/0.weight"].shape
    real = packs.real.fixed(48, 1)
    fake = packs.generator(packs.noise(48))
    logits, _, _ = packs.discriminator_gradient(real, fake)
    expected = packs.discriminator(torch.cat([real.view(16, 6), fake.view(16, 6)])).squeeze(1)
    torch.testing.assert_close(logits, expected)
    judged, _ = packs.generator_gradient(packs.noise(48), None)
    assert judged.shape == (16,)
    one = packs.logits(real[:5])
    torch.testing.assert_close(one, packs.discriminator(real[:5].repeat(1, 3)).squeeze(1))
    assert packs.pull(fake).shape == fake.shape


@pytest.mark.parametrize("pack", [1, 2, 3])
@pytest.mark.parametrize("objective", ["non-saturating", "least-squares"])
def test_the_gradient_of_packed_players_is_that_of_finite_differences(
    pack: int, objective: str
) -> None:
    trainer = trainer_of(
        small({"game.pack": pack, "game.objective": objective, "game.penalty.r1": 0.0})
    )
    noise = trainer.noise(6 * pack)
    _, gradient = trainer.generator_gradient(noise, None)
    way = torch.randn(gradient.shape, generator=torch.Generator().manual_seed(1))
    slope = float(gradient @ way)

    def loss(step: float) -> float:
        trainer.generator.parameters.add_(way, alpha=step)
        made = trainer.generator(noise)
        logits = trainer.discriminator(packed(made, pack)).squeeze(1)
        trainer.generator.parameters.add_(way, alpha=-step)
        return float(trainer.objective.generator_loss(logits, logits))

    assert (loss(1e-3) - loss(-1e-3)) / 2e-3 == pytest.approx(slope, rel=0.02, abs=1e-4)


def test_measuring_a_packed_game_uses_whole_packs() -> None:
    trainer = trainer_of(small({"game.pack": 3}))
    trainer.run(2)
    trainer.measure()
    assert np.isfinite(trainer.take_scalars()).all()


def test_what_images_cannot_be_played_in_is_refused() -> None:
    images = small_images(conditional=True)
    for changes in ({"game.play.unrolled": 1}, {"game.play.consensus": 0.1}):
        with pytest.raises(InvalidExperiment, match="for points"):
            images.with_values(changes)
    with pytest.raises(InvalidExperiment, match="told no classes"):
        images.with_values({"game.pack": 2})
    with pytest.raises(ValueError, match="told no classes"):
        check_data(images.model_copy(update={"game": images.game.model_copy(update={"pack": 2})}))


@pytest.mark.parametrize("kind", ["dcgan", "mlp-2014"])
def test_ways_that_images_are_played_in(kind: str) -> None:
    changes = {
        "game.pack": 3,
        "game.play.updates": "extra-gradient",
        "game.play.lookahead": 2,
        "training.batch_size": 4,
    }
    experiment = small_images(kind, changes=changes)
    whole, part, resumed = (image_trainer(experiment) for _ in range(3))
    whole.run(4)
    part.run(1)
    half(part)
    resumed.load(part.state())
    rest(resumed)
    resumed.run(2)
    assert same(resumed.state(), whole.state())
    whole.measure()
    assert np.isfinite(whole.take_scalars()).all()
    assert len(whole.logits(whole.real.fixed(5, 1))) == 5
