"""Older files are brought up to date whole or not at all, after a copy of the file."""

import contextlib
import shutil
import stat
import sys
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlite
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from db import schema, sealing
from db.columns import Base
from db.engine import open_engine
from db.files import copy_database
from db.store import Store, open_store
from db.upgrade import MIGRATIONS, configuration, upgrade
from hccreview.clinical.case import Case, Override
from hccreview.clinical.editing import with_observation, with_override, with_plan
from hccreview.clinical.plan import Plan
from hccreview.errors import ReviewError
from hccreview.meeting.meeting import AgendaItem, Meeting
from tests.db.conftest import NOW, SAMPLES, opened
from tests.db.meeting_builders import CODE, MEETING, seal_one

STEP = """
import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade():
    {body}
"""
ADD_COLUMN = 'op.add_column("cases", sa.Column("ward", sa.String()))'
COPY_CASES = """with op.batch_alter_table("cases", recreate="always") as batch:
        batch.add_column(sa.Column("ward", sa.String()))"""
LOSE_PARENTS = 'op.execute("DELETE FROM case_lists")'


def steps(folder: Path, body: str) -> Path:
    """The program's own steps and one of the future."""
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "0008_next.py").write_text(STEP.format(body=body))
    return folder


def content(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that a file holds: its tables with their rows, and the statements that made them."""
    with contextlib.closing(sqlite.connect(str(path))) as connection:
        made = connection.execute("SELECT name, type, sql FROM sqlite_master").fetchall()
        tables = [name for name, kind, _ in made if kind == "table"]
        return {"": made} | {
            name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables
        }


def shape(path: Path) -> set[tuple[str, str, str, frozenset[str]]]:
    """Tables, columns, keys and indexes, whatever the order in which they were written."""
    found = set()
    with contextlib.closing(sqlite.connect(str(path))) as connection:
        rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
    for kind, name, table, sql in rows:
        body = " ".join((sql or "").split())
        if kind == "table":
            inside, _, options = body[body.index("(") + 1 :].rpartition(")")
            body = f"{inside},{options}"
        found.add((kind, name, table, frozenset(part.strip() for part in body.split(","))))
    return found


@pytest.fixture
def migrated(tmp_path: Path) -> Path:
    """A store whose tables were made by the steps alone."""
    path = tmp_path / "migrated.sqlite"
    path.touch()
    upgrade(path, NOW)
    return path


def test_the_newest_shape_is_the_last_step():
    script = ScriptDirectory.from_config(configuration())
    known = [revision.revision for revision in script.walk_revisions()]
    assert tuple(reversed(known)) == schema.KNOWN_VERSIONS


def test_a_new_store_has_the_shape_that_the_steps_give(path: Path, migrated: Path):
    opened(path).close()
    assert shape(path) == shape(migrated)
    assert {"cases", "observations", "audit_lines"} < {name for _, name, _, _ in shape(path)}


def test_the_steps_give_what_the_tables_in_the_program_say(migrated: Path):
    engine = open_engine(migrated)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, Base.metadata)
    engine.dispose()
    assert differences == []


def test_a_store_made_by_the_steps_holds_every_sample(migrated: Path):
    with opened(migrated) as store:
        assert not store.made
        store.import_samples(SAMPLES)
        assert [store.case(case.code) for case in SAMPLES] == list(SAMPLES)


def test_a_step_that_copies_a_table_keeps_what_belongs_to_it(path: Path, tmp_path: Path):
    with opened(path) as store:
        store.import_samples(SAMPLES)
    upgrade(path, NOW, scripts=steps(tmp_path / "steps", COPY_CASES))
    with contextlib.closing(sqlite.connect(str(path))) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [
            ("0008",)
        ]
        connection.execute("UPDATE alembic_version SET version_num = '0007'")
        connection.commit()
    with opened(path) as store:
        assert [store.case(case.code) for case in SAMPLES] == list(SAMPLES)
        assert store.audit_lines(1)[0].action == "upgrade"


# What each shape added, as a program of the shape before would not have it; children first.
COLUMNS = {
    "0005": tuple(("audit_lines", name) for name in ("author", "login", "changes", "chain")),
    "0004": (("observations", "ground"), ("overrides", "at"), ("overrides", "ground")),
}
TRIGGERS = {
    "0005": tuple(f"audit_lines_guard_{when}" for when in ("update", "delete", "insert")),
}
ADDED = {
    "0007": ("proofs",),
    "0005": ("audit_head",),
    "0003": (
        *("seals", "sealed_documents", "decisions", "tasks", "ticks", "agenda_items"),
        *("meeting_members", "meetings", "attachments"),
    ),
    "0002": ("plans", "local_protocols"),
}


def as_the_shape(path: Path, wanted: str) -> None:
    """Take from a file what later shapes added, as the program of that shape would have left it."""
    with contextlib.closing(sqlite.connect(str(path))) as connection:
        if wanted < "0006":
            open_seals(connection)
        for shape_, tables in ADDED.items():
            for table in tables if shape_ > wanted else ():
                connection.execute(f"DROP TABLE {table}")
        for shape_, triggers in TRIGGERS.items():
            for trigger in triggers if shape_ > wanted else ():
                connection.execute(f"DROP TRIGGER {trigger}")
        for shape_, columns in COLUMNS.items():
            for table, column in columns if shape_ > wanted else ():
                connection.execute(f'ALTER TABLE {table} DROP COLUMN "{column}"')
        connection.execute("UPDATE alembic_version SET version_num = ?", (wanted,))
        connection.commit()


def open_seals(connection: Any) -> None:
    """Leave the seals readable by everybody, as before they were closed."""
    guards = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'seals'"
    ).fetchall()
    for name, _ in guards:
        connection.execute(f"DROP TRIGGER {name}")
    rows = connection.execute(
        "SELECT s.digest, s.content, c.secret FROM seals s"
        " JOIN decisions d ON d.id = s.decision_id JOIN cases c ON c.id = d.case_id"
    ).fetchall()
    for digest, content_, secret in rows:
        plain = sealing.opened(secret, content_, digest)
        connection.execute("UPDATE seals SET content = ? WHERE digest = ?", (plain, digest))
    for _, sql in guards:
        connection.execute(sql)


def test_a_store_of_the_first_shape_keeps_its_cases_and_can_hold_plans(path: Path, tmp_path: Path):
    with opened(path) as store:
        store.import_samples(SAMPLES)
    as_the_shape(path, "0001")
    fresh = tmp_path / "fresh.sqlite"
    opened(fresh).close()
    with opened(path) as store:
        assert store.copy is not None
        assert shape(path) == shape(fresh)
        assert [store.case(case.code) for case in SAMPLES] == list(SAMPLES)
        seen = store.stored(SAMPLES[0].code)
        assert seen is not None
        planned = with_plan(seen.case, Plan("NCT05099848", date(2026, 12, 1), cycles=2))
        store.save_case(planned, seen_version=seen.version)
        assert store.case(planned.code) == planned


def test_a_store_of_the_second_shape_keeps_its_plans_and_can_hold_meetings(
    path: Path, tmp_path: Path
):
    planned = with_plan(SAMPLES[0], Plan("NCT05099848", date(2026, 12, 1), cycles=2))
    with opened(path) as store:
        store.save_case(planned, seen_version=None)
    as_the_shape(path, "0002")
    fresh = tmp_path / "fresh.sqlite"
    opened(fresh).close()
    with opened(path) as store:
        assert store.copy is not None
        assert shape(path) == shape(fresh)
        assert store.case(planned.code) == planned
        on_it = Meeting(MEETING.sitting, (AgendaItem(planned.code),))
        added = store.board.add_meeting(on_it)
        assert store.board.meeting(added.id).meeting == on_it


def test_a_store_of_the_third_shape_keeps_its_answers_and_seals_and_can_hold_grounds(
    path: Path, tmp_path: Path
):
    override = Override("NCT06187961", "I12b", "Dr Lin", date(2026, 11, 20), "data wrong", "old")
    known = with_override(SAMPLES[2], override)
    with opened(path) as store:
        meeting, record = seal_one(store)
        store.save_case(known, seen_version=None)
    as_the_shape(path, "0003")
    fresh = tmp_path / "fresh.sqlite"
    opened(fresh).close()
    with opened(path) as store:
        assert store.copy is not None
        assert shape(path) == shape(fresh)
        assert store.case(known.code) == known  # nobody knows what its answers rested on
        assert store.board.seals(CODE)[0].newest == record
        assert store.board.meeting(meeting).meeting == MEETING
        seen = store.stored(known.code)
        assert seen is not None
        (answer,) = known.of("r0_feasible")
        founded = with_observation(known, replace(answer, ground="what it rests on"), answer)
        founded = with_override(founded, replace(override, at=time(14, 5), ground="as well"))
        store.save_case(founded, seen_version=seen.version)
        assert store.case(known.code) == founded


def test_seals_of_the_fifth_shape_are_closed_bit_for_bit_and_guarded_again(path: Path):
    with opened(path) as store:
        _, record = seal_one(store)
    as_the_shape(path, "0005")
    assert b"hccreview-seal/1" in path.read_bytes()
    with opened(path) as store:
        assert store.copy is not None
        assert store.board.seals(CODE)[0].newest == record
        assert store.audit_faults() == ()
    assert b"hccreview-seal/1" not in path.read_bytes()
    refused = pytest.raises(sqlite.IntegrityError, match="never changed")
    with contextlib.closing(sqlite.connect(str(path))) as connection, refused:
        connection.execute("UPDATE seals SET version = 7")


def test_a_later_step_keeps_meetings_and_seals(path: Path, tmp_path: Path):
    with opened(path) as store:
        meeting, record = seal_one(store)
    upgrade(path, NOW, scripts=steps(tmp_path / "steps", COPY_CASES))
    with contextlib.closing(sqlite.connect(str(path))) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '0007'")
    with opened(path) as store:
        assert store.board.meeting(meeting).meeting == MEETING
        assert store.board.seals(CODE)[0].newest == record
        with pytest.raises(ReviewError, match="archive it"):
            store.delete(CODE, seen_version=version_of(store))


def version_of(store: Store) -> int:
    found = store.stored(CODE)
    assert found is not None
    return found.version


@pytest.mark.parametrize(
    "failure, error",
    [
        ("raise RuntimeError('power')", RuntimeError),
        ('op.execute("SELECT nothing FROM nowhere")', ReviewError),
        (LOSE_PARENTS, ReviewError),
    ],
)
def test_a_step_that_fails_half_way_leaves_the_file_as_it_was(
    path: Path, tmp_path: Path, failure: str, error: type[Exception]
):
    with opened(path) as store:
        store.import_samples(SAMPLES)
    before = content(path)
    body = f'{ADD_COLUMN}\n    op.create_table("half", sa.Column("x", sa.String()))\n    {failure}'
    with pytest.raises(error):
        upgrade(path, NOW, scripts=steps(tmp_path / "steps", body))
    assert content(path) == before
    with opened(path) as store:
        assert [store.case(case.code) for case in SAMPLES] == list(SAMPLES)


def test_an_older_store_is_copied_beside_itself_before_it_is_brought_up_to_date(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sample: Case
):
    with opened(path) as store:
        store.save_case(sample, seen_version=None)
    before = content(path)
    monkeypatch.setattr("db.upgrade.MIGRATIONS", steps(tmp_path / "steps", ADD_COLUMN))
    monkeypatch.setattr(schema, "KNOWN_VERSIONS", (*schema.KNOWN_VERSIONS, "0008"))
    monkeypatch.setattr(schema, "SCHEMA_VERSION", "0008")
    with opened(path) as store:
        copy = store.copy
        assert store.case(sample.code) == sample
        assert store.audit_lines(1)[0].action == "upgrade"
    assert copy is not None
    assert copy.parent == path.parent
    assert content(copy) == before
    assert sys.platform == "win32" or stat.S_IMODE(copy.stat().st_mode) == 0o600
    with opened(path) as store:
        assert store.copy is None


def test_a_store_that_cannot_be_brought_up_to_date_is_as_it_was_and_has_its_copy(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sample: Case
):
    with opened(path) as store:
        store.save_case(sample, seen_version=None)
    before = content(path)
    monkeypatch.setattr("db.upgrade.MIGRATIONS", steps(tmp_path / "steps", LOSE_PARENTS))
    monkeypatch.setattr(schema, "KNOWN_VERSIONS", (*schema.KNOWN_VERSIONS, "0008"))
    monkeypatch.setattr(schema, "SCHEMA_VERSION", "0008")
    with pytest.raises(ReviewError, match="is unchanged"):
        open_store(path, today=lambda: NOW)
    assert content(path) == before
    copies = [each for each in tmp_path.glob("*.sqlite") if each != path]
    assert [content(each) for each in copies] == [before]


def test_two_copies_in_one_second_have_two_names(path: Path):
    opened(path).close()
    assert schema.copy_before(path, "0001", NOW) != schema.copy_before(path, "0001", NOW)


def test_without_a_copy_nothing_is_brought_up_to_date(path: Path, tmp_path: Path):
    opened(path).close()
    (tmp_path / "taken").touch()
    with pytest.raises(ReviewError, match="copy of .* cannot be made"):
        copy_database(path, tmp_path / "taken")
