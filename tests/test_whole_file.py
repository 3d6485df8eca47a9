"""Whatever the program writes is whole, for its owner only, and never in the place of a device."""

from __future__ import annotations

import os
import stat
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

import main
from db import passphrase as passphrases
from db.passphrase import Secret, is_encrypted
from db.store import open_store
from hccreview.clinical.case import Case, anchors_of
from hccreview.clinical.planning import bundled_planning
from hccreview.errors import ReviewError
from hccreview.exchange.case_file import read_case, write_case
from hccreview.meeting.standing import compared
from hccreview.reports.workbook import write_workbook
from hccreview.trials.library import read_library
from hccreview.whole_file import DATABASE_MARKS, replace_file
from resources import resource_path
from tests.builders import TODAY
from ui.commands.clock import now
from ui.planning_choice import choose_planning
from ui.settings import Settings

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="rights and pipes of POSIX"),
    pytest.mark.usefixtures("qapp"),
]


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the commands find no settings and no store of the user's."""
    folder = tmp_path_factory.mktemp("home")
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(folder))


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def sample() -> Case:
    return read_case(resource_path("cases", "sample-02.yaml"))


def workbook(path: Path) -> None:
    case = sample()
    found = compared(case, read_library()[:1], anchors_of(case, case.as_of or TODAY))
    write_workbook(found, path, version="1.0")


def calendar(path: Path) -> None:
    _command("schedule", "SAMPLE-02", "--start", "2026-12-01", "--ics", str(path))


def hand_out(path: Path) -> None:
    _command("handout", "SAMPLE-02", "--pdf", str(path))


def _command(*words: str) -> None:
    told = StringIO()
    with redirect_stderr(told), redirect_stdout(StringIO()):
        code = main.main(list(words))
    if code:
        raise ReviewError(told.getvalue().strip())


WRITERS = {
    "case file": lambda path: write_case(sample(), path),
    "workbook": workbook,
    "calendar": calendar,
    "hand-out": hand_out,
    "any file": lambda path: replace_file(path, b"x"),
}


@pytest.mark.parametrize("name", WRITERS)
def test_only_the_owner_can_read_what_is_written(name: str, tmp_path: Path) -> None:
    path = tmp_path / "new.xlsx"
    path.write_bytes(b"before")
    path.chmod(0o644)
    WRITERS[name](path)
    assert rights(path) == 0o600
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", WRITERS)
def test_a_pipe_is_refused_also_behind_a_link(name: str, tmp_path: Path) -> None:
    pipe, link = tmp_path / "pipe", tmp_path / "link.xlsx"
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    for path in (pipe, link):
        with pytest.raises(ReviewError, match="is a device or a pipe, no file; choose another"):
            WRITERS[name](path)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert link.is_symlink()
    assert sorted(tmp_path.iterdir()) == [link, pipe]


@pytest.mark.parametrize("name", [name for name in WRITERS if name != "any file"])
def test_a_name_that_is_too_long_gives_a_sentence(name: str, tmp_path: Path) -> None:
    with pytest.raises(ReviewError, match="File name too long"):
        WRITERS[name](tmp_path / f"{'a' * 300}.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_long_name_in_characters_of_several_bytes_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / f"{'肝' * 80}.xlsx"
    replace_file(path, b"x")
    assert path.read_bytes() == b"x"


def test_a_link_to_a_file_stays_and_the_file_is_replaced(tmp_path: Path) -> None:
    file, link = tmp_path / "file", tmp_path / "link"
    file.write_bytes(b"before")
    link.symlink_to(file)
    replace_file(link, b"after")
    assert link.is_symlink()
    assert file.read_bytes() == b"after"


@pytest.mark.parametrize("passphrase", ["", "four slow herons"])
@pytest.mark.parametrize("name", WRITERS)
def test_a_database_is_never_replaced_whatever_it_is_called(
    name: str, passphrase: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(passphrases._COST, "n", 2**4)
    store, link = tmp_path / "cases.xlsx", tmp_path / "link.xlsx"
    open_store(store, today=now, passphrase=Secret(passphrase) if passphrase else None).close()
    link.symlink_to(store)
    before = store.read_bytes()
    assert is_encrypted(store) == bool(passphrase)
    for path in (store, link, tmp_path / "cases.xlsx-wal"):
        with pytest.raises(ReviewError, match="is a database of patients, or a backup; choose"):
            WRITERS[name](path)
    assert store.read_bytes() == before
    assert sorted(tmp_path.iterdir()) == [store, link]


@pytest.mark.parametrize(
    "name", ["x.sqlite", "x.SQLITE", "x.sqlite-wal", "x.sqlite-shm", "x.sqlite-journal", "x.backup"]
)
def test_the_name_of_a_database_or_backup_is_kept_for_these(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"damaged")
    with pytest.raises(ReviewError, match="is a database of patients, or a backup; choose another"):
        replace_file(tmp_path / name, b"x")
    assert (tmp_path / name).read_bytes() == b"damaged"


def test_the_mark_of_an_encrypted_file_is_the_one_that_is_refused() -> None:
    assert passphrases._MARK in DATABASE_MARKS


def test_settings_and_reports_of_mistakes_are_for_their_owner(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings" / "settings.json")
    settings.remember(tmp_path / "x.sqlite", "KODE-77")
    choose_planning(bundled_planning(), tmp_path / "planning" / "schedules.json")
    found = [each for each in tmp_path.rglob("*") if each.is_file()]
    assert {each.parent.name for each in found} == {"settings", "planning"}
    assert {rights(each) for each in found} == {0o600}
    assert {rights(each.parent) for each in found} == {0o700}
