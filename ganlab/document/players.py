"""The players and the noise that one of them is fed."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ganlab.document.base import Document

NoiseName = Literal["gaussian", "uniform"]


class Noise(Document):
    """p_z, what the generator is fed."""

    kind: NoiseName = Field(
        "gaussian",
        title="Noise",
        description="Gaussian: N(0, 1) in each dimension. Uniform: "
        "between -1 and 1 in each dimension.",
    )
    dimension: int = Field(
        2,
        ge=1,
        le=128,
        title="Dimension",
        description="Numbers drawn for each sample. With 1 the generator can only draw a curve.",
    )


class Network(Document):
    """A multilayer perceptron."""

    layers: int = Field(
        3,
        ge=0,
        le=5,
        title="Hidden layers",
        description="Hidden layers; with none the network is linear.",
    )
    units: int = Field(
        64,
        ge=1,
        le=512,
        title="Units a layer",
        description="Units in each hidden layer: more can bend more, and cost more time.",
    )
    activation: Literal["relu", "leaky-relu", "tanh", "elu"] = Field(
        "leaky-relu",
        title="Activation",
        description="The bend between layers. Leaky ReLU (slope 0.2) keeps a gradient everywhere.",
    )


class ImageNetworks(Document):
    """The players when the data are images; else they are the two perceptrons."""

    kind: Literal["dcgan", "mlp-2014"] = Field(
        "dcgan",
        title="Architecture",
        description="DCGAN: convolutions, fit for images (Radford et al. 2016). The 2014 paper's: "
        "perceptrons, with maxout and dropout in D.",
    )
    channels: int = Field(
        32,
        ge=4,
        le=128,
        title="Channels",
        description="Channels of DCGAN's finest grid; a coarser one has twice as many.",
    )
    units: int = Field(
        1200,
        ge=5,
        le=2048,
        title="Units a layer",
        description="Units in each layer of the 2014 generator; its discriminator has a fifth.",
    )

    @property
    def width(self) -> int:
        """How wide the players are: channels of a DCGAN, else units."""
        return self.channels if self.kind == "dcgan" else self.units
