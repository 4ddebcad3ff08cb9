"""A widget that is painted from a picture of itself looks as it would without."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QHoverEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ganlab.app.look.theme import Theme
from ganlab.app.widgets.kept_picture import keep_button, keep_label

LIGHT = "background: white; border: 1px solid grey;"
DARK = "background: black; border: 1px solid grey; color: white;"
ROUNDING = 3
"""Of 255: a half-covered pixel lies on what is behind by way of the picture."""


class Counted(QLabel):
    """Knows how often it has set its text in type."""

    painted = 0

    def painted_since(self, before: int, times: int) -> bool:
        return self.painted >= before + times

    def paintEvent(self, event: QPaintEvent) -> None:
        self.painted += 1
        super().paintEvent(event)


class Pair:
    """A widget that is kept, beside one like it that is not."""

    def __init__(self, qtbot: QtBot, kept: QWidget, plain: QWidget) -> None:
        self._hosts = (QWidget(), QWidget())
        for host, widget in zip(self._hosts, (kept, plain), strict=True):
            qtbot.addWidget(host)
            widget.setParent(host)
            # The window in front gives its first button the focus, and only one is in front.
            widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            widget.setGeometry(10, 10, 120, 24)
            host.resize(140, 44)
            host.show()
            qtbot.waitExposed(host)

    def alike(self) -> bool:
        """Whether both are seen the same."""
        kept, plain = (pg.imageToArray(h.grab().toImage(), copy=True) for h in self._hosts)
        return bool((abs(kept.astype(int) - plain.astype(int)) <= ROUNDING).all())


def test_words_are_set_once_however_often_they_are_painted(qtbot: QtBot) -> None:
    label, plain = Counted("arrows × <b>0.1</b>"), QLabel("arrows × <b>0.1</b>")
    keep_label(label)
    pair = Pair(qtbot, label, plain)
    changes: list[Callable[[QLabel], None]] = [
        lambda one: one.setStyleSheet(LIGHT),
        lambda one: one.setText("arrows × <b>10</b>"),
        lambda one: one.setStyleSheet(DARK),
        lambda one: one.resize(100, 24),
    ]
    for change in changes:
        qtbot.wait(1)
        before = label.painted
        change(label)
        change(plain)
        assert pair.alike()
        qtbot.waitUntil(partial(label.painted_since, before, 2))  # a picture is taken
        qtbot.wait(1)
        known = label.painted
        assert pair.alike()
        assert label.painted == known


def test_a_button_shows_how_it_stands(qtbot: QtBot, theme: Theme) -> None:
    button, plain = QPushButton("classes"), QPushButton("classes")
    keep_button(button)
    pair = Pair(qtbot, button, plain)
    for one in (button, plain):
        one.setCheckable(True)
    for state in ("setChecked", "setDown", "setEnabled"):
        for on in (True, False):
            for one in (button, plain):
                getattr(one, state)(on)
            for _ in range(2):  # the second time from the picture
                assert pair.alike()
                qtbot.wait(1)


def test_a_button_shows_that_it_has_the_focus_or_is_pointed_at(qtbot: QtBot, theme: Theme) -> None:
    window, button, plain = QWidget(), QPushButton("classes"), QPushButton("classes")
    qtbot.addWidget(window)
    keep_button(button)
    for row, one in enumerate((button, plain)):
        one.setParent(window)
        one.setGeometry(10, 10 + 30 * row, 120, 24)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()

    def looks(one: QWidget) -> list[NDArray[np.int64]]:
        """As it is, and as it is in the next frame: from the picture."""
        found = []
        for _ in range(2):
            grabbed = window.grab(one.geometry()).toImage()
            found.append(pg.imageToArray(grabbed, copy=True).astype(int))
            qtbot.wait(1)
        return found

    def point_at(one: QWidget, kind: QEvent.Type) -> None:
        one.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, kind == QEvent.Type.HoverEnter)
        here = QPointF(5, 5)
        QApplication.sendEvent(one, QHoverEvent(kind, here, here, here))
        qtbot.mouseMove(one, here.toPoint())

    seen = []
    for one in (button, plain):
        one.clearFocus()
        resting = looks(one)
        one.setFocus()
        focused = looks(one)
        one.clearFocus()
        without = looks(one)
        point_at(one, QEvent.Type.HoverEnter)
        pointed = looks(one)
        point_at(one, QEvent.Type.HoverLeave)
        seen.append([*resting, *focused, *without, *pointed, *looks(one)])
        for state in (focused[0], pointed[0]):
            assert (abs(state - resting[0]) > ROUNDING).any(), "it is seen at all"
    for kept, expected in zip(*seen, strict=True):
        assert (abs(kept - expected) <= ROUNDING).all()
