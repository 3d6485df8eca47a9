"""A key image as large as its place allows, decoded in the background."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hccreview.meeting.attachment import KeyImage
from ui.background import QUESTION, Background, Task
from ui.meeting.attachments.pictures import fitting

_SHARP = QSize(2600, 2000)
_DAMAGED = "This image cannot be shown; remove it and add it again."


class PictureView(QWidget):
    """Shows one image; `opened` is emitted on a double click."""

    opened = Signal()

    def __init__(self, background: Background) -> None:
        super().__init__()
        self.image: KeyImage | None = None
        self.picture = QImage()
        self.background = background
        self._task: Task | None = None
        self._scaled = QImage()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 120)

    def show_image(self, image: KeyImage | None) -> None:
        """Show another image as soon as it is decoded."""
        before, self.image = self.image, image
        caption = image.caption if image is not None else ""
        self.setAccessibleName(f"Image: {caption or 'without a caption'}")
        if image is not None and before is not None and image.content == before.content:
            return  # read again, or its caption was corrected
        if self._task is not None:
            self._task.cancel()
        self._take(QImage())
        if image is not None:
            self._task = self.background.run(
                lambda _: fitting(image, _SHARP), self._take, rank=QUESTION
            )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the image in the middle, whole."""
        painter = QPainter(self)
        if self.picture.isNull():
            if self.image is not None and self._task is None:
                painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), _DAMAGED)
            return
        size = self.picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(0, 0, size.width(), size.height())
        place.moveCenter(QRectF(self.rect()).center())
        painter.drawImage(place, self._sharp(size * self.devicePixelRatioF()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask for the large view."""
        self.opened.emit()

    def _sharp(self, size: QSize) -> QImage:
        if self._scaled.size() != size:
            smooth = Qt.TransformationMode.SmoothTransformation
            ignore = Qt.AspectRatioMode.IgnoreAspectRatio
            self._scaled = self.picture.scaled(size, ignore, smooth)
        return self._scaled

    def _take(self, picture: QImage) -> None:
        self._task = None
        self.picture, self._scaled = picture, QImage()
        self.update()
