"""What can be wrong with data that somebody brought; each text is one plain sentence for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class DataError(ValueError):
    """Data from which no target can be made."""


class EmptyDrawing(DataError):
    """A drawing without ink: there is nothing to draw samples from."""


class UnreadableImage(DataError):
    """A picture that cannot be read, is too large, or shows nothing."""


class UnreadablePoints(DataError):
    """Points that cannot be read, or are not points of the plane."""


class UnreadableImages(DataError):
    """A set of images that cannot be read, or of which none are left after choosing."""


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """What goes wrong inside while reading the file `path` is said as a sentence with its name.

    Inside, UnreadableImages carries the reason alone, such as "it is empty.".
    """
    if not path.is_file():
        raise UnreadableImages(f"There is no file '{path}'.")
    try:
        yield
    except UnreadableImages as error:
        raise UnreadableImages(f"'{path.name}' cannot be used: {error}") from None
    except OSError as error:
        raise UnreadableImages(f"'{path.name}' cannot be opened: {error.strerror}.") from None
