"""What cannot be read in a column is damage; a fault of the program is never called so."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from db import case_proof
from db.case_proof import DamagedCaseError
from db.store import Store
from db.tables import CaseRow
from hccreview.errors import ReviewError
from tests.db.conftest import SAMPLES, opened
from tests.db.test_proof import harm

CODE = "SAMPLE-06"


@pytest.fixture
def filled(path: Path) -> Path:
    with opened(path) as store:
        store.import_samples(SAMPLES[:6])
    return path


@pytest.mark.parametrize(
    "column, value",
    [
        ("as_of", "no day"),
        ("changed_at", "no moment"),
        ("arms", "{no list"),
        ("id", "no id"),
        ("secret", "no bytes"),
    ],
)
def test_a_column_that_cannot_be_read_is_damage(filled: Path, column: str, value: str):
    harm(filled, f'UPDATE cases SET "{column}" = ? WHERE code = ?', value, CODE)
    with opened(filled) as store:
        with pytest.raises(ReviewError, match="is damaged"):
            store.stored(CODE)
        assert f"The record of {CODE} is damaged" in store.proved(CODE)
        assert store.stored("SAMPLE-05") is not None


def test_a_kind_of_value_that_there_is_not_is_damage(filled: Path):
    harm(filled, "UPDATE observations SET kind = 'colour' WHERE position = 1")
    with opened(filled) as store, pytest.raises(ReviewError, match="is damaged"):
        store.stored(CODE)


@pytest.mark.parametrize("arms", ["5", "[[1]]", "null"])
def test_columns_that_make_no_case_are_damage(filled: Path, arms: str):
    harm(filled, "UPDATE cases SET arms = ? WHERE code = ?", arms, CODE)
    with opened(filled) as store, pytest.raises(DamagedCaseError, match=CODE):
        store.stored(CODE)


def test_a_case_that_is_as_it_was_saved_and_makes_no_case_is_a_fault_of_ours(filled: Path):
    harm(filled, "UPDATE cases SET arms = '5' WHERE code = ?", CODE)
    with opened(filled) as store:
        with store._writers.begin() as session:
            case_proof.note_all(session)
        with pytest.raises(TypeError):
            store.stored(CODE)


def wrong_attribute(store: Store) -> None:
    with store._reading() as session:
        row = session.execute(select(CaseRow.code)).first()
        assert row is not None
        row.nothing  # noqa: B018


def wrong_number(store: Store) -> None:
    with store._writing():
        int("no number")


@pytest.mark.parametrize(
    "fault, error",
    [(wrong_attribute, AttributeError), (wrong_number, ValueError)],
)
def test_a_fault_of_the_program_is_not_called_damage(
    filled: Path, fault: Callable[[Store], None], error: type[Exception]
):
    with opened(filled) as store, pytest.raises(error) as raised:
        fault(store)
    assert not isinstance(raised.value, ReviewError)
