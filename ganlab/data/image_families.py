"""MNIST and its relatives, known by the names of their files, and what their classes are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from string import ascii_lowercase, ascii_uppercase, digits


@dataclass(frozen=True)
class Family:
    """What the files of one data set have in common."""

    title: str
    class_names: tuple[str, ...]
    first_label: int = 0
    """The number that the files give the first class."""
    transposed: bool = False
    """Rows and columns are exchanged in the files."""


_DIGITS = tuple(digits)
# Lower-case letters that look like their capitals share a class with them.
_MERGED = tuple(digits + ascii_uppercase + "abdefghnqrt")

_EMNIST = {
    "emnist-letters": Family("EMNIST Letters", tuple(ascii_uppercase), 1, True),
    "emnist-byclass": Family(
        "EMNIST ByClass", tuple(digits + ascii_uppercase + ascii_lowercase), 0, True
    ),
    "emnist-bymerge": Family("EMNIST ByMerge", _MERGED, 0, True),
    "emnist-balanced": Family("EMNIST Balanced", _MERGED, 0, True),
    "emnist-digits": Family("EMNIST Digits", _DIGITS, 0, True),
    "emnist-mnist": Family("EMNIST MNIST", _DIGITS, 0, True),
}
"""By the beginning of the file's name (G. Cohen et al., "EMNIST", 2017)."""

_CLOTHES = ("T-shirt", "Trouser", "Pullover", "Dress", "Coat")
_SHOES_AND_MORE = ("Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot")
_FASHION = Family("Fashion-MNIST", _CLOTHES + _SHOES_AND_MORE)
_KUZUSHIJI = Family("KMNIST", ("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"))
_OTHERS = {
    "fashion": _FASHION,
    "kmnist": _KUZUSHIJI,
    "kuzushiji": _KUZUSHIJI,
    "usps": Family("USPS", _DIGITS),
    "mnist": Family("MNIST", _DIGITS),
}
"""By a word in the names of the file and of the two folders around it; the first that fits."""


def family_of(path: Path) -> Family | None:
    """The data set that the file `path` belongs to, as far as the names say; None for others."""
    name = path.name.lower()
    for start, family in _EMNIST.items():
        if name.startswith(start):
            return family
    names = "/".join(path.absolute().parts[-3:]).lower()
    return next((family for word, family in _OTHERS.items() if word in names), None)
