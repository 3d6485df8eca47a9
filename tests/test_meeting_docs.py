"""docs/meeting.md keeps its word: its keys, its commands, and the proof of a sealed record."""

import re
from hashlib import sha256
from pathlib import Path

import pytest

from db.store import open_store
from hccreview.meeting.seal import FORMAT
from tests.db.meeting_builders import amendment, first_seal, seal_one
from tests.meeting.builders import documents
from ui.commands.arguments import parser
from ui.commands.clock import now
from ui.presentation.keys import KEYS
from ui.widgets.keys import KEYS as WINDOW_KEYS

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "meeting.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^    python main\.py (\w+(?: verify)?) ?(.*)$", TEXT, re.MULTILINE)


def rows(after: str) -> list[tuple[str, ...]]:
    """The rows of the first table after some words, without its heading."""
    found = re.search(r"^\|.*\n\|[-|]+\|\n((?:\|.*\n)+)", TEXT.split(after)[1], re.MULTILINE)
    assert found is not None
    lines = found.group(1).splitlines()
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]


def test_the_keys_of_the_wall_are_those_of_the_program() -> None:
    assert rows("## On the wall") == [*KEYS]


def test_the_keys_of_the_page_are_keys_of_the_window() -> None:
    known = {each for _, keys in WINDOW_KEYS for key, _ in keys for each in re.split(r", ", key)}
    named = [each for _, keys in rows("# The meeting") for each in re.split(r"[,;] ", keys)]
    assert len(named) > 10
    assert [each for each in named if each not in known] == []


@pytest.mark.parametrize(("command", "options"), COMMANDS)
def test_a_command_and_its_options_exist(command: str, options: str) -> None:
    given = [re.sub(r"[\[\]]", "", part) for part in options.split()]
    values = {"CASE": "SAMPLE-01", "DATE": "2026-11-26", "FILE": "file.pdf", "PLACE": "Room 4"}
    arguments = [*command.split(), *(values.get(part, part) for part in given)]
    assert parser().parse_args(arguments) is not None


def test_all_three_commands_are_told() -> None:
    assert [command for command, _ in COMMANDS] == ["handout", "meeting", "audit verify"]


def test_the_proof_shown_runs_and_gives_the_digests(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_store(tmp_path / "cases.sqlite", today=now) as store:
        meeting, first = seal_one(store)
        decision = first.snapshot.decision
        second = amendment(first, first_seal(basis="MRI of 14 Nov 2026").snapshot.decision)
        store.board.seal_decision(meeting, second, documents())
    assert decision.case == "SAMPLE-01" and FORMAT in TEXT
    (shown,) = re.findall(r"^```python\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
    monkeypatch.chdir(tmp_path)
    exec(compile(shown, "docs/meeting.md", "exec"), {})
    assert capsys.readouterr().out.splitlines() == [
        f"1 {first.mark} fits",
        f"2 {second.mark} fits",
    ]
    for number, record in enumerate((first, second), 1):
        written = (tmp_path / f"version-{number}.json").read_bytes()
        assert sha256(written).hexdigest() == record.digest
