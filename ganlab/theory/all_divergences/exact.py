"""What the table of divergences should say, where a closed form is known."""

from __future__ import annotations

import math
from typing import Literal

from ganlab.data.target import Array
from ganlab.theory.densities import Mixture
from ganlab.theory.divergences import gaussians, kernels, uniforms
from ganlab.theory.game import LOG_4


def known(p: Mixture, q: Mixture, h: float) -> dict[str, float]:
    """Closed forms, by the names of `between.DIVERGENCES`: between two Gaussians, between mixtures
    of uniforms; MMD² always."""
    found = {"mmd": kernels.mmd_squared(p, q, h)}
    if _kind(p, q) == "uniforms":
        found |= _uniforms(p, q)
    elif _kind(p, q) == "gaussians":
        found |= _gaussians(*_moments(p), *_moments(q))
    return found


def known_lines(p: Mixture, q: Mixture, shifts: Array) -> dict[str, list[float]]:
    """JS and W1 between p and q(x - φ) for all shifts φ (n,), as far as `known` knows them: what
    follows a drag waits for no others."""
    kind, moved = _kind(p, q), [q.shifted(float(shift)) for shift in shifts]
    if kind == "uniforms":
        return {
            "js": [uniforms.f_divergence(p, other, uniforms.js) for other in moved],
            "w1": [uniforms.wasserstein_1(p, other) for other in moved],
        }
    if kind == "gaussians":
        ends = [(*_moments(p), *_moments(other)) for other in moved]
        return {"w1": [gaussians.wasserstein_1(*four) for four in ends]}
    return {}


def _kind(p: Mixture, q: Mixture) -> Literal["uniforms", "gaussians", "others"]:
    """Of which kind both are: mixtures of uniforms, single Gaussians, or neither."""
    parts = (*p.parts, *q.parts)
    if all(part.kind == "U" for part in parts):
        return "uniforms"
    single = len(parts) == 2 and all(part.kind == "N" for part in parts)
    return "gaussians" if single else "others"


def _moments(p: Mixture) -> tuple[float, float]:
    """Mean and variance of a single Gaussian, as they are written."""
    (part,) = p.parts
    return part.a, part.b


def _gaussians(a: float, v: float, b: float, w: float) -> dict[str, float]:
    forward, backward = gaussians.kl(a, v, b, w), gaussians.kl(b, w, a, v)
    distance = gaussians.bhattacharyya_distance(a, v, b, w)
    return {
        "kl": forward,
        "reverse_kl": backward,
        "jeffrey": forward + backward,
        "tv": gaussians.total_variation(a, v, b, w),
        "hellinger": gaussians.squared_hellinger(a, v, b, w),
        "bhattacharyya": math.exp(-distance),
        "bhattacharyya_distance": distance,
        "pearson": gaussians.pearson(a, v, b, w),
        "neyman": gaussians.pearson(b, w, a, v),
        "w1": gaussians.wasserstein_1(a, v, b, w),
        "energy": gaussians.energy_distance(a, v, b, w),
    }


def _uniforms(p: Mixture, q: Mixture) -> dict[str, float]:
    forward = uniforms.f_divergence(p, q, uniforms.kl)
    backward = uniforms.f_divergence(q, p, uniforms.kl)
    js = uniforms.f_divergence(p, q, uniforms.js)
    coefficient = uniforms.f_divergence(p, q, lambda a, b: math.sqrt(a * b))
    return {
        "kl": forward,
        "reverse_kl": backward,
        "jeffrey": forward + backward,
        "js": js,
        "tv": uniforms.f_divergence(p, q, lambda a, b: abs(a - b) / 2),
        "hellinger": 2 - 2 * coefficient,
        "bhattacharyya": coefficient,
        "bhattacharyya_distance": -math.log(coefficient) if coefficient else math.inf,
        "pearson": uniforms.f_divergence(p, q, uniforms.pearson),
        "neyman": uniforms.f_divergence(q, p, uniforms.pearson),
        "gan": 2 * js - LOG_4,
        "w1": uniforms.wasserstein_1(p, q),
        "energy": uniforms.energy_distance(p, q),
    }
