"""A session that trains on the GPU: frames, moves to the CPU and back, and the loss of the GPU."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import Any

import pytest
import torch

from ganlab.experiment import Experiment
from ganlab.games.game import Game
from ganlab.games.rules import rules_of
from ganlab.games.shown.views import Look
from ganlab.lab import commands
from ganlab.lab.device import choose_device, device_words
from ganlab.lab.frame import (
    CheckpointTaken,
    Failed,
    Frame,
    FrameRequest,
    Notice,
    Reply,
    State,
    StateChanged,
)
from ganlab.lab.session.session import Session
from ganlab.lab.session.worker import ProcessEngine
from tests.gpu.games import DEVICE, KINDS
from tests.small import small

LOOK = Look(pointed=(0.1, 0.2))
PRESETS: dict[str, Experiment] = {
    **{kind: KINDS[kind] for kind in ("plane", "line", "told", "moments")},
    "images": Experiment().with_values(
        {"data": {"kind": "images", "subset": 60}, "game.image_networks.channels": 8}
    ),
}


class Bench:
    """A session on the GPU, and what it answered."""

    def __init__(self, experiment: Experiment) -> None:
        self.replies: list[Reply] = []
        self.session = Session(self.replies.append)
        self.tell(commands.Build(experiment, 1, device=DEVICE, play=True))

    def tell(self, *told: commands.Command) -> None:
        for command in told:
            self.session.handle(command)

    def until(self, step: int) -> None:
        """Let it train until then."""
        end = time.monotonic() + 60
        while self.game.iteration < step:
            self.session.advance()
            assert time.monotonic() < end

    def frame(self) -> Frame:
        """With every view there is."""
        views = {v.name for v in rules_of(self.game.experiment).views(self.game.experiment)}
        self.tell(commands.RequestFrame(FrameRequest(frozenset(views), LOOK)))
        before, end = len(self.all(Frame)), time.monotonic() + 60
        while len(self.all(Frame)) == before:
            self.session.advance()
            assert time.monotonic() < end
        return self.all(Frame)[-1]

    @property
    def game(self) -> Game:
        assert self.session.game is not None
        return self.session.game

    def all(self, kind: type[Any]) -> list[Any]:
        return [reply for reply in self.replies if isinstance(reply, kind)]


@pytest.mark.parametrize("kind", PRESETS)
def test_it_shows_itself_moves_away_and_comes_back(kind: str) -> None:
    bench = Bench(PRESETS[kind])
    for number, device in enumerate((DEVICE, "cpu", DEVICE), 1):
        assert bench.game.device.type == device
        assert bench.all(StateChanged)[-1].device == device_words(device)
        bench.until(4 * number)
        bench.tell(commands.Pause())
        assert bench.frame().pictures
        bench.tell(commands.Play())
        assert bench.session.state is State.RUNNING
        if number < 3:
            bench.tell(commands.Move("cpu" if device == DEVICE and number == 1 else DEVICE))
            assert bench.game.iteration >= 4 * number
    bench.tell(commands.Step(), commands.RequestCheckpoint(1))
    assert bench.all(CheckpointTaken)[-1].checkpoint.is_finite()
    assert bench.frame().scalars is not None
    assert not bench.all(Notice)


def test_slow_motion_and_edits_go_their_way() -> None:
    bench = Bench(KINDS["plane"])
    bench.tell(commands.SetPace(None, slow_motion=True, stage_seconds=0.0))
    bench.until(2)
    bench.tell(commands.SetPace(None), commands.Apply(KINDS["plane"].with_values({"game.k": 3})))
    bench.until(bench.game.iteration + 60)
    bench.tell(commands.Pause())
    assert bench.frame().measured


def test_a_worker_trains_there() -> None:
    engine = ProcessEngine()
    try:
        engine.send(commands.Build(small(), 1, device=DEVICE, play=True))
        engine.send(commands.RequestFrame(FrameRequest(frozenset({"generated", "heatmap"}), LOOK)))
        pictures: set[str] = set()
        end = time.monotonic() + 60
        while "heatmap" not in pictures and time.monotonic() < end:
            reply = engine.receive(1.0)
            assert not isinstance(reply, Failed), reply
            if isinstance(reply, Frame):
                pictures |= set(reply.pictures)
                engine.send(commands.RequestFrame(FrameRequest(frozenset(pictures), LOOK)))
        assert "heatmap" in pictures
    finally:
        engine.close()


# --- where the GPU itself is asked ----------------------------------------------------------


@pytest.mark.gpu_alone
def test_it_is_chosen_and_has_a_name() -> None:
    assert choose_device("auto") == choose_device("cuda") == ("cuda", "")
    assert choose_device("cpu") == ("cpu", "")
    assert device_words("cuda") == torch.cuda.get_device_name()


@pytest.mark.gpu_alone
def test_a_full_gpu_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench(KINDS["plane"])
    bench.until(60)

    def too_much(iterations: int) -> None:
        torch.empty(1 << 50, device="cuda")

    monkeypatch.setitem(vars(bench.game), "run", too_much)
    while bench.game.device.type == "cuda":
        bench.session.advance()
    (notice,) = bench.all(Notice)
    assert notice.text.startswith("The GPU failed (CUDA out of memory): ")
    bench.until(bench.game.iteration + 20)
    bench.tell(commands.Move("cuda"))
    assert bench.game.device.type == "cuda"
    bench.until(bench.game.iteration + 20)


BROKEN = """
import torch
from ganlab.lab import commands
from ganlab.lab.frame import Notice
from ganlab.lab.session.session import Session
from tests.small import small

replies = []
session = Session(replies.append)
session.handle(commands.Build(small(), 1, device="cuda", play=True))
while session.game.iteration < 60:
    session.advance()
run = session.game.run

def broken(iterations):
    torch.zeros(2, device="cuda")[torch.full((3,), 7, device="cuda")]
    run(iterations)

session.game.run = broken
for _ in range(300):
    session.advance()
    if session.game.device.type == "cpu":
        break
step = session.game.iteration
for _ in range(20):
    session.advance()
assert session.game.device.type == "cpu" and session.game.iteration > step
session.handle(commands.Move("cuda"))  # it stays broken: the CPU again
for _ in range(20):
    session.advance()
assert session.game.device.type == "cpu" and session.game.iteration > step
notices = [reply.text for reply in replies if isinstance(reply, Notice)]
print(*notices, sep="\\n")
assert len(notices) == 2 and all("The GPU failed" in text for text in notices)
"""


@pytest.mark.gpu_alone
def test_a_gpu_that_breaks_for_good_is_left() -> None:
    done = subprocess.run(
        [sys.executable, "-c", BROKEN], capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]


TRAINED = """
import sys
import torch
from ganlab.cli import main
from ganlab.gan.trainer import Trainer

step = Trainer.step

def broken(self):
    if self.device.type == "cuda" and self.iteration == 120:
        torch.zeros(2, device="cuda")[torch.full((3,), 7, device="cuda")]
    step(self)

Trainer.step = broken
sys.exit(main(["train", "ring-8", "--steps", "200", "--device", "cuda", "--json"]))
"""


@pytest.mark.gpu_alone
def test_without_a_window_it_is_left_too() -> None:
    done = subprocess.run(
        [sys.executable, "-c", TRAINED], capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert "The GPU failed" in done.stderr
    assert '"steps": 200' in done.stdout
