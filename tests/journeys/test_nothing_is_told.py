"""What watches every journey for words of a patient would hear one."""

import pytest
from PySide6.QtWidgets import QDialog

from tests.journeys.telling import Titles, told_of_patients


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("Traceback of SAMPLE-02 in line 4", ["SAMPLE-02"]),
        ("Synthetic sample – platelets just below the limit", 1),
        ("reason: lives near the hospital, family helps", 1),
        ("MRN 00482913", ["MRN 00482913"]),
        ("patient 104829135 was opened", ["104829135"]),
        ("mistake-20261121-101500-000001.txt: KeyError in cases.py:12", []),
        ("HCC Review, presentation", []),
    ],
)
def test_a_word_of_a_patient_is_heard(text, heard):
    found = told_of_patients(text)
    assert len(found) == heard if isinstance(heard, int) else found == heard


def test_the_title_of_a_dialogue_is_heard_as_long_as_it_is_open(qapp, qtbot):
    titles, dialogue = Titles(), QDialog()
    qtbot.addWidget(dialogue)
    qapp.focusWindowChanged.connect(titles.look)
    dialogue.setWindowTitle("A dialogue of its own")
    with qtbot.waitExposed(dialogue):
        dialogue.show()
        dialogue.activateWindow()
    qtbot.waitUntil(lambda: "A dialogue of its own" in titles.seen)
    qapp.focusWindowChanged.disconnect(titles.look)
    dialogue.setWindowTitle("")
    dialogue.close()
