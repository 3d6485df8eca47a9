"""Names that no file can have are answered with a sentence, by commands and window alike."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from db.location import database_path
from hccreview.errors import ReviewError
from ui.commands import BAD_INPUT, run

ODD = {"~nosuchuser/x.sqlite": "there is no such user"}
if os.name != "nt":
    ODD[os.fsdecode(b"/tmp/b\xff.sqlite")] = "it is not written in Unicode (UTF-8)"
COMMANDS = (["audit", "verify"], ["backup"], ["compare", "X"], ["restore", "x.backup"])


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
@pytest.mark.parametrize("name", ODD)
def test_a_command_says_why_a_store_cannot_be_called_so(name, words, capsys) -> None:
    assert run([*words, "--database", name]) == BAD_INPUT
    told = capsys.readouterr().err
    assert f"names no file: {ODD[name]}" in told
    assert told.count("\n") == 1


@pytest.mark.parametrize("name", ODD)
def test_the_window_says_why_a_store_cannot_be_called_so(name) -> None:
    with pytest.raises(ReviewError, match="names no file"):
        database_path(name)


def test_a_backup_of_a_user_who_is_not_there_gives_a_sentence(tmp_path: Path, capsys) -> None:
    words = ["restore", "~nosuchuser/x.backup", "--database", str(tmp_path / "x.sqlite")]
    assert run(words) == BAD_INPUT
    assert "there is no such user" in capsys.readouterr().err
