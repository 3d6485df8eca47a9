"""Text for a terminal: wrapped lines and aligned tables, 100 columns wide."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable, Sequence

from hccreview.clinical.strict_yaml import without_hidden

WIDTH = 100


def wrapped(text: str, first: str = "", rest: str | None = None) -> str:
    """Return `text` in lines of at most 100 columns, behind `first` and then `rest`.

    Without characters that could move the cursor or turn the line round.
    """
    rest = " " * columns(first) if rest is None else rest
    return textwrap.fill(
        without_hidden(text),
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_on_hyphens=False,
        break_long_words=False,
    )


def table(rows: Iterable[Sequence[str]], heads: Sequence[str] = ()) -> str:
    """Return rows as aligned columns; the last one wraps within the width of the page."""
    body = [[without_hidden(cell) for cell in row] for row in rows]
    everything = [list(heads), *body] if heads else body
    widths = [max(columns(row[i]) for row in everything) for i in range(len(everything[0]) - 1)]
    lines = [_line(row, widths) for row in everything]
    if heads:
        lines.insert(
            1, "-" * min(WIDTH, max(columns(line) for line in "\n".join(lines).split("\n")))
        )
    return "\n".join(lines)


def _line(row: list[str], widths: list[int]) -> str:
    start = "".join(
        cell + " " * (w - columns(cell) + 2) for cell, w in zip(row, widths, strict=False)
    )
    return wrapped(row[-1], start).rstrip() if row[-1] else start.rstrip()


def columns(text: str) -> int:
    """Return how many columns `text` takes; Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
