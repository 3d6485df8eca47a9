"""``compare``: cases against trials, as text, JSON or a workbook."""

from __future__ import annotations

import json as json_format
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hccreview import __version__
from hccreview.clinical.case import Case, anchors_of
from hccreview.clinical.fields import suggestion
from hccreview.errors import ReviewError
from hccreview.meeting.seal import Sealed
from hccreview.meeting.standing import compared
from hccreview.review.compare import Comparison
from hccreview.review.leaving import changed_verdicts
from hccreview.review.schedule.model import Schedule
from hccreview.trials.library import read_library
from hccreview.trials.local import LocalProtocol
from hccreview.trials.model import Trial
from ui.commands.cases import find_case, protocols_known, sealed_known
from ui.commands.clock import today
from ui.commands.json_report import report
from ui.commands.text_report import comparison_text


@dataclass(frozen=True, slots=True)
class Days:
    """The days that were given; None: the case's own."""

    as_of: date | None = None
    inclusion: date | None = None
    first_dose: date | None = None


def compare_cases(
    cases: list[str],
    trials: list[str],
    arm: str | None,
    as_of: date | None,
    inclusion: date | None,
    first_dose: date | None,
    json: bool,
    xlsx: Path | None,
    database: Path | None = None,
    deidentified: bool = False,
    free_text: bool = False,
) -> None:
    """Print the comparison of each case, and write the workbook where one is asked for."""
    if deidentified and xlsx is None:
        raise ReviewError("--deidentified is about the workbook; add --xlsx FILE.")
    if free_text and not deidentified:
        raise ReviewError("--free-text belongs to --deidentified; add it.")
    if xlsx is not None and len(cases) > 1:
        raise ReviewError("--xlsx writes the workbook of one case; compare one case at a time.")
    chosen = chosen_trials(read_library(), trials)
    arms = arms_named(chosen, arm)
    days = Days(as_of, inclusion, first_dose)
    comparisons = [compare_on(find_case(name, database), chosen, days, arms) for name in cases]
    if xlsx is not None:
        planned = bool(comparisons[0].case.plans)
        protocols = protocols_known(cases[0], database) if planned else {}
        write_xlsx(
            comparisons[0],
            xlsx,
            deidentified=deidentified,
            free_text=free_text,
            protocols=protocols,
            sealed=sealed_known(cases[0], database),
        )
    if json:
        _print_json(comparisons)
        return
    print("\n\n".join(comparison_text(comparison) for comparison in comparisons))
    if xlsx is not None:
        for each in _told_apart(comparisons[0], free_text) if deidentified else ():
            print(f"\nAnother verdict: {each}")
        print(f"\nWorkbook: {xlsx}")


def compare_on(
    case: Case, trials: tuple[Trial, ...], days: Days, arms: dict[str, str] | None = None
) -> Comparison:
    """Return the comparison on the days given, else the case's own, else today."""
    as_of = days.as_of or case.as_of or today()
    return compared(
        case, trials, anchors_of(case, as_of, days.inclusion, days.first_dose), arms=arms
    )


def chosen_trials(library: tuple[Trial, ...], ids: list[str]) -> tuple[Trial, ...]:
    """Return the trials with the given ids (all where none is given); raises ReviewError."""
    known = {trial.id.lower(): trial for trial in library}
    for name in ids:
        if name.lower() not in known:
            names = [trial.id for trial in library]
            near = suggestion(name, names) or f"; known: {', '.join(names)}."
            raise ReviewError(f"There is no trial “{name}”{near}")
    wanted = {name.lower() for name in ids} or set(known)
    return tuple(trial for trial in library if trial.id.lower() in wanted)


def arms_named(trials: tuple[Trial, ...], arm: str | None) -> dict[str, str]:
    """Return the arm by trial id for the trials that have it; raises ReviewError where none has."""
    if arm is None:
        return {}
    found = {trial.id: arm for trial in trials if any(each.id == arm for each in trial.arms)}
    if not found:
        names = list(dict.fromkeys(each.id for trial in trials for each in trial.arms))
        near = suggestion(arm, names) or f"; known: {', '.join(names)}."
        raise ReviewError(f"None of these trials has an arm “{arm}”{near}")
    return found


def write_xlsx(
    comparison: Comparison,
    path: Path,
    *,
    deidentified: bool = False,
    free_text: bool = False,
    protocols: Mapping[str, LocalProtocol] | None = None,
    sealed: Sealed | None = None,
) -> None:
    """Write the workbook of a comparison; raises ReviewError where that is not possible."""
    from hccreview.reports.workbook import write_workbook

    write_workbook(
        comparison,
        path,
        version=__version__,
        deidentified=deidentified,
        free_text=free_text,
        schedules=_planned(comparison, protocols or {}),
        figures=True,
        sealed=sealed,
    )


def _told_apart(comparison: Comparison, free_text: bool) -> tuple[str, ...]:
    """Return where a de-identified workbook gives another verdict, a sentence each."""
    from hccreview.reports.deidentified import without_identity

    return changed_verdicts(comparison, without_identity(comparison, free_text=free_text))


def _planned(
    comparison: Comparison, protocols: Mapping[str, LocalProtocol]
) -> tuple[Schedule, ...]:
    """Return the schedules of the case by the rules chosen on this computer."""
    from hccreview.review.schedule.build import planned_schedules
    from ui.planning_choice import chosen_planning

    return planned_schedules(comparison, chosen_planning(), protocols)


def _print_json(comparisons: list[Comparison]) -> None:
    reports = [report(comparison) for comparison in comparisons]
    shown = reports[0] if len(reports) == 1 else reports
    print(json_format.dumps(shown, ensure_ascii=False, indent=2, allow_nan=False))
