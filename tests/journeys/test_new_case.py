"""A new case, typed in from an empty form by keys alone, and found again at the next start."""

from __future__ import annotations

from tests.journeys.reading import (
    FULL,
    case_at_the_top,
    cases_listed,
    cells,
    facts_at_the_top,
    headlines,
    laboratory_cell,
    saved,
)
from tests.journeys.user import User

ANSWERS = (
    ("Sex", "M"),
    ("Date of birth", "15 Mar 1968"),
    ("Hepatocellular carcinoma confirmed: yes", "y"),
    ("ECOG performance status", "0"),
    ("Viable nodules in the liver", "2"),
    ("Ascites", "n"),
    ("Hepatic encephalopathy now", "n"),
)
LABORATORY = (
    ("Total bilirubin", "17.8"),
    ("Albumin", "38"),
    ("Platelets", "90"),
    ("INR", "1.08"),
)


def test_typed_in_by_keys_and_there_at_the_next_start(program, tmp_path, monkeypatch):
    path = tmp_path / "new.sqlite"
    user = program.start(path, monkeypatch)
    user.presses("Ctrl+N")
    user.tabs_to("Go on without a passphrase")
    user.presses("Space")
    user.waits()
    user.comes_to_the_window()
    user.sees(lambda: case_at_the_top(user), "CASE-1")
    nothing_is_known_and_nothing_passes(user)
    for name, text in ANSWERS:
        user.tabs_to(name)
        user.types(text)
    user.tabs_to("Laboratory values")
    user.presses("Insert", "Return")  # a column for the day of the review
    for name, text in LABORATORY:
        go_to_row_by_keys(user, name)
        user.types(text)
        user.presses("Return")
    user.waits()
    what_was_typed_is_judged(user)
    program.close(user)
    again = program.start(path, monkeypatch)
    assert case_at_the_top(again) == "CASE-1"
    assert "CASE-1" in cases_listed(again)
    what_was_typed_is_judged(again)


def what_was_typed_is_judged(user: User) -> None:
    """Header and matrix say what follows from the values, and no more."""
    assert saved(user) == "Saved"
    assert "58-year-old man" in user.window.header.person.text()
    facts = facts_at_the_top(user)
    assert (facts["ECOG"], facts["Nodules"], facts["Child-Pugh"]) == ("0", "2", "A 5")
    assert facts["Labs"] == "21 Nov 2026, today"
    assert facts["AFP"] == facts["Largest"] == "not known"
    shown = cells(user)
    assert shown["ECOG performance status", FULL] == "✓ 0"
    assert shown["Age", FULL] == "✓ 58, ≥ 18"
    assert shown["Varices", "ChiCTR2100041874"] == "? not recorded"
    assert headlines(user)[FULL] == "Undetermined"


def nothing_is_known_and_nothing_passes(user: User) -> None:
    """A blank form is not a healthy patient."""
    assert set(facts_at_the_top(user).values()) == {"not known"}
    assert not [text for text in cells(user).values() if text.startswith("✓")]
    assert set(headlines(user).values()) == {"Undetermined", "Not assessable"}


def go_to_row_by_keys(user: User, field: str) -> None:
    """Go up or down in the laboratory table."""
    view = user.view("Laboratory values")
    wanted = laboratory_cell(user, field).row()
    for _ in range(view.model().rowCount()):
        row = view.currentIndex().row()
        if row == wanted:
            return
        user.presses("Down" if row < wanted else "Up")
    raise AssertionError(f"the arrows do not reach {field} from {user.keyboard_on()}")
