"""The small forms of passphrase, backup and erasing: no word is cut, and no key goes too far."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from db.backup import Backup
from ui import theme
from ui.backups.question_forms import RestoreForm, readable_form, renew_form
from ui.cases.erase_form import EraseForm as ErasePatientForm
from ui.protection.passphrase_form import FirstChoice, change_form, remove_form, set_form
from ui.widgets.question_form import QuestionForm
from ui.widgets.who_form import WhoForm

LONG = Path("/home/somebody/of the ward/Documents/HCC Review/cases.sqlite")


def restore_form(parent: QWidget) -> RestoreForm:
    backup = Backup(LONG, datetime(2026, 11, 20, 18, 30), 640_000, "", encrypted=True)
    return RestoreForm(parent, backup, LONG, ask=True, ahead=True)


def erase_form(parent: QWidget) -> ErasePatientForm:
    along = "1 place on an agenda, 1 draft of a decision, 2 tasks and 3 images and excerpts"
    copies = ("cases.sqlite.before-upgrade-from-0005-20261101-120000.sqlite",)
    return ErasePatientForm(parent, "P-2026-0815", along, sealed=True, copies=copies)


FORMS: dict[str, Callable[[QWidget], QuestionForm]] = {
    "first": FirstChoice,
    "set": set_form,
    "change": change_form,
    "remove": remove_form,
    "restore": restore_form,
    "erase copies": lambda parent: readable_form(parent, (LONG,)),
    "renew backups": lambda parent: renew_form(parent, (LONG,)),
    "erase a patient": erase_form,
    "who": lambda parent: WhoForm(parent, "Dr Lin", "lin"),
}
HARMLESS = {"first", "set", "change", "who"}


@pytest.fixture
def colours(qapp: QApplication) -> Iterator[theme.Theme]:
    """The colours and the font of the program."""
    theme.use_bundled_font(qapp)
    qapp.setStyle("Fusion")
    yield theme.Theme(qapp)
    qapp.setStyleSheet("")


@pytest.fixture
def window(qtbot: QtBot, colours: theme.Theme) -> QWidget:
    """What the forms stand before."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1280, 800)
    with qtbot.waitExposed(window):
        window.show()
    return window


def shown(window: QWidget, name: str) -> QuestionForm:
    form = FORMS[name](window)
    form.open()
    QApplication.processEvents()
    return form


def cut(form: QuestionForm) -> list[str]:
    """What has less room than its words need."""
    labels = [each for each in form.findChildren(QLabel) if each.isVisible()]
    short = [each for each in labels if each.height() < each.heightForWidth(each.width())]
    buttons = [each for each in form.findChildren(QPushButton) if each.isVisible()]
    narrow = [each for each in buttons if each.width() < each.sizeHint().width()]
    return [each.text() for each in short] + [each.text() for each in narrow]


@pytest.mark.parametrize("name", FORMS)
def test_no_word_is_cut_also_when_something_is_wrong(window, name):
    form = shown(window, name)
    assert cut(form) == []
    before = form.height()
    form.refuse("The passphrase is longer than 1000 characters or holds a line break; " * 2)
    QApplication.processEvents()
    assert cut(form) == []
    assert before < form.height() <= 540  # a screen of 1920 by 1080 at 200 %
    form.reject()


@pytest.mark.parametrize("name", FORMS)
def test_return_does_nothing_that_cannot_be_taken_back(window, name):
    form = shown(window, name)
    assert form.take.isDefault() == form.take.autoDefault() == (name in HARMLESS)
    assert not any(each.isDefault() for each in form.findChildren(QPushButton) if each != form.take)
    form.reject()


@pytest.mark.parametrize("name", FORMS)
def test_tab_goes_from_the_lines_to_the_buttons_from_left_to_right(window, name):
    form = shown(window, name)
    form.activateWindow()
    form.take.setEnabled(True)
    places: list[tuple[bool, int, int]] = []
    start = form.focusWidget()
    assert start is not None
    widget = start
    while widget is not start or not places:
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            at = widget.mapTo(form, widget.rect().topLeft())
            places.append((isinstance(widget, QPushButton), at.y(), at.x()))
        following = widget.nextInFocusChain()
        assert following is not None
        widget = following
    turned = places.index(min(places))
    assert places[turned:] + places[:turned] == sorted(places)
    form.reject()


def contrast(box: QWidget) -> float:
    """The contrast between the ground and what is drawn where the box is."""
    picture = box.grab().toImage()
    ground = luminance(picture.pixelColor(picture.width() - 1, 0))
    found = [
        luminance(picture.pixelColor(x, y)) for x in range(16) for y in range(picture.height())
    ]
    return max((max(one, ground) + 0.05) / (min(one, ground) + 0.05) for one in found)


def luminance(colour) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("kind", [QCheckBox, QRadioButton])
@pytest.mark.parametrize("checked", [False, True])
def test_a_box_to_tick_is_seen_on_its_ground(window, colours, dark, kind, checked):
    colours.apply(dark)
    box = kind("", window)
    box.setChecked(checked)
    box.resize(60, 20)
    box.show()
    QApplication.processEvents()
    assert contrast(box) >= 3
    box.deleteLater()
