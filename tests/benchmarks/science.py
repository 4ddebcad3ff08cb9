"""`make bench-science`: do the presets learn what they promise? Minutes a preset.

Every preset is trained from scratch over several seeds at its own length and judged on samples of
its generator (the moving average): modes, high-quality share and reverse KL on 2,500 samples, as
the field does; Jensen-Shannon on 10,000, above the estimator's own floor; images, 10,000 of them,
through the classifier that ships, against a training that was stopped early. The last line is one
JSON object: what each preset reached, and whether it met its bars.

    python -m tests.benchmarks.science [PRESET ...] [--seeds 1 2]
"""

from __future__ import annotations

import argparse
import json
import math
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from statistics import mean
from typing import Any

from ganlab.presets import load_preset

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


BARS = {
    "ring-8": Bars(seconds=120, modes=8, high_quality=0.85, reverse_kl=0.05),
    "grid-25": Bars(seconds=360, modes=25, high_quality=0.60, reverse_kl=0.06),
    "line": Bars(seconds=60, js_above_floor=0.05),
    "gaussians": Bars(seconds=60, js_above_floor=0.05),
    "ring": Bars(seconds=60, js_above_floor=0.05),
    "disjoint": Bars(seconds=60, js_above_floor=0.05),
    "mnist-dcgan": Bars(seconds=600, digits=10, confidence=0.90, frechet_over_early=1 / 3),
    "mnist-dcgan-conditional": Bars(seconds=600, gan_test=0.95),
}


def run(preset: str, seed: int, changes: dict[str, Any] | None = None) -> dict[str, Any]:
    """Train one preset from one seed; the figures of `ganlab train --json` and the names.

    Where the bars ask for it, `frechet_early` besides: of another training, of EARLY steps.
    """
    from ganlab.lab.archive import Run
    from ganlab.lab.headless import train

    experiment = load_preset(preset).with_values({"seed": seed, **(changes or {})})
    figures = train(Run(experiment), experiment.training.steps, device="cpu").figures
    if BARS[preset].frechet_over_early is not None:
        early = train(Run(experiment), EARLY, device="cpu").figures
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
        above = max(r["js_bits"] - r["js_floor_bits"] for r in runs)
        summary["js_above_floor"] = round(above, 4)
        met.append(above <= bars.js_above_floor)
    if bars.digits is not None:
        summary["digits"] = min(r["digits"] or 0 for r in runs)
        met.append(summary["digits"] >= bars.digits)
    for name in ("confidence", "gan_test"):
        bar = getattr(bars, name)
        if bar is not None:
            summary[name] = round(min(r[name] or 0.0 for r in runs), 4)
            met.append(summary[name] >= bar)
    if bars.frechet_over_early is not None:
        ratio = max(_ratio(r["frechet"], r["frechet_early"]) for r in runs)
        summary["frechet_over_early"] = round(ratio, 4) if math.isfinite(ratio) else None
        met.append(ratio <= bars.frechet_over_early)
    return {**summary, "met": all(met)}


def _ratio(late: float | None, early: float | None) -> float:
    """Infinite where a training came to no good end, and so has no figure."""
    return math.inf if late is None or early is None else late / early


def seeds_of(preset: str) -> tuple[int, ...]:
    """Over which a preset is trained, unless others are asked for."""
    return IMAGE_SEEDS if load_preset(preset).data.kind == "images" else SEEDS


def main() -> None:
    """Run presets over seeds and print what each reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("presets", nargs="*", metavar="PRESET", help=f"of {', '.join(BARS)}")
    parser.add_argument("--seeds", nargs="+", type=int, help="default: 1 to 5, of images 1 and 2")
    parser.add_argument("--set", action="append", default=[], metavar="FIELD=VALUE")
    parser.add_argument("--workers", type=int, default=1, help="1 is what the bars mean")
    options = parser.parse_args()
    if unknown := set(options.presets) - set(BARS):
        parser.error(f"no bars for {', '.join(sorted(unknown))}")
    changes = dict(change.split("=", 1) for change in options.set)
    results: dict[str, Any] = {}
    with ProcessPoolExecutor(options.workers) as pool:
        for preset in options.presets or BARS:
            seeds = options.seeds or seeds_of(preset)
            waiting = [pool.submit(run, preset, seed, changes) for seed in seeds]
            runs = []
            for future in waiting:
                runs.append(future.result())
                print(json.dumps(runs[-1]), flush=True)
            results[preset] = verdict(preset, runs)
            print(f"{preset}: {results[preset]}", flush=True)
    print(json.dumps(results))


if __name__ == "__main__":
    main()
