"""A store is damaged while the program is closed; the next start names a backup and restores it."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.backup import backup_folder, backups
from tests.journeys.reading import case_at_the_top, case_in_file, message, saved
from tests.journeys.test_two_programs import opens_the_near_miss, types_platelets
from tests.journeys.user import User
from tests.ui.edits import platelets
from tests.ui.opening import sample_store

CODE = "SAMPLE-02"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with the sample cases."""
    return sample_store(tmp_path)


def test_what_was_typed_before_the_window_closed_is_back_after_damage(program, path, monkeypatch):
    user = program.start(path, monkeypatch)
    opens_the_near_miss(user)
    types_platelets(user, "87")
    program.close(user)
    (made,) = backups(path, backup_folder(path))
    damaged = path.read_bytes()[:5000]
    path.write_bytes(damaged)

    user = User(program.qtbot, program.start_again(path, monkeypatch))
    program.takes(user)
    user.control("Restore it")
    assert f"{made.made:%Y-%m-%d, %H:%M}" in user.window.empty.text.text()
    assert path.read_bytes() == damaged
    user.comes_to_the_window()
    user.sees(user.keyboard_on, "Restore it")
    user.presses("Space")
    user.sees(user.keyboard_on, "Cancel")  # Return on the first key would be too easy
    user.tabs_to("Restore it")
    user.presses("Space")
    user.sees(lambda: user.window.workspace.saving.store is not None, True)
    user.waits()
    assert "is restored. What was there before is kept as" in message(user)
    (aside,) = path.parent.glob("cases.sqlite.before-restore-*.sqlite")
    assert aside.read_bytes() == damaged
    assert case_at_the_top(user) == CODE
    assert platelets(case_in_file(path, CODE)) == "87"
    types_platelets(user, "91")
    assert saved(user) == "Saved"
    program.close(user)
    assert platelets(case_in_file(backups(path, backup_folder(path))[0].path, CODE)) == "91"
