"""How far two samples are apart in their first two moments, and which way is down.

    L(x) = ‖δ‖² + w ‖Δ‖²,    δ = mean(x) − mean(r),    Δ = cov(x) − cov(r)

for m generated rows x and m real rows r, ‖Δ‖ the Frobenius norm, covariances with 1/m. Matching
moments is Pearson's method of 1894; a generator learns so in Li, Swersky and Zemel 2015,
"Generative moment matching networks" (section 2: a polynomial kernel of second degree matches these
two), and with features that are learned in Mroueh, Sercu and Goel 2017, "McGan".
"""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor


@dataclass(frozen=True)
class Difference:
    """What is between the moments of generated and real rows."""

    means: Tensor
    """δ, (d,)"""
    covariances: Tensor
    """Δ, (d, d)"""
    centred: Tensor
    """(m, d) generated rows minus their mean."""

    def loss(self, weight: float) -> Tensor:
        """‖δ‖² + w ‖Δ‖², ()."""
        return self.means.square().sum() + weight * self.covariances.square().sum()

    def slopes(self, weight: float) -> Tensor:
        """(m, d): ∂L/∂xᵢ = (2 δ + 4 w Δ (xᵢ − mean(x))) / m.

        A row moves the mean by 1/m of its own way, and the covariance by (v (xᵢ − mean(x))ᵀ + its
        transpose) / m where it moves by v; Δ is symmetric.
        """
        pull = 2 * self.means + 4 * weight * self.centred @ self.covariances
        return pull / len(self.centred)


def difference(generated: Tensor, real: Tensor) -> Difference:
    """Of (m, d) generated and (n, d) real rows."""
    mean, other = generated.mean(0), real.mean(0)
    centred, beside = generated - mean, real - other
    covariances = centred.t() @ centred / len(centred) - beside.t() @ beside / len(beside)
    return Difference(mean - other, covariances, centred)
