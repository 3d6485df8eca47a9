"""Key images and excerpts of a case: kept byte for byte, in their order."""

from datetime import date
from pathlib import Path

import pytest

from db.store import Store
from hccreview.clinical.case import Case
from hccreview.errors import ReviewError
from hccreview.meeting.attachment import (
    MOST_ATTACHMENTS,
    MOST_BYTES,
    Excerpt,
    KeyImage,
    Media,
    Report,
)
from tests.db.conftest import opened

PNG = KeyImage(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, Media.PNG, "Segment 8, 动脉期")
JPEG = KeyImage(b"\xff\xd8\xff\xe0 Kingfisher", Media.JPEG)
TEXT = Excerpt(Report.PATHOLOGY, "MVI: M1.\nEdmondson II", date(2026, 11, 12))
UNDATED = Excerpt(Report.RADIOLOGY, "LR-5")


@pytest.fixture
def case(store: Store) -> str:
    store.save_case(Case("P-1"), seen_version=None)
    return "P-1"


def test_attachments_read_back_byte_for_byte_after_the_program_ended(path: Path):
    with opened(path) as store:
        store.save_case(Case("P-1"), seen_version=None)
        added = [store.board.add_attachment("P-1", each) for each in (PNG, TEXT, JPEG, UNDATED)]
    with opened(path) as store:
        assert store.board.attachments("P-1") == tuple(added)
        assert [each.attachment for each in added] == [PNG, TEXT, JPEG, UNDATED]


def test_attachments_are_put_in_order_and_removed(store: Store, case: str):
    one, two, three = (store.board.add_attachment(case, each) for each in (PNG, TEXT, JPEG))
    store.board.order_attachments(case, [three.id, one.id, two.id])
    assert store.board.attachments(case) == (three, one, two)
    assert store.board.remove_attachment(one.id) == PNG
    four = store.board.add_attachment(case, UNDATED)
    assert store.board.attachments(case) == (three, two, four)
    with pytest.raises(ReviewError, match="removed meanwhile"):
        store.board.remove_attachment(one.id)
    with pytest.raises(ReviewError, match="changed meanwhile"):
        store.board.order_attachments(case, [three.id, one.id, two.id])
    assert [line.action for line in store.audit_lines(3)] == ["add", "remove", "order"]


def test_an_attachment_is_corrected_in_its_place(store: Store, case: str):
    one, two = (store.board.add_attachment(case, each) for each in (TEXT, JPEG))
    changed = store.board.change_attachment(one.id, UNDATED)
    assert (changed.id, changed.attachment) == (one.id, UNDATED)
    assert store.board.attachments(case) == (changed, two)
    assert store.audit_lines(1)[0].action == "change"
    store.board.remove_attachment(one.id)
    with pytest.raises(ReviewError, match="removed meanwhile"):
        store.board.change_attachment(one.id, TEXT)


def test_a_case_holds_so_many_attachments_and_no_more(store: Store, case: str):
    for _ in range(MOST_ATTACHMENTS):
        store.board.add_attachment(case, UNDATED)
    with pytest.raises(ReviewError, match="remove one"):
        store.board.add_attachment(case, UNDATED)
    with pytest.raises(ReviewError, match="no case P-9"):
        store.board.add_attachment("P-9", UNDATED)


def test_attachments_go_with_their_case_and_cannot_be_read_in_the_file(path: Path):
    with opened(path) as store:
        version = store.save_case(Case("P-1"), seen_version=None)
        store.board.add_attachment("P-1", JPEG)
    assert b"Kingfisher" in path.read_bytes()
    with opened(path) as store:
        store.delete("P-1", seen_version=version)
        assert store.board.attachments("P-1") == ()
    assert b"ingfisher" not in path.read_bytes()


def test_what_is_no_image_or_too_large_is_refused():
    with pytest.raises(ReviewError, match="neither PNG nor JPEG"):
        KeyImage(PNG.content, Media.JPEG)
    with pytest.raises(ReviewError, match="smaller than 8 MB"):
        KeyImage(JPEG.content + bytes(MOST_BYTES), Media.JPEG)
    with pytest.raises(ReviewError, match="excerpt of the report is missing"):
        Excerpt(Report.OTHER, " ")
    with pytest.raises(ReviewError, match="after 1900"):
        Excerpt(Report.OTHER, "x", date(1899, 12, 31))
