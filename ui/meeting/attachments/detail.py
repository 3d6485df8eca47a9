"""The chosen image or excerpt, with what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from hccreview.meeting.attachment import Excerpt, KeyImage
from ui.background import Background
from ui.meeting.attachments.caption_line import CaptionLine
from ui.meeting.attachments.excerpt_form import ExcerptForm
from ui.meeting.attachments.picture_view import PictureView
from ui.meeting.attachments.shelf import Shown, name_of
from ui.regimens.parts import button, flowing, titled
from ui.widgets.labels import label, plain_label


class Detail(QWidget):
    """`captioned` carries the code of the case, the image and its caption; the rest are wishes."""

    captioned = Signal(str, object, str)
    opened = Signal()
    moved = Signal(int)
    removed = Signal()
    left = Signal()

    def __init__(self, background: Background) -> None:
        super().__init__()
        self.code = ""
        self.shown: Shown | None = None
        self.view = PictureView(background)
        self.view.opened.connect(self.opened)
        self.caption = CaptionLine()
        self.caption.given.connect(self._captioned)
        self.caption.ended.connect(self.left)
        self.title = plain_label("heading")
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("Excerpt")
        self.form = ExcerptForm()
        self.nothing = label("muted")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.pages = QStackedWidget()
        self.image_page = _page(self.view, titled("Caption", self.caption))
        self.excerpt_page = _page(self.title, self.text)
        for page in (self.nothing, self.image_page, self.excerpt_page, self.form):
            self.pages.addWidget(page)
        self.open_button = button("View large", self.opened.emit)
        self.acts = flowing(self._buttons())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.pages, 1)
        column.addWidget(self.acts)

    def show_item(self, code: str, shown: Shown | None) -> None:
        """Show an image or an excerpt; without one, how to add the first."""
        same = shown is not None and self.shown is not None and shown.id == self.shown.id
        if not same:
            self.caption.take()
        self.code, self.shown = code, shown
        attachment = shown.attachment if shown is not None else None
        if isinstance(attachment, KeyImage) and not (same and self.caption.isModified()):
            self.caption.show_caption(attachment.caption)
        self.view.show_image(attachment if isinstance(attachment, KeyImage) else None)
        if isinstance(attachment, Excerpt):
            self.title.setText(name_of(attachment))
            self.text.setPlainText(attachment.text)
        elif attachment is None:
            self.nothing.setText(_nothing(code))
        if self.pages.currentWidget() is not self.form:
            self.show_page()

    def show_page(self) -> None:
        """Show the page of what is chosen."""
        attachment = self.shown.attachment if self.shown is not None else None
        page: QWidget = self.nothing
        if isinstance(attachment, KeyImage):
            page = self.image_page
        elif attachment is not None:
            page = self.excerpt_page
        self.pages.setCurrentWidget(page)
        self.open_button.setText("Change…" if page is self.excerpt_page else "View large")
        self.acts.setVisible(page is not self.nothing)

    def ask(self, changed: Shown | None, text: str = "") -> None:
        """Ask for a new excerpt, or for a correction of one."""
        self.pages.setCurrentWidget(self.form)
        self.acts.hide()
        self.form.begin(self.code, changed, text)

    @property
    def asking(self) -> bool:
        """True while the form is open."""
        return self.pages.currentWidget() is self.form

    def go_to_words(self) -> None:
        """Put the keyboard on the caption or the text."""
        words: QWidget = self.text
        if self.pages.currentWidget() is self.image_page:
            self.caption.selectAll()
            words = self.caption
        words.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _buttons(self) -> list[QWidget]:
        return [
            self.open_button,
            button("↑ Up", lambda: self.moved.emit(-1), name="Move up (Alt+Up)"),
            button("↓ Down", lambda: self.moved.emit(1), name="Move down (Alt+Down)"),
            button("Remove", self.removed.emit, name="Remove from the case (Del)"),
        ]

    def _captioned(self, text: str) -> None:
        if self.shown is not None:
            self.captioned.emit(self.code, self.shown, text)


def _page(*parts: QWidget) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    for part in parts:
        column.addWidget(part)
    return page


def _nothing(code: str) -> str:
    if not code:
        return "No case is open."
    return (
        f"Nothing is kept for {code} yet. Drop PNG or JPEG files here, press “Add images…”, or"
        " paste a picture or the text of a report (Ctrl+V)."
    )
