"""The line at the bottom: in plain words what is going on, and what a person should read."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from ganlab.app.controller import Controller
from ganlab.app.icons import icon
from ganlab.app.panels.verdict_line import VerdictLine
from ganlab.app.theme import Theme
from ganlab.lab.frame import Frame, Notice
from ganlab.lab.status import describe
from ganlab.lab.steady import Steady
from ganlab.lab.verdicts.verdict import Older

HEIGHT = 32
REFRESH_MS = 250
"""Until a sentence that is only held for a moment is looked at again."""
INFO_MS = 6000
"""How long a message that asks for nothing stays."""

_SIGNS = {"good": "●", "busy": "●", "idle": "○", "info": "●", "warning": "▲", "error": "■"}
"""A shape for each level, so that colour is never alone."""
_COLORS = {
    "good": "good",
    "busy": "text",
    "idle": "muted",
    "info": "text",
    "warning": "warning",
    "error": "error",
}


class StatusBar(QFrame):
    """The verdict on the game; a notice takes its place until it is over or dismissed."""

    def __init__(self, controller: Controller, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("class", "footer")
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName("Status")
        self._controller, self._theme = controller, theme
        self._notice: Notice | None = None
        self._crashed = False
        self._level = "idle"
        self._steady = Steady()
        self._restful = self._single_shot(REFRESH_MS, self._show)
        self._over = self._single_shot(INFO_MS, self.dismiss)
        self._lay_out()

        controller.frame_ready.connect(self._on_frame)
        controller.state_changed.connect(self._something_new)
        controller.experiment_changed.connect(self._edited)
        controller.rebuilt.connect(self._rebuilt)
        controller.notice.connect(self.show_notice)
        controller.crashed.connect(self._show_crash)
        theme.changed.connect(self._restyle)
        self._show()

    def _single_shot(self, milliseconds: int, then: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(then)
        return timer

    def _lay_out(self) -> None:
        self._line = VerdictLine()
        self.sign = self._line.sign
        self.headline, self.details = self._line.headline, self._line.details
        self.older = self._line.older
        self.act = QPushButton()
        self.act.clicked.connect(self._act)
        self.close_notice = QToolButton()
        self.close_notice.setProperty("class", "flat")
        self.close_notice.setToolTip("Dismiss this message")
        self.close_notice.setAccessibleName("Dismiss")
        self.close_notice.clicked.connect(self.dismiss)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 12, 0)
        layout.setSpacing(8)
        layout.addWidget(self._line, 1)
        layout.addWidget(self.act)
        layout.addWidget(self.close_notice)
        for button in (self.act, self.close_notice):
            button.setFixedHeight(HEIGHT - 8)

    # --- notices ---

    @Slot(object)
    def show_notice(self, notice: Notice) -> None:
        """Show a notice: for a while if it only informs, else until it is dismissed."""
        if notice.level == "info" and self._notice and self._notice.level != "info":
            return
        self._notice = notice
        if notice.level == "info":
            self._over.start()
        else:
            self._over.stop()
        self._show()

    @Slot(str)
    def _show_crash(self, text: str) -> None:
        self._crashed = True
        self.show_notice(Notice("error", text))

    @Slot()
    def dismiss(self) -> None:
        """Back to the verdict."""
        self._over.stop()
        self._notice = None
        self._show()

    @Slot()
    def _act(self) -> None:
        crashed = self._crashed
        self.dismiss()
        if crashed:
            self._controller.resume()
        else:
            self._controller.restore_last_good()

    @Slot()
    def _rebuilt(self) -> None:
        self._crashed = False
        self.dismiss()

    @Slot(object, object)
    def _edited(self, old: object, new: object) -> None:
        # A refused value has been mended, or given up.
        if self._notice and self._notice.level == "error" and not self._action():
            self.dismiss()

    # --- the verdict ---

    @Slot(object)
    def _on_frame(self, frame: Frame) -> None:
        if frame.scalars is not None or frame.evaluations:  # few frames bring figures
            self._show()

    @Slot()
    def _something_new(self) -> None:
        self._show()

    def _show(self) -> None:
        action = self._action()
        self.act.setVisible(bool(action))
        self.act.setText("Resume" if action == "resume" else "Restore the last good state")
        self.act.setToolTip(
            "Start another engine from the last checkpoint"
            if action == "resume"
            else "Go back to the last state in which every number was finite"
        )
        self.close_notice.setVisible(self._notice is not None)
        if self._notice is not None:
            self._put(self._notice.level, self._notice.text, ())
        else:
            controller = self._controller
            verdict = describe(controller.history, controller.state, controller.experiment)
            said = self._steady.settle(verdict, controller.state, time.monotonic())
            self._put(said.level, said.headline, said.details)
            if said.headline != verdict.headline:  # look again, whether or not there is more news
                self._restful.start()

    def _action(self) -> Literal["resume", "restore", ""]:
        """What the button offers."""
        if self._crashed:
            return "resume"
        return "restore" if self._notice is not None and self._notice.can_restore else ""

    def _put(self, level: str, headline: str, details: tuple[str, ...]) -> None:
        self.headline.setText(headline)
        for label, older in ((self.details, False), (self.older, True)):
            label.setText("      ".join(d for d in details if isinstance(d, Older) == older))
        self.sign.setText(_SIGNS[level])
        if level != self._level:
            self._level = level
            self._restyle()

    @Slot()
    def _restyle(self) -> None:
        color = getattr(self._theme.palette, _COLORS[self._level])
        for label in (self.sign, self.headline):
            label.setStyleSheet(f"color: {color};")
        self.close_notice.setIcon(icon("close", self._theme.palette.muted))
