"""The one turn of moment matching."""

from __future__ import annotations

from ganlab.games.turns import Stage, Turn

GENERATOR = Turn(
    name="generator",
    letter="G",
    title="generator",
    colour="generated",
    about="generator's turn: it learns to have the means and covariances of the data",
    learns=("generator",),
    stages=(
        Stage("a handful of noise is drawn", ("noise",)),
        Stage(
            "the generator turns each noise point into a generated sample",
            ("noise", ("noise", "generator"), "generator", ("generator", "generated"), "generated"),
        ),
        Stage("as many real samples are drawn from the data", ("real",)),
        Stage(
            "of both samples the means and the covariances are taken",
            (
                "real",
                "generated",
                ("real", "means"),
                ("real", "covariances"),
                ("generated", "means"),
                ("generated", "covariances"),
                "means",
                "covariances",
            ),
        ),
        Stage(
            "the loss adds up the squares of their differences",
            ("means", "covariances", ("means", "loss"), ("covariances", "loss"), "loss"),
        ),
        Stage(
            "the gradient flows back through both into G, which changes",
            (
                "loss",
                ("loss", "means"),
                ("loss", "covariances"),
                ("means", "generated"),
                ("covariances", "generated"),
                "generated",
                ("generated", "generator"),
                "generator",
            ),
        ),
    ),
)
TURNS = (GENERATOR,)
