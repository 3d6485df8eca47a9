"""The page, the sheet, the calendar file and the command tell one schedule, number for number.

Nothing is compared with our own classes: what is compared is what a reader finds in the table of
the window, in the cells of the workbook, in the events of the calendar and in the printed JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from icalendar import Calendar

import main
from db.store import open_store
from hccreview.trials.local import LocalFill, LocalProtocol
from tests.journeys.reading import FULL, line_of
from tests.journeys.user import User
from tests.reports.formulas import Evaluator, moment
from tests.ui.opening import TODAY, sample_store
from ui.commands.clock import now
from ui.regimens.content import Content

CODES = [f"SAMPLE-{number:02}" for number in range(1, 15)]
TRIALS = ("NCT05099848", "ChiCTR2100041874", "NCT06881433", "TACE-CAM-APA", FULL)
LOCAL = LocalProtocol(
    FULL, "A. Chair", TODAY, "product information",
    (
        LocalFill("lenvatinib", dose=8, route="oral", days=(1,), per_day=1),
        LocalFill("haic", dose=85, unit="mg/m2", days=(2,), start_hour=0, duration=24),
    ),
    28, 3,
)  # fmt: skip
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Told:
    """One administration: when, and the milligrams of one dose where they are told."""

    drug: str
    cycle: int
    begins: date | datetime
    ends: date | datetime | None
    dose: float | str | None


@pytest.mark.timeout(300)
def test_all_trials_of_all_cases_are_told_alike(program, tmp_path, monkeypatch, capsys) -> None:
    path = sample_store(tmp_path)
    with open_store(path, today=now) as store:
        store.save_local_protocol(LOCAL)
    user = program.start(path, monkeypatch)
    for code in CODES:
        user.clicks_cell(user.view("Cases"), line_of(user, code))
        user.waits()
        user.clicks_tab("Regimens")
        page(user).plan("start", date(2026, 11, 27))  # a Friday: the pumps run over the weekend
        user.waits()
        found = from_command(capsys, path, code)
        assert [name for name in TRIALS if found[name]] == [*TRIALS[:2], FULL]
        assert without_dose(found) == from_calendar(user, tmp_path)
        assert found == from_sheet(user, tmp_path, page_names(user))
        assert rounded(found) == from_page(user)


def page(user: User) -> Content:
    return user.window.regimens_page.content


def page_names(user: User) -> dict[str, str]:
    worked = page(user).worked
    assert worked is not None
    return {each.trial.short_name: each.trial.id for each in worked.planned}


# ------------------------------------------------------------------ the four readers


def from_command(capsys: Any, path: Path, code: str) -> dict[str, list[Told]]:
    capsys.readouterr()
    assert main.main(["schedule", code, "--database", str(path), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    return {each["trial"]: ordered(map(of_json, each["given"])) for each in report["schedules"]}


def of_json(given: dict[str, Any]) -> Told:
    begins: date | datetime = date.fromisoformat(given["first"])
    ends: date | datetime | None = None
    if given["start"] is not None:
        begins = datetime.fromisoformat(given["start"])
        ends = datetime.fromisoformat(given["end"]) if given["end"] else None
    elif given["kind"] == "daily":
        ends = date.fromisoformat(given["last"])
    dose = given["dose"]
    amount = None if dose is None else UNKNOWN if dose["mg"] is None else round(dose["mg"], 6)
    return Told(given["drug"], given["cycle"], begins, ends, amount)


def from_sheet(user: User, folder: Path, names: dict[str, str]) -> dict[str, list[Told]]:
    target = folder / "case.xlsx"
    user.window.workspace.export(target)
    user.waits()
    sheet = openpyxl.load_workbook(target)["Schedule"]
    words = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert any("local protocol of A. Chair" in text for text in words)
    cells, found = Evaluator(sheet), {trial: [] for trial in names.values()}  # type: ignore[var-annotated]
    line = next(row for row in range(1, 40) if sheet.cell(row, 3).value == "Drug") + 1
    while sheet.cell(line, 3).value:
        found[str(sheet.cell(line, 1).value)].append(of_line(sheet, cells, line))
        line += 1
    return {trial: ordered(each) for trial, each in found.items()}


def of_line(sheet: Any, cells: Evaluator, line: int) -> Told:
    timed = "hh" in sheet[f"H{line}"].number_format
    begins, ends = (cells.value(f"{column}{line}") for column in "HI")
    dose = cells.value(f"N{line}")
    return Told(
        str(sheet.cell(line, 3).value),
        int(sheet.cell(line, 2).value),
        moment(begins) if timed else moment(begins).date(),
        None if isinstance(ends, str) else moment(ends) if timed else moment(ends).date(),
        round(dose, 6) if isinstance(dose, float) else UNKNOWN if dose == "not known" else None,
    )


def from_calendar(user: User, folder: Path) -> dict[str, list[Told]]:
    worked, target = page(user).worked, folder / "dates.ics"
    assert worked is not None
    page(user).exporting.write_calendar(list(worked.planned), target)
    user.waits()
    found: dict[str, list[Told]] = {trial: [] for trial in TRIALS}
    events: list[Any] = Calendar.from_ical(target.read_bytes()).walk("VEVENT")
    for event in events:
        parts = re.fullmatch(r"(\S+): (.+) \((\S+), cycle (\d+)\)", str(event["summary"]))
        assert parts is not None
        assert parts[1] == worked.case.code
        assert "mg" not in event.to_ical().decode()
        begins = event["dtstart"].dt
        ends = event["dtend"].dt if "dtend" in event else None
        if not isinstance(begins, datetime):  # the end of whole days is exclusive
            assert ends is not None
            ends = ends - timedelta(1)
        found[parts[3]].append(Told(parts[2], int(parts[4]), begins, ends, None))
    return {trial: ordered(map(one_day, each)) for trial, each in found.items()}


def from_page(user: User) -> dict[str, list[Told]]:
    content, names = page(user), page_names(user)
    content.choose_view("table")
    content.tools.all_cycles.setChecked(True)
    user.waits()
    model = content.table.model()
    found: dict[str, list[Told]] = {trial: [] for trial in TRIALS}
    for row in range(model.rowCount()):
        cells = [str(model.index(row, column).data()) for column in range(6)]
        if re.match(r"\d", cells[1]):
            found[names[cells[0]]].append(of_row(cells))
    content.choose_view("hours")
    return {trial: ordered(each) for trial, each in found.items()}


def of_row(cells: list[str]) -> Told:
    times = [datetime.strptime(t, "%d %b %Y %H:%M") for t in re.findall(_TIME, cells[2])]
    days = [datetime.strptime(t, "%d %b %Y").date() for t in re.findall(_DAY, cells[2])]
    moments: list[Any] = times or days
    return Told(
        re.split(r" [\d\u00a0.]+ mg|, | dose ", cells[3])[0].removeprefix("held: "),
        int(cells[1].partition(",")[0]),
        moments[0],
        moments[1] if len(moments) > 1 else None,
        amount(cells[4]),
    )


_DAY = r"\d{1,2} [A-Z][a-z]{2} \d{4}"
_TIME = _DAY + r" \d\d:\d\d"


def amount(arithmetic: str) -> float | str | None:
    """The milligrams that an arithmetic ends with."""
    if "not known" in arithmetic:
        return UNKNOWN
    found = re.search(r"([\d\u00a0.]+) mg(?!/)", arithmetic.rpartition("=")[2])
    return float(found[1].replace("\u00a0", "")) if found else None


# ------------------------------------------------------------------ made alike


def ordered(told: Any) -> list[Told]:
    return sorted(told, key=lambda t: (t.cycle, t.drug, str(t.begins), str(t.ends), str(t.dose)))


def changed(found: dict[str, list[Told]], change: Callable[[Told], Told]) -> dict[str, list[Told]]:
    return {trial: ordered(map(change, each)) for trial, each in found.items()}


def without_dose(found: dict[str, list[Told]]) -> dict[str, list[Told]]:
    return changed(found, lambda t: one_day(Told(t.drug, t.cycle, t.begins, t.ends, None)))


def one_day(told: Told) -> Told:
    """A whole day of a calendar ends on itself."""
    ends = told.begins if told.ends is None and not isinstance(told.begins, datetime) else told.ends
    return Told(told.drug, told.cycle, told.begins, ends, None)


def rounded(found: dict[str, list[Told]]) -> dict[str, list[Told]]:
    """Doses as the page shows them: two decimals, halves up."""

    def shown(t: Told) -> Told:
        dose = int(t.dose * 100 + 0.5 + 1e-7) / 100 if isinstance(t.dose, float) else t.dose
        return Told(t.drug, t.cycle, t.begins, t.ends, dose)

    return changed(found, shown)
