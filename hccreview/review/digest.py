"""Digests: by which inputs a comparison was made."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass

from hccreview import __version__
from hccreview.review.compare import Comparison
from hccreview.trials.figures import NOT_STATED
from hccreview.trials.model import Trial


def data_version(trials: Iterable[Trial]) -> str:
    """Return twelve hexadecimal digits that name the versions of the trial documents."""
    joined = "\n".join(f"{trial.id} {trial.digest}" for trial in trials)
    return hashlib.sha256(joined.encode()).hexdigest()[:12]


def made_from(trials: Iterable[Trial]) -> str:
    """Return program, data and source versions in words, as they stand on every output."""
    known = tuple(trials)
    sources = (f"{t.id} {t.source.version or f'date {NOT_STATED}'}" for t in known)
    return (
        f"Program version {__version__}, data version {data_version(known)}. Sources:"
        f" {'; '.join(sources)}."
    )


def input_digest(comparison: Comparison) -> str:
    """Return the SHA-256 of all that a comparison was made from, in hexadecimal digits.

    That is the program's version, the case, the three days, the documents and arms of the trials,
    the settings of the site and the data dictionary. It is the same in every process.
    """
    trials = [(each.trial.id, each.arm, each.trial.digest) for each in comparison.assessments]
    parts = (
        __version__,
        comparison.case,
        comparison.anchors,
        trials,
        comparison.settings,
        comparison.dictionary.digest or comparison.dictionary,
    )
    return hashlib.sha256(canonical(parts).encode()).hexdigest()


def canonical(value: object) -> str:
    """Return a text that is the same for equal values, whatever the order of sets and mappings."""
    if is_dataclass(value) and not isinstance(value, type):
        parts = [
            f"{f.name}={canonical(getattr(value, f.name))}" for f in fields(value) if f.compare
        ]
        return f"{type(value).__name__}({', '.join(parts)})"
    if isinstance(value, Mapping):
        pairs = sorted(f"{canonical(key)}: {canonical(item)}" for key, item in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, frozenset | set):
        return f"{{{', '.join(sorted(canonical(item) for item in value))}}}"
    if isinstance(value, tuple | list):
        return f"[{', '.join(canonical(item) for item in value)}]"
    return repr(value)
