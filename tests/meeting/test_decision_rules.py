"""What may be decided: each rule refuses in one sentence."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from hccreview.clinical.case import Override
from hccreview.clinical.editing import with_override
from hccreview.errors import ReviewError
from hccreview.meeting.decision import Kind, Recommendation, Votes
from hccreview.meeting.decision_rules import check, problems
from hccreview.review.compare import Comparison, compare
from hccreview.review.insight import ask_list
from tests.builders import TODAY, a_case, comparison
from tests.meeting.builders import (
    COHORT,
    LONG,
    SITTING,
    a_decision,
    a_recommendation,
    a_sample,
    compared,
    compared_open,
    recruiting,
    with_value,
)


def told(*recommended: Recommendation, on: Comparison | None = None, **parts: Any) -> list[str]:
    """Return what is wrong with a decision on the first sample case."""
    found = on or compared()
    parts.setdefault("case", found.case.code)
    return list(problems(a_decision(*recommended, **parts), found, SITTING))


def of_trial(kind: Kind = Kind.TRIAL, trial: str = LONG, arm: str = "haic", **more: Any) -> Any:
    return a_recommendation(kind, trial=trial, arm=arm, **more)


def test_a_standard_treatment_with_all_duties_named_may_stand() -> None:
    assert told() == []
    check(a_decision(), compared(), SITTING)


def test_an_eligible_patient_may_enter_a_trial_that_recruits() -> None:
    assert told(of_trial(), on=compared_open()) == []


def test_a_trial_that_does_not_recruit_on_the_day_is_only_a_precedent() -> None:
    assert told(of_trial()) == [
        "NCT06187961 cannot be entered (Printed as recruiting, but the printed end (30 Jun 2026)"
        " has passed); recommend it as a precedent, with a reason."
    ]
    assert told(of_trial(trial=COHORT))[0].startswith("NCT06881433 cannot be entered (Observat")
    assert told(of_trial(Kind.PRECEDENT)) == [
        "NCT06187961 as a precedent needs its reason; write why."
    ]
    assert told(of_trial(Kind.PRECEDENT, reason="nothing else helps")) == []


def test_recruitment_is_that_of_the_day_of_the_decision() -> None:
    day = date(2026, 6, 30)  # the last day as printed
    case = a_case()
    sentences = {
        on: told(
            of_trial(reason="settle what is open first"),
            on=comparison(case, LONG, as_of=on),
            decided_on=on,
            due=on,
            case=case.code,
        )
        for on in (day, day + timedelta(days=1))
    }
    assert sentences[day] == []
    assert "cannot be entered" in sentences[day + timedelta(days=1)][0]


def test_a_failing_patient_cannot_be_sent_into_a_trial_unless_each_fail_is_overridden() -> None:
    case = with_value(a_sample(), "platelets", 60, "2026-11-20")
    (sentence,) = told(of_trial(), on=compared_open(case))
    assert sentence == (
        "NCT06187961 cannot be entered: I12b fails. Record an override where the finding is wrong,"
        " or recommend it as a precedent."
    )
    override = Override(LONG, "I12b", "Dr Lin", TODAY, "data wrong", "the sample was clumped")
    found = compared_open(with_override(case, override))
    assert "is not settled (ineligible); give the reason" in told(of_trial(), on=found)[0]
    recommended = of_trial(reason="repeat the count first")
    assert told(recommended, on=found) == []
    opened = replace(found, overrides_reopened={(LONG, "I12b"): "Open again: …"})
    assert told(recommended, on=opened) == [sentence]  # it excuses nothing


def test_an_undetermined_trial_needs_what_has_to_be_settled_first() -> None:
    found = compared_open(a_case())
    assert told(of_trial(), on=found) == [
        "NCT06187961 is not settled (undetermined); give the reason, and what has to be settled"
        " first."
    ]


def test_a_trial_is_recommended_with_an_arm_it_has_and_was_compared_for() -> None:
    found = compared_open()
    assert "is recommended without its arm; choose one of" in told(of_trial(arm=""), on=found)[0]
    assert "has no arm “xyz”" in told(of_trial(arm="xyz"), on=found)[0]
    (arm,) = found.assessments[0].trial.arms
    two = recruiting(arms=(arm, replace(arm, id="control", default=False)))
    found = compare(a_sample(), [two], found.anchors)
    assert told(of_trial(arm="control"), on=found) == [
        "NCT06187961 was compared for the arm haic; compare it for control first."
    ]


def test_only_compared_trials_can_be_named_and_only_by_a_trial_or_precedent() -> None:
    assert told(of_trial(trial="NCT1")) == [
        "NCT1 is not among the compared trials; choose one of them."
    ]
    assert told(of_trial(trial="")) == ["A recommended trial is missing its name; choose a trial."]
    assert told(a_recommendation(trial=LONG)) == [
        "Only a trial or a precedent names a trial; choose another kind, or remove it."
    ]


def test_further_diagnostics_come_from_the_ask_list() -> None:
    found = compared(3)
    asked = ask_list(found)[0].field
    wanted = a_recommendation(Kind.DIAGNOSTICS, asked=(asked,))
    assert told(wanted, on=found) == []
    assert told(a_recommendation(Kind.DIAGNOSTICS, asked=("height",)), on=found) == [
        "Height is not on the ask-list of this case; choose from the list."
    ]
    assert told(a_recommendation(Kind.DIAGNOSTICS), on=found) == [
        "Further diagnostics name a test of the ask-list; choose at least one."
    ]
    assert "Only further diagnostics request tests" in told(a_recommendation(asked=(asked,)))[0]


def test_no_recommendation_needs_its_reason_and_stands_alone() -> None:
    none = a_recommendation(Kind.NONE)
    assert told(none, responsible="", due=None) == [
        "“No recommendation” needs its reason; write it."
    ]
    reason = replace(none, reason="the patient declines")
    assert told(reason, responsible="", due=None) == []
    assert "stands alone" in told(reason, a_recommendation())[0]


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"basis": " "}, "The basis of the decision is missing; write what it rests on."),
        ({"author": ""}, "Who writes the decision down is missing; enter the name."),
        ({"responsible": ""}, "Who is responsible is missing; enter a name."),
        ({"due": None}, "By when is missing; enter a day."),
        (
            {"due": date(2026, 11, 20)},
            "“By when” lies before the decision of 21 Nov 2026; correct it.",
        ),
        (
            {"decided_on": date(2026, 11, 22)},
            "The case was compared as of 21 Nov 2026; compare it as of the day of the decision,"
            " 22 Nov 2026.",
        ),
        (
            {"case": "P-2"},
            "The decision is on P-2, the comparison on SAMPLE-01; open the right case.",
        ),
        (
            {"votes": Votes(3)},
            "3 votes were counted, but 2 members have one; correct the votes or the members.",
        ),
        (
            {"votes": Votes(0, 1)},
            "More votes are against the decision than for it; correct them, or decide otherwise.",
        ),
    ],
)
def test_what_is_missing_or_cannot_be_is_told(parts: dict[str, Any], sentence: str) -> None:
    assert told(**parts) == [sentence]
    decision = replace(a_decision(), **parts)
    with pytest.raises(ReviewError) as refused:
        check(decision, compared(), SITTING)
    assert str(refused.value) == sentence


def test_a_decision_recommends_something_and_nothing_twice() -> None:
    empty = replace(a_decision(), recommendations=())
    assert list(problems(empty, compared(), SITTING)) == [
        "A decision needs a recommendation; where there is none, say so and why."
    ]
    assert told(a_recommendation(), a_recommendation()) == [
        "A recommendation is there twice; remove one of them."
    ]
    assert told(a_recommendation(text="")) == [
        "A standard treatment needs its name; write which one."
    ]


def test_supportive_care_needs_no_more_words_and_votes_are_optional() -> None:
    assert told(a_recommendation(Kind.SUPPORTIVE), votes=Votes(1, 0, 1)) == []
    with pytest.raises(ReviewError, match="Votes are counted from 0, and one is needed"):
        Votes(0)


def test_a_recommendation_is_told_with_names() -> None:
    trial = of_trial(Kind.PRECEDENT, reason="as good as it gets.")
    names = {LONG: "NCT06187961 (Long)", f"{LONG}/haic": "HAIC"}
    assert trial.sentence(names, {}) == (
        "As in a trial that cannot be entered (precedent): NCT06187961 (Long), arm HAIC."
        " Reason: as good as it gets."
    )
    tests = a_recommendation(Kind.DIAGNOSTICS, asked=("afp", "inr"), text="before the next TACE.")
    assert tests.sentence({}, {"afp": "AFP"}) == (
        "Further diagnostics: AFP and inr, before the next TACE."
    )
    assert a_recommendation(Kind.SUPPORTIVE).sentence({}, {}) == "Supportive care."
