"""Run by itself, without ganlab on its path: loads every exported format and says what it draws.

    python -I -S clean_reader.py SITE-PACKAGES FOLDER

In FOLDER lie exports by name, each with inputs.npz beside its files; outputs.npz is written there.
"""

from __future__ import annotations

import importlib
import json
import runpy
import sys
from pathlib import Path
from typing import Any


def read(folder: Path) -> dict[str, Any]:
    """By format and number of rows, what the generator in `folder` draws."""
    import numpy as np
    import onnxruntime
    import torch

    inputs = dict(np.load(folder / "inputs.npz"))
    session = onnxruntime.InferenceSession(folder / "generator.onnx")
    exported = torch.export.load(folder / "generator.pt2").module()
    script = runpy.run_path(str(folder / "generator.py"))["load"]()
    outputs: dict[str, Any] = {}
    for n in (1, 7):
        arrays = {name: array[:n] for name, array in inputs.items()}
        tensors = [torch.from_numpy(array) for array in arrays.values()]
        (outputs[f"onnx-{n}"],) = session.run(None, arrays)
        with torch.no_grad():
            outputs[f"pt2-{n}"] = exported(*tensors).numpy()
            outputs[f"script-{n}"] = script(*tensors).numpy()
    told = session.get_modelmeta().custom_metadata_map
    described = {
        "metadata": told,
        "inputs": {i.name: [i.type, *i.shape] for i in session.get_inputs()},
        "outputs": {o.name: [o.type, *o.shape] for o in session.get_outputs()},
    }
    (folder / "described.json").write_text(json.dumps(described), encoding="utf-8")
    return outputs


def main(site: str, root: Path) -> None:
    """Read every folder in `root`, and run its script as a person would."""
    sys.path.append(site)  # not as a site folder, whose .pth files may bring a checkout back
    modules: dict[str, Any] = sys.modules
    modules["ganlab"] = None  # nor from the site itself: importing it fails from here on
    assert not can_import("ganlab.experiment")
    import numpy as np

    for folder in sorted(root.iterdir()):
        np.savez(folder / "outputs.npz", **read(folder))
        sys.argv = ["generator.py", "--seed", "5", str(folder / "drawn.out")]
        runpy.run_path(str(folder / "generator.py"), run_name="__main__")
    assert not any(name.startswith("ganlab.") for name in sys.modules)


def can_import(name: str) -> bool:
    """Whether there is such a module."""
    try:
        importlib.import_module(name)
    except ModuleNotFoundError:
        return False
    return True


main(sys.argv[1], Path(sys.argv[2]))
