"""Who changed what, from what to what; and that nobody changed the lines themselves."""

import contextlib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlite

from db.audit import Author
from db.store import Store
from hccreview.clinical.editing import with_observation
from hccreview.errors import ReviewError
from hccreview.meeting.attachment import Excerpt, Report
from hccreview.meeting.follow_up import Task, done
from hccreview.meeting.meeting import Meeting
from hccreview.meeting.preparing import Tick
from tests.db.conftest import SAMPLES, opened
from tests.db.meeting_builders import CODE, OTHER, amendment, seal_one, with_meeting
from tests.meeting.builders import a_decision

DAY = date(2026, 11, 21)
SAMPLE = next(case for case in SAMPLES if case.code == "SAMPLE-02")


def with_platelets(value: str):
    (old,) = SAMPLE.of("platelets")
    return with_observation(SAMPLE, replace(old, value_text=value), old)


@pytest.fixture
def store(path: Path):
    with opened(path) as store:
        store.author = Author("Dr Li", "li")
        version = store.save_case(SAMPLE, seen_version=None)
        store.save_case(with_platelets("80"), seen_version=version)
        yield store


def seen(store: Store) -> int:
    found = store.stored("SAMPLE-02")
    assert found is not None
    return found.version


def raw(path: Path, *statements: str) -> None:
    """Change the file as somebody does who takes the guards away first."""
    with contextlib.closing(sqlite.connect(str(path))) as connection:
        for when in ("update", "delete", "insert"):
            connection.execute(f"DROP TRIGGER IF EXISTS audit_lines_guard_{when}")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_a_line_names_who_and_what_from_what_to_what(store: Store):
    (line, told), (_, first) = store.changes_of("SAMPLE-02")
    assert (line.author, line.login, line.action) == ("Dr Li", "li", "change")
    assert told == (
        "Platelets: 68 ×10⁹/L of 18 Nov 2026; lln 125; uln 350"
        " → 80 ×10⁹/L of 18 Nov 2026; lln 125; uln 350",
    )
    assert "Sex: new, male" in first


def test_values_in_the_lines_cannot_be_read_in_the_file(path: Path, store: Store):
    version = seen(store)
    store.save_case(replace(SAMPLE, label="Kingfisher"), seen_version=version)
    version = seen(store)
    store.save_case(replace(SAMPLE, label="other"), seen_version=version)
    store.close()
    assert b"ingfisher" not in path.read_bytes()
    with opened(path) as again:
        assert any("Kingfisher" in each for each in again.changes_of("SAMPLE-02")[0][1])


def test_lines_that_nobody_touched_have_no_fault(store: Store):
    assert store.audit_faults() == ()
    store.delete("SAMPLE-02", seen_version=seen(store))
    assert store.audit_faults() == ()


def test_after_the_deletion_of_a_case_its_values_are_gone_and_the_chain_holds(
    path: Path, store: Store
):
    store.delete("SAMPLE-02", seen_version=seen(store))
    assert store.audit_faults() == ()
    line = next(each for each in store.audit_lines() if each.action == "change")
    assert line.changes  # the bytes are there, and nobody has their key
    with pytest.raises(ReviewError, match="no case SAMPLE-02"):
        store.changes_of("SAMPLE-02")


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE audit_lines SET author = 'Dr Wu' WHERE number = 2", "Line 2 was changed"),
        ("UPDATE audit_lines SET changes = NULL WHERE number = 3", "Line 3 was changed"),
        ("DELETE FROM audit_lines WHERE number = 2", "Line 2 was taken out"),
        ("DELETE FROM audit_lines WHERE number = 3", "Line 3 was taken out"),
        (
            "INSERT INTO audit_lines (number, at, action, subject, reference, digest, author,"
            " login, chain) VALUES (4, '2026-11-21', 'change', 'case', '', '', '', '', '')",
            "Line 4 was changed or put in",
        ),
    ],
)
def test_a_changed_removed_or_inserted_line_is_found(
    path: Path, store: Store, statement: str, told: str
):
    store.close()
    raw(path, statement)
    with opened(path) as again:
        assert any(told in fault for fault in again.audit_faults())


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_lines SET author = 'x'", "DELETE FROM audit_lines"]
)
def test_nobody_changes_a_line_by_chance(path: Path, store: Store, statement: str):
    store.close()
    refused = pytest.raises(sqlite.IntegrityError, match="audit lines are never changed")
    with contextlib.closing(sqlite.connect(str(path))) as connection, refused:
        connection.execute(statement)


def test_the_choice_to_go_without_a_passphrase_is_noted_once(path: Path, store: Store):
    assert not store.protection_chosen()
    store.choose_no_passphrase()
    assert store.protection_chosen()
    line = store.audit_lines(1)[0]
    assert (line.action, line.author) == ("go without passphrase", "Dr Li")


def test_who_has_chosen_no_name_is_told_by_the_login(path: Path):
    with opened(path) as store:
        store.save_case(SAMPLE, seen_version=None)
        line = store.audit_lines(1)[0]
        assert (line.author, bool(line.login)) == ("", True)


def all_told(store: Store, code: str) -> list[tuple[str, str]]:
    """What the lines of a case tell, the oldest first, with the action."""
    lines = store.changes_of(code)[::-1]
    return [(line.action, each) for line, told in lines for each in told]


def with_item(meeting: Meeting, code: str, **parts: Any) -> Meeting:
    items = (replace(i, **parts) if i.case == code else i for i in meeting.items)
    return replace(meeting, items=tuple(items))


def test_what_is_done_around_a_case_is_told_with_its_secret(path: Path):
    with opened(path) as store:
        meeting, first = seal_one(store)
        board = store.board
        number = len(all_told(store, CODE))
        board.tick(meeting, Tick(CODE, "platelets", "Dr Wu", DAY))
        board.untick(meeting, CODE, "platelets")
        (task,) = board.add_tasks([Task(CODE, "MRI", "Dr Wu", DAY, DAY)], meeting)
        board.change_task(task, done(task.task, DAY, "no thrombus"))
        added = board.add_attachment(CODE, Excerpt(Report.PATHOLOGY, "grade 2", DAY))
        board.change_attachment(added.id, Excerpt(Report.PATHOLOGY, "grade 3", DAY))
        board.remove_attachment(added.id)
        seen = board.meeting(meeting)
        asked = with_item(seen.meeting, CODE, questions=("TACE first?",))
        board.save_meeting(meeting, asked, seen_version=seen.version)
        board.seal_decision(meeting, amendment(first, a_decision(basis="MRI of today")), {})
        day = "21 Nov 2026"
        assert all_told(store, CODE)[number:] == [
            ("tick", f"Platelets: ticked off by Dr Wu on {day}"),
            ("untick", "Platelets: not ticked off any more"),
            (
                "create",
                f"Task “MRI”: new, what MRI; responsible Dr Wu; asked on {day}; due {day};"
                " progress open",
            ),
            ("change", "Task “MRI”, progress: open → done"),
            ("change", f"Task “MRI”, closed on: new, {day}"),
            ("change", "Task “MRI”, outcome: new, no thrombus"),
            ("add", f"Excerpt: new, report pathology; text grade 2; on {day}"),
            ("change", "Excerpt, text: grade 2 → grade 3"),
            ("remove", f"Excerpt: taken out, was report pathology; text grade 3; on {day}"),
            ("agenda", f"Agenda of {day}, questions: Resect?, TACE? → TACE first?"),
            ("amend", store.board.seals(CODE)[0].newest.sentence),
            ("amend", "Decision, basis: CT of 12 Nov 2026 → MRI of today"),
        ]
        assert store.audit_faults() == ()


def test_what_a_meeting_says_of_a_case_goes_with_the_case(path: Path):
    with opened(path) as store:
        with_meeting(store)
        agenda = [each for each in store.audit_lines() if each.action == "agenda"]
        assert {each.subject for each in agenda} == {"case"}
        (told,) = [each for _, each in all_told(store, OTHER) if each.startswith("Agenda")]
        assert "CT is missing" in told
