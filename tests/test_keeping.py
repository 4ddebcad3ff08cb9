"""What was trained is kept: whatever signal comes, whatever fails after it."""

from __future__ import annotations

import json
import math
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest

from ganlab.cli import main
from ganlab.cli.support import training
from ganlab.experiment import Experiment
from ganlab.gan.columns import SCALARS
from ganlab.interruptible import Stop
from ganlab.lab import headless, measuring
from ganlab.lab.files import rescue
from ganlab.lab.files.archive import ArchiveError, Run, load_run, save_run
from ganlab.metrics import evaluation
from ganlab.presets import load_preset
from tests.commands import Capture
from tests.small import small

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
SMALL = ("--set", "generator.units=8", "--set", "discriminator.units=8")


def fails(*given: Any, **named: Any) -> Any:
    """A figure that cannot be had."""
    raise ValueError("too few of them")


def broken_off(*given: Any, **named: Any) -> Any:
    """A figure that a person does not wait for."""
    raise KeyboardInterrupt


@pytest.mark.parametrize("trouble", [fails, broken_off])
def test_no_evaluation_costs_the_training(
    trouble: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    out = tmp_path / "run.ganlab"
    saved: list[int] = []

    def judge(*given: Any, **named: Any) -> Any:
        saved.append(out.exists())
        return trouble()

    monkeypatch.setattr(measuring, "evaluate", judge)
    monkeypatch.setattr(training, "EVALUATIONS_TO_SAVE", 1)
    assert main(["train", "line", "--steps", "4", *SMALL, "--out", str(out), "--json"]) == 0
    captured = capsys.readouterr()
    figures = json.loads(captured.out.splitlines()[-1])
    assert figures["steps"] == 4
    assert figures["js_bits"] is None
    assert figures["d_real"] > 0
    assert "figures could not be had" in captured.err
    assert saved == [True], "it is saved before anything is measured"
    run = load_run(out)
    assert run.checkpoint is not None
    assert run.checkpoint.step == 4


def test_the_figures_are_in_the_file_when_they_could_be_had(tmp_path: Path) -> None:
    out = tmp_path / "run.ganlab"
    assert main(["train", "line", "--steps", "4", *SMALL, "--out", str(out)]) == 0
    assert load_run(out).history.evaluation_latest("step") == 4


def test_a_run_is_evaluated_at_the_milestones_and_told_as_the_window_tells_it() -> None:
    """The last figures are measured after the last step: a checkpoint gives them again."""
    result = headless.train(Run.fresh(small()), 120, evaluations=2)
    history = result.run.history
    assert history.evaluation_curve("js_bits")[0].tolist() == [1, 10, 20, 50, 60, 100, 120]
    assert history.recent("step", 999).tolist() == list(range(1, 121))
    game = headless.game_of(result.run)
    game.measure()
    told = dict(zip(SCALARS, game.take_scalars()[-1].tolist(), strict=True))
    for name in ("value", "d_real", "d_fake"):
        assert result.figures[name] == told[name]
    further = headless.train(result.run, 260, evaluations=2)
    steps = further.run.history.evaluation_curve("js_bits")[0].tolist()
    assert steps == [1, 10, 20, 50, 60, 100, 120, 190, 200, 260], "and keeps what it had"


def test_figures_of_an_earlier_step_are_not_told_as_the_last(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls: list[Any] = []

    def once(*given: Any, **named: Any) -> Any:
        calls.append(given)
        return evaluation.evaluate(*given, **named) if len(calls) == 1 else fails()

    monkeypatch.setattr(measuring, "evaluate", once)
    result = headless.train(Run.fresh(small()), 4, evaluations=2)
    assert result.run.history.evaluation_latest("step") == 1
    assert result.figures["js_bits"] is None
    assert "too few" in result.trouble


def test_a_second_signal_cuts_no_training_in_two() -> None:
    stop = Stop()
    kept: list[Run] = []

    def report(progress: headless.TrainingProgress) -> None:
        stop.on_signal(signal.SIGTERM, None)
        stop.on_signal(signal.SIGINT, None)

    result = headless.train(Run.fresh(small()), 5000, report=report, stop=stop, keep=kept.append)
    assert 0 < result.trained < 5000
    assert kept == [result.run]
    assert stop.code == 128 + signal.SIGTERM
    with pytest.raises(KeyboardInterrupt):
        stop.on_signal(signal.SIGINT, None)


@posix
@pytest.mark.parametrize("number", [signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)])
def test_a_signal_saves_what_is_there(number: signal.Signals, tmp_path: Path) -> None:
    out = tmp_path / "run.ganlab"
    words = ["train", "line", *SMALL, "--steps", "9000000", "--out", str(out), "--json"]
    primary, secondary = os.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "ganlab", *words], stdout=subprocess.PIPE, stderr=secondary
    ) as process:
        os.close(secondary)
        deadline, seen = time.monotonic() + 60, b""
        while b"step" not in seen and time.monotonic() < deadline:
            seen += os.read(primary, 1024)
        if number != signal.SIGTERM:
            os.close(primary)  # as a terminal that is closed: nothing can be written any more
        process.send_signal(number)
        assert process.stdout is not None
        if number == signal.SIGTERM:
            drain(primary)
        printed = process.stdout.read()
    assert process.returncode == 128 + number
    told, run = json.loads(printed.splitlines()[-1]), load_run(out)
    assert run.checkpoint is not None
    assert run.checkpoint.step == told["steps"] > 0
    assert run.history.evaluation_latest("step") == told["steps"]
    assert run.history.evaluation_latest("js_bits") == told["js_bits"]


def drain(terminal: int) -> None:
    """Read until the other end is closed, so that it never has to wait."""
    try:
        while os.read(terminal, 1024):
            pass
    except OSError:
        os.close(terminal)


def test_a_run_stopped_before_its_first_step_replaces_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    out = tmp_path / "run.ganlab"
    save_run(out, Run.fresh(small()))
    before = out.read_bytes()

    def stopped(device: str) -> tuple[str, str]:
        signal.raise_signal(signal.SIGINT)
        return "cpu", ""

    monkeypatch.setattr(training, "choose_device", stopped)
    assert main(["train", "line", "--steps", "4", *SMALL, "--out", str(out)]) == 130
    assert out.read_bytes() == before
    assert "nothing was trained" in capsys.readouterr().err


# --- where it cannot be saved ---


def test_a_failed_save_goes_where_it_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    (here / "run.ganlab").write_bytes(b"somebody's own")
    monkeypatch.chdir(here)
    full = refusing(there)
    monkeypatch.setattr(rescue, "save_run", full)
    words = ["train", "line", "--steps", "4", *SMALL, "--out", str(there / "run.ganlab")]
    assert main(words) == 1
    captured = capsys.readouterr()
    assert "the disk is full" in captured.err
    assert str(here / "run-2.ganlab") in captured.err
    run = load_run(here / "run-2.ganlab")
    assert run.checkpoint is not None
    assert run.checkpoint.step == 4
    assert (here / "run.ganlab").read_bytes() == b"somebody's own"


def test_then_the_temporary_folder_and_then_it_gives_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there, temporary = (tmp_path / name for name in ("here", "there", "temporary"))
    for folder in (here, there, temporary):
        folder.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(temporary))
    monkeypatch.setattr(rescue, "save_run", refusing(here, there))
    path, why = rescue.save_or_rescue(Run.fresh(Experiment()), there / "a.ganlab")
    assert path == temporary / "a.ganlab"
    assert path.exists()
    assert "full" in why
    monkeypatch.setattr(rescue, "save_run", refusing(here, there, temporary))
    assert rescue.save_or_rescue(Run.fresh(Experiment()), there / "a.ganlab")[0] is None


def refusing(*folders: Path) -> Any:
    """`save_run` on a machine on which the disks of these folders are full."""

    def save(path: Path, run: Run) -> None:
        if path.parent in folders:
            raise ArchiveError(f"{path.name} could not be saved: the disk is full.")
        save_run(path, run)

    return save


# --- past the end of the schedules ---


def cosine(*players: str) -> dict[str, Any]:
    return {f"{player}_optimizer.schedule": "cosine" for player in players}


@pytest.mark.parametrize(
    ("players", "said"),
    [
        ((), None),
        (("generator",), "learning rate of G is 0"),
        (("discriminator",), "learning rate of D is 0"),
    ],
)
def test_training_past_one_schedule_says_that_its_rate_is_0(
    players: tuple[str, ...], said: str | None, tmp_path: Path, capsys: Capture
) -> None:
    constant = {f"{p}_optimizer.schedule": "constant" for p in ("generator", "discriminator")}
    experiment = load_preset("line").with_values(
        constant | cosine(*players) | {"training.steps": 3, "game.generator.units": 8}
    )
    file, run = tmp_path / "mine.json", tmp_path / "mine.ganlab"
    file.write_text(experiment.to_json(), encoding="utf-8")
    assert main(["train", str(file), "--out", str(run)]) == 0
    assert "learning rate" not in capsys.readouterr().err, "it does not come to that"
    for words in (["train", str(run), "--steps", "6"], ["train", str(file), "--steps", "6"]):
        assert main([*words, "--json"]) == 0
        captured = capsys.readouterr()
        assert json.loads(captured.out.splitlines()[-1])["steps"] == 6
        if said is None:
            assert "learning rate" not in captured.err
        else:
            assert said in captured.err
            assert "From step 3 on" in captured.err
            assert captured.err.count("learning rate") == 1


def test_nothing_is_trained_for_nothing(tmp_path: Path, capsys: Capture) -> None:
    """Where both rates are 0 it ends, and says how to go on, which is live and keeps the run."""
    changes = {**cosine("generator", "discriminator"), "training.steps": 3}
    experiment = load_preset("line").with_values(changes | {"game.generator.units": 8})
    file, run = tmp_path / "mine.json", tmp_path / "mine.ganlab"
    file.write_text(experiment.to_json(), encoding="utf-8")
    assert main(["train", str(file), "--steps", "6", "--out", str(run), "--json"]) == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out.splitlines()[-1])["steps"] == 3
    assert captured.err.count("both learning rates are 0") == 1
    for words in ([], ["--steps", "6"]):
        assert main(["train", str(run), *words]) == 2
        said = capsys.readouterr().err
        assert "is at step 3. From step 3 on both learning rates are 0" in said
        assert "--constant-rate" in said

    going_on = ["train", str(run), "--steps", "6", "--constant-rate", "--out", str(run), "--json"]
    assert main(going_on) == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out.splitlines()[-1])["steps"] == 6
    assert "learning rate" not in captured.err
    trained = load_run(run)
    assert trained.checkpoint is not None
    assert trained.checkpoint.step == 6
    assert trained.experiment.ends_at == math.inf
    assert trained.experiment == experiment.with_values(
        dict.fromkeys(cosine("generator", "discriminator"), "constant")
    )
