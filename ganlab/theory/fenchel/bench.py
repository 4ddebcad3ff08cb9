"""Fenchel: a convex function is the highest of its tangents, and every f gives a game."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
from pydantic import Field, field_validator

from ganlab.data.target import Array
from ganlab.theory.bench import Bench, Controls, Drawn, Number, Results, Statement, Work
from ganlab.theory.densities import Mixture
from ganlab.theory.divergences.between import Pair, between
from ganlab.theory.divergences.f_divergence import Curve, FDivergence
from ganlab.theory.divergences.f_divergences import F_DIVERGENCES
from ganlab.theory.divergences.integrands import Places
from ganlab.theory.fenchel import bounds, conjugates
from ganlab.theory.playground import on_a_line

if TYPE_CHECKING:
    from ganlab.experiment import Experiment

Row = Literal[
    "KL",
    "reverse KL",
    "Jeffrey",
    "Pearson",
    "Neyman",
    "squared Hellinger",
    "Bhattacharyya",
    "total variation",
    "Jensen-Shannon",
    "GAN",
]
DRAWN_X: Array = np.linspace(-10, 10, 161)
"""Where a drawn T has its values; beyond, it stays as it is at the ends."""
STEEPEST = 8.0
MARGIN = 1e-6
"""How far inside of the domain of f* a drawn T is held."""
HIGHEST = 1000.0
"""No drawn T lies farther from 0."""


class FenchelControls(Controls):
    """Which f, a tangent, two densities, and whose T bounds their divergence."""

    f: Row = Field(
        "KL",
        title="f",
        description="Which f-divergence. Jeffrey's is the symmetric KL; Bhattacharyya's is 1 - √u.",
    )
    slope: float = Field(
        -0.4,
        ge=-STEEPEST,
        le=STEEPEST,
        title="Slope t",
        description="Of the tangent; f*(t) is how far below 0 it meets the axis u = 0.",
    )
    p: Mixture = Field(
        Mixture.read("N(0, 1)"), title="p", description="The density that T is to be high on."
    )
    q: Mixture = Field(
        Mixture.read("N(1, 1.2)"), title="q", description="The density that T is to be low on."
    )
    critic: Literal["optimal", "drawn", "trained"] = Field(
        "optimal",
        title="T",
        description="T* = f'(p/q), one drawn with the mouse, or a network's after Train T. Until "
        "there is one, T*.",
    )
    drawn: tuple[Drawn, ...] = Field(
        (),
        title="Drawn T",
        description="T at 161 even places from -10 to 10; empty: f'(1), which tells nothing apart.",
        json_schema_extra={"form": False},
    )
    seed: int = Field(
        0, ge=0, le=9999, title="Seed", description="Of the network that is trained as T."
    )

    @field_validator("drawn")
    @classmethod
    def _all_of_it(cls, values: tuple[float, ...]) -> tuple[float, ...]:
        if values and len(values) != len(DRAWN_X):
            raise ValueError(f"a drawn T has {len(DRAWN_X)} values, or none")
        return tuple(min(max(value, -HIGHEST), HIGHEST) for value in values)

    @property
    def row(self) -> FDivergence:
        """The f, with all that belongs to it."""
        return F_DIVERGENCES[self.f]

    @property
    def pair(self) -> Pair:
        """p and q."""
        return between(self.p, self.q)


assert get_args(Row) == tuple(F_DIVERGENCES)


def critic(controls: FenchelControls, results: Results) -> Curve | None:
    """T as a function of x, kept inside the domain of f*; None is T*."""
    if controls.critic == "drawn":
        return _through(controls.row, DRAWN_X, drawn(controls))
    if controls.critic == "trained" and "trained" in results:
        trained = results["trained"]
        return _through(controls.row, trained["x"], trained["t"])
    return None


def drawn(controls: FenchelControls) -> Array:
    """The drawn T at `DRAWN_X`, held a little inside of the domain of f*; f'(1), with which F is
    f(1), where nothing is drawn."""
    row = controls.row
    nothing = np.full(len(DRAWN_X), float(row.slope(np.array(1.0))))
    values = np.asarray(controls.drawn) if controls.drawn else nothing
    return np.minimum(values, row.end if row.closed else row.end - MARGIN)


def _through(row: FDivergence, x: Array, y: Array) -> Curve:
    return lambda places: row.inside(np.interp(places, x, y))


def whose(controls: FenchelControls, results: Results) -> str:
    """Whose T `critic` gives, in a word."""
    return "optimal" if critic(controls, results) is None else controls.critic


def numbers(controls: FenchelControls, results: Results) -> list[Number]:
    """The tangent against the supremum, f** against f, and the bounds against the divergence."""
    row, pair, slope = controls.row, controls.pair, np.array(controls.slope)
    looked = conjugates.conjugate(row, controls.slope)
    table = [Number("f*(t)", looked, float(row.conjugate(slope)))]
    u = float(row.conjugate_slope(slope))
    if np.isfinite(u):
        table += [
            Number("u where the tangent touches", u),
            Number("f**(u)", conjugates.biconjugate(row, u), float(row.f(np.array(u)))),
        ]
    exact = row.value(pair)
    name = f"D_f = {row.also}" if row.also else "D_f"
    table += [
        Number(name, bounds.by_ratio(row, pair), exact, row.unit),
        Number("F(T), T optimal", bounds.bound(row, pair, None), exact, row.unit),
    ]
    if controls.critic == "drawn":
        t = _through(row, DRAWN_X, drawn(controls))
        table.append(Number("F(T), T drawn", bounds.bound(row, pair, t), exact, row.unit))
    if "trained" in results:
        t = _through(row, results["trained"]["x"], results["trained"]["t"])
        table.append(Number("F(T), T trained", bounds.bound(row, pair, t), exact, row.unit))
    t_now = critic(controls, results)
    if controls.f == "KL":
        said = f"Donsker-Varadhan, T {whose(controls, results)}"
        table.append(Number(said, bounds.donsker_varadhan(pair, t_now), exact, "nats"))
    if controls.f == "GAN":

        def of_game(x: Array) -> Array:
            return _optimal_at(controls, x) if t_now is None else t_now(x)

        table.append(
            Number(
                "V(D, G), D = e^T",
                bounds.game_value(pair, of_game),
                bounds.bound(row, pair, t_now),
                "nats",
            )
        )
    return table


def _optimal_at(controls: FenchelControls, x: Array) -> Array:
    return bounds.optimal(controls.row, Places(controls.p, controls.q, x))


def _experiment(controls: FenchelControls) -> Experiment:
    """The f-GAN of the chosen f: D climbs its bound, which is drawn beside D_f itself."""
    return on_a_line(
        f"f-GAN, {controls.f}",
        "The f-GAN of the bench's f with p as its data and a generator in the place of q: D climbs "
        "the bound F(T), G descends it.",
        controls.p,
        {"game.objective": f"f-{controls.f.lower().replace(' ', '-')}"},
    )


_HERE = "tests/theory/test_fenchel.py"

BENCH = Bench(
    name="fenchel",
    title="Fenchel",
    group="Divergences",
    about="A convex f is the highest of its tangents: drag one and read f*(t) at u = 0. Draw T or "
    "train it, and see its bound rise to the divergence. GAN is the game of 2014.",
    statements=(
        Statement(
            "The conjugate f*(t) is minus the height at which the tangent of slope t meets u = 0.",
            r"f^*(t) = \sup_{u\geq 0}\,(ut - f(u)),\quad f^*(f'(u)) = u f'(u) - f(u)",
            "Nowozin, Cseke and Tomioka 2016, equation 3 and Table 6",
            "ganlab.theory.fenchel.conjugates:conjugate",
            f"{_HERE}::test_the_conjugate_is_the_supremum",
        ),
        Statement(
            "The highest of all tangents of a convex f is f again.",
            r"f^{**}(u) = \sup_t\,(ut - f^*(t)) = f(u)",
            "Hiriart-Urruty and Lemaréchal 2001, chapter E, corollary 1.3.6",
            "ganlab.theory.fenchel.conjugates:biconjugate",
            f"{_HERE}::test_the_conjugate_of_the_conjugate_is_f",
        ),
        Statement(
            "Every T gives a lower bound on the divergence, and T* = f'(p/q) reaches it.",
            r"D_f(p\|q) = \int q f\left(\frac{p}{q}\right)dx"
            r" \geq \mathbb{E}_p T - \mathbb{E}_q f^*(T),\quad"
            r" T^* = f'\left(\frac{p}{q}\right)",
            "Nowozin, Cseke and Tomioka 2016, equations 2, 4 and 5",
            "ganlab.theory.fenchel.bounds:bound",
            f"{_HERE}::test_every_bound_is_below_its_divergence_and_touches_it_at_its_best",
        ),
        Statement(
            "An output activation keeps any network's T = g_f(V) where f* is finite.",
            r"T(x) = g_f(V(x)),\quad g_f:\mathbb{R}\to\mathrm{dom} f^*",
            "Nowozin, Cseke and Tomioka 2016, equation 6 and Tables 2 and 6",
            "ganlab.theory.divergences.f_divergence:FDivergence",
            f"{_HERE}::test_the_activation_stays_in_the_domain_of_the_conjugate",
        ),
        Statement(
            "For KL, Donsker's and Varadhan's bound is never below the conjugate's of the same T.",
            r"\mathrm{KL}(p\|q) \geq \mathbb{E}_p T - \log\mathbb{E}_q e^T"
            r" \geq \mathbb{E}_p T - \mathbb{E}_q e^{T-1}",
            "Donsker and Varadhan 1983; Belghazi et al. 2018, section 3.1",
            "ganlab.theory.fenchel.bounds:donsker_varadhan",
            f"{_HERE}::test_donsker_and_varadhan_lie_between_the_conjugate_bound_and_kl",
        ),
        Statement(
            "The game of 2014 is the f-GAN of f(u) = u log u - (u + 1) log(u + 1) with T = log d.",
            r"f^*(t) = -\log(1-e^t),\quad"
            r" \mathbb{E}_p\log d + \mathbb{E}_q\log(1-d) = \mathbb{E}_p T - \mathbb{E}_q f^*(T)",
            "Nowozin, Cseke and Tomioka 2016, section 2.3 and equation 7",
            "ganlab.theory.fenchel.bounds:game_value",
            f"{_HERE}::test_the_gan_is_an_f_gan",
        ),
    ),
    controls=FenchelControls,
    numbers=numbers,
    works={
        "trained": Work(
            "Train T",
            "A small network learns T by climbing the bound, some seconds; T is then the trained "
            "one where that is chosen.",
            "ganlab.theory.fenchel.training:train_critic",
            uses=("f", "p", "q", "seed"),
        )
    },
    experiment=_experiment,
)
