"""The list of images and excerpts: a small picture or the beginning of the text, and the name."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QTextOption
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from hccreview.meeting.attachment import Excerpt
from ui.meeting.attachments.shelf import Shelf, Shown, name_of
from ui.theme import Theme
from ui.widgets.chosen_row import paint_chosen
from ui.widgets.verdict_painter import sized

Index = QModelIndex | QPersistentModelIndex
_SHOWN = Qt.ItemDataRole.UserRole
ROW_HEIGHT = 76
_PICTURE = QSize(80, 60)
_WRAPPED = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
_ELIDE = Qt.TextElideMode.ElideRight
_FILLED = 0.8  # of the lines of a wrapped text; the rest is lost at their ends
_BEGINNING = 80  # characters
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class ItemModel(QAbstractListModel):
    """The attachments of a shelf."""

    def __init__(self, shelf: Shelf) -> None:
        super().__init__()
        self.shelf = shelf
        shelf.changed.connect(self._renew)
        self.items = shelf.items

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many attachments there are."""
        return 0 if parent is not None and parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the attachment, or its name."""
        shown = self.items[index.row()]
        if role == _SHOWN:
            return shown
        if role == Qt.ItemDataRole.DisplayRole:
            return name_of(shown.attachment)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            kind = "Excerpt" if isinstance(shown.attachment, Excerpt) else "Image"
            place = f"{index.row() + 1} of {len(self.items)}"
            return f"{kind} {place}: {name_of(shown.attachment)}"
        return None

    def _renew(self) -> None:
        self.beginResetModel()
        self.items = self.shelf.items
        self.endResetModel()


class ItemDelegate(QStyledItemDelegate):
    """Paints one attachment."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of an attachment."""
        return QSize(160, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground, picture or paper, and the words."""
        shown: Shown = index.data(_SHOWN)
        box = QRectF(option.rect).adjusted(2, 2, -2, -2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        paint_chosen(painter, box, option, self.theme, 8)
        picture = QRectF(box.left() + 8, box.top() + 6, _PICTURE.width(), _PICTURE.height())
        self._picture(painter, picture, option, shown)
        left = picture.right() + 10
        words = QRectF(left, picture.top(), box.right() - 6 - left, picture.height())
        self._words(painter, words, option, shown)
        painter.restore()

    def _picture(
        self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem, shown: Shown
    ) -> None:
        painter.setPen(self.theme.colour("line"))
        painter.setBrush(self.theme.colour("field"))
        painter.drawRect(box)
        if isinstance(shown.attachment, Excerpt):
            self._beginning(painter, box.adjusted(5, 3, -3, -2), option, shown.attachment.text)
        elif shown.thumbnail is not None and not shown.thumbnail.isNull():
            size = shown.thumbnail.size().scaled(_PICTURE, Qt.AspectRatioMode.KeepAspectRatio)
            place = QRectF(0, 0, size.width(), size.height())
            place.moveCenter(box.center())
            painter.drawImage(place, shown.thumbnail)

    def _beginning(
        self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem, text: str
    ) -> None:
        """Paint as many whole lines of an excerpt as there is room for."""
        painter.setFont(sized(option.font, 11))
        painter.setPen(self.theme.colour("muted"))
        spacing = painter.fontMetrics().lineSpacing()
        box.setHeight(box.height() // spacing * spacing)
        painter.setClipRect(box)
        wrapped = QTextOption()
        wrapped.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        painter.drawText(box, text[:_BEGINNING], wrapped)
        painter.setClipping(False)

    def _words(
        self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem, shown: Shown
    ) -> None:
        painter.setPen(self.theme.colour("text"))
        painter.setFont(sized(option.font, 12))
        lines = int(box.height() // painter.fontMetrics().lineSpacing())
        kept = int(box.width() * lines * _FILLED)
        name = painter.fontMetrics().elidedText(name_of(shown.attachment), _ELIDE, kept)
        painter.drawText(box, int(_WRAPPED), name)


class ItemList(QListView):
    """Keys: Alt+Up and Alt+Down move, Del removes, Return opens, F2 goes to the words."""

    chosen = Signal(object)
    opened = Signal()
    moved = Signal(int)
    removed = Signal()
    words_wanted = Signal()

    def __init__(self, shelf: Shelf, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("attachmentList")
        self.setAccessibleName("Images and excerpts")
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.model_, self.delegate_ = ItemModel(shelf), ItemDelegate(theme)
        self.setModel(self.model_)
        self.setItemDelegate(self.delegate_)
        theme.changed.connect(self.viewport().update)
        self.doubleClicked.connect(lambda _: self.opened.emit())
        self.selectionModel().currentChanged.connect(lambda *_: self.chosen.emit(self.shown))

    @property
    def shown(self) -> Shown | None:
        """The chosen attachment."""
        index = self.currentIndex()
        return index.data(_SHOWN) if index.isValid() else None

    def choose(self, row: int) -> None:
        """Choose the attachment of a row; none where there is none."""
        self.setCurrentIndex(self.model_.index(row))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys of the list; all others are Qt's."""
        key, alt = event.key(), event.modifiers() & Qt.KeyboardModifier.AltModifier
        if alt and key in _MOVES:
            self.moved.emit(_MOVES[Qt.Key(key)])
        elif key == Qt.Key.Key_Delete and not event.modifiers():
            self.removed.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif key == Qt.Key.Key_F2:
            self.words_wanted.emit()
        else:
            super().keyPressEvent(event)
