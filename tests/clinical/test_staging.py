"""BCLC, CNLC, TNM, Milan, up-to-seven and high-risk: rules, cut-offs, incomplete knowledge."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hccreview.clinical.burden import high_risk, milan, up_to_seven
from hccreview.clinical.ladder import at_least, every, negated, single, some
from hccreview.clinical.staging import ajcc_stage, ajcc_t, bclc, cnlc

WELL: dict[str, Any] = {
    "macrovascular": False,
    "extrahepatic": False,
    "ecog": 0,
    "child_pugh": frozenset("A"),
}
BCLC: dict[str, Any] = {**WELL, "ecog_cause": None, "transplant_candidate": None}


def n(number):
    return (number, number)


@pytest.mark.parametrize(
    ("count", "largest", "stage", "deciding"),
    [
        (n(1), 20, "0", "single nodule up to 2 cm"),
        (n(1), 20.1, "A", "single nodule above 2 cm"),
        (n(1), 120, "A", "single nodule above 2 cm"),
        (n(2), 30, "A", "up to three nodules of 3 cm or less"),
        (n(3), 30, "A", "up to three nodules of 3 cm or less"),
        (n(3), 30.1, "B", "multinodular beyond three of 3 cm"),
        (n(4), 10, "B", "multinodular beyond three of 3 cm"),
        ((4, None), None, "B", "multinodular beyond three of 3 cm"),
    ],
)
def test_bclc_by_tumour_burden(count, largest, stage, deciding):
    score = bclc(count, largest, **BCLC)
    assert (score.grade, score.deciding) == (stage, deciding)


@pytest.mark.parametrize(
    ("change", "stage", "deciding"),
    [
        ({"macrovascular": True}, "C", "macrovascular invasion"),
        ({"extrahepatic": True}, "C", "spread outside the liver"),
        ({"ecog": 1, "ecog_cause": True}, "C", "ECOG 1-2 due to cancer"),
        ({"ecog": 2, "ecog_cause": False}, "0", "single nodule up to 2 cm"),
        ({"ecog": 3, "ecog_cause": True}, "D", "ECOG 3-4"),
        (
            {"child_pugh": frozenset("C"), "transplant_candidate": False, "macrovascular": True},
            "D",
            "end-stage liver function",
        ),
        (
            {"child_pugh": frozenset("C"), "transplant_candidate": True},
            "0",
            "single nodule up to 2 cm",
        ),
        ({"child_pugh": frozenset("B")}, "0", "single nodule up to 2 cm"),
    ],
)
def test_bclc_names_the_component_that_decides(change, stage, deciding):
    score = bclc(n(1), 15, **{**BCLC, **change})
    assert (score.grade, score.deciding) == (stage, deciding)


@pytest.mark.parametrize(
    ("count", "largest", "change", "stages", "missing"),
    [
        (n(2), 50, {"macrovascular": None}, ("B", "C"), ("macrovascular_invasion",)),
        (n(1), 30, {"ecog": 1}, ("A", "C"), ("ecog_cause",)),
        (n(1), 30, {"ecog": None, "ecog_cause": True}, ("A", "C", "D"), ("ecog",)),
        (n(1), 30, {"ecog": 4}, ("A", "D"), ("ecog_cause",)),
        (n(1), None, {}, ("0", "A"), ("largest_diameter",)),
        (None, 15, {}, ("0", "A", "B"), ("nodule_count",)),
        (None, 25, {}, ("A", "B"), ("nodule_count",)),
        ((1, 3), 25, {}, ("A",), ()),
        ((1, 3), 15, {}, ("0", "A"), ("nodule_count",)),
        ((2, 3), None, {}, ("A", "B"), ("largest_diameter",)),
        (
            n(1),
            30,
            {"child_pugh": frozenset("BC")},
            ("A", "D"),
            ("child_pugh", "transplant_candidate"),
        ),
        (n(1), 30, {"child_pugh": frozenset("AB")}, ("A",), ()),
        (None, None, {"macrovascular": True}, ("C",), ()),
        (None, None, {"macrovascular": True, "extrahepatic": None}, ("C",), ()),
    ],
)
def test_bclc_with_incomplete_facts_keeps_what_is_possible(count, largest, change, stages, missing):
    score = bclc(count, largest, **{**BCLC, **change})
    assert (score.grades, score.missing) == (stages, missing)
    assert score.grade == (stages[0] if len(stages) == 1 else None)


def test_nothing_known_leaves_every_bclc_stage():
    score = bclc(
        None,
        None,
        macrovascular=None,
        extrahepatic=None,
        ecog=None,
        ecog_cause=None,
        child_pugh=frozenset(),
        transplant_candidate=None,
    )
    assert score.grades == ("0", "A", "B", "C", "D")


def test_without_a_nodule_there_is_no_stage_of_burden():
    assert bclc(n(0), None, **BCLC).grades == ()
    assert bclc(n(0), None, **{**BCLC, "extrahepatic": True}).grade == "C"


truths = st.sampled_from([True, False])
tumours = st.fixed_dictionaries(
    {
        "count": st.integers(1, 6),
        "largest": st.sampled_from([15.0, 20.0, 25.0, 30.0, 40.0, 50.0, 60.0]),
        "macrovascular": truths,
        "extrahepatic": truths,
        "ecog": st.integers(0, 4),
        "ecog_cause": truths,
        "child_pugh": st.sampled_from([frozenset("A"), frozenset("B"), frozenset("C")]),
        "transplant_candidate": truths,
    }
)


def stages_of(facts):
    count = facts["count"]
    given = {**facts, "count": n(count) if isinstance(count, int) else count}
    given["child_pugh"] = given["child_pugh"] or frozenset()
    chinese = {k: v for k, v in given.items() if k not in ("ecog_cause", "transplant_candidate")}
    return bclc(**given), cnlc(**chinese)


@given(
    tumours,
    st.sets(
        st.sampled_from(
            sorted(["count", "largest", "macrovascular", "ecog", "ecog_cause", "child_pugh"])
        )
    ),
)
def test_hiding_facts_never_loses_the_true_stage(facts, hidden):
    for full, partial in zip(
        stages_of(facts), stages_of({**facts, **dict.fromkeys(hidden)}), strict=True
    ):
        assert full.grade is not None
        assert full.grade in partial.grades


@given(tumours, st.sampled_from([(1, 3), (2, None), (2, 3), (1, None), (3, 5)]), truths)
def test_every_candidate_stage_is_reached_by_some_completion(facts, count, size_known):
    partial = {**facts, "count": count, **({} if size_known else {"largest": None})}
    sizes = [facts["largest"]] if size_known else [15.0, 25.0, 40.0, 60.0]
    numbers = range(count[0], (count[1] or 6) + 1)
    reached = [stages_of({**facts, "count": c, "largest": s}) for c in numbers for s in sizes]
    for place, score in enumerate(stages_of(partial)):
        assert set(score.grades) == {each[place].grade for each in reached}


@pytest.mark.parametrize(
    ("count", "largest", "change", "stage"),
    [
        (n(1), 50, {}, "Ia"),
        (n(1), 50.1, {}, "Ib"),
        (n(3), 30, {}, "Ib"),
        (n(2), 30.1, {}, "IIa"),
        (n(4), 10, {}, "IIb"),
        (n(1), 20, {"macrovascular": True}, "IIIa"),
        (n(1), 20, {"macrovascular": True, "extrahepatic": True}, "IIIb"),
        (n(1), 20, {"ecog": 3, "extrahepatic": True}, "IV"),
        (n(1), 20, {"ecog": 2}, "Ia"),
        (n(1), 20, {"child_pugh": frozenset("C")}, "IV"),
    ],
)
def test_cnlc_stages(count, largest, change, stage):
    assert cnlc(count, largest, **{**WELL, **change}).grade == stage


TNM = {"vascular": False, "major_branch": False, "adjacent_organ": False, "peritoneum": False}


@pytest.mark.parametrize(
    ("count", "largest", "change", "category", "stage"),
    [
        (n(1), 20, {"vascular": True}, "T1a", "IA"),
        (n(1), 20.1, {}, "T1b", "IB"),
        (n(1), 20.1, {"vascular": True}, "T2", "II"),
        (n(2), 50, {}, "T2", "II"),
        (n(2), 50.1, {}, "T3", "IIIA"),
        (n(1), 15, {"major_branch": True}, "T4", "IIIB"),
        (n(1), 15, {"adjacent_organ": True}, "T4", "IIIB"),
        (n(1), 15, {"peritoneum": True}, "T4", "IIIB"),
    ],
)
def test_tnm_categories_and_stages(count, largest, change, category, stage):
    t = ajcc_t(count, largest, **{**TNM, **change})
    assert (t.grade, ajcc_stage(t, False, False).grade) == (category, stage)
    assert ajcc_stage(t, True, False).grade == "IVA"
    assert ajcc_stage(t, True, True).grade == "IVB"


def test_unknown_vessels_leave_two_tnm_stages():
    t = ajcc_t(n(1), 40, **{**TNM, "vascular": None})
    assert (t.grades, t.missing) == (("T1b", "T2"), ("vascular_invasion",))
    stage = ajcc_stage(t, False, False)
    assert (stage.grades, stage.missing) == (("IB", "II"), ("vascular_invasion",))


def test_distant_spread_settles_the_tnm_stage_without_a_category():
    t = ajcc_t(None, None, **{**TNM, "vascular": None})
    assert ajcc_stage(t, None, True).grade == "IVB"


def test_unknown_nodes_stay_open():
    stage = ajcc_stage(ajcc_t(n(1), 20, **TNM), None, False)
    assert (stage.grades, stage.missing) == (("IA", "IVA"), ("regional_nodes",))


@pytest.mark.parametrize(
    ("count", "largest", "in_milan", "in_seven"),
    [
        (n(1), 50, True, True),
        (n(1), 50.1, False, True),
        (n(1), 60, False, True),
        (n(1), 60.1, False, False),
        (n(3), 30, True, True),
        (n(3), 30.1, False, True),
        (n(3), 40, False, True),
        (n(3), 41, False, False),
        (n(4), 30, False, True),
        (n(4), 30.1, False, False),
        ((1, 3), 30, True, True),
        ((1, 3), 45, None, None),
        ((4, None), 10, False, None),
        ((7, None), None, False, False),
        (None, 61, False, False),
        (None, 40, None, None),
    ],
)
def test_milan_and_up_to_seven(count, largest, in_milan, in_seven):
    free = {"macrovascular": False, "extrahepatic": False}
    assert milan(count, largest, **free).truth is in_milan
    assert up_to_seven(count, largest, **free).truth is in_seven


@pytest.mark.parametrize("spread", ["macrovascular", "extrahepatic"])
def test_invasion_or_spread_leaves_both_transplant_criteria(spread):
    facts = {"macrovascular": False, "extrahepatic": False}
    for rule in (milan, up_to_seven):
        assert rule(n(1), 20, **{**facts, spread: True}).truth is False
        unknown = rule(n(1), 20, **{**facts, spread: None})
        assert (unknown.truth, len(unknown.missing)) == (None, 1)


VP4, VP3 = frozenset({"Vp4"}), frozenset({"Vp3"})


@pytest.mark.parametrize(
    ("vp", "occupancy", "bile_duct", "plain", "with_duct"),
    [
        (VP4, None, None, True, True),
        (VP3, 49.9, False, False, False),
        (VP3, 50, False, True, True),
        (VP3, 10, True, False, True),
        (VP3, None, False, None, None),
        (VP3, 10, None, False, None),
        (VP3 | VP4, 10, False, None, None),
        (frozenset(), 10, False, None, None),
    ],
)
def test_high_risk(vp, occupancy, bile_duct, plain, with_duct):
    assert high_risk(vp, occupancy, bile_duct).truth is plain
    assert high_risk(vp, occupancy, bile_duct, with_bile_duct=True).truth is with_duct


def test_high_risk_names_what_is_missing():
    assert high_risk(VP3, None, None).missing == ("liver_occupancy",)
    score = high_risk(VP3, 10, None, with_bile_duct=True)
    assert score.missing == ("bile_duct_invasion",)


@pytest.mark.parametrize("left", [True, False, None])
@pytest.mark.parametrize("right", [True, False, None])
def test_three_valued_words(left, right):
    both = False if False in (left, right) else None if None in (left, right) else True
    either = True if True in (left, right) else None if None in (left, right) else False
    assert (every(left, right), some(left, right)) == (both, either)
    assert negated(left) is (None if left is None else not left)


def test_a_number_known_as_a_range_is_compared_as_a_range():
    assert at_least((4, None), 4) is True
    assert at_least((1, 3), 4) is False
    assert at_least((2, 5), 4) is None
    assert single((1, None)) is None
    assert single((2, None)) is False
    assert single((0, 0)) is False
