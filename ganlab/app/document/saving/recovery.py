"""Asks what is to become of runs that sessions left behind that did not end properly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtWidgets import QWidget

from ganlab.app.shell import messages
from ganlab.lab.files.autosave import Recovery


def offer(found: Sequence[Recovery], window: QWidget, take_up: Callable[[Recovery], None]) -> None:
    """Ask about one after the other until one is taken up, or none is wanted now.

    What is neither taken up nor discarded is asked about at the next start.
    """
    for i, left in enumerate(found):
        name = left.origin.stem if left.origin else left.run.experiment.name
        answer = messages.ask_recovery(window, name, _when(left.saved))
        if answer == "discard":
            left.discard()
            continue
        if answer == "recover":
            take_up(left)
            left.discard()
            i += 1
        for other in found[i:]:
            other.release()
        return


def take_up(found: Sequence[Recovery], name: str, then: Callable[[Recovery], None]) -> bool:
    """Take up the one of that name, unasked, and leave the others; whether it was there."""
    own = next((left for left in found if left.name == name), None)
    for other in found:
        if other is not own:
            other.release()
    if own is not None:
        then(own)
        own.discard()
    return own is not None


def _when(moment: datetime) -> str:
    """ "today at 14:05" or "on 3 May 2026 at 14:05"."""
    if moment.date() == datetime.now().date():
        return f"today at {moment:%H:%M}"
    return f"on {moment.day} {moment:%B %Y} at {moment:%H:%M}"
