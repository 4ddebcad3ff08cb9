"""A file is replaced whole or stays as it was, and stays what it was: a link, its permissions."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ganlab import atomic
from ganlab.atomic import atomic_write, plain_words, try_writing

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions and links")


def write(path: Path, data: bytes) -> None:
    with atomic_write(path) as file:
        file.write(data)


def test_writes_and_replaces(tmp_path: Path) -> None:
    path = tmp_path / "a"
    write(path, b"one")
    write(path, b"two")
    assert path.read_bytes() == b"two"
    assert os.listdir(tmp_path) == ["a"]


def cut_short() -> Iterator[bytes]:
    yield b"new"
    raise ZeroDivisionError


def test_an_error_leaves_the_old_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "a"
    write(path, b"old")
    with pytest.raises(ZeroDivisionError), atomic_write(path) as file:
        file.writelines(cut_short())
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a"]


@posix
def test_permissions_and_links_stay(tmp_path: Path) -> None:
    path, link = tmp_path / "a", tmp_path / "link"
    write(path, b"old")
    umask = os.umask(0)
    os.umask(umask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~umask
    path.chmod(0o640)
    link.symlink_to(path)
    write(link, b"new")
    assert link.is_symlink()
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@posix
def test_folders_and_devices_are_not_replaced(tmp_path: Path) -> None:
    for path in (tmp_path, Path(os.devnull)):
        with pytest.raises(OSError, match=r".") as caught:
            write(path, b"")
        assert plain_words(caught.value)
    assert not Path(os.devnull).is_file()


def test_every_refusal_has_words() -> None:
    for number in errno.errorcode:
        assert plain_words(OSError(number, os.strerror(number)))
    assert plain_words(OSError("odd")) == "odd"
    assert plain_words(OSError())


@posix
def test_a_file_in_a_folder_that_takes_no_new_ones_is_written_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"the old one, which is longer")
    refuse_new_files(monkeypatch)
    before = path.stat().st_ino
    try_writing(path)
    assert path.read_bytes() == b"the old one, which is longer"
    with pytest.raises(ZeroDivisionError), atomic_write(path) as file:
        file.writelines(cut_short())
    assert path.read_bytes() == b"the old one, which is longer"
    write(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_ino == before
    with pytest.raises(PermissionError):
        write(tmp_path / "b", b"new")


def refuse_new_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a folder without the permission to write does; whoever runs the tests may do all."""

    def refuse(folder: Path) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))

    monkeypatch.setattr(atomic, "open_part", refuse)


def test_a_file_that_cannot_be_renamed_over_is_written_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")

    def busy(source: Path, target: Path) -> None:
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))

    monkeypatch.setattr(os, "replace", busy)
    write(path, b"new")
    assert path.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["a"]


def test_what_a_crash_left_behind_goes_at_the_next_write(tmp_path: Path) -> None:
    left = tmp_path / ".ganlab-0123456789abcdef.part"
    folder = tmp_path / ".ganlab-fedcba9876543210.part"
    left.write_bytes(b"half")
    folder.mkdir()
    (folder / "half").write_bytes(b"")
    mine = tmp_path / ".ganlab-notes.part"
    mine.write_bytes(b"a person's own")
    for path in (left, folder):
        os.utime(path, (0, 0))
    write(tmp_path / "a", b"one")
    assert sorted(os.listdir(tmp_path)) == [".ganlab-notes.part", "a"]


def test_what_somebody_is_writing_stays(tmp_path: Path) -> None:
    with atomic_write(tmp_path / "a") as file:
        file.write(b"slow")
        write(tmp_path / "b", b"quick")
    assert sorted(os.listdir(tmp_path)) == ["a", "b"]
    assert (tmp_path / "a").read_bytes() == b"slow"


@posix
def test_the_part_of_a_writer_that_was_killed_goes_at_once(tmp_path: Path) -> None:
    program = (
        "import os, pathlib, sys; from ganlab.atomic import atomic_write\n"
        "with atomic_write(pathlib.Path(sys.argv[1])) as file: os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", program, str(tmp_path / "a")], check=False)
    assert len(os.listdir(tmp_path)) == 1
    write(tmp_path / "b", b"")
    assert os.listdir(tmp_path) == ["b"]


@posix
@pytest.mark.parametrize("existing", [False, True])
def test_trying_changes_nothing(existing: bool, tmp_path: Path) -> None:
    path = tmp_path / "a"
    if existing:
        path.write_bytes(b"old")
    before = path.stat() if existing else None
    try_writing(path)
    assert os.listdir(tmp_path) == (["a"] if existing else [])
    assert before is None or path.stat() == before


@posix
def test_trying_says_what_would_fail(tmp_path: Path) -> None:
    guarded = tmp_path / "read-only"
    guarded.write_bytes(b"old")
    guarded.chmod(0o444)
    long, nowhere = tmp_path / ("a" * 300), tmp_path / "no" / "a"
    for path in (tmp_path, guarded, Path(os.devnull), long, nowhere):
        with pytest.raises(OSError, match=r"."):
            try_writing(path)
    assert os.listdir(tmp_path) == ["read-only"]
