"""The sheet Schedule: its formulas say what the schedule says, and follow a changed cell."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from hccreview.clinical.case import Case
from hccreview.clinical.editing import with_plan
from hccreview.clinical.plan import Change, Delay, DoseReduction, Hold, Plan
from hccreview.clinical.planning import PlanningSettings
from hccreview.reports.cells import Formula
from hccreview.reports.workbook import workbook_bytes
from hccreview.review.compare import Comparison
from hccreview.review.schedule.build import planned_schedules
from hccreview.review.schedule.model import Schedule
from hccreview.trials.library import read_library
from hccreview.trials.local import LocalFill, LocalProtocol
from tests.reports.builders import HOSTILE, comparison_of, sample
from tests.reports.formulas import Evaluator, moment, serial

START = date(2026, 12, 1)
DAY = date(2026, 11, 21)
TRIALS = {trial.id: trial for trial in read_library()}


def planned(case: Case, **more: object) -> Comparison:
    for trial in TRIALS:
        case = with_plan(case, Plan(trial, START, **more))  # type: ignore[arg-type]
    return comparison_of(case)


def sheet_of(comparison: Comparison, schedules: tuple[Schedule, ...]) -> Worksheet:
    content = workbook_bytes(comparison, version="0.1.0", schedules=schedules)
    return load_workbook(BytesIO(content))["Schedule"]


def rows_of(sheet: Worksheet) -> list[int]:
    """The lines of the main table."""
    line = next(r for r in range(1, 40) if sheet.cell(r, 3).value == "Drug") + 1
    found = []
    while sheet.cell(line, 3).value:
        found.append(line)
        line += 1
    return found


def agree(sheet: Worksheet, schedules: tuple[Schedule, ...]) -> None:
    cells = Evaluator(sheet)
    everything = [given for schedule in schedules for given in schedule.given]
    lines = rows_of(sheet)
    assert len(lines) == len(everything)
    for line, given in zip(lines, everything, strict=True):
        begins = cells.value(f"H{line}")
        if given.start is not None:
            assert moment(begins) == given.start
        else:
            assert begins == serial(given.first)
        ends = cells.value(f"I{line}")
        if given.end is not None:
            assert moment(ends) == given.end
        elif given.kind == "daily":
            assert ends == serial(given.last)
        if given.dose is not None and given.dose.mg is not None:
            assert cells.value(f"N{line}") == pytest.approx(given.dose.mg, abs=1e-6)
        elif given.dose is not None:
            assert cells.value(f"N{line}") == "not known"
    totals_agree(sheet, schedules)


def totals_agree(sheet: Worksheet, schedules: tuple[Schedule, ...]) -> None:
    cells = Evaluator(sheet)
    line = next(r for r in range(1, 400) if sheet.cell(r, 3).value == "Total (mg)") + 1
    for schedule in schedules:
        for total in schedule.totals:
            assert sheet.cell(line, 1).value == schedule.trial
            assert sheet.cell(line, 2).value == total.drug
            found = cells.value(f"C{line}")
            if "body surface not known" in total.mg.missing:
                assert found == "not known"
            elif total.mg.value is None or not total.doses:
                assert found == "not stated in source"
            else:
                assert found == pytest.approx(total.mg.value, abs=1e-6)
            line += 1


@pytest.mark.parametrize("number", range(1, 15))
def test_the_formulas_of_every_sample_say_what_the_schedules_say(number: int) -> None:
    comparison = planned(sample(number), cycles=None)
    schedules = planned_schedules(comparison)
    assert len(schedules) == 5
    agree(sheet_of(comparison, schedules), schedules)


@pytest.mark.parametrize("rounding", ["none", "1", "5", "10", "vial"])
@pytest.mark.parametrize("formula", ["mosteller", "du_bois"])
def test_every_formula_and_rounding_is_worked_out_alike(formula: str, rounding: str) -> None:
    comparison = planned(sample(2), formula=formula, rounding=rounding, time=time(22, 30))
    rules = PlanningSettings(cap=1.75, vials=(("oxaliplatin", 50.0), ("fluorouracil", 250.0)))
    schedules = planned_schedules(comparison, rules)
    agree(sheet_of(comparison, schedules), schedules)


def test_changes_local_parts_and_the_clock_change_are_worked_out_alike() -> None:
    changes = (
        Hold(2, "platelets", "A. Chair", DAY, "oxaliplatin"),
        Delay(2, 7, "neuropathy", "A. Chair", DAY),
        DoseReduction(3, 75, "diarrhoea", "A. Chair", DAY, onwards=True),
    )
    plan = Plan("ChiCTR2100041874", date(2027, 3, 6), changes=changes, rounding="5")
    other = Plan("NCT06187961", date(2027, 3, 6))
    comparison = comparison_of(with_plan(with_plan(sample(2), plan), other))
    protocol = LocalProtocol(
        "NCT06187961", "A. Chair", DAY, "=1+1",
        (LocalFill("lenvatinib", dose=8, route="oral", days=(1,), per_day=1),), 28, 3,
    )  # fmt: skip
    rules = PlanningSettings(zone="Europe/Berlin", move_within_days=3)
    schedules = planned_schedules(comparison, rules, {"NCT06187961": protocol})
    assert any(given.held for schedule in schedules for given in schedule.given)
    sheet = sheet_of(comparison, schedules)
    agree(sheet, schedules)
    words = [cell.value for row in sheet.iter_rows() for cell in row if cell.value]
    assert any("local protocol of A. Chair" in str(word) for word in words)


def test_an_infusion_over_the_change_of_the_clock_ends_in_the_sheet_as_in_the_schedule() -> None:
    plan = Plan("ChiCTR2100041874", date(2027, 3, 26), cycles=2)
    comparison = comparison_of(with_plan(sample(2), plan))
    schedules = planned_schedules(comparison, PlanningSettings(zone="Europe/Berlin"))
    (double,) = (each for each in schedules if each.trial == plan.trial)
    assert max(g.end for g in double.given if g.end and g.cycle == 1).hour == 13
    agree(sheet_of(comparison, schedules), schedules)


def test_a_changed_weight_and_start_in_the_sheet_count_at_once() -> None:
    comparison = planned(sample(2))
    sheet = sheet_of(comparison, planned_schedules(comparison))
    assert sheet["A7"].value == "Weight (kg)"
    sheet["B7"] = 80
    later = date(2027, 1, 12)
    for line in range(1, 20):
        if sheet.cell(line, 1).value in TRIALS:
            sheet.cell(line, 2).value = later
    case = comparison.case
    heavier = tuple(
        replace(o, value=type(o.value)(80.0, 80.0)) if o.field == "weight" else o  # type: ignore
        for o in case.observations
    )
    plans = tuple(replace(plan, start=later) for plan in case.plans)
    moved = comparison_of(replace(case, observations=heavier, plans=plans))
    agree(sheet, planned_schedules(moved))


def test_a_weight_that_is_not_known_leaves_every_dose_a_m2_unknown() -> None:
    case = sample(2)
    bare = replace(case, observations=tuple(o for o in case.observations if o.field != "weight"))
    comparison = planned(bare)
    schedules = planned_schedules(comparison)
    sheet = sheet_of(comparison, schedules)
    agree(sheet, schedules)
    oxaliplatin = next(r for r in rows_of(sheet) if sheet.cell(r, 3).value == "oxaliplatin")
    assert Evaluator(sheet).value(f"N{oxaliplatin}") == "not known"
    assert sheet.cell(oxaliplatin, 10).value == 85


def test_only_our_own_formulas_run_whatever_somebody_typed() -> None:
    changes: tuple[Change, ...] = tuple(Hold(1, text, text, DAY, "apatinib") for text in HOSTILE)
    changes += tuple(DoseReduction(2, 75, text, text, DAY) for text in HOSTILE)
    case = replace(sample(2), code="=A1")
    plan = Plan("NCT05099848", START, cycles=2, changes=changes)
    comparison = comparison_of(with_plan(case, plan))
    sheet = sheet_of(comparison, planned_schedules(comparison))
    safe = re.compile(r'=[A-Z0-9$+\-*/(),<>=." a-z]*')
    formulas = [c for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    assert formulas
    for cell in formulas:
        assert safe.fullmatch(str(cell.value)), cell.value
        assert not any(word in str(cell.value) for word in ("HYPERLINK", "cmd", "A1:A9", "!"))


@pytest.mark.parametrize(
    "text", ['HYPERLINK("x")', "A1&B1", "'x'!A1", "cmd|x", 'IF(1,"typed",2)', "", "SUM(A1:A9)"]
)
def test_what_is_no_formula_of_ours_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a formula"):
        Formula(text)


def test_a_case_without_a_plan_has_no_such_sheet_and_a_deidentified_workbook_neither() -> None:
    comparison = comparison_of(sample(2))
    book = load_workbook(BytesIO(workbook_bytes(comparison, version="0.1.0")))
    assert "Schedule" not in book.sheetnames
    with_plans = planned(sample(2))
    schedules = planned_schedules(with_plans)
    content = workbook_bytes(with_plans, version="0.1.0", deidentified=True, schedules=schedules)
    bare = load_workbook(BytesIO(content))
    assert "Schedule" not in bare.sheetnames


def test_a_case_with_one_plan_has_every_trial_in_its_sheet_from_the_same_start() -> None:
    case = with_plan(sample(2), Plan("ChiCTR2100041874", START, cycles=2))
    schedules = planned_schedules(comparison_of(case))
    assert [(each.trial, each.start) for each in schedules] == [(trial, START) for trial in TRIALS]
    unplanned = planned_schedules(comparison_of(sample(2)))
    assert {each.start for each in unplanned} == {sample(2).first_dose}
    assert planned_schedules(comparison_of(replace(sample(2), first_dose=None))) == ()


def test_what_does_not_follow_a_changed_cell_is_said_above_and_no_sentence_names_a_start() -> None:
    comparison = planned(sample(2), changes=(Delay(2, 7, "neuropathy", "A. Chair", DAY),))
    sheet = sheet_of(comparison, planned_schedules(comparison))
    words = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert any("Not worked out anew: delays, moves by weekends" in text for text in words)
    assert not any("Day 1 is" in text for text in words)


def test_the_start_and_the_clock_are_a_real_date_and_a_real_time() -> None:
    comparison = planned(sample(2), time=time(8, 30))
    sheet = sheet_of(comparison, planned_schedules(comparison))
    assert sheet["B10"].value == datetime(2026, 12, 1)
    assert sheet["C10"].number_format.startswith("hh:mm")
    assert sheet["A10"].value == "NCT05099848"
