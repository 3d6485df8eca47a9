"""The campaigns of kills and damages in small; `make kill` runs them at full size."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from db import passphrase
from db.passphrase import Secret
from tests.db import flips

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot fork")
def test_what_was_acknowledged_survives_ten_kills_at_random_moments():
    command = [sys.executable, "-m", "tests.db.kills", "--kills", "5"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.stderr == ""
    assert re.findall(r"5 kills, \d+ changes acknowledged, none lost", done.stdout) != []
    assert len(done.stdout.splitlines()) == 2


def test_an_encrypted_store_shows_no_wrong_value_whatever_is_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(passphrase._COST, "n", 2**4)
    counts = flips.campaign(tmp_path, 25, 1, Secret("damaged at random places"))
    assert sum(counts.values()) == 25
    assert set(counts) <= {"recognised on opening", "recognised in reading", "harmless"}


def test_a_plain_store_shows_no_wrong_value_untold_whatever_is_damaged(tmp_path: Path):
    # Its pages carry no checksum, but each case has a digest (db.proof).
    counts = flips.campaign(tmp_path, 25, 1, None)
    assert sum(counts.values()) == 25
    assert counts["unseen"] == 0
    assert counts["recognised on opening"] + counts["recognised in reading"] > 5
