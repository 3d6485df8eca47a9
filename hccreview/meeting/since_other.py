"""What has changed since a meeting beside the verdicts: plans, local protocols, overrides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields

from hccreview import __version__
from hccreview.clinical.case import Case
from hccreview.clinical.planning import PlanningSettings
from hccreview.criteria.phrases import words_joined
from hccreview.meeting.snapshot import Snapshot
from hccreview.review.compare import Comparison
from hccreview.trials.local import LocalProtocol


def others(
    snapshot: Snapshot,
    today: Comparison,
    planning: PlanningSettings | None,
    protocols: Iterable[LocalProtocol] | None,
) -> Iterator[str]:
    """Yield a sentence for each other input of a decision that is not as it was sealed."""
    then, now = snapshot.case, today.case
    yield from _changed("plan for", _by_trial(then.plans), _by_trial(now.plans))
    if protocols is not None:
        compared = {assessment.trial.id for assessment in today.assessments}
        used = _by_trial(each for each in protocols if each.trial in compared)
        yield from _changed("local protocol of", _by_trial(snapshot.protocols), used)
    if planning is not None and planning != snapshot.planning:
        names = [
            each.name.replace("_", " ")
            for each in fields(PlanningSettings)
            if getattr(planning, each.name) != getattr(snapshot.planning, each.name)
        ]
        yield f"The settings of schedules have been changed: {words_joined(names, 'and')}."
    yield from _overrides(then, now)
    yield from _opened(snapshot, today)
    if snapshot.program != __version__:
        yield f"The program is version {__version__}; {snapshot.program} sealed the decision."
    elif snapshot.dictionary != today.dictionary.digest:
        yield "The data dictionary is another one than at the meeting."


def _by_trial(parts: Iterable[object]) -> dict[str, object]:
    return {getattr(part, "trial", ""): part for part in parts}


def _changed(what: str, then: Mapping[str, object], now: Mapping[str, object]) -> Iterator[str]:
    for name in dict.fromkeys((*then, *now)):
        if name not in now:
            yield f"The {what} {name} has been removed."
        elif name not in then:
            yield f"The {what} {name} is new."
        elif then[name] != now[name]:
            yield f"The {what} {name} has been changed."


def _opened(snapshot: Snapshot, today: Comparison) -> Iterator[str]:
    """Yield each override of the meeting that is open again since."""
    before = {(trial, criterion) for trial, criterion, _ in snapshot.overrides_reopened}
    given = {(each.trial, each.criterion) for each in snapshot.case.overrides}
    for key, why in today.overrides_reopened.items():
        if key in given - before:
            yield f"The override of {' '.join(key)} stood at the meeting. {why}"


def _overrides(then: Case, now: Case) -> Iterator[str]:
    before = {(each.trial, each.criterion): each for each in then.overrides}
    after = {(each.trial, each.criterion): each for each in now.overrides}
    for key in dict.fromkeys((*before, *after)):
        name = " ".join(key)
        if key not in after:
            yield f"The override of {name} by {before[key].author} has been removed."
        elif key not in before:
            yield f"The override of {name} by {after[key].author} is new."
        elif before[key] != after[key]:
            yield f"The override of {name} has been changed by {after[key].author}."
