"""Damage that nobody has noticed never takes the place of the last whole backup."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from db import passphrase
from db.backup import (
    Backup,
    UnprovedError,
    back_up,
    backup_folder,
    backups,
    newest_proved,
    newest_sound,
    proof_due,
)
from db.condition import condition
from db.passphrase import Secret
from db.restoring import restore
from db.rotation import superseded
from hccreview.clinical.case import Case
from hccreview.errors import ReviewError
from tests.db.conftest import SAMPLES, opened
from tests.db.test_encryption import TEXT, unlocked
from tests.db.test_migrations import as_the_shape
from tests.db.test_proof import harm

DAY = datetime(2026, 11, 21, 17, 30)
DAMAGED = "SAMPLE-06"


@pytest.fixture
def folder(path: Path) -> Path:
    return backup_folder(path)


@pytest.fixture
def filled(path: Path) -> Path:
    with opened(path) as store:
        store.import_samples(SAMPLES[:6])
    return path


def flip(path: Path) -> None:
    harm(path, "UPDATE cases SET label = label || 'x' WHERE code = ?", DAMAGED)


def work(path: Path, day: int) -> None:
    """Save something, as on every day."""
    with opened(path) as store:
        store.save_case(Case(f"P-{day}"), seen_version=None)


@pytest.mark.parametrize("seconds", [60.0, 0.0], ids=["proved at closing", "no time at closing"])
@pytest.mark.parametrize("proved_before", [True, False])
def test_after_forty_days_a_backup_from_before_the_damage_is_there_or_the_user_was_told(
    filled: Path, folder: Path, seconds: float, proved_before: bool
):
    if proved_before:
        back_up(filled, folder, DAY)
    flip(filled)
    told = []
    for day in range(1, 41):
        work(filled, day)
        try:
            back_up(filled, folder, DAY + timedelta(days=day), seconds=seconds)
        except UnprovedError as error:
            told.append((day, str(error)))
    whole = newest_proved(filled, folder)
    if proved_before:
        assert whole is not None
        assert whole.made == DAY
        restore(whole, filled, DAY + timedelta(days=41))
        assert condition(filled).kind == "fine"
    else:
        assert whole is None
        assert told[0][0] == 1
    days = [day for day, _ in told]
    assert days == (list(range(7, 41)) if proved_before and not seconds else list(range(1, 41)))
    assert all(DAMAGED in sentence for _, sentence in told)


def test_the_sentence_names_what_is_damaged_and_the_backup_that_helps(filled: Path, folder: Path):
    back_up(filled, folder, DAY)
    flip(filled)
    work(filled, 1)
    with pytest.raises(UnprovedError) as told:
        back_up(filled, folder, DAY + timedelta(days=1))
    assert str(told.value) == (
        f"{filled} is damaged. What stands there of {DAMAGED} is not what was saved. It was backed"
        " up as it is. The backup of 2026-11-21, 17:30 is whole and stays; restore it."
    )
    damaged, whole = backups(filled, folder)
    assert (damaged.proved, damaged.sound) == (False, True)
    assert (whole.proved, whole.sound) == (True, True)
    found = condition(filled)
    assert found.backup == whole
    assert "in which all was whole is of 2026-11-21, 17:30; restore it" in found.sentence
    assert newest_sound(filled, folder) == damaged  # it holds more, where the file itself is gone


def test_of_a_store_that_was_never_whole_no_backup_is_called_so(filled: Path, folder: Path):
    flip(filled)
    with pytest.raises(UnprovedError, match="No backup is known in which it is whole"):
        back_up(filled, folder, DAY)
    (made,) = backups(filled, folder)
    assert not made.proved
    assert condition(filled).backup == made


@pytest.mark.parametrize("secret", [None, Secret(TEXT)], ids=["plain", "encrypted"])
def test_a_whole_store_has_proved_backups(
    path: Path, folder: Path, secret: Secret | None, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(passphrase._COST, "n", 2**4)
    with unlocked(path, secret) as store:
        store.import_samples(SAMPLES[:6])
    made = back_up(path, folder, DAY, secret)
    assert made.proved
    assert backups(path, folder) == (made,)
    assert made.path.name.endswith(".proved.backup")


def test_a_short_backup_is_proved_all_the_same_once_a_week(filled: Path, folder: Path):
    made = []
    for day in range(16):
        work(filled, day)
        at = DAY + timedelta(days=day)
        made.append(back_up(filled, folder, at, seconds=0).proved)
    assert [day for day, proved in enumerate(made) if proved] == [0, 7, 14]


def test_who_stops_the_proof_has_a_backup_that_is_not_proved(filled: Path, folder: Path):
    assert not back_up(filled, folder, DAY, stopped=lambda: True).proved


def test_a_backup_of_one_second_does_not_take_the_place_of_a_proved_one(filled: Path, folder: Path):
    whole = back_up(filled, folder, DAY)
    flip(filled)
    with pytest.raises(UnprovedError):
        back_up(filled, folder, DAY)
    assert newest_proved(filled, folder) == whole


def test_a_store_of_an_older_shape_is_backed_up_without_a_proof(filled: Path, folder: Path):
    as_the_shape(filled, "0005")
    assert not back_up(filled, folder, DAY).proved


def kept(*, proved: Callable[[int], bool]) -> list[int]:
    """Return how many days old the backups are that stay, after one a day for sixty days."""
    every = [
        Backup(
            Path(f"{day}"), DAY - timedelta(days=day), 1, "", encrypted=False, proved=proved(day)
        )
        for day in range(60)
    ]
    gone = superseded(every, DAY)
    return [day for day, each in enumerate(every) if each not in gone]


def test_proved_backups_are_counted_by_themselves():
    usual = [*range(7), 13, 20]
    assert kept(proved=lambda day: True) == usual
    assert kept(proved=lambda day: False) == usual
    assert kept(proved=lambda day: day > 30) == [*usual, 31]


def test_a_proof_is_due_after_a_week_and_where_the_clock_was_put_back():
    made = Backup(Path("a"), DAY, 1, "", encrypted=False, proved=True)
    assert not proof_due([made], DAY + timedelta(days=6))
    assert proof_due([made], DAY + timedelta(days=7))
    assert proof_due([made], DAY - timedelta(days=400))
    assert proof_due([], DAY)


def test_what_is_damaged_while_it_is_copied_is_no_backup(filled: Path, folder: Path):
    filled.write_bytes(filled.read_bytes()[:-8192])
    with pytest.raises(ReviewError, match="damaged"):
        back_up(filled, folder, DAY)
    assert backups(filled, folder) == ()
