"""Schedules of the five trials: the arithmetic of the sources, and what they leave open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pytest

from hccreview.clinical.plan import Delay, DoseReduction, Hold, Plan
from hccreview.clinical.planning import PlanningSettings
from hccreview.errors import ReviewError
from hccreview.review.schedule.build import plan_for, schedule, schedule_of
from hccreview.review.schedule.burden import burden
from hccreview.review.schedule.model import Given, Schedule
from hccreview.review.schedule.patient import patient_of
from hccreview.review.schedule.words import amount_text
from hccreview.trials.library import read_library
from hccreview.trials.local import LocalFill, LocalProtocol, local_place, with_local
from tests.builders import TODAY, a_case, ago

TRIALS = {trial.id: trial for trial in read_library()}
APA, DOUBLE, LENVA = "NCT05099848", "ChiCTR2100041874", "NCT06187961"
UNSTATED = ("NCT06881433", "TACE-CAM-APA", LENVA)
START = date(2026, 12, 1)
PATIENT = a_case(height=170, weight=70)


def planned(trial: str, case=PATIENT, settings=None, protocol=None, **parts) -> Schedule:
    plan = Plan(trial, parts.pop("start", START), **parts)
    return schedule_of(case, TRIALS[trial], plan, TODAY, settings, protocol)


def first(found: Schedule, id_: str, cycle: int = 1) -> Given:
    return next(g for g in found.given if g.id == id_ and g.cycle == cycle)


def ends(found: Schedule, cycle: int = 1) -> float:
    """The hour after the start of the infusion at which the last one of a cycle ends."""
    return max((g.hour or 0) + g.hours for g in found.of_cycle(cycle) if g.hours)


def kinds(found: Schedule) -> list[str]:
    return [caution.kind for caution in found.cautions]


# ------------------------------------------------------------- the arithmetic of the sources


def test_the_infusion_of_nct05099848_takes_49_hours_and_reaches_into_day_6():
    found = planned(APA, time=time(9))
    assert ends(found) == 49
    continuous = first(found, "fluorouracil_continuous")
    assert (continuous.hour, continuous.hours) == (3, 46)
    assert continuous.start == datetime(2026, 12, 4, 12)
    assert continuous.end == datetime(2026, 12, 6, 10)
    assert (continuous.end.date() - START).days + 1 == 6
    (told,) = [c.text for c in found.cautions if c.kind == "beyond_days"]
    assert "days 4–5" in told
    assert "on day 6 at 10:00" in told


def test_eight_cycles_of_21_days_take_168_days():
    found = planned(APA)
    assert len(found.cycles) == 8
    assert found.days == 8 * 21 == 168
    assert found.cycles[7].start == date(2027, 4, 27)


def test_the_infusion_of_double_ia_001_takes_51_hours_one_after_the_other():
    found = planned(DOUBLE)
    hours = {g.id: (g.hour, g.hours) for g in found.of_cycle(1) if g.kind == "timed"}
    assert hours == {
        "camrelizumab": (0, 2),
        "oxaliplatin": (2, 1.5),
        "leucovorin": (3.5, 1.5),
        "fluorouracil": (5, 46),
    }
    assert ends(found) == 51


def test_six_cycles_of_21_days_take_126_days():
    found = planned(DOUBLE)
    assert (len(found.cycles), found.days) == (6, 126)


def test_fluorouracil_is_2800_against_2500_mg_a_square_metre_in_a_cycle():
    for trial, expected in ((APA, 2800), (DOUBLE, 2500)):
        (total,) = [t for t in planned(trial, cycles=1).totals if t.drug == "fluorouracil"]
        assert total.per_m2 is not None
        assert total.per_m2.value == expected
        assert total.mg.value == pytest.approx(expected * (170 * 70 / 3600) ** 0.5)


@pytest.mark.parametrize(
    ("order", "hours"),
    [("as_listed", (0, 2)), ("reversed", (49, 0)), ("open", (None, 0))],
)
def test_the_order_of_camrelizumab_and_folfox_is_a_choice(order: str, hours: tuple):
    found = planned(DOUBLE, choices=(("order", order),))
    assert (first(found, "camrelizumab").hour, first(found, "oxaliplatin").hour) == hours


@pytest.mark.parametrize(
    ("option", "day"),
    [
        ("methods", date(2026, 12, 3)),
        ("abstract:infusion_end", date(2026, 12, 5)),
        ("abstract:cycle_end", date(2026, 12, 23)),
    ],
)
def test_sorafenib_begins_on_day_3_after_what_is_chosen_and_all_readings_are_shown(option, day):
    found = planned(DOUBLE, choices=(("sorafenib", option),))
    assert min(g.first for g in found.given if g.id == "sorafenib") == day
    (choice,) = [c for c in found.choices if c.id == "sorafenib"]
    assert choice.chosen == option
    assert [o.first for o in choice.options] == [
        date(2026, 12, 3),
        date(2026, 12, 5),
        date(2026, 12, 23),
    ]
    assert all(o.place is not None and o.flags == ("A8",) for o in choice.options)


def test_sorafenib_begins_by_the_methods_where_nobody_chose_and_the_abstract_is_one_word():
    assert first(planned(DOUBLE), "sorafenib").first == date(2026, 12, 3)
    found = planned(DOUBLE, choices=(("sorafenib", "abstract"),))
    assert first(found, "sorafenib").first == date(2026, 12, 5)


def test_a_late_infusion_moves_the_start_that_is_counted_from_its_end():
    found = planned(DOUBLE, time=time(22), choices=(("sorafenib", "abstract:infusion_end"),))
    assert first(found, "fluorouracil").end == datetime(2026, 12, 4, 1)
    assert first(found, "sorafenib").first == date(2026, 12, 6)


# ----------------------------------------------------------------------- what is open


@pytest.mark.parametrize("trial", UNSTATED)
def test_a_trial_without_days_and_doses_draws_nothing_and_says_so(trial: str):
    found = planned(trial)
    assert not found.drawable
    assert found.given == found.published == ()
    assert found.cycles == ()
    assert {part.text for part in found.open} == {"not stated in source"}
    assert {p.part for p in found.open if not p.administration} == {
        "cycle_length",
        "maximum_cycles",
    }
    assert all(total.mg.value is None and total.mg.missing for total in found.totals)


def test_apatinib_has_a_dose_but_no_start_day_so_it_is_not_placed_and_not_counted():
    found = planned(APA)
    (line,) = [each for each in found.lines if each.administration.id == "apatinib"]
    assert not line.placed
    assert {part.part for part in line.open} == {"route", "days"}
    assert line.dose is not None
    assert line.dose.mg == 250
    (total,) = [t for t in found.totals if t.drug == "apatinib"]
    assert total.mg.value is None
    assert total.mg.missing == ("start day not stated in source",)


def test_an_implied_day_is_said_to_be_implied_and_stays_open():
    found = planned(DOUBLE)
    assert any("day 1 of the cycle is implied" in t for t in first(found, "oxaliplatin").implied)
    (part,) = [p for p in found.open if (p.administration, p.part) == ("oxaliplatin", "days")]
    assert part.text == "not stated in source"
    assert "implied" in part.remark


def test_maintenance_is_listed_as_open_and_not_drawn():
    found = planned(DOUBLE)
    assert {p.administration for p in found.open if p.stage == "maintenance"} == {
        "camrelizumab_maintenance",
        "sorafenib_maintenance",
    }
    assert not any("maintenance" in given.id for given in found.given)


def test_an_arm_without_haic_has_no_line_of_it():
    arms = [arm.id for arm in TRIALS["NCT06881433"].arms]
    control = next(arm for arm in arms if arm != "haic")
    assert "HAIC" not in [t.drug for t in planned("NCT06881433", arm=control).totals]
    assert "HAIC" in [t.drug for t in planned("NCT06881433", arm="haic").totals]


# ------------------------------------------------------------------------------ doses


def test_the_dose_keeps_formula_surface_and_both_values():
    found = planned(APA)
    assert found.surface is not None
    assert found.surface.value == pytest.approx(1.8181, abs=5e-5)
    assert found.surface.other == pytest.approx(1.8097, abs=5e-5)
    dose = first(found, "oxaliplatin").dose
    assert dose is not None
    assert (dose.stated, dose.unit, dose.mg) == (85, "mg/m2", pytest.approx(154.54, abs=5e-3))
    assert dose.arithmetic == "85 mg/m² × 1.8181 m² = 154.54 mg"


@pytest.mark.parametrize(
    ("rounding", "mg"), [("none", 154.5401), ("1", 155), ("5", 155), ("10", 150), ("vial", 150)]
)
def test_rounding_goes_to_the_nearest_step_and_is_told(rounding: str, mg: float):
    rules = PlanningSettings(vials=(("oxaliplatin", 50.0),))
    dose = first(planned(APA, settings=rules, rounding=rounding), "oxaliplatin").dose
    assert dose is not None
    assert dose.mg == pytest.approx(mg, abs=1e-3)
    assert ("rounded to" in dose.arithmetic) is (rounding != "none")


def test_a_flat_dose_is_never_rounded_and_a_dose_is_never_rounded_to_nothing():
    rules = PlanningSettings(
        rounding="vial", vials=(("camrelizumab", 300.0), ("oxaliplatin", 900.0))
    )
    found = planned(APA, settings=rules)
    camrelizumab, oxaliplatin = first(found, "camrelizumab").dose, first(found, "oxaliplatin").dose
    assert camrelizumab is not None
    assert camrelizumab.mg == 200
    assert oxaliplatin is not None
    assert oxaliplatin.mg == oxaliplatin.exact


def test_a_cap_holds_only_where_the_site_sets_one():
    capped = planned(APA, settings=PlanningSettings(cap=1.7))
    assert capped.surface is not None
    assert (capped.surface.value, capped.surface.uncapped) == (1.7, pytest.approx(1.8181, abs=1e-4))
    assert "cap" in kinds(capped)
    assert "cap" not in kinds(planned(APA))


@pytest.mark.parametrize("missing", ["height", "weight"])
def test_without_height_or_weight_the_dose_a_m2_is_shown_and_the_mg_are_unknown(missing: str):
    facts: dict[str, Any] = {"height": 170, "weight": 70, missing: None}
    case = a_case(**facts)
    found = planned(APA, case)
    assert found.surface is None
    dose = first(found, "oxaliplatin").dose
    assert dose is not None
    assert (dose.stated, dose.exact, dose.mg) == (85, None, None)
    assert "missing" in kinds(found)
    (total,) = [t for t in found.totals if t.drug == "oxaliplatin"]
    assert total.mg.value is None
    assert total.per_m2 is not None
    assert total.per_m2.value == 680
    (flat,) = [t for t in found.totals if t.drug == "camrelizumab"]
    assert flat.mg.value == 1600


def test_a_value_in_doubt_is_not_used_for_a_dose():
    twice = a_case(height=170, weight=[(70, {"on": ago(1)}), (90, {"on": ago(1)})])
    assert planned(APA, twice).surface is None
    above = a_case(height=170, weight="<70")
    assert planned(APA, above).surface is None
    older = a_case(height=170, weight=[(70, {"on": ago(9)}), (90, {"on": ago(1)})])
    weight = patient_of(older, TODAY).weight
    assert weight is not None
    assert weight.value == 90
    assert patient_of(older, date(2026, 11, 15)).weights[-1].value == 70


@pytest.mark.parametrize(("days", "old"), [(18, False), (19, True)])
def test_a_weight_is_old_28_days_before_the_start(days: int, old: bool):
    found = planned(APA, a_case(height=170, weight=(70, {"on": ago(days)})))
    assert ("weight_age" in kinds(found)) is old


@pytest.mark.parametrize(
    ("before", "now", "told"), [(70, 77, True), (70, 63, True), (70, 76.9, False), (70, 70, False)]
)
def test_a_weight_that_moved_by_ten_percent_is_told(before: float, now: float, told: bool):
    case = a_case(height=170, weight=[(before, {"on": ago(20)}), (now, {"on": ago(1)})])
    found = planned(APA, case)
    assert ("weight_change" in kinds(found)) is told
    assert found.surface is not None
    assert found.surface.weight.value == now


# ---------------------------------------------------------------------------- changes

BY: Any = {"reason": "platelets 40", "author": "A. Chair", "on": TODAY}


def test_a_delay_moves_its_cycle_and_all_later_days():
    found = planned(APA, cycles=3, changes=(Delay(2, 7, **BY),))
    assert [c.start for c in found.cycles] == [
        date(2026, 12, 1), date(2026, 12, 29), date(2027, 1, 19),
    ]  # fmt: skip
    assert found.cycles[0].last == date(2026, 12, 28)
    oxaliplatin = first(found, "oxaliplatin", 2)
    assert (oxaliplatin.moved, oxaliplatin.published_first) == (7, date(2026, 12, 25))
    assert found.published == planned(APA, cycles=3).given


def test_a_delay_of_one_administration_moves_what_comes_after_it_and_not_what_came_before():
    found = planned(APA, cycles=2, changes=(Delay(1, 2, **BY, administration="oxaliplatin"),))
    assert first(found, "camrelizumab").moved == 0
    assert first(found, "oxaliplatin").moved == first(found, "fluorouracil_continuous").moved == 2
    assert found.cycles[1].start == date(2026, 12, 24)


def test_a_delay_of_a_drug_taken_daily_holds_nothing_else_up():
    found = planned(DOUBLE, cycles=2, changes=(Delay(1, 5, **BY, administration="sorafenib"),))
    assert first(found, "sorafenib").first == date(2026, 12, 8)
    assert found.cycles[1].start == date(2026, 12, 22)


def test_a_hold_stays_visible_and_is_not_counted():
    hold = Hold(2, **BY, administration="sorafenib")
    found = planned(DOUBLE, cycles=3, changes=(hold,))
    assert first(found, "sorafenib", 2).held == hold
    (total,) = [t for t in found.totals if t.drug == "sorafenib"]
    assert total.mg.value == (19 + 21) * 800


def test_a_reduction_is_always_of_the_stated_dose_and_the_last_one_holds():
    changes = (
        DoseReduction(1, 75, **BY, onwards=True),
        DoseReduction(2, 50, **BY, administration="oxaliplatin"),
    )
    found = planned(APA, cycles=3, changes=changes)
    doses = [first(found, "oxaliplatin", n).dose for n in (1, 2, 3)]
    assert [d and d.given_per_m2 for d in doses] == [63.75, 42.5, 63.75]
    flat = first(found, "camrelizumab", 3).dose
    assert flat is not None
    assert flat.mg == 150
    stated = first(planned(APA), "oxaliplatin").dose
    assert stated is not None
    assert stated.given_per_m2 == 85


def test_a_change_that_changes_nothing_is_told():
    changes = (
        Hold(7, **BY),
        Hold(1, **BY, administration="cisplatin"),
        Delay(1, 3, **BY, administration="apatinib"),
    )
    found = planned(APA, cycles=2, changes=changes)
    assert kinds(found).count("idle") == 3


# ---------------------------------------------------------------------- the calendar


def test_a_cycle_never_moves_where_the_site_allows_no_days():
    found = planned(APA, start=date(2026, 12, 5), cycles=2)
    assert found.cycles[0].start == date(2026, 12, 5)
    assert kinds(found).count("calendar") == 2


def test_a_weekend_moves_a_cycle_to_the_next_working_day_and_later_ones_with_it():
    rules = PlanningSettings(move_within_days=3, holidays=(date(2026, 12, 28),))
    found = planned(APA, start=date(2026, 12, 5), cycles=3, settings=rules)
    starts = [date(2026, 12, 7), date(2026, 12, 29), date(2027, 1, 19)]
    assert [cycle.start for cycle in found.cycles] == starts
    assert [cycle.moves[0].days for cycle in found.cycles[:2]] == [2, 1]
    assert "holiday" in found.cycles[1].moves[0].why
    assert found.cycles[2].moves == ()


def test_a_window_that_is_too_short_leaves_the_cycle_and_says_so():
    found = planned(
        APA, start=date(2026, 12, 5), cycles=1, settings=PlanningSettings(move_within_days=1)
    )
    assert found.cycles[0].start == date(2026, 12, 5)
    assert "calendar" in kinds(found)


@pytest.mark.parametrize(
    ("start", "second"),
    [
        (date(2027, 1, 31), date(2027, 2, 21)),
        (date(2028, 2, 8), date(2028, 2, 29)),
        (date(2027, 2, 8), date(2027, 3, 1)),
        (date(2027, 12, 20), date(2028, 1, 10)),
    ],
)
def test_month_ends_leap_days_and_the_turn_of_the_year_count_as_days(start: date, second: date):
    assert planned(APA, start=start, cycles=2).cycles[1].start == second


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (
            date(2027, 3, 26),
            datetime(2027, 3, 28, 13),
        ),  # forward in the night: 51 h are 52 on the wall
        (date(2027, 10, 29), datetime(2027, 10, 31, 11)),  # and back
        (date(2027, 6, 1), datetime(2027, 6, 3, 12)),
    ],
)
def test_an_infusion_lasts_its_hours_over_the_change_of_the_clock(start: date, end: datetime):
    found = planned(DOUBLE, start=start, cycles=1, settings=PlanningSettings(zone="Europe/Berlin"))
    assert first(found, "fluorouracil").end == end
    assert ends(found) == 51
    unchanged = planned(DOUBLE, start=start, cycles=1)
    assert first(unchanged, "fluorouracil").end == datetime.combine(end.date(), time(12))


def test_a_start_that_the_clock_skips_is_moved_past_the_gap():
    rules = PlanningSettings(zone="Europe/Berlin")
    found = planned(DOUBLE, start=date(2027, 3, 28), time=time(2, 30), cycles=1, settings=rules)
    assert first(found, "camrelizumab").start == datetime(2027, 3, 28, 3, 30)


# ------------------------------------------------------------------- local protocols

PROTOCOL = LocalProtocol(
    LENVA, "A. Chair", TODAY, "product information",
    (LocalFill("lenvatinib", dose=8, route="oral", days=(1,), per_day=1),), 21, 4,
)  # fmt: skip


def test_a_local_protocol_draws_what_it_fills_and_marks_all_of_it():
    found = planned(LENVA, protocol=PROTOCOL)
    assert {given.drug for given in found.given} == {"lenvatinib"}
    assert [part for part, _ in found.given[0].local] == ["dose", "route", "days", "frequency"]
    assert {place.author for place in found.local} == {"A. Chair"}
    assert "local" in kinds(found)
    (total,) = [t for t in found.totals if t.drug == "lenvatinib"]
    assert (total.mg.value, total.local) == (4 * 21 * 8, True)
    dose = found.given[0].dose
    assert dose is not None
    assert "local protocol of A. Chair" in dose.arithmetic


def test_a_local_protocol_leaves_the_published_regimen_as_it_is():
    before = TRIALS[LENVA].regimen
    filled = with_local(before, PROTOCOL)
    assert TRIALS[LENVA].regimen is before
    assert local_place(filled.administrations[1].dose) == PROTOCOL.place
    assert local_place(before.administrations[1]) is None
    assert filled.administrations[0] == before.administrations[0]


@pytest.mark.parametrize(
    ("trial", "fill", "word"),
    [
        (APA, LocalFill("oxaliplatin", dose=100, unit="mg/m2"), "dose"),
        (APA, LocalFill("oxaliplatin", duration=1), "duration"),
        (APA, LocalFill("apatinib", per_day=2), "frequency"),
        (APA, LocalFill("camrelizumab", days=(1,)), "days"),
        (APA, LocalFill("fluorouracil_continuous", start_hour=4), "begins"),
        (DOUBLE, LocalFill("sorafenib", days=(1,)), "days"),
        (DOUBLE, LocalFill("sorafenib", route="oral"), "route"),
        (APA, LocalFill("cisplatin", dose=1), "cisplatin"),
    ],
)
def test_a_local_protocol_cannot_change_what_is_stated(trial: str, fill: LocalFill, word: str):
    with pytest.raises(ReviewError, match=word):
        with_local(TRIALS[trial].regimen, LocalProtocol(trial, "A", TODAY, "r", (fill,)))
    with pytest.raises(ReviewError, match="cycle length"):
        with_local(TRIALS[APA].regimen, LocalProtocol(APA, "A", TODAY, "r", cycle_length=14))


def test_a_start_day_of_the_site_places_apatinib():
    protocol = LocalProtocol(APA, "A", TODAY, "r", (LocalFill("apatinib", days=(1,)),))
    found = planned(APA, protocol=protocol, cycles=2)
    (total,) = [t for t in found.totals if t.drug == "apatinib"]
    assert (total.mg.value, total.goes_on) == (42 * 250, True)


def test_several_local_days_of_a_daily_drug_are_those_of_every_cycle():
    fill = LocalFill("lenvatinib", dose=8, days=(1, 2, 3, 8), per_day=1)
    found = planned(LENVA, protocol=replace(PROTOCOL, fills=(fill,), maximum_cycles=2))
    assert [(g.first.day, g.last.day) for g in found.of_cycle(1)] == [(1, 3), (8, 8)]
    assert len(found.of_cycle(2)) == 2


# --------------------------------------------------------------------------- burden


def line(found: Schedule, id_: str) -> str:
    return next(each.text for each in burden(found).lines if each.id == id_)


def test_infusion_hours_stand_like_with_like():
    assert line(planned(DOUBLE), "infusion_hours") == "51 h"
    assert line(planned(DOUBLE), "chemotherapy_hours") == "49 h"
    assert line(planned(APA), "infusion_hours").startswith(
        "at least 49 h (duration of camrelizumab"
    )
    assert line(planned(APA), "chemotherapy_hours").startswith("at least 49 h (duration of fluor")


@pytest.mark.parametrize(
    ("start", "nights"), [(time(9), 2), (time(0), 2), (time(21), 2), (time(22), 3)]
)
def test_nights_with_an_infusion_depend_on_the_clock(start: time, nights: int):
    assert line(planned(DOUBLE, time=start), "nights") == f"{nights} nights"


def test_catheters_and_visits_only_where_they_are_stated():
    assert line(planned(DOUBLE, cycles=4), "catheters") == "4 placements"
    assert line(planned(DOUBLE, cycles=4), "visits") == "4 visits"
    held = (Hold(2, **BY, administration=""),)
    assert line(planned(DOUBLE, cycles=4, changes=held), "catheters") == "3 placements"
    for trial in (APA, *UNSTATED):
        assert line(planned(trial), "catheters") == line(planned(trial), "visits")
        assert line(planned(trial), "visits") == "not stated in source"


def test_what_is_taken_daily_is_told_in_mg_a_day():
    assert line(planned(DOUBLE), "daily") == "sorafenib 800 mg a day"
    assert line(planned(APA), "daily") == "apatinib 250 mg a day (route not stated in source)"
    assert line(planned(LENVA), "daily") == "not stated in source"


@pytest.mark.parametrize("trial", UNSTATED)
def test_nothing_of_the_burden_is_invented(trial: str):
    for each in burden(planned(trial)).lines:
        assert each.amount is None or each.amount.value is None, each
        assert "not stated in source" in each.text


def test_cumulative_doses_stand_a_m2_or_flat():
    assert line(planned(APA), "cumulative:fluorouracil") == "22\u00a0400 mg/m²"
    assert line(planned(DOUBLE), "cumulative:fluorouracil") == "15\u00a0000 mg/m²"
    assert amount_text(planned(DOUBLE).totals[0].mg) == "1\u00a0200 mg"


# ------------------------------------------------------------------------ bad input


@pytest.mark.parametrize(
    ("parts", "word"),
    [
        ({"trial": APA, "cycles": 9}, "at most 8 cycles"),
        ({"trial": LENVA, "cycles": 2}, "no length of a cycle"),
        ({"trial": APA, "choices": (("sorafenib", "methods"),)}, "no choice"),
        ({"trial": DOUBLE, "choices": (("sorafenib", "methodes"),)}, "did you mean"),
        ({"trial": DOUBLE, "choices": (("order", "x"),)}, "no option"),
        ({"trial": APA, "arm": "haicc"}, "no arm"),
    ],
)
def test_what_cannot_be_planned_is_answered_in_a_sentence(parts: dict, word: str):
    with pytest.raises(ReviewError, match=word):
        planned(parts.pop("trial"), **parts)


def test_a_plan_and_a_protocol_belong_to_their_trial():
    with pytest.raises(ReviewError, match="belongs to"):
        schedule_of(PATIENT, TRIALS[APA], Plan(DOUBLE, START), TODAY)
    with pytest.raises(ReviewError, match="local protocol belongs to"):
        planned(APA, protocol=PROTOCOL)


def test_the_plan_of_a_case_is_moved_to_another_start():
    case = replace(PATIENT, plans=(Plan(APA, START, cycles=3),))
    later = date(2027, 1, 4)
    assert plan_for(case, APA, later) == Plan(APA, later, cycles=3)
    assert plan_for(case, DOUBLE, later) == Plan(DOUBLE, later)


def test_a_schedule_needs_no_case_only_height_and_weight():
    patient = patient_of(PATIENT, TODAY)
    found = schedule(TRIALS[APA].regimen, patient, START, 2, (Delay(2, 1, **BY),))
    assert found.cycles[1].start == date(2026, 12, 23)
