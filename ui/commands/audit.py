"""``audit``: whether the audit lines are as they were written, and what they tell of a case."""

from __future__ import annotations

from pathlib import Path

from hccreview.errors import ReviewError
from ui.audit_words import MOST, told_in_lines
from ui.commands.stores import the_store
from ui.wording import plural


def verify_audit(database: Path | None = None) -> None:
    """Say that no line was changed, taken out or put in; raises ReviewError with where one was."""
    with the_store(database) as store:
        faults, newest = store.audit_faults(), store.audit_lines(1)
    if faults:
        raise ReviewError(" ".join(faults))
    print(f"{plural(newest[0].number if newest else 0, 'line', 'lines')}, no fault.")


def show_audit(case: str, database: Path | None = None) -> None:
    """Print who changed a case, when, and what from what to what, the newest first."""
    with the_store(database) as store:
        print(told_in_lines(store.changes_of(case, MOST)))
