"""One core or two, for a training that has the machine to itself.

A second thread shares the products of wide networks and little else, and only where a core is free
for it: threads that share one wait for each other, and a step can take ten times as long. So no
size decides, but the clock, from the first steps on and again and again. And only where both give
the same numbers bit for bit, which twins of the game find out beforehand: what a seed or a file
leads to never hangs on how busy a machine was.

Never beside a window, which needs the other core.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator
from operator import truediv
from statistics import median

import numpy as np
import torch
from numpy.typing import NDArray

from ganlab.games.game import Game, make_game
from ganlab.gan.divergence import Diverged
from ganlab.gan.record import BLOCK

PIECE = 0.025
"""Seconds of training between two looks at the clock, about."""
SHORT = 0.001
"""Steps below it, in seconds, are calls and no products: a second thread would only wait."""
BEGIN = 1.0
"""Seconds of training before a second thread is tried: a run that is over sooner needs none."""
COMPARED = BLOCK
"""Steps that twins take: as many as are recorded at once."""
TRIED = 6
"""Pieces with either number of threads in a trial."""
WORTH = 0.95
"""A step must take less than this share of its time to be worth a second core."""
LOST = 4.0
"""Pieces that may be lost against one thread before two are given up."""
BUSY = 10.0
"""Where a step of the twins takes so many times as long, they are for another time."""
PATIENCE = 100
"""From one trial to the next it takes so many times as long as the trial took."""

Plan = Generator[int, float, None]
"""How many threads the next piece gets; it is sent how long a step of that piece took."""


class Cores:
    """Runs a game on one of torch's threads or on two, whichever is faster."""

    def __init__(
        self,
        game: Game,
        clock: Callable[[], float] = time.perf_counter,
        most: int | None = None,
    ) -> None:
        """`most`: threads that may be used; None: see `most_threads`."""
        self._game, self._clock = game, clock
        self._most = most_threads() if most is None else most
        self._step = PIECE
        """Seconds that one took, the last time."""
        self._plan = self._planned()
        self._threads = next(self._plan)

    def run(self, iterations: int) -> None:
        """As `game.run`, and the same numbers; torch's number of threads is afterwards what it was.
        Where that is not 1, it has been decided already, as for images, and stays."""
        if self._most < 2 or torch.get_num_threads() != 1 or self._game.device.type != "cpu":
            self._game.run(iterations)
            return
        try:
            while iterations > 0:
                steps = max(1, min(iterations, round(PIECE / self._step)))
                self._run_piece(steps)
                iterations -= steps
        finally:
            torch.set_num_threads(1)

    def _run_piece(self, steps: int) -> None:
        torch.set_num_threads(self._threads)
        began = self._clock()
        self._game.run(steps)
        self._step = max((self._clock() - began) / steps, 1e-6)
        self._threads = self._plan.send(self._step)

    def _planned(self) -> Plan:
        now, same, step = self._clock, None, 0.0
        began = now()
        # Nor before the run has taken as long as its twins will: steps of images are long.
        while (played := now() - began) < BEGIN or played < 2 * COMPARED * step:
            step = yield 1
        while step >= SHORT and same is not False:
            began, pays = now(), False
            same = same or same_numbers(self._game, 2, BUSY * step, now)
            if same:
                alone, together = yield from self._trial()
                pays = together < WORTH * alone
            until = now() + PATIENCE * (now() - began)
            if pays:
                yield from self._both(alone, until)
            while not pays and now() < until:
                step = yield 1
        while True:
            yield 1

    def _trial(self) -> Generator[int, float, tuple[float, float]]:
        """Seconds that a step takes with one thread and with two, which take turns."""
        one: list[float] = []
        two: list[float] = []
        while len(two) < TRIED and sum(map(truediv, two, one)) < len(two) + LOST:
            one.append((yield 1))
            two.append((yield 2))
        return median(one), median(two)

    def _both(self, alone: float, until: float) -> Plan:
        """Two threads, until then or until one, whose steps took so long, would be faster."""
        lost = 0.0
        while self._clock() < until and lost < LOST:
            lost = max(0.0, lost + (yield 2) / alone - 1)


def most_threads() -> int:
    """As many as this process has processors, or as somebody asks of OpenMP."""
    asked = os.environ.get("OMP_NUM_THREADS", "")
    if asked.isdecimal():
        return int(asked)
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def same_numbers(
    game: Game,
    threads: int,
    longest: float = float("inf"),
    clock: Callable[[], float] = time.perf_counter,
) -> bool | None:
    """Whether the next steps of a game come to the same with one of torch's threads as with so
    many, bit for bit. The game itself is only asked for its state. None where a step took longer
    than `longest`, seconds: the machine has something else to do."""
    if not _flushes(threads):
        return False
    twins = {count: make_game(game.experiment, game.target) for count in (1, threads)}
    try:
        for twin in twins.values():
            twin.load(game.state())
        for step in range(COMPARED):
            for count, twin in twins.items():
                torch.set_num_threads(count)
                began = clock()
                twin.run(1)
                if step and clock() - began > longest:  # the first of all steps starts threads
                    return None
            if not step and not _agree([twin.state().arrays for twin in twins.values()]):
                return False  # as convolutions do at once
        return _agree([{**t.state().arrays, "": t.take_scalars()} for t in twins.values()])
    except Diverged:
        return False
    finally:
        torch.set_num_threads(1)


def _agree(found: list[dict[str, NDArray[np.generic]]]) -> bool:
    alone, together = found
    return all(np.array_equal(alone[name], together[name]) for name in alone)


def _flushes(threads: int) -> bool:
    """Whether each of so many threads takes denormal numbers for 0, as this one is told to: those
    that were there before it was told do not (device.py), and then come to other numbers."""
    torch.set_num_threads(threads)
    try:
        return not bool((torch.full((1 << 17,), 1e-39) * 0.5).any())
    finally:
        torch.set_num_threads(1)
