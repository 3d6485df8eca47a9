"""A store in a real file, and a clock that stands still."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db.passphrase import Secret
from db.store import Store, open_store
from hccreview.clinical.case import Case
from hccreview.exchange.case_file import read_case
from resources import resource_path

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
SAMPLES = tuple(read_case(path) for path in sorted(resource_path("cases").glob("*.yaml")))


def opened(path: Path, *, wait_seconds: float = 5.0, passphrase: Secret | None = None) -> Store:
    return open_store(path, today=lambda: NOW, wait_seconds=wait_seconds, passphrase=passphrase)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cases.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with opened(path) as store:
        yield store


@pytest.fixture
def sample() -> Case:
    return next(case for case in SAMPLES if case.code == "SAMPLE-06")
