"""How tall a row of wrapped text must be: spreadsheets do not measure it when a file is opened.

Widths are counted in digits of the workbook's normal font, as widths of columns are. They are
those of Arial, rounded up, so that a row is rather too tall than cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from hccreview.reports.cells import Row
from hccreview.reports.styles import LOOKS, SIZE

TALLEST = 409.0  # points; Excel allows no more
_PADDING = 1.0
_LINE, _MARGIN = 1.29, 3.0  # height of a line in font sizes; space of a row in points
_BLANK, _NARROW, _ORDINARY, _BROAD, _WIDE = 0.48, 0.52, 0.96, 1.28, 1.76
_NARROW_SIGNS = frozenset("fijlrtI.,;:'!|()[]/-·")
_BROAD_SIGNS = frozenset("mwMWABCDEGHKNOPQRSUVXY&@%≥≤+=<>")
_FIRST_WIDE = 0x2E80  # Chinese characters and full-width signs from here on


def row_height(row: Row, widths: Sequence[float]) -> float:
    """Return the height of a row in points: that of its longest wrapped text."""
    lines, size = 1, SIZE
    for index, content in enumerate(row):
        if content is None or not isinstance(content.value, str):
            continue
        value, width = content.value, widths[index]
        if content.span > 1:
            width = sum(widths[index : index + content.span])
        if content.look != "text":
            size = max(size, LOOKS[content.look].size)
        if (len(value) > 0.7 * width or "\n" in value) and LOOKS[content.look].wrap:
            factor = 1.08 if LOOKS[content.look].bold else 1.0
            lines = max(lines, line_count(value, width - _PADDING, factor))
    return min(TALLEST, round(lines * size * _LINE + _MARGIN, 1))


def line_count(value: str, width: float, factor: float = 1.0) -> int:
    """Return how many lines a text takes in a column of `width`; long words are broken."""
    return sum(_lines_of(line, width / factor) for line in value.split("\n"))


def _lines_of(line: str, width: float) -> int:
    lines, used = 1, 0.0
    for word in line.split(" "):
        wide = _extent(word)
        if used and used + _BLANK + wide <= width:
            used += _BLANK + wide
            continue
        lines += 1 if used else 0
        if wide > width:
            lines += int(wide // width)
            wide %= width
        used = wide
    return lines


@lru_cache(maxsize=4096)
def _extent(word: str) -> float:
    """Return the width of a word; a text without blanks, such as Chinese, counts as one word."""
    return sum(_sign_extent(sign) for sign in word)


def _sign_extent(sign: str) -> float:
    if sign in _NARROW_SIGNS:
        return _NARROW
    if ord(sign) >= _FIRST_WIDE:
        return _WIDE
    return _BROAD if sign in _BROAD_SIGNS else _ORDINARY
