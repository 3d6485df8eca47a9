"""Kills, locks, files that are no store: nothing half-written, and a sentence for the user."""

import contextlib
import os
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlite

from hccreview.clinical.case import Case
from hccreview.errors import ReviewError
from tests.db.conftest import SAMPLES, opened

ROOT = Path(__file__).resolve().parents[2]


def run(program: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


# --------------------------------------------------------------------------- a kill

KILLED = """
import os, sys
from dataclasses import replace
from pathlib import Path
from sqlalchemy import event
from tests.db.conftest import SAMPLES, opened

store = opened(Path(sys.argv[1]))
left = int(sys.argv[2])

def before(connection, cursor, statement, parameters, context, many):
    global left
    if not statement.startswith(("INSERT", "UPDATE", "DELETE")):
        return
    if left == 0:
        os._exit(9)
    left -= 1

sample = SAMPLES[5]
version = store.stored(sample.code).version
event.listen(store._engine, "before_cursor_execute", before)
store.save_case(
    replace(sample, label="x", lists=sample.lists[:1], observations=sample.observations[9:]),
    seen_version=version,
)
print("saved")
"""


@pytest.mark.parametrize("statements", [0, 1, 2, 4, 6])
def test_a_kill_in_the_middle_of_a_save_leaves_the_old_case(path: Path, statements: int):
    with opened(path) as store:
        store.save_case(SAMPLES[5], seen_version=None)
        before = store.stored(SAMPLES[5].code), store.audit_lines()
    done = run(KILLED, path, statements)
    assert (done.returncode, done.stdout, done.stderr) == (9, "", "")
    with opened(path) as store:
        assert (store.stored(SAMPLES[5].code), store.audit_lines()) == before


def test_the_same_save_without_a_kill_is_there_afterwards(path: Path):
    with opened(path) as store:
        store.save_case(SAMPLES[5], seen_version=None)
    done = run(KILLED, path, 99)
    assert (done.returncode, done.stdout, done.stderr) == (0, "saved\n", "")
    with opened(path) as store:
        case = store.case(SAMPLES[5].code)
        assert case is not None
        assert (case.label, len(case.lists)) == ("x", 1)


def test_an_error_in_the_middle_of_several_cases_saves_none(path: Path, sample: Case):
    broken = Case("P-1", label="\0")
    with opened(path) as store:
        with pytest.raises(ReviewError):
            store.import_samples([sample, broken])
        assert store.count() == 0
        assert len(store.audit_lines()) == 1


# --------------------------------------------------------------- other programs, rights


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    with contextlib.closing(sqlite.connect(str(path), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def test_a_save_while_another_program_writes_says_so_and_reading_goes_on(path: Path, sample: Case):
    with opened(path, wait_seconds=0.05) as store:
        store.save_case(Case("P-1"), seen_version=None)
        with locked(path):
            with pytest.raises(ReviewError, match="in use by another program"):
                store.save_case(sample, seen_version=None)
            assert store.case("P-1") == Case("P-1")
        store.save_case(sample, seen_version=None)
        assert store.case(sample.code) == sample


def test_a_save_waits_for_a_writer_that_is_done_soon(path: Path, sample: Case):
    taken, done = threading.Event(), threading.Event()

    def hold() -> None:
        with locked(path):
            taken.set()
            time.sleep(0.2)
            done.set()

    with opened(path) as store:
        other = threading.Thread(target=hold)
        other.start()
        taken.wait()
        store.save_case(sample, seen_version=None)
        assert done.is_set()
        other.join()
        assert store.case(sample.code) == sample


def test_writers_in_several_threads_lose_nothing(path: Path):
    with opened(path) as store:

        def write(name: str) -> None:
            for number in range(10):
                store.save_case(Case(f"{name}-{number}"), seen_version=None)

        threads = [threading.Thread(target=write, args=(name,)) for name in ("a", "b")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert store.count() == 20


READ_ONLY = """
import os, sys
from pathlib import Path
from hccreview.errors import ReviewError
from tests.db.conftest import SAMPLES, opened

path = Path(sys.argv[1])
with opened(path) as store:  # everything is imported before the rights are given up
    store.save_case(SAMPLES[5], seen_version=None)
os.chmod(path, 0o444)
os.chmod(path.parent, 0o555)
if os.geteuid() == 0:
    os.chmod(path.parent.parent, 0o755)
    os.setuid(65534)
for attempt in (
    lambda: opened(path).save_case(SAMPLES[4], seen_version=None),
    lambda: opened(path.with_name("new.sqlite")),
):
    try:
        attempt()
        print("done")
    except ReviewError as error:
        print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="rights of folders are another matter there")
def test_a_file_and_a_folder_that_cannot_be_written_to_are_named(tmp_path: Path):
    with tempfile.TemporaryDirectory() as place:  # outside what only this user may enter
        folder = Path(place) / "folder"
        folder.mkdir()
        done = run(READ_ONLY, folder / "cases.sqlite")
        folder.chmod(stat.S_IRWXU)
    lines = done.stdout.splitlines()
    assert done.stderr == ""
    assert len(lines) == 2
    assert "cases.sqlite is read-only" in lines[0]
    assert "new.sqlite cannot be made" in lines[1]


# ------------------------------------------------------------------ files that are no store


def unchanged(path: Path, match: str) -> None:
    before = path.read_bytes()
    with pytest.raises(ReviewError, match=match):
        opened(path)
    assert path.read_bytes() == before
    assert [each for each in path.parent.iterdir() if each != path] == []


def test_a_text_file_is_refused_and_left_as_it_is(path: Path):
    path.write_text("a text, longer than the head of a database file. " * 20)
    unchanged(path, "is not a database of HCC Review")


def test_an_empty_file_is_refused_and_left_as_it_is(path: Path):
    path.touch()
    unchanged(path, "is empty")


def test_the_database_of_another_program_is_refused_and_left_as_it_is(path: Path):
    with contextlib.closing(sqlite.connect(str(path))) as other:
        other.execute("CREATE TABLE bookmarks (url TEXT)")
    unchanged(path, "is not a database of HCC Review")


def test_a_database_from_a_newer_program_is_refused_and_left_as_it_is(path: Path):
    opened(path).close()
    with contextlib.closing(sqlite.connect(str(path))) as other, other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")
    unchanged(path, "newer version of HCC Review")


def test_a_store_without_its_version_is_refused_and_left_as_it_is(path: Path):
    opened(path).close()
    with contextlib.closing(sqlite.connect(str(path))) as other, other:
        other.execute("DELETE FROM alembic_version")
    unchanged(path, "is not a database of HCC Review")


def test_a_truncated_store_is_a_sentence(path: Path):
    with opened(path) as store:
        store.import_samples(SAMPLES)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(ReviewError, match="damaged"), opened(path) as store:
        for case in SAMPLES:
            store.case(case.code)


def test_a_folder_that_is_gone_is_a_sentence(path: Path):
    with pytest.raises(ReviewError, match="cannot be made"):
        opened(path.parent / "gone" / "cases.sqlite")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
def test_only_the_user_may_read_the_file(path: Path):
    opened(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_what_is_deleted_cannot_be_read_in_the_file(path: Path):
    with opened(path) as store:
        version = store.save_case(Case("P-1", label="Kingfisher"), seen_version=None)
    assert b"Kingfisher" in path.read_bytes()
    with opened(path) as store:
        store.delete("P-1", seen_version=version)
    assert b"ingfisher" not in path.read_bytes()
    assert os.listdir(path.parent) == [path.name]
