"""Child-Pugh, ALBI, body measures and MELD: published values, cut-offs, missing inputs."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hccreview.clinical.body import (
    body_surface,
    creatinine_clearance,
    qtcf,
    qtcf_above_limit,
    surface_dose,
)
from hccreview.clinical.child_pugh import child_pugh, child_pugh_bilirubin_points
from hccreview.clinical.conversions import (
    BILIRUBIN_UMOL_PER_MG_DL,
    CREATININE_UMOL_PER_MG_DL,
    convert,
    hbv_copies_range,
    hbv_iu_range,
)
from hccreview.clinical.meld import meld, meld_3, meld_3_raw, meld_i, meld_na, meld_na_raw, meld_raw
from hccreview.clinical.rounding import exceeds, reaches, round_half_up
from hccreview.clinical.scores import Score, albi, ecog_meaning, malbi
from hccreview.errors import ReviewError

GOOD: dict[str, Any] = {
    "bilirubin": 17.0,
    "albumin": 40.0,
    "inr": 1.0,
    "pt_prolongation": None,
    "ascites": "none",
    "encephalopathy": "none",
}


def between(full: Score, partial: Score) -> bool:
    assert None not in (full.value, partial.low, partial.high)
    return bool(partial.low <= full.value <= partial.high)  # type: ignore[operator]


# --- Child-Pugh -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("change", "score"),
    [
        ({}, 5),
        ({"bilirubin": 34.1}, 5),
        ({"bilirubin": 34.2}, 6),
        ({"bilirubin": 51.3}, 6),
        ({"bilirubin": 51.4}, 7),
        ({"albumin": 35.1}, 5),
        ({"albumin": 35.0}, 6),
        ({"albumin": 28.0}, 6),
        ({"albumin": 27.9}, 7),
        ({"inr": 1.69}, 5),
        ({"inr": 1.7}, 6),
        ({"inr": 2.3}, 6),
        ({"inr": 2.31}, 7),
        ({"inr": None, "pt_prolongation": 3.9}, 5),
        ({"inr": None, "pt_prolongation": 4.0}, 6),
        ({"inr": None, "pt_prolongation": 6.0}, 6),
        ({"inr": None, "pt_prolongation": 6.1}, 7),
        ({"ascites": "slight"}, 6),
        ({"ascites": "moderate"}, 7),
        ({"ascites": "massive"}, 7),
        ({"encephalopathy": "grade_1"}, 6),
        ({"encephalopathy": "grade_2"}, 6),
        ({"encephalopathy": "grade_3"}, 7),
        ({"encephalopathy": "grade_4"}, 7),
    ],
)
def test_child_pugh_at_each_cut_off(change, score):
    assert child_pugh(**{**GOOD, **change}).value == score


@pytest.mark.parametrize(("mg_dl", "points"), [(1.99, 1), (2.0, 2), (3.0, 2), (3.01, 3)])
def test_bilirubin_measured_in_mg_dl_is_classified_at_2_and_3(mg_dl, points):
    umol_l = mg_dl * BILIRUBIN_UMOL_PER_MG_DL
    assert child_pugh_bilirubin_points(umol_l, "mg/dL") == points
    assert child_pugh_bilirubin_points(convert("bilirubin", mg_dl, "mg/dL", "umol/L"), "mg/dL") == (
        points
    )


def test_the_unit_of_measurement_decides_between_34_2_and_2_mg_dl():
    assert child_pugh_bilirubin_points(34.2, "umol/L") == 2
    assert child_pugh_bilirubin_points(34.2, "mg/dL") == 1


@pytest.mark.parametrize(("points", "grade"), [(0, "A"), (1, "A"), (2, "B"), (4, "B"), (5, "C")])
def test_child_pugh_classes_begin_at_5_7_and_10(points, grade):
    items: list[Any] = [
        ("ascites", "slight"),
        ("encephalopathy", "grade_1"),
        ("inr", 2.0),
        ("albumin", 30.0),
        ("bilirubin", 40.0),
    ]
    score = child_pugh(**{**GOOD, **dict(items[:points])})
    assert (score.value, score.grade) == (5 + points, grade)


def test_a_missing_item_leaves_bounds_and_names_what_is_missing():
    score = child_pugh(**{**GOOD, "ascites": None})
    assert (score.value, score.low, score.high) == (None, 5, 7)
    assert (score.grade, score.grades) == (None, ("A", "B"))
    assert score.missing == ("ascites",)


def test_bounds_may_settle_the_class_without_the_score():
    ill: dict[str, Any] = {
        **GOOD,
        "bilirubin": 90.0,
        "albumin": 20.0,
        "inr": 3.0,
        "encephalopathy": None,
    }
    score = child_pugh(**ill)
    assert (score.value, score.grade) == (None, "C")


def test_missing_clotting_asks_for_inr_or_prothrombin_time():
    assert child_pugh(**{**GOOD, "inr": None}).missing == ("inr", "prothrombin_time")


def test_inr_goes_before_prothrombin_time_and_a_disagreement_is_shown():
    score = child_pugh(**{**GOOD, "inr": 1.2, "pt_prolongation": 5.0})
    assert dict(score.points)["coagulation"] == 1
    assert score.notes == ("INR gives 1, prothrombin time 2 points; INR is used",)
    assert child_pugh(**{**GOOD, "pt_prolongation": 2.0}).notes == ()


def test_an_unknown_word_is_refused():
    with pytest.raises(ReviewError, match="Ascites “a lot” is not known"):
        child_pugh(**{**GOOD, "ascites": "a lot"})


patients = st.fixed_dictionaries(
    {
        "bilirubin": st.floats(1, 300),
        "albumin": st.floats(15, 55),
        "inr": st.floats(0.8, 5),
        "pt_prolongation": st.none(),
        "ascites": st.sampled_from(["none", "slight", "moderate", "massive"]),
        "encephalopathy": st.sampled_from(["none", "grade_1", "grade_3"]),
    }
)


@given(patients, st.sets(st.sampled_from(["bilirubin", "albumin", "inr", "ascites"])))
def test_partial_bounds_always_hold_the_full_child_pugh_score(patient, hidden):
    full = child_pugh(**patient)
    partial = child_pugh(**{**patient, **dict.fromkeys(hidden)})
    assert between(full, partial)
    assert full.grade in partial.grades
    assert bool(partial.missing) == bool(hidden)


# --- ALBI -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("score", "grade", "modified"),
    [
        (-2.601, "1", "1"),
        (-2.60, "1", "1"),
        (-2.599, "2", "2a"),
        (-2.27, "2", "2a"),
        (-2.269, "2", "2b"),
        (-1.39, "2", "2b"),
        (-1.389, "3", "3"),
    ],
)
def test_albi_grades_at_each_cut_off(score, grade, modified):
    albumin = (0.66 - score) / 0.085  # with a bilirubin of 10 umol/L
    assert albi(10, albumin).value == pytest.approx(score, abs=1e-9)
    assert (albi(10, albumin).grade, malbi(10, albumin).grade) == (grade, modified)


def test_albi_needs_both_values():
    score = malbi(None, 40)
    assert (score.value, score.grade, score.missing) == (None, None, ("bilirubin",))
    assert score.grades == ("1", "2a", "2b", "3")


def test_a_bilirubin_of_0_gives_no_albi():
    score = albi(0, 40)
    assert score.value is None
    assert score.notes == ("bilirubin must be above 0",)


# --- body -----------------------------------------------------------------------------------------
def test_body_surface_by_both_formulas():
    assert body_surface(170, 70).value == pytest.approx(1.8181, abs=1e-4)
    assert body_surface(170, 70, "du_bois").value == pytest.approx(1.8097, abs=1e-4)


def test_body_surface_without_weight_is_unknown():
    score = body_surface(170, None)
    assert (score.value, score.missing) == (None, ("weight",))


def test_a_dose_follows_the_surface():
    assert surface_dose(85, body_surface(170, 70)).value == pytest.approx(154.54, abs=0.01)
    assert surface_dose(85, body_surface(None, 70)).missing == ("height",)


def test_an_unknown_formula_is_refused():
    with pytest.raises(ReviewError, match="mosteller or du_bois"):
        body_surface(170, 70, "haycock")


def test_clearance_of_a_woman_is_85_percent_of_a_mans():
    creatinine = 0.9 * CREATININE_UMOL_PER_MG_DL
    man = creatinine_clearance(48, 65, creatinine, "male").value
    assert man is not None
    assert man == pytest.approx(92.284, abs=1e-3)
    assert creatinine_clearance(48, 65, creatinine, "female").value == pytest.approx(0.85 * man)


def test_clearance_without_sex_lies_between_the_two():
    score = creatinine_clearance(48, 65, 0.9 * CREATININE_UMOL_PER_MG_DL, None)
    assert score.value is None
    assert (score.low, score.high) == pytest.approx((78.441, 92.284), abs=1e-3)
    assert score.missing == ("sex",)


def test_qtcf_of_exactly_500_ms_is_not_above_the_limit():
    assert qtcf_above_limit(qtcf(500, 60)) is False
    assert qtcf_above_limit(qtcf(501, 60)) is True
    assert qtcf_above_limit(qtcf(500, None)) is None


def test_qtcf_warns_outside_the_usual_heart_rates():
    assert qtcf(400, 130).notes
    assert not qtcf(400, 120).notes


# --- MELD -----------------------------------------------------------------------------------------
def mg_dl(
    bilirubin: float, inr: float, creatinine: float, dialysis: bool = False
) -> tuple[float, float, float, bool]:
    return (
        bilirubin * BILIRUBIN_UMOL_PER_MG_DL,
        inr,
        creatinine * CREATININE_UMOL_PER_MG_DL,
        dialysis,
    )


CASE = mg_dl(2.5, 1.6, 1.4)


def test_meld_of_a_worked_case():
    assert meld_raw(*CASE) == pytest.approx(18.3777, abs=1e-4)
    assert (meld(*CASE).value, meld_i(*CASE)) == (18, 18)
    assert meld_na(*CASE, 130).value == 23
    assert meld_3(*CASE, 130, 28, "female", 50).value == 25


def test_values_below_1_count_as_1_and_the_floor_is_6():
    assert meld_raw(*mg_dl(0.3, 0.8, 0.5)) == pytest.approx(6.43)
    assert meld(*mg_dl(0.3, 0.8, 0.5)).value == 6


def test_the_cap_is_40():
    assert meld(*mg_dl(30, 6, 5)).value == 40


@pytest.mark.parametrize("creatinine", [0.8, 2.0, 9.0])
def test_dialysis_counts_as_creatinine_4_or_3_in_meld_3(creatinine):
    on = mg_dl(2, 1.5, creatinine, True)
    assert meld_raw(*on) == meld_raw(*mg_dl(2, 1.5, 4.0))
    assert meld_3_raw(*on, 135, 30, "male", 50) == meld_3_raw(
        *mg_dl(2, 1.5, 3.0), 135, 30, "male", 50
    )


@pytest.mark.parametrize(("sodium", "as_if"), [(110, 125), (125, 125), (137, 137), (150, 137)])
def test_sodium_is_kept_between_125_and_137(sodium, as_if):
    assert meld_na_raw(*CASE, sodium) == meld_na_raw(*CASE, as_if)


@pytest.mark.parametrize(("albumin", "as_if"), [(10, 15), (15, 15), (35, 35), (50, 35)])
def test_albumin_is_kept_between_15_and_35(albumin, as_if):
    rest = (130, "male", 50)
    with_value = meld_3_raw(*CASE, rest[0], albumin, *rest[1:])
    assert with_value == meld_3_raw(*CASE, rest[0], as_if, *rest[1:])


def test_sodium_counts_only_above_a_meld_of_11():
    low = mg_dl(1.2, 1.1, 1.0)
    assert meld_i(*low) <= 11
    assert meld_na_raw(*low, 125) == meld_i(*low)


def test_meld_3_of_adolescents_has_its_own_intercept_and_no_sex():
    at_17 = [meld_3_raw(*CASE, 130, 28, sex, 17) for sex in ("male", "female")]
    adult = [meld_3_raw(*CASE, 130, 28, sex, 18) for sex in ("male", "female")]
    assert at_17[0] == at_17[1] == pytest.approx(adult[1])
    assert adult[1] - adult[0] == pytest.approx(1.33)


def test_meld_without_sodium_is_bounded_and_asks_for_it():
    score = meld_na(*CASE, None)
    assert (score.value, score.low, score.high) == (None, 18, 27)
    assert score.missing == ("sodium",)


def test_a_missing_input_that_cannot_move_the_score_is_not_asked_for():
    high = mg_dl(40, 8, 4)
    assert meld_na(*high, None).value == 40
    assert meld_3(*high, 130, None, None, 50).missing == ()
    assert meld(*mg_dl(2, 1.5, 5.0)[:3], None).value is not None  # 4.0 with or without dialysis


values = st.tuples(st.floats(1, 800), st.floats(0.6, 8), st.floats(20, 900), st.booleans())
others = st.tuples(
    st.floats(110, 150), st.floats(10, 50), st.sampled_from(["male", "female"]), st.integers(18, 90)
)


@given(values, others, st.sets(st.integers(0, 7), max_size=3))
def test_partial_bounds_always_hold_the_full_meld_3(first, rest, hidden):
    full = (*first, *rest)
    known: list[Any] = [None if place in hidden else each for place, each in enumerate(full)]
    partial = meld_3(*known)
    assert between(meld_3(*full), partial)


# --- the rest -------------------------------------------------------------------------------------
def test_ecog_has_five_meanings_and_no_dead_patients():
    assert len({ecog_meaning(each) for each in range(5)}) == 5
    with pytest.raises(ReviewError):
        ecog_meaning(5)


@pytest.mark.parametrize(
    ("quantity", "value", "unit", "to_unit", "result"),
    [
        ("bilirubin", 1, "mg/dL", "umol/L", 17.104),
        ("bilirubin", 17.104, "µmol/L", "mg/dL", 1.0),
        ("creatinine", 1, "mg/dL", "umol/L", 88.42),
        ("albumin", 3.51, "g/dL", "g/L", 35.1),
        ("albumin", 28, "g/L", "g/dL", 2.8),
        ("haemoglobin", 9, "g/dL", "g/L", 90.0),
        ("afp", 100, "IU/mL", "ng/mL", 121.0),
        ("afp", 400, "ng/mL", "ug/L", 400.0),
        ("platelets", 75, "10*9/L", "10*9/L", 75.0),
    ],
)
def test_conversions_are_exact_in_decimals(quantity, value, unit, to_unit, result):
    assert convert(quantity, value, unit, to_unit) == result


def test_viral_loads_are_never_converted():
    with pytest.raises(ReviewError, match="no fixed factor"):
        convert("hbv_dna", 2000, "IU/mL", "copies/mL")
    assert hbv_copies_range(2000) == pytest.approx((6820, 11640))
    assert hbv_iu_range(11640)[0] == pytest.approx(2000)


@pytest.mark.parametrize(
    ("value", "digits", "result"), [(0.5, 0, 1), (2.5, 0, 3), (-2.5, 0, -3), (2.675, 2, 2.68)]
)
def test_halves_are_rounded_up(value, digits, result):
    assert round_half_up(value, digits) == result


def test_the_rounding_of_a_conversion_does_not_cross_a_cut_off():
    assert not exceeds(0.1 + 0.2, 0.3)
    assert reaches(0.3 - 1e-12, 0.3)
    assert exceeds(0.3001, 0.3)
