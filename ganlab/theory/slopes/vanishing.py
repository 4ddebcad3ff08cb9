"""G is held and D trained from scratch: what arrives at G under each loss while D gets better.

"Train a discriminator from scratch with G fixed and measure the gradients": Arjovsky and Bottou
2017, section 2.2.1, Figures 2 and 3. There the saturating cost's gradient falls by orders of
magnitude, as D gets closer to its best; that of -log D does not. Loads torch.

G has no network: part i of p_g is x = mean_i + width_i z, z of a standard
Gaussian or uniform on [-1, 1], so that θ are all means and widths, and expectations are exact, by
quadrature.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from ganlab.interruptible import Asked, ProgressCallback, check, never, silent
from ganlab.theory.critics import LOGISTIC, Critics, Side, estimate, one_thread
from ganlab.theory.densities import Mixture, nodes
from ganlab.theory.parts import Part
from ganlab.theory.slopes.controls import Slopes
from ganlab.theory.slopes.identities import mean_of
from ganlab.theory.slopes.losses import LOSSES

STEPS = 2000
MEASURED = 60
"""Steps at which the gradients are measured, closer to each other at first."""
RATE = 1e-2
ORDER = 8
"""Of the quadrature: every step of D needs all of its nodes."""


def run(controls: Slopes, progress: ProgressCallback, cancelled: Asked) -> dict[str, Any]:
    """The work of the bench: see `freeze`."""
    return freeze(controls.p_data, controls.p_g, STEPS, controls.seed, progress, cancelled)


@one_thread()
def freeze(
    p_data: Mixture,
    p_g: Mixture,
    steps: int,
    seed: int = 0,
    progress: ProgressCallback = silent,
    cancelled: Asked = never,
) -> dict[str, Any]:
    """Train a D by Adam on V(D, G) and measure. Same arguments, same numbers. Raises Cancelled.

    Returns "steps" (n,) of D, from 0; "norms", for each loss ‖∂ E J(a(G(z)))/∂θ‖ at each of them,
    (n,); and "values" (n,), V(D, G) in nats.
    """
    both = mean_of(p_data, p_g)
    critics = Critics(1, seed, both.mean, both.std)
    p, q = (_side(density) for density in (p_data, p_g))
    optimizer = torch.optim.Adam(critics.parameters(), RATE)
    at = np.unique(np.round(np.geomspace(1, steps + 1, MEASURED)).astype(int)) - 1
    norms: dict[str, list[float]] = {name: [] for name in LOSSES}
    values: list[float] = []
    for done in range(steps + 1):
        check(cancelled)
        v = estimate(critics, p, q, LOGISTIC).sum()
        if done in at:
            values.append(float(v.detach()))
            for name, norm in gradient_norms(critics, p_g).items():
                norms[name].append(norm)
        if done < steps:
            optimizer.zero_grad()
            (-v).backward()
            optimizer.step()
            progress(done + 1, steps)
    found = {name: np.array(norm) for name, norm in norms.items()}
    return {"steps": at.astype(float), "norms": found, "values": np.array(values)}


def gradient_norms(critics: Critics, p_g: Mixture) -> dict[str, float]:
    """‖∂ E J(a(G(z)))/∂θ‖ of each loss: the chain rule J'(a) · a'(x) · (1, z) in expectation."""
    squares = dict.fromkeys(LOSSES, 0.0)
    for part in p_g.parts:
        x, w = nodes(Mixture((Part(1.0, part.kind, part.a, part.b),)), order=ORDER, pieces=1)
        points = torch.as_tensor(x[None], dtype=torch.float32).requires_grad_()
        logits = critics(points)
        (pull,) = torch.autograd.grad(logits.sum(), points)
        logit, slope = (t.detach().double().numpy()[0] for t in (logits, pull))
        z = (x - part.mean) / part.width
        weight = part.weight * w * part.pdf(x)
        for name, loss in LOSSES.items():
            arriving = weight * loss.slope(logit) * slope
            squares[name] += float(arriving.sum()) ** 2 + float(arriving @ z) ** 2
    return {name: float(np.sqrt(square)) for name, square in squares.items()}


def _side(density: Mixture) -> Side:
    x, w = nodes(density, order=ORDER, pieces=1)
    return Side.quadrature(x, w * density.pdf(x))
