"""The sample meeting is made up, says so, and repeats no value that its cases do not hold."""

import io
from datetime import date

import pytest
from PIL import Image

from hccreview.exchange.case_file import read_case
from hccreview.exchange.sample_meeting import sample_meeting
from hccreview.meeting.attachment import Excerpt, KeyImage, Report
from hccreview.meeting.follow_up import follow_ups
from hccreview.meeting.meeting import Readiness
from resources import resource_path

SAMPLE = sample_meeting()
CASES = {case.code: case for case in map(read_case, resource_path("cases").iterdir())}


def test_it_sits_on_a_thursday_and_shows_several_states() -> None:
    assert SAMPLE.meeting.sitting.on == date(2026, 11, 26)
    assert SAMPLE.meeting.sitting.on.strftime("%A") == "Thursday"
    assert len(SAMPLE.meeting.items) == 4
    found = {item.readiness for item in SAMPLE.meeting.items}
    assert found == {Readiness.READY, Readiness.TO_PREPARE, Readiness.DEFERRED}
    assert all(item.questions for item in SAMPLE.meeting.items)


def test_everything_in_it_says_that_it_is_made_up() -> None:
    sitting = SAMPLE.meeting.sitting
    assert "made up" in sitting.place
    for member in sitting.members:
        assert "Sample" in member.name
        assert "made up" in member.role
    assert 0 < sitting.voters < len(sitting.members)
    assert all(task.what.startswith("Sample task") for task in SAMPLE.tasks)
    for _, attachment in SAMPLE.attachments:
        if isinstance(attachment, Excerpt):
            assert attachment.text.startswith("Sample text, made up")
        else:
            assert attachment.caption.startswith("Sample drawing")


def test_it_speaks_of_sample_cases_only() -> None:
    codes = {*SAMPLE.meeting.codes, *(task.case for task in SAMPLE.tasks)}
    codes |= {code for code, _ in SAMPLE.attachments}
    assert all(CASES[code].synthetic for code in codes)


def test_one_task_is_overdue_at_the_meeting() -> None:
    found = follow_ups(SAMPLE.tasks, SAMPLE.meeting.sitting.on)
    assert [task.case for task in found.overdue] == ["SAMPLE-04", "SAMPLE-02"]


def test_the_drawing_holds_pixels_and_nothing_else() -> None:
    (drawing,) = [a for _, a in SAMPLE.attachments if isinstance(a, KeyImage)]
    with Image.open(io.BytesIO(drawing.content)) as picture:
        assert picture.size == (1200, 900)
        assert picture.info == {}
    assert len(drawing.content) < 60_000


@pytest.mark.parametrize(
    ("code", "told"),
    [("SAMPLE-01", ("62 mm", "Vp2")), ("SAMPLE-02", ("62 mm", "Vp2")), ("SAMPLE-10", ("hepato",))],
)
def test_what_an_excerpt_tells_is_what_its_case_holds(code: str, told: tuple[str, ...]) -> None:
    (excerpt,) = [a for c, a in SAMPLE.attachments if c == code and isinstance(a, Excerpt)]
    text = resource_path("cases", f"{code.lower()}.yaml").read_text("utf-8")
    for words in told:
        assert words in excerpt.text
    if excerpt.report is Report.RADIOLOGY:
        assert "longest: 62" in text
        assert "portal_thrombus_vp: {value: Vp2" in text
        assert "nodule_count: {value: 4, on: 2026-11-12}" in text
        assert excerpt.on == date(2026, 11, 12)
    else:
        assert "histology: hcc" in text
        assert "diagnosis_date: 2026-11-03" in text
        assert excerpt.on == date(2026, 11, 3)


def test_the_questions_repeat_the_values_of_their_cases() -> None:
    text = resource_path("cases", "sample-02.yaml").read_text("utf-8")
    assert "platelets: {value: 68, unit: 10*9/L, on: 2026-11-18" in text
    (question,) = SAMPLE.meeting.item("SAMPLE-02").questions
    assert "Platelets of 68" in question
    missing = resource_path("cases", "sample-04.yaml").read_text("utf-8")
    assert "albumin:" not in missing
    assert "inr:" not in missing
