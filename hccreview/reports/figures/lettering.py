"""The bundled font in matplotlib: how wide a text is, and how it is broken into lines."""

from __future__ import annotations

from functools import lru_cache

from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.ft2font import FT2Font, LoadFlags

from hccreview.reports.figures.style import PIXELS_PER_INCH
from resources import resource_path

_FILE = resource_path("fonts", "NotoSansSC-gb2312.otf")
_FALLBACK = "DejaVu Sans"  # comes with matplotlib; has the signs that the bundled font lacks
_POINTS_PER_INCH = 72.0
_UNKNOWN_WIDTH = 0.9
_MEASURED = 100.0  # points at which the font is measured
_SIXTEEN_BITS = 65536.0  # advances are fixed-point numbers


@lru_cache(maxsize=1)
def _face() -> FT2Font:
    """Return the bundled font for measuring; not the one that renderers share and resize."""
    fontManager.addfont(str(_FILE))
    face = FT2Font(str(_FILE))
    face.set_size(_MEASURED, _POINTS_PER_INCH)
    return face


@lru_cache(maxsize=64)
def font(pixels: float) -> FontProperties:
    """Return the font of a text so many px high (96 px an inch)."""
    points = pixels * _POINTS_PER_INCH / PIXELS_PER_INCH
    return FontProperties(family=[_face().family_name, _FALLBACK], size=points)


@lru_cache(maxsize=4096)
def _advance(sign: str) -> float:
    """Return how wide a sign is, as a part of the font's size."""
    face = _face()
    if not face.get_char_index(ord(sign)):
        return _UNKNOWN_WIDTH
    glyph = face.load_char(ord(sign), flags=LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / _SIXTEEN_BITS / _MEASURED


def width_of(text: str, pixels: float) -> float:
    """Return the width of a line in px."""
    return pixels * sum(_advance(sign) for sign in text)


def wrapped(text: str, pixels: float, width: float) -> list[str]:
    """Return the lines of a text in a column of `width` px; words are never broken,
    nor a number from its sign of percent.
    """
    lines: list[str] = []
    for word in text.replace(" %", "\u00a0%").split(" "):
        if lines and width_of(f"{lines[-1]} {word}", pixels) <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines
