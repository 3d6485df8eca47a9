"""Local protocols in and out: what a site fills in for one trial, as YAML (docs/schedule.md)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

from hccreview.clinical.strict_yaml import Document, read_document
from hccreview.clinical.strict_yaml import Path as Place
from hccreview.errors import ReviewError
from hccreview.exchange.document_reader import DocumentReader
from hccreview.exchange.plan_reader import whole
from hccreview.trials.local import LocalFill, LocalProtocol
from hccreview.trials.text_file import read_text

FORMAT = "hccreview-local/1"
_HEAD = ("format", "trial", "author", "on", "reason", "cycle_length", "maximum_cycles")
_FILL = ("dose", "unit", "route", "days", "start_hour", "duration", "per_day")


def read_local(path: Path | str) -> LocalProtocol:
    """Return the local protocol in the file `path`; raises ReviewError naming line and column."""
    path = Path(path)
    return parse_local(read_text(path), path.name)


def parse_local(text: str, where: str) -> LocalProtocol:
    """Return the local protocol written in `text`; `where` names its file in errors."""
    reader = _Reader(read_document(text, where))
    protocol = reader.protocol()
    reader.finish()
    if protocol is None:
        raise ReviewError(f"{where} holds no local protocol; see docs/schedule.md.")
    return protocol


def local_text(protocol: LocalProtocol) -> str:
    """Return a text that reads back as `protocol` (JSON, which is YAML too)."""
    data: dict[str, Any] = {
        "format": FORMAT,
        "trial": protocol.trial,
        "author": protocol.author,
        "on": protocol.on.isoformat(),
        "reason": protocol.reason,
    }
    for name in ("cycle_length", "maximum_cycles"):
        if (number := getattr(protocol, name)) is not None:
            data[name] = number
    data["administrations"] = {fill.administration: _parts(fill) for fill in protocol.fills}
    return json.dumps(data, indent=1) + "\n"


def _parts(fill: LocalFill) -> dict[str, Any]:
    parts = {name: getattr(fill, name) for name in _FILL}
    parts["days"] = list(fill.days) or None
    parts["unit"] = fill.unit if fill.dose is not None else None
    return {name: part for name, part in parts.items() if part is not None}


class _Reader(DocumentReader):
    """Reads one local protocol."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        if not isinstance(document.value, dict) or document.value.get("format") != FORMAT:
            message = f"a local protocol begins with “format: {FORMAT}”."
            raise document.error(("format",), message)

    def protocol(self) -> LocalProtocol | None:
        head = self.mapping((), self.document.value, (*_HEAD, "administrations"))
        trial, author, reason = (self.text(head, (n,)) for n in ("trial", "author", "reason"))
        if missing := [name for name in ("trial", "author", "on", "reason") if not head.get(name)]:
            self.problem((), f"a local protocol needs its {missing[0]}; add it.")
        on = self.day(head, "on")
        length, most = (whole(self, head, (n,)) for n in ("cycle_length", "maximum_cycles"))
        listed = self.mapping(("administrations",), head.get("administrations", {}))
        fills = [self.fill(("administrations", name), name, raw) for name, raw in listed.items()]
        if self.problems or on is None:
            return None
        known = tuple(fill for fill in fills if fill is not None)
        return self.attempt((), LocalProtocol, trial, author, on, reason, known, length, most)

    def fill(self, path: Place, name: str, raw: object) -> LocalFill | None:
        parts, before = self.mapping(path, raw, _FILL), len(self.problems)
        days = parts.get("days", [])
        if not isinstance(days, list) or not all(type(day) is int for day in days):
            self.problem((*path, "days"), "“days” is a list of days of the cycle, such as [1, 8].")
            days = []
        numbers = {
            part: self.number(parts, (*path, part)) for part in ("dose", "start_hour", "duration")
        }
        per_day = whole(self, parts, (*path, "per_day"))
        words = {part: self.text(parts, (*path, part)) for part in ("unit", "route")}
        if len(self.problems) > before:
            return None
        return LocalFill(
            administration=name,
            dose=numbers["dose"],
            unit=cast(Any, words["unit"] or "mg"),
            route=cast(Any, words["route"] or None),
            days=tuple(days),
            start_hour=numbers["start_hour"],
            duration=numbers["duration"],
            per_day=per_day,
        )

    def number(self, parts: dict[str, object], path: Place) -> int | float | None:
        value = parts.get(str(path[-1]))
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.problem(path, f"“{path[-1]}” is a number; “{value}” is none.")
            return None
        return value
