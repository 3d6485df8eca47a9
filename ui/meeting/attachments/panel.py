"""Images and reports of the current case: added, looked at, put in order.

By keyboard, from the list: Ins adds images, Ctrl+V pastes a picture or text, Return opens, F2 goes
to the words, Alt+Up and Alt+Down move, Del removes.
"""

from __future__ import annotations

import uuid
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QVBoxLayout, QWidget

from hccreview.exchange.images import SUFFIXES
from hccreview.meeting.attachment import Attachment, Excerpt, KeyImage
from ui.meeting.attachments.detail import Detail
from ui.meeting.attachments.item_list import ROW_HEIGHT, ItemList
from ui.meeting.attachments.pictures import as_png
from ui.meeting.attachments.shelf import Shelf, Shown
from ui.meeting.attachments.viewer import Viewer
from ui.regimens.parts import button, flowing
from ui.theme import Theme
from ui.widgets.labels import label
from ui.workspace import Workspace

if TYPE_CHECKING:
    from ui.meeting.room import BoardRoom

ABOUT = (
    "What a file tells beside its picture (camera, place, texts) is removed when it is added. Names"
    " inside the picture cannot be seen by the program: look at each picture yourself."
)
_FILES = f"Images ({' '.join(f'*{each}' for each in SUFFIXES)})"
_NARROW, _LIST = 460, 230


class AttachmentsPanel(QWidget):
    """What the board looks at beside the values of the current case."""

    def __init__(self, workspace: Workspace, theme: Theme, room: BoardRoom) -> None:
        super().__init__()
        self.setObjectName("attachments")
        self.setAcceptDrops(True)
        self.workspace, self.shelf = workspace, Shelf(workspace)
        self.list = ItemList(self.shelf, theme)
        self.detail = Detail(workspace.background)
        self.add_button = button("Add images…", self.ask_for_files, name="Add images (Ins)")
        self.paste_button = button("Paste", self.paste, name="Paste a picture or text (Ctrl+V)")
        self.excerpt_button = button("New excerpt…", lambda: self.detail.ask(None))
        self.starts = (self.add_button, self.paste_button, self.excerpt_button)
        self._chosen: uuid.UUID | None = None
        self._lay_out()
        self._connect()
        self._renew()

    # ------------------------------------------------------------------------ intents

    def ask_for_files(self) -> None:
        """Let the user choose images and add them."""
        names, _ = QFileDialog.getOpenFileNames(self, "Add images", "", _FILES)
        if names:
            self.shelf.add_files(self.shelf.code, [Path(name) for name in names])

    def paste(self) -> None:
        """Add the picture or the files of the clipboard, or begin an excerpt with its text."""
        data = QGuiApplication.clipboard().mimeData() or QMimeData()  # empty: none at all
        if not self.shelf.code or self._add(data):
            return
        if any(url.isLocalFile() for url in data.urls()):  # its path may name the patient
            self.workspace.messages.problem(
                "The copied file is neither PNG nor JPEG; export the picture from the viewer so."
            )
        elif data.hasText() and data.text().strip():
            self.detail.ask(None, data.text())
        else:
            self.workspace.messages.problem(
                "The clipboard holds neither a picture nor text; copy one and paste again."
            )

    def open_item(self) -> None:
        """Show the chosen image large, or correct the chosen excerpt."""
        shown = self.list.shown
        if shown is None:
            return
        if isinstance(shown.attachment, Excerpt):
            self.detail.ask(shown)
            return
        images = [e.attachment for e in self.shelf.items if isinstance(e.attachment, KeyImage)]
        viewer = Viewer(self, self.workspace.background, self.shelf.code, tuple(images))
        viewer.show_place(next(n for n, each in enumerate(images) if each is shown.attachment))
        viewer.open()

    def move_item(self, by: int) -> None:
        """Move the chosen one up (-1) or down (1)."""
        if (shown := self.list.shown) is not None:
            self.shelf.move(self.shelf.code, shown, by)

    def remove_item(self) -> None:
        """Remove the chosen one."""
        if (shown := self.list.shown) is not None:
            self.shelf.remove(self.shelf.code, shown)

    # ------------------------------------------------------------------------- events

    def showEvent(self, event: QShowEvent) -> None:
        """Read what belongs to the case that is open now."""
        super().showEvent(event)
        self.shelf.load()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the list above what is chosen where both do not fit side by side."""
        super().resizeEvent(event)
        narrow = self.width() < _NARROW
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self.both.setDirection(way)
        self.list.setMaximumWidth(self.width() if narrow else _LIST)
        self.list.setMinimumHeight(2 * ROW_HEIGHT if narrow else 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take what the list and the buttons leave over."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() == Qt.Key.Key_Insert and not event.modifiers():
            self.ask_for_files()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take images; other files are the window's."""
        if self.shelf.code and (event.mimeData().hasImage() or _files(event.mimeData())):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add the images that were dropped."""
        if self._add(event.mimeData()):
            event.acceptProposedAction()

    # ------------------------------------------------------------------------ private

    def _add(self, data: QMimeData) -> bool:
        """Add the files or the picture in `data`; False where it holds none."""
        if paths := _files(data):
            self.shelf.add_files(self.shelf.code, paths)
        elif data.hasImage() and isinstance(picture := data.imageData(), QImage):
            self.shelf.add_picture(self.shelf.code, as_png(picture))
        else:
            return False
        return True

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(6)
        column.addWidget(flowing(self.starts))
        column.addWidget(label("muted", ABOUT))
        self.both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.both.setSpacing(10)
        self.both.addWidget(self.list, 1)
        self.both.addWidget(self.detail, 2)
        column.addLayout(self.both, 1)

    def _connect(self) -> None:
        self.shelf.changed.connect(self._renew)
        self.workspace.case_changed.connect(self._follow)
        self.workspace.closing.connect(self._finish_typing)
        self.list.chosen.connect(self._show)
        for part in (self.list, self.detail):
            part.opened.connect(self.open_item)
            part.moved.connect(self.move_item)
            part.removed.connect(self.remove_item)
        self.list.words_wanted.connect(self.detail.go_to_words)
        self.detail.left.connect(self.list.setFocus)
        self.detail.captioned.connect(self._caption)
        self.detail.form.made.connect(self._save_excerpt)
        self.detail.form.left.connect(self._leave_form)

    def _follow(self) -> None:
        """Another case is open, or none any more; nothing of the one before stays in sight."""
        self._finish_typing()
        if (viewer := self.findChild(Viewer)) is not None:
            viewer.close()
        if self.isVisible() or self.workspace.kept is None:
            self.shelf.load()

    def _finish_typing(self) -> None:
        """Keep what is being typed, for the case it was typed for; what is refused stays there."""
        self.detail.caption.take()
        form = self.detail.form
        if self.detail.asking and form.at_work:
            form.save()
        if self.detail.asking and not (form.at_work and self.workspace.kept is not None):
            self._leave_form()

    def _renew(self) -> None:
        ids = [each.id for each in self.shelf.items]
        wanted = self.shelf.wanted or self._chosen
        self.list.setVisible(bool(ids))
        self.setFocusProxy(self.list if ids else self.add_button)
        for each in self.starts:
            each.setEnabled(bool(self.shelf.code))
        if ids:
            self.list.choose(ids.index(wanted) if wanted in ids else 0)
            if self.shelf.wanted and any(each.hasFocus() for each in self.starts):
                self.list.setFocus()  # what was added can be captioned or moved at once
        else:
            self._show(None)

    def _show(self, shown: Shown | None) -> None:
        if shown is not None:
            self._chosen = shown.id
        self.detail.show_item(self.shelf.code, shown)

    def _caption(self, code: str, shown: Shown, text: str) -> None:
        if isinstance(shown.attachment, KeyImage):
            self.shelf.change(code, shown, replace(shown.attachment, caption=text))

    def _save_excerpt(self, code: str, changed: Shown | None, excerpt: Attachment) -> None:
        if changed is None:
            self.shelf.add(code, excerpt)
        else:
            self.shelf.change(code, changed, excerpt)
        self._leave_form()

    def _leave_form(self) -> None:
        self.detail.form.text.clear()
        self.detail.show_page()
        (self.list if self.shelf.items else self.excerpt_button).setFocus()


def _files(data: QMimeData) -> list[Path]:
    """Return the image files among what was dropped or copied."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in SUFFIXES]
