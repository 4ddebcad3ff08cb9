"""Samples come back as they were written."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from ganlab.export.samples import write_samples

SAMPLES = np.random.default_rng(3).normal(size=(50, 2)).astype(np.float32)


def test_numpy_keeps_every_bit(tmp_path: Path) -> None:
    write_samples(tmp_path / "a.npy", SAMPLES)
    loaded = np.load(tmp_path / "a.npy", allow_pickle=False)
    assert loaded.dtype == SAMPLES.dtype
    np.testing.assert_array_equal(loaded, SAMPLES)


@pytest.mark.parametrize("columns", [1, 2])
def test_csv_keeps_float32(tmp_path: Path, columns: int) -> None:
    write_samples(tmp_path / "a.CSV", SAMPLES[:, :columns])
    loaded = np.loadtxt(tmp_path / "a.CSV", delimiter=",", ndmin=2).astype(np.float32)
    np.testing.assert_array_equal(loaded, SAMPLES[:, :columns])


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.npy or \.csv"):
        write_samples(tmp_path / "a.txt", SAMPLES)
    assert not os.listdir(tmp_path)
