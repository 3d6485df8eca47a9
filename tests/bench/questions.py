"""Small three-valued questions to the values of a case: True, False, or None for not known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

Values = dict[str, Any]
Entry = Mapping[str, Any]
Answer = bool | None
Check = Callable[[Values], Answer]


def all_of(*answers: Answer) -> Answer:
    return False if False in answers else (None if None in answers else True)


def any_of(*answers: Answer) -> Answer:
    return True if True in answers else (None if None in answers else False)


def negated(answer: Answer) -> Answer:
    return None if answer is None else not answer


def at_most(value: float | None, limit: float | None) -> Answer:
    return None if value is None or limit is None else value <= limit


def at_least(value: float | None, limit: float | None) -> Answer:
    return None if value is None or limit is None else value >= limit


def among(word: Any, words: Iterable[Any]) -> Answer:
    return None if word is None else word in words


def times(factor: float, limit: float | None) -> float | None:
    return None if limit is None else factor * limit


def some(v: Values, name: str, check: Callable[[Entry], Answer]) -> Answer:
    """Whether an entry of a list passes; only a complete list can say that none does."""
    answer: Answer = False if v[f"{name}_complete"] else None
    for entry in v[name]:
        found = check(entry)
        if found:
            return True
        if found is None:
            answer = None
    return answer


def since(entry: Entry, first_day: int) -> Answer:
    """Whether an entry reaches into the days from `first_day` on."""
    end = entry["end"] or entry["on"]
    if end is not None:
        return bool(end >= first_day)
    return True if entry.get("start") is not None else None


def event(v: Values, kind: str, first_day: int, detail: Callable[[Entry], Answer]) -> Answer:
    def check(e: Entry) -> Answer:
        if e["kind"] != kind:
            return False
        return all_of(since(e, first_day), detail(e))

    return some(v, "events", check)


def measurable(size: float | None, slice_thickness: float | None) -> Answer:
    if size is None:
        return None
    thickness = 5 if slice_thickness is None else slice_thickness
    return size >= (10 if thickness <= 5 else 2 * thickness)


DIPSTICKS = ("negative", "trace", "1+", "2+", "3+", "4+")
LOCAL = ("ablation", "tace", "tae", "haic", "tare", "injection", "other_local", "resection")
VARIANTS = ("fibrolamellar", "sarcomatoid", "cholangiocarcinoma", "mixed")
TARGETED = frozenset({"immunotherapy", "anti_angiogenic", "other_targeted", "targeted"})
TISSUE = frozenset({"histology", "cytology"})
SURE_ALLERGENS = ("oxaliplatin", "fluorouracil", "folinate", "lenvatinib", "cadonilimab")


def basis(v: Values, wanted: Iterable[str]) -> Answer:
    known = v["diagnosis_basis"]
    return None if known is None else not known.isdisjoint(wanted)
