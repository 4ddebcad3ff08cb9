"""``ganlab eigenvalues``."""

from __future__ import annotations

from pathlib import Path

import pytest

from ganlab.cli import main
from ganlab.experiment import Experiment
from ganlab.lab.files.archive import Run, save_run
from tests.commands import Capture, last_json
from tests.small import small, trainer_of


def saved(folder: Path, experiment: Experiment) -> str:
    """A run of three steps, in a file."""
    trainer = trainer_of(experiment)
    trainer.run(3)
    save_run(folder / "run.ganlab", Run.fresh(experiment, trainer.state()))
    return str(folder / "run.ganlab")


def test_they_are_printed_and_said_in_words(tmp_path: Path, capsys: Capture) -> None:
    file = saved(tmp_path, small({"game.generator.units": 2, "game.discriminator.units": 3}))
    assert main(["eigenvalues", file]) == 0
    said = capsys.readouterr().out
    assert "step 3: 25 eigenvalues" in said
    assert "imaginary axis" in said
    assert "a step multiplies" in said
    assert main(["eigenvalues", file, "--json"]) == 0
    figures = last_json(capsys)
    assert figures["step"] == 3
    assert figures["parameters"] == len(figures["eigenvalues"]) == 25
    assert sum(imaginary for _, imaginary in figures["eigenvalues"]) == pytest.approx(0, abs=1e-9)


def test_what_cannot_be_computed_is_refused_in_a_line(tmp_path: Path, capsys: Capture) -> None:
    file = saved(tmp_path, Experiment())
    assert main(["eigenvalues", file]) == 2
    assert "up to 2,000" in capsys.readouterr().err
