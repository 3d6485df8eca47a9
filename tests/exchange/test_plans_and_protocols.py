"""Plans in case files and local protocols in files of their own."""

from datetime import date, time
from pathlib import Path

import pytest

from hccreview.clinical.case import Case
from hccreview.clinical.plan import Delay, DoseReduction, Hold, Plan
from hccreview.errors import ReviewError
from hccreview.exchange.case_file import case_text, parse_case
from hccreview.exchange.local_file import local_text, parse_local, read_local
from hccreview.trials.local import LocalFill, LocalProtocol

DAY = date(2026, 11, 21)
HEAD = "format: hccreview-case/1\ncode: P-1\nplans:\n"
WRITTEN = """  - trial: NCT05099848
    start: 2026-12-01
    time: 08:30
    cycles: 4
    formula: du_bois
    rounding: 5
    changes:
      - {change: hold, cycle: 2, administration: camrelizumab,
         reason: rash, author: A. Chair, on: 2026-12-20}
      - {change: delay, cycle: 3, days: 7,
         reason: "platelets: 40", author: A. Chair, on: 2027-01-10}
      - {change: reduce, cycle: 3, to_percent: 75, onwards: yes,
         reason: same, author: A. Chair, on: 2027-01-10}
"""
PLAN = Plan(
    "NCT05099848", date(2026, 12, 1), "", time(8, 30), 4, (), "du_bois", "5",
    (
        Hold(2, "rash", "A. Chair", date(2026, 12, 20), "camrelizumab"),
        Delay(3, 7, "platelets: 40", "A. Chair", date(2027, 1, 10)),
        DoseReduction(3, 75, "same", "A. Chair", date(2027, 1, 10), "", True),
    ),
)  # fmt: skip


def test_a_plan_is_read_as_it_is_written_in_the_documentation_of_case_files():
    assert parse_case(HEAD + WRITTEN, "p.yaml").plans == (PLAN,)


def test_a_plan_reads_back_as_it_was_written():
    other = Plan(
        "ChiCTR2100041874", DAY, choices=(("sorafenib", "abstract:cycle_end"), ("a b", "1"))
    )
    case = Case("P-1", plans=(PLAN, other))
    assert parse_case(case_text(case), "p.yaml") == case


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("trial: NCT05099848", "trial:", "needs its trial"),
        ("start: 2026-12-01", "start: 2026-12", "has no day"),
        ("time: 08:30", "time: 8 o'clock", "time of day"),
        ("cycles: 4", "cycles: four", "whole number"),
        ("cycles: 4", "cycles: 400", "1 to 99 cycles"),
        ("du_bois", "dubois", "not known"),
        ("rounding: 5", "rounding: 7", "Rounding"),
        ("change: hold", "change: stop", "hold, delay, reduce"),
        ("days: 7,", "", "needs its days"),
        ("days: 7", "days: 0", "1 to 366 days"),
        ("to_percent: 75", "to_percent: 120", "reduced dose"),
        ("to_percent: 75", "to_percent: x", "such as 75"),
        ("onwards: yes", "onwards: always", "yes or no"),
        ("reason: rash, ", "", "needs its reason"),
        ("cycle: 2,", "cycel: 2,", "cycel"),
        ("    formula: du_bois\n", "    dose: 5\n", "no key"),
        (WRITTEN, WRITTEN * 2, "planned twice"),
        (WRITTEN, "  x: 1\n", "list"),
        (WRITTEN, "  - x\n", "mapping"),
        ("    changes:", "    changes: no\n    choices:", "list"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_with_its_line(old: str, new: str, word: str):
    assert old in HEAD + WRITTEN
    with pytest.raises(ReviewError, match=word) as caught:
        parse_case((HEAD + WRITTEN).replace(old, new, 1), "p.yaml")
    assert str(caught.value).startswith("p.yaml, line ")


# ----------------------------------------------------------------------- protocols

PROTOCOL = LocalProtocol(
    "NCT06187961", "A. Chair", DAY, "product information: 8 mg", (
        LocalFill("lenvatinib", dose=8, route="oral", days=(1,), per_day=1),
        LocalFill("haic", start_hour=0, duration=46.5),
    ), 21, 6,
)  # fmt: skip
FILE = """format: hccreview-local/1
trial: NCT06187961
author: A. Chair
on: 2026-11-21
reason: "product information: 8 mg"
cycle_length: 21
maximum_cycles: 6
administrations:
  lenvatinib: {dose: 8, unit: mg, route: oral, days: [1], per_day: 1}
  haic: {start_hour: 0, duration: 46.5}
"""


def test_a_local_protocol_is_read_and_reads_back(tmp_path: Path):
    assert parse_local(FILE, "l.yaml") == PROTOCOL
    path = tmp_path / "l.yaml"
    path.write_text(local_text(PROTOCOL), encoding="utf-8")
    assert read_local(path) == PROTOCOL


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("hccreview-local/1", "hccreview-case/1", "begins with"),
        ("author: A. Chair\n", "", "needs its author"),
        ("2026-11-21", "2026-11", "no day"),
        ("dose: 8", "dose: much", "number"),
        ("dose: 8", "dose: -8", "not possible"),
        ("unit: mg", "unit: mg/kg", "mg or mg/m2"),
        ("route: oral", "route: rectal", "route is one of"),
        ("days: [1]", "days: 1", "list of days"),
        ("days: [1]", "days: [0]", "counted from 1"),
        ("days: [1]", "days: [8, 1]", "in order"),
        ("per_day: 1", "per_day: 30", "1 to 24"),
        ("{start_hour: 0, duration: 46.5}", "{}", "fills in nothing"),
        ("cycle_length: 21", "cycle_length: 0", "1 to 366"),
        ("haic:", "lenvatinib:", "given twice"),
        (FILE, "format: hccreview-local/1\n", "needs its"),
        (FILE, "[]\n", "begins with"),
    ],
)
def test_a_local_protocol_that_cannot_be_is_refused_with_its_file(old: str, new: str, word: str):
    assert old in FILE
    with pytest.raises(ReviewError, match=word) as caught:
        parse_local(FILE.replace(old, new, 1), "l.yaml")
    assert "l.yaml" in str(caught.value)


def test_a_protocol_that_is_missing_or_no_text_is_told(tmp_path: Path):
    with pytest.raises(ReviewError, match="cannot be read"):
        read_local(tmp_path / "none.yaml")
    (tmp_path / "x.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ReviewError, match="UTF-8"):
        read_local(tmp_path / "x.yaml")
