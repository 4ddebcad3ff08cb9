"""What goes, or is greyed, with the focus leaves it to its neighbour."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ganlab.app.widgets.layout.heir import hand_on

Away = Callable[[QWidget], None]


class Frame(QWidget):
    """A window of three rows, of one to three buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.rows, column = [QWidget() for _ in range(3)], QVBoxLayout(self)
        self.buttons: list[list[QPushButton]] = []
        for size, row in enumerate(self.rows, start=1):
            inside = QHBoxLayout(row)
            self.buttons.append([QPushButton(f"{size}.{place}") for place in range(size)])
            for button in self.buttons[-1]:
                inside.addWidget(button)
            column.addWidget(row)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """As the windows of ganlab do."""
        return hand_on(self) or super().focusNextPrevChild(forward)


@pytest.fixture
def frame(qtbot: QtBot) -> Frame:
    frame = Frame()
    qtbot.addWidget(frame)
    frame.show()
    frame.activateWindow()
    qtbot.waitExposed(frame)
    return frame


def hidden(widget: QWidget) -> None:
    widget.hide()


def greyed(widget: QWidget) -> None:
    widget.setEnabled(False)


@pytest.mark.parametrize("away", [hidden, greyed])
def test_the_next_in_its_row_has_it_then_the_one_before(frame: Frame, away: Away) -> None:
    first, second, third = frame.buttons[2]
    second.setFocus()
    away(second)
    assert QApplication.focusWidget() is third
    away(third)
    assert QApplication.focusWidget() is first
    away(first)
    assert QApplication.focusWidget() is frame.buttons[1][1], "and not the first of the window"


def test_with_a_row_that_goes_it_comes_to_the_next_row(frame: Frame) -> None:
    frame.buttons[1][0].setFocus()
    frame.rows[1].hide()
    assert QApplication.focusWidget() is frame.buttons[2][0]


def test_tab_goes_on_as_ever(frame: Frame) -> None:
    frame.buttons[2][2].setFocus()
    assert frame.focusNextPrevChild(True)
    assert QApplication.focusWidget() is frame.buttons[0][0]
