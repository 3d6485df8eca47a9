"""Every figure of the five source texts stands in its typed place, with its line."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Any

import pytest

from hccreview.clinical.strict_yaml import load_strict
from hccreview.trials.library import read_library
from hccreview.trials.model import Criterion, Trial

_FILE = Path(__file__).parents[1] / "data" / "source_facts.yaml"
_HOW_MANY = {
    "NCT05099848": ("000", 52),
    "ChiCTR2100041874": ("001", 328),
    "NCT06881433": ("002", 29),
    "TACE-CAM-APA": ("003", 24),
    "NCT06187961": ("004", 80),
}
_NUMBER = re.compile(r"(?<![\w.*/^])\d+(?:\.\d+)?(?:[eE]\d+)?")


@functools.cache
def _facts() -> dict[str, list[dict[str, Any]]]:
    found = load_strict(_FILE.read_text(encoding="utf-8"), _FILE.name)
    assert isinstance(found, dict)
    return found


@functools.cache
def _trials() -> dict[str, Trial]:
    return {trial.id: trial for trial in read_library()}


def _entries(kind: str) -> list[Any]:
    return [
        pytest.param(trial, entry, id=f"{entry['fact']}-{number}")
        for trial, entries in _facts().items()
        for number, entry in enumerate(entries)
        if kind in entry
    ]


def _steps(path: str) -> list[tuple[str, str]]:
    """Split at the dots that stand outside brackets: name and what the brackets ask for."""
    parts = re.split(r"\.(?![^\[]*\])", path)
    return [(part.partition("[")[0], part.partition("[")[2].rstrip("]")) for part in parts]


def _is_chosen(item: Any, name: str, wanted: str) -> bool:
    if name == "line":
        return bool(item.place.holds(int(wanted)))
    return str(getattr(item, name)) == wanted


def _conditions(choice: str) -> list[tuple[str, str]]:
    """``label=Objective response, RECIST 1.1,arm=placebo`` → two pairs; values may hold commas."""
    pairs = re.split(r",(?=[a-z_]+=)", choice)
    return [(pair.partition("=")[0], pair.partition("=")[2]) for pair in pairs]


def _at(value: Any, path: str) -> Any:
    for name, choice in _steps(path):
        value = getattr(value, name)
        if choice:
            conditions = _conditions(choice)
            chosen = [each for each in value if all(_is_chosen(each, *pair) for pair in conditions)]
            assert len(chosen) == 1, f"{path}: {len(chosen)} places for {choice}"
            value = chosen[0]
    return value


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize(("trial_id", "entry"), _entries("path"))
def test_the_figure_stands_in_its_typed_place(trial_id: str, entry: dict[str, Any]) -> None:
    value = _at(_trials()[trial_id], entry["path"])
    assert value.place.holds(entry["line"])
    assert {key: _plain(_at(value, key)) for key in entry["holds"] if key != "flags"} == {
        key: wanted for key, wanted in entry["holds"].items() if key != "flags"
    }
    assert set(entry["holds"].get("flags", [])) <= set(getattr(value, "flags", ()))


def _criterion(trial_id: str, entry: dict[str, Any]) -> Criterion:
    found = [each for each in _trials()[trial_id].criteria if each.id == entry["criterion"]]
    assert found, f"{trial_id} has no criterion {entry['criterion']}"
    return found[0]


def _numbers(expression: str) -> list[tuple[float, str]]:
    """Each number of an expression with what follows it: ``75 '10*9/L'`` → (75.0, "10*9/L'")."""
    return [
        (float(match.group()), expression[match.end() :].lstrip().removeprefix("'"))
        for match in _NUMBER.finditer(expression)
    ]


@pytest.mark.parametrize(("trial_id", "entry"), _entries("criterion"))
def test_the_limit_stands_in_its_criterion(trial_id: str, entry: dict[str, Any]) -> None:
    criterion = _criterion(trial_id, entry)
    assert any(place.holds(entry["line"]) for place in (criterion.place, *criterion.also))
    found = _numbers(criterion.expression_text)
    units = str(entry.get("unit", "")).split("|")
    for number in [*entry.get("numbers", []), *([entry["number"]] if "number" in entry else [])]:
        fits = [rest for value, rest in found if value == number]
        assert any(rest.startswith(unit) for rest in fits for unit in units), (number, units)
    if "text" in entry:
        words = " ".join([criterion.expression_text, criterion.label, *criterion.notes])
        wanted = entry["text"].casefold().split("|")
        assert any(each in words.casefold() for each in wanted), words


@pytest.mark.parametrize("trial_id", list(_HOW_MANY))
def test_no_figure_of_a_source_is_left_out(trial_id: str) -> None:
    prefix, how_many = _HOW_MANY[trial_id]
    wanted = {f"{prefix}-F{number:03d}" for number in range(1, how_many + 1)}
    assert {entry["fact"] for entry in _facts()[trial_id]} == wanted


def test_every_entry_says_where_or_why_not() -> None:
    for entries in _facts().values():
        for entry in entries:
            ways = {"path", "criterion", "not_clinical"} & set(entry)
            assert len(ways) == 1, entry["fact"]
            assert "not_clinical" in ways or "holds" in entry or "criterion" in ways
