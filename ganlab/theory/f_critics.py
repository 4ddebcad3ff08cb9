"""The variational bounds F(T) = E_p T - E_q f*(T) of f-divergences, as objectives of critics.

D_f(p ‖ q) = ∫ q f(p/q) dx. Nowozin, Cseke and Tomioka 2016, "f-GAN", Tables 5 and 6. A critic's
output v is any real number; the activation g_f takes it to T, into the domain of f*. f* ∘ g_f is
written out, so that nothing is taken the logarithm of that has rounded to 0. Loads torch.
"""

from __future__ import annotations

from math import log

import torch
from torch import Tensor
from torch.nn.functional import softplus

from ganlab.theory.critics import LOGISTIC, Objective

NEWTON_STEPS = 8


def _log_lambert(a: Tensor) -> Tensor:
    """log W(eᵃ): the y with eʸ + y = a, by Newton's method. Its last step alone is differentiated:
    it has the derivative 1/(eʸ + 1) of the solution."""
    with torch.no_grad():
        y = torch.where(a > 1, a.clamp(min=1).log(), a - 1)
        for _ in range(NEWTON_STEPS):
            y = y - (y.exp() + y - a) / (y.exp() + 1)
    return y - (y.exp() + y - a) / (y.exp() + 1)


def _jeffrey_conjugate(t: Tensor) -> Tensor:
    """f*(t) = W + 1/W + t - 2, W = W(e^(1 - t))."""
    y = _log_lambert(1 - t)
    return y.exp() + (-y).exp() + t - 2


F_GAN: dict[str, Objective] = {
    "KL": Objective(lambda v: v, lambda v: (v - 1).exp()),
    "reverse KL": Objective(lambda v: -(-v).exp(), lambda v: v - 1),
    "Jeffrey": Objective(lambda v: v, _jeffrey_conjugate),
    "Pearson": Objective(lambda v: v, lambda v: v**2 / 4 + v),
    "Neyman": Objective(lambda v: 1 - v.exp(), lambda v: 2 - 2 * (v / 2).exp()),
    "squared Hellinger": Objective(lambda v: 1 - (-v).exp(), lambda v: v.exp() - 1),
    "Bhattacharyya": Objective(lambda v: -(-v).exp(), lambda v: v.exp() / 4 - 1),
    "total variation": Objective(lambda v: v.tanh() / 2, lambda v: v.tanh() / 2),
    "Jensen-Shannon": Objective(lambda v: log(2) - softplus(-v), lambda v: softplus(v) - log(2)),
    "GAN": LOGISTIC,
}
"""By the name of the divergence. Jensen-Shannon is f-GAN's, without the factor 1/2."""
