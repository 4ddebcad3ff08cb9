"""What is said of each figure of a generator of images: its name, what is good, what it means."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

from ganlab.app.panels.plane.readout import UNKNOWN


@dataclass(frozen=True)
class Spec:
    """One figure. Templates are filled in with the figures that were measured."""

    name: str
    """Of the figure: it has a meaning where this one was measured."""
    title: str
    value: str
    good: tuple[str, ...]
    """The first one is said that every figure is there for; the last needs none."""
    tip: str
    digits_only: bool = True
    """Whether it looks through a classifier that knows nothing but digits."""
    conditional_only: bool = False
    """Whether the generator has to be told a class."""

    def value_of(self, figures: Mapping[str, Any]) -> str:
        """The figure, or a dash."""
        return _said((self.value, UNKNOWN), figures)

    def good_of(self, figures: Mapping[str, Any]) -> str:
        """What a good value is."""
        return _said(self.good, figures)


SPECS = (
    Spec(
        "confidence",
        "Confidence",
        "{confidence:.3f}",
        ("Real images: {confidence_real:.3f}", "Real images: nearly 1"),
        "How sure a classifier of digits is of the digit it sees, on average: 1 is certain, "
        "0.1 a mere guess. Blurred and broken digits lower it. The classifier ships with ganlab "
        "and was trained on MNIST.",
    ),
    Spec(
        "score",
        "MNIST score",
        "{score:.2f} ± {score_std:.2f}",
        ("Real images: {score_real:.2f}", "Real images: nearly 10"),
        "The Inception score through a classifier of digits: from 1, all images look alike to it, "
        "to 10, each is clearly one digit and all ten are equally frequent. ± is the standard "
        "deviation over ten parts of the images. (Salimans et al. 2016)",
    ),
    Spec(
        "frechet",
        "Fréchet distance",
        "{frechet:.1f}",
        ("Real images: {frechet_floor:.1f}. Less is better", "Less is better"),
        "How far what the classifier sees in generated images lies from what it sees in real test "
        "images: two Gaussians are fitted and compared. It notices poor images and missing ones. "
        "Real training images set the floor. (Heusel et al. 2017, through our own classifier: not "
        "to be compared with published values)",
    ),
    Spec(
        "neighbour_distance",
        "Nearest real image",
        "{neighbour_distance:,.0f}",
        (
            "Unseen real images: {neighbour_distance_real:,.0f}. Far less would be copying",
            "Close to 0 would be copying",
        ),
        "How far a generated image lies, on average, from the training image most like it: in "
        "grey levels, over all pixels. Were it far less than for real images that the generator "
        "has never seen, it would have learned them by heart. Click an image in the window to see "
        "its neighbours.",
        digits_only=False,
    ),
    Spec(
        "precision",
        "Precision",
        "{precision:.3f}",
        ("Near 1: the images look real",),
        "The share of generated images that lie among the real ones, by what the classifier sees: "
        "within the reach of a real image's third neighbour. Low when images are poor. "
        "(Kynkäänniemi et al. 2019)",
    ),
    Spec(
        "recall",
        "Recall",
        "{recall:.3f}",
        ("Near 1: no kind is missing",),
        "The share of real images that lie among the generated ones: low when the generator draws "
        "but a part of what there is. (Kynkäänniemi et al. 2019)",
    ),
    Spec(
        "gan_test",
        "GAN-test",
        "{gan_test:.1%}",
        ("Near 100 %: it draws what is asked for",),
        "How often the classifier sees in an image the digit that the generator was asked for. "
        "(Shmelkov et al. 2018)",
        conditional_only=True,
    ),
    Spec(
        "gan_train",
        "GAN-train",
        "{gan_train:.1%}",
        ("Near 100 %: as instructive as real images",),
        "How often a classifier that has learned from generated images alone is right about real "
        "ones. Low when images are poor or too much alike. (Shmelkov et al. 2018)",
        digits_only=False,
        conditional_only=True,
    ),
)
PARZEN = Spec(
    "parzen",
    "Parzen log-likelihood",
    "{parzen:.1f} ± {parzen_error:.1f} nats",
    (
        "σ = {parzen_sigma:.3f}, chosen on validation images. In the paper of 2014: 225 ± 2",
        "More is better. In the paper of 2014: 225 ± 2",
    ),
    "The measure of the first GAN paper: how likely real test images are under a density made of a "
    "small Gaussian around each generated image, whose width σ is chosen on validation images; "
    "mean and standard error. Kept for comparison: its authors call it the best they knew, and "
    "warn of its high variance in so many dimensions. (Goodfellow et al. 2014)",
)
PARZEN_ELSEWHERE = Spec(
    "parzen",
    PARZEN.title,
    PARZEN.value,
    ("σ = {parzen_sigma:.3f}, chosen on validation images. More is better", "More is better"),
    PARZEN.tip,
)
"""For other data than the paper's."""
NO_DIGITS = (
    "These are not MNIST's digits. Coverage, confidence, MNIST score, Fréchet distance, precision, "
    "recall and GAN-test are missing: the classifier behind them knows nothing but digits."
)


def _said(templates: tuple[str, ...], figures: Mapping[str, Any]) -> str:
    """The first template that every figure is there for, filled in."""
    for template in templates:
        names = [name for _, name, _, _ in Formatter().parse(template) if name]
        if all(_is_number(figures.get(name)) for name in names):
            return template.format(**figures).replace("-", "−")
    return UNKNOWN


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and math.isfinite(value)
