"""One number everywhere: the Outcomes page, the workbook and the command, each as it is given."""

import json
from io import BytesIO

import pytest
from openpyxl import load_workbook

import main
from hccreview.reports.charts_sheet import TITLE
from hccreview.reports.workbook import workbook_bytes
from hccreview.review.charts.catalogue import CHARTS
from tests.ui.opening import opened, sample_store
from tests.ui.outcomes import shown

CASE = "SAMPLE-02"
Rows = list[tuple[str, ...]]


@pytest.fixture
def window(qtbot, tmp_path):
    """The window on a store, the near miss chosen."""
    with opened(qtbot, sample_store(tmp_path), CASE) as window:
        yield window


def test_window_workbook_and_command_give_the_same_numbers(window, qtbot, tmp_path, capsys):
    seen: dict[str, Rows] = {}
    for kind in CHARTS:
        table = shown(qtbot, window, kind.id).table.numbers
        seen[kind.id] = [table.headings, *table.rows]
    trials = {row[0] for rows in seen.values() for row in rows[1:]}
    assert len(trials) >= 4  # the fifth cites and finds nothing: it is told in words
    store = str(tmp_path / "cases.sqlite")
    assert main.main(["outcomes", "--json", "--case", CASE, "--database", store]) == 0
    printed = {
        chart["id"]: [tuple(chart["headings"]), *(tuple(row["cells"]) for row in chart["rows"])]
        for chart in json.loads(capsys.readouterr().out)["charts"]
    }
    assert printed == seen
    written = _written(workbook_bytes(window.workspace.comparison, version="1.0"))
    assert [_response(row) for row in written if _kind(row) == "response"] == [
        (row[0], row[2].removesuffix(", count derived"), row[4]) for row in seen["response"][1:]
    ]
    assert sorted(_time(row) for row in written if _kind(row) == "times") == sorted(
        (row[0], *_value(row[2]), _limits(row[3])) for row in seen["time_to_event"][1:]
    )
    assert [_event(row) for row in written if _kind(row) == "events"] == [
        (row[0], _percent(row[3]), _percent(row[4])) for row in seen["adverse_events"][1:]
    ]


# ------------------------------------------------------------------- the workbook, read back


def _written(content: bytes) -> list[dict[str, object]]:
    sheet = load_workbook(BytesIO(content))[TITLE]
    head, *rows = sheet[str(sheet.auto_filter.ref)]
    names = [str(cell.value) for cell in head]
    return [dict(zip(names, [cell.value for cell in row], strict=True)) for row in rows]


def _kind(row: dict[str, object]) -> str:
    title = str(row["Chart"])
    if title.startswith("Adverse events"):
        return "events"
    return "response" if title.startswith(("Objective", "Disease")) else "times"


def _response(row: dict[str, object]) -> tuple[object, ...]:
    share = f"{row['Count']}/{row['Of']} ({float(str(row['Value'])):.1f} %)"
    return row["Trial"], share, f"{row['Low']:.1f}–{row['High']:.1f}"


def _time(row: dict[str, object]) -> tuple[object, ...]:
    limits = () if row["Low"] is None else (float(str(row["Low"])), float(str(row["High"])))
    return row["Trial"], float(str(row["Value"])), str(row["Unit"]), limits


def _event(row: dict[str, object]) -> tuple[object, ...]:
    return row["Trial"], row["Value"], row["Grade 3 or more, %"]


# ------------------------------------------------------------------- the table, read back


def _value(cell: str) -> tuple[float, str]:
    number, unit = cell.split(" ")
    return float(number), unit


def _limits(cell: str) -> tuple[float, ...]:
    span = cell.split(" ")[0]
    return tuple(float(limit) for limit in span.split("–")) if "–" in span else ()


def _percent(cell: str) -> float | None:
    if cell == "not stated in source":
        return None
    return float(cell.partition(" %")[0].rpartition("(")[2])
