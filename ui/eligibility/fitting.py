"""Text that must fit a width: broken between words."""

from __future__ import annotations

from PySide6.QtGui import QFontMetrics


def broken(text: str, metrics: QFontMetrics, width: int) -> tuple[str, ...]:
    """Return a text broken between words into lines of at most `width` pixels."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip(" ")
        if lines[-1] and metrics.horizontalAdvance(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return tuple(lines)
