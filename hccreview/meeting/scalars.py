"""How single values of a sealed record are written and read: texts, numbers, days, words."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from enum import Enum
from typing import Any, NamedTuple

from hccreview.clinical.dates import PartialDate
from hccreview.errors import ReviewError
from hccreview.meeting.canonical import whole

_INFINITE = {"inf": math.inf, "-inf": -math.inf}


class Codec(NamedTuple):
    """How a value of one type is written, and read; reading names the place of what is wrong."""

    write: Callable[[Any], Any]
    read: Callable[[Any, str], Any]


def damaged(where: str, what: str) -> ReviewError:
    """Return the error for a record that holds something else than `what`."""
    return ReviewError(f"{where}: {what} was expected; restore it from a backup.")


def _as_it_is(kind: type, what: str) -> Codec:
    def read(data: Any, where: str) -> Any:
        if type(data) is not kind:
            raise damaged(where, what)
        return data

    return Codec(lambda value: value, read)


def _write_number(value: float) -> float | str:
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return whole(value)


def _read_number(data: Any, where: str) -> float:
    if isinstance(data, str) and data in _INFINITE:
        return _INFINITE[data]
    if type(data) not in (int, float) or abs(data) > sys.float_info.max:
        raise damaged(where, "a number")
    return float(data)


def _read_either_number(data: Any, where: str) -> int | float:
    number = _read_number(data, where)
    return data if type(data) is int else number


EITHER_NUMBER = Codec(_write_number, _read_either_number)
"""The codec of a number that may be whole or not."""


def _from_text(write: Callable[[Any], str], read: Callable[[str], Any], what: str) -> Codec:
    def from_text(data: Any, where: str) -> Any:
        try:
            value = read(data)
            if write(value) != data:
                raise ValueError(data)
        except (TypeError, ValueError, AttributeError) as error:
            raise damaged(where, what) from error
        return value

    return Codec(write, from_text)


def _write_moment(value: datetime) -> str:
    if value.tzinfo is None:
        raise ReviewError("A moment of the record names no time zone; give it one.")
    return value.astimezone(UTC).isoformat()


def _write_partial(value: PartialDate) -> str:
    first = value.first.isoformat()
    return first if value.exact else f"{first}/{value.last.isoformat()}"


def _read_partial(data: str) -> PartialDate:
    first, _, last = data.partition("/")
    return PartialDate(date.fromisoformat(first), date.fromisoformat(last or first))


SCALARS: Mapping[Any, Codec] = {
    str: _as_it_is(str, "a text"),
    bool: _as_it_is(bool, "yes or no"),
    int: _as_it_is(int, "a whole number"),
    float: Codec(_write_number, _read_number),
    date: _from_text(date.isoformat, date.fromisoformat, "a day"),
    time: _from_text(time.isoformat, time.fromisoformat, "a time of day"),
    datetime: _from_text(_write_moment, datetime.fromisoformat, "a moment"),
    PartialDate: _from_text(_write_partial, _read_partial, "a date"),
}


def one_of(known: frozenset[Any]) -> Codec:
    """Return the codec of one of some words."""

    def read(data: Any, where: str) -> Any:
        if not isinstance(data, str) or data not in known:
            raise damaged(where, f"one of {', '.join(sorted(map(str, known)))}")
        return data

    return Codec(lambda value: value, read)


def enumerated(shape: type[Enum]) -> Codec:
    """Return the codec of a member of an enumeration, by its value."""
    known = {member.value: member for member in shape}

    def read(data: Any, where: str) -> Enum:
        if not isinstance(data, str) or data not in known:
            raise damaged(where, f"one of {', '.join(sorted(known))}")
        return known[data]

    return Codec(lambda value: value.value, read)
