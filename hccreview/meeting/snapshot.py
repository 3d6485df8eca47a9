"""What a decision was made from, as one value: enough to explain it, and to work it out again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from hccreview import __version__
from hccreview.clinical.case import Anchors, Case
from hccreview.clinical.fields import SiteSettings
from hccreview.clinical.planning import PlanningSettings, bundled_planning
from hccreview.meeting.decision import Decision
from hccreview.meeting.decision_rules import check
from hccreview.meeting.documents import trial_of
from hccreview.meeting.meeting import Sitting
from hccreview.meeting.sealed_finding import SealedTrial, sealed_trials
from hccreview.review.compare import Comparison, compare
from hccreview.trials.local import LocalProtocol


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The inputs and answers of one decision on one day.

    `program` and `dictionary` (the digest of the data dictionary) say what worked the findings out;
    the plans of schedules are in `case`, `planning` and `protocols` are what else they rest on.
    `reopened` holds the answers of the board that were open again (field, why) and therefore not
    counted, `overrides_reopened` the overrides (trial, criterion, why).
    """

    program: str
    dictionary: str
    sitting: Sitting
    anchors: Anchors
    case: Case
    settings: SiteSettings
    planning: PlanningSettings
    protocols: tuple[LocalProtocol, ...]
    trials: tuple[SealedTrial, ...]
    decision: Decision
    reopened: tuple[tuple[str, str], ...] = ()
    overrides_reopened: tuple[tuple[str, str, str], ...] = ()

    def names(self) -> dict[str, str]:
        """Return the names of the trials by id, and of the assessed arms by ``trial/arm``."""
        named = {trial.id: f"{trial.id} ({trial.name})" for trial in self.trials}
        return named | {f"{each.id}/{each.arm}": each.arm_name for each in self.trials}


def snapshot_of(
    comparison: Comparison,
    decision: Decision,
    sitting: Sitting,
    planning: PlanningSettings | None = None,
    protocols: Iterable[LocalProtocol] = (),
) -> Snapshot:
    """Return the snapshot of a decision and the comparison it was made from.

    `planning` and `protocols` are what schedules rest on. Raises ReviewError for a decision that
    may not stand (`decision_rules.check`), and for two arms of one trial.
    """
    check(decision, comparison, sitting)
    compared = {assessment.trial.id for assessment in comparison.assessments}
    used = (each for each in protocols if each.trial in compared)
    return Snapshot(
        program=__version__,
        dictionary=comparison.dictionary.digest,
        sitting=sitting,
        anchors=comparison.anchors,
        case=comparison.case,
        settings=comparison.settings,
        planning=planning or bundled_planning(),
        protocols=tuple(sorted(used, key=lambda each: each.trial)),
        trials=sealed_trials(comparison),
        decision=decision,
        reopened=tuple(sorted(comparison.reopened.items())),
        overrides_reopened=tuple(
            sorted((*key, why) for key, why in comparison.overrides_reopened.items())
        ),
    )


def redecided(snapshot: Snapshot, decision: Decision, documents: Mapping[str, bytes]) -> Snapshot:
    """Return a snapshot with another decision on the same facts, such as one that is corrected.

    Raises ReviewError for a decision that may not stand, and as `compared_again`.
    """
    check(decision, compared_again(snapshot, documents), snapshot.sitting)
    return replace(snapshot, decision=decision)


def compared_again(snapshot: Snapshot, documents: Mapping[str, bytes]) -> Comparison:
    """Return the comparison of a snapshot, made again from its own inputs by this program.

    `documents` holds the kept trial documents by digest (see documents.py). Raises ReviewError for
    one that is missing or changed.
    """
    found = compare(
        snapshot.case,
        [trial_of(trial.digest, documents) for trial in snapshot.trials],
        snapshot.anchors,
        arms={trial.id: trial.arm for trial in snapshot.trials},
        settings=snapshot.settings,
        reopened=dict(snapshot.reopened),
    )
    overrides = {(trial, name): why for trial, name, why in snapshot.overrides_reopened}
    return replace(found, overrides_reopened=overrides)
