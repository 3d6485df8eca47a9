"""Images and reports of a case, by keyboard: added, looked at, put in order, removed."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QAbstractButton, QComboBox, QFileDialog, QLineEdit, QPlainTextEdit

from db.store import open_store
from hccreview.meeting.attachment import MOST_ATTACHMENTS, Excerpt, KeyImage, Media, Report
from tests.ui.edits import stored
from tests.ui.meeting_attachments.conftest import BIOPSY, CT
from ui.commands.clock import now
from ui.meeting.attachments.panel import ABOUT
from ui.meeting.attachments.pictures import as_png, fitting
from ui.meeting.attachments.viewer import Viewer

ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CT_NAME, BIOPSY_NAME = "Radiology report, 12 Nov 2026", "Pathology report"


def picture(shade: int = 90, wide: int = 60, high: int = 40) -> QImage:
    made = QImage(wide, high, QImage.Format.Format_RGB32)
    made.fill(shade)
    return made


def image(caption: str = "", shade: int = 90) -> KeyImage:
    return KeyImage(as_png(picture(shade)), Media.PNG, caption)


def test_a_case_without_anything_says_how_to_add_and_what_the_program_cannot_see(opened):
    assert "Nothing is kept for SAMPLE-02 yet" in opened.panel.detail.nothing.text()
    assert not opened.panel.list.isVisible()
    assert "Names inside the picture cannot be seen" in ABOUT


# --- adding


def test_ins_adds_images_from_files_and_shows_the_last(opened, image_file, monkeypatch, qtbot):
    paths = [str(image_file("a.png")), str(image_file("b.jpg", 200))]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (paths, ""))
    qtbot.keyClick(opened.panel, Qt.Key.Key_Insert)
    opened.settle()
    assert [each.media for each in opened.stored()] == [Media.PNG, Media.JPEG]
    assert opened.panel.list.currentIndex().row() == 1
    assert opened.panel.detail.view.picture.size() == QSize(60, 40)


def test_of_several_files_the_bad_one_is_told_and_the_rest_is_added(opened, image_file, tmp_path):
    bad = tmp_path / "scan.png"
    bad.write_bytes(b"DICM")
    opened.panel.shelf.add_files("SAMPLE-02", [image_file("a.png"), bad, image_file("c.png", 9)])
    opened.settle()
    assert len(opened.stored()) == 2
    assert opened.told == [
        "“scan.png” is neither PNG nor JPEG; export the picture from the viewer as PNG or JPEG."
    ]


def test_a_picture_of_the_clipboard_is_pasted(opened, qtbot):
    QGuiApplication.clipboard().setImage(picture())
    qtbot.keyClick(opened.panel, Qt.Key.Key_V, CONTROL)
    opened.settle()
    (found,) = opened.stored()
    assert isinstance(found, KeyImage)
    assert fitting(found, QSize(500, 500)).pixelColor(3, 3) == picture().pixelColor(3, 3)


def test_copied_text_begins_an_excerpt_which_ctrl_return_saves(opened, qtbot):
    QGuiApplication.clipboard().setText("LI-RADS 5 in segment 8.")
    qtbot.keyClick(opened.panel, Qt.Key.Key_V, CONTROL)
    form = opened.panel.detail.form
    assert form.isVisible()
    form.on.setText("2026-11-12")
    qtbot.keyClick(form.text, Qt.Key.Key_Return, CONTROL)
    opened.settle()
    assert opened.stored() == [replace(CT, text="LI-RADS 5 in segment 8.")]
    assert opened.names == [CT_NAME]
    assert opened.panel.list.hasFocus()


def test_an_empty_clipboard_is_a_sentence(opened, qtbot):
    QGuiApplication.clipboard().clear()
    qtbot.keyClick(opened.panel, Qt.Key.Key_V, CONTROL)
    assert "neither a picture nor text" in opened.told[0]


def test_the_path_of_a_copied_file_never_becomes_an_excerpt(opened, qtbot):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/home/board/Mr Secret/report.docx")])
    QGuiApplication.clipboard().setMimeData(data)
    qtbot.keyClick(opened.panel, Qt.Key.Key_V, CONTROL)
    assert "neither PNG nor JPEG" in opened.told[0]
    assert not opened.panel.detail.form.isVisible()


@pytest.mark.parametrize("what", ["file", "picture"])
def test_what_is_dropped_is_added(opened, image_file, what):
    data = QMimeData()
    if what == "file":
        data.setUrls([QUrl.fromLocalFile(str(image_file("a.JPG")))])
    else:
        data.setImageData(picture())
    entering = QDragEnterEvent(QPointF(9, 9).toPoint(), Qt.DropAction.CopyAction, data, LEFT, NONE)
    opened.panel.dragEnterEvent(entering)
    assert entering.isAccepted()
    action = Qt.DropAction.CopyAction
    opened.panel.dropEvent(QDropEvent(QPointF(9, 9), action, data, LEFT, NONE))
    opened.settle()
    assert len(opened.stored()) == 1


def test_a_case_file_that_is_dropped_is_left_to_the_window(opened, tmp_path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "case.yaml"))])
    entering = QDragEnterEvent(QPointF(9, 9).toPoint(), Qt.DropAction.CopyAction, data, LEFT, NONE)
    opened.panel.dragEnterEvent(entering)
    assert not entering.isAccepted()


def test_one_too_many_is_refused_in_a_sentence(opened):
    opened.add(*[BIOPSY] * (MOST_ATTACHMENTS + 1))
    assert len(opened.stored()) == MOST_ATTACHMENTS
    assert "remove one before you add another" in opened.told[0]


# --- looking, correcting, ordering, removing


def test_alt_down_moves_and_the_keyboard_stays_on_it(opened, qtbot):
    opened.add(CT, BIOPSY, image("Arterial phase"))
    opened.panel.list.choose(0)
    opened.panel.list.setFocus()
    for _ in range(3):  # one more than there are places
        qtbot.keyClick(opened.panel.list, Qt.Key.Key_Down, ALT)
        opened.settle()
    assert opened.names == [BIOPSY_NAME, "Arterial phase", CT_NAME]
    assert opened.panel.list.currentIndex().row() == 2
    assert opened.panel.list.hasFocus()
    qtbot.keyClick(opened.panel.list, Qt.Key.Key_Up, ALT)
    opened.settle()
    assert opened.stored() == [BIOPSY, CT, image("Arterial phase")]


def test_two_moves_in_one_breath_both_hold(opened, qtbot):
    opened.add(CT, BIOPSY, image("Arterial phase"))
    opened.panel.list.choose(0)
    for _ in range(2):
        qtbot.keyClick(opened.panel.list, Qt.Key.Key_Down, ALT)
    opened.settle()
    assert opened.stored()[2] == CT


def test_del_removes_and_undo_brings_it_back_to_its_place(opened, qtbot):
    opened.add(CT, image("Arterial phase"), BIOPSY)
    opened.panel.list.choose(1)
    qtbot.keyClick(opened.panel.list, Qt.Key.Key_Delete)
    opened.settle()
    assert opened.stored() == [CT, BIOPSY]
    assert opened.panel.list.currentIndex().row() == 1
    assert opened.told == ["Image removed from SAMPLE-02."]
    opened.choose("SAMPLE-03")
    opened.offers[0].act()
    opened.settle()
    assert opened.stored() == [CT, image("Arterial phase"), BIOPSY]
    assert opened.names == []  # another case is on screen


def test_f2_goes_to_the_caption_and_return_saves_it(opened, qtbot):
    opened.add(image(), CT)
    opened.panel.list.choose(0)
    qtbot.keyClick(opened.panel.list, Qt.Key.Key_F2)
    caption = opened.panel.detail.caption
    assert caption.hasFocus()
    caption.insert("门静脉 ")
    qtbot.keyClicks(caption, "Vp2")
    qtbot.keyClick(caption, Qt.Key.Key_Return)
    opened.settle()
    assert opened.stored()[0] == image("门静脉 Vp2")
    assert opened.panel.list.hasFocus()


def test_esc_takes_the_caption_back(opened, qtbot):
    opened.add(image("Arterial phase"))
    qtbot.keyClick(opened.panel.list, Qt.Key.Key_F2)
    qtbot.keyClicks(opened.panel.detail.caption, "wrong")
    qtbot.keyClick(opened.panel.detail.caption, Qt.Key.Key_Escape)
    opened.settle()
    assert opened.panel.detail.caption.text() == "Arterial phase"
    assert opened.stored() == [image("Arterial phase")]


def test_a_caption_that_is_being_typed_goes_to_the_case_it_was_typed_for(opened, qtbot):
    opened.add(image())
    qtbot.keyClick(opened.panel.list, Qt.Key.Key_F2)
    qtbot.keyClicks(opened.panel.detail.caption, "late phase")
    opened.choose("SAMPLE-03")
    assert opened.stored() == [image("late phase")]
    assert opened.stored("SAMPLE-03") == []


def test_an_excerpt_that_is_being_typed_goes_to_the_case_it_was_typed_for(opened, qtbot):
    opened.panel.excerpt_button.click()
    qtbot.keyClicks(opened.panel.detail.form.text, "LR-5")
    opened.choose("SAMPLE-03")
    assert opened.stored() == [Excerpt(Report.RADIOLOGY, "LR-5")]
    assert opened.stored("SAMPLE-03") == []
    assert not opened.panel.detail.asking


def test_an_excerpt_that_is_refused_stays_with_the_case_it_was_typed_for(opened, qtbot):
    opened.panel.excerpt_button.click()
    form = opened.panel.detail.form
    qtbot.keyClicks(form.text, "LR-5")
    form.on.setText("2026-13")
    opened.choose("SAMPLE-03")
    assert form.isVisible()
    assert "For SAMPLE-02" in form.about.text()
    form.on.clear()
    form.save()
    opened.settle()
    assert opened.stored() == [Excerpt(Report.RADIOLOGY, "LR-5")]
    assert opened.stored("SAMPLE-03") == []


def test_what_is_being_typed_is_kept_when_the_window_closes(opened, qtbot, tmp_path):
    opened.add(image())
    qtbot.keyClick(opened.panel.list, Qt.Key.Key_F2)
    qtbot.keyClicks(opened.panel.detail.caption, "late phase")
    opened.workspace.close()
    with open_store(tmp_path / "cases.sqlite", today=now) as store:
        (kept,) = store.board.attachments("SAMPLE-02")
    assert kept.attachment == image("late phase")


def test_without_a_case_nothing_of_the_one_before_stays_in_sight(opened, qtbot):
    opened.add(CT, image("one"))
    opened.panel.list.choose(1)
    opened.settle()
    qtbot.keyClick(opened.panel.list, Qt.Key.Key_Return)
    viewer = opened.panel.findChild(Viewer)
    opened.settle()
    opened.workspace.show(None)
    opened.settle()
    assert not viewer.isVisible()
    assert opened.names == []
    assert opened.panel.detail.view.picture.isNull()
    assert opened.panel.shelf.items == ()


def test_while_something_is_written_the_window_does_not_say_saved(opened):
    opened.panel.shelf.add("SAMPLE-02", CT)
    assert opened.workspace.saving.sentence == "Saving …"
    opened.settle()
    assert opened.workspace.saving.sentence == "Saved"


def test_return_corrects_an_excerpt(opened, qtbot):
    opened.add(CT)
    qtbot.keyClick(opened.panel.list, Qt.Key.Key_Return)
    form = opened.panel.detail.form
    assert (form.on.text(), form.text.toPlainText()) == ("2026-11-12", CT.text)
    form.kind.setCurrentIndex(2)
    form.save()
    opened.settle()
    assert opened.stored() == [replace(CT, report=Report.OTHER)]


def test_what_is_wrong_with_an_excerpt_is_said_and_it_stays(opened, qtbot):
    opened.panel.excerpt_button.click()
    form = opened.panel.detail.form
    form.save()
    assert "excerpt of the report is missing" in form.problem.text()
    form.text.setPlainText("LR-5")
    form.on.setText("2026-11")
    form.save()
    assert "has no day" in form.problem.text()
    qtbot.keyClick(form.text, Qt.Key.Key_Escape)
    opened.settle()
    assert opened.stored() == []
    assert not opened.panel.detail.asking


def test_return_shows_an_image_large_and_the_arrows_go_round(opened, qtbot):
    opened.add(image("one"), CT, image("two", 200))
    opened.panel.list.choose(2)
    qtbot.keyClick(opened.panel.list, Qt.Key.Key_Return)
    viewer = opened.panel.findChild(Viewer)
    opened.settle()
    assert viewer.number.text() == "SAMPLE-02 · image 2 of 2"
    assert viewer.caption.text() == "two"
    qtbot.keyClick(viewer, Qt.Key.Key_PageDown)
    opened.settle()
    assert viewer.caption.text() == "one"
    assert not viewer.view.picture.isNull()
    qtbot.keyClick(viewer, Qt.Key.Key_Escape)
    assert not viewer.isVisible()


def test_an_image_is_never_shown_larger_than_is_needed_to_see_it(opened):
    large = KeyImage(as_png(picture(wide=3000, high=1000)), Media.PNG)
    assert fitting(large, QSize(160, 120)).size() == QSize(160, 53)
    assert fitting(image(), QSize(160, 120)).size() == QSize(60, 40)


def test_an_image_that_cannot_be_decoded_is_said_to_be_so(opened):
    opened.add(KeyImage(b"\x89PNG\r\n\x1a\n nothing", Media.PNG))
    assert opened.panel.detail.view.picture.isNull()
    opened.panel.grab()
    assert opened.names == ["Image without a caption"]


# --- the case


def test_each_case_shows_its_own(opened):
    opened.add(CT)
    opened.choose("SAMPLE-03")
    assert opened.names == []
    opened.choose("SAMPLE-02")
    assert opened.names == [CT_NAME]


def test_nothing_of_it_is_part_of_the_case(opened):
    before = stored(opened.workspace.saving.store.path, "SAMPLE-02")
    opened.add(CT, image("Arterial phase"))
    assert stored(opened.workspace.saving.store.path, "SAMPLE-02") == before


def test_without_a_case_nothing_can_be_added(opened):
    opened.workspace.show(None)
    opened.settle()
    buttons = (opened.panel.add_button, opened.panel.paste_button, opened.panel.excerpt_button)
    assert not any(button.isEnabled() for button in buttons)
    opened.panel.paste()
    opened.settle()
    assert opened.told == []


# --- looks


@pytest.mark.parametrize("width", [400, 620, 900])
def test_nothing_is_cut_or_scrolls_sideways(opened, width):
    opened.add(image("A caption of many words: CT of 12 Nov 2026, arterial phase, S8"), CT)
    opened.panel.resize(width, 520)
    opened.settle()
    assert opened.panel.minimumSizeHint().width() <= width
    assert opened.panel.list.horizontalScrollBar().maximum() == 0
    shown = [each for each in opened.panel.findChildren(QAbstractButton) if each.isVisible()]
    for each in shown:
        assert each.width() >= each.minimumSizeHint().width()
        assert each.mapTo(opened.panel, each.rect().topRight()).x() <= width


def test_every_control_is_named(opened):
    opened.add(image(), CT)
    kinds = (QLineEdit, QComboBox, QPlainTextEdit)
    found = [each for kind in kinds for each in opened.panel.findChildren(kind)]
    assert [type(each).__name__ for each in found if not each.accessibleName()] == []
    assert all(each.text() for each in opened.panel.findChildren(QAbstractButton))
    rows = opened.panel.list.model()
    told = rows.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told == f"Excerpt 2 of 2: {CT_NAME}"
