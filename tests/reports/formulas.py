"""Works out the formulas of a sheet, as a spreadsheet would: enough for those that we write."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

_TOKEN = re.compile(r'"[^"]*"|[A-Z]+(?=\()|\$?[A-Z]+\$?\d+|\d+(?:\.\d+)?|<=|>=|[-+*/(),<>=]')
_EPOCH = datetime(1899, 12, 30)


def serial(value: Any) -> Any:
    """A date as a spreadsheet counts it."""
    if isinstance(value, datetime):
        return (value - _EPOCH) / timedelta(days=1)
    if isinstance(value, date):
        return float((datetime(value.year, value.month, value.day) - _EPOCH).days)
    if isinstance(value, time):
        return (value.hour * 60 + value.minute) / 1440
    return value


def moment(value: float) -> datetime:
    """The date and time that a spreadsheet shows, to the minute."""
    return _EPOCH + timedelta(minutes=round(value * 1440))


class Evaluator:
    """Evaluates cells of one sheet, each when it is asked for."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet

    def value(self, reference: str) -> Any:
        found = self.sheet[reference.replace("$", "")].value
        if isinstance(found, str) and found.startswith("="):
            return _Formula(_TOKEN.findall(found[1:]), self).comparison()
        return serial(found)


class _Formula:
    """Reads one formula from left to right; branches that are not taken are not worked out."""

    def __init__(self, tokens: list[str], cells: Evaluator) -> None:
        self.tokens, self.at, self.cells, self.off = tokens, 0, cells, False

    def take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1]

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def comparison(self) -> Any:
        left = self.sum()
        if self.peek() in ("=", ">", "<"):
            sign, right = self.take(), self.sum()
            return {"=": left == right, ">": left > right, "<": left < right}[sign]
        return left

    def sum(self) -> Any:
        left = self.product()
        while self.peek() in ("+", "-"):
            sign, right = self.take(), self.product()
            left = 0 if self.off else (left + right if sign == "+" else left - right)
        return left

    def product(self) -> Any:
        left = self.part()
        while self.peek() in ("*", "/"):
            sign, right = self.take(), self.part()
            left = 0 if self.off else (left * right if sign == "*" else left / right)
        return left

    def part(self) -> Any:
        token = self.take()
        if token == "(":
            inner = self.comparison()
            self.take()
            return inner
        if token.startswith('"'):
            return token.strip('"')
        if self.peek() == "(" and token.isalpha():
            return self.call(token)
        if token[0].isdigit():
            return float(token)
        return 0 if self.off else self.cells.value(token)

    def call(self, name: str) -> Any:
        self.take()
        if name == "IF":
            return self.branch()
        values = [self.comparison()]
        while self.take() == ",":
            values.append(self.comparison())
        return 0 if self.off else _FUNCTIONS[name](*values)

    def branch(self) -> Any:
        outer = self.off
        truth = self.comparison()
        found = None
        for wanted in (True, False):
            self.take()
            self.off = outer or bool(truth) is not wanted
            value = self.comparison()
            found = value if bool(truth) is wanted else found
        self.off = outer
        self.take()
        return found


def _numbers(values: tuple[Any, ...]) -> list[float]:
    return [v for v in values if isinstance(v, int | float) and not isinstance(v, bool)]


def _rounded(value: float, digits: float) -> float:
    # As spreadsheets do: at fifteen digits, halves away from zero.
    exact = Decimal(f"{value:.15g}")
    return float(exact.quantize(Decimal(1).scaleb(-int(digits)), rounding=ROUND_HALF_UP))


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "SQRT": math.sqrt,
    "POWER": math.pow,
    "AND": lambda *values: all(values),
    "ISNUMBER": lambda value: bool(_numbers((value,))),
    "ROUND": _rounded,
    "MIN": min,
    "SUM": lambda *values: sum(_numbers(values)),
    "COUNT": lambda *values: len(_numbers(values)),
}
