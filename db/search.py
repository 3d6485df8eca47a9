"""The question behind a page of the case list, answered by the database with its indexes.

A word that few cases have is gathered from the index of words, and only those cases are looked at.
A word that many have, such as the first letter one types, would gather a million rows for one page:
there each case in turn, in the order of the list, is asked for it, until the page is full.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    UnaryExpression,
    exists,
    func,
    literal,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute

from db.listing import CaseLine, CaseSearch, Sort, SortBy
from db.rows import partial_date
from db.summary import OLDEST, chunks_of
from db.tables import CaseRow, CaseWordRow
from hccreview.clinical.dates import add_months

COMMON = 5_000  # found so often, a word is common: gathering takes as long as asking each case
_LAST = "\U0010ffff"
_COLUMNS = (
    CaseRow.code,
    CaseRow.version,
    CaseRow.label,
    CaseRow.born_first,
    CaseRow.born_last,
    CaseRow.stage,
    CaseRow.staged_on,
    CaseRow.diagnosed_first,
    CaseRow.diagnosed_last,
    CaseRow.archived,
    CaseRow.sample,
    CaseRow.changed_at,
)
_ORDER: dict[SortBy, InstrumentedAttribute[Any]] = {
    "age": CaseRow.born_first,
    "stage": CaseRow.stage,
    "diagnosed_on": CaseRow.diagnosed_first,
    "changed_at": CaseRow.changed_at,
}


def frequency_statement(chunk: str) -> Select[int]:
    """Return the statement for how many words `chunk` begins; it counts no further than COMMON."""
    found = select(literal(1)).where(_begins(chunk)).limit(COMMON).subquery()
    return select(func.count()).select_from(found)


def lines_statement(
    search: CaseSearch, sort: Sort, today: date, common: frozenset[str]
) -> Select[*tuple[Any, ...]]:
    """Return the statement for the lines of `search` in the order of `sort`.

    `common`: the chunks of its text that begin at least COMMON words.
    """
    chosen = select(*_COLUMNS).where(*_conditions(search, today, common))
    return chosen.order_by(*_order(sort))


def count_statement(search: CaseSearch, today: date, common: frozenset[str]) -> Select[int]:
    """Return the statement for the number of lines of `search`."""
    conditions = _conditions(search, today, common)
    return select(func.count()).select_from(CaseRow).where(*conditions)


def line_of(row: RowMapping) -> CaseLine:
    """Return the line of the list that a row of `lines_statement` stands for."""
    return CaseLine(
        code=row["code"],
        version=row["version"],
        label=row["label"],
        born=partial_date(row["born_first"], row["born_last"]),
        stage=row["stage"] or "",
        staged_on=row["staged_on"],
        diagnosed_on=partial_date(row["diagnosed_first"], row["diagnosed_last"]),
        archived=row["archived"],
        sample=row["sample"],
        changed_at=row["changed_at"],
    )


def _order(sort: Sort) -> list[UnaryExpression[Any]]:
    # Who is younger was born later: the order of ages is that of births turned round.
    descending = sort.descending != (sort.by == "age")
    columns = [CaseRow.code_order, CaseRow.id]
    ordered = [column.desc() if descending else column.asc() for column in columns]
    if sort.by in _ORDER:
        first = _ORDER[sort.by]
        ordered.insert(0, (first.desc() if descending else first.asc()).nulls_last())
    return ordered


def _conditions(
    search: CaseSearch, today: date, common: frozenset[str]
) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [CaseRow.archived.is_(search.archived)]
    for chunk in chunks_of(search.text):
        found.append(_asked_for(chunk) if chunk in common else _gathered(chunk))
    if search.stages:
        found.append(_has_stage(search.stages))
    if search.age_from is not None:
        found.append(CaseRow.born_first <= _years_before(today, search.age_from))
    if search.age_to is not None:
        found.append(CaseRow.born_last > _years_before(today, search.age_to + 1))
    if search.diagnosed_from is not None:
        found.append(CaseRow.diagnosed_last >= search.diagnosed_from)
    if search.diagnosed_to is not None:
        found.append(CaseRow.diagnosed_first <= search.diagnosed_to)
    return found


def _gathered(chunk: str) -> ColumnElement[bool]:
    return CaseRow.id.in_(select(CaseWordRow.case_id).where(_begins(chunk)))


def _asked_for(chunk: str) -> ColumnElement[bool]:
    return exists().where(CaseWordRow.case_id == CaseRow.id, _begins(chunk))


def _begins(chunk: str) -> ColumnElement[bool]:
    return CaseWordRow.word.between(chunk, chunk + _LAST)


def _has_stage(stages: tuple[str, ...]) -> ColumnElement[bool]:
    names = [f"bclc-{stage}".casefold() for stage in stages]
    return CaseRow.id.in_(select(CaseWordRow.case_id).where(CaseWordRow.word.in_(names)))


def _years_before(today: date, years: int) -> date:
    return add_months(today, -12 * min(max(years, 0), OLDEST))
