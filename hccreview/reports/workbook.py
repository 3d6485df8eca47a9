"""The workbook of one comparison, written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from hccreview.clinical.dates import spoken
from hccreview.errors import ReviewError
from hccreview.meeting.seal import Sealed
from hccreview.reports.cells import Cell, Sheet
from hccreview.reports.charts_sheet import TITLE, charts_sheet
from hccreview.reports.deidentified import Days, without_identity
from hccreview.reports.matrix_sheet import matrix_sheet
from hccreview.reports.native_charts import add_charts, add_pictures
from hccreview.reports.outcomes_sheet import outcomes_sheet
from hccreview.reports.painting import Stamp, paint
from hccreview.reports.pictures import DRAWN, pictures
from hccreview.reports.regimens_sheet import regimens_sheet
from hccreview.reports.schedule_sheet import schedule_sheet
from hccreview.reports.sources_sheet import sources_sheet
from hccreview.reports.summary_sheet import summary_sheet
from hccreview.reports.trial_sheet import trial_sheet
from hccreview.review.cells import Say
from hccreview.review.compare import Comparison
from hccreview.review.digest import data_version, input_digest
from hccreview.review.explain import NOT_CHECKED, STATEMENT
from hccreview.review.identity import day_zero
from hccreview.review.schedule.model import Schedule
from hccreview.trials.model import Trial
from hccreview.whole_file import is_in_use, replace_file

_SHORT = 12
# When a de-identified file was made would tell the day of the review.
_NO_DAY = datetime(2000, 1, 1)
Told = Callable[[int, int], None]
Part = TypeVar("Part")


def write_workbook(
    comparison: Comparison,
    path: Path,
    *,
    version: str,
    deidentified: bool = False,
    free_text: bool = False,
    told: Told | None = None,
    schedules: Sequence[Schedule] = (),
    figures: bool = False,
    sealed: Sealed | None = None,
) -> None:
    """Write the workbook of a comparison to `path` (.xlsx), replacing what stood there.

    `version` is the program's; `deidentified` leaves out the code, the patient's dates and, unless
    `free_text` is asked for, what was typed as text; `told` hears of each sheet and picture, and
    may stop the work by raising; `schedules` are those of the case's plans (a de-identified
    workbook holds none); `figures` adds pictures of the charts that a spreadsheet cannot draw,
    which takes a second; `sealed` is the newest sealed decision on the case (a de-identified
    workbook does not name it). Raises ReviewError where the file cannot be written; what stood at
    `path` is then unchanged and no other file is left.
    """
    write_whole(
        path,
        lambda: workbook_bytes(
            comparison,
            version=version,
            deidentified=deidentified,
            free_text=free_text,
            told=told,
            schedules=schedules,
            figures=figures,
            sealed=sealed,
        ),
    )


def write_whole(path: Path, made: Callable[[], bytes]) -> None:
    """Write the workbook that `made` returns to `path`; raises ReviewError as `write_workbook`."""
    try:
        _check_target(Path(os.path.realpath(path)), path)
        replace_file(path, made())
    except OSError as error:
        raise ReviewError(_refusal(path, error)) from error


def workbook_bytes(
    comparison: Comparison,
    *,
    version: str,
    deidentified: bool = False,
    free_text: bool = False,
    told: Told | None = None,
    schedules: Sequence[Schedule] = (),
    figures: bool = False,
    sealed: Sealed | None = None,
) -> bytes:
    """Return the content of the workbook of a comparison."""
    book = new_book(f"HCC Review, {spoken(comparison.anchors.as_of)}")
    sheets, stamp = sheets_of(comparison, schedules, sealed), _stamp(comparison, version)
    if deidentified:
        sheets, stamp = _without_identity(comparison, version, free_text)
        book.properties.title = "HCC Review, de-identified"
        book.properties.created = book.properties.modified = _NO_DAY
    steps = len(sheets) + (len(DRAWN) if figures else 0) + 1  # writing the file is the last
    paint(book, telling(sheets, told, 0, steps), stamp)
    sheet, line = _with_charts(book, comparison)
    if figures:
        drawn = pictures(_trials(comparison), None if deidentified else comparison)
        add_pictures(sheet, telling(drawn, told, len(sheets), steps), line)
    if told is not None:
        told(steps - 1, steps)
    return saved(book)


def new_book(title: str) -> Workbook:
    """Return a workbook of ours without a sheet."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "HCC Review"
    book.properties.title = title
    return book


class _Undated(ZipFile):
    """An archive that does not tell when each of its parts was written."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        """Add a part under a name, dated 1980-01-01 as an archive dates what has no date."""
        part = ZipInfo(zinfo_or_arcname)
        part.compress_type = ZIP_DEFLATED
        part.external_attr = 0o600 << 16
        super().writestr(part, data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        """Add a file, which has no date inside either."""
        self.writestr(arcname or filename, Path(filename).read_bytes())


def saved(book: Workbook) -> bytes:
    """Return the content of a workbook's file."""
    stream = BytesIO()
    with _Undated(stream, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).save()
    return stream.getvalue()


def _with_charts(book: Workbook, comparison: Comparison) -> tuple[Worksheet, int]:
    """Add the native charts; return their sheet and its first line that is free."""
    # A trial may be called like the sheet: the last of such titles is the sheet's own.
    sheet = next(each for each in reversed(book.worksheets) if each.title.startswith(TITLE))
    return sheet, add_charts(sheet, charts_sheet(_trials(comparison)).blocks)


def _trials(comparison: Comparison) -> tuple[Trial, ...]:
    return tuple(assessment.trial for assessment in comparison.assessments)


def telling(parts: Iterable[Part], told: Told | None, before: int, steps: int) -> Iterator[Part]:
    """Yield each part of the work after telling how many steps were taken."""
    for number, part in enumerate(parts, start=before):
        if told is not None:
            told(number, steps)
        yield part


def _without_identity(
    comparison: Comparison, version: str, free_text: bool
) -> tuple[tuple[Sheet, ...], Stamp]:
    bare = without_identity(comparison, free_text=free_text)
    zero = day_zero(comparison.case, comparison.anchors)
    days = Days()
    text = "free text as typed" if free_text else "no free text"
    told = (
        f"De-identified: no code, {text}; day 0 is {zero.words}, and months are counted as if it"
        " were a 1 January."
    )
    stamp = _stamp(bare, version, told)
    left, centre, right = stamp.footer
    lines = tuple(days.cell(each) for each in stamp.lines)
    return days.sheets(sheets_of(bare, say=days.text)), Stamp(
        lines, (days.text(left), centre, right)
    )


def sheets_of(
    comparison: Comparison,
    schedules: Sequence[Schedule] = (),
    sealed: Sealed | None = None,
    *,
    say: Say = str,
) -> tuple[Sheet, ...]:
    """Return the sheets of a comparison in their order; that of schedules where there are any.

    `say` words the values of the matrix; see `matrix_sheet`.
    """
    trials = _trials(comparison)
    return (
        summary_sheet(comparison, sealed),
        matrix_sheet(comparison, say),
        *(trial_sheet(assessment, comparison) for assessment in comparison.assessments),
        regimens_sheet(trials),
        *((schedule_sheet(schedules),) if schedules else ()),
        outcomes_sheet(trials),
        charts_sheet(trials).sheet,
        sources_sheet(trials),
    )


# --- what stands on every sheet -------------------------------------------------------------------


def _stamp(comparison: Comparison, version: str, deidentified: str = "") -> Stamp:
    """Return what stands on every sheet; `deidentified` stands in place of the digest."""
    trials = _trials(comparison)
    digest = input_digest(comparison)
    unchecked = ", ".join(trial.id for trial in trials if not trial.checked)
    case, as_of = comparison.case, spoken(comparison.anchors.as_of)
    made_up = " (synthetic)" if case.synthetic else ""
    lines = [
        Cell(f"Case {case.code}{made_up}. {_days(comparison)}", "strong"),
        Cell(
            f"Data version {data_version(trials)}. Program version {version}. "
            + (deidentified or f"Digest of the inputs {digest}."),
            "line",
        ),
        Cell(
            f"{STATEMENT} {NOT_CHECKED[:-1]}: {unchecked}." if unchecked else STATEMENT, "caution"
        ),
    ]
    footer = (
        footer_text(f"Case {case.code}{made_up}, as of {as_of}"),
        STATEMENT,
        "Page &P of &N" if deidentified else f"Inputs {digest[:_SHORT]}, page &P of &N",
    )
    return Stamp(tuple(lines), footer)


def _days(comparison: Comparison) -> str:
    anchors = comparison.anchors
    inclusion = " (assumed)" if anchors.inclusion_assumed else ""
    first_dose = " (assumed)" if anchors.first_dose_assumed else ""
    return (
        f"As of {spoken(anchors.as_of)}; inclusion {spoken(anchors.inclusion)}{inclusion};"
        f" first dose {spoken(anchors.first_dose)}{first_dose}."
    )


def footer_text(value: str) -> str:
    """Return text for a footer, in which & starts a command and 255 characters are the most."""
    return value.replace("&", "+")[:80]


# --- the file -------------------------------------------------------------------------------------


def _check_target(target: Path, shown: Path) -> None:
    """Raise ReviewError for a folder, a read-only file, or one that an office program has open."""
    if target.is_dir():
        raise ReviewError(f"{shown} is a folder; give the workbook a name inside it.")
    if not target.parent.is_dir():
        raise ReviewError(f"The folder of {shown} does not exist; choose another one.")
    if is_in_use(target):
        raise ReviewError(_refusal(shown, PermissionError()))


def _refusal(path: Path, error: OSError) -> str:
    if isinstance(error, PermissionError):
        return (
            f"The workbook {path} is open in another program or not writable; close it or choose"
            " another name. Nothing was changed."
        )
    return (
        f"The workbook {path} cannot be written ({error.strerror}); free some space or choose"
        " another folder. Nothing was changed."
    )
