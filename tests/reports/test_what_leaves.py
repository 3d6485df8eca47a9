"""Every export of one case whose texts and dates are marked: which of the marks leave with it.

The de-identified ones hold none. The others name the patient by the code and tell dates; the table
says what each holds, so that nothing can come along unnoticed.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QTableView, QWidget

from db.store import open_store
from hccreview.clinical.case import Case, Entry, Observation, Override
from hccreview.clinical.dates import spoken
from hccreview.clinical.plan import Hold, Plan
from hccreview.exchange.case_file import read_case
from hccreview.meeting.attachment import Excerpt, Report
from hccreview.meeting.meeting import AgendaItem, Meeting, Member, Readiness, Sitting
from resources import resource_path
from tests.ui.opening import opened, settle
from tests.ui.printing.reading import pages
from ui.case_page.laboratory_view import LaboratoryView
from ui.commands.arguments import command_of
from ui.commands.clock import now
from ui.regimens.table_view import TableView

CODE, TRIAL, SITTING = "KODE-7731", "NCT06187961", date(2026, 11, 24)
TEXTS = {
    "code": CODE,
    "label": "Etikett",
    "shows": "Zeigtes",
    "note": "Notiz",
    "laboratory": "Zentrallab",
    "author": "Autorin",
    "reason": "Grundwort",
    "drug": "Mittelx",
    "presenter": "Spickzettel",
    "excerpt": "Befundwort",
}
DATES = {"birth": date(1966, 11, 30), "sample": date(2026, 11, 18), "treatment": date(2026, 11, 5)}


def marked() -> Case:
    """A sample under treatment in which every text and three dates can be told apart."""
    case = read_case(resource_path("cases", "sample-06.yaml"))

    def observation(each: Observation) -> Observation:
        return replace(
            each,
            note=TEXTS["note"],
            laboratory=TEXTS["laboratory"],
            reason=TEXTS["reason"],
            author=TEXTS["author"],
        )

    first, *others = case.list("treatments").entries
    given = Entry({**first.values, "drug": TEXTS["drug"]})
    lists = tuple(
        replace(each, entries=(given, *others)) if each.id == "treatments" else each
        for each in case.lists
    )
    hold = Hold(1, TEXTS["reason"], TEXTS["author"], date(2026, 11, 20))
    override = Override(
        TRIAL, "E8", TEXTS["author"], date(2026, 11, 20), "data wrong", TEXTS["reason"]
    )
    return replace(
        case,
        code=CODE,
        label=TEXTS["label"],
        shows=TEXTS["shows"],
        synthetic=False,
        observations=tuple(observation(each) for each in case.observations),
        lists=lists,
        overrides=(override,),
        plans=(Plan(TRIAL, date(2026, 12, 7), changes=(hold,)),),
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    """A store with the marked case, an excerpt of a report, and a meeting on it."""
    path = tmp_path_factory.mktemp("marked") / "cases.sqlite"
    meeting = Meeting(
        Sitting(SITTING, "Room 4", (Member("M. Wu", "surgery"),)),
        (AgendaItem(CODE, Readiness.READY, notes=TEXTS["presenter"]),),
    )
    with open_store(path, today=now) as store:
        store.save_case(marked(), seen_version=None)
        store.board.add_meeting(meeting)
        store.board.add_attachment(CODE, Excerpt(Report.RADIOLOGY, TEXTS["excerpt"]))
    return path


def content(path: Path) -> str:
    """All that a file holds, as text: each part of a workbook, each page of a PDF."""
    if is_zipfile(path):
        with ZipFile(path) as archive:
            parts = [archive.read(name) for name in archive.namelist()]
        return "\n".join([*archive.namelist(), *(p.decode("utf-8", "replace") for p in parts)])
    if path.suffix == ".pdf":
        return "\n".join(pages(path)) + path.read_bytes().decode("latin-1")
    return path.read_bytes().decode("utf-8", "replace")


def marks_in(text: str) -> set[str]:
    """Which texts and dates of the case stand in a text, however a date is written."""
    found = {name for name, word in TEXTS.items() if word.casefold() in text.casefold()}
    for name, day in DATES.items():
        serial = f">{(day - date(1899, 12, 30)).days}<"  # how a workbook holds a date
        short = spoken(day).rpartition(" ")[0]  # a matrix leaves the year out
        forms = (rf"(?<!\d){short}\b", day.isoformat(), f"{day:%Y%m%d}", serial)
        if any(re.search(form, text) for form in forms):
            found.add(name)
    return found


def written(store: Path, capsys, *words: str) -> set[str]:
    """Run a command and return the marks in the files that it wrote, else in its words."""
    known = set(store.parent.rglob("*"))
    command_of([*words, "--database", str(store)])()
    new = [each for each in store.parent.rglob("*") if each not in known and each.is_file()]
    files = [each for each in new if not each.name.startswith("cases.sqlite")]
    said = capsys.readouterr().out
    return marks_in("\n".join(map(content, files)) if files else said)


BOARD = {"code", "drug", "treatment", "author", "reason"}
SPOKEN = {*BOARD, "label", "sample"}
ALL = {*SPOKEN, "shows", "laboratory", "birth"}
EXPORTS = {
    "text": (("compare", CODE), SPOKEN),
    "JSON": (("compare", CODE, "--json"), {*SPOKEN, "laboratory", "birth"}),
    "workbook": (("compare", CODE, "--xlsx", "a.xlsx"), ALL),
    "schedule": (("schedule", CODE), {"code", "sample"}),
    "schedule as JSON": (("schedule", CODE, "--json"), {"code", "sample"}),
    "calendar": (("schedule", CODE, "--ics", "b.ics"), {"code"}),
    "outcomes": (("outcomes", "--case", CODE), set()),
    "outcomes as JSON": (("outcomes", "--case", CODE, "--json"), {"code"}),
    "pictures": (("outcomes", "--case", CODE, "--figures", "c", "--format", "svg"), set()),
    "hand-out": (("handout", CODE, "--pdf", "d.pdf"), {*BOARD, "sample"}),
    "meeting workbook": (("meeting", "2026-11-24", "--xlsx", "e.xlsx"), BOARD),
    "meeting hand-out": (("meeting", "2026-11-24", "--pdf", "f.pdf"), {*BOARD, "sample"}),
    "case file": (("export", CODE, "g.yaml"), {*ALL, "note"}),
}
BARE = {
    "workbook": ("compare", CODE, "--xlsx", "h.xlsx", "--deidentified"),
    "case file": ("export", CODE, "i.yaml", "--deidentified"),
}


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_holds_what_it_is_for_and_no_more(name, store, capsys, monkeypatch, qapp) -> None:
    monkeypatch.chdir(store.parent)
    words, holds = EXPORTS[name]
    assert written(store, capsys, *words) == holds


@pytest.mark.parametrize("name", BARE)
def test_a_de_identified_export_holds_no_text_and_no_date(name, store, capsys, monkeypatch) -> None:
    monkeypatch.chdir(store.parent)
    assert written(store, capsys, *BARE[name]) == set()


@pytest.mark.parametrize("name", BARE)
def test_free_text_brings_words_but_no_person_and_no_date(name, store, capsys, monkeypatch) -> None:
    monkeypatch.chdir(store.parent)
    before, after = BARE[name][:-2], BARE[name][-1]
    words = (*before, f"text-{BARE[name][-2]}", after, "--free-text")
    found = written(store, capsys, *words)
    assert {"reason", "drug"} <= found <= {"reason", "drug", "note"}


def test_the_preview_shows_what_leaves_and_writes_nothing(store, capsys, monkeypatch) -> None:
    monkeypatch.chdir(store.parent)
    before = set(store.parent.iterdir())
    command_of(["export", CODE, "--deidentified", "--preview", "--database", str(store)])()
    lines = [line for line in capsys.readouterr().out.splitlines() if " → " in line]
    assert set(store.parent.iterdir()) == before
    assert marks_in("\n".join(line.split(" → ")[0] for line in lines)) >= {*ALL, "note"}
    assert marks_in("\n".join(line.split(" → ")[-1] for line in lines)) == set()


@pytest.mark.parametrize("kind", [LaboratoryView, TableView])
def test_a_table_on_the_clipboard_holds_values_and_days_only(kind, store, qtbot, tmp_path) -> None:
    path = Path(shutil.copy(store, tmp_path / "cases.sqlite"))
    with opened(qtbot, path, CODE) as window:
        window.show_page("Regimens" if kind is TableView else "Case")
        settle(qtbot, window)
        qtbot.waitUntil(lambda: bool(tables_of(window, kind)), timeout=30_000)
        (view,) = tables_of(window, kind)
        view.selectAll()
        qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        text = QGuiApplication.clipboard().text()
    assert text
    assert marks_in(text) <= {"sample"}


def tables_of(window: QWidget, kind: type[QTableView]) -> list[QTableView]:
    """The tables of a kind; the Case page makes its own when it is first shown."""
    return [each for each in window.findChildren(QTableView) if isinstance(each, kind)]
