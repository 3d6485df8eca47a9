"""The history of a case: who changed it, when, and what from what to what; it can be printed."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from ui.audit_words import MOST, Lines, done, one_line, told_in_lines, when, who
from ui.widgets.labels import label, plain_label

_WIDE, _HIGH = 860, 620
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
        self.resize(_WIDE, _HIGH)
        self.text = QPlainTextEdit(told_in_lines(self._lines))
        self.text.setReadOnly(True)
        self.text.setAccessibleName("History")
        buttons = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole
        close = buttons.addButton("Close (Esc)", role.RejectRole)
        close.setDefault(True)
        self.copy = buttons.addButton("Copy all", role.ActionRole)
        self.on_paper = buttons.addButton("Print…", role.ActionRole)
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
        from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog

        from ui.printing.paper import print_on

        html = self.page()
        dialog = QPrintPreviewDialog(QPrinter(), self)
        dialog.paintRequested.connect(lambda printer: print_on(printer, html))
        dialog.exec()
