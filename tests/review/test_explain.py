"""What a finding says, word for word: value, date, limit, distance, or what is missing and why."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from hccreview.clinical.case import Case, Override, anchors_of
from hccreview.exchange.case_file import read_case
from hccreview.review.cells import WIDEST, cut, width
from hccreview.review.compare import Comparison
from hccreview.review.eligibility import OPEN, Finding, Verdict
from hccreview.review.evidence import evidence_rows
from hccreview.review.explain import (
    eligibility_sentence,
    missing_fields,
    missing_sentence,
    override_sentence,
    sentence,
    short_text,
)
from resources import resource_path
from tests.builders import a_case, a_criterion, a_trial, compare, comparison, open_list, trials

LONG, CHINESE, COHORT = "NCT06187961", "ChiCTR2100041874", "NCT06881433"
INCLUSION, DOSE = date(2026, 11, 23), date(2026, 11, 26)
TACE = {"kind": "tace", "drug": "TACE with epirubicin", "on": "2026-11-05", "in_trial": False}
BLEEDING = {"kind": "bleeding", "source": "varices", "on": "2026-08-31", "life_threatening": True}


def said(case: Case, trial: str, criterion: str, **days: Any) -> str:
    """Return the sentence of one finding."""
    found = comparison(case, trial, **days)
    return sentence(found.assessments[0].finding(criterion), found)


def one(case: Case, expression: str, id: str = "I1") -> tuple[Finding, Comparison]:
    """Return the finding of an expression that stands alone in a trial."""
    found = compare(
        case, [a_trial(a_criterion(id, expression))], anchors_of(case, date(2026, 11, 21))
    )
    return found.assessments[0].finding(id), found


SENTENCES: list[tuple[str, Case, str, str, dict[str, date], str]] = [
    (
        "a value that falls short",
        a_case(platelets=(68, {"on": "2026-11-18"}), drugs=[]),
        LONG,
        "I12b",
        {"inclusion": INCLUSION},
        "Platelets 68 ×10⁹/L on 18 Nov 2026; at least 75 required; short by 7 (9 %).",
    ),
    (
        "a value exactly at the limit",
        a_case(platelets=75, drugs=[]),
        LONG,
        "I12b",
        {},
        "Platelets 75 ×10⁹/L on 21 Nov 2026; at least 75 required; exactly at the limit, which"
        " still passes.",
    ),
    (
        "a limit that is itself too much, and an alternative",
        a_case(urine_protein_dipstick="2+", urine_protein_24h=1, drugs=[]),
        LONG,
        "I14b",
        {},
        "Urine protein by dipstick 2+ on 21 Nov 2026; less than 2+ required. Urine protein in 24"
        " hours 1 g on 21 Nov 2026; less than 1 required; exactly at the limit, which fails. A"
        " change of one of these is enough.",
    ),
    (
        "a multiple of the upper limit of normal, in another unit",
        a_case(bilirubin=(2.9, "mg/dL", {"uln": 1.2}), drugs=[]),
        LONG,
        "I13a",
        {},
        "Total bilirubin 2.9 mg/dL (49.6 µmol/L) on 21 Nov 2026; at most 2 × ULN (41.05 µmol/L,"
        " 2.4 mg/dL) allowed; over by 8.55 (21 %).",
    ),
    (
        "a limit in the unit of the patient's laboratory",
        a_case(haemoglobin=(13.1, "g/dL"), drugs=[]),
        LONG,
        "I12c",
        {},
        "Haemoglobin 13.1 g/dL (131 g/L) on 21 Nov 2026; at least 90 g/L (9 g/dL) required.",
    ),
    (
        "a ULN that is missing",
        a_case(bilirubin=40, drugs=[]),
        LONG,
        "I13a",
        {},
        "Total bilirubin: the ULN of the same report is not recorded. Known so far: Total"
        " bilirubin 40 µmol/L on 21 Nov 2026; at most 2 × ULN allowed.",
    ),
    (
        "a doubtful unit",
        a_case(platelets=145000, drugs=[]),
        LONG,
        "I12b",
        {},
        "Platelets 145\u00a0000 ×10⁹/L is not plausible; in /µL it would be: check the unit.",
    ),
    (
        "a unit that is not converted",
        a_case(hcv_rna=(5000, "IU/mL")),
        LONG,
        "E4b",
        {},
        "HCV RNA was reported in IU/mL, which is not converted into the unit of the limit. Known"
        " so far: HCV RNA 5\u00a0000 IU/mL on 21 Nov 2026; anything above 1\u00a0000 copies/mL"
        " excludes.",
    ),
    (
        "a sample outside the window of the source, inclusion assumed",
        a_case(platelets=(138, {"on": "2026-10-12"}), drugs=[]),
        LONG,
        "I12b",
        {},
        "Too old: Platelets 138 ×10⁹/L of 12 Oct 2026; needed within 7 days before inclusion"
        " assumed on the day of the review, 21 Nov 2026.",
    ),
    (
        "samples that are old by our setting",
        a_case(
            bilirubin=(18, {"on": "2026-10-12"}),
            albumin=(38, {"on": "2026-10-12"}),
            inr=1.1,
            ascites="none",
            encephalopathy="none",
        ),
        LONG,
        "I10",
        {},
        "Too old: Total bilirubin and Albumin, both of 12 Oct 2026; our setting: values of this"
        " kind at most 28 days before the review of 21 Nov 2026.",
    ),
    (
        "samples of different days",
        a_case(
            bilirubin=(18, {"on": "2026-10-30"}),
            albumin=38,
            inr=1.1,
            ascites="none",
            encephalopathy="none",
        ),
        LONG,
        "I10",
        {},
        "The samples lie 22 days apart; our setting allows 14 days for one score; the oldest:"
        " Total bilirubin.",
    ),
    (
        "bounds of a score that leave a limit open",
        a_case(bilirubin=18, ascites="none", encephalopathy="none"),
        LONG,
        "I10",
        {},
        "Not recorded: Albumin and INR. Known so far: Child-Pugh score 5 to 9 (from total"
        " bilirubin 18 µmol/L, ascites none, hepatic encephalopathy now none; values of 21 Nov"
        " 2026); at most 7 allowed.",
    ),
    (
        "a score with what it was worked out from",
        a_case(bilirubin=40, albumin=33, inr=1.2, ascites="slight", encephalopathy="none"),
        LONG,
        "I10",
        {},
        "Child-Pugh score 8 (from total bilirubin 40 µmol/L, albumin 33 g/L, INR 1.2, ascites"
        " slight or controlled, hepatic encephalopathy now none; values of 21 Nov 2026); at most 7"
        " allowed; over by 1 (14 %).",
    ),
    (
        "a sample after a corrective treatment",
        a_case(
            platelets=(80, {"on": "2026-11-18"}),
            drugs=[{"drug": "platelet concentrate", "class": "blood_product", "on": "2026-11-10"}],
        ),
        LONG,
        "I12b",
        {},
        "The sample follows a corrective treatment within 14 days (platelet concentrate, blood"
        " product (10 Nov 2026)): Platelets must be repeated. Known so far: Platelets 80 ×10⁹/L on"
        " 18 Nov 2026; at least 75 required.",
    ),
    (
        "a washout that is not over",
        a_case(treatments=[TACE]),
        LONG,
        "E25",
        {"first_dose": DOSE},
        "Local treatment within 4 weeks before the first dose of 26 Nov 2026 (outside the"
        " combination under review): TACE with epirubicin (5 Nov 2026); excludes. Free from 4 Dec"
        " 2026, when the 28 days after TACE with epirubicin of 5 Nov 2026 are over.",
    ),
    (
        "a list without what is looked for",
        a_case(events=[]),
        LONG,
        "E7",
        {},
        "No bleeding within 3 months before the review of 21 Nov 2026 (life-threatening) is"
        " recorded; list “Medical events” complete on 21 Nov 2026.",
    ),
    (
        "a list that nobody confirmed",
        a_case(),
        LONG,
        "E7",
        {},
        "List “Medical events” not confirmed as complete (looked for: bleeding within 3 months"
        " before the review of 21 Nov 2026 (life-threatening)).",
    ),
    (
        "a list confirmed long ago",
        a_case(events=open_list(complete_on=date(2026, 9, 1))),
        LONG,
        "E7",
        {},
        "List “Medical events” last confirmed as complete on 1 Sep 2026; our setting: a history at"
        " most 28 days before the review of 21 Nov 2026.",
    ),
    (
        "an entry that leaves a question open",
        a_case(events=[{"kind": "bleeding", "on": "2026-10-01"}]),
        LONG,
        "E7",
        {},
        "Not recorded of bleeding (1 Oct 2026): life-threatening.",
    ),
    (
        "a count at its limit, entries and diameters told",
        a_case(metastases=[{"organ": "lung", "diameter": 12, "lesion": f"L{n}"} for n in "1234"]),
        LONG,
        "I9",
        {},
        "Number of lesions outside the liver 4 (L1, lung, 12 mm, 21 Nov 2026; L2, lung, 12 mm, 21"
        " Nov 2026; L3, lung, 12 mm, 21 Nov 2026; L4, lung, 12 mm, 21 Nov 2026; list complete on"
        " 21 Nov 2026); at most 3 allowed; over by 1 (33 %).",
    ),
    (
        "a set of words without the one required",
        a_case(diagnosis_basis=["radiology"]),
        CHINESE,
        "I1b",
        {},
        "Basis of the diagnosis: radiological hallmarks; histology or cytology required.",
    ),
    (
        "two facts that exclude only together",
        a_case(hbsag="positive", anti_hcv="positive"),
        LONG,
        "E4c",
        {},
        "HBsAg: positive on 21 Nov 2026. Anti-HCV antibody: positive on 21 Nov 2026. Together they"
        " exclude. A change of one of these is enough.",
    ),
    (
        "one fact that would exclude only with the other",
        a_case(hbsag="positive", anti_hcv="negative"),
        LONG,
        "E4c",
        {},
        "Anti-HCV antibody: negative on 21 Nov 2026; positive excludes where HBsAg is positive.",
    ),
    (
        "an answer of the board, with its author",
        a_case(
            life_expectancy_12_weeks=(
                False,
                {"on": "2026-11-20", "author": "Liver board", "reason": "decompensated"},
            )
        ),
        LONG,
        "I16",
        {},
        "Life expectancy of 12 weeks or more: no (Liver board, 20 Nov 2026: decompensated); yes"
        " required.",
    ),
    (
        "a question to the board",
        a_case(),
        CHINESE,
        "I2",
        {},
        "For the board: Is the tumour surgically unresectable?",
    ),
    (
        "a text with several readings",
        a_case(varices="small", events=[]),
        CHINESE,
        "E2b",
        {"inclusion": INCLUSION},
        "Gastro-oesophageal varices at the last endoscopy: small on 21 Nov 2026. No bleeding within"
        " 1 year before inclusion on 23 Nov 2026 (source of the bleeding: varices) is recorded. For"
        " the board: the text has several readings: “any varices exclude” gives fail; “varices seen"
        " within 1 year exclude” gives fail; “only bleeding within 1 year excludes” gives pass.",
    ),
    (
        "a criterion that is not meant for this patient",
        a_case(sex="male"),
        LONG,
        "E33",
        {},
        "Does not apply: asked only where “Sex is female”; recorded: male.",
    ),
    (
        "a criterion that mirrors others",
        a_case(),
        LONG,
        "E34",
        {},
        "The mirror of I7, I8 and I9: see there, it is not counted again.",
    ),
    (
        "a value that counts only under treatment",
        a_case(
            systolic_pressure=160,
            diastolic_pressure=90,
            pressure_optimally_treated=False,
            hypertensive_crisis_history=False,
        ),
        LONG,
        "E10",
        {},
        "Counts only where “Blood pressure under optimal treatment” holds, which it does not. Known"
        " so far: Systolic blood pressure 160 mmHg on 21 Nov 2026; excluded from 150 up.",
    ),
    (
        "a date that lies in its window",
        a_case(tuberculosis_active=False, tuberculosis_treatment_end="2026-03"),
        LONG,
        "E18",
        {"first_dose": DOSE},
        "End of the last tuberculosis treatment: Mar 2026; within 1 year before the first dose of"
        " 26 Nov 2026 excludes. Free from 1 Apr 2027, when the year after Mar 2026 is over (end of"
        " the last tuberculosis treatment).",
    ),
    (
        "a load that nobody measured",
        a_case(anti_hcv="negative"),
        LONG,
        "E4b",
        {},
        "HCV RNA: none by serology (Anti-HCV antibody negative; 21 Nov 2026); excluded above"
        " 1\u00a0000 copies/mL.",
    ),
]


@pytest.mark.parametrize(
    ("case", "trial", "criterion", "days", "expected"),
    [row[1:] for row in SENTENCES],
    ids=[row[0] for row in SENTENCES],
)
def test_a_finding_says(
    case: Case, trial: str, criterion: str, days: dict[str, date], expected: str
) -> None:
    assert said(case, trial, criterion, **days) == expected


def test_a_criterion_of_another_arm_names_both_arms() -> None:
    trial = trials()[COHORT]
    other = next(arm for arm in trial.arms if not arm.default)
    found = comparison(a_case(), COHORT, arms={COHORT: other.id})
    text = sentence(found.assessments[0].finding("I6"), found)
    assert text == (
        f"Does not apply: asked only in the arm {trial.default_arm.name};"
        f" assessed here is {other.name}."
    )


def test_a_negated_part_of_an_exclusion_is_told_as_what_it_requires() -> None:
    older = [{"name": "colon", "kind": "other", "on": "2019"}]
    text = said(a_case(malignancies=older, diagnosis_basis=["histology"]), LONG, "E28")
    assert "histology or cytology required where other malignant tumour" in text
    assert "cytology excludes" not in text


def test_a_value_that_rounds_to_its_limit_shows_enough_digits() -> None:
    finding, found = one(a_case(qt=400.4, heart_rate=60), "qtcf <= 400 'ms'")
    assert "QTc (Fridericia) 400.4 ms" in sentence(finding, found)
    finding, found = one(a_case(qt=400.004, heart_rate=60), "qtcf <= 400 'ms'")
    text = sentence(finding, found)
    assert "QTc (Fridericia) 400.004 ms" in text
    assert "over by 0.004 (under 1 %)" in text


def test_bounds_that_lie_beyond_a_limit_tell_the_least_distance() -> None:
    finding, found = one(a_case(platelets="<50"), "platelets >= 75 '10*9/L'")
    assert sentence(finding, found).endswith("at least 75 required; short by at least 25 (33 %).")


def test_an_old_weight_is_old_by_our_setting_though_the_source_has_a_window() -> None:
    case = a_case(
        creatinine=(200, {"uln": 97, "on": "2026-09-01"}),
        weight=(60, {"on": "2026-09-01"}),
        sex="male",
        birth_date="1960-01-01",
        drugs=[],
    )
    text = said(case, LONG, "I14a", inclusion=INCLUSION)
    assert "Creatinine of 1 Sep 2026; needed within 7 days before inclusion on 23 Nov 2026" in text
    assert "too old: Weight of 1 Sep 2026; our setting: values of this kind at most 28 days" in text


def test_a_question_is_asked_beside_a_missing_fact_only_where_it_would_decide() -> None:
    assert "for the board" in said(a_case(), LONG, "I18")
    assert "for the board" not in said(a_case(), CHINESE, "E2a")


def test_every_finding_of_every_sample_is_told_in_whole_clean_sentences() -> None:
    for found in _samples():
        for assessment in found.assessments:
            for finding in assessment.findings:
                text = sentence(finding, found)
                assert text.endswith((".", "?")), text
                assert text[0].isupper() or not text[0].isalpha(), text
                for stain in ("10*9", "umol", "mm[Hg]", "/uL", "  ", "..", "None", "_", " ;", " ."):
                    assert stain not in text, text
                assert text.count("(") == text.count(")"), text


def test_every_cell_of_every_sample_fits_and_says_something() -> None:
    for found in _samples():
        for assessment in found.assessments:
            for finding in assessment.findings:
                text = short_text(finding, found)
                assert 0 < width(text) <= WIDEST, (finding.criterion.id, text)
                assert not text.endswith((",", " of", " or", "(")), text


@pytest.mark.parametrize(
    ("case", "trial", "criterion", "expected"),
    [
        (a_case(platelets=68, drugs=[]), LONG, "I12b", "68, ≥ 75"),
        (a_case(systolic_pressure=160, pressure_optimally_treated=True), LONG, "E10", "160, < 150"),
        (a_case(diagnosis_basis=["radiology"]), CHINESE, "I1b", "radiological"),
        (a_case(diagnosis_basis=["radiology", "histology"]), CHINESE, "I1b", "histology +1"),
        (a_case(treatments=[TACE]), LONG, "E25", "TACE, 5 Nov"),
        (a_case(events=[BLEEDING]), LONG, "E7", "bleeding, 31 Aug"),
        (a_case(events=[]), LONG, "E7", "none"),
        (a_case(), LONG, "E7", "list unconfirmed"),
        (a_case(), LONG, "I3", "not recorded"),
        (a_case(), CHINESE, "I2", "for the board"),
        (a_case(sex="male"), LONG, "E33", "does not apply"),
        (a_case(), LONG, "E34", "see I7, I8, I9"),
        (a_case(anti_hcv="negative"), LONG, "E4b", "none by serology"),
        (a_case(hbv_dna="<100"), LONG, "E4a", "< 100, ≤ 2\u00a0000"),
    ],
)
def test_a_cell_says(case: Case, trial: str, criterion: str, expected: str) -> None:
    found = comparison(case, trial)
    assert short_text(found.assessments[0].finding(criterion), found) == expected


def test_a_wide_character_takes_two_columns_and_words_stay_whole() -> None:
    assert width("槐耳颗粒, 15 Nov") == 16
    assert cut("massive or refractory ascites", 10) == "massive"
    assert cut("incomprehensibilities", 10) == ""


def test_what_is_missing_is_named_by_field_and_nothing_is_missing_of_a_settled_finding() -> None:
    found = comparison(a_case(ecog=0), LONG)
    settled, open_ = (found.assessments[0].finding(name) for name in ("I3", "I2"))
    assert missing_fields(settled) == ()
    assert missing_sentence(settled, found) == ""
    assert missing_fields(open_) == ("birth_date",)
    assert missing_sentence(open_, found) == "Not recorded: Date of birth."


def test_a_corrected_sample_is_itself_what_is_missing() -> None:
    drug = {"drug": "filgrastim", "class": "growth_factor", "on": "2026-11-15"}
    found = comparison(a_case(neutrophils=2, drugs=[drug]), LONG)
    assert missing_fields(found.assessments[0].finding("I12a")) == ("neutrophils",)


def test_every_open_finding_of_a_blank_form_names_what_is_missing() -> None:
    found = comparison(a_case())
    for assessment in found.assessments:
        for finding in assessment.findings:
            assert finding.verdict in OPEN
            assert missing_fields(finding) or finding.criterion.linked_to, finding.criterion.id


def test_a_row_carries_value_limit_distance_and_laboratory() -> None:
    case = a_case(platelets=(68, {"on": "2026-11-18", "laboratory": "Central"}), drugs=[])
    found = comparison(case, LONG, inclusion=INCLUSION)
    (row,) = evidence_rows(found.assessments[0].finding("I12b"), found)
    assert (row.field, row.value, row.unit, str(row.on)) == (
        "platelets",
        68,
        "10*9/L",
        "2026-11-18",
    )
    assert (row.operator, row.limit, row.limit_text) == ("≥", 75, "75 ×10⁹/L")
    assert row.distance == 7
    assert row.percent == pytest.approx(9.333, abs=0.001)
    assert row.laboratory == "Central"


def test_an_override_stands_beside_a_finding_and_changes_nothing() -> None:
    case = a_case(platelets=68, drugs=[])
    override = Override(LONG, "I12b", "Dr Lin", date(2026, 11, 20), "data wrong", "clumped sample.")
    plain = comparison(case, LONG)
    found = comparison(replace(case, overrides=(override,)), LONG)
    finding = found.assessments[0].finding("I12b")
    assert finding.verdict is Verdict.FAIL
    assert sentence(finding, found) == sentence(plain.assessments[0].finding("I12b"), plain)
    assert override_sentence(finding, found) == (
        "Override by Dr Lin on 20 Nov 2026 (data wrong): clumped sample. The verdict stays: fail."
    )
    assert override_sentence(found.assessments[0].finding("I12a"), found) == ""
    assert eligibility_sentence(found.assessments[0], found).endswith("1 override")


def test_the_headline_counts_and_names_what_is_open_later() -> None:
    case = read_case(resource_path("cases", "sample-10.yaml"))
    found = comparison(case, COHORT)
    assert eligibility_sentence(found.assessments[0], found) == (
        "Eligible per registry text: 9 pass, 2 unknown; open only: time of HAIC, cycles after HAIC"
    )


def _samples() -> list[Comparison]:
    cases = [read_case(path) for path in sorted(resource_path("cases").glob("*.yaml"))]
    return [comparison(case, as_of=case.as_of or date(2026, 11, 21)) for case in cases]
