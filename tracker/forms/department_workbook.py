"""部门整体支出绩效自评表: the year's tasks with their money, then the department's own indicators."""

from __future__ import annotations

from pathlib import Path

from tracker.forms.completion import completion_text
from tracker.forms.display import actual_text, target_text, wan_decimal
from tracker.forms.facts import MoneyFacts
from tracker.forms.form_order import printed_order
from tracker.forms.national_workbook import explanation
from tracker.forms.selfevaluation import IndicatorResult, ProjectResult, SelfEvaluation
from tracker.forms.sheet import (
    AMOUNT,
    BODY,
    LABEL,
    LEFT,
    NOTE,
    POINTS,
    RATE,
    TITLE,
    WRITABLE,
    Book,
    Page,
    Pages,
    needed_height,
)
from tracker.forms.workbook_pages import footer_text, header_text, trace_text
from tracker.rules.points import HUNDRED, ZERO

FILE_NAME = "department.xlsx"
_WIDTHS = (5.0, 16.0, 20.0, 12.0, 11.0, 11.0, 11.0, 11.0, 11.0, 11.0)
_LAST = len(_WIDTHS) - 1


def write_department_workbook(evaluation: SelfEvaluation, directory: Path) -> Path | None:
    """Write ``department.xlsx``; None where the plan has no department indicators."""
    department = evaluation.department
    if department is None:
        return None
    directory.mkdir(parents=True, exist_ok=True)
    path, facts = directory / FILE_NAME, evaluation.facts
    with Book(path, title=f"{facts.year}年度部门整体支出绩效自评表", author=facts.name) as book:
        write_department_sheet(book, evaluation, department)
    return path


def write_department_sheet(book: Pages, evaluation: SelfEvaluation, department: ProjectResult) -> None:
    """Draw the department's form on a sheet of its own."""
    sheet = book.sheet("部门整体", _WIDTHS, landscape=True)
    row = _write_head(sheet, evaluation, department)
    row = _write_tasks(sheet, row, evaluation, department)
    row = _write_goal(sheet, row, department)
    row = _write_rows(sheet, row, department)
    sheet.text(row, 0, trace_text(evaluation), NOTE, to_column=_LAST)
    sheet.height(row, 24)
    header = header_text(draft=department.incomplete)
    sheet.finish(header=header, footer=footer_text(evaluation), protect=True, last_row=row)


def _write_head(sheet: Page, evaluation: SelfEvaluation, department: ProjectResult) -> int:
    facts = evaluation.facts
    draft = "【草稿】" if department.incomplete else ""
    sheet.text(0, 0, f"部门整体支出绩效自评表（{facts.year}年度）{draft}", TITLE, to_column=_LAST)
    sheet.height(0, 28)
    sheet.text(1, 0, "部门名称", LABEL, to_column=1)
    sheet.text(1, 2, f"{facts.name}（{facts.unit}）", BODY, to_column=_LAST)
    return 2


def _write_tasks(sheet: Page, row: int, evaluation: SelfEvaluation, department: ProjectResult) -> int:
    for column, head in ((1, "任务名称"), (2, "主要内容"), (3, "完成情况")):
        sheet.text(row, column, head, LABEL, to_row=row + 1)
    sheet.text(row, 4, "预算数（万元）", LABEL, to_column=6)
    sheet.text(row, 7, "执行数（万元）", LABEL, to_column=9)
    for column, head in enumerate(("总额", "财政拨款", "其他资金") * 2, start=4):
        sheet.text(row + 1, column, head, LABEL)
    at = row + 2
    for project in evaluation.projects:
        _write_task(sheet, at, project)
        at += 1
    sheet.text(at, 1, "金额合计", LABEL, to_column=3)
    money = department.budget.money
    for column, fen in ((4, money.adjusted_fen), (7, money.executed_fen)):
        sheet.number(at, column, wan_decimal(fen), {**AMOUNT, "bold": True})
    for column in (5, 6, 8, 9):
        sheet.text(at, column, "")
    sheet.text(row, 0, "年度\n主要\n任务", LABEL, to_row=at)
    return _write_execution(sheet, at + 1, department)


def _write_execution(sheet: Page, row: int, department: ProjectResult) -> int:
    budget = department.budget
    sheet.text(row, 0, "预算执行", LABEL, to_column=1)
    pairs = ((2, "执行率（B/A）"), (4, "分值"), (7, "得分"))
    for column, text in pairs:
        sheet.text(row, column, text, LABEL)
    sheet.number(row, 3, None if budget.rate is None else budget.rate / HUNDRED, RATE)
    sheet.number(row, 5, budget.weight, POINTS, to_column=6)
    sheet.number(row, 8, budget.score, POINTS, to_column=9)
    return row + 1


def _write_task(sheet: Page, row: int, project: ProjectResult) -> None:
    name, done = project.facts.name or project.facts.goal, f"{project.grade}（{project.total}分）"
    for column, text in ((1, name), (2, project.facts.goal), (3, done)):
        sheet.text(row, column, text, LEFT)
    sources: dict[str, MoneyFacts] = {each.source: each.money for each in project.budget.funding}
    empty = MoneyFacts(None, None, None)
    parts = (project.budget.money, sources.get("fiscal", empty), sources.get("other", empty))
    for column, money in enumerate(parts):
        sheet.number(row, 4 + column, wan_decimal(money.adjusted_fen), AMOUNT)
        sheet.number(row, 7 + column, wan_decimal(money.executed_fen), AMOUNT)
    sheet.height(row, max(20, needed_height(((name, _WIDTHS[1]), (project.facts.goal, _WIDTHS[2])))))


def _write_goal(sheet: Page, row: int, department: ProjectResult) -> int:
    goal, done = department.facts.goal, completion_text(department)
    last = sheet.set_heights(
        row, max(40, needed_height(((goal, sheet.width_of(1, 3)), (done, sheet.width_of(4, _LAST)))))
    )
    sheet.text(row, 0, "年度\n总体\n目标", LABEL, to_row=last)
    sheet.text(row, 1, goal, LEFT, to_row=last, to_column=3)
    sheet.text(row, 4, done, WRITABLE, to_row=last, to_column=_LAST)
    return last + 1


def _write_rows(sheet: Page, row: int, department: ProjectResult) -> int:
    heads = ((0, 0, "一级\n指标"), (1, 1, "二级指标"), (2, 3, "三级指标"), (4, 4, "年度指标值"), (5, 5, "实际完成值"),
             (6, 6, "分值"), (7, 7, "得分"), (8, _LAST, "偏差原因分析及改进措施"))  # fmt: skip
    for first, last, head in heads:
        sheet.text(row, first, head, LABEL, to_column=last if last > first else None)
    sheet.height(row, 28)
    at = row + 1
    for each in printed_order(department.indicators):
        at = _write_row(sheet, at, each) + 1
    sheet.text(at, 0, "总分", LABEL, to_column=5)
    weights = department.budget.weight + sum((each.weight for each in department.indicators), ZERO)
    sheet.number(at, 6, weights, {**POINTS, "bold": True})
    sheet.number(at, 7, department.total, {**POINTS, "bold": True})
    sheet.text(at, 8, f"等级：{department.grade}", LABEL, to_column=_LAST)
    return at + 1


def _write_row(sheet: Page, row: int, result: IndicatorResult) -> int:
    facts, why = result.facts, explanation(result)
    texts = ((facts.level3, sheet.width_of(2, 3)), (why, sheet.width_of(8, _LAST)))
    last = sheet.set_heights(row, max(24, needed_height(texts)))
    sheet.text(row, 0, facts.level1, BODY, to_row=last)
    sheet.text(row, 1, facts.level2, BODY, to_row=last)
    sheet.text(row, 2, facts.level3, LEFT, to_row=last, to_column=3)
    sheet.text(row, 4, target_text(facts.target), BODY, to_row=last)
    sheet.text(row, 5, actual_text(facts.actual), BODY, to_row=last)
    sheet.number(row, 6, result.weight, POINTS, to_row=last)
    sheet.number(row, 7, result.score, POINTS, to_row=last)
    sheet.text(row, 8, why, WRITABLE, to_row=last, to_column=_LAST)
    return last
