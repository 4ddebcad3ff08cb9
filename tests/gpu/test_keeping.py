"""Runs of the GPU in files: taken up again there and on the CPU, and exported."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

import numpy as np
import pytest

from ganlab.cli import main
from ganlab.export.generator.request import BOUND, SUFFIXES
from ganlab.games.exports import export_generator
from ganlab.games.game import make_game
from ganlab.lab.files.archive import Run, load_run, save_run
from ganlab.lab.past.history import History
from tests.gpu.games import DEVICE, KINDS, assert_same, game_of, target_of

OF_DEVICE = ("chance", "dropout")
"""What a state holds for the device on which it was taken alone."""


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_of_the_gpu_goes_on_on_the_cpu_and_back(kind: str, tmp_path: Path) -> None:
    experiment = KINDS[kind]
    there = game_of(experiment, steps=4)
    history = History.of(experiment)
    history.append(there.take_scalars())
    save_run(tmp_path / "there.ganlab", Run(experiment, there.state(), history))
    run = load_run(tmp_path / "there.ganlab")
    assert run.checkpoint is not None
    here = make_game(experiment, target_of(experiment))
    here.load(run.checkpoint)
    assert_same(here.state(), there.state(), but=OF_DEVICE)
    here.run(3)
    assert here.iteration == 7
    there.load(here.state())
    assert_same(there.state(), here.state(), but=OF_DEVICE)
    there.run(3)
    assert there.state().is_finite()
    assert there.device.type == DEVICE


@pytest.mark.parametrize("setting", ["gradient", "spectral", "dropout", "instance_noise"])
@pytest.mark.parametrize("kind", ["plane", "told", "dcgan"])
def test_constrained_networks_move_too(kind: str, setting: str) -> None:
    strength = True if setting == "spectral" else 0.3
    experiment = KINDS[kind].with_values({f"game.penalty.{setting}": strength})
    there = game_of(experiment, steps=3)
    here = make_game(experiment, target_of(experiment))
    here.load(there.state())
    here.run(2)
    there.load(here.state())
    there.run(2)
    assert there.state().is_finite()


@pytest.mark.parametrize("kind", ["plane", "told", "moments", "dcgan", "mlp-2014-told"])
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_run_of_the_gpu_is_exported(kind: str, suffix: str, tmp_path: Path) -> None:
    experiment = KINDS[kind]
    if experiment.data.imaged:
        experiment = experiment.with_values({"data.subset": 60})
    game = game_of(experiment, steps=3)
    exported = export_generator(experiment, game.state(), tmp_path / f"generator{suffix}")
    assert all(path.exists() for path in exported.files)
    assert all(difference <= BOUND for difference in exported.differences.values())


def test_from_the_command_line_from_end_to_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run, more = tmp_path / "run.ganlab", tmp_path / "more.ganlab"
    train = ["train", "ring-8", "--device", DEVICE, "--out", str(run), "--json"]
    assert main([*train, "--steps", "130", "--set", "game.ema=0.9"]) == 0
    figures = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert figures["steps"] == 130
    assert figures["js_bits"] is not None
    for device, end in ((DEVICE, 140), ("cpu", 150), (DEVICE, 160)):
        words = ["train", str(run if end == 140 else more), "--device", device]
        assert main([*words, "--steps", str(end), "--out", str(more)]) == 0
    loaded = load_run(more)
    assert loaded.checkpoint is not None
    assert loaded.checkpoint.step == 160
    capsys.readouterr()
    points = tmp_path / "points.csv"
    assert main(["sample", str(more), str(points), "-n", "40"]) == 0
    assert np.loadtxt(points, delimiter=",", usecols=(0, 1)).shape == (40, 2)
    capsys.readouterr()
    assert main(["evaluate", str(more), "--samples", "400", "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["js_bits"] is not None
    assert main(["inspect", str(more)]) == 0
    script = tmp_path / "generator.py"
    assert main(["export", str(more), "--to", str(script)]) == 0
    assert runpy.run_path(str(script))
