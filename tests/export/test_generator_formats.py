"""Every format draws, without ganlab, what the trainer drew."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest
import torch
from PIL import Image, ImageSequence
from safetensors.numpy import load_file

from ganlab import experiment as documents
from ganlab.export.generator.request import Exported
from ganlab.games.exports import export_generator, rebuild
from ganlab.gan.settings import two_player
from ganlab.gan.trainer import Trainer
from tests.export.trained_runs import KINDS, drawn, train

SEED = 5
METRICS = {"fid": 12.5}
READER = Path(__file__).with_name("clean_reader.py")


@pytest.fixture(scope="module")
def trainers() -> dict[str, Trainer]:
    return {kind: train(kind) for kind in KINDS}


@pytest.fixture(scope="module")
def folder(trainers: dict[str, Trainer], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export of each kind in all formats, read by a process that has no ganlab."""
    root = tmp_path_factory.mktemp("exports")
    logging.disable()  # pytest would keep thousands of torch's remarks
    for kind, trainer in trainers.items():
        state = trainer.state()
        done = export_generator(trainer.experiment, state, root / kind, None, SEED, METRICS)
        check_result(done, root / kind)
        trained = rebuild(trainer.experiment, state)
        inputs = zip(trained.input_names, trained.inputs(7, seed=2), strict=True)
        arrays: dict[str, Any] = {name: tensor.numpy() for name, tensor in inputs}
        np.savez(root / kind / "inputs.npz", **arrays)
    logging.disable(logging.NOTSET)
    site = sysconfig.get_path("purelib")
    done_reading = subprocess.run(
        [sys.executable, "-I", "-S", READER, site, root], capture_output=True, text=True
    )
    assert done_reading.returncode == 0, done_reading.stderr
    return root


def check_result(done: Exported, folder: Path) -> None:
    assert set(done.files) == {path for path in folder.rglob("*") if path.is_file()}
    assert set(done.differences) == {"generator.onnx", "generator.pt2"}
    assert all(0 <= difference <= 1e-4 for difference in done.differences.values())
    assert not list(folder.parent.glob(".ganlab*"))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("format", ["onnx", "pt2", "script"])
def test_a_process_without_ganlab_draws_the_same(
    kind: str, format: str, folder: Path, trainers: dict[str, Trainer]
) -> None:
    inputs = {k: torch.from_numpy(v) for k, v in np.load(folder / kind / "inputs.npz").items()}
    expected = drawn(trainers[kind], inputs["z"], inputs.get("label"))
    outputs = np.load(folder / kind / "outputs.npz")
    for n in (1, 7):
        got = outputs[f"{format}-{n}"]
        assert got.dtype == np.float32
        assert got.shape == ((n, 2) if kind in ("plane", "told") else (n, 1, 28, 28))
        np.testing.assert_allclose(got.reshape(n, -1), expected[:n], rtol=0, atol=1e-5)
    assert np.ptp(expected, axis=0).max() > 1e-4  # not the same for all noise


@pytest.mark.parametrize("bias", [-9.0, 9.0])
def test_no_pixel_leaves_its_range_by_a_rounding(bias: float, tmp_path: Path) -> None:
    """onnxruntime's tanh goes beyond ±1 where it is saturated, and gave pixels of −6e-8."""
    trainer = train("dcgan")
    state = trainer.state()
    last = [n for n in state.arrays if n.startswith("average/draw.") and n.endswith(".bias")][-1]
    state.arrays[last][:] = bias
    export_generator(trainer.experiment, state, tmp_path / "g.onnx")
    session = onnxruntime.InferenceSession(tmp_path / "g.onnx")
    (z,) = rebuild(trainer.experiment, state).inputs(64, seed=2)
    (images,) = session.run(None, {"z": z.numpy()})
    assert images.min() >= 0
    assert images.max() <= 1


@pytest.mark.parametrize("kind", KINDS)
def test_onnx_tells_what_it_takes_and_gives_and_where_it_comes_from(
    kind: str, folder: Path, trainers: dict[str, Trainer]
) -> None:
    described = json.loads((folder / kind / "described.json").read_text(encoding="utf-8"))
    experiment = trainers[kind].experiment
    expected: dict[str, Any] = {"z": ["tensor(float)", "batch", experiment.noise.dimension]}
    if kind in ("conditional", "told"):
        expected["label"] = ["tensor(int64)", "batch"]
    assert described["inputs"] == expected
    output = {"point": ["tensor(float)", "batch", 2]}
    if kind not in ("plane", "told"):
        output = {"image": ["tensor(float)", "batch", 1, 28, 28]}
    assert described["outputs"] == output
    told = described["metadata"]
    assert documents.from_json(told["experiment"]) == experiment
    assert told["steps"] == "3"
    assert json.loads(told["metrics"]) == METRICS


@pytest.mark.parametrize("kind", KINDS)
def test_weights_are_those_of_the_moving_average(
    kind: str, folder: Path, trainers: dict[str, Trainer]
) -> None:
    trainer = trainers[kind]
    saved = load_file(folder / kind / "weights.safetensors")
    if kind == "told":  # the layers stand behind what puts the class to the noise
        saved = {name.removeprefix("layers."): array for name, array in saved.items()}
    if kind in ("plane", "told"):  # the last layer is in data units
        for name in ("4.weight", "4.bias"):
            saved.pop(name)
    expected = trainer.generator.arrays(trainer.average.parameters)
    expected |= trainer.generator.buffers(trainer.average.statistics)
    if two_player(trainer.experiment.game).ema == 0:
        expected = trainer.generator.arrays()
    for name, array in saved.items():
        if not name.endswith("num_batches_tracked"):
            np.testing.assert_array_equal(array, expected[name])
    read = documents.load(folder / kind / "experiment.json")
    assert read == trainer.experiment


@pytest.mark.parametrize("kind", ["dcgan", "conditional", "mlp-2014"])
def test_the_script_draws_the_grid_that_the_pictures_show(kind: str, folder: Path) -> None:
    grid = np.asarray(Image.open(folder / kind / "pictures" / "grid.png"))
    script = np.asarray(Image.open(folder / kind / "drawn.out"))
    columns = 10 if kind == "conditional" else 8
    assert grid.shape == (8 * 28 * 4, columns * 28 * 4)
    # Rounding to a byte may fall either way where two computations differ by 1e-7.
    assert np.abs(grid.astype(int) - script.astype(int)).max() <= 1
    name = "001-class-1.png" if kind == "conditional" else "001.png"
    single = np.asarray(Image.open(folder / kind / "pictures" / "single" / name))
    np.testing.assert_array_equal(single, grid[: 28 * 4 : 4, 28 * 4 : 56 * 4 : 4])
    with Image.open(folder / kind / "pictures" / "walk.gif") as walk:
        assert walk.size == (112, 112)
        lasting = [frame.info["duration"] for frame in ImageSequence.Iterator(walk)]
    # 72 frames, the last of a second; those that look the same are stored as one.
    assert sum(lasting) == 71 * 80 + 1000


def test_the_script_of_points_writes_the_samples_of_the_trainer(
    folder: Path, trainers: dict[str, Trainer]
) -> None:
    points = np.loadtxt(folder / "plane" / "drawn.out", delimiter=",")
    np.testing.assert_allclose(points, trainers["plane"].sample(1000, SEED), rtol=0, atol=1e-5)
    assert not (folder / "plane" / "pictures").exists()


@pytest.mark.parametrize("kind", KINDS)
def test_readme_and_card_speak_of_what_is_there(kind: str, folder: Path) -> None:
    readme = (folder / kind / "README.md").read_text(encoding="utf-8")
    for title in [line[3:] for line in readme.splitlines() if line.startswith("## ")]:
        assert (folder / kind / title).exists()
        section = readme.partition(f"## {title}\n\n")[2].partition("\n\n")[0]
        assert len(section.strip().splitlines()) == 3
    card = json.loads((folder / kind / "card.json").read_text(encoding="utf-8"))
    assert card["steps"] == 3
    assert card["metrics"] == METRICS
    assert documents.parse(card["experiment"]).name == kind
    assert "12.5" in (folder / kind / "card.md").read_text(encoding="utf-8")


def test_scripts_are_as_black_and_ruff_want_them(folder: Path) -> None:
    scripts = [str(folder / kind / "generator.py") for kind in KINDS]
    for command in (["format", "--check"], ["check", "--select", "E,F,W,I,UP,B,N"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--isolated", "--line-length=88", *scripts],
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout
