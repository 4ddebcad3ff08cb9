"""The pieces of an export: great circles, sheets, the script's odd sizes, what is loaded when."""

from __future__ import annotations

import math
import runpy
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from ganlab.experiment import Experiment
from ganlab.export.generator.documents import readme
from ganlab.export.generator.pictures import enlarge, spherical, tile
from ganlab.export.generator.script_file import write_script
from ganlab.export.generator.trained import Trained
from ganlab.gan.networks.image_networks import ConvolutionalGenerator
from tests.test_imports import loaded


def test_a_great_circle_keeps_the_length_and_turns_evenly() -> None:
    start, end = torch.tensor([3.0, 0.0, 0.0]), torch.tensor([0.0, 3.0, 0.0])
    t = torch.linspace(0, 1, 7)
    way = spherical(start, end, t)
    torch.testing.assert_close(way.norm(dim=1), torch.full((7,), 3.0))
    torch.testing.assert_close(torch.atan2(way[:, 1], way[:, 0]), t * math.pi / 2)
    torch.testing.assert_close(way[[0, -1]], torch.stack([start, end]))


@pytest.mark.parametrize("factor", [1.0, -1.0])
def test_where_there_is_no_great_circle_the_way_is_straight(factor: float) -> None:
    start = torch.tensor([1.0, 2.0])
    way = spherical(start, factor * start, torch.tensor([0.0, 0.5, 1.0]))
    torch.testing.assert_close(way[1], start * (1 + factor) / 2)


def test_a_sheet_is_filled_row_by_row_with_exact_pixels() -> None:
    images = np.arange(6, dtype=np.uint8)[:, None, None] * np.ones((2, 3), dtype=np.uint8)
    sheet = tile(images, 3)
    np.testing.assert_array_equal(sheet[::2, ::3], [[0, 1, 2], [3, 4, 5]])
    assert sheet.shape == (4, 9)
    big = enlarge(sheet, 4)
    np.testing.assert_array_equal(big[1::4, 3::4], sheet)
    assert big.shape == (16, 36)


def test_a_script_rebuilds_a_network_of_an_odd_size(tmp_path: Path) -> None:
    module = ConvolutionalGenerator(5, (27, 30), 8, 3)
    module.initialize(torch.Generator().manual_seed(1))
    name = 'a "quoted"\n"""name\\'
    trained = Trained(module.eval(), Experiment(name=name), 1, (27, 30), ("a", "b", "c"))
    write_script(tmp_path / "g.py", tmp_path / "g.safetensors", trained)
    generator = runpy.run_path(str(tmp_path / "g.py"))["load"]()
    z, label = torch.randn(4, 5), torch.tensor([0, 2, 1, 1])
    with torch.no_grad():
        torch.testing.assert_close(generator(z, label), module(z, label), rtol=0, atol=0)


@pytest.mark.skipif(sys.platform == "win32", reason="names that Windows does not take")
@pytest.mark.parametrize(
    "name", ['a"+1+"b', "it's", "back\\slash", '"""', "«noise»", "{x}", "a\nb"]
)
def test_file_names_do_not_become_code(name: str, tmp_path: Path) -> None:
    module = ConvolutionalGenerator(5, (8, 8), 8, 0).eval().requires_grad_(False)
    experiment = Experiment(name=f'{name}"""\nraise SystemExit(1)\n"""')
    trained = Trained(module, experiment, 3, (8, 8))
    write_script(tmp_path / f"{name}.py", tmp_path / f"{name}.safetensors", trained)
    loaded = runpy.run_path(str(tmp_path / f"{name}.py"))
    assert loaded["WEIGHTS"] == tmp_path / f"{name}.safetensors"
    loaded["load"]()
    page = readme(trained, ["generator.py"])
    assert page.splitlines()[0].startswith("# A generator: ")
    assert "raise SystemExit" in page.splitlines()[0], "one line, as words"


def test_onnx_is_loaded_by_an_export_alone() -> None:
    assert not loaded("import ganlab.cli.export") & {"torch", "onnx", "onnxruntime"}
    everyday = (
        "import ganlab.cli.support.training, ganlab.lab.session.session, ganlab.app.shell.window"
    )
    assert not loaded(everyday) & {"onnx", "onnxscript", "onnxruntime"}
