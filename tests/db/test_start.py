"""What is loaded when a store is opened, and what stays in one place."""

import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError

from db.tables import CaseRow
from tests.db.conftest import opened

ROOT = Path(__file__).resolve().parents[2]
SLOW = ("alembic", "PySide6", "matplotlib", "openpyxl", "scipy", "jsonschema", "mako", "db.board")
START = """
import sys
from datetime import datetime, UTC
from pathlib import Path
{program}
print(sorted(name for name in {slow} if name in sys.modules))
"""
USE = """
from db.store import open_store
with open_store(Path(sys.argv[1]), today=lambda: datetime.now(UTC)) as store:
    store.cases("sample")
    store.case("SAMPLE-01")
"""


def loaded(program: str, slow: tuple[str, ...], path: Path) -> str:
    source = START.format(program=program, slow=slow)
    command = [sys.executable, "-c", source, str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.stderr == ""
    return done.stdout


def test_a_new_store_is_made_without_alembic_and_without_the_screen(path: Path):
    assert loaded(USE, SLOW, path) == "[]\n"


def test_a_store_of_the_programs_shape_is_opened_without_alembic(path: Path):
    opened(path).close()
    assert loaded(USE, SLOW, path) == "[]\n"


def test_the_shapes_of_the_answers_and_the_place_need_no_database_library(path: Path):
    program = "import db.listing, db.location"
    assert loaded(program, ("sqlalchemy", "sqlcipher3", *SLOW), path) == "[]\n"


def test_only_two_files_speak_sqlite():
    marks = ("PRAGMA", "sqlcipher3", "exec_driver_sql", "VACUUM", "BEGIN ", "import text")
    found = {
        file.name
        for file in (ROOT / "db").glob("*.py")
        if any(mark in file.read_text("utf-8") for mark in marks)
    }
    assert found == {"engine.py", "files.py"}


def test_no_value_of_a_case_appears_in_an_error_of_the_database(path: Path):
    with opened(path) as store:
        with pytest.raises(DBAPIError) as refused, store._engine.begin() as connection:
            half = insert(CaseRow).values(id=uuid.uuid4(), code="Kingfisher")
            connection.execute(half)
        assert "Kingfisher" not in str(refused.value)
