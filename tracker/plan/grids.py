"""Indicator tables whose cells are known, from a workbook, a CSV or a PDF's lines: rows into projects.

The header row names the columns; level cells left empty repeat the one above; a row cut by a page's end goes on
in the next page's first row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from events.types.plan import Place
from tracker.plan.disclosure.heads import Head, head_from_cells
from tracker.plan.disclosure.vocabulary import COLUMN_TITLES, GOAL_LABEL, LEVEL1, PROJECT_LABELS, parents_of
from tracker.plan.findings import finding
from tracker.plan.model import Finding, FindingPlace, Indicator, Project
from tracker.plan.problems import Problem
from tracker.plan.propose import propose
from tracker.plan.spending import LABELS as SPENDING_LABELS
from tracker.plan.targets import ReadTarget, parse_target, plain_decimal
from tracker.plan.text import clean_line, compact, join_text

Cell = str | None
_TITLE_NOISE = re.compile(r"[\s*＊]|[（(](?:必填|选填|%|分|元|万元)[）)]")
_PROJECT_TITLES = {
    "项目代码": "project_code",
    "项目名称": "project_name",
    "项目编码": "project_code",
    "项目": "project_name",
}
_LONGEST_CELL = 20_000


@dataclass
class Grid:
    """A table's rows of cells; ``place`` tells where a cell stands, ``page`` counts the pages of a document."""

    rows: Sequence[Sequence[Cell]]
    place: Callable[[int, int], str]
    page: int = 0


@dataclass
class Row:
    """A row of an indicator table by field, with the place of each."""

    cells: dict[str, str]
    at: str
    places: dict[str, str]
    page: int
    project: str = ""


@dataclass
class Table:
    """A project's rows with what stands above them."""

    at: str
    labels: dict[str, str] = field(default_factory=dict)
    goal: str = ""
    rows: list[Row] = field(default_factory=list)


@dataclass
class GridReading:
    """What the grids gave: projects, doubts, comparator findings, and problems that make the file unusable."""

    projects: list[Project] = field(default_factory=list)
    doubts: list[Finding] = field(default_factory=list)
    contradictions: list[Finding] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_grids(grids: Sequence[Grid]) -> GridReading:
    """Read all indicator tables of the grids into projects."""
    finder = _Finder()
    for grid in grids:
        finder.feed(grid)
    reading = GridReading()
    for table in finder.tables:
        for number_of_rows in _split_by_project(table):
            _read_table(number_of_rows, reading)
    return reading


def columns_of(row: Sequence[Cell]) -> dict[int, str]:
    """Which field each column holds, where this row is a header; empty where it is not."""
    columns: dict[int, str] = {}
    for index, cell in enumerate(row):
        name = title_of(cell or "")
        if name and name not in columns.values():
            columns[index] = name
    fields = set(columns.values())
    return columns if {"level1", "level3"} <= fields or {"level2", "level3", "value"} <= fields else {}


def title_of(cell: str) -> str:
    """The field a header's cell names; empty where it names none."""
    title = _TITLE_NOISE.sub("", cell)
    return COLUMN_TITLES.get(title) or _PROJECT_TITLES.get(title) or ""


def is_form_head(row: Sequence[Cell]) -> bool:
    """Whether a row belongs to the head of the form: a goal, or labels such as 项目名称."""
    texts = [compact(cell or "").rstrip("：:") for cell in row]
    filled = [text for text in texts if text]
    return bool(filled) and (
        filled[0] == GOAL_LABEL or any(text in ("项目名称", "项目编码", "项目编号") for text in filled)
    )


class _Finder:
    """Goes through the rows: labels and goals above a header, indicators below it."""

    def __init__(self) -> None:
        self.tables: list[Table] = []
        self.columns: dict[int, str] = {}
        self.labels: dict[str, str] = {}
        self.below: dict[int, str] = {}
        """Labels in a row of their own, whose values stand in the row below."""
        self.goal = ""
        self.fresh = True
        self.page = 0

    def feed(self, grid: Grid) -> None:
        for index, row in enumerate(grid.rows):
            columns = columns_of(row)
            if columns:
                self._header(columns, grid.place(index, 0))
            elif not self._head(row) and self.columns:
                self._body(grid, index, row)
        self.page = grid.page

    def _header(self, columns: dict[int, str], at: str) -> None:
        self.columns = columns
        if self.fresh or self.labels or self.goal or not self.tables:
            self.tables.append(Table(at, self.labels, self.goal))
            self.labels, self.goal = {}, ""
        self.fresh = False

    def _head(self, row: Sequence[Cell]) -> bool:
        """Take labels and the goal off a row of the form's head."""
        texts = [compact(cell or "") for cell in row]
        filled = [n for n, text in enumerate(texts) if text]
        if not filled:
            return True
        first = texts[filled[0]]
        if self.below and all(n in self.below for n in filled):
            self.labels |= {label: texts[n] for n, label in self.below.items()}
            self.below = {}
            return True
        if first.rstrip("：:") in (GOAL_LABEL, "总体目标", "年度目标", "总体绩效目标") and len(filled) > 1:
            self.goal = join_text([row[n] or "" for n in filled[1:]])
            self.columns = {}
            return True
        known = [n for n in filled if texts[n].rstrip("：:") in PROJECT_LABELS]
        if not known or (self.columns and first.rstrip("：:") not in PROJECT_LABELS):
            return False
        self._take_labels(texts, filled, known)
        return True

    def _take_labels(self, texts: list[str], filled: list[int], known: list[int]) -> None:
        self.columns = {}
        self.below = {n: texts[n] for n in known if texts[n] in SPENDING_LABELS}
        for n in known:
            following = next((m for m in filled if m > n), None)
            value = texts[following] if following is not None and following not in known else ""
            self.labels[texts[n].rstrip("：:")] = value

    def _body(self, grid: Grid, index: int, row: Sequence[Cell]) -> None:
        cells = {
            name: clean_line(" ".join((row[n] or "").split("\n")))
            for n, name in self.columns.items()
            if n < len(row)
        }
        cells = {name: join_text([text]) for name, text in cells.items()}
        if not any(cells.values()) or not self.tables:
            return
        places = {name: grid.place(index, n) for n, name in self.columns.items()}
        table = self.tables[-1]
        made = Row(cells, grid.place(index, 0), places, grid.page)
        if table.rows and table.rows[-1].page != grid.page and _continues(table.rows[-1], made):
            _append(table.rows[-1], made)
        else:
            table.rows.append(made)


def _continues(before: Row, row: Row) -> bool:
    """Whether a page's first row is the rest of the row the page before was cut in."""
    if not row.cells.get("level3") and not row.cells.get("value"):
        return True
    if row.cells.get("level2"):
        return _is_cut_level(before.cells.get("level2", ""), row.cells["level2"])
    missing = [name for name in ("level3", "value", "definition") if not row.cells.get(name)]
    return bool(missing) or not before.cells.get("value") or not before.cells.get("level3")


def _is_cut_level(before: str, rest: str) -> bool:
    return not _is_level(rest) and _is_level(before + rest)


def _is_level(text: str) -> bool:
    return text in LEVEL1 or bool(parents_of(text))


def _append(before: Row, rest: Row) -> None:
    for name, text in rest.cells.items():
        above = before.cells.get(name, "")
        if name not in ("level1", "level2") or not above or _is_cut_level(above, text):
            before.cells[name] = above + text


def _split_by_project(table: Table) -> list[Table]:
    """A table with a column for the project holds several projects."""
    groups: dict[str, Table] = {}
    last = ""
    for row in table.rows:
        last = row.cells.get("project_code") or row.cells.get("project_name") or last
        group = groups.setdefault(last, Table(row.at, dict(table.labels), table.goal))
        if row.cells.get("project_name"):
            group.labels["项目名称"] = row.cells["project_name"]
        if row.cells.get("project_code"):
            group.labels["项目代码"] = row.cells["project_code"]
        group.rows.append(row)
    return list(groups.values())


def _read_table(table: Table, reading: GridReading) -> None:
    number = len(reading.projects) + 1
    given = table.labels.get("项目代码", "")
    code = given if re.fullmatch(r"P\d{2,4}", given) else f"P{number:02d}"
    indicators: list[Indicator] = []
    level1 = level2 = ""
    for number_of_row, row in enumerate(table.rows):
        level1, level2 = _levels(row, level1, level2)
        level1 = _printed_below(table.rows[number_of_row:], level1, level2)
        if _is_remark(row):
            continue
        indicator = _read_row(f"{code}.{len(indicators) + 1:02d}", level1, level2, row, reading)
        if indicator is not None:
            indicators.append(indicator)
    if indicators:
        head: Head = head_from_cells(table.labels)
        project = Project(
            code=code,
            name=head.name,
            goal=table.goal,
            budget=head.budget,
            indicators=tuple(indicators),
            where=Place(cell=table.at),
            finance_code=head.code,
            spending_plan=head.spending_plan,
        )
        reading.projects.append(project)


def _levels(row: Row, level1: str, level2: str) -> tuple[str, str]:
    """The level cells in force: an empty one repeats the one above."""
    printed1, printed2 = row.cells.get("level1", ""), row.cells.get("level2", "")
    if printed1 and printed1 != level1 and not printed2:
        level2 = printed1 if parents_of(printed1) else ""
    level2 = printed2 or level2
    level1 = printed1 or level1
    if not level1 and parents_of(level2):
        level1 = parents_of(level2)[0]
    return level1, level2


def _printed_below(rows: Sequence[Row], level1: str, level2: str) -> str:
    """The level 1 of a row without its own: where the one above cannot be it, the next one printed below.

    A merged cell cut by a page's end has its name on one of the two pages only.
    """
    parents = parents_of(level2)
    if rows[0].cells.get("level1") or not parents or level1 in parents:
        return level1
    following = next((name for row in rows[1:] if (name := row.cells.get("level1", ""))), "")
    return following if following in parents else level1


def _is_remark(row: Row) -> bool:
    texts = [text for text in row.cells.values() if text]
    return len(texts) == 1 and re.match(r"注[:：]|备注|说明|合计|总计|总分", texts[0]) is not None


def _read_row(code: str, level1: str, level2: str, row: Row, reading: GridReading) -> Indicator | None:
    cells = row.cells
    level3 = cells.get("level3", "")
    if not level3 and not cells.get("value"):
        _unplaced(reading, row)
        return None
    for name, label in (("level1", level1), ("level2", level2), ("level3", level3)):
        if not label:
            zh = {"level1": "一级指标", "level2": "二级指标", "level3": "三级指标"}[name]
            _problem(reading, row, name, f"{zh}不能为空。", f"{zh} must not be empty.")
    if any(len(text) > _LONGEST_CELL for text in cells.values()):
        _problem(reading, row, "definition", "单元格文字太长。", "The cell's text is too long.")
        return None
    read = _target(row, reading)
    where = Place(cell=row.at)
    proposal = propose(level2, level3, cells.get("definition", ""), read.target)
    indicator = Indicator(
        code=code,
        level1=level1,
        level2=level2,
        level3=level3,
        definition=cells.get("definition", ""),
        target=read.target,
        basis=cells.get("basis", ""),
        source=proposal.source,
        period=proposal.period,
        rollup=proposal.rollup,
        confidence=proposal.confidence,
        weight=_weight(row, reading),
        where=where,
    )
    if not read.comparator_printed:
        missing = no_comparator(indicator)
        reading.contradictions.append(missing)
        reading.doubts.append(missing)
    return indicator


def _unplaced(reading: GridReading, row: Row) -> None:
    text = " ".join(text for text in row.cells.values() if text)[:80]
    if row.cells.get("definition") or row.cells.get("basis"):
        reading.doubts.append(
            finding(
                "text_unplaced",
                "doubt",
                "warning",
                f"表中有文字不属于任何一行：“{text}”。",
                f"Text of the table that belongs to no row: “{text}”.",
                FindingPlace(cell=row.at),
            )
        )


def _target(row: Row, reading: GridReading) -> ReadTarget:
    cells = row.cells
    sign, value, unit = (cells.get(name, "") for name in ("comparator", "value", "unit"))
    sign = "" if sign in ("定性", "无", "/", "-") else sign
    if not value:
        _problem(reading, row, "value", "指标值不能为空。", "The target must not be empty.")
    if unit and re.fullmatch(r"[^\d]*[\d.,]+", value):
        value += unit
    read = parse_target(sign + value)
    if sign and read.target.value is None:
        _problem(reading, row, "value", f"有比较符“{sign[:10]}”，指标值“{value[:20]}”却不是数。",
                 f"There is a comparator {sign[:10]!r} but the target {value[:20]!r} is not a number.")  # fmt: skip
    return read


def _weight(row: Row, reading: GridReading) -> str | None:
    text = row.cells.get("weight", "").removesuffix("%").removesuffix("分")
    if not text:
        return None
    try:
        weight = Decimal(text)
    except InvalidOperation:
        weight = Decimal("NaN")
    if not weight.is_finite() or not 0 <= weight <= 100:
        _problem(reading, row, "weight", f"权重“{text[:20]}”应为 0 到 100 之间的数。",
                 f"The weight {text[:20]!r} must be a number from 0 to 100.")  # fmt: skip
        return None
    return plain_decimal(weight)


def _problem(reading: GridReading, row: Row, name: str, zh: str, en: str) -> None:
    if len(reading.problems) < 100:
        reading.problems.append(Problem(zh, en, row.places.get(name, row.at)))


def no_comparator(indicator: Indicator) -> Finding:
    """The finding for a figure printed without comparator."""
    shown = f"{indicator.target.value}{indicator.target.unit or ''}"
    where = indicator.where
    return finding(
        "comparator_missing",
        "comparator",
        "warning",
        f"“{indicator.level3}”的指标值“{shown}”没有比较符，按“=”处理；应写明≥、≤或=。",
        f"The target {shown} of “{indicator.level3}” has no comparator and is taken as “=”; it should say ≥, ≤ or =.",
        FindingPlace(line=where.line, end_line=where.end_line, cell=where.cell, subject=indicator.code),
    )
