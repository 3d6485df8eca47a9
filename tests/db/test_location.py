"""Where the store lies."""

import stat
import sys
from pathlib import Path

import pytest

from db.location import FILE_NAME, database_path, default_path, whole_path
from hccreview.errors import ReviewError


def test_a_given_file_is_taken_and_its_folder_made(tmp_path: Path):
    path = tmp_path / "a" / "b" / "mine.sqlite"
    assert database_path(path) == path
    assert path.parent.is_dir()
    assert not path.exists()


def test_a_relative_name_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    assert database_path("mine.sqlite") == tmp_path / "mine.sqlite"


def test_without_a_name_the_users_data_folder_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    path = database_path()
    assert path == default_path()
    assert path.name == FILE_NAME
    assert path.parent.is_dir()


def test_a_folder_is_refused_with_the_name_of_a_file_in_it(tmp_path: Path):
    with pytest.raises(ReviewError, match="is a folder; name a file in it"):
        database_path(tmp_path)


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path):
    (tmp_path / "file").touch()
    with pytest.raises(ReviewError, match="cannot be made"):
        database_path(tmp_path / "file" / "mine.sqlite")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_a_folder_made_for_the_store_is_the_users_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    default_path().parent.mkdir(parents=True, mode=0o755)  # by an earlier version
    (tmp_path / "theirs").mkdir(mode=0o755)
    made = database_path(tmp_path / "ours" / "mine.sqlite"), database_path()
    assert [stat.S_IMODE(each.parent.stat().st_mode) for each in made] == [0o700, 0o700]
    theirs = database_path(tmp_path / "theirs" / "mine.sqlite").parent
    assert stat.S_IMODE(theirs.stat().st_mode) == 0o755


def test_a_link_leads_to_the_store_itself(tmp_path: Path):
    (tmp_path / "link.sqlite").symlink_to(tmp_path / "real.sqlite")
    assert database_path(tmp_path / "link.sqlite") == tmp_path / "real.sqlite"
    assert whole_path(tmp_path / "link.sqlite") == tmp_path / "real.sqlite"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other names")
@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("~nosuchuser/x.sqlite", "there is no such user, or links"),
        ("loop/x.sqlite", "there is no such user, or links"),
        (b"b\xff.sqlite".decode("utf-8", "surrogateescape"), "it is not written in Unicode"),
    ],
)
def test_a_name_that_leads_nowhere_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str, told: str
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(ReviewError, match=told) as refused:
        database_path(given)
    str(refused.value).encode()
