"""The list of cases: code, one line, and a strip with one mark a trial."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from ui.theme import Theme
from ui.widgets.verdict_painter import paint_sign, sized
from ui.wording import plural
from ui.workspace import ListedCase, Workspace

LISTED = Qt.ItemDataRole.UserRole
_ROW_HEIGHT, _SIGN, _LEFT = 66, 17, 16
Index = QModelIndex | QPersistentModelIndex


class CaseListModel(QAbstractListModel):
    """The cases of the workspace, row by row."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self._codes: list[str] = []
        workspace.cases_changed.connect(self._show)
        self._show()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of cases."""
        return 0 if parent.isValid() else len(self._codes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return code, case, or what a screen reader says."""
        listed = self.workspace.cases[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return listed.case.code
        if role == LISTED:
            return listed
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(
                (listed.case.label, listed.summary, *(words for words, _ in listed.strip))
            )
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = ". ".join(words for words, _ in listed.strip)
            return f"{listed.case.code}. {listed.summary}. {words}"
        return None

    def row_of(self, code: str) -> int:
        """Return the row of a case."""
        return self._codes.index(code)

    def _show(self) -> None:
        codes = [listed.case.code for listed in self.workspace.cases]
        if codes == self._codes:
            if codes:
                self.dataChanged.emit(self.index(0), self.index(len(codes) - 1))
            return
        self.beginResetModel()
        self._codes = codes
        self.endResetModel()


class CaseDelegate(QStyledItemDelegate):
    """Paints one case."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a case."""
        return QSize(200, _ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint code, line and strip."""
        listed: ListedCase = index.data(LISTED)
        box = QRectF(option.rect).adjusted(6, 2, -6, -2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, box, option)
        x, width = box.left() + _LEFT - 4, box.width() - _LEFT - 4
        font = option.font
        painter.setFont(sized(font, 14, bold=True))
        painter.setPen(self.theme.colour("text"))
        painter.drawText(QRectF(x, box.top() + 3, width, 20), _VCENTRE, listed.case.code)
        painter.setFont(sized(font, 12))
        painter.setPen(self.theme.colour("muted"))
        line = painter.fontMetrics().elidedText(
            listed.summary or "…", Qt.TextElideMode.ElideRight, int(width)
        )
        painter.drawText(QRectF(x, box.top() + 22, width, 18), _VCENTRE, line)
        for place, (_, mark) in enumerate(listed.strip):
            sign = QRectF(x + place * (_SIGN + 6), box.top() + 42, _SIGN, _SIGN)
            paint_sign(painter, sign, mark.symbol, mark.tone, self.theme)
        painter.restore()

    def _ground(self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem) -> None:
        state = option.state
        if not state & QStyle.StateFlag.State_Selected:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour("accent_tint"))
        painter.drawRoundedRect(box, 6, 6)
        painter.setBrush(self.theme.colour("accent"))
        painter.drawRoundedRect(QRectF(box.left(), box.top() + 6, 3, box.height() - 12), 1.5, 1.5)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self.theme.colour("accent"))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)


_VCENTRE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class CasePane(QFrame):
    """The left side of the window."""

    def __init__(self, workspace: Workspace, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("casePane")
        self.setMinimumWidth(200)
        self.workspace = workspace
        self.model = CaseListModel(workspace)
        title = QLabel("Cases")
        title.setProperty("role", "heading")
        self.number = QLabel("loading …")
        self.number.setProperty("role", "muted")
        self.list = QListView()
        self.list.setModel(self.model)
        self.delegate = CaseDelegate(theme)
        self.list.setItemDelegate(self.delegate)
        self.list.setAccessibleName("Cases")
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.selectionModel().currentChanged.connect(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 4)
        column.setSpacing(4)
        for label in (title, self.number):
            label.setContentsMargins(_LEFT, 0, 8, 0)
            column.addWidget(label)
        column.addWidget(self.list, 1)
        workspace.cases_changed.connect(self._count)
        workspace.case_changed.connect(self._follow)
        theme.changed.connect(self.list.viewport().update)

    def focus_list(self) -> None:
        """Put the keyboard on the list."""
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _count(self) -> None:
        samples = sum(listed.case.synthetic for listed in self.workspace.cases)
        others = len(self.workspace.cases) - samples
        parts = [f"{others} opened"] if others else []
        parts.append(plural(samples, "synthetic sample", "synthetic samples"))
        self.number.setText(", ".join(parts))

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.workspace.choose(index.data())

    def _follow(self) -> None:
        if self.workspace.case is not None:
            index = self.model.index(self.model.row_of(self.workspace.case.code))
            self.list.setCurrentIndex(index)
