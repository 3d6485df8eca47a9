"""The file of an open store is deleted, moved or replaced: nothing is lost."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from db import passphrase
from db.backup import back_up, backup_folder
from db.passphrase import Secret, is_encrypted
from db.place import Place, address
from db.store import Store, open_store
from hccreview.errors import ReviewError
from tests.db.conftest import NOW, SAMPLES, opened

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no open file can be taken away there")
CASE = replace(SAMPLES[0], code="P-1", label="before")


def delete(path: Path) -> None:
    path.unlink()


def delete_all(path: Path) -> None:
    for each in path.parent.iterdir():
        each.unlink()


def move(path: Path) -> None:
    path.rename(path.with_name("other.sqlite"))


def remove_folder(path: Path) -> None:
    shutil.rmtree(path.parent)


def put_an_older_one_there(path: Path) -> None:
    with opened(path.with_name("older")) as other:
        other.save_case(replace(CASE, label="older"), seen_version=None)
    path.with_name("older").replace(path)


Harm = Callable[[Path], None]
HARMS = (delete, delete_all, move, remove_folder, put_an_older_one_there)
every_harm = pytest.mark.parametrize("harm", HARMS)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "a ward? 50% #1 ü"
    folder.mkdir()
    return folder / "cases.sqlite"


def changed(store: Store, label: str) -> int:
    found = store.stored("P-1")
    assert found is not None
    return store.save_case(replace(CASE, label=label), seen_version=found.version)


def label(path: Path, secret: Secret | None = None) -> str:
    with open_store(path, today=lambda: NOW, passphrase=secret) as store:
        assert store.audit_faults() == ()
        case = store.case("P-1")
        assert case is not None
        return case.label


@pytest.fixture
def store(path: Path):
    with opened(path, wait_seconds=0.3) as store:
        store.save_case(CASE, seen_version=None)
        yield store


@every_harm
def test_nothing_is_called_saved_where_the_file_is_gone(store: Store, path: Path, harm: Harm):
    assert store.look() == ""
    harm(path)
    with pytest.raises(ReviewError, match="while it was open. Nothing was saved"):
        changed(store, "after")
    assert str(path) in store.look()
    case = store.case("P-1")
    assert case is not None and case.label == "before"  # what is open can still be read


@every_harm
def test_no_file_is_made_in_the_place_of_one_that_is_gone(store: Store, path: Path, harm: Harm):
    harm(path)
    there = path.exists()
    refused = pytest.raises(ReviewError, match=r"cases\.sqlite")
    with store._engine.connect(), refused:  # the connection that is open is in use
        store.count()
    if not there:
        with pytest.raises(ReviewError, match="is not there any more"):
            back_up(path, backup_folder(path), NOW)
    assert path.exists() == there


@every_harm
def test_all_of_it_is_saved_again_with_what_was_written_since(
    store: Store, path: Path, tmp_path: Path, harm: Harm
):
    harm(path)
    store.goes_on = True
    changed(store, "after")
    assert store.gone
    target = tmp_path / "elsewhere" / "again.sqlite"
    store.save_again(target)
    assert [each.name for each in target.parent.iterdir()] == ["again.sqlite"]
    assert target.stat().st_mode & 0o777 == 0o600
    store.close()
    assert label(target) == "after"
    with opened(target) as again:
        assert again.audit_lines(1)[0].action == "save again"


@pytest.mark.parametrize("harm", [delete, delete_all, move, remove_folder])
def test_it_is_saved_again_in_its_own_place(store: Store, path: Path, harm: Harm):
    harm(path)
    store.goes_on = True
    changed(store, "after")
    store.save_again(path)
    with opened(path) as again:
        changed(again, "later")
        store.close()  # what it takes with it is not what belongs to the new file
        changed(again, "last")
    assert label(path) == "last"


def test_another_file_is_never_overwritten(store: Store, path: Path, tmp_path: Path):
    put_an_older_one_there(path)
    there = path.read_bytes()
    with pytest.raises(ReviewError, match="choose another name"):
        store.save_again(path)
    assert path.read_bytes() == there
    target = tmp_path / "other.sqlite"
    target.with_name("other.sqlite-wal").write_bytes(b"of somebody else")
    with pytest.raises(ReviewError, match="choose another name"):
        store.save_again(target)
    assert not target.exists()
    assert not list(tmp_path.glob(".*"))


def test_where_it_cannot_be_written_nothing_is_lost(store: Store, path: Path, tmp_path: Path):
    delete_all(path)
    (tmp_path / "file").write_text("")
    with pytest.raises(ReviewError, match="could not be written"):
        store.save_again(tmp_path / "file" / "again.sqlite")
    store.save_again(tmp_path / "again.sqlite")
    assert label(tmp_path / "again.sqlite") == "before"


def test_an_encrypted_store_is_saved_again_encrypted(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(passphrase._COST, "n", 2**4)
    secret = Secret("four grey herons")
    target = tmp_path / "again.sqlite"
    with open_store(path, today=lambda: NOW, passphrase=secret) as store:
        store.save_case(CASE, seen_version=None)
        delete_all(path)
        store.goes_on = True
        changed(store, "Kingfisher")
        store.save_again(target)
    assert is_encrypted(target) and b"ingfisher" not in target.read_bytes()
    assert label(target, Secret("four grey herons")) == "Kingfisher"


def test_a_file_that_comes_back_is_there_again(store: Store, path: Path):
    path.rename(path.with_name("other.sqlite"))
    assert store.look()
    path.with_name("other.sqlite").rename(path)
    assert store.look() == ""
    changed(store, "after")


def test_a_file_that_nobody_touched_is_there(store: Store, path: Path):
    changed(store, "after")
    store.clean()
    back_up(path, backup_folder(path), NOW)
    assert store.look() == ""


def test_an_address_names_every_file(tmp_path: Path):
    plain = tmp_path / "a b?c#d%41é.sqlite"
    with opened(plain) as store:
        assert store.count() == 0
    assert plain.exists()
    assert "?mode=rw" in address(plain) and "?mode=ro" in address(plain, reading=True)


def test_a_place_where_nothing_was_is_not_gone_for_another_reason(tmp_path: Path):
    assert "not there any more" in Place(tmp_path / "nothing").why_gone()
