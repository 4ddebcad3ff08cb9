"""Two players on a saddle: the plane they move in, their multipliers, how long a step may be."""

from ganlab.app.rooms.theory.benches.saddle.view import View

__all__ = ["View"]
