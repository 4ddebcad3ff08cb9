"""What the settings of every game have in common: see `ganlab.games.table`, which lists them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import ClassVar

from ganlab.document.base import Document
from ganlab.document.training import Optimizer


class GameSettings(Document):
    """A way to learn p_g, completely: networks, objectives, optimizers. Each game adds its own."""

    LIVE: ClassVar[frozenset[str]] = frozenset()
    """Fields that may change while training runs; another value of any other needs new networks."""

    kind: str

    def optimizers(self) -> Mapping[str, Optimizer]:
        """Those of all its networks, by the letter that stands for the network."""
        return {}

    @property
    def has_average(self) -> bool:
        """Whether a moving average of the generator is kept, and shown of a run that is over."""
        return False

    @property
    def told(self) -> bool:
        """Whether samples are asked for by their class."""
        return False

    def refusal(self, images: bool) -> str:
        """Why these settings cannot be played together, a sentence; "": they can. `images`: with
        images, else with points."""
        return ""

    @property
    def recipe(self) -> str:
        """What is descended, and how often, in a few words."""
        return ""

    def falling(self) -> dict[str, Optimizer]:
        """Those whose learning rate comes down to 0, by the names of their fields."""
        return {
            name: value
            for name, value in self
            if isinstance(value, Optimizer) and value.schedule == "cosine"
        }

    def ends_at(self, steps: int) -> float:
        """The step at which all learning rates have come down to 0, in a training of `steps`;
        infinity where one never does."""
        schedules = {optimizer.schedule for optimizer in self.optimizers().values()}
        return steps if schedules == {"cosine"} else math.inf
