"""The seal: bit for bit what was decided, in every process, and nobody changes it unseen."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from random import Random
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hccreview.clinical.case import Case, Entry, Override
from hccreview.clinical.editing import with_override
from hccreview.clinical.plan import Delay, DoseReduction, Hold, Plan
from hccreview.errors import ReviewError
from hccreview.meeting.canonical import canonical_bytes, digest_of, parsed
from hccreview.meeting.documents import documents_of, trial_of
from hccreview.meeting.seal import Sealed, amended, check_chain, opened, sealed
from hccreview.meeting.snapshot import Snapshot, compared_again, redecided, snapshot_of
from hccreview.review.eligibility import Eligibility
from hccreview.trials.local import LocalFill, LocalProtocol
from resources import resource_path
from tests.builders import TODAY, trials
from tests.db.strategies import cases
from tests.meeting.builders import (
    LONG,
    NOON,
    SITTING,
    a_decision,
    a_sample,
    a_snapshot,
    compared,
    documents,
    with_value,
)

KEPT = Path(__file__).with_name("sealed_1.json")
KEPT_DIGEST = Path(__file__).with_name("sealed_1.sha256")
SCRIPT = """
import sys
from tests.meeting.builders import NOON
from tests.meeting.test_seal import a_full_snapshot
from hccreview.meeting.seal import sealed
sys.stdout.write(sealed(a_full_snapshot(), "Dr Lin", NOON).digest)
"""


def a_full_snapshot() -> Snapshot:
    """Return a snapshot in which every kind of value and change is there."""
    on = date(2026, 11, 20)
    plan = Plan(
        LONG,
        date(2026, 11, 26),
        time=time(8, 30),
        choices=(("sorafenib", "methods"),),
        changes=(
            Hold(2, "low platelets", "Dr Lin", on),
            Delay(2, 7, "fever", "Dr Lin", on),
            DoseReduction(3, 100 / 3, "weight", "Dr Lin", on, onwards=True),
        ),
    )
    case = with_value(a_sample(3), "hbv_dna", "<20", "2026-11-19")
    case = with_value(case, "afp", ">60500.5", "2026-11-20", author="王医生")
    case = replace(case, plans=(plan,))
    case = with_override(case, Override(LONG, "I12b", "Dr Lin", on, "data wrong", "“clumped”"))
    found = replace(compared(3), case=case)
    local = LocalProtocol(LONG, "Dr Lin", on, "our pharmacy", (), 21)
    return a_snapshot(found, protocols=[local])


def seal(snapshot: Snapshot | None = None) -> Sealed:
    return sealed(snapshot or a_snapshot(), "Dr Lin", NOON)


# ---------------------------------------------------------------------- round trip


def test_a_sealed_decision_opens_bit_for_bit() -> None:
    first = seal(a_full_snapshot())
    again = opened(first.content, first.digest)
    assert again == first
    assert sealed(again.snapshot, "Dr Lin", NOON).content == first.content
    assert first.digest == digest_of(first.content)


@given(cases())
@settings(max_examples=60)
def test_every_case_opens_as_it_was_sealed(case: Case) -> None:
    drawn = replace(a_snapshot(), case=case, decision=a_decision(case=case.code))
    first = seal(drawn)
    again = opened(first.content, first.digest)
    assert again.snapshot == drawn
    assert seal(again.snapshot).content == first.content


@given(cases(), st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_the_order_in_which_an_entry_was_filled_in_does_not_matter(
    case: Case, random: Random
) -> None:
    def shuffled(entry: Entry) -> Entry:
        items = list(entry.values.items())
        random.shuffle(items)
        return Entry(MappingProxyType(dict(items)))

    lists = tuple(
        replace(each, entries=tuple(shuffled(entry) for entry in each.entries))
        for each in case.lists
    )
    snapshot = replace(a_snapshot(), case=case)
    other = replace(snapshot, case=replace(case, lists=lists))
    assert snapshot == other
    assert seal(snapshot).content == seal(other).content


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("aé王", max_size=2), inner),
    max_leaves=8,
)


@given(json_values)
def test_canonical_bytes_read_back_as_an_equal_value(value: object) -> None:
    content = canonical_bytes(value)
    assert parsed(content, "it") == value
    assert canonical_bytes(parsed(content, "it")) == content


def test_equal_numbers_are_written_alike() -> None:
    assert canonical_bytes([68.0, -0.0, 0.1 + 0.2]) == b"[68,0,0.30000000000000004]"
    with pytest.raises(ReviewError, match="not a number"):
        canonical_bytes(float("nan"))
    with pytest.raises(ReviewError, match="half a character"):
        canonical_bytes("\ud800")


@pytest.mark.parametrize("environment", [{"PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "99"}])
def test_the_digest_is_the_same_in_every_process_and_locale(environment: dict[str, str]) -> None:
    strange = {"LC_ALL": "de_DE.UTF-8", "TZ": "Asia/Shanghai", **environment}
    made = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={**os.environ, **strange},
        capture_output=True,
        text=True,
        check=True,
    )
    assert made.stdout == seal(a_full_snapshot()).digest


def test_a_seal_of_the_first_format_still_opens_and_is_written_as_it_was() -> None:
    content, digest = KEPT.read_bytes(), KEPT_DIGEST.read_text(encoding="ascii").strip()
    old = opened(content, digest)
    assert (old.seal.by, old.snapshot.case.code) == ("Dr Lin", "SAMPLE-03")
    assert [type(change).__name__ for change in old.snapshot.case.plans[0].changes] == [
        "Hold",
        "Delay",
        "DoseReduction",
    ]
    assert sealed(old.snapshot, old.seal.by, old.seal.at).content == content


# ------------------------------------------------------------------------ tampering


@given(st.data())
@settings(max_examples=60)
def test_a_changed_byte_is_refused(data: st.DataObject) -> None:
    first = seal()
    place = data.draw(st.integers(0, len(first.content) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda b: b != first.content[place]))
    changed = first.content[:place] + bytes([byte]) + first.content[place + 1 :]
    with pytest.raises(ReviewError, match="does not fit its digest: it was changed after"):
        opened(changed, first.digest)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "cannot be read"),
        (b"\xff", "cannot be read"),
        (b"[" * 100_000, "cannot be read"),
        (b'{"format": "hccreview-seal/1"}', "not written as this program writes"),
        (b'{"format":"hccreview-seal/9"}', "has the format “hccreview-seal/9”"),
        (b'{"format":"hccreview-seal/1"}', "a value was expected"),
        (b'{"format":"hccreview-seal/1","what":1}', "holds “what”, which this program does not"),
        (b"[1,NaN]", "cannot be read"),
        (b"7", "has the format “None”"),
    ],
)
def test_bytes_that_are_no_seal_end_in_a_sentence(content: bytes, told: str) -> None:
    with pytest.raises(ReviewError, match=told):
        opened(content, digest_of(content))


def _mangled(value: object, data: st.DataObject) -> object:
    """Return a record with one part replaced by something else."""
    deeper = data.draw(st.integers(0, 7)) > 0
    if isinstance(value, dict) and value and deeper:
        name = data.draw(st.sampled_from(sorted(value)))
        return {**value, name: _mangled(value[name], data)}
    if isinstance(value, list) and value and deeper:
        place = data.draw(st.integers(0, len(value) - 1))
        return [*value[:place], _mangled(value[place], data), *value[place + 1 :]]
    strange = st.sampled_from([{}, [], {"span": 1}, "2026-13-01", "inf", 10**400, "c", "2026"])
    return data.draw(st.none() | st.booleans() | st.integers() | strange | st.text(max_size=3))


@given(st.data())
@settings(max_examples=150)
def test_a_record_of_another_shape_ends_in_a_sentence_or_is_another_record(
    data: st.DataObject,
) -> None:
    record = parsed(seal(a_full_snapshot()).content, "it")
    content = canonical_bytes(_mangled(record, data))
    try:
        again = opened(content, digest_of(content))
    except ReviewError as error:
        assert str(error).endswith(".")
    else:
        assert again.content == content


# ----------------------------------------------------------------------- amendments


def test_an_amendment_is_a_new_version_with_its_reason_and_the_digest_before() -> None:
    first = seal()
    snapshot = a_snapshot(decision=a_decision(basis="MRI of 22 Nov 2026"))
    later = NOON + timedelta(days=1)
    second = amended(first, snapshot, "Prof. Chen", later, "the MRI came in")
    assert (second.seal.version, second.seal.before) == (2, first.digest)
    assert second.sentence == (
        f"Version 2, sealed by Prof. Chen on 22 Nov 2026 at 12:00 UTC, digest {second.mark}."
        " Amended: the MRI came in."
    )
    assert second.mark.replace(" ", "") == second.digest[:16]
    assert opened(second.content, second.digest) == second


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"reason": " "}, "^The reason of the amendment is missing; write it.$"),
        ({"by": ""}, "^The name of who seals the decision is missing; write it.$"),
        ({"at": NOON - timedelta(1)}, "lies before the version it amends"),
        ({"at": datetime(2026, 11, 22)}, "names no time zone"),
    ],
)
def test_an_amendment_without_reason_author_or_time_is_refused(
    changes: dict[str, object], told: str
) -> None:
    parts = {"by": "Prof. Chen", "at": NOON + timedelta(days=1), "reason": "new MRI", **changes}
    snapshot = a_snapshot(decision=a_decision(basis="another"))
    with pytest.raises(ReviewError, match=told):
        amended(seal(), snapshot, **parts)  # type: ignore[arg-type]


def test_an_amendment_changes_something_and_stays_with_its_case() -> None:
    with pytest.raises(ReviewError, match="Nothing has changed since it was sealed"):
        amended(seal(), a_snapshot(), "Dr Lin", NOON, "why not")
    with pytest.raises(ReviewError, match="is on SAMPLE-01, the amendment on SAMPLE-03"):
        amended(seal(), a_full_snapshot(), "Dr Lin", NOON, "why not")


@given(st.integers(1, 4), st.data())
@settings(max_examples=25)
def test_a_chain_holds_only_whole_and_in_order(length: int, data: st.DataObject) -> None:
    chain = [seal()]
    for number in range(length):
        snapshot = a_snapshot(decision=a_decision(basis=f"basis {number}"))
        chain.append(amended(chain[-1], snapshot, "Dr Lin", NOON, f"reason {number}"))
    check_chain(chain)
    removed = data.draw(st.integers(0, length - 1))  # the last can only be missed by its digest
    with pytest.raises(ReviewError, match="does not follow the one before"):
        check_chain(chain[:removed] + chain[removed + 1 :])
    place = data.draw(st.integers(0, length - 1))
    swapped = [*chain[:place], chain[place + 1], chain[place], *chain[place + 2 :]]
    with pytest.raises(ReviewError, match="does not follow the one before"):
        check_chain(swapped)


def test_a_version_rewritten_with_a_new_digest_breaks_the_chain() -> None:
    first = seal()
    other = seal(a_snapshot(decision=a_decision(basis="another basis")))
    third = a_snapshot(decision=a_decision(basis="a third basis"))
    second = amended(first, third, "Dr Lin", NOON, "new MRI")
    with pytest.raises(ReviewError, match="Version 2 of the sealed decision on SAMPLE-01 does not"):
        check_chain([other, second])


def test_the_time_of_a_seal_is_kept_in_universal_time() -> None:
    shanghai = timezone(timedelta(hours=8))
    first = sealed(a_snapshot(), "Dr Lin", datetime(2026, 11, 21, 20, tzinfo=shanghai))
    assert first == seal()
    assert opened(first.content, first.digest).seal.at.tzinfo is UTC


# ------------------------------------------------------------------------ snapshots


def test_a_snapshot_holds_verdicts_sentences_and_versions() -> None:
    snapshot = a_snapshot()
    trial = next(each for each in snapshot.trials if each.id == LONG)
    finding = next(each for each in trial.findings if each.criterion == "I12b")
    assert (trial.digest, trial.eligibility) == (trials()[LONG].digest, Eligibility.ELIGIBLE)
    assert "138" in finding.sentence
    assert finding.facts[0].text == "138 ×10⁹/L"
    assert snapshot.names()[f"{LONG}/haic"] == trial.arm_name
    assert snapshot.sitting == SITTING


def test_a_snapshot_compares_again_to_the_findings_it_holds() -> None:
    snapshot = a_snapshot()
    again = snapshot_of(compared_again(snapshot, documents()), snapshot.decision, SITTING)
    assert again == snapshot


def test_only_a_decision_that_may_stand_is_sealed() -> None:
    with pytest.raises(ReviewError, match="The basis of the decision is missing"):
        a_snapshot(decision=a_decision(basis=""))
    snapshot = a_snapshot()
    corrected = redecided(snapshot, a_decision(basis="MRI of 12 Nov 2026"), documents())
    assert corrected.decision.basis == "MRI of 12 Nov 2026"
    assert replace(corrected, decision=snapshot.decision) == snapshot
    with pytest.raises(ReviewError, match="Who is responsible is missing"):
        redecided(snapshot, a_decision(responsible=""), documents())


def test_two_arms_of_one_trial_are_not_sealed_together() -> None:
    found = compared(1, LONG)
    twice = replace(found, assessments=found.assessments * 2)
    with pytest.raises(ReviewError, match="NCT06187961 is compared for two arms; compare it for"):
        a_snapshot(twice)


def test_only_the_local_protocols_of_compared_trials_are_sealed() -> None:
    def local(trial: str) -> LocalProtocol:
        fill = LocalFill("oxaliplatin", dose=85.0)
        return LocalProtocol(trial, "Dr Lin", TODAY, "our pharmacy", (fill,))

    snapshot = a_snapshot(protocols=[local(LONG), local("NCT1")])
    assert snapshot.protocols == (local(LONG),)


def test_decision_and_comparison_are_of_one_case() -> None:
    with pytest.raises(ReviewError, match="The decision is on P-2, the comparison on SAMPLE-01"):
        snapshot_of(compared(), a_decision(case="P-2"), SITTING)


# ------------------------------------------------------------------------ documents


def test_every_bundled_document_opens_from_what_is_kept_of_it() -> None:
    for trial in trials().values():
        assert trial_of(trial.digest, documents()) == trial


def test_a_document_that_is_missing_changed_or_of_another_version_is_refused() -> None:
    digest = trials()[LONG].digest
    with pytest.raises(ReviewError, match="is missing; restore it from a backup"):
        trial_of(digest, {})
    with pytest.raises(ReviewError, match="has been changed since it was sealed"):
        trial_of(digest, {digest: documents()[digest].replace(b"75", b"50")})
    with pytest.raises(ReviewError, match="is missing; load the library again"):
        documents_of(compared(1, LONG), {})
    text = resource_path("trials", f"{LONG}.yaml").read_text(encoding="utf-8")
    with pytest.raises(ReviewError, match="is not the version that was compared"):
        documents_of(compared(1, LONG), {LONG: text.replace("75", "50")})
