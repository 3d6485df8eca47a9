"""The question behind a page of the case list, answered by the database with its indexes."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, UnaryExpression, func, select
from sqlalchemy.orm import InstrumentedAttribute

from db.listing import CaseLine, CaseSearch, Sort, SortBy
from db.rows import partial_date
from db.summary import OLDEST, chunks_of
from db.tables import CaseRow, CaseWordRow
from hccreview.clinical.dates import add_months

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


def lines_statement(search: CaseSearch, sort: Sort, today: date) -> Select[*tuple[Any, ...]]:
    """Return the statement for the lines of `search` in the order of `sort`."""
    return select(*_COLUMNS).where(*_conditions(search, today)).order_by(*_order(sort))


def count_statement(search: CaseSearch, today: date) -> Select[int]:
    """Return the statement for the number of lines of `search`."""
    return select(func.count()).select_from(CaseRow).where(*_conditions(search, today))


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


def _conditions(search: CaseSearch, today: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [CaseRow.archived.is_(search.archived)]
    found += [_has_word(chunk, chunk + _LAST) for chunk in chunks_of(search.text)]
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


def _has_word(first: str, last: str) -> ColumnElement[bool]:
    inside = CaseWordRow.word.between(first, last)
    return CaseRow.id.in_(select(CaseWordRow.case_id).where(inside))


def _has_stage(stages: tuple[str, ...]) -> ColumnElement[bool]:
    names = [f"bclc-{stage}".casefold() for stage in stages]
    return CaseRow.id.in_(select(CaseWordRow.case_id).where(CaseWordRow.word.in_(names)))


def _years_before(today: date, years: int) -> date:
    return add_months(today, -12 * min(max(years, 0), OLDEST))
