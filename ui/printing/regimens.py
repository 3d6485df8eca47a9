"""The printed page of the regimens: HTML for a text document, made from the schedules.

It carries the code of the case and nothing else that names the patient.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING

from hccreview.clinical.dates import spoken
from hccreview.review.digest import made_from
from hccreview.review.explain import STATEMENT
from hccreview.review.schedule.burden import burden
from hccreview.review.schedule.words import cycle_text, rounding_text, start_text, surface_text
from hccreview.trials.figures import NOT_STATED
from ui.regimens.lines import flag_text, flags_of
from ui.regimens.names import about, compared_name, local_words, silence
from ui.regimens.panel import burden_rows, open_reasons
from ui.regimens.remarks import change_words
from ui.regimens.table_rows import HEADINGS, TableRow, table_rows

if TYPE_CHECKING:
    from hccreview.review.schedule.model import Schedule
    from ui.regimens.work import Planned, Worked


def page(worked: Worked) -> str:
    """Return the page of all trials for the case."""
    rules = {planned.trial.id: _rules(planned.schedule) for planned in worked.planned}
    alike = len(set(rules.values())) == 1
    shared = next(iter(rules.values())) if alike else ""
    body = [
        f"<h1>Regimens · {escape(worked.case.code)}</h1>",
        f"<p>As of {spoken(worked.as_of)}. {escape(shared)}</p>",
        f"<p class='quiet'>{STATEMENT} {escape(made_from(each.trial for each in worked.planned))}"
        "</p>",
        *_burden(worked),
    ]
    rows = table_rows(worked)
    for planned in worked.planned:
        own = [row for row in rows if row.key.startswith(f"{planned.trial.id}|")]
        body += _trial(planned, own, "" if alike else rules[planned.trial.id])
    return "\n".join(body)


def _rules(schedule: Schedule) -> str:
    return f"{start_text(schedule)} {surface_text(schedule)} {rounding_text(schedule)}"


def _trial(planned: Planned, rows: Sequence[TableRow], rules: str) -> Iterator[str]:
    schedule = planned.schedule
    yield f"<h2>{escape(planned.trial.short_name)}</h2>"
    yield f"<p class='quiet'>{escape(about(planned))}</p>"
    if rules:
        yield f"<p>{escape(rules)}</p>"
    if words := local_words(planned):
        yield f"<p>{escape(words)}</p>"
    if not schedule.drawable:
        yield f"<p>{silence(planned)}.</p>"
        yield from _listed("Components", dict.fromkeys(row.cells[3] for row in rows))
        return
    yield from _listed("Cautions", (caution.text for caution in schedule.cautions))
    changes = (change_words(planned, change) for change in planned.plan.changes)
    yield from _listed("Changes of the published schedule", changes)
    later = {str(cycle.number) for cycle in schedule.cycles[1:]}
    yield "<h3>Cycles</h3>"
    yield _table(
        ("Cycle", "From, to"), [(str(each.number), cycle_text(each)) for each in schedule.cycles]
    )
    full = [row for row in rows if row.cells[1].partition(",")[0] not in later]
    yield "<h3>Administrations: cycle 1, and what has no date</h3>"
    yield _table(HEADINGS[1:], [row.cells[1:] for row in full], [row.held for row in full])
    rest = [row for row in rows if row not in full]
    if rest:
        yield "<h3>Later cycles</h3>"
        yield _table(HEADINGS[1:4], [row.cells[1:4] for row in rest], [row.held for row in rest])
    flags = dict.fromkeys(flag for line in schedule.lines for flag in flags_of(line))
    yield from _listed("Flags", (f"{flag}: {flag_text(planned.trial, flag)}" for flag in flags))
    yield from _listed("Left open", dict.fromkeys(_open(planned)))


def _open(planned: Planned) -> Iterator[str]:
    for part in planned.schedule.open:
        name = f"{part.drug}, " if part.drug else ""
        remark = f" ({part.remark})" if part.remark else ""
        stage = " of the maintenance" if part.stage == "maintenance" else ""
        yield f"{name}{part.part.replace('_', ' ')}{stage}: {NOT_STATED}{remark}"


def _burden(worked: Worked) -> Iterator[str]:
    stated = [each for each in worked.planned if each.schedule.drawable]
    if not stated:
        return
    yield "<h2>Burden</h2>"
    burdens = [(compared_name(each), burden(each.schedule)) for each in stated]
    rows = burden_rows([each for _, each in burdens])
    heads = ("", *(name for name, _ in burdens))
    yield _table(heads, [(words, *texts) for words, texts, _ in rows])
    yield from (f"<p>{escape(words)}</p>" for words in open_reasons(burdens))
    silent = [each.trial.short_name for each in worked.planned if each not in stated]
    if silent:
        yield f"<p>{NOT_STATED.capitalize()}: {escape(', '.join(silent))}.</p>"


def _listed(title: str, words: Iterable[str]) -> Iterator[str]:
    lines = [f"<p>{escape(each)}</p>" for each in words if each]
    if lines:
        yield f"<h3>{title}</h3>"
        yield from lines


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], held: Sequence[bool] = ()) -> str:
    head = "".join(f"<th>{escape(each)}</th>" for each in heads)
    lines = []
    for number, row in enumerate(rows):
        kind = " class='held'" if number < len(held) and held[number] else ""
        cells = "".join(f"<td{kind}>{escape(each)}</td>" for each in row)
        lines.append(f"<tr>{cells}</tr>")
    return (
        "<table border='0' cellspacing='0' width='100%' style='margin-bottom:4px'>"
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    )
