"""What all targets of the campaign share: a reader, malformed inputs for it, and good ones."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import UTC, date, datetime
from functools import cache, cached_property
from pathlib import Path
from random import Random
from typing import Any

from hccreview.clinical.case import Case, anchors_of
from hccreview.clinical.strict_yaml import load_strict
from hccreview.exchange.case_file import read_case
from hccreview.review.compare import Comparison, compare
from hccreview.trials.library import read_library
from hccreview.trials.model import Trial
from resources import resource_path
from tests.fuzz.mutations import changed_bytes, changed_value

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
NAME = "input"
"""The stem of every file that is handed over: a sentence about a file names it."""


class Target(ABC):
    """One reader: `made` makes an input of a seeded kind, `take` hands it over.

    `take` raises ReviewError where the reader refuses; whatever it raises else is a fault.
    """

    name: str
    in_tests = 80  # so many inputs are fed to it in the tests
    named = NAME  # what each sentence has to name; empty where the input is no file

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @abstractmethod
    def made(self, random: Random) -> bytes:
        """Return a malformed input."""

    @abstractmethod
    def take(self, content: bytes) -> None:
        """Read the input, and use what was read as the program does."""

    def file(self, content: bytes, suffix: str) -> Path:
        path = self.folder / f"{NAME}{suffix}"
        path.write_bytes(content)
        return path


class Documents(Target):
    """Files of YAML or JSON: bytes changed in half of them, values in the others."""

    @cached_property
    def seeds(self) -> list[tuple[bytes, Any]]:
        texts = self.texts()
        return [(text.encode(), load_strict(text, "seed")) for text in texts]

    @abstractmethod
    def texts(self) -> list[str]:
        """Return good documents."""

    def made(self, random: Random) -> bytes:
        return self.changed(random, *random.choice(self.seeds))

    def changed(self, random: Random, text: bytes, value: Any) -> bytes:
        """Return a document, known as text and as value, with faults in it."""
        if random.random() < 0.4:
            return changed_bytes(random, text)
        return changed_value(random, value).encode("utf-8", "surrogatepass")


@cache
def library() -> tuple[Trial, ...]:
    """Return the bundled trials."""
    return read_library()


def texts_of(folder: str) -> list[str]:
    """Return the documents in a folder of the resources."""
    paths = sorted(resource_path(folder).glob("*.yaml"))
    return [path.read_text(encoding="utf-8") for path in paths]


@cache
def sample() -> Case:
    """Return a sample case that misses a trial by one value."""
    return read_case(resource_path("cases", "sample-02.yaml"))


def compared(case: Case) -> Comparison:
    """Return the comparison that the window would show."""
    return compare(case, library(), anchors_of(case, case.as_of or TODAY))


LOCAL = """\
format: hccreview-local/1
trial: NCT06187961
author: A. Chair
on: 2026-11-21
reason: product information
cycle_length: 21
maximum_cycles: 6
administrations:
  lenvatinib: {dose: 8, unit: mg, route: oral, days: [1], per_day: 1}
  cadonilimab: {dose: 10, unit: mg, route: intravenous, days: [1, 8], start_hour: 0, duration: 2}
"""
