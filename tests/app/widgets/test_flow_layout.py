"""The row that wraps remembers sizes, and forgets them when they are no longer true."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from ganlab.app.widgets.buttons import ShrinkingButton
from ganlab.app.widgets.layout.flow_layout import FlowLayout


class Asked(QLabel):
    """Counts how often its size is asked for."""

    asked = 0

    def sizeHint(self) -> QSize:
        self.asked += 1
        return super().sizeHint()


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    """A narrow window."""
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(90, 200)
    return host


@pytest.fixture
def row(host: QWidget) -> FlowLayout:
    """Four words in it, on the screen."""
    flow = FlowLayout(host)
    for word in ("one", "two", "three", "four"):
        flow.addWidget(Asked(word))
    host.show()
    return flow


def labels(row: FlowLayout) -> list[Asked]:
    items = [row.itemAt(i) for i in range(row.count())]
    return [item.widget() for item in items if item is not None]  # type: ignore[misc]


def fresh(row: FlowLayout, width: int) -> int:
    """The height that the same words take in a row that has nothing to remember."""
    host = QWidget()
    other = FlowLayout(host)
    for label in labels(row):
        if not label.isHidden():
            other.addWidget(QLabel(label.text()))
    height = other.heightForWidth(width)
    host.deleteLater()
    return height


def test_the_height_is_asked_for_often_and_reckoned_once(row: FlowLayout) -> None:
    row.heightForWidth(90)
    asked = [label.asked for label in labels(row)]
    heights = {row.heightForWidth(90) for _ in range(5)}
    assert heights == {fresh(row, 90)}
    assert [label.asked for label in labels(row)] == asked


@pytest.mark.parametrize("width", [60, 90, 400])
def test_what_is_written_hidden_shown_added_or_taken_changes_it(
    row: FlowLayout, width: int
) -> None:
    first, second = labels(row)[:2]
    row.heightForWidth(width)
    changes: tuple[Callable[[], None], ...] = (
        lambda: first.setText("a word that is much longer than before"),
        lambda: second.hide(),
        lambda: second.show(),
        lambda: row.addWidget(Asked("five")),
        lambda: first.hide(),
    )
    for change in changes:
        change()
        QApplication.sendPostedEvents()
        assert row.heightForWidth(width) == fresh(row, width)
    row.removeWidget(labels(row)[-1])
    assert row.heightForWidth(width) == fresh(row, width)


def test_every_word_stands_on_its_own_place(row: FlowLayout) -> None:
    labels(row)[0].setText("longer than one")
    QApplication.processEvents()
    places = [label.geometry() for label in labels(row)]
    assert [label.sizeHint() for label in labels(row)] == [place.size() for place in places]
    assert not any(a.intersects(b) for a in places for b in places if a is not b)


def test_a_button_gives_up_its_text_before_the_row_takes_another_line(host: QWidget) -> None:
    flow, icon = FlowLayout(host), QIcon(QPixmap(12, 12))
    button = ShrinkingButton("what can go without its text")
    button.setIcon(icon)
    label = QLabel("word")
    flow.addWidget(label)
    flow.addWidget(button)
    host.show()
    host.resize(flow.sizeHint().width(), 200)
    QApplication.processEvents()
    assert button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    host.resize(90, 200)
    QApplication.processEvents()
    assert button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly
    assert button.y() == label.y()
    host.resize(flow.sizeHint().width(), 200)
    QApplication.processEvents()
    assert button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextBesideIcon
