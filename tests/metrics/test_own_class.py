"""Samples that were asked for by class, and whether they are of it."""

from __future__ import annotations

import numpy as np
import pytest

from ganlab.data import make_target
from ganlab.experiment import ToyData
from ganlab.metrics.own_class import ClassModes


@pytest.mark.parametrize("name", ["ring-8", "moons", "checkerboard", "mixture-1d"])
def test_real_samples_are_at_their_own_class_and_those_of_others_are_not(name: str) -> None:
    target = make_target(ToyData(name=name))
    modes = ClassModes(target)
    batch = target.sample(1000, np.random.default_rng(3))
    labels = target.told_labels(batch)
    assert modes.share_at_own(batch.rows, labels) > 0.95
    others = ((labels + 1) % len(target.told_names)).astype(np.uint8)
    assert modes.share_at_own(batch.rows, others) < 0.05


def test_what_is_not_finite_is_at_none() -> None:
    target = make_target(ToyData(name="ring-8"))
    assert target.modes is not None
    points = target.modes.centres.copy()
    points[:2] = np.nan, np.inf
    labels = np.arange(8, dtype=np.uint8)
    assert ClassModes(target).share_at_own(points, labels) == 0.75
    assert np.isnan(ClassModes(target).share_at_own(points[:0], labels[:0]))
