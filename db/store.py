"""The store: what a user does with cases and trial documents, each method one transaction.

Values go in and come out; sessions and rows stay here. A store may be used from several threads.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

from db import documents, erasing, local_protocols
from db.audit import (
    Author,
    add_line,
    chain_faults,
    newest_lines,
    system_login,
    told_of,
    was_done,
    writing_as,
)
from db.case_ties import check_unsealed, references_of, sealed_cases, ties_of, touch_meetings
from db.cases import add, change, changed_meanwhile, find, known, proved, put_away, seen, value_of
from db.encryption import remove_leftovers
from db.engine import ILLEGIBLE, WAIT_SECONDS, InUseError, clean, legible, open_engine, sentences
from db.listing import (
    AuditLine,
    CaseLine,
    CaseSearch,
    CaseTies,
    Origin,
    Page,
    Sort,
    StoredCase,
    StoredProtocol,
    TrialDocument,
)
from db.passphrase import Key, Secret, key_of
from db.proof import DamagedCaseError, damaged
from db.read_only import why_read_only
from db.schema import KNOWN_VERSIONS, SCHEMA_VERSION, prepare, version_of
from db.search import COMMON, count_statement, frequency_statement, line_of, lines_statement
from db.summary import chunks_of, summary_of
from db.tables import CaseRow
from hccreview.clinical.case import Case
from hccreview.errors import ReviewError
from hccreview.trials.local import LocalProtocol

if TYPE_CHECKING:
    from db.board import Board

Clock = Callable[[], datetime]
Told = tuple[str, ...]
NO_PASSPHRASE = "go without passphrase"
PROTECTIONS = (NO_PASSPHRASE, "encrypt", "decrypt")


def open_store(
    path: Path,
    *,
    today: Clock,
    wait_seconds: float = WAIT_SECONDS,
    passphrase: Secret | None = None,
) -> Store:
    """Return the store in the file `path`, which is made or brought up to date where needed.

    `today` is the clock; another writer is waited for `wait_seconds`. A new store is encrypted
    where a `passphrase` is given; a plain one opens with any or none. Raises LockedStore where the
    passphrase is missing or wrong, ReviewError where the file is in use, no store, damaged, or from
    a newer program; it is unchanged. One that may not be written to is opened for reading.
    """
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
    return Store(path, engine, today, made=made, copy=copy)


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
    return Store(path, engine, today, made=False, copy=None, read_only=why)


class Store:
    """Cases and trial documents in one file; `author` is who writes, in the audit lines.

    `made`: this start made the file. `copy`: the copy taken before it was brought up to date.
    `read_only`: why nothing can be written to it, empty where it can.
    Every method raises ReviewError where the file cannot be read or written; then nothing of its
    change is saved. `seen_version` is the version the user saw: where the case was changed
    meanwhile, nothing is overwritten.
    """

    def __init__(
        self,
        path: Path,
        engine: Engine,
        today: Clock,
        *,
        made: bool,
        copy: Path | None,
        read_only: str = "",
    ) -> None:
        self.path = path
        self.made = made
        self.copy = copy
        self.read_only = read_only
        self.author = Author(login=system_login())
        self._engine = engine
        self._today = today
        self._readers = sessionmaker(engine)
        self._writers = sessionmaker(engine.execution_options(write=True))

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

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
            except ILLEGIBLE:
                return str(DamagedCaseError(code))
        return ""

    def damaged(self, after: str = "", limit: int = 100) -> tuple[tuple[str, ...], str]:
        """Prove so many cases after a code; return the codes of the damaged ones, and the last.

        The last code is empty where none follows.
        """
        with self._reading() as session:
            return damaged(session, after, limit)

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

    def trial_documents(self) -> tuple[TrialDocument, ...]:
        """Return the newest version of every trial document, by trial and origin."""
        with self._reading() as session:
            return documents.newest(session)

    def trial_document(self, digest: str) -> TrialDocument | None:
        """Return the newest saved version whose content has this digest, None without one."""
        with self._reading() as session:
            return documents.by_digest(session, digest)

    def local_protocols(self) -> tuple[StoredProtocol, ...]:
        """Return the local protocols in force, by trial."""
        with self._reading() as session:
            return local_protocols.in_force(session)

    def local_protocol_history(self, trial: str) -> tuple[StoredProtocol, ...]:
        """Return every local protocol of a trial, the newest first, those removed too."""
        with self._reading() as session:
            return local_protocols.history(session, trial)

    def audit_lines(self, limit: int = 100) -> tuple[AuditLine, ...]:
        """Return the newest audit lines, the newest first."""
        with self._reading() as session:
            return newest_lines(session, limit)

    def changes_of(self, code: str, limit: int = 100) -> tuple[tuple[AuditLine, Told], ...]:
        """Return the newest audit lines about a case, each with what it says was changed."""
        with self._reading() as session:
            row = known(session, code)
            lines = newest_lines(session, limit, references_of(session, row))
            return tuple((line, told_of(line, row.secret)) for line in lines)

    def audit_faults(self) -> tuple[str, ...]:
        """Return where the audit lines are not as they were written, a sentence each."""
        with self._reading() as session:
            return tuple(chain_faults(session))

    def protection_chosen(self) -> bool:
        """True where somebody said how the data are protected, also that they are not."""
        with self._reading() as session:
            return was_done(session, *PROTECTIONS)

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
            touch_meetings(session, [row.id])
            case = replace(value_of(session, row).case, code=new_code)
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
            touch_meetings(session, [row.id])
            case = proved(session, row).case
            session.delete(row)
            add_line(session, self._today(), "delete", "case", str(row.id))
            return case

    def erase(self, code: str, *, seen_version: int) -> None:
        """Erase the patient: the case with all that belongs to it, for good, also a sealed one.

        What was sealed stays as bytes that nobody can open. `clean` follows, so that nothing is
        left in free places of the file. Backups keep the case until they are rotated out.
        """
        with self._writing() as session:
            erasing.erase(session, seen(find(session, code), code, seen_version), self._today())

    def clean(self) -> bool:
        """Overwrite what is left of deleted data in the file and its journal.

        False where another program is reading them; then it is to be done again.
        """
        try:
            with sentences(self.path):
                return clean(self._engine)
        except InUseError:
            return False

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
        """Delete all samples, changed or not, except sealed ones; return how many were deleted."""
        with self._writing() as session:
            samples = session.scalars(select(CaseRow.id).where(CaseRow.sample.is_(True))).all()
            gone = set(samples) - sealed_cases(session, samples)
            touch_meetings(session, gone)
            session.execute(delete(CaseRow).where(CaseRow.id.in_(gone)))
            for case_id in gone:
                add_line(session, self._today(), "delete", "case", str(case_id))
            return len(gone)

    def save_trial_document(self, text: str, *, where: str, origin: Origin) -> TrialDocument:
        """Save the trial document `text` as the next version, unless the newest has its content.

        Raises ReviewError, naming the file `where`, for a text that is no valid trial document.
        """
        from hccreview.trials.library import trial_from_text  # starts slowly

        trial = trial_from_text(text, where)
        with self._writing() as session:
            return documents.save(session, trial.id, trial.digest, origin, text, self._today())

    def save_local_protocol(self, protocol: LocalProtocol) -> StoredProtocol:
        """Put a local protocol in force; an earlier one of the trial stays in its history."""
        with self._writing() as session:
            return local_protocols.save(session, protocol, self._today())

    def remove_local_protocol(self, trial: str, because: str) -> StoredProtocol:
        """Take the local protocol of a trial out of force; raises ReviewError without one."""
        with self._writing() as session:
            return local_protocols.remove(session, trial, because, self._today())

    def choose_no_passphrase(self) -> None:
        """Note that somebody chose to go without a passphrase."""
        with self._writing() as session:
            add_line(session, self._today(), NO_PASSPHRASE, "store", "")

    # ---------------------------------------------------------------------- private

    @contextlib.contextmanager
    def _reading(self) -> Iterator[Session]:
        with legible(self.path), sentences(self.path), self._readers.begin() as session:
            yield session

    @contextlib.contextmanager
    def _writing(self) -> Iterator[Session]:
        if self.read_only:
            raise ReviewError(f"{self.path} is read-only ({self.read_only}); nothing is saved.")
        try:
            with legible(self.path), sentences(self.path), self._writers.begin() as session:
                writing_as(session, self.author)
                yield session
        except StaleDataError as error:
            raise ReviewError(changed_meanwhile("The case")) from error

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
