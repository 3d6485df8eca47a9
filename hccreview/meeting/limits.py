"""What may be written into the record of a meeting: bounds, and a sentence for the rest."""

from __future__ import annotations

from collections.abc import Sequence

from hccreview.errors import ReviewError

LINE, PAGE = 200, 4000
"""Most characters of a line (a name, a task) and of a longer text (a basis, notes)."""


def check_text(text: str, what: str, most: int = LINE, *, needed: bool = False) -> None:
    """Raise ReviewError for a text that is missing, too long, or not printable; `what` names it."""
    if needed and not text.strip():
        raise ReviewError(f"{what} is missing; write it.")
    if len(text) > most:
        raise ReviewError(f"{what} has {len(text)} characters; shorten it to {most} at most.")
    if any(not (each.isprintable() or each in "\n\t") for each in text):
        raise ReviewError(f"{what} holds a character that cannot be printed; type it again.")


def check_number(items: Sequence[object], what: str, most: int) -> None:
    """Raise ReviewError for more items than are kept; `what` names them in the plural."""
    if len(items) > most:
        raise ReviewError(f"There are {len(items)} {what}; {most} are kept at most, remove some.")


def check_each_once(items: Sequence[object], what: str) -> None:
    """Raise ReviewError where an item is there twice; `what` names one of them."""
    for index, item in enumerate(items):
        if item in items[:index]:
            raise ReviewError(f"The {what} “{item}” is there twice; remove one of them.")
