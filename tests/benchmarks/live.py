"""Trains in the real window, every layer on, and tells its rates; one process of `bench`.

Moments on time.perf_counter (one clock for all processes) come in on the standard input, as input
events come from a display: bytes that the window's event loop finds ready to be read. How late it
finds them is how long a click would have waited.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time

import numpy as np
import psutil
from PySide6.QtCore import QEvent, QObject, QSocketNotifier, QTimer, Slot

from ganlab.app.shell.application import DEFAULT_PRESET, Laboratory, make_application
from ganlab.lab.frame import Frame, State
from ganlab.lab.session.worker import ProcessEngine
from ganlab.presets import load_preset, preset_names
from tests.benchmarks.bench import MOMENT

WARM_UP_MS = 4000
MEASURE_MS = 8000
MEMORY_MS = 250
"""Between two looks at the memory."""


class Meter(QObject):
    """Counts steps, painted frames, waiting times and memory while it is on."""

    def __init__(self, lab: Laboratory) -> None:
        super().__init__()
        self._lab = lab
        self._on = False
        self._painted = 0
        self._fresh = False
        self._waits: list[float] = []
        self._news: list[tuple[float, int]] = []
        self._busy = 0.0
        self._family: list[psutil.Process] = []
        self._scales = QTimer(self)
        self._scales.timeout.connect(self._weigh)
        self._resident = self._resident_of_trainer = 0
        images = lab.window.images_shown
        view = images.views["generated"] if images else lab.window.distributions.view.viewport()
        view.installEventFilter(self)
        lab.controller.frame_ready.connect(self._on_frame)
        os.set_blocking(sys.stdin.fileno(), False)
        self._input = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
        self._input.activated.connect(self._on_input)

    def start(self) -> None:
        """Count from here."""
        self._on, self._busy = True, time.process_time()
        self._trained = self._worker_seconds()
        window = psutil.Process()
        self._family = [window, *window.children(recursive=True)]
        self._weigh()
        self._scales.start(MEMORY_MS)

    def result(self) -> dict[str, float]:
        """What was counted."""
        self._on = False
        self._scales.stop()
        (began, first), (ended, last) = self._news[0], self._news[-1]
        return {
            "rate": (last - first) / (ended - began),
            "frames_per_second": self._painted / (ended - began),
            "frames_taken": len(self._news) / (ended - began),
            "waits": len(self._waits),
            "wait_p95_ms": 1000 * float(np.percentile(self._waits, 95)),
            "rate_of_cpu": (last - first) / (self._worker_seconds() - self._trained),
            "cores": (time.process_time() - self._busy) / (ended - began),
            "memory_mb": self._resident / 2**20,
            "memory_of_trainer_mb": self._resident_of_trainer / 2**20,
        }

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A frame counts when the view is painted after it came."""
        if event.type() == QEvent.Type.Paint and self._on and self._fresh:
            self._painted += 1
            self._fresh = False
        return super().eventFilter(watched, event)

    def _worker(self) -> psutil.Process:
        engine = self._lab.thread_of_training.engine
        assert isinstance(engine, ProcessEngine)
        return psutil.Process(engine.pid)

    def _worker_seconds(self) -> float:
        """Processor time that the training process has used."""
        times = self._worker().cpu_times()
        return times.user + times.system

    @Slot()
    def _weigh(self) -> None:
        """Keep the most that all processes, and the trainer's alone, have had in memory."""
        resident = sum(process.memory_info().rss for process in self._family)
        self._resident = max(self._resident, resident)
        trainer = self._worker().memory_info().rss
        self._resident_of_trainer = max(self._resident_of_trainer, trainer)

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
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--preset", choices=preset_names(), default=DEFAULT_PRESET)
    options = parser.parse_args()
    application = make_application()
    experiment = load_preset(options.preset).with_values({"training.steps": 10_000_000})
    lab = Laboratory(experiment, "process", "cpu", "light")
    lab.window.show()
    lab.window.setGeometry(0, 0, 1440, 900)
    workspace = lab.window.images_shown or lab.window.distributions
    for chip in workspace.chips.buttons.values():
        chip.setChecked(True)
    meter = Meter(lab)

    def finish() -> None:
        size = lab.window.size().toTuple()
        shown = {"size": size, "layers": sorted(workspace.chips.on)}
        print(json.dumps(meter.result() | shown), flush=True)
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
