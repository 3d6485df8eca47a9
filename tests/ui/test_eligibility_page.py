"""The eligibility page on the real workspace: filters, folds, answers, overrides, what if."""

import re
from dataclasses import replace
from datetime import date, time

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDateEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QSlider,
    QWidget,
)

from hccreview.clinical.case import Case, anchors_of
from hccreview.clinical.dates import day
from hccreview.clinical.editing import with_observation
from hccreview.clinical.entry import read_observation
from hccreview.exchange.case_file import read_case
from hccreview.meeting.ground import read_ground
from hccreview.review.compare import compare
from hccreview.review.insight import ask_list, nearest_changes
from hccreview.trials.library import read_library
from resources import resource_path
from tests.meeting.builders import grounded
from ui import theme
from ui.eligibility.cells import Overrides
from ui.eligibility.filters import FILTER_IDS
from ui.eligibility.matrix_model import CELL, WAS
from ui.eligibility.page import EligibilityPage
from ui.eligibility.prepared import prepare
from ui.history import Kept
from ui.messages import Messages
from ui.widgets.what_if_bar import WhatIfBar
from ui.workspace import Workspace

FULL, STOPPED, COHORT = "NCT06187961", "ChiCTR2100041874", "NCT06881433"
TODAY = date(2026, 11, 21)
TRIALS = read_library()


def sample(number: str) -> Case:
    return read_case(resource_path("cases", f"sample-{number}.yaml"))


@pytest.fixture
def page(qapp, qtbot):
    """The page as large as in the window, with the near miss and its platelets in front."""
    theme.use_bundled_font(qapp)
    qapp.setStyle("Fusion")
    workspace = Workspace(Messages(), lambda: TODAY, lambda: time(14, 5))
    workspace.trials = TRIALS
    page = EligibilityPage(workspace, theme.Theme(qapp))
    qtbot.addWidget(page)
    page.resize(1050, 698)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    workspace.show(Kept(sample("02")))
    page.go_to(FULL, "I12b")
    QApplication.processEvents()
    yield page
    workspace.background.close()
    qapp.setStyleSheet("")


@pytest.fixture
def band(page, qtbot):
    """The band of "what if" as it stands in the window, joined to the page."""
    band = WhatIfBar(page.workspace)
    qtbot.addWidget(band)
    page.what_if.told.connect(band.show_state)
    return band


def cell(page: EligibilityPage, trial: str, criterion: str):
    return page.model.index_of(trial, criterion)


def shown(page: EligibilityPage) -> str:
    """All text of the explanation."""
    QApplication.processEvents()  # parts that were just put in become visible
    labels = page.explanation.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisibleTo(page))


def button(page: EligibilityPage, text: str) -> QAbstractButton:
    """The visible button of the explanation with a text."""
    QApplication.processEvents()
    found = page.explanation.findChildren(QAbstractButton)
    return next(each for each in found if each.text() == text and each.isVisibleTo(page))


def visible_rows(page: EligibilityPage) -> list[str]:
    return [
        found.label
        for group, row, found in page.model.rows()
        if not page.matrix.isRowHidden(row, page.model.index(group, 0))
        and not page.matrix.isRowHidden(group, page.model.index(-1, -1))
    ]


def verdict(page: EligibilityPage, trial: str, criterion: str) -> str:
    comparison = page.workspace.comparison
    assert comparison is not None
    return comparison.assessment(trial).finding(criterion).verdict.value


# --- filters


def test_each_filter_says_how_many_rows_it_shows_and_shows_them(page):
    chips = page.filters.chips
    for name in FILTER_IDS:
        chips[name].click()
        number = int(chips[name].accessibleName().split(": ")[1].split(" ")[0])
        assert len(visible_rows(page)) == number > 0, name


def test_what_is_not_passed_is_what_fails_or_is_open(page):
    page.filters.choose("not_passed")
    rows = visible_rows(page)
    assert {"Platelets", "Varices"} <= set(rows)
    assert "Bilirubin" not in rows
    page.filters.choose("needs_judgement")
    assert visible_rows(page) == ["Varices"]
    page.filters.choose("unknown")
    assert "Cycles after HAIC" in visible_rows(page)
    assert "Platelets" not in visible_rows(page)


def test_trials_differ_where_they_ask_for_different_things(page):
    page.filters.choose("differ")
    rows = visible_rows(page)
    assert {"BCLC stage", "Child-Pugh"} <= set(rows)
    assert "Platelets" not in rows  # only one trial states it


def test_a_filter_chooses_a_cell_that_it_shows(page):
    page.filters.choose("needs_judgement")
    assert page.matrix.currentIndex().siblingAtColumn(0).data() == "Varices"
    assert page.explanation.title.text() == "Varices"


def test_the_filter_stays_when_another_case_is_chosen(page):
    page.filters.choose("not_passed")
    page.workspace.show(Kept(sample("01")))
    assert page.filters.chosen == "not_passed"
    assert "Bilirubin" not in visible_rows(page)


def test_the_row_one_works_on_stays_when_it_no_longer_belongs_to_the_filter(page):
    page.filters.choose("not_passed")
    page.matrix.choose(cell(page, FULL, "I12b"))
    page.workspace.edit(with_platelets(page.workspace.case, "80"), "platelets")
    assert "Platelets" in visible_rows(page)
    assert page.filters.chips["not_passed"].text().endswith("5")


def test_a_filter_without_rows_says_so_in_words(page):
    place = (q for q in page_questions(page) if q.field == "varices_reading")
    page.go_to(*next(place).settles[0])
    answer(page, "bleeding_only")
    page.filters.choose("all")
    page.filters.choose("needs_judgement")
    assert visible_rows(page) == []
    assert page.matrix.accessibleDescription() == "No question to the board is open."
    page.filters.choose("all")
    assert page.matrix.accessibleDescription() == ""


def test_filters_are_reached_and_changed_by_keyboard(page, qtbot):
    chip = page.filters.chips["all"]
    chip.setFocus()
    qtbot.keyClick(chip, Qt.Key.Key_Right)
    assert page.filters.chosen == "not_passed"
    assert page.filters.chips["not_passed"].hasFocus()


def with_platelets(case: Case, value: str) -> Case:
    from hccreview.clinical.fields import bundled_dictionary

    (old,) = case.of("platelets")
    definition = bundled_dictionary().field("platelets")
    new = read_observation(
        definition, value, "10*9/L", collected_on=old.collected_on, uln=old.uln, lln=old.lln
    )
    return with_observation(case, new, old)


# --- folding


def test_a_folded_group_stays_folded_for_another_case_and_another_filter(page):
    group = cell(page, FULL, "I12b").parent()
    page.matrix.setExpanded(group, False)
    page.filters.choose("not_passed")
    page.filters.choose("all")
    page.workspace.show(Kept(sample("03")))
    assert not page.matrix.isExpanded(page.model.index(group.row(), 0))
    page.model.clear()
    page.workspace.show(Kept(sample("02")))
    assert not page.matrix.isExpanded(page.model.index(group.row(), 0))
    assert page.matrix.isExpanded(page.model.index(0, 0))


def test_a_folded_group_opens_when_one_of_its_cells_is_gone_to(page):
    group = cell(page, FULL, "I12b").parent()
    page.matrix.setExpanded(group, False)
    page.go_to(FULL, "I12b")
    assert page.matrix.isExpanded(group)


# --- the heads


def test_the_header_is_compact_at_1280_by_800(page):
    assert page.matrix.header().height() <= 120


def test_rows_take_one_line_and_no_text_of_a_cell_is_cut(page):
    heights = {
        page.matrix.visualRect(page.model.index(row, 5, page.model.index(group, 0))).height()
        for group, row, found in page.model.rows()
        if len(found.label) < 26
    }
    assert len(heights) == 1
    assert heights.pop() <= 23


# --- explain


def test_the_panel_says_what_is_computed_in_words_and_folds_the_expression_out(page):
    text = shown(page)
    assert "Platelets at least 75 ×10⁹/L within 7 days before inclusion" in text
    assert "platelets >= 75" not in text
    button(page, "Show the expression").click()
    assert "platelets >= 75 '10*9/L'" in shown(page)


def test_the_evidence_leads_to_the_field(page, qtbot):
    with qtbot.waitSignal(page.workspace.field_requested) as asked:
        button(page, "Platelets: 68 ×10⁹/L, 18 Nov 2026\u00a0→").click()
    assert asked.args == ["platelets"]


def test_a_score_leads_to_its_inputs(page):
    page.go_to(FULL, "I10")
    names = {each.accessibleName() for each in page.explanation.findChildren(QPushButton)}
    assert "Go to Total bilirubin: 17.8 µmol/L, 18 Nov 2026" in names
    assert any(each.startswith("Go to Albumin: ") for each in names)


def test_the_panel_tells_what_other_trials_say_of_the_same_concept(page):
    page.matrix.choose(cell(page, FULL, "I10"))
    assert re.search(r"HAIC \+ cam \(IA\) \+ sora: ✓ Child-Pugh", shown(page))


def test_a_silent_source_says_what_the_others_say(page):
    page.matrix.choose(cell(page, FULL, "I12b").siblingAtColumn(1))
    text = shown(page)
    assert "Not stated in source." in text
    assert "HAIC + lenva + cado: × Platelets 68" in text


def test_nothing_in_the_panel_is_wider_than_the_panel(page):
    panel = page.explanation
    page.go_to(STOPPED, "E2b")  # three readings with long words
    QApplication.processEvents()
    assert panel.widget().width() <= panel.viewport().width()
    page.workspace.show(Kept(sample("06")))
    page.go_to("TACE-CAM-APA", "I1")  # two buttons that do not fit beside each other
    QApplication.processEvents()
    assert panel.widget().width() <= panel.viewport().width()


def test_the_verdict_stands_alone_and_the_way_to_change_it_below(page):
    assert page.explanation.verdict.accessibleName() == "Fail, recoverable by a repeat test"
    assert "<b>×\u2002Fail</b><br>recoverable by a repeat test" in shown(page)
    page.workspace.show(Kept(sample("06")))
    page.go_to(FULL, "E25")
    assert page.explanation.verdict.accessibleName() == (
        "Fail, recoverable by time, from 4 Dec 2026"
    )
    page.go_to("TACE-CAM-APA", "I1")
    words = "only another answer of the board could change it"
    assert page.explanation.verdict.accessibleName() == f"Fail, {words}"


def test_the_panel_says_how_much_of_a_window_is_used_and_when_it_ends(page):
    assert "within 7 days before inclusion: 5 of 7 days used; too old from 26 Nov 2026" in shown(
        page
    )
    page.workspace.show(Kept(sample("03")))
    page.go_to(FULL, "I12a")
    assert "42 days old, too old since 20 Oct 2026" in shown(page)


def test_the_panel_says_nothing_twice(page):
    text = shown(page)
    assert text.count("68 ×10⁹/L") == 1  # the link to the field says it once more
    assert "What could change it" not in text


def test_what_does_not_apply_leads_to_no_field(page):
    page.go_to(FULL, "E33")
    assert page.explanation.verdict.accessibleName() == "Not applicable"
    assert not any(
        each.accessibleName().startswith("Go to")
        for each in page.explanation.findChildren(QPushButton)
        if each.isVisibleTo(page)
    )


def test_the_head_of_a_trial_tells_what_fails(page):
    page.explain_trial(FULL)
    assert "I12b: Platelets 68 ×10⁹/L on 18 Nov 2026" in shown(page)
    assert not page.explanation.forms.isVisibleTo(page)


# --- overrides


def override(page: EligibilityPage, author: str = "Dr Li", reason: str = "clumped sample") -> None:
    button(page, "Override…").click()
    form = page.explanation.forms.override
    assert form is not None
    form.choose("data wrong")
    form.author.setText(author)
    form.reason.setText(reason)
    button(page, "Save override").click()


def test_an_override_stands_beside_the_finding_and_changes_no_verdict(page):
    before = page.workspace.comparison.assessment(FULL).eligibility
    override(page)
    text = shown(page)
    assert "Dr Li, 21 Nov 2026, 14:05, data wrong: clumped sample" in text
    assert "never changes the verdict" in text
    assert verdict(page, FULL, "I12b") == "fail"
    assert page.workspace.comparison.assessment(FULL).eligibility is before
    heads = {head.trial_id: head for head in page.model.heads}
    assert heads[FULL].overrides == "1 override"
    index = cell(page, FULL, "I12b")
    assert index.data(CELL).overrides == Overrides(1)
    assert "1 override" in index.data(Qt.ItemDataRole.AccessibleTextRole)


def test_an_override_is_open_again_when_a_value_below_it_changes_and_can_be_given_again(page):
    override(page)
    (recorded,) = page.workspace.case.overrides
    assert (recorded.on, recorded.at) == (TODAY, time(14, 5))
    page.workspace.edit(with_platelets(page.workspace.case, "70"), "platelets")
    text = shown(page)
    assert "1 override, open again" in text
    assert "◆ Open again: platelets: 70 ×10⁹/L of 18 Nov 2026 now, 68 ×10⁹/L of" in text
    labels = (label for label in page.explanation.findChildren(QLabel) if label.isVisibleTo(page))
    told = next(label for label in labels if label.text().startswith("Dr Li"))
    assert told.font().strikeOut()
    index = cell(page, FULL, "I12b")
    assert index.data(CELL).overrides == Overrides(1, 1)
    assert "1 override, open again" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert next(h for h in page.model.heads if h.trial_id == FULL).overrides == (
        "1 override, open again"
    )
    page.explain_trial(FULL)
    assert "data wrong: clumped sample. Open again: platelets" in shown(page)
    page.go_to(FULL, "I12b")
    button(page, "Give again…").click()
    assert page.explanation.forms.override.reason.text() == "clumped sample"
    button(page, "Save override").click()
    assert "open again" not in shown(page)
    assert index.data(CELL).overrides == Overrides(1)


def test_several_overrides_say_how_many_are_open_again():
    assert Overrides(2, 1).words == "2 overrides, 1 open again"
    assert Overrides(2).words == "2 overrides"
    assert Overrides().words == ""


def test_an_override_can_be_removed_and_the_removal_undone(page):
    recorded = page.workspace.case
    override(page)
    with_override = page.workspace.case
    button(page, "Remove").click()
    assert page.workspace.case == recorded
    assert "1 override" not in shown(page)
    page.workspace.undo()
    assert page.workspace.case == with_override


def test_an_override_without_author_or_reason_is_not_recorded_and_says_so(page):
    recorded = page.workspace.case
    override(page, author="")
    assert "Write who says so." in shown(page)
    form = page.explanation.forms.override
    assert form.author.hasFocus()
    form.author.setText("Dr Li")
    form.reason.clear()
    button(page, "Save override").click()
    assert "Write why." in shown(page)
    assert page.workspace.case is recorded


def test_escape_leaves_the_form_and_what_if_stays(page, qtbot):
    page.what_if.turn(True)
    button(page, "Override…").click()
    qtbot.keyClick(page.explanation.forms.override.reason, Qt.Key.Key_Escape)
    assert page.explanation.forms.override is None
    assert page.workspace.in_what_if


def test_what_is_being_typed_survives_another_change(page):
    button(page, "Override…").click()
    page.explanation.forms.override.reason.setText("half a sen")
    page.workspace.edit(with_platelets(page.workspace.case, "70"), "platelets")
    assert page.explanation.forms.override.reason.text() == "half a sen"


def test_the_author_is_remembered_for_the_next_form(page):
    override(page)
    page.go_to(STOPPED, "E4")
    button(page, "Override…").click()
    assert page.explanation.forms.override.author.text() == "Dr Li"


# --- the board's answers


def answer(page: EligibilityPage, value: str, reason: str = "") -> None:
    form = page.explanation.forms.answers[0]
    form.choose(value)
    form.author.setText("Liver board")
    form.reason.setText(reason)
    button(page, "Answer" if not form.question.answered else "Change the answer").click()


def choices(page: EligibilityPage) -> list[str]:
    return [b.accessibleName() for b in page.explanation.forms.answers[0].choices.buttons()]


def open_judgement(page: EligibilityPage) -> tuple[str, str]:
    """Take an answer out of the sample, so that a criterion needs judgement; go to it."""
    case = sample("01")
    kept = tuple(o for o in case.observations if o.field != "unresectable")
    page.workspace.show(Kept(replace(case, observations=kept)))
    comparison = page.workspace.comparison
    assert comparison is not None
    found = [
        (a.trial.id, f.criterion.id)
        for a in comparison.assessments
        for f in a.findings
        if f.verdict.value == "needs_judgement" and f.outcome.questions == ("unresectable",)
    ]
    page.go_to(*found[0])
    return found[0]


def test_an_answer_of_the_board_moves_judgement_to_pass_and_to_fail(page):
    place = open_judgement(page)
    assert "Is the tumour surgically unresectable?" in shown(page)
    labels = choices(page)
    assert labels == ["Yes: Pass", "No: Fail"]
    answer(page, "yes", "both lobes")
    assert verdict(page, *place) == "pass"
    (written,) = page.workspace.case.of("unresectable")
    assert (written.value, written.author, written.reason) == (True, "Liver board", "both lobes")
    assert written.collected_on.first == TODAY
    answer(page, "no")
    assert verdict(page, *place) == "fail"
    assert len(page.workspace.case.of("unresectable")) == 1
    assert page.explanation.forms.answers[0].question.answered == "no"


def test_an_answer_can_be_withdrawn(page):
    place = open_judgement(page)
    before = page.workspace.case
    answer(page, "yes")
    button(page, "Withdraw").click()
    assert page.workspace.case == before
    assert verdict(page, *place) == "needs_judgement"


def reopened(page: EligibilityPage) -> tuple[str, str]:
    """Answer a question, then change a value below the answer; stay at its finding."""
    case = sample("01")
    kept = tuple(o for o in case.observations if o.field != "high_bleeding_risk")
    page.workspace.show(Kept(replace(case, observations=kept)))
    place = (FULL, "E6")
    page.go_to(*place)
    answer(page, "no", "small varices")
    assert verdict(page, *place) == "pass"
    answered = page.workspace.case
    assert answered is not None
    page.workspace.edit(with_platelets(answered, "90"), "platelets")
    return place


def test_an_answer_is_recorded_with_its_time_and_what_it_rests_on(page):
    open_judgement(page)
    answer(page, "yes", "both lobes")
    (written,) = page.workspace.case.of("unresectable")
    assert (written.collected_on, written.collected_at) == (day(TODAY), "14:05")
    ground = read_ground(written.ground)
    assert {"lesions", "ecog", "portal_thrombus"} <= set(ground.fields)
    assert "answered: Liver board, 21 Nov 2026, 14:05" in shown(page)
    assert "Recorded without the facts" not in shown(page)


def test_an_answer_of_a_review_on_another_day_has_no_time_of_today(page):
    open_judgement(page)
    page.workspace.set_as_of(date(2026, 11, 25))
    answer(page, "yes")
    (written,) = page.workspace.case.of("unresectable")
    assert (written.collected_on, written.collected_at) == (day(date(2026, 11, 25)), "")
    assert written.ground


def test_an_answer_opens_itself_again_when_a_value_below_it_changes(page):
    place = reopened(page)
    assert verdict(page, *place) == "needs_judgement"
    text = shown(page)
    assert "For the board, open again" in text
    assert "open again: platelets: 90 ×10⁹/L now, 138 ×10⁹/L when it was given" in text
    assert text.count("90 ×10⁹/L now") == 1  # the form does not say it once more
    assert "was answered: no, Liver board, 21 Nov 2026, 14:05, small varices" in text
    form = page.explanation.forms.answers[0]
    assert form.chosen == ""  # nobody confirms by a slip of the hand
    assert len(page.workspace.case.of("high_bleeding_risk")) == 1


def test_the_ask_list_says_which_question_is_open_again(page, qtbot):
    reopened(page)
    cards = page.ask.questions
    qtbot.waitUntil(lambda: any("open again" in c.second for c in cards._cards))
    card = next(c for c in cards._cards if "open again" in c.second)
    assert card.first == "High risk of bleeding"
    assert "Open again: platelets: 90 ×10⁹/L now" in card.tip


def test_an_answer_that_is_open_again_can_be_given_again(page):
    place = reopened(page)
    form = page.explanation.forms.answers[0]
    assert form.author.text() == "Liver board"
    assert form.reason.text() == ""
    form.choose("no")
    button(page, "Answer again").click()
    assert verdict(page, *place) == "pass"
    assert "open again" not in shown(page)
    assert len(page.workspace.case.of("high_bleeding_risk")) == 1


def test_an_answer_that_is_open_again_can_be_withdrawn(page):
    place = reopened(page)
    button(page, "Withdraw").click()
    assert page.workspace.case.of("high_bleeding_risk") == ()
    assert "open again" not in shown(page)
    assert verdict(page, *place) == "needs_judgement"


def test_the_earlier_value_entered_again_makes_the_answer_stand_again(page):
    place = reopened(page)
    page.workspace.edit(with_platelets(page.workspace.case, "138"), "platelets")
    assert verdict(page, *place) == "pass"
    assert "open again" not in shown(page)
    assert button(page, "Change the answer") is not None


def test_the_panel_says_why_an_answer_is_open_again_where_the_finding_does_not(page):
    case = grounded(sample("01"))
    page.workspace.show(Kept(with_platelets(case, "90")))
    places = [
        (a.trial.id, f.criterion.id)
        for a in page.workspace.comparison.assessments
        for f in a.findings
        if "high_bleeding_risk" in f.criterion.expression_text and not f.outcome.questions
    ]
    for place in places:
        page.go_to(*place)
        assert "◆ Open again: platelets: 90 ×10⁹/L now" in shown(page)


def test_an_answer_of_an_older_file_stands_and_the_panel_says_what_it_lacks(page):
    page.workspace.show(Kept(with_platelets(sample("01"), "90")))
    page.go_to(FULL, "E6")
    assert verdict(page, FULL, "E6") == "pass"
    assert "Recorded without the facts that it rests on" in shown(page)


def test_an_answer_needs_a_choice_and_an_author(page):
    open_judgement(page)
    before = page.workspace.case
    button(page, "Answer").click()
    assert "Choose one of the answers." in shown(page)
    page.explanation.forms.answers[0].choose("yes")
    button(page, "Answer").click()
    assert "Write who says so." in shown(page)
    assert page.workspace.case is before


def test_an_older_answer_stays_in_the_case_and_the_new_one_counts(page):
    page.workspace.show(Kept(sample("01")))
    comparison = page.workspace.comparison
    place = next(
        (a.trial.id, f.criterion.id)
        for a in comparison.assessments
        for f in a.findings
        if f.verdict.value == "pass" and "unresectable" in f.criterion.expression_text
    )
    page.go_to(*place)
    answer(page, "no")
    assert [o.value for o in page.workspace.case.of("unresectable")] == [True, False]
    assert verdict(page, *place) == "fail"


def test_the_choice_between_readings_settles_a_criterion(page):
    (question,) = (q for q in page_questions(page) if q.field == "varices_reading")
    place = question.settles[0]
    page.go_to(*place)
    labels = choices(page)
    assert "any varices exclude: Fail" in labels
    assert "only bleeding within 1 year excludes: Pass" in labels
    answer(page, "bleeding_only")
    assert verdict(page, *place) == "pass"
    answer(page, "any")
    assert verdict(page, *place) == "fail"


def page_questions(page: EligibilityPage):
    comparison = page.workspace.comparison
    assert comparison is not None
    return ask_list(comparison)


# --- what if


def test_what_if_at_the_limit_and_back_leaves_the_case_as_it_was(page, band):
    recorded, comparison = page.workspace.case, page.workspace.comparison
    button(page, "What if 75 ×10⁹/L?").click()
    assert page.workspace.in_what_if
    assert not band.isHidden()
    assert "nothing is saved" in band.title.text()
    assert verdict(page, FULL, "I12b") == "pass"
    assert band.summary.text().startswith("1 cell changed against the recorded case")
    assert "HAIC + lenva + cado: Ineligible → Eligible" in band.summary.text()
    index = cell(page, FULL, "I12b")
    assert index.data(WAS) == "× 68, ≥ 75"
    assert "recorded: × 68, ≥ 75" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    band.leave.click()
    assert page.workspace.case is recorded
    assert page.workspace.comparison.assessments == comparison.assessments
    assert band.isHidden()
    assert cell(page, FULL, "I12b").data(WAS) == ""
    assert not page.workspace.in_what_if
    assert not page.what_if.button.isChecked()


def test_the_slider_tries_values_and_the_matrix_answers(page):
    page.what_if.button.click()
    slider = page.explanation.attempt.slider
    assert slider.isVisibleTo(page)
    slider.setValue(slider.value() + 1)
    assert cell(page, FULL, "I12b").data() == "× 69, ≥ 75"
    ends = slider.minimum(), slider.maximum()
    slider.setValue(slider.maximum())
    assert cell(page, FULL, "I12b").data() == "✓ 150, ≥ 75"
    assert (slider.minimum(), slider.maximum()) == ends


def test_another_day_is_tried_with_the_slider_and_given_back(page, band):
    page.what_if.button.click()
    band.slider.setValue(60)
    assert page.workspace.comparison.anchors.as_of == date(2027, 1, 20)
    assert band.day.text() == "60 days after 21 Nov 2026"
    assert page.model.changes > 5
    band.leave.click()
    assert page.workspace.comparison.anchors.as_of == TODAY
    assert page.model.changes == 0


def test_a_strict_limit_is_passed_by_one_step(page):
    from hccreview.review.evidence import evidence_rows
    from ui.eligibility.what_if import case_with, trying

    comparison = page.workspace.comparison
    tried = {
        (a.trial.id, f.criterion.id): t
        for a in comparison.assessments
        for f in a.findings
        if (t := trying(f, comparison)) is not None
    }
    assert len(tried) > 5
    for (trial, criterion), each in tried.items():
        case = case_with(page.workspace.case, TODAY, each, each.passing)
        after = compare(case, TRIALS, anchors_of(case, TODAY)).assessment(trial)
        rows = evidence_rows(after.finding(criterion), comparison)
        row = next(row for row in rows if row.field == each.field and row.limit is not None)
        wanted = after.finding(criterion).criterion.kind == "inclusion"
        assert (row.truth.name == "TRUE") is (wanted is row.positive), (trial, criterion)


def test_a_change_made_while_trying_is_forgotten(page):
    recorded = page.workspace.case
    page.what_if.button.click()
    override(page)
    assert page.workspace.case.overrides
    page.what_if.button.click()
    assert page.workspace.case is recorded


def test_another_case_ends_what_if(page, band):
    button(page, "What if 75 ×10⁹/L?").click()
    page.workspace.show(Kept(sample("01")))
    assert band.isHidden()
    assert page.model.changes == 0
    assert page.workspace.as_of == sample("01").as_of


# --- the planned days


def test_the_days_are_shown_and_assumed_ones_say_so(page):
    assert page.days.inclusion.edit.text() == "23 Nov 2026"
    page.workspace.show(Kept(sample("09")))
    assert page.days.inclusion.edit.text() == "21 Nov (assumed)"
    assert page.days.first_dose.edit.text() == "21 Nov (assumed)"


def test_another_first_dose_edits_the_case_and_can_be_given_back(page):
    recorded = page.workspace.case
    page.days.first_dose.edit.setDate(QDate(2026, 12, 1))
    assert page.workspace.case.first_dose == date(2026, 12, 1)
    assert page.workspace.case.inclusion == recorded.inclusion
    page.days.first_dose.forget.click()
    assert page.workspace.case.first_dose is None
    assert page.workspace.comparison.anchors.first_dose_assumed
    page.workspace.undo()
    page.workspace.undo()
    assert page.workspace.case == recorded


def test_a_planned_day_before_the_review_says_so(page):
    assert page.days.inclusion.title.text() == "Inclusion"
    page.workspace.set_as_of(date(2026, 11, 24))
    assert page.days.inclusion.title.text() == "Inclusion (past)"
    assert page.days.first_dose.title.text() == "First dose"


# --- what to ask next


def test_a_question_opens_the_field_to_fill(page, qtbot):
    page.workspace.show(Kept(sample("09")))
    question = next(q for q in page_questions(page) if not q.board)
    cards = page.ask.questions
    qtbot.waitUntil(lambda: len(cards.findChildren(QPushButton)) > 1)
    card = cards.findChildren(QPushButton)[0]
    with qtbot.waitSignal(page.workspace.field_requested) as asked:
        card.click()
    assert asked.args == [question.field]
    assert page.explanation.shown_criterion in {c for _, c in question.settles}


def test_a_question_to_the_board_opens_its_form(page):
    requested: list[str] = []
    page.workspace.field_requested.connect(requested.append)
    (card,) = page.ask.questions.findChildren(QPushButton)
    card.click()
    form = page.explanation.forms.answers[0]
    assert form.question.field == "varices_reading"
    assert page.focusWidget() in form.choices.buttons()
    assert requested == []


def test_the_nearest_changes_stand_beside_and_lead_to_their_trial(page):
    page.ask.tabs.setCurrentIndex(1)
    cards = page.ask.changes.findChildren(QPushButton)
    assert [c.text().split("\u00a0")[0].split(" · ")[0] for c in cards] == [
        "HAIC + cam (IA) + sora",
        "HAIC + lenva + cado",
    ]
    assert page.ask.changes.isVisibleTo(page)
    cards[1].click()
    assert page.explanation.title.text() == "HAIC + lenva + cado"
    assert "Eligible when" in shown(page)


# --- eligible when


def strips(page: EligibilityPage, qtbot) -> dict[str, str]:
    """What the strips along time say, by trial, as soon as they are worked out."""
    page.ask.tabs.setCurrentIndex(2)
    qtbot.waitUntil(lambda: not page.when.timer.isActive() and page.workspace.background.idle)
    return {s.row.trial_id: s.accessibleName() for s in page.ask.when.strips}


def test_the_strips_along_time_say_when_everything_holds_or_why_that_cannot_be_said(page, qtbot):
    said = strips(page, qtbot)
    assert said[FULL] == (
        "HAIC + lenva + cado: Cannot be said: Platelets (I12b) fails; a precedent only"
    )
    assert "until 21 Dec 2026 everything holds" in said[COHORT]
    assert "the source lists no criteria" in said["TACE-CAM-APA"]


def test_the_strips_take_no_height_until_they_are_wanted_and_can_be_hidden(page, qtbot):
    qtbot.waitUntil(lambda: page.workspace.background.idle)
    QApplication.processEvents()
    before = page.matrix.height()
    strips(page, qtbot)
    qtbot.waitUntil(lambda: page.matrix.height() < before)
    page.ask.tabs.setCurrentIndex(0)
    qtbot.waitUntil(lambda: page.matrix.height() == before)
    page.ask.fold.click()
    qtbot.waitUntil(lambda: page.matrix.height() > before)
    assert page.ask.fold.accessibleName() == "Show what stands below the matrix"
    page.ask.tabs.setCurrentIndex(1)  # choosing a tab opens it again
    assert page.ask.changes.isVisibleTo(page)


def test_the_strips_answer_a_change_and_a_click_explains_the_trial(page, qtbot):
    strips(page, qtbot)
    page.workspace.edit(with_platelets(page.workspace.case, "80"), "platelets")
    said = strips(page, qtbot)
    assert "With a first dose until 28 Nov 2026 everything holds" in said[FULL]
    strip = next(s for s in page.ask.when.strips if s.row.trial_id == FULL)
    assert "26 Nov 2026 to 28 Nov 2026: everything holds" in strip.toolTip()
    strip.click()
    assert page.explanation.title.text() == "HAIC + lenva + cado"


def test_the_strips_are_never_those_of_a_value_that_was_taken_back(page, qtbot):
    before, case = strips(page, qtbot), page.workspace.case
    page.workspace.edit(with_platelets(case, "80"), "platelets")
    qtbot.waitUntil(lambda: not page.when.timer.isActive())  # the new answer is being worked out
    page.workspace.edit(case, "platelets")
    assert strips(page, qtbot) == before


def test_the_strips_come_back_with_the_case_that_was_closed(page, qtbot):
    before, kept = strips(page, qtbot), page.workspace.kept
    page.workspace.show(None)
    assert strips(page, qtbot) == {}
    page.workspace.show(kept)
    qtbot.waitUntil(lambda: bool(page.ask.when.strips))
    assert strips(page, qtbot) == before


def test_no_day_on_which_a_trial_cannot_be_entered_is_green(page, qtbot):
    page.workspace.edit(with_platelets(page.workspace.case, "80"), "platelets")
    strips(page, qtbot)
    tones = {part.tone for s in page.ask.when.strips for part in s.row.parts}
    assert "pass" not in tones  # no bundled trial recruits on these days
    page.workspace.set_as_of(date(2024, 6, 1))
    strips(page, qtbot)
    shown = next(s for s in page.ask.when.strips if s.row.trial_id == FULL)
    assert shown.row.parts[0].start == 0
    assert shown.row.parts[-1].end == pytest.approx(1)


# --- keyboard, names, painting


def test_a_finding_is_reached_answered_and_left_by_keyboard_alone(page, qtbot):
    def press(key: Qt.Key, text: str = "") -> None:
        widget = QApplication.focusWidget()
        if text:
            qtbot.keyClicks(widget, text)
        else:
            qtbot.keyClick(widget, key)

    page.filters.choose("needs_judgement")
    page.focus_matrix()
    press(Qt.Key.Key_Return)  # into the explanation, at the first answer
    assert page.explanation.isAncestorOf(QApplication.focusWidget())
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Space)
    form = page.explanation.forms.answers[0]
    chosen = form.chosen
    assert chosen
    press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is form.author
    press(Qt.Key.Key_A, "Dr Wang")
    press(Qt.Key.Key_Return)
    assert page.workspace.case.of("varices_reading")[0].value == chosen
    page.focus_matrix()
    before = page.matrix.currentIndex()
    press(Qt.Key.Key_Up)
    assert page.matrix.currentIndex() != before


def test_every_control_can_be_reached_with_tab(page):
    page.filters.choose("not_passed")
    start = page.filters.chips["not_passed"]
    start.setFocus()
    seen: list[QWidget] = []
    while len(seen) < 200 and start not in seen:
        widget = QApplication.focusWidget()
        assert widget is not None
        widget.focusNextChild()
        seen.append(QApplication.focusWidget() or widget)
    assert start in seen
    wanted = (
        page.what_if.button,
        page.days.inclusion.edit,
        page.days.first_dose.edit,
        page.matrix,
        page.ask.tabs,
        page.explanation.attempt.button,
        page.explanation.about,
    )
    assert [each for each in wanted if each not in seen] == []


def test_every_control_has_an_accessible_name(page):
    page.what_if.button.click()
    button(page, "Override…").click()
    kinds = (QAbstractButton, QAbstractItemView, QDateEdit, QSlider, QLineEdit)
    nameless = [
        widget
        for kind in kinds
        for widget in page.findChildren(kind)
        if widget.isVisibleTo(page) and not spoken_name(widget) and not internal(widget)
    ]
    assert nameless == []


def spoken_name(widget) -> str:
    face = QAccessible.queryAccessibleInterface(widget)
    return face.text(QAccessible.Text.Name) if face else widget.accessibleName()


def internal(widget) -> bool:
    """Parts that Qt builds inside a control of ours."""
    parent = widget.parent()
    names = (widget.objectName(), parent.objectName() if parent else "")
    return any(name.startswith("qt_") for name in names)


def test_after_an_edit_only_the_cells_that_look_different_are_told(page):
    told: list[tuple[int, int, int]] = []
    page.model.dataChanged.connect(lambda first, last: told.append(page.model.place_of(first)))
    page.workspace.edit(with_platelets(page.workspace.case, "69"), "platelets")
    assert told == [page.model.place_of(cell(page, FULL, "I12b"))]


def test_every_cell_after_an_edit_says_what_a_fresh_matrix_says(page):
    case = page.workspace.case
    for group, row, found in page.model.rows():  # word every cell, so that all are kept
        for column in range(len(found.cells)):
            page.model.index_at((group, row, column)).data(CELL)
    page.workspace.edit(with_platelets(case, "80"), "platelets")
    page.workspace.set_as_of(date(2027, 3, 1))
    kept = looks(page)
    page.model.clear()
    page.model.show(prepare(page.workspace.comparison))
    assert looks(page) == kept


def looks(page: EligibilityPage) -> list[object]:
    return [
        page.model.index_at((group, row, column)).data()
        for group, row, found in page.model.rows()
        for column in range(len(found.cells))
    ]


def test_the_panel_catches_up_when_the_page_is_shown_again(page):
    page.hide()
    page.workspace.edit(with_platelets(page.workspace.case, "80"), "platelets")
    assert cell(page, FULL, "I12b").data() == "✓ 80, ≥ 75"
    page.show()
    assert "Platelets 80" in shown(page)


def test_no_case_shows_nothing(page):
    page.workspace.show(None)
    assert page.model.heads == ()
    assert page.explanation.title.text() == "Why?"
    page.workspace.show(Kept(sample("02")))
    assert cell(page, FULL, "I12b").data() == "× 68, ≥ 75"


def test_many_trials_are_compared_and_prepared_in_the_background(page, qtbot):
    from tests.bench.engine import varied

    page.workspace.trials = varied(TRIALS, 30)
    page.workspace.show(Kept(sample("02")))
    assert page.model.heads == ()  # never another patient's matrix
    qtbot.waitUntil(lambda: len(page.model.heads) == 30 and page.workspace.background.idle)
    number = len(nearest_changes(page.workspace.comparison))
    qtbot.waitUntil(lambda: page.ask.tabs.tabText(1).endswith(f"\u2002{number}"))
    assert page.matrix.horizontalScrollBar().maximum() > 0


def test_no_text_is_smaller_than_11_pixels():
    sheet = resource_path("styles", "hccreview.qss").read_text(encoding="utf-8")
    assert min(int(size) for size in re.findall(r"font-size: (\d+)px", sheet)) >= 11
