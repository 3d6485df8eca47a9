"""Labels and links as every page has them; the style sheet knows them by their role."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget


def text_label(text: str = "", parent: QWidget | None = None) -> QLabel:
    """Return a label; what looks like mark-up in its text is shown as it is.

    Left to itself, a label takes a case's text for HTML and opens the files it names.
    """
    made = QLabel(text, parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made


def label(role: str, text: str = "") -> QLabel:
    """Return a label whose text wraps and can be copied."""
    made = text_label(text)
    made.setProperty("role", role)
    made.setWordWrap(True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def plain_label(role: str, text: str = "") -> QLabel:
    """Return a label of one line."""
    made = text_label(text)
    made.setProperty("role", role)
    return made


def link_button(text: str) -> QPushButton:
    """Return a button that looks like a link."""
    button = QPushButton(text)
    button.setProperty("role", "link")
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button
