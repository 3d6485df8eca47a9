"""The whole window for somebody who listens or has no mouse: names, words for symbols, Tab."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDateEdit,
    QLabel,
    QLineEdit,
    QMenu,
    QTabBar,
    QTabWidget,
    QWidget,
)

from tests.journeys.pointing import spoken
from tests.journeys.reading import SPOKEN, case_at_the_top, cell, line_of
from tests.journeys.user import User
from tests.ui.opening import sample_store
from ui.wording import MEANINGS

SIGNS = "".join(sign for sign, *_ in MEANINGS)
SIGN_FIRST = re.compile(rf"\s*[{SIGNS}](\s|$)")
WORD = re.compile(r"[A-Za-z]{3,}")
DIRECT = Qt.FindChildOption.FindDirectChildrenOnly
PAGES = ("Case", "Eligibility")


@pytest.fixture
def user(program, tmp_path, monkeypatch) -> User:
    """Somebody who has opened SAMPLE-04."""
    user = program.start(sample_store(tmp_path), monkeypatch)
    opens(user, "SAMPLE-02")
    return user


@pytest.mark.parametrize("code", ["SAMPLE-02", "SAMPLE-09"])
def test_nothing_that_takes_the_keyboard_is_without_a_name(user, code):
    opens(user, code)
    for page in every_page(user):
        assert nameless(user.on_screen()) == [], page


def test_forms_and_dialogues_have_names_too(user):
    user.presses("Ctrl+2")
    user.clicks_cell(user.window.page.matrix, cell(user, "Platelets"))
    user.clicks("Override…")
    assert nameless(user.on_screen()) == []
    user.presses("Escape")
    user.clicks("What if")
    assert nameless(user.on_screen()) == []
    user.presses("Escape")
    user.waits()
    user.presses("Ctrl+E")
    assert nameless(user.on_screen()) == []
    user.presses("Escape")
    user.comes_to_the_window()
    user.presses("F1")
    user.sees(lambda: user.window.legend is not None and user.window.legend.isVisible(), True)
    assert nameless(user.window.legend.findChildren(QWidget)) == []
    user.window.legend.close()
    user.presses("Ctrl+Shift+A")  # a message that can be undone
    user.waits()
    assert nameless(user.on_screen()) == []


def test_every_entry_of_the_menus_has_words(user):
    menus = [user.window.menu, user.window.menu.case_menu("SAMPLE-02")]
    menus += [menu for each in menus for menu in each.findChildren(QMenu)]
    for menu in menus:
        for action in menu.actions():
            assert action.isSeparator() or WORD.search(action.text()) or "%" in action.text()


@pytest.mark.parametrize("page", PAGES)
def test_tab_reaches_everything(user, page):
    user.clicks_tab(page)
    user.waits()
    reached = [*tab_round(user)]
    missed = [
        each
        for each in wants_tab(user.on_screen())
        if each not in reached and not beside_one(each, reached)
    ]
    assert [f"{type(each).__name__} {spoken(each)}" for each in missed] == []


def test_every_sign_has_a_word(user):
    for page in every_page(user):
        assert [*signs_without_words(user.on_screen())] == [], page


def test_every_cell_and_line_says_its_verdict_in_words(user):
    for page in every_page(user):
        for view in [each for each in user.on_screen() if isinstance(each, QAbstractItemView)]:
            for index in indexes(view.model()):
                text = str(index.data() or "")
                if SIGN_FIRST.match(text) or text in SIGNS and text:
                    assert WORD.search(str(index.data(SPOKEN) or "")), (page, spoken(view), text)


# --- steps


def opens(user: User, code: str) -> None:
    """Click on a case in the list."""
    user.clicks_cell(user.view("Cases"), line_of(user, code))
    user.sees(lambda: case_at_the_top(user), code)
    user.waits()


def every_page(user: User) -> Iterator[str]:
    """Show one page after the other, with everything built and every tab bar below it turned."""
    pages = user.window.pages
    assert isinstance(pages, QTabWidget)
    for number in range(pages.count()):
        user.clicks_on(pages.tabBar(), pages.tabBar().tabRect(number).center())
        user.waits()
        yield pages.tabText(number)


def nameless(widgets: list[QWidget]) -> list[str]:
    """What takes the keyboard and has no name; Qt's own inner parts are not meant."""
    return [
        f"{type(each).__name__} {each.objectName()} in {type(each.parent()).__name__}"
        for each in widgets
        if each.isVisible()
        and each.focusPolicy() != Qt.FocusPolicy.NoFocus
        and each.focusProxy() is None
        and not is_inner(each)
        and not WORD.search(name_of(each))
    ]


def name_of(widget: QWidget) -> str:
    """The name of a control: of a choice or a date, what is chosen is none."""
    if isinstance(widget, QComboBox | QDateEdit):
        return widget.accessibleName()
    if isinstance(widget, QTabBar):
        return widget.accessibleName() or "tabs name themselves"
    return spoken(widget)


def is_inner(widget: QWidget) -> bool:
    """True for a part that Qt builds inside a control."""
    parent = widget.parent()
    names = (widget.objectName(), parent.objectName() if parent else "")
    return any(name.startswith("qt_") for name in names)


def wants_tab(widgets: list[QWidget]) -> list[QWidget]:
    """What should be reached by Tab."""
    return [
        each
        for each in widgets
        if each.isEnabled()
        and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and each.focusProxy() is None
        and not is_inner(each)
    ]


def tab_round(user: User) -> Iterator[QWidget]:
    """Press Tab until the keyboard is where it was before."""
    ways: list[tuple[QWidget | None, QWidget | None]] = []
    for _ in range(1000):
        before = QApplication.focusWidget()
        user.presses("Tab")
        way = before, QApplication.focusWidget()
        if way in ways and way[0] is not way[1]:  # in a date, Tab goes from part to part
            return
        ways.append(way)
        assert way[1] is not None
        yield way[1]
    raise AssertionError(f"Tab finds no end; it is on {user.keyboard_on()}")


def beside_one(widget: QWidget, reached: list[QWidget]) -> bool:
    """True for one of several choices of which Tab stops at the chosen one; arrows go on."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group is not None and any(each in group.buttons() for each in reached)


def signs_without_words(widgets: list[QWidget]) -> Iterator[str]:
    """Texts that begin with a sign and tell a screen reader no word for it."""
    for each in widgets:
        if isinstance(each, QTabBar):
            for place in range(each.count()):
                said = each.accessibleTabName(place) or each.tabText(place)
                if SIGN_FIRST.match(each.tabText(place)) and not WORD.search(said):
                    yield f"tab {each.tabText(place)}"
        elif isinstance(each, QLabel | QAbstractButton) and not isinstance(each, QLineEdit):
            text = each.text()
            if SIGN_FIRST.match(text) and not WORD.search(f"{text} {spoken(each)} {beside(each)}"):
                yield f"{type(each).__name__} {text}"


def beside(widget: QWidget) -> str:
    """The words of the label that follows in the same part, as in a legend."""
    around = widget.parentWidget()
    labels = [] if around is None else around.findChildren(QLabel, options=DIRECT)
    return labels[labels.index(widget) + 1].text() if widget in labels[:-1] else ""


def indexes(model: QAbstractItemModel, parent: QModelIndex | None = None) -> Iterator[QModelIndex]:
    """Every place of a model."""
    root = parent or QModelIndex()
    for row in range(model.rowCount(root)):
        first = model.index(row, 0, root)
        yield first
        if not isinstance(model, QAbstractListModel):
            for column in range(1, model.columnCount(root)):
                yield model.index(row, column, root)
            yield from indexes(model, first)
