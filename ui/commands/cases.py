"""Finding the case that was named: a file, a stored case, or a sample case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hccreview.clinical.case import Case
from hccreview.clinical.fields import suggestion
from hccreview.errors import ReviewError
from hccreview.exchange.case_file import read_case
from hccreview.trials.local import LocalProtocol
from resources import resource_path
from ui.commands.stores import opened_store, store_path
from ui.leaving import refuse_damaged

if TYPE_CHECKING:
    from hccreview.meeting.seal import Sealed

_SUFFIXES = (".yaml", ".yml", ".json")


def find_case(name: str, database: Path | None = None) -> Case:
    """Return the case in the file `name`, or with the code `name`; raises ReviewError.

    `database` names the store to look in; the user's, which may not exist yet, where it is None.
    """
    path = Path(name)
    if path.is_file() or path.suffix.lower() in _SUFFIXES:
        return read_case(path)
    found = stored_case(name, database) or sample_case(name)
    if found is None:
        codes = [case.code for case in sample_cases()]
        near = suggestion(name.upper(), codes)
        raise ReviewError(
            f"There is no case file and no stored or sample case “{name}”"
            + (near or f"; the sample cases are {codes[0]} to {codes[-1]}.")
        )
    return found


def sample_paths() -> tuple[Path, ...]:
    """Return the files of the sample cases, in order."""
    return tuple(sorted(resource_path("cases").glob("*.yaml")))


def sample_cases() -> tuple[Case, ...]:
    """Return the sample cases, in order."""
    return tuple(read_case(path) for path in sample_paths())


def sample_case(code: str) -> Case | None:
    """Return the sample case with a code, or None."""
    named = resource_path("cases", f"{code.lower()}.yaml")
    paths = [named] if named in sample_paths() else sample_paths()
    cases = (read_case(path) for path in paths)
    return next((case for case in cases if case.code.lower() == code.lower()), None)


def stored_case(code: str, database: Path | None = None) -> Case | None:
    """Return the stored case with a code, or None; a store that does not exist is not made.

    Raises ReviewError where the store named by `database` does not exist, and where the case is
    not what was saved.
    """
    path = store_path(database)
    if path is None:
        return None
    with opened_store(path) as store:
        refuse_damaged(store, code)
        return store.case(code)


def protocols_known(name: str, database: Path | None = None) -> dict[str, LocalProtocol]:
    """Return the local protocols in force by trial, for the case called `name`.

    None for a case file, which says everything itself, and where there is no store yet.
    """
    path = None if Path(name).is_file() else store_path(database)
    if path is None:
        return {}
    with opened_store(path) as store:
        return {each.protocol.trial: each.protocol for each in store.local_protocols()}


def sealed_known(name: str, database: Path | None = None) -> Sealed | None:
    """Return the newest sealed decision on the stored case called `name`, None without one."""
    path = None if Path(name).is_file() else store_path(database)
    if path is None:
        return None
    with opened_store(path) as store:
        case = store.case(name)
        found = store.board.seals(case.code) if case is not None else ()
    return found[0].newest if found else None
