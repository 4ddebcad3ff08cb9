"""How close p_g is to p_data: every figure at once."""

from __future__ import annotations

EVALUATION = (
    "step",
    "js_bits",
    "kl_bits",
    "js_floor_bits",
    "kl_floor_bits",
    "mmd",
    "sliced_wasserstein",
    "modes",
    "modes_total",
    "high_quality",
    "reverse_kl",
)
"""Keys of an evaluation; NaN where a figure has no meaning (modes of a spiral)."""
