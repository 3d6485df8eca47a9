"""The workbook of one comparison, written whole or not at all."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from hccreview.clinical.dates import spoken
from hccreview.errors import ReviewError
from hccreview.reports.cells import Cell, Sheet
from hccreview.reports.matrix_sheet import matrix_sheet
from hccreview.reports.outcomes_sheet import outcomes_sheet
from hccreview.reports.painting import Stamp, paint
from hccreview.reports.regimens_sheet import regimens_sheet
from hccreview.reports.sources_sheet import sources_sheet
from hccreview.reports.summary_sheet import summary_sheet
from hccreview.reports.trial_sheet import trial_sheet
from hccreview.reports.whole_file import is_in_use, replace_file
from hccreview.review.compare import Comparison
from hccreview.review.digest import data_version, input_digest
from hccreview.review.explain import NOT_CHECKED, STATEMENT

_SHORT = 12


def write_workbook(comparison: Comparison, path: Path, *, version: str) -> None:
    """Write the workbook of a comparison to `path` (.xlsx), replacing what stood there.

    `version` is the program's. Raises ReviewError where the file cannot be written; what stood at
    `path` is then unchanged and no other file is left behind.
    """
    target = Path(os.path.realpath(path))
    _check_target(target, path)
    try:
        replace_file(target, workbook_bytes(comparison, version=version))
    except OSError as error:
        raise ReviewError(_refusal(path, error)) from error


def workbook_bytes(comparison: Comparison, *, version: str) -> bytes:
    """Return the content of the workbook of a comparison."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "HCC Review"
    book.properties.title = f"HCC Review, {spoken(comparison.anchors.as_of)}"
    paint(book, sheets_of(comparison), _stamp(comparison, version))
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).save()
    return stream.getvalue()


def sheets_of(comparison: Comparison) -> tuple[Sheet, ...]:
    """Return the sheets of a comparison in their order, as plain values."""
    trials = tuple(assessment.trial for assessment in comparison.assessments)
    return (
        summary_sheet(comparison),
        matrix_sheet(comparison),
        *(trial_sheet(assessment, comparison) for assessment in comparison.assessments),
        regimens_sheet(trials),
        outcomes_sheet(trials),
        sources_sheet(trials),
    )


# --- what stands on every sheet -------------------------------------------------------------------


def _stamp(comparison: Comparison, version: str) -> Stamp:
    trials = tuple(assessment.trial for assessment in comparison.assessments)
    digest = input_digest(comparison)
    unchecked = ", ".join(trial.id for trial in trials if not trial.checked)
    case, as_of = comparison.case, spoken(comparison.anchors.as_of)
    made_up = " (synthetic)" if case.synthetic else ""
    lines = [
        Cell(f"Case {case.code}{made_up}. {_days(comparison)}", "strong"),
        Cell(
            f"Data version {data_version(trials)}. Program version {version}."
            f" Digest of the inputs {digest}.",
            "line",
        ),
        Cell(
            f"{STATEMENT} {NOT_CHECKED[:-1]}: {unchecked}." if unchecked else STATEMENT, "caution"
        ),
    ]
    footer = (
        _footer_text(f"Case {case.code}{made_up}, as of {as_of}"),
        STATEMENT,
        f"Inputs {digest[:_SHORT]}, page &P of &N",
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


def _footer_text(value: str) -> str:
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
