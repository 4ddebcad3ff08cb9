"""The command line as a person uses it."""

from __future__ import annotations

import json
import math
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from ganlab import __version__
from ganlab.cli import main
from ganlab.experiment import Experiment
from ganlab.gan.settings import two_player
from ganlab.lab.files.archive import load_run
from ganlab.presets import load_preset, preset_names
from tests.commands import FIGURES, Capture, assert_same_networks, last_json

SMALL = ("--set", "generator.units=8", "--set", "discriminator.units=8")

# --- presets ---


def test_presets_are_listed_with_title_and_one_line(capsys: Capture) -> None:
    assert main(["presets"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(preset_names())
    ring = lines[preset_names().index("ring-8")]
    assert "8 Gaussians" in ring
    assert ring.endswith(".")


def test_presets_as_json(capsys: Capture) -> None:
    assert main(["presets", "--json"]) == 0
    presets = json.loads(capsys.readouterr().out)
    assert [preset["name"] for preset in presets] == list(preset_names())
    assert all(preset["title"] and preset["about"] for preset in presets)


# --- train ---


def test_train_ends_with_the_figures(capsys: Capture) -> None:
    assert main(["train", "ring-8", "--steps", "30", "--seed", "3", *SMALL, "--json"]) == 0
    figures = last_json(capsys)
    assert set(figures) == FIGURES
    assert figures["steps"] == 30
    assert figures["steps_per_second"] == pytest.approx(30 / figures["seconds"], rel=0.01)
    assert 0 < figures["d_real"] < 1
    assert figures["modes_total"] == 8
    assert 0 <= figures["js_bits"] <= 1


def test_figures_without_a_meaning_are_null(capsys: Capture) -> None:
    assert main(["train", "spiral", "--steps", "10", "--seed", "1", *SMALL, "--json"]) == 0
    figures = last_json(capsys)
    assert figures["modes"] is figures["modes_total"] is figures["high_quality"] is None


def test_a_preset_trains_to_its_own_length(capsys: Capture) -> None:
    words = ["train", "gaussian-1d", "--seed", "1", *SMALL, "--set", "training.steps=25"]
    assert main([*words, "--json"]) == 0
    assert last_json(capsys)["steps"] == 25


def test_without_json_the_figures_come_in_words(capsys: Capture) -> None:
    assert main(["train", "ring-8", "--steps", "20", *SMALL]) == 0
    out = capsys.readouterr().out
    assert "20 steps" in out
    assert "of 8 modes" in out


def test_settings_reach_the_saved_run(tmp_path: Path) -> None:
    out = tmp_path / "run.ganlab"
    words = ["train", "ring-8", "--steps", "20", "--seed", "7", *SMALL]
    assert main([*words, "--set", "training.k=2", "--out", str(out)]) == 0
    run = load_run(out)
    assert two_player(run.experiment.game).k == 2
    assert run.experiment.seed == 7
    assert run.checkpoint is not None
    assert run.checkpoint.step == run.history.steps == 20
    assert len(run.history.evaluation_curve("js_bits")[0]) > 5


def test_a_run_is_resumed_as_if_it_had_never_stopped(tmp_path: Path) -> None:
    half, whole, resumed = (tmp_path / f"{name}.ganlab" for name in ("half", "whole", "resumed"))
    words = ["train", "gaussians", "--seed", "2", *SMALL]
    assert main([*words, "--steps", "40", "--out", str(whole)]) == 0
    assert main([*words, "--steps", "20", "--out", str(half)]) == 0
    assert main(["train", str(half), "--steps", "40", "--out", str(resumed)]) == 0
    assert_same_networks(resumed, whole, step=40)


def test_a_setting_that_needs_new_networks_starts_again(tmp_path: Path, capsys: Capture) -> None:
    run = tmp_path / "run.ganlab"
    words = ["train", "gaussians", *SMALL, "--steps", "20", "--out", str(run)]
    assert main(words) == 0
    again = ["train", str(run), "--steps", "10", "--set", "generator.units=4", "--json"]
    assert main(again) == 0
    captured = capsys.readouterr()
    assert "step 0" in captured.err
    assert json.loads(captured.out.splitlines()[-1])["steps"] == 10


def test_an_experiment_in_a_file_trains_too(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "mine.json"
    experiment = load_preset("line").with_values({"game.generator.units": 8, "training.steps": 12})
    file.write_text(experiment.to_json(), encoding="utf-8")
    assert main(["train", str(file), "--json"]) == 0
    assert last_json(capsys)["steps"] == 12


def test_divergence_is_told_and_the_last_good_state_kept(tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "run.ganlab"
    words = ["train", "line", *SMALL, "--steps", "600", "--set", "objective=least-squares"]
    for player in ("generator", "discriminator"):
        words += ["--set", f"{player}_optimizer.kind=rmsprop"]
        words += ["--set", f"{player}_optimizer.learning_rate=1.0"]
    assert main([*words, "--out", str(out)]) == 1
    said = capsys.readouterr().err
    assert "diverged at step" in said
    saved = load_run(out).checkpoint
    assert saved is not None
    assert saved.is_finite()
    assert f"Restored the state of step {saved.step:,}: " in said


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT to one process")
def test_ctrl_c_saves_what_is_there(tmp_path: Path) -> None:
    out = tmp_path / "run.ganlab"
    words = ["train", "line", *SMALL, "--steps", "9000000", "--out", str(out), "--json"]
    # The progress bar on a terminal says when training has begun.
    primary, secondary = os.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "ganlab", *words], stdout=subprocess.PIPE, stderr=secondary
    ) as process:
        os.close(secondary)
        deadline = time.monotonic() + 60
        seen = b""
        while b"step" not in seen and time.monotonic() < deadline:
            seen += os.read(primary, 1024)
        process.send_signal(signal.SIGINT)
        printed = _drain(process, primary)
    assert process.returncode == 130
    saved = load_run(out).checkpoint
    assert saved is not None
    assert saved.step == json.loads(printed.splitlines()[-1])["steps"] > 0


def _drain(process: subprocess.Popen[bytes], terminal: int) -> bytes:
    """What the process prints until it ends; its terminal is read so that it never has to wait."""
    while True:
        try:
            if not os.read(terminal, 1024):
                break
        except OSError:  # Linux says EIO once the other end is closed
            break
    os.close(terminal)
    assert process.stdout is not None
    return process.stdout.read()


# --- sample ---


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A saved run of grid-25, whose data units (-4 to 4) are not the view's."""
    out = tmp_path_factory.mktemp("trained") / "run.ganlab"
    words = ["train", "grid-25", "--steps", "300", "--set", "training.ema=0", "--seed", "1"]
    for player in ("generator", "discriminator"):
        words += ["--set", f"{player}.units=16"]
        words += ["--set", f"{player}_optimizer.learning_rate=0.005"]
    assert main([*words, "--out", str(out)]) == 0
    return out


def test_samples_come_in_the_units_of_the_data(trained: Path, tmp_path: Path) -> None:
    out = tmp_path / "points.npy"
    assert main(["sample", str(trained), "-n", "500", "--seed", "4", str(out)]) == 0
    points = np.load(out, allow_pickle=False)
    assert points.shape == (500, 2)
    assert points.std() > 1.5  # the grid's own is 2.83; 1 in the networks' units


def test_the_same_seed_draws_the_same_samples_in_either_format(
    trained: Path, tmp_path: Path
) -> None:
    array, table, other = (tmp_path / name for name in ("a.npy", "a.csv", "b.npy"))
    for out, seed in ((array, "4"), (table, "4"), (other, "5")):
        assert main(["sample", str(trained), "-n", "50", "--seed", seed, str(out)]) == 0
    rows = [line.split(",") for line in table.read_text(encoding="utf-8").splitlines()]
    numbers = np.array(rows[-50:], dtype=float)
    np.testing.assert_allclose(numbers, np.load(array), rtol=1e-5, atol=1e-6)
    assert not np.array_equal(np.load(array), np.load(other))


# --- screenshot, version, help ---


def test_screenshot_renders_the_window_of_a_preset(tmp_path: Path) -> None:
    out = tmp_path / "window.png"
    words = ["screenshot", "gaussian-1d", "--steps", "20", "--size", "1280x720"]
    done = ganlab(*words, "--theme", "dark", str(out))
    assert done.returncode == 0, done.stderr
    header = out.read_bytes()[:24]
    assert header[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(header[16:20]), int.from_bytes(header[20:24])) == (1280, 720)


def test_version(capsys: Capture) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out.strip() == f"ganlab {__version__}"


@pytest.mark.parametrize("words", [[], ["train"], ["sample"], ["presets"], ["screenshot"]])
def test_help(words: list[str], capsys: Capture) -> None:
    with pytest.raises(SystemExit) as caught:
        main([*words, "--help"])
    assert caught.value.code == 0
    assert "usage: ganlab" in capsys.readouterr().out


# --- what is wrong is said in one line ---

WRONG: dict[str, tuple[list[str], str]] = {
    "unknown command": (["trian"], "trian"),
    "unknown option": (["--fullscreen"], "--fullscreen"),
    "unknown engine": (["--engine", "steam"], "steam"),
    "unknown device": (["--device", "tpu"], "tpu"),
    "unknown preset to open": (["--preset", "ring-9"], "ring-9"),
    "file and preset": (["x.json", "--preset", "line"], "not both"),
    "file that is not there": (["missing.ganlab"], "No such file"),
    "file of no kind": (["binary.bin"], "this file is no run, no experiment, no table"),
    "train without a subject": (["train"], "PRESET|FILE"),
    "unknown preset": (["train", "ring-9"], "presets: line, gaussians"),
    "no steps": (["train", "line", "--steps", "0"], "--steps"),
    "steps in words": (["train", "line", "--steps", "many"], "many"),
    "abbreviated option": (["train", "line", "--step", "5"], "--step"),
    "negative seed": (["train", "line", "--seed", "-1"], "seed"),
    "setting without a value": (["train", "line", "--set", "game.k"], "FIELD=VALUE"),
    "unknown setting": (["train", "line", "--set", "training.q=2"], "training.q"),
    "setting out of bounds": (["train", "line", "--set", "training.k=21"], "game.k"),
    "setting of another type": (["train", "line", "--set", "training.k=two"], "game.k"),
    "output of another kind": (["train", "line", "--out", "run.zip"], ".ganlab"),
    "output in no folder": (["train", "line", "--out", "no/where/run.ganlab"], "no folder"),
    "sample of nothing": (["sample", "missing.ganlab", "x.npy"], "No such file"),
    "sample of a preset": (["sample", "ring-8", "x.npy"], "No such file"),
    "sample into a text": (["sample", "run.ganlab", "x.txt"], ".npy or .csv or .png"),
    "too many samples": (["sample", "run.ganlab", "x.npy", "-n", "99999999999"], "at most"),
    "evaluate nothing": (["evaluate", "missing.ganlab"], "No such file"),
    "evaluate a preset": (["evaluate", "mnist-dcgan"], "No such file"),
    "evaluate too few": (["evaluate", "run.ganlab", "--samples", "5"], "10 to 100,000"),
    "images from nowhere": (["train", "mnist-dcgan", "--set", "data.path=gone"], "gone'"),
    "images of no class": (["train", "mnist-dcgan", "--set", "data.classes=11"], "no class 11"),
    "size in words": (["screenshot", "line", "x.png", "--size", "large"], "1440x900"),
    "size too small": (["screenshot", "line", "x.png", "--size", "10x10"], "640x480"),
    "unknown theme": (["screenshot", "line", "x.png", "--theme", "pink"], "pink"),
    "screenshot into a text": (["screenshot", "line", "x.txt"], ".png"),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_use_is_one_line_and_exit_code_2(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "binary.bin").write_bytes(b"\x01\0\x02\0\0\x03")
    words, mentioned = WRONG[case]
    assert main(words) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.splitlines()) == 1
    assert mentioned in captured.err


@pytest.mark.parametrize("suffix", [".json", ".ganlab"])
@pytest.mark.parametrize("command", [[], ["train"]])
def test_a_damaged_file_is_one_line_and_exit_code_2(
    command: list[str], suffix: str, tmp_path: Path, capsys: Capture
) -> None:
    file = tmp_path / f"damaged{suffix}"
    file.write_bytes(b'{"seed": "seven"}\nPK\x03\x04')
    assert main([*command, str(file)]) == 2
    error = capsys.readouterr().err
    assert len(error.splitlines()) == 1
    assert file.name in error


def test_a_run_that_is_already_that_far_says_so(trained: Path, capsys: Capture) -> None:
    assert main(["train", str(trained), "--steps", "300"]) == 2
    assert "already at step 300" in capsys.readouterr().err


def test_an_untrained_experiment_has_nothing_to_sample(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "mine.json"
    file.write_text(Experiment().to_json(), encoding="utf-8")
    assert main(["sample", str(file), str(tmp_path / "x.npy")]) == 2
    assert "train it first" in capsys.readouterr().err


def test_the_entry_point_says_it_too() -> None:
    done = ganlab("train", "ring-9")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.stderr


def ganlab(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "ganlab", *words], capture_output=True, text=True, timeout=240
    )


@pytest.mark.parametrize(
    ("noise", "known"), [("1", "exact"), ("2", "estimated")], ids=["exact", "estimated"]
)
def test_the_divergence_that_is_bounded_is_told(
    tmp_path: Path, capsys: Capture, noise: str, known: str
) -> None:
    run, column = str(tmp_path / "run.ganlab"), f"{known} f-jensen-shannon"
    changes = ["--set", "game.objective=f-jensen-shannon", "--set", f"noise.dimension={noise}"]
    words = ["train", "mixture-1d", *SMALL, *changes, "--steps", "3", "--out", run]
    assert main([*words, "--json"]) == 0
    trained = last_json(capsys)[column]
    assert 0 < trained < 2 * math.log(2)
    assert main(["evaluate", run, "--samples", "100", "--json"]) == 0
    assert last_json(capsys)[column] == pytest.approx(trained)
    assert main(["evaluate", run, "--samples", "100"]) == 0
    assert f"divergence, {known} = {trained:.4f} nats" in capsys.readouterr().out
