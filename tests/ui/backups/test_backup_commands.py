"""``backup`` and ``restore`` at the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import passphrase
from db.backup import back_up, backup_folder, backups
from db.encryption import encrypt
from db.passphrase import Secret
from db.store import open_store
from tests.ui.edits import change_elsewhere, platelets
from tests.ui.opening import sample_store
from ui import commands
from ui.commands.clock import now
from ui.commands.stores import PASSPHRASE, passphrase_of

CODE, TEXT = "SAMPLE-02", "four slow herons"


@pytest.fixture(autouse=True)
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test begins without a passphrase; its key costs nothing."""
    passphrase_of.cache_clear()
    monkeypatch.delenv(PASSPHRASE, raising=False)
    monkeypatch.setitem(passphrase._COST, "n", 2**4)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with the sample cases."""
    return sample_store(tmp_path)


def test_backup_says_where_and_restore_where_the_rest_is_kept(path, capsys):
    assert commands.run(["backup", "--database", str(path)]) == 0
    (made,) = backups(path, backup_folder(path))
    assert f"Backed up to {made.path}" in capsys.readouterr().out
    change_elsewhere(path, CODE, 99)
    assert commands.run(["restore", str(made.path), "--database", str(path)]) == 0
    told = capsys.readouterr().out
    (aside,) = path.parent.glob("*.before-restore-*.sqlite")
    assert "is restored as it was on" in told and str(aside) in told
    with open_store(path, today=now) as store:
        assert platelets(store.case(CODE)) != "99"


def test_a_store_that_is_lost_is_restored(path, capsys):
    commands.run(["backup", "--database", str(path)])
    (made,) = backups(path, backup_folder(path))
    path.unlink()
    assert commands.run(["restore", str(made.path), "--database", str(path)]) == 0
    assert "kept as" not in capsys.readouterr().out.splitlines()[-1]
    with open_store(path, today=now) as store:
        assert store.case(CODE) is not None


def test_an_encrypted_store_takes_the_passphrase_from_the_environment(path, capsys, monkeypatch):
    encrypt(path, Secret(TEXT), now())
    assert commands.run(["backup", "--database", str(path)]) != 0
    assert PASSPHRASE in capsys.readouterr().err
    monkeypatch.setenv(PASSPHRASE, TEXT)
    passphrase_of.cache_clear()
    assert commands.run(["backup", "--database", str(path)]) == 0
    (made,) = backups(path, backup_folder(path))
    assert made.encrypted
    assert commands.run(["restore", str(made.path), "--database", str(path)]) == 0


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("nothing.backup", "the newest sound one is"),
        ("cases.sqlite", "is no backup of cases.sqlite"),
    ],
)
def test_what_is_no_backup_is_refused_in_a_sentence(path, capsys, named, told):
    back_up(path, backup_folder(path), now())
    before = path.read_bytes()
    assert commands.run(["restore", str(path.parent / named), "--database", str(path)]) != 0
    assert told in capsys.readouterr().err
    assert path.read_bytes() == before


def test_a_store_that_a_window_has_open_is_not_restored(path, capsys):
    made = back_up(path, backup_folder(path), now())
    with open_store(path, today=now) as store:
        assert store.case(CODE) is not None
        assert commands.run(["restore", str(made.path), "--database", str(path)]) != 0
    assert "in use by another program" in capsys.readouterr().err
