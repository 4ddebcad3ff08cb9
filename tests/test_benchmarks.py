"""The yardsticks themselves: what is measured is what is said to be measured."""

from __future__ import annotations

import json
import math
import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from ganlab.data import make_target
from ganlab.data.images import load_mnist
from ganlab.experiment import Experiment
from ganlab.gan.trainer import Trainer
from ganlab.presets import load_preset, preset_names
from ganlab.theory.bench import Number
from tests.benchmarks import (
    bars,
    cures,
    f_gans,
    image_loop,
    long_games,
    rates,
    science,
    theory_numbers,
)


def test_the_bare_loop_plays_the_game_of_the_preset(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the start D knows nothing: V(D, G) = -log 4. Then G's first leaps lower it."""
    torch.set_num_threads(1)
    few = replace(load_mnist("train"), images=load_mnist("train").images[:2000], labels=None)
    monkeypatch.setattr(image_loop, "load_mnist", lambda part: few)
    first, later = image_loop.rates(steps=1, warm_up=0), image_loop.rates(steps=12, warm_up=0)
    assert first["value"] == pytest.approx(-math.log(4), abs=0.3)
    assert -5 < later["value"] < first["value"] - 0.3
    assert later["rate"] > 0


def good_run(preset: str, **changes: Any) -> dict[str, Any]:
    good: dict[str, Any] = {
        "seconds": 400.0,
        "digits": 10,
        "confidence": 0.95,
        "frechet": 10.0,
        "frechet_early": 40.0,
        "gan_test": 0.97,
    }
    if load_preset(preset).data.kind != "images":
        good |= {"seconds": 50.0, "js_bits": 0.05, "js_floor_bits": 0.012}
        good |= {"modes": 8, "high_quality": 0.98, "reverse_kl": 0.01, "own_class": 0.99}
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
        ("ring-8-conditional", {}, True),
        ("ring-8-conditional", {"own_class": 0.94}, False),
        ("ring-8-conditional", {"own_class": None}, False),
        ("ring-8-conditional", {"modes": 7}, False),
        ("moons", {}, True),
        ("moons", {"seconds": 91.0}, False),
        ("moons", {"js_bits": 0.07}, False),
        ("moons", {"js_bits": None}, False),
        ("checkerboard", {"js_bits": 0.07}, True),
    ],
)
def test_one_seed_that_falls_short_is_enough(
    preset: str, changes: dict[str, Any], met: bool
) -> None:
    runs = [good_run(preset), good_run(preset, **changes)]
    assert bars.verdict(preset, runs)["met"] is met
    assert bars.verdict(preset, runs[::-1])["met"] is met


def test_every_preset_has_bars() -> None:
    assert set(bars.BARS) == set(preset_names())


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where runs are kept; those of this test alone. They are trained in this process."""
    monkeypatch.setattr(science, "PLACE", tmp_path / "build" / "science.jsonl")
    monkeypatch.setattr(science, "processes", ThreadPoolExecutor)
    return tmp_path / "build" / "science.jsonl"


def product(threads: int) -> float:
    torch.set_num_threads(threads)
    return float((torch.ones(512, 512) @ torch.ones(512, 512))[0, 0])


def test_runs_are_trained_after_products_on_all_threads() -> None:
    """As after the benches of the theory."""
    threads = torch.get_num_threads()
    try:
        product(2)
        with science.processes(1) as pool:
            try:
                assert pool.submit(product, 2).result(timeout=120) == 512
            except TimeoutError:
                for process in multiprocessing.active_children():
                    process.kill()
                raise
    finally:
        torch.set_num_threads(threads)


@pytest.mark.parametrize(("second", "met"), [({}, True), ({"js_bits": 0.2}, False)])
def test_the_last_line_says_whether_all_met_their_bars(
    second: dict[str, Any],
    met: bool,
    place: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def run(preset: str, played: Experiment) -> dict[str, Any]:
        return good_run(preset, **(second if preset == "line" else {}))

    monkeypatch.setattr(science, "run", run)
    monkeypatch.setattr("sys.argv", ["science", "moons", "line"])
    assert science.main() == (0 if met else 1)
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert last["met"] is met
    assert last["moons"]["met"] is True
    assert last["line"]["met"] is met


def test_a_call_that_was_broken_off_goes_on_where_it_was(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    trained: list[int] = []
    power = 2

    def run(preset: str, played: Experiment) -> dict[str, Any]:
        if len(trained) == power:
            raise KeyboardInterrupt
        trained.append(played.seed)
        return good_run(preset, seed=played.seed)

    def call(*words: str) -> dict[str, Any]:
        monkeypatch.setattr("sys.argv", ["science", *words])
        assert science.main() == 0
        return dict(json.loads(capsys.readouterr().out.splitlines()[-1]))

    monkeypatch.setattr(science, "run", run)
    with pytest.raises(KeyboardInterrupt):
        call("moons")
    place.write_text(place.read_text() + '\n["cut off')
    assert trained == [1, 2]
    power = 100
    for _ in range(2):
        assert call("moons")["moons"]["met"]
        assert trained == [1, 2, 3, 4, 5]
    call("moons", "--seeds", "2", "--set", "game.k=7")
    assert trained[5:] == [2]
    call("moons", "--seeds", "2", "--fresh")
    assert trained[6:] == [2]


def test_a_table_sets_games_side_by_side_with_what_is_published(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def train(line: str, played: Experiment) -> dict[str, Any]:
        off = 0.01 * played.seed if line == "f-kl" else 0.0
        return {"mu": 1.0 - off, "sigma": 1.8, "best_mu": 1.0, "best_sigma": 1.8}

    table = replace(f_gans.F_GANS_TABLE, lines=("f-kl", "f-squared-hellinger"), train=train)
    monkeypatch.setattr(science, "TABLES", {"f-gans": table})
    for seeds, met in (["1", "3"], True), (["1", "4"], False):
        monkeypatch.setattr("sys.argv", ["science", "f-gans", "--seeds", *seeds])
        assert science.main() == (0 if met else 1)
        last = json.loads(capsys.readouterr().out.splitlines()[-1])
        assert last["f-gans"]["met"] is last["met"] is met
        assert last["f-gans"]["f-kl"]["mu_off"] == 0.01 * int(seeds[1])
        assert last["f-gans"]["f-kl"]["published"] == {"mu": 1.01, "sigma": 1.8308}
        assert "published" not in last["f-gans"]["f-squared-hellinger"]


@pytest.mark.parametrize(
    ("seldom", "said"),
    [
        ({}, "worse in nothing (modes 24.0 against 24.0,"),
        ({"modes": 20.0, "reverse_kl": 1.0}, "worse in modes, reverse_kl (modes 20.0 against 24.0"),
        ({"seconds": 99.0}, "worse in nothing"),
        ({"modes": None}, "a training came to no good end"),
    ],
)
def test_the_cures_say_what_seldom_penalties_do(seldom: dict[str, Any], said: str) -> None:
    of_all = {"modes": 24.0, "high_quality": 0.3, "reverse_kl": 0.4, "seconds": 9.0}
    lines = {cures.EVERY: of_all, cures.SELDOM: {**of_all, **seldom}}
    (finding,) = cures.CURES_TABLE.findings(lines)
    assert said in finding
    assert cures.CURES_TABLE.findings({cures.EVERY: of_all}) == []


def test_the_games_of_a_table_differ_in_what_their_lines_say() -> None:
    plain = cures.experiment("plain", 1)
    assert plain.training.steps == cures.STEPS
    for name in cures.CURES:
        game = cures.experiment(name, 1)
        assert game.with_values({"game": plain.game}) == plain
        assert (game == plain) is (name == "plain")
    for name in f_gans.DIVERGENCES:
        objective = {"game.objective": name}
        assert f_gans.experiment(name, 1) == f_gans.experiment("f-kl", 1).with_values(objective)
    for name, recipe in long_games.RECIPES.items():
        shipped, game = load_preset(name), long_games.experiment(name, 1)
        assert game == shipped.with_values(recipe)
        assert game.training.steps > shipped.training.steps


def test_a_failure_that_does_not_fail_misses_its_bar() -> None:
    collapsed = good_run("collapse", modes=3, high_quality=0.2, reverse_kl=1.5)
    assert bars.verdict("collapse", [collapsed, collapsed])["met"]
    assert not bars.verdict("collapse", [collapsed, good_run("collapse")])["met"]
    assert not bars.verdict("collapse", [collapsed, good_run("collapse", modes=None)])["met"]
    beside = good_run("clipping", js_bits=0.4)
    assert bars.verdict("clipping", [beside])["met"]
    assert not bars.verdict("clipping", [beside, good_run("clipping", js_bits=None)])["met"]


def test_images_are_trained_over_two_seeds() -> None:
    for preset in bars.BARS:
        images = load_preset(preset).data.kind == "images"
        assert len(science.seeds_of(preset)) == (2 if images else 5)


def test_the_theorys_numbers_are_judged_by_their_tolerances() -> None:
    def allowed(bench: str, name: str, exact: float | None) -> float | None:
        return theory_numbers.tolerance(bench, Number(name, 0.0, exact))

    assert allowed("criterion", "C(G)", -0.5) == 1e-6
    assert allowed("divergences", "KL(p‖q)", math.inf) == 0.0
    assert allowed("fits", "KL(p‖q): μ", 1.01) == 0.002
    assert allowed("fits", "KL(p‖q), game: μ", 1.01) == 0.03
    assert allowed("fits", "TV, game: μ", 1.3) is None
    assert allowed("criterion", "KL(p‖q)", None) is None


@pytest.mark.parametrize("size", rates.SIZES)
def test_every_size_that_is_measured_can_be_played(size: str) -> None:
    document = rates.experiment(size)
    trainer = Trainer(document, make_target(document.data))
    trainer.step()
    assert len(trainer.take_scalars()) == 1
