"""Digests: by which inputs a comparison was made."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from hccreview import __version__
from hccreview.clinical.case import Case
from hccreview.review.compare import Comparison
from hccreview.trials.model import Trial


def data_version(trials: Iterable[Trial]) -> str:
    """Return twelve hexadecimal digits that name the versions of the trial documents."""
    joined = "\n".join(f"{trial.id} {trial.digest}" for trial in trials)
    return hashlib.sha256(joined.encode()).hexdigest()[:12]


def input_digest(comparison: Comparison) -> str:
    """Return the SHA-256 of all that a comparison was made from, in hexadecimal digits."""
    anchors, settings = comparison.anchors, comparison.settings
    parts = [
        __version__,
        _case_text(comparison.case),
        f"{anchors.as_of} {anchors.inclusion} {anchors.first_dose}",
        f"{sorted(settings.ages.items())} {settings.one_score_within_days}",
    ]
    parts += [f"{a.trial.id} {a.arm} {a.trial.digest}" for a in comparison.assessments]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _case_text(case: Case) -> str:
    """Return a text that is the same for equal cases, whatever the order of sets."""
    rows = [f"{case.code} {case.arms} {case.overrides}"]
    rows += [
        f"{o.field} {_stable(o.value)} {o.unit} {o.collected_on} {o.collected_at}"
        f" {o.uln} {o.lln} {o.suspect}"
        for o in case.observations
    ]
    for entries in case.lists:
        rows.append(f"{entries.id} {entries.complete_on}")
        rows += [
            repr(sorted((name, _stable(value)) for name, value in entry.values.items()))
            for entry in entries.entries
        ]
    return "\n".join(rows)


def _stable(value: object) -> str:
    return repr(sorted(value)) if isinstance(value, frozenset) else repr(value)
