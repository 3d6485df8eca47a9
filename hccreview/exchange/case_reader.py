"""From the text of a case file to a Case; problems are collected, the first is told."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import cast

from hccreview.clinical.case import Case, CaseList, Entry, Observation, Override, Value
from hccreview.clinical.dates import PartialDate, parse_date
from hccreview.clinical.entry import checked_entry, read_observation, read_part
from hccreview.clinical.fields import Dictionary, FieldDefinition, ListDefinition, suggestion
from hccreview.clinical.planning import clock_time
from hccreview.clinical.strict_yaml import Document, Path, read_document
from hccreview.errors import ReviewError
from hccreview.exchange.document_reader import DocumentReader
from hccreview.exchange.plan_reader import read_plans

FORMAT = "hccreview-case/1"
HEAD = ("format", "code", "label", "shows", "synthetic", "as_of", "inclusion", "first_dose")
BODY = ("arms", "observations", "lists", "overrides", "plans")
OBSERVATION_TEXTS = ("laboratory", "note", "author", "reason", "ground")
OBSERVATION = ("value", "unit", "on", "at", "uln", "lln", *OBSERVATION_TEXTS)
OVERRIDE = ("trial", "criterion", "author", "on", "kind", "reason")
OVERRIDE_MORE = ("at", "ground")
OVERRIDE_KINDS = ("data wrong", "text misread", "source ambiguous")
CODE = r"[^\W_][\w.\-]{0,63}"
TRIAL = r"[A-Za-z0-9][A-Za-z0-9.\-]{0,29}"
CRITERION = r"[A-Za-z0-9][A-Za-z0-9.\-]{0,11}"
CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9]"


def check_code(code: str) -> None:
    """Raise ReviewError for a text that cannot be the code of a case."""
    if not re.fullmatch(CODE, code):
        raise ReviewError(
            f"“{code}” is no code; write up to 64 letters, digits, points and dashes, never a name."
        )


def parse_case(text: str, where: str, dictionary: Dictionary) -> Case:
    """Return the case that the file called `where` holds.

    Raises ReviewError with file, line and column of the first problem and the number of others.
    """
    reader = _Reader(read_document(text, where), dictionary)
    case = reader.case()
    reader.finish()
    return case


class _Reader(DocumentReader):
    """Reads one case file."""

    def __init__(self, document: Document, dictionary: Dictionary) -> None:
        super().__init__(document)
        self.dictionary = dictionary
        self.as_of: date | None = None
        self.dated: list[tuple[Path, str, PartialDate]] = []

    def case(self) -> Case:
        head = self.mapping((), self.document.value, (*HEAD, *BODY))
        if head.get("format") != FORMAT:
            raise self.document.error(("format",), f"a case file begins with “format: {FORMAT}”.")
        self.as_of = self.day(head, "as_of")
        case = Case(
            code=self.code(head),
            label=self.text(head, ("label",)),
            shows=self.text(head, ("shows",)),
            synthetic=self.synthetic(head),
            as_of=self.as_of,
            inclusion=self.day(head, "inclusion"),
            first_dose=self.day(head, "first_dose"),
            arms=self.arms(head.get("arms", {})),
            observations=self.observations(head.get("observations", {})),
            lists=self.lists(head.get("lists", {})),
            overrides=self.overrides(head.get("overrides", [])),
            plans=read_plans(self, head.get("plans", [])),
        )
        self.check_birth(case)
        return case

    def near(self, key: str, names: tuple[str, ...]) -> str:
        if "observations" in names and key in self.dictionary.fields:
            return "; write it under “observations”"
        if "lists" in names and key in self.dictionary.lists:
            return "; write it under “lists”"
        return super().near(key, names)

    def code(self, head: dict[str, object]) -> str:
        code = self.text(head, ("code",))
        self.attempt(("code",), check_code, code)
        return code

    def synthetic(self, head: dict[str, object]) -> bool:
        value = head.get("synthetic", False)
        if value not in (True, False, "yes", "no"):
            self.problem(("synthetic",), "“synthetic” is true or false.")
        return value in (True, "yes")

    def arms(self, value: object) -> tuple[tuple[str, str], ...]:
        arms = self.mapping(("arms",), value)
        for trial in arms:
            self.named(("arms", trial), trial, TRIAL, "the id of a trial")
        return tuple((trial, self.text(arms, ("arms", trial))) for trial in arms)

    def named(self, path: Path, text: object, shape: str, what: str) -> None:
        """Note a text where the program itself writes nothing but an id."""
        if not re.fullmatch(shape, str(text)):
            self.problem(path, f"“{text}” is not {what}; write it as `main.py trials` prints it.")

    # --------------------------------------------------------------- observations

    def observations(self, value: object) -> tuple[Observation, ...]:
        found: list[Observation] = []
        for name, raw in self.mapping(("observations",), value).items():
            path: Path = ("observations", name)
            definition = self.dictionary.fields.get(name)
            if definition is None:
                self.problem(path, self.unknown_field(name))
                continue
            for place, one in self.several(path, definition, raw):
                observation = self.observation(place, definition, one)
                found += [observation] if observation is not None else []
        return tuple(found)

    def unknown_field(self, name: str) -> str:
        if name in self.dictionary.lists:
            return f"“{name}” is a list; write it under “lists”."
        near = suggestion(name, self.dictionary.fields)
        return f"there is no field “{name}”{near or '; `main.py fields` prints them all'}."

    def several(
        self, path: Path, definition: FieldDefinition, raw: object
    ) -> list[tuple[Path, object]]:
        """Return each observation as written, with its place; a list of words is one set."""
        if not isinstance(raw, list) or not raw:
            return [(path, raw)]
        if definition.type == "set" and all(isinstance(part, str) for part in raw):
            return [(path, raw)]
        return [((*path, index), one) for index, one in enumerate(raw)]

    def observation(
        self, path: Path, definition: FieldDefinition, raw: object
    ) -> Observation | None:
        parts = self.mapping(path, raw, OBSERVATION) if isinstance(raw, dict) else {"value": raw}
        value = parts.get("value")
        if value is None or value == []:
            self.problem(path, f"{definition.label} has no value; write one or leave it out.")
            return None
        rest: dict[str, object] = {
            name: self.text(parts, (*path, name)) for name in OBSERVATION_TEXTS if name != "ground"
        }
        rest |= {name: parts[name] for name in ("uln", "lln") if parts.get(name) is not None}
        rest["collected_on"] = self.collected_on(path, definition, parts)
        rest["collected_at"] = self.collected_at(path, parts)
        unit = self.text(parts, (*path, "unit"))
        observation = self.attempt(path, read_observation, definition, value, unit, **rest)
        if observation is not None and isinstance(observation.value, PartialDate):
            self.note_date(path, definition.label, observation.value)
        ground = self.text(parts, (*path, "ground"))
        return replace(observation, ground=ground) if observation is not None else None

    def collected_on(
        self, path: Path, definition: FieldDefinition, parts: dict[str, object]
    ) -> PartialDate | None:
        if "on" not in parts:
            return None
        when = self.attempt((*path, "on"), parse_date, str(parts["on"]))
        if when is not None:
            self.note_date((*path, "on"), definition.label, when)
        return when

    def collected_at(self, path: Path, parts: dict[str, object]) -> str:
        clock = self.text(parts, (*path, "at"))
        if clock and not re.fullmatch(CLOCK, clock):
            self.problem((*path, "at"), f"“{clock}” is no time of day; write it as 08:30.")
        return clock

    # ---------------------------------------------------------------------- lists

    def lists(self, value: object) -> tuple[CaseList, ...]:
        found: list[CaseList] = []
        for name, raw in self.mapping(("lists",), value).items():
            path: Path = ("lists", name)
            if name not in self.dictionary.lists:
                near = suggestion(name, self.dictionary.lists)
                known = f"; the lists are {', '.join(self.dictionary.lists)}"
                self.problem(path, f"there is no list “{name}”{near or known}.")
                continue
            found.append(self.case_list(path, self.dictionary.lists[name], raw))
        return tuple(found)

    def case_list(self, path: Path, definition: ListDefinition, raw: object) -> CaseList:
        if isinstance(raw, list):
            said = self.none_of_these(path) if not raw else None
            return CaseList(definition.id, self.entries(path, definition, raw), said)
        if raw is None:
            self.problem(path, f"{definition.label} is empty; write [] for none, or leave it out.")
            return CaseList(definition.id)
        parts = self.mapping(path, raw, ("complete_on", "entries"))
        inner = parts.get("entries")
        if not isinstance(inner, list):
            self.problem(path, "write “entries: [...]” here, or “entries: []” for none.")
            inner = []
        said = self.day(parts, "complete_on", path)
        if said is not None and self.as_of is not None and said > self.as_of:
            self.problem(
                (*path, "complete_on"),
                f"complete_on {said} lies after as_of {self.as_of}; correct one of them.",
            )
        return CaseList(definition.id, self.entries((*path, "entries"), definition, inner), said)

    def none_of_these(self, path: Path) -> date | None:
        if self.as_of is None and "as_of" not in cast(dict[str, object], self.document.value):
            self.problem(
                path,
                "[] says “none on as_of”, but as_of is not given; write as_of,"
                " or {complete_on: DATE, entries: []}.",
            )
        return self.as_of

    def entries(
        self, path: Path, definition: ListDefinition, raw: list[object]
    ) -> tuple[Entry, ...]:
        found = [self.entry((*path, index), definition, one) for index, one in enumerate(raw)]
        return tuple(entry for entry in found if entry is not None)

    def entry(self, path: Path, definition: ListDefinition, raw: object) -> Entry | None:
        values: dict[str, Value] = {}
        parts, before = self.mapping(path, raw), len(self.problems)
        for name, written in parts.items():
            value = self.attempt((*path, name), read_part, definition, name, written)
            if value is None:
                continue
            values[name] = value
            if isinstance(value, PartialDate):
                self.note_date((*path, name), definition.label, value)
        return self.attempt(path, checked_entry, values) if len(self.problems) == before else None

    # ------------------------------------------------------------ overrides, order

    def overrides(self, value: object) -> tuple[Override, ...]:
        if not isinstance(value, list):
            self.problem(("overrides",), "“overrides” is a list; write [] or leave it out.")
            return ()
        found = [self.override(("overrides", index), one) for index, one in enumerate(value)]
        return tuple(each for each in found if each is not None)

    def override(self, path: Path, raw: object) -> Override | None:
        parts = self.mapping(path, raw, (*OVERRIDE, *OVERRIDE_MORE))
        missing = [name for name in OVERRIDE if not parts.get(name)]
        if missing:
            self.problem(path, f"an override needs {', '.join(OVERRIDE)}; add “{missing[0]}”.")
            return None
        texts = (name for name in (*OVERRIDE, *OVERRIDE_MORE) if name != "on")
        words = {name: self.text(parts, (*path, name)) for name in texts}
        clock = words.pop("at")
        self.named((*path, "trial"), words["trial"], TRIAL, "the id of a trial")
        self.named((*path, "criterion"), words["criterion"], CRITERION, "the id of a criterion")
        at = self.attempt((*path, "at"), clock_time, clock) if clock else None
        if words["kind"] not in OVERRIDE_KINDS:
            kinds = ", ".join(OVERRIDE_KINDS)
            self.problem((*path, "kind"), f"“{words['kind']}” is not one of {kinds}.")
        on = self.day(parts, "on", path)
        return None if on is None else Override(on=on, at=at, **words)

    def note_date(self, path: Path, label: str, when: PartialDate) -> None:
        self.dated.append((path, label, when))

    def check_birth(self, case: Case) -> None:
        """Note what lies before the birth, and a birth after the day of review."""
        births = [o.value for o in case.of("birth_date") if isinstance(o.value, PartialDate)]
        if not births:
            return
        birth = min(births, key=lambda each: each.first)
        if self.as_of is not None and birth.first > self.as_of:
            self.problem(
                ("observations", "birth_date"),
                f"the date of birth {birth} lies after as_of {self.as_of}; correct one of them.",
            )
        for path, label, when in self.dated:
            if when.last < birth.first:
                message = f"{label}: {when} lies before the birth ({birth}); correct the date."
                self.problem(path, message)
