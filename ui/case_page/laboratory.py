"""The laboratory values of a case as a sheet: one row a field, one column a date."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hccreview.clinical.case import Case, Observation
from hccreview.clinical.chart import Chart
from hccreview.clinical.dates import PartialDate, spoken
from hccreview.clinical.fields import Dictionary, FieldDefinition
from hccreview.clinical.quantity import Span, plain
from hccreview.criteria.phrases import unit_label
from hccreview.errors import ReviewError
from ui.case_page.days import read_day
from ui.case_page.typed import number_text

LABORATORY_GROUPS = ("tumour", "liver", "blood", "chemistry", "urine", "infection")


@dataclass(frozen=True, slots=True)
class Column:
    """The day (and time) of samples; without a day the values are undated."""

    on: PartialDate | None
    at: str = ""

    @property
    def label(self) -> str:
        """The day as it is spoken, with the time where one is recorded."""
        day = spoken(self.on) if self.on is not None else "no date"
        return f"{day}, {self.at}" if self.at else day

    @property
    def order(self) -> tuple[date, str]:
        """A key that sorts by time; undated values come first."""
        return (self.on.last if self.on is not None else date.min, self.at)


_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\Z")


def read_column(text: str) -> Column:
    """Read a day as it is typed above a column: ``14 Nov 2026`` or ``14 Nov 2026, 07:30``."""
    spelled, _, time = text.partition(",")
    if not time.strip():
        return Column(read_day(spelled))
    match = _TIME.match(time.strip())
    if match is None:
        raise ReviewError(f"“{time.strip()}” is not a time of the day; write it as 07:30.")
    return Column(read_day(spelled), f"{int(match[1]):02}:{match[2]}")


@dataclass(frozen=True, slots=True)
class Look:
    """What a cell shows: text with its sign, a tone, and in `words` what the sign means."""

    text: str = ""
    tone: str = ""
    words: str = ""


def laboratory_fields(dictionary: Dictionary) -> tuple[FieldDefinition, ...]:
    """Return the dated quantities that age as laboratory values, in the dictionary's order."""
    return tuple(
        field
        for field in dictionary.fields.values()
        if field.type == "quantity"
        and field.dated
        and field.age == "laboratory"
        and field.group in LABORATORY_GROUPS
    )


class Sheet:
    """The values of one case on the day of the review, with the empty columns a user added."""

    def __init__(self, case: Case, as_of: date, added: Iterable[Column] = ()) -> None:
        self.case, self.as_of = case, as_of
        self.chart = Chart(case, as_of)
        self.fields = laboratory_fields(self.chart.dictionary)
        found = {column_of(each) for field in self.fields for each in case.of(field.id)}
        self.columns = tuple(
            sorted({*found, *added}, key=lambda column: column.order, reverse=True)
        )

    def at(self, field: FieldDefinition, column: Column) -> tuple[Observation, ...]:
        """Return what is recorded of a field in a column (mostly one value or none)."""
        return tuple(each for each in self.case.of(field.id) if column_of(each) == column)

    def newest(self, field: FieldDefinition) -> Observation | None:
        """Return the newest value, one of the time before the review where there is any."""
        found = self.case.of(field.id)
        seen = [each for each in found if not self.is_later(column_of(each))]
        return max(seen or found, key=lambda each: column_of(each).order, default=None)

    def is_later(self, column: Column) -> bool:
        """True for a day after the review, which the review does not see."""
        return column.on is not None and column.on.first > self.as_of

    def age_text(self, column: Column) -> str:
        """Return how old the samples of a column are on the day of the review."""
        if column.on is None:
            return "cannot be used"
        if self.is_later(column):
            return "after the review"
        days = (self.as_of - column.on.last).days
        return "today" if days == 0 else f"{days} day{'' if days == 1 else 's'} old"

    def look(self, field: FieldDefinition, column: Column, unit: str) -> Look:
        """Return how the cell looks in a row whose unit is `unit`."""
        recorded = self.at(field, column)
        if not recorded:
            return Look()
        observation = recorded[-1]
        text = number_text(observation, field, unit)
        if self.is_later(column):
            return Look(text, "neutral", "after the day of the review: not seen by it")
        marks = [*self._doubts(field, recorded), *_beyond(observation, field)]
        if not marks:
            return Look(text, "", "")
        signs = "".join(dict.fromkeys(sign for sign, _, _ in marks if len(sign) == 1))
        tails = "".join(f" {sign}" for sign, _, _ in marks if len(sign) > 1)
        words = "; ".join(word for _, word, _ in marks)
        return Look(f"{signs} {text}{tails}".strip(), marks[0][2], words)

    def _doubts(
        self, field: FieldDefinition, recorded: tuple[Observation, ...]
    ) -> Iterable[tuple[str, str, str]]:
        observation = recorded[-1]
        if observation.suspect:
            yield "?", observation.suspect, "unknown"
            yield "unit", "check the unit", "unknown"
        if len(recorded) > 1:
            yield "?", f"{len(recorded)} values of this time; the last is shown", "unknown"
        if observation.collected_on is None:
            yield "?", "no date: cannot be used", "unknown"
        fact = self.chart.fact(field.id)
        if any(gap.reason == "stale" for gap in fact.gaps) and observation in fact.inputs:
            days = self.chart.settings.ages[field.age]
            yield "old", f"older than {days} days (our setting)", "unknown"


def column_of(observation: Observation) -> Column:
    """Return the column in which a value stands."""
    return Column(observation.collected_on, observation.collected_at)


def _beyond(observation: Observation, field: FieldDefinition) -> Iterable[tuple[str, str, str]]:
    value = observation.value
    if not isinstance(value, Span) or observation.suspect:
        return
    if observation.unit_of(field) != field.unit:
        return
    unit = unit_label(field.unit)
    if observation.uln is not None and value.compare(">", observation.uln):
        yield "↑", f"above the ULN of {plain(observation.uln)} {unit}".rstrip(), "fail"
    if observation.lln is not None and value.compare("<", observation.lln):
        yield "↓", f"below the LLN of {plain(observation.lln)} {unit}".rstrip(), "fail"


def limit_text(observation: Observation | None, field: FieldDefinition, which: str) -> str:
    """Return the ULN or LLN in the unit of the value's report, or an empty text."""
    limit = getattr(observation, which) if observation is not None else None
    if observation is None or limit is None:
        return ""
    return plain(limit / _factor(field, observation.unit), 3)


def _factor(field: FieldDefinition, unit: str) -> float:
    return 1.0 if not unit or unit in field.separate else field.factor(unit)


def unit_of_row(sheet: Sheet, field: FieldDefinition) -> str:
    """Return the unit of the newest value, or the canonical one."""
    newest = sheet.newest(field)
    return newest.unit if newest is not None and newest.unit else field.unit
