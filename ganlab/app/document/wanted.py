"""What a window wants to see of a run: the views of its panels, and how the plane is looked at."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ganlab.lab.frame import FrameRequest


class Wanted:
    """Puts together what is asked for with every frame."""

    def __init__(self) -> None:
        self.request = FrameRequest()
        self._panels: dict[str, frozenset[str]] = {}

    def show(self, panel: str, views: frozenset[str]) -> bool:
        """One panel shows these views; whether other ones are wanted now: what any panel shows."""
        self._panels[panel] = views
        return self._change(views=frozenset[str]().union(*self._panels.values()))

    def look(self, **changes: Any) -> bool:
        """Fields of the Look are to be these; whether any was another."""
        return self._change(look=replace(self.request.look, **changes))

    def _change(self, **changes: Any) -> bool:
        before, self.request = self.request, replace(self.request, **changes)
        return self.request != before
