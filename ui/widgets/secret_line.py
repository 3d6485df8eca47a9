"""Lines for a passphrase, hidden as it is typed until its box says otherwise."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QLineEdit


def secret_line(name: str, hint: str = "") -> QLineEdit:
    """Return a line in which nothing typed can be read; `hint` stands there while it is empty."""
    line = QLineEdit()
    line.setProperty("role", "line")
    line.setPlaceholderText(hint or name)
    line.setAccessibleName(name)
    line.setEchoMode(QLineEdit.EchoMode.Password)
    return line


def show_typed(*lines: QLineEdit) -> QCheckBox:
    """Return the box that shows what is typed in the lines."""

    def follow(shown: bool) -> None:
        for line in lines:
            line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)

    box = QCheckBox("Show what is typed")
    box.toggled.connect(follow)
    return box
