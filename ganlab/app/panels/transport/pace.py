"""How fast to play, as the stops of one slider: pure functions over commands.SetPace."""

from __future__ import annotations

from dataclasses import replace

from ganlab.lab.commands import SetPace

SPEEDS: tuple[float | None, ...] = (
    *(1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1000),
    None,
)
"""Steps a second, evenly spread on a logarithmic scale; None is as fast as it goes."""

STAGE_SECONDS = (5.0, 3.0, 2.0, 1.5, 1.2, 0.8, 0.5, 0.3, 0.2, 0.1)
"""Seconds a stage in slow motion, slowest first."""


def last_stop(pace: SetPace) -> int:
    """The rightmost, fastest position; the slowest is 0."""
    return len(STAGE_SECONDS if pace.slow_motion else SPEEDS) - 1


def position(pace: SetPace) -> int:
    """The stop at or next above this pace."""
    if pace.slow_motion:
        slower = [s for s in STAGE_SECONDS if s > pace.stage_seconds]
        return min(len(slower), last_stop(pace))
    if pace.steps_per_second is None:
        return last_stop(pace)
    wanted = pace.steps_per_second
    return sum(1 for speed in SPEEDS if speed is not None and speed < wanted)


def at(pace: SetPace, stop: int) -> SetPace:
    """This pace moved to a stop, which is clamped to those there are."""
    stop = min(max(stop, 0), last_stop(pace))
    if pace.slow_motion:
        return replace(pace, stage_seconds=STAGE_SECONDS[stop])
    return replace(pace, steps_per_second=SPEEDS[stop])


def label(pace: SetPace) -> str:
    """This pace in a few letters: "10/s", "max", "0.8 s" a stage."""
    if pace.slow_motion:
        return f"{pace.stage_seconds:g} s"
    return "max" if pace.steps_per_second is None else f"{pace.steps_per_second:g}/s"
