"""What is on the slides of a case: large, within the screen, nothing left out silently."""

import re
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from hccreview.clinical.editing import without_observation
from hccreview.meeting.attachment import Excerpt, KeyImage, Media, Report
from hccreview.meeting.board_case import BoardCase
from hccreview.meeting.follow_up import Task
from hccreview.meeting.meeting import AgendaItem, Readiness
from hccreview.meeting.seal import sealed
from hccreview.meeting.since import changed_since
from hccreview.review.explain import STATEMENT
from hccreview.review.insight import ask_list
from hccreview.review.schedule.build import planned_schedules
from tests.meeting.builders import NOON, a_decision, a_snapshot, compared, documents
from tests.ui.presentation.boards import (
    ON_EVERY_SHAPE,
    SAMPLES,
    SHAPES,
    a_board,
    a_sheet,
    sample_slides,
    slides,
    titled,
    told,
    words,
)
from tests.ui.presentation.meetings import CAPTION, a_picture
from ui.presentation.deciding import DecidingRow, deciding_rows
from ui.presentation.painting import paint, scale_of
from ui.presentation.shapes import Box, Image, Slide, Words
from ui.presentation.trials import ordered

SMALLEST = 28.0
BLANK = 9


@pytest.fixture(autouse=True)
def _application(qapp):
    """Fonts need an application."""


# ------------------------------------------------------------------------ legible


@pytest.mark.parametrize("number", SAMPLES)
def test_every_text_has_28_px_or_more_on_a_screen_of_1280_by_720(number: int):
    sheet = a_sheet()
    scale = scale_of(1280, 720, sheet)
    sizes = [line.size * scale for slide in sample_slides(number) for line in words(slide)]
    assert min(sizes) >= SMALLEST


def test_text_grows_with_the_screen():
    heights = []
    for width, height in ((1280, 720), (1920, 1080)):
        image = QImage(width, height, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        colours = {"page": QColor("white"), "text": QColor("black")}
        paint(
            painter, Slide("", (Words(300, 300, "H", 28.0),)), (width, height), colours, a_sheet()
        )
        painter.end()
        inked = [y for y in range(250, 600) if _has_ink(image, y)]
        heights.append(inked[-1] - inked[0] + 1)
    assert heights[0] >= 0.7 * 28
    assert heights[1] == pytest.approx(1.5 * heights[0], abs=2)


def _has_ink(image: QImage, y: int) -> bool:
    return any(image.pixelColor(x, y).lightness() < 128 for x in range(290, 500))


@pytest.mark.parametrize(
    ("number", "shape"),
    [
        *((number, (1280, 720)) for number in SAMPLES),
        *((number, shape) for shape in SHAPES for number in ON_EVERY_SHAPE),
    ],
)
def test_no_text_lies_over_another_or_leaves_the_screen(number: int, shape: tuple[int, int]):
    sheet = a_sheet(*shape)
    for slide in sample_slides(number, *shape):
        lines = words(slide)
        for line in lines:
            assert line.x >= 0 and line.y >= 0, (slide.title, line.text)
            assert line.x + line.width <= sheet.width, (slide.title, line.text)
            assert line.y + line.height <= sheet.height + 4, (slide.title, line.text)
        for place, one in enumerate(lines):
            for other in lines[place + 1 :]:
                assert not _overlap(one, other), (slide.title, one.text, other.text)


def _overlap(one: Words, other: Words) -> bool:
    """True where the letters meet; lines keep room above and below them."""
    if not one.text or not other.text:
        return False
    beside = one.x + one.width <= other.x or other.x + other.width <= one.x
    reach = 0.8 * min(one.size, other.size)
    return not beside and abs(one.y + one.height / 2 - other.y - other.height / 2) < reach


def test_a_slide_with_little_on_it_is_written_larger():
    decision = titled(sample_slides(1), "Decision")
    assert max(line.size for line in words(decision)) > 40


# ----------------------------------------------------------------- the right patient


@pytest.mark.parametrize("number", (1, 3, BLANK, 14))
def test_every_slide_names_the_case_its_place_the_day_and_the_statement(number: int):
    board = a_board(number)
    found = slides(board)
    for place, slide in enumerate(found, start=1):
        assert board.code in slide.texts
        assert f"slide {place} of {len(found)} · case 3 of 12" in slide.texts
        assert "as of 21 Nov 2026" in slide.texts
        assert STATEMENT in slide.texts


@pytest.mark.parametrize("number", (1, BLANK, 14))
def test_the_label_of_the_patient_is_never_shown(number: int):
    board = a_board(number)
    case = replace(board.comparison.case, label="Erika Mustermann 张伟")
    board = replace(board, comparison=replace(board.comparison, case=case))
    shown = " ".join(told(slide) for slide in slides(board))
    assert "Mustermann" not in shown and "张伟" not in shown


def test_notes_for_the_presenter_are_on_no_slide():
    item = AgendaItem("SAMPLE-01", notes="a word for the presenter alone")
    assert all("presenter alone" not in told(slide) for slide in slides(a_board(item=item)))


# ---------------------------------------------------------------------- at a glance


def test_a_blank_case_says_of_every_value_that_it_is_not_recorded():
    glance = sample_slides(BLANK)[0]
    assert glance.title == "Age and sex not recorded"
    assert told(glance).count("not recorded") == 15 + 1  # the title is the sixteenth
    assert "Not recorded: nobody has confirmed that there was none." in glance.texts


def test_values_stand_beside_their_dates_and_old_ones_say_so():
    glance = sample_slides(3)[0]
    assert "138 ×10⁹/L (too old)" in glance.texts
    assert "12 Oct 2026" in glance.texts
    assert "not known: too old" in glance.texts
    tones = {line.text: line.tone for line in words(glance)}
    assert (tones["138 ×10⁹/L (too old)"], tones["62 mm"]) == ("unknown", "text")


def test_a_doubtful_unit_is_told_beside_the_value():
    assert "(check the unit)" in told(sample_slides(12)[0])


def test_treatments_are_told_once_with_their_number_and_drawn_on_an_axis():
    glance = sample_slides(11)[0]
    assert "HAIC-FOLFOX, 2 times, 12 Aug 2026 to 2 Sep 2026" in glance.texts
    bars = [piece for piece in glance.pieces if isinstance(piece, Box) and piece.radius == 4]
    assert len(bars) == 4  # two days of HAIC, two drugs that go on
    ends = sorted({round(bar.x + bar.width) for bar in bars})
    assert ends[-1] == round(a_sheet().body.right)


# ------------------------------------------------------------------------ questions


def test_questions_come_first_and_what_is_missing_is_counted():
    item = AgendaItem("SAMPLE-03", questions=("Repeat the samples first?",))
    slide = titled(slides(a_board(3, item=item)), "Questions")
    assert "Repeat the samples first?" in told(slide)
    number = int(told(slide).partition("Not known yet: ")[2].split(" ")[0])
    shown = sum(text == "?" for text in slide.texts)
    (more,) = re.findall(r"and (\d+) more", told(slide))
    assert number == shown + int(more)


def test_long_questions_go_on_on_another_slide_and_lose_no_word():
    asked = tuple(f"{number}: {'why and when ' * 30}" for number in range(1, 9))
    found = slides(a_board(1, item=AgendaItem("SAMPLE-01", questions=asked)))
    pages = [slide for slide in found if slide.title.startswith("Questions")]
    assert len(pages) > 1
    assert sum(told(page).count("why") for page in pages) == 8 * 30


def test_overdue_tasks_are_told_as_overdue():
    late = Task("SAMPLE-01", "Biopsy", "Dr Lin", date(2026, 10, 1), date(2026, 11, 1))
    slide = titled(slides(a_board(tasks=(late,))), "Questions")
    assert "Tasks: 1 open, 1 overdue" in slide.texts


# ---------------------------------------------------------- images and excerpts


def test_images_have_a_slide_each_with_caption_and_excerpts_their_date():
    attached = (
        KeyImage(a_picture(), Media.PNG, CAPTION),
        KeyImage(a_picture(), Media.PNG),
        Excerpt(Report.RADIOLOGY, "Four nodules.", date(2026, 11, 12)),
        Excerpt(Report.PATHOLOGY, "肝细胞癌"),
    )
    found = slides(a_board(attachments=attached))
    first, second = (titled(found, f"Key image {number} of 2") for number in (1, 2))
    assert CAPTION in told(first) and "No caption is recorded." in told(second)
    assert sum(isinstance(piece, Image) for piece in first.pieces) == 1
    assert "Four nodules." in told(titled(found, "Radiology report, 12 Nov 2026"))
    assert "肝细胞癌" in told(titled(found, "Pathology report, date not recorded"))


def test_two_images_that_are_alike_are_counted_as_two():
    alike = KeyImage(a_picture(), Media.PNG)
    titles = [slide.title for slide in slides(a_board(attachments=(alike, alike)))]
    assert {"Key image 1 of 2", "Key image 2 of 2"} <= set(titles)


def test_without_attachments_there_is_no_slide_for_them():
    titles = [slide.title for slide in sample_slides(1)]
    assert not [title for title in titles if "image" in title or "report" in title]


def test_a_report_longer_than_a_slide_is_shown_whole():
    text = " ".join(f"word{number}" for number in range(500))
    found = slides(a_board(attachments=(Excerpt(Report.OTHER, text),)))
    pages = [slide for slide in found if slide.title.startswith("Report, date not recorded")]
    shown = " ".join(told(page) for page in pages)
    assert len(pages) > 1 and all(f"word{number}" in shown.split() for number in range(500))


# --------------------------------------------------------------------------- trials


def test_a_trial_that_cannot_be_entered_is_grey_with_the_word_precedent():
    board = a_board(10)
    slide = titled(slides(board), "Trials: 0 of 5")
    assert told(slide).count("precedent") == 5
    tints = [p.tone for p in slide.pieces if isinstance(p, Box) and p.tone.endswith("_tint")]
    assert tints == ["neutral_tint"] * 5
    headlines = [line.tone for line in words(slide) if line.text == "Eligible"]
    assert headlines and set(headlines) == {"neutral"}


def test_the_standard_of_care_stands_beside_the_trials_as_an_orientation():
    for number in SAMPLES:
        found = list(sample_slides(number))
        for slide in found:
            if slide.title.startswith(("Trials", "What decides")):
                assert "Standard of care" in told(slide)
                assert "orientation" in told(slide)
        assert "Not yet checked by a clinician." in titled(found, "Trials").texts


def test_two_possible_stages_each_have_their_first_choice():
    shown = told(titled(sample_slides(3), "Trials"))
    assert "BCLC stage C or D" in shown and "D: Best supportive care." in shown


def deciding(board: BoardCase) -> list[list[DecidingRow]]:
    """Return the rows that decide, trial by trial."""
    asked = ask_list(board.comparison)
    return [deciding_rows(a, board.comparison, asked) for a in ordered(board.comparison)]


def test_only_rows_that_decide_are_shown_the_worst_first():
    board = a_board(3)
    for rows in deciding(board):
        tones = [row.tone for row in rows]
        assert tones == sorted(tones, key=("fail", "unknown", "judgement").index)
    shown = " ".join(told(s) for s in slides(board) if s.title.startswith("What decides"))
    assert "histology or cytology required" in shown
    assert "Platelets at least 75 ×10⁹/L – too old" in shown
    assert "Excluded: Child-Pugh class C" not in shown.split("too old")[0].split(";")[0]
    assert "BCLC stage B or C; Excluded: Child-Pugh class C – too old" in shown


def test_an_answer_that_is_open_again_is_asked_with_its_reason():
    board = a_board()
    why = "Open again: the endoscopy is another one."
    again = replace(board.comparison, reopened={"varices_reading": why})
    found = slides(replace(board, comparison=again))
    assert why in told(titled(found, "Questions"))
    assert why in told(titled(found, "What decides"))


def test_larger_letters_never_say_less():
    shown = told(titled(sample_slides(11), "What decides"))
    assert "Newly diagnosed HCC: fails." not in shown


def test_what_finds_no_room_is_counted():
    board = a_board(BLANK)
    rows = sum(len(each) for each in deciding(board))
    pages = [slide for slide in slides(board) if slide.title.startswith("What decides")]
    signs = ("fail", "unknown", "judgement")  # the heads of the trials are grey
    marks = sum(line.text in "×?◆" and line.tone in signs for page in pages for line in words(page))
    left = [re.fullmatch(r"and (\d+) more", text) for page in pages for text in page.texts]
    assert marks + sum(int(found.group(1)) for found in left if found is not None) == rows


# ------------------------------------------------------------------------- regimens


def test_regimens_show_the_doses_of_this_patient_and_name_the_silent_trials():
    slide = titled(sample_slides(1), "Regimens side by side")
    assert "fluorouracil 4\u00a0313.3 mg, 46 h" in slide.texts
    assert "sorafenib 400 mg, twice daily" in slide.texts
    assert "Route not stated in source" in slide.texts
    assert "weight 68 kg of 20 Nov 2026" in told(slide)
    assert "Doses and days not stated in source: HAIC + PD-1" in told(slide)
    assert not re.search(r"and \d+ more", told(slide))


def test_a_schedule_says_whose_hour_it_is_and_which_day_is_only_implied():
    doses = told(titled(sample_slides(1), "Regimens side by side"))
    assert "infusions at 09:00 (our setting)" in doses
    assert "body surface 1.80 m² (Mosteller)" in doses
    assert "apatinib 250 mg, once daily: days not stated in source" in doses
    left_open = told(titled(sample_slides(1), "Regimens: what the source leaves open"))
    drugs = "camrelizumab, oxaliplatin, leucovorin, fluorouracil"
    assert f"{drugs}: day 1 of the cycle is implied; the day is not stated in source." in left_open


def test_without_a_planned_dose_nothing_is_said_of_the_sources():
    slide = titled(sample_slides(BLANK), "Regimens side by side")
    assert "No first dose is planned for this case" in told(slide)
    assert "not stated in source" not in told(slide)


def test_without_a_weight_no_dose_is_made_up():
    comparison = compared()
    case = comparison.case
    for observation in case.of("weight"):
        case = without_observation(case, observation)
    comparison = replace(comparison, case=case)
    schedules = {s.trial: s for s in planned_schedules(comparison)}
    slide = titled(slides(BoardCase(comparison, schedules=schedules)), "Regimens side by side")
    assert "body surface not known" in told(slide)
    assert "oxaliplatin 85 mg/m², dose unknown" in told(slide)


# ------------------------------------------------------------------------- outcomes


def test_results_carry_their_intervals_the_caution_and_the_silent_trials():
    found = sample_slides(1)
    response, survival = titled(found, "Objective response"), titled(found, "Survival")
    assert "17/19, 89.5 % (66.9–98.7)" in response.texts
    assert "interval doubtful" in told(survival)
    for slide in (response, survival, titled(found, "Adverse events")):
        assert "not a comparison of treatments" in told(slide)
        assert "NCT06881433" in told(slide)


def test_a_patient_like_few_that_were_treated_is_told():
    assert "Vp2, 1 of 25" in told(titled(sample_slides(1), "This patient"))


# ------------------------------------------------------------------------- decision


def test_the_decision_is_sealed_with_its_mark_or_a_draft_or_not_made():
    draft = a_decision(responsible="", due=None)
    record = sealed(a_snapshot(decision=a_decision()), "Dr Lin", NOON)
    board = a_board()
    since = changed_since(record.snapshot, board.comparison, documents())
    shown = told(titled(slides(a_board(sealed=record, since=since)), "Decision"))
    assert record.mark in shown and "Atezolizumab and bevacizumab" in shown
    assert "What has changed since it was sealed" in shown
    drafted = told(titled(slides(a_board(draft=draft)), "Decision"))
    assert "Draft: not sealed yet." in drafted and "Responsible: not recorded" in drafted
    assert "No decision yet." in told(titled(slides(board), "Decision"))


def test_a_deferred_case_says_why():
    item = AgendaItem("SAMPLE-01", Readiness.DEFERRED, "CT is missing")
    shown = told(titled(slides(a_board(item=item)), "Decision"))
    assert "No decision: deferred (CT is missing)." in shown


def test_an_image_that_cannot_be_read_says_so(qtbot: QtBot):
    broken = KeyImage(b"\x89PNG\r\n\x1a\nbroken", Media.PNG)
    slide = titled(slides(a_board(attachments=(broken,))), "Key image")
    assert "This image cannot be shown; add it anew." in told(slide)
