"""The line at the bottom: in plain words what is going on, why, and what a person should read."""

from __future__ import annotations

import time
from collections.abc import Callable
from math import nan
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from ganlab.app.document.controller import Controller
from ganlab.app.look.theme import Theme
from ganlab.app.look.words import in_tooltip
from ganlab.app.panels.status.notices import HEIGHT, NoticeRow, Notices, Offer
from ganlab.app.panels.status.verdict_line import VerdictLine
from ganlab.games.verdicts.verdict import Remedy, Verdict
from ganlab.lab.frame import Frame, Notice, State
from ganlab.lab.verdicts.hysteresis import Hysteresis
from ganlab.lab.verdicts.status import describe

if TYPE_CHECKING:
    from ganlab.app.panels.status.why import WhyPanel

REFRESH_MS = 250
"""Until a sentence that is only held for a moment is looked at again."""


class StatusBar(QFrame):
    """The verdict on the game, always there; notices beside it, one above another."""

    fit_wanted = Signal()
    """The person wants to see all generated samples."""
    again_wanted = Signal()
    """The person wants the program to start again."""

    def __init__(
        self,
        controller: Controller,
        theme: Theme,
        host: QWidget | None = None,
        outside: Callable[[], float] = lambda: nan,
        parent: QWidget | None = None,
    ) -> None:
        """Notices stand in the lower right corner of `host`, the window; `outside` tells the share
        of generated samples that lie outside the view."""
        super().__init__(parent)
        self.setProperty("class", "footer")
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName("Status")
        self._controller, self._theme, self.outside = controller, theme, outside
        self._hysteresis = Hysteresis()
        self._restful = QTimer(self)
        self._restful.setSingleShot(True)
        self._restful.setInterval(REFRESH_MS)
        self._restful.timeout.connect(self._show)
        self.line = VerdictLine(theme)
        self.headline = self.line.headline
        self.at_once = QPushButton()
        self.at_once.setFixedHeight(HEIGHT - 8)
        self.notices = Notices(host or self, theme, self._answer)
        self._lay_out()
        self._verdict = Verdict("idle", "")
        self.why: WhyPanel | None = None

        controller.frame_ready.connect(self._on_frame)
        controller.state_changed.connect(self._state_changed)
        controller.experiment_changed.connect(self._edited)
        controller.rebuilt.connect(self._rebuilt)
        controller.notice.connect(self.show_notice)
        controller.crashed.connect(self._show_crash)
        self._show()

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 0, 12, 0)
        layout.setSpacing(8)
        layout.addWidget(self.line, 1)
        layout.addWidget(self.at_once)
        self.line.clicked.connect(self.show_why)
        self.at_once.clicked.connect(self._do_at_once)
        self.notices.changed.connect(self._make_room)

    # --- notices ---

    @Slot(object)
    def show_notice(self, notice: Notice) -> None:
        """Put a notice beside the verdict."""
        self.notices.show(notice, "restore" if notice.can_restore else "")

    @Slot(str)
    def _show_crash(self, text: str) -> None:
        self.notices.show(Notice("error", text), "resume")

    def _answer(self, offer: Offer) -> None:
        if offer == "resume":
            self._controller.resume()
        elif offer == "again":
            self.again_wanted.emit()
        else:
            self._controller.restore_last_good()

    @Slot()
    def _make_room(self) -> None:
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(10, 0, max(self.notices.width + 8, 12), 0)

    @Slot()
    def _rebuilt(self) -> None:
        self.notices.settle_run()
        self._show()

    @Slot(object)
    def _state_changed(self, changed: object) -> None:
        if self._controller.state is not State.CRASHED:
            self.notices.settle_run()
        self._show()

    @Slot(object, object)
    def _edited(self, old: object, new: object) -> None:
        self.notices.settle(_refused)
        self._show()

    # --- the verdict ---

    @Slot()
    def show_why(self) -> None:
        """Open what stands behind the verdict."""
        if not self._verdict.why:
            return
        from ganlab.app.panels.status.why import WhyPanel

        verdict = self._verdict.judged or self._verdict
        self.why = WhyPanel(self._theme, verdict, self._controller.history.steps, self)
        self.why.chosen.connect(self.carry_out)
        self.why.closed.connect(self._why_closed)
        self.why.show_over(self.line)

    @Slot()
    def _why_closed(self) -> None:
        self.why = None

    @Slot(object)
    def carry_out(self, remedy: Remedy) -> None:
        """Do what was offered; an edit of the experiment can be undone."""
        if remedy.changes:
            new = self._controller.experiment.with_values(dict(remedy.changes))
            self._controller.replace(remedy.text, new)  # a step of its own to undo
        if remedy.errand == "fit":
            self.fit_wanted.emit()
        elif remedy.errand == "restore":
            self._controller.restore_last_good()
        elif remedy.errand == "play":
            self._controller.play()

    @Slot()
    def _do_at_once(self) -> None:
        if self._verdict.at_once is not None:
            self.carry_out(self._verdict.at_once)

    @Slot()
    def look_again(self) -> None:
        """Something is seen otherwise that is as it was."""
        self._show()

    @Slot(object)
    def _on_frame(self, frame: Frame) -> None:
        if frame.scalars is not None or frame.evaluations:  # few frames bring figures
            self._show()

    @Slot()
    def _show(self) -> None:
        controller = self._controller
        verdict = describe(
            controller.history, controller.state, controller.experiment, self.outside()
        )
        said = self._hysteresis.settle(verdict, controller.state, time.monotonic())
        self._verdict = said
        self.line.show_verdict(said)
        self.at_once.setVisible(said.at_once is not None)
        if said.at_once is not None:
            self.at_once.setText(said.at_once.text)
            self.at_once.setToolTip(in_tooltip(said.at_once.about))
        if said.headline != verdict.headline:  # look again, whether or not there is more news
            self._restful.start()


def _refused(row: NoticeRow) -> bool:
    """Whether it said that a value is refused, which has been mended now, or given up."""
    return row.notice.refused
