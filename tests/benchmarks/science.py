"""`make bench-science`: do the presets learn what they promise? Minutes a preset.

Every preset is trained from scratch over several seeds at its own length and judged on samples of
its generator (the moving average): modes, high-quality share and reverse KL on 2,500 samples, as
the field does; Jensen-Shannon on 10,000, above the estimator's own floor. The last line is one
JSON object: a list of runs and the bars they meet or miss.
"""

from __future__ import annotations

import argparse
import json
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from statistics import mean
from typing import Any

from ganlab.presets import load_preset

SEEDS = (1, 2, 3, 4, 5)


@dataclass(frozen=True)
class Bars:
    """What a preset must reach in every seed (quality and reverse KL: on average)."""

    seconds: float
    modes: int | None = None
    high_quality: float | None = None
    reverse_kl: float | None = None
    js_above_floor: float | None = None


BARS = {
    "ring-8": Bars(seconds=120, modes=8, high_quality=0.85, reverse_kl=0.05),
    "grid-25": Bars(seconds=360, modes=25, high_quality=0.60, reverse_kl=0.06),
    "line": Bars(seconds=60, js_above_floor=0.05),
    "gaussians": Bars(seconds=60, js_above_floor=0.05),
    "ring": Bars(seconds=60, js_above_floor=0.05),
    "disjoint": Bars(seconds=60, js_above_floor=0.05),
}


def run(preset: str, seed: int, changes: dict[str, Any] | None = None) -> dict[str, Any]:
    """Train one preset from one seed; the figures of `ganlab train --json` and the names."""
    from ganlab.lab.archive import Run
    from ganlab.lab.headless import train

    experiment = load_preset(preset).with_values({"seed": seed, **(changes or {})})
    figures = train(Run(experiment), experiment.training.steps, device="cpu").figures
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
        above = max(r["js_bits"] - r["js_floor_bits"] for r in runs)
        summary["js_above_floor"] = round(above, 4)
        met.append(above <= bars.js_above_floor)
    return {**summary, "met": all(met)}


def main() -> None:
    """Run presets over seeds, two at a time, and print what each reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", choices=tuple(BARS), default=list(BARS))
    parser.add_argument("--seeds", nargs="+", type=int, default=list(SEEDS))
    parser.add_argument("--set", action="append", default=[], metavar="FIELD=VALUE")
    parser.add_argument("--workers", type=int, default=1, help="1 is what the bars mean")
    options = parser.parse_args()
    changes = dict(change.split("=", 1) for change in options.set)
    results: dict[str, Any] = {}
    with ProcessPoolExecutor(options.workers) as pool:
        for preset in options.only:
            waiting = [pool.submit(run, preset, seed, changes) for seed in options.seeds]
            runs = []
            for future in waiting:
                runs.append(future.result())
                print(json.dumps(runs[-1]), flush=True)
            results[preset] = verdict(preset, runs)
            print(f"{preset}: {results[preset]}", flush=True)
    print(json.dumps(results))


if __name__ == "__main__":
    main()
