"""The history of a case: who changed it, when, and what from what to what; it can be printed."""

from __future__ import annotations

from PySide6.QtGui import QFont, QGuiApplication, QSyntaxHighlighter, QTextCharFormat
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from ui.audit_words import MOST, Lines, done, one_line, told_in_lines, when, who
from ui.widgets.labels import label, plain_label

_WIDE, _HIGH, _MARGIN = 860, 620, 40
_NOTE = (
    "The newest first. Each line names the name chosen in the program and the login of the system."
)
_MORE = f" The newest {MOST} are shown."


class HistoryView(QDialog):
    """Text that can be read, copied and printed."""

    def __init__(self, parent: QWidget, code: str, lines: Lines) -> None:
        super().__init__(parent)
        self._code, self._lines = code, tuple(lines)
        self.setWindowTitle("History of the case")
        room = parent.window().size()  # at 200 % a screen is not as high
        self.resize(min(_WIDE, room.width() - _MARGIN), min(_HIGH, room.height() - _MARGIN))
        self.text = QPlainTextEdit(told_in_lines(self._lines))
        self.text.setReadOnly(True)
        self.text.setAccessibleName("History")
        self.text.setTabChangesFocus(True)
        self.heads = _Heads(self.text.document())
        buttons = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole
        close = buttons.addButton("Close (Esc)", role.RejectRole)
        self.copy = buttons.addButton("Copy all", role.ActionRole)
        self.on_paper = buttons.addButton("Print…", role.ActionRole)
        for button in (close, self.copy, self.on_paper):  # no key while reading copies or prints
            button.setAutoDefault(False)
        self.copy.clicked.connect(self._copy)
        self.on_paper.clicked.connect(self._print)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(10)
        column.addWidget(plain_label("heading", f"History of {code}"))
        column.addWidget(label("muted", _NOTE + (_MORE if len(self._lines) == MOST else "")))
        column.addWidget(self.text, 1)
        column.addWidget(buttons)
        self.text.setFocus()

    def page(self) -> str:
        """Return the history as it is printed."""
        from ui.printing.telling import heading, labelled, line

        parts = [heading(f"History of {self._code}")]
        for each, told in self._lines:
            parts.append(labelled(when(each), f"{who(each)} {done(each)}"))
            parts += [line(f"– {one_line(sentence)}") for sentence in told]
        return "".join(parts)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())

    def _print(self) -> None:
        from ui.printing.paper import preview

        preview(self.page(), self)


class _Heads(QSyntaxHighlighter):
    """Writes who and when in bold, so that one change is told from the next."""

    def highlightBlock(self, text: str) -> None:  # noqa: N802
        """Look at one line; what was changed is set in."""
        if not text.startswith(" "):
            bold = QTextCharFormat()
            bold.setFontWeight(QFont.Weight.Bold)
            self.setFormat(0, len(text), bold)
