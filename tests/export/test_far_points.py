"""Points far from 0 keep their digits in every exported generator and in files of samples."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from ganlab.data.points import points_from_array
from ganlab.export.generator.documents import shape_words
from ganlab.export.samples import write_samples
from ganlab.games.exports import export_generator, rebuild
from ganlab.gan.trainer import Trainer
from tests.small import small, trainer_of

EPOCH = 1.7e9
"""Single precision knows no number between this and 128 more."""


@pytest.fixture(scope="module")
def trainer() -> Trainer:
    angle = np.linspace(0, 2 * np.pi, 1000)
    points = np.column_stack([EPOCH + np.cos(angle), 5e3 * np.sin(angle)])
    trainer = trainer_of(small({"data": points_from_array(points)}))
    trainer.run(20)
    return trainer


def test_every_format_draws_in_double_precision(trainer: Trainer, tmp_path: Path) -> None:
    import onnxruntime

    done = export_generator(trainer.experiment, trainer.state(), tmp_path / "all", None)
    assert max(done.differences.values()) < 1e-4
    trained = rebuild(trainer.experiment, trainer.state())
    assert "float64" in shape_words(trained)
    (z,) = trained.inputs(64, seed=1)
    expected = trainer.sample(64, 1)
    script = runpy.run_path(str(tmp_path / "all" / "generator.py"))
    session = onnxruntime.InferenceSession(tmp_path / "all" / "generator.onnx")
    with torch.no_grad():
        drawn = {
            "onnx": session.run(None, {"z": z.numpy()})[0],
            "pt2": torch.export.load(tmp_path / "all" / "generator.pt2").module()(z).numpy(),
            "script": script["load"]()(z).numpy(),
        }
    for name, points in drawn.items():
        assert points.dtype == np.float64, name
        np.testing.assert_allclose(points - [EPOCH, 0], expected - [EPOCH, 0], rtol=1e-4, atol=1e-5)


def test_the_script_says_how_long_its_generator_was_trained(
    trainer: Trainer, tmp_path: Path
) -> None:
    young = trainer_of(trainer.experiment)
    young.run(1)
    export_generator(young.experiment, young.state(), tmp_path / "gen.py")
    assert "Trained for 1 step by" in (tmp_path / "gen.py").read_text(encoding="utf-8")


def test_the_script_writes_every_digit(
    trainer: Trainer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export_generator(trainer.experiment, trainer.state(), tmp_path / "gen.py")
    out = tmp_path / "points.csv"
    monkeypatch.setattr(sys, "argv", ["gen.py", "--seed", "1", "--count", "50", str(out)])
    runpy.run_path(str(tmp_path / "gen.py"), run_name="__main__")
    written = np.loadtxt(out, delimiter=",")
    np.testing.assert_allclose(
        written[:, 0] - EPOCH, trainer.sample(50, 1)[:, 0] - EPOCH, atol=1e-5
    )


@pytest.mark.parametrize("name", ["a.csv", "a.npy"])
def test_samples_come_back_to_the_last_bit(trainer: Trainer, tmp_path: Path, name: str) -> None:
    samples = trainer.sample(500, 3)
    write_samples(tmp_path / name, samples)
    read = np.load if name.endswith("npy") else lambda p: np.loadtxt(p, delimiter=",")
    np.testing.assert_array_equal(read(tmp_path / name), samples)
    assert len(np.unique(samples[:, 0])) > 400
