"""Stores, and what is kept in them, changed by something else than this program."""

from __future__ import annotations

import contextlib
import json
import tempfile
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

import sqlcipher3.dbapi2 as sqlite

from db.condition import condition
from db.store import Store, open_store
from hccreview.errors import ReviewError
from hccreview.exchange.case_file import read_case
from hccreview.exchange.local_file import parse_local
from hccreview.meeting.attachment import Excerpt, KeyImage, Media, Report
from hccreview.meeting.follow_up import Task
from hccreview.meeting.since import changed_since
from hccreview.meeting.snapshot import compared_again
from hccreview.trials.library import trial_from_text
from tests.db.meeting_builders import CODE, seal_one
from tests.fuzz.hostile import NUMBERS, TEXTS
from tests.fuzz.mutations import changed_bytes
from tests.fuzz.target import (
    LOCAL,
    NAME,
    NOW,
    TODAY,
    Documents,
    Target,
    compared,
    sample,
    texts_of,
)
from tests.meeting.builders import a_decision


class Stores(Target):
    """Files handed over as the store: refused, they stay as they are, byte by byte."""

    name = "store files"

    @cached_property
    def seeds(self) -> list[bytes]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "good.sqlite"
            with open_store(path, today=lambda: NOW) as store:
                seal_one(store)
            store_bytes = path.read_bytes()
        return [store_bytes, store_bytes[:4096], b"", b"SQLite format 3\0", b"a,b\n1,2\n"]

    def made(self, random: Random) -> bytes:
        return changed_bytes(random, random.choice(self.seeds))

    def take(self, content: bytes) -> None:
        for old in self.folder.glob(f"{NAME}.sqlite*"):
            old.unlink()
        path = self.file(content, ".sqlite")
        try:
            self.named = NAME
            with open_store(path, today=lambda: NOW) as store:
                self.named = ""  # what is told of a damaged case or seal names that
                _read_everything(store)
        except ReviewError:
            assert path.read_bytes() == content, "a refused store was changed"
            raise


def _read_everything(store: Store) -> None:
    """Ask of a store all that the window asks of it."""
    store.cases("bclc-b")
    store.count()
    store.samples()
    store.proved(CODE)
    condition(store.path)
    store.audit_faults()
    store.audit_lines()
    store.trial_documents()
    store.local_protocols()
    for line in store.cases().lines:
        store.stored(line.code)
    board = store.board
    board.open_tasks()
    for meeting in board.meetings().lines:
        board.meeting(meeting.id)
        board.ticks(meeting.id)
        board.draft(meeting.id, CODE)
    if store.case(CODE) is not None:
        store.ties(CODE)
        store.changes_of(CODE)
        board.attachments(CODE)
        board.tasks(CODE)
        for sealed in board.seals(CODE):
            board.sealed_documents(sealed.newest.snapshot)


class StoreValues(Target):
    """Single values of a store, changed by another program."""

    name = "values in a store"
    named = ""
    in_tests = 10

    @cached_property
    def _good(self) -> bytes:
        path = self.folder / "good.sqlite"
        with open_store(path, today=lambda: NOW) as store:
            meeting, _ = seal_one(store)
            store.import_samples([sample()])
            png = b"\x89PNG\r\n\x1a\n"
            store.board.add_attachment(CODE, KeyImage(png, Media.PNG, "x"))
            store.board.add_attachment(CODE, Excerpt(Report.PATHOLOGY, "x", TODAY))
            store.board.add_tasks([Task(CODE, "x", "y", TODAY, TODAY)], meeting)
            store.board.save_draft(meeting, a_decision(), seen_version=None)
            store.save_trial_document(texts_of("trials")[0], where="a", origin="bundled")
            store.save_local_protocol(parse_local(LOCAL, "local.yaml"))
        return path.read_bytes()

    def made(self, random: Random) -> bytes:
        value = random.choice((*TEXTS, *NUMBERS, None))
        row, kind = random.randrange(10**6), random.choice(("bytes", "text", "longer"))
        return json.dumps([random.randrange(10**6), row, kind, value]).encode()

    def take(self, content: bytes) -> None:
        for old in self.folder.glob(f"{NAME}.sqlite*"):
            old.unlink()
        path = self.file(self._good, ".sqlite")
        place, row, kind, value = json.loads(content)
        text = str(value).encode("utf-8", "replace")
        new = {"bytes": text, "text": text.decode(), "longer": text.decode()}[kind]
        if not isinstance(value, str) and kind == "text":
            new = value if isinstance(value, float | None) or abs(value) < 2**63 else text
        with contextlib.closing(sqlite.connect(str(path))) as connection:
            with contextlib.suppress(sqlite.IntegrityError):
                _change(connection, place, row, new, added=kind == "longer")
            connection.commit()
        with open_store(path, today=lambda: NOW) as store:
            _read_everything(store)


def _change(connection: Any, place: int, row: int, value: object, *, added: bool) -> None:
    """Give one column of one row of any table another value, past all guards."""
    made = connection.execute("SELECT type, name FROM sqlite_master ORDER BY name").fetchall()
    for name in (name for kind, name in made if kind == "trigger"):
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("PRAGMA ignore_check_constraints = ON")
    tables = [name for kind, name in made if kind == "table"]
    described = {
        name: connection.execute(f"PRAGMA table_info({name})").fetchall() for name in tables
    }
    columns = [(name, each[1]) for name, each_of in described.items() for each in each_of]
    table, column = columns[place % len(columns)]
    key = ", ".join(f'"{each[1]}"' for each in described[table] if each[5]) or "rowid"
    count = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
    one = f'SELECT {key} FROM "{table}" LIMIT 1 OFFSET {row % max(1, count)}'
    new = f'"{column}" || ?' if added else "?"
    connection.execute(f'UPDATE "{table}" SET "{column}" = {new} WHERE ({key}) = ({one})', (value,))


class Imports(Documents):
    """Case files on their way into a store: refused ones leave it as it is."""

    name = "imports into a store"

    def texts(self) -> list[str]:
        return texts_of("cases")

    @cached_property
    def _store(self) -> Store:
        return open_store(self.folder / "store.sqlite", today=lambda: NOW)

    def take(self, content: bytes) -> None:
        before = self._store.cases(limit=5).lines
        try:
            case = replace(read_case(self.file(content, ".yaml")), code="P-1")
            stored = self._store.stored("P-1")
            self._store.save_case(case, seen_version=stored.version if stored else None)
        except ReviewError:
            assert self._store.cases(limit=5).lines == before, "a refused file changed the store"
            raise
        assert self._store.case("P-1") == case


class KeptDocuments(Documents):
    """Trial documents in a store, changed there: nothing is compared again by such a text."""

    name = "documents in a store"
    named = ""  # the sentence names the document by its digest
    in_tests = 8

    def texts(self) -> list[str]:
        return texts_of("trials")

    @cached_property
    def _store(self) -> Store:
        store = open_store(self.folder / "store.sqlite", today=lambda: NOW)
        seal_one(store)
        store.save_trial_document(self.texts()[0], where="a", origin="bundled")
        with contextlib.closing(sqlite.connect(str(store.path))) as connection:
            for when in ("update", "delete", "insert"):
                connection.execute(f"DROP TRIGGER sealed_documents_guard_{when}")
            connection.commit()
        return store

    @cached_property
    def _kept(self) -> list[tuple[str, bytes]]:
        return self._in_the_file("SELECT digest, content FROM sealed_documents")

    def _in_the_file(self, statement: str, *values: object) -> list[tuple[str, bytes]]:
        with contextlib.closing(sqlite.connect(str(self._store.path))) as connection:
            found = connection.execute(statement, values).fetchall()
            connection.commit()
        return [(str(first), second) for first, second in found]

    def made(self, random: Random) -> bytes:
        if random.random() < 0.5:
            _, text = random.choice(self._kept)
            return changed_bytes(random, text)
        return super().made(random)

    def take(self, content: bytes) -> None:
        random = Random(len(content))
        digest, right = random.choice(self._kept)
        text = random.choice((content, content.decode("utf-8", "replace")))
        documents = "UPDATE trial_documents SET text = ? RETURNING 1, 1"
        sealed = "UPDATE sealed_documents SET content = ? WHERE digest = ? RETURNING 1, 1"
        self._in_the_file(documents, text)
        self._in_the_file(sealed, text, digest)
        try:
            self._read(content == right)
        finally:
            self._in_the_file(sealed, right, digest)

    def _read(self, unchanged: bool) -> None:
        store = self._store
        snapshot = store.board.seals(CODE)[0].newest.snapshot
        kept = store.board.sealed_documents(snapshot)
        compared_again(snapshot, kept)
        assert unchanged, "a changed document was compared by"
        changed_since(snapshot, compared(snapshot.case), kept)
        for each in store.trial_documents():
            trial_from_text(each.text, "a stored document")


STORES: tuple[type[Target], ...] = (Stores, StoreValues, Imports, KeptDocuments)
