"""The sheet Sources and flags: what each text is, how it was encoded, and every audit flag."""

from __future__ import annotations

from collections.abc import Iterator

from hccreview.reports.cells import Cell, Column, Row, Sheet, number, scalar, stated, text
from hccreview.reports.flagged import flagged_items
from hccreview.reports.printed import (
    flags_text,
    interval_text,
    joined,
    places_text,
    sign_text,
    unit_text,
)
from hccreview.review.explain import checked_sentence
from hccreview.trials.figures import Figure, Mention, Place, StatedFact
from hccreview.trials.model import Flag, Trial

_COLUMNS = (
    Column("Trial", 19),
    Column("Part", 12),
    Column("Item", 24),
    Column("Severity", 9),
    Column("Sign", 5),
    Column("Value", 20),
    Column("Unit", 9),
    Column("Finding or note", 50),
    Column("What the program does", 34),
    Column("Concerns", 22),
    Column("Place in the source", 22),
    Column("Flags", 9),
)
_LISTED = {
    "all": "The source lists all criteria",
    "some": "The source lists key criteria only",
    "none": "The source lists no eligibility criteria",
}


def sources_sheet(trials: tuple[Trial, ...]) -> Sheet:
    """Return the sheet of sources, stated facts and audit flags."""
    rows = tuple(
        row for trial in trials for row in (*_sources(trial), *_facts(trial), *_flags(trial))
    )
    return Sheet("Sources and flags", "Sources, encoding and audit flags", _COLUMNS, rows, frozen=3)


def _row(
    trial: Trial,
    part: str,
    item: str,
    value: Cell | None,
    *,
    severity: Cell | None = None,
    sign: str = "",
    unit: str | None = None,
    note: str | None = None,
    does: str = "",
    concerns: str = "",
    places: tuple[Place | None, ...] = (),
    also: tuple[Mention, ...] = (),
    flags: tuple[str, ...] = (),
) -> Row:
    return (
        Cell(trial.id, "quiet"),
        Cell(part, "quiet"),
        Cell(item, "bold"),
        severity,
        text(sign),
        value,
        text(unit_text(unit)),
        text(note),
        text(does),
        text(concerns),
        text(places_text(places, also)),
        text(flags_text(trial, flags)),
    )


# --- the source and its encoding ------------------------------------------------------------------


def _sources(trial: Trial) -> Iterator[Row]:
    source, registry, encoding = trial.source, trial.registry, trial.encoding
    yield _row(trial, "Source", "Title (paraphrased)", None, note=trial.title)
    yield _row(
        trial,
        "Source",
        "Registration number",
        stated(registry.number),
        note=registry.note,
        places=(registry.place,),
        also=registry.also,
    )
    yield _row(trial, "Source", "Kind of text", Cell(source.kind), note=source.note)
    version = scalar(source.version) or stated(None)
    yield _row(trial, "Source", "Printed date of the text", version)
    for found in source.identifiers:
        yield _row(
            trial, "Source", found.name, Cell(found.value), places=(found.place,), also=found.also
        )
    yield _row(trial, "Source", "Criteria", None, note=_LISTED[trial.criteria_listed])
    yield _row(trial, "Encoding", "Encoded by", Cell(encoding.encoded_by))
    yield _row(trial, "Encoding", "Encoded on", scalar(encoding.encoded_on))
    checked = Cell(encoding.checked_by or "nobody yet", "text" if trial.checked else "medium")
    yield _row(trial, "Encoding", "Checked by a clinician", checked, note=checked_sentence(trial))
    yield _row(trial, "Encoding", "Digest of the document (SHA-256)", None, note=trial.digest)
    yield from _design(trial)
    yield from _recruitment(trial)


def _design(trial: Trial) -> Iterator[Row]:
    design = trial.design
    yield _row(
        trial,
        "Design",
        "Type",
        stated(None) if design.type == "not stated in source" else Cell(design.type),
        note=design.note,
        places=(design.place,),
        flags=design.flags,
    )
    for label, figure in (
        ("Phase", design.phase),
        ("Allocation", design.allocation),
        ("Masking", design.masking),
        ("Comparison", design.comparison),
    ):
        yield _figure(trial, "Design", label, figure)


def _recruitment(trial: Trial) -> Iterator[Row]:
    facts = trial.recruitment
    yield _row(
        trial,
        "Recruitment",
        "Status as printed",
        stated(facts.status_printed),
        note=joined("Observational cohort" if facts.observational else "", facts.note),
        places=(facts.status_place,),
        flags=facts.flags,
    )
    for label, figure in (
        ("Enrolment began", facts.enrolment_start),
        ("Enrolment ended", facts.enrolment_end),
        ("Printed end", facts.printed_end),
        ("Target", facts.target),
        ("Date of the text", facts.text_date),
    ):
        yield _figure(trial, "Recruitment", label, figure)


def _figure(trial: Trial, part: str, label: str, figure: Figure | None) -> Row:
    if figure is None:
        return _row(trial, part, label, stated(None))
    return _row(
        trial,
        part,
        label,
        scalar(figure.value),
        sign=sign_text(figure.comparison),
        unit=figure.unit,
        note=joined(f"Printed: {figure.as_printed}" if figure.as_printed else "", figure.note),
        places=(figure.place,),
        also=figure.also,
        flags=figure.flags,
    )


# --- other facts and flags ------------------------------------------------------------------------


def _facts(trial: Trial) -> Iterator[Row]:
    for fact in trial.facts:
        yield _row(
            trial,
            "Stated fact",
            fact.item,
            _value(fact),
            sign=sign_text(fact.comparison),
            unit=fact.unit,
            note=_spread(fact),
            places=(fact.place,),
            also=fact.also,
            flags=fact.flags,
        )


def _value(fact: StatedFact) -> Cell | None:
    found = scalar(fact.value)
    return found if found is not None else number(fact.count)


def _spread(fact: StatedFact) -> str:
    """Return what stands beside the value: denominator, percentage, quartiles, range, interval."""
    pairs = ((fact.iqr, "Interquartile range"), (fact.range, "Range"))
    spans = [f"{name} {pair[0]}–{pair[1]}" for pair, name in pairs if pair]
    interval = fact.interval
    if interval is not None:
        spans.append(f"{interval.low}–{interval.high} ({interval_text(interval)})")
    share = f"{fact.percent} % of {fact.denominator}" if fact.denominator is not None else ""
    printed = f"Printed: {fact.as_printed}" if fact.as_printed else ""
    return joined(share, *spans, printed, fact.note)


def _flags(trial: Trial) -> Iterator[Row]:
    concerned = flagged_items(trial)
    for flag in trial.flags:
        yield _flag(trial, flag, concerned.get(flag.id, ()))


def _flag(trial: Trial, flag: Flag, concerned: tuple[str, ...]) -> Row:
    whole = ("the whole document",) if flag.attached_to == "document" else ()
    return _row(
        trial,
        "Audit flag",
        flag.id,
        None,
        severity=Cell(flag.severity, flag.severity),
        note=flag.finding,
        does=flag.treatment,
        concerns="; ".join((*whole, *concerned)),
        places=(flag.place, *flag.also),
    )
