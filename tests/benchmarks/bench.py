"""`make bench`: how fast ganlab is, against yardsticks measured in the same run.

Every figure is a ratio of medians of processes that take turns, or a median over several of them,
so that a machine that is busy for a while spoils neither side more than the other. Absolute rates
are printed beside. The last line is one JSON object.

    python -m tests.benchmarks.bench [--only FIGURE]
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from statistics import median
from typing import Any

import ganlab
from ganlab.presets import load_preset

DEFAULT = ("--size", "default")
PAIRS, PAIR_SECONDS = 5, 4.0
LIVE_PAIRS, LIVE_SECONDS = 3, 8.0
IMAGES = "mnist-dcgan"
STARTS = 9
THEORY_RUNS = 3
MOMENT = struct.Struct("d")
"""A moment on time.perf_counter, one clock for all processes."""
Figures = dict[str, float]


def tutorial(key: str, size: str) -> Figures:
    """The trainer over the tutorial's loop, both on the number of threads that suits them; which
    of them goes first changes from one time to the next."""
    ours: list[float] = []
    one: list[float] = []
    several: list[float] = []
    turns = [
        (ours, ("trainer",)),
        (one, ("tutorial", "--threads", "1")),
        (several, ("tutorial",)),
    ]
    for _ in range(PAIRS):
        for rates, loop in turns:
            asked = _ask("rates", *loop, "--size", size, "--seconds", str(PAIR_SECONDS))
            rates.append(asked["rate"])
        turns.reverse()
    theirs = max(one, several, key=median)
    _say(f"{key}: trainer", ours, "steps/s")
    _say("  tutorial, one thread", one, "steps/s")
    _say("  tutorial, torch's own choice of threads", several, "steps/s")
    return {key: _ratio(ours, theirs)}


def live() -> Figures:
    """Training with the real window beside it, over training alone; frames and input meanwhile."""
    alone, beside = [], []
    for _ in range(LIVE_PAIRS):
        seconds = ("--seconds", str(LIVE_SECONDS))
        # The window keeps a core: training beside it has one thread.
        alone.append(_ask("rates", "trainer", *DEFAULT, *seconds, "--threads", "1"))
        beside.append(_ask_while_typing("live"))
    print(f"live: window {beside[0]['size']}, layers {', '.join(beside[0]['layers'])}")
    _say("  headless", bare := [a["rate"] for a in alone], "steps/s")
    _say("  with the window", rates := [b["rate"] for b in beside], "steps/s")
    _say("  headless", [a["rate_of_cpu"] for a in alone], "steps to a second of processor time")
    _say("  with the window", [b["rate_of_cpu"] for b in beside], "steps to the same")
    _say("  frames taken", [b["frames_taken"] for b in beside], "a second")
    _say("  frames painted", frames := [b["frames_per_second"] for b in beside], "a second")
    _say("  input waits, p95", waits := [b["wait_p95_ms"] for b in beside], "ms")
    _say("  input events", [b["waits"] for b in beside], "")
    _say("  the window's process", [b["cores"] for b in beside], "cores")
    return {
        "live_over_headless": _ratio(rates, bare),
        "frames_per_second": median(frames),
        "input_wait_p95_ms": median(waits),
    }


def images() -> Figures:
    """The same of images, over a bare loop with as many threads; memory meanwhile."""
    batch = load_preset(IMAGES).training.batch_size
    threads = max(1, (os.cpu_count() or 1) - 1)  # as many as the trainer takes
    bare, beside = [], []
    for _ in range(LIVE_PAIRS):
        size = ("--seconds", str(LIVE_SECONDS), "--threads", str(threads))
        bare.append(_ask("image_loop", *size))
        beside.append(_ask_while_typing("live", "--preset", IMAGES))
    print(f"images: {IMAGES}, window {beside[0]['size']}, layers {', '.join(beside[0]['layers'])}")
    loop, rates = [b["rate"] for b in bare], [batch * b["rate"] for b in beside]
    _say(f"  bare loop, torch's threads: {threads}", loop, "images/s")
    _say("  with the window", rates, "images/s")
    of_cpu = [batch * b["rate_of_cpu"] for b in beside]
    _say("  bare loop", [b["rate_of_cpu"] for b in bare], "images to a second of processor time")
    _say("  with the window", of_cpu, "images to the same")
    _say("  frames painted", [b["frames_per_second"] for b in beside], "a second")
    _say("  input waits, p95", [b["wait_p95_ms"] for b in beside], "ms")
    _say("  the window's process", [b["cores"] for b in beside], "cores")
    _say("  memory of all processes", memory := [b["memory_mb"] for b in beside], "MB")
    _say("  memory of the training process", [b["memory_of_trainer_mb"] for b in beside], "MB")
    return {"images_live_over_bare": _ratio(rates, loop), "images_memory_mb": max(memory)}


def start() -> Figures:
    """From before the process starts to the window's first paint, over the imports alone."""
    compileall.compile_dir(ganlab.__path__[0], quiet=1)  # as an installation does
    painted: list[float] = []
    filled: list[float] = []
    imports: list[float] = []
    for i in range(STARTS + 1):
        for what, lists in (("window", (painted, filled)), ("imports", (imports,))):
            began = time.perf_counter()
            moments = _output("startup", what).split()
            if i:  # the first ones warm the file cache
                for times, moment in zip(lists, moments, strict=True):
                    times.append(1000 * (float(moment) - began))
    _say("window_over_imports: window painted", painted, "ms")
    _say("  every dock filled", filled, "ms")
    _say("  imports alone", imports, "ms")
    return {"window_over_imports": _ratio(painted, imports)}


def memory() -> Figures:
    """What a long run adds to the memory of its history and curves."""
    resident = _ask("memory")
    print(f"memory: {resident['few']:.1f} MB after 10^4 records, {resident['many']:.1f} after 10^6")
    return {"memory_growth_mb": resident["many"] - resident["few"]}


def theory() -> Figures:
    """From an event to the picture of it on the worst bench, and what the room costs at rest."""
    found = [_ask("theory") for _ in range(THEORY_RUNS)]
    for name in found[0]["worst"]:
        control = found[0]["worst"][name][0]
        _say(f"theory: {name}, {control} dragged, p95", [f["worst"][name][1] for f in found], "ms")
    worst = [max(p95 for _, p95 in one["worst"].values()) for one in found]
    _say("  the worst bench", worst, "ms")
    cores = [one["idle_cores"] for one in found]
    _say("  at rest, a hundred times the cores", [100 * core for core in cores], "")
    return {"theory_drag_p95_ms": median(worst), "theory_window_idle_cores": median(cores)}


MEASURES = {
    "live_over_headless": live,
    "headless_over_tutorial": lambda: tutorial("headless_over_tutorial", "default"),
    "headless_over_tutorial_wide": lambda: tutorial("headless_over_tutorial_wide", "wide"),
    "headless_over_tutorial_tiny": lambda: tutorial("headless_over_tutorial_tiny", "tiny"),
    "frames_per_second": live,
    "input_wait_p95_ms": live,
    "window_over_imports": start,
    "memory_growth_mb": memory,
    "images_live_over_bare": images,
    "images_memory_mb": images,
    "theory_drag_p95_ms": theory,
    "theory_window_idle_cores": theory,
}


def main() -> None:
    """Measure everything, or what gives one figure."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", choices=MEASURES, metavar="FIGURE", help=", ".join(MEASURES))
    options = parser.parse_args()
    figures: Figures = {}
    with _settings_of_our_own(), _screen():
        for key in (options.only,) if options.only else MEASURES:
            if key not in figures:
                figures |= MEASURES[key]()
    print(json.dumps({key: round(figures[key], 3) for key in MEASURES if key in figures}))


# --- processes ---


def _command(module: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", f"tests.benchmarks.{module}", *arguments]


def _output(module: str, *arguments: str) -> str:
    done = subprocess.run(_command(module, *arguments), stdout=subprocess.PIPE, check=True)
    return done.stdout.decode().splitlines()[-1]


def _ask(module: str, *arguments: str) -> dict[str, Any]:
    return json.loads(_output(module, *arguments))


def _ask_while_typing(module: str, *arguments: str) -> dict[str, Any]:
    """Run it and, at random moments, tell it on its standard input what time it is."""
    pipe = subprocess.PIPE
    command = _command(module, *arguments)
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, bufsize=0) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        with suppress(BrokenPipeError):
            while process.poll() is None:
                time.sleep(random.uniform(0.01, 0.03))
                process.stdin.write(MOMENT.pack(time.perf_counter()))
        output = process.stdout.read().decode()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, module)
    return json.loads(output.splitlines()[-1])


@contextmanager
def _settings_of_our_own() -> Iterator[None]:
    """The window's settings and autosaves go to a folder that does not last."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
            os.environ[name] = folder
        yield


@contextmanager
def _screen() -> Iterator[None]:
    """A screen of 1440x900 drawn in software."""
    if shutil.which("Xvfb") is None:
        print("Xvfb is missing: the window is measured without a screen (offscreen)")
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        yield
        return
    reading, writing = os.pipe()
    command = [
        "Xvfb",
        "-displayfd",
        str(writing),
        "-screen",
        "0",
        "1440x900x24",
        "-nolisten",
        "tcp",
    ]
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(command, pass_fds=[writing], stdout=quiet, stderr=quiet)
    os.close(writing)
    try:
        with open(reading) as display:
            os.environ["DISPLAY"] = f":{display.readline().strip()}"
        os.environ["QT_QPA_PLATFORM"] = "xcb"
        yield
    finally:
        server.terminate()
        server.wait()


# --- numbers ---


def _ratio(over: list[float], under: list[float]) -> float:
    """Median of the ratios of what was measured side by side."""
    return median(a / b for a, b in zip(over, under, strict=True))


def _say(what: str, numbers: list[float], unit: str) -> None:
    low, high = min(numbers), max(numbers)
    print(f"{what}: {median(numbers):,.1f} {unit} ({low:,.1f} to {high:,.1f})", flush=True)


if __name__ == "__main__":
    main()
