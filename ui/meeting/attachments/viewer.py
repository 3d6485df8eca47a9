"""A key image as large as the window; the arrows go to the next one, Esc closes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from hccreview.meeting.attachment import KeyImage
from ui.background import Background
from ui.meeting.attachments.picture_view import PictureView
from ui.regimens.parts import button
from ui.widgets.labels import label, plain_label

_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageUp: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageDown: 1,
}
_MARGIN = 24


class Viewer(QDialog):
    """Shows the images of one case, one at a time."""

    def __init__(
        self, parent: QWidget, background: Background, code: str, images: tuple[KeyImage, ...]
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("imageViewer")
        self.setWindowTitle("Key images")  # a title is seen outside the program: no code
        self.code, self.images, self.place = code, images, 0
        self.view = PictureView(background)
        self.number = plain_label("value")
        self.caption = label("sentence")
        close = button("Close (Esc)", self.close, name="Close the large view")
        foot = QHBoxLayout()
        foot.setSpacing(14)
        foot.addWidget(self.number)
        foot.addWidget(self.caption, 1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.addWidget(self.view, 1)
        column.addLayout(foot)
        room = parent.window().size()
        self.resize(room.width() - _MARGIN, room.height() - _MARGIN)

    def show_place(self, place: int) -> None:
        """Show an image by its place."""
        self.place = place % len(self.images)
        image = self.images[self.place]
        self.view.show_image(image)
        self.number.setText(f"{self.code} · image {self.place + 1} of {len(self.images)}")
        self.caption.setText(image.caption)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to another image."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.show_place(self.place + step)
