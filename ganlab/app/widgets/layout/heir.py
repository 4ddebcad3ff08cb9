"""Who has the focus after a control that went, or was greyed, by what was done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def hand_on(window: QWidget) -> bool:
    """Give the focus of a control that cannot have it any more to its neighbour; whether there was
    such a control and such a neighbour. Qt would go on to what comes next by the Tab key, which
    after the last one in a window is the first."""
    lost = window.focusWidget()
    if lost is None or (lost.isVisible() and lost.isEnabled()):
        return False
    heir = _neighbour(lost)
    if heir is not None:
        heir.setFocus(Qt.FocusReason.OtherFocusReason)
    return heir is not None


def _neighbour(lost: QWidget) -> QWidget | None:
    """The next one by the Tab key in the smallest part of the window that has any, or else the
    one before."""
    window, part = lost.window(), lost.parentWidget()
    chain, widget = [window], window.nextInFocusChain()
    while widget is not None and widget is not window:
        chain.append(widget)
        widget = widget.nextInFocusChain()
    if lost not in chain:
        return None
    place = chain.index(lost)
    near = [*chain[place + 1 :], *reversed(chain[:place])]
    able = [widget for widget in near if _takes_focus(widget)]
    while part is not None:
        for widget in able:
            if part.isAncestorOf(widget):
                return widget
        part = None if part is window else part.parentWidget()
    return None


def _takes_focus(widget: QWidget) -> bool:
    by_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return by_tab and widget.isVisible() and widget.isEnabled()
