"""What labels and test images are called beside images of some name: files, and arrays in .npz.

Names only; whether there is such a thing, and whether it fits, others look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_LABELS = (
    ("images", "labels"),
    ("image", "labels"),
    ("image", "label"),
    ("imgs", "labels"),
    ("pixels", "labels"),
    ("x", "y"),
    ("data", "labels"),
    ("data", "target"),
    ("data", "targets"),
    ("features", "labels"),
    ("features", "targets"),
)
_MORE_LABELS = ("labels", "label", "targets", "target", "y", "classes")
_TESTS = (
    ("train", "t10k"),
    ("training", "test"),
    ("training", "testing"),
    ("train", "test"),
    ("train", "val"),
    ("train", "valid"),
    ("training", "validation"),
)
IMAGE_NAMES = ("images", "image", "imgs", "x", "pixels", "data", "features", "arr_0")
"""What arrays of images are called, the likeliest first."""
_HELD_OUT = re.compile(r"(?<![a-z])(test|t10k|val|valid|validation|testing)(?![a-z])", re.I)


def label_names(name: str) -> list[str]:
    """x_train -> y_train; train-images-idx3 -> train-labels-idx1; digits -> digits_labels ..."""
    names = [
        other.replace("idx3", "idx1") for old, new in _LABELS for other in _replaced(name, old, new)
    ]
    return list(dict.fromkeys(names))


def appended_label_names(stem: str) -> list[str]:
    """train -> train_labels, train-labels ... for images that are called by none of the words."""
    return [f"{stem}{sign}{word}" for word in _MORE_LABELS for sign in "_-."]


def test_names(name: str) -> list[str]:
    """x_train -> x_test; train-images -> t10k-images, test-images, val-images ..."""
    names = [other for old, new in _TESTS for other in _replaced(name, old, new)]
    return list(dict.fromkeys(names))


def are_held_out(name: str) -> bool:
    """Whether a name says that it is of images to test with."""
    return _HELD_OUT.search(name) is not None or name.lower().startswith(("xtest", "ytest"))


def are_surely_labels(name: str) -> bool:
    """Whether a name can be of nothing but labels, unlike a y."""
    return re.search("label|target", name, re.I) is not None


def are_called_labels(name: str) -> bool:
    """Whether a name says that it is of labels."""
    letter = r"(?<![a-z])y(?![a-z])|^y(train|test)|(train|test)y$"
    return re.search(f"label|target|class|{letter}", name, re.I) is not None


def _replaced(name: str, old: str, new: str) -> Iterator[str]:
    """`name` with a word for another in the same letters; a short one has to stand by itself, or
    beside "train": Xtrain -> Ytrain, ytrain; trainX -> trainY, trainy."""
    pattern = rf"{old}(?!s)" if len(old) > 3 else rf"(?<![a-z]){old}(?![a-z])|^{old}(?=train|test)"
    found = re.search(pattern, name, re.IGNORECASE)
    if found is None and len(old) == 1:  # trainX
        found = re.search(rf"(?<=[a-z]){old.upper()}(?![A-Za-z])", name)
    if found is None:
        return
    start, end = found.span()
    written = found.group()
    ways = [new] if written.islower() else [new.upper() if written.isupper() else new.capitalize()]
    for word in [*ways, new]:
        yield name[:start] + word + name[end:]
