"""Texts that somebody typed at a meeting, and what leaves the program with them."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cached_property
from io import BytesIO
from random import Random
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pypdf
from icalendar import Calendar
from openpyxl import load_workbook

from hccreview.clinical.case import anchors_of
from hccreview.clinical.plan import Plan
from hccreview.exchange.local_file import parse_local
from hccreview.meeting.attachment import Excerpt, Report
from hccreview.meeting.board_case import BoardCase
from hccreview.meeting.decision import Decision, Kind, Recommendation
from hccreview.meeting.follow_up import Task
from hccreview.meeting.meeting import AgendaItem, Meeting, Member, Readiness, Sitting
from hccreview.meeting.preparing import preparations
from hccreview.reports.calendar_file import calendar_bytes
from hccreview.reports.meeting_workbook import meeting_workbook_bytes
from hccreview.review.compare import Comparison, compare
from hccreview.review.schedule.build import schedule_of
from tests.fuzz.hostile import FORMULAS, TEXTS
from tests.fuzz.target import LOCAL, NOW, TODAY, Target, library, sample
from tests.meeting.builders import SHORT

_FIELDS = (
    *("place", "member", "role", "question", "notes", "reason", "recommended", "because"),
    *("basis", "dissent", "author", "responsible", "task", "who", "excerpt"),
)
_LINES = ("place", "member", "role", "reason", "author", "responsible", "task", "who")
_NEEDED = ("member", "question", "reason", "author", "task", "who", "excerpt")
HIDDEN = "\0\x07\x1b\u202e\u2066\ud800\ufffe"


def composed(random: Random) -> str:
    """Return a text of hostile pieces, now and then one of 10,000 characters."""
    pieces = random.choices(
        (*TEXTS, *FORMULAS, "陈建国", "x", " ", "\n"), k=random.choice((1, 1, 2, 5))
    )
    text = random.choice(("", "", " ", "\n")).join(piece[:2_000] for piece in pieces)
    return (text * 10_000)[:10_000] if random.random() < 0.1 else text


def typed(text: str, most: int) -> str:
    """Return as much of a text as a form of the meeting takes."""
    return "".join(each for each in text if each.isprintable() or each in "\n\t")[:most]


class Meetings(Target):
    """Base of the targets that write a meeting: the same texts in every field of its forms."""

    named = ""  # nothing of it is a file

    def made(self, random: Random) -> bytes:
        texts = {name: composed(random) for name in _FIELDS}
        if random.random() < 0.9:  # else the forms refuse most of them
            texts = {
                name: typed(text, 200 if name in _LINES else 4_000) for name, text in texts.items()
            }
            for name in _NEEDED:
                texts[name] = texts[name] if texts[name].strip() else "x"
        return json.dumps(texts).encode()

    @cached_property
    def comparison(self) -> Comparison:
        trials = [each for each in library() if each.id == SHORT]
        return compare(sample(), trials, anchors_of(sample(), TODAY))

    def meeting(self, texts: dict[str, str]) -> tuple[Meeting, BoardCase, Task]:
        """Return a meeting with one case, of which every text was typed."""
        code = self.comparison.case.code
        sitting = Sitting(TODAY, texts["place"], (Member(texts["member"], texts["role"]),))
        item = AgendaItem(
            code, Readiness.DEFERRED, texts["reason"], (texts["question"],), texts["notes"]
        )
        task = Task(code, texts["task"], texts["who"], TODAY, TODAY)
        advised = Recommendation(Kind.STANDARD, text=texts["recommended"], reason=texts["because"])
        draft = Decision(
            code,
            TODAY,
            (advised,),
            texts["basis"],
            texts["author"],
            texts["responsible"],
            TODAY,
            texts["dissent"],
        )
        found = BoardCase(
            self.comparison,
            sitting,
            item,
            (Excerpt(Report.OTHER, texts["excerpt"]),),
            draft=draft,
            tasks=(task,),
            preparation=preparations(sitting, (self.comparison,), ())[0],
        )
        return Meeting(sitting, (item,)), found, task


class MeetingWorkbooks(Meetings):
    """The workbook of a meeting: no text becomes a formula, a link or another sheet."""

    name = "workbooks of a meeting"
    in_tests = 6

    def take(self, content: bytes) -> None:
        meeting, case, task = self.meeting(json.loads(content))
        written = meeting_workbook_bytes(meeting, (case,), (task,), "=1+1")
        book = load_workbook(BytesIO(written))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert not [cell.coordinate for cell in cells if cell.data_type == "f"], "a formula"
        assert not [cell for cell in cells if cell.hyperlink], "a link"
        assert book.sheetnames == ["Meeting", case.code, "Follow-up", "Sources and flags"]
        with ZipFile(BytesIO(written)) as archive:
            for name in archive.namelist():
                assert "external" not in name.lower(), name
                if name.endswith(("xml", "rels")):
                    part = archive.read(name).decode()
                    ElementTree.fromstring(part)
                    assert not set(HIDDEN) & set(part), name


class MeetingPages(Meetings):
    """The hand-outs of a case and of a meeting: two pages a case, whatever was typed."""

    name = "hand-outs"
    in_tests = 2

    @cached_property
    def _ready(self) -> bool:
        from PySide6.QtWidgets import QApplication

        from ui.printing.without_window import ready_to_print
        from ui.theme import use_bundled_font

        ready_to_print()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        use_bundled_font(application)
        return True

    def take(self, content: bytes) -> None:
        assert self._ready
        from ui.printing.handout import save_handout
        from ui.printing.handout_meeting import meeting_flows
        from ui.printing.paper import page_count, save_flows

        meeting, case, task = self.meeting(json.loads(content))
        path = self.folder / "hand-out.pdf"
        if len(content) % 4 == 0:
            save_handout(case, path, TODAY)
            self._check(path.read_bytes(), 2, (1, 2))
            return
        agenda, first, second, *lists = meeting_flows(meeting, (case,), (task,), TODAY)
        before = page_count(agenda.html)
        assert (page_count(first.html), page_count(second.html)) == (1, 1), "not two pages a case"
        save_flows((agenda, first, second, *lists), "x", path)
        most = before + 2 + sum(page_count(each.html) for each in lists)
        self._check(path.read_bytes(), most, (before + 1, before + 2))

    def _check(self, written: bytes, pages: int, of_case: tuple[int, int]) -> None:
        reader = pypdf.PdfReader(BytesIO(written))
        assert len(reader.pages) == pages, f"{len(reader.pages)} pages, not {pages}"
        for number, page in enumerate(reader.pages, start=1):
            text = " ".join(page.extract_text().split())
            assert f"{number} of {pages}" in text, f"page {number} says not which it is"
            foot = f"{self.comparison.case.code}, 21 Nov 2026"
            assert number not in of_case or foot in text, f"page {number} says not whose it is"
            assert not set(HIDDEN) & set(text), "hidden characters"
            assert not page.annotations, "a link"
        raw = written.lower()
        assert not any(
            each in raw for each in (b"/javascript", b"/launch", b"/uri", b"/openaction")
        )


class Calendars(Target):
    """Calendar files: every event is one of a treatment, whatever code and local protocol say."""

    name = "calendar files"
    named = ""  # nothing of it is a file
    in_tests = 30

    def made(self, random: Random) -> bytes:
        return json.dumps([composed(random) for _ in range(4)]).encode()

    def take(self, content: bytes) -> None:
        code, versions, author, reason = json.loads(content)
        case = replace(sample(), code=code)
        protocol = replace(parse_local(LOCAL, "local.yaml"), author=author, reason=reason)
        plan = Plan(protocol.trial, TODAY)
        trial = next(each for each in library() if each.id == protocol.trial)
        schedules = (schedule_of(case, trial, plan, TODAY, protocol=protocol),)
        written = calendar_bytes(schedules, code, stamp=NOW, versions=versions)
        read: Any = Calendar.from_ical(written)
        assert len(read.walk("VEVENT")) == sum(len(each.given) for each in schedules)
        assert len(read.walk()) == 1 + len(read.walk("VEVENT")), "something else"
        assert max(map(len, written.split(b"\r\n"))) <= 75, "a long line"
        assert not set(HIDDEN) & set(written.decode()), "hidden characters"


LEAVING: tuple[type[Target], ...] = (MeetingWorkbooks, MeetingPages, Calendars)
