"""Backups as the window makes them by itself, shows them, restores them and erases copies."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from db import passphrase
from db.backup import Backup, back_up, backup_folder, backups
from db.copies import readable_copies
from db.passphrase import LockedStore, Secret, is_encrypted, key_of
from db.store import open_store
from tests.db.test_proof import harm
from tests.ui.edits import change_elsewhere, platelets
from tests.ui.opening import opened, sample_store, settle
from ui.backups.backups_form import BackupsForm, size_words
from ui.backups.keeping import due
from ui.backups.question_forms import EraseForm, RestoreForm
from ui.commands.clock import now

CODE = "SAMPLE-02"
TEXT = "four slow herons"


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key that costs nothing: what is tested is not how hard it is to guess."""
    monkeypatch.setitem(passphrase._COST, "n", 2**4)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with the sample cases."""
    return sample_store(tmp_path)


def kept(path: Path) -> tuple[Backup, ...]:
    return backups(path, backup_folder(path))


def backed_up(path: Path, before: timedelta = timedelta(), secret: str = "") -> Backup:
    given = Secret(secret) if secret else None
    return back_up(path, backup_folder(path), now() - before, given)


def rest(qtbot, window) -> None:
    """Wait for the window and for the worker of the backups."""
    qtbot.waitUntil(lambda: window.keeping.background.idle, timeout=20_000)
    settle(qtbot, window)


def form_of(window, kind):
    """The form that is open."""
    QApplication.processEvents()
    (form,) = [each for each in window.findChildren(kind) if each.isVisible()]
    return form


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at : at + 512] = bytes(512)
    path.write_bytes(data)


# ----------------------------------------------------------------------- by themselves


def test_closing_the_window_makes_a_backup_where_something_was_written(qtbot, path):
    with opened(qtbot, path) as window:
        assert window.close()
    (first,) = kept(path)
    assert first.sound
    change_elsewhere(path, CODE, 99)
    with opened(qtbot, path) as window:
        assert window.close()
    newest = kept(path)[0]  # of one day the newest is kept
    with open_store(newest.path, today=now) as store:
        assert platelets(store.case(CODE)) == "99"


def test_a_backup_is_due_where_something_was_written_since_or_it_is_damaged(path):
    with open_store(path, today=now) as store:
        assert due(store, now(), daily=True)
        made = backed_up(path, -timedelta(seconds=2))
        later = now() + timedelta(minutes=1)
        assert not due(store, later, daily=False)
        assert due(store, now() - timedelta(days=1), daily=False)  # the clock was put back
        flip(made.path, 20_000)
        assert due(store, later, daily=False)
        assert not due(store, later, daily=True)
        made.path.unlink()
        backed_up(path, timedelta(days=400))
        assert due(store, later, daily=True)


def test_once_a_day_is_enough_while_the_window_is_open(qtbot, path):
    yesterday = backed_up(path, timedelta(days=1))
    change_elsewhere(path, CODE, 99)
    with opened(qtbot, path) as window:
        for _ in range(2):
            window.keeping.often.timeout.emit()
            rest(qtbot, window)
        assert len(kept(path)) == 2
        assert kept(path)[1] == yesterday


def test_a_backup_that_fails_holds_the_window_open_once_with_a_sentence(qtbot, path):
    backup_folder(path).write_text("a file where the folder should be")
    with opened(qtbot, path) as window:
        assert not window.close()
        told = window.message_bar.text.text()
        assert "No backup could be made" in told
        assert told.endswith("Close again to leave all the same.")
        assert window.workspace.saving.store is not None  # work can go on
        assert window.close()


def test_the_backup_of_an_encrypted_store_is_encrypted(qtbot, path):
    with opened(qtbot, path) as window:
        window.protection._encrypt(TEXT)
        rest(qtbot, window)
        assert window.close()
    (made,) = kept(path)
    assert made.encrypted and made.sound


def test_a_closed_store_is_not_backed_up_by_the_tests(qtbot, path):
    with opened(qtbot, path):
        pass
    assert kept(path) == ()


# -------------------------------------------------------------------------- the form


def test_the_form_lists_backups_with_size_and_state_and_makes_one_by_keyboard(qtbot, path):
    older = backed_up(path, timedelta(days=3))
    damaged = backed_up(path, timedelta(days=2))
    flip(damaged.path, 20_000)
    with opened(qtbot, path) as window:
        window.backups.show()
        form = form_of(window, BackupsForm)
        rest(qtbot, window)
        assert rows(form) == [
            (f"{damaged.made:%Y-%m-%d %H:%M}", size_words(damaged.size), "✕ damaged"),
            (f"{older.made:%Y-%m-%d %H:%M}", size_words(older.size), "✓ sound"),
        ]
        assert form.list.hasFocus()
        assert not form.restore.isEnabled()
        qtbot.keyClick(form.list, Qt.Key.Key_Down)
        assert form.restore.isEnabled()
        form.make.setFocus()
        qtbot.keyClick(form.make, Qt.Key.Key_Space)
        rest(qtbot, window)
        assert len(rows(form)) == 3 and rows(form)[0][2] == "✓ sound"
        assert "Backed up to cases.sqlite." in window.message_bar.text.text()
        form.reject()


def rows(form: BackupsForm) -> list[tuple[str, str, str]]:
    items = [form.list.topLevelItem(row) for row in range(form.list.topLevelItemCount())]
    return [(item.text(0), item.text(1), item.text(3)) for item in items if item is not None]


def test_a_size_is_told_in_words():
    assert [size_words(size) for size in (10, 640_000, 12_540_000)] == ["1 KB", "640 KB", "12.5 MB"]


def test_a_backup_is_restored_by_keyboard_and_what_was_there_is_kept(qtbot, path):
    backed_up(path)
    change_elsewhere(path, CODE, 99)
    with opened(qtbot, path) as window:
        window.backups.show()
        form = form_of(window, BackupsForm)
        rest(qtbot, window)
        qtbot.keyClick(form.list, Qt.Key.Key_Return)
        question = form_of(window, RestoreForm)
        assert not question.line.isVisible()
        question.take.setFocus()
        qtbot.keyClick(question.take, Qt.Key.Key_Space)
        rest(qtbot, window)
        assert "is restored. What was there before is kept as" in window.message_bar.text.text()
    with open_store(path, today=now) as store:
        assert platelets(store.case(CODE)) != "99"
    (aside,) = path.parent.glob("cases.sqlite.before-restore-*.sqlite")
    with open_store(aside, today=now) as store:
        assert platelets(store.case(CODE)) == "99"


def test_a_backup_of_another_passphrase_asks_for_it_and_a_wrong_one_changes_nothing(qtbot, path):
    with opened(qtbot, path) as window:
        window.protection._encrypt(TEXT)
        rest(qtbot, window)
        backed_up(path, secret=TEXT)
        window.protection._change(TEXT, "nine quick otters")
        rest(qtbot, window)
        (made,) = kept(path)
        window.backups.ask_to_restore(made)
        question = form_of(window, RestoreForm)
        assert question.line.hasFocus()
        qtbot.keyClick(question.line, Qt.Key.Key_Return)
        assert "Enter the passphrase" in question.problem.text() and question.problem.isVisible()
        qtbot.keyClicks(question.line, "not the one of then")
        qtbot.keyClick(question.line, Qt.Key.Key_Return)
        rest(qtbot, window)
        assert "This is not the passphrase" in window.message_bar.text.text()
        assert window.workspace.saving.store is not None
        window.backups.ask_to_restore(made)
        question = form_of(window, RestoreForm)
        qtbot.keyClicks(question.line, TEXT)
        qtbot.keyClick(question.line, Qt.Key.Key_Return)
        rest(qtbot, window)
        assert "is restored" in window.message_bar.text.text()
        assert window.workspace.opening.lock()
        window.workspace.opening.unlock(TEXT)
        rest(qtbot, window)
        assert window.workspace.saving.store is not None
        window.backups.ask_to_restore(made)  # of the passphrase that is known
        assert not form_of(window, RestoreForm).line.isVisible()


# ---------------------------------------------------------------------------- damage


@pytest.mark.parametrize("damage", ["empty", "cut", "no database"])
def test_a_damaged_store_names_the_newest_sound_backup_and_restores_it(qtbot, path, damage):
    made = backed_up(path)
    contents = {"empty": b"", "cut": path.read_bytes()[:3000], "no database": b"nothing" * 900}
    path.write_bytes(contents[damage])
    with opened(qtbot, path) as window:
        rest(qtbot, window)
        assert window.empty.isVisible()
        assert f"of {made.made:%Y-%m-%d, %H:%M}" in window.empty.text.text()
        assert "kept beside it" in window.empty.text.text()
        assert path.read_bytes() == contents[damage]
        assert window.empty.restore.hasFocus()
        qtbot.keyClick(window.empty.restore, Qt.Key.Key_Space)
        question = form_of(window, RestoreForm)
        question.take.click()
        rest(qtbot, window)
        assert window.workspace.saving.store is not None
        assert window.workspace.case is not None
        assert window.case_pane.isVisible()
        assert not window.empty.isVisible()
    (aside,) = path.parent.glob("cases.sqlite.before-restore-*.sqlite")
    assert aside.read_bytes() == contents[damage]


def test_damage_in_the_middle_is_found_right_after_opening(qtbot, path):
    backed_up(path)
    size = path.stat().st_size
    flip(path, size // 4096 // 2 * 4096)
    before = path.read_bytes()
    with opened(qtbot, path) as window:
        qtbot.waitUntil(lambda: window.empty.restore.isVisible(), timeout=20_000)
        assert "is damaged" in window.empty.text.text()
        qtbot.waitUntil(lambda: window.workspace.saving.store is None)
    assert path.read_bytes() == before


def test_without_a_backup_nothing_is_offered(qtbot, path):
    path.write_bytes(b"")
    with opened(qtbot, path) as window:
        assert window.empty.isVisible()
        assert not window.empty.restore.isVisible()
        assert "is empty" in window.empty.text.text()


def test_a_store_that_is_gone_is_begun_anew_and_its_backups_are_offered(qtbot, path):
    backed_up(path)
    path.unlink()
    with opened(qtbot, path) as window:
        assert "there are backups of it" in window.message_bar.text.text()
        window.message_bar.act.click()
        assert form_of(window, BackupsForm).list.topLevelItemCount() == 1


def test_a_locked_store_can_be_restored_from_a_backup_that_is_known(qtbot, path):
    backed_up(path)
    with opened(qtbot, path) as window:
        window.protection._encrypt(TEXT)
        rest(qtbot, window)
        assert window.workspace.opening.lock()
        window.locked.backups.click()
        form = form_of(window, BackupsForm)
        rest(qtbot, window)
        assert not form.make.isEnabled()
        form.restore.click()
        question = form_of(window, RestoreForm)
        question.take.click()
        rest(qtbot, window)
        assert window.workspace.saving.store is not None
        assert not window.workspace.opening.protected
    (aside,) = path.parent.glob("cases.sqlite.before-restore-*.sqlite")
    assert is_encrypted(aside)


# ------------------------------------------------------------------ readable copies


def test_after_encrypting_the_readable_copies_are_offered_for_erasing(qtbot, path):
    made = backed_up(path)
    with opened(qtbot, path) as window:
        window.protection._encrypt(TEXT)
        rest(qtbot, window)
        told = window.message_bar.text.text()
        assert "The store is encrypted now; 1 copy of it made before is still readable" in told
        window.message_bar.act.click()
        question = form_of(window, EraseForm)
        assert str(made.path) in question.list.toPlainText()
        question.take.click()
        rest(qtbot, window)
        assert "1 readable copy is erased." in window.message_bar.text.text()
    assert readable_copies(path, backup_folder(path)) == ()
    assert not made.path.exists()


def test_who_cancels_keeps_the_copies(qtbot, path):
    made = backed_up(path)
    with opened(qtbot, path) as window:
        window.protection._encrypt(TEXT)
        rest(qtbot, window)
        window.message_bar.act.click()
        question = form_of(window, EraseForm)
        assert question.cancel.hasFocus()
        qtbot.keyClick(question, Qt.Key.Key_Escape)
        rest(qtbot, window)
    assert made.path.exists()


# -------------------------------------------------------- older backups, when that is asked


def erase_patient(qtbot, window, code: str = CODE) -> None:
    window.erasing._erase(code)
    rest(qtbot, window)


def test_after_erasing_a_patient_the_older_backups_can_be_erased_by_keyboard(qtbot, path):
    older = [backed_up(path, timedelta(days=days)) for days in (20, 3, -400)]
    copy = path.with_name(f"{path.name}.before-upgrade-from-0005-20261101-120000.sqlite")
    copy.write_bytes(path.read_bytes())
    with opened(qtbot, path) as window:
        erase_patient(qtbot, window)
        told = window.message_bar.text.text()
        assert told == f"{CODE} was erased; backups and copies made before still hold it."
        assert window.message_bar.act.text() == "Erase older backups…"
        window.message_bar.act.click()
        question = form_of(window, EraseForm)
        assert question.windowTitle() == "Make a fresh backup and erase 4 older files"
        assert str(copy) in question.list.toPlainText()
        assert question.cancel.hasFocus()  # nothing is erased by a key that was meant otherwise
        question.take.setFocus()
        qtbot.keyClick(question.take, Qt.Key.Key_Space)
        rest(qtbot, window)
        (made,) = kept(path)
        told = window.message_bar.text.text()
        assert told == f"Backed up to {made.path.name}; 4 older files are erased."
    assert not any(each.path.exists() for each in older)
    assert not copy.exists()
    with open_store(made.path, today=now) as store:
        assert store.case(CODE) is None
        assert store.case("SAMPLE-03") is not None


def test_without_an_older_backup_nothing_is_offered_after_erasing(qtbot, path):
    with opened(qtbot, path) as window:
        erase_patient(qtbot, window)
        assert window.message_bar.text.text() == f"{CODE} was erased."
        assert not window.message_bar.act.isVisible()


def test_who_cancels_keeps_the_older_backups_and_gets_no_new_one(qtbot, path):
    older = backed_up(path, timedelta(days=3))
    with opened(qtbot, path) as window:
        erase_patient(qtbot, window)
        window.message_bar.act.click()
        qtbot.keyClick(form_of(window, EraseForm), Qt.Key.Key_Escape)
        rest(qtbot, window)
    assert kept(path) == (older,)


def test_where_the_fresh_backup_is_not_whole_the_older_ones_stay(qtbot, path):
    older = backed_up(path, timedelta(days=3))
    with opened(qtbot, path) as window:
        rest(qtbot, window)
        erase_patient(qtbot, window)
        window.message_bar.act.click()
        harm(path, "UPDATE cases SET label = label || 'x' WHERE code = ?", "SAMPLE-06")
        form_of(window, EraseForm).take.click()
        rest(qtbot, window)
        told = window.message_bar.text.text()
        assert "SAMPLE-06 is not what was saved" in told
        assert f"{older.made:%Y-%m-%d, %H:%M} is whole and stays" in told
    assert older.sound


def test_older_backups_can_be_erased_from_their_list_at_any_time(qtbot, path):
    older = backed_up(path, timedelta(days=3))
    with opened(qtbot, path) as window:
        window.backups.show()
        form = form_of(window, BackupsForm)
        rest(qtbot, window)
        form.erase.setFocus()
        qtbot.keyClick(form.erase, Qt.Key.Key_Space)
        form_of(window, EraseForm).take.click()
        rest(qtbot, window)
        assert "1 older file is erased." in window.message_bar.text.text()
    assert len(kept(path)) == 1
    assert not older.path.exists()


def test_after_a_change_of_the_passphrase_the_older_backups_can_be_erased(qtbot, path):
    with opened(qtbot, path) as window:
        window.protection._encrypt(TEXT)
        rest(qtbot, window)
        older = backed_up(path, timedelta(days=3), TEXT)
        window.protection._change(TEXT, "nine quick otters")
        rest(qtbot, window)
        told = window.message_bar.text.text()
        assert told == "The passphrase is changed. Older copies open with the one before."
        window.message_bar.act.click()
        form_of(window, EraseForm).take.click()
        rest(qtbot, window)
        (made,) = kept(path)
    assert not older.path.exists()
    assert key_of(made.path, Secret("nine quick otters")) is not None
    with pytest.raises(LockedStore):
        key_of(made.path, Secret(TEXT))


def test_a_second_name_of_the_file_is_told_when_it_is_encrypted(qtbot, path):
    other = path.with_name("snapshot")
    os.link(path, other)
    with opened(qtbot, path) as window:
        window.protection._encrypt(TEXT)
        rest(qtbot, window)
        assert "it has another name (a hard link)" in window.message_bar.text.text()
    assert other.read_bytes().startswith(b"SQLite format 3")


# --------------------------------------------------------------------- a clock that is wrong


def test_a_backup_dated_ahead_is_listed_last_and_says_so_when_it_is_restored(qtbot, path):
    ahead, older = backed_up(path, -timedelta(days=400)), backed_up(path, timedelta(days=3))
    with opened(qtbot, path) as window:
        window.backups.show()
        form = form_of(window, BackupsForm)
        rest(qtbot, window)
        assert [row[2] for row in rows(form)] == ["✓ sound", "✓ sound, dated ahead"]
        assert form._chosen() == older
        form.reject()
        window.backups.ask_to_restore(ahead)
        said = [each.text() for each in form_of(window, RestoreForm).findChildren(QLabel)]
        assert any("It is dated ahead: a clock was wrong" in each for each in said)


def test_a_backup_is_due_where_the_newest_is_a_week_old_or_the_time_of_another_is_over(path):
    with open_store(path, today=now) as store:
        backed_up(path, -timedelta(days=400))
        assert due(store, now(), daily=False)  # one dated ahead does not count
        made = backed_up(path, -timedelta(seconds=2))
        assert not due(store, now() + timedelta(days=6), daily=False)
        assert due(store, now() + timedelta(days=7, minutes=1), daily=False)
        other = made.path.with_name(made.path.name.replace(f"{made.made:%Y}", "2025"))
        other.write_bytes(made.path.read_bytes())
        assert not due(store, now() + timedelta(minutes=1), daily=False)  # the clock may be wrong
        assert due(store, now() + timedelta(days=1), daily=False)


QUITS = """
import sys
import main
from PySide6.QtCore import QTimer
from ui import start
ours = start.content
def content(startup):
    leave = lambda _: QTimer.singleShot(0, startup.application.quit)
    startup.workspace.opened.connect(leave)
    ours(startup)
start.content = content
sys.exit(main.main(["--database", sys.argv[1]]))
"""


def test_a_program_that_the_system_ends_makes_its_backup_and_leaves(path, tmp_path):
    """No window is closed by hand then: the loop of the program is ending already."""
    places = dict.fromkeys(("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"), str(tmp_path))
    environment = {**os.environ, **places, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", QUITS, str(path)]
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run(command, cwd=root, env=environment, timeout=60, stderr=subprocess.DEVNULL)
    assert done.returncode == 0
    assert len(kept(path)) == 1
