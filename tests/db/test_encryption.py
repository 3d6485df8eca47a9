"""Encrypted stores: who may open them, what can be read in the files, how they become others."""

import contextlib
import os
import pickle
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlite

from db import passphrase
from db.encryption import change_passphrase, decrypt, encrypt
from db.passphrase import (
    LOST,
    PAGE,
    LockedStore,
    Secret,
    chosen_passphrase,
    is_encrypted,
    key_of,
)
from db.store import Store, open_store
from hccreview.clinical.case import Case
from hccreview.errors import ReviewError
from tests.db.conftest import NOW, SAMPLES, opened
from tests.db.test_migrations import as_the_shape, content

ROOT = Path(__file__).resolve().parents[2]
WORDS = ("Kingfisher", "SAMPLE-06", "Pipistrelle")
TEXT = "four grey herons by a river"


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(passphrase._COST, "n", 2**4)


@pytest.fixture
def secret() -> Secret:
    return Secret(TEXT)


def unlocked(path: Path, secret: Secret | None) -> Store:
    return open_store(path, today=lambda: NOW, passphrase=secret)


def filled(path: Path, secret: Secret | None) -> list[Case]:
    """Make a store with all samples and a case of unusual words."""
    cases = [*SAMPLES, Case("P-1", label="Kingfisher Pipistrelle")]
    with unlocked(path, secret) as store:
        for case in cases:
            store.save_case(case, seen_version=None)
    return cases


def holds(path: Path, secret: Secret | None, cases: list[Case]) -> bool:
    with unlocked(path, secret) as store:
        return [store.case(case.code) for case in cases] == cases


def readable(folder: Path) -> set[tuple[str, str]]:
    """The files below a folder in which one of the known words can be read, and the word."""
    return {
        (file.name, word)
        for file in folder.rglob("*")
        if file.is_file()
        for data in [file.read_bytes().lower()]
        for word in WORDS
        for coded in (word.lower().encode(), word.lower().encode("utf-16-le"))
        if coded in data
    }


# ---------------------------------------------------------------------- who may open it


def test_a_store_made_with_a_passphrase_opens_with_it_alone(path: Path, secret: Secret):
    cases = filled(path, secret)
    before = path.read_bytes()
    assert is_encrypted(path)
    with pytest.raises(LockedStore, match="is encrypted; enter its passphrase") as missing:
        opened(path)
    with pytest.raises(LockedStore, match="not the passphrase of") as wrong:
        unlocked(path, Secret(TEXT.title()))
    assert (missing.value.reason, wrong.value.reason) == ("missing", "wrong")
    assert path.read_bytes() == before
    assert holds(path, Secret(TEXT), cases)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 or sys.platform == "win32"


def test_a_plain_store_opens_without_a_passphrase_and_with_any(path: Path, secret: Secret):
    cases = filled(path, None)
    assert not is_encrypted(path)
    assert holds(path, None, cases)
    assert holds(path, secret, cases)


def test_a_letter_composed_or_not_is_the_same_letter(path: Path):
    cases = filled(path, Secret("Caf\u00e9 am grauen Fluss"))
    assert holds(path, Secret("Cafe\u0301 am grauen Fluss"), cases)


def test_two_stores_with_one_passphrase_have_nothing_in_common(tmp_path: Path, secret: Secret):
    first, second = tmp_path / "first.sqlite", tmp_path / "second.sqlite"
    for each in (first, second):
        unlocked(each, secret).close()
    pages = [
        {data[at : at + 64] for at in range(0, len(data), 64)}
        for data in (first.read_bytes(), second.read_bytes())
    ]
    assert pages[0].isdisjoint(pages[1])


def test_the_key_of_a_passphrase_never_changes(monkeypatch: pytest.MonkeyPatch):
    # The format of the files of today: another answer here makes every store of today unreadable.
    monkeypatch.undo()
    key = Secret(TEXT).key(b"HCC\x01" + bytes(range(12)))
    assert key.secret.hex() == "b9193ce4faff38ef28d0cc321439701be08fe3673c704b8ce60b96eea0c60524"


def test_a_wrong_passphrase_is_silent_and_touches_no_file(path: Path, secret: Secret):
    killed(KILLED_WRITING, path)
    before = {each: each.read_bytes() for each in path.parent.iterdir()}
    assert {each.suffix for each in before} == {".sqlite", ".sqlite-wal", ".sqlite-shm"}
    with pytest.raises(LockedStore):
        unlocked(path, Secret("another passphrase"))
    assert {each: each.read_bytes() for each in path.parent.iterdir()} == before


def test_a_damaged_first_page_is_not_called_a_wrong_passphrase(path: Path, secret: Secret):
    filled(path, secret)
    data = bytearray(path.read_bytes())
    data[1000] ^= 1
    path.write_bytes(data)
    with pytest.raises(ReviewError, match="damaged"):
        unlocked(path, secret)
    with pytest.raises(LockedStore, match="not the passphrase"):
        unlocked(path, Secret("another passphrase"))
    path.write_bytes(data[: PAGE // 2])
    with pytest.raises(ReviewError, match="damaged"):
        unlocked(path, secret)


@pytest.mark.parametrize(
    "text, match",
    [
        ("nine char", "fewer than 10"),
        ("abababababab", "repeats a few"),
        ("two lines\nof words", "hidden character"),
        ("long" * 400, "longer than 1000"),
    ],
)
def test_a_passphrase_easy_to_guess_is_refused(text: str, match: str):
    with pytest.raises(ReviewError, match=match):
        chosen_passphrase(text)


def test_a_chosen_passphrase_opens_what_it_closed(path: Path):
    cases = filled(path, chosen_passphrase("肝癌 review board, Tuesday"))
    assert holds(path, Secret("肝癌 review board, Tuesday"), cases)


def test_a_passphrase_is_shown_and_written_nowhere(path: Path, secret: Secret):
    filled(path, secret)
    key = key_of(path, secret)
    assert key is not None
    for each in (secret, key, unlocked(path, secret)):
        assert TEXT not in repr(each)
        assert key.secret.hex() not in repr(each)
        assert repr(key.secret) not in repr(each)
    with pytest.raises(TypeError, match="never written down"):
        pickle.dumps(secret)


def test_a_lost_passphrase_has_its_sentence():
    assert "cannot be recovered" in LOST
    assert "older backup" in LOST


# ------------------------------------------------------------------ what can be read in files

KILLED_WRITING = """
import os, sys
from pathlib import Path
from db import passphrase
passphrase._COST["n"] = 2**4
from tests.db.test_encryption import TEXT, filled, unlocked
from db.passphrase import Secret
from tests.db.conftest import SAMPLES
secret = Secret(TEXT) if {encrypted} else None
path = Path(sys.argv[1])
filled(path, secret)
store = unlocked(path, secret)
store.save_case(__import__("dataclasses").replace(SAMPLES[0], code="P-2", label="Kingfisher"),
    seen_version=None)
with store._writers.begin() as session:
    connection = session.connection()
    connection.exec_driver_sql("PRAGMA cache_spill=1")
    connection.exec_driver_sql("UPDATE cases SET label = label || ' Pipistrelle'")
    connection.exec_driver_sql("CREATE TEMP TABLE sorted AS SELECT * FROM case_words ORDER BY word")
    os._exit(9)
"""


def killed(program: str, path: Path, *, encrypted: bool = True) -> None:
    """Run a program that ends itself in the middle; whatever it makes lies beside the store."""
    source = program.replace("{encrypted}", str(encrypted))
    done = subprocess.run(
        [sys.executable, "-c", source, str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "TMPDIR": str(path.parent), "SQLITE_TMPDIR": str(path.parent)},
    )
    assert (done.returncode, done.stdout, done.stderr) == (9, "", "")


def test_nothing_can_be_read_in_the_files_of_a_store_that_was_killed(path: Path, secret: Secret):
    killed(KILLED_WRITING, path)
    assert readable(path.parent) == set()
    with unlocked(path, secret) as store:
        kept = store.case("P-2")
        assert kept is not None
        assert kept.label == "Kingfisher"


def test_in_the_files_of_a_plain_store_the_same_words_are_found(path: Path):
    killed(KILLED_WRITING, path, encrypted=False)
    assert {word for _, word in readable(path.parent)} == set(WORDS)
    assert any(name.endswith("-wal") for name, _ in readable(path.parent))


def test_nothing_can_be_read_while_a_transaction_is_open(path: Path, secret: Secret):
    filled(path, secret)
    with unlocked(path, secret) as store, store._writers.begin() as session:
        connection = session.connection()
        connection.exec_driver_sql("PRAGMA cache_size=1")  # pages go to the disk before the commit
        connection.exec_driver_sql("UPDATE cases SET label = 'Kingfisher Pipistrelle'")
        assert path.with_name(f"{path.name}-wal").stat().st_size > PAGE
        assert readable(path.parent) == set()


def test_the_copy_before_an_upgrade_is_encrypted_too(path: Path, secret: Secret):
    cases = filled(path, None)
    as_the_shape(path, "0003")
    plain = content(path)
    encrypted_as_it_is(path, secret)
    assert readable(path.parent) == set()
    with unlocked(path, secret) as store:
        copy = store.copy
        assert store.audit_lines(1)[0].action == "upgrade"
    assert copy is not None
    assert is_encrypted(copy)
    assert holds(path, secret, cases)
    assert readable(path.parent) == set()
    with unlocked_rows(copy, secret) as connection:
        assert rows(connection) == {name: found for name, found in plain.items() if name}


def encrypted_as_it_is(path: Path, secret: Secret) -> None:
    """Encrypt a file of an older shape, which `encrypt` would bring up to date first."""
    from db.files import held_alone, write_anew

    other = path.with_name("other")
    with held_alone(path, None) as connection:
        write_anew(connection, other, secret.fresh_key(), path)
    other.replace(path)


@contextlib.contextmanager
def unlocked_rows(path: Path, secret: Secret) -> Iterator[sqlite.Connection]:
    from db.files import opened_file

    with opened_file(path, key_of(path, secret)) as connection:
        yield connection


def rows(connection: sqlite.Connection) -> dict[str, list[tuple[object, ...]]]:
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in names}


# ------------------------------------------------------------------------ becoming another


def test_a_plain_store_is_encrypted_and_its_old_content_is_gone(path: Path, secret: Secret):
    cases = filled(path, None)
    with path.open("rb") as old:  # keeps what had this name readable
        encrypt(path, secret, NOW)
        assert sys.platform == "win32" or not any(word.encode() in old.read() for word in WORDS)
    assert readable(path.parent) == set()
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    assert sys.platform == "win32" or stat.S_IMODE(path.stat().st_mode) == 0o600
    assert holds(path, secret, cases)
    with unlocked(path, secret) as store:
        assert store.audit_lines(1)[0].action == "encrypt"
        assert not store.made


def test_a_changed_passphrase_opens_and_the_old_one_does_not(path: Path, secret: Secret):
    cases = filled(path, secret)
    new = Secret("another passphrase")
    change_passphrase(path, secret, new, NOW)
    assert holds(path, new, cases)
    with pytest.raises(LockedStore, match="not the passphrase"):
        unlocked(path, secret)
    with pytest.raises(LockedStore, match="not the passphrase"):
        change_passphrase(path, secret, new, NOW)
    assert holds(path, new, cases)


def test_encryption_is_taken_off(path: Path, secret: Secret):
    cases = filled(path, secret)
    decrypt(path, secret, NOW)
    assert not is_encrypted(path)
    assert holds(path, None, cases)
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_what_is_already_so_is_said(path: Path, secret: Secret):
    filled(path, None)
    with pytest.raises(ReviewError, match="is not encrypted"):
        decrypt(path, secret, NOW)
    encrypt(path, secret, NOW)
    with pytest.raises(ReviewError, match="encrypted already"):
        encrypt(path, secret, NOW)


def test_a_store_in_use_elsewhere_is_left_as_it_is(path: Path, secret: Secret):
    cases = filled(path, None)
    with opened(path) as store:
        assert store.case("P-1") is not None
        with pytest.raises(ReviewError, match="in use"):
            encrypt(path, secret, NOW)
        store.save_case(Case("P-2"), seen_version=None)
    assert holds(path, None, [*cases, Case("P-2")])
    assert [each.name for each in path.parent.iterdir()] == [path.name]


KILLED_REWRITING = """
import os, shutil, sys
from pathlib import Path
from db import passphrase
passphrase._COST["n"] = 2**4
from db.encryption import change_passphrase, decrypt, encrypt
from db.passphrase import LockedStore, Secret
from db.store import open_store
from tests.db.conftest import NOW
from tests.db.test_encryption import TEXT, readable

template, path, what = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
old, new = Secret(TEXT), Secret("another passphrase")
left = None

def heard(event, arguments):
    global left
    if left is not None and event in ("open", "os.link", "os.rename", "os.remove") and any(
        path.name in str(each) for each in arguments
    ):
        if left == 0:
            os._exit(9)
        left -= 1

def rewrite():
    if what == "encrypt":
        encrypt(path, new, NOW)
    elif what == "decrypt":
        decrypt(path, old, NOW)
    else:
        change_passphrase(path, old, new, NOW)

def rows():
    for name, secret in (("plain", None), ("old", old), ("new", new)):
        try:
            with open_store(path, today=lambda: NOW, passphrase=secret) as store:
                cases = [store.case(line.code) for line in store.cases().lines]
        except LockedStore:
            continue
        return name, cases, sorted(os.listdir(path.parent))

sys.addaudithook(heard)
shutil.copy(template, path)
_, cases, _ = rows()
for steps in range(99):
    shutil.copy(template, path)
    if (child := os.fork()) == 0:
        left = steps
        rewrite()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert what != "change" or readable(path.parent) == set()
    name, found, names = rows()
    assert found == cases, (steps, name)
    assert names == [path.name], names
    print(name)
    if status == 0:
        break
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot fork")
@pytest.mark.parametrize(
    "what, before, after",
    [("encrypt", "plain", "new"), ("decrypt", "old", "plain"), ("change", "old", "new")],
)
def test_a_kill_between_any_two_steps_leaves_the_old_store_or_the_new_one(
    path: Path, tmp_path_factory: pytest.TempPathFactory, what: str, before: str, after: str
):
    template = tmp_path_factory.mktemp("template") / "cases.sqlite"
    with unlocked(template, None if before == "plain" else Secret(TEXT)) as store:
        store.save_case(SAMPLES[5], seen_version=None)
    command = [sys.executable, "-c", KILLED_REWRITING, str(template), str(path), what]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.stderr == ""
    found = done.stdout.split()
    kept = found.count(before)
    assert found == [before] * kept + [after] * (len(found) - kept)
    assert kept > 5
    assert len(found) - kept > 2  # the store is the new one already when the old is erased
