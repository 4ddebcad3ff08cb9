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


def parts(penalty: Penalty) -> list[str]:
    """What is set, each in a few words: "R1 0.1", "WGAN-GP 10", "every 8"."""
    told = []
    for setting, entry in ENTRIES.items():
        value = getattr(penalty, setting)
        if value:
            told.append(entry.short if value is True else f"{entry.short} {exact(value)}")
    return told + [f"every {penalty.every}"] * (penalty.every > 1)


def summary(penalty: Penalty) -> str:
    """What is set beside R1: "R2 0.1, WGAN-GP 10, every 8"; "": nothing."""
    return ", ".join(parts(penalty.model_copy(update={"r1": 0.0})))
