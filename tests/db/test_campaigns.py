"""The campaigns of kills, damages and full disks in small; `make kill` runs them at full size."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from db import passphrase
from db.backup import back_up
from db.encryption import encrypt, erase
from db.passphrase import Secret
from db.restoring import restore
from db.store import open_store
from hccreview.errors import ReviewError
from tests.db import flips
from tests.db.conftest import NOW, SAMPLES, opened

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot fork")
def test_what_was_acknowledged_survives_ten_kills_at_random_moments():
    command = [sys.executable, "-m", "tests.db.kills", "--kills", "5"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.stderr == ""
    assert re.findall(r"5 kills, \d+ changes acknowledged, none lost", done.stdout) != []
    assert len(done.stdout.splitlines()) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot fork")
def test_what_a_full_or_failing_disk_refuses_is_told_and_nothing_is_lost_or_half_made():
    command = [sys.executable, "-m", "tests.db.disks", "--moments", "3", "--seed", "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.stderr == ""
    told = re.findall(r"3 moments, (\d+) changes acknowledged, none lost; (\d+) ref", done.stdout)
    assert len(told) == 2
    assert all(int(done) and int(refused) for done, refused in told)


@pytest.fixture
def cut_off() -> Iterator[Callable[[int], None]]:
    """Let no file grow over so many bytes, as a disk that is full."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_what_is_erased_is_overwritten_on_a_full_disk_too(tmp_path: Path, cut_off):
    file = tmp_path / "a"
    file.write_bytes(b"Zebedee " * 1000)
    with file.open("rb") as left:
        cut_off(8000)
        erase(file)
        assert not file.exists()
        content = left.read()
    assert len(content) == 8000
    assert b"Zebedee" not in content


def test_encrypting_on_a_disk_that_is_full_then_is_done_or_not(tmp_path: Path, cut_off):
    path = tmp_path / "cases.sqlite"
    opened(path).close()
    before = path.read_bytes()
    cut_off(len(before) // 2)
    with pytest.raises(ReviewError, match="so that nothing was saved"):
        encrypt(path, Secret("a full disk"), NOW)
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
    opened(path).close()
    cut_off(2 * len(before))  # enough for the new file, and to overwrite the old one
    encrypt(path, Secret("a full disk"), NOW)
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
    with open_store(path, today=lambda: NOW, passphrase=Secret("a full disk")) as store:
        assert store.audit_lines(1)[0].action == "encrypt"


@pytest.mark.parametrize("share", [0.3, 1.0])
def test_what_cannot_be_restored_for_want_of_room_is_as_it_was(
    tmp_path: Path, cut_off, share: float
):
    path, folder = tmp_path / "cases.sqlite", tmp_path / "kept"
    with opened(path) as store:
        store.import_samples(SAMPLES[:3])
    made = back_up(path, folder, NOW)
    with opened(path) as store:
        store.save_case(SAMPLES[4], seen_version=None)
    before = path.read_bytes()
    cut_off(int(made.size * share))
    with pytest.raises(ReviewError):
        restore(made, path, NOW)
    assert path.read_bytes() == before
    assert {each.name for each in tmp_path.iterdir()} == {path.name, folder.name}
    cut_off(10**9)
    assert restore(made, path, NOW) is not None
    with opened(path) as store:
        assert store.count() == 3
        assert store.audit_lines(1)[0].action == "restore from backup"


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
