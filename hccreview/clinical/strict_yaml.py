"""YAML as our files use it: text, numbers, true, false, null, lists and mappings, and nothing else.

Plain YAML turns ``no`` into False, ``2026-11-05`` into a date and ``1:30`` into ninety. Here only
``true`` and ``false`` are truth values, only decimal digits are numbers, and everything else stays
the text that was written. Duplicate keys, anchors, aliases and tags are refused, and so are
characters that hide, turn the reading direction or move a cursor.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import yaml

from hccreview.errors import ReviewError

MAXIMUM_SIZE = 2_000_000
"""Characters: a file larger than this is not one of ours."""

_MAXIMUM_DEPTH = 60
_MAXIMUM_PARTS = 100_000
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+([eE][-+]?[0-9]+)?")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
# Control characters except tab and line ends, lone surrogates, marks that turn the reading
# direction, a byte order mark inside a text, and what is no character.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufeff\ufffe\uffff]"
)
_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says, and where: path of a value → (line, column), both counted from 1."""

    where: str
    value: object
    positions: Mapping[Path, tuple[int, int]]

    def position(self, path: Path) -> tuple[int, int]:
        """Return line and column of the value at `path`, or of the nearest one that holds it."""
        while path not in self.positions and path:
            path = path[:-1]
        return self.positions.get(path, (1, 1))

    def error(self, path: Path, message: str) -> ReviewError:
        """Return an error that names the file, the line and the column of the value at `path`."""
        line, column = self.position(path)
        return ReviewError(f"{self.where}, line {line}, column {column}: {message}")


def without_hidden(text: str) -> str:
    """Return a text without the characters that a file may not hold; a break becomes a space."""
    if text.isprintable():  # quick
        return text
    return _HIDDEN.sub(lambda found: " " if found[0].isspace() else "", text)


def load_strict(text: str, where: str) -> object:
    """Return what the YAML or JSON text `text` of the file called `where` says.

    Raises ReviewError, naming line and column, for anything that is not strict YAML.
    """
    return read_document(text, where).value


def read_document(text: str, where: str) -> Document:
    """Return the value of `text` together with the position of each of its parts."""
    if len(text) > MAXIMUM_SIZE:
        raise ReviewError(f"{where}: the file is larger than 2 MB; check that it is the right one.")
    builder = _Builder(where, _events(text, where))
    return Document(where, builder.build(), builder.positions)


def _events(text: str, where: str) -> Iterator[yaml.Event]:
    try:
        yield from yaml.parse(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise ReviewError(f"{where}{place}: not valid YAML ({error.problem}).") from error
    except (yaml.YAMLError, UnicodeEncodeError) as error:  # half a character is none
        raise ReviewError(f"{where}: the file holds a character YAML does not allow.") from error


class _Builder:
    """Turns the parser's events into values; refuses what strict YAML leaves out."""

    def __init__(self, where: str, events: Iterator[yaml.Event]) -> None:
        self.where = where
        self.events = events
        self.positions: dict[Path, tuple[int, int]] = {}

    def build(self) -> object:
        value: object = None
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self.error(event, "only one document is allowed in a file.")
                value = self.value(next(self.events), ())
        return value

    def value(self, event: yaml.Event, path: Path) -> object:
        self.positions[path] = _position(event)
        if len(self.positions) > _MAXIMUM_PARTS:
            raise self.error(event, "the file holds too many values; check that it is one of ours.")
        if len(path) > _MAXIMUM_DEPTH:
            raise self.error(event, "the file is nested too deeply.")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self.error(event, "anchors (&) and aliases (*) are not used; write it out.")
        if tag := getattr(event, "tag", None):
            raise self.error(event, f"the tag {tag} is not used; leave it out.")
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(path)
        return self.mapping(path)

    def scalar(self, event: yaml.ScalarEvent) -> object:
        text = self.visible(event)
        if event.style:  # quoted or a block: text, whatever it looks like
            return text
        if text in _WORDS:
            return _WORDS[text]
        if _INTEGER.fullmatch(text):
            return self.integer(event, text)
        if _DECIMAL.fullmatch(text):
            return self.decimal(event, text)
        return text

    def integer(self, event: yaml.ScalarEvent, text: str) -> int:
        if len(text) > 30:
            raise self.error(event, "the number has too many digits; put it in quotes if a name.")
        return int(text)

    def decimal(self, event: yaml.ScalarEvent, text: str) -> float:
        number = float(text)
        if not math.isfinite(number):
            raise self.error(event, "the number is too large.")
        return number

    def sequence(self, path: Path) -> list[object]:
        items: list[object] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self.value(event, (*path, len(items))))
        return items

    def mapping(self, path: Path) -> dict[str, object]:
        found: dict[str, object] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.key(event)
            if key in found:
                raise self.error(event, f"the key {key!r} is given twice; keep one of them.")
            found[key] = self.value(next(self.events), (*path, key))
        return found

    def key(self, event: yaml.Event) -> str:
        if not isinstance(event, yaml.ScalarEvent) or event.anchor or event.tag:
            raise self.error(event, "a key must be plain text.")
        if event.value == "<<" and not event.style:
            raise self.error(event, "merge keys (<<) are not used; write it out.")
        return self.visible(event)

    def visible(self, event: yaml.ScalarEvent) -> str:
        text: str = event.value
        if not text.isprintable() and (hidden := _HIDDEN.search(text)):  # the first is quick
            number = f"U+{ord(hidden[0]):04X}"
            raise self.error(event, f"the text holds the hidden character {number}; remove it.")
        return text

    def error(self, event: yaml.Event, message: str) -> ReviewError:
        line, column = _position(event)
        return ReviewError(f"{self.where}, line {line}, column {column}: {message}")


def _position(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
