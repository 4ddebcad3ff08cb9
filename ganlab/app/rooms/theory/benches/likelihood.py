"""Maximum likelihood: errors against Cramér and Rao's line, and a good model hidden in noise."""

from __future__ import annotations

from functools import lru_cache
from math import log
from typing import ClassVar

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout

from ganlab.app.rooms.theory.plots import densities
from ganlab.app.rooms.theory.plots.marks import (
    Bars,
    Colour,
    Dash,
    Dots,
    Handle,
    Label,
    Line,
    Mark,
    Picture,
    Reference,
    Segments,
    Shape,
)
from ganlab.app.rooms.theory.plots.plot import Plot
from ganlab.app.rooms.theory.view import BenchView, Desk
from ganlab.data.target import Array
from ganlab.figures import significant
from ganlab.theory.bench import Results
from ganlab.theory.densities import Mixture
from ganlab.theory.likelihood.bench import METHODS, LikelihoodControls, over_likelihood
from ganlab.theory.likelihood.estimators import (
    FREE,
    REPEATS,
    SIZES,
    cramer_rao,
    likely,
    mmd_efficiency,
    root_mean_square,
)
from ganlab.theory.likelihood.noisy import log_likelihoods, samples

LOOKS: dict[str, tuple[Colour, Dash, Shape]] = {
    "likelihood": ("good", "solid", "disc"),
    "mmd": ("generated", "dashed", "diamond"),
    "adversarial": ("discriminator", "dotted", "cross"),
}
DRAWN = 1000
"""Samples of the mixture."""
BINS = 80
SHARES = tuple(np.geomspace(1e-4, 1, 41).tolist())


class View(BenchView):
    """Errors on the left, on their own and over the bound; the noisy mixture on the right."""

    FORM: ClassVar[tuple[str, ...]] = ("share", "p", "noise")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.errors = Plot(
            desk.theme,
            "Error of the mean",
            f"The root mean square error of μ over {FREE:,} repetitions ({REPEATS} of the game), "
            "where it lies at 95 % (whiskers), and Cramér and Rao's bound.",
        )
        self.over = Plot(
            desk.theme,
            "Error over the likelihood's",
            "The same errors divided by those of the likelihood on the same samples, which leaves "
            "out most of the luck; the likelihood's own by the bound. 1 is as good as it gets.",
        )
        self.drawn = Plot(
            desk.theme,
            "Samples of the mixture",
            f"{DRAWN:,} draws of the good model hidden in noise, and the density of the data.",
        )
        self.lost = Plot(
            desk.theme,
            "Likelihood lost",
            "What the mixture loses of the good model's log-likelihood, and the most that it can.",
        )
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        for i, plot in enumerate((self.errors, self.drawn, self.over, self.lost)):
            grid.addWidget(plot, i // 2, i % 2)
            grid.setRowStretch(i // 2, 1)
            grid.setColumnStretch(i % 2, 1)
        self.lost.dragged.connect(lambda name, x, y: desk.set({"share": x}, settled=False))
        self.drawn.dragged.connect(self._drag)
        for plot in (self.lost, self.drawn):
            plot.dropped.connect(lambda name: desk.settle())

    def show_state(self, controls: LikelihoodControls, results: Results) -> None:
        """See `BenchView`."""
        self.errors.show_picture(errors_picture(controls, results))
        self.over.show_picture(over_picture(controls, results))
        self.drawn.show_picture(samples_picture(controls))
        self.lost.show_picture(lost_picture(controls))

    @staticmethod
    def thumbnail(controls: LikelihoodControls) -> Picture:
        """The bound, falling, and dots on it."""
        m = np.array(SIZES, float)
        bound = cramer_rao(controls.sigma, m)
        return Picture(
            (Line("bound", m, bound, "theory", dash="dashed"), Dots("ml", m, bound, "good")),
            (6, 17_000),
            (bound[-1] / 2, bound[0] * 2),
            log_x=True,
            log_y=True,
        )

    @Slot(str, float, float)
    def _drag(self, name: str, x: float, y: float) -> None:
        field = name.partition(" ")[0]
        moved = densities.dragged(getattr(self.desk.controls, field), name, x)
        self.desk.set({field: moved}, settled=False)


def errors_picture(controls: LikelihoodControls, results: Results) -> Picture:
    """Root mean square errors against M, both axes logarithmic."""
    m = np.array(SIZES, float)
    bound = cramer_rao(controls.sigma, m)
    marks: list[Mark] = [Line("bound", m, bound, "theory", "Cramér-Rao", "dashed")]
    for method, error in _reached(results).items():
        marks += _curve(method, m, error, results)
    if "estimated" not in results:
        marks.append(Label("hint", 40.0, float(bound[0]), "no estimates yet"))
    return Picture(
        tuple(marks),
        (7.0, 14_000.0),
        (float(bound[-1]) * 0.7, float(bound[0]) * 2),
        x_title="samples, M",
        y_title="error of μ",
        log_x=True,
        log_y=True,
    )


def over_picture(controls: LikelihoodControls, results: Results) -> Picture:
    """The same over the likelihood's on the same samples, whose own over the bound, and what MMD's
    comes to as M grows."""
    m = np.array(SIZES, float)
    bound = cramer_rao(controls.sigma, m)
    limit = mmd_efficiency(controls.width / controls.sigma)
    marks: list[Mark] = [
        Reference("bound", 1.0, "Cramér-Rao"),
        Reference("limit", limit, "MMD, M → ∞"),
    ]
    top, low = limit, 1.0
    for method, error in _reached(results).items():
        own = method == "likelihood"
        over = error / bound if own else over_likelihood(results["estimated"], method)
        marks += _curve(method, m, over, {})
        top, low = max(top, float(over.max())), min(low, float(over.min()))
    return Picture(
        tuple(marks),
        (7.0, 14_000.0),
        (low - 0.15 * (top - 0.9), top + 0.15 * (top - 0.9)),
        x_title="samples, M",
        y_title="error / likelihood's",
        log_x=True,
    )


def samples_picture(controls: LikelihoodControls) -> Picture:
    """A histogram of draws, those of noise and those of the good model, over the data's density."""
    p, noise = controls.p, controls.noise
    limits = densities.seen(p, noise)
    x = densities.places(limits, p)
    good, bad = _drawn(p, noise, controls.share, controls.seed)
    edges = np.linspace(*limits, BINS + 1)
    wide = edges[1] - edges[0]
    heights = [np.histogram(some, edges)[0] / (DRAWN * wide) for some in (bad, good)]
    top = max(float(p.pdf(x).max()), *(float(some.max()) for some in heights))
    return Picture(
        (
            Bars("noise", edges, heights[0], "generated", "samples: noise"),
            Bars("good", edges, heights[1], "good", "samples: good model", 0.7),
            Line("p", x, p.pdf(x), "real", "p, the data"),
            *densities.handles("p", p, "real"),
        ),
        limits,
        (0.0, 1.12 * top),
        x_title="x",
        y_title="density",
        note=f"{len(good) / DRAWN:.1%} good",
    )


def lost_picture(controls: LikelihoodControls) -> Picture:
    """The loss against the share, below log 1/share."""
    shares = np.array(SHARES)
    values = log_likelihoods(controls.p, controls.noise, (*SHARES, 1.0))
    lost = values[-1] - values[:-1]
    here = float(np.interp(log(controls.share), np.log(shares), lost))
    most = -log(controls.share)
    return Picture(
        (
            Line("most", shares, -np.log(shares), "theory", "log 1/share", "dashed"),
            Line("lost", shares, lost, "generated", "lost"),
            Handle("share", controls.share, here, "generated", "The share of the good model", "x"),
        ),
        (0.8e-4, 1.25),
        (-0.3, 9.6),
        x_title="share of the good model",
        y_title="nats",
        log_x=True,
        note=f"{significant(here)} ≤ {significant(most)}",
    )


def _reached(results: Results) -> dict[str, Array]:
    estimated = results.get("estimated")
    if estimated is None:
        return {}
    return {method: root_mean_square(estimated[method]) for method in METHODS}


def _curve(method: str, m: Array, error: Array, results: Results) -> list[Mark]:
    colour, dash, shape = LOOKS[method]
    title = METHODS[method]
    whiskers: list[Mark] = []
    if "estimated" in results:
        low, high = likely(results["estimated"][method].shape[1])
        ends = np.column_stack([low * error, high * error])
        whiskers.append(Segments(f"{method} whiskers", np.column_stack([m, m]), ends, colour))
    return [
        *whiskers,
        Line(f"{method} line", m, error, colour, title, dash, 1.6),
        Dots(f"{method} dots", m, error, colour, "", shape, 8.0),
    ]


@lru_cache(maxsize=4)
def _drawn(p: Mixture, noise: Mixture, share: float, seed: int) -> tuple[Array, Array]:
    return samples(p, noise, share, DRAWN, seed)
