"""The hand-out of a meeting: the agenda, two pages a case, what is to be obtained, follow-ups."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from hccreview import __version__
from hccreview.clinical.dates import spoken
from hccreview.meeting.decision_words import recommendations_told, state_of
from hccreview.meeting.follow_up import follow_ups
from hccreview.review.digest import made_from
from ui.case_facts import person
from ui.meeting.words import READINESS
from ui.printing.handout import case_flows, picture_of
from ui.printing.paper import Flow, page_count, save_flows
from ui.printing.telling import BRIEF, heading, labelled, line, row, safe, shortened, table
from ui.printing.wanted import page
from ui.wording import plural

if TYPE_CHECKING:
    from hccreview.meeting.board_case import BoardCase
    from hccreview.meeting.follow_up import Task
    from hccreview.meeting.meeting import AgendaItem, Meeting
    from hccreview.trials.model import Trial

_BOX = "□"
_PAGES_A_CASE = 2
Told = Callable[[int, int], None]


def save_meeting(
    meeting: Meeting,
    cases: Sequence[BoardCase],
    tasks: Sequence[Task],
    path: Path,
    printed: date,
    told: Told | None = None,
) -> None:
    """Write the hand-out of a meeting as PDF; `tasks` are the open ones of all cases.

    `printed` is the day on which it is made; `told` hears how many cases are done, and may stop
    the work by raising. Raises ReviewError where the file cannot be written.
    """
    title = f"Tumour board {meeting.sitting.on}"
    save_flows(meeting_flows(meeting, cases, tasks, printed, told), title, path)


def meeting_flows(
    meeting: Meeting,
    cases: Sequence[BoardCase],
    tasks: Sequence[Task],
    printed: date,
    told: Told | None = None,
) -> tuple[Flow, ...]:
    """Return the pages of a meeting: agenda, the cases in order, preparation, follow-ups."""
    foot = f"Tumour board {spoken(meeting.sitting.on)}"
    lists = [
        Flow(html, foot)
        for html in (_to_obtain(meeting, cases, printed), _follow_ups(meeting, tasks))
        if html
    ]
    before = page_count(_agenda(meeting, cases, printed, 0))
    pages: list[Flow] = []
    picture = picture_of(cases[0]) if cases else None
    for number, each in enumerate(cases, start=1):
        assert picture is not None
        pages += case_flows(each, picture, printed)
        if told is not None:
            told(number, len(cases))
    return (Flow(_agenda(meeting, cases, printed, before), foot), *pages, *lists)


# ----------------------------------------------------------------------------- agenda


def _agenda(meeting: Meeting, cases: Sequence[BoardCase], printed: date, before: int) -> str:
    """Return the list of cases; the first one begins after `before` pages."""
    sitting = meeting.sitting
    place = f", {sitting.place}" if sitting.place else ""
    known = {each.code: each for each in cases}
    body = [
        _item(number, item, known.get(item.case), before + (number - 1) * _PAGES_A_CASE + 1)
        for number, item in enumerate(meeting.items, start=1)
    ]
    heads = (("", 4), ("Case", 24), ("State", 17), ("Decision", 49), ("Page", 6))
    return "\n".join(
        (
            f"<h1>Tumour board of {safe(spoken(sitting.on))}{safe(place)}</h1>",
            *_members(meeting),
            heading("Agenda", plural(len(meeting.items), "case", "cases")),
            table(body, heads) if body else line("No case is on the agenda."),
            line(f"{_made(cases)} Printed {spoken(printed)}.", "quiet"),
        )
    )


def _members(meeting: Meeting) -> Iterator[str]:
    members = meeting.sitting.members
    for label, votes in (("With a vote:", True), ("Without a vote:", False)):
        names = [
            f"{each.name} ({each.role})" if each.role else each.name
            for each in members
            if each.votes is votes
        ]
        if names:
            yield labelled(label, "; ".join(names))


def _item(number: int, item: AgendaItem, board_case: BoardCase | None, first: int) -> str:
    mark = READINESS[item.readiness]
    state = f"{mark.symbol} {mark.word}{f': {item.reason}' if item.reason else ''}"
    if board_case is None:
        return row((str(number), item.case, state, "", ""))
    decision, told = state_of(board_case), recommendations_told(board_case)
    if board_case.sealed is not None:
        decision += f", digest {board_case.sealed.mark}"
    if told:
        decision += f"\n{shortened(told[0], BRIEF)}"
    who = f"{item.case}, {person(board_case.comparison)}"
    return row((str(number), who, state, decision, str(first)))


def _made(cases: Sequence[BoardCase]) -> str:
    if not cases:
        return f"Program version {__version__}."
    as_of = spoken(cases[0].comparison.anchors.as_of)
    return f"Each case as of {as_of}. {made_from(_trials(cases))}"


def _trials(cases: Sequence[BoardCase]) -> tuple[Trial, ...]:
    """Return the trials that every case is compared with."""
    return tuple(assessment.trial for assessment in cases[0].comparison.assessments)


# ------------------------------------------------------------------ lists to tick off


def _to_obtain(meeting: Meeting, cases: Sequence[BoardCase], printed: date) -> str:
    """Return what is still to be obtained, a box a fact; empty where there is nothing."""
    found = {each.code: each.preparation for each in cases if each.preparation is not None}
    wanted = any(preparation.wants for preparation in found.values())
    return page(meeting, found, _trials(cases), printed) if wanted else ""


def _follow_ups(meeting: Meeting, tasks: Sequence[Task]) -> str:
    """Return the open tasks of all cases, the overdue ones first; empty where there are none."""
    day = meeting.sitting.on
    found = follow_ups(tasks, day)
    parts = []
    for title, group in (("Overdue", found.overdue), ("Open", found.open)):
        if group:
            parts.append(heading(f"{title} on {spoken(day)}", plural(len(group), "task", "tasks")))
            parts += [line(f"{_BOX} {task.sentence(day)}") for task in group]
    return "\n".join(("<h1>Follow-up of all cases</h1>", *parts)) if parts else ""
