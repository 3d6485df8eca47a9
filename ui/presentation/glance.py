"""The case at a glance: key values with their dates, scores, and the timeline of treatments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hccreview.clinical.chart import Chart
from hccreview.clinical.dates import PartialDate, spoken
from hccreview.clinical.derived import DERIVED_FIELDS
from hccreview.review.cells import gap_word
from hccreview.review.profile import ProfileLine, profile
from hccreview.review.wording import definition_of, fact_text, from_to, observation_text
from ui.case_facts import person
from ui.presentation.shapes import LARGE, TEXT, Block, Piece, Slide, moved
from ui.presentation.sheet import Area, Sheet, shifted
from ui.presentation.timeline import timeline, timeline_slides

if TYPE_CHECKING:
    from hccreview.clinical.chart import Fact
    from hccreview.meeting.board_case import BoardCase

_VALUES = (
    ("ecog", "ECOG"),
    ("bclc_stage", "BCLC"),
    ("child_pugh_score", "Child-Pugh"),
    ("albi_score", "ALBI"),
    ("tumour_count", "Nodules"),
    ("largest_nodule", "Largest"),
    ("portal_vp", "Portal thrombus"),
    ("hepatic_vv", "Hepatic vein"),
    ("extrahepatic_disease", "Extrahepatic"),
    ("afp", "AFP"),
    ("platelets", "Platelets"),
    ("bilirubin", "Bilirubin"),
    ("inr", "INR"),
    ("ascites", "Ascites"),
    ("varices", "Varices"),
)
_LISTS = {"largest_nodule": "lesions", "extrahepatic_disease": "metastases"}
_COLUMNS, _BETWEEN = 3, 28.0


def glance_slides(board: BoardCase, sheet: Sheet) -> list[Slide]:
    """Return the case at a glance; treatments that find no room there get a slide of their own."""
    body, comparison = sheet.body, board.comparison
    lines = {line.id: line for line in profile(comparison)}
    chart = comparison.chart()
    cells = [_cell(sheet, label, name, chart, lines) for name, label in _VALUES]
    pieces, bottom = _grid(cells, sheet)
    room = Area(body.x, bottom + 6, body.width, body.bottom - bottom - 6)
    drawn, whole = timeline(comparison, sheet, room)
    title = person(comparison)
    first = Slide(title[0].upper() + title[1:], (*pieces, *drawn))
    return [first] if whole else [first, *timeline_slides(comparison, sheet)]


def _grid(cells: list[Block], sheet: Sheet) -> tuple[list[Piece], float]:
    """Return the cells in rows, and where the last row ends."""
    body = sheet.body
    pieces: list[Piece] = []
    step, down = _cell_width(sheet) + _BETWEEN, body.y
    for start in range(0, len(cells), _COLUMNS):
        row = cells[start : start + _COLUMNS]
        for column, cell in enumerate(row):
            pieces += shifted(cell, body.x + column * step, down)
        down += max(cell.height for cell in row) + 4
    return pieces, down


def _cell_width(sheet: Sheet) -> float:
    return (sheet.body.width - (_COLUMNS - 1) * _BETWEEN) / _COLUMNS


def _cell(
    sheet: Sheet, label: str, name: str, chart: Chart, lines: dict[str, ProfileLine]
) -> Block:
    """Return label and date above, the value in large letters below."""
    width, fact = _cell_width(sheet), chart.fact(name)
    text = value_words(name, chart, lines.get(name))
    when = days_words(fact) or list_day(name, chart)
    named, day = sheet.line(label, tone="muted"), sheet.line(when, tone="muted")
    tone = "unknown" if fact.gaps or not _is_known(fact) else "text"
    size = LARGE if sheet.lettering.width(text, LARGE * sheet.grow, True) <= width else TEXT
    value = sheet.text(text, width, size, tone, bold=True)
    down = 0.0 if named.width + day.width + 16 <= width else named.height
    head = (named, moved(day, (width - day.width) * (not down), down))
    top = down + named.height - 2
    return Block(top + value.height, (*head, *shifted(value, 0, top)))


def _is_known(fact: Fact) -> bool:
    return any(each is not None for each in (fact.span, fact.words, fact.members))


def value_words(name: str, chart: Chart, line: ProfileLine | None) -> str:
    """Return a value in words; what is of no use, bounded or not there says so."""
    fact = chart.fact(name)
    why = gap_word(fact.gaps[0].reason) if fact.gaps else "not recorded"
    if line is not None:
        text = line.value_text if line.inputs or not line.missing else ""
    elif fact.gaps and fact.observation is not None:
        text = observation_text(fact.observation, definition_of(name, chart.dictionary))
    else:
        definition = DERIVED_FIELDS.get(name) or definition_of(name, chart.dictionary)
        text = fact_text(fact, definition)
    if not text:
        return "not recorded" if not fact.inputs else f"not known: {why}"
    return f"{text} ({why})" if fact.gaps else text


def days_words(fact: Fact) -> str:
    """Return on which day a value was collected, or from which to which day its parts."""
    days = [each.collected_on for each in fact.inputs if each.collected_on is not None]
    if not days:
        return "no date" if fact.inputs else ""
    first = min(days, key=lambda day: (day.first, day.last))
    last = max(days, key=lambda day: (day.last, day.first))
    return _from_to(first, last)


def list_day(name: str, chart: Chart) -> str:
    """Return since when the list behind a fact is complete; empty where nobody has said so."""
    day = chart.case.list(_LISTS[name]).complete_on if name in _LISTS else None
    return spoken(day) if day is not None and chart.list(_LISTS[name]).complete else ""


def _from_to(first: PartialDate, last: PartialDate) -> str:
    begins, ends = spoken(first), spoken(last)
    if first.exact and last.exact and first.first.year == last.last.year:
        begins = begins.removesuffix(f" {first.first.year}")
    short = from_to(first, last).replace(" to ", "–", 1)
    return min(short, f"{begins}–{ends}", key=len) if "–" in short else short
