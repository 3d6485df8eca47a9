"""How wide a text is on a slide, and how it is broken into lines."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication

_MEASURED = 100  # px at which a font is measured; without hinting widths grow with the size


class Lettering:
    """The fonts of the slides; made on the thread of the window, then used in the worker too."""

    def __init__(self) -> None:
        self._fonts = {bold: _font(bold) for bold in (False, True)}
        self._metrics = {bold: QFontMetricsF(font) for bold, font in self._fonts.items()}
        self._widths: dict[tuple[str, bool], float] = {}

    def font(self, size: float, bold: bool) -> QFont:
        """Return the font of a text so many units high."""
        font = QFont(self._fonts[bold])
        font.setPixelSize(round(size))
        return font

    def width(self, text: str, size: float, bold: bool = False) -> float:
        """Return the width of a line in units."""
        known = self._widths.get((text, bold))
        if known is None:
            known = self._widths[text, bold] = self._metrics[bold].horizontalAdvance(text)
        return known * size / _MEASURED

    def lines(self, text: str, size: float, width: float, bold: bool = False) -> list[str]:
        """Return the lines of a text in a column; what is wider than the column is broken up."""
        found: list[str] = []
        for paragraph in text.splitlines() or [""]:
            found += self._paragraph(paragraph, size, width, bold)
        return found

    def _paragraph(self, text: str, size: float, width: float, bold: bool) -> list[str]:
        found = [""]
        for word in text.split(" "):
            longer = f"{found[-1]} {word}" if found[-1] else word
            if self.width(longer, size, bold) <= width:
                found[-1] = longer
                continue
            parts = self._parts(word, size, width, bold)
            found = [*found, *parts] if found[-1] else [*found[:-1], *parts]
        return found

    def _parts(self, word: str, size: float, width: float, bold: bool) -> list[str]:
        """Return a word in parts that fit: Chinese has no spaces, nor have addresses."""
        parts = [""]
        for sign in word:
            if parts[-1] and self.width(parts[-1] + sign, size, bold) > width:
                parts.append("")
            parts[-1] += sign
        return parts


def _font(bold: bool) -> QFont:
    font = QFont(QGuiApplication.font())
    font.setPixelSize(_MEASURED)
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font
