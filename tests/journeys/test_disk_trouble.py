"""A disk that is full, fails, or may not be written to: a sentence, and what was typed stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import engine
from db.backup import back_up, backup_folder
from db.condition import condition
from db.engine import NoAccessError
from db.store import open_store
from tests.journeys.disk import failing_disk, full_disk, rights_count
from tests.journeys.reading import case_in_file, cases_listed, laboratory_cell, message, saved
from tests.journeys.test_two_programs import opens_the_near_miss, types_platelets
from tests.journeys.user import User
from tests.ui.edits import platelets
from tests.ui.opening import sample_store
from ui.commands.clock import now

CODE = "SAMPLE-02"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with the sample cases."""
    return sample_store(tmp_path)


def on_screen(user: User) -> str:
    """The newest count of platelets as the Case page shows it."""
    user.presses("Ctrl+1")
    user.waits()
    return str(laboratory_cell(user, "Platelets").data())


def whole(path: Path) -> bool:
    """True where the file opens, and its audit lines hold together."""
    with open_store(path, today=now) as store:
        return store.audit_faults() == ()


def test_an_error_of_the_disk_in_the_middle_of_a_save_keeps_what_was_typed(
    program, path, monkeypatch
):
    user = program.start(path, monkeypatch)
    opens_the_near_miss(user)
    before = platelets(case_in_file(path, CODE))
    with failing_disk(path):
        types_platelets(user, "87")
        assert saved(user).startswith("Not saved: The disk of")
    assert "Not saved: The disk of" in message(user)
    assert "reports an error" in message(user)
    assert on_screen(user).endswith("87")
    assert platelets(case_in_file(path, CODE)) == before
    user.clicks("Try again")
    user.waits()
    assert saved(user) == "Saved"
    assert platelets(case_in_file(path, CODE)) == "87"
    assert whole(path)


def test_a_full_disk_keeps_what_was_typed_and_closing_asks_once(program, path, monkeypatch):
    user = program.start(path, monkeypatch)
    opens_the_near_miss(user)
    store = user.window.workspace.saving.store
    with full_disk(store):
        typed: list[str] = []
        while saved(user) == "Saved" and len(typed) < 40:  # until no free page is left
            typed.append(str(100 + len(typed)))
            types_platelets(user, typed[-1])
        assert saved(user).startswith("Not saved: The disk is full")
        assert on_screen(user).endswith(typed[-1])
        assert platelets(case_in_file(path, CODE)) == (typed[-2] if typed[1:] else "80")
        assert not user.window.close()
        assert "Close again to leave without this change" in message(user)
    user.clicks("Try again")
    user.waits()
    assert saved(user) == "Saved"
    assert platelets(case_in_file(path, CODE)) == typed[-1]
    assert whole(path)


def test_a_disk_that_is_full_at_the_start_is_tried_again_when_there_is_room(
    program, path, monkeypatch
):
    backed_up = back_up(path, backup_folder(path), now())
    before = path.read_bytes()
    monkeypatch.setattr(engine, "_ROOM", 2**62)  # no disk has so much: it counts as full
    with failing_disk(path):
        user = User(program.qtbot, program.start_again(path, monkeypatch))
        program.takes(user)
        user.control("Try again")
        user.waits()
        told = user.window.empty.text.text()
        assert told.startswith("The disk is full, so that nothing was saved; free some space")
        assert "Nothing in the file was changed. When the cause is removed, try again." in told
        assert not user.window.empty.restore.isVisible()  # it is not damaged: nothing to restore
    assert path.read_bytes() == before and backed_up.sound
    user.comes_to_the_window()
    user.sees(user.keyboard_on, "Try again")
    user.presses("Space")
    user.sees(lambda: user.window.workspace.saving.store is not None, True)
    user.waits()
    assert CODE in cases_listed(user)
    assert whole(path)


@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_may_not_be_written_to_is_opened_for_reading_in_words(
    program, path, monkeypatch, what
):
    place = path if what == "file" else path.parent / "shelf"
    if what == "folder":
        place.mkdir()
        path = path.rename(place / path.name)
    before = path.read_bytes()
    mode = place.stat().st_mode
    place.chmod(0o444 if what == "file" else 0o555)
    try:
        with rights_count():
            user = program.start(path, monkeypatch)
            words = "the file may not" if what == "file" else "its folder may not"
            assert message(user).startswith(f"Read-only: {words} be written to")
            assert saved(user).startswith("Read-only: ")
            assert CODE in cases_listed(user)
            opens_the_near_miss(user)
            types_platelets(user, "87")
            assert saved(user).startswith("Not saved: ")
            assert "read-only" in saved(user)
            assert on_screen(user).endswith("87")
            user.window.erasing.ask(CODE)
            user.waits()
            assert message(user).endswith("so nothing can be erased.")
            assert not user.shows("Code of the case")
            assert not user.window.close()  # what was typed would be lost
            assert user.window.close()
            program.end_all()
    finally:
        place.chmod(mode)
    assert path.read_bytes() == before


def test_a_store_that_may_not_be_opened_is_not_called_damaged(path):
    folder = path.parent
    mode = folder.stat().st_mode
    folder.chmod(0o555)
    try:
        with rights_count(), pytest.raises(NoAccessError):
            condition(path)
    finally:
        folder.chmod(mode)
