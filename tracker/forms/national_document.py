"""Project forms and the department-wide form as one DOCX, a form a page or more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tracker.forms.completion import completion_text
from tracker.forms.display import FUNDING, actual_text, target_text, wan_text
from tracker.forms.document import add_note, add_title, new_document, new_section, set_header_and_footer
from tracker.forms.document_book import DocumentBook
from tracker.forms.document_table import Table
from tracker.forms.facts import MoneyFacts
from tracker.forms.form_order import printed_order, runs
from tracker.forms.national_workbook import explanation
from tracker.forms.selfevaluation import IndicatorResult, ProjectResult, SelfEvaluation
from tracker.forms.workbook import SHEETS
from tracker.forms.workbook_pages import trace_text
from tracker.rules.points import ZERO

FILE_NAME = "selfeval.docx"
_WIDTHS_CM = (1.0, 1.6, 2.2, 3.4, 1.9, 2.1, 1.3, 1.4, 2.9)
_MONEY_ROWS = 5


def write_docx(evaluation: SelfEvaluation, directory: Path) -> Path:
    """Write ``selfeval.docx`` with every project's form, then the department's; returns its path.

    In Hebei's and Sichuan's layouts a form is drawn as their sheets are; the department's is the national one.
    """
    directory.mkdir(parents=True, exist_ok=True)
    if evaluation.rules.layout != "national":
        return _write_as_sheets(evaluation, directory / FILE_NAME)
    document = new_document()
    forms = [(project, False) for project in evaluation.projects]
    if evaluation.department is not None:
        forms.append((evaluation.department, True))
    for number, (project, department) in enumerate(forms):
        section = document.sections[0] if number == 0 else new_section(document)
        set_header_and_footer(section, draft=project.incomplete, trace=_trace(evaluation))
        _write_form(document, evaluation, project, department=department)
    path = directory / FILE_NAME
    document.save(str(path))
    return path


def _write_as_sheets(evaluation: SelfEvaluation, path: Path) -> Path:
    facts = evaluation.facts
    title = f"{facts.year}年度项目支出绩效自评表"
    with DocumentBook(path, title=title, author=facts.name, trace=_trace(evaluation)) as book:
        for project in evaluation.projects:
            SHEETS[evaluation.rules.layout](book, evaluation, project)
        if evaluation.department is not None:
            section = new_section(book.document)
            set_header_and_footer(section, draft=evaluation.department.incomplete, trace=_trace(evaluation))
            _write_form(book.document, evaluation, evaluation.department, department=True)
    return path


def _trace(evaluation: SelfEvaluation) -> str:
    facts = evaluation.facts
    return f"规则集 {evaluation.rules.key} 日志位置 {facts.log_position} 头哈希 {facts.log_hash}"


def _write_form(
    document: Any, evaluation: SelfEvaluation, project: ProjectResult, *, department: bool
) -> None:
    facts = evaluation.facts
    add_title(document, "部门整体支出绩效自评表" if department else "项目支出绩效自评表")
    add_title(document, f"（{facts.year}年度）{'【草稿】' if project.incomplete else ''}", size=10.5)
    rows = printed_order(project.indicators)
    with Table(document, _WIDTHS_CM) as table:
        table.write(0, 0, "部门名称" if department else "项目名称", to_column=1, bold=True)
        table.write(0, 2, project.facts.name or project.facts.goal, to_column=8)
        table.write(1, 0, "主管部门", to_column=1, bold=True)
        table.write(1, 2, facts.authority or facts.name, to_column=3)
        table.write(1, 4, "实施单位", bold=True)
        table.write(1, 5, facts.name, to_column=8)
        _write_money(table, 2, project)
        at = 2 + _MONEY_ROWS
        table.write(at, 0, "年度\n总体\n目标", to_row=at + 1, bold=True)
        table.write(at, 1, "预期目标", to_column=4, bold=True)
        table.write(at, 5, "实际完成情况", to_column=8, bold=True)
        table.write(at + 1, 1, project.facts.goal, to_column=4, left=True)
        table.write(at + 1, 5, completion_text(project), to_column=8, left=True)
        _write_rows(table, at + 2, rows)
        _write_total(table, at + 3 + len(rows), project)
    add_note(document, trace_text(evaluation, index=False))


def _write_money(table: Table, row: int, project: ProjectResult) -> None:
    table.write(row, 0, "项目资金\n（万元）", to_row=row + 4, to_column=1, bold=True)
    heads = ("", "年初预算数", "全年预算数\n（A）", "全年执行数\n（B）", "分值", "执行率\n（B/A）", "得分")
    for column, head in enumerate(heads, start=2):
        table.write(row, column, head, bold=True)
    budget = project.budget
    sources: dict[str, MoneyFacts] = {each.source: each.money for each in budget.funding}
    empty = MoneyFacts(None, None, None)
    lines = [
        ("年度资金总额", budget.money),
        *((label, sources.get(name, empty)) for name, label in FUNDING.items()),
    ]
    for offset, (label, money) in enumerate(lines, start=1):
        table.write(row + offset, 2, label, left=True)
        for column, fen in enumerate((money.initial_fen, money.adjusted_fen, money.executed_fen), start=3):
            table.write(row + offset, column, wan_text(fen))
    rate = "—" if budget.rate is None else f"{budget.rate}%"
    for column, text in ((6, str(budget.weight)), (7, rate), (8, str(budget.score))):
        table.write(row + 1, column, text)
        for offset in (2, 3, 4):
            table.write(row + offset, column, "—")


def _write_rows(table: Table, row: int, rows: tuple[IndicatorResult, ...]) -> None:
    heads = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分",
             "偏差原因分析及改进措施")  # fmt: skip
    for column, head in enumerate(heads, start=1):
        table.write(row, column, head, bold=True)
    table.write(row, 0, "绩\n效\n指\n标", to_row=row + len(rows), bold=True)
    for offset, each in enumerate(rows, start=1):
        facts = each.facts
        texts = (facts.level3, target_text(facts.target), actual_text(facts.actual), str(each.weight), str(each.score),
                 explanation(each))  # fmt: skip
        for column, text in enumerate(texts, start=3):
            table.write(row + offset, column, text, left=column in (3, 8))
    for first, last in runs(rows, lambda each: each.facts.level1):
        table.write(row + 1 + first, 1, rows[first].facts.level1, to_row=row + 1 + last)
    for first, last in runs(rows, lambda each: (each.facts.level1, each.facts.level2)):
        table.write(row + 1 + first, 2, rows[first].facts.level2, to_row=row + 1 + last)


def _write_total(table: Table, row: int, project: ProjectResult) -> None:
    weights = project.budget.weight + sum((each.weight for each in project.indicators), ZERO)
    table.write(row, 0, "总分", to_column=5, bold=True)
    table.write(row, 6, str(weights), bold=True)
    table.write(row, 7, str(project.total), bold=True)
    table.write(row, 8, f"等级：{project.grade}", bold=True)
