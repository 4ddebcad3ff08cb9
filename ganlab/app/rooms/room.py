"""What a room is, and what the rooms of one window have in common."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QPainter, QUndoStack
from PySide6.QtWidgets import QWidget

from ganlab.app.document.controller import Controller
from ganlab.app.document.undoing import Undoing
from ganlab.app.look.theme import Theme

if TYPE_CHECKING:
    from ganlab.app.forms.experiment_dock import ExperimentDock
    from ganlab.app.panels.curves.column import CurvesPanel
    from ganlab.app.panels.graph.model_graph import ModelGraph
    from ganlab.app.panels.plane.chips.layer_chips import LayerChips
    from ganlab.app.panels.status.status_bar import StatusBar
    from ganlab.app.shell.settings import Settings


class Shared(QObject):
    """What rooms may use: the document, the status line, and the panels that more than one of them
    shows, each built when it is first asked for."""

    pretrained_wanted = Signal(str)
    """The name of a generator that comes trained and is to be opened."""
    images_wanted = Signal()
    """A folder of images is to be chosen as the data."""
    export_wanted = Signal()
    """What the room shows is to be written as a picture."""
    came_from = Signal(str, str)
    """(room, words): the game was set up there, for what these words say."""

    def __init__(
        self,
        controller: Controller,
        theme: Theme,
        status: StatusBar,
        settings: Settings,
        undoing: Undoing,
        watch_chips: Callable[[LayerChips], None],
        go: Callable[[str], None],
        parent: QObject | None = None,
    ) -> None:
        """`watch_chips` remembers which layers of a room are on; `go` shows a room by its name."""
        super().__init__(parent)
        self.controller, self.theme, self.status = controller, theme, status
        self.settings, self.undoing = settings, undoing
        self.watch_chips, self.go = watch_chips, go
        self.images_found: Callable[[], bool] = lambda: True
        """Whether the run's images are there; asks the person for them where they are not."""

    @cached_property
    def experiment(self) -> ExperimentDock:
        """What is set: the form of the experiment."""
        from ganlab.app.forms.experiment_dock import ExperimentDock

        return ExperimentDock(self.controller, self.theme)

    @cached_property
    def curves(self) -> CurvesPanel:
        """What is measured: the curves of the run."""
        from ganlab.app.panels.curves.column import CurvesPanel

        return CurvesPanel(self.controller, self.theme)

    @cached_property
    def model(self) -> ModelGraph:
        """The graph of the game."""
        from ganlab.app.panels.graph.model_graph import ModelGraph

        return ModelGraph(self.controller, self.theme)

    def stop(self) -> None:
        """The window goes: nothing of what rooms share works on."""
        if "experiment" in self.__dict__:
            self.experiment.stop()


class Picture(Protocol):
    """Something that can be written as a picture."""

    @property
    def shape(self) -> QSize:
        """Its size on screen, pixels."""
        ...

    def paint_into(self, painter: QPainter) -> None:
        """Paint all of it, its origin at its corner."""


class Room(Protocol):
    """What stands in the four parts of the body while a room is shown. It is built when it is shown
    for the first time, its stage at once and the other parts after the first paint. While it is
    not shown its widgets are hidden: they ask for no frames, and no timer of theirs runs."""

    def __init__(self, shared: Shared) -> None: ...

    @property
    def stage(self) -> QWidget:
        """What is seen."""
        ...

    @property
    def dock(self) -> QWidget | None:
        """What is set, at the left; None leaves its place to the stage, as for the others."""
        ...

    @property
    def side(self) -> QWidget | None:
        """What is measured or explained, at the right."""
        ...

    @property
    def strip(self) -> QWidget | None:
        """The model, handles or overlays, at the bottom."""
        ...

    @property
    def undo_stack(self) -> QUndoStack | None:
        """What Undo acts on while the room is shown; None: the document."""
        ...

    @property
    def picture(self) -> Picture | None:
        """What Export Picture writes while the room is shown; None: the run."""
        ...

    def enter(self) -> None:
        """It is on show now: give the focus to what keys are for."""

    def settle(self) -> None:
        """Wait until all of it is painted (for pictures of the window)."""

    def stop(self) -> None:
        """The window goes: no thread, process or timer of the room is left."""
