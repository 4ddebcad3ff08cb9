"""The status says one thing at a time, however two statements take turns."""

from __future__ import annotations

from ganlab.games.verdicts.verdict import Verdict
from ganlab.lab.frame import State
from ganlab.lab.verdicts.hysteresis import Hysteresis

LEARNING = Verdict("busy", "Learning")
WINS = Verdict("warning", "D wins", ("V(D,G) = −0.1",))
NEAR = Verdict("good", "Near equilibrium")


def said(*told: tuple[float, Verdict], state: State = State.RUNNING) -> list[str]:
    """The headlines that a person reads when these verdicts come at these seconds."""
    hysteresis = Hysteresis()
    return [hysteresis.settle(verdict, state, now).headline for now, verdict in told]


def test_two_statements_that_take_turns_do_not_flicker() -> None:
    turns = [(0.25 * i, WINS if i % 2 else LEARNING) for i in range(40)]
    assert set(said(*turns)) == {"Learning"}


def test_what_stays_true_is_said_a_second_after_the_old_was_last_true() -> None:
    told = (0.0, LEARNING), (5.0, LEARNING), (5.5, WINS), (5.9, WINS), (6.0, WINS)
    assert said(*told) == ["Learning", "Learning", "Learning", "Learning", "D wins"]


def test_nothing_false_is_held_because_two_others_take_turns() -> None:
    told = (0.0, LEARNING), (0.4, WINS), (0.8, NEAR), (1.2, WINS)
    assert said(*told)[-1] == "D wins"


def test_the_figures_are_always_the_newest() -> None:
    hysteresis = Hysteresis()
    hysteresis.settle(LEARNING, State.RUNNING, 0.0)
    held = hysteresis.settle(WINS, State.RUNNING, 0.2)
    assert (held.level, held.headline, held.details) == ("busy", "Learning", WINS.details)


def test_a_divergence_is_said_at_once() -> None:
    assert said((0.0, LEARNING), (0.1, Verdict("error", "Diverged")))[-1] == "Diverged"


def test_what_a_person_does_is_said_at_once() -> None:
    hysteresis = Hysteresis()
    hysteresis.settle(LEARNING, State.RUNNING, 0.0)
    paused = Verdict("idle", "Paused")
    assert hysteresis.settle(paused, State.PAUSED, 0.1) == paused
    assert hysteresis.settle(WINS, State.RUNNING, 0.2) == WINS
