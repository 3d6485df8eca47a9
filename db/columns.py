"""The base of all tables and the types of their columns, the same on every database."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    Date,
    DateTime,
    Dialect,
    Double,
    Enum,
    LargeBinary,
    MetaData,
    String,
    Uuid,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

KINDS = ("number", "word", "flag", "set", "date")


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


class Moment(UtcTime):
    """A moment that is always there: none is damage, which the driver would let pass."""

    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime:
        """Return the moment in UTC; raises ValueError where there is none."""
        if value is None:
            raise ValueError("no moment")
        return value.replace(tzinfo=UTC)


class Text(TypeDecorator[str]):
    """A text; anything else that stands there is damage, which the driver would let pass."""

    impl = String
    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Return the text; raises ValueError where it is none."""
        if value is not None and not isinstance(value, str):
            raise ValueError("no text")
        return value


# Words are compared byte by byte, so that a range of them is the same on every database.
Word = Text().with_variant(String(collation="C"), "postgresql")


class Bytes(TypeDecorator[bytes]):
    """Bytes; anything else that stands there is damage, which the driver would let pass."""

    impl = LargeBinary
    cache_ok = True

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """Return the bytes; raises ValueError where they are none."""
        if value is not None and not isinstance(value, bytes):
            raise ValueError("no bytes")
        return value


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
        str: Text(),
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
