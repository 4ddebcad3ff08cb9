"""The view as a file: PNG at any size, SVG with true shapes."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize
from PySide6.QtGui import QImage, QImageWriter, QPainter

from ganlab.app.panels.plane.view import DistributionView


def png(view: DistributionView, size: QSize) -> bytes:
    """What is on screen as a PNG of that size, pixels; marks and lines grow with it."""
    image = QImage(size, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(size.width() / view.viewport().width())
    painter = QPainter(image)
    _paint(view, painter)
    painter.end()
    image.setDevicePixelRatio(1.0)
    return png_of(image)


def png_of(image: QImage) -> bytes:
    """A picture as a PNG."""
    buffer = _buffer()
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def svg(view: DistributionView) -> bytes:
    """What is on screen as SVG."""
    from PySide6.QtSvg import QSvgGenerator

    buffer, size = _buffer(), view.viewport().size()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(QSize(size))
    generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
    generator.setTitle("ganlab")
    painter = QPainter(generator)
    _paint(view, painter)
    painter.end()
    return bytes(buffer.data().data())


def _paint(view: DistributionView, painter: QPainter) -> None:
    """The view without its rounded corners, over the whole of the painter's device."""
    area = view.viewport().rect()
    rounded, view.rounded = view.rounded, False
    try:
        view.render(painter, QRectF(area), area)
    finally:
        view.rounded = rounded


def _buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.setData(QByteArray())
    buffer.open(QIODevice.OpenModeFlag.ReadWrite)
    return buffer
