"""The table of fixed assets: each row's quantity and worth, also where a row is empty."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tracker.plan.disclosure.lines import Line

_TITLE = re.compile(r".{0,30}固定资产(占用|占有|使用)?情况表")
_SECTION = re.compile(r"[一二三四五六七八九十]{1,3}、\D.*")
_NUMBERS = re.compile(r"\d[\d,，]*(?:\.\d+)?")
_ROW = re.compile(r"(?:\d[、.．]|其中|资产总额|合计|总计|[（(]\d[）)]|[\u4e00-\u9fff])")
_DATE = re.compile(r"截止(?:时间|日期)[:：]?(\d{4})[-年./](\d{1,2})[-月./](\d{1,2})")
_SCALES = {"元": 100, "万元": 1_000_000, "亿元": 10_000_000_000}


@dataclass
class AssetRow:
    """A row of the asset table: its name, what stands in its last figure, in fen, and its line."""

    name: str
    printed: str | None
    fen: Decimal | None
    line: int
    total: bool
    part: bool
    corrected: int | None = None
    half_empty: bool = False
    """Whether the row has one whole number only: its quantity, or its worth."""


@dataclass
class AssetTable:
    """The whole table with the date its head gives."""

    rows: list[AssetRow]
    date: tuple[int, int, int] | None
    date_line: int | None


def read_assets(lines: Sequence[Line]) -> AssetTable | None:
    """The asset table, or None where the document has none."""
    start = next((n for n, line in enumerate(lines) if _TITLE.fullmatch(line.text)), None)
    if start is None:
        return None
    body: list[Line] = []
    for line in lines[start + 1 :]:
        if _SECTION.fullmatch(line.text):
            break
        body.append(line)
    head = next((n for n, line in enumerate(body) if "价值" in line.text), -1)
    unit = _unit("".join(line.text for line in body[: head + 1]))
    dated = next(((found, line.number) for line in body if (found := _DATE.search(line.text))), None)
    date = None if dated is None else (int(dated[0][1]), int(dated[0][2]), int(dated[0][3]))
    rows = [row for line in body[head + 1 :] if (row := _row(line, unit)) is not None]
    return AssetTable(rows, date, dated[1] if dated else None) if rows else None


def _unit(head: str) -> int:
    found = re.search(r"(?:金额)?单位[:：]?(亿元|万元|元)", head)
    return _SCALES[found[1]] if found else _SCALES["万元"]


def _row(line: Line, unit: int) -> AssetRow | None:
    if _ROW.match(line.text) is None or line.text.startswith("注"):
        return None
    pieces = [str(piece) for piece in line.pieces]
    figures: list[str] = []
    while pieces and _NUMBERS.fullmatch(pieces[-1]):
        figures.insert(0, pieces.pop())
    name = "".join(pieces).rstrip("-—–/")
    if not name or len(name) > 40:
        return None
    total = re.search(r"总额|合计|总计", name) is not None
    sure = len(figures) >= 2 or (figures and (total or "." in figures[-1]))
    worth = figures[-1] if sure else None
    fen = None if worth is None else Decimal(re.sub("[,，]", "", worth)) * unit
    half_empty = bool(figures) and not sure and not name.startswith("其中")
    return AssetRow(name, worth, fen, line.number, total, name.startswith("其中"), half_empty=half_empty)
