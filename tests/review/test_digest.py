"""The digest: another for any other input, the same in every process."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from typing import Any

from hccreview.clinical.case import Case, Override
from hccreview.clinical.fields import SiteSettings, bundled_settings
from hccreview.review.digest import canonical, data_version, input_digest
from tests.builders import a_case, comparison, trials

CASE = a_case(
    platelets=68,
    diagnosis_basis=["radiology", "histology"],
    treatments=[{"kind": "systemic", "classes": ["targeted", "immunotherapy"], "start": "2026-08"}],
)
OVERRIDE = Override("NCT06187961", "I12b", "Dr Lin", date(2026, 11, 20), "data wrong", "clumped")
SCRIPT = """
import sys
from tests.review.test_digest import CASE
from tests.builders import comparison
from hccreview.review.digest import input_digest
sys.stdout.write(input_digest(comparison(CASE)))
"""


def digest(case: Case = CASE, *names: str, **more: Any) -> str:
    """Return the digest of a comparison."""
    return input_digest(comparison(case, *names, **more))


def other(**changes: Any) -> Case:
    """Return the case with one observation changed in one part."""
    first, *rest = CASE.observations
    return replace(CASE, observations=(replace(first, **changes), *rest))


def test_equal_inputs_have_equal_digests() -> None:
    assert digest() == digest()
    assert len(digest()) == 64


def test_any_other_input_has_another_digest() -> None:
    ages = {**bundled_settings().ages, "laboratory": 14}
    (entries,) = CASE.lists
    digests = [
        digest(),
        digest(replace(CASE, code="CASE-2")),
        digest(replace(CASE, label="another")),
        digest(replace(CASE, overrides=(OVERRIDE,))),
        digest(replace(CASE, arms=(("NCT06881433", "haic"),))),
        digest(replace(CASE, observations=CASE.observations[1:])),
        digest(other(uln=350.0)),
        digest(other(unit="10*3/uL")),
        digest(other(value_text="68.0")),
        digest(other(collected_at="08:00")),
        digest(other(author="Dr Lin")),
        digest(other(reason="repeat")),
        digest(other(note="haemolytic")),
        digest(other(laboratory="Central")),
        digest(other(suspect="doubtful")),
        digest(replace(CASE, lists=(replace(entries, complete_on=None),))),
        digest(replace(CASE, lists=(replace(entries, entries=()),))),
        digest(CASE, "NCT06187961"),
        digest(CASE, "NCT06187961", "NCT06881433"),
        digest(as_of=date(2026, 11, 22)),
        digest(inclusion=date(2026, 11, 21)),
        digest(first_dose=date(2026, 11, 26)),
        digest(settings=SiteSettings(ages, 14)),
        digest(settings=SiteSettings(bundled_settings().ages, 7)),
    ]
    assert len(set(digests)) == len(digests)


def test_the_arm_and_the_document_of_a_trial_count() -> None:
    trial = trials()["NCT06881433"]
    arm = next(each for each in trial.arms if not each.default)
    assert digest(arms={trial.id: arm.id}) != digest()
    found = comparison(CASE, trial.id)
    changed = replace(found.assessments[0], trial=replace(trial, digest="0" * 64))
    assert input_digest(replace(found, assessments=(changed,))) != input_digest(found)


def test_the_digest_is_the_same_in_every_process() -> None:
    seen = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", SCRIPT]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        seen.add(done.stdout)
    assert seen == {digest()}


def test_the_order_of_sets_and_mappings_does_not_matter() -> None:
    assert canonical({"b": 1, "a": frozenset("xyz")}) == canonical({"a": frozenset("zyx"), "b": 1})
    assert canonical(("a", "b")) != canonical(("b", "a"))
    assert canonical(["ab"]) != canonical(["a", "b"])


def test_the_data_version_names_the_documents() -> None:
    both = list(trials().values())
    assert len(data_version(both)) == 12
    assert data_version(both) != data_version(both[:1])
    assert data_version([replace(both[0], digest="0")]) != data_version(both[:1])
