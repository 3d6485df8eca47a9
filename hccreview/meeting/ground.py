"""On what an override or an answer of the board stands: the records below it, with digests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from hccreview.clinical.bundled import bundled
from hccreview.clinical.case import Case
from hccreview.clinical.fields import (
    Dictionary,
    SiteSettings,
    bundled_dictionary,
    bundled_settings,
)
from hccreview.criteria.vocabulary import bundled_vocabulary
from hccreview.errors import ReviewError
from hccreview.meeting.canonical import canonical_bytes, parsed
from hccreview.meeting.footprint import Footprint, names_of
from hccreview.meeting.records import GroundFact, Same, facts_below, known_names, short_digest
from hccreview.meeting.shapes import plain, shaped
from hccreview.review.again import assessment_of
from hccreview.review.compare import Comparison
from hccreview.review.eligibility import Finding, Verdict
from hccreview.trials.model import Criterion, Trial

_WHAT = "What an override or answer stands on"


@dataclass(frozen=True, slots=True)
class Ground:
    """What a word stands on: the criteria it is about, and every record that they read.

    Nothing in it depends on the day but the verdict: time alone opens no answer again.

    `asked` holds pairs of ``trial criterion`` and the digest of what it asks. `verdict` is that of
    the finding an override disagrees with, None for an answer.
    """

    asked: tuple[tuple[str, str], ...]
    facts: tuple[GroundFact, ...]
    verdict: Verdict | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields and lists of its facts, each once."""
        return tuple(dict.fromkeys(fact.field for fact in self.facts))


def ground_text(ground: Ground) -> str:
    """Return a ground as one line of text, to be kept beside the override or answer."""
    return canonical_bytes(plain(ground)).decode("utf-8")


@lru_cache(maxsize=256)
def read_ground(text: str) -> Ground:
    """Return the ground that a text holds; raises ReviewError for a text that is none."""
    return shaped(Ground, parsed(text.encode("utf-8", "surrogatepass"), _WHAT), _WHAT)


def ground_of_finding(finding: Finding, comparison: Comparison, also: Iterable[str] = ()) -> Ground:
    """Return what an override of a finding stands on; the day of a sample is part of it.

    `also` names fields and lists that are read beside those that the criterion reads.
    """
    trial = assessment_of(finding, comparison).trial
    chart = Footprint(
        comparison.counted,
        comparison.anchors.as_of,
        finding.day,
        comparison.dictionary,
        comparison.settings,
    )
    names = (*names_of(finding.criterion, trial), *known_names(also, comparison.dictionary))
    facts = facts_below(chart, names, dated=True)
    return Ground((_asked(trial, finding.criterion),), facts, finding.verdict)


def ground_of_answer(question: str, comparison: Comparison) -> Ground:
    """Return what an answer to a question of the board stands on in a comparison."""
    return AnswerGrounds(
        comparison.case,
        tuple(assessment.trial for assessment in comparison.assessments),
        comparison.anchors.as_of,
        comparison.dictionary,
        comparison.settings,
    ).of(question)


class AnswerGrounds:
    """What answers to questions of the board stand on, in one case on one day.

    That are the criteria that ask them and, for a judgement, the facts that these read and those in
    ``resources/board.yaml``, but never another answer. The choice between readings of a text rests
    on the text alone. A value that is measured again with the same result is the same.
    """

    def __init__(
        self,
        case: Case,
        trials: tuple[Trial, ...],
        as_of: date,
        dictionary: Dictionary | None = None,
        settings: SiteSettings | None = None,
    ) -> None:
        self._trials = trials
        self._dictionary = dictionary or bundled_dictionary()
        settings = settings or bundled_settings()
        self._chart = Footprint(case, as_of, as_of, self._dictionary, settings)

    def of(self, question: str, also: Iterable[str] = ()) -> Ground:
        """Return what an answer stands on; `also` names fields and lists that are read too."""
        asking = [a for trial in self._trials for a in _asking(Same(trial)).get(question, ())]
        asked = tuple(each.asked for each in asking)
        if self._dictionary.field(question).type == "reading":
            return Ground(asked, ())
        names = {name: None for each in asking for name in each.names}
        names |= dict.fromkeys((*judged_on(question), *known_names(also, self._dictionary)))
        facts = [name for name in names if not self._is_answer(name)]
        return Ground(asked, facts_below(self._chart, facts, dated=False))

    def _is_answer(self, name: str) -> bool:
        field = self._dictionary.fields.get(name)
        return field is not None and field.board_question


@lru_cache(maxsize=1)
def _board() -> dict[str, list[str]]:
    return bundled("board.yaml", _judged)


def _judged(data: Any) -> dict[str, list[str]]:
    judged, known = data["judged_on"], bundled_vocabulary()
    found = {str(name): [str(fact) for fact in facts] for name, facts in judged.items()}
    for name in (*found, *(fact for facts in found.values() for fact in facts)):
        if name not in known.fields and name not in known.lists:
            raise ReviewError(f"“{name}” is not in the data dictionary{known.near(name)}.")
    return found


def judged_on(question: str) -> tuple[str, ...]:
    """Return the facts that a question of judgement rests on beside those its criteria name."""
    return tuple(_board().get(question, ()))


# ----------------------------------------------------------------------- who asks


@dataclass(frozen=True, slots=True)
class _Asking:
    """A criterion that asks a question: which one, and what it names."""

    asked: tuple[str, str]
    names: tuple[str, ...]


@lru_cache(maxsize=256)
def _asking(trial: Same[Trial]) -> Mapping[str, list[_Asking]]:
    """Return the criteria of a trial by each name in them."""
    found: dict[str, list[_Asking]] = {}
    for criterion in trial.value.criteria:
        names = names_of(criterion, trial.value)
        for name in names:
            found.setdefault(name, []).append(_Asking(_asked(trial.value, criterion), names))
    return found


def _asked(trial: Trial, criterion: Criterion) -> tuple[str, str]:
    text = f"{criterion.kind}\n{criterion.expression_text}\n{criterion.applies_text or ''}"
    return f"{trial.id} {criterion.id}", short_digest(text.encode("utf-8"))
