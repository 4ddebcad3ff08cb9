"""Drags a control of each bench of the theory room, and looks on while nothing moves; one process
of `bench`.

A drag is timed from the event to the end of painting: the slider is moved, and the window's events
are handled until none is left. A bench without a slider has one of its handles dragged.
"""

from __future__ import annotations

import json
import time

import numpy as np
from PySide6.QtCore import QEvent, QEventLoop, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QSlider

from ganlab.app.rooms.theory.plots.grip import Grip
from ganlab.app.rooms.theory.room import TheoryRoom
from ganlab.app.shell.application import DEFAULT_PRESET, Laboratory, make_application
from ganlab.presets import load_preset

MOVES, FIRST_MOVES = 60, 10
"""Of a drag; the first ones load what is needed and are not counted."""
IDLE_MS = 2000
SETTLE_MS = 700


def drag_slider(slider: QSlider) -> list[float]:
    """Milliseconds from each move of a slider to the picture of it."""
    times = []
    low, high = slider.minimum(), slider.maximum()
    slider.setSliderDown(True)
    for i in range(MOVES):
        value = round(low + (high - low) * (0.5 + 0.4 * np.sin(i / 5)))
        began = time.perf_counter()
        slider.setValue(value)
        QApplication.processEvents()
        times.append(1000 * (time.perf_counter() - began))
    slider.setSliderDown(False)
    return times[FIRST_MOVES:]


def drag_grip(grip: Grip) -> list[float]:
    """The same of a handle in a plot."""
    times = []
    middle = QPointF(grip.width() / 2, grip.height() / 2)

    def send(kind: QEvent.Type, at: QPointF, down: Qt.MouseButton) -> None:
        left = Qt.MouseButton.LeftButton
        to = QPointF(grip.mapToGlobal(at))
        event = QMouseEvent(kind, at, to, left, down, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(grip, event)

    send(QEvent.Type.MouseButtonPress, middle, Qt.MouseButton.LeftButton)
    for i in range(MOVES):
        began = time.perf_counter()
        send(QEvent.Type.MouseMove, middle + QPointF(QPoint(8 if i // 5 % 2 else -8, 2)),
             Qt.MouseButton.LeftButton)  # fmt: skip
        QApplication.processEvents()
        times.append(1000 * (time.perf_counter() - began))
    send(QEvent.Type.MouseButtonRelease, middle, Qt.MouseButton.NoButton)
    return times[FIRST_MOVES:]


def drag(room: TheoryRoom, name: str) -> tuple[str, float]:
    """(what was dragged, the 95th percentile, ms) on one bench: the worst of its sliders."""
    shown = room.shown(name)
    worst: tuple[str, float] = "", 0.0
    for path, row in shown.side.form.rows.items():
        for slider in row.findChildren(QSlider):
            worst = max(worst, (path, _p95(drag_slider(slider))), key=lambda found: found[1])
            room.desk(name).settle()
            room.desk(name).stack.undo()
    if not worst[0]:
        for grip in shown.page.findChildren(Grip)[:2]:
            if grip.isVisible():
                named = grip.handle.name
                worst = max(worst, (named, _p95(drag_grip(grip))), key=lambda found: found[1])
    return worst


def _p95(times: list[float]) -> float:
    return float(np.percentile(times, 95))


def wait(ms: int) -> None:
    """Let the window be for so long."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def main() -> None:
    """Print the result as JSON."""
    make_application()
    lab = Laboratory(load_preset(DEFAULT_PRESET), "process", "cpu", "light")
    lab.window.show()
    lab.window.setGeometry(0, 0, 1440, 900)
    lab.start()
    wait(SETTLE_MS)
    lab.window.rooms.go("theory")
    room = lab.window.theory
    worst, busy, idle = {}, 0.0, 0.0
    for name in room.benches:
        room.choose(name)
        room.settle()
        wait(SETTLE_MS)
        worst[name] = drag(room, name)
        wait(SETTLE_MS)
        began, used = time.perf_counter(), time.process_time()
        wait(IDLE_MS)
        idle += time.perf_counter() - began
        busy += time.process_time() - used
    print(json.dumps({"worst": worst, "idle_cores": busy / idle}), flush=True)
    lab.shut_down()


if __name__ == "__main__":
    main()
