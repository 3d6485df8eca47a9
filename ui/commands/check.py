"""``check``: read a trial document and report what looks wrong in its criteria."""

from __future__ import annotations

from pathlib import Path

from hccreview.trials.library import read_trial
from hccreview.trials.lint import lint
from ui.commands.layout import wrapped


def check_trial(path: Path) -> None:
    """Print what the lint finds; raises ReviewError where the document cannot be loaded."""
    trial = read_trial(path)
    findings = lint(trial)
    number = len(trial.criteria)
    criteria = f"{number} {'criterion' if number == 1 else 'criteria'}"
    for each in findings:
        place = f"{each.criterion}, line {each.line}, column {each.column}"
        print(wrapped(f"{place}: {each.rule}: {each.message}", rest="  "))
    if findings:
        plural = "finding" if len(findings) == 1 else "findings"
        print(f"{path}: {trial.id} loaded with {criteria}; {len(findings)} {plural}.")
    else:
        print(f"{path}: {trial.id} loaded with {criteria}; nothing to report.")
