"""Sealed decisions in the store: bit for bit, in order, never changed, never lost."""

import contextlib
import hashlib
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlite

from db.store import Store
from hccreview.errors import ReviewError
from hccreview.meeting.agenda import without_case
from hccreview.meeting.meeting import Meeting
from hccreview.meeting.seal import amended, sealed
from hccreview.meeting.snapshot import compared_again
from tests.db.conftest import opened
from tests.db.meeting_builders import (
    CODE,
    MEETING,
    OTHER,
    amendment,
    first_seal,
    seal_one,
    with_meeting,
)
from tests.meeting.builders import NOON, a_decision, documents

ROOT = Path(__file__).resolve().parents[2]
READ = """
import hashlib, sys
from pathlib import Path
from tests.db.conftest import opened

with opened(Path(sys.argv[1])) as store:
    (decision,) = store.board.seals("SAMPLE-01")
    record = decision.newest
    print(record.digest, hashlib.sha256(record.content).hexdigest(), len(decision.versions))
    print(sorted(store.board.sealed_documents(record.snapshot)))
"""
CORRECTED = a_decision(basis="CT of 13 Nov 2026")


def changed(path: Path, *statements: str) -> None:
    """Change the file as another program could, past the triggers."""
    with contextlib.closing(sqlite.connect(str(path))) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in names.fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


# ------------------------------------------------------------------ bit for bit


def test_a_sealed_record_opens_again_bit_for_bit_in_another_process(path: Path):
    with opened(path) as store:
        _, record = seal_one(store)
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)], cwd=ROOT, capture_output=True, text=True
    )
    assert done.stderr == ""
    kept = sorted({trial.digest for trial in record.snapshot.trials})
    assert done.stdout == f"{record.digest} {record.digest} 1\n{kept}\n"
    assert hashlib.sha256(record.content).hexdigest() == record.digest


def test_what_was_sealed_is_compared_again_from_what_the_store_kept(store: Store):
    meeting, record = seal_one(store)
    (found,) = store.board.seals(CODE)
    assert (found.meeting, found.versions) == (meeting, (record,))
    kept = store.board.sealed_documents(found.newest.snapshot)
    again = compared_again(found.newest.snapshot, kept)
    assert [each.trial.id for each in again.assessments] == [
        trial.id for trial in record.snapshot.trials
    ]


def test_an_amendment_follows_with_its_reason_and_the_first_version_stays(store: Store):
    meeting, first = seal_one(store)
    second = amendment(first, CORRECTED)
    store.board.seal_decision(meeting, second, {})  # its documents are kept already
    (found,) = store.board.seals(CODE)
    assert found.versions == (first, second)
    assert found.newest.seal.reason == "a word was wrong"
    lines = store.audit_lines(2)
    assert [(line.action, line.digest) for line in lines] == [
        ("amend", second.digest),
        ("seal", first.digest),
    ]
    assert lines[0].reference == lines[1].reference


def test_sealing_removes_the_draft_that_said_the_same(store: Store):
    meeting = with_meeting(store).id
    store.board.save_draft(meeting, a_decision(), seen_version=None)
    store.board.seal_decision(meeting, first_seal(), documents())
    assert store.board.draft(meeting, CODE) is None
    store.board.save_draft(meeting, CORRECTED, seen_version=None)


def test_decisions_of_several_meetings_come_with_the_latest_first(store: Store):
    earlier, record = seal_one(store)
    sitting = replace(MEETING.sitting, on=MEETING.sitting.on + timedelta(days=7))
    later = store.board.add_meeting(Meeting(sitting, MEETING.items)).id
    again = sealed(replace(record.snapshot, sitting=sitting), "Dr Lin", NOON)
    store.board.seal_decision(later, again, documents())
    assert [each.meeting for each in store.board.seals(CODE)] == [later, earlier]
    assert store.board.seals(OTHER) == ()


# --------------------------------------------------------------------- refusals


def refused(store: Store, meeting: object, record: object, kept: object, match: str) -> None:
    lines, before = store.audit_lines(), store.board.seals(CODE)
    with pytest.raises(ReviewError, match=match):
        store.board.seal_decision(meeting, record, kept)  # type: ignore[arg-type]
    assert (store.audit_lines(), store.board.seals(CODE)) == (lines, before)


def test_two_windows_cannot_both_seal_or_amend(store: Store):
    meeting, first = seal_one(store)
    again = sealed(first.snapshot, "Dr Wu", NOON)
    refused(store, meeting, again, documents(), "changed meanwhile")
    store.board.seal_decision(meeting, amendment(first, CORRECTED), {})
    late = amendment(first, a_decision(basis="MRI"))
    refused(store, meeting, late, {}, "changed meanwhile")


def test_bytes_that_do_not_fit_their_digest_are_not_kept(store: Store):
    meeting, record = with_meeting(store).id, first_seal()
    broken = replace(record, content=record.content.replace(b"CT of 12", b"CT of 13"))
    refused(store, meeting, broken, documents(), "does not fit its digest")


def test_a_missing_or_changed_document_keeps_the_decision_from_being_sealed(store: Store):
    meeting, record = with_meeting(store).id, first_seal()
    digest = record.snapshot.trials[0].digest
    refused(store, meeting, record, {}, "is missing")
    refused(store, meeting, record, {**documents(), digest: b"{}"}, "has been changed")


def test_only_the_saved_case_is_sealed(store: Store):
    meeting, record = with_meeting(store).id, first_seal()
    found = store.stored(CODE)
    assert found is not None
    store.save_case(replace(found.case, label="other"), seen_version=found.version)
    refused(store, meeting, record, documents(), "compare it again")


def test_an_amendment_of_the_words_rests_on_the_facts_that_were_sealed(store: Store):
    meeting, first = seal_one(store)
    found = store.stored(CODE)
    assert found is not None
    store.save_case(replace(found.case, label="other"), seen_version=found.version)
    store.board.seal_decision(meeting, amendment(first, CORRECTED), {})
    other = replace(first.snapshot, case=replace(found.case, label="what if"))
    tried = amended(store.board.seals(CODE)[0].newest, other, "Dr Lin", NOON, "only tried")
    refused(store, meeting, tried, documents(), "compare it again")


def test_a_draft_that_says_something_else_is_not_lost(store: Store):
    meeting = with_meeting(store).id
    store.board.save_draft(meeting, CORRECTED, seen_version=None)
    refused(store, meeting, first_seal(), documents(), "draft .* changed meanwhile")
    draft = store.board.draft(meeting, CODE)
    assert draft is not None
    assert draft.decision == CORRECTED


def test_a_decision_of_another_day_or_case_is_not_sealed(store: Store):
    found = with_meeting(store)
    sitting = replace(MEETING.sitting, on=MEETING.sitting.on + timedelta(days=7))
    later = store.board.add_meeting(replace(MEETING, sitting=sitting)).id
    refused(store, later, first_seal(), documents(), "as the day of the meeting")
    without = without_case(MEETING, CODE)
    store.board.save_meeting(found.id, without, seen_version=found.version)
    refused(store, found.id, first_seal(), documents(), "not on the agenda")


# ------------------------------------------------------------- never changed or lost


def test_a_case_with_a_sealed_decision_is_archived_but_not_deleted_or_renamed(store: Store):
    _, record = seal_one(store)
    found = store.stored(CODE)
    assert found is not None
    lines = store.audit_lines()
    with pytest.raises(ReviewError, match="not deleted; archive it"):
        store.delete(CODE, seen_version=found.version)
    with pytest.raises(ReviewError, match="keeps the code"):
        store.rename(CODE, "P-7", seen_version=found.version)
    assert store.audit_lines() == lines
    store.archive(CODE, seen_version=found.version)
    assert store.board.seals(CODE)[0].newest == record


def test_removing_the_samples_leaves_one_with_a_sealed_decision(store: Store):
    meeting = with_meeting(store, samples=True).id
    store.board.seal_decision(meeting, first_seal(), documents())
    assert store.remove_samples() == 1
    assert [line.code for line in store.cases().lines] == [CODE]
    assert store.board.seals(CODE) != ()


def test_a_meeting_with_a_sealed_decision_keeps_its_day_and_that_case(store: Store):
    id_, _ = seal_one(store)
    found = store.board.meeting(id_)
    sitting = replace(MEETING.sitting, on=MEETING.sitting.on + timedelta(days=1))
    for other, match in (
        (replace(MEETING, sitting=sitting), "day of this meeting"),
        (without_case(MEETING, CODE), "stays on the agenda"),
    ):
        with pytest.raises(ReviewError, match=match):
            store.board.save_meeting(id_, other, seen_version=found.version)
    with pytest.raises(ReviewError, match="the meeting is kept"):
        store.board.delete_meeting(id_, seen_version=found.version)
    moved_room = replace(MEETING, sitting=replace(MEETING.sitting, place="Room 5"))
    store.board.save_meeting(id_, without_case(moved_room, OTHER), seen_version=found.version)
    assert len(store.board.seals(CODE)) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE seals SET sealed_at = '2020-01-01 00:00:00'",
        "DELETE FROM seals",
        "REPLACE INTO seals SELECT decision_id, version, 'x', x'00', sealed_at FROM seals",
        "UPDATE sealed_documents SET content = x'00'",
        "DELETE FROM sealed_documents",
        "REPLACE INTO sealed_documents SELECT digest, x'00' FROM sealed_documents",
    ],
)
def test_nobody_changes_what_is_sealed_by_mistake(path: Path, statement: str):
    with opened(path) as store:
        _, record = seal_one(store)
    with contextlib.closing(sqlite.connect(str(path))) as connection:
        with pytest.raises(sqlite.IntegrityError, match="never changed"):
            connection.execute(statement)
        connection.rollback()
    with opened(path) as store:
        assert store.board.seals(CODE)[0].newest == record


def test_a_case_cannot_be_torn_from_under_its_seal(path: Path):
    with opened(path) as store:
        seal_one(store)
    for table in ("cases", "meetings", "decisions"):
        with contextlib.closing(sqlite.connect(str(path))) as connection:
            connection.execute("PRAGMA foreign_keys=ON")
            with pytest.raises(sqlite.IntegrityError):
                connection.execute(f"DELETE FROM {table}")


def test_who_changes_the_file_itself_is_told_by_the_digest(path: Path):
    with opened(path) as store:
        seal_one(store)
    changed(path, "UPDATE seals SET content = CAST(content || x'00' AS BLOB)")
    with opened(path) as store, pytest.raises(ReviewError, match="changed after it was sealed"):
        store.board.seals(CODE)


def test_a_sealed_record_cannot_be_read_in_the_file(path: Path):
    with opened(path) as store:
        _, record = seal_one(store)
    kept = path.read_bytes()
    assert b"hccreview-seal/1" in record.content and b"hccreview-seal/1" not in kept


@pytest.mark.parametrize("which, match", [(2, "audit lines"), (1, "does not follow")])
def test_a_version_that_was_taken_out_is_missed(path: Path, which: int, match: str):
    with opened(path) as store:
        meeting, first = seal_one(store)
        store.board.seal_decision(meeting, amendment(first, CORRECTED), {})
    changed(path, f"DELETE FROM seals WHERE version = {which}")
    with opened(path) as store, pytest.raises(ReviewError, match=match):
        store.board.seals(CODE)
