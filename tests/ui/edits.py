"""Changes of a case as a user makes them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from db.store import Store, open_store
from hccreview.clinical.case import Case, Observation
from hccreview.clinical.editing import with_observation
from hccreview.clinical.quantity import exactly
from ui.commands.clock import now


def with_platelets(case: Case | None, value: int) -> Case:
    """Return the case with the newest count of platelets changed."""
    assert case is not None
    old = _newest(case)
    new = replace(old, value=exactly(float(value)), value_text=str(value))
    return with_observation(case, new, old)


def platelets(case: Case | None) -> str:
    """The newest count of platelets, as it was entered."""
    assert case is not None
    return _newest(case).value_text


def _newest(case: Case) -> Observation:
    return max(case.of("platelets"), key=lambda each: str(each.collected_on))


def stored(path: Path, code: str) -> Case | None:
    """The case in a file, as another program sees it."""
    with open_store(path, today=now) as store:
        return store.case(code)


def change_elsewhere(path: Path, code: str, value: int) -> None:
    """Change a case as another program does."""
    with open_store(path, today=now) as store:
        found = store.stored(code)
        assert found is not None
        store.save_case(with_platelets(found.case, value), seen_version=found.version)


def delete(store: Store, code: str) -> None:
    """Delete a case as another program does."""
    found = store.stored(code)
    assert found is not None
    store.delete(code, seen_version=found.version)
