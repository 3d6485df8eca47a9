"""A patient is erased on request: nothing of the patient is left, and the chain still holds."""

import contextlib
import uuid
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlite

from db import sealing
from db.listing import CaseSearch
from db.passphrase import Secret
from db.store import Store, open_store
from hccreview.clinical.case import Case
from hccreview.clinical.editing import with_observation
from hccreview.errors import ReviewError
from hccreview.meeting.attachment import Excerpt, KeyImage, Media, Report
from hccreview.meeting.follow_up import Task
from hccreview.meeting.meeting import AgendaItem, Meeting, Readiness
from hccreview.meeting.preparing import Tick
from hccreview.meeting.seal import Sealed, sealed
from tests.builders import comparison
from tests.db.conftest import NOW, SAMPLES, opened
from tests.meeting.builders import NOON, SITTING, a_decision, a_snapshot, documents

CODE, OTHER = "Kingfisher-7", "SAMPLE-02"
DAY = date(2026, 11, 21)
# One word for each place in which a patient's data stand.
WORDS = {
    "code": "Kingfisher",
    "label": "Bittern",
    "note": "Dunlin",
    "question": "Plover",
    "for the presenter": "Curlew",
    "task": "Avocet",
    "caption": "Redstart",
    "image": "Wheatear",
    "excerpt": "Nightjar",
    "draft": "Hoopoe",
    "decision": "Goshawk",
    "old label": "Firecrest",
    "who ticked": "Treecreeper",
}
IMAGE = b"\x89PNG\r\n\x1a\n" + WORDS["image"].encode() * 2_000


def the_case(label: str = WORDS["label"]) -> Case:
    (old,) = SAMPLES[0].of("platelets")
    noted = with_observation(SAMPLES[0], replace(old, note=WORDS["note"]), old)
    return replace(noted, code=CODE, label=label)


def version(store: Store, code: str = CODE) -> int:
    found = store.stored(code)
    assert found is not None
    return found.version


def the_meeting() -> Meeting:
    notes = WORDS["for the presenter"]
    item = AgendaItem(CODE, Readiness.READY, questions=(WORDS["question"],), notes=notes)
    return Meeting(SITTING, (AgendaItem(OTHER), item))


def first_seal() -> Sealed:
    decision = a_decision(case=CODE, basis=WORDS["decision"])
    return sealed(a_snapshot(comparison(the_case()), decision=decision), "Dr Lin", NOON)


def fill(store: Store, *, seal: bool = True) -> uuid.UUID:
    """Put a word into every place that a case has in a store; return its meeting."""
    store.save_case(SAMPLES[1], seen_version=None)
    first = store.save_case(the_case(WORDS["old label"]), seen_version=None)
    store.save_case(the_case(), seen_version=first)
    board = store.board
    meeting = board.add_meeting(the_meeting()).id
    board.tick(meeting, Tick(CODE, "platelets", WORDS["who ticked"], DAY))
    task = Task(CODE, WORDS["task"], "Dr Lin", DAY, DAY)
    board.add_tasks([task, replace(task, case=OTHER, what="MRI")], meeting)
    board.add_attachment(CODE, KeyImage(IMAGE, Media.PNG, WORDS["caption"]))
    board.add_attachment(CODE, Excerpt(Report.RADIOLOGY, WORDS["excerpt"], DAY))
    if seal:
        board.seal_decision(meeting, first_seal(), documents())
    draft = a_decision(case=CODE, basis=WORDS["draft"])
    board.save_draft(meeting, draft, seen_version=None)
    return meeting


def erase(store: Store) -> None:
    store.erase(CODE, seen_version=version(store))
    assert store.clean()


def found_in(path: Path) -> dict[str, list[str]]:
    """The words that can be read in the store and the files beside it, by file."""
    found: dict[str, list[str]] = {}
    for each in path.parent.glob(f"{path.name}*"):
        content = each.read_bytes()
        here = [
            w for w in WORDS.values() if w.encode() in content or w.encode("utf-16-le") in content
        ]
        found |= {each.name: here} if here else {}
    return found


@pytest.mark.parametrize("seal", [True, False])
def test_nothing_of_an_erased_patient_is_left_in_the_file_or_its_journal(path: Path, seal: bool):
    with opened(path) as store:
        fill(store, seal=seal)
        everything = {word for words in found_in(path).values() for word in words}
        assert everything >= set(WORDS.values()) - {WORDS["decision"], WORDS["old label"]}
        erase(store)
        assert found_in(path) == {}  # the store is still open, with its journal
    assert found_in(path) == {}


def test_nothing_is_left_where_pages_were_divided_among_many_cases(path: Path):
    with opened(path) as store:
        fill(store)
        for number in range(60):
            store.save_case(replace(SAMPLES[number % 14], code=f"P-{number}"), seen_version=None)
            store.save_case(
                replace(the_case(f"{WORDS['old label']} {number}")), seen_version=version(store)
            )
        erase(store)
        assert found_in(path) == {}
        assert store.count() == 61


def test_everybody_else_is_as_before(path: Path):
    with opened(path) as store:
        meeting = fill(store)
        before = store.case(OTHER), store.board.tasks(OTHER)
        erase(store)
        assert (store.case(OTHER), store.board.tasks(OTHER)) == before
        assert store.board.meeting(meeting).meeting.codes == (OTHER,)
        store.save_case(SAMPLES[2], seen_version=None)
    with opened(path) as store:
        assert store.count() == 2


def test_the_window_finds_nothing_of_an_erased_case(path: Path):
    with opened(path) as store:
        meeting = fill(store)
        erase(store)
        assert [line.code for line in store.cases().lines] == [OTHER]
        assert store.cases(CaseSearch(WORDS["label"])).lines == ()
        board = store.board
        assert [each.task.case for each in board.open_tasks()] == [OTHER]
        assert (board.ticks(meeting), board.seals(CODE), board.attachments(CODE)) == ((), (), ())
        assert board.draft(meeting, CODE) is None
        assert [line.cases for line in board.meetings().lines] == [1]
        with pytest.raises(ReviewError, match="no case Kingfisher-7"):
            store.changes_of(CODE)
        store.save_case(the_case("a new patient"), seen_version=None)  # the code is free again
        assert len(store.changes_of(CODE)) == 1
        assert board.seals(CODE) == ()


def test_the_chain_still_holds_and_one_line_tells_of_it(path: Path):
    with opened(path) as store:
        fill(store)
        number = len(store.audit_lines(1_000))
        erase(store)
        assert store.audit_faults() == ()
        lines = store.audit_lines(1_000)
        assert len(lines) == number + 1
        assert (lines[0].action, lines[0].subject, lines[0].changes) == ("erase", "case", None)
        assert sum(line.reference == lines[0].reference for line in lines) > 5


def test_sealed_bytes_stay_and_nobody_can_open_them(path: Path):
    with opened(path) as store:
        fill(store)
        with contextlib.closing(sqlite.connect(str(path))) as connection:
            before = connection.execute("SELECT digest, content FROM seals").fetchall()
            (secret,) = connection.execute(
                "SELECT secret FROM cases WHERE code = ?", (CODE,)
            ).fetchone()
        ((digest, content),) = before
        assert sealing.opened(secret, content, digest) == first_seal().content
        erase(store)
    with contextlib.closing(sqlite.connect(str(path))) as connection:
        assert connection.execute("SELECT digest, content FROM seals").fetchall() == before
    assert secret not in path.read_bytes()


def test_the_meeting_of_an_erased_sealed_decision_is_kept(path: Path):
    with opened(path) as store:
        meeting = fill(store)
        erase(store)
        found = store.board.meeting(meeting)
        sitting = replace(SITTING, on=date(2026, 11, 28))
        with pytest.raises(ReviewError, match="day of this meeting"):
            moved = replace(found.meeting, sitting=sitting)
            store.board.save_meeting(meeting, moved, seen_version=found.version)
        with pytest.raises(ReviewError, match="the meeting is kept"):
            store.board.delete_meeting(meeting, seen_version=found.version)
        other_place = replace(found.meeting, sitting=replace(SITTING, place="Room 9"))
        store.board.save_meeting(meeting, other_place, seen_version=found.version)


def test_a_meeting_read_before_is_not_saved_over_the_erasure(path: Path):
    with opened(path) as store:
        meeting = fill(store, seal=False)
        seen = store.board.meeting(meeting)
        erase(store)
        with pytest.raises(ReviewError, match="changed meanwhile"):
            store.board.save_meeting(meeting, seen.meeting, seen_version=seen.version)


def test_an_archived_case_is_erased_as_well(path: Path):
    with opened(path) as store:
        fill(store)
        store.archive(CODE, seen_version=version(store))
        erase(store)
        assert store.count(CaseSearch(archived=True)) == 0
        assert found_in(path) == {}


def test_a_case_that_was_changed_meanwhile_is_not_erased(path: Path):
    with opened(path) as store:
        fill(store, seal=False)
        seen = version(store)
        store.save_case(the_case("changed"), seen_version=seen)
        with pytest.raises(ReviewError, match="changed meanwhile"):
            store.erase(CODE, seen_version=seen)
        with pytest.raises(ReviewError, match="was deleted meanwhile"):
            store.erase("nobody", seen_version=seen)
        assert store.case(CODE) is not None


def test_while_another_program_reads_the_file_is_cleaned_later(path: Path):
    with opened(path, wait_seconds=0.1) as store:
        fill(store)
        with contextlib.closing(sqlite.connect(str(path))) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM cases").fetchone()
            store.erase(CODE, seen_version=version(store))
            assert not store.clean()
        assert store.clean()
        assert found_in(path) == {}


def test_a_patient_in_an_encrypted_store_is_erased(path: Path):
    secret = Secret("four slow herons")
    with open_store(path, today=lambda: NOW, passphrase=secret) as store:
        fill(store)
        erase(store)
        assert store.audit_faults() == ()
    with open_store(path, today=lambda: NOW, passphrase=secret) as store:
        assert store.case(CODE) is None
