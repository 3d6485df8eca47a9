"""The hand-out read back: two pages a case, whatever is recorded; nothing that names a patient."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from db.store import open_store
from hccreview.clinical.dates import spoken
from hccreview.meeting.attachment import KeyImage, Media
from hccreview.meeting.board_case import BoardCase
from hccreview.meeting.decision import Kind
from hccreview.meeting.meeting import AgendaItem, Member, Sitting
from hccreview.review.digest import data_version, input_digest
from hccreview.review.explain import STATEMENT
from hccreview.review.schedule.build import planned_schedules
from tests.meeting.builders import a_decision, a_recommendation, compared
from tests.ui.printing.reading import (
    CHINESE,
    DAY,
    DEFERRED,
    DRAFTED,
    LONG,
    PLAIN,
    SEALED,
    SECRET,
    fonts_outside,
    hard_meeting,
    pages,
    picture_count,
)
from ui import theme
from ui.board_cases import board_case, board_cases
from ui.commands.boards import meeting_of
from ui.commands.clock import now
from ui.printing.handout import case_flows, picture_of, save_handout
from ui.printing.handout_meeting import meeting_flows, save_meeting
from ui.printing.paper import pdf_of


@pytest.fixture(scope="module", autouse=True)
def _font(qapp):
    theme.use_bundled_font(qapp)


@pytest.fixture(scope="module")
def meeting(tmp_path_factory):
    """The meeting, its cases in order and all open tasks, as the store has them."""
    from hccreview.trials.library import read_library

    path = tmp_path_factory.mktemp("board") / "cases.sqlite"
    with open_store(path, today=now) as store:
        stored = hard_meeting(store)
        cases = board_cases(store, stored, read_library(), None)
        tasks = tuple(each.task for each in store.board.open_tasks())
    return stored.meeting, {each.code: each for each in cases}, tasks


@pytest.fixture
def handout(meeting, tmp_path):
    """Write the hand-out of a case and return its file and pages."""

    def written(code, **changed):
        path = tmp_path / f"{code}.pdf"
        save_handout(replace(meeting[1][code], **changed), path, DAY)
        return path, pages(path)

    return written


def of_sample(number, **parts):
    comparison = compared(number)
    schedules = {each.trial: each for each in planned_schedules(comparison)}
    return BoardCase(comparison, schedules=schedules, **parts)


@pytest.fixture(scope="module")
def book(meeting, tmp_path_factory):
    """The hand-out of the whole meeting: its file, its pages, and what was told meanwhile."""
    path, told = tmp_path_factory.mktemp("book") / "meeting.pdf", []
    cases = tuple(meeting[1].values())
    save_meeting(meeting[0], cases, meeting[2], path, DAY, lambda *n: told.append(n))
    return path, pages(path), told


@pytest.mark.parametrize("number", range(1, 15))
def test_every_sample_has_two_pages_that_say_by_what_they_were_made(number, meeting, book):
    code = f"SAMPLE-{number:02}"
    path, found, _ = book
    place = 1 + 2 * meeting[0].codes.index(code)
    first, second = found[place : place + 2]
    comparison = meeting[1][code].comparison
    assert first.startswith(f"{code}: ")
    assert second.startswith(f"{code}: decision and treatment")
    for page, text in ((place + 1, first), (place + 2, second)):
        assert STATEMENT in text
        assert f"{code}, 21 Nov 2026, {page} of {len(found)}" in text
    trials = [each.trial for each in comparison.assessments]
    assert input_digest(comparison) in second
    assert f"data version {data_version(trials)}" in second
    assert f"as of {spoken(DAY)}, printed {spoken(DAY)}" in second
    assert all(f"document {trial.digest[:12]}" in second for trial in trials)
    assert all(trial.id in first for trial in trials)
    assert picture_count(path, place + 1) == 1


def test_cases_without_a_meeting_have_two_pages_too():
    cases = [of_sample(number) for number in range(1, 15)]
    picture = picture_of(cases[0])
    flows = [flow for each in cases for flow in case_flows(each, picture, DAY)]
    found = pages(pdf_of(flows, "all"))
    assert len(found) == 28
    assert [text.split(":")[0] for text in found[::2]] == [each.code for each in cases]


def test_a_hand_out_of_one_case_is_numbered_on_its_own(handout):
    path, (first, second) = handout(PLAIN)
    assert f"{PLAIN}, 21 Nov 2026, 1 of 2" in first
    assert f"{PLAIN}, 21 Nov 2026, 2 of 2" in second
    assert fonts_outside(path) == []


def test_the_longest_decision_leaves_two_pages_and_says_what_is_left_out(handout):
    path, (first, second) = handout(SEALED)
    assert "Decision: sealed, version 2, amended" in first
    assert "1. Standard treatment: Atezolizumab and bevacizumab." in second
    assert "2. Supportive care: Multinodular" in second
    assert second.count("more characters, see the program]") == 4
    assert "Votes: 3 for, 1 against, 0 abstained" in second
    assert "Responsible: 张伟, by 5 Dec 2026" in second
    assert "Left open:" in second
    assert picture_count(path, 1) == 1


def test_the_digest_of_the_sealed_record_is_printed_with_its_mark(meeting, handout):
    _, (_, second) = handout(SEALED)
    record = meeting[1][SEALED].sealed
    assert record.digest in second
    assert record.mark in second
    assert "Amended: a word was wrong." in second
    assert "sealed by 陈建国" in second


def test_names_of_members_in_chinese_are_read_back(handout):
    _, (first, _) = handout(PLAIN)
    assert all(name in first for name in CHINESE)
    assert "三号楼, Room 4" in first


def test_notes_captions_and_excerpts_are_not_printed(handout):
    _, told = handout(SEALED)
    whole = " ".join(told)
    assert "Shown to the board, not printed: 1 key image and 1 excerpt of a report" in whole
    assert SECRET not in whole and "secret" not in whole.lower()


def test_label_and_remark_of_a_case_are_not_printed(meeting, handout):
    case = meeting[1][PLAIN].comparison.case
    _, told = handout(PLAIN)
    assert case.label and case.label not in " ".join(told)
    assert case.shows and case.shows not in " ".join(told)


def test_a_draft_is_called_a_draft(handout):
    _, (first, second) = handout(DRAFTED)
    assert "Decision: draft, not sealed" in first
    assert "This is a draft: it is not sealed and may still change." in second
    assert "there is no sealed record" in second


def test_without_a_decision_it_says_so(handout):
    _, (first, second) = handout(DEFERRED)
    assert "No decision is recorded yet." in first
    assert "No start of a treatment is planned" in second


def test_the_regimen_is_whole_where_the_decision_is_short(handout):
    _, (_, second) = handout(PLAIN)
    assert "85 mg/m² × 1.7972 m² = 152.76 mg" in second
    for drug in ("camrelizumab", "oxaliplatin", "leucovorin", "fluorouracil", "apatinib"):
        assert drug in second
    assert "administrations, not shown" not in second and "more administration" not in second
    assert "Doses are not rounded." in second


def test_a_regimen_that_nobody_recommended_says_so(handout, tmp_path):
    told = "For orientation, not recommended by the board."
    for code in (PLAIN, DEFERRED):  # sealed for a standard treatment; nothing decided
        _, (_, second) = handout(code)
        assert told in second or "Regimen: " not in second
    decision = a_decision(
        a_recommendation(Kind.PRECEDENT, trial="NCT05099848", reason="as there"), case=PLAIN
    )
    save_handout(of_sample(2, draft=decision), tmp_path / "case.pdf", DAY)
    assert told not in pages(tmp_path / "case.pdf")[1]


def test_how_often_is_told_also_of_what_has_no_stated_start(handout):
    _, (_, second) = handout(PLAIN)
    assert "250 mg once daily" in second  # apatinib: stated, though its start and route are not


def test_a_day_that_is_only_implied_is_told_as_such(tmp_path):
    decision = a_decision(
        a_recommendation(Kind.PRECEDENT, trial="ChiCTR2100041874", reason="as there"),
        case=PLAIN,
    )
    save_handout(of_sample(2, draft=decision), tmp_path / "case.pdf", DAY)
    _, second = pages(tmp_path / "case.pdf")
    told = "camrelizumab, oxaliplatin, leucovorin, fluorouracil: day 1 of the cycle is implied"
    assert told in second


def test_the_verdict_that_decides_is_told_with_its_reason(handout):
    _, (first, _) = handout(PLAIN)
    # A sign of another font is read back with blanks around it.
    assert "Platelets 68 ×10 ⁹ /L on 18 Nov 2026; at least 75 required; short by 7" in first


def test_standard_of_care_stands_beside_the_trials(handout):
    _, (first, _) = handout(PLAIN)
    care = first.index("Standard of care beside the trials: BCLC 2022")
    assert care < first.index("Trials, and the criteria that decide")
    assert "orientation" in first and "Source: Reig 2022" in first


def test_what_has_changed_since_the_seal_is_told(meeting, handout):
    _, (_, second) = handout(PLAIN)
    assert "Nothing: the verdicts of the first page are those that were sealed." in second


def test_a_new_value_after_the_seal_is_told_as_a_change(tmp_path):
    from hccreview.clinical.editing import with_observation
    from hccreview.trials.library import read_library
    from tests.meeting.builders import a_value

    with open_store(tmp_path / "cases.sqlite", today=now) as store:
        stored = hard_meeting(store)
        case = store.stored(PLAIN)
        assert case is not None
        value = a_value("platelets", 90, "2026-11-20", unit="10*9/L", uln=350, lln=125)
        store.save_case(with_observation(case.case, value), seen_version=case.version)
        found = board_case(store, PLAIN, read_library(), None, DAY, stored)
    save_handout(found, tmp_path / "case.pdf", DAY)
    first, second = pages(tmp_path / "case.pdf")
    assert "what has changed since the decision was sealed stands on the next page" in first
    assert "as it is recorded now, not as it was sealed" in second
    assert "Platelets" in second.split("What has changed")[1].split("Regimen:")[0]


def test_sixty_members_twenty_questions_and_images_take_two_pages(tmp_path):
    members = tuple(Member(f"欧阳静雯 {n}", "interventional radiology " * 6) for n in range(60))
    item = AgendaItem("SAMPLE-09", questions=tuple(f"{n}: {LONG}" for n in range(20)))
    images = (KeyImage(b"\x89PNG\r\n\x1a\n", Media.PNG),) * 24
    case = of_sample(9, sitting=Sitting(DAY, "x" * 200, members), item=item, attachments=images)
    draft = a_decision(
        case="SAMPLE-09", basis=LONG, dissent=LONG, responsible="y" * 200, author="z" * 200
    )
    save_handout(replace(case, draft=draft), tmp_path / "full.pdf", DAY)
    first, second = pages(tmp_path / "full.pdf")
    assert "members" in first and "more characters" in first
    assert "24 key images" in first
    assert STATEMENT in second


# --------------------------------------------------------------------------- the meeting


def test_the_meeting_has_an_agenda_two_pages_a_case_and_follow_ups(meeting, book):
    path, found, told = book
    assert found[0].startswith("Tumour board of 21 Nov 2026, 三号楼, Room 4")
    assert "overdue by 11 days" in found[-1] and "Follow-up of all cases" in found[-1]
    assert any("To obtain before 21 Nov 2026" in text for text in found[29:])
    assert all(STATEMENT in text and f"of {len(found)}" in text for text in found)
    assert told == [(n, 14) for n in range(1, 15)]
    assert fonts_outside(path) == []


def test_the_agenda_names_state_decision_digest_and_page(meeting, book):
    agenda = book[1][0]
    assert "Deferred: The CT is missing" in agenda
    assert meeting[1][PLAIN].sealed.mark in agenda
    assert "draft, not sealed Standard treatment: Lenvatinib." in agenda
    assert SECRET not in " ".join(book[1])
    assert "Printed 21 Nov 2026" in agenda


def test_a_meeting_without_cases_is_one_page(meeting):
    flows = meeting_flows(replace(meeting[0], items=()), (), (), DAY)
    assert len(pages(pdf_of(flows, "x"))) == 1
    assert "No case is on the agenda." in pages(pdf_of(flows, "x"))[0]


def test_a_pdf_that_cannot_be_written_is_told(meeting, tmp_path):
    from hccreview.errors import ReviewError

    with pytest.raises(ReviewError, match="cannot be written"):
        save_handout(meeting[1][PLAIN], tmp_path / "nowhere" / "x.pdf", DAY)


# ------------------------------------------------------------------ cases as a board sees them


def test_the_board_sees_the_case_on_the_day_of_its_meeting(meeting):
    case = meeting[1][DRAFTED]
    assert case.comparison.anchors.as_of == DAY
    assert case.item is not None and case.item.case == DRAFTED
    assert case.draft is not None and case.sealed is None and case.decision is case.draft
    assert case.preparation is not None and case.preparation.case == DRAFTED


def test_without_a_meeting_the_newest_seal_is_seen_on_the_day_that_is_named(tmp_path):
    from hccreview.trials.library import read_library

    later = date(2026, 12, 24)
    with open_store(tmp_path / "cases.sqlite", today=now) as store:
        stored = hard_meeting(store)
        found = board_case(store, SEALED, read_library(), None, later)
        assert getattr(meeting_of(store, SEALED), "id", None) == stored.id
        assert meeting_of(store, SEALED, later) is None
    assert found.comparison.anchors.as_of == later
    assert found.item is None and found.preparation is None
    assert found.sealed is not None and found.sealed.seal.version == 2
    assert found.since is not None and not found.since.nothing
