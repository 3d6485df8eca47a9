"""Reading trial documents: strict YAML, the schema, the references, then frozen values."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Any

import jsonschema
from jsonschema.exceptions import ValidationError, best_match

from hccreview.clinical.strict_yaml import Document, Path, read_document
from hccreview.errors import ReviewError
from hccreview.trials.checks import check_document
from hccreview.trials.decode import decode
from hccreview.trials.model import Criterion, Trial
from hccreview.trials.references import check_references
from hccreview.trials.text_file import read_text
from resources import resource_path

_ORDER = ("NCT05099848", "ChiCTR2100041874", "NCT06881433", "TACE-CAM-APA", "NCT06187961")

_CRITERION_DEFAULTS: dict[str, object] = {
    "anchor": "as_of",
    "due": "before_board",
    "role": "normal",
    "also": [],
    "notes": [],
    "flags": [],
    "linked_to": [],
    "applies_text": None,
}


def read_trial(path: FilePath) -> Trial:
    """Return the trial document in the file `path`.

    Raises ReviewError naming the file, line and column, and the criterion where it lies in one.
    """
    return trial_from_text(read_text(path), path.name)


def read_library(folder: FilePath | None = None) -> tuple[Trial, ...]:
    """Return all trials of `folder` (default: the bundled ones), the five first, then by id.

    Raises ReviewError for a document at fault, two documents of one id, or an empty folder.
    """
    home = folder if folder is not None else resource_path("trials")
    paths = sorted(home.glob("*.yaml"))
    if not paths:
        raise ReviewError(f"{home}: there is no trial document (*.yaml) in this folder.")
    trials = [read_trial(path) for path in paths]
    ids = [trial.id for trial in trials]
    for trial_id in ids:
        if ids.count(trial_id) > 1:
            raise ReviewError(f"{home}: two documents have the id {trial_id}; remove one of them.")
    return tuple(sorted(trials, key=_rank))


def trial_from_text(text: str, where: str) -> Trial:
    """Return the trial that the document `text`, from the file called `where`, describes."""
    document = read_document(text, where)
    _check_schema(document)
    data: dict[str, Any] = dict(_mapping(document.value))
    check_document(document, data)
    data["digest"] = _digest(data)
    criteria = data.pop("criteria")
    del data["format"]
    trial = decode(Trial, {**data, "criteria": []})
    read = tuple(_criteria(document, criteria))
    check_references(document, read, trial.arms)
    return dataclasses.replace(trial, criteria=read)


def _rank(trial: Trial) -> tuple[int, str]:
    known = _ORDER.index(trial.id) if trial.id in _ORDER else len(_ORDER)
    return known, trial.id


def _mapping(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ReviewError("A trial document must be a mapping of keys to values.")
    return value


def _digest(data: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON: comments, order of keys and layout do not change it."""
    canonical = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


# --- the schema -----------------------------------------------------------------------------------


@functools.cache
def _validator() -> jsonschema.Draft202012Validator:
    schema = json.loads(resource_path("trial.schema.json").read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator(schema)


def _check_schema(document: Document) -> None:
    error = best_match(_validator().iter_errors(document.value))
    if error is not None:
        path, message = _told(tuple(error.absolute_path), error)
        raise document.error(path, _named(document.value, path) + message)


def _told(path: Path, error: ValidationError) -> tuple[Path, str]:
    """Return the path to point at and what to say about it."""
    found: Any = error.instance
    rule: Any = error.validator_value
    if error.validator == "additionalProperties":
        schema: Any = error.schema
        known = schema["properties"]
        extra = next(key for key in found if key not in known)
        return (*path, extra), f"{extra!r} is not a key of this part; known: {', '.join(known)}."
    if error.validator == "required":
        missing = [key for key in rule if key not in found]
        return path, f"{', '.join(missing)} is missing."
    return path, f"{error.message}."


def _named(value: object, path: Path) -> str:
    """Return ``criterion I12b, expression: `` or the dotted path of what is at fault."""
    name = ".".join(str(part) for part in path)
    if len(path) > 1 and path[0] == "criteria" and isinstance(path[1], int):
        criterion = _mapping(value)["criteria"][path[1]]
        label = criterion.get("id", path[1] + 1) if isinstance(criterion, dict) else path[1] + 1
        name = ", ".join([f"criterion {label}", *(str(part) for part in path[2:])])
    return f"{name}: " if name else ""


# --- criteria -------------------------------------------------------------------------------------


def _criteria(document: Document, items: list[dict[str, Any]]) -> Iterator[Criterion]:
    for index, item in enumerate(items):
        found = dict(item)
        where = f"criterion {item['id']}"
        found["expression_text"] = found.pop("expression")
        found["applies_text"] = found.pop("applies", None)
        parsed = {}
        for name in ("expression", "applies"):
            text = found[f"{name}_text"]
            line, _ = document.position(("criteria", index, name))
            place = f"{document.where}, line {line}, {where}, {name}"
            parsed[name] = None if text is None else _parse_expression(text, place)
        yield decode(Criterion, {**_CRITERION_DEFAULTS, **found, **parsed})


def _parse_expression(text: str, where: str) -> object:
    """Return the parsed nodes of `text`; raises ReviewError with `where` before line and column.

    The language is imported on first use: a document without criteria does not need it.
    """
    from hccreview.criteria.parse import parse
    from hccreview.criteria.tree import ExpressionError

    try:
        return parse(text)
    except ExpressionError as error:
        raise ReviewError(f"{where}: {error}") from error
