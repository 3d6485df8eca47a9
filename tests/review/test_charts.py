"""Charts as plain data: every number from a trial document, flags and silence where they are."""

from typing import Any

import pytest

from hccreview.errors import ReviewError
from hccreview.review.charts.adverse_events import OVERALL, AdverseEventView, adverse_events_chart
from hccreview.review.charts.best_response import best_response_chart
from hccreview.review.charts.catalogue import CHARTS, make_chart, make_charts
from hccreview.review.charts.comparators import comparators_chart
from hccreview.review.charts.design import design_chart
from hccreview.review.charts.flow import flow_chart
from hccreview.review.charts.model import CAUTION, NO_RESULTS, OutcomeChart
from hccreview.review.charts.population import PopulationChart, PopulationRow, population_chart
from hccreview.review.charts.response import response_chart
from hccreview.review.charts.time_to_event import time_to_event_chart
from hccreview.trials.library import read_library
from hccreview.trials.model import Trial
from tests.builders import a_case, comparison

TRIALS = read_library()
CONVERSION, DOUBLE_IA = "NCT05099848", "ChiCTR2100041874"
SILENT = ("NCT06881433", "TACE-CAM-APA", "NCT06187961")
OWN_RESULTS = ("response", "best_response", "time_to_event", "adverse_events", "flow", "design")


def trial(name: str) -> Trial:
    return next(each for each in TRIALS if each.id == name)


def flags(chart: OutcomeChart, key: str) -> set[str]:
    return {note.flag.id for note in chart.mark(key).flags}


def cells(chart: OutcomeChart, key: str) -> tuple[str, ...]:
    return next(row.cells for row in chart.table.rows if row.key == key)


# --- what every chart keeps -----------------------------------------------------------------------


@pytest.mark.parametrize("kind", [kind.id for kind in CHARTS])
def test_every_mark_has_its_row_its_place_and_flags_of_its_own_trial(kind: str) -> None:
    chart = make_chart(kind, TRIALS, comparison=comparison(a_case(ecog=1)))
    keys = [row.key for row in chart.table.rows if row.key]
    assert len(keys) == len(set(keys))
    assert len({mark.key for mark in chart.marks}) == len(chart.marks) > 0
    for mark in chart.marks:
        assert mark.key in keys
        assert "line" in mark.lines[-1]
        assert all(note.flag in trial(mark.trial).flags for note in mark.flags)
    assert len(chart.table.headings) <= 7
    assert {len(row.cells) for row in chart.table.rows} == {len(chart.table.headings)}


@pytest.mark.parametrize("kind", OWN_RESULTS)
@pytest.mark.parametrize("name", SILENT)
def test_a_trial_without_results_says_so_plainly(kind: str, name: str) -> None:
    chart = make_chart(kind, (trial(name),))
    assert chart.empty
    assert [(each.trial, each.text) for each in chart.silent] == [(name, NO_RESULTS)]


@pytest.mark.parametrize("kind", [kind.id for kind in CHARTS])
def test_every_trial_is_either_drawn_or_called_silent_or_listed(kind: str) -> None:
    chart = make_chart(kind, TRIALS)
    named = {mark.trial for mark in chart.marks} | {each.trial for each in chart.silent}
    named |= {row.cells[0] for row in chart.table.rows}
    assert named == {each.id for each in TRIALS}
    assert all(each.text.startswith(NO_RESULTS) for each in chart.silent)


def test_charts_across_trials_carry_the_standing_note() -> None:
    across = {kind.id for kind in CHARTS} - {"design", "population"}
    for chart in make_charts(TRIALS):
        assert chart.caution.startswith(CAUTION) == (chart.id in across)


def test_an_unknown_chart_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(ReviewError, match="did you mean “response”"):
        make_chart("respons", TRIALS)


# --- response -------------------------------------------------------------------------------------


def test_responses_hold_the_printed_numbers_and_never_mix_standards() -> None:
    chart = response_chart(TRIALS)
    printed = {
        f"{each.id}:{o.id}": (o.count, o.denominator, o.percent, o.criteria, o.interval)
        for each in TRIALS
        for o in each.outcomes
        if o.measure in ("objective_response", "disease_control")
    }
    drawn = {
        row.mark.key: (row.count, row.denominator, row.percent, row.criteria, row.reported)
        for group in chart.groups
        for row in group.rows
    }
    assert drawn == printed
    for group in chart.groups:
        assert {row.criteria for row in group.rows} == {group.criteria}


def test_the_interval_called_exact_that_is_not_is_flagged_beside_the_exact_one() -> None:
    chart = response_chart(TRIALS)
    rows = {row.mark.key: row for group in chart.groups for row in group.rows}
    row = rows[f"{DOUBLE_IA}:orr_mrecist"]
    assert row.miscalled
    assert row.exact == pytest.approx((24.40, 65.07), abs=0.005)
    assert "A1" in flags(chart, row.mark.key)
    assert [key for key, each in rows.items() if each.miscalled] == [row.mark.key]
    assert cells(chart, row.mark.key)[3:5] == ("24.6–63.5 (called Clopper-Pearson)", "24.4–65.1")
    assert any("24.6–63.5" in text and "A1" in text for text in chart.remarks)


def test_a_derived_count_is_called_derived() -> None:
    chart = response_chart(TRIALS)
    assert "derived" in cells(chart, f"{DOUBLE_IA}:orr_high_risk_recist")[2]
    assert "derived" not in cells(chart, f"{DOUBLE_IA}:orr_recist")[2]


def test_best_responses_add_up_and_a_part_of_the_patients_is_no_bar() -> None:
    chart = best_response_chart(TRIALS)
    found = {
        bar.criteria: [segment.count for segment in bar.segments]
        for bar in chart.bars
        if bar.trial == DOUBLE_IA
    }
    assert found == {"RECIST 1.1": [0, 9, 7, 9], "mRECIST": [0, 11, 5, 9]}
    assert all(bar.missing == 0 for bar in chart.bars)
    (told,) = [each.text for each in chart.silent if each.trial == CONVERSION]
    assert "4 complete response (dagger group of figure 2" in told


# --- time to event --------------------------------------------------------------------------------


def test_medians_and_landmarks_are_those_printed() -> None:
    chart = time_to_event_chart(TRIALS)
    own = trial(DOUBLE_IA).outcomes
    medians = {f"{DOUBLE_IA}:{o.id}": (o.value, o.interval) for o in own if o.kind == "median"}
    rates = {f"{DOUBLE_IA}:{o.id}": (o.at_months, o.percent) for o in own if o.kind == "rate"}
    assert {row.mark.key: (row.value, row.interval) for row in chart.medians} == medians
    assert {p.mark.key: (p.at_months, p.percent) for p in chart.rates} == rates
    assert len(medians) == 9


def test_all_nine_symmetric_intervals_are_called_doubtful() -> None:
    chart = time_to_event_chart(TRIALS)
    assert all(row.doubtful and "A2" in flags(chart, row.mark.key) for row in chart.medians)
    assert cells(chart, f"{DOUBLE_IA}:pfs_recist")[3].startswith("2.07–6.60")


def test_rates_that_the_audit_sets_against_one_another_are_flagged_on_both_sides() -> None:
    chart = time_to_event_chart((trial(DOUBLE_IA),))
    for names, flag in (
        (("pfs_6_recist", "liver_pfs_6_recist"), "A6"),
        (("pfs_12_recist", "liver_pfs_12_recist"), "A6"),
        (("pfs_12_mrecist", "liver_pfs_12_mrecist"), "A7"),
    ):
        assert all(flag in flags(chart, f"{DOUBLE_IA}:{name}") for name in names)


def test_the_second_value_of_a_figure_stays_visible() -> None:
    chart = time_to_event_chart(TRIALS)
    key = f"{DOUBLE_IA}:ttr_mrecist"
    assert "1.83 months (2.10–2.89)" in cells(chart, key)[4]
    assert {"A2", "A4"} <= flags(chart, key)
    assert "23.3 %" in cells(chart, f"{DOUBLE_IA}:pfs_12_mrecist")[4]


def test_immature_survival_is_told_and_not_drawn() -> None:
    (silent,) = time_to_event_chart((trial(CONVERSION),)).silent
    assert silent.text == f"{NO_RESULTS}: survival data called immature (abstract results, line 36)"


# --- adverse events -------------------------------------------------------------------------------


def test_unreliable_rows_are_out_by_default_with_a_count_and_come_with_the_switch() -> None:
    short = adverse_events_chart((trial(DOUBLE_IA),))
    long = adverse_events_chart((trial(DOUBLE_IA),), AdverseEventView(unreliable=True))
    assert short.left_out == 10
    assert long.left_out == 0
    assert len(long.marks) == len(short.marks) + 10
    assert any("10 rows" in text and "A16" in text for text in short.remarks)
    assert "Ascites (unreliable row)" in {row.cells[2] for row in long.table.rows}


def test_rows_hold_the_printed_percentages_and_a_missing_count_stays_missing() -> None:
    events = trial(DOUBLE_IA).adverse_events
    assert events is not None
    printed = {
        row.term: tuple(c.percent if c else None for c in (row.any, row.grade_3_plus))
        for row in events.rows
        if row.reliable
    }
    (panel,) = adverse_events_chart((trial(DOUBLE_IA),)).panels
    drawn = {
        row.term: tuple(r.percent if r else None for r in (row.any, row.grade3))
        for row in panel.rows
    }
    (overall,) = (each for each in trial(DOUBLE_IA).outcomes if each.id == "any_grade3_trae")
    printed["Any treatment-related event"] = (None, overall.percent)
    assert drawn == printed
    white = next(row for row in panel.rows if row.term == "White blood cell decreased")
    assert white.grade3 is not None
    assert white.grade3.count is None
    assert white.grade3.text(25) == "16.0 %, count not printed, implied 4"


def test_a_grade_that_is_not_printed_is_no_number() -> None:
    (panel,) = adverse_events_chart((trial(CONVERSION),)).panels
    assert all(row.any is None for row in panel.rows)
    rose = next(row for row in panel.rows if "Lymphocyte" in row.term)
    assert rose.caveat == "printed as increased, probably decreased"
    assert len(panel.single) == 3


@pytest.mark.parametrize("order", ["any", "grade3"])
def test_rows_without_groups_fall_by_the_grade_asked_for(order: str) -> None:
    view = AdverseEventView(order=order, grouped=False)  # type: ignore[arg-type]
    (panel,) = adverse_events_chart((trial(DOUBLE_IA),), view).panels
    rates = [getattr(row, order).percent for row in panel.rows if row.organ != OVERALL]
    assert rates == sorted(rates, reverse=True)


def test_rows_can_go_by_name_and_by_organ_and_groups_stay_together() -> None:
    by_name = AdverseEventView(order="name", grouped=False)
    (panel,) = adverse_events_chart((trial(DOUBLE_IA),), by_name).panels
    names = [row.term.casefold() for row in panel.rows if row.organ != OVERALL]
    assert names == sorted(names)
    for view in (AdverseEventView(order="organ"), AdverseEventView(order="grade3", grouped=True)):
        (panel,) = adverse_events_chart((trial(DOUBLE_IA),), view).panels
        organs = [row.organ for row in panel.rows]
        runs = [organ for i, organ in enumerate(organs) if i == 0 or organs[i - 1] != organ]
        assert len(runs) == len(set(runs))


@pytest.mark.parametrize("order", ["any", "grade3", "organ", "name"])
def test_the_share_of_patients_with_any_severe_event_stands_on_top(order: str) -> None:
    view = AdverseEventView(order=order)  # type: ignore[arg-type]
    first, second = (panel.rows[0] for panel in adverse_events_chart(TRIALS, view).panels)
    assert first.grade3 is not None and second.grade3 is not None
    assert (first.grade3.text(19), second.grade3.text(25)) == ("14/19 (73.7 %)", "19/25 (76.0 %)")
    assert first.any is None and second.any is None
    assert {note.flag.id for note in first.mark.flags} == {"A8"}


def test_deaths_and_treatment_ended_by_events_are_told_as_printed() -> None:
    remarks = "\n".join(adverse_events_chart(TRIALS).remarks)
    assert "Treatment-related deaths: none (abstract results, line 36)" in remarks
    assert "Dose reduced because of adverse events: 1/25 (4.0 %)" in remarks
    assert "Immune-related serious adverse events: no patients" in remarks


def test_versions_of_ctcae_stand_by_their_trial_and_are_not_pooled() -> None:
    chart = adverse_events_chart(TRIALS)
    assert {panel.trial: panel.grading for panel in chart.panels} == {
        CONVERSION: "CTCAE version not stated in source",
        DOUBLE_IA: "CTCAE 4.0",
    }
    assert (
        "Organs are our own grouping, not MedDRA; terms are those of the sources." in chart.remarks
    )


# --- flow, design, comparators --------------------------------------------------------------------


def test_the_flow_of_the_conversion_trial_is_printed_but_for_one_derived_count() -> None:
    (flow,) = flow_chart((trial(CONVERSION),)).flows
    counts = {step.title: step.count for step in flow.steps}
    assert counts == {
        "Enrolled": 19,
        "Became resectable": 14,
        "Not converted": 5,
        "R0 resection": 9,
        "Declined surgery": 5,
        "Major pathological response": 3,
        "of these, complete": 2,
    }
    assert [step.title for step in flow.steps if step.derived] == ["Not converted"]


def test_the_flow_of_the_two_stage_trial_ends_in_its_stop() -> None:
    (flow,) = flow_chart((trial(DOUBLE_IA),)).flows
    assert [step.title for step in flow.steps if step.planned] == [
        "Planned first stage",
        "Planned second stage",
    ]
    stop = next(step for step in flow.steps if step.title == "Stopped early")
    assert stop.text == "primary end point not met"
    assert next(s.count for s in flow.steps if s.title == "Responders, mRECIST") == 11


def test_both_readings_of_the_two_stage_rule_stand_with_their_characteristics() -> None:
    (design,) = design_chart((trial(DOUBLE_IA),)).designs
    printed, optimal = design.readings
    assert (printed.design.r1, optimal.design.r1) == (12, 11)
    assert (printed.design.n1, printed.design.r, printed.design.n) == (25, 32, 66)
    assert (printed.alpha, printed.power) == pytest.approx((0.03782, 0.83306), abs=1e-5)
    assert (optimal.alpha, optimal.power) == pytest.approx((0.04882, 0.90169), abs=1e-5)
    assert optimal.stop_p0 == pytest.approx(0.7323, abs=1e-4)
    assert optimal.expected_p0 == pytest.approx(35.98, abs=0.01)
    assert (design.responders, design.of) == (11, 25)
    assert design.observed is not None
    assert "0.414" in design.observed.lines[1]
    assert "0.078" in design.observed.lines[1]
    assert {note.flag.id for note in printed.mark.flags} == {"A9"}


def test_only_cited_figures_that_may_be_plotted_are_drawn_and_all_are_listed() -> None:
    chart = comparators_chart(TRIALS)
    may = [r for each in TRIALS for study in each.comparators for r in study.results if r.plot]
    drawn = [point for group in chart.groups for point in group.points if not point.own]
    assert {p.value for p in drawn} == {r.value or r.percent for r in may}
    assert len(drawn) == len(may)
    printed = [r for each in TRIALS for study in each.comparators for r in study.results]
    listed = [row for row in chart.table.rows if ":cited:" in row.key]
    assert len(listed) == len(printed)
    assert all("as cited" in point.mark.label for point in drawn)
    refused = [row.cells[4] for row in listed if row.cells[1] == "AHELP"]
    assert refused
    assert all(text.startswith("no: ") for text in refused)


def test_own_results_follow_the_cited_ones_and_are_called_so() -> None:
    for group in comparators_chart(TRIALS).groups:
        own = [point.own for point in group.points]
        assert own == sorted(own)
        assert all("other patients" in " ".join(p.mark.lines) for p in group.points if p.own)


# --- population -----------------------------------------------------------------------------------


def population(**facts: Any) -> PopulationChart:
    return population_chart((trial(DOUBLE_IA),), comparison(a_case(**facts), DOUBLE_IA))


def row(chart: PopulationChart, variable: str) -> PopulationRow:
    (table,) = chart.populations
    return next(each for each in table.rows if each.mark.key.endswith(f":{variable}"))


def here(chart: PopulationChart, variable: str) -> list[str]:
    return [group.label for group in row(chart, variable).groups if group.here]


def test_the_patient_stands_in_the_group_of_each_row() -> None:
    chart = population(
        age_recorded=50,
        sex="female",
        ecog=1,
        afp=200,
        nodule_count=4,
        portal_thrombus_vp="Vp3",
        hepatic_vein_thrombus="ivc_below_diaphragm",
        hbsag="positive",
        anti_hcv="negative",
    )
    assert here(chart, "age_group") == ["≥ 50"]
    assert here(chart, "sex") == ["Female"]
    assert here(chart, "ecog") == ["1"]
    assert here(chart, "afp") == ["≥ 200"]
    assert here(chart, "nodule_count") == ["≥ 4"]
    assert here(chart, "portal_thrombus_vp") == ["Vp3"]
    assert here(chart, "hepatic_vein_thrombus") == ["Inferior vena cava"]
    assert here(chart, "aetiology") == ["Hepatitis B"]


@pytest.mark.parametrize(
    ("facts", "variable", "group"),
    [
        ({"age_recorded": 49}, "age_group", "< 50"),
        ({"afp": 199.9}, "afp", "< 200"),
        ({"nodule_count": 3}, "nodule_count", "< 4"),
        ({"ecog": 0}, "ecog", "0"),
        ({"portal_thrombus_vp": "Vp0"}, "portal_thrombus_vp", "Absent"),
        ({"hepatic_vein_thrombus": "main"}, "hepatic_vein_thrombus", "Hepatic vein"),
        ({"metastases": []}, "extrahepatic_metastasis", "Absent"),
    ],
)
def test_limits_belong_to_the_group_that_the_table_prints(
    facts: dict[str, object], variable: str, group: str
) -> None:
    assert here(population(**facts), variable) == [group]


def test_few_enrolled_patients_are_told_in_a_plain_sentence() -> None:
    chart = population(sex="female", ecog=0, portal_thrombus_vp="Vp2")
    assert (
        "in 2 of 16 rows this patient belongs to a group with few or no enrolled" in chart.summary
    )
    assert "Sex (Female, 1 of 25)" in chart.summary
    assert "Portal-vein tumour thrombus (Vp2, 1 of 25)" in chart.summary
    assert "at most 3 of 25, our setting" in chart.summary


def test_a_value_that_nobody_enrolled_had_belongs_to_no_group() -> None:
    chart = population(ecog=2, portal_thrombus_vp="Vp1", age_recorded=70)
    for variable in ("ecog", "portal_thrombus_vp"):
        assert row(chart, variable).outside
        assert row(chart, variable).few
        assert here(chart, variable) == []
    assert row(chart, "age").few
    assert "ECOG performance status (2, none enrolled)" in chart.summary
    assert "70 years, outside the range 34–67" in chart.summary


def test_what_the_case_does_not_say_is_unknown_and_never_a_group() -> None:
    chart = population()
    (table,) = chart.populations
    assert {each.patient for each in table.rows} == {"unknown"}
    assert not any(group.here for each in table.rows for group in each.groups)
    assert all(each.few is None for each in table.rows)
    assert "no row of the table can be answered for this patient" in chart.summary


def test_a_range_leaves_the_group_open() -> None:
    chart = population(bilirubin=20, albumin=36, ascites="none", encephalopathy="none")
    scores = row(chart, "child_pugh_score")
    assert {group.here for group in scores.groups} == {None, False}
    assert scores.few is None
    assert "More than one group is possible: Child-Pugh score" in chart.summary


def test_a_row_without_the_others_counts_makes_no_claim_about_them() -> None:
    chart = population(portal_thrombus_vp="Vp0", liver_occupancy=10)
    risk = row(chart, "high_risk")
    assert risk.outside
    assert not risk.whole
    assert risk.few is None
    assert "No count is printed for such patients:" in chart.summary


def test_without_a_case_the_table_stands_without_a_patient() -> None:
    chart = population_chart(TRIALS)
    assert chart.summary == ""
    assert len(chart.marks) == 35
    assert not any(row.cells[4] for row in chart.table.rows)
