"""TRUE, FALSE and UNKNOWN: the three tables of strong Kleene logic (Kleene 1952; HL7 CQL)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum


class Truth(Enum):
    """What an expression is, given what is known."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"

    __hash__ = object.__hash__  # Enum's own hashes the name, in Python, at every table look-up


T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN

NOT = {T: F, F: T, U: U}

AND = {
    (T, T): T,
    (T, F): F,
    (T, U): U,
    (F, T): F,
    (F, F): F,
    (F, U): F,
    (U, T): U,
    (U, F): F,
    (U, U): U,
}

OR = {
    (T, T): T,
    (T, F): T,
    (T, U): T,
    (F, T): T,
    (F, F): F,
    (F, U): U,
    (U, T): T,
    (U, F): U,
    (U, U): U,
}


def truth_of(value: bool | None) -> Truth:
    """Return the truth of an answer; None is not knowing."""
    return U if value is None else (T if value else F)


def all_of(truths: Iterable[Truth]) -> Truth:
    """Return the conjunction of any number of truths; of none at all it is TRUE."""
    result = T
    for truth in truths:
        result = AND[result, truth]
    return result


def any_of(truths: Iterable[Truth]) -> Truth:
    """Return the disjunction of any number of truths; of none at all it is FALSE."""
    result = F
    for truth in truths:
        result = OR[result, truth]
    return result
