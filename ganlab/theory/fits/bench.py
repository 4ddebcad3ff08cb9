"""The bench: what a divergence wants of a Gaussian that cannot be p."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from ganlab.figures import significant
from ganlab.theory.bench import Bench, Number, Results, Statement, Work
from ganlab.theory.fits.controls import TABLE_2, TITLES, FitsControls
from ganlab.theory.fits.plane import plane_fits
from ganlab.theory.fits.playground import experiment
from ganlab.theory.fits.search import fits

PLANE_TITLES = {"kl": "KL(p‖q)", "mmd": "MMD²", "js": "JS"}
UNITS = dict.fromkeys(("kl", "reverse_kl", "js", "jeffrey"), "nats") | {"w1": "units of x"}


class Published(NamedTuple):
    """A column of Table 2 of the f-GAN paper."""

    mean: float
    sigma: float
    value: float


PUBLISHED = {
    "kl": Published(1.0100, 1.8308, 0.2831),
    "reverse_kl": Published(1.5782, 1.6319, 0.2480),
    "js": Published(1.3070, 1.7542, 0.1280),
    "jeffrey": Published(1.3218, 1.7034, 0.5705),
    "pearson": Published(0.5737, 1.9274, 0.6457),
}
"""Best fits to `TABLE_2`."""
NEAR = 0.03
"""So near to the exact μ and σ of `TABLE_2` the game lands; by total variation it does not."""


def numbers(controls: FitsControls, results: Results) -> list[Number]:
    """The best fits and the other minima; against what is published, and what works found."""
    if controls.on == "plane":
        return _plane_numbers(controls)
    p, rows = controls.p, []
    for name, minima in fits(p, controls.width).items():
        title, unit = TITLES[name], UNITS.get(name, "")
        if not minima:
            rows.append(Number(f"{title}: least", math.inf, unit=unit))
            continue
        best = minima[0]
        published = PUBLISHED.get(name) if p == TABLE_2 else None
        matched = (p.mean, p.std, None) if name == "kl" else (None, None, None)
        mean, sigma, least = published or matched
        rows += [
            Number(f"{title}: μ", best.mean, mean),
            Number(f"{title}: σ", best.sigma, sigma),
            Number(f"{title}: least", best.value, least, unit),
        ]
        for other in minima[1:]:
            rows.append(
                Number(
                    f"{title}: also a minimum, μ = {significant(other.mean, 4)}, "
                    f"σ = {significant(other.sigma, 4)}",
                    other.value,
                    unit=unit,
                )
            )
        if "starts" in results and results["starts"].get(name):
            found = results["starts"][name][0]
            rows.append(Number(f"{title}: least of many starts", found.value, best.value, unit))
        if "game" in results and name in results["game"]:
            (mean, sigma), bound = results["game"][name]["fit"], results["game"][name]["bound"]
            landed = max(abs(mean - best.mean), abs(sigma - best.sigma)) <= NEAR
            claim = 1.0 if p == TABLE_2 and name != "tv" else None
            rows += [
                Number(f"{title}, game: μ", mean, best.mean),
                Number(f"{title}, game: σ", sigma, best.sigma),
                Number(f"{title}, game: within {NEAR:g} of both", float(landed), claim),
                Number(f"{title}, game: F(T)", bound, best.value, unit),
            ]
    return rows


def _plane_numbers(controls: FitsControls) -> list[Number]:
    p, rows = controls.plane, []
    for name, minima in plane_fits(p, controls.width).items():
        title, best = PLANE_TITLES[name], minima[0]
        matched = (*p.mean, math.sqrt(p.variance)) if name == "kl" else (None, None, None)
        rows += [
            Number(f"{title}: μ₁", best.x, matched[0]),
            Number(f"{title}: μ₂", best.y, matched[1]),
            Number(f"{title}: σ", best.sigma, matched[2]),
            Number(f"{title}: least", best.value, unit=UNITS.get(name, "")),
        ]
        rows += [
            Number(
                f"{title}: also a minimum, "
                f"μ = ({significant(other.x, 4)}, {significant(other.y, 4)}), "
                f"σ = {significant(other.sigma, 4)}",
                other.value,
                unit=UNITS.get(name, ""),
            )
            for other in minima[1:]
        ]
    return rows


def _on_line_only(what: str) -> Callable[[FitsControls], str]:
    return lambda controls: "" if controls.on == "line" else f"{what} of the mixture on the line."


_TEST = "tests/theory/test_fits.py::"
BENCH = Bench(
    name="fits",
    title="What a divergence wants",
    group="Divergences",
    about="No Gaussian is this mixture: which one is nearest depends on what near means. KL(p‖q) "
    "covers all of p, KL(q‖p) avoids where p is not, the others lie between. Drag means and widths "
    "of p, choose a divergence, look for minima that are not the least, and play the f-GAN game.",
    statements=(
        Statement(
            "KL(p‖q) is least at p's own mean and variance, however little p looks like a "
            "Gaussian.",
            r"\arg\min_{\mu,\sigma}\mathrm{KL}(p\,\|\,\mathcal{N}(\mu,\sigma^2))"
            r"=(\mathbb{E}x,\ \mathrm{std}\,x)",
            "Bishop 2006, section 10.7",
            "ganlab.theory.fits.search:fits",
            _TEST + "test_kl_matches_the_moments",
        ),
        Statement(
            "Every divergence has a best Gaussian of its own. Those of Table 2 come out as "
            "published.",
            r"\min_{\mu,\sigma}D_f(p\,\|\,q)=\min_{\mu,\sigma}\int q(x)\,"
            r"f\!\left(\frac{p(x)}{q(x)}\right)dx",
            "Nowozin, Cseke and Tomioka 2016, Table 2",
            "ganlab.theory.fits.losses:derivatives",
            _TEST + "test_best_fits_are_those_of_table_2",
        ),
        Statement(
            "The f-GAN game finds the same Gaussian without knowing p: T makes the bound on D_f "
            "large, the generator x = μ + σz makes it small.",
            r"\min_{\mu,\sigma}\max_T\ \mathbb{E}_p\,T(x)-\mathbb{E}_z\,f^*\!\left(T(\mu+\sigma z)"
            r"\right),\quad T=g_f(v)",
            "Nowozin, Cseke and Tomioka 2016, equation 6 and section 3.2",
            "ganlab.theory.fits.game:play",
            _TEST + "test_the_game_lands_where_the_exact_fit_is",
        ),
        Statement(
            "In the plane KL covers a far mode that MMD and JS may leave out.",
            r"\min_{\mu,\sigma}D(p,\ \mathcal{N}(\mu,\sigma^2 I))",
            "Theis, van den Oord and Bethge 2016, Figure 1",
            "ganlab.theory.fits.plane:plane_fits",
            _TEST + "test_in_the_plane_kl_covers_what_js_leaves_out",
        ),
    ),
    controls=FitsControls,
    numbers=numbers,
    works={
        "game": Work(
            "Play the f-GAN game",
            "Train x = μ + σz against a small critic by seven divergences at once, from the same "
            "wrong start; about 20 seconds.",
            "ganlab.theory.fits.game:run",
            uses=("p", "seed", "on"),
            missing=_on_line_only("The game is one"),
        ),
        "starts": Work(
            "Search from many starts",
            "Look for minima with scipy.optimize from 12 random starts for every divergence; a few "
            "seconds.",
            "ganlab.theory.fits.many_starts:run",
            uses=("p", "width", "seed", "on"),
            missing=_on_line_only("The starts are fits"),
        ),
    },
    experiment=experiment,
)
