"""When an override or an answer of the board must be asked again, and why.

A clinician's disagreement with a finding, and an answer to a question of judgement, are given on
the facts of a day. When one of these changes, the word stays on record but no longer stands: it is
open again, and says why. That a list was confirmed once more, or that a note, an author or a way of
writing was corrected, changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hccreview.criteria.phrases import lower_first, words_joined
from hccreview.meeting.ground import Ground
from hccreview.meeting.records import GroundFact
from hccreview.review.explain import verdict_word

UNKNOWN_GROUND = "it was recorded without the facts that it rests on"


@dataclass(frozen=True, slots=True)
class Reopened:
    """Why a word no longer stands; `reasons` are parts of a sentence."""

    reasons: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """Such as ``Open again: platelets are 60 ×10⁹/L of … now, 138 ×10⁹/L of … when given.``"""
        return f"Open again: {'; '.join(self.reasons)}."


def open_again(then: Ground | None, now: Ground | None) -> Reopened | None:
    """Return why an override or answer is open again, or None while it stands.

    `then` is what it stood on when it was given (None: nobody recorded that), `now` what is below
    it today (None: the trial or criterion it is about is gone).
    """
    if then is None:
        return Reopened((UNKNOWN_GROUND,))
    if now is None:
        return Reopened(("the criterion it is about is no longer compared",))
    reasons = (*_asked(then, now), *_verdict(then, now), *_facts(then.facts, now.facts))
    return Reopened(reasons) if reasons else None


def _asked(then: Ground, now: Ground) -> Iterator[str]:
    before, after = dict(then.asked), dict(now.asked)
    for name, digest in before.items():
        if name not in after:
            yield f"{name} is no longer asked"
        elif after[name] != digest:
            yield f"{name} is asked in another way than when it was given"
    for name in after.keys() - before.keys():
        yield f"{name} asks it too"


def _verdict(then: Ground, now: Ground) -> Iterator[str]:
    if then.verdict is not None and now.verdict is not None and then.verdict is not now.verdict:
        before, after = verdict_word(then.verdict).lower(), verdict_word(now.verdict).lower()
        yield f"the finding is “{after}” now, and was “{before}” when it was given"


def _facts(then: tuple[GroundFact, ...], now: tuple[GroundFact, ...]) -> Iterator[str]:
    names = {fact.field: fact.label for fact in (*then, *now)}
    for name, label in names.items():
        before = _left(name, then, now)
        after = _left(name, now, then)
        if before or after:
            told = [f"{_told(after)} now"] if after else ["removed"]
            told += [f"{_told(before)} when it was given"] if before else ["not recorded then"]
            yield f"{lower_first(label)}: {', '.join(told)}"


def _left(name: str, some: Iterable[GroundFact], others: Iterable[GroundFact]) -> list[GroundFact]:
    """Return the records of a field that are in one ground and not in the other."""
    known = {fact.digest for fact in others if fact.field == name}
    return [fact for fact in some if fact.field == name and fact.digest not in known]


def _told(facts: list[GroundFact]) -> str:
    return words_joined([fact.shown for fact in facts], "and")
