"""What widget tests share: a real Controller on a link that records, made-up frames, the theme.

Every test here also fails when it leaves a thread, a child process, a running timer or a running
animation behind.
"""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Iterator
from typing import Any, Protocol

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtWidgets import QApplication

from ganlab.app.document.controller import Controller
from ganlab.app.look.theme import Theme, load_fonts
from ganlab.experiment import Experiment
from ganlab.games.shown.views import Picture, Values
from ganlab.gan.columns import SCALARS
from ganlab.lab.commands import Command
from ganlab.lab.frame import Frame
from tests.app.leftovers import left_since, look
from tests.pictures import mesh, picture

pg.setConfigOptions(imageAxisOrder="row-major", antialias=False)


class RecordingLink:
    """Stands in for an engine: keeps what is sent, hands out the frames put into it."""

    def __init__(self) -> None:
        self.sent: list[Command] = []
        self.frames: deque[Frame] = deque()

    def send(self, command: Command) -> None:
        """Keep the command."""
        self.sent.append(command)

    def take_frame(self) -> Frame | None:
        """The oldest frame put in, at most once."""
        return self.frames.popleft() if self.frames else None

    def commands(self, kind: type[Any]) -> list[Any]:
        """Those sent that are of a kind, oldest first."""
        return [command for command in self.sent if isinstance(command, kind)]


class MakeFrame(Protocol):
    """Makes a Frame of the controller's present generation; any field can be given, and any view:
    as a picture, as the array of one, or None for no news of it."""

    def __call__(self, controller: Controller, **overrides: Any) -> Frame: ...


@pytest.fixture(scope="session", autouse=True)
def settings_of_our_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    """QSettings writes into a folder of this test run."""
    folder = str(tmp_path_factory.mktemp("settings"))
    for form in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(form, QSettings.Scope.UserScope, folder)


@pytest.fixture(autouse=True)
def nothing_left_behind(qapp: QApplication) -> Iterator[None]:
    """Fails a test that leaves a thread, process, running timer or animation behind."""
    gc.disable()  # as in the window: what it frees in the middle of a connect can hang Qt
    before = look()
    yield
    gc.collect(0)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()
    left = left_since(before)
    assert not left, f"left behind: {left}"


@pytest.fixture
def link() -> RecordingLink:
    """The link of `controller`."""
    return RecordingLink()


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """The light theme, applied, with the shipped fonts."""
    load_fonts()
    theme = Theme("light")
    theme.apply()
    return theme


@pytest.fixture
def controller(qapp: QApplication, link: RecordingLink) -> Iterator[Controller]:
    """A started Controller of the default Experiment; put frames into `link.frames`."""
    controller = Controller(Experiment(), link)
    controller.start()
    yield controller
    controller.stop()
    controller.deleteLater()


@pytest.fixture
def make_frame() -> MakeFrame:
    """Makes frames as a session in the middle of training would."""
    return _make_frame


def _make_frame(controller: Controller, **overrides: Any) -> Frame:
    """A frame with every view: a generator that puts uniform noise on a wavy ring."""
    rng = np.random.default_rng(5)
    noise = rng.uniform(-1, 1, (500, 2))
    edges = np.linspace(-1, 1, 21)
    corners = np.stack(np.meshgrid(edges, edges), axis=-1)
    axis = np.linspace(-1.25, 1.25, 100)
    x, y = np.meshgrid(axis, axis)
    belief = 1 / (1 + np.exp(6 * (np.hypot(x, y) - 0.8) ** 2 - 1))
    generated = _bend(noise)
    few = generated[:150]
    step = controller.step + 10
    scalars = np.zeros((10, len(SCALARS)))
    scalars[:, 0] = np.arange(step - 9, step + 1)
    scalars[:, 1] = -1.386 - 0.2 / np.sqrt(scalars[:, 0])
    scalars[:, 2:4] = 1.38, 0.7
    scalars[:, 4:6] = 0.52, 0.48
    scalars[:, 6:8] = 0.3, 0.1
    fields: dict[str, Any] = {
        "generation": controller.generation,
        "step": step,
        "state": controller.state,
        "steps_per_second": 1140.0,
        "scalars": scalars,
        "evaluations": (),
        "stage": None,
        "turn": "discriminator",
    }
    pictures: dict[str, Any] = {
        "generated": generated,
        "average": 0.97 * generated,
        "noise": noise,
        "heatmap": belief,
        "belief": belief,
        "mapping": mesh(_bend(corners), corners, np.full((20, 20), 1 / 400)),
        "gradients": np.hstack([few, 0.3 * (few - few * np.hypot(*few.T)[:, None])]),
        "density_samples": _bend(np.random.default_rng(6).uniform(-1, 1, (2000, 2))),
        "d_real": rng.uniform(0.4, 0.7, 200),
        "d_fake": rng.uniform(0.3, 0.6, 500),
    }
    told = {name for name, found in overrides.items() if isinstance(found, Values)}
    pictures |= {name: overrides.pop(name) for name in pictures.keys() & overrides.keys() | told}
    made: dict[str, Picture] = {
        name: picture(name, found) if isinstance(found, np.ndarray) else found
        for name, found in pictures.items()
        if found is not None
    }
    return Frame(**{**fields, "pictures": made, **overrides})


def _bend(points: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """(..., 2) in [-1, 1]^2 -> (..., 2): swollen towards a ring and twisted."""
    radius = np.linalg.norm(points, axis=-1, keepdims=True)
    swollen = points * (0.35 + 0.45 / (0.4 + radius))
    return swollen + 0.06 * np.sin(5 * swollen[..., ::-1])
