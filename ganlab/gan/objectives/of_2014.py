"""The game of 2014, in which D is a probability; G is paid for its samples in three ways."""

from __future__ import annotations

from ganlab.gan.logits import Logits, exp, sigmoid, softplus
from ganlab.gan.objectives.losses import Cost, Separate
from ganlab.gan.objectives.objective import Objective
from ganlab.gan.scores import PROBABILITY

MISSED = Cost(lambda a: softplus(-a), lambda a: -sigmoid(-a))
"""−log D, of a real sample; and of a generated one what G pays that is not taken for real."""
TAKEN_IN = Cost(softplus, sigmoid)
"""−log(1 − D), of a generated sample."""
CAUGHT = Cost(lambda a: -softplus(a), lambda a: -sigmoid(a))
"""log(1 − D), what D gains."""
LIKELY = Cost(lambda a: -exp(a), lambda a: -exp(a))
"""−exp(σ⁻¹(D)), as D = σ(a): minus the ratio p_data/p_g, where D is at its best."""


def _same(logit: Logits) -> Logits:
    return logit


def _paid(made: Cost, generator_formula: str, *, title: str, about: str, source: str) -> Objective:
    """The game of 2014 with that cost to G of what it makes; what D does is the same in all."""
    return Objective(
        title=title,
        group="The game of 2014",
        losses=Separate(real=MISSED, fake=TAKEN_IN, made=made),
        discriminator_formula=r"D\uparrow\;\mathbb{E}_x\log D(x)+\mathbb{E}_z\log(1-D(G(z)))",
        generator_formula=generator_formula,
        value_formula="E log D(x) + E log(1 − D(G(z)))",
        equilibrium_text="−log 4",
        unit="nats",
        near=0.1,
        ceiling=0.0,
        score=PROBABILITY,
        about=about,
        source=source,
        best=sigmoid,
        log_ratio=_same,
        labels=True,
    )


OF_2014: dict[str, Objective] = {
    "minimax": _paid(
        CAUGHT,
        r"G\downarrow\;\mathbb{E}_z\log(1-D(G(z)))",
        title="Minimax",
        about="The two-player game of the paper; G's gradient vanishes once D is sure.",
        source="Goodfellow et al. 2014, equation 1 and Algorithm 1",
    ),
    "non-saturating": _paid(
        MISSED,
        r"G\uparrow\;\mathbb{E}_z\log D(G(z))",
        title="Non-saturating",
        about="The same fixed point as minimax, with a strong gradient for G when D is winning.",
        source="Goodfellow et al. 2014, section 3",
    ),
    "max-likelihood": _paid(
        LIKELY,
        r"G\downarrow\;-\mathbb{E}_z\,e^{\sigma^{-1}(D(G(z)))}",
        title="Maximum likelihood",
        about="With the best D, G's gradient is that of maximum likelihood: a few samples that D "
        "takes for real outweigh all others, and G that D sees through learns next to nothing.",
        source="Goodfellow 2016, NIPS tutorial, section 3.2.4",
    ),
}
