"""What the chain of the audit lines does not tell: the cases and the backups do."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from db import passphrase
from db.audit import system_login
from db.backup import Backup, back_up, backup_folder
from db.condition import condition
from db.files import on_the_wall
from db.passphrase import Secret
from db.restoring import restore
from db.store import Store, open_store
from tests.db.conftest import NOW, SAMPLES, opened
from tests.db.meeting_builders import seal_one
from tests.db.test_audit import raw

TAIL = (
    "DELETE FROM audit_lines WHERE number > {0}",
    "UPDATE audit_head SET number = {0},"
    " chain = (SELECT chain FROM audit_lines WHERE number = {0})",
)


def saved(store: Store, code: str, label: str) -> None:
    found = store.stored(code)
    case = replace(SAMPLES[0], code=code, label=label)
    store.save_case(case, seen_version=found.version if found is not None else None)


def take_off(path: Path, last: int) -> None:
    """Remove the lines behind the `last`, and put the newest link back to it."""
    raw(path, *(each.format(last) for each in TAIL))


def backed_up(path: Path, minutes: int, secret: Secret | None = None) -> Backup:
    return back_up(path, backup_folder(path), NOW + timedelta(minutes=minutes), secret)


def faults(path: Path, secret: Secret | None = None) -> str:
    with open_store(path, today=lambda: NOW, passphrase=secret) as store:
        return " ".join((*store.audit_faults(), *store.audit_backups().faults))


@pytest.fixture
def filled(path: Path) -> Path:
    """Five lines: the store, P-1 three times, P-2; all of one moment."""
    with opened(path) as store:
        for label in ("a", "b", "c"):
            saved(store, "P-1", label)
        saved(store, "P-2", "a")
    return path


@pytest.mark.parametrize(("last", "codes"), [(4, "P-2"), (3, "P-1, P-2"), (1, "P-1, P-2")])
def test_lines_taken_off_the_end_are_missed_by_their_cases(filled: Path, last: int, codes: str):
    take_off(filled, last)
    assert faults(filled).startswith(f"The newest saving of {codes} has no line")
    assert condition(filled).kind == "altered"


def test_a_store_without_lines_is_not_without_fault(filled: Path):
    raw(filled, "DELETE FROM audit_lines", "DELETE FROM audit_head")
    assert faults(filled) == "All lines were taken out: every database begins with one."
    assert condition(filled).kind == "altered"


def test_a_case_that_is_archived_renamed_or_deleted_has_its_line(filled: Path):
    with opened(filled) as store:
        for code in ("P-1", "P-2"):
            found = store.stored(code)
            assert found is not None
            if code == "P-1":
                store.archive(code, seen_version=found.version)
            else:
                version = store.rename(code, "P-3", seen_version=found.version)
                store.delete("P-3", seen_version=version)
        seal_one(store)
    assert faults(filled) == ""
    assert condition(filled).kind == "fine"


def test_a_case_and_its_lines_taken_out_together_are_missed_by_a_backup(filled: Path):
    made = backed_up(filled, 0)
    take_off(filled, 4)
    raw(filled, "DELETE FROM cases WHERE code = 'P-2'", "DELETE FROM proofs WHERE subject = 'case'")
    assert f"Line 5 was another when the backup of {made.made:%Y-%m-%d, %H:%M}" in faults(filled)


def test_a_case_taken_out_with_its_line_is_missed_where_its_proof_stays(filled: Path):
    take_off(filled, 4)
    raw(filled, "DELETE FROM cases WHERE code = 'P-2'")
    assert faults(filled) == "1 of the saved cases is not there any more."


def test_lines_that_only_grew_fit_every_backup(filled: Path):
    backed_up(filled, 0)
    with opened(filled) as store:
        saved(store, "P-1", "d")
    backed_up(filled, 60 * 24)
    with opened(filled) as store:
        saved(store, "P-1", "e")
        compared = store.audit_backups()
    assert (compared.backups, compared.faults) == (2, ())
    assert sorted(each.suffix for each in backup_folder(filled).iterdir()) == [".backup"] * 2


def test_a_backup_that_was_restored_explains_what_the_newer_ones_hold(filled: Path):
    older = backed_up(filled, 0)
    with opened(filled) as store:
        saved(store, "P-1", "d")
    backed_up(filled, 60 * 24)
    restore(older, filled, NOW + timedelta(days=2))
    assert faults(filled) == ""
    take_off(filled, 5)  # the line of the restoring: now the newer backup is not explained
    assert "Line 6 was another" in faults(filled)


def remarks(path: Path) -> tuple[str, ...]:
    with open_store(path, today=lambda: NOW) as store:
        assert store.audit_backups().faults == store.audit_faults() == ()
        return store.audit_backups().remarks


@pytest.mark.parametrize("made", [timedelta(hours=1), timedelta(days=300)])
def test_a_backup_dated_later_than_the_restoring_is_a_remark(filled: Path, made: timedelta):
    older = backed_up(filled, -60 * 24)
    with opened(filled) as store:
        saved(store, "P-1", "d")
    back_up(filled, backup_folder(filled), NOW + made)
    restore(older, filled, NOW + timedelta(seconds=3))  # as seen further west, or a wrong clock
    (told,) = remarks(filled)
    assert f"the newest line of the backup of {on_the_wall(NOW + made):%Y-%m-%d %H:%M}." in told
    assert "A backup was restored on 21 Nov 2026 (line 6)" in told


def test_going_back_and_forth_between_backups_is_a_remark(filled: Path):
    older = backed_up(filled, 0)
    with opened(filled) as store:
        for label in "defgh":
            saved(store, "P-1", label)
    newer = backed_up(filled, 60 * 24)
    restore(older, filled, NOW + timedelta(days=2))
    between = backed_up(filled, 60 * 24 * 2)
    restore(newer, filled, NOW + timedelta(days=3))
    (told,) = remarks(filled)
    assert f"the backup of {between.made:%Y-%m-%d %H:%M}." in told


def test_backups_of_a_database_that_had_this_name_before_are_not_compared(filled: Path):
    made = backed_up(filled, 0)
    filled.unlink()
    with open_store(filled, today=lambda: NOW + timedelta(days=1)) as store:
        for label in "abcdefg":
            saved(store, "P-9", label)
        assert store.audit_backups().backups == 0
    (told,) = remarks(filled)
    assert f"Not compared: the backup of {made.made:%Y-%m-%d %H:%M}, of another database" in told


def test_backups_of_an_encrypted_store_are_compared_by_its_passphrase(
    path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(passphrase._COST, "n", 2**4)
    secret = Secret("four grey herons")
    with open_store(path, today=lambda: NOW, passphrase=secret) as store:
        saved(store, "P-1", "a")
    backed_up(path, 0, secret)
    with open_store(path, today=lambda: NOW, passphrase=secret) as store:
        assert store.audit_backups().backups == 1
    assert faults(path, secret) == ""


def test_a_line_behind_a_gap_is_not_called_sound(filled: Path):
    raw(filled, "DELETE FROM audit_lines WHERE number = 3")
    raw(filled, "UPDATE audit_lines SET author = 'other' WHERE number = 4")
    assert faults(filled).startswith("Line 3 was taken out. Whether line 4, right behind the gap,")


def test_times_that_run_back_are_a_remark(path: Path):
    moments = [NOW, NOW, NOW - timedelta(hours=5), NOW - timedelta(days=3)]
    with open_store(path, today=lambda: moments[0]) as store:
        for _ in range(3):
            moments.pop(0)
            saved(store, "P-1", str(len(moments)))
        (told,) = store.audit_remarks()
    assert told.startswith("Line 4 is dated 18 Nov 2026, before line 3 of 21 Nov 2026")


@pytest.mark.skipif(sys.platform == "win32", reason="the system is asked in another way there")
def test_the_login_is_the_one_of_the_system_whatever_the_environment_says(monkeypatch):
    import pwd

    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "chief.surgeon")
    assert system_login() == pwd.getpwuid(os.getuid()).pw_name
