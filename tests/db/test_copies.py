"""What else holds what the store held: found with all that belongs to it, and erased on request."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from db import backup, passphrase
from db.backup import UnprovedError, back_up, backup_folder, backups
from db.copies import copies_beside, erase_all, older_copies, readable_copies, renew_backups
from db.encryption import beside, change_passphrase, encrypt, erase
from db.passphrase import LockedStore, Secret, is_encrypted, key_of
from db.restoring import restore
from hccreview.clinical.case import Case
from hccreview.errors import ReviewError
from tests.db.conftest import SAMPLES, opened
from tests.db.test_encryption import TEXT, filled, holds, readable, unlocked
from tests.db.test_proof import harm

DAY = datetime(2026, 11, 21, 17, 30)
NEXT = DAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(passphrase._COST, "n", 2**4)


@pytest.fixture
def folder(path: Path) -> Path:
    return backup_folder(path)


def killed_while_open(path: Path) -> None:
    """Leave a store with its WAL, as a program does that was ended."""
    with opened(path) as store:
        store.save_case(Case("P-9", label="Kingfisher in the journal"), seen_version=None)
        left = {end: path.with_name(path.name + end).read_bytes() for end in ("-wal", "-shm")}
    for end, content in left.items():
        path.with_name(path.name + end).write_bytes(content)


@pytest.mark.skipif(os.name == "nt", reason="links of POSIX")
def test_copies_of_a_store_that_was_opened_through_a_link_are_found_beside_the_file(
    path: Path, folder: Path, tmp_path: Path
):
    filled(path, None)
    made = back_up(path, folder, DAY)
    aside = restore(made, path, DAY)
    link = tmp_path / "elsewhere" / "link.sqlite"
    link.parent.mkdir()
    link.symlink_to(path)
    with opened(link) as store:
        assert store.path == path
    encrypt(link, Secret(TEXT), NEXT)
    assert set(readable_copies(link, backup_folder(link))) == {aside, made.path}
    other = back_up(link, backup_folder(link), NEXT, Secret(TEXT))
    assert other.path.parent == folder
    assert other in backups(path, folder)
    assert list(link.parent.iterdir()) == [link]


def test_after_encrypting_the_journals_of_plain_copies_are_named_and_erased(
    path: Path, folder: Path
):
    filled(path, None)
    made = back_up(path, folder, DAY)
    killed_while_open(path)
    aside = restore(made, path, DAY)
    assert aside is not None
    wal = aside.with_name(f"{aside.name}-wal")
    assert wal in copies_beside(path)  # named before a patient is erased
    encrypt(path, Secret(TEXT), NEXT)
    assert {aside, wal, made.path} < set(readable_copies(path, folder))
    assert erase_all(readable_copies(path, folder)) == ()
    assert readable(path.parent) == set()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot fork")
def test_after_encrypting_a_plain_backup_that_was_killed_half_way_is_named_and_erased(
    path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    filled(path, None)
    if (child := os.fork()) == 0:
        monkeypatch.setattr(backup, "check_shape", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
        back_up(path, folder, DAY)
        os._exit(0)
    os.waitpid(child, 0)
    encrypt(path, Secret(TEXT), NEXT)
    assert readable(folder)
    erase_all(readable_copies(path, folder))
    assert readable(path.parent) == set()


def test_a_journal_whose_copy_is_gone_counts_as_readable_and_that_of_an_encrypted_one_not(
    path: Path, folder: Path
):
    filled(path, Secret(TEXT))
    made = back_up(path, folder, DAY, Secret(TEXT))
    ours = made.path.with_name(f"{made.path.name}-wal")
    alone = path.with_name(f"{path.name}.before-restore-20261101-120000.sqlite-wal")
    foreign = path.with_name(f"{path.name}.mine.sqlite")
    for each in (ours, alone, foreign):
        each.write_bytes(b"pages")
    assert readable_copies(path, folder) == (alone,)
    assert set(older_copies(path, folder)) == {made.path, ours, alone}


def test_a_fresh_backup_is_proved_before_all_older_ones_are_erased(path: Path, folder: Path):
    old, new = Secret(TEXT), Secret("another passphrase")
    cases = filled(path, old)
    made = [back_up(path, folder, DAY - timedelta(days=days), old) for days in (3, 2, -400)]
    aside = restore(made[0], path, DAY, old)
    assert aside is not None
    change_passphrase(path, old, new, DAY)
    assert all(key_of(each.path, old) for each in made)
    fresh, linked = renew_backups(path, folder, NEXT, new, older_copies(path, folder))
    assert (fresh.proved, linked) == (True, ())
    assert backups(path, folder) == (fresh,)
    assert older_copies(path, folder) == (fresh.path,)
    assert holds(fresh.path, new, cases)
    with pytest.raises(LockedStore):
        key_of(fresh.path, old)


def test_where_the_fresh_backup_is_not_whole_no_older_one_is_erased(path: Path, folder: Path):
    with opened(path) as store:
        store.import_samples(SAMPLES[:6])
    made = back_up(path, folder, DAY)
    harm(path, "UPDATE cases SET label = label || 'x' WHERE code = ?", "SAMPLE-06")
    with pytest.raises(UnprovedError):
        renew_backups(path, folder, NEXT, None, older_copies(path, folder))
    assert made in backups(path, folder)
    assert made.sound


def test_what_cannot_be_erased_is_named(path: Path, folder: Path):
    (path.parent / "a folder").mkdir()
    with pytest.raises(ReviewError, match="a folder could not be erased"):
        erase_all([path.parent / "gone already", path.parent / "a folder"])


# --------------------------------------------------------------------------------- links


def test_a_store_behind_a_link_is_encrypted_where_it_stands(path: Path, folder: Path):
    cases = filled(path, None)
    link = path.with_name("link.sqlite")
    link.symlink_to(path)
    assert encrypt(link, Secret(TEXT), DAY)
    assert link.is_symlink()
    assert is_encrypted(path)
    assert holds(path, Secret(TEXT), cases)
    made = back_up(path, folder, DAY, Secret(TEXT))
    restore(made, link, NEXT, Secret(TEXT))
    assert link.is_symlink()
    assert holds(path, Secret(TEXT), cases)


def test_a_second_name_of_the_store_is_never_overwritten(path: Path):
    cases = filled(path, None)
    other = path.parent.parent / "snapshot.sqlite"
    os.link(path, other)
    assert not encrypt(path, Secret(TEXT), DAY)
    assert holds(path, Secret(TEXT), cases)
    assert holds(other, None, cases)
    os.link(path, other.with_name("again.sqlite"))
    assert not change_passphrase(path, Secret(TEXT), Secret("another passphrase"), DAY)
    assert key_of(other.with_name("again.sqlite"), Secret(TEXT)) is not None


def test_a_copy_with_a_second_name_or_behind_a_link_is_only_removed(path: Path, folder: Path):
    filled(path, None)
    made = back_up(path, folder, DAY).path
    other, linked = path.with_name("snapshot"), made.with_name(f"{made.name}-wal")
    os.link(made, other)
    linked.symlink_to(other)
    before = made.read_bytes()
    assert set(erase_all([made, linked])) == {made, linked}
    assert other.read_bytes() == before
    assert not made.exists()
    assert erase(other)


def test_what_a_killed_rewriting_left_of_the_plain_store_is_overwritten(
    path: Path, monkeypatch: pytest.MonkeyPatch
):
    filled(path, None)
    _, left = beside(path)
    shutil.copy(path, left)
    with left.open("rb") as still_open:  # what stands on the disk behind the name
        unlocked(path, None).close()
        assert not left.exists()
        assert b"Kingfisher" not in still_open.read()
