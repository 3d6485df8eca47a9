"""Backups are sound copies, kept for days and weeks; restoring loses nothing that was there."""

import random
import stat
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlite

from db import passphrase
from db.backup import (
    Backup,
    back_up,
    backup_folder,
    backups,
    newest_sound,
)
from db.condition import condition
from db.copies import readable_copies
from db.encryption import change_passphrase, encrypt, erase
from db.engine import InUseError
from db.files import JOURNALS, copy_database
from db.passphrase import LockedStore, Secret, is_encrypted
from db.restoring import restore
from db.rotation import superseded
from db.schema import copy_before
from hccreview.clinical.case import Case
from hccreview.errors import ReviewError
from tests.db.conftest import NOW, opened
from tests.db.test_encryption import TEXT, filled, holds, readable, unlocked

DAY = datetime(2026, 11, 21, 17, 30)


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(passphrase._COST, "n", 2**4)


@pytest.fixture(params=[None, TEXT], ids=["plain", "encrypted"])
def secret(request: pytest.FixtureRequest) -> Secret | None:
    return Secret(request.param) if request.param else None


@pytest.fixture
def folder(path: Path) -> Path:
    return backup_folder(path)


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


# ------------------------------------------------------------------------- making them


def test_a_backup_holds_what_the_store_held_while_it_was_in_use(
    path: Path, folder: Path, secret: Secret | None
):
    cases = filled(path, secret)
    with unlocked(path, secret) as store, store._writers.begin() as session:
        session.connection().exec_driver_sql("UPDATE cases SET label = 'not yet saved'")
        made = back_up(path, folder, DAY, secret)
    assert made == backups(path, folder)[0]
    assert (made.made, made.encrypted, made.sound) == (DAY, secret is not None, True)
    assert names(folder) == [made.path.name]
    assert holds(made.path, secret, cases)
    assert sys.platform == "win32" or stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert bool(readable(folder)) is (secret is None)


def test_the_backup_of_a_damaged_store_is_refused_and_no_older_one_is_touched(
    path: Path, folder: Path, secret: Secret | None
):
    filled(path, secret)
    for day in range(9):
        back_up(path, folder, DAY + timedelta(days=day), secret)
    before = names(folder)
    path.write_bytes(path.read_bytes()[:-8192])
    with pytest.raises(ReviewError, match="damaged"):
        back_up(path, folder, DAY + timedelta(days=20), secret)
    assert names(folder) == before


def test_what_is_no_store_is_named_by_its_own_name(path: Path, folder: Path):
    path.write_bytes(random.Random(1).randbytes(3000))
    with pytest.raises(ReviewError) as refused:
        back_up(path, folder, DAY)
    assert str(refused.value) == f"{path} is not a database of HCC Review; choose another file."
    assert names(folder) == []


def test_a_folder_that_cannot_be_made_is_a_sentence(path: Path):
    opened(path).close()
    (path.parent / "file").touch()
    with pytest.raises(ReviewError, match="No backup could be made"):
        back_up(path, path.parent / "file", DAY)


def test_seven_days_and_four_weeks_are_kept():
    every = [
        Backup(Path(f"{number}"), DAY - timedelta(hours=8 * number), 1, "", encrypted=False)
        for number in range(300)
    ]
    gone = superseded(every, DAY)
    kept = [each.made for each in every if each not in gone]
    assert [each.date() for each in kept[:7]] == [(DAY - timedelta(n)).date() for n in range(7)]
    # Saturday 21 November: its week and the three Sundays before the Mondays of the later weeks.
    assert [each.date().isoformat() for each in kept[7:]] == ["2026-11-08", "2026-11-01"]
    assert all(each.hour == 17 or each == kept[0] for each in kept[:7])
    assert superseded([each for each in every if each not in gone], DAY) == ()


def test_only_backups_of_this_store_are_listed(path: Path, folder: Path):
    opened(path).close()
    other = path.with_name("other.sqlite")
    opened(other).close()
    back_up(other, folder, DAY)
    mine = back_up(path, folder, DAY)
    (folder / "notes.backup").touch()
    assert backups(path, folder) == (mine,)
    assert backups(path, folder / "nowhere") == ()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
@pytest.mark.parametrize("name", ["two\nlines.sqlite", "[x]*.sqlite", "a%20b?#'.sqlite"])
def test_a_store_of_an_odd_name_has_backups_and_copies_too(tmp_path: Path, name: str):
    path = tmp_path / name
    opened(path).close()
    made = back_up(path, backup_folder(path), DAY)
    assert backups(path, backup_folder(path)) == (made,)
    aside = restore(made, path, DAY)
    assert readable_copies(path, backup_folder(path)) == (aside, made.path)


def test_a_damaged_backup_is_passed_over(path: Path, folder: Path):
    opened(path).close()
    old, new = (back_up(path, folder, DAY + timedelta(days=day)) for day in (0, 1))
    assert newest_sound(path, folder) == new
    flip(new.path, 20_000)
    assert newest_sound(path, folder) == old
    with pytest.raises(ReviewError, match="choose another backup"):
        restore(new, path, DAY)


# -------------------------------------------------------------------------- restoring


def test_a_restored_store_holds_what_the_backup_held_and_the_rest_is_kept_aside(
    path: Path, folder: Path, secret: Secret | None
):
    cases = filled(path, secret)
    made = back_up(path, folder, DAY, secret)
    with unlocked(path, secret) as store:
        store.save_case(Case("P-9"), seen_version=None)
    aside = restore(made, path, DAY, secret)
    assert aside is not None
    assert holds(aside, secret, [*cases, Case("P-9")])
    assert holds(path, secret, cases)
    with unlocked(path, secret) as store:
        assert store.case("P-9") is None
        assert store.audit_lines(1)[0].action == "restore from backup"
    assert is_encrypted(path) is (secret is not None)
    assert set(names(path.parent)) == {path.name, aside.name, folder.name}


def test_a_store_in_use_is_not_replaced(path: Path, folder: Path, secret: Secret | None):
    cases = filled(path, secret)
    made = back_up(path, folder, DAY, secret)
    with unlocked(path, secret) as store:
        assert store.case("P-1") is not None
        with pytest.raises(InUseError):
            restore(made, path, DAY, secret)
    assert holds(path, secret, cases)
    assert set(names(path.parent)) == {path.name, folder.name}


@pytest.mark.parametrize("damage", ["gone", "empty", "head", "half", "zeroes", "text"])
def test_a_store_that_is_gone_or_damaged_is_named_with_its_backup_and_restored(
    path: Path, folder: Path, secret: Secret | None, damage: str
):
    cases = filled(path, secret)
    made = back_up(path, folder, DAY, secret)
    assert condition(path, secret).kind == "fine"
    whole = path.read_bytes()
    harmed = {
        "gone": None,
        "empty": b"",
        "head": b"?" + whole[1:],
        "half": whole[: len(whole) // 2],
        "zeroes": whole[:8192] + bytes(8192) + whole[16384:],
        "text": b"A text in the place of the store. " * 300,
    }[damage]
    if harmed is None:
        path.unlink()
    else:
        path.write_bytes(harmed)
    found = condition(path, secret)
    kinds = {"gone": "missing", "empty": "empty"}
    assert (found.kind, found.backup) == (kinds.get(damage, "damaged"), made)
    assert "The newest sound backup is of 2026-11-21, 17:30; restore it." in found.sentence
    assert (path.read_bytes() if harmed is not None else None) == harmed
    aside = restore(made, path, DAY, secret)
    assert (aside.read_bytes() if aside is not None else None) == harmed
    assert holds(path, secret, cases)


def test_a_wal_of_the_damaged_store_is_kept_and_never_reaches_the_restored_one(
    path: Path, folder: Path, secret: Secret | None
):
    cases = filled(path, secret)
    made = back_up(path, folder, DAY, secret)
    wal = path.with_name(f"{path.name}-wal")
    with unlocked(path, secret) as store:
        store.save_case(Case("P-9", label="late"), seen_version=None)
        left, data = wal.read_bytes(), path.read_bytes()
    path.write_bytes(b"?" * 4096 + data[4096:])
    wal.write_bytes(left)
    aside = restore(made, path, DAY, secret)
    assert aside is not None
    assert holds(path, secret, cases)
    assert aside.with_name(f"{aside.name}-wal").read_bytes() == left


def test_an_older_backup_opens_with_the_passphrase_of_its_time(path: Path, folder: Path):
    first, second = Secret(TEXT), Secret("another passphrase")
    cases = filled(path, first)
    made = back_up(path, folder, DAY, first)
    change_passphrase(path, first, second, DAY)
    with pytest.raises(LockedStore):
        restore(made, path, DAY, second)
    assert holds(path, second, cases)
    aside = restore(made, path, DAY, first)  # the second one is lost
    assert aside is not None
    assert holds(path, first, cases)
    assert holds(aside, second, cases)


def test_without_a_backup_that_is_said(path: Path):
    opened(path).close()
    path.write_bytes(path.read_bytes()[:5000])
    found = condition(path)
    assert (found.kind, found.backup) == ("damaged", None)
    assert "no sound backup is in" in found.sentence


def test_a_store_of_a_newer_program_is_not_called_damaged(path: Path):
    opened(path).close()
    connection = sqlite.connect(str(path))
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    assert condition(path).kind == "newer"


def test_a_backup_made_after_the_clock_was_put_back_is_kept(path: Path, folder: Path):
    opened(path).close()
    for day in range(40):
        back_up(path, folder, DAY + timedelta(days=day))
    late = back_up(path, folder, DAY - timedelta(days=400))
    assert late in backups(path, folder)
    assert late.sound


def test_after_encrypting_the_plain_copies_are_named_and_can_be_erased(path: Path, folder: Path):
    filled(path, None)
    old = back_up(path, folder, DAY)
    aside = restore(old, path, DAY)
    encrypt(path, Secret(TEXT), DAY)
    new = back_up(path, folder, DAY + timedelta(days=1), Secret(TEXT))
    copies = readable_copies(path, folder)
    assert set(copies) == {old.path, aside}
    for each in copies:
        erase(each)
    assert readable_copies(path, folder) == ()
    assert readable(path.parent) == set()
    assert backups(path, folder) == (new,)


def test_a_time_with_a_zone_is_the_time_on_the_wall(path: Path, folder: Path):
    opened(path).close()
    made = back_up(path, folder, NOW)
    assert made.made == NOW.astimezone().replace(tzinfo=None)
    assert backups(path, folder) == (made,)


def test_of_two_backups_of_one_second_the_newer_is_kept(path: Path, folder: Path):
    with opened(path) as store:
        store.save_case(Case("P-0"), seen_version=None)
    older = back_up(path, folder, NOW)
    with opened(path) as store:
        store.save_case(Case("P-1"), seen_version=None)
    newer = back_up(path, folder, NOW)
    assert newer.path != older.path
    assert [each.path for each in backups(path, folder)] == [newer.path]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no tzset")
def test_copies_are_called_by_the_time_on_the_wall(
    path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        opened(path).close()
        made = back_up(path, folder, NOW)
        aside = restore(made, path, NOW)
        copy = copy_before(path, "0001", NOW)
    finally:
        monkeypatch.undo()
        time.tzset()
    assert aside is not None
    for each in (made.path, aside, copy):
        assert "20261121-173000" in each.name


def test_a_copy_that_is_refused_leaves_nothing_beside_it(path: Path, monkeypatch):
    def refuses(connection: object, source: Path) -> None:
        for end in JOURNALS:  # as SQLite leaves them where the disk is full
            (path.parent / f"copy.sqlite{end}").touch()
        raise ReviewError("The disk is full.")

    with opened(path):
        monkeypatch.setattr("db.files.check_file", refuses)
        with pytest.raises(ReviewError, match="full"):
            copy_database(path, path.parent / "copy.sqlite")
    assert list(path.parent.glob("copy*")) == []
