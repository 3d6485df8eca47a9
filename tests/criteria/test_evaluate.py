"""What an expression means for a case: values, dates, windows, lists, samples and the board."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hccreview.clinical.case import Case
from tests.builders import TODAY, a_case, a_fact, ago, open_list, outcome, reasons, truth

WEEK = "platelets >= 75 '10*9/L' within 7 days"
UNCORRECTED = "platelets >= 75 '10*9/L' within 7 days uncorrected for 14 days"
OPERATORS = ["<", "<=", "=", "!=", ">=", ">"]


# ---------------------------------------------------------------- comparing values


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (74, "true true false true false false"),
        (75, "false true true false true false"),
        (76, "false false false true true true"),
        ("<75", "true true false true false false"),
        ("<=75", "unknown true unknown unknown unknown false"),
        ("<76", "unknown unknown unknown unknown unknown unknown"),
        (">75", "false false false true true true"),
        (">=75", "false unknown unknown unknown true unknown"),
        (">74", "unknown unknown unknown unknown unknown unknown"),
    ],
)
def test_a_value_or_its_bounds_are_compared_by_every_operator(value: object, expected: str) -> None:
    case = a_case(platelets=value)
    assert [truth(f"platelets {sign} 75 '10*9/L'", case) for sign in OPERATORS] == expected.split()


@pytest.mark.parametrize("sign", OPERATORS)
def test_a_missing_value_is_unknown_to_every_operator(sign: str) -> None:
    for text in (
        f"platelets {sign} 75 '10*9/L'",
        f"alt {sign} 5 ULN",
        f"hbv_load {sign} {{1 'IU/mL', 2 'copies/mL'}}",
        f"birth_date {sign} diagnosis_date",
        f"varices {sign} small",
        f"child_pugh_score {sign} 7",
        f"count(lesions) {sign} 2",
        f"max(longest of lesions) {sign} 10 'mm'",
        f"not platelets {sign} 75 '10*9/L'",
    ):
        assert truth(text, a_case()) == "unknown", text
        assert outcome(text, a_case()).gaps, text


def test_a_missing_value_is_unknown_to_every_other_question() -> None:
    for text in (
        "cirrhosis",
        "ecog in {0, 1}",
        "diagnosis_basis includes histology",
        "tuberculosis_treatment_end within 1 year",
        "some lesions",
        "no lesions",
        "sampled {alt} within 7 days",
    ):
        assert truth(text, a_case()) == "unknown", text
        assert outcome(text, a_case()).gaps, text


def test_bounds_that_do_not_settle_a_limit_are_named_as_such() -> None:
    assert reasons("platelets >= 75 '10*9/L'", a_case(platelets="<100")) == {("platelets", "range")}


def test_a_value_in_another_unit_meets_the_limit_exactly() -> None:
    for value in ((9.0, "g/dL"), (90, "g/L"), (90 / 16.114, "mmol/L")):
        assert truth("haemoglobin >= 90 'g/L'", a_case(haemoglobin=value)) == "true"
        assert truth("haemoglobin > 9.0 'g/dL'", a_case(haemoglobin=value)) == "false"


def test_a_suspect_unit_is_unknown_with_its_reason() -> None:
    case = a_case(platelets=145_000)
    assert reasons("platelets >= 75 '10*9/L'", case) == {("platelets", "suspect_unit")}


def test_one_suspect_value_spoils_the_values_of_its_day() -> None:
    case = a_case(platelets=[145, 145_000])
    assert reasons("platelets >= 75 '10*9/L'", case) == {("platelets", "suspect_unit")}


def test_a_multiple_needs_the_limit_of_the_same_report() -> None:
    assert reasons("alt <= 5 ULN", a_case(alt=100)) == {("alt", "no_limit")}
    assert truth("alt <= 5 ULN", a_case(alt=(200, {"uln": 40}))) == "true"
    assert truth("alt <= 5 ULN", a_case(alt=(200.1, {"uln": 40}))) == "false"
    assert truth("albumin < 1 LLN", a_case(albumin=(34, {"lln": 35, "uln": 50}))) == "true"


def test_limits_of_an_older_report_are_not_borrowed() -> None:
    case = a_case(alt=[(30, {"uln": 40, "on": ago(5)}), (30, {"on": ago(1)})])
    assert reasons("alt <= 5 ULN", case) == {("alt", "no_limit")}


def test_two_reports_of_one_day_with_different_limits_are_not_mixed() -> None:
    case = a_case(alt=[(180, {"uln": 40}), (180, {"uln": 30})])
    assert reasons("alt <= 5 ULN", case) == {("alt", "conflict")}


def test_a_missing_value_goes_before_a_missing_limit() -> None:
    assert reasons("alt <= 5 ULN", a_case()) == {("alt", "missing")}
    stale = a_case(alt=(30, {"on": ago(60)}))
    assert reasons("alt <= 5 ULN", stale) == {("alt", "stale")}


HBV = "hbv_load > {2000 'IU/mL', 10000 'copies/mL'}"


@pytest.mark.parametrize(
    ("load", "expected"),
    [
        ((2000, "IU/mL"), "false"),
        ((2001, "IU/mL"), "true"),
        ((10_000, "copies/mL"), "false"),
        ((10_001, "copies/mL"), "true"),
        ((3000, "copies/mL"), "false"),
        ("not_detected", "false"),
        ("<20", "false"),
        ("<5000", "unknown"),
        (">2000", "true"),
    ],
)
def test_the_reported_unit_chooses_the_limit(load: object, expected: str) -> None:
    assert truth(HBV, a_case(hbv_dna=load)) == expected


def test_a_unit_without_a_limit_of_its_own_is_never_converted() -> None:
    text = "hcv_load > 1000 'copies/mL'"
    assert reasons(text, a_case(hcv_rna=(500, "IU/mL"))) == {("hcv_rna", "other_unit")}
    assert truth(text, a_case(hcv_rna="not_detected")) == "false"
    assert truth(text, a_case(hcv_rna=("<15", "IU/mL"))) == "false"
    assert truth(text, a_case(hcv_rna=("<100", "IU/mL"))) == "false"
    assert truth(text, a_case(hcv_rna=("<500", "IU/mL"))) == "unknown"


def test_a_viral_load_rests_on_serology_only_where_it_was_not_measured() -> None:
    negative: dict[str, Any] = {"hbsag": "negative", "hbv_history": False}
    assert truth(HBV, a_case(**negative)) == "false"
    assert truth(HBV, a_case(hbsag="negative")) == "unknown"
    assert truth(HBV, a_case(hbsag="negative", hbv_history=True)) == "unknown"
    assert truth(HBV, a_case(hbsag="positive")) == "unknown"
    assert truth(HBV, a_case(hbv_dna=5000, **negative)) == "true"
    assert truth(HBV, a_case(hbv_dna=(5000, {"on": ago(60)}), **negative)) == "false"


def test_steps_of_a_scale_have_an_order() -> None:
    case = a_case(urine_protein_dipstick="1+")
    assert truth('urine_protein_dipstick < "2+"', case) == "true"
    assert truth('urine_protein_dipstick >= "1+"', case) == "true"
    assert truth('urine_protein_dipstick > "1+"', case) == "false"


def test_several_possible_words_settle_what_they_agree_on() -> None:
    case = a_case(ecog=0, ecog_cause=False)
    stage = {"bclc_stage": a_fact("bclc_stage", ["B", "C"])}
    assert truth("bclc_stage in {B, C}", case, given=stage) == "true"
    assert truth("bclc_stage in {C, D}", case, given=stage) == "unknown"
    assert truth("bclc_stage in {0, A}", case, given=stage) == "false"
    assert truth("bclc_stage >= B", case, given=stage) == "true"
    assert truth("bclc_stage > B", case, given=stage) == "unknown"
    assert truth("bclc_stage <= A", case, given=stage) == "false"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "true"),
        (2, "false"),
        ("<=1", "true"),
        ("<2", "true"),
        (">=2", "false"),
        ("<3", "unknown"),
    ],
)
def test_whole_numbers_known_as_bounds(value: object, expected: str) -> None:
    assert truth("ecog in {0, 1}", a_case(ecog=value)) == expected


@pytest.mark.parametrize("negation", ["", "not "])
def test_a_flag_is_yes_no_or_unknown(negation: str) -> None:
    words = ["true", "false"] if not negation else ["false", "true"]
    assert truth(f"{negation}cirrhosis", a_case(cirrhosis=True)) == words[0]
    assert truth(f"{negation}cirrhosis", a_case(cirrhosis=False)) == words[1]


# -------------------------------------------------------------- which value counts


def test_the_newest_value_counts() -> None:
    case = a_case(platelets=[(60, {"on": ago(1)}), (90, {"on": ago(3)})])
    assert truth("platelets >= 75 '10*9/L'", case) == "false"


def test_the_time_of_day_decides_between_values_of_one_day() -> None:
    case = a_case(platelets=[(60, {"at": "08:30"}), (90, {"at": "14:00"})])
    assert truth("platelets >= 75 '10*9/L'", case) == "true"


def test_values_of_one_day_without_a_time_are_bounds() -> None:
    case = a_case(platelets=[60, 90])
    assert truth("platelets >= 75 '10*9/L'", case) == "unknown"
    assert truth("platelets >= 50 '10*9/L'", case) == "true"
    assert truth("platelets > 90 '10*9/L'", case) == "false"


def test_answers_of_one_day_that_differ_are_open() -> None:
    assert truth("ecog in {0, 1}", a_case(ecog=[1, 2])) == "unknown"
    assert truth("cirrhosis", a_case(cirrhosis=[True, False])) == "unknown"
    basis = a_case(diagnosis_basis=[{"value": ["histology"]}, {"value": ["radiology"]}])
    found = reasons("diagnosis_basis includes histology", basis)
    assert found == {("diagnosis_basis", "conflict")}


def test_values_after_the_day_of_review_are_invisible() -> None:
    case = a_case(platelets=[(60, {"on": ago(-1)}), (90, {"on": ago(1)})])
    assert truth("platelets >= 75 '10*9/L'", case) == "true"


def test_values_after_the_anchor_do_not_count() -> None:
    case = a_case(platelets=[(60, {"on": ago(1)}), (90, {"on": ago(4)})])
    inclusion = date(2026, 11, 18)
    assert truth(f"{WEEK} before inclusion", case, inclusion=inclusion) == "true"


def test_a_value_dated_by_month_may_be_newer_than_one_of_a_day() -> None:
    case = a_case(platelets=[(60, {"on": "2026-11"}), (90, {"on": "2026-11-12"})])
    assert truth("platelets >= 75 '10*9/L'", case) == "unknown"
    assert truth("platelets >= 50 '10*9/L'", case) == "true"
    older = a_case(platelets=[(60, {"on": "2026-10"}), (90, {"on": "2026-11-12"})])
    assert truth("platelets >= 75 '10*9/L'", older) == "true"


# ------------------------------------------------------------------------ windows


@pytest.mark.parametrize(
    ("days", "expected"), [(0, "true"), (6, "true"), (7, "true"), (8, "unknown")]
)
def test_within_seven_days_the_seventh_still_counts(days: int, expected: str) -> None:
    case = a_case(platelets=(80, {"on": ago(days)}))
    assert truth(WEEK, case) == expected
    if expected == "unknown":
        assert reasons(WEEK, case) == {("platelets", "stale")}


def test_the_last_day_of_a_window_carries_the_note_our_reading() -> None:
    notes = [
        outcome(WEEK, a_case(platelets=(80, {"on": ago(days)}))).evidence[0].notes
        for days in (6, 7)
    ]
    assert notes == [(), ("our reading: the last day of the window still counts",)]


@pytest.mark.parametrize(("days", "expected"), [(27, "true"), (28, "true"), (29, "unknown")])
def test_without_a_window_the_age_of_the_site_applies(days: int, expected: str) -> None:
    case = a_case(platelets=(80, {"on": ago(days)}))
    found = outcome("platelets >= 75 '10*9/L'", case)
    assert found.truth.value == expected
    assert found.evidence[0].fact is not None
    assert found.evidence[0].fact.setting_days == 28


def test_a_fact_that_does_not_change_has_no_age() -> None:
    case = a_case(hbsag=("positive", {"on": "2019-02-01"}))
    assert truth("hbsag = positive", case) == "true"


def test_a_sample_without_a_date_is_of_no_use() -> None:
    case = a_case(platelets=(80, {"on": None}))
    assert reasons(WEEK, case) == {("platelets", "undated")}
    assert reasons("platelets >= 75 '10*9/L'", case) == {("platelets", "undated")}


def test_a_month_lies_within_a_window_only_as_a_whole() -> None:
    text = "platelets >= 75 '10*9/L' within 1 month"
    assert truth(text, a_case(platelets=(80, {"on": "2026-11"}))) == "true"
    assert truth(text, a_case(platelets=(80, {"on": "2026-10"}))) == "unknown"
    assert reasons(text, a_case(platelets=(80, {"on": "2026"}))) == {("platelets", "stale")}


@pytest.mark.parametrize(
    ("anchor", "event", "expected"),
    [
        (date(2026, 3, 31), "2026-02-28", "true"),  # one month back from 31 March ends February
        (date(2026, 3, 31), "2026-02-27", "false"),
        (date(2024, 3, 31), "2024-02-29", "true"),
        (date(2024, 3, 31), "2024-02-28", "false"),
        (date(2026, 3, 30), "2026-02-28", "true"),
        (date(2026, 5, 31), "2026-04-30", "true"),
        (date(2026, 5, 31), "2026-04-29", "false"),
    ],
)
def test_months_follow_the_calendar_and_end_with_it(
    anchor: date, event: str, expected: str
) -> None:
    case = a_case(on=anchor, events=[{"kind": "bleeding", "on": event}])
    assert truth("some bleeding within 1 month", case, anchor) == expected


@pytest.mark.parametrize(("event", "expected"), [("2023-02-28", "true"), ("2023-02-27", "false")])
def test_a_year_before_the_29th_of_february_ends_on_the_28th(event: str, expected: str) -> None:
    leap = date(2024, 2, 29)
    case = a_case(on=leap, events=[{"kind": "bleeding", "on": event}])
    assert truth("some bleeding within 1 year", case, leap) == expected


def test_a_window_can_hang_on_a_date_of_the_case() -> None:
    text = f"{WEEK} before diagnosis_date"
    case = a_case(platelets=(80, {"on": "2026-11-01"}), diagnosis_date="2026-11-05")
    assert truth(text, case) == "true"
    assert truth(text, a_case(platelets=80, diagnosis_date="2026-10-05")) == "unknown"
    assert reasons(text, a_case(platelets=80)) == {("diagnosis_date", "missing")}
    partial = a_case(platelets=80, diagnosis_date="2026-11")
    assert reasons(text, partial) == {("diagnosis_date", "range")}


def test_every_kind_of_window_can_hang_on_a_date_of_the_case() -> None:
    case = a_case(
        diagnosis_date="2026-11-05",
        tuberculosis_treatment_end="2026-11-01",
        alt=(30, {"on": "2026-11-01"}),
        events=[{"kind": "bleeding", "on": "2026-11-01"}],
    )
    for text in ("tuberculosis_treatment_end", "sampled {alt}", "some bleeding"):
        assert truth(f"{text} within 7 days before diagnosis_date", case) == "true"
        assert truth(f"{text} within 7 days before diagnosis_date", a_case()) == "unknown"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2025-11-21", "true"),
        ("2025-11-20", "false"),
        ("2026-11-21", "true"),
        ("2025", "unknown"),
        ("2024", "false"),
        ("2026", "true"),
        ("never", "false"),
        ("2027-03-01", "true"),  # the end is planned: the treatment goes on
    ],
)
def test_the_end_of_a_treatment_within_a_year(written: str, expected: str) -> None:
    case = a_case(tuberculosis_treatment_end=written)
    assert truth("tuberculosis_treatment_end within 1 year", case) == expected


def test_a_treatment_that_goes_on_lies_within_every_period() -> None:
    case = a_case(autoimmune_systemic_treatment_end="ongoing")
    assert truth("autoimmune_systemic_treatment_end within 2 years", case) == "true"


def test_two_dates_are_compared_as_far_as_they_are_known() -> None:
    text = "birth_date < diagnosis_date"
    assert truth(text, a_case(birth_date="1960", diagnosis_date="2026-11")) == "true"
    assert truth(text, a_case(birth_date="2026", diagnosis_date="2026-11")) == "unknown"
    assert truth(text, a_case(birth_date="2026-11", diagnosis_date="2026-10-31")) == "false"


# -------------------------------------------------------------------------- lists


def test_an_empty_list_is_none_only_where_someone_said_so() -> None:
    assert truth("some lesions", a_case(lesions=[])) == "false"
    assert truth("no lesions", a_case(lesions=[])) == "true"
    assert reasons("some lesions", a_case(lesions=open_list())) == {("lesions", "not_complete")}
    assert reasons("no lesions", a_case()) == {("lesions", "not_complete")}


def test_one_entry_is_enough_for_some_but_never_for_no_more() -> None:
    one = a_case(metastases=open_list({"organ": "lung", "diameter": 10}))
    assert truth("some metastases", one) == "true"
    assert truth("count(metastases) >= 1", one) == "true"
    assert truth("count(metastases) <= 3", one) == "unknown"
    assert truth("max(diameter of metastases) <= 30 'mm'", one) == "unknown"
    assert truth("max(diameter of metastases) >= 10 'mm'", one) == "true"


def test_a_list_called_complete_long_ago_or_later_is_not() -> None:
    old = a_case(treatments=open_list(complete_on=date(2026, 10, 23)))
    assert reasons("no treatments", old) == {("treatments", "stale")}
    fresh = a_case(treatments=open_list(complete_on=date(2026, 10, 24)))
    assert truth("no treatments", fresh) == "true"
    later = a_case(treatments=open_list(complete_on=date(2026, 11, 22)))
    assert reasons("no treatments", later) == {("treatments", "not_complete")}


def test_old_imaging_leaves_a_list_open_whatever_it_holds() -> None:
    old = a_case(lesions=[{"longest": 30, "on": ago(43)}])
    for text in ("some lesions", "no lesions", "count(lesions) <= 3", "count(lesions) >= 1"):
        assert reasons(text, old) == {("lesions", "stale")}, text
    assert truth("max(longest of lesions) >= 10 'mm'", old) == "unknown"
    assert truth("some lesions", a_case(lesions=[{"longest": 30, "on": ago(42)}])) == "true"


def test_the_newest_look_at_a_named_lesion_counts() -> None:
    seen = [
        {"lesion": "S8", "on": ago(30), "longest": 40},
        {"lesion": "S8", "on": ago(2), "longest": 20},
        {"on": ago(2), "longest": 10},
    ]
    case = a_case(lesions=seen)
    assert truth("count(lesions) = 2", case) == "true"
    assert truth("max(longest of lesions) = 20 'mm'", case) == "true"
    assert truth("min(longest of lesions) = 10 'mm'", case) == "true"


def test_entries_after_the_day_of_review_or_the_anchor_are_invisible() -> None:
    event = {"kind": "bleeding", "on": ago(2)}
    case = a_case(events=[event, {"kind": "bleeding", "on": ago(-1)}])
    assert truth("count(events) = 1", case) == "true"
    earlier = date(2026, 11, 10)
    assert truth("some events", case, inclusion=earlier, anchor="inclusion") == "false"


def test_entries_are_counted_with_what_is_open_about_them() -> None:
    case = a_case(metastases=[{"organ": "lung"}, {"organ": "bone"}, {"diameter": 5}])
    assert truth("count(distinct organ of metastases) <= 3", case) == "true"
    assert truth("count(distinct organ of metastases) <= 2", case) == "unknown"
    assert truth("count(distinct organ of metastases) <= 1", case) == "false"
    assert truth("count(metastases where (organ = lung)) >= 1", case) == "true"
    assert truth("count(metastases where (organ = lung)) <= 1", case) == "unknown"
    assert truth("count(metastases where (organ = brain)) >= 1", case) == "unknown"
    assert truth("count(metastases where (organ = brain)) <= 1", case) == "true"


def test_one_missing_size_leaves_the_largest_open_but_not_what_it_exceeds() -> None:
    case = a_case(metastases=[{"organ": "lung", "diameter": 31}, {"organ": "lung"}])
    assert truth("max(diameter of metastases) <= 30 'mm'", case) == "false"
    assert truth("max(diameter of metastases) <= 31 'mm'", case) == "unknown"
    text = "max(diameter of metastases) <= 31 'mm'"
    assert reasons(text, case) == {("metastases.diameter", "missing")}
    assert truth("min(diameter of metastases) <= 31 'mm'", case) == "true"


def test_the_extreme_of_no_entry_passes_every_limit_from_its_side() -> None:
    case = a_case(metastases=[])
    assert truth("max(diameter of metastases) <= 30 'mm'", case) == "true"
    assert truth("min(diameter of metastases) >= 30 'mm'", case) == "true"


def test_an_entry_that_may_not_belong_leaves_the_extreme_open() -> None:
    entries = [{"organ": "lung", "diameter": 20}, {"diameter": 40}]
    text = "max(diameter of metastases where (organ = lung)) <= 30 'mm'"
    assert truth(text, a_case(metastases=entries)) == "unknown"
    asked = "max(diameter of metastases where (high_bleeding_risk)) <= 30 'mm'"
    found = outcome(asked, a_case(metastases=entries))
    assert (found.truth.value, found.questions) == ("unknown", ("high_bleeding_risk",))


def test_an_open_question_inside_a_list_is_put_to_the_board() -> None:
    for text in (
        "some metastases where (high_bleeding_risk)",
        "count(metastases where (high_bleeding_risk)) >= 1",
    ):
        found = outcome(text, a_case(metastases=[{"organ": "lung"}]))
        assert (found.truth.value, found.gaps) == ("unknown", ())
        assert found.questions == ("high_bleeding_risk",)


def test_a_field_of_an_entry_that_is_missing_leaves_it_open() -> None:
    case = a_case(events=[{"kind": "bleeding", "on": ago(2)}])
    text = "some bleeding where (source = varices)"
    assert reasons(text, case) == {("events.source", "missing")}
    assert truth("some bleeding where (source = varices)", a_case(events=[])) == "false"


def test_conditions_and_readings_work_inside_a_list() -> None:
    drug = {"drug": "a", "class": "aspirin", "daily_dose": 400, "on": ago(1)}
    known, unsaid = a_case(drugs=[{**drug, "route": "systemic"}]), a_case(drugs=[drug])
    text = "some drugs where (class = aspirin provided route = systemic)"
    assert [truth(text, known), truth(text, unsaid)] == ["true", "unknown"]
    both = """some drugs where (readings varices_reading
        {any: class = aspirin; within_year: daily_dose > 500 'mg/d'})"""
    assert outcome(both, known).questions == ("varices_reading",)


# ------------------------------------------------------------------ times of entries


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ({"on": ago(28)}, "true"),
        ({"on": ago(29)}, "false"),
        ({"on": ago(0)}, "true"),
        ({"start": ago(60)}, "true"),  # without an end it goes on
        ({"start": ago(60), "end": ago(28)}, "true"),
        ({"start": ago(60), "end": ago(29)}, "false"),
        ({"on": "2026-10"}, "unknown"),
        ({"on": "2026-11"}, "true"),
        ({"on": "2026-09"}, "false"),
        ({}, "unknown"),
    ],
)
def test_an_entry_lies_within_four_weeks(times: dict[str, Any], expected: str) -> None:
    case = a_case(treatments=[{"kind": "systemic", **times}])
    assert truth("some treatments within 4 weeks", case) == expected


def test_a_procedure_of_one_day_ends_on_its_day() -> None:
    case = a_case(treatments=[{"kind": "tace", "start": ago(60)}])
    assert truth("some treatments within 4 weeks", case) == "false"


@pytest.mark.parametrize(
    ("healed", "expected"), [(False, "true"), (None, "unknown"), (True, "unknown")]
)
def test_a_wound_goes_on_until_it_is_healed(healed: bool | None, expected: str) -> None:
    case = a_case(events=[{"kind": "wound", "on": ago(60), "healed": healed}])
    assert truth("some wound within 4 weeks", case) == expected
    closed = a_case(events=[{"kind": "wound", "on": ago(60), "end": ago(40), "healed": True}])
    assert truth("some wound within 4 weeks", closed) == "false"


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (30, 5, "true"),  # from day -14 to day -5: ten days
        (30, 6, "false"),
        (9, None, "true"),  # up to the anchor itself
        (8, None, "false"),
        (30, None, "true"),
    ],
)
def test_ten_days_within_two_weeks_count_the_first_and_the_last(
    start: int, end: int | None, expected: str
) -> None:
    drug = {"drug": "a", "start": ago(start), "end": None if end is None else ago(end)}
    case = a_case(drugs=[drug])
    assert truth("some drugs where (for 10 days within 2 weeks)", case) == expected


def test_a_length_that_hangs_on_a_vague_date_is_open() -> None:
    case = a_case(drugs=[{"drug": "a", "start": "2026-11"}])
    assert truth("some drugs where (for 10 days within 2 weeks)", case) == "unknown"


# ------------------------------------------------------------- corrected samples


def given_on(days: int, **more: Any) -> dict[str, Any]:
    return {"class": "blood_product", "on": ago(days), **more}


@pytest.mark.parametrize(
    ("drug", "expected"),
    [
        (given_on(3), "unknown"),  # the day of the sample
        (given_on(17), "unknown"),  # 14 days before it
        (given_on(18), "true"),
        (given_on(2), "true"),  # after it
        ({"class": "antiviral", "on": ago(5)}, "true"),
        ({"class": "growth_factor", "start": ago(60)}, "unknown"),  # goes on
        ({"class": "blood_product"}, "unknown"),
        ({"drug": "unnamed", "on": ago(5)}, "unknown"),
        ({"class": "blood_product", "on": "2026-11"}, "unknown"),
        ({"class": "blood_product", "on": "2026-10"}, "true"),  # at most 31 October, 18 days
    ],
)
def test_a_sample_passes_only_where_nothing_corrected_it(
    drug: dict[str, Any], expected: str
) -> None:
    case = a_case(platelets=(80, {"on": ago(3)}), drugs=[drug])
    assert truth(UNCORRECTED, case) == expected


def test_a_value_that_fails_in_spite_of_a_correction_still_fails() -> None:
    case = a_case(platelets=70, drugs=[given_on(1)])
    assert truth(UNCORRECTED, case) == "false"


def test_a_pass_needs_the_list_of_drugs_and_names_the_drug() -> None:
    assert reasons(UNCORRECTED, a_case(platelets=80)) == {("drugs", "not_complete")}
    case = a_case(platelets=80, drugs=[given_on(1, drug="platelet concentrate")])
    assert [gap.detail for gap in outcome(UNCORRECTED, case).gaps] == ["platelet concentrate"]


@pytest.mark.parametrize(
    ("drug", "expected"),
    [("2026-10-29", "true"), ("2026-10-31", "unknown"), ("2026-11-03", "unknown")],
)
def test_a_sample_dated_by_month_must_be_uncorrected_on_all_its_days(
    drug: str, expected: str
) -> None:
    early = date(2026, 11, 6)
    case = a_case(
        on=early,
        platelets=(80, {"on": "2026-11"}),
        drugs=[{"class": "blood_product", "on": drug}],
    )
    text = "platelets >= 75 '10*9/L' within 7 days uncorrected for 2 days"
    assert truth(text, case, early) == expected


def test_a_derived_value_is_corrected_through_its_samples_only() -> None:
    text = "creatinine_clearance >= 50 'mL/min' within 7 days uncorrected for 14 days"
    person: dict[str, Any] = {"age_recorded": 50, "sex": "male", "weight": (70, {"on": ago(20)})}
    case = a_case(creatinine=80, drugs=[given_on(25)], **person)
    assert truth(text, case) == "true"
    assert truth(text, a_case(creatinine=80, drugs=[given_on(5)], **person)) == "unknown"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"alt": 30}, "true"),
        ({"alt": (30, {"on": ago(7)})}, "true"),
        ({"alt": (30, {"on": ago(8)})}, "false"),
        ({"alt": (30, {"on": "2026-11"})}, "unknown"),
        ({"alt": (30, {"on": "2026-10"})}, "false"),
        ({"alt": (30, {"on": None})}, "unknown"),
        ({}, "unknown"),
        ({"alt": 30, "drugs": [given_on(3)]}, "false"),
        ({"alt": 30, "drugs": open_list()}, "unknown"),
    ],
)
def test_the_validity_of_a_sample(facts: dict[str, Any], expected: str) -> None:
    case = a_case(**{"drugs": [], **facts})
    assert truth("sampled {alt} within 7 days uncorrected for 14 days", case) == expected


def test_samples_too_far_apart_make_no_score() -> None:
    near = a_case(bilirubin=(20, {"on": ago(14)}), albumin=45)
    assert truth("albi_grade = 1", near) == "true"
    far = a_case(bilirubin=(20, {"on": ago(15)}), albumin=45)
    assert reasons("albi_grade = 1", far) == {("bilirubin", "mixed_dates")}
    month = a_case(on=date(2026, 11, 30), bilirubin=(20, {"on": "2026-11"}), albumin=45)
    assert truth("albi_grade = 1", month, date(2026, 11, 30)) == "unknown"


# ------------------------------------------------- conditions, records, the board


def test_something_provided_counts_only_where_its_condition_holds() -> None:
    text = "cirrhosis provided pregnant"
    table = {
        (True, True): "true",
        (True, False): "unknown",
        (True, None): "unknown",
        (False, False): "false",
        (False, None): "false",
        (None, True): "unknown",
    }
    for (part, condition), expected in table.items():
        assert truth(text, a_case(cirrhosis=part, pregnant=condition)) == expected
    unmet = a_case(cirrhosis=True, pregnant=False)
    assert reasons(text, unmet) == {("pregnant", "condition")}


def test_a_record_is_there_or_not_and_never_unknown() -> None:
    assert truth("recorded pregnant", a_case()) == "false"
    assert truth("recorded pregnant", a_case(pregnant=True)) == "true"
    assert truth("recorded treatments", a_case()) == "false"
    assert truth("recorded treatments", a_case(treatments=open_list({"kind": "tace"}))) == "true"


def test_an_open_question_is_unknown_without_a_gap() -> None:
    found = outcome("unresectable", a_case())
    assert (found.truth.value, found.gaps, found.questions) == ("unknown", (), ("unresectable",))
    assert truth("unresectable", a_case(unresectable=True)) == "true"
    assert truth("unresectable", a_case(unresectable=False)) == "false"


def test_a_missing_fact_and_an_open_question_stand_side_by_side() -> None:
    both = outcome("unresectable and cirrhosis", a_case())
    assert both.questions == ("unresectable",)
    assert [gap.field for gap in both.gaps] == ["cirrhosis"]


def test_what_does_not_decide_is_not_asked_for() -> None:
    settled = outcome("unresectable and cirrhosis", a_case(cirrhosis=False))
    assert (settled.truth.value, settled.gaps, settled.questions) == ("false", (), ())
    open_ = outcome("unresectable and cirrhosis", a_case(cirrhosis=True))
    assert (open_.gaps, open_.questions) == ((), ("unresectable",))


READINGS = "readings varices_reading {any: cirrhosis; within_year: pregnant}"


@pytest.mark.parametrize(
    ("cirrhosis", "pregnant", "expected", "asked"),
    [
        (True, True, "true", ()),
        (False, False, "false", ()),
        (True, False, "unknown", ("varices_reading",)),
        (True, None, "unknown", ()),
        (None, None, "unknown", ()),
    ],
)
def test_readings_that_differ_are_put_to_the_board(
    cirrhosis: bool | None, pregnant: bool | None, expected: str, asked: tuple[str, ...]
) -> None:
    found = outcome(READINGS, a_case(cirrhosis=cirrhosis, pregnant=pregnant))
    assert (found.truth.value, found.questions) == (expected, asked)
    assert bool(found.gaps) == (None in (cirrhosis, pregnant))


def test_the_board_chooses_a_reading() -> None:
    for chosen, expected in (("any", "true"), ("within_year", "false")):
        case = a_case(cirrhosis=True, pregnant=False, varices_reading=chosen)
        assert truth(READINGS, case) == expected


def test_the_arm_and_other_criteria_are_asked_of_the_trial() -> None:
    assert truth("arm in {haic}", a_case(), arm="haic") == "true"
    assert truth("arm in {haic}", a_case(), arm="other") == "false"
    answers = {"I1": outcome("cirrhosis", a_case(cirrhosis=True))}
    assert truth("not criterion I1", a_case(), criterion=answers.__getitem__) == "false"


# ------------------------------------------------------------------------ evidence


def test_evidence_shows_the_fact_its_limit_and_the_window() -> None:
    found = outcome("alt <= 5 ULN within 7 days", a_case(alt=(100, {"uln": 40})))
    seen = found.evidence[0]
    assert seen.limit == 200
    assert (seen.since, seen.anchor) == (date(2026, 11, 14), TODAY)
    assert seen.fact is not None
    assert seen.fact.number == 100


def test_evidence_of_a_list_names_the_entries_that_made_it_true() -> None:
    case = a_case(metastases=[{"organ": "lung"}, {"organ": "bone"}])
    seen = outcome("some metastases where (organ = bone)", case).evidence[0]
    assert [entry.get("organ") for entry in seen.entries] == ["bone"]


# ------------------------------------------------------------------- more knowledge

_FLAGS = ("cirrhosis", "pregnant", "dialysis")
_answers = st.sampled_from([True, False, None])


@given(st.tuples(_answers, _answers, _answers), st.data())
def test_more_knowledge_never_turns_an_answer_round(
    answers: tuple[bool | None, ...], data: st.DataObject
) -> None:
    text = data.draw(
        st.sampled_from(
            [
                "cirrhosis and (pregnant or not dialysis)",
                "not (cirrhosis or pregnant) or dialysis and cirrhosis",
                "(cirrhosis or pregnant) provided dialysis",
                "readings varices_reading {any: cirrhosis; within_year: pregnant or dialysis}",
            ]
        )
    )

    def case(known: tuple[bool | None, ...]) -> Case:
        facts: dict[str, Any] = dict(zip(_FLAGS, known, strict=True))
        return a_case(**facts)

    before = truth(text, case(answers))
    more = tuple(data.draw(st.booleans()) if each is None else each for each in answers)
    if before != "unknown":
        assert truth(text, case(more)) == before
