"""The words of the status line, for those who meet them there first."""

from __future__ import annotations

import re

GLOSSARY = {
    "JS": "Jensen–Shannon divergence: how far p_g is from p_data. 0 bits: the same; 1 bit: they "
    "have nothing in common. Estimated on a grid over the plane.",
    "floor": "What the same estimate reads between two batches of real data: chance alone. "
    "Nothing can be told below it.",
    "bits": "Unit of information, with logarithms to base 2: 1 bit is 0.693 nats.",
    "nats": "Unit of information, with natural logarithms, as in the paper: 1 nat is 1.443 bits.",
    "modes": "The separate places where the data lie. One counts as reached when a high-quality "
    "sample lies there.",
    "of weight": "How many modes matter: m·e^−KL of the samples' shares. Evenly spread over three "
    "of eight it is 3; one stray sample at each of the others changes it little.",
    "high quality": "The share of generated samples within three standard deviations of a mode. "
    "A perfect generator of a mixture scores 98.9 %.",
    "V(D,G)": "The value of the game: D climbs it, G descends it.",
    "−log 4": "The value where p_g = p_data and D can only guess: −1.386 nats "
    "(Goodfellow et al. 2014, Theorem 1).",
    "−1/4": "The value of the least-squares game where p_g = p_data and D's score is 1/2 "
    "everywhere.",
    "outside": "Generated samples that lie neither in the square around the data nor in the part "
    "of the plane that is in view.",
    "p_g": "The distribution of what the generator makes.",
    "p_data": "The distribution of the data, the target.",
    "R1": "A penalty on D's slope at real samples: a flatter D, a calmer game.",
    "k": "Steps of D before each turn of G.",
}
"""What each means, in the order in which they are explained."""


def explain(text: str) -> tuple[tuple[str, str], ...]:
    """(word, meaning) of every word of the glossary that stands in a text."""
    return tuple(
        (word, meaning)
        for word, meaning in GLOSSARY.items()
        if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)
    )
