"""The commands about the audit lines, on plain and on encrypted stores."""

from __future__ import annotations

import contextlib
import io
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlite

import main
from db.audit import Author
from db.backup import back_up, backup_folder
from db.passphrase import Secret
from db.restoring import restore
from db.store import open_store
from ui.commands import stores
from ui.commands.cases import sample_cases
from ui.commands.clock import now

SECRET = "four slow herons"
CASE = next(case for case in sample_cases() if case.code == "SAMPLE-02")


def filled(path: Path, passphrase: str = "") -> Path:
    secret = Secret(passphrase) if passphrase else None
    with open_store(path, today=now, passphrase=secret) as store:
        store.author = Author("Dr Li", "li")
        version = store.save_case(replace(CASE, code="P-7"), seen_version=None)
        store.save_case(replace(CASE, code="P-7", label="a\nnew label"), seen_version=version)
    return path


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    return filled(tmp_path / "plain.sqlite")


@pytest.fixture
def encrypted(tmp_path: Path) -> Path:
    return filled(tmp_path / "encrypted.sqlite", SECRET)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a terminal was asked; nobody sits before one unless a test says so."""
    prompts: list[str] = []

    def answer(prompt: str) -> str:
        prompts.append(prompt)
        return SECRET

    monkeypatch.setattr("getpass.getpass", answer)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    monkeypatch.delenv(stores.PASSPHRASE, raising=False)
    return prompts


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    status = main.main([str(each) for each in arguments])
    told = capsys.readouterr()
    return status, told.out, told.err


def test_lines_that_nobody_touched_have_no_fault(capsys, plain):
    status, out, err = run(capsys, "audit", "verify", "--database", plain)
    assert (status, err) == (0, "")
    assert out.startswith("3 lines, no fault.\nCompared with 0 backups.\n")
    assert run(capsys, "--database", plain, "audit", "verify")[0] == 0


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE audit_lines SET author = 'Dr Wu' WHERE number = 2", "Line 2 was changed"),
        ("DELETE FROM audit_lines WHERE number = 2", "Line 2 was taken out."),
        ("DELETE FROM audit_lines WHERE number > 1", "Lines 2 to 3 were taken out."),
    ],
)
def test_a_line_that_was_changed_or_taken_out_is_found(capsys, plain, statement, told):
    with contextlib.closing(sqlite.connect(str(plain))) as connection:
        for when in ("update", "delete", "insert"):
            connection.execute(f"DROP TRIGGER audit_lines_guard_{when}")
        connection.execute(statement)
        connection.commit()
    status, out, err = run(capsys, "audit", "verify", "--database", plain)
    assert (status, out) == (2, "")
    assert told in err and "Traceback" not in err


def test_the_newest_link_is_printed_for_the_paper(capsys, plain):
    with open_store(plain, today=now) as store:
        number, link = store.audit_link()
    told = f"Newest line, to be noted: {number}:{link[:4]} {link[4:8]} "
    for command in (("verify",), ("show", "P-7")):
        _, out, _ = run(capsys, "audit", *command, "--database", plain)
        assert out.splitlines()[-1].startswith(told)


def test_a_link_that_was_noted_is_compared_however_many_lines_follow(capsys, plain):
    with open_store(plain, today=now) as store:
        number, link = store.audit_link()
        store.choose_no_passphrase()
    verify = ("audit", "verify", "--database", plain, "--noted")
    assert run(capsys, *verify, f"{number}:{link[:4]} {link[4:16]}")[0] == 0
    for other in (f"{number}:{'0' * 16}", f"{number + 9}:{link}", f"{number - 1}:{link}"):
        status, _, err = run(capsys, *verify, other)
        assert (status, "is not the one that was noted" in err) == (2, True)
    for wrong in ("", "12", f"x:{link}", f"{number}:{link[:8]}", "９:0"):
        status, _, err = run(capsys, *verify, wrong)
        assert (status, "as they were printed" in err) == (2, True)


def test_a_clock_that_was_set_back_is_a_remark_and_no_fault(capsys, plain):
    with open_store(plain, today=lambda: now() - timedelta(days=400)) as store:
        store.save_case(replace(CASE, code="P-8"), seen_version=None)
    status, out, _ = run(capsys, "audit", "verify", "--database", plain)
    assert status == 0
    assert "Remark: Line 4 is dated" in out and "the clock was set back" in out


def test_the_lines_are_held_against_the_backups(capsys, plain):
    backup = back_up(plain, backup_folder(plain), now())
    with contextlib.closing(sqlite.connect(str(plain))) as connection:
        for when in ("update", "delete", "insert"):
            connection.execute(f"DROP TRIGGER audit_lines_guard_{when}")
        connection.execute(
            "UPDATE audit_lines SET chain = substr(chain, 2) || substr(chain, 1, 1)"
            " WHERE number > 1"
        )
        connection.execute(
            "UPDATE audit_head SET chain = (SELECT chain FROM audit_lines WHERE number = 3)"
        )
        connection.commit()
    status, _, err = run(capsys, "audit", "verify", "--database", plain)
    assert status == 2
    assert f"the backup of {backup.made:%Y-%m-%d, %H:%M}" in err


def test_after_a_restoring_newer_lines_are_a_remark_and_a_noted_one_tells_of_it(capsys, plain):
    older = back_up(plain, backup_folder(plain), now() - timedelta(days=1))
    with open_store(plain, today=now) as store:
        for number in range(3):
            store.save_case(replace(CASE, code=f"P-8{number}"), seen_version=None)
        number, link = store.audit_link()
    back_up(plain, backup_folder(plain), now() + timedelta(hours=9))
    restore(older, plain, now())
    verify = ("audit", "verify", "--database", plain)
    status, out, err = run(capsys, *verify)
    assert (status, err) == (0, "")
    assert "Remark: Not in the database: the newest line of the backup of" in out
    status, _, err = run(capsys, *verify, "--noted", f"{number}:{link}")
    assert status == 2
    assert "it was written after the backup that was restored on" in err and "(line 4)" in err


def test_the_lines_of_a_case_say_who_when_and_what_from_what_to_what(capsys, plain):
    status, out, _ = run(capsys, "audit", "show", "P-7", "--database", plain)
    assert status == 0
    first, told, second, *_ = out.splitlines()
    assert "Dr Li (login li) changed the case" in first
    assert told.strip() == f"Label: {CASE.label} → a new label"
    assert "made the case" in second


def test_a_case_that_is_not_there_is_a_sentence(capsys, plain):
    status, _, err = run(capsys, "audit", "show", "P-8", "--database", plain)
    assert status == 2
    assert "no case P-8" in err


def test_an_encrypted_store_asks_for_its_passphrase_on_the_terminal_once(
    capsys, encrypted, asked, monkeypatch
):
    monkeypatch.setattr(sys, "stdin", Terminal())
    status, out, _ = run(capsys, "audit", "verify", "--database", encrypted)
    assert (status, out.splitlines()[0]) == (0, "3 lines, no fault.")
    assert run(capsys, "compare", "P-7", "--database", encrypted)[0] == 0
    assert asked == [f"Passphrase of {encrypted}: "]


def test_without_a_terminal_the_environment_gives_the_passphrase(
    capsys, encrypted, asked, monkeypatch
):
    monkeypatch.setenv(stores.PASSPHRASE, SECRET)
    assert run(capsys, "audit", "show", "P-7", "--database", encrypted)[0] == 0
    assert asked == []


def test_without_a_passphrase_it_is_said_how_to_give_one(capsys, encrypted):
    status, _, err = run(capsys, "handout", "P-7", "--pdf", "x.pdf", "--database", encrypted)
    assert status == 2
    assert stores.PASSPHRASE in err and "is encrypted" in err


def test_a_wrong_passphrase_is_a_sentence_without_the_passphrase(capsys, encrypted, monkeypatch):
    monkeypatch.setenv(stores.PASSPHRASE, "nine quick otters")
    status, _, err = run(capsys, "audit", "verify", "--database", encrypted)
    assert status == 2
    assert "This is not the passphrase" in err and "otters" not in err


def test_audit_without_more_says_what_there_is(capsys):
    status, _, err = run(capsys, "audit")
    assert status == 2
    assert "verify" in err and "show" in err
