"""docs/security.md names the test of every promise; the tests are there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`((?:tests/[\w/]+\.py)?(?:::\w+)?)`")


def section(title: str) -> str:
    return TEXT.split(f"## {title}\n")[1].split("\n## ")[0]


def test_every_promise_has_a_row_of_tests_that_are_there():
    promises = re.findall(r"^(\d+)\. ", section("What is done"), re.MULTILINE)
    rows = dict(re.findall(r"^\| (\d+) \| (.+) \|$", section("Tests"), re.MULTILINE))
    assert promises == [str(number) for number in range(1, len(promises) + 1)]
    assert list(rows) == promises
    for row in rows.values():
        file = None
        found = [each for each in NAMED.findall(row) if each]
        assert found, row
        for each in found:
            path, _, name = each.partition("::")
            file = ROOT / path if path else file
            assert file is not None and file.is_file(), each
            assert not name or f"def {name}(" in file.read_text(encoding="utf-8"), each


def test_the_targets_it_names_are_in_the_makefile():
    targets = set(re.findall(r"`make (\w+)`", TEXT))
    made = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert targets >= {"kill", "fuzz", "audit"}
    assert all(f"\n{target}:" in made for target in targets)


def test_the_officer_needs_no_longer_than_ten_minutes():
    read = section("What is done") + section("What is not promised")
    assert len(read.split()) < 1_350  # words
