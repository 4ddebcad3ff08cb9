"""What classifiers say of a divergence: exactly at the best, too much and too little from few."""

from __future__ import annotations

from math import log
from typing import Any

import numpy as np
import pytest

from ganlab.interruptible import Cancelled, never, silent
from ganlab.theory.classifier import learning
from ganlab.theory.classifier.bench import (
    BENCH,
    ClassifierControls,
    best_estimate,
    nearest,
    ratio_error,
)
from ganlab.theory.densities import Mixture
from ganlab.theory.divergences.between import between

CONTROLS = ClassifierControls()
JS = between(CONTROLS.p, CONTROLS.q).value("js")


SIZES = (3, 30, 300)
"""Enough to see it; `make bench-science` trains classifiers of all sizes to their end."""


@pytest.fixture(scope="module")
def learned() -> dict[str, Any]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("SIZES", SIZES), ("STEPS", 150), ("REPEATS", 2), ("HELD_OUT", 1000)):
            patch.setattr(learning, name, value)
        return learning.run(CONTROLS, silent, never)


@pytest.mark.parametrize(
    ("p", "q"),
    [("N(0, 1)", "N(1, 2)"), ("U(0, 1)", "U(2, 3)"), ("U(0, 1)", "U(.5, 1.5)"), ("N(0, 1)",) * 2],
)
def test_the_best_classifier_reads_js(p: str, q: str) -> None:
    one, other = Mixture.read(p), Mixture.read(q)
    assert best_estimate(one, other) == pytest.approx(between(one, other).value("js"), abs=1e-6)


def test_few_samples_read_log_2_and_many_read_js(learned: dict[str, Any]) -> None:
    training = np.mean(learned["training"], axis=1)
    held_out = np.mean(learned["held_out"], axis=1)
    assert training[0] == pytest.approx(log(2), abs=0.02)
    assert held_out[0] < 0
    assert training[-1] == pytest.approx(JS, abs=0.06)
    assert held_out[-1] == pytest.approx(JS, abs=0.06)
    assert (training >= held_out).all()
    assert (np.diff(training) < 0).all()


def test_the_ratio_is_learned(learned: dict[str, Any]) -> None:
    off = [ratio_error(CONTROLS.p, CONTROLS.q, learned["x"], logit) for logit in learned["logit"]]
    assert off[-1] < 0.6 < 1 < off[0]
    x = learned["x"]
    exact = CONTROLS.p.log_pdf(x) - CONTROLS.q.log_pdf(x)
    assert ratio_error(CONTROLS.p, CONTROLS.q, x, exact) == pytest.approx(0, abs=1e-12)


def test_the_table_holds_every_size(learned: dict[str, Any]) -> None:
    rows = {row.name: row for row in BENCH.numbers(CONTROLS, {"learned": learned})}
    for n in SIZES:
        assert rows[f"JS by {n:,} samples, trained on"].exact == JS
        assert rows[f"JS by {n:,} samples, held out"].exact == JS
    assert len(BENCH.numbers(CONTROLS, {})) == 1


def test_the_nearest_size_is_shown(learned: dict[str, Any]) -> None:
    results = {"learned": learned}
    assert [nearest(results, n) for n in (3, 9, 50, 100, 1000)] == [0, 0, 1, 2, 2]


def test_the_work_can_be_stopped() -> None:
    with pytest.raises(Cancelled):
        learning.run(CONTROLS, lambda done, total: None, lambda: True)
