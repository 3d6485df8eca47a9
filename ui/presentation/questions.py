"""What is asked of the board, and what the case still lacks: on one slide beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hccreview.clinical.dates import spoken
from hccreview.meeting.follow_up import FollowUps, Task, follow_ups
from hccreview.review.insight import Question
from ui.presentation.deciding import question_words
from ui.presentation.frame import heading
from ui.presentation.shapes import LARGE, Block, Piece, Slide
from ui.presentation.sheet import GAP, Area, Sheet, below, paged, shifted, shortened

if TYPE_CHECKING:
    from hccreview.meeting.board_case import BoardCase

_TITLE = "Questions to the board"


def question_slides(board: BoardCase, asked: tuple[Question, ...], sheet: Sheet) -> list[Slide]:
    """Return the questions, whole, and as much of what is missing as fits beside them."""
    body = sheet.body
    width = (body.width - 40) / 2
    pages = paged(_asked(board, asked, sheet, width), body.height)
    room = Area(body.x + width + 40, body.y, width, body.height)
    beside = _lacking(board, asked, sheet, room)
    slides = []
    for number, page in enumerate(pages, start=1):
        left = shifted(below(*page, gap=GAP), body.x, body.y)
        pieces: tuple[Piece, ...] = (*left, *(beside if number == 1 else ()))
        counted = f"{_TITLE} ({number} of {len(pages)})" if len(pages) > 1 else _TITLE
        slides.append(Slide(counted, pieces))
    return slides


def _asked(
    board: BoardCase, asked: tuple[Question, ...], sheet: Sheet, width: float
) -> list[Block]:
    """Return the questions of the agenda, then those that criteria leave to the board."""
    questions = board.item.questions if board.item is not None else ()
    blocks = [
        sheet.marked(str(number), text, width, "accent", size=LARGE)
        for number, text in enumerate(questions, start=1)
    ]
    if not blocks:
        blocks = [sheet.text("No question is recorded for this case.", width, tone="muted")]
    judged = [question_words(each) for each in asked if each.board]
    if judged:
        blocks.append(heading(sheet, "Left to the board by criteria", width))
        blocks += [sheet.marked("◆", text, width, "judgement") for text in judged]
    return blocks


def _lacking(
    board: BoardCase, asked: tuple[Question, ...], sheet: Sheet, room: Area
) -> tuple[Piece, ...]:
    wants = _wants(board, asked)
    head = heading(sheet, f"Not known yet: {len(wants)}", room.width)
    due = _due(board, sheet, room.width)
    blocks = [sheet.marked("?", text, room.width, "unknown") for text in wants]
    if not blocks:
        blocks = [sheet.text("Nothing that could still move a headline.", room.width)]
    tasks = below(*due, gap=GAP)
    left = room.height - head.height - GAP - (tasks.height + 2 * GAP if due else 0)
    shown = shortened(sheet, blocks, Area(0, 0, room.width, left))
    parts = [head, shown, tasks] if due else [head, shown]
    return shifted(below(*parts, gap=GAP), room.x, room.y)


def _wants(board: BoardCase, asked: tuple[Question, ...]) -> list[str]:
    if board.preparation is not None:
        return [want.sentence for want in board.preparation.wants]
    return [each.text for each in asked if not each.board]


def _due(board: BoardCase, sheet: Sheet, width: float) -> list[Block]:
    """Return how many tasks are open and overdue, and the first two of them."""
    day = board.comparison.anchors.as_of
    found: FollowUps = follow_ups(board.tasks, day)
    tasks = (*found.overdue, *found.open)
    if not tasks:
        return []
    late = len(found.overdue)
    head = f"Tasks: {len(tasks)} open, {late} overdue" if late else f"Tasks: {len(tasks)} open"
    blocks = [heading(sheet, head, width)]
    for task in tasks[:2]:
        overdue = task.overdue(day)
        blocks.append(
            sheet.marked("!" if overdue else "○", _words(task, overdue), width, _tone(overdue))
        )
    more = len(tasks) - 2
    if more > 0:
        blocks.append(sheet.text(f"and {more} more", width, tone="muted", bold=True))
    return blocks


def _words(task: Task, overdue: bool) -> str:
    told = f"{task.what} ({task.responsible}, by {spoken(task.due)})"
    return f"Overdue: {told}" if overdue else told


def _tone(overdue: bool) -> str:
    return "fail" if overdue else "neutral"
