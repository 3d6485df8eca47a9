"""The tables. The parts of a case are keyed by the case and their place in it.

Rows are private to this folder. What belongs to a case goes with it (ON DELETE CASCADE); audit
lines do not, and hold no values.
"""

from __future__ import annotations

import secrets
import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Enum,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from db.columns import Base, Bytes, Moment, ValueColumns, Word

# Rows lie beside each other in the order of their key: reading a case reads one place of the file.
CLUSTERED = {"sqlite_with_rowid": False}
ORIGINS = ("bundled", "site")


def next_version(version: int | None) -> int:
    """Return the version after `version`; the first is drawn.

    So a save that saw a case which was deleted, and made anew under its code, is refused too.
    """
    return secrets.randbelow(2**30) + 1 if version is None else version + 1


class CaseRow(Base):
    """A case: its head, and what the list shows, sorts and filters by (worked out at each save).

    `secret` keys the digests of its audit lines; it goes with the case, and then they say nothing.
    `code_order` sorts P-2 before P-10. `born_first` to `born_last` holds the birth, `stage` the
    possible BCLC stages on `staged_on`.
    """

    __tablename__ = "cases"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    secret: Mapped[bytes] = mapped_column(Bytes())
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]
    sample: Mapped[bool]

    code: Mapped[str] = mapped_column(Word)
    label: Mapped[str]
    shows: Mapped[str]
    synthetic: Mapped[bool]
    as_of: Mapped[date | None]
    inclusion: Mapped[date | None]
    first_dose: Mapped[date | None]
    arms: Mapped[list[list[str]]] = mapped_column(JSON())

    archived: Mapped[bool]
    code_order: Mapped[str] = mapped_column(Word)
    born_first: Mapped[date | None]
    born_last: Mapped[date | None]
    stage: Mapped[str | None] = mapped_column(Word)
    staged_on: Mapped[date]
    diagnosed_first: Mapped[date | None]
    diagnosed_last: Mapped[date | None]

    __mapper_args__ = {"version_id_col": version, "version_id_generator": next_version}
    __table_args__ = (
        UniqueConstraint("code"),
        Index("ix_cases_by_code", "archived", "code_order", "id"),
        Index("ix_cases_by_age", "archived", "born_first", "code_order", "id"),
        Index("ix_cases_by_stage", "archived", "stage", "code_order", "id"),
        Index("ix_cases_by_diagnosis", "archived", "diagnosed_first", "code_order", "id"),
        Index("ix_cases_by_change", "archived", "changed_at", "code_order", "id"),
    )


class CaseWordRow(Base):
    """A word by which a case is found."""

    __tablename__ = "case_words"

    case_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True
    )
    word: Mapped[str] = mapped_column(Word, primary_key=True)

    __table_args__ = (Index("ix_case_words_by_word", "word", "case_id"), CLUSTERED)


class OfCase:
    """A part of a case, at a place in one of its tuples."""

    case_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True, sort_order=-2
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, sort_order=-1)

    __table_args__: Any = (CLUSTERED,)


class ObservationRow(OfCase, ValueColumns, Base):
    """One observation; answers to judgement fields are observations with author and reason."""

    __tablename__ = "observations"

    field: Mapped[str]
    unit: Mapped[str]
    value_text: Mapped[str]
    collected_first: Mapped[date | None]
    collected_last: Mapped[date | None]
    collected_at: Mapped[str]
    uln: Mapped[float | None]
    lln: Mapped[float | None]
    laboratory: Mapped[str]
    note: Mapped[str]
    author: Mapped[str]
    reason: Mapped[str]
    suspect: Mapped[str]
    ground: Mapped[str] = mapped_column(server_default="")


class CaseListRow(OfCase, Base):
    """A list of a case (lesions, treatments, ...), complete since `complete_on`."""

    __tablename__ = "case_lists"

    list: Mapped[str]
    complete_on: Mapped[date | None]


class EntryRow(Base):
    """One entry of a list: a lesion on one imaging date, a treatment, an event."""

    __tablename__ = "entries"

    case_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    list_position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)

    __table_args__ = (
        ForeignKeyConstraint(
            ["case_id", "list_position"],
            ["case_lists.case_id", "case_lists.position"],
            ondelete="CASCADE",
        ),
        CLUSTERED,
    )


class EntryValueRow(ValueColumns, Base):
    """One value of an entry, such as the longest diameter of a lesion."""

    __tablename__ = "entry_values"

    case_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    list_position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    field: Mapped[str]

    __table_args__ = (
        ForeignKeyConstraint(
            ["case_id", "list_position", "entry_position"],
            ["entries.case_id", "entries.list_position", "entries.position"],
            ondelete="CASCADE",
        ),
        CLUSTERED,
    )


class OverrideRow(OfCase, Base):
    """A clinician's recorded disagreement with a finding."""

    __tablename__ = "overrides"

    trial: Mapped[str]
    criterion: Mapped[str]
    author: Mapped[str]
    on: Mapped[date]
    kind: Mapped[str]
    reason: Mapped[str]
    at: Mapped[str] = mapped_column(server_default="")
    ground: Mapped[str] = mapped_column(server_default="")


class PlanRow(OfCase, Base):
    """What is planned in a trial: inputs only, dates are worked out when they are shown.

    `changes` holds a list for each change: kind, cycle, days or percent, administration, onwards,
    reason, author, day.
    """

    __tablename__ = "plans"

    trial: Mapped[str]
    start: Mapped[date]
    arm: Mapped[str]
    time: Mapped[str]
    cycles: Mapped[int | None]
    choices: Mapped[list[list[str]]] = mapped_column(JSON())
    formula: Mapped[str]
    rounding: Mapped[str]
    changes: Mapped[list[list[Any]]] = mapped_column(JSON())


class LocalProtocolRow(Base):
    """One text of a local protocol; texts are added and taken out of force, never changed."""

    __tablename__ = "local_protocols"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    trial: Mapped[str] = mapped_column(Word)
    version: Mapped[int]
    digest: Mapped[str]
    text: Mapped[str]
    saved_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    removed_because: Mapped[str]

    __table_args__ = (UniqueConstraint("trial", "version"),)


class TrialDocumentRow(Base):
    """One text of a trial document; texts are added, never changed."""

    __tablename__ = "trial_documents"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    trial: Mapped[str] = mapped_column(Word)
    origin: Mapped[str] = mapped_column(Enum(*ORIGINS, name="origin", native_enum=False, length=16))
    version: Mapped[int]
    digest: Mapped[str]
    text: Mapped[str]
    saved_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("trial", "origin", "version"),)


class AuditRow(Base):
    """One write: when, who, what, to which case or document; the digest says nothing of the values.

    `changes` tells what was changed from what to what, closed with the secret of the case.
    """

    __tablename__ = "audit_lines"

    number: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer(), "sqlite"), primary_key=True
    )
    at: Mapped[datetime] = mapped_column(Moment())
    action: Mapped[str]
    subject: Mapped[str]
    reference: Mapped[str] = mapped_column(Word, index=True)
    digest: Mapped[str]
    author: Mapped[str] = mapped_column(server_default="")
    login: Mapped[str] = mapped_column(server_default="")
    changes: Mapped[bytes | None] = mapped_column(Bytes())
    chain: Mapped[str] = mapped_column(server_default="")


class AuditHeadRow(Base):
    """The newest link of the audit lines, so that lines taken off the end are missed."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
    chain: Mapped[str]


class ProofRow(Base):
    """The digest of what was written last of one subject, such as a case (db.proof)."""

    __tablename__ = "proofs"

    subject: Mapped[str] = mapped_column(Word, primary_key=True)
    reference: Mapped[str] = mapped_column(Word, primary_key=True)
    digest: Mapped[str]

    __table_args__ = (CLUSTERED,)


def _table(row: type[Base]) -> Table:
    table = row.__table__
    assert isinstance(table, Table)
    return table


# What belongs to a case, parents before children.
PARTS = (
    _table(ObservationRow),
    _table(CaseListRow),
    _table(EntryRow),
    _table(EntryValueRow),
    _table(OverrideRow),
    _table(PlanRow),
    _table(CaseWordRow),
)
