"""`make bench-science`: do the presets learn what they promise? Minutes a preset, hours for all.

Every preset is trained from scratch over several seeds at its own length and judged on samples of
its generator (the moving average): modes, high-quality share and reverse KL on 2,500 samples, as
the field does; Jensen-Shannon on 10,000, above the estimator's own floor; images, 10,000 of them,
through the classifier that ships, against a training that was stopped early. Before them come the
numbers of the theory's benches, beside the exact and the published ones. The last line is one JSON
object: what each preset reached, whether it met its bars, and under `met` whether all did; the exit
code is 1 where one did not.

    python -m tests.benchmarks.science [PRESET ...] [--seeds 1 2]
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from statistics import mean
from typing import Any

from ganlab.presets import load_preset
from tests.benchmarks.theory_numbers import judge_all

THEORY = "theory"
"""Asked for as a preset is: the numbers of the benches beside the exact and the published ones."""
SEEDS = (1, 2, 3, 4, 5)
IMAGE_SEEDS = (1, 2)
EARLY = 300
"""Steps after which images are looked at first: how far they come from there is what counts."""


@dataclass(frozen=True)
class Bars:
    """What a preset must reach in every seed (quality and reverse KL: on average)."""

    seconds: float
    """Of training."""
    modes: int | None = None
    high_quality: float | None = None
    reverse_kl: float | None = None
    js_above_floor: float | None = None
    digits: int | None = None
    """Drawn in at least 4 % of the samples each."""
    confidence: float | None = None
    frechet_over_early: float | None = None
    """Fréchet distance at the end over that after EARLY steps, at most."""
    gan_test: float | None = None
    own_class: float | None = None


_PLANE = Bars(seconds=90, js_above_floor=0.05)
_SOFT = Bars(seconds=60, js_above_floor=0.05)
BARS = {
    "ring-8": Bars(seconds=120, modes=8, high_quality=0.85, reverse_kl=0.05),
    "ring-8-conditional": Bars(
        seconds=120, modes=8, high_quality=0.97, reverse_kl=0.05, own_class=0.95
    ),
    "grid-25": Bars(seconds=360, modes=25, high_quality=0.60, reverse_kl=0.06),
    "line": _SOFT,
    "gaussians": _SOFT,
    "ring": _SOFT,
    "disjoint": _SOFT,
    "gaussian-1d": _PLANE,
    "mixture-1d": _PLANE,
    "uniform-1d": _PLANE,
    "moons": _PLANE,
    "circles": _PLANE,
    "spiral": _PLANE,
    "swiss-roll": _PLANE,
    "pinwheel": _PLANE,
    "checkerboard": Bars(seconds=90, js_above_floor=0.06),
    "mnist-dcgan": Bars(seconds=600, digits=10, confidence=0.90, frechet_over_early=1 / 3),
    "mnist-dcgan-conditional": Bars(seconds=600, gan_test=0.95),
    "mnist-2014": Bars(seconds=1200, digits=10, confidence=0.85, frechet_over_early=1 / 2),
    "mnist-2014-conditional": Bars(seconds=1200, gan_test=0.85),
}
"""Every preset's."""


def run(preset: str, seed: int, changes: dict[str, Any] | None = None) -> dict[str, Any]:
    """Train one preset from one seed; the figures of `ganlab train --json` and the names.

    Where the bars ask for it, `frechet_early` besides: of another training, of EARLY steps.
    """
    from ganlab.lab.files.archive import Run
    from ganlab.lab.headless import train

    experiment = load_preset(preset).with_values({"seed": seed, **(changes or {})})
    figures = train(Run.fresh(experiment), experiment.training.steps, device="cpu").figures
    if BARS[preset].frechet_over_early is not None:
        early = train(Run.fresh(experiment), EARLY, device="cpu").figures
        figures["frechet_early"] = early["frechet"]
    return {"preset": preset, "seed": seed, **figures}


def verdict(preset: str, runs: list[dict[str, Any]]) -> dict[str, Any]:
    """The figures of one preset over its seeds against its bars."""
    bars = BARS[preset]
    slowest = max(r["seconds"] for r in runs)
    summary: dict[str, Any] = {"seconds": round(slowest, 1)}
    met = [slowest <= bars.seconds]
    if bars.modes is not None and bars.high_quality is not None and bars.reverse_kl is not None:
        summary["modes"] = min(r["modes"] for r in runs)
        summary["high_quality"] = round(mean(r["high_quality"] for r in runs), 4)
        divergences = [r["reverse_kl"] for r in runs]
        known = [d for d in divergences if d is not None]
        summary["reverse_kl"] = round(mean(known), 4) if len(known) == len(runs) else None
        met.append(summary["modes"] >= bars.modes)
        met.append(summary["high_quality"] >= bars.high_quality)
        met.append(summary["reverse_kl"] is not None and summary["reverse_kl"] <= bars.reverse_kl)
    if bars.js_above_floor is not None:
        above = max(_above_floor(r) for r in runs)
        summary["js_above_floor"] = round(above, 4) if math.isfinite(above) else None
        met.append(above <= bars.js_above_floor)
    if bars.digits is not None:
        summary["digits"] = min(r["digits"] or 0 for r in runs)
        met.append(summary["digits"] >= bars.digits)
    for name in ("confidence", "gan_test", "own_class"):
        bar = getattr(bars, name)
        if bar is not None:
            summary[name] = round(min(r[name] or 0.0 for r in runs), 4)
            met.append(summary[name] >= bar)
    if bars.frechet_over_early is not None:
        ratio = max(_ratio(r["frechet"], r["frechet_early"]) for r in runs)
        summary["frechet_over_early"] = round(ratio, 4) if math.isfinite(ratio) else None
        met.append(ratio <= bars.frechet_over_early)
    return {**summary, "met": all(met)}


def _above_floor(figures: dict[str, Any]) -> float:
    """Bits; infinite where a training came to no good end, and so has no figure."""
    js = figures["js_bits"]
    return math.inf if js is None else float(js - figures["js_floor_bits"])


def _ratio(late: float | None, early: float | None) -> float:
    """Infinite where a training came to no good end."""
    return math.inf if late is None or early is None else late / early


def seeds_of(preset: str) -> tuple[int, ...]:
    """Over which a preset is trained, unless others are asked for."""
    return IMAGE_SEEDS if load_preset(preset).data.kind == "images" else SEEDS


class Clock:
    """How far it is to the end. Runs are taken to differ in length as their bars do."""

    def __init__(self, runs: list[str]) -> None:
        self._began = time.monotonic()
        self._runs, self._done = runs, 0

    def tick(self) -> str:
        """One more run is done: which of how many, and how long the rest may take."""
        self._done += 1
        weights = [BARS[preset].seconds for preset in self._runs]
        done, rest = sum(weights[: self._done]), sum(weights[self._done :])
        minutes = (time.monotonic() - self._began) / done * rest / 60
        return f"[{self._done} of {len(weights)}, about {minutes:.0f} min to go]"


def main() -> int:
    """Run presets over seeds and print what each reached; 0 where all met their bars, else 1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("presets", nargs="*", metavar="PRESET", help=f"{THEORY}, {', '.join(BARS)}")
    parser.add_argument("--seeds", nargs="+", type=int, help="default: 1 to 5, of images 1 and 2")
    parser.add_argument("--set", action="append", default=[], metavar="FIELD=VALUE")
    parser.add_argument("--workers", type=int, default=1, help="1 is what the bars mean")
    options = parser.parse_args()
    if unknown := set(options.presets) - {*BARS, THEORY}:
        parser.error(f"no bars for {', '.join(sorted(unknown))}")
    changes = dict(change.split("=", 1) for change in options.set)
    wanted = options.presets or [THEORY, *BARS]
    plan = {p: options.seeds or seeds_of(p) for p in wanted if p != THEORY}
    clock = Clock([preset for preset, seeds in plan.items() for _ in seeds])
    results: dict[str, Any] = judge_all() if THEORY in wanted else {}
    with ProcessPoolExecutor(options.workers) as pool:
        for preset, seeds in plan.items():
            waiting = [pool.submit(run, preset, seed, changes) for seed in seeds]
            runs = []
            for future in waiting:
                runs.append(future.result())
                print(json.dumps(runs[-1]), clock.tick(), flush=True)
            results[preset] = verdict(preset, runs)
            print(f"{preset}: {results[preset]}", flush=True)
    met = all(result["met"] for result in results.values())
    print(json.dumps({**results, "met": met}))
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
