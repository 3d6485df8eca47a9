"""Light and dark: own palettes on Fusion, the style sheet, the bundled font."""

from __future__ import annotations

import json
from string import Template

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from resources import resource_path

FONT_FILE = ("fonts", "NotoSansSC-gb2312.otf")
FALLBACKS = ("DejaVu Sans", "Segoe UI Symbol", "Apple Symbols")
TEXT_SIZE = 13  # px at 100 %; nothing on screen is smaller than 11
_ROLES = {
    QPalette.ColorRole.Window: "page",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "panel",
    QPalette.ColorRole.AlternateBase: "field",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "field",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.ToolTipBase: "panel",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.PlaceholderText: "muted",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.Accent: "accent",
}


class Theme(QObject):
    """The colours in use by name; `changed` is emitted after they have been exchanged."""

    changed = Signal()

    def __init__(self, application: QApplication, dark: bool = False) -> None:
        super().__init__(application)
        self._application = application
        self._tokens: dict[str, str] = {}
        self.dark = dark
        self.apply(dark)

    def apply(self, dark: bool) -> None:
        """Use the light or the dark colours."""
        self.dark = dark
        self._tokens = tokens("dark" if dark else "light")
        self._application.setPalette(self._palette())
        self._application.setStyleSheet(style_sheet(self._tokens))
        self.changed.emit()

    def toggle(self) -> None:
        """Change between light and dark."""
        self.apply(not self.dark)

    def colour(self, token: str) -> QColor:
        """Return the colour of a token such as ``fail`` or ``fail_tint``."""
        return QColor(self._tokens[token])

    def _palette(self) -> QPalette:
        palette = QPalette()
        for role, token in _ROLES.items():
            palette.setColor(role, self.colour(token))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour("muted"))
        return palette


def tokens(name: str) -> dict[str, str]:
    """Return the colours of the theme called light or dark."""
    found: dict[str, str] = json.loads(
        resource_path("styles", f"{name}.json").read_text(encoding="utf-8")
    )
    return found


def style_sheet(colours: dict[str, str]) -> str:
    """Return the style sheet with the colours put in."""
    text = resource_path("styles", "hccreview.qss").read_text(encoding="utf-8")
    return Template(text).substitute(colours)


def use_bundled_font(application: QApplication) -> None:
    """Make the bundled font the application's; signs it lacks come from the fallbacks."""
    number = QFontDatabase.addApplicationFont(str(resource_path(*FONT_FILE)))
    families = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    font = QFont([*families, *FALLBACKS])
    font.setPixelSize(TEXT_SIZE)
    font.setFeature(QFont.Tag("pwid"), 1)  # else quotation marks are as wide as Chinese signs
    font.setStyleHint(QFont.StyleHint.SansSerif)
    application.setFont(font)


def begins_dark(application: QApplication) -> bool:
    """True where the system's own colours are dark; to be asked before ours are put on."""
    return application.palette().window().color().lightness() < 128


def system_is_dark(application: QApplication) -> bool:
    """True where the system asks for dark windows."""
    from PySide6.QtCore import Qt  # a large table of names: after the first paint

    return application.styleHints().colorScheme() is Qt.ColorScheme.Dark
