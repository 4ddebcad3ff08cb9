"""What a process really loads, seen from a fresh interpreter; the contracts are in pyproject."""

from __future__ import annotations

import subprocess
import sys
from graphlib import TopologicalSorter

import grimp
import pytest

from ganlab.cli import COMMANDS

HEAVY = ("torch", "scipy", "PySide6", "pyqtgraph", "PIL")


def loaded(statement: str) -> set[str]:
    """The top-level packages in sys.modules after a fresh interpreter ran `statement`."""
    program = (
        f"{statement}\nimport sys\nprint(*sorted({{m.partition('.')[0] for m in sys.modules}}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120
    )
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize(
    "module",
    [
        "ganlab",
        "ganlab.experiment",
        "ganlab.presets",
        "ganlab.pretrained",
        "ganlab.cli.arguments",
        "ganlab.cli",
    ],
)
def test_documents_and_the_command_line_load_at_once(module: str) -> None:
    assert not loaded(f"import {module}") & set(HEAVY)


def test_no_command_loads_torch_or_a_window_before_it_has_read_its_arguments() -> None:
    modules = ", ".join(f"ganlab.cli.{command}" for command in COMMANDS)
    assert not loaded(f"import {modules}") & set(HEAVY)


@pytest.mark.parametrize("command", ["presets", "models"])
def test_listing_what_there_is_loads_nothing_heavy(command: str) -> None:
    assert not loaded(f"from ganlab.cli import main; main(['{command}'])") & set(HEAVY)


def test_reading_a_saved_run_needs_no_torch_and_no_window() -> None:
    assert not loaded("import ganlab.lab.files.archive") & {"torch", "PySide6", "scipy"}


def test_the_figures_of_images_need_no_torch_until_a_classifier_looks() -> None:
    modules = "ganlab.metrics.image_evaluation, ganlab.metrics.neighbours"
    assert not loaded(f"import {modules}") & set(HEAVY)


def test_training_needs_no_window() -> None:
    packages = loaded("import ganlab.cli.training")
    assert "torch" in packages
    assert not packages & {"PySide6", "pyqtgraph"}


def test_the_window_opens_without_torch() -> None:
    packages = loaded("import ganlab.app.shell.window, ganlab.app.shell.application")
    assert "PySide6" in packages
    assert not packages & {"torch", "scipy"}


def test_no_two_files_import_each_other() -> None:
    """Nor three in a ring, nor for their types alone: each can be read with what it stands on."""
    graph = grimp.build_graph("ganlab", exclude_type_checking_imports=False)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    TopologicalSorter(imports).prepare()  # raises CycleError, which names the files of a ring
