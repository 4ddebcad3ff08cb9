"""What a command is to write is tried before its work, not after it."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from ganlab.cli import main
from tests.commands import Capture

SMALL = ("--set", "generator.units=8", "--set", "discriminator.units=8")


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of two steps."""
    path = tmp_path_factory.mktemp("runs") / "line.ganlab"
    assert main(["train", "line", "--steps", "2", *SMALL, "--out", str(path)]) == 0
    return path


def made_read_only(path: Path) -> Path:
    """A file that says that it is not to be written to."""
    path.write_bytes(b"old")
    path.chmod(0o444)
    return path


def words_of(command: str, run: Path, out: Path) -> list[str]:
    return {
        "train": ["train", "line", "--steps", "2", "--out", str(out)],
        "sample": ["sample", str(run), str(out)],
        "export": ["export", str(run), "--to", str(out)],
        "screenshot": ["screenshot", "line", str(out)],
    }[command]


SUFFIX = {"train": ".ganlab", "sample": ".npy", "export": ".onnx", "screenshot": ".png"}


@pytest.mark.parametrize("command", SUFFIX)
@pytest.mark.parametrize("fault", ["folder", "read-only", "no folder", "long name"])
def test_what_cannot_be_written_is_one_line_and_exit_code_2(
    command: str,
    fault: str,
    trained: Path,
    tmp_path: Path,
    capsys: Capture,
) -> None:
    out = tmp_path / f"out{SUFFIX[command]}"
    if fault == "folder":
        if command == "export":
            out = tmp_path / "full"
            (out / "mine").mkdir(parents=True)
        else:
            out.mkdir()
    elif fault == "read-only":
        made_read_only(out)
    elif fault == "no folder":
        out = tmp_path / "gone" / out.name
    else:
        out = out.with_name("a" * 300 + out.suffix)
    before = sorted(os.listdir(tmp_path))
    capsys.readouterr()
    assert main(words_of(command, trained, out)) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.splitlines()) == 1
    assert out.name in captured.err
    assert sorted(os.listdir(tmp_path)) == before


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_a_folder_without_permission_is_refused_before_training(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("ganlab.cli.arguments.try_writing", refuse)  # whoever tests may do all
    assert main(["train", "line", "--steps", "2", "--out", str(tmp_path / "a.ganlab")]) == 2
    assert "no permission" in capsys.readouterr().err


def test_trying_leaves_nothing_and_the_work_is_written(trained: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.npy"
    assert main(["sample", str(trained), str(out), "-n", "3"]) == 0
    assert np.load(out).shape == (3, 2)
    assert os.listdir(tmp_path) == ["out.npy"]


def test_home_is_understood_where_a_shell_leaves_it_alone(
    trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    shutil.copy(trained, tmp_path / "mine.ganlab")
    assert main(["sample", "~/mine.ganlab", "~/out.npy", "-n", "3"]) == 0
    assert main(["train", "~/mine.ganlab", "--steps", "60", "--out=~/on.ganlab"]) == 0
    assert {"out.npy", "on.ganlab"} <= set(os.listdir(tmp_path))
