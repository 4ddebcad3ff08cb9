"""What keeps the discriminator smooth, or keeps it from being too sure."""

from __future__ import annotations

from pydantic import Field

from ganlab.document.base import Document


class Penalty(Document):
    """Penalties and constraints on D, which go together as one likes; 0 is off. What each computes,
    and where it comes from, stands in `ganlab.gan.penalties`."""

    r1: float = Field(
        0.0,
        ge=0.0,
        le=100.0,
        title="R1 weight",
        description="Weight γ of (γ/2)·E‖∇ₓa(x)‖² on real data, a being D's logit: "
        "a flatter D near the data, a calmer game.",
    )
    r2: float = Field(
        0.0,
        ge=0.0,
        le=100.0,
        title="R2 weight",
        description="The same on generated samples: a flatter D where the generator is.",
    )
    gradient: float = Field(
        0.0,
        ge=0.0,
        le=100.0,
        title="WGAN-GP weight",
        description="Weight λ of λ·E(‖∇ₓa‖ − 1)² on lines between real and generated samples: D is "
        "to rise by 1 a unit there, no more and no less.",
    )
    one_sided: float = Field(
        0.0,
        ge=0.0,
        le=100.0,
        title="One-sided GP weight",
        description="The same, but only where D is steeper than 1: it may be as flat as it likes.",
    )
    dragan: float = Field(
        0.0,
        ge=0.0,
        le=100.0,
        title="DRAGAN weight",
        description="Weight λ of λ·E(‖∇ₓa‖ − 1)² around real samples, half their spread away: no "
        "sharp peaks of D on single ones.",
    )
    every: int = Field(
        1,
        ge=1,
        le=32,
        title="Every n steps",
        description="Lazy regularisation: the penalties on D's gradient only at every n-th of its "
        "steps, n times as heavy. Cheaper; too lazy, and D forgets between them.",
    )
    clip: float = Field(
        0.0,
        ge=0.0,
        le=10.0,
        title="Clip weights",
        description="No weight of D may be further from 0 than this, as the first Wasserstein GAN "
        "had it. D's slope is bounded, but its shapes become crude; 0 is off.",
    )
    spectral: bool = Field(
        False,
        title="Spectral norm",
        description="Each layer's weights are divided by their largest singular value: no layer of "
        "D stretches anything by more than 1.",
    )
    instance_noise: float = Field(
        0.0,
        ge=0.0,
        le=2.0,
        title="Instance noise",
        description="Standard deviation, in the networks' units, of noise on all that D is shown; "
        "it falls to 0 at the training's length. Makes p_data and p_g overlap.",
    )
    smoothing: float = Field(
        0.0,
        ge=0.0,
        le=0.5,
        title="Label smoothing",
        description="Real samples are called real only to 1 minus this: D is never quite sure. "
        "Generated ones stay 0.",
    )
    dropout: float = Field(
        0.0,
        ge=0.0,
        le=0.9,
        title="Dropout in D",
        description="Share of each hidden layer of D that is silenced by chance in every step: "
        "D cannot lean on single units.",
    )
