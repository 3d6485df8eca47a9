"""Whatever is shown is proved first: what is damaged is named, not shown and not written over."""

import contextlib
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlite

from db.case_proof import DamagedCaseError
from db.columns import Base
from db.condition import condition
from db.proof import DamagedError
from db.store import Store
from db.subjects import SUBJECTS
from db.tables import PARTS
from hccreview.errors import ReviewError
from hccreview.meeting.agenda import moved, without_case
from hccreview.meeting.follow_up import Task, done
from hccreview.meeting.preparing import Tick
from tests.db.conftest import NOW, SAMPLES, opened
from tests.db.full import DAY, EXCERPT, PROTOCOL, TRIAL, Full, fill
from tests.db.meeting_builders import CODE, OTHER, amendment
from tests.db.test_migrations import as_the_shape
from tests.db.test_proof import harm
from tests.meeting.builders import a_decision, documents

Act = Callable[[Store, Full], object]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Full]:
    """A store with something of everything; it is copied, never changed."""
    path = tmp_path_factory.mktemp("full") / "cases.sqlite"
    with opened(path) as store:
        return path, fill(store)


@pytest.fixture
def full(filled: tuple[Path, Full], path: Path) -> Full:
    shutil.copy(filled[0], path)
    return filled[1]


def meeting_changed(store: Store, full: Full) -> object:
    found = store.board.meeting(full.meeting)
    return store.board.save_meeting(
        full.meeting, moved(found.meeting, CODE, -1), seen_version=found.version
    )


DAMAGES: dict[str, tuple[str, str, Act, Act]] = {
    "place of a meeting": (
        "UPDATE meetings SET place = 'Room 5'",
        "The meeting of 21 Nov 2026",
        lambda store, full: store.board.meeting(full.meeting),
        meeting_changed,
    ),
    "note on an agenda": (
        "UPDATE agenda_items SET notes = 'another'",
        "The meeting of 21 Nov 2026",
        lambda store, full: store.board.meeting(full.meeting),
        meeting_changed,
    ),
    "member that is gone": (
        "DELETE FROM meeting_members WHERE position = 1",
        "The meeting of 21 Nov 2026",
        lambda store, full: store.board.meeting(full.meeting),
        lambda store, full: store.board.delete_meeting(full.meeting, seen_version=1),
    ),
    "tick": (
        "UPDATE ticks SET field = 'creatinine' WHERE field = 'afp'",
        "What was ticked off for the meeting of 21 Nov 2026",
        lambda store, full: store.board.ticks(full.meeting),
        lambda store, full: store.board.untick(full.meeting, CODE, "platelets"),
    ),
    "draft": (
        "UPDATE decisions SET draft = replace(draft, 'Atezolizumab', 'Nivolumab')"
        " WHERE draft IS NOT NULL",
        "The drafts of the meeting of 21 Nov 2026",
        lambda store, full: store.board.draft(full.meeting, OTHER),
        lambda store, full: store.board.save_draft(
            full.meeting, a_decision(case=OTHER, basis="x"), seen_version=1
        ),
    ),
    "open task that is gone": (
        "DELETE FROM tasks WHERE what = 'Biopsy'",
        f"The open tasks of {OTHER}",
        lambda store, full: store.board.open_tasks(),
        lambda store, full: store.board.add_tasks([Task(OTHER, "CT", "Dr Lin", DAY, DAY)]),
    ),
    "outcome of a task": (
        "UPDATE tasks SET outcome = '72 ng/ml' WHERE progress <> 'open'",
        f"The closed tasks of {CODE}",
        lambda store, full: store.board.tasks(CODE),
        lambda store, full: store.board.add_tasks([Task(CODE, "CT", "Dr Lin", DAY, DAY)]),
    ),
    "task that is called closed": (
        "UPDATE tasks SET progress = 'done' WHERE what = 'Biopsy'",
        f"The open tasks of {OTHER}",
        lambda store, full: store.board.open_tasks(),
        lambda store, full: store.board.add_tasks([Task(OTHER, "CT", "Dr Lin", DAY, DAY)]),
    ),
    "image": (
        "UPDATE attachments SET content = CAST(content || x'00' AS BLOB) WHERE media IS NOT NULL",
        f"The images and excerpts of {CODE}",
        lambda store, full: store.board.attachments(CODE),
        lambda store, full: store.board.add_attachment(CODE, EXCERPT),
    ),
    "excerpt": (
        "UPDATE attachments SET text = 'MVI: M2.' WHERE media IS NULL",
        f"The images and excerpts of {CODE}",
        lambda store, full: store.board.attachments(CODE),
        lambda store, full: store.board.remove_attachment(full.image),
    ),
    "kind of an image": (
        "UPDATE attachments SET media = 'image/gif' WHERE media IS NOT NULL",
        f"The images and excerpts of {CODE}",
        lambda store, full: store.board.attachments(CODE),
        lambda store, full: store.board.change_attachment(full.image, EXCERPT),
    ),
    "seal of no case": (
        "UPDATE decisions SET case_id = (SELECT id FROM cases WHERE code = 'SAMPLE-03')"
        " WHERE draft IS NULL",
        f"The sealed decisions on {CODE}",
        lambda store, full: store.board.seals(CODE),
        lambda store, full: store.delete(CODE, seen_version=version(store, CODE)),
    ),
    "dose of a local protocol": (
        "UPDATE local_protocols SET text = replace(text, '\"dose\": 8', '\"dose\": 80')",
        "The local protocol of NCT06187961",
        lambda store, full: store.local_protocols(),
        lambda store, full: store.remove_local_protocol("NCT06187961", "x"),
    ),
    "local protocol that is gone": (
        "DELETE FROM local_protocols",
        "The local protocol of NCT06187961",
        lambda store, full: store.local_protocols(),
        lambda store, full: store.save_local_protocol(PROTOCOL),
    ),
    "local protocol that is called removed": (
        "UPDATE local_protocols SET removed_at = saved_at",
        "The local protocol of NCT06187961",
        lambda store, full: store.local_protocol_history("NCT06187961"),
        lambda store, full: store.save_local_protocol(PROTOCOL),
    ),
    "trial document": (
        "UPDATE trial_documents SET text = replace(text, '2', '3')",
        "The stored documents of NCT05099848",
        lambda store, full: store.trial_documents(),
        lambda store, full: store.save_trial_document(TRIAL, where="a", origin="site"),
    ),
}


@pytest.mark.parametrize("which", DAMAGES)
def test_what_is_damaged_is_named_not_shown_and_not_written_over(
    full: Full, path: Path, which: str
):
    statement, name, read, write = DAMAGES[which]
    harm(path, statement)
    with opened(path) as store:
        lines = store.audit_lines()
        for act in (read, write):
            with pytest.raises(DamagedError, match=f"^{re.escape(name)} cannot be shown"):
                act(store, full)
        assert store.audit_lines() == lines
    found = condition(path)
    assert found.kind == "altered"
    assert name[1:] in found.sentence


def test_the_rest_can_be_worked_with(full: Full, path: Path):
    harm(path, "UPDATE tasks SET outcome = '72 ng/ml' WHERE progress <> 'open'")
    with opened(path) as store:
        assert len(store.board.open_tasks()) == 2
        assert len(store.board.tasks(OTHER)) == 1
        assert store.board.meeting(full.meeting).meeting.codes == (OTHER, CODE)
        meeting_changed(store, full)


def test_a_damaged_meeting_is_marked_in_the_list_and_others_are_not(full: Full, path: Path):
    with opened(path) as store:
        other = store.board.add_meeting(
            without_case(store.board.meeting(full.meeting).meeting, CODE)
        )
    harm(path, "DELETE FROM meeting_members WHERE meeting_id = ?", full.meeting.hex)
    with opened(path) as store:
        marked = {line.id: line.damaged for line in store.board.meetings().lines}
    assert marked == {full.meeting: True, other.id: False}


# ------------------------------------------------------------------- nothing is left out


def proved_tables() -> dict[str, str]:
    """The columns that name the owner in each table that is proved beside the cases."""
    return {part.table: part.owner for subject in SUBJECTS for part in subject.parts}


def test_every_table_is_proved_or_proves_itself():
    itself = {"audit_lines", "audit_head", "sealed_documents", "proofs"}
    cases = {"cases", *(table.name for table in PARTS)}
    assert {*proved_tables(), *itself, *cases} == set(Base.metadata.tables)


def columns() -> Iterator[tuple[str, str]]:
    for table in (*proved_tables(), "sealed_documents"):
        for column in Base.metadata.tables[table].columns:
            yield table, column.name


@pytest.mark.parametrize("table, column", list(columns()))
def test_the_whole_look_finds_another_value_in_any_column(
    full: Full, path: Path, table: str, column: str
):
    key = [each.name for each in Base.metadata.tables[table].primary_key]
    with contextlib.closing(sqlite.connect(str(path))) as connection:
        made = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for (trigger,) in connection.execute(made).fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        named = ", ".join(f'"{each}"' for each in (column, *key))
        value, *this = connection.execute(f"SELECT {named} FROM {table} LIMIT 1").fetchone()
        where = " AND ".join(f'"{each}" = ?' for each in key)
        change = f'UPDATE {table} SET "{column}" = ? WHERE {where}'
        assert connection.execute(change, (another(value), *this)).rowcount == 1
        connection.commit()
    assert condition(path).kind == "altered"


def another(value: object) -> object:
    """Return another value of the same kind, as after a bit has flipped."""
    match value:
        case int():
            return value ^ 8
        case str():
            return value[:-1] + chr(ord(value[-1]) ^ 1) if value else "x"
        case bytes():
            return value[:-1] + bytes([value[-1] ^ 1])
        case _:
            return "2026-01-01"


# -------------------------------------------------------------------------- no false alarm


def version(store: Store, code: str) -> int:
    found = store.stored(code)
    assert found is not None
    return found.version


def delete_the_case_on_the_agenda(store: Store, full: Full) -> None:
    store.delete(OTHER, seen_version=version(store, OTHER))


def delete_the_meeting(store: Store, full: Full) -> None:
    store.erase(CODE, seen_version=version(store, CODE))
    with pytest.raises(ReviewError, match="is sealed"):
        store.board.delete_meeting(full.meeting, seen_version=meeting_version(store, full))
    found = store.board.add_meeting(replace(store.board.meeting(full.meeting).meeting))
    store.board.add_tasks([Task(OTHER, "CT", "Dr Lin", DAY, DAY)], found.id)
    store.board.save_draft(found.id, a_decision(case=OTHER), seen_version=None)
    store.board.delete_meeting(found.id, seen_version=found.version)


def meeting_version(store: Store, full: Full) -> int:
    return store.board.meeting(full.meeting).version


def discard_the_draft(store: Store, full: Full) -> None:
    draft = store.board.draft(full.meeting, OTHER)
    assert draft is not None
    store.board.discard_draft(full.meeting, OTHER, seen_version=draft.version)


def amend(store: Store, full: Full) -> None:
    first = store.board.seals(CODE)[0].newest
    store.board.seal_decision(full.meeting, amendment(first, a_decision(basis="MRI")), documents())


def close_a_task(store: Store, full: Full) -> None:
    task = store.board.open_tasks()[0]
    store.board.change_task(task, done(task.task, DAY, "LR-5"))


def turn_the_attachments(store: Store, full: Full) -> None:
    ids = [each.id for each in store.board.attachments(CODE)]
    store.board.order_attachments(CODE, ids[::-1])
    store.board.change_attachment(full.image, EXCERPT)
    store.board.remove_attachment(full.image)


def replace_the_protocol(store: Store, full: Full) -> None:
    store.save_local_protocol(replace(PROTOCOL, author="B. Chair"))
    store.remove_local_protocol(PROTOCOL.trial, "withdrawn")
    store.save_trial_document(f"{TRIAL}\n# same\n", where="a", origin="bundled")


def tick_and_untick(store: Store, full: Full) -> None:
    store.board.tick(full.meeting, Tick(CODE, "platelets", "B. Wu", DAY))
    store.board.untick(full.meeting, CODE, "platelets")
    store.board.untick(full.meeting, OTHER, "afp")


@pytest.mark.parametrize(
    "act",
    [
        delete_the_case_on_the_agenda,
        delete_the_meeting,
        discard_the_draft,
        amend,
        close_a_task,
        turn_the_attachments,
        replace_the_protocol,
        tick_and_untick,
        meeting_changed,
        lambda store, full: store.rename(OTHER, "P-2", seen_version=version(store, OTHER)),
        lambda store, full: store.archive(CODE, seen_version=version(store, CODE)),
        lambda store, full: store.erase(CODE, seen_version=version(store, CODE)),
        lambda store, full: store.remove_samples(),
    ],
)
def test_whatever_is_done_in_the_program_is_no_damage(full: Full, path: Path, act: Act):
    with opened(path) as store:
        act(store, full)
        assert condition(path).kind == "fine"


def test_a_damaged_meeting_stays_damaged_when_a_case_of_it_goes(full: Full, path: Path):
    harm(path, "UPDATE meetings SET place = 'Room 5'")
    with opened(path) as store:
        delete_the_case_on_the_agenda(store, full)
        store.erase(CODE, seen_version=version(store, CODE))
        with pytest.raises(DamagedError, match="The meeting of"):
            store.board.meeting(full.meeting)
        assert store.board.ticks(full.meeting) == ()


def test_a_damaged_sample_may_be_none_so_no_sample_is_removed(full: Full, path: Path):
    harm(path, "UPDATE cases SET label = label || 'x' WHERE code = 'SAMPLE-06'")
    with opened(path) as store:
        with pytest.raises(DamagedCaseError, match="SAMPLE-06"):
            store.remove_samples()
        assert len(store.samples()) == len(SAMPLES)
        store.erase("SAMPLE-06", seen_version=version(store, "SAMPLE-06"))
        assert store.remove_samples() == len(SAMPLES) - 2  # one is sealed


# -------------------------------------------------------------------------- older stores


@pytest.mark.parametrize("shape", ["0003", "0004", "0005", "0006"])
def test_what_an_older_store_holds_is_noted_once_and_is_no_damage(
    full: Full, path: Path, shape: str
):
    as_the_shape(path, shape)
    with opened(path) as store:
        assert store.copy is not None
        assert [store.proved(case.code) for case in SAMPLES] == [""] * len(SAMPLES)
        assert len(store.board.open_tasks()) == 2
        assert len(store.board.attachments(CODE)) == 2
        assert len(store.board.seals(CODE)) == 1
        assert store.local_protocols()[0].protocol == PROTOCOL
        meeting_changed(store, full)
    assert condition(path).kind == "fine"
    harm(path, "UPDATE tasks SET what = 'another'")
    assert condition(path).kind == "altered"


def test_a_case_that_was_damaged_before_the_update_stays_damaged(full: Full, path: Path):
    with opened(path) as store:
        delete_the_case_on_the_agenda(store, full)
    as_the_shape(path, "0006")
    harm(path, "UPDATE cases SET label = label || 'x' WHERE code = 'SAMPLE-06'")
    with contextlib.closing(sqlite.connect(str(path))) as connection, connection:
        connection.execute("PRAGMA foreign_keys=ON")  # with all that belongs to it
        connection.execute("DELETE FROM cases WHERE code = 'SAMPLE-05'")
    with opened(path) as store:
        assert "damaged on the disk" in store.proved("SAMPLE-06")
        assert store.audit_lines(1)[0].at == NOW
    found = condition(path).sentence
    assert "What stands there of SAMPLE-06 is not what was saved." in found
    assert "1 of the saved cases is not there any more." in found
