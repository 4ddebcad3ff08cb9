"""Every objective's slopes are the derivatives of its losses."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from ganlab.gan.objectives import OBJECTIVES

REAL = torch.tensor([-9.0, -1.5, -0.2, 0.0, 0.7, 3.0], dtype=torch.double)
FAKE = torch.tensor([-4.0, -0.8, 0.0, 0.3, 2.0, 8.0], dtype=torch.double)


def differences(loss_of: object, logits: Tensor) -> Tensor:
    """Central finite differences of a scalar function of (m,) logits."""
    assert callable(loss_of)
    slopes = []
    for i in range(len(logits)):
        nudge = torch.zeros_like(logits)
        nudge[i] = 1e-6
        slopes.append(float(loss_of(logits + nudge) - loss_of(logits - nudge)) / 2e-6)
    return torch.tensor(slopes, dtype=torch.double)


@pytest.mark.parametrize("name", OBJECTIVES)
def test_slopes_are_finite_differences_of_the_losses(name: str) -> None:
    objective = OBJECTIVES[name]
    of_real, of_fake = objective.discriminator_slopes(REAL, FAKE)
    expected_real = differences(lambda a: objective.discriminator_loss(a, FAKE), REAL)
    expected_fake = differences(lambda a: objective.discriminator_loss(REAL, a), FAKE)
    # Of a loss of e⁹ the differences know fewer digits.
    atol = max(1e-8, 1e-9 * float(objective.discriminator_loss(REAL, FAKE).abs()))
    torch.testing.assert_close(of_real, expected_real, rtol=1e-5, atol=atol)
    torch.testing.assert_close(of_fake, expected_fake, rtol=1e-5, atol=atol)
    expected = differences(lambda a: objective.generator_loss(REAL, a), FAKE)
    slope = objective.generator_slope(REAL, FAKE)
    torch.testing.assert_close(slope, expected, rtol=1e-5, atol=atol)


@pytest.mark.parametrize("name", OBJECTIVES)
def test_losses_of_a_block_are_those_of_its_rows(name: str) -> None:
    objective = OBJECTIVES[name]
    real, fake = torch.randn(4, 6), torch.randn(4, 6)
    rows = [objective.discriminator_loss(r, f) for r, f in zip(real, fake, strict=True)]
    torch.testing.assert_close(objective.discriminator_loss(real, fake), torch.stack(rows))
    rows = [objective.generator_loss(r, f) for r, f in zip(real, fake, strict=True)]
    torch.testing.assert_close(objective.generator_loss(real, fake), torch.stack(rows))


def test_a_sure_discriminator_silences_minimax_and_not_the_non_saturating_game() -> None:
    """Single precision: a = −60, where σ(a) is 1e-26 and 1 − σ(a) rounds to 1."""
    sure = torch.full((4,), -60.0)
    assert OBJECTIVES["minimax"].generator_slope(None, sure).abs().max() < 1e-20
    torch.testing.assert_close(
        OBJECTIVES["non-saturating"].generator_slope(None, sure), torch.full((4,), -0.25)
    )
    of_real, _ = OBJECTIVES["minimax"].discriminator_slopes(-sure, sure)
    assert of_real.abs().min() > 0
