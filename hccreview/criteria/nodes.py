"""Frozen shapes of a parsed expression; names and units are already checked and canonical."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hccreview.clinical.dates import Period


class Compilable:
    """Room for the compiled form of an expression (see evaluate.py); no part of its value."""

    __slots__ = ("check",)
    check: Any


@dataclass(frozen=True, slots=True)
class Window:
    """How old a value may be: `period` before an anchor, none where the source states none.

    `anchor` is as_of, inclusion, first_dose or the name of a fact that is a date; empty is the
    criterion's own anchor. `uncorrected` is the time before the sample that must be free of
    corrective treatment.
    """

    period: Period | None = None
    anchor: str = ""
    uncorrected: Period | None = None


NO_WINDOW = Window()


@dataclass(frozen=True, slots=True)
class And(Compilable):
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or(Compilable):
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not(Compilable):
    part: Node


@dataclass(frozen=True, slots=True)
class FieldRef:
    """A recorded field, a derived fact, or inside ``where`` a field of the entry."""

    name: str
    of_list: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """How many entries of a list, or how many distinct values of one of its fields."""

    list: str
    where: Node | None = None
    distinct: str = ""


@dataclass(frozen=True, slots=True)
class Extreme:
    """The largest or smallest value of a field over the entries of a list."""

    largest: bool
    field: str
    list: str
    where: Node | None = None


Operand = FieldRef | Count | Extreme


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in the canonical unit of what it limits, or in a unit that is never converted."""

    value: float
    unit: str
    text: str


@dataclass(frozen=True, slots=True)
class Multiple:
    """A multiple of the upper or lower limit of normal of the same report."""

    factor: float
    limit: str


@dataclass(frozen=True, slots=True)
class ByUnit:
    """One limit for each unit that is never converted; the reported unit chooses."""

    amounts: tuple[Amount, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A step of an ordered scale: its place and its word."""

    index: int
    word: str


@dataclass(frozen=True, slots=True)
class DateOf:
    """The date that another fact holds."""

    name: str


Limit = Amount | Multiple | ByUnit | Step | DateOf


@dataclass(frozen=True, slots=True)
class Comparison(Compilable):
    operand: Operand
    operator: str
    limit: Limit
    window: Window = NO_WINDOW


@dataclass(frozen=True, slots=True)
class Member(Compilable):
    """The value is one of some words (or whole numbers written as words)."""

    operand: FieldRef
    words: frozenset[str]
    window: Window = NO_WINDOW


@dataclass(frozen=True, slots=True)
class Includes(Compilable):
    """A set of words holds at least one of some words."""

    operand: FieldRef
    words: frozenset[str]
    window: Window = NO_WINDOW


@dataclass(frozen=True, slots=True)
class Flag(Compilable):
    """A field that is yes or no."""

    operand: FieldRef
    window: Window = NO_WINDOW


@dataclass(frozen=True, slots=True)
class Judgement(Compilable):
    """A question that only the board can answer."""

    name: str


@dataclass(frozen=True, slots=True)
class Readings(Compilable):
    """A text that can be read in several ways; `chooser` is the board's choice between them."""

    chooser: str
    options: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Exists(Compilable):
    """Some entry of a list; `recorded_only` asks only whether one is written down."""

    list: str
    where: Node | None = None
    recorded_only: bool = False


@dataclass(frozen=True, slots=True)
class During(Compilable):
    """Inside ``where``: the entry falls within a period before an anchor (for so many days)."""

    period: Period
    anchor: str = ""
    for_days: int = 0


@dataclass(frozen=True, slots=True)
class DateWithin(Compilable):
    """A recorded date (or ``never``, ``ongoing``) lies within a period before an anchor."""

    name: str
    period: Period
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Sampled(Compilable):
    """Every field has a sample within the window that no corrective treatment preceded."""

    fields: tuple[str, ...]
    window: Window


@dataclass(frozen=True, slots=True)
class Provided(Compilable):
    """An expression that only counts where a condition holds; without it a TRUE is UNKNOWN."""

    part: Node
    condition: Node


@dataclass(frozen=True, slots=True)
class RecordedFlag(Compilable):
    """A yes that is written down; a prompt for the board, never a reason to pass or fail."""

    name: str


@dataclass(frozen=True, slots=True)
class CriterionRef(Compilable):
    """The truth of another criterion of the same trial."""

    id: str


@dataclass(frozen=True, slots=True)
class ArmIs(Compilable):
    arms: frozenset[str]


Node = (
    And
    | Or
    | Not
    | Comparison
    | Member
    | Includes
    | Flag
    | Judgement
    | Readings
    | Exists
    | During
    | DateWithin
    | Sampled
    | Provided
    | RecordedFlag
    | CriterionRef
    | ArmIs
)


def children(node: Node) -> tuple[Node, ...]:
    """Return the expressions directly inside `node`, those in ``where`` included."""
    if isinstance(node, And | Or):
        return node.parts
    if isinstance(node, Not):
        return (node.part,)
    if isinstance(node, Provided):
        return (node.part, node.condition)
    if isinstance(node, Readings):
        return tuple(option for _, option in node.options)
    if isinstance(node, Exists):
        return (node.where,) if node.where is not None else ()
    if isinstance(node, Comparison) and isinstance(node.operand, Count | Extreme):
        return (node.operand.where,) if node.operand.where is not None else ()
    return ()
