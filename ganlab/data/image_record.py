"""What a run remembers of its images: enough to be opened, drawn from and exported without them.

A set of images is too large to stand in a document, as points and drawings do. The document has
its path instead and an ImageRecord: what the set is called, its sizes and classes, a sheet of real
images to look at, and a digest by which the images are known again wherever they have gone.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from ganlab.data.errors import UnreadableImages
from ganlab.data.images import ImageSet
from ganlab.data.sheet import SHEET, SHEET_SEED
from ganlab.experiment import ImageRecord


def record_of(image_set: ImageSet, place: str) -> ImageRecord:
    """The record of the images that are learned from; `place` is the path that they were read
    from."""
    chosen = image_set.chosen(SHEET, SHEET_SEED)
    labels = image_set.labels
    return ImageRecord(
        name=image_set.name,
        count=len(image_set.images),
        size=image_set.size,
        class_names=image_set.class_names,
        known_as=image_set.known_as,
        digest=digest_of(image_set),
        sheet=_packed(image_set.images[chosen]),
        sheet_labels=None if labels is None else tuple(labels[chosen].tolist()),
        place=place,
    )


def digest_of(image_set: ImageSet) -> str:
    """SHA-256 of the pixels, the labels and the names of the classes, hexadecimal; in their order,
    because the game shuffles places."""
    found = hashlib.sha256(repr((image_set.images.shape, image_set.class_names)).encode())
    found.update(np.ascontiguousarray(image_set.images).data)
    if image_set.labels is not None:
        found.update(np.ascontiguousarray(image_set.labels).data)
    return found.hexdigest()


def remembered(record: ImageRecord) -> ImageSet:
    """The sheet as a set of images, with the names of all classes; raises UnreadableImages."""
    images = _unpacked(record)
    if record.sheet_labels is None:
        return ImageSet(record.name, images, None, (), record.known_as, sheet=True)
    labels = np.array(record.sheet_labels, dtype=np.int64)
    known = (labels >= 0) & (labels < len(record.class_names))
    if len(labels) != len(images) or not known.all():
        raise UnreadableImages("What the run remembers of its images is damaged: their classes.")
    numbers, names = labels.astype(np.uint8), record.class_names
    return ImageSet(record.name, images, numbers, names, record.known_as, sheet=True)


def _packed(images: NDArray[np.uint8]) -> str:
    from PIL import Image

    buffer = BytesIO()
    Image.fromarray(images.reshape(-1, images.shape[2])).save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode("ascii")


def _unpacked(record: ImageRecord) -> NDArray[np.uint8]:
    from PIL import Image

    height, width = record.size
    try:
        content = base64.b64decode(record.sheet, validate=True)
        with Image.open(BytesIO(content), formats=("PNG",)) as picture:
            if picture.mode != "L" or picture.width != width or picture.height > SHEET * height:
                raise ValueError
            pixels = np.asarray(picture).copy()
        return pixels.reshape(-1, height, width)
    except (binascii.Error, ValueError, OSError, SyntaxError, Image.DecompressionBombError):
        raise UnreadableImages(
            "What the run remembers of its images is damaged: no sheet of them."
        ) from None
