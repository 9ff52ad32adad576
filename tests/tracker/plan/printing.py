"""Prints a plan as the text a PDF of it would give: wrapped cells, page breaks, stray spaces, any layout."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tracker.plan.model import Indicator, Plan, Project
from tracker.plan.targets import print_target
from tracker.plan.text import width

TITLES = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")


@dataclass
class Layout:
    """How the text comes out: column widths in characters, and the order in which a PDF gives its lines."""

    widths: tuple[int, int, int, int, int, int] = (5, 10, 11, 12, 7, 14)
    order: str = "cells"
    """``cells``: a cell after the other; ``flow``: the next cell goes on where a one-line cell ended;
    ``lines``: all cells line by line; ``stream``: the cells in a row, broken wherever the line is full."""
    page_lines: int = 45
    justify: float = 0.5
    level1_alone: bool = True
    blank_lines: bool = True
    break_rows: bool = True
    line_width: int = 30
    seed: int = 0
    random: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)


def wrap(text: str, limit: int) -> list[str]:
    """Break a cell's text as a table does: when the line is full; closing marks don't start a line."""
    lines = [""]
    for character in text:
        if lines[-1] and width(lines[-1] + character) > limit and character not in "，。、）》”；":
            lines.append("")
        lines[-1] += character
    return lines


def print_plan(plan: Plan, layout: Layout) -> str:
    """The plan's tables as text, behind the sentences that name the unit."""
    lines = [
        f"现将{plan.name}{plan.year}年部门预算公开如下:",
        "",
        f"{plan.unit}{plan.name} 单位：万元",
        "",
        "预算绩效信息",
    ]
    for project in plan.projects:
        lines += ["", "", "", *print_project(project, layout)]
    lines += ["六、政府采购预算情况", f"{plan.year}年，{plan.name}安排政府采购预算0.00万元。"]
    return ("\n\n" if layout.blank_lines else "\n").join(lines)


def print_project(project: Project, layout: Layout) -> Iterator[str]:
    yield f"绩效目标 1.{project.goal}" if len(project.goal) < 30 else "绩效目标"
    if len(project.goal) >= 30:
        yield from wrap(f"1.{project.goal}", 36)
    yield from _header(layout)
    used = 6
    level1 = ""
    for indicator in project.indicators:
        first = indicator.level1 if indicator.level1 != level1 else ""
        level1 = indicator.level1
        row = list(_row(first, indicator, layout))
        if used + len(row) > layout.page_lines and not layout.break_rows:
            yield from ("", "", "", *_header(layout))
            used = 1
        for line in row:
            if used >= layout.page_lines:
                yield from ("", "", "", *_header(layout))
                used = 1
            yield line
            used += 1


def _header(layout: Layout) -> Iterator[str]:
    if layout.widths[4] >= 3:
        yield " ".join(TITLES)
        return
    yield " ".join((*TITLES[:4], "指"))
    yield from ("标", "值", TITLES[5])


def _row(level1: str, indicator: Indicator, layout: Layout) -> Iterator[str]:
    cells = [
        indicator.level2,
        indicator.level3,
        indicator.definition,
        print_target(indicator.target),
        indicator.basis,
    ]
    wrapped = [wrap(cell, limit) for cell, limit in zip(cells, layout.widths[1:], strict=True)]
    if level1 and layout.level1_alone:
        yield level1
    elif level1:
        wrapped.insert(0, wrap(level1, layout.widths[0]))
    yield from _emit(wrapped, layout)


def _emit(wrapped: Sequence[Sequence[str]], layout: Layout) -> Iterator[str]:
    printed = [
        [_justified(line, n < len(cell) - 1, layout) for n, line in enumerate(cell)] for cell in wrapped
    ]
    if layout.order == "stream":
        yield from wrap(" ".join("".join(cell) for cell in wrapped), layout.line_width)
    elif layout.order == "lines":
        for n in range(max(len(cell) for cell in printed)):
            yield " ".join(cell[n] for cell in printed if n < len(cell))
    elif layout.order == "cells":
        for cell in printed:
            yield from cell
    else:
        yield from _flow(printed)


def _flow(printed: Sequence[Sequence[str]]) -> Iterator[str]:
    current: list[str] = []
    for cell in printed:
        current.append(cell[0])
        if len(cell) > 1:
            yield " ".join(current)
            yield from cell[1:-1]
            current = []
            yield cell[-1]
    if current:
        yield " ".join(current)


def _justified(line: str, continues: bool, layout: Layout) -> str:
    if continues and line.isalpha() and not line.isascii() and layout.random.random() < layout.justify:
        return " ".join(line)
    return line
