"""Each criterion of the five trials: what passes, what fails, what stays open."""

from __future__ import annotations

import re
from typing import Any

import pytest

from hccreview.review.eligibility import Verdict
from tests.builders import a_case, compare_one, trials
from tests.criteria.criteria_examples import FULL_NAMES, NOT_APPLICABLE, ROWS, Row

# No case the dictionary can hold fails this criterion: every basis of a diagnosis fulfils it.
CANNOT_FAIL = {"002-I1"}


def _rows() -> list[Any]:
    return [
        pytest.param(criterion, row, id=f"{criterion}-{_slug(row[0])}")
        for criterion, rows in ROWS.items()
        for row in rows
    ]


def _slug(words: str) -> str:
    return re.sub(r"[^\w%.]+", "-", words)


def _short(trial_id: str, criterion_id: str) -> str:
    number = next(short for short, full in FULL_NAMES.items() if full == trial_id)
    return f"{number}-{criterion_id}"


@pytest.mark.parametrize(("criterion", "row"), _rows())
def test_a_case_gets_the_verdict_of_the_reference(criterion: str, row: Row) -> None:
    _, verdict, facts, options = row
    number, _, criterion_id = criterion.partition("-")
    finding = compare_one(a_case(**facts), FULL_NAMES[number], criterion_id, **options)
    assert finding.verdict.value == verdict
    if finding.verdict is Verdict.UNKNOWN:
        assert finding.gaps, "what is missing must be named"
    if finding.verdict is Verdict.NEEDS_JUDGEMENT:
        assert finding.outcome.questions, "the question must be named"


def test_every_criterion_of_the_library_has_its_rows() -> None:
    library = {_short(t.id, c.id) for t in trials().values() for c in t.criteria}
    assert library == set(ROWS)
    assert len(library) == 87


@pytest.mark.parametrize("criterion", list(ROWS))
def test_the_rows_of_a_criterion_show_every_verdict_it_can_have(criterion: str) -> None:
    shown = {verdict for _, verdict, _, _ in ROWS[criterion]} - {NOT_APPLICABLE}
    number, _, criterion_id = criterion.partition("-")
    found = next(c for c in trials()[FULL_NAMES[number]].criteria if c.id == criterion_id)
    wanted = {"pass", "fail"} - ({"fail"} if criterion in CANNOT_FAIL else set())
    if found.role == "validity":  # it is never a failure of its own
        wanted.remove("fail")
    assert wanted <= shown
    assert shown & {"unknown", "needs_judgement"}
    if found.evaluation == "computable" and found.id != "I11":
        assert "unknown" in shown


@pytest.mark.parametrize("criterion", list(ROWS))
def test_the_names_of_the_rows_of_a_criterion_differ(criterion: str) -> None:
    names = [shows for shows, _, _, _ in ROWS[criterion]]
    twice = {name for name in names if names.count(name) > 1}
    # The washouts of two kinds of events share their names.
    assert twice <= {"28 days before", "29 days before", "the year alone is known"}
