"""The wheel as a user installs it: away from the checkout, resources and all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    _run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", str(folder)], ROOT)
    (built,) = folder.glob("ganlab-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds ganlab and nothing else."""
    folder = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index"]
    _run([*pip, "--disable-pip-version-check", "--target", str(folder), str(wheel)], folder)
    return folder


def test_the_resources_are_in_the_wheel(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for path in (ROOT / "resources").rglob("*"):
        if path.is_file():
            assert f"ganlab/resources/{path.relative_to(ROOT / 'resources').as_posix()}" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not any(name.startswith("tests/") for name in names)


def test_both_commands_are_in_the_wheel(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    (name,) = (name for name in archive.namelist() if name.endswith("entry_points.txt"))
    scripts = archive.read(name).decode()
    assert "[console_scripts]\nganlab = " in scripts
    assert "[gui_scripts]\nganlab-desktop = " in scripts


def test_train_from_the_installed_wheel(installed: Path, tmp_path: Path) -> None:
    out = _ganlab(installed, tmp_path, "train", "gaussian-1d", "--steps", "50", "--json")
    assert json.loads(out.splitlines()[-1])["steps"] == 50


def test_screenshot_from_the_installed_wheel(installed: Path, tmp_path: Path) -> None:
    _ganlab(installed, tmp_path, "screenshot", "gaussian-1d", "--steps", "20", "window.png")
    assert (tmp_path / "window.png").stat().st_size > 10_000


def _ganlab(installed: Path, folder: Path, *words: str) -> str:
    """Run the installed console script in `folder`, where the checkout is not to be found."""
    where = "import ganlab; print(ganlab.__file__)"
    environment = {**os.environ, "PYTHONPATH": str(installed), "QT_QPA_PLATFORM": "offscreen"}
    found = _run([sys.executable, "-c", where], folder, environment)
    assert Path(found.strip()).is_relative_to(installed)
    return _run([sys.executable, str(installed / "bin" / "ganlab"), *words], folder, environment)


def _run(command: list[str], folder: Path, environment: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
