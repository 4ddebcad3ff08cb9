"""Pictures that a drawing starts from: a greyscale PNG as base64 text, white is dense."""

from __future__ import annotations

import base64
import binascii
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ganlab.data.drawn.strokes import Raster
from ganlab.data.errors import UnreadableImage
from ganlab.data.points import make_points
from ganlab.data.target import Target, plane_view

if TYPE_CHECKING:
    from PIL import Image

    from ganlab.experiment import PointsData

SIZE = 256
"""Pixels on each side of a raster, unless asked otherwise."""
_MOST_PIXELS = 50_000_000
_MOST_BYTES = 100_000_000
_HAZE = 0.04
"""Differences from the ground smaller than this are a scanner's noise, not ink."""


def decode_base(base: str, size: int = SIZE) -> Raster:
    """The (size, size) ink of a base, row 0 lowest y. Raises UnreadableImage if it is damaged."""
    try:
        content = base64.b64decode(base, validate=True)
    except (binascii.Error, ValueError):
        raise UnreadableImage("The picture under the drawing is damaged: not base64.") from None
    picture = _open(content, "The picture under the drawing", ("PNG",)).convert("L")
    if picture.size != (size, size):
        picture = picture.resize((size, size))
    return np.ascontiguousarray(np.asarray(picture)[::-1], dtype=np.float32) / np.float32(255)


def encode_base(ink: NDArray[np.floating]) -> str:
    """A raster, row 0 lowest y, values 0 to 1, as a base."""
    from PIL import Image

    levels = np.clip(np.rint(ink[::-1] * 255), 0, 255).astype(np.uint8)
    buffer = BytesIO()
    Image.fromarray(levels).save(buffer, "PNG", optimize=True)
    return base64.b64encode(buffer.getvalue()).decode("ascii")


def base_from_target(target: Target, equal: bool | None = None) -> str:
    """A base that looks like a 2-D target: its density, or where it has none, many samples.
    `equal`: in which of its views, see `plane_view`."""
    if target.dimension != 2:
        raise UnreadableImage("Only a target with two dimensions can be drawn on.")
    axis = (np.arange(SIZE) + 0.5) / SIZE * 2 - 1
    x, y = np.meshgrid(axis, axis)
    view = plane_view(target, equal)
    known = target.log_density(view.inverse(np.column_stack([x.ravel(), y.ravel()])))
    if known is None:
        points = target.sample(200_000, np.random.default_rng(0)).rows
        return _base_of_dots(view.forward(points))
    return encode_base(np.exp(known - known.max()).reshape(SIZE, SIZE))


def base_from_points(data: PointsData) -> str:
    """A base with a soft dot for each point. Raises UnreadablePoints if they are damaged."""
    target = make_points(data)
    return _base_of_dots(plane_view(target).forward(target.points))


def base_from_image(source: Path | bytes) -> str:
    """A base from any picture that Pillow reads, its aspect kept, its ground blank.

    The ground is what the edge of the picture mostly is, or what is transparent; the further from
    it a pixel is, the denser. So dark on light and light on dark both give what one sees.
    Raises UnreadableImage in plain words.
    """
    name = "The picture"
    if isinstance(source, Path):
        name = f"'{source.name}'"
        try:
            if source.stat().st_size > _MOST_BYTES:
                raise UnreadableImage(f"{name} is too large: more than 100 MB.")
            source = source.read_bytes()
        except OSError as error:
            raise UnreadableImage(f"{name} cannot be opened: {error.strerror}.") from None
    light, alpha = _light_and_alpha(_open(source, name))
    ink = _ink(light, alpha)
    if not ink.any():
        raise UnreadableImage(f"{name} is blank: there is nothing in it to draw samples from.")
    height, width = ink.shape
    square = np.zeros((SIZE, SIZE))
    top, left = (SIZE - height) // 2, (SIZE - width) // 2
    square[top : top + height, left : left + width] = ink
    return encode_base(square[::-1])


def _open(content: bytes, name: str, formats: tuple[str, ...] | None = None) -> Image.Image:
    """The decoded first frame, upright; raises UnreadableImage."""
    from PIL import Image, ImageOps

    try:
        picture = Image.open(BytesIO(content), formats=formats)
        width, height = picture.size
        if width * height <= _MOST_PIXELS:
            picture.load()
            return ImageOps.exif_transpose(picture)
    except Image.DecompressionBombError:
        pass
    except Exception:  # Pillow's decoders raise almost anything on damaged files
        raise UnreadableImage(f"{name} cannot be read: it is damaged or no image.") from None
    raise UnreadableImage(f"{name} is too large: more than {_MOST_PIXELS // 10**6} megapixels.")


def _light_and_alpha(picture: Image.Image) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lightness and opacity, each (h, w) in 0 to 1, top row first, the longer side SIZE pixels."""
    from PIL import Image

    if picture.mode.startswith(("I", "F")):  # 16 bits and more, of unknown range
        values = np.nan_to_num(np.asarray(picture, dtype=np.float64), posinf=0.0, neginf=0.0)
        values = (values - values.min()) / max(float(np.ptp(values)), 1e-300)
        picture = Image.fromarray((values * 255).astype(np.uint8))
    scale = SIZE / max(picture.size)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    small = picture.convert("RGBA").resize(size, Image.Resampling.BILINEAR)
    light = np.asarray(small.convert("RGB").convert("L"), dtype=np.float64) / 255
    return light, np.asarray(small.getchannel("A"), dtype=np.float64) / 255


def _ink(light: NDArray[np.float64], alpha: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far each pixel is from the ground, 0 to 1."""
    edge = np.ones(light.shape, dtype=bool)
    edge[1:-1, 1:-1] = False
    if np.median(alpha[edge]) < 0.5:
        # A transparent ground has no lightness. Take the opposite of what is on it.
        content = float((light * alpha).sum() / max(float(alpha.sum()), 1e-9))
        ground = 0.0 if content > 0.5 else 1.0
    else:
        ground = float(np.median(light[edge]))
    ink = np.abs(light - ground) * alpha
    ink[ink < _HAZE] = 0.0
    return ink / max(float(ink.max()), _HAZE)


def _base_of_dots(points: NDArray[np.float64]) -> str:
    """A base with a soft dot at each of (n, 2) points in view units."""
    counts, _, _ = np.histogram2d(points[:, 1], points[:, 0], SIZE, [[-1, 1], [-1, 1]])
    pixel = np.arange(SIZE)
    blur = np.exp(-((pixel[:, None] - pixel) ** 2) / (2 * 1.5**2))
    ink = blur @ counts @ blur
    return encode_base(ink / ink.max())
