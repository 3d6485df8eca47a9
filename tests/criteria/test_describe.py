"""An expression as a sentence that a clinician can check."""

import pytest

from hccreview.clinical.fields import bundled_dictionary
from hccreview.criteria import nodes
from hccreview.criteria.describe import describe
from hccreview.criteria.parse import parse
from hccreview.criteria.phrases import ENTRY_NOUNS, FLAG_PHRASES, lower_first, unit_label
from tests.builders import trials


@pytest.mark.parametrize(
    ("expression", "sentence"),
    [
        ("platelets >= 75 '10*9/L'", "Platelets at least 75 ×10⁹/L"),
        (
            "platelets >= 75 '10*9/L' within 7 days before inclusion uncorrected for 14 days",
            "Platelets at least 75 ×10⁹/L within 7 days before inclusion, without corrective"
            " treatment in the 14 days before the sample",
        ),
        ("age >= 18 'a'", "Age at least 18 years"),
        ("systolic_pressure >= 150 'mm[Hg]'", "Systolic blood pressure at least 150 mmHg"),
        ("bilirubin <= 2 ULN", "Total bilirubin at most 2 × ULN"),
        ("inr <= 2.3", "INR at most 2.3"),
        (
            "hbv_load > {2000 'IU/mL', 10000 'copies/mL'}",
            "HBV DNA above 2\u00a0000 IU/mL or 10\u00a0000 copies/mL",
        ),
        ("ecog in {0, 1}", "ECOG performance status is 0 or 1"),
        ('urine_protein_dipstick < "2+"', "Urine protein by dipstick below 2+"),
        (
            "not diagnosis_basis includes {histology, cytology}",
            "Basis of the diagnosis does not include histology (biopsy or resection) or cytology",
        ),
        ("autoimmune_history", "Autoimmune disease at any time: yes"),
        ("not autoimmune_history", "Autoimmune disease at any time: no"),
        ("unresectable", "The board answers yes to “Unresectable”"),
        ("not r0_feasible", "The board answers no to “R0 resection feasible”"),
        (
            "some bleeding within 3 months where (life_threatening)",
            "Some bleeding within 3 months before the review (life-threatening (transfusion,"
            " surgery or lasting treatment))",
        ),
        (
            "no systemic_treatment where (not index)",
            "No systemic treatment (outside the combination under review)",
        ),
        (
            "count(metastases) <= 3 and max(diameter of metastases) <= 30 'mm'",
            "Number of lesions outside the liver at most 3 and largest diameter of lesions outside"
            " the liver at most 30 mm",
        ),
        (
            "count(distinct organ of metastases) <= 2",
            "Number of different organs among lesions outside the liver at most 2",
        ),
        (
            "tuberculosis_treatment_end within 1 year before first_dose",
            "End of the last tuberculosis treatment lies within 1 year before the first dose",
        ),
        (
            "some drugs where (class = aspirin and daily_dose > 325 'mg/d'"
            " and for 10 days within 2 weeks before first_dose)",
            "Some other drug or blood product for 10 days or more within 2 weeks before the first"
            " dose (class: aspirin; dose a day above 325 mg a day)",
        ),
        (
            "arrhythmia or (hbsag = positive and anti_hcv = positive)",
            "Symptomatic or poorly controlled arrhythmia: yes or (HBsAg is positive and Anti-HCV"
            " antibody is positive)",
        ),
    ],
)
def test_an_expression_reads(expression: str, sentence: str) -> None:
    assert describe(parse(expression), anchor="as_of") == sentence


def test_a_window_without_an_anchor_is_that_of_the_criterion() -> None:
    node = parse("some bleeding within 3 months")
    assert describe(node).endswith("before the criterion's day")
    assert describe(node, anchor="inclusion").endswith("before inclusion")


def test_every_criterion_reads_without_codes() -> None:
    for trial in trials().values():
        for criterion in trial.criteria:
            assert isinstance(criterion.expression, nodes.Node)
            text = describe(criterion.expression, anchor=criterion.anchor)
            for stain in ("10*9", "umol", "mm[Hg]", "_", "  ", "None", "criterion's day"):
                assert stain not in text, (criterion.id, text)
            assert text.count("(") == text.count(")")
            assert text.lstrip("(")[0].isupper()


def test_every_list_has_a_word_for_one_of_its_entries() -> None:
    assert set(ENTRY_NOUNS) == set(bundled_dictionary().lists)


def test_every_phrase_belongs_to_a_field_of_an_entry() -> None:
    fields = {
        field.id for entries in bundled_dictionary().lists.values() for field in entries.entry
    }
    assert set(FLAG_PHRASES) <= fields | {"index"}


def test_a_label_in_the_middle_of_a_sentence_keeps_its_abbreviations() -> None:
    assert lower_first("Total bilirubin") == "total bilirubin"
    assert lower_first("HAIC") == "HAIC"
    assert lower_first("R0 resection feasible") == "R0 resection feasible"


def test_a_unit_reads_as_at_the_bedside_and_an_unknown_one_stays() -> None:
    assert [unit_label(unit) for unit in ("10*9/L", "mm[Hg]", "a", "1", "IU/mL")] == [
        "×10⁹/L",
        "mmHg",
        "years",
        "",
        "IU/mL",
    ]
