"""An entry of a list in words: what it is, when, and each recorded detail with its name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hccreview.clinical.case import Entry
from hccreview.clinical.dates import spoken
from hccreview.clinical.fields import FieldDefinition, ListDefinition
from hccreview.criteria.phrases import unit_label
from ui.case_page.lists import part_text

_DAYS = ("on", "start", "end")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of an entry; `kind` is head, label, text or fail."""

    text: str
    kind: str = "text"


def entry_words(entry: Entry, definition: ListDefinition) -> tuple[Piece, ...]:
    """Return the words of an entry in the order in which they are read."""
    head, *others = definition.entry
    pieces = [Piece(part_text(entry, head) or f"{head.label} not recorded", "head")]
    pieces += [Piece(text) for text in _days(entry, definition)]
    for field in others:
        if field.id not in _DAYS and entry.get(field.id) is not None:
            pieces += _detail(entry, field)
    return tuple(_joined(pieces))


def _days(entry: Entry, definition: ListDefinition) -> Iterable[str]:
    days = {name: entry.get(name) for name in _DAYS if name in definition.by_id}
    found = {name: spoken(day) for name, day in days.items() if day is not None}  # type: ignore[arg-type]
    first = found.get("on") or found.get("start")
    end = found.get("end")
    if first and end:
        yield f"{first} – {end}"
    elif first:
        yield f"from {first}" if "start" in found else first
    elif end:
        yield f"until {end}"
    else:
        yield "? no date"


def _detail(entry: Entry, field: FieldDefinition) -> list[Piece]:
    unit = unit_label(field.unit)
    value = f"{part_text(entry, field)} {unit}".strip() if unit else part_text(entry, field)
    return [Piece(_begun(field.label), "label"), Piece(value)]


def _begun(label: str) -> str:
    """Return a label as it stands within a line."""
    second = label[1:2]
    return label if second.isupper() or not second.isalpha() else label[0].lower() + label[1:]


def _joined(pieces: list[Piece]) -> Iterable[Piece]:
    for number, piece in enumerate(pieces):
        if number and pieces[number - 1].kind == "label":
            yield Piece("\u00a0" + piece.text, piece.kind)
        elif number:
            yield Piece(" · ", "label")
            yield piece
        else:
            yield piece
