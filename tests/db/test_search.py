"""The case list: what is found, in which order, in which part, and by which index."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event

from db.listing import CaseSearch, Sort, SortBy
from db.search import lines_statement
from db.store import Store
from db.summary import summary_of
from hccreview.clinical.case import Case, CaseList, Entry, Observation
from hccreview.clinical.dates import PartialDate, day, parse_date
from hccreview.clinical.quantity import Span, exactly
from tests.db.conftest import NOW, SAMPLES, opened

TODAY = NOW.date()
MANY = 3000


def a_case(code: str, *, born: str = "", diagnosed: str = "", label: str = "") -> Case:
    dates = {"birth_date": born, "diagnosis_date": diagnosed}
    found = tuple(Observation(name, parse_date(text)) for name, text in dates.items() if text)
    return Case(code, found, label=label)


def keep(store: Store, *cases: Case) -> None:
    for case in cases:
        store.save_case(case, seen_version=None)


def codes(store: Store, search: CaseSearch | str = "", sort: Sort | None = None) -> list[str]:
    page = store.cases(search, sort)
    assert not page.more
    assert store.count(search) == len(page.lines)
    return [line.code for line in page.lines]


# ---------------------------------------------------------------------------- lines


def test_a_line_shows_code_birth_stage_and_diagnosis(store: Store, sample: Case):
    keep(store, sample)
    line = store.cases().lines[0]
    assert (line.code, line.label, line.stage) == (sample.code, sample.label, "B")
    assert (line.staged_on, line.born) == (sample.as_of, day(date(1966, 11, 30)))
    assert line.diagnosed_on == day(date(2026, 10, 20))


def test_stages_that_remain_possible_are_shown_and_all_of_them_are_none(store: Store):
    keep(store, *SAMPLES)
    stages = {line.code: line.stage for line in store.cases().lines}
    assert (stages["SAMPLE-03"], stages["SAMPLE-09"]) == ("C/D", "")


@pytest.mark.parametrize(
    "age, born",
    [
        (exactly(60.0), PartialDate(date(1965, 11, 22), date(1966, 11, 21))),
        (Span(80.0, float("inf")), PartialDate(date(1895, 11, 22), date(1946, 11, 21))),
    ],
)
def test_a_recorded_age_bounds_the_birth(age: Span, born: PartialDate):
    case = Case("P-1", (Observation("age_recorded", age, collected_on=day(TODAY)),))
    assert summary_of(case, TODAY).born == born


def test_without_birth_and_age_the_birth_is_not_known():
    assert summary_of(Case("P-1"), TODAY).born is None


# --------------------------------------------------------------------------- finding


@pytest.mark.parametrize(
    "text, found",
    [
        ("", ["P-1", "P-2"]),
        ("p-1", ["P-1"]),
        ("  P-  ", ["P-1", "P-2"]),
        ("wash", ["P-1"]),
        ("ash", []),
        ("WASHOUT p-1", ["P-1"]),
        ("washout p-2", []),
        ("2026-10", ["P-1"]),
        ("lenva", ["P-2"]),
        ("cavernous", ["P-2"]),
        ("硬化", ["P-1"]),
        ("ｗａｓｈ", ["P-1"]),
        ("%", []),
        ("_", []),
        ("'; DROP TABLE cases; --", []),
    ],
)
def test_each_word_of_the_search_begins_a_word_of_the_case(
    store: Store, text: str, found: list[str]
):
    note = Observation("portal_thrombus_vp", "Vp4", note="with cavernous transformation")
    drugs = CaseList("drugs", (Entry({"drug": "lenvatinib"}),))
    keep(
        store,
        a_case("P-1", diagnosed="2026-10-20", label="Washout (TACE), 肝硬化"),
        Case("P-2", (note,), (drugs,)),
    )
    assert codes(store, text) == found


def test_a_word_that_was_changed_finds_no_longer(store: Store):
    version = store.save_case(a_case("P-1", label="kingfisher"), seen_version=None)
    store.save_case(a_case("P-1", label="heron"), seen_version=version)
    assert codes(store, "kingfisher") == []
    assert codes(store, "heron") == ["P-1"]


def test_a_stage_finds_cases_in_which_it_is_possible(store: Store):
    keep(store, *SAMPLES)
    assert codes(store, CaseSearch(stages=("B",))) == ["SAMPLE-06", "SAMPLE-14"]
    assert codes(store, CaseSearch(stages=("D",))) == ["SAMPLE-03", "SAMPLE-13"]
    assert codes(store, "bclc-b") == ["SAMPLE-06", "SAMPLE-14"]


@pytest.mark.parametrize(
    "search, found",
    [
        (CaseSearch(age_from=60), ["A", "B", "E"]),
        (CaseSearch(age_to=60), ["A", "B", "C"]),
        (CaseSearch(age_from=60, age_to=60), ["A", "B"]),
        (CaseSearch(age_to=59), ["B", "C"]),
        (CaseSearch(age_from=61), ["E"]),
        (CaseSearch(age_from=10**9), []),
    ],
)
def test_ages_are_completed_years_today_and_who_may_be_that_old_is_found(
    store: Store, search: CaseSearch, found: list[str]
):
    keep(
        store,
        a_case("A", born="1966-11-21"),  # 60 today
        a_case("B", born="1966"),  # 59 or 60
        a_case("C", born="1966-11-22"),  # 60 tomorrow
        a_case("D"),
        a_case("E", born="1965-11-21"),  # 61 today
    )
    assert codes(store, search) == found


def test_a_span_of_diagnosis_dates_is_inclusive_and_a_month_may_lie_in_it(store: Store):
    keep(
        store,
        a_case("A", diagnosed="2026-10-20"),
        a_case("B", diagnosed="2026-10"),
        a_case("C", diagnosed="2026-09-30"),
        a_case("D"),
    )
    since = CaseSearch(diagnosed_from=date(2026, 10, 20))
    assert codes(store, since) == ["A", "B"]
    assert codes(store, replace(since, diagnosed_to=date(2026, 10, 20))) == ["A", "B"]
    assert codes(store, CaseSearch(diagnosed_to=date(2026, 9, 30))) == ["C"]


# ------------------------------------------------------------------------- order, pages


@pytest.mark.parametrize(
    "by, order",
    [
        ("code", ["p-1", "P-2", "P-10"]),
        ("age", ["P-10", "p-1", "P-2"]),
        ("diagnosed_on", ["P-2", "P-10", "p-1"]),
    ],
)
def test_a_list_can_be_turned_round_and_what_is_not_known_stays_last(
    store: Store, by: SortBy, order: list[str]
):
    keep(
        store,
        a_case("P-10", born="1970-01-01", diagnosed="2026-10-20"),
        a_case("P-2", diagnosed="2026-01-02"),
        a_case("p-1", born="1950-01-01"),
    )
    turned = [*reversed(order)] if by == "code" else [order[1], order[0], order[2]]
    assert codes(store, sort=Sort(by)) == order
    assert codes(store, sort=Sort(by, descending=True)) == turned


def test_stages_are_in_the_order_of_the_staging_and_unknown_is_last(store: Store):
    keep(store, *SAMPLES)
    stages = [line.stage for line in store.cases(sort=Sort("stage")).lines]
    assert stages[:3] == ["B", "B", "C"]
    assert stages[-3:] == ["C/D", "D", ""]


def test_pages_follow_each_other_without_gap_or_overlap(store: Store):
    store.import_samples(SAMPLES)
    pages = [store.cases(offset=start, limit=4) for start in range(0, 16, 4)]
    assert [page.more for page in pages] == [True, True, True, False]
    assert store.count() == len(SAMPLES)
    assert [page.offset for page in pages] == [0, 4, 8, 12]
    seen = [line.code for page in pages for line in page.lines]
    assert seen == sorted(case.code for case in SAMPLES)


# ------------------------------------------------------------------------------ indexes


@pytest.fixture(scope="module")
def full_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with opened(tmp_path_factory.mktemp("store") / "cases.sqlite") as store:
        years = (f"{1930 + number % 70}" if number % 9 else "" for number in range(MANY))
        store.import_samples(
            a_case(f"P-{number}", born=year, diagnosed=year and "2026-01-02", label=f"w{number}")
            for number, year in enumerate(years)
        )
        yield store


def plans(store: Store, search: CaseSearch | str = "", sort: Sort | None = None) -> list[str]:
    """The query plan of each statement that a page of the list, and its number, needs."""
    asked: list[tuple[str, Any]] = []

    def note(connection, cursor, statement, parameters, context, many) -> None:
        if "\nFROM cases" in statement:
            asked.append((statement, parameters))

    event.listen(store._engine, "before_cursor_execute", note)
    try:
        assert store.cases(search, sort, limit=20).lines
        assert store.count(search)
    finally:
        event.remove(store._engine, "before_cursor_execute", note)
    with store._engine.connect() as connection:
        explained = [
            connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
            for statement, parameters in asked
        ]
    return [" | ".join(row[3] for row in rows) for rows in explained]


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize(
    "by, index",
    [
        ("code", "ix_cases_by_code"),
        ("age", "ix_cases_by_age"),
        ("stage", "ix_cases_by_stage"),
        ("diagnosed_on", "ix_cases_by_diagnosis"),
        ("changed_at", "ix_cases_by_change"),
    ],
)
def test_a_page_of_thousands_is_read_through_an_index_in_its_order(
    full_store: Store, by: SortBy, index: str, descending: bool
):
    lines, count = plans(full_store, sort=Sort(by, descending))
    assert lines == f"SEARCH cases USING INDEX {index} (archived=?)"
    assert "USING COVERING INDEX" in count


@pytest.mark.parametrize("text", ["w1234", "p-12", "p-1 w12"])
def test_a_search_among_thousands_looks_words_up_in_their_index(full_store: Store, text: str):
    for plan in plans(full_store, text):
        found = "SEARCH case_words USING COVERING INDEX ix_case_words_by_word (word>? AND word<?)"
        assert plan.count(found) == len(text.split())
        assert "SCAN" not in plan.replace("SCAN sqlite_sq", "")


@pytest.mark.parametrize("text", ["p", "p w1", "w1 p"])
def test_a_word_that_most_cases_have_is_looked_up_case_by_case(full_store: Store, text: str):
    for plan in plans(full_store, text):
        found = "USING PRIMARY KEY (case_id=? AND word>? AND word<?)"
        assert plan.count(found) == 1
        assert plan.count("ix_case_words_by_word") == len(text.split()) - 1
        assert "USE TEMP B-TREE" not in plan


@pytest.mark.parametrize("text", ["p", "p-12", "w2 p-2", "p-12 zzz"])
def test_both_ways_to_look_words_up_find_the_same(full_store: Store, text: str):
    search, day = CaseSearch(text), date(2026, 11, 21)
    with full_store._readers() as session:
        found = [
            session.execute(lines_statement(search, Sort(), day, frozenset(common))).all()
            for common in ((), text.split())
        ]
    assert found[0] == found[1]
    assert bool(found[0]) == ("zzz" not in text)


def test_an_age_among_thousands_is_looked_up_in_the_index_of_births(full_store: Store):
    search = CaseSearch(age_from=90, age_to=92)
    lines, count = plans(full_store, search, Sort("age"))
    assert lines == "SEARCH cases USING INDEX ix_cases_by_age (archived=? AND born_first<?)"
    assert "ix_cases_by_age" in count


def test_a_case_among_thousands_is_found_by_its_code_at_once(full_store: Store):
    with full_store._engine.connect() as connection:
        statement = "EXPLAIN QUERY PLAN SELECT * FROM cases WHERE code = 'P-77'"
        asked = [row[3] for row in connection.exec_driver_sql(statement)]
    assert asked == ["SEARCH cases USING INDEX sqlite_autoindex_cases_2 (code=?)"]
