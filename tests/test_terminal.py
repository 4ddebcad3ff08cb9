"""Any terminal, a closed pipe, or no terminal at all: the texts come, and nothing raises."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ganlab.cli import main, terminal
from ganlab.cli.terminal import in_plain_signs
from ganlab.progress import ProgressBar
from tests.commands import Capture

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX pipes and terminals")
TINY = ("--steps", "3", "--set", "generator.units=4", "--set", "discriminator.units=4")


def ganlab(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "ganlab", *words],
        capture_output=True,
        timeout=240,
        env=os.environ | environment,
    )


@pytest.mark.parametrize("encoding", ["ascii", "cp932", "latin-1"])
def test_any_encoding_takes_every_text(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    streams = {name: io.BytesIO() for name in ("stdout", "stderr")}
    for name, stream in streams.items():
        monkeypatch.setattr(sys, name, io.TextIOWrapper(stream, encoding, write_through=True))
    for words in (["presets"], ["models"], ["train", "line", *TINY]):
        assert main(words) == 0
    with pytest.raises(SystemExit) as end:
        main(["--help"])
    assert end.value.code == 0
    said = streams["stdout"].getvalue().decode(encoding)
    assert all(word in said for word in ("ring-8", "mnist-dcgan", "usage:"))


def test_a_process_takes_every_text() -> None:
    done = ganlab("models", PYTHONIOENCODING="ascii:strict")
    assert done.returncode == 0, done.stderr
    assert b"mnist-dcgan" in done.stdout


def test_signs_become_letters_that_can_be_read() -> None:
    assert in_plain_signs("Fréchet −1 ± 2 “x” σ █░") == 'Frechet -1 +/- 2 "x" sigma #.'
    assert in_plain_signs("a\udcff") == r"a\xff"


@given(st.text(st.characters(codec=None)))
def test_every_text_becomes_ascii(text: str) -> None:
    assert in_plain_signs(text).isascii()


@posix
@pytest.mark.parametrize("words", [["presets"], ["presets", "--json"], ["--help"], ["--version"]])
def test_a_closed_pipe_is_quiet(words: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "ganlab", *words],
        stdout=writer,
        stderr=subprocess.PIPE,
        timeout=120,
        check=False,
        env={k: v for k, v in os.environ.items() if k != "PYTHONUNBUFFERED"},
    )
    os.close(writer)
    assert done.returncode == 141
    assert done.stderr == b""


@posix
def test_a_closed_pipe_costs_no_training(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    out = tmp_path / "run.ganlab"
    words = ["train", "line", *TINY, "--out", str(out), "--json"]
    done = subprocess.run(
        [sys.executable, "-m", "ganlab", *words], stdout=writer, stderr=writer, timeout=120
    )
    os.close(writer)
    assert done.returncode == 141
    assert out.exists()


@posix
def test_without_streams_there_is_nobody_to_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert main(["presets"]) == 0
    assert main(["train", "ring-9"]) == 2


@posix
@pytest.mark.parametrize("columns", [1, 10, 20, 40, 80, 200])
def test_the_progress_bar_stays_in_one_line(columns: int) -> None:
    import fcntl
    import struct
    import termios

    primary, secondary = os.openpty()
    fcntl.ioctl(secondary, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    with os.fdopen(secondary, "w", encoding="utf-8") as stream:
        bar = ProgressBar(stream)
        for step in (1_000_000, 9_999_999, 10_000_000):
            bar._last = float("-inf")
            bar.show(step, 10_000_000, 1234.5)
        bar.close()
    shown = ""
    with contextlib.suppress(OSError):  # Linux says EIO once the other end is closed
        while part := os.read(primary, 65_536):
            shown += part.decode(errors="replace")
    os.close(primary)
    pictures = [part for part in re.split(r"[\r\n]+", shown) if part]
    assert pictures or columns == 1
    assert all(len(picture) < max(columns, 2) for picture in pictures)
    if columns >= 10:
        assert "100%" in pictures[-1]


def test_a_terminal_that_is_gone_costs_nothing() -> None:
    class Gone(io.StringIO):
        def isatty(self) -> bool:
            return True

        def write(self, text: str) -> int:
            raise OSError(5, "Input/output error")

    bar = ProgressBar(Gone())
    bar.show(1, 2, 3.0)
    bar.close()


def test_a_file_name_that_is_no_utf_8_is_said(tmp_path: Path, capsys: Capture) -> None:
    name = os.fsdecode(b"no-\xff-utf.ganlab")
    assert main(["sample", str(tmp_path / name), str(tmp_path / "x.npy")]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_json_is_ascii_whatever_the_terminal(capsys: Capture) -> None:
    assert main(["models", "--json"]) == 0
    out = capsys.readouterr().out
    assert out.isascii()
    assert json.loads(out)


def test_a_name_that_is_too_long_is_one_line(capsys: Capture) -> None:
    for words in (["train", "a" * 300], ["a" * 300 + ".ganlab"]):
        assert main(words) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1


def test_say_never_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = io.StringIO()
    closed.close()
    monkeypatch.setattr(sys, "stderr", closed)
    terminal.say("nobody")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X and Wayland")
@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({}, "DISPLAY is not set"),
        ({"DISPLAY": ":4711"}, "no screen at DISPLAY=:4711"),
        ({"QT_QPA_PLATFORM": "xcb"}, "no screen|a library is missing|DISPLAY"),
        ({"QT_QPA_PLATFORM": "nonsense"}, "nonsense"),
    ],
)
def test_without_a_screen_there_is_one_line_and_exit_code_2(
    environment: dict[str, str], said: str
) -> None:
    taken = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR")
    bare = {name: value for name, value in os.environ.items() if name not in taken}
    done = subprocess.run(
        [sys.executable, "-m", "ganlab"],
        capture_output=True,
        text=True,
        timeout=120,
        env=bare | environment,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert re.search(said, done.stderr)


@posix
def test_a_signal_ends_the_window_with_its_code(tmp_path: Path) -> None:
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_CONFIG_HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path),
    }
    program = (
        "import os, signal, sys, threading, time\n"
        "from ganlab.app.startup import signals\n"
        "old = signals.SignalWatch.__init__\n"
        "def watch(self, parent=None):\n"
        "    old(self, parent)\n"
        "    os.kill(os.getpid(), signal.SIGTERM)\n"
        "signals.SignalWatch.__init__ = watch\n"
        "from ganlab.cli import main\n"
        "sys.exit(main([]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, timeout=120, check=False
    )
    assert done.returncode == 128 + 15
