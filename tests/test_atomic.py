"""A file is replaced whole or stays as it was, and stays what it was: a link, its permissions."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ganlab.atomic import atomic_write, plain_words

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
