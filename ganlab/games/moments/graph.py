"""Moment matching as a graph: from the noise over the generator to both moments and their loss."""

from __future__ import annotations

from ganlab.data.target import Target
from ganlab.document.summaries import of_layers
from ganlab.experiment import Experiment
from ganlab.games.moments.settings import moments
from ganlab.games.shown.graph import Box, Graph, Wire, generated_box, noise_box, real_box

WIRES = (
    Wire("noise", "generator"),
    Wire("generator", "generated", arrives=-1, gradient=True),
    Wire("real", "means", 0, -1),
    Wire("real", "covariances", 1.2, -1.2, turn=0.62),
    Wire("generated", "means", -2.6, 0.8, gradient=True, turn=0.5),
    Wire("generated", "covariances", -1.2, 0.6, gradient=True),
    Wire("means", "loss", gradient=True),
    Wire("covariances", "loss", gradient=True),
)
GAPS = ((0.7, 20.0), (0.9, 24.0), (1.4, 40.0), (1.2, 34.0))


def graph(experiment: Experiment, target: Target) -> Graph:
    """Of an experiment that learns from that target."""
    boxes = (
        noise_box(experiment),
        Box(
            "generator",
            "generator",
            "generated",
            1,
            "tall",
            "Generator G: bends the noise into samples. The mesh is where a grid of noise\n"
            "ends up; it learns from two moments of its samples, and from nothing else.",
            detail=of_layers(moments(experiment.game).generator),
            view="mapping",
            settings="game.generator",
        ),
        real_box(),
        generated_box("game.generator"),
        Box(
            "means",
            "mean",
            "text",
            3,
            "figure",
            "How far the mean of the generated samples is from that of the real ones.",
            side="inside",
            measure="mean_difference",
            reference=1.0,
        ),
        Box(
            "covariances",
            "Cov",
            "muted",
            3,
            "figure",
            "How far their covariances are apart: how widely, and along which way, they spread.",
            side="inside",
            measure="covariance_difference",
            reference=1.0,
        ),
        Box(
            "loss",
            "G loss",
            "generated",
            4,
            "figure",
            "What G descends: the squares of both differences, the covariances weighted.",
            side="inside",
            measure="loss",
            reference=1.0,
        ),
    )
    return Graph(
        boxes,
        WIRES,
        GAPS,
        "Noise goes through the generator; the means and covariances of real and generated samples "
        "are compared, and the loss follows.",
    )
