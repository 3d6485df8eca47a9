"""Frozen values ↔ plain ones (mappings, lists, texts, numbers), by the hints of their dataclasses.

A part that equals its default is left out, so that a record written before a part existed reads
back, and is written again, without it. Where several shapes are possible, a short tag names the
one that is there; tags and names of parts are the format of sealed records and never change.
"""

from __future__ import annotations

import functools
import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from types import MappingProxyType
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin
from typing import get_type_hints as hints_of

from hccreview.clinical.dates import PartialDate
from hccreview.clinical.plan import Delay, DoseReduction, Hold
from hccreview.clinical.quantity import Span
from hccreview.errors import ReviewError
from hccreview.meeting.scalars import EITHER_NUMBER, SCALARS, Codec, damaged, enumerated, one_of

_T = TypeVar("_T")


def plain(value: object) -> Any:
    """Return a dataclass as a plain mapping."""
    return codec_of(_kind(value)).write(value)


def shaped(shape: type[_T], data: object, where: str) -> _T:
    """Return a plain mapping as a `shape`; raises ReviewError naming the place in `where`."""
    kind: Any = shape
    return cast(_T, codec_of(kind).read(data, where))


def _kind(value: object) -> Any:
    return type(value)


@functools.cache
def codec_of(hint: Any) -> Codec:
    """Return how values of a type hint are written and read."""
    if hint in SCALARS:
        return SCALARS[hint]
    origin, args = get_origin(hint), get_args(hint)
    if origin is Literal:
        return one_of(frozenset(args))
    if origin is tuple:
        return _repeated(codec_of(args[0])) if args[-1] is ... else _fixed(args)
    if origin is frozenset:
        return _set(codec_of(args[0]))
    if origin is not None and _inherits(origin, Mapping):
        return _mapping(codec_of(args[1]))
    if origin in (Union, types.UnionType):
        return _union(args)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return enumerated(hint)
    return _dataclass(hint)


def _inherits(origin: Any, base: type) -> bool:
    """True for a type that is `base` or inherits from it."""
    return isinstance(origin, type) and issubclass(origin, base)


# ------------------------------------------------------------------ several values


def _list_at(data: Any, where: str) -> list[Any]:
    if not isinstance(data, list):
        raise damaged(where, "a list")
    return data


def _repeated(inner: Codec) -> Codec:
    def read(data: Any, where: str) -> tuple[Any, ...]:
        items = enumerate(_list_at(data, where))
        return tuple(inner.read(item, f"{where}[{index}]") for index, item in items)

    return Codec(lambda value: [inner.write(each) for each in value], read)


def _fixed(hints: tuple[Any, ...]) -> Codec:
    inner = [codec_of(hint) for hint in hints]

    def write(value: Any) -> list[Any]:
        return [codec.write(each) for codec, each in zip(inner, value, strict=True)]

    def read(data: Any, where: str) -> tuple[Any, ...]:
        if len(_list_at(data, where)) != len(inner):
            raise damaged(where, f"a list of {len(inner)}")
        return tuple(codec.read(each, where) for codec, each in zip(inner, data, strict=True))

    return Codec(write, read)


def _set(inner: Codec) -> Codec:
    def read(data: Any, where: str) -> frozenset[Any]:
        return frozenset(inner.read(each, where) for each in _list_at(data, where))

    return Codec(lambda value: sorted(inner.write(each) for each in value), read)


def _mapping_at(data: Any, where: str) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise damaged(where, "a mapping")
    return data


def _mapping(inner: Codec) -> Codec:
    def write(value: Mapping[str, Any]) -> dict[str, Any]:
        return {name: inner.write(each) for name, each in value.items()}

    def read(data: Any, where: str) -> Mapping[str, Any]:
        items = _mapping_at(data, where).items()
        return MappingProxyType({name: inner.read(each, f"{where}.{name}") for name, each in items})

    return Codec(write, read)


# --------------------------------------------------------------- one of several

_TAGS: Mapping[Any, str] = {
    Span: "span",
    PartialDate: "date",
    frozenset: "words",
    Hold: "hold",
    Delay: "delay",
    DoseReduction: "reduce",
}


def _union(hints: tuple[Any, ...]) -> Codec:
    rest = tuple(hint for hint in hints if hint is not type(None))
    if set(rest) == {int, float}:
        inner = EITHER_NUMBER
    elif len(rest) == 1:
        inner = codec_of(rest[0])
    else:
        inner = _tagged(rest)
    if len(rest) == len(hints):
        return inner
    return Codec(
        lambda value: None if value is None else inner.write(value),
        lambda data, where: None if data is None else inner.read(data, where),
    )


def _tagged(hints: tuple[Any, ...]) -> Codec:
    """Return the codec of several shapes; texts, and yes and no, are written without a tag."""
    bare = {hint: codec_of(hint) for hint in hints if hint in (str, bool)}
    kinds = {get_origin(hint) or hint: codec_of(hint) for hint in hints if hint not in bare}
    by_tag = {_TAGS[kind]: codec for kind, codec in kinds.items()}

    def write(value: Any) -> Any:
        kind = type(value)
        return value if kind in bare else {_TAGS[kind]: kinds[kind].write(value)}

    def read(data: Any, where: str) -> Any:
        if type(data) in bare:
            return data
        tags = list(_mapping_at(data, where))
        if len(tags) != 1 or tags[0] not in by_tag:
            raise damaged(where, f"one of {', '.join(by_tag)}")
        return by_tag[tags[0]].read(data[tags[0]], f"{where}.{tags[0]}")

    return Codec(write, read)


# -------------------------------------------------------------------- dataclasses


def _default(part: Field[Any]) -> Any:
    return part.default_factory() if part.default_factory is not MISSING else part.default


def _dataclass(shape: Any) -> Codec:
    if not is_dataclass(shape):
        raise TypeError(f"{shape!r} cannot be part of a sealed record")
    made: Any = shape
    hints = hints_of(made)
    parts = [(part, codec_of(hints[part.name])) for part in fields(made) if part.init]
    known = {part.name for part, _ in parts}
    needed = {part.name for part, _ in parts if _default(part) is MISSING}

    def write(value: Any) -> dict[str, Any]:
        found = ((part, codec, getattr(value, part.name)) for part, codec in parts)
        return {p.name: codec.write(v) for p, codec, v in found if v != _default(p)}

    def read(data: Any, where: str) -> Any:
        given = _mapping_at(data, where)
        for name in given.keys() - known:
            raise ReviewError(
                f"{where} holds “{name}”, which this program does not know; open it with the"
                " program that wrote it, or a newer one."
            )
        for name in needed - given.keys():
            raise damaged(f"{where}.{name}", "a value")
        read_parts = {p.name: (p, codec) for p, codec in parts}
        values = {
            name: read_parts[name][1].read(each, f"{where}.{name}") for name, each in given.items()
        }
        return made(**values)

    return Codec(write, read)
