"""Whether G heeds the class that both players are told."""

from __future__ import annotations

from ganlab.games.two_player.verdicts import remedies as help_by
from ganlab.games.two_player.verdicts.figures import details
from ganlab.games.two_player.verdicts.readings import PlayReadings
from ganlab.games.verdicts import words
from ganlab.games.verdicts.remedies import another_seed, offered
from ganlab.games.verdicts.verdict import Compared, Verdict

HEEDED = 0.5
"""Share of samples at the mode of their own class below which G pays the class no heed: of eight
classes that it knows nothing of, an eighth is there by chance, of two a half."""
HEARD = 1000
"""Steps before which nobody is blamed for that."""


def class_ignored(r: PlayReadings) -> Verdict | None:
    """G is asked for a class, and makes samples of others."""
    share = r.figure("own_class")
    if r.history.steps < HEARD or not share < HEEDED:
        return None
    return Verdict(
        "warning",
        "The class is ignored: most samples are of another than was asked for",
        details(r),
        rule="class ignored",
        why="Both players are told the class, and of the samples that are asked for by class most "
        "are nearest to the mode of another: D does not tell G yet that they are wrong there.",
        figures=(
            Compared("samples at their own class", words.percent(share), f"less than {HEEDED:.0%}"),
        ),
        remedies=offered(
            help_by.more_k(r.experiment),
            help_by.larger(r.experiment, "discriminator"),
            another_seed(r.experiment),
        ),
    )
