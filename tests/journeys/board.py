"""How a meeting is held by keys: the agenda, the wall, the decision, and what stands there."""

from __future__ import annotations

import contextlib
from hashlib import sha256
from pathlib import Path

import sqlcipher3.dbapi2 as sqlite
from PySide6.QtWidgets import QListView

from db.store import open_store
from hccreview.meeting.meeting import Meeting
from hccreview.meeting.seal import Sealed
from tests.journeys.reading import SPOKEN, case_at_the_top, message, words_of
from tests.journeys.user import User
from ui.commands.clock import now
from ui.presentation.stage import Stage

DECISION = "Alt+3"


def makes_a_meeting(user: User, *members: str) -> None:
    """Make a meeting of today with members who vote."""
    user.presses("Ctrl+Shift+N")
    user.waits()
    for number, name in enumerate(members, 1):
        user.tabs_to(f"Name of member {number}")
        user.types(name)
    user.presses("Return")
    user.waits()
    assert user.keyboard_on() == "Agenda"


def puts_on_the_agenda(user: User, number: int) -> None:
    """Tick the first cases of the list."""
    user.presses("Insert")
    user.waits()
    user.presses("Return", *["Space"] * number, "Return")
    user.waits()
    assert user.keyboard_on() == "Agenda"


def agenda(user: User) -> list[str]:
    """What a screen reader says of each case of the agenda."""
    view = user.view("Agenda")
    assert isinstance(view, QListView)
    model = view.model()
    return [str(model.index(row, 0).data(SPOKEN)) for row in range(model.rowCount())]


# ------------------------------------------------------------------------- the wall


def presents(user: User) -> Stage:
    """Put the meeting on the wall."""
    user.presses("F5")
    user.sees(lambda: user.window.findChild(Stage) is not None, True)
    stage = user.window.findChild(Stage)
    assert stage is not None
    user.sees(stage.isActiveWindow, True)
    shown(user, stage)
    return stage


def shown(user: User, stage: Stage) -> None:
    """Wait until the case on the wall has its slides."""
    user.sees(lambda: stage.deck is not None and stage.deck.sheet == stage.sheet, True)


def walks_to_the_end(user: User, stage: Stage) -> dict[str, list[str]]:
    """Go through everything by Page Down; return the titles seen of each case."""
    seen: dict[str, list[str]] = {}
    for _ in range(400):
        here = stage.index, stage.number
        code = stage.decks.codes[stage.index]
        assert code in stage.slide.texts, "a slide without the code of its case"
        seen.setdefault(code, []).append(stage.slide.title)
        user.presses("PgDown")
        shown(user, stage)
        if (stage.index, stage.number) == here:
            return seen
    raise AssertionError("the slides have no end")


def leaves_the_wall(user: User) -> None:
    """Go back to the window."""
    user.presses("Escape")
    user.sees(lambda: user.window.findChild(Stage), None)
    user.sees(user.window.isActiveWindow, True)
    user.waits()


# --------------------------------------------------------------------- the decision


def opens_the_decision(user: User) -> None:
    """Go from the agenda into the decision of the chosen case."""
    user.presses("Ctrl+5", DECISION)
    user.waits()


def recommends(user: User, words: str) -> None:
    """Tab to the offer that has some words, and take it."""
    for _ in range(40):
        if words in user.keyboard_on() and user.keyboard_on().startswith("Recommend: "):
            user.presses("Return")
            return
        user.presses("Tab")
    raise AssertionError(f"Tab does not reach an offer of {words}")


def fills_in(user: User, *texts: str) -> None:
    """Type into field after field; Return goes on."""
    for text in texts:
        user.types(text)
        user.presses("Return")


def decision_told(user: User) -> str:
    """All words of the decision."""
    return words_of(user.control("Decision of the board"))


def sealed_mark(user: User) -> str:
    """The mark that the message of the seal names."""
    user.sees(lambda: "was sealed, digest" in message(user), True)
    return message(user).split("digest ")[1].split(".")[0]


def is_on(user: User, code: str) -> None:
    """Wait until a case is the current one."""
    user.sees(lambda: case_at_the_top(user), code)
    user.waits()


# ------------------------------------------------------------------------- the file


def digest_of_store(path: Path) -> str:
    """One digest of the file, of what stands beside it, and of every row of every table."""
    found = sha256()
    for each in (path, path.with_name(path.name + "-wal")):
        found.update(each.read_bytes() if each.exists() else b"none")
    with contextlib.closing(sqlite.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (name,) in sorted(names.fetchall()):
            rows = connection.execute(f'SELECT * FROM "{name}"').fetchall()
            found.update(repr((name, sorted(map(repr, rows)))).encode())
    return found.hexdigest()


def versions_in_file(path: Path, code: str) -> tuple[Sealed, ...]:
    """Every sealed version of the newest decision on a case, the first one first."""
    with open_store(path, today=now) as store:
        found = store.board.seals(code)
        return found[0].versions if found else ()


def meeting_in_file(path: Path) -> Meeting:
    """The only meeting of a file."""
    with open_store(path, today=now) as store:
        (line,) = store.board.meetings().lines
        return store.board.meeting(line.id).meeting
