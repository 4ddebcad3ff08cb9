"""A GPU that fails in the midst of a training: it goes on on the CPU, and says so."""

from __future__ import annotations

import json
from typing import Any, cast

import numpy as np
import pytest
import torch

from ganlab.cli import main
from ganlab.data.target import Target
from ganlab.experiment import Experiment
from ganlab.games.two_player.game import TwoPlayerGame
from ganlab.gan.saving.checkpoint import Checkpoint
from ganlab.lab import commands
from ganlab.lab.device import device_words
from ganlab.lab.files.archive import Run, load_run
from ganlab.lab.frame import CheckpointTaken, HandedOver, Notice, Reply, State, StateChanged
from ganlab.lab.headless import train
from ganlab.lab.past.snapshots import CHECKPOINT_SECONDS
from ganlab.lab.session.session import Session
from tests.small import small, trainer_of

LAST = 150
"""Steps that the GPU takes."""
FULL = "CUDA out of memory. Tried to allocate 2 GiB. GPU 0 has a total capacity of 1 GiB.\nMore."


class Gpu(str):
    """Tensors made there are made on the CPU."""

    type = "cuda"


class OnGpu(TwoPlayerGame):
    """A game that says it is on a GPU, which fails after some steps."""

    def __init__(self, experiment: Experiment, target: Target, device: str = "cpu") -> None:
        super().__init__(experiment, target, "cpu")
        if device == "cuda":
            self.device = cast(torch.device, Gpu("cpu"))

    def run(self, iterations: int) -> None:
        super().run(iterations)
        self._use()

    def state(self) -> Checkpoint:
        self._use()
        return super().state()

    def _use(self) -> None:
        if self.device.type == "cuda" and self.iteration >= LAST:
            raise RuntimeError(FULL)

    def load(self, checkpoint: Checkpoint) -> None:
        super().load(checkpoint)
        self._use()


@pytest.fixture(autouse=True)
def a_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if there were one."""
    for place in ("ganlab.lab.session.building", "ganlab.lab.headless"):
        monkeypatch.setattr(f"{place}.make_game", OnGpu)
    for place in ("ganlab.lab.session.session", "ganlab.cli.support.training"):
        monkeypatch.setattr(
            f"{place}.choose_device", lambda choice: ("cpu" if choice == "cpu" else "cuda", "")
        )
    monkeypatch.setattr("ganlab.lab.session.session.device_words", str.upper)


class Bench:
    """A session of a game on that GPU, some way before it fails; 0.005 seconds a step."""

    def __init__(self, steps: int = LAST - 20) -> None:
        self.replies: list[Reply] = []
        self.now = 0.0
        self.session = Session(self.replies.append, clock=lambda: self.now)
        self.session.handle(commands.Build(small(), 1, device="cuda"))
        run = self.game.run

        def timed(iterations: int) -> None:
            self.now += 0.005 * iterations
            run(iterations)

        vars(self.game)["run"] = timed
        self.session.handle(commands.Play(until=400))
        while self.game.iteration < steps:
            self.work()
        assert self.game.device.type == "cuda"

    def work(self) -> None:
        self.session.advance()
        self.now += 0.005

    @property
    def game(self) -> TwoPlayerGame:
        assert isinstance(self.session.game, TwoPlayerGame)
        return self.session.game

    def all(self, kind: type[Any]) -> list[Any]:
        return [reply for reply in self.replies if isinstance(reply, kind)]


def test_training_goes_on_on_the_cpu_from_the_last_good_state() -> None:
    bench = Bench()
    bench.now += CHECKPOINT_SECONDS
    bench.work()
    kept = bench.all(CheckpointTaken)[-1].checkpoint
    assert 0 < kept.step < LAST
    while bench.game.device.type == "cuda":
        bench.work()
    (notice,) = bench.all(Notice)
    assert notice.level == "warning"
    assert notice.text.startswith("The GPU failed (CUDA out of memory)")
    assert f"from step {kept.step:,}" in notice.text
    assert bench.game.iteration == kept.step
    last = bench.all(StateChanged)[-1]
    assert (last.state, last.device, last.step) == (State.RUNNING, "CPU", kept.step)
    while bench.session.state is State.RUNNING:
        bench.work()
    assert bench.game.iteration == 400, "it holds where it was to"


@pytest.mark.parametrize(
    "command",
    [
        commands.Pause(),
        commands.RequestCheckpoint(5),
        commands.Move("cpu"),
        commands.Build(small({"seed": 2}), 2, device="cpu", hand_over=True),
        commands.Apply(small({"game.k": 2})),
    ],
    ids=lambda command: type(command).__name__,
)
def test_a_command_that_meets_the_failure_is_carried_out_all_the_same(
    command: commands.Command,
) -> None:
    bench = Bench()
    bench.now += CHECKPOINT_SECONDS
    bench.work()
    kept = bench.all(CheckpointTaken)[-1].checkpoint.step
    TwoPlayerGame.run(bench.game, LAST - bench.game.iteration)  # what comes next fails
    bench.now += CHECKPOINT_SECONDS
    bench.session.handle(command)
    assert bench.game.device.type == "cpu"
    assert any("The GPU failed" in notice.text for notice in bench.all(Notice))
    match command:
        case commands.Pause():
            assert bench.session.state is State.PAUSED
        case commands.RequestCheckpoint():
            assert bench.all(CheckpointTaken)[-1].token == 5
        case commands.Build():
            assert bench.game.experiment.seed == 2
            assert bench.all(HandedOver)[-1].checkpoint.step == kept
        case commands.Apply():
            assert bench.game.settings.k == 2
    if not isinstance(command, commands.Build):
        assert bench.game.iteration == kept


def test_an_error_on_the_cpu_stays_what_it_is() -> None:
    bench = Bench(steps=1)
    bench.session.handle(commands.Move("cpu"))

    def fail(iterations: int) -> None:
        raise RuntimeError("a mistake of ours")

    vars(bench.game)["run"] = fail
    with pytest.raises(RuntimeError, match="a mistake of ours"):
        bench.work()


def test_without_a_window_it_goes_on_too(capsys: pytest.CaptureFixture[str], tmp_path: Any) -> None:
    out = tmp_path / "run.ganlab"
    experiment = small()
    file = tmp_path / "small.json"
    file.write_text(experiment.model_dump_json())
    words = ["train", str(file), "--steps", "300", "--device", "cuda", "--out", str(out), "--json"]
    assert main(words) == 0
    said = capsys.readouterr()
    assert "The GPU failed (CUDA out of memory)" in said.err
    assert json.loads(said.out.splitlines()[-1])["steps"] == 300
    run = load_run(out)
    assert run.checkpoint is not None
    assert run.checkpoint.step == 300
    assert "chance/cpu" in run.checkpoint.arrays


def test_a_gpu_that_is_full_from_the_beginning_is_not_used() -> None:
    there = trainer_of(small())
    there.run(LAST)
    told: list[str] = []
    result = train(Run.fresh(small(), there.state()), LAST + 5, "cuda", tell=told.append)
    assert len(told) == 1
    assert f"from step {LAST}" in told[0]
    there.run(5)
    assert result.run.checkpoint is not None
    np.testing.assert_array_equal(
        result.run.checkpoint.arrays["generator/0.weight"],
        there.state().arrays["generator/0.weight"],
    )


def test_a_gpu_that_cannot_say_its_name_has_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def busy() -> str:
        raise RuntimeError("CUDA-capable device(s) is/are busy or unavailable")

    monkeypatch.setattr("torch.cuda.get_device_name", busy)
    assert device_words("cuda") == "GPU"
    assert device_words("cpu") == "CPU"
