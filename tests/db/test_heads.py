"""A look at the file of an open store takes none of SQLite's locks away from it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from db.backup import back_up, backup_folder
from db.condition import condition
from db.encryption import encrypt
from db.heads import held
from db.passphrase import LockedStore, Secret, is_encrypted, key_of
from tests.db.conftest import NOW, opened
from tests.db.test_gone import CASE, changed, label

SECRET = "four grey herons"
# What SQLite asks for before it removes a WAL: the whole of the bytes by which readers hold a file.
TAKES_IT_ALONE = """
import fcntl, sys
with open(sys.argv[1], "rb+") as file:
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 510, 0x40000002)
    except OSError:
        sys.exit("held")
"""


@pytest.fixture(params=["", SECRET], ids=["plain", "encrypted"])
def secret(request: pytest.FixtureRequest) -> Secret | None:
    return Secret(request.param) if request.param else None


@pytest.fixture
def path(tmp_path: Path, secret: Secret | None) -> Path:
    path = tmp_path / "cases.sqlite"
    with opened(path) as store:
        store.save_case(CASE, seen_version=None)
    if secret is not None:
        encrypt(path, secret, NOW)
    return path


LOOKS: dict[str, Callable[[Path, Secret | None], object]] = {
    "is_encrypted": lambda path, _: is_encrypted(path),
    "key_of": key_of,
    "condition": lambda path, secret: condition(path, secret, now=NOW),
    "back_up": lambda path, secret: back_up(path, backup_folder(path), NOW, secret),
}


@pytest.mark.skipif(os.name == "nt", reason="locks are not lost there")
@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_no_other_program_takes_itself_for_the_only_one_after_a_look(path, secret, look):
    with opened(path, passphrase=secret) as store:
        changed(store, "before")
        assert alone(path) == "held"
        look(path, secret)
        assert alone(path) == "held"
        changed(store, "after")
    assert label(path, secret) == "after"
    assert alone(path) == ""


def alone(path: Path) -> str:
    """Return what another program says that wants to have the file alone."""
    command = [sys.executable, "-c", TAKES_IT_ALONE, str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr.strip()


def test_of_an_open_file_the_key_is_known_and_another_passphrase_is_wrong(tmp_path: Path):
    path, secret = tmp_path / "cases.sqlite", Secret(SECRET)
    opened(path).close()
    encrypt(path, secret, NOW)
    before = key_of(path, secret)
    with opened(path, passphrase=secret):
        assert is_encrypted(path) and key_of(path, secret) == before
        with pytest.raises(LockedStore, match="enter its passphrase"):
            key_of(path, None)
        with pytest.raises(LockedStore, match="not the passphrase"):
            key_of(path, Secret("another passphrase"))
    assert held(path) is None


def test_a_file_is_held_as_long_as_any_store_has_it_open(tmp_path: Path):
    path = tmp_path / "cases.sqlite"
    first, second = opened(path), opened(path)
    first.close()
    first.close()
    assert held(path) is not None
    second.close()
    assert held(path) is None


def test_who_forgets_to_close_leaves_nothing_behind(tmp_path: Path):
    path = tmp_path / "cases.sqlite"
    opened(path)
    assert held(path) is None
