"""Fenchel: f and a tangent, the conjugate, and the bound that a T gives."""

from ganlab.app.rooms.theory.benches.fenchel.view import View

__all__ = ["View"]
