"""A comparison without what could point to a person: no code, no free text, days for dates.

Which dates are the patient's? The comparison is made twice, once on a case in which every date lies
4000 years later. The calendar repeats itself after 400 years, so nothing else changes; a date that
moved along is the patient's and becomes a number of days from the review, one that stayed is the
publication's and is left as it is printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from hccreview.clinical.case import Anchors, Case, CaseList, Entry, Observation, Override, Value
from hccreview.clinical.dates import MONTHS, PartialDate, parse_date
from hccreview.clinical.fields import Dictionary
from hccreview.reports.cells import Cell, CellValue, Row, Sheet
from hccreview.review.compare import Comparison, compare

CODE = "de-identified"
LEFT_OUT = "left out"
_YEARS = 4000
_KEPT_TEXT = ("index_of",)  # the id of a trial
_MONTH = "|".join(MONTHS)
_DATE = re.compile(
    rf"(?:\b(\d{{1,2}})(?: ({_MONTH}))? to )?"  # the first of two days with one year
    rf"(?:\b(\d{{1,2}}) )?(?:\b({_MONTH}) )?\b(\d{{4}})(?:-(\d\d)(?:-(\d\d))?)?\b"
)
_AGAIN = "Open again: something below it has changed."
_PLAIN = {"date": "text", "line_date": "line", "left_date": "text"}


# ------------------------------------------------------------------ the case


def without_identity(comparison: Comparison) -> Comparison:
    """Return the comparison of the same case without its code, label, authors and free text."""
    case, dictionary = comparison.case, comparison.dictionary
    observations = (_bare(each) for each in case.observations)
    typed = {name for name, field in dictionary.fields.items() if field.type == "text"}
    bare = replace(
        case,
        code=CODE,
        label="",
        shows="",
        observations=tuple(each for each in observations if each.field not in typed),
        lists=tuple(_bare_list(each, dictionary) for each in case.lists),
        overrides=tuple(
            replace(o, author=LEFT_OUT, reason=LEFT_OUT, at=None, ground="") for o in case.overrides
        ),
        plans=(),  # dates of treatment, and reasons in free text
    )
    return _again(bare, comparison, comparison.anchors)


def _bare(observation: Observation) -> Observation:
    author = LEFT_OUT if observation.author else ""
    return replace(observation, laboratory="", note="", reason="", author=author, ground="")


def _bare_list(entries: CaseList, dictionary: Dictionary) -> CaseList:
    definition = dictionary.lists[entries.id]
    names: dict[Value, str] = {}

    def bare(entry: Entry) -> Entry:
        values: dict[str, Value] = {}
        for name, value in entry.values.items():
            if name == definition.same:  # one thing seen on several dates stays one thing
                values[name] = names.setdefault(value, f"no. {len(names) + 1}")
            elif definition.by_id[name].type != "text" or name in _KEPT_TEXT:
                values[name] = value
        return Entry(values)

    return replace(entries, entries=tuple(bare(entry) for entry in entries.entries))


def _again(case: Case, comparison: Comparison, anchors: Anchors) -> Comparison:
    """Return the comparison made again; why an answer is open again would tell values and days."""
    found = compare(
        case,
        tuple(each.trial for each in comparison.assessments),
        anchors,
        arms={each.trial.id: each.arm for each in comparison.assessments},
        dictionary=comparison.dictionary,
        settings=comparison.settings,
        reopened=dict.fromkeys(comparison.reopened, _AGAIN),
    )
    overrides = dict.fromkeys(comparison.overrides_reopened, _AGAIN)
    return replace(found, overrides_reopened=overrides)


# ------------------------------------------------------------------ the same, 4000 years later


def much_later(comparison: Comparison) -> Comparison:
    """Return the comparison of the same case with all its dates 4000 years later."""
    case, anchors = comparison.case, comparison.anchors
    moved = replace(
        case,
        as_of=_moved_day(case.as_of),
        inclusion=_moved_day(case.inclusion),
        first_dose=_moved_day(case.first_dose),
        observations=tuple(
            replace(o, value=_moved(o.value), collected_on=_moved_partial(o.collected_on))
            for o in case.observations
        ),
        lists=tuple(_moved_list(each) for each in case.lists),
        overrides=tuple(_moved_override(each) for each in case.overrides),
    )
    days = replace(
        anchors,
        as_of=_later(anchors.as_of),
        inclusion=_later(anchors.inclusion),
        first_dose=_later(anchors.first_dose),
    )
    return _again(moved, comparison, days)


def _later(day: date) -> date:
    return day.replace(year=day.year + _YEARS)


def _moved_day(day: date | None) -> date | None:
    return None if day is None else _later(day)


def _moved_partial(when: PartialDate | None) -> PartialDate | None:
    return None if when is None else PartialDate(_later(when.first), _later(when.last))


def _moved(value: Value) -> Value:
    if isinstance(value, PartialDate):
        return PartialDate(_later(value.first), _later(value.last))
    return value


def _moved_list(found: CaseList) -> CaseList:
    entries = (Entry({n: _moved(v) for n, v in e.values.items()}) for e in found.entries)
    return replace(found, entries=tuple(entries), complete_on=_moved_day(found.complete_on))


def _moved_override(override: Override) -> Override:
    return replace(override, on=_later(override.on))


# ------------------------------------------------------------------ days for dates


@dataclass(frozen=True, slots=True)
class Days:
    """Turns dates that moved along with the case into days from the review."""

    as_of: date

    def sheets(self, here: Iterable[Sheet], later: Iterable[Sheet]) -> tuple[Sheet, ...]:
        """Return the sheets `here`; `later` are the same sheets of the case 4000 years later."""
        return tuple(self._sheet(a, b) for a, b in zip(here, later, strict=True))

    def cell(self, here: Cell, later: Cell) -> Cell:
        """Return a cell; a date of the case becomes words, as a number of days needs its name."""
        value = self._value(here.value, later.value)
        look = here.look if value == here.value else _PLAIN.get(here.look, here.look)
        return replace(here, value=value, look=look)

    def text(self, here: str, later: str) -> str:
        """Return a text; only the dates that moved along are turned into days."""
        years = [int(match[5]) for match in _DATE.finditer(later)]
        if len(years) != len(_DATE.findall(here)):
            return here  # another sentence: the publication's about its own recruitment
        others = iter(years)

        def turned(match: re.Match[str]) -> str:
            moved = next(others) == int(match[5]) + _YEARS
            return self._words(match) if moved else match.group()

        return _DATE.sub(turned, here)

    def _sheet(self, here: Sheet, later: Sheet) -> Sheet:
        def rows(some: tuple[Row, ...], others: tuple[Row, ...]) -> tuple[Row, ...]:
            return tuple(self._row(a, b) for a, b in zip(some, others, strict=True))

        return replace(
            here,
            rows=rows(here.rows, later.rows),
            lead=rows(here.lead, later.lead),
            below=rows(here.below, later.below),
        )

    def _row(self, here: Row, later: Row) -> Row:
        pairs = zip(here, later, strict=True)
        return tuple(a if a is None or b is None else self.cell(a, b) for a, b in pairs)

    def _value(self, here: CellValue, later: CellValue) -> CellValue:
        if isinstance(here, date) and isinstance(later, date) and here != later:
            return self._day(here)
        if isinstance(here, str) and isinstance(later, str) and here != later:
            return self.text(here, later)
        return here if here == later else LEFT_OUT  # whatever else moved along is the patient's

    def _words(self, match: re.Match[str]) -> str:
        first_day, first_month, on, month, year, iso_month, iso_day = match.groups("")
        if iso_month:
            return self._span(parse_date("-".join(p for p in (year, iso_month, iso_day) if p)))
        if not month:
            return self._span(parse_date(year))
        end = self._date(on, month, year)
        if not first_day:
            return self._span(end)
        begin = self._date(first_day, first_month or month, year)
        return f"{self._day(begin.first)} to {self._day(end.last)}"

    def _date(self, on: str, month: str, year: str) -> PartialDate:
        iso = f"{year}-{MONTHS.index(month) + 1:02}"
        return parse_date(f"{iso}-{int(on):02}" if on else iso)

    def _span(self, when: PartialDate) -> str:
        if when.exact:
            return self._day(when.first)
        return f"{self._day(when.first)} to {self._day(when.last)}"

    def _day(self, day: date) -> str:
        return f"day {(day - self.as_of).days}".replace("-", "−")
