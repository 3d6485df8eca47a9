"""The way of the patients through a trial, in boxes: printed counts, and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass

from hccreview.review.charts.model import CAUTION, Mark, OutcomeChart, Table, TableRow
from hccreview.review.charts.telling import flag_notes, flags_text, share, silence
from hccreview.trials.figures import StatedFact
from hccreview.trials.model import Outcome, Trial


@dataclass(frozen=True, slots=True)
class FlowStep:
    """One box. `derived` counts are ours, not printed; `planned` ones were never reached.

    `level` is its row from above, `after` the key of the step it comes from.
    """

    mark: Mark
    title: str
    count: int | None
    text: str
    level: int
    after: str = ""
    derived: bool = False
    planned: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    """The steps of one trial, in order."""

    trial: str
    name: str
    steps: tuple[FlowStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowChart(OutcomeChart):
    """One flow for each trial that prints the counts of its steps."""

    flows: tuple[Flow, ...] = ()


def flow_chart(trials: tuple[Trial, ...]) -> FlowChart:
    """Return the patient flows: towards resection, or through two stages to a stop."""
    flows = tuple(flow for trial in trials if (flow := _flow(trial)).steps)
    told = {flow.trial for flow in flows}
    return FlowChart(
        id="flow",
        title="Flow of patients",
        table=Table(
            ("Trial", "Step", "Patients", "Place", "Flags"),
            tuple(_cells(flow, step) for flow in flows for step in flow.steps),
        ),
        marks=tuple(step.mark for flow in flows for step in flow.steps),
        caution=CAUTION if len(flows) > 1 else "",
        remarks=("Boxes with a broken edge: not printed (derived here), or planned only.",)
        if any(step.derived or step.planned for flow in flows for step in flow.steps)
        else (),
        silent=tuple(
            silence(trial, "no counts of steps" if trial.outcomes else "")
            for trial in trials
            if trial.id not in told
        ),
        flows=flows,
    )


def _flow(trial: Trial) -> Flow:
    facts = {fact.item: fact for fact in trial.facts}
    enrolled = facts.get("enrolled")
    outcomes: dict[str, Outcome] = {}
    for outcome in trial.outcomes:
        outcomes.setdefault(outcome.measure, outcome)
    steps: tuple[FlowStep, ...] = ()
    if enrolled is not None and isinstance(enrolled.value, int):
        if "conversion" in outcomes:
            steps = _to_resection(trial, enrolled, outcomes)
        elif "Simon design" in facts:
            steps = _two_stages(trial, facts)
    return Flow(trial.id, trial.short_name, steps)


# --- towards resection ----------------------------------------------------------------------------


def _to_resection(
    trial: Trial, enrolled: StatedFact, outcomes: dict[str, Outcome]
) -> tuple[FlowStep, ...]:
    first = _fact_step(trial, "enrolled", "Enrolled", enrolled, 0)
    converted = outcomes["conversion"]
    steps = [first, _outcome_step(trial, converted, "Became resectable", 1, first)]
    if isinstance(enrolled.value, int) and converted.count is not None:
        left = enrolled.value - converted.count
        steps.append(_derived(trial, "not_converted", "Not converted", left, first, converted))
    resectable = steps[1]
    for measure, title in (
        ("r0_resection", "R0 resection"),
        ("refused_surgery", "Declined surgery"),
    ):
        if measure in outcomes:
            steps.append(_outcome_step(trial, outcomes[measure], title, 2, resectable))
    after = {step.mark.key: step for step in steps}.get(f"{trial.id}:flow:r0_resection")
    for measure, title in (
        ("major_pathological_response", "Major pathological response"),
        ("pathological_complete_response", "of these, complete"),
    ):
        if measure in outcomes and after is not None:
            steps.append(_outcome_step(trial, outcomes[measure], title, after.level + 1, after))
            after = steps[-1]
    return tuple(steps)


def _outcome_step(
    trial: Trial, outcome: Outcome, title: str, level: int, after: FlowStep
) -> FlowStep:
    text = share(outcome.count, outcome.denominator, outcome.percent)
    lines = (text, outcome.population or "", outcome.place.text)
    mark = _mark(trial, outcome.measure, title, lines, outcome.flags)
    return FlowStep(mark, title, outcome.count, text, level, after.mark.key)


def _derived(
    trial: Trial, name: str, title: str, count: int, after: FlowStep, of: Outcome
) -> FlowStep:
    text = f"{count} (derived)"
    why = f"Not printed: {after.count} less {of.count}"
    mark = _mark(trial, name, title, (text, why, of.place.text), ())
    return FlowStep(mark, title, count, text, after.level + 1, after.mark.key, derived=True)


# --- two stages -----------------------------------------------------------------------------------


def _two_stages(trial: Trial, facts: dict[str, StatedFact]) -> tuple[FlowStep, ...]:
    wanted = ("n1", "enrolled", "r1 as printed", "patients added in stage 2", "n")
    if any(name not in facts for name in wanted):
        return ()
    plan = _fact_step(trial, "n1", "Planned first stage", facts["n1"], 0, planned=True)
    enrolled = _fact_step(trial, "enrolled", "Enrolled", facts["enrolled"], 1, plan)
    steps = [plan, enrolled]
    primary = next((o for o in trial.outcomes if o.endpoint == "primary"), None)
    rule = facts["r1 as printed"]
    if primary is not None:
        title = f"Responders, {primary.criteria}"
        steps.append(_outcome_step(trial, primary, title, 2, enrolled))
    steps.append(_rule(trial, rule, steps[-1]))
    steps.append(_stop(trial, facts, steps[-1]))
    steps.append(_never_begun(trial, facts, steps[-2]))
    return tuple(steps)


def _rule(trial: Trial, rule: StatedFact, after: FlowStep) -> FlowStep:
    text = f"to go on: {rule.as_printed}" if rule.as_printed else f"more than {rule.value}"
    mark = _mark(trial, "rule", "Rule as printed", (text, rule.place.text), rule.flags)
    return FlowStep(mark, "Rule as printed", None, text, after.level + 1, after.mark.key)


def _stop(trial: Trial, facts: dict[str, StatedFact], after: FlowStep) -> FlowStep:
    status, place = trial.recruitment.status_printed, trial.recruitment.status_place
    result = facts.get("primary end point result")
    text = f"primary end point {result.value}" if result else ""
    where = place or (result.place if result else trial.design.place)
    mark = _mark(trial, "stop", (status or "stop").capitalize(), (text, where.text), ())
    return FlowStep(mark, mark.label, None, text, after.level + 1, after.mark.key)


def _never_begun(trial: Trial, facts: dict[str, StatedFact], after: FlowStep) -> FlowStep:
    added, total = facts["patients added in stage 2"], facts["n"]
    text = f"{added.value} more, {total.value} in all"
    title = "Planned second stage"
    mark = _mark(trial, "stage2", title, (text, added.place.text), added.flags)
    count = added.value if isinstance(added.value, int) else None
    return FlowStep(mark, title, count, text, after.level + 1, after.mark.key, planned=True)


# --- shared ---------------------------------------------------------------------------------------


def _fact_step(
    trial: Trial,
    name: str,
    title: str,
    fact: StatedFact,
    level: int,
    after: FlowStep | None = None,
    planned: bool = False,
) -> FlowStep:
    count = fact.value if isinstance(fact.value, int) else None
    text = f"{count} patients"
    mark = _mark(trial, name, title, (text, fact.place.text), fact.flags)
    return FlowStep(
        mark, title, count, text, level, after.mark.key if after else "", False, planned
    )


def _mark(
    trial: Trial, name: str, label: str, lines: tuple[str, ...], flags: tuple[str, ...]
) -> Mark:
    told = tuple(line for line in lines if line)
    return Mark(f"{trial.id}:flow:{name}", trial.id, label, told, flag_notes(trial, flags))


def _cells(flow: Flow, step: FlowStep) -> TableRow:
    kind = " (planned)" if step.planned else ""
    cells = (
        flow.trial,
        f"{step.title}{kind}",
        step.text,
        "; ".join(step.mark.lines[1:]),
        flags_text(step.mark.flags),
    )
    return TableRow(step.mark.key, cells)
