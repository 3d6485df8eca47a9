"""Whether a trial can be entered, as its text prints it, on a given day."""

from __future__ import annotations

from datetime import date
from enum import Enum

from hccreview.clinical.dates import NO_CALENDAR, parse_date, spoken
from hccreview.trials.model import Trial


class Recruitment(Enum):
    """Recruitment worked out on the day of the review."""

    RECRUITING_AS_PRINTED = "recruiting_as_printed"
    PRINTED_END_PASSED = "printed_end_passed"
    ENROLMENT_ENDED = "enrolment_ended"
    STOPPED = "stopped"
    OBSERVATIONAL = "observational"
    NOT_STATED = "not_stated"
    DAY_LEFT_OUT = "day_left_out"


def recruitment_on(trial: Trial, as_of: date) -> Recruitment:
    """Return the recruitment of a trial on a day; nothing beyond the printed text is assumed.

    Of a day of no calendar (`dates.NO_CALENDAR`) it is not known what had passed by then.
    """
    facts = trial.recruitment
    status = facts.status_printed or ""
    ended = _last(facts.enrolment_end)
    printed_end = _last(facts.printed_end)
    if facts.observational:
        return Recruitment.OBSERVATIONAL
    if as_of >= NO_CALENDAR:
        return Recruitment.DAY_LEFT_OUT
    start = getattr(facts.enrolment_start, "value", None)
    if start is not None and as_of < parse_date(str(start)).first:
        return Recruitment.NOT_STATED  # nothing is printed about the time before enrolment
    if status.startswith("stopped"):
        return Recruitment.STOPPED
    if ended is not None and as_of > ended:
        return Recruitment.ENROLMENT_ENDED
    if printed_end is not None and as_of > printed_end:
        return Recruitment.PRINTED_END_PASSED
    if status == "recruiting" or ended is not None:
        return Recruitment.RECRUITING_AS_PRINTED
    return Recruitment.NOT_STATED


def can_be_entered(recruitment: Recruitment) -> bool:
    """True only for a trial that recruits; every other one is a precedent and never green."""
    return recruitment is Recruitment.RECRUITING_AS_PRINTED


def recruitment_sentence(trial: Trial, as_of: date) -> str:
    """Return recruitment in words, with the printed date it rests on."""
    facts, state = trial.recruitment, recruitment_on(trial, as_of)
    end, printed = _last(facts.enrolment_end), _last(facts.printed_end)
    if state is Recruitment.DAY_LEFT_OUT:
        return f"{_as_printed(trial)}; the day of the review is left out"
    if state is Recruitment.ENROLMENT_ENDED and facts.enrolment_end is not None:
        return f"Enrolment ended {spoken(parse_date(str(facts.enrolment_end.value)))}"
    if state is Recruitment.PRINTED_END_PASSED and printed is not None:
        return f"Printed as recruiting, but the printed end ({spoken(printed)}) has passed"
    if state is Recruitment.STOPPED:
        return "Stopped early" + (f"; enrolment ended {spoken(end)}" if end else "")
    if state is Recruitment.OBSERVATIONAL:
        return "Observational cohort, printed as recruiting; not a treatment to enter"
    if state is Recruitment.RECRUITING_AS_PRINTED:
        return "Recruiting as printed" + (f", until {spoken(printed)}" if printed else "")
    return "Recruitment not stated in source"


def _as_printed(trial: Trial) -> str:
    facts, status = trial.recruitment, trial.recruitment.status_printed or ""
    end, printed = _last(facts.enrolment_end), _last(facts.printed_end)
    if status.startswith("stopped"):
        return "Printed as stopped early" + (f", enrolment to {spoken(end)}" if end else "")
    if end is not None:
        return f"Printed as enrolling to {spoken(end)}"
    if printed is not None or status == "recruiting":
        return "Printed as recruiting" + (f", until {spoken(printed)}" if printed else "")
    return "Recruitment not stated in source"


def _last(figure: object) -> date | None:
    value = getattr(figure, "value", None)
    return None if value is None else parse_date(str(value)).last
