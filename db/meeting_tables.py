"""The tables of meetings: agenda, ticks, tasks, decisions and their seals, attachments.

What belongs to a case goes with it, except sealed decisions: a case that has one cannot be deleted
(no ON DELETE on the way to its seals), only erased: then the decision stands without a case. Seals
and their documents are insert only (db.engine.guard).
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.columns import Base, Bytes, Word
from db.tables import CLUSTERED, next_version

OF_CASE, OF_MEETING = "cases.id", "meetings.id"


class MeetingRow(Base):
    """A sitting of the board; `secret` keys the digests of its audit lines, as that of a case."""

    __tablename__ = "meetings"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    secret: Mapped[bytes] = mapped_column(Bytes())
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    on: Mapped[date]
    place: Mapped[str]

    __mapper_args__ = {"version_id_col": version, "version_id_generator": next_version}
    __table_args__ = (Index("ix_meetings_by_day", "on", "created_at", "id"),)


class OfMeeting:
    """A part of a meeting, at a place in one of its tuples."""

    meeting_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey(OF_MEETING, ondelete="CASCADE"), primary_key=True, sort_order=-2
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, sort_order=-1)

    __table_args__: Any = (CLUSTERED,)


class MemberRow(OfMeeting, Base):
    """Who sits at the board."""

    __tablename__ = "meeting_members"

    name: Mapped[str]
    role: Mapped[str]
    votes: Mapped[bool]


class AgendaItemRow(OfMeeting, Base):
    """A case on the agenda; its code is that of the case."""

    __tablename__ = "agenda_items"

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(OF_CASE, ondelete="CASCADE"))
    readiness: Mapped[str]
    reason: Mapped[str]
    questions: Mapped[list[str]] = mapped_column(JSON())
    notes: Mapped[str]

    __table_args__ = (
        UniqueConstraint("meeting_id", "case_id"),
        Index("ix_agenda_items_by_case", "case_id"),
        CLUSTERED,
    )


class TickRow(Base):
    """A wanted fact that somebody has obtained for a meeting."""

    __tablename__ = "ticks"

    meeting_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey(OF_MEETING, ondelete="CASCADE"), primary_key=True
    )
    case_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey(OF_CASE, ondelete="CASCADE"), primary_key=True
    )
    field: Mapped[str] = mapped_column(Word, primary_key=True)
    by: Mapped[str]
    on: Mapped[date]

    __table_args__ = (Index("ix_ticks_by_case", "case_id"), CLUSTERED)


class TaskRow(Base):
    """A follow-up task of a case; it outlives the meeting that asked for it."""

    __tablename__ = "tasks"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(OF_CASE, ondelete="CASCADE"))
    meeting_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey(OF_MEETING, ondelete="SET NULL")
    )
    created_at: Mapped[datetime]
    what: Mapped[str]
    responsible: Mapped[str]
    asked_on: Mapped[date]
    due: Mapped[date]
    field: Mapped[str]
    progress: Mapped[str] = mapped_column(Word)
    closed_on: Mapped[date | None]
    outcome: Mapped[str]

    __table_args__ = (
        Index("ix_tasks_by_case", "case_id", "due"),
        Index("ix_tasks_by_meeting", "meeting_id"),
        Index("ix_tasks_by_progress", "progress", "due"),
    )


class DecisionRow(Base):
    """The decision of a meeting on a case: its draft, if one is being written, and its seals.

    Without a case: it was sealed, and the case was erased.
    """

    __tablename__ = "decisions"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(OF_MEETING, ondelete="CASCADE"))
    case_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(OF_CASE, ondelete="CASCADE"))
    version: Mapped[int] = mapped_column()
    draft: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    __mapper_args__ = {"version_id_col": version, "version_id_generator": next_version}
    __table_args__ = (
        UniqueConstraint("meeting_id", "case_id"),
        Index("ix_decisions_by_case", "case_id"),
    )


class SealRow(Base):
    """One sealed version of a decision, never changed.

    `digest` is that of its bytes; `content` holds them closed with the secret of the case
    (db.sealing, about the digest).
    """

    __tablename__ = "seals"

    decision_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("decisions.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    digest: Mapped[str] = mapped_column(Word)
    content: Mapped[bytes] = mapped_column(Bytes())
    sealed_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("digest"),)


class SealedDocumentRow(Base):
    """A trial document that a sealed decision was made from; kept once, never changed."""

    __tablename__ = "sealed_documents"

    digest: Mapped[str] = mapped_column(Word, primary_key=True)
    content: Mapped[bytes] = mapped_column(Bytes())


class AttachmentRow(Base):
    """A key image (content, media, text as caption) or an excerpt (report, reported_on, text)."""

    __tablename__ = "attachments"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(OF_CASE, ondelete="CASCADE"))
    position: Mapped[int]
    text: Mapped[str]
    media: Mapped[str | None]
    content: Mapped[bytes | None] = mapped_column(Bytes())
    report: Mapped[str | None]
    reported_on: Mapped[date | None]

    __table_args__ = (Index("ix_attachments_by_case", "case_id", "position"),)
