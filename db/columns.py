"""The base of all tables and the types of their columns, the same on every database."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, Date, DateTime, Dialect, Double, Enum, MetaData, String, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

KINDS = ("number", "word", "flag", "set", "date")
# Words are compared byte by byte, so that a range of them is the same on every database.
Word = String().with_variant(String(collation="C"), "postgresql")


class UtcTime(TypeDecorator[datetime]):
    """A moment, stored in UTC; one without a zone is taken for local time."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC, without its zone."""
        return value.astimezone(UTC).replace(tzinfo=None) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC, with its zone."""
        return value.replace(tzinfo=UTC) if value is not None else None


class Base(DeclarativeBase):
    """What every table shares; names of constraints are fixed, so that a migration finds them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: String(),
        float: Double(),
        uuid.UUID: Uuid(),
        date: Date(),
        datetime: UtcTime(),
    }


class ValueColumns:
    """A recorded value (hccreview.clinical.case.Value) in typed columns; `kind` says which hold it.

    number: low, high, low_open, high_open · word: word · flag: flag · set: words, sorted ·
    date: first_day, last_day.
    """

    kind: Mapped[str] = mapped_column(Enum(*KINDS, name="kind", native_enum=False, length=16))
    low: Mapped[float | None]
    high: Mapped[float | None]
    low_open: Mapped[bool | None]
    high_open: Mapped[bool | None]
    word: Mapped[str | None]
    flag: Mapped[bool | None]
    words: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]
