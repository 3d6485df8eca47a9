"""Texts that leave for somewhere else: a spreadsheet that may run them, a folder that may not.

No spreadsheet library is needed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from hccreview.clinical.strict_yaml import without_hidden

_RUNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[-+]?[0-9.,\u00a0]+(?:\s?%)?")
_LONGEST_NAME = 80
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_DEVICES = re.compile(r"(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])(?=[. ]|\Z)")


def may_run(value: str) -> bool:
    """True for text that a spreadsheet might take for a formula when it is typed or pasted."""
    return value.lstrip().startswith(_RUNS)


def tab_separated(rows: Iterable[Iterable[str]]) -> str:
    """Return rows as a spreadsheet takes them from the clipboard.

    What it would work out gets an apostrophe in front, by which it knows a text; a line or tab
    inside a cell becomes a space.
    """
    return "\n".join("\t".join(map(_pasted, row)) for row in rows)


def _pasted(cell: str) -> str:
    text = re.sub(r"[\t\r\n]+", " ", without_hidden(cell))
    runs = may_run(text) and not _NUMBER.fullmatch(text.strip())
    return f"'{text}" if runs else text


def file_name(wanted: str, suffix: str = "") -> str:
    """Return a name that stays in its folder and that every system accepts, ending in `suffix`."""
    name = _NOT_IN_NAMES.sub("-", without_hidden(wanted))[:_LONGEST_NAME].strip(" .")
    name = f"_{name}" if _DEVICES.match(name) else name
    return f"{name or 'HCC Review'}{suffix}"
