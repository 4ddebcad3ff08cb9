"""How networks are trained: optimizers, minibatches, length."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ganlab.document.base import Document


class Optimizer(Document):
    """How one network turns its gradient into a step."""

    kind: Literal["sgd", "momentum", "adam", "rmsprop", "optimistic-adam"] = Field(
        "adam",
        title="Optimizer",
        description="SGD; SGD with momentum, as in the 2014 paper; Adam; RMSProp; optimistic "
        "Adam, which takes each step twice and the one before it back (Daskalakis et al. 2018).",
    )
    learning_rate: float = Field(
        1e-3,
        ge=1e-6,
        le=1.0,
        title="Learning rate",
        description="The length of a step. Too long and the players circle; "
        "too short and nothing moves.",
    )
    momentum: float = Field(
        0.5,
        ge=0.0,
        lt=1.0,
        title="Momentum",
        description="Share of the last step kept in the next (SGD with momentum; β₁ of Adam).",
    )
    decay: float = Field(
        0.999,
        ge=0.0,
        lt=1.0,
        title="Averaging",
        description="How slowly the gradient's square is forgotten (β₂ of Adam; α of RMSProp).",
    )
    schedule: Literal["constant", "cosine", "exponential"] = Field(
        "constant",
        title="Schedule",
        description="Constant; falling along a cosine to 0 at the training's length; or, as in "
        "2014, divided by 1.000004 at every step.",
    )


class Training(Document):
    """How much a step looks at, and how many steps there are."""

    batch_size: int = Field(
        256, ge=1, le=4096, title="Batch size", description="Samples of each kind a step looks at."
    )
    steps: int = Field(
        10_000,
        ge=1,
        le=10_000_000,
        title="Length, steps",
        description="Where headless training stops and a cosine schedule reaches 0. "
        "The window goes on.",
    )
