"""Sets of small greyscale images: MNIST, which ships with ganlab, and a user's own."""

from ganlab.data.images.image_set import ImageSet, choose
from ganlab.data.images.reading import are_digits, load_mnist, read_images

__all__ = ["ImageSet", "are_digits", "choose", "load_mnist", "read_images"]
