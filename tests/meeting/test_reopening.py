"""Overrides and answers are open again when what they stand on has changed, and say why."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from hccreview.clinical.case import Case
from hccreview.clinical.chart import Chart
from hccreview.clinical.editing import with_list
from hccreview.clinical.fields import bundled_dictionary
from hccreview.errors import ReviewError
from hccreview.meeting.footprint import names_of
from hccreview.meeting.ground import (
    Ground,
    ground_of_answer,
    ground_of_finding,
    ground_text,
    judged_on,
    read_ground,
)
from hccreview.meeting.reopening import open_again
from hccreview.review.compare import Comparison, compare
from tests.builders import TODAY, a_case, a_criterion, a_trial, anchors_of, comparison, trials
from tests.meeting.builders import LONG, a_sample, compared, with_value


def below(found: Comparison, criterion: str = "I12b", trial: str = LONG) -> Ground:
    """Return what an override of a finding stands on."""
    return ground_of_finding(found.assessment(trial).finding(criterion), found)


def why(then: Ground | None, now: Ground | None) -> str:
    """Return why a word is open again; empty while it stands."""
    reopened = open_again(then, now)
    return reopened.sentence if reopened else ""


def changed(field: str, value: object, on: str = "2026-11-20", **more: str) -> Comparison:
    return comparison(with_value(a_sample(), field, value, on, **more), LONG)


def asked(case: Case, expression: str, question: str, as_of: date = TODAY) -> Ground:
    """Return what an answer stands on, in a trial that asks it in one criterion."""
    trial = a_trial(a_criterion("I1", expression))
    return ground_of_answer(question, compare(case, [trial], anchors_of(case, as_of)))


# ----------------------------------------------------------------------- overrides


def test_an_override_stands_while_nothing_below_it_changes() -> None:
    then = below(compared(1, LONG))
    assert why(then, below(compared(1, LONG))) == ""
    assert why(then, below(changed("afp", 2000))) == ""  # the criterion does not read it


def test_a_new_value_opens_an_override_again_and_both_are_told() -> None:
    then, now = below(compared(1, LONG)), below(changed("platelets", 60))
    assert why(then, now) == (
        "Open again: the finding is “fail” now, and was “pass” when it was given; platelets:"
        " 60 ×10⁹/L of 20 Nov 2026 now, 138 ×10⁹/L of 18 Nov 2026 when it was given."
    )


def test_the_same_result_of_another_day_opens_an_override_again() -> None:
    told = why(below(compared(1, LONG)), below(changed("platelets", 138)))
    assert told == (
        "Open again: platelets: 138 ×10⁹/L of 20 Nov 2026 now, 138 ×10⁹/L of 18 Nov 2026 when it"
        " was given."
    )


def test_a_value_that_has_grown_too_old_opens_an_override_again_by_its_verdict() -> None:
    told = why(
        below(compared(1, LONG), "I3"), below(compared(1, LONG, as_of=date(2026, 12, 21)), "I3")
    )
    assert told == "Open again: the finding is “unknown” now, and was “pass” when it was given."


def test_a_corrected_note_author_or_way_of_writing_changes_nothing() -> None:
    case = a_sample()
    written = tuple(
        replace(o, note="re-read", author="Dr Wu", laboratory="B", value_text="138.0")
        if o.field == "platelets"
        else o
        for o in case.observations
    )
    same = comparison(replace(case, observations=written), LONG)
    assert why(below(compared(1, LONG)), below(same)) == ""


def test_a_new_entry_of_a_list_the_criterion_reads_opens_it_again_a_new_day_of_it_does_not() -> (
    None
):
    case = a_case(treatments=[])
    then = below(comparison(case, LONG), "E25")
    confirmed = with_list(case, "treatments", (), TODAY + timedelta(days=0))
    assert why(then, below(comparison(confirmed, LONG), "E25")) == ""
    tace = {"kind": "tace", "drug": "TACE", "on": "2026-11-05", "in_trial": False}
    now = below(comparison(a_case(treatments=[tace]), LONG), "E25")
    assert "treatments of the liver cancer: " in why(then, now)
    assert "TACE" in why(then, now)
    assert "not recorded then" in why(then, now)
    assert "removed, " in why(now, then)


def test_a_derived_fact_is_read_down_to_what_was_recorded() -> None:
    then, now = below(compared(1, LONG), "I10"), below(changed("albumin", 36), "I10")
    assert "albumin: 36 g/L of 20 Nov 2026 now, 38 g/L of 18 Nov 2026 when" in why(then, now)


def test_a_criterion_asked_in_another_way_or_no_longer_opens_it_again() -> None:
    case = a_case(platelets=80)

    def ground(*criteria: tuple[str, str]) -> Ground:
        trial = a_trial(*(a_criterion(name, text) for name, text in criteria))
        found = compare(case, [trial], anchors_of(case, TODAY))
        return ground_of_finding(found.assessments[0].findings[0], found)

    then = ground(("I1", "platelets >= 75 '10*9/L'"))
    assert why(then, ground(("I1", "platelets >= 70 '10*9/L'"))) == (
        f"Open again: {LONG} I1 is asked in another way than when it was given."
    )
    assert f"{LONG} I1 is no longer asked" in why(then, ground(("I2", "platelets >= 75 '10*9/L'")))
    assert why(then, None) == "Open again: the criterion it is about is no longer compared."


def test_a_word_without_what_it_stood_on_is_open() -> None:
    assert why(None, below(compared(1, LONG))) == (
        "Open again: it was recorded without the facts that it rests on."
    )


# ------------------------------------------------------------------------- answers


def test_an_answer_rests_on_what_its_criteria_name_and_on_what_the_board_looks_at() -> None:
    case = a_case(platelets=80, inr=1.1, albumin=30, unresectable=True)
    then = asked(case, "high_bleeding_risk", "high_bleeding_risk")
    assert {fact.field for fact in then.facts} == {"platelets", "inr"}
    lower = with_value(case, "platelets", 40, "2026-11-21", collected_at="12:00")
    assert "platelets: 40 ×10⁹/L now, 80 ×10⁹/L when it was given" in why(
        then, asked(replace_platelets(lower), "high_bleeding_risk", "high_bleeding_risk")
    )
    albumin = with_value(case, "albumin", 20, "2026-11-21")
    assert why(then, asked(albumin, "high_bleeding_risk", "high_bleeding_risk")) == ""


def replace_platelets(case: Case) -> Case:
    """Return the case with the newest platelets only."""
    *rest, newest = case.observations
    return replace(case, observations=(*(o for o in rest if o.field != "platelets"), newest))


def test_an_answer_stands_when_a_value_is_measured_again_with_the_same_result() -> None:
    case = a_case(platelets=80, inr=1.1)
    again = with_value(a_case(inr=1.1), "platelets", 80, "2026-11-19")
    question = "high_bleeding_risk"
    assert why(asked(case, question, question), asked(again, question, question)) == ""


def test_the_choice_between_readings_rests_on_the_text_alone() -> None:
    then = ground_of_answer("varices_reading", compared(1))
    assert (len(then.asked), then.facts) == (1, ())
    now = ground_of_answer("varices_reading", compared(1, LONG))
    assert why(then, now) == "Open again: ChiCTR2100041874 E2b is no longer asked."


def test_an_answer_that_a_further_criterion_asks_for_is_open_again() -> None:
    then = ground_of_answer("varices_reading", compared(1, LONG))
    now = ground_of_answer("varices_reading", compared(1))
    assert why(then, now) == "Open again: ChiCTR2100041874 E2b asks it too."


def test_what_answers_rest_on_is_named_in_the_dictionary() -> None:
    dictionary, chart = bundled_dictionary(), Chart(a_case(), TODAY)
    asked_of = [n for n, f in dictionary.fields.items() if f.type == "judgement" and judged_on(n)]
    assert len(asked_of) == 8
    for question in asked_of:
        for name in judged_on(question):
            chart.fact(name)  # raises KeyError for a name that is none


# ------------------------------------------------------------------------- storing


def test_a_ground_is_kept_as_text_for_every_finding_and_reads_back() -> None:
    found = compared(3)
    for assessment in found.assessments:
        for finding in assessment.findings:
            ground = ground_of_finding(finding, found)
            assert read_ground(ground_text(ground)) == ground


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"asked":[["a"]],"facts":[]}', "\ud800"])
def test_a_text_that_is_no_ground_ends_in_a_sentence(text: str) -> None:
    with pytest.raises(ReviewError, match="What an override or answer stands on"):
        read_ground(text)


def test_every_name_of_every_criterion_is_a_field_a_list_or_a_derived_fact() -> None:
    dictionary, chart = bundled_dictionary(), Chart(a_case(), TODAY)
    for trial in trials().values():
        for criterion in trial.criteria:
            for name in names_of(criterion, trial):
                (chart.list if name in dictionary.lists else chart.fact)(name)
