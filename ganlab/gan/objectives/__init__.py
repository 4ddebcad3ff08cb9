"""What D ascends and what G descends: one entry of `OBJECTIVES` per loss variant.

Everywhere inside ganlab the discriminator returns a *logit* a. What is made of it is the
objective's: the probability D(x) = σ(a), a score, or the T of an f-GAN. Then

    −log D(x)       = softplus(−a)
    −log(1 − D(x))  = softplus(a)

which stays exact where σ(a) has rounded to 0 or 1 (a naive log(σ(a)) would be −∞ there).

Each variant is a game of its own. Its value is what D climbs,

    V(D, G) = −(D's loss, without penalties),

which for the variants of 2014 is the paper's E log D(x) + E log(1 − D(G(z))). At the equilibrium,
where p_g = p_data, the best D gives every sample the same undecided logit; V there is the loss at
that logit, and not written down but computed.

To add a variant, add one entry: its losses, both *minimised*, with their slopes, their formulas,
and how D's number is to be read (see scores.py). The window, the command line and the documents
find it here, colours, axes, reference lines and verdicts with it; nothing else has to change. The
tests hold every slope against the finite differences of its loss, and every verdict against D's
best.
"""

from __future__ import annotations

from ganlab.gan.objectives.f_gans import F_GANS
from ganlab.gan.objectives.objective import Objective
from ganlab.gan.objectives.of_2014 import OF_2014
from ganlab.gan.objectives.of_scores import OF_SCORES

OBJECTIVES: dict[str, Objective] = {**OF_2014, **OF_SCORES, **F_GANS}

__all__ = ["OBJECTIVES", "Objective"]
