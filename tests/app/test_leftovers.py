"""The fixture that finds what a test leaves behind finds it."""

from __future__ import annotations

from PySide6.QtCore import QPropertyAnimation, QThread, QTimer

from tests.app.leftovers import left_since, look


def test_a_timer_an_animation_and_a_thread_are_found_while_they_go_on() -> None:
    before = look()
    timer, animation, thread = QTimer(), QPropertyAnimation(), QThread()
    animation.setDuration(60_000)
    assert left_since(before) == []
    timer.start(60_000)
    animation.start()
    thread.start()
    try:
        assert {*left_since(before)} == {timer, animation, thread}
        timer.stop()
        animation.stop()
        assert left_since(before) == [thread]
    finally:
        thread.quit()
        thread.wait()
    assert left_since(before) == []


def test_what_was_made_long_before_is_found_when_it_begins_to_run() -> None:
    timer = QTimer()
    look()
    before = look()
    timer.start(60_000)
    assert left_since(before) == [timer]
    assert left_since(look()) == []
    timer.stop()
