"""What is painted as a file: PNG at any size, SVG with true shapes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize
from PySide6.QtGui import QImage, QImageWriter, QPainter

Paint = Callable[[QPainter], None]
"""Paints something of a known size on screen, its origin at its corner."""


def png(paint: Paint, on_screen: QSize, size: QSize) -> bytes:
    """A PNG of `size` pixels of what is `on_screen` in so many; marks and lines grow with it."""
    image = QImage(size, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(size.width() / on_screen.width())
    with QPainter(image) as painter:
        paint(painter)
    image.setDevicePixelRatio(1.0)
    return png_of(image)


def png_of(image: QImage) -> bytes:
    """A picture as a PNG."""
    buffer = _buffer()
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def svg(paint: Paint, on_screen: QSize) -> bytes:
    """The same as SVG."""
    from PySide6.QtSvg import QSvgGenerator

    buffer = _buffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(QSize(on_screen))
    generator.setViewBox(QRectF(0, 0, on_screen.width(), on_screen.height()))
    generator.setTitle("ganlab")
    with QPainter(generator) as painter:
        paint(painter)
    return bytes(buffer.data().data())


def _buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.setData(QByteArray())
    buffer.open(QIODevice.OpenModeFlag.ReadWrite)
    return buffer
