"""The decision: sealed with its mark, still a draft, or not made yet; what has changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hccreview.clinical.dates import spoken
from hccreview.meeting.decision_words import earlier_told
from hccreview.meeting.meeting import Readiness
from hccreview.review.wording import label_of
from ui.presentation.frame import flowing, heading
from ui.presentation.shapes import LARGE, Block, Slide
from ui.presentation.sheet import Sheet

if TYPE_CHECKING:
    from hccreview.meeting.board_case import BoardCase
    from hccreview.meeting.decision import Decision

_TITLE = "Decision"


def decision_slides(board: BoardCase, sheet: Sheet) -> list[Slide]:
    """Return the decision on as many slides as its words need."""
    width = sheet.body.width
    blocks = [*_state(board, sheet, width)]
    if board.decision is not None:
        blocks += _decided(board, board.decision, sheet, width)
    blocks += _changed(board, sheet, width)
    blocks += _before(board, sheet, width)
    return flowing(_TITLE, blocks, sheet)


def _state(board: BoardCase, sheet: Sheet, width: float) -> list[Block]:
    if board.sealed is not None:
        told = board.sealed.sentence.removesuffix(".")
        return [sheet.marked("✓", f"Sealed. {told}.", width, "pass", bold=True)]
    if board.draft is not None:
        return [
            sheet.marked("?", "Draft: not sealed yet.", width, "unknown", size=LARGE, bold=True)
        ]
    item = board.item
    if item is not None and item.readiness is Readiness.DEFERRED:
        told = f"No decision: deferred ({item.reason})."
        return [sheet.marked("–", told, width, "neutral", size=LARGE, bold=True)]
    return [sheet.marked("–", "No decision yet.", width, "neutral", size=LARGE, bold=True)]


def _decided(board: BoardCase, decision: Decision, sheet: Sheet, width: float) -> list[Block]:
    names, labels = _names(board), _labels(board, decision)
    blocks = [
        sheet.marked(str(rank), each.sentence(names, labels), width, "accent", size=LARGE)
        for rank, each in enumerate(decision.recommendations, start=1)
    ]
    if not blocks:
        blocks = [sheet.text("No recommendation is written down yet.", width, tone="unknown")]
    return [*blocks, *(_line(sheet, name, text, width) for name, text in _lines(decision))]


def _line(sheet: Sheet, name: str, text: str, width: float) -> Block:
    tone = "text" if text else "unknown"
    return sheet.text(f"{name}: {text or 'not recorded'}", width, tone=tone)


def _lines(decision: Decision) -> list[tuple[str, str]]:
    """Return label and text of everything else; an empty text is told as not recorded."""
    due = f" by {spoken(decision.due)}" if decision.due is not None else ""
    votes = decision.votes
    told = "not taken"
    if votes is not None:
        told = f"{votes.in_favour} for, {votes.against} against, {votes.abstained} abstained"
    seen = f"{decision.responsible}{due or ', by: not recorded'}" if decision.responsible else ""
    return [
        ("Basis", decision.basis),
        ("Dissent", decision.dissent or "none recorded"),
        ("Responsible", seen),
        ("Votes", told),
        ("Decided on", f"{spoken(decision.decided_on)}, written by {decision.author or '?'}"),
    ]


def _names(board: BoardCase) -> dict[str, str]:
    if board.sealed is not None:
        return board.sealed.snapshot.names()
    found = {}
    for each in board.comparison.assessments:
        found[each.trial.id] = f"{each.trial.id} ({each.trial.short_name})"
        found |= {f"{each.trial.id}/{arm.id}": arm.name for arm in each.trial.arms}
    return found


def _labels(board: BoardCase, decision: Decision) -> dict[str, str]:
    dictionary = board.comparison.dictionary
    asked = (name for each in decision.recommendations for name in each.asked)
    return {name: label_of(name, dictionary) for name in asked}


def _changed(board: BoardCase, sheet: Sheet, width: float) -> list[Block]:
    """Return what has changed since the seal; nothing before there is one."""
    if board.since is None:
        return []
    since = board.since
    told = [trial.sentence for trial in since.trials] + list(since.other)
    head = heading(sheet, "What has changed since it was sealed", width)
    if not told:
        return [head, sheet.text("Nothing.", width)]
    return [head, *(sheet.marked("!", text, width, "unknown") for text in told)]


def _before(board: BoardCase, sheet: Sheet, width: float) -> list[Block]:
    """Return what an earlier meeting decided; nothing where none did."""
    told = earlier_told(board)
    if not told:
        return []
    return [heading(sheet, "Decided before", width), *(sheet.text(text, width) for text in told)]
