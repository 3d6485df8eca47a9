"""The command ``outcomes``: the same tables and numbers as window and workbook."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import main
from hccreview.review.charts.catalogue import make_charts
from hccreview.trials.library import read_library
from tests.reports.builders import comparison_of, sample

ROOT = Path(__file__).resolve().parent.parent.parent
DOUBLE_IA, STUB = "ChiCTR2100041874", "TACE-CAM-APA"


@pytest.fixture(autouse=True)
def no_store(tmp_path, monkeypatch):
    """Keep the store of whoever runs the tests out of them."""
    for name in ("XDG_DATA_HOME", "HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))


def said(capsys, *arguments: str) -> tuple[int, str, str]:
    status = main.main(["outcomes", *arguments])
    out, err = capsys.readouterr()
    return status, out, err


def test_text_holds_every_chart_within_100_columns(capsys):
    status, out, err = said(capsys, "--case", "SAMPLE-02")
    assert (status, err) == (0, "")
    assert max(len(line) for line in out.splitlines()) <= 100
    for chart in make_charts(read_library()):
        assert f"{chart.title}\n---" in out
    assert "24.6–63.5 (called Clopper-Pearson)" in out
    assert "Portal-vein tumour thrombus (Vp2, 1 of 25)" in " ".join(out.split())


def test_json_holds_the_tables_of_the_window(capsys):
    _, out, _ = said(capsys, "--json", "--case", "SAMPLE-02")
    found = json.loads(out)["charts"]
    charts = make_charts(read_library(), comparison_of(sample(2)))
    assert [each["id"] for each in found] == [chart.id for chart in charts]
    for each, chart in zip(found, charts, strict=True):
        assert each["headings"] == list(chart.table.headings)
        assert [row["cells"] for row in each["rows"]] == [list(r.cells) for r in chart.table.rows]
        assert [mark["key"] for mark in each["marks"]] == [mark.key for mark in chart.marks]
        assert each["summary"] == chart.summary


def test_json_holds_the_numbers_themselves(capsys):
    _, out, _ = said(capsys, DOUBLE_IA, "--json")
    response = json.loads(out)["charts"][0]["data"]
    row = next(
        row
        for group in response["groups"]
        for row in group["rows"]
        if row["mark"] == f"{DOUBLE_IA}:orr_mrecist"
    )
    assert (row["count"], row["denominator"], row["percent"]) == (11, 25, 44.0)
    assert (row["reported"]["low"], row["reported"]["high"]) == (24.6, 63.5)
    assert row["exact"] == pytest.approx([24.40, 65.07], abs=0.005)


def test_a_trial_without_results_says_so_for_each_chart(capsys):
    status, out, _ = said(capsys, "NCT06187961")
    assert status == 0
    assert out.count("NCT06187961: no results published in this source") == 8


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_figures_are_written_one_a_chart(capsys, tmp_path, kind):
    folder = tmp_path / "new" / "figures"
    status, out, _ = said(capsys, DOUBLE_IA, "--figures", str(folder), "--format", kind)
    assert status == 0
    written = sorted(path.name for path in folder.iterdir())
    assert written == sorted(f"{chart.id}.{kind}" for chart in make_charts(read_library()))
    assert out.count("Figure: ") == 8


def test_mistakes_are_answered_with_one_sentence(capsys, tmp_path):
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    for arguments in (
        ("NCT0",),
        ("--format", "gif"),
        ("--figures", str(file)),
        ("--case", "NOBODY"),
    ):
        status, out, err = said(capsys, *arguments)
        assert (status, out) == (2, ""), arguments
        assert err.count("\n") == 1


def test_text_needs_no_matplotlib_and_no_charts_load_scipy_before_they_compute():
    code = (
        "import sys, main\n"
        f"main.main(['outcomes', '{STUB}'])\n"
        "bad = [m for m in ('PySide6', 'openpyxl', 'matplotlib', 'scipy') if m in sys.modules]\n"
        "sys.exit(', '.join(bad) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
