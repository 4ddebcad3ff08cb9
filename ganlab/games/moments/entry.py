"""Moment matching in the table of games."""

from ganlab.games.entry import Entry
from ganlab.games.moments.settings import Moments

ENTRY = Entry(
    "Moment matching",
    "A generator whose samples are to have the means and covariances of the data: nothing simpler "
    "learns a distribution, and it shows why one wants more.",
    "Li, Swersky and Zemel 2015, Generative moment matching networks, section 2",
    Moments,
    samples=("points",),
    rules="ganlab.games.moments.rules:RULES",
    game="ganlab.games.moments.game:MomentGame",
    generator="ganlab.games.moments.game:make_generator",
)
