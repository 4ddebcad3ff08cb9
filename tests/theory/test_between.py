"""Divergences between mixtures on a line agree with closed forms, sums and each other."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ganlab.theory import line
from ganlab.theory.densities import Mixture
from ganlab.theory.divergences import gaussians, kernels
from ganlab.theory.divergences.between import DIVERGENCES, Pair, between

TABLE_2 = ".33 N(-1, .065) + .67 N(2, 2)"
QUADRATURE = np.polynomial.legendre.leggauss(200)
MEANS = st.floats(-6, 6)
VARIANCES = st.floats(0.05, 9)


def pair(p: str, q: str, h: float = 1.0) -> Pair:
    return Pair(Mixture.read(p), Mixture.read(q), h)


@given(MEANS, VARIANCES, MEANS, VARIANCES, st.floats(0.05, 5))
def test_closed_forms_between_gaussians(a: float, v: float, b: float, w: float, h: float) -> None:
    got = Pair(Mixture.gaussian(a, v), Mixture.gaussian(b, w), h)
    known = {
        "kl": gaussians.kl(a, v, b, w),
        "reverse_kl": gaussians.kl(b, w, a, v),
        "jeffrey": gaussians.kl(a, v, b, w) + gaussians.kl(b, w, a, v),
        "tv": gaussians.total_variation(a, v, b, w),
        "hellinger": gaussians.squared_hellinger(a, v, b, w),
        "bhattacharyya": math.exp(-gaussians.bhattacharyya_distance(a, v, b, w)),
        "bhattacharyya_distance": gaussians.bhattacharyya_distance(a, v, b, w),
        "pearson": gaussians.pearson(a, v, b, w),
        "neyman": gaussians.pearson(b, w, a, v),
        "w1": gaussians.wasserstein_1(a, v, b, w),
        "energy": gaussians.energy_distance(a, v, b, w),
        "mmd": gaussians.mmd_squared(a, v, b, w, h),
    }
    for name, exact in known.items():
        if name in ("pearson", "neyman") and exact > 1e100:
            continue  # near where it turns infinite its bump is wider than numbers are long
        assert got.value(name) == pytest.approx(exact, rel=1e-8, abs=1e-9), name


def test_the_table_of_gaussians_that_the_literature_prints() -> None:
    one_apart = pair("N(0, 1)", "N(1, 1)")
    assert one_apart.value("kl") == pytest.approx(0.5, abs=1e-12)
    assert one_apart.value("pearson") == pytest.approx(math.e - 1, abs=1e-12)
    assert one_apart.value("w1") == pytest.approx(1, abs=1e-12)
    assert one_apart.value("bhattacharyya_distance") == pytest.approx(1 / 8, abs=1e-12)
    assert one_apart.value("tv") == pytest.approx(math.erf(1 / math.sqrt(8)), abs=1e-12)


@pytest.mark.parametrize("distance", [0.0, 0.5, 7.0])
def test_disjoint_supports(distance: float) -> None:
    apart = pair("U(0, 1)", f"U({1 + distance}, {2 + distance})")
    for name in ("kl", "reverse_kl", "jeffrey", "pearson", "neyman", "bhattacharyya_distance"):
        assert apart.value(name) == math.inf
    assert apart.value("js") == pytest.approx(math.log(2), abs=1e-12)
    assert apart.value("gan") == pytest.approx(0, abs=1e-12)
    assert apart.value("tv") == pytest.approx(1, abs=1e-12)
    assert apart.value("hellinger") == pytest.approx(2, abs=1e-12)
    assert apart.value("bhattacharyya") == 0
    assert apart.value("w1") == pytest.approx(1 + distance, abs=1e-12)
    assert line.disjoint(apart.p, apart.q)


@pytest.mark.parametrize(
    ("p", "q", "forward", "backward"),
    [
        ("U(0, 1)", "U(0, 2)", False, True),
        ("U(0, 1) + U(3, 4)", "U(0, 4)", False, True),
        ("U(0, 1) + U(1, 2)", ".3 U(0, 2) + .7 U(.5, 1)", False, False),
        ("U(0, 1)", "N(0, 1)", False, True),
        ("U(0, 1) + N(0, 1)", "N(5, 1)", False, False),
        ("U(0, 2)", "U(0, 1) + U(1.5, 2)", True, False),
    ],
)
def test_kl_is_infinite_exactly_where_a_support_is_missed(
    p: str, q: str, forward: bool, backward: bool
) -> None:
    got = pair(p, q)
    assert math.isinf(got.value("kl")) == forward
    assert math.isinf(got.value("reverse_kl")) == backward
    assert math.isinf(got.value("jeffrey")) == (forward or backward)
    assert math.isfinite(got.value("js"))


@pytest.mark.parametrize(
    ("p", "q", "infinite"),
    [
        ("N(0, 1)", "N(0, .51)", False),
        ("N(0, 1)", "N(0, .5)", True),
        ("N(0, 2)", "N(-3, 1) + N(3, 1)", False),
        ("N(0, 2)", "N(1, 1) + N(3, 1)", True),
        ("U(-1, 1)", "N(0, .01)", False),
        ("N(0, 1)", "U(-50, 50)", True),
    ],
)
def test_pearson_is_infinite_exactly_where_a_tail_is_too_heavy(
    p: str, q: str, infinite: bool
) -> None:
    assert math.isinf(pair(p, q).value("pearson")) == infinite
    assert math.isinf(pair(q, p).value("neyman")) == infinite


@pytest.mark.parametrize("p", [TABLE_2, ".3 U(0, 1) + .7 U(.5, 3)", "N(0, 1) + U(-1, 2)"])
@pytest.mark.parametrize("q", ["N(1, 3)", "U(-2, 3)", ".5 N(-2, 1) + .5 U(0, 4)"])
def test_every_number_is_the_area_of_its_integrand(p: str, q: str) -> None:
    got = pair(p, q, 0.5)
    low = min(got.p.ends[0], got.q.ends[0])
    high = max(got.p.ends[1], got.q.ends[1])
    side = (high - low) / 400_000
    x = np.asarray(low + side * (np.arange(400_000) + 0.5), float)
    for name, divergence in DIVERGENCES.items():
        if divergence.area and math.isfinite(got.value(name)):
            area = float(got.integrand(name, x).sum() * side)
            assert got.value(name) == pytest.approx(area, rel=1e-3, abs=1e-4), name


@given(MEANS, VARIANCES, MEANS, st.floats(0.1, 6), st.floats(0.1, 0.9))
def test_what_holds_between_them(a: float, v: float, b: float, wide: float, share: float) -> None:
    p = Mixture.read(f"{share} N({a}, {v}) + {1 - share} U({b - wide}, {b + wide})")
    q = Mixture.gaussian(b, v)
    got = Pair(p, q)
    tv, js, h2 = got.value("tv"), got.value("js"), got.value("hellinger")
    assert 0 <= tv <= 1 + 1e-12
    assert got.value("gan") == pytest.approx(2 * js - math.log(4), abs=1e-10)
    assert js <= math.log(2) * tv + 1e-9
    assert h2 == pytest.approx(2 - 2 * got.value("bhattacharyya"), abs=1e-9)
    assert h2 / 2 <= tv + 1e-9 <= math.sqrt(h2 * (1 - h2 / 4)) + 2e-9
    assert tv <= math.sqrt(got.value("kl") / 2) + 1e-9
    assert got.value("w1") >= abs(p.mean - q.mean) - 1e-9
    assert got.value("mmd") == pytest.approx(kernels.mmd_squared(p, q, 1.0), abs=1e-9)
    for name in ("js", "tv", "hellinger", "w1", "energy", "mmd"):
        assert Pair(q, p).value(name) == pytest.approx(got.value(name), abs=1e-9), name


def test_nothing_is_between_a_density_and_itself() -> None:
    for text in (TABLE_2, "U(0, 1)", "N(0, 1) + U(2, 3)"):
        same = between(Mixture.read(text), Mixture.read(text))
        for name in DIVERGENCES:
            at_rest = {"bhattacharyya": 1.0, "gan": -math.log(4)}.get(name, 0.0)
            assert same.value(name) == pytest.approx(at_rest, abs=1e-12), name


@pytest.mark.parametrize("length", [1e-4, 1e-2, 1.0, 30.0])
@pytest.mark.parametrize("other", ["U(.2, 1.7)", "U(-.0001, .0001)", "N(.5, .04)"])
def test_means_of_the_kernel_agree_with_quadrature(length: float, other: str) -> None:
    one, two = Mixture.uniform(0.3, 0.3 + length), Mixture.read(other)
    x, w = QUADRATURE
    places = 0.3 + length * (x + 1) / 2
    by_sum = float(w @ kernels.witness(two, Mixture.gaussian(1e4, 1), places, 0.7)) / 2
    exact = kernels.kernel_mean(one.parts[0], two.parts[0], 0.7)
    assert exact == pytest.approx(by_sum, rel=1e-9)


def test_far_apart_and_very_unlike_in_width() -> None:
    far = pair("N(0, 1)", "N(1000, 1)")
    assert far.value("kl") == pytest.approx(500_000, rel=1e-9)
    assert far.value("bhattacharyya_distance") == pytest.approx(125_000, rel=1e-9)
    assert far.value("w1") == pytest.approx(1000, rel=1e-9)
    assert far.value("pearson") == math.inf
    needle = pair("N(0, 1)", "N(.5, .00000001)")
    assert needle.value("w1") == pytest.approx(gaussians.wasserstein_1(0, 1, 0.5, 1e-8), abs=1e-8)
    assert needle.value("tv") == pytest.approx(gaussians.total_variation(0, 1, 0.5, 1e-8), abs=1e-8)
    assert needle.value("js") <= math.log(2)


def test_what_is_larger_than_numbers_are_is_infinite() -> None:
    many = " + ".join(f"N({mean}, 1)" for mean in range(12))
    far = pair("N(1000, 1)", many)
    assert far.value("pearson") == math.inf
    assert far.value("neyman") == math.inf
    assert math.isfinite(far.value("kl"))
