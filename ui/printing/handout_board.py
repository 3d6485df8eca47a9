"""The second page of a hand-out: regimen, one chart, the decision, and by what it was made."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from hccreview import __version__
from hccreview.clinical.dates import spoken
from hccreview.meeting.deciding import by_relevance, headline_told, recommended_trials
from hccreview.meeting.decision_words import (
    NO_DECISION,
    UNSEALED,
    basis_told,
    earlier_told,
    recommendations_told,
    state_of,
)
from hccreview.meeting.follow_up import follow_ups
from hccreview.review.digest import data_version, input_digest
from hccreview.review.explain import NOT_CHECKED
from hccreview.review.schedule.words import (
    change_text,
    cycle_text,
    day_text,
    dose_text,
    rounding_text,
    route_text,
    start_text,
    surface_text,
    when_text,
)
from hccreview.trials.figures import NOT_STATED
from ui.printing.fitting import Part, fixed, rows
from ui.printing.handout_chart import Picture
from ui.printing.telling import (
    BRIEF,
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
from ui.regimens.lines import implied_days

if TYPE_CHECKING:
    from hccreview.meeting.board_case import BoardCase
    from hccreview.meeting.since import Since
    from hccreview.review.compare import Comparison
    from hccreview.review.schedule.model import Given, Line, Schedule
    from hccreview.trials.model import Trial

NOT_RECOMMENDED = "For orientation, not recommended by the board."
NO_START = (
    "No start of a treatment is planned for this case, so neither dates nor doses are worked out."
)
_TOGETHER = ("Responsible", "Votes", "Decided")
_UNIT = re.compile(r"(\d) (h|mg|mg/m²|m²)(?![\w/])")
# Which steps are taken first where the page is too full: the lowest. A regimen that nobody has
# recommended gives way before the chart.
_CLOSED, _CYCLES, _HALF_CHART, _UNASKED, _TASKS, _SINCE = range(20, 80, 10)
_CAUTIONS, _CHART, _ROWS, _SOURCES = range(80, 120, 10)
_TEXTS = (21, 22, 23, 24, 25, 75, 76, 105, 106)  # from very long to one or two lines


def second_page(board_case: BoardCase, picture: Picture, printed: date) -> list[Part]:
    """Return the parts of the second page in their order."""
    return [
        fixed(f"<h1>{safe(board_case.code)}: decision and treatment</h1>"),
        fixed(heading(f"Decision: {state_of(board_case)}")),
        _decision(board_case),
        *_since(board_case.since),
        *_earlier(board_case),
        *_tasks(board_case),
        *_regimen(board_case),
        Part(picture.told, (_HALF_CHART, _CHART)),
        *_record(board_case, printed),
    ]


# --------------------------------------------------------------------------- decision


def _decision(board_case: BoardCase) -> Part:
    decision, unsealed = board_case.decision, board_case.sealed is None
    if decision is None:
        return fixed(line(NO_DECISION))
    recommended, basis = recommendations_told(board_case), dict(basis_told(decision))
    short = " ".join(f"{name}: {basis.pop(name)}." for name in _TOGETHER if name in basis)
    draft = line(UNSEALED) if unsealed else ""

    def told(level: int) -> str:
        numbered = enumerate(recommended, start=1)
        parts = [line(f"{number}. {shortened(text, level)}") for number, text in numbered]
        parts += [labelled(f"{label}:", shortened(text, level)) for label, text in basis.items()]
        return draft + "".join(parts) + line(short)

    return Part(told, _TEXTS)


def _since(since: Since | None) -> Iterator[Part]:
    if since is None:
        return
    yield fixed(heading("What has changed since it was sealed"))
    if since.nothing:
        yield fixed(line("Nothing: the verdicts of the first page are those that were sealed."))
        return
    yield fixed(line("The first page shows the case as it is recorded now, not as it was sealed."))
    sentences = [trial.sentence for trial in since.trials]
    sentences += [move.sentence for move in since.moves]
    sentences += since.other

    words = ("change (see the program)", "changes (see the program)")
    yield rows(lambda kept: lines(sentences, kept, *words), len(sentences), _SINCE)


def _earlier(board_case: BoardCase) -> Iterator[Part]:
    told = [shortened(text, BRIEF) for text in earlier_told(board_case)]
    if told:
        words = ("recommendation", "recommendations")
        yield fixed(heading("Decided before"))
        yield rows(lambda kept: lines(told, kept, *words), len(told), _SINCE, least=1)


def _tasks(board_case: BoardCase) -> Iterator[Part]:
    day = board_case.comparison.anchors.as_of
    found = follow_ups(board_case.tasks, day)
    if not board_case.tasks:
        return
    yield fixed(heading("Follow-up"))
    for tasks, rank in (((*found.overdue, *found.open), _TASKS), (found.closed, _CLOSED)):
        texts = [task.sentence(day).removeprefix(f"{task.case}: ") for task in tasks]
        yield rows(partial(_told_tasks, texts), len(texts), rank)


def _told_tasks(texts: Sequence[str], kept: int) -> str:
    return lines(texts, kept, "task", "tasks")


# ---------------------------------------------------------------------------- regimen


def _regimen(board_case: BoardCase) -> Iterator[Part]:
    schedule = _shown(board_case)
    if schedule is None:
        yield fixed(heading("Regimen") + line(NO_START))
        return
    assessment = board_case.comparison.assessment(schedule.trial)
    trial = assessment.trial
    head = heading(
        f"Regimen: {trial.short_name} ({trial.id})",
        headline_told(assessment, board_case.comparison),
    )
    others = [name for name in board_case.schedules if name != trial.id]
    note = f"Compared, too: {', '.join(others)}." if others else ""
    recommended = trial.id in recommended_trials(board_case.decision)
    if not recommended:
        note = f"{NOT_RECOMMENDED} {note}"
    yield fixed(head + (line(note, "" if not recommended else "quiet") if note else ""))
    if not schedule.drawable:
        yield fixed(line(_silence(schedule)))
        return
    yield fixed(line(f"{start_text(schedule)} {surface_text(schedule)} {rounding_text(schedule)}"))
    yield _cautions(schedule)
    yield _administrations(schedule, _ROWS if recommended else _UNASKED)
    yield _cycles(schedule)
    yield fixed(labelled("Left open:", _open(schedule)) if schedule.open else "")


def _shown(board_case: BoardCase) -> Schedule | None:
    """Return the regimen to show: that of a recommended trial, else the first that has dates."""
    known = board_case.schedules
    recommended = [n for n in recommended_trials(board_case.decision) if n in known]
    if recommended:
        return known[recommended[0]]
    ordered = [each.trial.id for each in by_relevance(board_case.comparison)]
    found = [known[name] for name in ordered if name in known]
    return next((each for each in found if each.drawable), found[0] if found else None)


def _silence(schedule: Schedule) -> str:
    drugs = dict.fromkeys(each.administration.drug for each in schedule.lines)
    named = f" Named are: {', '.join(drugs)}." if drugs else ""
    return f"Schedule {NOT_STATED}: nothing can be dated.{named}"


def _cautions(schedule: Schedule) -> Part:
    texts = [*(caution.text for caution in schedule.cautions), *implied_days(schedule)]
    words = ("caution (see the program)", "cautions (see the program)")
    return rows(lambda kept: lines(texts, kept, *words, mark="!"), len(texts), _CAUTIONS)


def _administrations(schedule: Schedule, rank: float) -> Part:
    """Return what is given in the first cycle, and what has no day in the source."""
    unplaced = [each for each in schedule.lines if not each.placed]
    body = [*map(_given, schedule.of_cycle(1)), *map(_unplaced, unplaced)]
    heads = (("Cycle 1: what", 13), ("Route", 16), ("When", 38), ("Dose", 33))

    def told(kept: int) -> str:
        gone = more(len(body), kept, "administration", "administrations")
        shown = table(body[:kept], heads) if kept else ""
        return shown + (labelled("Cycle 1:", gone) if gone else "")

    return rows(told, len(body), rank)


def _given(given: Given) -> str:
    local = " (local)" if given.local else ""
    changed = change_text(given)
    same_day = f" to {day_text(given.first)} "  # is said once
    when = when_text(given).replace(same_day, " to ") if given.start else when_text(given)
    when = f"{when}; {changed}" if changed else when
    cells = (f"{given.drug}{local}", route_text(given.route), _kept(when), _kept(dose_text(given)))
    return row(cells, "held" if given.held is not None else "")


def _unplaced(unplaced: Line) -> str:
    given = unplaced.administration
    stage = "maintenance, " if unplaced.stage == "maintenance" else ""
    route = route_text(given.route.value if given.route is not None else None)
    dose = unplaced.dose.arithmetic if unplaced.dose is not None else f"dose {NOT_STATED}"
    dose += f" {given.frequency.value}" if given.frequency is not None else ""
    return row((given.drug, route, f"{stage}day {NOT_STATED}", _kept(dose)))


def _kept(text: str) -> str:
    """Return a text in which no number is parted from its unit."""
    return _UNIT.sub("\\1\u00a0\\2", text)


def _cycles(schedule: Schedule) -> Part:
    later = [f"{each.number}: {cycle_text(each)}" for each in schedule.cycles[1:]]

    def told(kept: int) -> str:
        return labelled("Later cycles:", listing(later, kept, "cycle", "cycles")) if later else ""

    return rows(told, len(later), _CYCLES)


def _open(schedule: Schedule) -> str:
    parts = (
        f"{f'{each.drug}, ' if each.drug else ''}{each.part.replace('_', ' ')}"
        f"{' of the maintenance' if each.stage == 'maintenance' else ''}"
        for each in schedule.open
    )
    return f"{'; '.join(dict.fromkeys(parts))}: {NOT_STATED}."


# ----------------------------------------------------------------------------- record


def _record(board_case: BoardCase, printed: date) -> Iterator[Part]:
    comparison, sealed = board_case.comparison, board_case.sealed
    yield fixed(heading("Record"))
    if sealed is not None:
        yield fixed(line(sealed.sentence) + line(f"Digest of the sealed record: {sealed.digest}"))
    else:
        yield fixed(line(f"Decision: {state_of(board_case)}; there is no sealed record."))
    yield fixed(
        line(
            f"Digest of the inputs of these pages: {input_digest(comparison)}. Program version"
            f" {__version__}, data version {data_version(_trials(comparison))}, as of"
            f" {spoken(comparison.anchors.as_of)}, printed {spoken(printed)}."
        )
    )
    yield _sources(comparison)


def _trials(comparison: Comparison) -> tuple[Trial, ...]:
    return tuple(assessment.trial for assessment in comparison.assessments)


def _sources(comparison: Comparison) -> Part:
    """Return kind, version and digest of each text, and who checked it."""
    texts = []
    for trial in _trials(comparison):
        version = trial.source.version or f"date {NOT_STATED}"
        told = f"{trial.id}, {trial.source.kind}, {version}, document {trial.digest[:12]}"
        texts.append(f"{told}, checked" if trial.checked else told)
    unchecked = "" if all(trial.checked for trial in _trials(comparison)) else f" {NOT_CHECKED}"

    def told_sources(kept: int) -> str:
        named = listing(texts, kept, "source", "sources")
        return labelled("Sources:", f"{named}.{unchecked}")

    return rows(told_sources, len(texts), _SOURCES, spread=0.1)
