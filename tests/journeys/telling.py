"""What the program tells outside its own pages, and whether words of a patient are in it."""

from __future__ import annotations

import functools
import re

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from ui.commands.cases import sample_cases


class Titles:
    """Hears the titles of all windows whenever another one gets the keyboard."""

    def __init__(self) -> None:
        self.seen: set[str] = set()

    def look(self) -> None:
        """Note the titles of all windows, and what a task bar would show of them."""
        for window in QGuiApplication.topLevelWindows():
            self.seen |= {window.title(), window.filePath()}
        for widget in QApplication.topLevelWidgets():
            self.seen |= {widget.windowTitle(), widget.windowIconText()}


@functools.cache
def words_of_patients() -> tuple[str, ...]:
    """Codes and labels of the samples, and whatever somebody typed into them."""
    found: set[str] = set()
    for case in sample_cases():
        found |= {case.code, case.label, case.shows}
        for each in case.observations:
            found |= {each.note, each.reason, each.laboratory}
    return tuple(sorted(word for word in found if len(word) > 7))


def told_of_patients(text: str) -> list[str]:
    """What of a patient stands in a text: a word of a sample, or a number like a hospital's."""
    numbers = re.findall(r"\bMRN\W*\w+|(?<![\w.-])\d{7,}(?![\w.-])", text)
    return [*(word for word in words_of_patients() if word in text), *numbers]
