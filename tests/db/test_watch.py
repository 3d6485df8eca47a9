"""Others lay hands on the file of an open store or its WAL: no file is destroyed, nothing lost."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from db import passphrase, saving_again
from db.backup import back_up, backup_folder
from db.condition import condition
from db.copies import copies_beside
from db.encryption import encrypt
from db.passphrase import Secret
from db.store import Store, open_store
from hccreview.errors import ReviewError
from tests.db.conftest import NOW, SAMPLES, opened
from tests.db.test_gone import CASE, changed, delete, label, move, put_an_older_one_there

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no open file can be taken away there")
SECRET = "four grey herons"
CHANGE = """
import os, sys
from pathlib import Path
from tests.db.test_gone import changed
from tests.db.conftest import opened
with opened(Path(sys.argv[1])) as store:
    changed(store, sys.argv[2])
    if sys.argv[3] == "clean":
        store.clean()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cases.sqlite"


@pytest.fixture
def store(path: Path):
    with opened(path, wait_seconds=0.3) as first:
        for number, sample in enumerate(SAMPLES[:9]):
            first.save_case(replace(sample, code=f"Q-{number}"), seen_version=None)
        first.save_case(CASE, seen_version=None)
    with opened(path, wait_seconds=0.3) as store:
        changed(store, "last")
        yield store


def wal(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def other_program(path: Path, text: str, then: str = "") -> None:
    subprocess.run([sys.executable, "-c", CHANGE, str(path), text, then], check=True)


def ends_at_once(work: Callable[[], object]) -> None:
    """Do `work` in a process that is killed after it."""
    child = os.fork()
    if child == 0:
        work()
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)


# ----------------------------------------------------------------- the WAL in another file


def test_what_took_the_place_is_as_it_was_after_the_store_is_closed(store: Store, path: Path):
    put_an_older_one_there(path)
    store.goes_on = True
    changed(store, "after")
    store.close()
    assert label(path) == "older"
    assert condition(path).kind == "fine"


def test_what_took_the_place_is_as_it_was_after_all_is_saved_again(
    store: Store, path: Path, tmp_path: Path
):
    put_an_older_one_there(path)
    store.save_again(tmp_path / "again.sqlite")
    store.close()
    assert label(path) == "older" and label(tmp_path / "again.sqlite") == "last"
    assert condition(path).kind == condition(tmp_path / "again.sqlite").kind == "fine"


def test_a_file_that_was_only_renamed_holds_all_after_the_store_is_closed(store: Store, path: Path):
    move(path)
    store.close()
    assert [each.name for each in path.parent.iterdir()] == ["other.sqlite"]
    assert label(path.with_name("other.sqlite")) == "last"


def test_a_new_store_is_made_where_one_was_deleted_and_its_window_closed(store: Store, path: Path):
    delete(path)
    store.close()
    with opened(path) as new:
        assert new.made and new.count() == 0
    assert condition(path).kind == "fine"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of fork
def test_a_new_store_takes_nothing_from_a_wal_that_a_killed_program_left(path: Path):
    def deletes() -> None:
        store = open_store(path, today=lambda: NOW)
        store.save_case(CASE, seen_version=None)
        path.unlink()

    ends_at_once(deletes)
    held = wal(path).read_bytes()
    with opened(path) as new:
        assert new.made and new.count() == 0
    assert condition(path).kind == "fine"
    (aside,) = copies_beside(path)
    assert aside.read_bytes() == held  # kept, and named where copies are erased


# ----------------------------------------------------------------- the WAL is gone


def remove_wal(path: Path) -> None:
    wal(path).unlink()
    path.with_name(f"{path.name}-shm").unlink()


def as_after_a_power_cut(path: Path, folder: str) -> Path:
    """Return what is on the disk now: a copy of the file and its WAL."""
    target = path.parent / folder / path.name
    target.parent.mkdir()
    for each in (path, wal(path)):
        if each.exists():
            shutil.copy(each, target.with_name(each.name))
    return target


def test_what_was_in_a_deleted_wal_is_written_into_the_file(store: Store, path: Path):
    remove_wal(path)
    assert store.look() == ""
    assert label(as_after_a_power_cut(path, "one")) == "last"
    changed(store, "later")  # and a new WAL is there for it
    assert wal(path).stat().st_size
    assert label(as_after_a_power_cut(path, "another")) == "later"
    other_program(path, "of another program")
    store.close()
    assert label(path) == "of another program"


def test_while_two_programs_hold_a_deleted_wal_each_change_is_written_into_the_file(
    store: Store, path: Path
):
    with opened(path, wait_seconds=0.3) as other:
        other.count()
        remove_wal(path)
        changed(store, "later")
        assert label(as_after_a_power_cut(path, "one")) == "later"
        assert changed(other, "last of all")
    store.close()
    assert label(path) == "last of all"


def test_nothing_is_called_saved_where_another_wal_took_the_place(store: Store, path: Path):
    remove_wal(path)
    other_program(path, "unseen")
    with pytest.raises(ReviewError, match="was deleted or replaced while"):
        changed(store, "after")


# ----------------------------------------------------------------- overwritten in place


def empty(path: Path) -> None:
    os.truncate(path, 0)


def shorten(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def another_head(path: Path) -> None:
    path.write_bytes(b"no database at all" * 10_000)


def another_store(path: Path) -> None:
    with opened(path.with_name("another")) as other:
        other.save_case(replace(CASE, label="of another"), seen_version=None)
    path.write_bytes(path.with_name("another").read_bytes())


@pytest.mark.parametrize("harm", [empty, shorten, another_head, another_store])
def test_nothing_is_called_saved_in_a_file_overwritten_in_place(
    store: Store, path: Path, tmp_path: Path, harm: Callable[[Path], None]
):
    harm(path)
    there = path.read_bytes()
    with pytest.raises(ReviewError, match="from elsewhere.* while it was open. Nothing was saved"):
        changed(store, "after")
    try:
        store.save_again(tmp_path / "again.sqlite")
    except ReviewError as error:
        assert "export the case on screen, then restore the newest backup" in str(error)
    else:
        assert label(tmp_path / "again.sqlite") == "last"
    store.close()
    assert path.read_bytes() == there  # nothing of ours is played into it


@pytest.mark.parametrize("encrypted", [False, True])
def test_a_backup_copied_over_the_file_in_place_is_noticed(
    path: Path, encrypted: bool, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(passphrase._COST, "n", 2**4)
    secret = Secret(SECRET) if encrypted else None
    with open_store(path, today=lambda: NOW, passphrase=secret) as store:
        store.save_case(CASE, seen_version=None)
    copy = Path(shutil.copy(path, path.with_name("copy")))
    for number in range(3):
        with open_store(path, today=lambda: NOW, passphrase=secret) as store:
            changed(store, f"{number}")
            store.save_case(replace(SAMPLES[number], code=f"Q-{number}"), seen_version=None)
    with open_store(path, today=lambda: NOW, passphrase=secret) as store:
        changed(store, "last")
        path.write_bytes(copy.read_bytes())
        with pytest.raises(ReviewError, match="was overwritten from elsewhere"):
            changed(store, "after")
    assert path.read_bytes() == copy.read_bytes()
    assert label(path, Secret(SECRET) if encrypted else None) == "before"


def test_an_encrypted_file_overwritten_in_place_is_noticed_too(
    path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(passphrase._COST, "n", 2**4)
    with open_store(path, today=lambda: NOW, passphrase=Secret(SECRET)) as store:
        store.save_case(CASE, seen_version=None)
        another_store(path)
        with pytest.raises(ReviewError, match="was overwritten from elsewhere"):
            changed(store, "after")
    assert label(path) == "of another"


def test_what_is_done_honestly_is_never_called_overwritten(store: Store, path: Path):
    for number in range(3):
        other_program(path, f"{number}", "clean")
        assert store.look() == ""
        changed(store, "here")
        found = store.stored(f"Q-{number}")
        assert found is not None
        store.erase(f"Q-{number}", seen_version=found.version)
        assert store.clean()
        assert store.look() == ""
        os.utime(path, (1, number))
        back_up(path, backup_folder(path), NOW)
        assert store.look() == ""
    with opened(path) as other:
        changed(other, "beside")
    assert store.look() == "" and changed(store, "last")


# ----------------------------------------------------------------- saving again


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of fork
def test_what_a_saving_again_left_that_was_killed_is_removed(
    path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(passphrase._COST, "n", 2**4)
    with opened(path) as store:
        store.save_case(replace(CASE, label="Kingfisher"), seen_version=None)
    copy = shutil.copy(path, path.with_name("copy"))

    def is_killed() -> None:
        store = open_store(path, today=lambda: NOW)
        store.count()
        path.unlink()
        ended = lambda *_: os.kill(os.getpid(), signal.SIGKILL)  # noqa: E731
        monkeypatch.setattr(saving_again, "into_one_file", ended)
        store.save_again(path)

    ends_at_once(is_killed)
    left = path.with_name(f".{path.name}.again")
    assert b"Kingfisher" in left.read_bytes()
    for each in path.parent.glob(f"{path.name}-*"):
        each.unlink()
    shutil.move(copy, path)
    encrypt(path, Secret(SECRET), NOW)
    assert label(path, Secret(SECRET)) == "Kingfisher"
    assert not left.exists()


def test_where_nothing_is_open_any_more_saving_again_says_that_the_file_is_gone(
    store: Store, path: Path, tmp_path: Path
):
    delete(path)
    store.close()
    with pytest.raises(ReviewError, match="is not there any more"):
        store.save_again(tmp_path / "again.sqlite")
