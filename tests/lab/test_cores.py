"""A second core for headless training: only where it pays, and never at the price of a bit."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest
import torch

from ganlab.data import make_target
from ganlab.games.game import Game, make_game
from ganlab.gan.networks.products import product, transposed_product
from ganlab.lab import cores
from ganlab.lab.cores import Cores, most_threads, same_numbers
from ganlab.lab.device import tune_process
from ganlab.presets import load_preset
from tests.small import both, small, trainer_of


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    yield
    torch.set_num_threads(1)
    torch.set_flush_denormal(False)


class Clocked:
    """A game whose steps take what `cost` says of the number of threads, on a clock of its own."""

    def __init__(self, cost: Callable[[int, float], float], device: str = "cpu") -> None:
        self.cost, self.device, self.time = cost, torch.device(device), 0.0
        self.played: list[tuple[float, int, int]] = []
        """(time, steps, threads) of each call."""

    def run(self, iterations: int) -> None:
        threads = torch.get_num_threads()
        self.played.append((self.time, iterations, threads))
        self.time += iterations * self.cost(threads, self.time)

    def runner(self, most: int = 2) -> Cores:
        return Cores(cast(Game, self), lambda: self.time, most)

    def share_of_two(self, since: float = 0.0) -> float:
        """Of the steps since then, those with two threads."""
        steps = [(n, threads) for time, n, threads in self.played if time >= since]
        return sum(n for n, threads in steps if threads == 2) / sum(n for n, _ in steps)


@pytest.fixture
def alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "same_numbers", lambda *_: True)


@pytest.mark.usefixtures("alike")
def test_the_faster_number_of_threads_is_found_in_the_first_seconds() -> None:
    game = Clocked(lambda threads, _: 0.01 if threads == 1 else 0.007)
    runner = game.runner()
    for _ in range(40):
        runner.run(50)
        assert torch.get_num_threads() == 1
    assert sum(steps for _, steps, _ in game.played) == 2000
    assert game.share_of_two(since=1.5) > 0.95

    game = Clocked(lambda threads, _: 0.01)
    game.runner().run(2000)
    assert game.share_of_two(since=1.5) < 0.02


@pytest.mark.usefixtures("alike")
def test_a_core_that_is_not_free_costs_a_hundredth_and_is_used_once_it_is() -> None:
    game = Clocked(lambda threads, time: 0.01 if threads == 1 else (0.5 if time < 300 else 0.006))
    game.runner().run(60_000)
    lost = sum(0.49 * n for time, n, threads in game.played if threads == 2 and time < 300)
    assert lost < 300 / 50
    assert game.share_of_two(since=450) > 0.95


@pytest.mark.usefixtures("alike")
def test_a_core_that_is_wanted_elsewhere_is_left_at_once() -> None:
    game = Clocked(lambda threads, time: 0.01 if threads == 1 else (0.006 if time < 10 else 0.3))
    game.runner().run(5000)
    assert sum(n for time, n, threads in game.played if threads == 2 and time >= 10) < 10


@pytest.mark.parametrize(
    ("step", "device", "most"), [(0.0002, "cpu", 2), (0.01, "cuda", 2), (0.01, "cpu", 1)]
)
@pytest.mark.usefixtures("alike")
def test_short_steps_other_devices_and_single_cores_are_left_alone(
    step: float, device: str, most: int
) -> None:
    game = Clocked(lambda threads, _: step / threads, device)
    game.runner(most).run(20_000)
    assert game.share_of_two() == 0


def test_twins_wait_until_the_run_has_taken_as_long_as_they_will(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    game = Clocked(lambda threads, _: 0.5)  # as of images
    asked: list[float] = []

    def same(*_: Any) -> bool:
        asked.append(game.time)
        return False

    monkeypatch.setattr(cores, "same_numbers", same)
    game.runner().run(60)
    assert asked == []
    game.runner().run(2 * cores.COMPARED + 1)
    assert len(asked) == 1


@pytest.mark.usefixtures("alike")
def test_threads_that_somebody_else_chose_stay() -> None:
    torch.set_num_threads(3)
    game = Clocked(lambda threads, _: 0.01)
    game.runner().run(100)
    assert {threads for _, _, threads in game.played} == {3}
    assert torch.get_num_threads() == 3


def test_where_numbers_differ_one_thread_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def compared(*arguments: Any) -> bool:
        asked.append(arguments)
        return False

    monkeypatch.setattr(cores, "same_numbers", compared)
    game = Clocked(lambda threads, _: 0.01 / threads)
    game.runner().run(5000)
    assert game.share_of_two() == 0
    assert len(asked) == 1


def test_a_machine_too_busy_to_compare_numbers_is_asked_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    game = Clocked(lambda threads, _: 0.01 / threads)

    def compared(*_: Any) -> bool | None:
        game.time += 0.1
        return None if game.time < 30 else True

    monkeypatch.setattr(cores, "same_numbers", compared)
    game.runner().run(10_000)
    assert game.share_of_two() > 0.5


WIDE = {
    "game.generator.units": 128,
    "game.discriminator.units": 128,
    "game.generator.layers": 2,
    "game.discriminator.layers": 3,
}


def products_agree() -> bool:
    """Whether products come to the same with one thread as with two: of one row or one column they
    always do, of others that is up to torch's library."""
    draw = torch.Generator().manual_seed(0)
    found: list[list[torch.Tensor]] = []
    sizes = [*itertools.product((128, 256, 300, 512, 600), (2, 128, 131), (1, 2, 128, 131))]
    for threads in (1, 2):
        torch.set_num_threads(threads)
        draw.manual_seed(0)
        products: list[torch.Tensor] = []
        for rows, inner, columns in sizes:
            tall = torch.randn(rows, inner, generator=draw)
            matrix = torch.randn(inner, columns, generator=draw)
            other = torch.randn(rows, columns, generator=draw)
            transposed_product(tall, other, out := torch.empty(inner, columns))
            products += [product(tall, matrix), out]
        found.append(products)
    torch.set_num_threads(1)
    return all(map(torch.equal, *found))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {
            "training.batch_size": 300,
            "game.discriminator.units": 131,
            "game.discriminator.activation": "tanh",
        }
        | both(kind="rmsprop"),
    ],
)
def test_two_threads_come_to_the_same_bits(
    changes: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Networks, moments, the average, and every figure that is recorded."""
    if not products_agree():
        pytest.skip("the products of this machine's library hang on the number of threads")
    monkeypatch.setattr(cores, "COMPARED", 1)
    document = load_preset("ring-8").with_values(WIDE | changes)
    game = make_game(document, make_target(document.data))
    before = game.state()
    assert same_numbers(game, 2) is True
    assert torch.get_num_threads() == 1
    after = game.state()
    assert (after.step, after.counters) == (before.step, before.counters)


def test_numbers_that_hang_on_the_threads_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "COMPARED", 2)
    game, runs = trainer_of(small()), 0

    class Nudged:
        def __init__(self, *_: Any) -> None:
            self.inner = trainer_of(small())

        def run(self, steps: int) -> None:
            nonlocal runs
            runs += 1
            self.inner.run(steps)
            if torch.get_num_threads() == 2:
                self.inner.generator.parameters[3] += 1e-6

        def __getattr__(self, name: str) -> Any:
            return getattr(self.inner, name)

    assert same_numbers(game, 2)
    monkeypatch.setattr(cores, "make_game", Nudged)
    assert same_numbers(game, 2) is False
    assert runs == 2  # one step each: it was seen at once


def test_a_busy_machine_puts_the_comparison_off() -> None:
    times = iter(range(1000))
    assert same_numbers(trainer_of(small()), 2, 0.5, lambda: float(next(times))) is None
    assert torch.get_num_threads() == 1


def test_threads_that_take_denormal_numbers_for_numbers_are_not_used() -> None:
    torch.set_flush_denormal(False)
    assert same_numbers(trainer_of(small()), 2) is False


def test_whoever_asks_for_one_thread_gets_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    assert most_threads() == 1
    monkeypatch.delenv("OMP_NUM_THREADS")
    assert most_threads() >= 1


def test_to_make_one_changes_nothing_of_the_process() -> None:
    game = trainer_of(small())
    tune_process(game.target)
    torch.set_num_threads(2)
    Cores(game, most=2)
    assert torch.get_num_threads() == 2
