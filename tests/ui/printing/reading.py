"""A hard meeting in a store, and what a PDF holds when it is read back."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf

from db.meeting_listing import StoredMeeting
from db.store import Store
from hccreview.meeting.attachment import Excerpt, KeyImage, Media, Report
from hccreview.meeting.decision import Decision, Kind, Recommendation, Votes
from hccreview.meeting.follow_up import Task
from hccreview.meeting.meeting import AgendaItem, Meeting, Member, Readiness, Sitting
from hccreview.meeting.seal import Sealed, amended, sealed
from hccreview.meeting.snapshot import redecided, snapshot_of
from tests.meeting.builders import NOON, a_decision, a_recommendation, compared, documents
from ui.commands.cases import sample_cases

DAY = date(2026, 11, 21)
CHINESE = ("陈建国", "张伟", "李秀英", "欧阳静雯")
SITTING = Sitting(
    DAY,
    "三号楼, Room 4",
    (*(Member(name, "肝胆外科") for name in CHINESE), Member("M. Wu", "nurse", votes=False)),
)
LONG = "Multinodular in both lobes; neither resection nor ablation nor transplantation. " * 40
SECRET = "never printed: the notes of the presenter"
SEALED, PLAIN, DRAFTED, DEFERRED = "SAMPLE-01", "SAMPLE-02", "SAMPLE-03", "SAMPLE-09"


def hard_meeting(store: Store) -> StoredMeeting:
    """Save the samples, and a meeting on them: long decision, draft, images, tasks, questions."""
    store.import_samples(sample_cases())
    codes = [case.code for case in sample_cases()]
    meeting = store.board.add_meeting(Meeting(SITTING, tuple(_item(code) for code in codes)))
    png = b"\x89PNG\r\n\x1a\n"
    store.board.add_attachment(SEALED, KeyImage(png, Media.PNG, "arterial phase of Mr Secret"))
    store.board.add_attachment(SEALED, Excerpt(Report.RADIOLOGY, "LR-5 in S8, secret words"))
    seal(store, meeting, long_decision(), again=True)
    seal(store, meeting, a_decision(case=PLAIN, decided_on=DAY))
    draft = a_decision(a_recommendation(text="Lenvatinib"), case=DRAFTED, decided_on=DAY)
    store.board.save_draft(meeting.id, draft, seen_version=None)
    store.board.add_tasks(
        [
            Task(PLAIN, "Repeat the platelets", "张伟", date(2026, 11, 1), date(2026, 11, 10)),
            Task(PLAIN, "Endoscopy", "Dr Lin", DAY, date(2026, 12, 1)),
        ],
        meeting.id,
    )
    return meeting


def _item(code: str) -> AgendaItem:
    if code == DEFERRED:
        return AgendaItem(code, Readiness.DEFERRED, "The CT is missing")
    return AgendaItem(code, Readiness.READY, questions=("TACE or HAIC?",), notes=SECRET)


def long_decision() -> Decision:
    """Return a decision of which each text is nearly as long as may be."""
    return a_decision(
        a_recommendation(text=f"Atezolizumab and bevacizumab. {LONG}"),
        Recommendation(Kind.SUPPORTIVE, text=LONG, reason=LONG),
        basis=LONG,
        dissent=LONG,
        author="陈建国",
        responsible="张伟",
        votes=Votes(3, 1, 0),
    )


def seal(
    store: Store, meeting: StoredMeeting, decision: Decision, *, again: bool = False
) -> Sealed:
    """Seal a decision, and amend it where asked."""
    comparison = compared(int(decision.case[-2:]))
    snapshot = snapshot_of(comparison, decision, meeting.meeting.sitting)
    record = sealed(snapshot, "Dr Lin", NOON)
    store.board.seal_decision(meeting.id, record, documents())
    if again:
        changed = redecided(snapshot, _corrected(decision), documents())
        record = amended(record, changed, "陈建国", NOON + timedelta(hours=1), "a word was wrong")
        store.board.seal_decision(meeting.id, record, documents())
    return record


def _corrected(decision: Decision) -> Decision:
    from dataclasses import replace

    return replace(decision, basis=f"Corrected. {decision.basis}")


def pages(pdf: Path | bytes) -> list[str]:
    """The text of each page, with single blanks."""
    reader = pypdf.PdfReader(pdf if isinstance(pdf, Path) else BytesIO(pdf))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def fonts_outside(pdf: Path) -> list[str]:
    """The names of the fonts that are used without being in the file."""
    missing = []
    for page in pypdf.PdfReader(pdf).pages:
        resources: Any = page["/Resources"]
        for name, font in resources.get("/Font", {}).items():
            inside: Any = font.get_object()["/DescendantFonts"][0].get_object()
            if not any(key.startswith("/FontFile") for key in inside["/FontDescriptor"]):
                missing.append(name)
    return missing


def picture_count(pdf: Path, page: int) -> int:
    """How many pictures stand on a page (from 0)."""
    return len(pypdf.PdfReader(pdf).pages[page].images)
