"""Local protocols in the store: in force, replaced, removed, and never lost."""

from datetime import date

import pytest

from db.store import Store
from hccreview.errors import ReviewError
from hccreview.trials.local import LocalFill, LocalProtocol

FIRST = LocalProtocol(
    "NCT06187961", "A. Chair", date(2026, 11, 20), "product information",
    (LocalFill("lenvatinib", dose=8, route="oral", days=(1,), per_day=1),), 21,
)  # fmt: skip
SECOND = LocalProtocol(
    "NCT06187961",
    "B. Chair",
    date(2026, 11, 21),
    "local board",
    (LocalFill("haic", duration=46.5),),
)


def test_a_saved_protocol_is_in_force_and_reads_back_the_same(store: Store):
    saved = store.save_local_protocol(FIRST)
    assert saved.protocol == FIRST
    assert store.local_protocols() == (saved,)
    assert store.audit_lines(1)[0].action == "save"
    assert store.audit_lines(1)[0].subject == "local protocol"


def test_saving_the_same_protocol_again_writes_nothing(store: Store):
    store.save_local_protocol(FIRST)
    lines = store.audit_lines()
    assert store.save_local_protocol(FIRST).version == 1
    assert store.audit_lines() == lines


def test_a_later_protocol_replaces_the_one_before_which_stays_in_the_history(store: Store):
    store.save_local_protocol(FIRST)
    store.save_local_protocol(SECOND)
    assert [each.protocol for each in store.local_protocols()] == [SECOND]
    history = store.local_protocol_history("NCT06187961")
    assert [(each.version, each.protocol) for each in history] == [(2, SECOND), (1, FIRST)]


def test_a_removed_protocol_is_out_of_force_with_its_reason_and_an_earlier_one_stays_so(
    store: Store,
):
    store.save_local_protocol(FIRST)
    store.save_local_protocol(SECOND)
    store.remove_local_protocol("NCT06187961", "the protocol was printed")
    assert store.local_protocols() == ()
    newest = store.local_protocol_history("NCT06187961")[0]
    assert newest.removed_because == "the protocol was printed"
    assert newest.removed_at is not None
    assert store.audit_lines(1)[0].action == "remove"


def test_what_was_removed_can_be_put_in_force_again(store: Store):
    store.save_local_protocol(FIRST)
    store.remove_local_protocol("NCT06187961", "too early")
    assert store.save_local_protocol(FIRST).version == 2
    assert [each.protocol for each in store.local_protocols()] == [FIRST]


def test_removing_needs_a_protocol_and_a_reason(store: Store):
    with pytest.raises(ReviewError, match="no local protocol"):
        store.remove_local_protocol("NCT06187961", "x")
    store.save_local_protocol(FIRST)
    with pytest.raises(ReviewError, match="why"):
        store.remove_local_protocol("NCT06187961", " ")
    assert len(store.local_protocols()) == 1
