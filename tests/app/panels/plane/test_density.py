"""Lines of equal density: of narrow modes, and of samples of the generator."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_numpy
from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from ganlab.app.items.contours import density_contours, sample_contours
from ganlab.app.items.plane import strip
from ganlab.app.items.sampled import sampled_density
from ganlab.app.look.theme import Choice, Theme
from ganlab.app.panels.plane.view import DistributionView
from ganlab.data import Target
from ganlab.data.toy.toy import make_toy
from ganlab.document.players import NoiseName
from ganlab.experiment import Experiment
from ganlab.games.rules import rules_of
from ganlab.games.shown.views import (
    DENSITY_COUNT,
    EXTENT,
    HOME,
    Field,
    Picture,
    Points,
    Rectangle,
    Values,
    own,
)
from ganlab.lab.frame import Frame, State
from ganlab.theory.densities import Mixture
from ganlab.theory.push_forward.noise import knots
from tests.app.items.test_scatter import pixels


def drawn(target: Target, n: int = DENSITY_COUNT, seed: int = 3) -> np.ndarray:
    """(n, dimension) samples in view units."""
    return target.view.forward(target.sample(n, np.random.default_rng(seed)).rows)


@pytest.mark.parametrize("name", ["ring-8", "grid-25"])
def test_there_is_one_line_around_each_narrow_mode_and_it_holds_95_percent(name: str) -> None:
    target = make_toy(name)
    assert target.modes is not None
    lines = density_contours(target, EXTENT)
    centres = target.view.forward(target.modes.centres)
    away = np.linalg.norm(lines.reshape(-1, 1, 2) - centres, axis=-1)
    nearest = away.argmin(axis=1)
    assert (np.bincount(nearest) == np.bincount(nearest)[0]).all()
    radius = math.sqrt(-2 * math.log(0.05)) * target.modes.sigma / target.view.scales[0]
    np.testing.assert_allclose(away.min(axis=1), radius, rtol=1e-9)


def test_wide_modes_have_lines_of_four_shares() -> None:
    target = make_toy("gaussians")
    assert target.modes is not None
    lines = density_contours(target, EXTENT)
    centres = target.view.forward(target.modes.centres)
    away = np.linalg.norm(lines.reshape(-1, 1, 2) - centres, axis=-1).min(axis=1)
    sigmas = away / (target.modes.sigma / target.view.scales[0])
    for share in (0.95, 0.75, 0.5, 0.25):
        radius = math.sqrt(-2 * math.log(1 - share))
        assert np.count_nonzero(abs(sigmas - radius) < 0.1) > 100


@pytest.mark.parametrize(
    "name", ["ring-8", "grid-25", "gaussians", "moons", "ring", "line", "checkerboard"]
)
def test_what_samples_say_of_the_density_holds_what_it_says(name: str) -> None:
    target = make_toy(name)
    density = sampled_density(drawn(target), EXTENT)
    assert density.sum() == pytest.approx(1.0, abs=1e-6)
    level = np.sort(density.ravel())[::-1]
    level = level[np.searchsorted(np.cumsum(level), 0.95)]
    others = drawn(target, 20_000, 7)
    at = ((others + EXTENT) / (2 * EXTENT) * len(density)).astype(int)
    held = float((density[at[:, 1], at[:, 0]] >= level).mean())
    assert 0.92 < held <= 1.0


@pytest.mark.parametrize(("name", "modes"), [("ring-8", 8), ("grid-25", 25)])
def test_narrow_modes_of_samples_look_as_wide_as_they_are(name: str, modes: int) -> None:
    target = make_toy(name)
    assert target.modes is not None
    radius = math.sqrt(-2 * math.log(0.05)) * target.modes.sigma / target.view.scales[0]
    lines = sample_contours(drawn(target), EXTENT)
    centres = target.view.forward(target.modes.centres)
    away = np.linalg.norm(lines.mean(axis=1)[:, None] - centres, axis=-1)
    assert len(set(away.argmin(axis=1).tolist())) == modes
    assert away.min(axis=1).mean() == pytest.approx(radius, rel=0.06)


def test_samples_that_are_alone_get_no_line_of_their_own() -> None:
    few = np.random.default_rng(0).uniform(-1, 1, (300, 2))
    target = make_toy("ring-8")
    points = np.concatenate([drawn(target), few])
    lines = sample_contours(points, EXTENT)
    assert np.abs(np.hypot(*lines.reshape(-1, 2).T) - 0.8).max() < 0.06


@settings(max_examples=40, deadline=None)
@given(
    st_numpy.arrays(
        np.float32,
        st.tuples(st.integers(0, 60), st.just(2)),
        elements=st.floats(-3, 3, width=32) | st.sampled_from([math.nan, math.inf, -math.inf]),
    )
)
def test_any_samples_have_lines_or_none(points: np.ndarray) -> None:
    density = sampled_density(points, EXTENT)
    assert density.sum() <= 1 + 1e-6
    lines = sample_contours(points, EXTENT)
    assert np.isfinite(lines).all()
    assert lines.shape[1:] == (2, 2)
    on_a_line = strip.density_of_samples(points[:, 0], strip.over(HOME))
    assert on_a_line is None or np.isfinite(on_a_line).all()


@pytest.mark.parametrize("choice", ["light", "dark"])
@pytest.mark.parametrize("name", ["ring-8", "grid-25"])
def test_both_densities_are_seen_on_the_samples(
    qtbot: QtBot, theme: Theme, name: str, choice: Choice
) -> None:
    theme.choose(choice)
    target = make_toy(name)
    view = DistributionView(theme)
    qtbot.addWidget(view)
    view.resize(QSize(580, 580))
    view.set_views(rules_of(Experiment()).views(Experiment()))
    view.set_target(target)
    learned = {"generated": drawn(target, 500, 5), "density_samples": drawn(target)}
    pictures = {view: Points(own(points)) for view, points in learned.items()}
    view.show_frame(Frame(0, 1, State.RUNNING, 0.0, pictures))
    samples = pixels(view, {"real", "generated"})
    seen = pixels(view, {"real", "generated", "density"})
    news = seen[(samples != seen).any(axis=-1)]
    for role in ("real", "generated"):
        color = theme.color(role)
        hue = (color.red(), color.green(), color.blue())
        assert np.count_nonzero(np.abs(news - hue).sum(axis=-1) < 90) > 8 * 12


def test_in_one_dimension_the_density_of_samples_is_drawn_on_the_targets_scale() -> None:
    target = make_toy("mixture-1d")
    curve, highest = strip.density_curve(target, HOME)
    density = strip.density_of_samples(drawn(target)[:, 0], strip.over(HOME))
    assert density is not None
    lines = strip.curve(HOME, density, highest)
    known = np.interp(lines[:, 0, 0], curve[:-1, 0, 0], curve[:-1, 0, 1])
    np.testing.assert_allclose(lines[:, 0, 1], known, atol=0.1)
    heap = strip.density_of_samples(np.zeros(100), strip.over(HOME))
    assert heap is not None
    highest_drawn = strip.curve(HOME, heap, highest)[..., 1].max()
    assert highest_drawn == pytest.approx(strip.BASE + 1.25 * (strip.TOP - strip.BASE))


@pytest.mark.parametrize("noise", ["gaussian", "uniform"])
def test_in_one_dimension_p_g_is_exact_wherever_one_looks(noise: NoiseName) -> None:
    """Of G(z) = (1 + z)/4: the whole, and a part of it at whose edges nothing heaps up."""
    x = (1 + knots(noise)) / 4
    law = Mixture.gaussian(0.25, 1 / 16) if noise == "gaussian" else Mixture.uniform(0, 0.5)
    for part in (HOME, Rectangle(0.1, -0.5, 0.3, 0.3)):
        edges = strip.over(part)
        got = strip.density_of_map(x, noise, edges)
        assert got is not None
        known = np.diff(law.cdf(edges)) / np.diff(edges)
        np.testing.assert_allclose(got, known, rtol=0.01, atol=1e-4)
    assert strip.density_of_map(np.full_like(x, np.nan), noise, edges) is None


def put_on_a_line(view: DistributionView, noise: int, data: str = "mixture-1d") -> Experiment:
    """The game with that noise, shown by the view."""
    changes = {"data": {"kind": "toy", "name": data}, "noise.dimension": noise}
    experiment = Experiment().with_values(changes)
    view.set_views(rules_of(experiment).views(experiment))
    view.set_target(make_toy(data))
    return experiment


@pytest.mark.parametrize("noise", [1, 2])
def test_on_a_line_d_and_the_best_d_are_drawn(qtbot: QtBot, theme: Theme, noise: int) -> None:
    view = DistributionView(theme)
    qtbot.addWidget(view)
    put_on_a_line(view, noise)
    view.set_layers(frozenset({"curves", "density"}))
    half = np.full((1, 192), 0.5)
    target = make_toy("mixture-1d")
    known: dict[str, Picture] = {
        "heatmap": Field(own(half), HOME),
        "pushed": Values(own(knots("gaussian") / 4.6)),
        "density_samples": Points(own(np.column_stack([drawn(target)[:, 0], np.zeros(8000)]))),
    }
    assert view.item("curves").counts == (0, 0)
    view.show_frame(Frame(0, 1, State.RUNNING, 0.0, known))
    best, said = view.item("curves").counts
    assert said == 191
    assert best > 40
    assert view.item("density").counts[1] > 200


def test_the_densities_are_those_of_proposition_1() -> None:
    target, edges = make_toy("gaussian-1d"), strip.over(HOME)
    known = target.log_density(target.view.inverse(((edges[1:] + edges[:-1]) / 2)[:, None]))
    assert known is not None
    p = np.exp(known) * target.view.scales[0]
    both = strip.densities(target, edges, 3 * p)
    assert both is not None
    best = both[0] / both[1]
    assert best[np.isfinite(best)] == pytest.approx(0.25)
    assert np.isfinite(best).sum() > 250


@pytest.mark.parametrize("steep", [0.1, 50.0])
def test_dashes_are_of_one_length_however_steep_the_curve(steep: float) -> None:
    heights = np.tanh(steep * np.linspace(-1, 1, 192)) / 2 + 0.5
    heights[90:93] = np.nan
    dashes = strip.dashed(strip.curve(HOME, heights))
    lengths = np.hypot(*(dashes[:, 1] - dashes[:, 0]).T)
    assert len(dashes) > 40
    assert lengths.max() <= 1.01 * strip.DASH
    assert np.median(lengths) == pytest.approx(strip.DASH, rel=0.02)
    assert not len(strip.dashed(strip.curve(HOME, np.full(192, np.nan))))
