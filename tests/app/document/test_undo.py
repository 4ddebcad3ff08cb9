"""Undo in a real laboratory: networks, optimizers, chance and curves come back bit for bit."""

from __future__ import annotations

import gc
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from ganlab.app.document.controller import Controller
from ganlab.app.document.edits import Edit
from ganlab.app.document.undo_memory import UndoMemoryMenu
from ganlab.app.shell.application import Laboratory
from ganlab.gan.saving.checkpoint import Checkpoint
from ganlab.gan.settings import two_player
from ganlab.lab.frame import Notice, State
from ganlab.lab.past import kept_runs
from ganlab.lab.past.kept_runs import MB
from ganlab.presets import load_preset
from tests.app.answering import answering, click
from tests.app.labs import lose_engine, opened, wait_until_ready
from tests.small import small, trainer_of

GAME = small({"name": "small", "game.ema": 0.9})


@pytest.fixture
def lab(qtbot: QtBot, tmp_path: Path) -> Iterator[Laboratory]:
    with opened(tmp_path, GAME) as lab:
        wait_until_ready(qtbot, lab)
        yield lab


def train(qtbot: QtBot, controller: Controller, steps: int) -> None:
    """So many steps more, and every frame of them."""
    goal = controller.step + steps
    controller.train_until(goal)
    rest(qtbot, controller, goal)


def rest(qtbot: QtBot, controller: Controller, step: int) -> None:
    """Wait until it stands still at a step and its curves have come."""

    def there() -> bool:
        still = controller.state in (State.PAUSED, State.IDLE)
        told = controller.history
        steps = (controller.step, told.steps, told.evaluation_latest("step") if step else step)
        return still and steps == (step, step, step)

    qtbot.waitUntil(there, timeout=60_000)


def state(qtbot: QtBot, controller: Controller) -> Checkpoint:
    """The networks as the engine has them now."""
    with qtbot.waitSignal(controller.checkpoint_ready, timeout=60_000) as caught:
        token = controller.request_checkpoint()
    assert caught.args is not None
    assert caught.args[0].token == token
    checkpoint = caught.args[0].checkpoint
    assert isinstance(checkpoint, Checkpoint)
    return checkpoint


def whole(qtbot: QtBot, controller: Controller) -> dict[str, Any]:
    """Everything that undo has to bring back."""
    checkpoint = state(qtbot, controller)
    arrays = {f"networks {name}": array for name, array in checkpoint.arrays.items()}
    curves = {f"curves {name}": array for name, array in controller.history.arrays().items()}
    return {
        "document": controller.experiment,
        "step": (checkpoint.step, controller.step, controller.history.steps),
        "counters": checkpoint.counters,
        "file": (controller.path, controller.modified),
        **{name: array.tobytes() for name, array in (arrays | curves).items()},
    }


REBUILDS: dict[str, tuple[Any, str]] = {
    "reset": (lambda c: c.reset(), "Reset"),
    "seed": (lambda c: c.choose_seed(9), "New seed"),
    "networks": (lambda c: c.edit("Units", {"game.generator.units": 9}), "Units"),
    "target": (lambda c: c.replace("target: Moons", load_preset("moons")), "target: Moons"),
}


@pytest.mark.parametrize(("rebuild", "text"), REBUILDS.values(), ids=REBUILDS.keys())
def test_undo_of_whatever_starts_again_brings_everything_back(
    qtbot: QtBot, lab: Laboratory, rebuild: Any, text: str
) -> None:
    c, undo, redo = lab.controller, *map(lab.window.actions_table.__getitem__, ("undo", "redo"))
    train(qtbot, c, 185)
    before = whole(qtbot, c)
    rebuild(c)
    assert c.step == 0
    assert undo.text() == f"Undo {text} (185 steps)"
    train(qtbot, c, 60)
    second = whole(qtbot, c)
    undo.trigger()
    rest(qtbot, c, 185)
    assert whole(qtbot, c) == before
    assert redo.text() == f"Redo {text} (60 steps)"
    train(qtbot, c, 70)  # what is learned after the undo stays, too
    third = whole(qtbot, c)
    redo.trigger()
    rest(qtbot, c, 60)
    assert whole(qtbot, c) == second
    assert undo.text() == f"Undo {text} (255 steps)"
    undo.trigger()
    rest(qtbot, c, 255)
    assert whole(qtbot, c) == third
    exact = trainer_of(GAME)
    exact.run(255)
    assert (
        third["networks generator/0.weight"] == exact.state().arrays["generator/0.weight"].tobytes()
    )


def test_undo_in_the_very_moment_of_a_reset_is_exact(qtbot: QtBot, lab: Laboratory) -> None:
    c, undo = lab.controller, lab.window.actions_table["undo"]
    c.play()
    qtbot.waitUntil(lambda: c.step > 100, timeout=60_000)
    c.reset()
    undo.trigger()  # the networks have not come yet
    c.edit("k", {"game.k": 2})  # nor have they now
    assert c.state is State.LOADING
    qtbot.waitUntil(lambda: c.state is State.PAUSED, timeout=60_000)
    assert two_player(c.experiment.game).k == 2
    got = state(qtbot, c)
    assert got.step == c.step > 100
    qtbot.waitUntil(lambda: c.history.steps == got.step)
    assert c.history.curve("value", 10**6)[0].tolist() == list(range(1, got.step + 1))
    exact = trainer_of(GAME)
    exact.run(got.step)
    wanted = exact.state()
    assert wanted.counters == got.counters
    for name, array in wanted.arrays.items():
        assert np.array_equal(array, got.arrays[name]), name


def test_keys_pressed_faster_than_the_engine_answers_lose_nothing(
    qtbot: QtBot, lab: Laboratory
) -> None:
    c, stack = lab.controller, lab.controller.undo_stack
    train(qtbot, c, 50)
    before = whole(qtbot, c)
    c.reset()
    c.undo()
    c.reset()
    c.undo()
    c.redo()
    c.undo()
    rest(qtbot, c, 50)
    assert whole(qtbot, c) == before
    assert (stack.index(), stack.count()) == (0, 1)


def test_any_walk_up_and_down_the_stack_finds_every_run_as_it_was_left(
    qtbot: QtBot, lab: Laboratory
) -> None:
    c, chance = lab.controller, random.Random(3)
    runs: list[dict[str, Any]] = []
    for steps, (rebuild, _) in zip((40, 30, 20, 10), REBUILDS.values(), strict=True):
        train(qtbot, c, steps)
        runs.append(whole(qtbot, c))
        c.edit("k", {"game.k": 1 + len(runs)})
        c.edit("k", {"game.k": 1})
        rebuild(c)
    runs.append(whole(qtbot, c))
    place = len(runs) - 1
    for _ in range(12):
        goal = chance.randrange(len(runs))
        while place != goal:
            down = goal < place
            (c.undo if down else c.redo)()
            place += -1 if down else 1
        rest(qtbot, c, runs[goal]["step"][0])
        assert whole(qtbot, c) == runs[goal]


def test_a_dragged_control_keeps_the_run_before_it_and_no_other(
    qtbot: QtBot, lab: Laboratory
) -> None:
    c = lab.controller
    c.clock = lambda: 0.0  # all within a moment
    train(qtbot, c, 50)
    c.clock = lambda: 9.0
    before = whole(qtbot, c)
    c.play()
    qtbot.waitUntil(lambda: c.state is State.RUNNING, timeout=60_000)
    for units in (9, 10, 11, 8):
        c.edit("Units", {"game.generator.units": units})
        qtbot.waitUntil(lambda: c.step > 3, timeout=60_000)
    assert c.undo_stack.count() == 1, "not even when it was dragged back again"
    assert c.experiment == GAME
    c.undo()
    qtbot.waitUntil(lambda: c.state is State.PAUSED, timeout=60_000)
    assert state(qtbot, c).step == c.step >= 50
    assert before["step"][0] == 50


def test_what_was_trained_between_two_edits_of_a_field_is_not_merged_away(
    qtbot: QtBot, lab: Laboratory
) -> None:
    c = lab.controller
    now = iter(range(0, 10**6, 5))
    c.clock = lambda: float(next(now))
    c.edit("Units", {"game.generator.units": 9})
    train(qtbot, c, 40)
    between = whole(qtbot, c)
    c.edit("Units", {"game.generator.units": 10})
    assert c.undo_stack.count() == 2
    c.undo()
    rest(qtbot, c, 40)
    assert whole(qtbot, c) == between


# --- what there is room for -----------------------------------------------------------------


def test_older_runs_lie_on_disk_and_come_back_from_there(
    qtbot: QtBot, lab: Laboratory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_runs, "IN_MEMORY", 1)
    c, runs = lab.controller, []
    for seed in (5, 6, 7):
        train(qtbot, c, 30)
        runs.append(whole(qtbot, c))
        with qtbot.waitSignal(c.kept_changed):
            c.choose_seed(seed)
    c.kept_runs.wait()
    assert len(list(tmp_path.glob("undo/*/*.ganlab"))) == 2, "the newest stays in memory"
    for run in reversed(runs):
        c.undo()
        rest(qtbot, c, 30)
        assert whole(qtbot, c) == run
    c.kept_runs.wait()
    c.undo_stack.clear()
    assert not list(tmp_path.glob("undo/*/*.ganlab"))


def test_a_closed_window_leaves_nothing_and_a_dead_one_s_runs_go_at_the_next_start(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_runs, "IN_MEMORY", 1)
    dead = tmp_path / "undo" / "dead"
    dead.mkdir(parents=True)
    (dead / "lock").touch()
    (dead / "3.ganlab").write_bytes(b"what a window left that was killed")
    with opened(tmp_path, GAME) as lab:
        assert not dead.exists()
        wait_until_ready(qtbot, lab)
        for seed in (5, 6):
            train(qtbot, lab.controller, 10)
            with qtbot.waitSignal(lab.controller.kept_changed):
                lab.controller.choose_seed(seed)
        lab.controller.kept_runs.wait()
        assert list(tmp_path.glob("undo/*/*.ganlab"))
    assert not list(tmp_path.glob("undo/*"))


def memory(lab: Laboratory) -> UndoMemoryMenu:
    (menu,) = lab.window.findChildren(UndoMemoryMenu)
    return menu


def choose(lab: Laboratory, text: str) -> None:
    (action,) = [a for a in memory(lab).actions() if a.text() == text]
    action.trigger()


def test_what_cannot_be_kept_is_asked_about_first(qtbot: QtBot, lab: Laboratory) -> None:
    c = lab.controller
    train(qtbot, c, 1200)
    before = whole(qtbot, c)
    choose(lab, "Nothing Trained")
    assert lab.settings.undo_megabytes == 0
    assert memory(lab).title() == "Memory for Undo: Nothing Trained"
    reset = lab.window.actions_table["reset"]
    with answering(click("Cancel", "“Reset” cannot be undone. The networks of 1,200 steps are")):
        reset.trigger()
    assert whole(qtbot, c) == before
    assert not c.undo_stack.count()
    with answering(click("Go on", "cannot be undone")):
        reset.trigger()
    assert c.step == 0
    assert lab.window.actions_table["undo"].text() == "Undo Reset"
    c.undo()
    rest(qtbot, c, 0)


def test_the_oldest_go_first_and_only_when_asked(qtbot: QtBot, lab: Laboratory) -> None:
    c = lab.controller
    for steps in (30, 40):
        train(qtbot, c, steps)
        with qtbot.waitSignal(c.kept_changed):
            c.choose_seed(steps)
        c.reset()  # an untrained one costs nothing
    train(qtbot, c, 20)
    gc.collect()  # what edits that are gone have kept is counted until it is collected
    c.kept_runs.budget = c.kept_runs.used + 1
    with answering(click("Cancel", "makes Undo forget older networks. To keep to")):
        c.reset()
    assert c.step == 20
    with answering(click("Go on", "those of 30 steps go")):
        c.reset()
    texts = [c.undo_stack.text(i) for i in range(c.undo_stack.count())]
    assert texts == ["New seed", "New seed (40 steps)", "Reset (20 steps)"]


def test_a_smaller_budget_asks_before_it_forgets(qtbot: QtBot, lab: Laboratory) -> None:
    c = lab.controller
    train(qtbot, c, 30)
    with qtbot.waitSignal(c.kept_changed):
        c.reset()
    memory(lab).aboutToShow.emit()
    assert memory(lab).actions()[0].text() == f"In use: {c.kept_runs.used / MB:,.1f} MB"
    with answering(click("Cancel", "Those of 30 steps do not fit")):
        choose(lab, "Nothing Trained")
    assert memory(lab).title() == "Memory for Undo: 1,000 MB"
    assert c.kept_runs.used
    with answering(click("Go on", "Undo has to forget networks")):
        choose(lab, "Nothing Trained")
    assert not c.kept_runs.used


def test_an_edit_that_would_cost_what_redo_brings_back_asks_first(
    qtbot: QtBot, lab: Laboratory
) -> None:
    c = lab.controller
    train(qtbot, c, 30)
    c.reset()
    train(qtbot, c, 80)
    c.undo()
    rest(qtbot, c, 30)
    with answering(
        click("Cancel", "“k” makes Redo impossible. Redo would bring back networks of 80")
    ):
        c.edit("k", {"game.k": 2})
    assert two_player(c.experiment.game).k == 1
    control = lab.window.experiment.form.controls["game.k"]
    assert control.isEnabled()
    c.redo()
    rest(qtbot, c, 80)


# --- an engine that dies --------------------------------------------------------------------


def test_after_a_crash_undo_brings_back_the_last_that_is_known(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with opened(tmp_path, GAME) as lab:
        c = lab.controller
        said: list[Notice] = []
        c.notice.connect(said.append)
        wait_until_ready(qtbot, lab)
        train(qtbot, c, 40)  # holding sends a checkpoint
        lose_engine(lab)
        qtbot.waitUntil(lambda: c.state is State.CRASHED, timeout=60_000)
        c.reset()
        edit = c.undo_stack.command(0)
        assert isinstance(edit, Edit)
        assert edit.text() == "Reset (40 steps)"
        c.undo()
        rest(qtbot, c, 40)
        assert state(qtbot, c).step == 40
