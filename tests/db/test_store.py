"""Each method of the store is one user action: what it changes, what it refuses, what it notes."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from db.listing import CaseSearch, StoredCase
from db.store import Store, open_store
from hccreview.clinical.case import Case
from hccreview.errors import ReviewError
from hccreview.trials.library import read_trial
from resources import resource_path
from tests.db.conftest import NOW, SAMPLES, opened

TRIAL = resource_path("trials", "NCT05099848.yaml")


def of(store: Store, code: str) -> StoredCase:
    stored = store.stored(code)
    assert stored is not None
    return stored


def codes(store: Store, archived: bool = False) -> list[str]:
    return [line.code for line in store.cases(CaseSearch(archived=archived)).lines]


# ------------------------------------------------------------------- saving, versions


def test_a_case_that_was_never_saved_is_not_there(store: Store):
    assert store.case("P-1") is None
    assert store.stored("P-1") is None


def test_a_save_names_the_version_that_the_next_save_has_to_name(store: Store, sample: Case):
    first = store.save_case(sample, seen_version=None)
    second = store.save_case(replace(sample, label="corrected"), seen_version=first)
    assert second == first + 1 == of(store, sample.code).version
    assert store.cases().lines[0].version == second


def test_a_change_of_one_value_alone_makes_a_new_version(store: Store, sample: Case):
    first = store.save_case(sample, seen_version=None)
    shorter = replace(sample, observations=sample.observations[:-1])
    assert store.save_case(shorter, seen_version=first) == first + 1


def test_a_save_on_a_stale_version_is_told_so_and_overwrites_nothing(store: Store, sample: Case):
    first = store.save_case(sample, seen_version=None)
    theirs = replace(sample, label="theirs")
    store.save_case(theirs, seen_version=first)
    lines = store.audit_lines()
    with pytest.raises(ReviewError, match=r"SAMPLE-06 was changed meanwhile.*not.*overwritten"):
        store.save_case(replace(sample, label="mine"), seen_version=first)
    assert store.case(sample.code) == theirs
    assert store.audit_lines() == lines


def test_two_stores_on_one_file_see_and_respect_each_other(path: Path, sample: Case):
    with opened(path) as one, opened(path) as other:
        version = one.save_case(sample, seen_version=None)
        assert other.case(sample.code) == sample
        changed = replace(sample, label="by the other")
        other.save_case(changed, seen_version=version)
        with pytest.raises(ReviewError, match="changed meanwhile"):
            one.save_case(sample, seen_version=version)
        assert one.case(sample.code) == changed


def test_a_new_case_never_takes_the_place_of_another(store: Store, sample: Case):
    store.save_case(sample, seen_version=None)
    with pytest.raises(ReviewError, match="a case SAMPLE-06 already"):
        store.save_case(Case(sample.code), seen_version=None)
    assert store.case(sample.code) == sample


def test_a_save_after_a_deletion_is_told_so(store: Store, sample: Case):
    version = store.save_case(sample, seen_version=None)
    store.delete(sample.code, seen_version=version)
    with pytest.raises(ReviewError, match="was deleted meanwhile"):
        store.save_case(sample, seen_version=version)


def test_a_case_made_anew_under_an_old_code_is_not_taken_for_the_old_one(
    store: Store, sample: Case
):
    version = store.save_case(sample, seen_version=None)
    store.delete(sample.code, seen_version=version)
    store.save_case(Case(sample.code), seen_version=None)
    with pytest.raises(ReviewError, match="changed meanwhile"):
        store.save_case(sample, seen_version=version)


# ------------------------------------------------- archive, delete, rename, samples


def test_an_archived_case_leaves_the_list_and_comes_back(store: Store, sample: Case):
    version = store.save_case(sample, seen_version=None)
    version = store.archive(sample.code, seen_version=version)
    assert codes(store) == []
    assert codes(store, archived=True) == [sample.code]
    assert of(store, sample.code) == StoredCase(sample, version, archived=True)
    store.restore(sample.code, seen_version=version)
    assert codes(store) == [sample.code]
    assert codes(store, archived=True) == []


def test_a_deleted_case_is_gone_with_all_its_parts_and_can_be_saved_anew(
    store: Store, sample: Case
):
    version = store.save_case(sample, seen_version=None)
    deleted = store.delete(sample.code, seen_version=version)
    assert deleted == sample
    assert store.case(sample.code) is None
    assert rows_left(store) == 0
    store.save_case(deleted, seen_version=None)
    assert store.case(sample.code) == sample


def rows_left(store: Store) -> int:
    from sqlalchemy import func, select

    from db.tables import PARTS

    with store._engine.connect() as connection:
        return sum(
            connection.scalar(select(func.count()).select_from(table)) or 0 for table in PARTS
        )


def test_a_renamed_case_keeps_everything_but_its_code(store: Store, sample: Case):
    version = store.save_case(sample, seen_version=None)
    store.rename(sample.code, "P-7", seen_version=version)
    assert store.case("P-7") == replace(sample, code="P-7")
    assert store.case(sample.code) is None
    assert codes(store) == ["P-7"]


def test_a_code_that_is_taken_is_refused_as_a_new_name(store: Store, sample: Case):
    version = store.save_case(sample, seen_version=None)
    store.save_case(Case("P-7"), seen_version=None)
    with pytest.raises(ReviewError, match="P-7 already"):
        store.rename(sample.code, "P-7", seen_version=version)
    assert store.case(sample.code) == sample


@pytest.mark.parametrize(
    "act",
    [
        lambda store, version: store.archive("SAMPLE-06", seen_version=version),
        lambda store, version: store.restore("SAMPLE-06", seen_version=version),
        lambda store, version: store.delete("SAMPLE-06", seen_version=version),
        lambda store, version: store.rename("SAMPLE-06", "P-7", seen_version=version),
    ],
)
def test_no_action_is_done_to_a_case_that_was_changed_meanwhile(
    store: Store, sample: Case, act: Callable[[Store, int], object]
):
    version = store.save_case(sample, seen_version=None)
    store.save_case(sample, seen_version=version)
    with pytest.raises(ReviewError, match="changed meanwhile"):
        act(store, version)
    assert of(store, sample.code) == StoredCase(sample, version + 1)


def test_samples_are_marked_and_leave_in_one_step_without_the_users_own_cases(store: Store):
    store.save_case(Case("P-1", synthetic=True), seen_version=None)
    assert store.import_samples(SAMPLES) == len(SAMPLES)
    assert all(line.sample == (line.code != "P-1") for line in store.cases().lines)
    assert store.remove_samples() == len(SAMPLES)
    assert codes(store) == ["P-1"]
    assert store.remove_samples() == 0


def test_samples_never_take_the_place_of_a_case_with_their_code(store: Store, sample: Case):
    mine = Case(sample.code, label="mine")
    store.save_case(mine, seen_version=None)
    assert store.import_samples(SAMPLES) == len(SAMPLES) - 1
    assert store.import_samples(SAMPLES) == 0
    store.remove_samples()
    assert store.case(sample.code) == mine


# ------------------------------------------------------------------ trial documents


def test_a_trial_document_is_kept_word_for_word_with_its_digest(store: Store):
    text = TRIAL.read_text("utf-8")
    saved = store.save_trial_document(text, where=TRIAL.name, origin="bundled")
    assert (saved.trial, saved.version, saved.text) == ("NCT05099848", 1, text)
    assert saved.digest == read_trial(TRIAL).digest
    assert store.trial_documents() == (saved,)
    assert store.trial_document(saved.digest) == saved
    assert store.trial_document("0" * 64) is None


def test_another_text_of_a_trial_is_another_version_and_the_old_one_stays(store: Store):
    text = TRIAL.read_text("utf-8")
    first = store.save_trial_document(text, where="a", origin="bundled")
    again = store.save_trial_document(f"# a comment\n{text}", where="b", origin="bundled")
    assert again == first
    revised = re.sub(r"\ntitle: .*", "\ntitle: Another title", text, count=1)
    second = store.save_trial_document(revised, where="c", origin="bundled")
    site = store.save_trial_document(text, where="d", origin="site")
    assert (second.version, site.version) == (2, 1)
    assert store.trial_documents() == (second, site)
    assert store.trial_document(second.digest) == second


def test_a_text_that_is_no_trial_document_is_not_kept(store: Store):
    with pytest.raises(ReviewError, match=r"mine\.yaml"):
        store.save_trial_document("title: no trial", where="mine.yaml", origin="site")
    assert store.trial_documents() == ()


# ---------------------------------------------------------------------- audit lines


def test_every_write_adds_its_audit_line(store: Store, sample: Case):
    version = store.save_case(sample, seen_version=None)
    version = store.save_case(sample, seen_version=version)
    version = store.rename(sample.code, "P-7", seen_version=version)
    version = store.archive("P-7", seen_version=version)
    version = store.restore("P-7", seen_version=version)
    store.delete("P-7", seen_version=version)
    store.import_samples(SAMPLES[:1])
    store.remove_samples()
    store.save_trial_document(TRIAL.read_text("utf-8"), where="a", origin="site")
    lines = store.audit_lines()[::-1]
    case = ["create", "change", "rename", "archive", "restore", "delete", "import", "delete"]
    assert [line.action for line in lines] == ["create", *case, "save"]
    assert [line.subject for line in lines] == ["store", *["case"] * 8, "trial document"]
    assert {line.at for line in lines} == {NOW}
    assert len({line.reference for line in lines[1:7]}) == 1


def test_reading_adds_no_audit_line(store: Store, sample: Case):
    store.save_case(sample, seen_version=None)
    before = store.audit_lines()
    store.case(sample.code)
    store.cases("tace")
    store.trial_documents()
    assert store.audit_lines() == before


def test_an_audit_line_holds_no_code_and_no_value_and_its_digest_is_keyed(
    path: Path, sample: Case, tmp_path: Path
):
    with opened(path) as one, opened(tmp_path / "other.sqlite") as other:
        one.save_case(sample, seen_version=None)
        other.save_case(sample, seen_version=None)
        mine, theirs = one.audit_lines(1)[0], other.audit_lines(1)[0]
    assert sample.code not in repr(mine)
    assert re.fullmatch(r"[0-9a-f]{64}", mine.digest)
    assert mine.digest != theirs.digest


def test_each_saving_has_a_digest_of_its_own(store: Store, sample: Case):
    version = store.save_case(sample, seen_version=None)
    version = store.save_case(replace(sample, label="other"), seen_version=version)
    store.save_case(sample, seen_version=version)
    assert len({line.digest for line in store.audit_lines(3)}) == 3
    assert store.proved(sample.code) == ""


def test_a_moment_is_the_same_in_every_time_zone(path: Path):
    zone = timezone(timedelta(hours=8))
    with open_store(path, today=lambda: NOW.astimezone(zone)) as store:
        store.save_case(Case("P-1"), seen_version=None)
        assert store.cases().lines[0].changed_at == NOW
        assert store.audit_lines(1)[0].at.tzinfo is UTC


def test_the_store_says_whether_this_start_made_the_file(path: Path):
    with opened(path) as store:
        assert store.made
    with opened(path) as store:
        assert not store.made
        assert store.copy is None


def test_a_moment_without_a_zone_is_local_time(path: Path):
    naive = datetime(2026, 11, 21, 9, 30)
    with open_store(path, today=lambda: naive) as store:
        assert store.audit_lines(1)[0].at == naive.astimezone(UTC)
