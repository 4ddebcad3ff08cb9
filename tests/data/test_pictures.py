"""A drawing can start from any picture, any target and any points."""

from __future__ import annotations

import base64
import struct
import zlib
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from ganlab.data import make_target
from ganlab.data.drawn.drawing import (
    base_from_image,
    base_from_points,
    base_from_target,
    make_drawing,
)
from ganlab.data.errors import UnreadableImage
from ganlab.data.pictures import decode_base
from ganlab.data.points import points_from_array
from ganlab.data.target import plane_view
from ganlab.data.toy.catalog import TARGETS
from ganlab.experiment import DrawingData, ToyData


def png(picture: Image.Image, kind: str = "PNG") -> bytes:
    """The picture as a file's bytes."""
    buffer = BytesIO()
    picture.save(buffer, kind)
    return buffer.getvalue()


def square_on(ground: int, ink: int, size: tuple[int, int] = (120, 120)) -> Image.Image:
    """A small square in the upper left of a plain ground."""
    picture = Image.new("L", size, ground)
    picture.paste(ink, (10, 10, 40, 40))
    return picture


def where(base: str) -> NDArray[np.float64]:
    """Samples of the drawing that starts from a base."""
    return make_drawing(DrawingData(base=base)).sample(2000, np.random.default_rng(0)).rows


@pytest.mark.parametrize(("ground", "ink"), [(255, 0), (0, 255), (240, 30), (128, 250)])
def test_dark_on_light_and_light_on_dark_are_the_same_drawing(ground: int, ink: int) -> None:
    points = where(base_from_image(png(square_on(ground, ink))))
    assert (points[:, 0] < -0.3).all()
    assert (points[:, 1] > 0.3).all()
    assert decode_base(base_from_image(png(square_on(ground, ink)))).max() == 1


@pytest.mark.parametrize("shade", [0, 255])
def test_what_is_transparent_is_ground(shade: int) -> None:
    picture = Image.new("RGBA", (100, 100), (shade, shade, shade, 0))
    picture.paste((shade, shade, shade, 255), (10, 10, 40, 40))
    points = where(base_from_image(png(picture)))
    assert (points[:, 0] < -0.15).all()
    assert (points[:, 1] > 0.15).all()


def test_the_aspect_is_kept() -> None:
    picture = Image.new("L", (400, 100), 0)
    picture.paste(255, (20, 20, 380, 80))
    points = where(base_from_image(png(picture)))
    assert np.ptp(points[:, 0]) > 1.7
    assert np.abs(points[:, 1]).max() < 0.2


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "CMYK", "I;16", "F"])
def test_every_kind_of_pixel_is_read(mode: str) -> None:
    values = np.zeros((60, 60), dtype=np.uint16)
    values[5:20, 5:20] = 50_000
    if mode == "I;16":
        picture = Image.fromarray(values)
    elif mode == "F":
        picture = Image.fromarray(values.astype(np.float32))
    else:
        picture = Image.fromarray((values > 0).astype(np.uint8) * 255).convert(mode)
    kind = "PNG" if mode in ("1", "L", "P", "RGB", "I;16") else "TIFF"
    points = where(base_from_image(png(picture, kind)))
    assert (points[:, 0] < -0.2).all()
    assert (points[:, 1] > 0.2).all()


@pytest.mark.parametrize("shade", [0, 90, 255])
def test_a_blank_picture_says_so(shade: int) -> None:
    with pytest.raises(UnreadableImage, match="blank"):
        base_from_image(png(Image.new("L", (30, 30), shade)))


def test_what_is_no_picture_says_so(tmp_path: Path) -> None:
    path = tmp_path / "notes.png"
    path.write_text("not a picture")
    with pytest.raises(UnreadableImage, match=r"'notes\.png' cannot be read"):
        base_from_image(path)
    with pytest.raises(UnreadableImage, match=r"'gone\.png' cannot be opened"):
        base_from_image(tmp_path / "gone.png")
    whole = png(square_on(255, 0))
    for length in range(0, len(whole) - 20, 7):
        with pytest.raises(UnreadableImage):
            base_from_image(whole[:length])


@pytest.mark.parametrize("side", [8_000, 60_000])
def test_a_bomb_is_refused_before_it_goes_off(side: int) -> None:
    def chunk(kind: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + check

    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(99)))
    with pytest.raises(UnreadableImage, match="too large"):
        base_from_image(bomb)
    with pytest.raises(UnreadableImage, match="too large"):
        decode_base(base64.b64encode(bomb).decode())


@pytest.mark.parametrize("name", [name for name in TARGETS if not name.endswith("-1d")])
def test_a_drawing_from_a_target_is_like_the_target(name: str) -> None:
    target = make_target(ToyData(name=name))
    base = base_from_target(target)
    ours = where(base)
    theirs = target.view.forward(target.sample(2000, np.random.default_rng(1)).rows)
    np.testing.assert_allclose(ours.mean(axis=0), theirs.mean(axis=0), atol=0.06)
    np.testing.assert_allclose(ours.std(axis=0), theirs.std(axis=0), atol=0.04)


def test_a_line_cannot_be_drawn_on() -> None:
    with pytest.raises(UnreadableImage, match="two dimensions"):
        base_from_target(make_target(ToyData(name="gaussian-1d")))


def test_a_drawing_from_points_is_where_they_are() -> None:
    data = points_from_array(np.array([[10.0, 100.0], [30.0, 100.0], [30.0, 110.0]]))
    target = make_target(data)
    points = where(base_from_points(data))
    seen = plane_view(target).forward(target.sample(50, rng()).rows)
    nearest = np.hypot(*(points[:, None] - seen).T)
    assert nearest.min(axis=0).max() < 0.06
    # A target without a density is drawn from its samples.
    again = where(base_from_target(target))
    np.testing.assert_allclose(again.mean(axis=0), points.mean(axis=0), atol=0.05)


def rng() -> np.random.Generator:
    """Always the same chance."""
    return np.random.default_rng(0)
