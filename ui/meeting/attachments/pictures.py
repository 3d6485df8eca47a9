"""Decoding key images for the screen; may be done by the worker.

The format is always named: to guess it, Qt makes connections (see `ui.screen_thread`).
"""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QImageWriter

from hccreview.meeting.attachment import KeyImage, Media

_FORMATS = {Media.PNG: b"png", Media.JPEG: b"jpeg"}


def whole(image: KeyImage) -> QImage:
    """Return the picture as large as it is; null where damaged."""
    return _decoded(image, None)


def fitting(image: KeyImage, most: QSize) -> QImage:
    """Return the picture within `most` pixels, never larger than it is; null where damaged."""
    return _decoded(image, most)


def _decoded(image: KeyImage, most: QSize | None) -> QImage:
    buffer = QBuffer()
    buffer.setData(QByteArray(image.content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(_FORMATS[image.media]))
    reader.setAutoDetectImageFormat(False)
    size = reader.size()
    if most is not None and (size.width() > most.width() or size.height() > most.height()):
        reader.setScaledSize(size.scaled(most, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


def as_png(picture: QImage) -> bytes:
    """Return a picture of the clipboard as the bytes of a PNG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(picture)
    return bytes(buffer.data().data())
