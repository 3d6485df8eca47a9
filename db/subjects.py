"""What is proved as one beside a case itself: the rows of a meeting, the tasks of a case, ...

The columns are taken as they stand in the file, without being understood.
"""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, select, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import NULLTYPE

from db.columns import Base, Text
from hccreview.clinical.dates import spoken

Key = uuid.UUID | str
"""Whom a subject belongs to: the id of a case or a meeting, or a trial."""
Rows = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of a table by their `owner`, which is a column of theirs or of the row `through`.

    `progress`: of the tasks only those that are open, or those that are not.
    """

    table: str
    owner: str
    through: str = ""
    progress: str = ""
    without: str = ""

    def owned_by(self) -> ColumnElement[Any]:
        """Return the column that holds the owner."""
        return _table(self.through or self.table).c[self.owner]

    def owners(self) -> Rows:
        """Return the statement for the owners of all rows, each once."""
        chosen: Rows = select(self.owned_by()).distinct()
        return self._limited(chosen)

    def rows(self) -> Rows:
        """Return the statement for all rows in order: first their owner, then their columns."""
        table = _table(self.table)
        raw = [type_coerce(each, NULLTYPE) for each in table.c if each.name != self.without]
        chosen: Rows = select(self.owned_by(), *raw).order_by(*table.primary_key)
        return self._limited(chosen)

    def _limited(self, chosen: Rows) -> Rows:
        table = _table(self.table)
        if self.through:
            chosen = chosen.join_from(table, _table(self.through))
        if self.progress:
            is_open = table.c.progress == "open"
            chosen = chosen.where(is_open if self.progress == "open" else ~is_open)
        return chosen.where(self.owned_by().is_not(None))


@dataclass(frozen=True, slots=True)
class Subject:
    """What is proved as one of each owner, called by its `title` with the owner put in.

    `of` is the table of the owners, whose `secret` keys the digests and whose column `called` names
    them; empty where the owner is a trial.
    """

    name: str
    title: str
    parts: tuple[Part, ...]
    of: str = ""
    called: str = ""

    def owners(self, session: Session) -> set[str]:
        """Return the references of all owners of whom anything stands."""
        return {str(owner) for part in self.parts for owner in session.scalars(part.owners())}

    def rows(self, references: Collection[str]) -> Iterator[tuple[str, Rows]]:
        """Yield the statement for the rows of some owners, table by table."""
        keys = self._keys(references)
        for part in self.parts:
            yield part.table, part.rows().where(part.owned_by().in_(keys))

    def secrets(self, session: Session, references: Collection[str]) -> dict[str, bytes]:
        """Return the secrets of some owners; of a trial there is nothing to keep secret."""
        if not self.of:
            return {}
        table = _table(self.of)
        chosen = select(table.c.id, table.c.secret).where(table.c.id.in_(self._keys(references)))
        return {str(row.id): row.secret for row in session.execute(chosen)}

    def sentence(self, session: Session, reference: str) -> str:
        """Return what the subject of an owner is called."""
        if not self.of:
            return self.title.format(reference)
        table = _table(self.of)
        named = select(type_coerce(table.c[self.called], Text))
        found = session.scalar(named.where(table.c.id.in_(self._keys([reference]))))
        return self.title.format(_spoken(found) if found is not None else "one that is gone")

    def _keys(self, references: Iterable[str]) -> list[Key]:
        """Return owners as the tables name them; of a damaged reference there is none."""
        if not self.of:
            return list(references)
        found: list[Key] = []
        for each in references:
            with contextlib.suppress(ValueError):
                found.append(uuid.UUID(each))
        return found


def _spoken(text: str) -> str:
    """Return a day as it is read; a code, or a day that is damaged, as it stands."""
    try:
        return spoken(date.fromisoformat(text))
    except ValueError:
        return text


def _table(name: str) -> Table:
    return Base.metadata.tables[name]


_CASES, _MEETINGS = ("cases", "code"), ("meetings", "on")

MEETING = Subject(
    "meeting",
    "the meeting of {}",
    (
        Part("meetings", "id"),
        Part("meeting_members", "meeting_id"),
        Part("agenda_items", "meeting_id"),
    ),
    *_MEETINGS,
)
TICKS = Subject(
    "ticks", "what was ticked off for the meeting of {}", (Part("ticks", "meeting_id"),), *_MEETINGS
)
DRAFTS = Subject(
    "drafts", "the drafts of the meeting of {}", (Part("decisions", "meeting_id"),), *_MEETINGS
)
OPEN_TASKS = Subject(
    "open tasks", "the open tasks of {}", (Part("tasks", "case_id", progress="open"),), *_CASES
)
CLOSED_TASKS = Subject(
    "closed tasks",
    "the closed tasks of {}",
    (Part("tasks", "case_id", progress="closed"),),
    *_CASES,
)
ATTACHMENTS = Subject(
    "attachments", "the images and excerpts of {}", (Part("attachments", "case_id"),), *_CASES
)
SEALS = Subject(  # their content proves itself (db.seals)
    "seals",
    "the sealed decisions on {}",
    (Part("seals", "case_id", through="decisions", without="content"),),
    *_CASES,
)
DOCUMENTS = Subject(
    "trial documents", "the stored documents of {}", (Part("trial_documents", "trial"),)
)
PROTOCOLS = Subject(
    "local protocols", "the local protocol of {}", (Part("local_protocols", "trial"),)
)

TASKS = (OPEN_TASKS, CLOSED_TASKS)
OF_CASE = (*TASKS, ATTACHMENTS, SEALS)
OF_MEETING = (MEETING, TICKS, DRAFTS)
SUBJECTS = (*OF_MEETING, *OF_CASE, DOCUMENTS, PROTOCOLS)
