"""A case that was damaged on the disk is told in the window, and refused by every command."""

import contextlib
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlite

import main
from tests.ui.opening import choose, opened, sample_store, settle

DAMAGED = "SAMPLE-06"
SENTENCE = f"The record of {DAMAGED} is damaged on the disk"


@pytest.fixture
def harmed(tmp_path: Path) -> Path:
    """A store in which the numbers of one sample are others."""
    path = sample_store(tmp_path)
    with contextlib.closing(sqlite.connect(str(path))) as connection:
        changed = connection.execute(
            "UPDATE observations SET low = low * 2 WHERE case_id ="
            " (SELECT id FROM cases WHERE code = ?)",
            (DAMAGED,),
        )
        assert changed.rowcount > 0
        connection.commit()
    return path


def test_the_window_tells_and_offers_the_backups(qtbot, harmed):
    with opened(qtbot, harmed, "SAMPLE-02") as window:
        bar = window.message_bar
        window.keeping.look.stop()  # the long look, which tells it too
        choose(qtbot, window, DAMAGED)
        qtbot.waitUntil(lambda: SENTENCE in bar.text.text(), timeout=5_000)
        assert bar.isVisible()
        assert bar.act.text() == "Backups…"
        bar.hide()
        assert window.header.damaged.isVisible()  # the mark stays when the message is closed
        assert "Damaged" in window.header.damaged.text()
        choose(qtbot, window, "SAMPLE-05")
        assert not window.header.damaged.isVisible()
        qtbot.wait(1_300)
        assert not bar.isVisible()


def test_the_long_look_names_a_damaged_case_that_is_not_shown(qtbot, harmed):
    with opened(qtbot, harmed, "SAMPLE-02") as window:
        bar = window.message_bar
        qtbot.waitUntil(lambda: f"What stands there of {DAMAGED}" in bar.text.text(), timeout=9_000)
        assert bar.act.text() == "Backups…"
        assert window.header.code.text() == "SAMPLE-02"  # the rest can be worked with


def test_what_is_typed_over_a_damaged_case_is_not_written_and_stays_on_screen(qtbot, harmed):
    with opened(qtbot, harmed, DAMAGED) as window:
        window.keeping.look.stop()
        workspace, store = window.workspace, window.workspace.saving.store
        assert store is not None
        assert workspace.case is not None
        before = store.stored(DAMAGED)
        workspace.edit(replace(workspace.case, label="typed"), "label")
        settle(qtbot, window)
        assert workspace.saving.sentence.startswith(f"Not saved: {SENTENCE}")
        assert SENTENCE in window.message_bar.text.text()
        assert workspace.case.label == "typed"
        assert store.stored(DAMAGED) == before


@pytest.mark.parametrize(
    "command", [("compare",), ("schedule",), ("outcomes", "--case"), ("handout", "--pdf", "x.pdf")]
)
def test_no_command_tells_of_a_damaged_case(capsys, harmed, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    kept = Path(shutil.copy(harmed, tmp_path / "kept.sqlite"))
    name, *more = command
    words = [name, *more, DAMAGED] if more[-1:] == ["--case"] else [name, DAMAGED, *more]
    code = main.main([*words, "--database", str(kept)])
    told = capsys.readouterr()
    assert code != 0
    assert SENTENCE in told.err
    assert told.out == ""
    assert not (tmp_path / "x.pdf").exists()
