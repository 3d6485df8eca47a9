"""Whatever stands in a field: in no export does it run, leave its cell or line, or hide."""

from __future__ import annotations

import dataclasses
import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from hccreview.clinical.case import Case, Override, anchors_of
from hccreview.clinical.plan import Hold, Plan
from hccreview.errors import ReviewError
from hccreview.exchange.case_file import case_text, parse_case
from hccreview.reports.calendar_file import calendar_bytes
from hccreview.reports.plain_text import file_name, may_run, tab_separated
from hccreview.reports.workbook import workbook_bytes
from hccreview.review.compare import Comparison, compare
from hccreview.review.schedule.build import planned_schedules
from hccreview.trials.library import read_library
from hccreview.trials.model import Trial
from tests.fuzz.hostile import FORMULAS, HIDDEN, MARKUP, PATHS, TEXTS
from tests.fuzz.sentences import told_badly
from tests.reports.builders import sample

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
HOSTILE = (*FORMULAS, *PATHS, *HIDDEN, *MARKUP, "x" * 40_000)
FREE = ("title", "short_name", "label", "name", "note", "as_printed", "term", "study", "statement")
# Of texts that would be drawn alike: one workbook takes a second.
CHOSEN = (FORMULAS[0], FORMULAS[6], *HIDDEN[1:6:2], MARKUP[2], MARKUP[-1], "x" * 40_000)


def infested(case: Case, text: str) -> Case:
    """A case in which every text that somebody may type is `text`."""
    free: dict[str, Any] = dict.fromkeys(("laboratory", "note", "author", "reason"), text)
    words = text if text.strip() else "x"
    hold = Hold(1, words, words, TODAY)
    return replace(
        case,
        code=text,
        label=text,
        shows=text,
        observations=tuple(replace(each, **free) for each in case.observations),
        overrides=(Override("NCT06187961", "I12b", text, TODAY, "data wrong", text),),
        plans=(Plan("NCT05099848", TODAY, changes=(hold,)),),
    )


def infested_trial(value: Any, text: str) -> Any:
    """A trial in which every text that is printed, and nothing computes with, is `text`."""
    if isinstance(value, tuple):
        return tuple(infested_trial(each, text) for each in value)
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    changed = {
        field.name: text
        if field.name in FREE and isinstance(getattr(value, field.name), str)
        else infested_trial(getattr(value, field.name), text)
        for field in dataclasses.fields(value)
        if field.init and field.name not in ("expression", "applies")
    }
    return replace(value, **changed)


def comparison_of(case: Case, trials: tuple[Trial, ...] | None = None) -> Comparison:
    return compare(case, trials or read_library(), anchors_of(case, TODAY))


def written(comparison: Comparison, **more: Any) -> bytes:
    return workbook_bytes(comparison, version="=1+1", **more)


def formulas(content: bytes) -> dict[str, int]:
    """How many formulas a workbook holds, by the place of the sheet."""
    book = load_workbook(BytesIO(content))
    return {
        str(number): sum(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
        for number, sheet in enumerate(book.worksheets)
    }


@pytest.fixture(scope="module")
def honest() -> dict[str, int]:
    case = infested(sample(2), "honest")
    comparison = comparison_of(case)
    return formulas(written(comparison, schedules=planned_schedules(comparison)))


@pytest.mark.parametrize("text", CHOSEN, ids=lambda text: ascii(text)[:20])
def test_a_workbook_holds_no_formula_but_those_of_the_program(text: str, honest) -> None:
    trials = tuple(infested_trial(trial, text) for trial in read_library())
    comparison = comparison_of(infested(sample(2), text), trials)
    content = written(comparison, schedules=planned_schedules(comparison))
    assert formulas(content) == honest
    with ZipFile(BytesIO(content)) as archive:
        names = archive.namelist()
        parts = {name: archive.read(name).decode() for name in names if name.endswith("xml")}
    assert not [name for name in names if "external" in name.lower() or "vba" in name.lower()]
    assert not [name for name in names if name.startswith("/") or ".." in name]
    for name, part in parts.items():
        ElementTree.fromstring(part)
        assert "<hyperlink" not in part, name
        assert "ddeLink" not in part, name
        assert not any(each in part for each in "\u202e\u2066\x1b\ud800\ufffe"), name
    for reference in _references(parts):
        assert "example.org" not in reference


def _references(parts: dict[str, str]) -> Iterator[str]:
    """Every reference of a chart and every defined name."""
    for part in parts.values():
        for element in ElementTree.fromstring(part).iter():
            if element.tag.endswith(("}f", "}definedName")):
                yield element.text or ""


@pytest.mark.parametrize("text", ["=ZEBEDEE()", "Zebedee \u202e x"])
def test_a_de_identified_workbook_holds_no_text_of_the_case(text: str) -> None:
    content = written(comparison_of(infested(sample(2), text)), deidentified=True)
    with ZipFile(BytesIO(content)) as archive:
        everything = "".join(
            archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
        )
    assert "zebedee" not in everything.casefold()


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:20])
def test_a_calendar_holds_its_events_and_no_line_of_somebody_else(text: str) -> None:
    comparison = comparison_of(infested(sample(2), text))
    schedules = planned_schedules(comparison)
    content = calendar_bytes(schedules, text, stamp=NOW)
    read = Calendar.from_ical(content)
    assert len(read.walk("VEVENT")) == sum(len(each.given) for each in schedules)
    assert not read.walk("VALARM")
    lines = content.decode().split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    known = (
        *("BEGIN:", "END:", "PRODID", "VERSION", "UID", "DTSTAMP", "DTSTART", "DTEND"),
        *("SUMMARY", "DESCRIPTION", "STATUS", " "),
    )
    assert all(not line or line.startswith(known) for line in lines)
    assert not any(each in content.decode() for each in "\0\x1b\x07\u202e\u2066")


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:20])
def test_a_case_file_reads_back_or_is_refused(text: str) -> None:
    case = replace(infested(sample(2), text), code="P-1")
    try:
        again = parse_case(case_text(case), "again.yaml")
    except ReviewError as error:
        assert told_badly(str(error)) == ""
        return
    assert len(again.observations) == len(case.observations)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:20])
def test_reports_for_a_terminal_move_no_cursor(text: str) -> None:
    from ui.commands.json_report import report
    from ui.commands.schedule_text import schedules_text
    from ui.commands.text_report import comparison_text

    comparison = comparison_of(infested(sample(2), text))
    schedules = planned_schedules(comparison)
    for told in (comparison_text(comparison), schedules_text(schedules, comparison)):
        assert not any(each in told for each in "\0\x1b\x07\x08\x9b\u202e\u2066")
    json.loads(json.dumps(report(comparison), allow_nan=False))


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: ascii(text)[:20])
def test_a_proposed_file_name_stays_in_its_folder(text: str, tmp_path: Path) -> None:
    name = file_name(text, ".xlsx")
    path = tmp_path / name
    path.write_bytes(b"")
    assert path.resolve().parent == tmp_path.resolve()
    assert [each.name for each in tmp_path.iterdir()] == [name]
    assert not set(name) & set('\\/:*?"<>|\0\n\u202e')
    assert name.endswith(".xlsx")
    assert len(name) <= 100
    assert name.split(".")[0].casefold() not in ("con", "nul", "com1")


@pytest.mark.parametrize("text", [*TEXTS, "+5", "-2.5", "-2.5 %", "−3", "1,5"])
def test_pasted_cells_keep_their_places_and_do_not_run(text: str) -> None:
    lines = tab_separated([("a", text, "b"), ("c", "d", "e")]).split("\n")
    assert len(lines) == 2
    cells = [line.split("\t") for line in lines]
    assert [len(each) for each in cells] == [3, 3]
    assert (cells[0][0], cells[0][2], cells[1]) == ("a", "b", ["c", "d", "e"])
    pasted = cells[0][1]
    number = pasted.strip("+-").rstrip(" %").replace(".", "").isdigit()
    assert number or not may_run(pasted)
