"""What stands around a form's tables: its name, a total or grade with a label of its own, the rule set printed below."""

from __future__ import annotations

import re

from tracker.forms.audit.columns import is_side_label
from tracker.forms.audit.figures import points_of
from tracker.forms.audit.filled import BLANK, NOTHING, Extent, Figured
from tracker.forms.audit.grid import Grid, Printed, cell_name, squeezed

_NAME = re.compile(r"(?!.{0,3}(?:指标|任务))[^,。;:\d]{0,12}名称(?:及[编代]码|\(.{1,8}\))?(?::.*)?$")
_TOTAL = re.compile(
    r"(?:项目|部门|整体|支出|年度|绩效|指标|自评|综合|评价|单位|小计)*"
    r"(?:总分值?|合计|总计|总得分|自评得分|自评分|得分合计|得分总计|分值合计|合计得分|综合得分)"
)
_TOTAL_INSIDE = re.compile(
    r"(?:(?:自评总分|总得分|自评得分|综合得分)\(?(?:分|满分100分?)?\)?[::]?|总分\(?(?:分|满分100分?)?\)?[::])"
    r"(\d+(?:\.\d+)?)分?"
)
_GRADE_LABEL = re.compile(r"等级|评级|等次|档次")
_GRADE = re.compile(r"优|良|中|差")
_RULES = re.compile(r"规则集([a-z0-9-]+)/(\S+?)\(")


def is_name_label(text: str) -> bool:
    """项目名称, 部门（单位）名称, with or without the name after a colon."""
    return _NAME.match(text) is not None


def first_text(grid: Grid, row: int) -> str:
    """The row's first text that is no label at the table's side."""
    return next((text for text in grid.own_texts(row) if text and not is_side_label(text)), "")


def is_total(text: str) -> bool:
    """Whether a row's label is that of the total: 总分, 合计, 项目绩效自评总得分."""
    plain = re.sub(r"\(.*?\)|[::]", "", text)
    return len(plain) <= 12 and _TOTAL.fullmatch(plain) is not None


def total_elsewhere(grid: Grid, extent: Extent, total_at: int | None) -> Figured:
    """A total printed as 自评总分：95 in a cell, or beside such a label, outside the total row."""
    for row in range(extent.first, extent.last + 1):
        if row == total_at:
            continue
        for column, text in enumerate(grid.own_texts(row)):
            if inside := _TOTAL_INSIDE.fullmatch(text):
                printed = Printed(inside[1], None, cell_name(row, column))
                return Figured(points_of(printed), printed.cell, inside[1])
            if re.fullmatch(r"自评总分(?:\(分\))?|自评总得分|综合得分|项目自评得分", text):
                beside = grid.own(row, grid.span(row, column)[3] + 1)
                if points_of(beside) is not None:
                    return Figured(points_of(beside), beside.cell, beside.text)
    return BLANK


def project_name(grid: Grid, extent: Extent) -> str:
    """The text beside 项目名称, or inside its cell after a colon; else the unit's, where the form has no project."""
    labels = [
        (row, column, label)
        for row in range(extent.first, extent.headers[0])
        for column, label in enumerate(grid.own_texts(row))
        if _NAME.match(label)
    ]
    for row, column, label in sorted(labels, key=lambda place: not place[2].startswith("项目名称")):
        if inside := re.match(r"[^::]*[::](.+)", label):
            return inside[1]
        return _next_text(grid, row, grid.span(row, column)[3] + 1, label)
    return ""


def _next_text(grid: Grid, row: int, column: int, label: str) -> str:
    """The first text of the row from this column on that is not the label once more."""
    texts = (grid.own(row, each).text for each in range(column, grid.width))
    return next((text for text in texts if text and squeezed(text) != label), "")


def printed_grade(grid: Grid, extent: Extent) -> Printed:
    """A printed grade: beside a label with 等级, or in its own cell after a colon."""
    for row in range(extent.first, extent.last + 1):
        for column in range(grid.width):
            own = grid.own(row, column)
            text = squeezed(own.text)
            if len(text) > 30 or not _GRADE_LABEL.search(text):
                continue
            inside = re.fullmatch(r".*(?:等级|评级|等次|档次)\(?.*?\)?[::](.+)", text)
            value = (
                Printed(inside[1], None, own.cell) if inside else grid.own(row, grid.span(row, column)[3] + 1)
            )
            if _GRADE.match(squeezed(value.text)):
                return value
    return _bare_grade(grid, extent)


def _bare_grade(grid: Grid, extent: Extent) -> Printed:
    """A grade that stands alone in the total row."""
    for row in range(extent.headers[-1], extent.last + 1):
        if is_total(first_text(grid, row)):
            cells = [grid.own(row, column) for column in range(grid.width)]
            return next((cell for cell in cells if squeezed(cell.text) in ("优", "良", "中", "差")), NOTHING)
    return NOTHING


def named_rules(grid: Grid, extent: Extent) -> str | None:
    """The rule set our own forms print under their table."""
    for row in range(extent.last, extent.headers[-1], -1):
        if found := _RULES.search(first_text(grid, row)):
            return found[1]
    return None
