"""How long backups are kept, and what a clock that is wrong cannot do to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from db.backup import Backup, back_up, backup_folder, backups, newest_sound
from db.condition import condition
from db.rotation import in_order, superseded
from hccreview.clinical.case import Case
from tests.db.conftest import SAMPLES, opened

DAY = datetime(2026, 11, 21, 17, 30)


def backup(days: float, *, proved: bool = True) -> Backup:
    """A backup that was made so many days ago."""
    made = DAY - timedelta(days=days)
    return Backup(Path(f"{days}"), made, 1, "", encrypted=False, proved=proved)


def left(*ages: float, proved: bool = True) -> list[float]:
    """How old the backups are that stay, of backups so many days old."""
    every = [backup(age, proved=proved) for age in sorted(ages)]
    gone = superseded(every, DAY)
    return [(DAY - each.made) / timedelta(days=1) for each in every if each not in gone]


def test_none_is_kept_for_more_than_28_days_but_the_newest():
    assert left(0, 7, 14, 21, 28, 35, 42) == [0, 7, 14, 21, 28]
    assert left(0, 10, 20, 30, 40) == [0, 10, 20]
    assert left(400) == [400]
    assert left(0, 27, 28.5, proved=False) == [0, 27]


def test_the_newest_proved_one_is_kept_however_old_it_is():
    every = [backup(age, proved=age > 30) for age in range(60)]
    gone = superseded(every, DAY)
    old = [each for each in every if each not in gone and each.made < DAY - timedelta(days=28)]
    assert old == [backup(31)]


def test_a_leap_of_the_clock_costs_no_older_backup_until_a_further_day_confirms_it():
    before = [400, 401, 402, 410]
    assert left(0, *before) == [0, *before]
    assert left(0, 0.1, *before) == [0, *before]
    assert left(0, 1, *before) == [0, 1]


def test_a_backup_dated_ahead_is_neither_counted_nor_removed_and_comes_last():
    ahead = [backup(-400 - 8 * number) for number in range(12)]
    usual = [backup(age) for age in range(20)]
    every = sorted([*ahead, *usual], key=lambda each: each.made, reverse=True)
    assert superseded(every, DAY) == superseded(usual, DAY)
    assert in_order(every, DAY) == (*usual, *reversed(ahead))
    west = backup(-0.9), backup(0)  # on a journey the clock on the wall goes back
    assert in_order(west, DAY) == west


@pytest.mark.parametrize("step", [1, 3, 7])
def test_an_erased_patient_is_in_no_backup_after_28_days(path: Path, step: int):
    folder = backup_folder(path)
    with opened(path) as store:
        version = store.save_case(replace(SAMPLES[0], code="KINGFISHER"), seen_version=None)
    back_up(path, folder, DAY)
    with opened(path) as store:
        store.erase("KINGFISHER", seen_version=version)
        store.clean()
    for days in range(step, 50, step):
        back_up(path, folder, DAY + timedelta(days=days))
        if days > 28:
            found = [each.path for each in backups(path, folder)]
            assert not any(b"KINGFISHER" in each.read_bytes() for each in found), days


def test_a_backup_made_while_the_clock_was_ahead_is_offered_last_and_in_words(path: Path):
    folder = backup_folder(path)
    opened(path).close()
    wrong = back_up(path, folder, DAY + timedelta(days=365))
    with opened(path) as store:
        store.save_case(Case("P-NEW"), seen_version=None)
    for days in range(20):
        right = back_up(path, folder, DAY + timedelta(days=days))
    now = DAY + timedelta(days=20)
    assert newest_sound(path, folder, now) == right
    assert len(backups(path, folder)) == 10  # 7 days, 2 more weeks, and the one dated ahead
    path.write_bytes(b"rubbish" * 2000)
    assert condition(path, now=now).backup == right
    for each in backups(path, folder):
        if each != wrong:
            each.path.unlink()
    found = condition(path, now=now)
    assert found.backup == wrong
    assert "is dated ahead (2027-11-21, 17:30): the clock was wrong" in found.sentence
