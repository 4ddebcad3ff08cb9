"""A verdict as data: the sentence, the rule behind it, the figures it compared, what to try."""

from __future__ import annotations

from typing import Any, Literal

from ganlab.values import dataclass

Level = Literal["good", "busy", "warning", "error", "idle"]
Errand = Literal["", "fit", "restore", "play"]


class Older(str):
    """A figure that is not of the newest step, and says of which it is."""


@dataclass(frozen=True)
class Compared:
    """One figure that a rule looked at, and what it was held against, both in words."""

    name: str
    value: str
    against: str = ""


@dataclass(frozen=True)
class Remedy:
    """Something to try: an edit of the experiment, an errand of the window, or both in turn."""

    text: str
    about: str
    """What it does to the game, for a tooltip."""
    changes: tuple[tuple[str, Any], ...] = ()
    """Dotted fields of the experiment and their new values."""
    errand: Errand = ""
    restarts: bool = False
    """Whether it needs new networks: training begins again."""


@dataclass(frozen=True)
class Verdict:
    """One sentence with its mood, and what stands behind it.

    A headline carries no figures: it stays for a moment after it was last true (hysteresis.py of
    ganlab.lab.verdicts), while the figures beside it go on.
    """

    level: Level
    headline: str
    details: tuple[str, ...] = ()
    """Figures in words; of an earlier step where they are `Older`."""
    rule: str = ""
    """The name of the rule that speaks, which begins with "finished" where nothing more is to come;
    "" where nothing was judged."""
    why: str = ""
    """The rule in words, with its thresholds."""
    figures: tuple[Compared, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    at_once: Remedy | None = None
    """The one that is offered beside the sentence itself."""
    judged: Verdict | None = None
    """What is said of the game, where the headline says only that it rests."""
