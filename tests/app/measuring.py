"""What stands in for measuring a generator, which takes a minute: jobs for the quality window."""

from __future__ import annotations

import threading
from typing import Any

from ganlab.interruptible import Asked, ProgressCallback, check
from ganlab.lab.figures.evaluation_job import EvaluationQuestion

SHARES = (0.19, 0.15, 0.05, 0.11, 0.03, 0.1, 0.1, 0.02, 0.1, 0.15)


def at_once(
    question: EvaluationQuestion, progress: ProgressCallback, cancelled: Asked
) -> dict[str, Any]:
    """Figures of digits, made up."""
    progress(1000, 1000)
    known = {"steps": question.checkpoint.step, "samples": question.samples, "held_out": "others"}
    if question.wanted == "parzen":
        return {**known, "parzen": -12.5, "parzen_error": 1.94, "parzen_sigma": 0.2154}
    return {
        **known,
        "digits": 8,
        "coverage": list(SHARES),
        "confidence": 0.9123,
        "confidence_real": 0.995,
        "score": 8.2,
        "score_std": 0.05,
        "score_real": 9.8,
        "frechet": 12.34,
        "frechet_floor": 0.58,
        "precision": 0.7,
        "recall": float("nan"),
        "gan_test": 0.875,
        "gan_train": 0.75,
        "neighbour_distance": 1445.6,
        "neighbour_distance_real": None,
    }


def endless(question: EvaluationQuestion, progress: ProgressCallback, cancelled: Asked) -> None:
    """Go on until cancelled."""
    progress(50, 1000)
    while True:
        check(cancelled)
        threading.Event().wait(0.02)


def refusing(question: EvaluationQuestion, progress: ProgressCallback, cancelled: Asked) -> None:
    """Refuse in a sentence."""
    raise ValueError("There are no images to compare with.")
