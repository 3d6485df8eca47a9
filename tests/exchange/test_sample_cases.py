"""The sample cases show what they say they show."""

from __future__ import annotations

import pytest

from hccreview.clinical.case import Case, anchors_of
from hccreview.clinical.chart import Chart
from hccreview.exchange.case_file import read_case
from hccreview.review.compare import compare
from hccreview.review.eligibility import Eligibility, TrialAssessment, Verdict
from hccreview.trials.library import read_library
from resources import resource_path

FILES = sorted(resource_path("cases").iterdir())
CONVERSION, DOUBLE_IA, COHORT = "NCT06187961", "ChiCTR2100041874", "NCT06881433"
OPEN = (Verdict.UNKNOWN, Verdict.NEEDS_JUDGEMENT)


def sample(number: int) -> Case:
    return read_case(resource_path("cases", f"sample-{number:02d}.yaml"))


def chart(number: int) -> Chart:
    case = sample(number)
    assert case.as_of is not None
    return Chart(case, case.as_of)


def assessment(number: int, trial: str) -> TrialAssessment:
    case = sample(number)
    assert case.as_of is not None
    return compare(case, read_library(), anchors_of(case, case.as_of)).assessment(trial)


def criteria(found: TrialAssessment, *verdicts: Verdict) -> set[str]:
    return {f.criterion.id for f in found.findings if f.verdict in verdicts and f.counted}


def test_there_are_at_least_twelve_and_nothing_else_lies_in_the_folder() -> None:
    assert len(FILES) >= 12
    assert {path.suffix for path in FILES} == {".yaml"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_sample_is_labelled_synthetic_and_its_file_is_named_after_its_code(path: object) -> None:
    case = read_case(str(path))
    assert str(path).endswith(f"{case.code.lower()}.yaml")
    assert case.synthetic
    assert case.label.startswith("Synthetic")
    assert case.shows.endswith(".")


TABLE = [
    # sample, trial, headline, criteria that fail, criteria that are open
    (1, CONVERSION, Eligibility.ELIGIBLE, set(), set()),
    (2, CONVERSION, Eligibility.INELIGIBLE, {"I12b"}, set()),
    (4, CONVERSION, Eligibility.UNDETERMINED, set(), {"I10", "I11", "I13c", "I15"}),
    (5, CONVERSION, Eligibility.UNDETERMINED, set(), {"I7"}),
    (6, CONVERSION, Eligibility.INELIGIBLE, {"E25"}, set()),
    (7, CONVERSION, Eligibility.ELIGIBLE, set(), set()),
    (8, CONVERSION, Eligibility.INELIGIBLE, {"E2"}, set()),
    (10, DOUBLE_IA, Eligibility.NO_VIOLATION_STATED, set(), set()),
    (10, CONVERSION, Eligibility.UNDETERMINED, set(), {"E12", "E13", "E19"}),
    (11, COHORT, Eligibility.ELIGIBLE, set(), set()),
    (12, CONVERSION, Eligibility.UNDETERMINED, set(), {"I11", "I12b"}),
    (14, CONVERSION, Eligibility.INELIGIBLE, {"I1", "E26"}, set()),
]


@pytest.mark.parametrize(("number", "trial", "headline", "failed", "still_open"), TABLE)
def test_a_sample_has_the_findings_it_was_made_for(
    number: int, trial: str, headline: Eligibility, failed: set[str], still_open: set[str]
) -> None:
    found = assessment(number, trial)
    assert criteria(found, Verdict.FAIL) == failed
    assert criteria(found, *OPEN) == still_open
    assert found.eligibility is headline


def test_on_stale_samples_no_laboratory_criterion_passes_or_fails() -> None:
    laboratory = {"I12a", "I12b", "I12c", "I13a", "I13b", "I13c", "I13d", "I14a", "I14b", "I15"}
    found = assessment(3, CONVERSION)
    assert criteria(found, Verdict.UNKNOWN) == laboratory | {"I10", "I11"}
    assert criteria(found, Verdict.FAIL) == set()


def test_two_missing_items_leave_a_child_pugh_score_of_5_to_9() -> None:
    span = chart(4).fact("child_pugh_score").span
    assert span is not None
    assert (span.low, span.high) == (5, 9)
    assert chart(4).fact("child_pugh_class").words == {"A", "B"}


def test_vp4_alone_leaves_the_type_of_cheng_open() -> None:
    assert {"III", "IV"} <= (chart(5).fact("portal_cheng").words or set())


def test_on_the_blank_form_nothing_passes_and_nothing_fails() -> None:
    for trial in read_library():
        assert criteria(assessment(9, trial.id), Verdict.PASS, Verdict.FAIL) == set()


def test_child_pugh_12_is_stage_d() -> None:
    assert chart(13).fact("child_pugh_score").number == 12
    assert chart(13).fact("bclc_stage").settled_word == "D"
    for trial in (CONVERSION, DOUBLE_IA, COHORT):
        assert assessment(13, trial).eligibility is Eligibility.INELIGIBLE


def test_the_bundled_font_holds_every_chinese_character_of_the_samples() -> None:
    text = resource_path("cases", "sample-14.yaml").read_text(encoding="utf-8")
    chinese = "".join(character for character in text if character >= "\u3000")
    assert len(chinese) > 20
    chinese.encode("gb2312")  # the characters the font was cut to


STAGES = {1: "C", 2: "C", 5: "C", 6: "B", 7: "C", 10: "C", 11: "C", 13: "D", 14: "B"}


@pytest.mark.parametrize(("number", "stage"), STAGES.items())
def test_a_sample_has_the_stage_it_was_made_for(number: int, stage: str) -> None:
    assert chart(number).fact("bclc_stage").settled_word == stage
