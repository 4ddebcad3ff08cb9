"""What cannot be exported says so in one sentence and leaves nothing behind."""

from __future__ import annotations

import dataclasses
import errno
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors import safe_open

from ganlab import parts
from ganlab.cli import main
from ganlab.experiment import Experiment
from ganlab.export.generator import folder, onnx_file, traced
from ganlab.export.generator.request import ExportError, Format, format_of
from ganlab.games.exports import export_generator
from ganlab.gan.saving.checkpoint import Checkpoint
from ganlab.interruptible import Cancelled
from ganlab.lab.files.archive import Run, save_run
from tests.export.trained_runs import train

Monkey = pytest.MonkeyPatch
Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def plane() -> tuple[Experiment, Checkpoint]:
    trainer = train("plane", 2)
    return trainer.experiment, trainer.state()


@pytest.fixture(scope="module")
def images() -> tuple[Experiment, Checkpoint]:
    trainer = train("mlp-2014", 1)
    return trainer.experiment, trainer.state()


@pytest.fixture
def run_file(plane: tuple[Experiment, Checkpoint], tmp_path: Path) -> Path:
    path = tmp_path / "run.ganlab"
    save_run(path, Run.fresh(*plane))
    return path


def test_an_onnx_file_that_draws_otherwise_is_not_written(
    plane: tuple[Experiment, Checkpoint], tmp_path: Path, monkeypatch: Monkey
) -> None:
    def a_little_off(data: bytes, trained: Any, inputs: Any) -> torch.Tensor:
        expected = trained(*inputs)
        return expected + 1.5e-4 * expected.abs().max()

    monkeypatch.setattr(onnx_file, "_run", a_little_off)
    path = tmp_path / "g.onnx"
    with pytest.raises(ExportError, match=r"g\.onnx differs .* by 0\.00015, more than the 0\.0001"):
        export_generator(*plane, path)
    assert not os.listdir(tmp_path)


def test_all_formats_or_none(
    plane: tuple[Experiment, Checkpoint], tmp_path: Path, monkeypatch: Monkey
) -> None:
    monkeypatch.setattr(traced, "BOUND", -1.0)
    monkeypatch.setattr(onnx_file, "_translate", lambda trained: _Empty())
    monkeypatch.setattr(onnx_file, "_run", lambda data, trained, inputs: trained(*inputs))
    with pytest.raises(ExportError, match="differs"):
        export_generator(*plane, tmp_path / "folder")
    assert not os.listdir(tmp_path)


class _Empty:
    def SerializeToString(self) -> bytes:
        return b""


@pytest.mark.parametrize(
    ("name", "format"),
    [("g.safetensors", None), ("g.py", None), ("weights", "safetensors"), ("shots", "pictures")],
)
@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EACCES, "you have no permission to write or read there"),
    ],
)
def test_a_full_disk_and_a_forbidden_folder(
    name: str,
    format: Format | None,
    number: int,
    words: str,
    images: tuple[Experiment, Checkpoint],
    tmp_path: Path,
    monkeypatch: Monkey,
) -> None:
    def refuse(descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(ExportError) as caught:
        export_generator(*images, tmp_path / name, format)
    assert str(caught.value) == f"{name} could not be written: {words}."
    assert not os.listdir(tmp_path)


def test_nobodys_files_are_replaced_by_a_folder(
    plane: tuple[Experiment, Checkpoint], tmp_path: Path
) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ExportError, match="not empty"):
        export_generator(*plane, tmp_path, "safetensors")
    with pytest.raises(ExportError, match=r"mine\.txt is a file"):
        export_generator(*plane, tmp_path / "mine.txt", "safetensors")
    assert os.listdir(tmp_path) == ["mine.txt"]
    (tmp_path / "g.safetensors").write_bytes(b"mine too")
    with pytest.raises(ExportError, match=r"needs the name g\.safetensors"):
        export_generator(*plane, tmp_path / "g.py")
    assert (tmp_path / "g.safetensors").read_bytes() == b"mine too"


def test_an_empty_folder_is_filled(plane: tuple[Experiment, Checkpoint], tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    done = export_generator(*plane, tmp_path / "new", "safetensors")
    names = {path.name for path in done.files}
    assert names == {"weights.safetensors", "experiment.json"} == set(os.listdir(tmp_path / "new"))


def test_cancel_leaves_nothing(images: tuple[Experiment, Checkpoint], tmp_path: Path) -> None:
    def asked(answers: Iterator[bool]) -> Any:
        return lambda: next(answers)

    shown: list[tuple[int, int]] = []
    for answers in ([True], [False, False, False, True]):
        with pytest.raises(Cancelled):
            export_generator(
                *images,
                tmp_path / "shots",
                "pictures",
                progress=lambda done, total: shown.append((done, total)),
                cancelled=asked(iter(answers)),
            )
        assert not os.listdir(tmp_path)
    assert shown == [(0, 1)]


def test_what_has_no_generator_or_another_one(
    plane: tuple[Experiment, Checkpoint], tmp_path: Path
) -> None:
    experiment, checkpoint = plane
    path = tmp_path / "g.safetensors"
    with pytest.raises(ExportError, match="no trained generator"):
        export_generator(experiment, None, path)
    other = experiment.with_values({"game.generator.units": 9})
    with pytest.raises(ExportError, match="not one of this experiment"):
        export_generator(other, checkpoint, path)
    deeper = experiment.with_values({"game.generator.layers": 3})
    with pytest.raises(ExportError, match="not one of this experiment"):
        export_generator(deeper, checkpoint, path)
    broken = dict(checkpoint.arrays)
    broken["generator/0.bias"] = broken["generator/0.bias"] * float("nan")
    with pytest.raises(ExportError, match="not finite"):
        export_generator(experiment, dataclasses.replace(checkpoint, arrays=broken), path)
    with pytest.raises(ExportError, match="makes points"):
        export_generator(experiment, checkpoint, tmp_path / "shots", "pictures")
    assert not os.listdir(tmp_path)


def test_a_name_says_the_format() -> None:
    assert format_of(Path("a/g.ONNX")) == "onnx"
    assert format_of(Path("g.py")) == "script"
    assert format_of(Path("folder")) == "all"
    with pytest.raises(ExportError, match=r"\.tflite"):
        format_of(Path("g.tflite"))


# --- on the command line ---


def test_the_command_writes_and_says_so(run_file: Path, tmp_path: Path, capsys: Capture) -> None:
    assert main(["export", str(run_file), "--to", str(tmp_path / "g.py")]) == 0
    assert "2 files written" in capsys.readouterr().out
    assert {"g.py", "g.safetensors"} <= set(os.listdir(tmp_path))


def test_metrics_of_an_evaluation_go_into_the_file(run_file: Path, tmp_path: Path) -> None:
    told = {"steps": 2, "frechet": 1.5, "gan_test": None, "coverage": [0.5, 0.5]}
    (tmp_path / "m.json").write_text(json.dumps(told), encoding="utf-8")
    words = ["--to", str(tmp_path / "g.safetensors"), "--metrics", str(tmp_path / "m.json")]
    assert main(["export", str(run_file), *words]) == 0
    with safe_open(tmp_path / "g.safetensors", framework="np") as file:
        assert json.loads(file.metadata()["metrics"]) == {"frechet": 1.5}


@pytest.mark.parametrize("text", [None, "{", "[1]", "\udc80"])
def test_metrics_that_are_none_are_wrong_use(
    text: str | None, run_file: Path, tmp_path: Path, capsys: Capture
) -> None:
    path = tmp_path / "m.json"
    if text is not None:
        path.write_bytes(text.encode(errors="surrogateescape"))
    words = ["--to", str(tmp_path / "g.safetensors"), "--metrics", str(path)]
    assert main(["export", str(run_file), *words]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "g.safetensors").exists()


@pytest.mark.parametrize(
    ("to", "format", "words"),
    [
        ("g.tflite", None, "tflite"),
        ("g.onnx", "pt2", "no name for the format pt2"),
        ("missing/g.onnx", None, "there is no folder"),
    ],
)
def test_wrong_use_is_one_line_and_exit_code_2(
    to: str, format: str | None, words: str, run_file: Path, tmp_path: Path, capsys: Capture
) -> None:
    options = [] if format is None else ["--format", format]
    assert main(["export", str(run_file), "--to", str(tmp_path / to), *options]) == 2
    error = capsys.readouterr().err
    assert words in error
    assert error.count("\n") == 1


def test_an_untrained_run_is_wrong_use(tmp_path: Path, capsys: Capture) -> None:
    save_run(tmp_path / "new.ganlab", Run.fresh(Experiment()))
    assert main(["export", str(tmp_path / "new.ganlab"), "--to", str(tmp_path / "g.pt2")]) == 2
    assert "train it first" in capsys.readouterr().err


def test_a_folder_with_something_in_it_is_refused_before_any_work(
    run_file: Path, tmp_path: Path, capsys: Capture
) -> None:
    assert main(["export", str(run_file), "--to", str(tmp_path)]) == 2
    assert "is not empty" in capsys.readouterr().err


def test_a_folder_whose_parent_takes_nothing_new_is_filled(
    plane: tuple[Experiment, Checkpoint], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = tmp_path / "new"
    inside.mkdir()
    make = parts.make_part_folder

    def refuse_beside(where: Path) -> tuple[Path, int | None]:
        if where == tmp_path:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return make(where)

    def refuse(path: Path) -> None:
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))

    monkeypatch.setattr(folder, "make_part_folder", refuse_beside)
    monkeypatch.setattr(Path, "rmdir", lambda path: refuse(path) if path == inside else None)
    export_generator(*plane, inside, "safetensors")
    assert {"weights.safetensors", "experiment.json"} <= set(os.listdir(inside))
