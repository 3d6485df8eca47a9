"""The sheet Schedule computed by LibreOffice: its formulas give what the schedule gives."""

from __future__ import annotations

import math
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from hccreview.clinical.editing import with_plan
from hccreview.clinical.plan import DoseReduction, Plan
from hccreview.reports.workbook import write_workbook
from hccreview.review.schedule.build import planned_schedules
from hccreview.trials.library import read_library
from tests.office.test_workbook_in_office import convert
from tests.reports.builders import comparison_of, sample

pytestmark = [pytest.mark.office, pytest.mark.timeout(300)]


def test_an_office_program_computes_the_doses_and_dates_of_the_schedule(tmp_path: Path) -> None:
    case, reduction = sample(2), DoseReduction(2, 75, "rash", "A. Chair", date(2026, 11, 21))
    for trial in read_library():
        plan = Plan(trial.id, date(2026, 12, 1), rounding="5", changes=(reduction,))
        case = with_plan(case, plan)
    comparison = comparison_of(case)
    schedules = planned_schedules(comparison)
    path = tmp_path / "plans.xlsx"
    write_workbook(comparison, path, version="0.1.0", schedules=schedules)
    (tmp_path / "computed").mkdir()
    convert(path, "xlsx", tmp_path / "computed")
    sheet = load_workbook(tmp_path / "computed" / "plans.xlsx", data_only=True)["Schedule"]
    heading = next(row for row in range(1, 40) if sheet.cell(row, 3).value == "Drug")
    everything = [given for schedule in schedules for given in schedule.given]
    for row, given in enumerate(everything, start=heading + 1):
        assert sheet.cell(row, 3).value == given.drug
        begins = sheet.cell(row, 8).value
        assert isinstance(begins, datetime)
        if given.start is not None:
            assert abs((begins - given.start).total_seconds()) < 1
        else:
            assert begins.date() == given.first
        if given.dose is not None:
            assert sheet.cell(row, 14).value == pytest.approx(given.dose.mg)


def test_an_office_program_recomputes_every_dose_after_a_change_of_weight(tmp_path: Path) -> None:
    comparison = comparison_of(with_plan(sample(2), Plan("ChiCTR2100041874", date(2026, 12, 1))))
    path = tmp_path / "heavier.xlsx"
    schedules = planned_schedules(comparison)
    write_workbook(comparison, path, version="0.1.0", schedules=schedules)
    book = load_workbook(path)
    assert book["Schedule"]["A7"].value == "Weight (kg)"
    book["Schedule"]["B7"] = 80
    book.save(path)
    (tmp_path / "computed").mkdir()
    convert(path, "xlsx", tmp_path / "computed")
    sheet = load_workbook(tmp_path / "computed" / "heavier.xlsx", data_only=True)["Schedule"]
    heavier = math.sqrt(171 * 80 / 3600)
    doses = {
        (sheet.cell(row, 1).value, sheet.cell(row, 3).value): sheet.cell(row, 14).value
        for row in range(1, sheet.max_row + 1)
    }
    assert doses["ChiCTR2100041874", "fluorouracil"] == pytest.approx(2500 * heavier)
    assert doses["NCT05099848", "oxaliplatin"] == pytest.approx(85 * heavier)
    assert doses["ChiCTR2100041874", "camrelizumab"] == 200
