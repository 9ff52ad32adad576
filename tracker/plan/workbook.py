"""The plan as a workbook: the template out and in, and the tables people already have, as XLSX or CSV."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import get_args

import msgspec

from events.types.plan import Period, Place, Rollup, Source, Target
from events.values import MAX_FEN
from tracker.plan.findings import finding
from tracker.plan.grids import Grid, GridReading, read_grids
from tracker.plan.model import (
    BudgetLine,
    DepartmentIndicator,
    Finding,
    Indicator,
    Plan,
    PlannedBudget,
    Project,
    Reading,
)
from tracker.plan.problems import Problem, UnusablePlan, unusable
from tracker.plan.spending import SpendingPlan, spending_plan
from tracker.plan.targets import parse_target, plain_decimal
from tracker.plan.text import clean_line
from tracker.plan.workbook_guard import check_workbook
from tracker.plan.workbook_template import (
    BUDGET_SHEET,
    DEPARTMENT_SHEET,
    INDICATOR_SHEET,
    MEASURE_WORDS,
    PROJECT_SHEET,
    SPENDING_TITLES,
    UNIT_SHEET,
    write_plan_workbook,
)
from tracker.workbook_extent import reaches_too_far
from tracker.workbook_opening import ProtectedWorkbook, open_workbook

__all__ = ["read_csv", "read_workbook", "write_plan_workbook"]

Cells = list[list[str]]
_LONGEST_CELL = 20_000


def read_workbook(path: Path) -> Reading:
    """Read the template, or any workbook with tables of this family; raises UnusablePlan naming sheet and cell."""
    oddities = check_workbook(path)
    sheets, hidden = _open(path)
    doubts = [_hidden_sheet(name) for name in hidden]
    if "links" in oddities:
        doubts.append(
            finding(
                "external_links",
                "doubt",
                "note",
                "工作簿含有外部链接，未予理会。",
                "External links were ignored.",
            )
        )
    reading = (
        _read_template(sheets)
        if INDICATOR_SHEET in sheets and PROJECT_SHEET in sheets
        else _read_tables(sheets)
    )
    return Reading(reading.plan, (*reading.doubts, *doubts), reading.contradictions)


def read_csv(text: str) -> Reading:
    """Read an indicator table from CSV text, with commas, semicolons or tabs."""
    first = text.splitlines()[0] if text else ""
    delimiter = max(",;\t", key=first.count)
    try:
        rows = [
            [clean_line(cell) for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)
        ]
    except csv.Error as error:
        limit = csv.field_size_limit()
        for number, line in enumerate(text.split("\n"), start=1):
            if len(line) > limit:
                raise unusable(
                    f"第 {number} 行有 {len(line)} 个字符，单元格文字太长。",
                    f"Line {number} has {len(line)} characters; a cell's text is too long.",
                    f"{number}",
                ) from error
        raise unusable("CSV 文件读不通。", f"The CSV file cannot be read: {error}.") from error
    return _read_tables({"CSV": rows})


def _open(path: Path) -> tuple[dict[str, Cells], list[str]]:
    from python_calamine import CalamineError, SheetVisibleEnum

    if reaches_too_far(path):
        raise unusable(
            "工作表的单元格伸得太远，没有这样大的指标表；请删去空白区域后另存。",
            "The sheet's cells reach too far for an indicator table; delete the empty area and save again.",
        )
    try:
        with open_workbook(path) as book:
            hidden = [m.name for m in book.sheets_metadata if m.visible != SheetVisibleEnum.Visible]
            names = [name for name in book.sheet_names if name not in hidden]
            sheets = {
                name: [
                    [_text(cell) for cell in row]
                    for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                ]
                for name in names
            }
    except ProtectedWorkbook as error:
        raise unusable(
            "工作簿加了密码；请去掉密码后另存。", "The workbook has a password; save it without one."
        ) from error
    except (CalamineError, OSError, ValueError) as error:
        raise unusable("工作簿已损坏，打不开。", "The workbook is damaged.") from error
    _check_lengths(sheets)
    return sheets, hidden


def _check_lengths(sheets: dict[str, Cells]) -> None:
    problems = [
        Problem("单元格文字太长。", "The cell's text is too long.", cell_name(name, row, column))
        for name, rows in sheets.items()
        for row, cells in enumerate(rows)
        for column, text in enumerate(cells)
        if len(text) > _LONGEST_CELL
    ]
    if problems:
        raise UnusablePlan(problems[:20])


def _text(cell: object) -> str:
    """A cell's content as text; a number without a float's tail."""
    if cell is None or isinstance(cell, bool):
        return "" if cell is None else str(cell).upper()
    if isinstance(cell, float):
        return plain_decimal(Decimal(repr(cell))) if abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return clean_line(" ".join(str(cell)[: _LONGEST_CELL + 1].splitlines()))


def cell_name(sheet: str, row: int, column: int) -> str:
    """A cell as people write it: ``绩效指标!C7``; row and column count from 0."""
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{sheet}!{letters}{row + 1}"


def _hidden_sheet(name: str) -> Finding:
    return finding(
        "sheet_hidden",
        "doubt",
        "note",
        f"隐藏的工作表“{name}”没有读。",
        f"The hidden sheet {name!r} was not read.",
    )


def _read_tables(sheets: dict[str, Cells]) -> Reading:
    grids = [_grid(name, rows) for name, rows in sheets.items()]
    reading = read_grids(grids)
    if reading.problems:
        raise UnusablePlan(reading.problems)
    if not reading.projects:
        raise unusable(
            "没有找到绩效指标表：应有“一级指标、二级指标、三级指标、指标值”等列名。",
            "No indicator table was found: a row of titles such as 一级指标, 二级指标, 三级指标, 指标值 is expected.",
        )
    return Reading(
        Plan(projects=tuple(reading.projects)), tuple(reading.doubts), tuple(reading.contradictions)
    )


def _grid(name: str, rows: Cells) -> Grid:
    return Grid(rows, lambda row, column: cell_name(name, row, column))


def _read_template(sheets: dict[str, Cells]) -> Reading:
    reader = _Template(sheets)
    plan = reader.plan()
    if reader.problems:
        raise UnusablePlan(reader.problems)
    return Reading(plan, tuple(reader.grids.doubts), tuple(reader.grids.contradictions))


class _Template:
    """Reads the sheets of our own template and collects every problem with its cell."""

    def __init__(self, sheets: dict[str, Cells]) -> None:
        self.sheets = sheets
        self.problems: list[Problem] = []
        self.grids = GridReading()

    def plan(self) -> Plan:
        unit = {row[0]: (row[1] if len(row) > 1 else "") for row in self.sheets.get(UNIT_SHEET, []) if row}
        year = unit.get("预算年度", "")
        if year and not (year.isascii() and year.isdigit() and len(year) == 4):
            self._bad(
                UNIT_SHEET,
                3,
                1,
                f"预算年度“{year[:20]}”应为四位数。",
                f"The year {year[:20]!r} must be four digits.",
            )
            year = ""
        indicators = self._indicators()
        return Plan(
            unit=unit.get("单位代码") or None,
            name=unit.get("单位名称") or None,
            year=int(year) if year else None,
            budget_lines=tuple(self._budget_lines()),
            department_indicators=tuple(self._department()),
            projects=tuple(self._projects(indicators)),
        )

    def _bad(self, sheet: str, row: int, column: int, zh: str, en: str) -> None:
        if len(self.problems) < 100:
            self.problems.append(Problem(zh, en, cell_name(sheet, row, column)))

    def _rows(self, sheet: str) -> Iterator[tuple[int, dict[str, str], dict[str, int]]]:
        rows = self.sheets.get(sheet, [])
        titles: dict[str, int] = {}
        for index, row in enumerate(rows):
            if not titles:
                titles = {title: n for n, title in enumerate(row) if title}
            elif any(row):
                yield index, {title: row[n] if n < len(row) else "" for title, n in titles.items()}, titles

    def _money(self, sheet: str, row: int, column: int, text: str) -> int | None:
        if not text:
            return None
        try:
            fen = Decimal(text.replace(",", "")) * 100
        except InvalidOperation:
            fen = Decimal("NaN")
        if not fen.is_finite() or fen != int(fen) or not 0 <= fen <= MAX_FEN:
            self._bad(sheet, row, column, f"“{text[:20]}”不是以元为单位、至多两位小数的金额。",
                      f"{text[:20]!r} is not an amount of yuan with at most two decimals.")  # fmt: skip
            return None
        return int(fen)

    def _budget_lines(self) -> Iterator[BudgetLine]:
        for index, cells, columns in self._rows(BUDGET_SHEET):
            amounts = [
                self._money(BUDGET_SHEET, index, columns[title], cells[title]) if title in columns else None
                for title in ("金额（元）", "更正（元）")
            ]
            if not cells.get("名称"):
                self._bad(
                    BUDGET_SHEET,
                    index,
                    columns.get("名称", 0),
                    "名称不能为空。",
                    "The name must not be empty.",
                )
            yield BudgetLine(
                cells.get("名称", ""), amounts[0], amounts[1], Place(cell=cell_name(BUDGET_SHEET, index, 0))
            )

    def _department(self) -> Iterator[DepartmentIndicator]:
        for index, cells, _ in self._rows(DEPARTMENT_SHEET):
            sign, value, unit = (cells.get(title, "") for title in ("比较符", "指标值", "度量单位"))
            target = _template_target(sign, value, unit)
            if not value:
                self._bad(DEPARTMENT_SHEET, index, 4, "指标值不能为空。", "The target must not be empty.")
            where = Place(cell=cell_name(DEPARTMENT_SHEET, index, 0))
            yield DepartmentIndicator(
                cells.get("指标代码", ""), cells.get("绩效目标", ""), cells.get("指标名称", ""), target, where
            )

    def _indicators(self) -> dict[str, list[Indicator]]:
        """Indicators by project, read like any other table, with the measures the clerk chose."""
        rows = self.sheets[INDICATOR_SHEET]
        reading = read_grids([_grid(INDICATOR_SHEET, rows)])
        self.grids = reading
        self.problems += reading.problems
        chosen = {
            cell_name(INDICATOR_SHEET, index, 0): (index, cells)
            for index, cells, _ in self._rows(INDICATOR_SHEET)
        }
        by_project: dict[str, list[Indicator]] = {}
        for project in reading.projects:
            for indicator in project.indicators:
                index, cells = chosen[indicator.where.cell or ""]
                by_project.setdefault(project.code, []).append(self._chosen(indicator, index, cells))
        return by_project

    def _chosen(self, indicator: Indicator, row: int, cells: dict[str, str]) -> Indicator:
        fields: dict[str, object] = {}
        for title, name, words in (
            ("数据来源", "source", get_args(Source)),
            ("周期", "period", get_args(Period)),
            ("汇总方式", "rollup", get_args(Rollup)),
        ):
            text = cells.get(title, "")
            word = MEASURE_WORDS.get(text, text)
            if word and word not in words:
                expected = "、".join(zh for zh, known in MEASURE_WORDS.items() if known in words)
                column = list(cells).index(title)
                self._bad(INDICATOR_SHEET, row, column, f"“{text[:20]}”应为以下之一：{expected}。",
                          f"{text[:20]!r} must be one of: {expected}.")  # fmt: skip
            elif word:
                fields[name] = word
        given = cells.get("指标代码", "")
        if given.startswith(indicator.code.partition(".")[0] + "."):
            fields["code"] = given
        differs = any(getattr(indicator, name) != word for name, word in fields.items() if name != "code")
        confirmed = cells.get("已确认", "") in ("是", "TRUE", "yes", "√") or differs
        if confirmed:
            fields |= {"confirmed": True}
        return msgspec.structs.replace(indicator, **fields)

    def _projects(self, indicators: dict[str, list[Indicator]]) -> Iterator[Project]:
        seen: set[str] = set()
        for index, cells, columns in self._rows(PROJECT_SHEET):
            code = cells.get("项目代码", "")
            if code in seen or not code:
                self._bad(
                    PROJECT_SHEET,
                    index,
                    0,
                    f"项目代码“{code[:20]}”为空或重复。",
                    f"The code {code[:20]!r} is empty or used twice.",
                )
            seen.add(code)
            budget = self._budget(index, cells, columns)
            yield Project(
                code=code,
                name=cells.get("项目名称") or None,
                goal=cells.get("绩效目标", ""),
                budget=budget,
                indicators=tuple(indicators.get(code, ())),
                where=Place(cell=cell_name(PROJECT_SHEET, index, 0)),
                finance_code=cells.get("项目编码") or None,
                spending_plan=self._spending(index, cells, columns),
            )
        for code in indicators.keys() - seen:
            at = indicators[code][0].where.cell
            self.problems.append(
                Problem(
                    f"项目“{code}”不在“{PROJECT_SHEET}”表中。",
                    f"Project {code!r} is not on sheet {PROJECT_SHEET}.",
                    at,
                )
            )

    def _budget(self, row: int, cells: dict[str, str], columns: dict[str, int]) -> PlannedBudget | None:
        titles = ("预算数（元）", "其中财政资金（元）", "其他资金（元）")
        amounts = [
            self._money(PROJECT_SHEET, row, columns.get(title, 0), cells.get(title, "")) for title in titles
        ]
        return None if amounts[0] is None else PlannedBudget(amounts[0], amounts[1], amounts[2])

    def _spending(self, row: int, cells: dict[str, str], columns: dict[str, int]) -> SpendingPlan | None:
        texts = [cells.get(title, "") for title in SPENDING_TITLES]
        found = spending_plan(texts)
        if any(texts) and found is None:
            self._bad(PROJECT_SHEET, row, columns[next(t for t in SPENDING_TITLES if t in columns)],
                      "支出计划的四个累计百分比应都填写，逐个不减且不超过100。",
                      "All four cumulative percentages of the spending plan are needed, none below the one before "
                      "and none above 100.")  # fmt: skip
        return found


def _template_target(sign: str, value: str, unit: str) -> Target:
    sign = "" if sign == "定性" else sign
    return parse_target(f"{sign}{value}{unit}").target
