"""What waiting does: washouts end, values grow too old, and an old fail stays a fail."""

from datetime import date, timedelta

import pytest

from hccreview.clinical.case import Case
from hccreview.exchange.case_file import read_case
from hccreview.review.compare import Comparison, compare
from hccreview.review.horizon import Horizon, State, horizons, passages
from resources import resource_path
from tests.builders import TODAY, a_case, a_criterion, a_trial, ago, anchors_of, comparison

LONG, CHINESE, COHORT, SHORT = "NCT06187961", "ChiCTR2100041874", "NCT06881433", "NCT05099848"


def sample(number: int, *names: str) -> Comparison:
    """Return the comparison of a sample case."""
    case = read_case(resource_path("cases", f"sample-{number:02}.yaml"))
    return comparison(case, *names, as_of=case.as_of or TODAY)


def alone(case: Case, expression: str, days: int = 60) -> Horizon:
    """Return the horizon of a trial of one criterion."""
    trial = a_trial(a_criterion("I1", expression))
    (found,) = horizons(compare(case, [trial], anchors_of(case, TODAY)), days)
    return found


def states(found: Horizon) -> list[State]:
    return [stretch.state for stretch in found.stretches]


def test_stretches_follow_each_other_and_cover_every_day() -> None:
    for found in horizons(sample(6)):
        days = [(each.first, each.last) for each in found.stretches]
        assert days[0][0] == date(2026, 11, 26)  # the planned first dose
        assert days[-1][1] == date(2026, 11, 26) + timedelta(days=182)
        for (_, last), (first, _) in zip(days, days[1:], strict=False):
            assert first == last + timedelta(days=1)


def test_everything_holds_until_the_first_value_is_too_old() -> None:
    (found,) = horizons(sample(1, LONG))
    assert states(found)[:2] == [State.HOLDS, State.REPEAT]
    assert found.sentence == (
        "With a first dose until 28 Nov 2026 everything holds; then only if what is too old by"
        " then is repeated."
    )
    assert found.brief == "holds until 28 Nov 2026; then if repeated"
    day, names = found.expiries[0]
    assert day == date(2026, 11, 29)
    assert {"I11", "I12b"} <= set(names)


def test_a_washout_ends_and_what_grew_too_old_meanwhile_is_to_be_repeated() -> None:
    (found,) = horizons(sample(6, LONG))
    assert states(found)[0] is State.FAILS
    assert found.stretches[0].criteria == ("E25",)
    assert found.stretches[1].first == date(2026, 12, 4)  # as eligible_when says
    assert found.sentence.startswith(
        "With a first dose from 4 Dec 2026 on everything holds, if what is too old is repeated:"
    )


def test_a_value_that_fails_still_fails_when_it_is_too_old() -> None:
    (found,) = horizons(sample(2, LONG))
    assert set(states(found)) == {State.FAILS}
    assert found.sentence == "Cannot be said: Platelets (I12b) fails."
    assert found.expiries[0][0] == date(2026, 11, 29)


def test_a_missing_fact_is_named() -> None:
    found = alone(a_case(), "platelets >= 75 '10*9/L'")
    assert set(states(found)) == {State.OPEN}
    assert found.brief.startswith("cannot be said: ")
    assert found.brief.endswith("(I1) is open")


def test_a_value_that_is_too_old_already_is_to_be_repeated_from_the_first_day() -> None:
    case = a_case(platelets={"value": 90, "on": ago(60)})
    found = alone(case, "platelets >= 75 '10*9/L'")
    assert set(states(found)) == {State.REPEAT}
    assert "if what is too old is repeated" in found.sentence


def test_a_source_without_criteria_says_so() -> None:
    (found,) = horizons(sample(1, "TACE-CAM-APA"))
    assert states(found) == [State.NOT_ASSESSABLE]
    assert found.sentence == "Cannot be said: the source lists no criteria."
    assert found.expiries == ()


def test_a_source_with_key_criteria_only_never_says_that_everything_holds() -> None:
    (found,) = horizons(sample(1, SHORT))
    assert "nothing stated is violated" in found.sentence
    assert "everything holds" not in found.sentence
    assert found.brief.startswith("key criteria hold")


def test_an_age_is_outgrown() -> None:
    found = alone(a_case(birth_date="1976-12-05"), "age < 50 'a'")
    assert states(found) == [State.HOLDS, State.FAILS]
    assert found.stretches[1].first == date(2026, 12, 5)
    assert "; then " in found.sentence
    assert found.sentence.endswith("(I1) fails.")


def test_a_fail_that_ends_beyond_the_horizon_says_until_when() -> None:
    found = alone(a_case(birth_date="2009-06-01"), "age >= 18 'a'")
    assert set(states(found)) == {State.FAILS}
    assert found.sentence.endswith("(I1) fails before 1 Jun 2027.")


def test_each_day_says_what_a_comparison_on_that_day_says() -> None:
    """A fail of the horizon is a fail of the comparison, unless its value is too old by then."""
    whole = sample(6)
    for days in (0, 7, 8, 30):
        later = timedelta(days=days)
        anchors = type(whole.anchors)(
            whole.anchors.as_of + later,
            whole.anchors.inclusion + later,
            whole.anchors.first_dose + later,
        )
        trials = [each.trial for each in whole.assessments]
        again = compare(whole.case, trials, anchors)
        for found, assessment in zip(horizons(whole, 30), again.assessments, strict=True):
            day = whole.anchors.first_dose + later
            stretch = next(s for s in found.stretches if s.first <= day <= s.last)
            failing = {
                f.criterion.id
                for f in assessment.findings
                if f.verdict.value == "fail" and f.counted
            }
            if stretch.state is State.FAILS:
                assert failing <= set(stretch.criteria)
            elif stretch.state is not State.NOT_ASSESSABLE:
                assert not failing


def test_work_that_is_stopped_answers_nothing() -> None:
    assert horizons(sample(1), stopped=lambda: True) == ()


def test_each_stretch_is_told_in_words() -> None:
    (found,) = horizons(sample(6, LONG))
    told = list(passages(found, {state: state.value for state in State}))
    assert told[0] == "26 Nov 2026 to 3 Dec 2026: fails (E25)"
    assert len(told) == len(found.stretches)


@pytest.mark.parametrize("number", range(1, 15))
def test_every_sample_gets_a_sentence_for_every_trial(number: int) -> None:
    for found in horizons(sample(number), 10):
        assert found.sentence.endswith(".")
        assert found.brief
