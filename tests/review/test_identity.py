"""What is taken out of a case, what stands in its place, and what the preview says of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from hccreview.clinical.case import Override
from hccreview.clinical.dates import PartialDate, parse_date
from hccreview.review.compare import Comparison
from hccreview.review.identity import Bare, DayZero, day_zero
from hccreview.review.leaving import Leaving, free_texts, leaving
from tests.builders import TODAY, a_case, ago, comparison


def born(on: str) -> Comparison:
    return comparison(a_case(birth_date=on))


def age_of(found: Comparison) -> str:
    age = Bare(found).age()
    return "" if age is None else age.value_text


def line(found: Comparison, what: str) -> list[Leaving]:
    return [each for each in leaving(found, "X-1") if each.what == what]


# ------------------------------------------------------------------------- age


@pytest.mark.parametrize(
    ("birth", "age"),
    [
        ("1968-03-15", "58"),
        ("1937-11-20", "89"),  # 89 on the day before the review
        ("1936-11-22", "89"),  # 90 on the day after the review
        ("1936-11-21", ">=90"),
        ("1920-01-01", ">=90"),
        ("1968", ">=57"),  # 57 or 58
        ("1936", ">=89"),
    ],
)
def test_a_birth_becomes_an_age_and_all_from_90_on_are_one(birth: str, age: str) -> None:
    assert age_of(born(birth)) == age


def test_no_birth_date_stays_in_the_case_and_none_gives_no_age() -> None:
    assert Bare(born("1968-03-15")).case().of("birth_date") == ()
    assert age_of(comparison(a_case(platelets=68))) == ""


def test_an_age_of_94_that_was_recorded_as_such_is_90_or_more() -> None:
    found = comparison(a_case(age_recorded={"value": 94, "on": TODAY.isoformat()}))
    assert age_of(found) == ">=90"
    (told,) = line(found, "Age where no date of birth is kept")
    assert told.leaves == "age 90 or more"


def test_a_date_that_would_tell_an_age_above_89_is_left_out() -> None:
    case = a_case(events=[{"kind": "surgery", "on": "1936-05", "major": True}])
    (entry,) = Bare(comparison(case)).case().list("events").entries
    assert dict(entry.values) == {"kind": "surgery", "major": True}
    case = a_case(events=[{"kind": "surgery", "on": "1938-05-01"}])
    (entry,) = Bare(comparison(case)).case().list("events").entries
    assert entry.get("on") == parse_date("1938-05-01")


# ------------------------------------------------------------------------- day 0


def test_day_0_is_the_first_treatment_else_the_first_dose_else_the_review() -> None:
    case = a_case(treatments=[{"kind": "tace", "on": ago(16)}, {"kind": "haic", "on": ago(40)}])
    found = comparison(case, first_dose=TODAY + timedelta(5))
    assert day_zero(case, found.anchors) == DayZero(
        TODAY - timedelta(40), "the first recorded treatment"
    )
    bare = replace(case, lists=())
    assert day_zero(bare, found.anchors) == DayZero(TODAY + timedelta(5), "the planned first dose")
    assert day_zero(bare, comparison(bare).anchors) == DayZero(TODAY, "the review")


def test_a_treatment_of_a_month_is_passed_over_for_day_0() -> None:
    case = a_case(treatments=[{"kind": "tace", "on": ago(16)}, {"kind": "haic", "on": "2025-03"}])
    zero = day_zero(case, comparison(case).anchors)
    assert zero == DayZero(TODAY - timedelta(16), "the first treatment of known day")


def test_the_ends_of_a_month_or_a_year_do_not_tell_the_calendar() -> None:
    for begins in range(28):  # wherever day 0 lies in its month
        zero = DayZero(date(2026, 11, 1) + timedelta(begins), "the review")
        for text, step in (("2024-02", 30), ("2019", 360)):
            when = parse_date(text)
            wide = zero.widened(when)
            assert wide.first <= when.first
            assert wide.last >= when.last
            assert (wide.first - zero.day).days % step == 0
            assert ((wide.last - zero.day).days + 1) % step == 0
        day = parse_date("2024-02-11")
        assert zero.widened(day) == day


def test_days_are_told_before_and_after_day_0() -> None:
    zero = DayZero(TODAY, "the review")
    assert zero.of(TODAY) == "day 0"
    assert zero.of(TODAY - timedelta(3)) == "day −3"
    assert zero.of(PartialDate(TODAY, TODAY + timedelta(2))) == "day 0 to day 2"


# ------------------------------------------------------------------------- text


def noisy() -> Comparison:
    case = a_case(
        platelets={"value": 68, "on": ago(3), "laboratory": "Lab Q", "note": "Note Q"},
        unresectable={"value": "yes", "on": ago(1), "author": "Prof Q", "reason": "Reason Q"},
        treatments=[{"kind": "tace", "drug": "Drug Q", "on": ago(16)}],
        toxicities=[{"term": "Term Q"}],
        malignancies=[{"name": "Tumour Q", "kind": "in_situ"}],
    )
    override = Override("NCT06187961", "I12b", "Prof Q", TODAY, "data wrong", "Override Q")
    return comparison(replace(case, label="Label Q", shows="Shows Q", overrides=(override,)))


def test_the_preview_names_every_free_text_that_could_go_along() -> None:
    assert free_texts(noisy()) == (
        *("Note Q", "Reason Q", "Drug Q", "Term Q", "Tumour Q", "Override Q"),
    )


def test_without_free_text_no_word_that_was_typed_leaves() -> None:
    lines = leaving(noisy(), "X-1")
    assert [each for each in lines if " Q" in each.leaves] == []
    assert any(each.recorded == "Label Q" and each.leaves == "left out" for each in lines)


def test_with_free_text_authors_labels_and_laboratories_still_stay() -> None:
    told = " ".join(each.leaves for each in leaving(noisy(), "X-1", free_text=True))
    assert [w for w in ("Prof Q", "Label Q", "Shows Q", "Lab Q") if w in told] == []
    assert [w for w in free_texts(noisy()) if w not in told] == []


def test_the_preview_tells_every_value_of_the_case() -> None:
    found = noisy()
    (platelets,) = line(found, "Platelets")
    assert platelets.recorded == "68 ×10⁹/L; 18 Nov 2026; laboratory: Lab Q; note: Note Q"
    assert platelets.leaves == "68 ×10⁹/L; day 13"
    values = len(found.case.observations) + sum(len(each.entries) for each in found.case.lists)
    assert len(leaving(found, "X-1")) >= values


def test_a_list_that_lost_an_entry_as_a_whole_is_not_complete_any_more() -> None:
    toxicities = Bare(noisy()).case().list("toxicities")
    assert toxicities.entries == ()
    assert toxicities.complete_on is None  # else it would say that there are none


# ------------------------------------------------------------------------- names and times


def named() -> Comparison:
    typed = "MEIER-Hans-3.4.1961"
    case = a_case(
        treatments=[
            {"kind": "systemic", "on": ago(16), "index_of": typed},
            {"kind": "haic", "on": ago(16), "index_of": "NCT06881433"},
        ],
        afp=[
            {"value": 400, "on": ago(3), "at": "17:30"},
            {"value": 380, "on": ago(3), "at": "08:05"},
            {"value": 300, "on": ago(9), "at": "11:59"},
        ],
    )
    on = [("NCT06187961", "I12b"), ("NCT06187961", typed), (typed, "I12b")]
    overrides = (Override(*each, "Prof Q", TODAY, "data wrong", "Q", at=time(9, 41)) for each in on)
    return comparison(replace(case, overrides=tuple(overrides), arms=((typed, typed),)))


def test_only_names_of_compared_trials_criteria_and_arms_leave() -> None:
    bare = Bare(named(), free_text=True).case()
    assert "MEIER" not in repr(bare)
    given = [each.get("index_of") for each in bare.list("treatments").entries]
    assert given == ["another-trial", "NCT06881433"]
    assert [(each.trial, each.criterion) for each in bare.overrides] == [("NCT06187961", "I12b")]


def test_of_times_of_day_only_their_order_leaves() -> None:
    bare = Bare(named()).case()
    assert [each.collected_at for each in bare.of("afp")] == ["00:02", "00:01", ""]
    assert [each.at for each in bare.overrides] == [None]


def test_the_preview_tells_which_names_leave_and_no_other() -> None:
    told = [each.leaves for each in leaving(named(), "X-1", free_text=True)]
    assert "MEIER" not in " ".join(told)
    assert [each for each in told if each.startswith("NCT06187961 I12b: data wrong")]
    assert "08:05" not in " ".join(told)
