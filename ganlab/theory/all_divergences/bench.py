"""All divergences of two densities at once, and what happens to JS and W1 as one slides away."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ganlab.theory import line
from ganlab.theory.all_divergences.controls import DivergencesControls
from ganlab.theory.all_divergences.exact import known
from ganlab.theory.all_divergences.sweep_rows import sweep_rows
from ganlab.theory.bench import Bench, Number, Results, Statement, Work
from ganlab.theory.divergences.between import DIVERGENCES
from ganlab.theory.playground import on_a_line

if TYPE_CHECKING:
    from ganlab.experiment import Experiment

PRESETS: dict[str, tuple[str, str]] = {
    "U[0,1], U[0,1]": ("U(0, 1)", "U(0, 1)"),
    "U[0,1], U[.5,1.5]": ("U(0, 1)", "U(.5, 1.5)"),
    "U[0,1], U[1,2]": ("U(0, 1)", "U(1, 2)"),
    "Shifted Gaussians": ("N(0, .04)", "N(.5, .04)"),
}
"""What a click sets p and q to."""


def numbers(controls: DivergencesControls, results: Results) -> list[Number]:
    """Every divergence by quadrature, beside the closed form where there is one; for disjoint
    supports what the theorems say; and as much of the sweep as is asked for."""
    pair = controls.pair
    exact = known(pair.p, pair.q, pair.h)
    table = [
        Number(divergence.title, pair.value(name), exact.get(name), divergence.unit)
        for name, divergence in DIVERGENCES.items()
    ]
    if line.disjoint(pair.p, pair.q):
        table.append(Number("JS of disjoint supports", pair.value("js"), math.log(2), "nats"))
    return table + sweep_rows(controls, results.get("sweep"))


def _experiment(controls: DivergencesControls) -> Experiment:
    """The divergence panel follows JS and others between p and what G makes."""
    return on_a_line(
        "divergences",
        "p of the bench against a generator in the place of q: the divergences between both are "
        "drawn as they fall.",
        controls.p,
        {"game.objective": "minimax"},
    )


_HERE = "tests/theory/test_between.py"
_SWEEP = "tests/theory/test_all_divergences.py"


def _statement(text: str, latex: str, source: str, computed: str, test: str) -> Statement:
    return Statement(text, latex, source, f"ganlab.theory.{computed}", test)


BENCH = Bench(
    name="divergences",
    title="All divergences",
    group="Divergences",
    about="How far is p from q? Fourteen answers, each with its integrand. Drag means and widths: "
    "pull the supports apart, and KL is ∞, JS stays log 2, W1 goes on. Dots are trained critics.",
    statements=(
        _statement(
            "KL is infinite as soon as p has mass where q has none; it is not symmetric.",
            DIVERGENCES["kl"].latex,
            "Kullback and Leibler 1951; Goodfellow, Bengio and Courville 2016, section 3.13",
            "divergences.between:between",
            f"{_HERE}::test_kl_is_infinite_exactly_where_a_support_is_missed",
        ),
        _statement(
            "Between Gaussians KL, Jeffrey, TV, Hellinger, Bhattacharyya, χ², W1, MMD and energy "
            "distance have closed forms.",
            r"\mathrm{KL} = \frac{1}{2}\left(\frac{v}{w}+\frac{(a-b)^2}{w}-1+\log\frac{w}{v}\right)"
            r",\; p=N(a,v),\; q=N(b,w)",
            "Cover and Thomas 2006, chapter 8; Nielsen and Nock 2014",
            "divergences.gaussians:kl",
            f"{_HERE}::test_closed_forms_between_gaussians",
        ),
        _statement(
            "For disjoint supports KL is ∞, JS is log 2 however far they are, and W1 is the "
            "distance by which one has to be moved onto the other.",
            r"\mathrm{JS} = \log 2,\quad W_1(p, p(\cdot - d)) = |d|",
            "Arjovsky and Bottou 2017, Theorem 2.3; Arjovsky, Chintala and Bottou 2017, example 1",
            "divergences.between:between",
            f"{_HERE}::test_disjoint_supports",
        ),
        _statement(
            "JS, TV and Hellinger bound each other; KL bounds TV (Pinsker).",
            r"\mathrm{JS} \leq \mathrm{TV}\log 2,\quad \frac{H^2}{2} \leq \mathrm{TV} \leq"
            r" \sqrt{\frac{\mathrm{KL}}{2}}",
            "Lin 1991, Theorem 3; Tsybakov 2009, section 2.4",
            "divergences.between:between",
            f"{_HERE}::test_what_holds_between_them",
        ),
        _statement(
            "MMD sees what its kernel's width lets it see: far below the distance of the supports "
            "it saturates too.",
            DIVERGENCES["mmd"].latex + r",\; k(x,y)=e^{-(x-y)^2/2\sigma^2}",
            "Gretton et al. 2012, section 2",
            "divergences.kernels:mmd_squared",
            f"{_SWEEP}::test_mmd_saturates_below_its_width",
        ),
        _statement(
            "In one dimension W1 is the area between the distribution functions, and the energy "
            "distance twice that of its square.",
            DIVERGENCES["w1"].latex + r",\quad " + DIVERGENCES["energy"].latex,
            "Vallender 1974; Székely and Rizzo 2013",
            "line:integral_of_cdf",
            f"{_HERE}::test_every_number_is_the_area_of_its_integrand",
        ),
        _statement(
            "A critic trained to its optimum reads JS, or W1 where its slope is held at 1; a "
            "gradient penalty of weight λ lets the slope be 1 + W1/2λ.",
            r"\mathrm{JS} = \frac{1}{2}\left(\max_D V + \log 4\right),\quad"
            r" W_1 = \max_{|v'|\leq 1} \mathbb{E}_p v - \mathbb{E}_q v",
            "Goodfellow et al. 2014, Theorem 1; Gulrajani et al. 2017, equation 3",
            "all_divergences.critics:train_critics",
            f"{_SWEEP}::test_critics_come_near_the_lines",
        ),
    ),
    controls=DivergencesControls,
    numbers=numbers,
    works={
        "sweep": Work(
            "Train critics",
            "At each of 21 shifts a GAN critic and a WGAN-GP critic learn from p and q, all "
            "together; about ten seconds.",
            "ganlab.theory.all_divergences.critics:train_critics",
            uses=("p", "q", "seed"),
            asked=lambda controls: controls.sweep == "critics",
        )
    },
    experiment=_experiment,
)
