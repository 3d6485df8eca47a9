"""docs/schedule.md and the plans of docs/case-file.md keep their word."""

import re
from pathlib import Path

from hccreview.exchange.case_file import parse_case
from hccreview.exchange.local_file import parse_local
from hccreview.review.schedule.build import schedule_of
from hccreview.trials.library import read_library
from hccreview.trials.local import with_local
from tests.builders import TODAY

DOCS = Path(__file__).parents[1] / "docs"
TRIALS = {trial.id: trial for trial in read_library()}


def example(name: str, beginning: str) -> str:
    text = (DOCS / name).read_text(encoding="utf-8")
    return next(
        block
        for block in re.findall(r"^```yaml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
        if block.startswith(beginning)
    )


def test_the_plan_shown_can_be_read_and_worked_out() -> None:
    written = f"format: hccreview-case/1\ncode: P-1\n{example('case-file.md', 'plans:')}"
    case = parse_case(written, "case-file.md")
    (plan,) = case.plans
    found = schedule_of(case, TRIALS[plan.trial], plan, TODAY)
    assert len(found.cycles) == 4
    assert len(plan.changes) == 3


def test_the_local_protocol_shown_can_be_read_and_fills_what_is_open() -> None:
    protocol = parse_local(example("schedule.md", "format: hccreview-local"), "schedule.md")
    with_local(TRIALS[protocol.trial].regimen, protocol)
