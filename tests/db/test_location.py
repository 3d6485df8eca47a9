"""Where the store lies."""

from pathlib import Path

import pytest

from db.location import FILE_NAME, database_path, default_path
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
