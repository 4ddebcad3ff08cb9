"""What a desktop needs: the entry, the icons, and the script that finds missing libraries."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from ganlab.assets import resource_path

ROOT = Path(__file__).parent.parent
LINUX = ROOT / "packaging" / "linux"
MAIN_CATEGORIES = {"Education", "Science", "Utility", "Graphics", "Development"}


@pytest.fixture(scope="module")
def entry() -> dict[str, str]:
    """The keys of the desktop entry."""
    header, *lines = (LINUX / "ganlab.desktop").read_text(encoding="utf-8").splitlines()
    assert header == "[Desktop Entry]"
    pairs = [line.partition("=") for line in lines]
    assert all(key and equals and value for key, equals, value in pairs)
    assert len({key for key, _, _ in pairs}) == len(pairs)
    return {key: value for key, _, value in pairs}


def test_the_desktop_entry_has_what_the_specification_asks(
    entry: dict[str, str],
) -> None:
    assert entry["Type"] == "Application"
    assert entry["Name"] == "ganlab"
    assert entry["Terminal"] == "false"
    lists = [entry[key] for key in ("Categories", "Keywords", "MimeType")]
    assert all(value.endswith(";") for value in lists)
    assert set(entry["Categories"].split(";")) & MAIN_CATEGORIES
    known = "Type Version Name GenericName Comment Exec Icon Terminal Categories Keywords MimeType"
    assert set(entry) <= set(known.split()) | {"StartupNotify", "StartupWMClass"}


def test_the_entry_starts_a_command_that_is_installed(entry: dict[str, str]) -> None:
    command, argument = entry["Exec"].split()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    module, _, function = project["gui-scripts"][command].partition(":")
    assert callable(getattr(__import__(module, fromlist=[function]), function))
    assert argument == "%f"


def test_the_entry_opens_the_file_type_that_is_registered(
    entry: dict[str, str],
) -> None:
    tree = ElementTree.parse(LINUX / "ganlab-mime.xml")
    space = {"m": "http://www.freedesktop.org/standards/shared-mime-info"}
    kind = tree.find("m:mime-type", space)
    assert kind is not None
    assert f"{kind.get('type')};" == entry["MimeType"]
    pattern = kind.find("m:glob", space)
    assert pattern is not None
    assert pattern.get("pattern") == "*.ganlab"


@pytest.mark.parametrize("size", [16, 24, 32, 48, 64, 128, 256, 512])
def test_every_icon_is_there_in_its_size(size: int, entry: dict[str, str]) -> None:
    image = QImage(str(resource_path("icons", f"{entry['Icon']}-{size}.png")))
    assert (image.width(), image.height()) == (size, size)
    assert image.pixelColor(0, 0).alpha() == 0
    assert image.pixelColor(size // 2, size // 2).alpha() == 255


linux_only = pytest.mark.skipif(sys.platform != "linux", reason="for Linux desktops")


@linux_only
def test_installing_puts_entry_icons_and_file_type_in_place(tmp_path: Path) -> None:
    environment = {**os.environ, "XDG_DATA_HOME": str(tmp_path)}
    subprocess.run(
        [LINUX / "install-desktop-entry.sh"], env=environment, check=True, capture_output=True
    )
    assert (tmp_path / "applications" / "ganlab.desktop").is_file()
    assert (tmp_path / "mime" / "packages" / "ganlab.xml").is_file()
    assert (tmp_path / "icons" / "hicolor" / "48x48" / "apps" / "ganlab.png").is_file()
    assert (tmp_path / "icons" / "hicolor" / "scalable" / "apps" / "ganlab.svg").is_file()


@pytest.fixture
def machine(tmp_path: Path) -> dict[str, str]:
    """A made-up Debian machine that lacks one library; `apt-get` only writes down its arguments."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for name, script in {
        "ldd": "echo '  libxcb-cursor.so.0 => not found'",
        "apt-get": f'echo "$@" >> {tmp_path}/apt.log',
        "id": 'echo "$USER_ID"',
    }.items():
        (tools / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (tools / name).chmod(0o755)
    return {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "USER_ID": "1000"}


def _find_libraries(machine: dict[str, str], *options: str) -> subprocess.CompletedProcess[str]:
    script = LINUX / "install-system-libraries.sh"
    return subprocess.run(
        [script, *options, sys.executable], env=machine, capture_output=True, text=True
    )


@linux_only
def test_root_gets_missing_libraries_installed(machine: dict[str, str], tmp_path: Path) -> None:
    done = _find_libraries({**machine, "USER_ID": "0"})
    assert done.returncode == 0
    assert "install -y -q --no-install-recommends libxcb-cursor0" in (
        tmp_path / "apt.log"
    ).read_text(encoding="utf-8")


@linux_only
@pytest.mark.parametrize(("user", "options"), [("1000", []), ("0", ["--check"])])
def test_others_get_the_command_to_type(
    user: str, options: list[str], machine: dict[str, str], tmp_path: Path
) -> None:
    done = _find_libraries({**machine, "USER_ID": user}, *options)
    assert done.returncode == 1
    assert "sudo apt-get install --no-install-recommends libxcb-cursor0" in done.stderr
    assert not (tmp_path / "apt.log").exists()
