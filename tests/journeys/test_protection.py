"""A passphrase is set, asked for, changed and taken off; a key or a pause locks the store."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel

from db.passphrase import is_encrypted
from db.store import open_store
from tests.journeys.reading import case_at_the_top, cases_listed, message
from tests.journeys.user import User
from tests.ui.opening import sample_store
from ui.commands.cases import sample_cases
from ui.commands.clock import now

FIRST, SECOND = "four slow herons", "nine quick otters"
ENCRYPTED = "The store is encrypted now."


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with the samples in which nobody has chosen yet."""
    path = tmp_path / "cases.sqlite"
    with open_store(path, today=now) as store:
        store.import_samples(sample_cases())
    return path


def words(user: User) -> str:
    """All that can be read of what is in front."""
    return "\n".join(each.text() for each in user.on_screen() if isinstance(each, QLabel))


def locked(user: User) -> bool:
    return user.shows("Passphrase") and user.window.stack.currentWidget() is user.window.locked


def types_passphrase(user: User, text: str) -> None:
    user.sees(user.keyboard_on, "Passphrase")
    user.types(text)
    user.presses("Return")


def sets(user: User, text: str, again: str | None = None) -> None:
    """Fill in the form that is open; the keyboard is on its first line."""
    user.sees(user.keyboard_on, "New passphrase")
    user.types(text)
    user.tabs_to("The same once more")
    user.types(again if again is not None else text)
    user.presses("Return")


def test_before_the_first_patient_it_is_chosen_to_go_without_and_not_asked_again(
    program, path, monkeypatch
):
    user = program.start(path, monkeypatch)
    user.presses("Ctrl+N")
    user.clicks("Go on without a passphrase")
    user.waits()
    user.sees(lambda: "CASE-1" in cases_listed(user), True)
    user.comes_to_the_window()
    user.presses("Ctrl+N")
    user.waits()
    user.sees(lambda: "CASE-2" in cases_listed(user), True)
    assert not is_encrypted(path)
    user.presses("Ctrl+Shift+L")
    assert "has no passphrase, so it cannot be locked" in message(user)
    with open_store(path, today=now) as store:
        assert "go without passphrase" in {line.action for line in store.audit_lines()}


def test_who_leaves_the_question_has_no_case_and_is_asked_again(program, path, monkeypatch):
    user = program.start(path, monkeypatch)
    for _ in range(2):
        user.presses("Ctrl+N")
        assert user.shows("New passphrase") or user.control("New passphrase")
        user.presses("Esc")
        user.waits()
        user.comes_to_the_window()
    assert not any(code.startswith("CASE") for code in cases_listed(user))


def test_a_passphrase_protects_from_the_first_patient_on(program, path, monkeypatch):
    user = program.start(path, monkeypatch)
    user.presses("Ctrl+N")
    sets(user, "short")
    assert "fewer than 10 characters" in words(user)
    user.presses("Esc")
    user.comes_to_the_window()
    user.presses("Ctrl+N")
    sets(user, FIRST, "something else")
    assert "The two lines differ" in words(user)
    user.presses("Esc")
    user.comes_to_the_window()
    user.presses("Ctrl+N")
    sets(user, FIRST)
    user.sees(lambda: is_encrypted(path), True)
    user.sees(lambda: "CASE-1" in cases_listed(user), True)
    user.waits()
    program.close(user)
    again = program.start_again(path, monkeypatch)
    user = User(program.qtbot, again)
    program.takes(user)
    user.sees(lambda: locked(user), True)
    assert "is encrypted; enter its passphrase" in words(user)
    types_passphrase(user, SECOND)
    user.sees(lambda: "This is not the passphrase" in words(user), True)
    types_passphrase(user, FIRST)
    user.sees(lambda: user.window.workspace.saving.store is not None, True)
    user.waits()
    assert "CASE-1" in cases_listed(user)


def test_lock_and_unlock_by_key_give_back_the_case_and_clear_the_clipboard(
    program, tmp_path, monkeypatch
):
    user = program.start(sample_store(tmp_path), monkeypatch)
    user.window.protection.set_passphrase()
    sets(user, FIRST)
    user.sees(lambda: ENCRYPTED in message(user), True)
    user.waits()
    code = case_at_the_top(user)
    QGuiApplication.clipboard().setText("Chen")
    user.comes_to_the_window()
    user.presses("Ctrl+Shift+L")
    user.sees(lambda: locked(user), True)
    assert QGuiApplication.clipboard().text() == ""
    assert code not in words(user)
    user.presses("Ctrl+N")  # nothing can be made meanwhile
    user.waits()
    types_passphrase(user, FIRST)
    user.sees(lambda: user.window.workspace.saving.store is not None, True)
    user.waits()
    assert case_at_the_top(user) == code
    assert user.shows("Cases")


def test_no_key_and_no_other_size_shows_the_cases_of_a_locked_store(program, tmp_path, monkeypatch):
    user = program.start(sample_store(tmp_path), monkeypatch)
    user.window.protection.set_passphrase()
    sets(user, FIRST)
    user.sees(lambda: ENCRYPTED in message(user), True)
    user.waits()
    user.comes_to_the_window()
    code = case_at_the_top(user)
    user.window.workspace.messages.problem(f"Something about {code}.")
    user.presses("Ctrl+Shift+L")
    user.sees(lambda: locked(user), True)
    assert message(user) == ""
    for key in ("Ctrl+L", "Ctrl+F", "Ctrl+B", "Ctrl+B", "Ctrl+M", "Ctrl+5", "Ctrl+N", "Ctrl+E"):
        user.presses(key)
        user.waits()
        assert not user.window.case_pane.isVisible(), key
        assert locked(user), key
        assert user.keyboard_on() == "Passphrase", key
    for width in (950, 1280):
        user.window.resize(width, 800)
        QApplication.processEvents()
        assert not user.window.case_pane.isVisible()
    assert code not in words(user)
    assert user.window.status.saved.text() == ""
    types_passphrase(user, FIRST)
    user.sees(lambda: user.window.workspace.saving.store is not None, True)
    user.waits()
    assert code in cases_listed(user)
    user.presses("Ctrl+L")
    assert user.keyboard_on() == "Cases"


def test_a_pause_locks_the_store_and_a_key_puts_it_off(program, tmp_path, monkeypatch):
    user = program.start(sample_store(tmp_path), monkeypatch)
    user.window.protection.set_passphrase()
    sets(user, FIRST)
    user.sees(lambda: ENCRYPTED in message(user), True)
    user.waits()
    idle = user.window.protection.idle
    assert (idle.isActive(), idle.interval()) == (True, 15 * 60_000)
    user.comes_to_the_window()
    idle.start(20_000)
    program.qtbot.wait(2_500)  # the clock of the pause is coarse
    before = idle.remainingTime()
    user.presses("Down")
    assert idle.remainingTime() > before
    idle.setInterval(50)
    user.sees(lambda: locked(user), True)
    assert not idle.isActive()


def test_the_passphrase_is_changed_and_taken_off(program, tmp_path, monkeypatch):
    path = sample_store(tmp_path)
    user = program.start(path, monkeypatch)
    protection = user.window.protection
    protection.set_passphrase()
    sets(user, FIRST)
    user.sees(lambda: ENCRYPTED in message(user), True)
    user.waits()
    protection.change_passphrase()
    user.sees(user.keyboard_on, "Present passphrase")
    user.types("not the one I know")
    user.presses("Tab")
    sets(user, SECOND)
    user.sees(lambda: "This is not the passphrase" in message(user), True)
    user.waits()
    assert user.window.workspace.saving.store is not None  # it opened again by itself
    protection.change_passphrase()
    user.sees(user.keyboard_on, "Present passphrase")
    user.types(FIRST)
    user.presses("Tab")
    sets(user, SECOND)
    user.sees(lambda: "The passphrase is changed." in message(user), True)
    user.waits()
    protection.remove_passphrase()
    user.sees(user.keyboard_on, "Present passphrase")
    user.types(SECOND)
    user.presses("Return")
    user.sees(user.keyboard_on, "Remove the passphrase")  # Return alone takes nothing off
    assert is_encrypted(path)
    user.presses("Space")
    user.sees(lambda: "not encrypted any more" in message(user), True)
    user.waits()
    assert not is_encrypted(path)
    QApplication.processEvents()
    assert user.window.workspace.saving.store is not None
