"""The file of the open store is deleted, moved or replaced: it is told, and nothing is lost."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from db import passphrase
from db.backup import backup_folder, backups
from db.encryption import encrypt
from db.passphrase import Secret
from db.store import open_store
from tests.db.test_gone import delete, delete_all, put_an_older_one_there
from tests.db.test_watch import another_store, remove_wal
from tests.journeys.program import Program
from tests.journeys.reading import case_at_the_top, case_in_file, message, saved
from tests.journeys.test_two_programs import opens_the_near_miss, types_platelets
from tests.journeys.user import User
from tests.ui.edits import platelets
from tests.ui.opening import sample_store
from ui.commands.clock import now

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no open file can be taken away there")
CODE = "SAMPLE-02"
OFFER = "Save all of it again…"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with the sample cases, in a folder of its own."""
    folder = tmp_path / "ward"
    folder.mkdir()
    return sample_store(folder)


@pytest.fixture
def user(program: Program, path: Path, monkeypatch: pytest.MonkeyPatch) -> User:
    """Who has just typed 85 for the platelets."""
    user = program.start(path, monkeypatch)
    opens_the_near_miss(user)
    types_platelets(user, "85")
    assert saved(user) == "Saved"
    return user


def is_locked(user: User) -> bool:
    return user.window.workspace.opening.is_locked


def loses_the_folder(path: Path) -> None:
    shutil.rmtree(path.parent)


def test_the_next_save_says_that_the_file_is_gone_and_all_is_saved_again_in_its_place(
    program, path, user
):
    loses_the_folder(path)
    types_platelets(user, "87")
    assert saved(user).startswith(f"Not saved: {path} is not there any more")
    assert "is only in this window" in message(user)
    place = path.parent.parent / path.name  # the folder is gone: the one above it is proposed
    user.answers_with_file(path, lambda: user.clicks(OFFER))
    user.sees(lambda: saved(user), "Saved")
    user.waits()
    assert f"All of it is saved again in {path}" in message(user)
    assert not place.exists()
    assert case_at_the_top(user) == CODE
    assert platelets(case_in_file(path, CODE)) == "87"
    types_platelets(user, "91")
    assert saved(user) == "Saved"
    program.close(user)
    assert platelets(case_in_file(path, CODE)) == "91"
    assert len(backups(path, backup_folder(path))) == 1
    assert sorted(each.name for each in path.parent.iterdir()) == ["cases-backups", path.name]


def test_where_another_file_took_its_place_that_one_is_left_alone(program, path, user, tmp_path):
    put_an_older_one_there(path)
    there = path.read_bytes()
    types_platelets(user, "87")
    assert saved(user).startswith("Not saved: Another file took the place of")
    user.answers_with_file(path, lambda: user.clicks(OFFER))
    user.sees(lambda: "choose another name" in message(user), True)
    target = tmp_path / "again.sqlite"
    user.answers_with_file(target, lambda: user.clicks(OFFER))
    user.sees(lambda: saved(user), "Saved")
    assert f"start the program with --database {target}" in message(user)
    types_platelets(user, "91")
    program.close(user)
    assert path.read_bytes() == there
    assert backups(path, backup_folder(path)) == ()
    assert platelets(case_in_file(target, CODE)) == "91"


def test_nothing_is_called_saved_in_a_file_overwritten_in_place(path, user):
    another_store(path)
    there = path.read_bytes()
    types_platelets(user, "87")
    assert saved(user).startswith(f"Not saved: {path} was overwritten from elsewhere, or damaged")
    again = path.with_name("again.sqlite")
    user.answers_with_file(again, lambda: user.clicks(OFFER))
    user.sees(lambda: "restore the newest backup" in message(user), True)
    assert not user.window.close()
    assert user.window.close()
    assert path.read_bytes() == there
    assert not again.exists()


def test_a_deleted_wal_loses_nothing_and_nobody_is_bothered(path, user):
    remove_wal(path)
    user.window.rescue.often.timeout.emit()
    user.waits()
    assert saved(user) == "Saved"
    assert platelets(case_in_file(path, CODE)) == "85"
    types_platelets(user, "87")
    assert saved(user) == "Saved"


def test_who_only_looks_is_told_too(path, user):
    delete_all(path)
    user.window.rescue.often.timeout.emit()
    user.sees(lambda: "is only in this window" in message(user), True)
    assert saved(user).startswith("Not saved: ")


def test_the_window_stays_open_once_and_says_what_would_be_lost(path, user):
    delete(path)
    assert not user.window.close()
    assert message(user).endswith("Close again to give all of it up.")
    assert user.control(OFFER).isVisible()
    assert user.window.close()
    assert not path.exists()  # no backup has made an empty one
    assert backups(path, backup_folder(path)) == ()


def test_what_was_typed_but_not_yet_written_is_saved_again_too(path, user):
    user.presses("Ctrl+1")
    user.tabs_to("Go to a field")
    user.types("platelets")
    user.presses("Return")
    user.types("87")  # and neither Return nor a pause
    delete_all(path)
    user.window.rescue.save_again(path)
    user.sees(lambda: saved(user), "Saved")
    user.waits()
    assert platelets(case_in_file(path, CODE)) == "87"


def test_a_file_that_comes_back_is_used_on(path, user):
    away = path.rename(path.with_name("away"))
    types_platelets(user, "87")
    assert saved(user).startswith("Not saved: ")
    away.rename(path)
    user.window.rescue.often.timeout.emit()
    user.sees(lambda: saved(user), "Saved")
    assert message(user) == "The file is there again; all is saved."
    assert platelets(case_in_file(path, CODE)) == "87"


def test_an_encrypted_store_is_not_locked_while_its_file_is_gone(program, path, monkeypatch):
    monkeypatch.setitem(passphrase._COST, "n", 2**4)
    secret = Secret("four grey herons")
    encrypt(path, secret, now())
    user = User(program.qtbot, program.start_again(path, monkeypatch))
    program.takes(user)
    user.sees(lambda: is_locked(user), True)
    user.window.workspace.opening.unlock("four grey herons")
    user.sees(lambda: user.window.workspace.saving.store is not None, True)
    user.waits()
    delete_all(path)
    user.window.protection.lock()
    assert "cannot be locked now" in message(user)
    assert not is_locked(user)
    user.window.rescue.save_again(path)
    user.sees(lambda: saved(user), "Saved")
    user.window.protection.lock()
    assert is_locked(user)
    with open_store(path, today=now, passphrase=secret) as store:
        assert store.audit_faults() == ()
