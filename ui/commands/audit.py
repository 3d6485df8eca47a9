"""``audit``: whether the audit lines are as they were written, and what they tell of a case."""

from __future__ import annotations

import re
from pathlib import Path

from hccreview.errors import ReviewError
from ui.audit_words import MOST, newest, told_in_lines
from ui.commands.stores import the_store
from ui.wording import plural

_MOST_REMARKS = 5
_LINK = re.compile("[0-9a-f]{16,64}")


def verify_audit(database: Path | None = None, noted: str | None = None) -> None:
    """Say that no line was changed, taken out or put in; raises ReviewError with where one was.

    The lines are held against the cases and the backups too. The newest link is printed so that
    it can be noted on paper, which nobody changes; one that was `noted` is compared too.
    """
    line = _read(noted) if noted is not None else None
    with the_store(database) as store:
        beside = store.audit_backups()
        if line is not None and not store.audit_agrees(*line):
            raise ReviewError(_not_noted(line[0], beside.restored))
        if faults := (*store.audit_faults(), *beside.faults):
            raise ReviewError(" ".join(faults))
        number, link = store.audit_link()
        remarks = store.audit_remarks()
    print(f"{plural(number, 'line', 'lines')}, no fault.")
    print(f"Compared with {plural(beside.backups, 'backup', 'backups')}.")
    for each in beside.remarks:
        print(f"Remark: {each}")
    for each in remarks[:_MOST_REMARKS]:
        print(f"Remark: {each}")
    if (more := len(remarks) - _MOST_REMARKS) > 0:
        print(f"Remark: and {plural(more, 'more line', 'more lines')} dated back.")
    print(newest(number, link))


def _not_noted(number: int, restored: str) -> str:
    """Return the sentence for a line that is not as it was noted; `restored` as in `Compared`."""
    since = f"it was written after the backup that was restored {restored}, or " if restored else ""
    return (
        f"Line {number} is not the one that was noted, or is gone: {since}lines were taken out, or"
        " written anew. Compare with a backup of that time."
    )


def _read(noted: str) -> tuple[int, str]:
    number, _, link = noted.partition(":")
    link = "".join(link.split()).lower()
    if not number.strip().isdecimal() or not _LINK.fullmatch(link):
        raise ReviewError(
            f"audit verify: --noted {noted!r} is no line with its link; give them as they were"
            ' printed, such as --noted "12:9519 f61f 0164 c52c".'
        )
    return int(number), link


def show_audit(case: str, database: Path | None = None) -> None:
    """Print who changed a case, when, and what from what to what, the newest first."""
    with the_store(database) as store:
        print(told_in_lines(store.changes_of(case, MOST)))
        print(newest(*store.audit_link()))
