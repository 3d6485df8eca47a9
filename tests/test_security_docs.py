"""docs/security.md names the test of every promise; the tests are there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`((?:tests/[\w/]+\.py)?(?:::\w+)?)`")


def test_every_row_of_threats_names_tests_that_are_there():
    table = TEXT.split("## What is not promised")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 12
    for row in rows:
        file = None
        found = [each for each in NAMED.findall(row.rsplit("|", 2)[1]) if each]
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
