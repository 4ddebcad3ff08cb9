"""The long works of a bench: a button each; while one runs, how far it is, and Cancel."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from ganlab.app.look.words import in_tooltip
from ganlab.app.rooms.theory.desk import Desk
from ganlab.app.widgets.buttons import SmallButton
from ganlab.app.widgets.layout.flow_layout import FlowLayout


class WorkRow(QWidget):
    """Hidden where a bench has no works."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.buttons: dict[str, SmallButton] = {}
        choice = QWidget()
        flow = FlowLayout(choice, spacing=6)
        for name, work in desk.bench.works.items():
            button = SmallButton(work.title)
            button.setAccessibleName(work.title)
            button.clicked.connect(lambda _=False, name=name: desk.start(name))
            flow.addWidget(button)
            self.buttons[name] = button
        self.doing = QLabel()
        self.doing.setProperty("class", "small")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.bar.setAccessibleName("How far the work is")
        self.cancel = SmallButton("Cancel")
        self.cancel.setAccessibleName("Cancel the work")
        self.cancel.setToolTip("Stop it; what it has done is lost")
        self.cancel.clicked.connect(desk.cancel)
        self._progress = QWidget()
        row = QHBoxLayout(self._progress)
        row.setContentsMargins(0, 0, 0, 0)
        for part, stretch in ((self.doing, 0), (self.bar, 1), (self.cancel, 0)):
            row.addWidget(part, stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(choice)
        column.addWidget(self._progress)
        if not desk.bench.works:
            self.hide()
        desk.changed.connect(self._offer)
        desk.running_changed.connect(self._show)
        desk.progress.connect(self._show_progress)
        self._show()

    @Slot()
    def _show(self) -> None:
        running = self._desk.running
        held = self._progress.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        self._progress.setVisible(bool(running))
        self._offer()
        if running:
            self._show_progress(0, 1)
            self.doing.setText(f"{self._desk.bench.works[running].title}…")
        elif held and self.buttons:
            next(iter(self.buttons.values())).setFocus()

    @Slot()
    def _offer(self) -> None:
        """Only what can be begun."""
        for name, button in self.buttons.items():
            work = self._desk.bench.works[name]
            why = work.missing(self._desk.controls)
            button.setEnabled(not (why or self._desk.running))
            button.setToolTip(in_tooltip(why or work.about))

    @Slot(int, int)
    def _show_progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)
