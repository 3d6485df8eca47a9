"""The commands `handout` and `meeting`, from the door of the program on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

import main
from db.store import open_store
from hccreview.meeting.meeting import Meeting, Sitting
from tests.reports.test_workbook import texts
from tests.ui.printing.reading import DAY, PLAIN, SEALED, hard_meeting, pages
from ui.commands.clock import now

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "HOME", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    """A store with the hard meeting."""
    path = tmp_path_factory.mktemp("board") / "cases.sqlite"
    with open_store(path, today=now) as store:
        hard_meeting(store)
        for place in ("East", "West"):
            store.board.add_meeting(Meeting(Sitting(DAY.replace(day=28), place)))
    return path


def refused(capsys, *arguments: str) -> str:
    assert main.main([str(each) for each in arguments]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    return told.err


def test_the_hand_out_of_a_stored_case_is_as_of_its_latest_meeting(database, tmp_path, capsys):
    path = tmp_path / "case.pdf"
    assert main.main(["handout", PLAIN, "--pdf", str(path), "--database", str(database)]) == 0
    told = capsys.readouterr().out
    assert "Hand-out of SAMPLE-02, as of 21 Nov 2026" in told and "Decision support" in told
    first, second = pages(path)
    assert "Tumour board of 21 Nov 2026" in first
    assert "Digest of the sealed record" in second


def test_another_day_is_taken_without_the_meeting(database, tmp_path):
    path = tmp_path / "case.pdf"
    wanted = ["--pdf", str(path), "--as-of", "2026-12-24", "--database", str(database)]
    assert main.main(["handout", SEALED, *wanted]) == 0
    first, second = pages(path)
    assert "As of 24 Dec 2026" in first and "Tumour board" not in first
    assert "version 2" in second


def test_the_hand_out_of_a_sample_needs_no_store(tmp_path):
    path = tmp_path / "case.pdf"
    assert main.main(["handout", "SAMPLE-14", "--pdf", str(path)]) == 0
    assert pages(path)[0].startswith("SAMPLE-14")


def test_a_case_that_is_not_there_is_one_sentence(database, tmp_path, capsys):
    path = tmp_path / "case.pdf"
    told = refused(capsys, "handout", "NOBODY", "--pdf", path, "--database", database)
    assert "“NOBODY”" in told
    assert not path.exists()


def test_a_hand_out_without_a_file_is_one_sentence(capsys):
    assert "--pdf" in refused(capsys, "handout", "SAMPLE-01")


def test_the_meeting_is_written_as_workbook_and_hand_out(database, tmp_path, capsys):
    book, page = tmp_path / "m.xlsx", tmp_path / "m.pdf"
    wanted = ["--xlsx", str(book), "--pdf", str(page), "--database", str(database)]
    assert main.main(["meeting", "2026-11-21", *wanted]) == 0
    told = capsys.readouterr().out
    assert "14 on the agenda" in told and str(book) in told and str(page) in told
    assert len(load_workbook(book).sheetnames) == 17
    assert len(pages(page)) >= 30


def test_a_meeting_that_is_not_there_names_the_latest(database, tmp_path, capsys):
    told = refused(
        capsys, "meeting", "2026-11-22", "--pdf", tmp_path / "m.pdf", "--database", database
    )
    assert "no meeting on 22 Nov 2026" in told and "28 Nov 2026" in told


def test_two_meetings_of_a_day_are_told_apart_by_their_place(database, tmp_path, capsys):
    wanted = ["--xlsx", str(tmp_path / "m.xlsx"), "--database", str(database)]
    told = refused(capsys, "meeting", "2026-11-28", *wanted)
    assert "2 meetings on 28 Nov 2026" in told and "--place" in told
    assert main.main(["meeting", "2026-11-28", "--place", "West", *wanted]) == 0
    assert "West" in texts(load_workbook(tmp_path / "m.xlsx")["Meeting"])
    capsys.readouterr()
    assert "at “North”" in refused(capsys, "meeting", "2026-11-28", "--place", "North", *wanted)


def test_what_is_to_be_written_has_to_be_named(database, capsys):
    assert "--xlsx FILE" in refused(capsys, "meeting", "2026-11-21", "--database", database)


def test_two_outputs_never_take_the_same_file(database, tmp_path, capsys):
    path = tmp_path / "both"
    given = ("--xlsx", path, "--pdf", tmp_path / "." / "both", "--database", database)
    assert "name two files" in refused(capsys, "meeting", "2026-11-21", *given)
    assert not path.exists()


def test_without_a_store_there_is_no_meeting(tmp_path, capsys):
    told = refused(capsys, "meeting", "2026-11-21", "--pdf", tmp_path / "m.pdf")
    assert "no database yet" in told


def test_a_folder_that_is_not_there_is_one_sentence(database, tmp_path, capsys):
    nowhere = tmp_path / "nowhere" / "m.pdf"
    assert main.main(["handout", PLAIN, "--pdf", str(nowhere), "--database", str(database)]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_a_hand_out_is_printed_where_there_is_no_display(tmp_path):
    path = tmp_path / "case.pdf"
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {k: v for k, v in os.environ.items() if k not in hidden}
    done = subprocess.run(
        [sys.executable, "main.py", "handout", "SAMPLE-02", "--pdf", str(path)],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert len(pages(path)) == 2
