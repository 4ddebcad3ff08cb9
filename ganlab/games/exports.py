"""The generator of a run as files that run in any program: built by the game that trained it."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

import torch

from ganlab.data import make_target
from ganlab.experiment import Experiment
from ganlab.export.generator.exporting import write_generator
from ganlab.export.generator.request import Exported, ExportError, Format, Request, format_of
from ganlab.export.generator.trained import Trained, into_data_units
from ganlab.games.table import GAMES
from ganlab.gan.networks.told import ConditionalPerceptron
from ganlab.gan.players import Player
from ganlab.gan.saving.checkpoint import Checkpoint
from ganlab.gan.saving.names import AVERAGE, GENERATOR, parted, statistics_of
from ganlab.interruptible import Asked, ProgressCallback, never, silent


def rebuild(
    experiment: Experiment,
    checkpoint: Checkpoint | None,
    metrics: Mapping[str, float] | None = None,
) -> Trained:
    """The generator of a run, or its moving average (and that of its statistics) if it has one.

    Raises ExportError for a run that was never trained, whose data cannot be read any more, or
    whose weights are not of this experiment.
    """
    if checkpoint is None:
        raise ExportError("This run holds no trained generator; train it first.")
    if not checkpoint.is_finite():
        raise ExportError("The saved generator holds numbers that are not finite.")
    try:
        target = make_target(experiment.data)
        module, _, name = GAMES[experiment.game.kind].generator.partition(":")
        make = getattr(import_module(module), name)
        generator: Player = make(experiment, target, torch.Generator(), torch.device("cpu"))
    except (OSError, ValueError) as error:
        raise ExportError(f"The data of this run cannot be read any more: {error}") from None
    parts, shown = parted(checkpoint.arrays), AVERAGE if experiment.game.has_average else GENERATOR
    try:
        generator.parameters.copy_(generator.flat(parts.get(shown, {})))
        generator.statistics.copy_(generator.flat_buffers(parts.get(statistics_of(shown), {})))
    except ValueError:
        raise ExportError("The saved generator is not one of this experiment.") from None
    images, network = target.image_set, generator.as_module()
    told = tuple(range(len(target.told_names))) if experiment.game.told else ()
    if images is None:
        if isinstance(network, ConditionalPerceptron):
            told = tuple(i for i in told if target.told_shares[i])
            network.keep(told)
        network = into_data_units(network, target.network)
    return Trained(
        network,
        experiment,
        checkpoint.step,
        None if images is None else images.size,
        tuple(target.told_names[number] for number in told),
        dict(metrics or {}),
    )


def export_generator(
    experiment: Experiment,
    checkpoint: Checkpoint | None,
    path: Path,
    format: Format | None = None,
    seed: int = 1,
    metrics: Mapping[str, float] | None = None,
    progress: ProgressCallback = silent,
    cancelled: Asked = never,
) -> Exported:
    """Write the generator of a run (its moving average, if it has one) to `path`.

    :param format: None: what the name stands for, see `format_of`.
    :param metrics: how good the generator is, if that was measured; goes into files and card.

    The rest is as `write_generator` has it. Raises ExportError or Cancelled.
    """
    chosen = format or format_of(path)
    trained = rebuild(experiment, checkpoint, metrics)
    return write_generator(trained, path, chosen, seed, progress, cancelled)


def export_as_asked(request: Request, progress: ProgressCallback, cancelled: Asked) -> Exported:
    """`export_generator` as the work of a job."""
    return export_generator(
        request.experiment,
        request.checkpoint,
        request.path,
        request.format,
        request.seed,
        request.metrics,
        progress,
        cancelled,
    )
