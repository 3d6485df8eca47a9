"""The looks of the workbook's cells, each made once and shared by every cell that has it."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray

from hccreview.review.eligibility import Eligibility, Verdict
from hccreview.review.recruitment import Recruitment, can_be_entered

FONT = "Arial"
SIZE = 9
INK, QUIET, LINE, PAGE, ACCENT = "1B2127", "6A7480", "E1E5EA", "F6F7F9", "1F5FA8"
PASS, FAIL, UNKNOWN, JUDGEMENT = "1E6B3C", "A3271F", "7A5200", "463C9C"
PASS_FILL, FAIL_FILL, UNKNOWN_FILL, JUDGEMENT_FILL = "E3F1E8", "FBE3E1", "FFF3D6", "E8E6F7"
DATE_FORMAT = "d mmm yyyy"
MOMENT_FORMAT = "ddd d mmm yyyy hh:mm"
NUMBER_FORMATS = ("#,##0", "#,##0.0", "#,##0.00", "#,##0.000")
_GAP = "_)"  # a number keeps the width of a bracket from the text of the next column


@dataclass(frozen=True, slots=True)
class Look:
    """What a cell looks like; colours are six hexadecimal digits."""

    ink: str = INK
    fill: str = ""
    bold: bool = False
    size: int = SIZE
    align: str = "left"
    number_format: str = "General"
    wrap: bool = True
    border: bool = True


def _looks() -> dict[str, Look]:
    looks = {
        "title": Look(ACCENT, bold=True, size=14, wrap=False, border=False),
        "line": Look(wrap=False, border=False),
        "strong": Look(bold=True, wrap=False, border=False),
        "caution": Look(UNKNOWN, bold=True, wrap=False, border=False),
        "section": Look(ACCENT, bold=True, size=11, wrap=False, border=False),
        "heading": Look("FFFFFF", ACCENT, bold=True),
        "text": Look(),
        "bold": Look(bold=True),
        "quiet": Look(QUIET),
        "right": Look(align="right"),
        "date": Look(align="right", number_format=DATE_FORMAT + _GAP),
        "line_date": Look(number_format=DATE_FORMAT, wrap=False, border=False),
        "count": Look(align="center", number_format=NUMBER_FORMATS[0]),
        "left_date": Look(number_format=DATE_FORMAT),
        "year": Look(align="right", number_format="0" + _GAP),
        "pass": Look(PASS, PASS_FILL),
        "fail": Look(FAIL, FAIL_FILL),
        "unknown": Look(UNKNOWN, UNKNOWN_FILL),
        "needs_judgement": Look(JUDGEMENT, JUDGEMENT_FILL),
        "not_applicable": Look(QUIET, PAGE),
        "moment": Look(align="right", number_format=MOMENT_FORMAT + _GAP),
        "input": Look(fill=UNKNOWN_FILL, align="right"),
        "input_date": Look(fill=UNKNOWN_FILL, align="right", number_format=DATE_FORMAT + _GAP),
        "input_time": Look(fill=UNKNOWN_FILL, align="right", number_format="hh:mm" + _GAP),
        "high": Look(FAIL, bold=True),
        "medium": Look(UNKNOWN, bold=True),
        "low": Look(QUIET),
    }
    for name in ("pass", "fail", "unknown", "not_applicable"):
        looks[f"{name}_line"] = Look(looks[name].ink, bold=True, wrap=False, border=False)
    looks["number4"] = Look(align="right", number_format="0.0000" + _GAP)
    for digits, number_format in enumerate(NUMBER_FORMATS):
        looks[f"number{digits}"] = Look(align="right", number_format=number_format + _GAP)
        looks[f"figure{digits}"] = Look(number_format=number_format)
    return looks


LOOKS = _looks()


def verdict_look(verdict: Verdict) -> str:
    """Return the look of a verdict."""
    return verdict.value


def eligibility_look(eligibility: Eligibility, recruitment: Recruitment) -> str:
    """Return the look of a headline; a trial that cannot be entered is never green."""
    if eligibility is Eligibility.INELIGIBLE:
        return "fail"
    if eligibility is Eligibility.UNDETERMINED:
        return "unknown"
    if eligibility is Eligibility.NOT_ASSESSABLE or not can_be_entered(recruitment):
        return "not_applicable"
    return "pass"


class Styles:
    """The looks of one workbook: registers each when it is first used, then hands out the same."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self._known: dict[tuple[str, bool], StyleArray] = {}
        self._scratch = book.create_sheet("looks")

    def close(self) -> None:
        """Remove the sheet on which looks were made."""
        self.book.remove(self._scratch)

    def of(self, look: str, quoted: bool = False) -> StyleArray:
        """Return the style of a look; `quoted` marks text that a spreadsheet might run."""
        known = self._known.get((look, quoted))
        if known is None:
            known = self._known[look, quoted] = self._made(look, quoted)
        return known

    def _made(self, look: str, quoted: bool) -> StyleArray:
        cell = self._scratch.cell(1, len(self._known) + 1)
        if f"hcc {look}" not in self.book.named_styles:
            self.book.add_named_style(named(look))
        cell.style = f"hcc {look}"
        style: StyleArray = copy(cell._style)
        style.quotePrefix = int(quoted)
        return style


def named(look: str) -> NamedStyle:
    """Return a look as a style that a spreadsheet lists by name."""
    wanted = LOOKS[look]
    style = NamedStyle(name=f"hcc {look}")
    style.font = Font(name=FONT, size=wanted.size, bold=wanted.bold, color=wanted.ink)
    style.alignment = Alignment(
        horizontal=wanted.align,
        vertical="center" if look == "heading" else "top",
        wrap_text=wanted.wrap,
    )
    style.number_format = wanted.number_format
    if wanted.fill:
        style.fill = PatternFill("solid", fgColor=wanted.fill)
    if wanted.border:
        style.border = Border(bottom=Side("thin", color=LINE), top=Side("thin", color=LINE))
    return style
