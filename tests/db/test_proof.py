"""A case that is not what was saved is named, and nothing is written over it."""

import contextlib
from dataclasses import replace
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlite

from db import case_proof
from db.condition import condition
from db.store import Store
from hccreview.clinical.case import Case, Observation
from hccreview.clinical.editing import with_observation
from hccreview.clinical.quantity import Span
from hccreview.errors import ReviewError
from tests.db.conftest import NOW, SAMPLES, opened
from tests.db.meeting_builders import CODE, first_seal, with_meeting
from tests.meeting.builders import documents

DAMAGED = "SAMPLE-06"


def harm(path: Path, statement: str, *values: object) -> None:
    """Change the file behind the back of the program, as a flipped bit would."""
    with contextlib.closing(sqlite.connect(str(path))) as connection:
        assert connection.execute(statement, values).rowcount != 0
        connection.commit()


def damaged(store: Store, after: str = "", limit: int = 100) -> tuple[tuple[str, ...], str]:
    """Prove so many cases after a code; the second answer is empty where none follows."""
    with store._reading() as session:
        return case_proof.damaged(session, after, limit)


@pytest.fixture
def harmed(store: Store, path: Path) -> Store:
    """A store in which one number of one sample is another."""
    store.import_samples(SAMPLES)
    harm(
        path,
        "UPDATE observations SET low = low * 2 WHERE field = 'albumin' AND case_id ="
        " (SELECT id FROM cases WHERE code = ?)",
        DAMAGED,
    )
    return store


def test_whole_numbers_and_nought_are_proved_as_they_are_read(store: Store):
    case = Case("P-1")
    for field, value in (("afp", 68), ("bilirubin", -0.0), ("albumin", 10**16 + 1)):
        entry = Observation(field, Span(value, value), uln=40, lln=0)
        case = with_observation(case, entry)
    version = store.save_case(case, seen_version=None)
    assert store.proved("P-1") == ""
    version = store.archive("P-1", seen_version=version)
    version = store.restore("P-1", seen_version=version)
    store.rename("P-1", "P-2", seen_version=version)
    assert damaged(store) == ((), "")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE observations SET low = low + 1 WHERE kind = 'number'",
        "UPDATE observations SET collected_first = '2026-01-01'",
        "UPDATE observations SET collected_first = 'no day'",
        "DELETE FROM observations WHERE position > 3",
        "UPDATE cases SET stage = 'A'",
        "UPDATE cases SET archived_at = '2026-01-01 00:00:00'",
        "UPDATE cases SET secret = x'00'",
        "UPDATE case_words SET word = word || 'x'",
    ],
)
def test_whatever_is_changed_in_the_file_is_found(store: Store, path: Path, statement: str):
    store.import_samples(SAMPLES)
    harm(path, statement)
    found = damaged(store)[0]
    assert DAMAGED in found
    assert [case.code for case in SAMPLES if store.proved(case.code)] == list(found)
    assert f"The record of {DAMAGED} is damaged on the disk" in store.proved(DAMAGED)


def test_a_damaged_case_alone_is_damaged(harmed: Store):
    assert damaged(harmed) == ((DAMAGED,), "")
    assert damaged(harmed, limit=3) == ((), "SAMPLE-03")
    assert damaged(harmed, "SAMPLE-05", 1) == ((DAMAGED,), DAMAGED)
    assert "restore the newest backup" in harmed.proved(DAMAGED)
    assert harmed.proved("SAMPLE-05") == ""


def test_nothing_is_written_over_a_damaged_case(harmed: Store, path: Path):
    seen = harmed.stored(DAMAGED)
    assert seen is not None
    before = harmed.audit_lines()
    for write in (
        lambda: harmed.save_case(replace(seen.case, label="x"), seen_version=seen.version),
        lambda: harmed.rename(DAMAGED, "P-1", seen_version=seen.version),
        lambda: harmed.archive(DAMAGED, seen_version=seen.version),
        lambda: harmed.delete(DAMAGED, seen_version=seen.version),
    ):
        with pytest.raises(ReviewError, match="is damaged on the disk"):
            write()
    assert harmed.stored(DAMAGED) == seen
    assert harmed.audit_lines() == before


def test_a_damaged_case_can_be_erased(harmed: Store):
    seen = harmed.stored(DAMAGED)
    assert seen is not None
    harmed.erase(DAMAGED, seen_version=seen.version)
    assert damaged(harmed) == ((), "")


def test_no_decision_is_sealed_on_a_damaged_case(store: Store, path: Path):
    meeting = with_meeting(store).id
    harm(path, "UPDATE case_words SET word = word || 'x'")
    with pytest.raises(ReviewError, match=f"{CODE} is damaged on the disk"):
        store.board.seal_decision(meeting, first_seal(), documents())


def test_the_whole_check_names_what_is_damaged_and_lets_the_rest_be_used(harmed: Store, path: Path):
    found = condition(path)
    assert found.kind == "altered"
    assert f"What stands there of {DAMAGED} is not what was saved." in found.sentence
    assert condition(path, stopped=lambda: True).kind == "fine"  # nothing was proved


def test_the_whole_check_misses_a_case_that_is_gone(store: Store, path: Path):
    store.import_samples(SAMPLES)
    seen = store.stored("SAMPLE-01")
    assert seen is not None
    store.delete("SAMPLE-01", seen_version=seen.version)
    assert condition(path).kind == "fine"
    harm(path, "DELETE FROM cases WHERE code = 'SAMPLE-02'")
    found = condition(path)
    assert found.kind == "altered"
    assert "1 of the saved cases is not there any more." in found.sentence


def test_a_case_without_a_digest_is_not_proved(path: Path):
    with opened(path) as store:
        store.save_case(Case("P-1"), seen_version=None)
    harm(path, "DELETE FROM proofs")
    with opened(path) as store:
        assert damaged(store) == (("P-1",), "")
        assert store.audit_lines(1)[0].at == NOW


def test_the_whole_check_finds_a_case_that_the_list_would_miss(store: Store, path: Path):
    store.import_samples(SAMPLES)
    store.close()
    with contextlib.closing(sqlite.connect(str(path))) as connection:
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute(
            "UPDATE sqlite_master SET sql = replace(sql, 'archived, code_order', 'code_order, id')"
            " WHERE name = 'ix_cases_by_code'"
        )
        connection.commit()
    found = condition(path)
    assert (found.kind, "may miss something" in found.sentence) == ("altered", True)
