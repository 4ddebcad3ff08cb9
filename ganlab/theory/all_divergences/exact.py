"""What the table of divergences should say, where a closed form is known."""

from __future__ import annotations

import math

from ganlab.theory.densities import Mixture
from ganlab.theory.divergences import gaussians, kernels, uniforms


def known(p: Mixture, q: Mixture, h: float) -> dict[str, float]:
    """Closed forms, by the names of `between.DIVERGENCES`: between two Gaussians, between mixtures
    of uniforms; MMD² always."""
    parts = (*p.parts, *q.parts)
    found = {"mmd": kernels.mmd_squared(p, q, h)}
    if all(part.kind == "U" for part in parts):
        found |= _uniforms(p, q)
    elif len(parts) == 2 and all(part.kind == "N" for part in parts):
        (one,), (other,) = p.parts, q.parts
        found |= _gaussians(one.a, one.b, other.a, other.b)
    return found


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
        "gan": 2 * js - math.log(4),
        "w1": uniforms.wasserstein_1(p, q),
        "energy": uniforms.energy_distance(p, q),
    }
