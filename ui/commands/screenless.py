"""What happens without a display: the same review, as text, with its workbook."""

from __future__ import annotations

import zipfile
from pathlib import Path

from hccreview.errors import ReviewError
from hccreview.reports.plain_text import file_name
from hccreview.trials.library import read_library
from ui.commands.cases import sample_case
from ui.commands.compare import Days, compare_on, write_xlsx
from ui.commands.text_report import comparison_text

SAMPLE = "SAMPLE-02"
_MARK = b"HCC Review"


def review_sample() -> None:
    """Print the comparison of the near miss and write its workbook into the current folder."""
    print(f"No display: showing the review of the sample case {SAMPLE} as text instead.\n")
    case = sample_case(SAMPLE)
    if case is None:
        raise ReviewError(f"The sample case {SAMPLE} is missing from resources/cases; restore it.")
    comparison = compare_on(case, read_library(), Days())
    print(comparison_text(comparison))
    path = free_name(Path.cwd(), f"{case.code} {comparison.anchors.as_of}")
    write_xlsx(comparison, path)
    print(f"\nWorkbook: {path.name}")


def free_name(folder: Path, stem: str) -> Path:
    """Return a workbook's name in `folder` that no file of someone else has."""
    stem = file_name(stem)
    number, path = 1, folder / f"{stem}.xlsx"
    while path.exists() and not is_ours(path):
        number += 1
        path = folder / f"{stem} ({number}).xlsx"
    return path


def is_ours(path: Path) -> bool:
    """True when this program wrote the workbook: its properties name the program."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _MARK in archive.read("docProps/core.xml")
    except (OSError, KeyError, zipfile.BadZipFile):
        return False
