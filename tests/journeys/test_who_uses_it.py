"""Somebody starts for the first time: is asked for a name once, and erases a patient later on."""

from __future__ import annotations

from db.store import open_store
from tests.journeys.reading import cases_listed, message
from tests.ui.opening import sample_store
from ui.commands.clock import now
from ui.settings import user_settings


def test_the_first_change_asks_for_a_name_and_the_next_start_knows_it(
    program, tmp_path, monkeypatch
):
    user_settings().path.unlink()  # nobody was asked yet
    path = sample_store(tmp_path)
    user = program.start(path, monkeypatch)
    user.presses("Ctrl+N")
    user.waits()
    user.sees(lambda: "Changes are noted with the login" in message(user), True)
    user.clicks("Say who is using it…")
    user.sees(user.keyboard_on, "Your name")
    user.types("Dr Lin")
    user.presses("Return")
    user.waits()
    user.comes_to_the_window()
    assert message(user) == "Changes are noted as those of Dr Lin from now on."
    program.close(user)
    user = program.start(path, monkeypatch)
    user.presses("Ctrl+N")
    user.waits()
    user.sees(lambda: "CASE-2" in cases_listed(user), True)
    with open_store(path, today=now) as store:
        assert store.audit_lines(1)[0].author == "Dr Lin"
