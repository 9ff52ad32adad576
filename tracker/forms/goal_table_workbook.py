"""绩效目标表 of the plan (Hebei's form): what each project promises, one sheet a project."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from tracker.forms.display import target_text, wan_decimal
from tracker.forms.form_order import form_rank
from tracker.forms.sheet import AMOUNT, BODY, LABEL, LEFT, TITLE, Book, Sheet, needed_height
from tracker.plan.model import Indicator, Plan, PlannedBudget, Project
from tracker.plan.spending import LABELS

FILE_NAME = "goals.xlsx"
_WIDTHS = (10.0, 13.0, 19.0, 28.0, 13.0, 22.0)
_LAST = len(_WIDTHS) - 1


def write_goal_tables(plan: Plan, directory: Path) -> Path:
    """Write ``goals.xlsx`` with every project's 绩效目标表 and return its path."""
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / FILE_NAME
    with Book(path, title=f"{plan.year or ''}年绩效目标表", author=plan.name or "") as book:
        for project in plan.projects:
            _write(book, plan, project)
    return path


def _write(book: Book, plan: Plan, project: Project) -> None:
    sheet = book.sheet(f"{project.code} {project.name or ''}", _WIDTHS)
    sheet.text(0, 0, f"{plan.year or ''}年绩效目标表", TITLE, to_column=_LAST)
    sheet.height(0, 28)
    sheet.text(
        1, 0, f"{plan.unit or ''} {plan.name or ''}　　单位：万元", {**LEFT, "border": 0}, to_column=_LAST
    )
    row = _write_head(sheet, 2, project)
    last = _write_rows(sheet, row, project)
    sheet.raw.repeat_rows(row)
    sheet.finish(header="", footer="&R第&P页 共&N页", protect=False, last_row=last)


def _write_head(sheet: Sheet, row: int, project: Project) -> int:
    sheet.text(row, 0, "项目编码", LABEL)
    sheet.text(row, 1, project.code)
    sheet.text(row, 2, "项目名称", LABEL)
    sheet.text(row, 3, project.name or "", BODY, to_column=_LAST)
    sheet.height(row, max(20, needed_height(((project.name or "", sheet.width_of(3, _LAST)),))))
    budget = project.budget or PlannedBudget(0)
    pairs = (
        ("预算规模", "预算数", budget.total_fen),
        ("", "其中：财政资金", budget.fiscal_fen),
        ("", "其他", budget.other_fen),
    )
    sheet.text(row + 1, 0, pairs[0][0], LABEL, to_row=row + 3)
    for offset, (_, label, fen) in enumerate(pairs, start=1):
        sheet.text(row + offset, 1, label, LEFT, to_column=2)
        amount = None if project.budget is None else wan_decimal(fen)
        sheet.number(row + offset, 3, amount, AMOUNT, to_column=_LAST)
    sheet.text(row + 4, 0, "资金支出计划（%）", LABEL, to_row=row + 5)
    for column, quarter in enumerate(LABELS, start=1):
        last = _LAST if column == len(LABELS) else None
        sheet.text(row + 4, column, quarter, LABEL, to_column=last)
        planned = None if project.spending_plan is None else Decimal(project.spending_plan[column - 1])
        sheet.number(row + 5, column, planned, BODY, to_column=last)
    sheet.text(row + 6, 0, "绩效目标", LABEL)
    sheet.text(row + 6, 1, project.goal, LEFT, to_column=_LAST)
    sheet.height(row + 6, max(36, needed_height(((project.goal, sheet.width_of(1, _LAST)),))))
    return row + 7


def _write_rows(sheet: Sheet, row: int, project: Project) -> int:
    heads = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")
    for column, head in enumerate(heads):
        sheet.text(row, column, head, LABEL)
    at = row
    for each in sorted(project.indicators, key=lambda one: form_rank(one.level1, one.level2)):
        at += 1
        _write_row(sheet, at, each)
    return at


def _write_row(sheet: Sheet, row: int, indicator: Indicator) -> None:
    texts = (indicator.level1, indicator.level2, indicator.level3, indicator.definition,
             target_text(indicator.target), indicator.basis)  # fmt: skip
    for column, text in enumerate(texts):
        sheet.text(row, column, text, LEFT if column in (2, 3, 5) else BODY)
    sheet.height(row, max(24, needed_height(tuple(zip(texts, sheet.widths, strict=True)))))
