"""The workbook opened by LibreOffice: nothing runs, nothing is lost, pages lie on their side."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from hccreview.reports.workbook import write_workbook
from tests.reports.builders import comparison_of, hostile_comparison, sample

pytestmark = [pytest.mark.office, pytest.mark.timeout(300)]

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
ERRORS = re.compile(r"#(REF!|NAME\?|VALUE!|DIV/0!|N/A|NULL!|NUM!)|Err:\d+")
NEAR_MISS = 2
# A4 on its side, in points.
WIDTH, HEIGHT = 841.9, 595.3


def convert(path: Path, to: str, folder: Path) -> None:
    """Convert `path` with a profile of its own, so that an open LibreOffice is not disturbed."""
    assert OFFICE, "LibreOffice is not installed: make test-office installs it"
    profile = (folder / "profile").as_uri()
    subprocess.run(
        [OFFICE, f"-env:UserInstallation={profile}", "--headless", "--convert-to", to]
        + ["--outdir", str(folder), str(path)],
        check=True,
        capture_output=True,
        timeout=240,
        env={**os.environ, "SAL_USE_VCLPLUGIN": "svp"},
    )


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("written") / "case.xlsx"
    write_workbook(comparison_of(sample(NEAR_MISS)), path, version="0.1.0")
    return path


def test_values_come_back_unchanged_from_an_office_program(written: Path, tmp_path: Path) -> None:
    convert(written, "xlsx", tmp_path)
    before, after = load_workbook(written), load_workbook(tmp_path / "case.xlsx")
    assert after.sheetnames == before.sheetnames
    for sheet in before.worksheets:
        twin = after[sheet.title]
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value in (None, ""):
                    continue
                found = twin.cell(cell.row, cell.column)
                assert type(found.value) is type(cell.value), (sheet.title, cell.coordinate)
                if isinstance(cell.value, int | float):
                    assert found.value == pytest.approx(cell.value)
                else:
                    assert found.value == cell.value, (sheet.title, cell.coordinate)
                assert found.data_type not in ("f", "e")
        assert str(twin.auto_filter.ref).replace("$", "") == sheet.auto_filter.ref


def test_dates_are_still_dates_after_an_office_program(written: Path, tmp_path: Path) -> None:
    convert(written, "xlsx", tmp_path)
    sheet = load_workbook(tmp_path / "case.xlsx")["NCT06187961"]
    assert any(isinstance(cell.value, datetime) for row in sheet.iter_rows() for cell in row)


def test_hostile_text_is_never_computed(tmp_path: Path) -> None:
    path = tmp_path / "hostile.xlsx"
    write_workbook(hostile_comparison(), path, version="0.1.0")
    # Every sheet as a CSV file of its own, with the values that the office program computed.
    convert(
        path,
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
        tmp_path,
    )
    found = [text for sheet in tmp_path.glob("hostile-*.csv") for text in cells_of(sheet)]
    assert len(list(tmp_path.glob("hostile-*.csv"))) == len(load_workbook(path).sheetnames)
    assert any(text.startswith("=HYPERLINK(") for text in found)
    assert "@SUM(A1:A9)" in "\n".join(found)
    errors = [text for text in found if ERRORS.fullmatch(text.strip()) and text != "#N/A"]
    assert not errors


def test_no_cell_of_a_real_case_is_an_error(written: Path, tmp_path: Path) -> None:
    convert(
        written,
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
        tmp_path,
    )
    sheets = list(tmp_path.glob("case-*.csv"))
    assert len(sheets) == len(load_workbook(written).sheetnames)
    assert not [text for sheet in sheets for text in cells_of(sheet) if ERRORS.search(text)]
    matrix = next(sheet for sheet in sheets if "Matrix" in sheet.name)
    assert "× Fail: 68, ≥ 75 [I12b]" in cells_of(matrix)


def cells_of(sheet: Path) -> list[str]:
    with sheet.open(encoding="utf-8", newline="") as file:
        return [text for row in csv.reader(file) for text in row]


def test_pages_are_landscape_and_each_sheet_is_one_page_wide(written: Path, tmp_path: Path) -> None:
    convert(written, "pdf", tmp_path)
    pdf = tmp_path / "case.pdf"
    if shutil.which("pdfinfo") is None:
        pytest.skip("pdfinfo (poppler-utils) is not installed")
    told = subprocess.run(
        ["pdfinfo", "-l", "999", str(pdf)], check=True, capture_output=True, text=True
    ).stdout
    sizes = re.findall(r"size:\s+([\d.]+) x ([\d.]+)", told)
    assert sizes
    assert all((float(w), float(h)) == pytest.approx((WIDTH, HEIGHT), abs=1) for w, h in sizes)
    text = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True
    ).stdout
    pages = text.rstrip("\f").split("\f")
    assert len(pages) == len(sizes) < 60
    footers = [re.search(r"page (\d+) of (\d+)", page) for page in pages]
    assert all(footers)
    # A sheet that is wider than a page would print its last column on pages of their own.
    trials = [page for page in pages if "Criterion (paraphrased)" in page]
    assert len(trials) >= 5
    assert all("Flags and notes" in page for page in trials)
