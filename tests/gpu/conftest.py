"""What is tested here needs a GPU, and is passed over where there is none.

With GANLAB_GPU_TESTS=cpu all of it that does not ask the GPU itself runs on the CPU: so one sees
beforehand, on a machine without, that the tests are sound. Neither Qt nor a window is needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from ganlab.data import make_target
from ganlab.experiment import Experiment
from ganlab.lab.device import tuned
from tests.gpu.games import DEVICE

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Pass over all tests of this folder, or those that only a GPU can pass."""
    there = torch.cuda.is_available()
    for item in items:
        if HERE not in item.path.parents:
            continue
        if not there and (DEVICE == "cuda" or item.get_closest_marker("gpu_alone")):
            item.add_marker(pytest.mark.skip(reason="there is no GPU here"))


@pytest.fixture(autouse=True)
def as_when_trained() -> Iterator[None]:
    """The process is as whoever trains has it: a seed means the same bits."""
    with tuned(make_target(Experiment().data)):
        yield
