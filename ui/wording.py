"""Words, marks and tones of the screen: plain text, without Qt and without the medicine's modules.

Verdicts, eligibilities and recruitments are named by their values (``needs_judgement``). A tone
names the pair of colours of the theme (``fail`` and ``fail_tint``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

VERDICTS = {
    "pass": ("✓", "Pass", "pass"),
    "fail": ("×", "Fail", "fail"),
    "unknown": ("?", "Unknown", "unknown"),
    "needs_judgement": ("◆", "Needs judgement", "judgement"),
    "not_applicable": ("–", "Not applicable", "neutral"),
}
ELIGIBILITIES = {
    "eligible": ("✓", "Eligible", "pass"),
    "no_violation_stated": ("○", "No violation stated", "neutral"),
    "ineligible": ("×", "Ineligible", "fail"),
    "undetermined": ("?", "Undetermined", "unknown"),
    "not_assessable": ("–", "Not assessable", "neutral"),
}
RECRUITMENTS = {
    "recruiting_as_printed": "recruiting as printed",
    "printed_end_passed": "printed end passed",
    "enrolment_ended": "enrolment ended",
    "stopped": "stopped early",
    "observational": "observational cohort",
    "not_stated": "recruitment not stated",
}
LATER = "open later"
WORST_FIRST = ("fail", "unknown", "needs_judgement", "pass", "not_applicable")
NOT_STATED_MARK = "·"
NOT_STATED = "not stated in source"
RECOVERABLE = {
    "time": "recoverable by time",
    "repeat_test": "recoverable by a repeat test",
    "treatment": "recoverable by treatment",
    "fixed": "fixed: nothing known could change it",
}
MEANINGS = (
    ("✓", "pass", "Pass", "the criterion speaks for the patient"),
    ("×", "fail", "Fail", "the criterion speaks against the patient"),
    ("?", "unknown", "Unknown", "a fact is missing, too old or doubtful; nothing is guessed"),
    ("◆", "judgement", "Needs judgement", "a question that only the board can answer"),
    ("–", "neutral", "Not applicable", "does not apply to this patient or arm; or not assessable"),
    (
        "○",
        "neutral",
        "No violation stated",
        "nothing fails, but the source lists key criteria only",
    ),
    (NOT_STATED_MARK, "neutral", "Not stated", "the source says nothing about it"),
)
PRECEDENT = (
    "A trial that cannot be entered on the day of the review is a precedent: its headline is grey,"
    " never green, even where every criterion passes."
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign with the words it stands for and its tone."""

    symbol: str
    word: str
    tone: str


def verdict_mark(verdict: str) -> Mark:
    """Return the mark of a verdict."""
    return Mark(*VERDICTS[verdict])


def eligibility_mark(eligibility: str, can_be_entered: bool) -> Mark:
    """Return the mark of a headline; a trial that cannot be entered is never green."""
    symbol, word, tone = ELIGIBILITIES[eligibility]
    return Mark(symbol, word, tone if can_be_entered or tone != "pass" else "neutral")


def counts_text(counts: Mapping[str, int]) -> str:
    """Return counts by verdict, what is not passed first: ``1 fail · 2 to judge · 57 pass``."""
    words = {
        "needs_judgement": "to\u00a0judge",
        "not_applicable": "n/a",
        LATER: "open\u00a0later",
    }
    shown = [
        f"{counts[verdict]}\u00a0{words.get(verdict, verdict)}"
        for verdict in (*WORST_FIRST, LATER)
        if counts.get(verdict)
    ]
    return "\u00a0· ".join(shown)


def plural(number: int, one: str, many: str) -> str:
    """Return ``1 trial`` or ``2 trials``."""
    return f"{number} {one if number == 1 else many}"
