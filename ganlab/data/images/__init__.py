"""Sets of small greyscale images: MNIST, which ships with ganlab, and a user's own.

`open_images(path, value_range)` reads whatever a person has and says how: a ReadImages holds the
ImageSet and its ImageFacts (for `ganlab inspect`, the preview of an import). `read_images` gives
the set alone.
"""

from ganlab.data.images.facts import ClassFacts, ImageFacts, ReadImages
from ganlab.data.images.image_set import ImageSet, choose
from ganlab.data.images.reading import (
    are_digits,
    load_mnist,
    open_images,
    open_test_images,
    read_images,
)

__all__ = [
    "ClassFacts",
    "ImageFacts",
    "ImageSet",
    "ReadImages",
    "are_digits",
    "choose",
    "load_mnist",
    "open_images",
    "open_test_images",
    "read_images",
]
