"""What has changed since a meeting: which verdicts and headlines moved, and because of what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from hccreview.clinical.planning import PlanningSettings
from hccreview.errors import ReviewError
from hccreview.meeting.causes import Difference, Inputs, Tracing, inputs_of
from hccreview.meeting.documents import trial_of
from hccreview.meeting.sealed_finding import SealedFinding, SealedTrial, sealed_trials
from hccreview.meeting.since_other import others
from hccreview.meeting.since_words import Told
from hccreview.meeting.snapshot import Snapshot
from hccreview.review.compare import Comparison
from hccreview.review.eligibility import Eligibility, Verdict
from hccreview.review.recruitment import Recruitment
from hccreview.trials.local import LocalProtocol


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason why something moved, in words."""

    kind: Difference
    sentence: str


@dataclass(frozen=True, slots=True)
class VerdictMove:
    """A criterion whose verdict is another one today; None: the version has no such criterion."""

    trial: str
    criterion: str
    label: str
    then: Verdict | None
    now: Verdict | None
    causes: tuple[Cause, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class TrialMove:
    """A trial whose headline or recruitment is another one today, or that came or went (None).

    `moves` are its criteria that moved; the headline may stand although some did.
    """

    trial: str
    then: Eligibility | None
    now: Eligibility | None
    recruiting_then: Recruitment | None
    recruiting_now: Recruitment | None
    moves: tuple[VerdictMove, ...]
    sentence: str

    @property
    def headline_moved(self) -> bool:
        """True where the headline is another one."""
        return self.then is not self.now


@dataclass(frozen=True, slots=True)
class Since:
    """What has changed since a sealed decision: the trials that moved, and what else did.

    `other` holds sentences on inputs of schedules and on the program.
    """

    case: str
    trials: tuple[TrialMove, ...]
    other: tuple[str, ...]

    @property
    def moves(self) -> tuple[VerdictMove, ...]:
        """Every verdict that moved."""
        return tuple(move for trial in self.trials for move in trial.moves)

    @property
    def nothing(self) -> bool:
        """True where nothing has changed."""
        return not self.trials and not self.other


def changed_since(
    snapshot: Snapshot,
    today: Comparison,
    documents: Mapping[str, bytes],
    planning: PlanningSettings | None = None,
    protocols: Iterable[LocalProtocol] | None = None,
) -> Since:
    """Return what has changed between a sealed decision and today's comparison of the same case.

    `documents` holds the kept trial documents by digest. `planning` and `protocols` are today's;
    where they are not given, they are not compared. Raises ReviewError for another case, for two
    arms of one trial, and for a document that is missing or changed.
    """
    if today.case.code != snapshot.case.code:
        raise ReviewError(
            f"The sealed decision is on {snapshot.case.code}, the comparison on"
            f" {today.case.code}; open the right case."
        )
    now = {trial.id: trial for trial in sealed_trials(today)}
    then = {trial.id: trial for trial in snapshot.trials}
    told = Told(snapshot, today)
    found: list[TrialMove] = []
    for name in dict.fromkeys((*then, *now)):
        if name in then and name in now:
            found += _Trial(then[name], now[name], snapshot, today, documents, told).moved()
        else:
            found.append(_came_or_went(name, then.get(name), now.get(name), told))
    return Since(
        snapshot.case.code, tuple(found), tuple(others(snapshot, today, planning, protocols))
    )


def _came_or_went(
    name: str, then: SealedTrial | None, now: SealedTrial | None, told: Told
) -> TrialMove:
    return TrialMove(
        trial=name,
        then=then.eligibility if then else None,
        now=now.eligibility if now else None,
        recruiting_then=then.recruitment if then else None,
        recruiting_now=now.recruitment if now else None,
        moves=(),
        sentence=told.trial(name, then, now, ()),
    )


class _Trial:
    """Compares the sealed findings of one trial with today's."""

    def __init__(
        self,
        then: SealedTrial,
        now: SealedTrial,
        snapshot: Snapshot,
        today: Comparison,
        documents: Mapping[str, bytes],
        told: Told,
    ) -> None:
        self.then, self.now, self.told = then, now, told
        self.snapshot, self.today, self.documents = snapshot, today, documents

    def moved(self) -> Iterator[TrialMove]:
        """Yield how the trial moved, if it did."""
        then, now = self.then, self.now
        moves = tuple(self._moves())
        same = then.eligibility is now.eligibility and then.recruitment is now.recruitment
        if moves or not same:
            kinds = tuple(dict.fromkeys(cause.kind for move in moves for cause in move.causes))
            yield TrialMove(
                trial=now.id,
                then=then.eligibility,
                now=now.eligibility,
                recruiting_then=then.recruitment,
                recruiting_now=now.recruitment,
                moves=moves,
                sentence=self.told.trial(now.id, then, now, kinds),
            )

    def _moves(self) -> Iterator[VerdictMove]:
        then = {each.criterion: each for each in self.then.findings if each.counted}
        now = {each.criterion: each for each in self.now.findings if each.counted}
        tracing: Tracing | None = None
        for name in dict.fromkeys((*then, *now)):
            before, after = then.get(name), now.get(name)
            old = before.verdict if before else None
            new = after.verdict if after else None
            if old is not new:
                tracing = tracing or self._tracing()
                yield self._move(before, after, tracing.causes(name, old))

    def _tracing(self) -> Tracing:
        """Return what finds causes; the sealed trial is opened only now, where something moved."""
        sealed, snapshot = self.then, self.snapshot
        now = inputs_of(self.today, sealed.id)
        trial = now.trial
        if sealed.digest != trial.digest:
            trial = trial_of(sealed.digest, self.documents)
        then = Inputs(
            snapshot.case,
            trial,
            sealed.arm,
            snapshot.settings,
            snapshot.anchors,
            dict(snapshot.reopened),
        )
        return Tracing(then, now, self.today.dictionary)

    def _move(
        self,
        then: SealedFinding | None,
        now: SealedFinding | None,
        kinds: tuple[Difference, ...],
    ) -> VerdictMove:
        shown = now or then
        assert shown is not None
        causes = tuple(
            Cause(kind, sentence)
            for kind in kinds
            for sentence in self.told.causes(kind, self.then, self.now, then, now)
        )
        return VerdictMove(
            trial=self.now.id,
            criterion=shown.criterion,
            label=shown.label,
            then=then.verdict if then else None,
            now=now.verdict if now else None,
            causes=causes,
            sentence=self.told.verdict(then, now, [cause.sentence for cause in causes]),
        )
