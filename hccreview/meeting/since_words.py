"""What has changed since a meeting, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from hccreview.clinical.dates import parse_date, spoken
from hccreview.clinical.fields import SiteSettings
from hccreview.criteria.phrases import lower_first, words_joined
from hccreview.meeting.causes import Difference
from hccreview.meeting.sealed_finding import SealedFact, SealedFinding, SealedTrial
from hccreview.meeting.snapshot import Snapshot
from hccreview.review.compare import Comparison
from hccreview.review.explain import verdict_word

_KINDS = {
    Difference.PROGRAM: "the program",
    Difference.CASE: "recorded values",
    Difference.ANSWER: "answers of the board that are open again, or stand again",
    Difference.TRIAL: "a new version of the trial document",
    Difference.ARM: "another arm",
    Difference.SETTINGS: "the settings of the site",
    Difference.DAYS: "the days that have passed",
}
_ANCHORS = {"as_of": "review", "inclusion": "inclusion", "first_dose": "first dose"}
_AGES = {
    "laboratory": "laboratory values and findings",
    "imaging": "imaging",
    "history": "lists and history",
}


class Told:
    """Tells the moves between one sealed decision and today's comparison."""

    def __init__(self, snapshot: Snapshot, today: Comparison) -> None:
        self.snapshot, self.today = snapshot, today

    # ------------------------------------------------------------ what has moved

    def trial(
        self,
        name: str,
        then: SealedTrial | None,
        now: SealedTrial | None,
        kinds: tuple[Difference, ...],
    ) -> str:
        """Return how the headline and the recruitment of a trial moved."""
        if now is None:
            return f"{name} is no longer among the compared trials."
        if then is None:
            return f"{name} is compared only since the meeting: {lower_first(now.headline)}."
        parts = []
        if then.eligibility is not now.eligibility:
            because = words_joined([_KINDS[kind] for kind in kinds], "and")
            told = f", because of {because}" if because else ""
            parts.append(f"{_from_to(then.headline_word, now.headline_word)}{told}")
        if then.recruitment is not now.recruitment:
            parts.append(f"recruitment: {_from_to(then.recruiting, now.recruiting)}")
        return f"{name}: {'; '.join(parts) or f'still {lower_first(now.headline_word)}'}."

    def verdict(
        self, then: SealedFinding | None, now: SealedFinding | None, causes: list[str]
    ) -> str:
        """Return how the verdict of a criterion moved, and because of what."""
        shown = now or then
        assert shown is not None
        before = verdict_word(then.verdict) if then else "not asked"
        after = verdict_word(now.verdict) if now else "no longer asked"
        because = f": {'; '.join(causes)}" if causes else ""
        return f"{shown.criterion} ({shown.label}): {_from_to(before, after)}{because}."

    # ---------------------------------------------------------- because of what

    def causes(
        self,
        kind: Difference,
        old: SealedTrial,
        new: SealedTrial,
        then: SealedFinding | None,
        now: SealedFinding | None,
    ) -> tuple[str, ...]:
        """Return what a difference of the inputs was for one criterion."""
        if kind is Difference.CASE:
            return tuple(self._values(then, now)) or ("the record of the case was changed",)
        if kind is Difference.ANSWER:
            return tuple(self._answers(now or then))
        if kind is Difference.DAYS:
            return tuple(self._expired(then, now)) or tuple(self._moved_days())
        if kind is Difference.SETTINGS:
            return tuple(_settings(self.snapshot.settings, self.today.settings))
        if kind is Difference.ARM:
            return (f"assessed for another arm: {_from_to(old.arm_name, new.arm_name)}",)
        if kind is Difference.TRIAL:
            return (_version(old, new, then, now),)
        return (
            f"the program or its data dictionary works it out anew (sealed with version"
            f" {self.snapshot.program})",
        )

    def _values(self, then: SealedFinding | None, now: SealedFinding | None) -> Iterator[str]:
        """Yield each value that decided and is another one, with both dates."""
        before = {(f.field, f.label): f for f in (then.facts if then else ()) if f.text}
        after = {(f.field, f.label): f for f in (now.facts if now else ()) if f.text}
        missing = {gap.field for gap in (then.gaps if then else ()) if gap.reason == "missing"}
        for key in dict.fromkeys((*before, *after)):
            old, new = before.get(key), after.get(key)
            label = lower_first(key[1])
            if old is not None and new is not None:
                if (old.text, old.on) != (new.text, new.on):
                    yield f"{label} {_shown(old)} at the meeting, {_shown(new)} now"
            elif new is not None:
                was = "not recorded at the meeting, " if key[0] in missing else ""
                yield f"{label} {was}{_shown(new)} now"
            elif old is not None:
                yield f"{label} was {_shown(old)} at the meeting"

    def _answers(self, finding: SealedFinding | None) -> Iterator[str]:
        """Yield each answer that a criterion asks for and that counts anew, or no more."""
        before, after = dict(self.snapshot.reopened), self.today.reopened
        changed = [name for name in (*after, *before) if (name in before) is not (name in after)]
        named = [name for name in changed if finding is not None and name in finding.asked]
        for name in named or changed:
            told = f"the answer to “{self.today.dictionary.label(name)}”"
            if name in after:
                yield f"{told} is not counted now ({lower_first(after[name]).rstrip('.')})"
            else:
                yield f"{told} counts again"

    def _expired(self, then: SealedFinding | None, now: SealedFinding | None) -> Iterator[str]:
        """Yield what has become too old: values in one sentence, each list in one of its own."""
        known = {gap.field for gap in (then.gaps if then else ()) if gap.reason == "stale"}
        gaps = [gap for gap in (now.gaps if now else ()) if gap.reason == "stale"]
        new = [gap for gap in dict.fromkeys(gaps) if gap.field not in known]
        dictionary, values = self.today.dictionary, []
        for gap in new:
            label = dictionary.label(gap.field)
            day = spoken(parse_date(gap.detail)) if gap.detail else ""
            if gap.field not in dictionary.lists:
                values.append(f"{lower_first(label)} of {day}" if day else lower_first(label))
            elif day:
                yield f"the list “{label}” was last confirmed as complete on {day}"
            else:
                yield f"the imaging of “{label}” is too old"
        if values and now is not None:
            verb = "is" if len(values) == 1 else "are"
            yield f"{words_joined(values, 'and')} {verb} too old on {spoken(now.day)}"

    def _moved_days(self) -> Iterator[str]:
        then, now = self.snapshot.anchors, self.today.anchors
        for name, word in _ANCHORS.items():
            if then.day(name) != now.day(name):
                yield f"the {word} moved from {spoken(then.day(name))} to {spoken(now.day(name))}"


def _from_to(before: str, after: str) -> str:
    return f"{lower_first(before)} at the meeting, {lower_first(after)} now"


def _shown(fact: SealedFact) -> str:
    return f"{fact.text} of {spoken(fact.on)}" if fact.on is not None else fact.text


def _version(
    old: SealedTrial, new: SealedTrial, then: SealedFinding | None, now: SealedFinding | None
) -> str:
    told = f"the trial document is another version ({old.digest[:8]}, now {new.digest[:8]})"
    if then is not None and now is not None and then.asked != now.asked:
        told += ", and this criterion is asked in another way"
    return told


def _settings(then: SiteSettings, now: SiteSettings) -> Iterator[str]:
    for age in sorted({*then.ages, *now.ages}):
        if then.ages.get(age) != now.ages.get(age):
            what = _AGES.get(age, age)
            yield (
                f"our setting: {what} count as old after {_days(now.ages.get(age))}, at the"
                f" meeting after {_days(then.ages.get(age))}"
            )
    if then.one_score_within_days != now.one_score_within_days:
        yield (
            f"our setting: samples of one score may lie {_days(now.one_score_within_days)} apart,"
            f" at the meeting {_days(then.one_score_within_days)}"
        )


def _days(number: int | None) -> str:
    return f"{number} day" if number == 1 else f"{number} days"
