"""What a killed session leaves behind is found once; what an open window keeps is left alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ganlab.lab.files.archive import ArchiveError
from ganlab.lab.files.autosave import RecoveryStore
from tests.lab.runs import make_run, same

RUN = make_run()


@pytest.fixture(scope="module")
def left_by_a_process(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory in which a process that ended without cleaning up left a copy of RUN."""
    folder = tmp_path_factory.mktemp("killed") / "recovery"
    program = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from ganlab.lab.files.autosave import RecoveryStore\n"
        "from tests.lab.runs import make_run\n"
        "RecoveryStore(Path(sys.argv[1])).write(make_run(), Path('/there/run.ganlab'))\n"
        "os._exit(1)\n"
    )
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", program, str(folder)], cwd=root, timeout=60)
    return folder


@pytest.fixture
def abandoned(left_by_a_process: Path, tmp_path: Path) -> Path:
    """A test's own copy of it."""
    return Path(shutil.copytree(left_by_a_process, tmp_path / "recovery"))


def test_a_killed_session_is_recovered_once(abandoned: Path) -> None:
    first, second = RecoveryStore(abandoned), RecoveryStore(abandoned)
    (recovery,), messages = first.recoverable()
    assert same(recovery.run, RUN)
    assert recovery.origin == Path("/there/run.ganlab")
    assert not messages
    assert second.recoverable() == ([], [])  # the first window is asking about it
    recovery.release()
    (again,), _ = second.recoverable()
    again.discard()
    assert first.recoverable() == ([], [])
    assert not os.listdir(abandoned)


def test_a_damaged_copy_is_named_once_and_kept(abandoned: Path) -> None:
    (path,) = abandoned.glob("*/run.ganlab")
    path.write_bytes(path.read_bytes()[:100])
    store = RecoveryStore(abandoned)
    found, (message,) = store.recoverable()
    assert not found
    assert "could not be recovered" in message
    assert store.recoverable() == ([], [])
    assert path.with_name("run.damaged").is_file()


@pytest.mark.parametrize("note", [b"", b"{", b"7", b'"\\u0000"', b"null", b"\xff"])
def test_a_damaged_note_costs_only_the_name(abandoned: Path, note: bytes) -> None:
    (path,) = abandoned.glob("*/origin.json")
    path.write_bytes(note)
    (recovery,), messages = RecoveryStore(abandoned).recoverable()
    assert recovery.origin is None
    assert not messages
    recovery.release()


def test_an_open_window_keeps_its_own(tmp_path: Path) -> None:
    one, other = RecoveryStore(tmp_path), RecoveryStore(tmp_path)
    one.write(RUN, None)
    one.write(make_run(5), None)
    assert other.recoverable() == ([], [])
    assert one.recoverable() == ([], [])
    one.clear()
    one.clear()
    assert not os.listdir(tmp_path)
    one.write(RUN, None)
    one.clear()


def test_a_strange_place_raises_nothing_at_the_start(tmp_path: Path) -> None:
    assert RecoveryStore(tmp_path / "missing").recoverable() == ([], [])
    (tmp_path / "file").write_text("?")
    assert RecoveryStore(tmp_path / "file").recoverable() == ([], [])
    with pytest.raises(ArchiveError):
        RecoveryStore(tmp_path / "file").write(RUN, None)
    assert RecoveryStore(tmp_path).recoverable() == ([], [])
