"""The store: what a user does with cases and trial documents, each method one transaction.

Values go in and come out; sessions and rows stay here. A store may be used from several threads.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import erasing
from db.audit import add_line, newest_lines, told_of
from db.case_proof import DamagedCaseError
from db.case_ties import (
    check_unsealed,
    forget,
    letting_go,
    references_of,
    sealed_cases,
    ties_of,
)
from db.cases import add, change, find, known, proved, put_away, seen, value_of
from db.encryption import remove_leftovers
from db.engine import ILLEGIBLE, WAIT_SECONDS, is_undecodable, open_engine, sentences
from db.library import Library
from db.listing import AuditLine, CaseLine, CaseSearch, CaseTies, Page, Sort, StoredCase
from db.location import whole_path
from db.open_file import Clock
from db.passphrase import Key, Secret, key_of
from db.read_only import why_read_only
from db.schema import KNOWN_VERSIONS, SCHEMA_VERSION, prepare, version_of
from db.search import COMMON, count_statement, frequency_statement, line_of, lines_statement
from db.summary import chunks_of, summary_of
from db.tables import CaseRow
from hccreview.clinical.case import Case
from hccreview.errors import ReviewError

if TYPE_CHECKING:
    from db.board import Board

Told = tuple[str, ...]


def open_store(
    path: Path,
    *,
    today: Clock,
    wait_seconds: float = WAIT_SECONDS,
    passphrase: Secret | None = None,
) -> Store:
    """Return the store in the file `path`, which is made or brought up to date where needed.

    `today` is the clock; another writer is waited for `wait_seconds`. A new store is encrypted
    where a `passphrase` is given; a plain one opens with any or none. A link is followed, so that
    backups are beside the file. Raises LockedStore where the passphrase is missing or wrong,
    ReviewError where the file is in use, no store, damaged, or from a newer program; it is
    unchanged. One that may not be written to is opened for reading.
    """
    path = whole_path(path)
    why = why_read_only(path)
    if why and path.stat().st_size > 0:
        return _open_for_reading(path, today, wait_seconds, key_of(path, passphrase), why)
    made = not path.exists()
    key = passphrase.fresh_key() if made and passphrase else key_of(path, passphrase)
    with sentences(path):
        copy = prepare(path, today(), wait_seconds=wait_seconds, key=key)
    key = key_of(path, passphrase)  # another start may have been faster in making it
    remove_leftovers(path, key)
    engine = open_engine(path, wait_seconds=wait_seconds, key=key)
    return Store(path, engine, today, made=made, copy=copy, key=key)


def _open_for_reading(
    path: Path, today: Clock, wait_seconds: float, key: Key | None, why: str
) -> Store:
    """Return a store to which nothing is written; raises ReviewError where its shape is older."""
    with sentences(path):
        found = version_of(path, wait_seconds, key, reading=True)
    if found != SCHEMA_VERSION:
        kind = "an older" if found in KNOWN_VERSIONS else "a newer"
        raise ReviewError(
            f"{path} is from {kind} version of HCC Review, and {why}; make a copy of it where it"
            " can be written to, and open that."
        )
    engine = open_engine(path, wait_seconds=wait_seconds, reading=True, key=key)
    return Store(path, engine, today, made=False, copy=None, read_only=why, key=key)


class Store(Library):
    """Cases, and with them all that is in the file.

    `seen_version` is the version the user saw: where the case was changed meanwhile, nothing is
    overwritten.
    """

    @functools.cached_property
    def board(self) -> Board:
        """The meetings, decisions and seals in this file."""
        from db.board import Board  # starts slowly

        return Board(self._reading, self._writing, self._today)

    # ---------------------------------------------------------------------- reading

    def case(self, code: str) -> Case | None:
        """Return the case called `code`, None where there is none."""
        found = self.stored(code)
        return found.case if found is not None else None

    def stored(self, code: str) -> StoredCase | None:
        """Return the case called `code` with the version that a save has to name."""
        with self._reading() as session:
            row = find(session, code)
            return value_of(session, row) if row is not None else None

    def proved(self, code: str) -> str:
        """Return why a case is not to be relied on; empty where it is what was saved last.

        A damaged case is read as it stands, but nothing is written over it: a saving would give
        its wrong values a digest of their own. Only to erase it is allowed.
        """
        with self._reading() as session:
            try:
                if (row := find(session, code)) is not None:
                    proved(session, row)
            except DamagedCaseError as error:
                return str(error)
            except ILLEGIBLE as error:
                if not is_undecodable(error):
                    raise
                return str(DamagedCaseError(code))
        return ""

    def cases(
        self,
        search: CaseSearch | str = "",
        sort: Sort | None = None,
        offset: int = 0,
        limit: int = 100,
    ) -> Page[CaseLine]:
        """Return lines `offset` to `offset + limit` of what `search` (or its text) asks for."""
        asked = CaseSearch(search) if isinstance(search, str) else search
        with self._reading() as session:
            common = _common_words(session, asked)
            chosen = lines_statement(asked, sort or Sort(), self._today().date(), common)
            found = session.execute(chosen.offset(offset).limit(limit + 1)).mappings().all()
        return Page(tuple(map(line_of, found[:limit])), offset, more=len(found) > limit)

    def count(self, search: CaseSearch | str = "") -> int:
        """Return how many cases `search` (or its text) asks for; a page needs no such answer."""
        asked = CaseSearch(search) if isinstance(search, str) else search
        with self._reading() as session:
            common = _common_words(session, asked)
            return session.scalar(count_statement(asked, self._today().date(), common)) or 0

    def ties(self, code: str) -> CaseTies:
        """Return what goes with a case when it is deleted, and whether it is sealed."""
        with self._reading() as session:
            return ties_of(session, known(session, code))

    def samples(self) -> tuple[StoredCase, ...]:
        """Return all sample cases, also archived ones."""
        chosen = select(CaseRow).where(CaseRow.sample.is_(True)).order_by(CaseRow.code_order)
        with self._reading() as session:
            return tuple(value_of(session, row) for row in session.scalars(chosen).all())

    def changes_of(self, code: str, limit: int = 100) -> tuple[tuple[AuditLine, Told], ...]:
        """Return the newest audit lines about a case, each with what it says was changed."""
        with self._reading() as session:
            row = known(session, code)
            lines = newest_lines(session, limit, references_of(session, row))
            return tuple((line, told_of(line, row.secret)) for line in lines)

    # ---------------------------------------------------------------------- writing

    def save_case(self, case: Case, *, seen_version: int | None) -> int:
        """Save `case` and return its new version; `seen_version` None: it is a new case."""
        now = self._today()
        summary = summary_of(case, now.date())
        with self._writing() as session:
            row = find(session, case.code)
            if seen_version is None:
                if row is not None:
                    raise ReviewError(f"There is a case {case.code} already; choose another code.")
                return add(session, case, summary, now, "create")
            row = seen(row, case.code, seen_version)
            return change(session, row, case, summary, now, "change")

    def rename(self, code: str, new_code: str, *, seen_version: int) -> int:
        """Give the case another code and return its new version.

        A case with a sealed decision, which names it by its code, keeps it (ReviewError).
        """
        now = self._today()
        with self._writing() as session:
            row = seen(find(session, code), code, seen_version)
            if find(session, new_code) is not None:
                raise ReviewError(f"There is a case {new_code} already; choose another code.")
            check_unsealed(session, row, "it keeps the code by which the decision names it.")
            case = replace(value_of(session, row).case, code=new_code)
            with letting_go(session, [row.id]):
                return change(session, row, case, summary_of(case, now.date()), now, "rename")

    def archive(self, code: str, *, seen_version: int) -> int:
        """Take the case out of the list without deleting it; return its new version."""
        return self._put_away(code, seen_version, archived=True)

    def restore(self, code: str, *, seen_version: int) -> int:
        """Bring an archived case back into the list; return its new version."""
        return self._put_away(code, seen_version, archived=False)

    def delete(self, code: str, *, seen_version: int) -> Case:
        """Delete the case and return it, so that the deletion can be undone by saving it anew.

        Its places on agendas, drafts, tasks and attachments go with it and do not come back. A
        case with a sealed decision is not deleted (ReviewError); it can be archived.
        """
        with self._writing() as session:
            row = seen(find(session, code), code, seen_version)
            check_unsealed(session, row, "it is not deleted; archive it instead.")
            case = proved(session, row).case
            with letting_go(session, [row.id]):
                session.delete(row)
            forget(session, row.id)
            add_line(session, self._today(), "delete", "case", str(row.id))
            return case

    def erase(self, code: str, *, seen_version: int) -> None:
        """Erase the patient: the case with all that belongs to it, for good, also a sealed one.

        What was sealed stays as bytes that nobody can open. `clean` follows, so that nothing is
        left in free places of the file. Backups keep the case until they are rotated out.
        """
        with self._writing() as session:
            erasing.erase(session, seen(find(session, code), code, seen_version), self._today())

    def import_samples(self, cases: Iterable[Case]) -> int:
        """Add `cases` as samples, except codes that are taken; return how many were added."""
        now = self._today()
        ready = [(case, summary_of(case, now.date())) for case in cases]
        with self._writing() as session:
            taken = set(session.scalars(select(CaseRow.code)))
            new = [(case, summary) for case, summary in ready if case.code not in taken]
            for case, summary in new:
                add(session, case, summary, now, "import", sample=True)
            return len(new)

    def remove_samples(self) -> int:
        """Delete all samples, changed or not, except sealed ones; return how many were deleted.

        Raises DamagedCaseError where one is damaged, and deletes none: whether it is a sample at
        all is then not sure. To erase it is allowed.
        """
        with self._writing() as session:
            samples = session.scalars(select(CaseRow).where(CaseRow.sample.is_(True))).all()
            sealed = sealed_cases(session, [row.id for row in samples])
            gone = [row for row in samples if row.id not in sealed]
            for row in gone:
                proved(session, row)
            with letting_go(session, [row.id for row in gone]):
                for row in gone:
                    session.delete(row)
            for row in gone:
                forget(session, row.id)
                add_line(session, self._today(), "delete", "case", str(row.id))
            return len(gone)

    # ---------------------------------------------------------------------- private

    def _put_away(self, code: str, seen_version: int, *, archived: bool) -> int:
        with self._writing() as session:
            row = seen(find(session, code), code, seen_version)
            return put_away(session, row, self._today(), archived=archived)


def _common_words(session: Session, search: CaseSearch) -> frozenset[str]:
    """Return the words of a search that thousands of words begin with."""
    return frozenset(
        chunk
        for chunk in chunks_of(search.text)
        if (session.scalar(frequency_statement(chunk)) or 0) >= COMMON
    )
