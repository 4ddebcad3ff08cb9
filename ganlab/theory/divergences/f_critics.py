"""The variational bounds F(T) = E_p T - E_q f*(T) of f-divergences, as objectives of critics.

D_f(p ‖ q) = ∫ q f(p/q) dx. Nowozin, Cseke and Tomioka 2016, "f-GAN", Tables 5 and 6. A critic's
output v is any real number; the activation g_f takes it to T, into the domain of f*. Both are those
by which the game itself is played. Loads torch.
"""

from __future__ import annotations

from ganlab.gan.objectives.f_gans import BOUNDS
from ganlab.theory.critics import Objective

F_GAN: dict[str, Objective] = {
    bound.divergence: Objective(bound.output.of, bound.conjugate.of) for bound in BOUNDS.values()
}
"""By the name of the divergence. Jensen-Shannon is f-GAN's, without the factor 1/2."""
