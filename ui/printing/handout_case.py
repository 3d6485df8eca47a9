"""The first page of a hand-out: who is discussed, what is asked, what the trials say, and why.

It carries code, age and sex, and nothing else that names the patient.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from hccreview.clinical.dates import PartialDate, spoken
from hccreview.meeting.attachment import KeyImage
from hccreview.meeting.deciding import by_relevance, deciding
from hccreview.meeting.decision_words import NO_DECISION, recommendations_told, state_of
from hccreview.meeting.orientation import Offer, orientation
from hccreview.review.explain import (
    eligibility_sentence,
    override_sentence,
    sentence,
    verdict_symbol,
    verdict_word,
)
from hccreview.review.recruitment import can_be_entered, recruitment_sentence
from hccreview.review.wording import entry_text
from ui.case_facts import case_facts, days_text, person
from ui.printing.fitting import Part, fixed, rows
from ui.printing.telling import (
    BRIEF,
    LENGTHS,
    heading,
    labelled,
    line,
    lines,
    listing,
    more,
    row,
    safe,
    shortened,
    table,
)
from ui.wording import eligibility_mark, plural

if TYPE_CHECKING:
    from hccreview.clinical.case import Entry
    from hccreview.meeting.board_case import BoardCase
    from hccreview.review.compare import Comparison
    from hccreview.review.eligibility import Finding, TrialAssessment

_MOST_ROWS = 40
_NOT_NAMED = ("treatment not named for this patient", "treatments not named for this patient")
# Which steps are taken first where the page is too full: the lowest.
_MEMBERS, _RULED_OUT, _CRITERIA, _OBTAIN, _HISTORY, _QUESTIONS, _OFFERS = range(10, 80, 10)


def first_page(board_case: BoardCase) -> list[Part]:
    """Return the parts of the first page in their order."""
    return [
        fixed(_head(board_case)),
        _members(board_case),
        fixed(_facts(board_case.comparison)),
        _history(board_case.comparison),
        fixed(_seen(board_case)),
        _questions(board_case),
        _reopened(board_case.comparison),
        fixed(heading(f"Decision: {state_of(board_case)}") + line(_decision(board_case))),
        _to_obtain(board_case),
        *_standard_care(board_case.comparison),
        *_trials(board_case),
    ]


def _head(board_case: BoardCase) -> str:
    comparison, sitting = board_case.comparison, board_case.sitting
    told = f"As of {spoken(comparison.anchors.as_of)}. {days_text(comparison)}."
    if sitting is not None:
        place = f", {sitting.place}" if sitting.place else ""
        told = f"Tumour board of {spoken(sitting.on)}{place}. {told}"
    made_up = ", synthetic" if comparison.case.synthetic else ""
    return f"<h1>{safe(board_case.code)}: {safe(person(comparison))}{made_up}</h1>" + line(told)


def _members(board_case: BoardCase) -> Part:
    members = board_case.sitting.members if board_case.sitting is not None else ()

    names = [f"{each.name} ({each.role})" if each.role else each.name for each in members]

    def told(kept: int) -> str:
        return labelled("Board:", listing(names, kept, "member", "members")) if names else ""

    return rows(told, len(members), _MEMBERS, spread=0.01)


def _facts(comparison: Comparison) -> str:
    facts = (f"{fact.label} {fact.text}".replace(" ", "\u00a0") for fact in case_facts(comparison))
    return heading("Summary") + line("; ".join(facts))


def _history(comparison: Comparison) -> Part:
    definition, recorded = (
        comparison.dictionary.lists["treatments"],
        comparison.case.list("treatments"),
    )
    entries = sorted(recorded.entries, key=_last_day, reverse=True)
    texts = [entry_text(entry, definition) for entry in entries]
    confirmed = recorded.complete_on is not None
    silent = "none" if confirmed else "none recorded, not confirmed as complete"

    def told(kept: int) -> str:
        named = listing(texts, kept, "treatment", "treatments")
        return labelled("Treatments:", named or silent)

    return rows(told, len(texts), _HISTORY, spread=0.1)


def _last_day(entry: Entry) -> date:
    """Return when a treatment was last given, for the order; the latest is told first."""
    days = (entry.get(name) for name in ("end", "on", "start"))
    return max((day.last for day in days if isinstance(day, PartialDate)), default=date.max)


def _seen(board_case: BoardCase) -> str:
    images = sum(isinstance(each, KeyImage) for each in board_case.attachments)
    excerpts = len(board_case.attachments) - images
    if not board_case.attachments:
        return ""
    told = [plural(images, "key image", "key images")] if images else []
    told += [plural(excerpts, "excerpt of a report", "excerpts of reports")] if excerpts else []
    return labelled("Shown to the board, not printed:", " and ".join(told))


def _questions(board_case: BoardCase) -> Part:
    """Return the questions to the board: long ones are shortened before one is left out."""
    questions = board_case.item.questions if board_case.item is not None else ()
    lengths = BRIEF if any(len(each) > LENGTHS[-1] for each in questions) else 0

    def told(level: int) -> str:
        short, gone = min(level, lengths), max(0, level - lengths)
        kept = questions[: len(questions) - gone]
        texts = [f"{n}. {shortened(each, short)}" for n, each in enumerate(kept, start=1)]
        texts += [more(len(questions), len(kept), "question", "questions")] if gone else []
        return heading("Questions to the board") + "".join(map(line, texts)) if questions else ""

    dropped = range(len(questions))
    ranks = (
        *(_QUESTIONS + n / BRIEF for n in range(lengths)),
        *(_QUESTIONS + 1 + n for n in dropped),
    )
    return Part(told, ranks)


def _reopened(comparison: Comparison) -> Part:
    """Return the answers of the board that are open again, and why: they are not counted."""
    label = comparison.dictionary.label
    texts = [f"{label(name)}: {why}" for name, why in comparison.reopened.items()]

    def told(kept: int) -> str:
        answers = ("answer that is open again", "answers that are open again")
        return heading("Answers that are open again") + lines(texts, kept, *answers)

    return rows(told, len(texts), _QUESTIONS) if texts else fixed("")


def _to_obtain(board_case: BoardCase) -> Part:
    preparation = board_case.preparation
    if preparation is None or board_case.sealed is not None or preparation.ready:
        return fixed("")
    wishes = [want.wish.rstrip(".") for want in preparation.outstanding]

    def told(kept: int) -> str:
        return labelled("Still to be obtained:", listing(wishes, kept, "fact", "facts"))

    return rows(told, len(wishes), _OBTAIN, spread=0.5)


_CHANGED = (
    "This page shows the case as it is recorded now; what has changed since the decision was sealed"
    " stands on the next page."
)


def _decision(board_case: BoardCase) -> str:
    """Return the first recommendation in a line or two; all of it stands on the second page."""
    told = recommendations_told(board_case)
    if not told:
        return NO_DECISION
    rest = more(len(told), 1, "recommendation", "recommendations")
    first = f"{shortened(told[0], BRIEF)} {rest and f'({rest} on the next page)'}".strip()
    since = board_case.since
    changed = since is not None and not since.nothing
    return f"{first} {_CHANGED}" if changed else first


# ------------------------------------------------------------------- standard of care


def _standard_care(comparison: Comparison) -> Iterator[Part]:
    found = orientation(comparison)
    recorded = "; ".join(f"{label}: {value}" for label, value in found.recorded)
    yield fixed(
        heading(f"Standard of care beside the trials: {found.edition}", "orientation only")
        + line(f"{found.sentence} {recorded}.")
    )
    for stage in found.stages:
        yield fixed(line(f"Named first for stage {stage.stage}, {stage.name}:"))
        yield _offers(stage.offers, _OFFERS, "treatment", "treatments")
        yield _offers(stage.ruled_out, _RULED_OUT, *_NOT_NAMED)
    yield fixed(line(f"{found.statement} {found.checked} Source: {found.source}.", "quiet"))


def _offers(offers: Sequence[Offer], rank: float, one: str, many: str) -> Part:
    texts = [offer.sentence for offer in offers]
    return rows(lambda kept: lines(texts, kept, one, many), len(texts), rank)


# ----------------------------------------------------------------------------- trials


def _trials(board_case: BoardCase) -> Iterator[Part]:
    comparison = board_case.comparison
    ordered = by_relevance(comparison, board_case.decision)
    yield fixed(heading("Trials, and the criteria that decide", "a verdict is never a guess"))
    for place, assessment in enumerate(ordered):
        yield _trial(assessment, place, comparison)


def _trial(assessment: TrialAssessment, place: int, comparison: Comparison) -> Part:
    """Return a trial with the rows that decide; those of a later trial give way first."""
    found = deciding(assessment)
    head = _headline(assessment, comparison)
    told_rows = [_criterion(finding, comparison) for finding in found[:_MOST_ROWS]]

    def told(kept: int) -> str:
        rest = _left_out(found[kept:], kept)
        return head + (table(told_rows[:kept]) if kept else "") + rest

    return rows(told, len(told_rows), _CRITERIA + 9 - 0.01 * place, spread=0.2)


def _headline(assessment: TrialAssessment, comparison: Comparison) -> str:
    trial, recruitment = assessment.trial, comparison.recruitment(assessment)
    enters = can_be_entered(recruitment)
    mark = eligibility_mark(assessment.eligibility.value, enters)
    arm = next(each.name for each in trial.arms if each.id == assessment.arm)
    name = trial.short_name if len(trial.arms) == 1 else f"{trial.short_name}, arm {arm}"
    told = f"{mark.symbol} {eligibility_sentence(assessment, comparison)}"
    entry = recruitment_sentence(trial, comparison.anchors.as_of)
    entry = entry if enters else f"{entry}; a precedent only"
    return (
        f"<p style='margin-top:5px'><span style='color:#1F5FA8'>{safe(trial.id)}, {safe(name)}"
        f"</span><br>{safe(told)}. <span class='quiet'>{safe(entry)}.</span></p>"
    )


def _criterion(finding: Finding, comparison: Comparison) -> str:
    later = "" if finding.decides_now else ", later"
    mark = f"{verdict_symbol(finding.verdict)} {verdict_word(finding.verdict)}{later}"
    why = f"{sentence(finding, comparison)} {override_sentence(finding, comparison)}".strip()
    name = f"{finding.criterion.id} {finding.criterion.label}"
    return row((mark, name, shortened(why, BRIEF - 3)), widths=(15, 27, 58))


def _left_out(findings: Sequence[Finding], kept: int) -> str:
    if not findings:
        return ""
    counts: dict[str, int] = {}
    for finding in findings:
        word = verdict_word(finding.verdict).lower()
        word = word if finding.decides_now else f"{word} later"
        counts[word] = counts.get(word, 0) + 1
    told = ", ".join(f"{number} {word}" for word, number in counts.items())
    number = f"and {len(findings)} more" if kept else f"{len(findings)} decide, not shown here"
    return line(f"{number}: {told} (see the program or the workbook)", "quiet")
