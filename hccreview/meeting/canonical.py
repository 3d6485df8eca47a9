"""Plain values as canonical bytes: JSON in UTF-8, one way of writing each value.

Keys are sorted by code point, nothing is escaped that need not be, no space is left between parts.
A whole number is written without a point, any other as the shortest decimal that reads back as the
same binary number (what Python writes on every platform). Neither the order of a mapping nor the
locale nor the process has a say.
"""

from __future__ import annotations

import hashlib
import json
import math
from typing import Any

from hccreview.errors import ReviewError

MAXIMUM_SIZE = 20_000_000
"""Bytes: a record larger than this is not one of ours."""
_EXACT = 2**53  # whole numbers up to here are the same as binary numbers and as digits


def canonical_bytes(value: object) -> bytes:
    """Return the bytes of a value of mappings, lists, texts, numbers, true, false and null.

    Raises ReviewError for half a character and for a number that is none.
    """
    try:
        text = json.dumps(
            _numbers(value),
            sort_keys=True,
            ensure_ascii=False,
            allow_nan=False,
            separators=(",", ":"),
        )
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ReviewError("A text holds half a character, type it again.") from error
    except ValueError as error:
        raise ReviewError("A number of the record is not a number; correct it.") from error


def parsed(content: bytes, what: str) -> Any:
    """Return the value that canonical bytes hold; raises ReviewError, naming `what`, for others."""
    if len(content) > MAXIMUM_SIZE:
        raise ReviewError(f"{what} is larger than 20 MB; it is none of this program.")
    try:
        value = json.loads(content.decode("utf-8"))
        same = canonical_bytes(value) == content
    except (ValueError, RecursionError, ReviewError) as error:
        raise ReviewError(f"{what} cannot be read; restore it from a backup.") from error
    if not same:
        raise ReviewError(f"{what} is not written as this program writes; restore it.")
    return value


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def whole(number: float) -> float:
    """Return a whole number as an int, so that 68 and 68.0 are written alike."""
    if isinstance(number, float) and math.isfinite(number) and abs(number) < _EXACT:
        return int(number) if number == int(number) else number
    return number


def _numbers(value: object) -> object:
    if isinstance(value, dict):
        return {key: _numbers(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_numbers(item) for item in value]
    return whole(value) if isinstance(value, float) else value
