"""What the tests of the command line have in common."""

from __future__ import annotations

import json
import runpy
import sys
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import pytest

from ganlab.lab.files.archive import load_run

Capture = pytest.CaptureFixture[str]

MEASURED = (
    "value",
    "d_real",
    "d_fake",
    "js_bits",
    "js_floor_bits",
    "mmd",
    "sliced_wasserstein",
    "modes",
    "modes_total",
    "high_quality",
    "reverse_kl",
)
FIGURES = {"steps", "seconds", "steps_per_second", *MEASURED}
"""What every training ends with."""


def last_json(capsys: Capture) -> dict[str, Any]:
    """The object in the last line that was printed."""
    figures = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert isinstance(figures, dict)
    return figures


def run_script(script: Path, *words: str | Path) -> int:
    """The exit code of a script, run as a program of its own would be; in this process, which has
    torch already."""
    with mock.patch.object(sys, "argv", [str(script), *map(str, words)]):
        try:
            runpy.run_path(str(script), run_name="__main__")
        except SystemExit as end:
            return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


def assert_same_networks(found: Path, expected: Path, step: int) -> None:
    """Two runs stand at `step` with the same numbers, to the last bit."""
    one, other = load_run(found).checkpoint, load_run(expected).checkpoint
    assert one is not None
    assert other is not None
    assert one.step == other.step == step
    assert one.counters == other.counters
    assert one.arrays.keys() == other.arrays.keys()
    for name, array in other.arrays.items():
        np.testing.assert_array_equal(one.arrays[name], array, err_msg=name)
