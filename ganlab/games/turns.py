"""Who moves in a game, and the stages that slow motion walks through."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ganlab.experiment import Experiment
from ganlab.figures import counted
from ganlab.values import dataclass

Part = str | tuple[str, str]
"""Of the model overview: a box by its name, or a wire by the boxes it runs between; the gradient
goes back along ``(to, from)``."""


Changes = tuple[tuple[str, object], ...]
"""Dotted fields of the experiment, and their new values."""


@dataclass(frozen=True)
class Stage:
    """One stage of a turn."""

    caption: str
    """What happens in it, one line."""
    parts: tuple[Part, ...]
    """What takes part in it."""


@dataclass(frozen=True)
class Turn:
    """One turn of an iteration: some networks learn while the others stand still."""

    name: str
    letter: str
    """Its key, and what its button says."""
    title: str
    """The word for it in a sentence, without an article."""
    colour: str
    """Of the palette."""
    about: str
    """What it does, one line without a full stop."""
    learns: tuple[str, ...]
    """The boxes of the networks that change."""
    stages: tuple[Stage, ...]
    """In the last of them the networks change."""
    said: Callable[[Experiment], Mapping[int, str]] = lambda experiment: {}
    """The captions of stages, by their numbers, in which something else happens under an
    experiment."""
    also: Callable[[Experiment], Mapping[int, tuple[Part, ...]]] = lambda experiment: {}
    """What more takes part in stages then, by their numbers."""
    times: Callable[[Experiment], int] = lambda experiment: 1
    """How many updates it has in an iteration."""
    frozen: Callable[[Experiment], bool] = lambda experiment: False
    """Whether its networks stand still although it is taken."""
    alone: Changes = ()
    """The edit after which no other turn's networks learn; none where nobody can be frozen."""
    again: Changes = ()
    """The edit after which those of all do."""

    def caption(self, stage: int, experiment: Experiment) -> str:
        """What happens in a stage under an experiment, one line."""
        return self.said(experiment).get(stage, self.stages[stage].caption)

    @property
    def parts(self) -> frozenset[Part]:
        """What takes part in the whole of it."""
        return frozenset(part for stage in self.stages for part in stage.parts)

    def lit(self, experiment: Experiment, stage: int | None = None) -> frozenset[Part]:
        """What takes part in a stage, or in the whole of it, under an experiment."""
        more = self.also(experiment)
        if stage is not None:
            return frozenset((*self.stages[stage].parts, *more.get(stage, ())))
        return self.parts.union(*more.values())


def find_turn(turns: Sequence[Turn], name: str) -> Turn:
    """The turn of that name; raises ValueError, in words, where there is none."""
    for turn in turns:
        if turn.name == name:
            return turn
    there = " and ".join(f"'{turn.name}'" for turn in turns)
    raise ValueError(f"This game has no turn '{name}': it has {there}.")


def learns_alone(turns: Sequence[Turn], turn: Turn, experiment: Experiment) -> bool:
    """Whether all other turns are frozen."""
    others = [other for other in turns if other is not turn]
    return bool(others) and all(other.frozen(experiment) for other in others)


def about_step(turns: Sequence[Turn], turn: Turn) -> str:
    """What a single step of one turn does, a line without a full stop."""
    others = [f"the {other.title}" for other in turns if other is not turn]
    wait = f"; {' and '.join(others)} {'waits' if len(others) == 1 else 'wait'}" if others else ""
    return f"One step of the {turn.about}{wait}"


def about_iteration(turns: Sequence[Turn], experiment: Experiment) -> str:
    """What all turns in order are, a line without a full stop."""
    steps = [f"{counted(turn.times(experiment), 'step')} of the {turn.title}" for turn in turns]
    return f"One iteration: {', then '.join(steps)}"
