"""What the case list shows, sorts and filters by: worked out from a case when it is saved."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from hccreview.clinical.case import Case
from hccreview.clinical.chart import Chart
from hccreview.clinical.dates import PartialDate, add_months
from hccreview.clinical.staging import BCLC_STAGES

OLDEST = 130  # years; bounds a birth where only "older than" is known
_LONGEST = 64  # characters of a word that are kept
_RUNS = re.compile(r"\w+")
# Chinese, Japanese and Korean are written without spaces: a word may begin at any character.
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_UNSPACED_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Summary:
    """A case in the list: birth and diagnosis as intervals, possible stages, words to find it by.

    `stage` is None where every stage is possible.
    """

    code_order: str
    born: PartialDate | None
    stage: str | None
    staged_on: date
    diagnosed_on: PartialDate | None
    words: frozenset[str]


def summary_of(case: Case, today: date) -> Summary:
    """Return the summary of `case` on its own as-of date, else on `today`."""
    day = case.as_of or today
    chart = Chart(case, day)
    stages = _stages(chart)
    diagnosed = chart.fact("diagnosis_date").when
    named = {f"bclc-{stage}".casefold() for stage in stages}
    found = frozenset(word for text in _texts(case, diagnosed) for word in words_of(text))
    return Summary(
        code_order=code_order(case.code),
        born=_born(chart),
        stage="/".join(stages) or None,
        staged_on=day,
        diagnosed_on=diagnosed,
        words=found | named,
    )


def code_order(code: str) -> str:
    """Return a text that sorts codes as they are read: P-2 before P-10, letters of any case."""
    return re.sub(r"[0-9]+", lambda digits: digits[0].zfill(12), code.casefold())


def words_of(text: str) -> Iterator[str]:
    """Return the words by whose beginning a text is found, in lower case."""
    for chunk in chunks_of(text):
        yield chunk
        for run in _RUNS.findall(chunk):
            yield run
        for run in _UNSPACED.findall(chunk):
            for start in range(len(run)):
                yield run[start : start + _UNSPACED_LENGTH]


def chunks_of(text: str) -> list[str]:
    """Return what stands between spaces, in one form of writing and without punctuation around."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    stripped = (chunk.strip(".,;:!?()[]{}\"'“”‘’…–—")[:_LONGEST] for chunk in folded.split())
    return [chunk for chunk in stripped if chunk]


def _texts(case: Case, diagnosed: PartialDate | None) -> Iterator[str]:
    yield from (case.code, case.label, case.shows, str(diagnosed or ""))
    for observation in case.observations:
        yield from (observation.note, observation.reason, observation.author)
        yield observation.laboratory
    for override in case.overrides:
        yield from (override.trial, override.author, override.reason)
    for entries in case.lists:
        for entry in entries.entries:
            yield from (value for value in entry.values.values() if isinstance(value, str))


def _stages(chart: Chart) -> tuple[str, ...]:
    possible = chart.fact("bclc_stage").words or frozenset()
    return tuple(stage for stage in BCLC_STAGES if stage in possible and len(possible) < 5)


def _born(chart: Chart) -> PartialDate | None:
    birth = chart.fact("birth_date").when
    age = chart.fact("age").span if birth is None else None
    if age is None:
        return birth
    oldest = math.floor(min(age.high, OLDEST))
    youngest = math.floor(max(age.low, 0))
    earliest = add_months(chart.day, -12 * (oldest + 1)) + timedelta(days=1)
    return PartialDate(earliest, add_months(chart.day, -12 * youngest))
