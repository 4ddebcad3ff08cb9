"""`make bench-science`: do the presets learn what they promise? Minutes a preset, hours for all.

Every preset is trained from scratch over several seeds at its own length and judged on samples of
its generator (the moving average): modes, high-quality share and reverse KL on 2,500 samples, as
the field does; Jensen-Shannon on 10,000, above the estimator's own floor; images, 10,000 of them,
through the classifier that ships, against a training that was stopped early. Before them come the
numbers of the theory's benches, beside the exact and the published ones; after them the tables, in
which games that differ in one setting stand side by side. The last line is one JSON object: what
each preset and each line of a table reached, whether it met its bars, and under `met` whether all
did; the exit code is 1 where one did not. Every run that ended is kept: a call that is broken off
goes on where it was, as long as the program is the same, unless it is to begin afresh.

    python -m tests.benchmarks.science [PRESET or TABLE ...] [--seeds 1 2] [--fresh]
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from typing import Any

from ganlab.experiment import Experiment
from ganlab.presets import load_preset
from tests.benchmarks.bars import BARS, verdict
from tests.benchmarks.cures import CURES_TABLE
from tests.benchmarks.f_gans import F_GANS_TABLE
from tests.benchmarks.kept import PLACE, Kept
from tests.benchmarks.long_games import LONG_GAMES_TABLE
from tests.benchmarks.tables import Table, Train
from tests.benchmarks.theory_numbers import judge_all

THEORY = "theory"
"""Asked for as a preset is: the numbers of the benches beside the exact and the published ones."""
TABLES = {"long-games": LONG_GAMES_TABLE, "cures": CURES_TABLE, "f-gans": F_GANS_TABLE}
SEEDS = (1, 2, 3, 4, 5)
IMAGE_SEEDS = (1, 2)
EARLY = 300
"""Steps after which images are looked at first: how far they come from there is what counts."""


def run(preset: str, experiment: Experiment) -> dict[str, Any]:
    """Train a preset, or what was made of it; the figures of `ganlab train --json` and the names.

    Where the bars ask for it, `frechet_early` besides: of another training, of EARLY steps.
    """
    from ganlab.lab.files.archive import Run
    from ganlab.lab.headless import train

    figures = train(Run.fresh(experiment), experiment.training.steps, device="cpu").figures
    if BARS[preset].frechet_over_early is not None:
        early = train(Run.fresh(experiment), EARLY, device="cpu").figures
        figures["frechet_early"] = early["frechet"]
    return {"preset": preset, "seed": experiment.seed, **figures}


def seeds_of(preset: str) -> tuple[int, ...]:
    """Over which a preset is trained, unless others are asked for."""
    return IMAGE_SEEDS if load_preset(preset).data.kind == "images" else SEEDS


def processes(count: int) -> ProcessPoolExecutor:
    """Where runs are trained. Begun afresh, not forked: after products on all threads, as the
    benches of the theory take them, a fork waits for ever for threads that it does not have."""
    return ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn"))


class Clock:
    """How far it is to the end."""

    def __init__(self, weights: list[float]) -> None:
        """Of each run, in order: how long it may take, in any unit."""
        self._began = time.monotonic()
        self._weights, self._done, self._trained = weights, 0, 0.0

    def tick(self, trained: bool) -> str:
        """One more run is there, trained now or before: which of how many, and how long the rest
        may take."""
        if trained:
            self._trained += self._weights[self._done]
        self._done += 1
        place = f"{self._done} of {len(self._weights)}"
        if not self._trained:
            return f"[{place}]"
        rest = sum(self._weights[self._done :])
        minutes = (time.monotonic() - self._began) / self._trained * rest / 60
        return f"[{place}, about {minutes:.0f} min to go]"


class Bench:
    """Runs what was asked for, one after another, and says how each went."""

    def __init__(self, pool: Executor, clock: Clock, kept: Kept) -> None:
        self._pool, self._clock, self._kept = pool, clock, kept

    def preset(self, name: str, seeds: tuple[int, ...], changes: dict[str, Any]) -> dict[str, Any]:
        """A preset over its seeds, against its bars."""
        played = [load_preset(name).with_values({"seed": seed, **changes}) for seed in seeds]
        result = verdict(name, list(self._runs(run, name, played)))
        print(f"{name}: {result}", flush=True)
        return result

    def table(self, table: Table, seeds: tuple[int, ...]) -> dict[str, Any]:
        """All lines of a table; met where no line that has a bar misses it."""
        print(table.about, flush=True)
        lines = {}
        for line in table.lines:
            played = [table.experiment(line, seed) for seed in seeds]
            lines[line] = table.told(line, list(self._runs(table.train, line, played)))
        for finding in table.findings(lines):
            print(finding, flush=True)
        return {**lines, "met": all(line.get("met", True) for line in lines.values())}

    def _runs(
        self, train: Train, name: str, experiments: list[Experiment]
    ) -> Iterator[dict[str, Any]]:
        keys = [self._kept.key(train.__module__, experiment) for experiment in experiments]
        started = {
            key: self._pool.submit(train, name, experiment)
            for key, experiment in zip(keys, experiments, strict=True)
            if self._kept.get(key) is None
        }
        for key in keys:
            if key in started:
                self._kept.put(key, started[key].result())
            figures = self._kept.get(key) or {}
            of_before = "" if key in started else "of before "
            print(json.dumps(figures), of_before + self._clock.tick(key in started), flush=True)
            yield figures


def main() -> int:
    """Run presets over seeds and print what each reached; 0 where all met their bars, else 1."""
    known = (THEORY, *BARS, *TABLES)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wanted", nargs="*", metavar="PRESET", help=", ".join(known))
    parser.add_argument("--seeds", nargs="+", type=int, help="default: 1 to 5, of images 1 and 2")
    parser.add_argument("--set", action="append", default=[], metavar="FIELD=VALUE")
    parser.add_argument("--fresh", action="store_true", help="forget the runs of before")
    parser.add_argument("--workers", type=int, default=1, help="1 is what the bars mean")
    options = parser.parse_args()
    if unknown := set(options.wanted) - {*known}:
        parser.error(f"no bars for {', '.join(sorted(unknown))}")
    changes = dict(change.split("=", 1) for change in options.set)
    wanted = options.wanted or known
    presets = {name: tuple(options.seeds or seeds_of(name)) for name in wanted if name in BARS}
    tables = {name: TABLES[name] for name in wanted if name in TABLES}
    of_tables = tuple(options.seeds or SEEDS)
    weights = [BARS[name].seconds for name, seeds in presets.items() for _ in seeds]
    for table in tables.values():
        weights += [table.seconds] * len(table.lines) * len(of_tables)
    results: dict[str, Any] = judge_all() if THEORY in wanted else {}
    with processes(options.workers) as pool:
        bench = Bench(pool, Clock(weights), Kept(PLACE, options.fresh))
        for name, seeds in presets.items():
            results[name] = bench.preset(name, seeds, changes)
        for name, table in tables.items():
            results[name] = bench.table(table, of_tables)
    met = all(result["met"] for result in results.values())
    print(json.dumps({**results, "met": met}))
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
