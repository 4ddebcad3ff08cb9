"""What a process really loads, seen from a fresh interpreter; the contracts are in pyproject."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from graphlib import TopologicalSorter
from pathlib import Path
from types import MappingProxyType

import grimp
import pytest

from ganlab.cli import COMMANDS

LATER = (
    "app.document.saving",
    "app.drawing",
    "app.exporting",
    "app.forms",
    "app.help",
    "app.importing",
    "app.panels.curves",
    "app.panels.gallery",
    "app.panels.graph",
    "app.panels.images",
    "app.panels.status.why",
    "app.rooms.images",
    "app.rooms.theory",
    "app.shell.dialogs",
    "app.shell.jobs",
    "data.files.file_kind",
    "data.images",
    "export",
    "games.forms",
    "games.graph",
    "games.moments.rules",
    "games.two_player.verdicts",
    "lab.files.archive",
    "lab.session.worker",
    "lab.verdicts.glossary",
    "metrics",
    "theory",
)
"""What the window needs only once it is on the screen, and not always then."""
HEAVY = ("torch", "scipy", "PySide6", "pyqtgraph", "PIL")


def loaded(statement: str) -> set[str]:
    """The top-level packages in sys.modules after a fresh interpreter ran `statement`."""
    program = (
        f"{statement}\nimport sys\nprint(*sorted({{m.partition('.')[0] for m in sys.modules}}))"
    )
    return set(output(program).split())


def output(program: str, environment: Mapping[str, str] = MappingProxyType({})) -> str:
    """The last line that a fresh interpreter prints."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return done.stdout.splitlines()[-1]


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
    packages = loaded("import ganlab.cli.support.training")
    assert "torch" in packages
    assert not packages & {"PySide6", "pyqtgraph"}


def test_training_on_images_loads_no_algebra_and_no_trees() -> None:
    """Half a second at the first step, and 60 MB."""
    images = """
from ganlab.lab.session.session import Session
from tests.small_images import image_trainer, small_images
image_trainer(small_images()).run(1)
"""
    packages = loaded(images)
    assert "torch" in packages
    assert not packages & {"sympy", "mpmath"}
    assert not packages & {"_csparsetools", "_ni_label"}, "scipy.spatial or scipy.ndimage"


def test_pyqtgraph_brings_neither_classes_of_qt_nor_parts_that_nothing_uses() -> None:
    """It would make and import them all; what is changed in its mirrors stays there."""
    program = """
import sys
import ganlab.app
import pyqtgraph as pg
from PySide6 import QtCore, QtGui, QtWidgets
assert "QCborStreamReader" not in vars(QtCore) and "QWizard" not in vars(QtWidgets)
assert {"QCborStreamReader", "QTimer"} <= set(dir(QtCore))
assert "QWizard" in dir(QtWidgets) and "QWizard" in dir(pg.QtWidgets)
assert pg.QtCore.QTimer is QtCore.QTimer and pg.QtWidgets.QWizard is QtWidgets.QWizard
assert "QTimer" in vars(pg.QtCore), "looked up once"
assert "QOpenGLWidget" in vars(pg.QtWidgets) and not hasattr(QtWidgets, "QOpenGLWidget")
assert not hasattr(pg.QtGui, "QNothing")
assert issubclass(pg.GraphicsView, QtWidgets.QGraphicsView) and pg.ViewBox and pg.GraphicsObject
assert pg.ImageView is None and not hasattr(pg, "PlotWidget"), "nothing here uses them"
assert not [finder for finder in sys.meta_path if finder.__class__.__module__.startswith("ganlab")]
print("as it should be")
"""
    assert output(program) == "as it should be"


def test_the_window_opens_without_torch() -> None:
    packages = loaded("import ganlab.app.shell.window, ganlab.app.shell.application")
    assert "PySide6" in packages
    assert not packages & {"torch", "scipy"}


def test_the_window_is_painted_before_what_it_does_not_show_is_loaded(tmp_path: Path) -> None:
    """The real entry, ended at its first paint."""
    program = """
import os, sys
from ganlab import __main__
cli = __main__.load()
from ganlab.app.shell import application
def begin(*_):
    from PySide6 import QtGui
    print(*sys.modules, *vars(QtGui), flush=True)
    os._exit(0)
application.begin = begin
cli.main([])
"""
    aside = {"XDG_CONFIG_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    names = set(output(program, aside).split())
    assert "ganlab.app.panels.plane.view" in names
    loaded = {later for later in LATER if f"ganlab.{later}" in names}
    assert not loaded
    assert not names & {*HEAVY} - {"PySide6", "pyqtgraph"}
    assert "pyqtgraph.GraphicsScene" in names
    assert not names & {"pyqtgraph.parametertree", "pyqtgraph.multiprocess"}
    assert "pyqtgraph.graphicsItems.PlotItem.PlotItem" not in names
    assert "importlib.metadata" not in names, "pydantic has looked for plugins"
    assert "QAccessible" not in names, "made of names that take longer than most files"


def test_no_two_files_import_each_other() -> None:
    """Nor three in a ring, nor for their types alone: each can be read with what it stands on."""
    graph = grimp.build_graph("ganlab", exclude_type_checking_imports=False)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    TopologicalSorter(imports).prepare()  # raises CycleError, which names the files of a ring
