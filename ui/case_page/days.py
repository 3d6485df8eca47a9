"""Dates as people type them and spreadsheets show them."""

from __future__ import annotations

import re

from hccreview.clinical.dates import MONTHS, PartialDate, parse_date
from hccreview.errors import ReviewError

_SPOKEN = re.compile(r"(?:(\d{1,2})[\s-]+)?([A-Za-z]{3,9})\.?[\s-]+(\d{4})\Z")
_DOTTED = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})\Z")
_STRETCH = re.compile(r"(\S.*?)(?: to |(?<=-\d\d)/)(.*\S)\Z")
_WITH_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[ T]\d{1,2}:\d{2}(?::\d{2})?\Z")
_MONTH_NUMBERS = {name.casefold(): number for number, name in enumerate(MONTHS, 1)}


def read_day(text: str) -> PartialDate:
    """Read ``2026-11-14``, ``14 Nov 2026``, ``14.11.2026``, a month or a year.

    ``2 Nov 2026 to 14 Nov 2026`` is some day of that stretch. Dates with slashes
    are refused: their order differs between countries. Raises ReviewError.
    """
    text = text.replace("\u00a0", " ").strip()
    if match := _WITH_TIME.match(text):
        text = match[1]
    elif match := _DOTTED.match(text):
        text = f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}"
    elif match := _SPOKEN.match(text):
        month = _MONTH_NUMBERS.get(match[2][:3].casefold())
        if month is not None:
            text = f"{match[3]}-{month:02}" + (f"-{int(match[1]):02}" if match[1] else "")
    elif match := _STRETCH.match(text):
        text = f"{read_day(match[1])}/{read_day(match[2])}"
    elif "/" in text:
        raise ReviewError(
            f"“{text}” can be read in two ways; write the date as 2026-11-14 or 14 Nov 2026."
        )
    return parse_date(text)


def day_or_none(text: str) -> PartialDate | None:
    """Return the date of a heading; a bare number is none, for it may be a value."""
    if not text.strip() or text.strip().isdigit():
        return None
    try:
        return read_day(text)
    except ReviewError:
        return None
