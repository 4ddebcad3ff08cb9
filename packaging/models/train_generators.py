"""Trains the generators of the gallery and writes them to resources/models:

    python packaging/models/train_generators.py [NAME ...]

Each is the preset of its name, trained as long as the preset says, with the preset's seed: the
same on one machine to the bit, however often. Three files come of it: NAME.ganlab, the run in its
compact form (see ganlab/gan/saving/compact.py); NAME.json, how it came about and every figure that
`ganlab evaluate --parzen` knows, measured on the very generator that lies in the file; NAME.png,
what it draws first. Takes about ten minutes for each, and a minute more to measure it. With --from,
a run that `ganlab train NAME --out RUN.ganlab` made takes the place of the training.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image

from ganlab import __version__
from ganlab.atomic import atomic_write
from ganlab.experiment import Experiment
from ganlab.gan.saving.compact import compact
from ganlab.lab.figures.images import draw_images, evaluation_figures
from ganlab.lab.files.archive import ArchiveError, Run, load_run, read_run, write_run
from ganlab.lab.headless import game_of, train
from ganlab.presets import load_preset
from ganlab.pretrained import NAMES, models_folder
from ganlab.progress import ProgressBar

MOST_BYTES = 8_000_000
HISTORY_ROWS = 400
"""Of the curves: as many as a narrow plot has pixels."""
SAMPLES, SEED = 10_000, 1
"""As `ganlab evaluate` takes them."""
SHOWN = 4
"""Images in the strip."""


def main(words: Sequence[str] | None = None) -> None:
    """Train, measure, write."""
    options = _options(words)
    torch.use_deterministic_algorithms(True)
    for name in options.names or NAMES:
        preset = load_preset(name)
        began = time.monotonic()
        if options.source is None:
            run = _trained(preset, options.steps)
            seconds: float | None = round(time.monotonic() - began, 1)
        else:
            run, seconds = _given(options.source, preset), None
        print(json.dumps(write_model(name, run, seconds, options.out)))


def write_model(name: str, run: Run, seconds: float | None, folder: Path) -> dict[str, Any]:
    """Write the three files of a trained run to `folder`, all of them or none; returns the card."""
    assert run.checkpoint is not None
    averaged = run.experiment.game.has_average
    slim = compact(run.checkpoint, averaged)
    buffer = io.BytesIO()
    write_run(buffer, Run(run.experiment, slim, run.history.thinned(HISTORY_ROWS)))
    data = buffer.getvalue()
    if len(data) > MOST_BYTES:
        sys.exit(f"{name} would take {len(data):,} bytes, more than {MOST_BYTES:,}")
    game = game_of(read_run(buffer))  # from here on, what is shipped and not what was trained
    bar, began = ProgressBar(sys.stderr), time.monotonic()

    def show(done: int, total: int) -> None:
        bar.show_share(done, total, time.monotonic() - began)

    figures = evaluation_figures(game, SAMPLES, SEED, True, show)
    bar.close()
    images, _ = draw_images(game, SHOWN, SEED)
    strip = io.BytesIO()
    Image.fromarray(np.concatenate(list(images), axis=1)).save(strip, "PNG", optimize=True)
    recipe = run.experiment.to_json().encode()
    card = {
        "name": name,
        "steps": slim.step,
        "seconds": seconds,
        "samples": SAMPLES,
        "metrics": {key: _rounded(value) for key, value in figures.items()},
        "weights": f"float16, {'moving average of the ' if averaged else ''}generator",
        "made": f"packaging/models/train_generators.py {name}",
        "ganlab": __version__,
        "torch": torch.__version__,
        "experiment_sha256": hashlib.sha256(recipe).hexdigest(),
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    text = json.dumps(card, indent=2, allow_nan=False) + "\n"
    files = {"ganlab": data, "png": strip.getvalue(), "json": text.encode()}
    for suffix, content in files.items():
        with atomic_write(folder / f"{name}.{suffix}") as file:
            file.write(content)
    return card


def _trained(preset: Experiment, steps: int | None) -> Run:
    bar = ProgressBar(sys.stderr)
    result = train(
        Run.fresh(preset),
        steps or preset.training.steps,
        report=lambda now: bar.show(now.step, now.end, now.steps_per_second),
    )
    bar.close()
    if result.diverged is not None:
        sys.exit(str(result.diverged))
    return result.run


def _given(path: Path, preset: Experiment) -> Run:
    try:
        run = load_run(path)
    except ArchiveError as error:
        sys.exit(f"{path}: {error}")
    if run.checkpoint is None or not run.checkpoint.step:
        sys.exit(f"{path} was never trained")
    if run.experiment != preset:
        sys.exit(f"{path} was not trained by the preset {preset.name} as it is now")
    return run


def _rounded(value: Any) -> Any:
    if isinstance(value, list):
        return [_rounded(part) for part in value]
    return round(value, 4) if isinstance(value, float) else value


def _options(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Train the generators of the gallery.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(NAMES)}")
    parser.add_argument("--steps", type=int, help="instead of the preset's own length")
    parser.add_argument(
        "--from",
        dest="source",
        type=Path,
        metavar="RUN.ganlab",
        help="measure and write this run of the preset NAME instead of training one",
    )
    parser.add_argument("--out", type=Path, default=models_folder(), help="another folder")
    options = parser.parse_args(words)
    for name in options.names:
        if name not in NAMES:
            parser.error(f"there is no '{name}'; there are {', '.join(NAMES)}")
    if options.source is not None and (len(options.names) != 1 or options.steps):
        parser.error("--from needs one name, and no --steps")
    if not options.out.is_dir():
        parser.error(f"there is no folder {options.out}")
    return options


if __name__ == "__main__":
    main()
