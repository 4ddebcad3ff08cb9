"""All penalties and constraints on D, in the order of their settings: forms, help and documents are
made from it. Torch does not load here."""

from __future__ import annotations

from ganlab.document import Penalty
from ganlab.figures import exact
from ganlab.gan.penalties.clipping import CLIPPING
from ganlab.gan.penalties.dropout import DROPOUT
from ganlab.gan.penalties.entry import Entry
from ganlab.gan.penalties.gradient import PENALTIES
from ganlab.gan.penalties.instance_noise import INSTANCE_NOISE
from ganlab.gan.penalties.smoothing import SMOOTHING

SPECTRAL = Entry(
    "spectral",
    "spectral",
    r"\bar{W}=W/\sigma(W),\;\sigma(W)\approx u^\top W v",
    "Miyato et al. 2018, Spectral normalization for generative adversarial networks, Algorithm 1",
)
ENTRIES: dict[str, Entry] = {
    entry.setting: entry
    for entry in (*PENALTIES, CLIPPING, SPECTRAL, INSTANCE_NOISE, SMOOTHING, DROPOUT)
}
"""By setting."""


def summary(penalty: Penalty) -> str:
    """What is set beside R1, in a few words: "R2 0.1, WGAN-GP 10, every 8"; "": nothing."""
    told = []
    for setting, entry in ENTRIES.items():
        value = getattr(penalty, setting)
        if value and setting != "r1":
            told.append(entry.short if value is True else f"{entry.short} {exact(value)}")
    if penalty.every > 1:
        told.append(f"every {penalty.every}")
    return ", ".join(told)
