"""One atom of a finding in words: the value, its date, the limit and the distance."""

from __future__ import annotations

from dataclasses import replace

from hccreview.clinical.dates import spoken
from hccreview.clinical.derived import DERIVED_FIELDS
from hccreview.clinical.quantity import close, plain
from hccreview.criteria.logic import Truth
from hccreview.criteria.phrases import unit_label
from hccreview.review.eligibility import Finding, Verdict
from hccreview.review.evidence import NONE_APPLIES, EvidenceRow
from hccreview.review.wording import without_days

_MOST_ENTRIES = 5


def told_once(rows: tuple[EvidenceRow, ...]) -> list[EvidenceRow]:
    """Return the rows to tell: the entries of one search together, a value with its limits once."""
    told: dict[tuple[str, ...], EvidenceRow] = {}
    for row in rows:
        if not row.value_text:
            continue
        if row.kind == "list":
            key: tuple[str, ...] = (row.field, row.limit_text, row.truth.value)
            held = told.get(key)
            text = row.value_text if held is None else f"{held.value_text}; {row.value_text}"
            told[key] = row if held is None else replace(held, value_text=text)
        else:
            told.setdefault((row.field, row.value_text, row.limit_text, row.kind), row)
    return list(told.values())


def sentences_of(rows: tuple[EvidenceRow, ...], finding: Finding) -> list[str]:
    """Return the atoms in words; several limits of one value, or several searches, in one."""
    groups: dict[tuple[str, ...], list[EvidenceRow]] = {}
    notes: set[tuple[str, str]] = set()
    for row in told_once(rows):
        if row.kind == "value" and (row.field, row.note) in notes:
            row = replace(row, note="")
        notes.add((row.field, row.note))
        same = (row.field, row.value_text, row.kind, row.note)
        groups.setdefault(same if row.kind in ("value", "list") else (*same, row.label), []).append(
            row
        )
    texts = [_together(group, finding) for group in groups.values()]
    return [text for text in dict.fromkeys(texts) if text]


def _together(rows: list[EvidenceRow], finding: Finding) -> str:
    first = rows[0]
    if len(rows) == 1 or any(row.label != first.label for row in rows):
        return ". ".join(dict.fromkeys(row_sentence(row, finding) for row in rows))
    if first.kind == "list":
        if first.value_text != NONE_APPLIES:
            return ". ".join(row_sentence(row, finding) for row in rows)
        texts = list(dict.fromkeys(row.limit_text for row in rows))
        searches = ", nor any ".join([texts[0], *(without_days(text) for text in texts[1:])])
        return row_sentence(replace(first, limit_text=searches), finding)
    limits = [part for row in rows for part in _limit_parts(row, finding) if part]
    return "; ".join((_value_words(first), *dict.fromkeys(limits)))


def row_sentence(row: EvidenceRow, finding: Finding) -> str:
    """Return one atom in words."""
    if not row.value_text:
        return ""
    if row.kind == "list":
        return _list_sentence(row, finding)
    if row.kind == "condition":  # an entry that another part asks about says nothing by itself
        return "" if row.limit_text else _value_words(row)
    parts = [_value_words(row), *_limit_parts(row, finding)]
    return "; ".join(part for part in parts if part)


def _value_words(row: EvidenceRow) -> str:
    derived = row.field in DERIVED_FIELDS and row.field != "age"
    dated = row.on is not None and not derived and row.kind != "judgement"
    number = row.value is not None or row.value_text[:1] in "<>≤≥−0123456789"
    between = " " if number and row.operator != "within" else ": "
    text = f"{row.label}{between}{row.value_text}"
    if dated and row.on is not None:
        text += f" on {spoken(row.on)}"
    return f"{text} ({row.note})" if row.note else text


def _limit_parts(row: EvidenceRow, finding: Finding) -> tuple[str, ...]:
    if row.kind in ("flag", "judgement"):
        return (_answer_phrase(row, finding),)
    if _excludes_with_others(row, finding):
        limit = {"in": "", "includes": "", "within": f"within {row.limit_text}"}.get(row.operator)
        if limit is not None and row.positive:
            return (limit,)
        row = replace(row, only_with="")
    return limit_phrase(row, finding.criterion.kind), distance_phrase(row, finding)


def _excludes_with_others(row: EvidenceRow, finding: Finding) -> bool:
    excludes = finding.verdict is Verdict.FAIL and finding.criterion.kind == "exclusion"
    return excludes and bool(row.only_with)


def together_sentence(rows: tuple[EvidenceRow, ...], finding: Finding) -> str:
    """Return that several atoms exclude only together; empty where one alone does."""
    together = any(_excludes_with_others(row, finding) for row in rows)
    return " Together they exclude." if together and len(rows) > 1 else ""


def _answer_phrase(row: EvidenceRow, finding: Finding) -> str:
    """Return why a yes or no makes a criterion fail."""
    if finding.verdict is not Verdict.FAIL:
        return ""
    if finding.criterion.kind == "inclusion":
        return f"{'no' if row.value_text == 'yes' else 'yes'} required"
    return "" if row.only_with else "excludes"


def limit_phrase(row: EvidenceRow, kind: str) -> str:
    """Return what an inclusion requires or an exclusion rules out."""
    if not row.operator:
        return ""
    requires = (kind == "inclusion") is row.positive
    text = _limit_words(row, requires)
    if kind == "exclusion" and row.only_with:
        text += f" where {row.only_with}"
    return text


_REQUIRED = {
    "≥": "at least {} required",
    "≤": "at most {} allowed",
    ">": "more than {} required",
    "<": "less than {} required",
    "not": "anything but {} allowed",
    "within": "within {} required",
}
_EXCLUDED = {
    "≥": "excluded from {} up",
    "≤": "excluded up to {}",
    ">": "excluded above {}",
    "<": "excluded below {}",
    "not": "anything but {} excludes",
    "within": "within {} excludes",
}


def _limit_words(row: EvidenceRow, requires: bool) -> str:
    limit = _without_unit(row)
    if row.limit is None and row.operator == ">" and not requires:
        return f"anything above {limit} excludes"
    if requires:
        return _REQUIRED.get(row.operator, "{} required").format(limit)
    return _EXCLUDED.get(row.operator, "{} excludes").format(limit)


def _without_unit(row: EvidenceRow) -> str:
    """Return the limit without its unit where the value has just been told in it."""
    unit = unit_label(row.unit)
    if not unit or not row.value_text.endswith(unit):
        return row.limit_text
    return row.limit_text.replace(f" {unit})", ")").removesuffix(f" {unit}")


def distance_phrase(row: EvidenceRow, finding: Finding) -> str:
    """Return how far a failing value lies from its limit: ``short by 7 (9 %)``."""
    if row.limit is None or row.distance is None or row.truth is Truth.UNKNOWN:
        return ""
    failed = finding.verdict is Verdict.FAIL
    if row.value is not None and close(row.value, row.limit):
        return "exactly at the limit, which " + ("fails" if failed else "still passes")
    if not failed:
        return ""
    below = row.value < row.limit if row.value is not None else _lies_below(row)
    least = "at least " if row.value is None else ""
    share = f" ({_percent(row.percent)} %)" if row.percent is not None else ""
    return f"{'short' if below else 'over'} by {least}{_small(row.distance)}{share}"


def _lies_below(row: EvidenceRow) -> bool:
    """Return whether bounds lie below a limit: a failing value breaks what is asked for."""
    wants_more = row.operator in ("≥", ">")
    return wants_more if row.truth is Truth.FALSE else not wants_more


def _small(number: float) -> str:
    return next((t for digits in (2, 4, 6) if (t := plain(number, digits)) != "0"), "almost 0")


def _percent(percent: float) -> str:
    return "under 1" if percent < 0.5 else plain(percent, 0)


# ------------------------------------------------------------------------ lists


def _list_sentence(row: EvidenceRow, finding: Finding) -> str:
    if row.value_text == NONE_APPLIES:
        missing = "; one is required" if _is_required(row, finding) else ""
        note = f"; {row.note}" if row.note else ""
        return f"No {row.limit_text} is recorded{missing}{note}"
    entries = row.value_text.split("; ")
    shown = "; ".join(entries[:_MOST_ENTRIES])
    more = f" and {len(entries) - _MOST_ENTRIES} more" if len(entries) > _MOST_ENTRIES else ""
    note = f" ({row.note})" if row.note else ""
    text = f"{row.limit_text[0].upper()}{row.limit_text[1:]}: {shown}{more}{note}"
    if finding.verdict is not Verdict.FAIL:
        return text
    if finding.criterion.kind == "inclusion":
        return f"{text}; not allowed"
    return text if row.only_with else f"{text}; excludes"


def _is_required(row: EvidenceRow, finding: Finding) -> bool:
    inclusion = finding.criterion.kind == "inclusion"
    return finding.verdict is Verdict.FAIL and inclusion is row.positive
