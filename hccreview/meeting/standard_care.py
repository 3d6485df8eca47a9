"""The standard of care as a resource: what BCLC 2022 names first for each stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from hccreview.clinical.bundled import bundled_text, well_formed
from hccreview.clinical.staging import BCLC_STAGES
from hccreview.clinical.strict_yaml import load_strict
from hccreview.criteria.phrases import words_joined
from hccreview.errors import ReviewError
from hccreview.review.explain import NOT_CHECKED

CONDITIONS = ("transplant_candidate", "portal_hypertension", "single", "diffuse")
"""Facts that an option may ask for; the first two are recorded as such."""


@dataclass(frozen=True, slots=True)
class Option:
    """A first treatment of a stage: `when` these facts are so, `provided` what is not recorded."""

    treatment: str
    when: tuple[tuple[str, bool], ...] = ()
    provided: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class StandardCare:
    """The first treatments of an edition by stage: name of the stage, and its options."""

    edition: str
    source: str
    doi: str
    statement: str
    checked: str
    stages: Mapping[str, tuple[str, tuple[Option, ...]]]


@lru_cache(maxsize=1)
def bundled_standard_care() -> StandardCare:
    """Return the standard of care that ships with the program."""
    return read_standard_care(bundled_text("standard_care.yaml"), "standard_care.yaml")


def read_standard_care(text: str, where: str) -> StandardCare:
    """Return the standard of care written in `text`; raises ReviewError when it is malformed."""
    return well_formed(load_strict(text, where), where, lambda data: _standard_care(data, where))


def _standard_care(data: Any, where: str) -> StandardCare:
    by, on = data["checked_by"], data["checked_on"]
    return StandardCare(
        edition=data["edition"],
        source=data["source"],
        doi=str(data["doi"]),
        statement=data["statement"],
        checked=f"Checked by {by} on {on}." if by and on else NOT_CHECKED,
        stages={name: _stage(data["stages"][name], where) for name in BCLC_STAGES},
    )


def _stage(row: dict[str, Any], where: str) -> tuple[str, tuple[Option, ...]]:
    return row["name"], tuple(_option(option, where) for option in row["options"])


def _option(row: dict[str, Any], where: str) -> Option:
    when = row.get("when", {})
    for name, value in when.items():
        if name not in CONDITIONS or not isinstance(value, bool):
            raise ReviewError(
                f"{where}: “{name}: {value}” is no condition; use"
                f" {words_joined(list(CONDITIONS))}, with true or false."
            )
    return Option(
        row["treatment"], tuple(when.items()), row.get("provided", ""), row.get("note", "")
    )
