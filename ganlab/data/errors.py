"""What can be wrong with data that somebody brought; each text is one plain sentence for them."""

from __future__ import annotations


class DataError(ValueError):
    """Data from which no target can be made."""


class EmptyDrawing(DataError):
    """A drawing without ink: there is nothing to draw samples from."""


class UnreadableImage(DataError):
    """A picture that cannot be read, is too large, or shows nothing."""


class UnreadablePoints(DataError):
    """Points that cannot be read, or are not points of the plane."""
