"""The picture of the bench slopes: its `View`."""

from ganlab.app.rooms.theory.benches.slopes.view import View

__all__ = ["View"]
