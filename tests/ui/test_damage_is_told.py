"""A meeting, a local protocol or a backup that is damaged is told in the window, and not shown."""

from __future__ import annotations

import contextlib
from datetime import date
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlite
from pytestqt.qtbot import QtBot

from db.backup import backup_folder, backups, newest_proved
from db.store import open_store
from tests.db.full import PROTOCOL
from tests.ui.edits import change_elsewhere
from tests.ui.meeting.meetings import CODES, meeting_of
from tests.ui.opening import opened, sample_store, settle
from ui.commands.clock import now
from ui.main_window import MainWindow

SOON, LATER = date(2026, 11, 26), date(2026, 12, 3)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with samples, two meetings and a local protocol."""
    path = sample_store(tmp_path)
    with open_store(path, today=now) as store:
        for day in (SOON, LATER):
            store.board.add_meeting(meeting_of(*CODES, on=day))
        store.save_local_protocol(PROTOCOL)
    return path


def harm(path: Path, statement: str) -> None:
    with contextlib.closing(sqlite.connect(str(path))) as connection, connection:
        assert connection.execute(statement).rowcount > 0


def rest(qtbot: QtBot, window: MainWindow) -> None:
    """Let no long look begin; one that has begun ends before, and has told what it found."""
    window.keeping.look.stop()
    qtbot.waitUntil(lambda: window.keeping.background.idle, timeout=20_000)
    settle(qtbot, window)


def test_a_damaged_meeting_is_marked_and_another_is_shown(qtbot: QtBot, path: Path) -> None:
    harm(path, f"UPDATE meetings SET place = 'Room 9' WHERE \"on\" = '{SOON}'")
    with opened(qtbot, path, "SAMPLE-02") as window:
        rest(qtbot, window)
        window.show_page("Meeting")
        settle(qtbot, window)
        room = window.meeting_page.room
        assert room.meeting is not None
        assert room.meeting.meeting.sitting.on == LATER
        chooser = window.meeting_page.content.top.chooser
        words = [chooser.itemText(place) for place in range(chooser.count())]
        assert words == ["3 Dec 2026 · Seminar room 2", "⚠ 26 Nov 2026 · damaged on the disk"]
        chooser.setCurrentIndex(1)
        chooser.activated.emit(1)
        settle(qtbot, window)
        told = window.message_bar.text.text()
        assert told.startswith("The meeting of 26 Nov 2026 cannot be shown")
        assert room.meeting.meeting.sitting.on == LATER
        assert chooser.currentIndex() == 0


def test_without_the_local_protocol_of_the_site_no_schedule_is_shown(
    qtbot: QtBot, path: Path
) -> None:
    harm(path, "UPDATE local_protocols SET text = replace(text, '\"dose\": 8', '\"dose\": 80')")
    with opened(qtbot, path, "SAMPLE-02") as window:
        rest(qtbot, window)
        window.show_page("Regimens")
        settle(qtbot, window)
        told = window.message_bar.text.text()
        assert told.startswith(f"The local protocol of {PROTOCOL.trial} cannot be shown")
        assert window.regimens_page.content.worked is None


def test_a_backup_of_a_damaged_store_holds_the_window_open_once_and_the_whole_one_stays(
    qtbot: QtBot, path: Path
) -> None:
    with opened(qtbot, path) as window:
        rest(qtbot, window)
        assert window.close()
    (whole,) = backups(path, backup_folder(path))
    assert whole.proved
    harm(path, "UPDATE cases SET label = label || 'x' WHERE code = 'SAMPLE-06'")
    change_elsewhere(path, "SAMPLE-02", 99)
    with opened(qtbot, path) as window:
        rest(qtbot, window)
        assert not window.close()
        told = window.message_bar.text.text()
        assert "What stands there of SAMPLE-06 is not what was saved." in told
        assert told.endswith("restore it. Close again to leave all the same.")
        assert window.close()
    assert newest_proved(path, backup_folder(path)) == whole
