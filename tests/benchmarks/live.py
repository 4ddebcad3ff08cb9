"""Trains in the real window, every layer on, and tells its rates; one process of `bench`.

Moments on time.perf_counter (one clock for all processes) come in on the standard input, as input
events come from a display: bytes that the window's event loop finds ready to be read. How late it
finds them is how long a click would have waited.
"""

from __future__ import annotations

import json
import os
import sys
import time

import numpy as np
import psutil
from PySide6.QtCore import QEvent, QObject, QSocketNotifier, QTimer, Slot

from ganlab.app.application import DEFAULT_PRESET, Laboratory, make_application
from ganlab.lab.frame import Frame, State
from ganlab.lab.worker import ProcessEngine
from ganlab.presets import load_preset
from tests.benchmarks.bench import MOMENT

WARM_UP_MS = 4000
MEASURE_MS = 8000


class Meter(QObject):
    """Counts steps, painted frames and waiting times while it is on."""

    def __init__(self, lab: Laboratory) -> None:
        super().__init__()
        self._lab = lab
        self._on = False
        self._painted = 0
        self._fresh = False
        self._waits: list[float] = []
        self._news: list[tuple[float, int]] = []
        self._busy = self._trained = 0.0
        view = lab.window.distributions.view.viewport()
        view.installEventFilter(self)
        lab.controller.frame_ready.connect(self._on_frame)
        os.set_blocking(sys.stdin.fileno(), False)
        self._input = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
        self._input.activated.connect(self._on_input)

    def start(self) -> None:
        """Count from here."""
        self._on, self._busy = True, time.process_time()
        self._trained = self._worker_seconds()

    def result(self) -> dict[str, float]:
        """What was counted."""
        self._on = False
        (began, first), (ended, last) = self._news[0], self._news[-1]
        return {
            "rate": (last - first) / (ended - began),
            "frames_per_second": self._painted / (ended - began),
            "frames_taken": len(self._news) / (ended - began),
            "waits": len(self._waits),
            "wait_p95_ms": 1000 * float(np.percentile(self._waits, 95)),
            "rate_of_cpu": (last - first) / (self._worker_seconds() - self._trained),
            "cores": (time.process_time() - self._busy) / (ended - began),
        }

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A frame counts when the view is painted after it came."""
        if event.type() == QEvent.Type.Paint and self._on and self._fresh:
            self._painted += 1
            self._fresh = False
        return super().eventFilter(watched, event)

    def _worker_seconds(self) -> float:
        """Processor time that the training process has used."""
        engine = self._lab.thread_of_training.engine
        assert isinstance(engine, ProcessEngine)
        times = psutil.Process(engine.pid).cpu_times()
        return times.user + times.system

    @Slot(object)
    def _on_frame(self, frame: Frame) -> None:
        if self._on:
            self._news.append((time.perf_counter(), frame.step))
            self._fresh = True

    @Slot()
    def _on_input(self) -> None:
        now = time.perf_counter()
        data = os.read(sys.stdin.fileno(), 4096)
        if self._on:
            self._waits += [now - moment for (moment,) in MOMENT.iter_unpack(data)]


def main() -> None:
    """Print the result as JSON."""
    application = make_application()
    experiment = load_preset(DEFAULT_PRESET).with_values({"training.steps": 10_000_000})
    lab = Laboratory(experiment, "process", "cpu", "light")
    lab.window.show()
    lab.window.setGeometry(0, 0, 1440, 900)
    for chip in lab.window.distributions.chips.buttons.values():
        chip.setChecked(True)
    meter = Meter(lab)

    def finish() -> None:
        size = lab.window.size().toTuple()
        shown = sorted(lab.window.distributions.view.layers)
        print(json.dumps(meter.result() | {"size": size, "layers": shown}), flush=True)
        application.exit()  # quit would ask what to do about the unsaved run

    def measure() -> None:
        meter.start()
        QTimer.singleShot(MEASURE_MS, finish)

    def play() -> None:
        if lab.controller.state is State.IDLE:
            lab.controller.state_changed.disconnect(play)
            lab.controller.play()
            QTimer.singleShot(WARM_UP_MS, measure)

    lab.controller.state_changed.connect(play)
    lab.start()
    application.exec()
    lab.shut_down()


if __name__ == "__main__":
    main()
