"""The same tables and questions can be put to PostgreSQL, for a department's shared store."""

from datetime import date
from typing import get_args

import pytest
from sqlalchemy import Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from db.columns import Base
from db.listing import CaseSearch, Sort, SortBy
from db.search import count_statement, frequency_statement, lines_statement

TABLES = Base.metadata.sorted_tables
EVERYTHING = CaseSearch("tace", ("B",), 18, 75, date(2026, 1, 1), date(2026, 12, 31))
TODAY = date(2026, 11, 21)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_can_be_made_on_postgresql(table: Table):
    made = str(CreateTable(table).compile(dialect=postgresql.dialect()))
    assert "ROWID" not in made
    assert 'COLLATE "C"' in made or table.name not in ("cases", "case_words", "audit_lines")


def test_keys_are_uuids_and_numbers_are_doubles_there():
    cases, values = (Base.metadata.tables[name] for name in ("cases", "entry_values"))
    dialect = postgresql.dialect()
    assert str(cases.c.id.type.compile(dialect)) == "UUID"
    assert str(values.c.low.type.compile(dialect)) == "DOUBLE PRECISION"
    assert str(values.c.kind.type.compile(dialect)) == "VARCHAR(16)"


@pytest.mark.parametrize("common", [frozenset(), frozenset({"tace"})])
@pytest.mark.parametrize("by", get_args(SortBy))
def test_the_list_asks_postgresql_in_words_it_knows(by: SortBy, common: frozenset[str]):
    chosen = lines_statement(EVERYTHING, Sort(by, descending=True), TODAY, common)
    asked = str(chosen.offset(10).limit(5).compile(dialect=postgresql.dialect()))
    assert "ORDER BY" in asked
    assert ("NULLS LAST" in asked) == (by != "code")
    count = count_statement(EVERYTHING, TODAY, common)
    assert str(count.compile(dialect=postgresql.dialect()))
    assert str(frequency_statement("tace").compile(dialect=postgresql.dialect()))
