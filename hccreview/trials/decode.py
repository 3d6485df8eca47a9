"""From the mappings of a valid document to the frozen values of the model, by their type hints."""

from __future__ import annotations

import dataclasses
import functools
import types
import typing
from collections.abc import Callable
from typing import TypeVar

from hccreview.trials.figures import Place

_T = TypeVar("_T")
_Reader = Callable[[object], object]


def decode(shape: type[_T], data: object) -> _T:
    """Return `data` (mappings, lists, scalars that the schema has accepted) as a `shape`."""
    return typing.cast(_T, _dataclass_reader(typing.cast(type, shape))(data))


def _read_place(data: object) -> Place:
    found = typing.cast(dict[str, typing.Any], data)
    first, last = found.get("lines") or (found["line"], found["line"])
    return Place(first, last, found["section"])


@functools.cache
def _dataclass_reader(shape: type) -> _Reader:
    if shape is Place:
        return _read_place
    readers = {name: _reader(hint) for name, hint in typing.get_type_hints(shape).items()}

    def read(data: object) -> object:
        found = typing.cast(dict[str, object], data)
        return shape(**{name: readers[name](value) for name, value in found.items()})

    return read


def _reader(hint: object) -> _Reader:
    """Return what turns a document's value into a value of the type `hint`."""
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return _lazily(hint)
    if typing.get_origin(hint) is tuple:
        return _tuple_reader(typing.get_args(hint)[0])
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return _union_reader(typing.get_args(hint))
    return lambda value: value


def _lazily(shape: type) -> _Reader:
    return lambda value: None if value is None else _dataclass_reader(shape)(value)


def _tuple_reader(item: object) -> _Reader:
    read = _reader(item)
    return lambda value: tuple(read(each) for each in typing.cast(list[object], value))


def _union_reader(members: tuple[object, ...]) -> _Reader:
    shapes = [each for each in members if isinstance(each, type) and dataclasses.is_dataclass(each)]
    if shapes:
        return _lazily(shapes[0])
    return lambda value: tuple(value) if isinstance(value, list) else value
