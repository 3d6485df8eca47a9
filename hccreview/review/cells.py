"""The text of a matrix cell: so short that five trials fit beside each other."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace

from hccreview.clinical.quantity import plain
from hccreview.criteria.phrases import short_label
from hccreview.review.compare import Comparison
from hccreview.review.eligibility import Finding, Verdict
from hccreview.review.evidence import NONE_APPLIES, EvidenceRow, evidence_rows

WIDEST = 18  # columns of a cell; a Chinese character takes two
_GAPS = {
    "missing": "not recorded",
    "stale": "too old",
    "undated": "no date",
    "suspect_unit": "check the unit",
    "no_limit": "no ULN",
    "other_unit": "other unit",
    "corrected": "after correction",
    "mixed_dates": "mixed dates",
    "not_complete": "list unconfirmed",
    "conflict": "contradiction",
    "condition": "not yet",
    "awaited": "awaited",
    "range": "bounds only",
}
_SMALL_WORDS = ("and", "or", "of", "the", "in", "with", "below", "above", "other", "than", "to")
_DAYS = re.compile(
    r"(\d{1,2} [A-Z][a-z]{2}) \d{4}|([A-Z][a-z]{2} \d{4})|(\d{4})"
    r"|(day −?\d+(?: to day −?\d+)?)"  # as `review.identity.DayZero` tells it
)
Say = Callable[[str], str]


def short_text(finding: Finding, comparison: Comparison, say: Say = str) -> str:
    """Return the text of a matrix cell: the value against the limit, or why it is open.

    `say` words a value otherwise before it is shortened: nothing can do so any more afterwards.
    """
    if finding.verdict is Verdict.NOT_APPLICABLE:
        return "does not apply"
    if finding.criterion.linked_to:
        return fitting(f"see {', '.join(finding.criterion.linked_to)}", "see the others")
    if finding.verdict is Verdict.NEEDS_JUDGEMENT:
        return "for the board"
    if finding.verdict is Verdict.UNKNOWN:
        return next((gap_word(gap.reason) for gap in finding.gaps), "open")
    told = (row for row in evidence_rows(finding, comparison) if row.value_text)
    rows = [replace(row, value_text=say(row.value_text)) for row in told]
    return _of_rows(rows, finding)


def gap_word(reason: str) -> str:
    """Return why a fact is of no use in two or three words: ``too old``."""
    return _GAPS.get(reason, "open")


def _of_rows(rows: list[EvidenceRow], finding: Finding) -> str:
    samples = [row for row in rows if row.kind == "sample"]
    if samples:
        return f"{len(samples)} samples valid"
    if not rows:
        return "pass" if finding.verdict is Verdict.PASS else "fail"
    row = next((each for each in rows if each.value_text != NONE_APPLIES), rows[0])
    told = {(each.field, each.value_text) for each in rows if each.kind != "condition"}
    others = len(told - {(row.field, row.value_text)})
    more = f" +{others}" if others and finding.verdict is Verdict.FAIL else ""
    texts = (text for text in _candidates(row, finding) if text)
    return next(text for text in texts if width(text + more) <= WIDEST) + more


def _candidates(row: EvidenceRow, finding: Finding) -> list[str]:
    """Return the texts of a row, the fullest first; the last one always fits."""
    if row.value_text == NONE_APPLIES:
        return ["none"]
    if row.kind == "list":
        title, _, days = row.value_text.partition(" (")
        found = ["".join(groups) for groups in _DAYS.findall(days)]
        full: list[str] = []
        if found and "mm" not in title:
            first = cut(title.split(",")[0], WIDEST - 2 - len(found[-1]))
            full = [f"{each}, {found[-1]}" for each in (title, first) if each]
        return [*full, title, cut(title.split(",")[0]), "see finding"]
    if row.operator in ("≥", "≤", ">", "<") and row.limit is not None:
        number = plain(row.value) if row.value is not None else _number_text(row)
        return [f"{number}, {_limit_sign(row, finding)}", number, cut(number), "see finding"]
    text = short_label(row.value_text)
    words = text.split(", ")
    first = cut(words[0], WIDEST - 3)
    several = f"{first} +{len(words) - 1}" if len(words) > 1 and first else cut(text)
    return [text, several, cut(words[0], WIDEST - 3), "see finding"]


def _number_text(row: EvidenceRow) -> str:
    """Return bounds or words of a number without the unit: ``< 100``, ``none by serology``."""
    match = re.match(r"[<>≤≥−]? ?[\d.,\u00a0]+(?: to [\d.,\u00a0]+)?", row.value_text)
    return match.group(0).strip() if match else row.value_text


def _limit_sign(row: EvidenceRow, finding: Finding) -> str:
    """Return the limit as it must be passed: an exclusion's sign is turned round."""
    turned = {"≥": "<", "≤": ">", ">": "≤", "<": "≥"}
    requires = (finding.criterion.kind == "inclusion") is row.positive
    sign = row.operator if requires else turned[row.operator]
    assert row.limit is not None
    return f"{sign} {plain(row.limit)}"


def width(text: str) -> int:
    """Return how many columns a text takes; a wide (Chinese) character takes two."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


def fitting(text: str, otherwise: str) -> str:
    """Return a text where it fits into a cell, else another one."""
    return text if width(text) <= WIDEST else otherwise


def cut(text: str, widest: int = WIDEST) -> str:
    """Return so many whole words as fit, without a small word at the end; empty where none does."""
    words: list[str] = []
    for word in text.split(" "):
        if width(" ".join([*words, word])) > widest:
            break
        words.append(word)
    while words and words[-1].casefold() in _SMALL_WORDS:
        words.pop()
    return " ".join(words)
