"""The f-GANs: D climbs a lower bound of an f-divergence between p_data and p_g.

    D_f(p‖q) = ∫ q f(p/q) dx  ≥  E_p T − E_q f*(T),   touched where T = f'(p/q)

D's output T = g_f(v) is its logit v bent into the domain of the conjugate f*; G descends the same
bound, which is the game's minimax form (Nowozin, Cseke and Tomioka 2016, "f-GAN", equations 4 to 6,
Tables 2 and 6). Here v always rises with T, so that more v says more real; f* ∘ g_f is written out,
so that nothing is taken the logarithm of that has rounded to 0.

The divergences themselves, with their f, f' and f*, stand in
`ganlab.theory.divergences.f_divergences`.
"""

from __future__ import annotations

import math

import numpy as np

from ganlab.gan.logits import Logits, exp, log_lambert, sigmoid, softplus, tanh
from ganlab.gan.objectives.losses import Cost, Separate
from ganlab.gan.objectives.objective import Curve, Objective
from ganlab.gan.scores import variational
from ganlab.values import dataclass

SOURCE = "Nowozin, Cseke and Tomioka 2016, Tables 2 and 6; {}"
LOG_2, LOG_4 = math.log(2), math.log(4)


@dataclass(frozen=True)
class Bound:
    """One row of the tables, in terms of the logit v."""

    title: str
    divergence: str
    """Its name in `F_DIVERGENCES`."""
    output: Cost
    """T = g_f(v) and its slope."""
    conjugate: Cost
    """f*(g_f(v)) and its slope."""
    undecided: float
    """The v where p = q."""
    reach: float
    """How far T goes on the screen at least, to either side of that at `undecided`."""
    most: float
    """The supremum of T."""
    near: float
    """D_f between two Gaussians whose Jensen-Shannon divergence is 0.07 bits."""
    highest: float
    """The most that D_f can be."""
    best: Curve
    """log p/q -> T."""
    log_ratio: Curve | None
    """v -> log p/q."""
    latex: tuple[str, str, str]
    """−f*(T), g_f(v), and f = f(u), or D_f where that is longer than a line."""
    about: str
    equilibrium_text: str = "0"
    unit: str = ""
    bounded: bool = False

    @property
    def objective(self) -> Objective:
        """The game of it."""
        gain, output, f = self.latex
        of, slope = self.output.of, self.output.slope
        paid, pays = self.conjugate.of, self.conjugate.slope
        return Objective(
            title=self.title,
            group="f-GAN",
            losses=Separate(
                real=Cost(lambda v: -of(v), lambda v: -slope(v)),
                fake=self.conjugate,
                made=Cost(lambda v: -paid(v), lambda v: -pays(v)),
            ),
            discriminator_formula=(
                rf"D\uparrow\,\mathbb{{E}}_x T+\mathbb{{E}}_z[{gain}],\,T={output}"
            ),
            generator_formula=rf"G\downarrow\,\mathbb{{E}}_z[{gain}],\;{f}",
            value_formula="E T(x) − E f*(T(G(z)))",
            equilibrium_text=self.equilibrium_text,
            unit=self.unit,
            near=self.near,
            ceiling=self.highest,
            score=variational(of, self.undecided, self.reach, self.most, bounded=self.bounded),
            value_title=f"Bound F(T, G) of {self.divergence}",
            value_symbol="F(T,G)",
            best=self.best,
            log_ratio=self.log_ratio,
            divergence=self.divergence,
            about=self.about,
            source=SOURCE.format(self.divergence),
        )


def _line(slope: float, shift: float = 0.0) -> Cost:
    return Cost(lambda v: slope * v + shift, lambda v: v * 0 + slope)


def _jeffrey(v: Logits) -> Logits:
    """w + 1/w + v − 2, w = W(e^(1 − v))."""
    y = log_lambert(1 - v)
    return exp(y) + exp(-y) + v - 2


IDENTITY = _line(1.0)
FALLING = Cost(lambda v: -exp(-v), lambda v: exp(-v))
"""−e⁻ᵛ: T < 0."""
FALLING_FROM_1 = Cost(lambda v: 1 - exp(-v), lambda v: exp(-v))
"""1 − e⁻ᵛ: T < 1."""
HALF_TANH = Cost(lambda v: tanh(v) / 2, lambda v: (1 - tanh(v) ** 2) / 2)

BOUNDS: dict[str, Bound] = {
    "f-kl": Bound(
        "KL",
        "KL",
        output=IDENTITY,
        conjugate=Cost(lambda v: exp(v - 1), lambda v: exp(v - 1)),
        undecided=1.0,
        reach=3.0,
        most=math.inf,
        near=0.205,
        highest=math.inf,
        best=lambda log_ratio: 1 + log_ratio,
        log_ratio=lambda v: v - 1,
        latex=("-e^{T-1}", "v", r"f=u\log u"),
        about="Bounds KL(p_data‖p_g), which is infinite where p_g misses data: G covers all modes, "
        "and what lies between them.",
        unit="nats",
    ),
    "f-reverse-kl": Bound(
        "Reverse KL",
        "reverse KL",
        output=FALLING,
        conjugate=_line(1.0, -1.0),
        undecided=0.0,
        reach=1.0,
        most=0.0,
        near=0.205,
        highest=math.inf,
        best=lambda log_ratio: -np.exp(-log_ratio),
        log_ratio=lambda v: v,
        latex=(r"1+\log(-T)", "-e^{-v}", r"f=-\log u"),
        about="Bounds KL(p_g‖p_data), which is infinite where p_g makes what is no data: G seeks "
        "one mode sooner than it covers all.",
        unit="nats",
    ),
    "f-jeffrey": Bound(
        "Jeffrey",
        "Jeffrey",
        output=IDENTITY,
        conjugate=Cost(_jeffrey, lambda v: exp(-log_lambert(1 - v))),
        undecided=0.0,
        reach=3.0,
        most=math.inf,
        near=0.41,
        highest=math.inf,
        best=lambda log_ratio: 1 + log_ratio - np.exp(-log_ratio),
        log_ratio=lambda v: -log_lambert(1 - v),
        latex=("-f^*(T)", "v", r"f=(u-1)\log u"),
        about="Bounds KL(p_data‖p_g) + KL(p_g‖p_data): both what is missed and what is invented "
        "are punished without limit.",
        unit="nats",
    ),
    "f-pearson": Bound(
        "Pearson χ²",
        "Pearson",
        output=IDENTITY,
        conjugate=Cost(lambda v: v**2 / 4 + v, lambda v: v / 2 + 1),
        undecided=0.0,
        reach=2.0,
        most=math.inf,
        near=0.506,
        highest=math.inf,
        best=lambda log_ratio: 2 * np.expm1(log_ratio),
        log_ratio=lambda v: np.log((1 + v / 2).clip(1e-6)),
        latex=(r"-\tfrac{1}{4}T^2-T", "v", "f=(u-1)^2"),
        about="Bounds ∫ (p_data − p_g)²/p_g: data that p_g misses weigh by the square of the "
        "ratio, even more than in KL.",
    ),
    "f-neyman": Bound(
        "Neyman χ²",
        "Neyman",
        output=FALLING_FROM_1,
        conjugate=Cost(lambda v: 2 - 2 * exp(-v / 2), lambda v: exp(-v / 2)),
        undecided=0.0,
        reach=1.0,
        most=1.0,
        near=0.506,
        highest=math.inf,
        best=lambda log_ratio: 1 - np.exp(-2 * log_ratio),
        log_ratio=lambda v: v / 2,
        latex=(r"2\sqrt{1-T}-2", "1-e^{-v}", "f=(1-u)^2/u"),
        about="Bounds ∫ (p_data − p_g)²/p_data: samples where there are no data weigh by the "
        "square of the ratio.",
    ),
    "f-squared-hellinger": Bound(
        "Squared Hellinger",
        "squared Hellinger",
        output=FALLING_FROM_1,
        conjugate=Cost(lambda v: exp(v) - 1, exp),
        undecided=0.0,
        reach=1.0,
        most=1.0,
        near=0.1,
        highest=2.0,
        best=lambda log_ratio: 1 - np.exp(-log_ratio / 2),
        log_ratio=lambda v: 2 * v,
        latex=(r"-\tfrac{T}{1-T}", "1-e^{-v}", r"f=(\sqrt{u}-1)^2"),
        about="Bounds ∫ (√p_data − √p_g)²: symmetric, and never more than 2.",
    ),
    "f-bhattacharyya": Bound(
        "Bhattacharyya",
        "Bhattacharyya",
        output=FALLING,
        conjugate=Cost(lambda v: exp(v) / 4 - 1, lambda v: exp(v) / 4),
        undecided=LOG_2,
        reach=0.5,
        most=0.0,
        near=0.05,
        highest=1.0,
        best=lambda log_ratio: -np.exp(-log_ratio / 2) / 2,
        log_ratio=lambda v: 2 * v - LOG_4,
        latex=(r"1+\tfrac{1}{4T}", "-e^{-v}", r"f=1-\sqrt{u}"),
        about="Bounds one minus Bhattacharyya's coefficient ∫ √(p_data p_g): half the squared "
        "Hellinger distance.",
    ),
    "f-total-variation": Bound(
        "Total variation",
        "total variation",
        output=HALF_TANH,
        conjugate=HALF_TANH,
        undecided=0.0,
        reach=0.5,
        most=0.5,
        near=0.251,
        highest=1.0,
        best=lambda log_ratio: np.sign(log_ratio) / 2,
        log_ratio=None,
        latex=("-T", r"\tfrac{1}{2}\tanh v", r"f=\tfrac{1}{2}|u-1|"),
        about="Bounds ½ ∫ |p_data − p_g|: D says which of the two is larger, not by how much, and "
        "its gradient vanishes where it is sure.",
        bounded=True,
    ),
    "f-jensen-shannon": Bound(
        "Jensen-Shannon",
        "Jensen-Shannon",
        output=Cost(lambda v: LOG_2 - softplus(-v), lambda v: sigmoid(-v)),
        conjugate=Cost(lambda v: softplus(v) - LOG_2, sigmoid),
        undecided=0.0,
        reach=LOG_2,
        most=LOG_2,
        near=0.1,
        highest=LOG_4,
        best=lambda log_ratio: LOG_2 - softplus(-log_ratio),
        log_ratio=lambda v: v,
        latex=(
            r"\log(2-e^T)",
            r"\log 2\sigma(v)",
            r"D_f=2\,\mathrm{JS}",
        ),
        about="Bounds 2 JS(p_data, p_g): minimax with log 4 added, the same slopes.",
        unit="nats",
    ),
    "f-gan": Bound(
        "GAN",
        "GAN",
        output=Cost(lambda v: -softplus(-v), lambda v: sigmoid(-v)),
        conjugate=Cost(softplus, sigmoid),
        undecided=0.0,
        reach=LOG_2,
        most=0.0,
        near=0.1,
        highest=0.0,
        best=lambda log_ratio: -softplus(-log_ratio),
        log_ratio=lambda v: v,
        latex=(r"\log(1-e^T)", r"\log\sigma(v)", r"D_f=2\,\mathrm{JS}-\log 4"),
        about="Bounds 2 JS(p_data, p_g) − log 4: the game of 2014 itself, with T = log D.",
        equilibrium_text="−log 4",
        unit="nats",
    ),
}

F_GANS: dict[str, Objective] = {name: bound.objective for name, bound in BOUNDS.items()}
