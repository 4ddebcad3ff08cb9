"""One picture out of a file of its own, as grey values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ganlab.data.errors import UnreadableImages
from ganlab.data.images.limits import check_size

if TYPE_CHECKING:
    from PIL import Image

FORMATS = ("PNG", "JPEG", "BMP", "GIF", "TIFF", "WEBP", "PPM")
_PLAIN = {".pgm", ".ppm", ".pbm", ".pnm"}
SUFFIXES = _PLAIN | {
    *(".png", ".jpg", ".jpeg", ".jpe", ".jfif"),
    *(".bmp", ".gif", ".tif", ".tiff", ".webp"),
}


@dataclass(frozen=True)
class Picture:
    """What stands in the file of one picture."""

    values: NDArray[np.generic]
    """(H, W) grey values: bytes, 16 bits, or real numbers."""
    bits: int
    """Of a value: 1, 8, 16 or 32."""
    ends: tuple[float, float]
    """The lowest and the highest number in the file, of any of its colours; NaN where one is."""
    coloured: bool = False
    """Whether it was in colour and became grey."""
    moving: bool = False
    """Whether there are more pictures in the file, of which this is the first."""


def read_picture(path: Path) -> Picture:
    """Read a picture, of an animation the first; raises UnreadableImages, the reason alone."""
    from PIL import Image, ImageOps

    try:
        with Image.open(path, formats=FORMATS) as opened:
            check_size(opened.height, opened.width)  # before anything is unpacked
            upright = opened if opened.format == "PNG" else ImageOps.exif_transpose(opened)
            picture = _picture(upright)
            return replace(picture, moving=getattr(opened, "n_frames", 1) > 1)
    except UnreadableImages:
        raise
    except Image.DecompressionBombError:
        raise UnreadableImages("it is too large.") from None
    except Exception:  # Pillow's decoders raise almost anything on damaged files
        raise UnreadableImages("it is damaged or no picture.") from None


def _picture(image: Image.Image) -> Picture:
    if image.mode == "1":
        return _grey(np.asarray(image).astype(np.uint8), 1)
    if image.mode == "L" and "transparency" not in image.info:
        return _grey(np.asarray(image), 8)
    if image.mode.startswith(("I", "F")):
        values = np.asarray(image)
        if values.dtype.kind in "iu" and values.min() >= 0 and values.max() <= 0xFFFF:
            return _grey(values.astype(np.uint16), 16)
        return _grey(values.astype(np.float64), 32)
    red, green, blue, alpha = np.moveaxis(np.asarray(image.convert("RGBA")), -1, 0)
    if (alpha != 255).any():
        raise UnreadableImages("parts of it are transparent; fill them with black or white first.")
    if (red == green).all() and (green == blue).all():
        return _grey(red, 8)
    rgb = image.convert("RGB")
    return Picture(np.asarray(rgb.convert("L")), 8, _ends(np.asarray(rgb)), coloured=True)


def _grey(values: NDArray[np.generic], bits: int) -> Picture:
    return Picture(values, bits, _ends(values))


def _ends(values: NDArray[np.generic]) -> tuple[float, float]:
    return float(np.min(values)), float(np.max(values))
