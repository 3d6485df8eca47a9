"""The plans of a case file: what is planned in a trial, read part by part with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from hccreview.clinical.plan import Change, Delay, DoseReduction, Hold, Plan
from hccreview.clinical.planning import clock_time
from hccreview.clinical.strict_yaml import Path
from hccreview.exchange.document_reader import DocumentReader

PLAN = (
    *("trial", "start", "arm", "time", "cycles", "choices"),
    *("formula", "rounding", "changes"),
)
_COMMON = ("change", "cycle", "administration", "reason", "author", "on")
CHANGES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"hold": ("onwards",), "delay": ("days",), "reduce": ("to_percent", "onwards")}
)


def read_plans(reader: DocumentReader, value: object) -> tuple[Plan, ...]:
    """Return the plans of a case; what is wrong with one is noted with `reader`."""
    if not isinstance(value, list):
        reader.problem(("plans",), "“plans” is a list; write [] or leave it out.")
        return ()
    read = (_Plan(reader, ("plans", index), one).plan() for index, one in enumerate(value))
    found = [plan for plan in read if plan is not None]
    seen: set[str] = set()
    for index, plan in enumerate(found):
        if plan.trial in seen:
            message = f"{plan.trial} is planned twice; keep one of the plans."
            reader.problem(("plans", index), message)
        seen.add(plan.trial)
    return tuple(found)


class _Plan:
    """Reads one plan."""

    def __init__(self, reader: DocumentReader, path: Path, raw: object) -> None:
        self.reader, self.path = reader, path
        self.before = len(reader.problems)
        self.parts = reader.mapping(path, raw, PLAN)

    def plan(self) -> Plan | None:
        reader, path, parts = self.reader, self.path, self.parts
        if missing := [name for name in ("trial", "start") if not parts.get(name)]:
            reader.problem(path, f"a plan needs its trial and its start; add “{missing[0]}”.")
            return None
        start = reader.day(parts, "start", path)
        clock = reader.text(parts, (*path, "time"))
        words = [reader.text(parts, (*path, n)) for n in ("trial", "arm", "formula", "rounding")]
        day = reader.attempt((*path, "time"), clock_time, clock) if clock else None
        cycles = whole(reader, parts, (*path, "cycles"))
        choices, changes = self.choices(), self.changes()
        if start is None or len(reader.problems) > self.before:
            return None
        trial, arm, formula, rounding = words
        return reader.attempt(
            path, Plan, trial, start, arm, day, cycles, choices, formula, rounding, changes
        )

    def choices(self) -> tuple[tuple[str, str], ...]:
        path = (*self.path, "choices")
        found = self.reader.mapping(path, self.parts.get("choices", {}))
        return tuple((name, self.reader.text(found, (*path, name))) for name in found)

    def changes(self) -> tuple[Change, ...]:
        path, raw = (*self.path, "changes"), self.parts.get("changes", [])
        if not isinstance(raw, list):
            self.reader.problem(path, "“changes” is a list; write [] or leave it out.")
            return ()
        found = (self.change((*path, index), one) for index, one in enumerate(raw))
        return tuple(each for each in found if each is not None)

    def change(self, path: Path, raw: object) -> Change | None:
        reader = self.reader
        parts = reader.mapping(path, raw)
        kind = str(parts.get("change", ""))
        if kind not in CHANGES:
            reader.problem(path, f"a change is one of {', '.join(CHANGES)}: write “change: hold”.")
            return None
        before = len(reader.problems)
        reader.mapping(path, raw, (*_COMMON, *CHANGES[kind]))
        needed = [name for name in CHANGES[kind] if name != "onwards"]
        for name in ("cycle", *needed, "reason", "author", "on"):
            if len(reader.problems) == before and parts.get(name) in (None, ""):
                reader.problem(path, f"a change needs its {name}; add “{name}”.")
        read = _ChangeParts(
            kind=kind,
            cycle=whole(reader, parts, (*path, "cycle")),
            on=reader.day(parts, "on", path),
            words=tuple(
                reader.text(parts, (*path, name)) for name in ("reason", "author", "administration")
            ),
            days=whole(reader, parts, (*path, "days")),
            percent=self.percent(path, parts) if kind == "reduce" else None,
            onwards=self.truth(path, parts),
        )
        return reader.attempt(path, read.change) if len(reader.problems) == before else None

    def percent(self, path: Path, parts: dict[str, object]) -> float | None:
        value = parts.get("to_percent")
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.reader.problem((*path, "to_percent"), "“to_percent” is a number, such as 75.")
            return None
        return float(value)

    def truth(self, path: Path, parts: dict[str, object]) -> bool:
        value = parts.get("onwards", False)
        if value not in (True, False, "yes", "no"):
            self.reader.problem((*path, "onwards"), "“onwards” is yes or no.")
        return value in (True, "yes")


def whole(reader: DocumentReader, parts: dict[str, object], path: Path) -> int | None:
    """Return a whole number, None where it is absent or wrong."""
    value = parts.get(str(path[-1]))
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        reader.problem(path, f"“{path[-1]}” is a whole number; “{value}” is none.")
        return None
    return value


@dataclass(frozen=True, slots=True)
class _ChangeParts:
    """The parts of a change whose types are right."""

    kind: str
    cycle: int | None
    on: date | None
    words: tuple[str, ...]
    days: int | None
    percent: float | None
    onwards: bool

    def change(self) -> Change:
        """Return the change; raises ReviewError for a value that cannot be."""
        reason, author, name = self.words
        on, cycle = self.on or date.min, self.cycle or 0
        if self.kind == "delay":
            return Delay(cycle, self.days or 0, reason, author, on, name)
        if self.kind == "reduce":
            return DoseReduction(cycle, self.percent or 0, reason, author, on, name, self.onwards)
        return Hold(cycle, reason, author, on, name, self.onwards)
