"""Pages every workbook of forms shares: the summary, what is missing, the index of events, header and footer."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from tracker.forms.display import EVENTS, actual_text, wan_decimal, wan_text
from tracker.forms.facts import EventRef
from tracker.forms.selfevaluation import ProjectResult, SelfEvaluation
from tracker.forms.sheet import (
    AMOUNT,
    BODY,
    LABEL,
    LEFT,
    POINTS,
    RATE,
    TITLE,
    Book,
    Sheet,
    escaped,
    needed_height,
)
from tracker.rules.points import HUNDRED

_SUMMARY = ("项目编码", "项目名称", "年初预算数\n（万元）", "全年预算数\n（万元）", "全年执行数\n（万元）", "执行率",
            "总分", "等级", "待补事项")  # fmt: skip
_SUMMARY_WIDTHS = (8.0, 34.0, 12.0, 12.0, 12.0, 9.0, 8.0, 6.0, 9.0)
_INDEX = ("项目", "数字", "值", "事件序号", "事件", "日期", "金额（元）", "人数", "事件哈希", "佐证")
_INDEX_WIDTHS = (7.0, 26.0, 18.0, 8.0, 12.0, 11.0, 16.0, 9.0, 14.0, 20.0)
_GAPS_WIDTHS = (10.0, 34.0, 40.0, 40.0)


def header_text(*, draft: bool) -> str:
    """The page header: 草稿 on every page of a form that is not complete."""
    return '&C&"黑体"&24草　稿' if draft else ""


def footer_text(evaluation: SelfEvaluation) -> str:
    """The page footer: rule set, position and head hash of the log, page of pages."""
    facts = evaluation.facts
    trace = escaped(f"规则集 {evaluation.rules.key} 日志位置 {facts.log_position} 头哈希 {facts.log_hash}")
    return f"&L&6 {trace}&R&7 第&P页 共&N页"


def trace_text(evaluation: SelfEvaluation, *, index: bool = True) -> str:
    """The line under a form that says where its figures come from; ``index`` points to the workbook's index."""
    facts, rules = evaluation.facts, evaluation.rules
    text = f"规则集 {rules.key}（{rules.title}）；截至 {facts.as_of}；"
    text += f"日志位置 {facts.log_position}，头哈希 {facts.log_hash}。"
    return f"{text}各数的来源见工作簿的“索引”表。" if index else text


def write_summary(book: Book, evaluation: SelfEvaluation) -> None:
    """汇总: one line a project, and the sum of their money."""
    facts = evaluation.facts
    sheet = book.sheet("汇总", _SUMMARY_WIDTHS)
    last = len(_SUMMARY) - 1
    sheet.text(0, 0, f"{facts.year}年度项目支出绩效自评汇总表", TITLE, to_column=last)
    sheet.text(
        1, 0, f"{facts.name}（{facts.unit}）　截至 {facts.as_of}", {**TITLE, "font_size": 10}, to_column=last
    )
    for column, head in enumerate(_SUMMARY):
        sheet.text(2, column, head, LABEL)
    for row, points in enumerate((26, 18, 30)):
        sheet.height(row, points)
    for row, project in enumerate(evaluation.projects, start=3):
        _summary_row(sheet, row, project)
    row = 3 + len(evaluation.projects)
    _summary_total(sheet, row, evaluation)
    sheet.raw.repeat_rows(2)
    sheet.finish(header=header_text(draft=evaluation.incomplete), footer=footer_text(evaluation), protect=True,
                 last_row=row)  # fmt: skip


def _summary_row(sheet: Sheet, row: int, project: ProjectResult) -> None:
    money, name = project.budget.money, project.facts.name or project.facts.goal
    sheet.text(row, 0, project.facts.code)
    sheet.text(row, 1, name, LEFT)
    sheet.height(row, max(18, needed_height(((name, _SUMMARY_WIDTHS[1]),))))
    for column, fen in enumerate((money.initial_fen, money.adjusted_fen, money.executed_fen), start=2):
        sheet.number(row, column, wan_decimal(fen), AMOUNT)
    _rate(sheet, row, project.budget.rate)
    sheet.number(row, 6, project.total, POINTS)
    sheet.text(row, 7, project.grade)
    sheet.text(row, 8, f"草稿，缺{len(project.missing)}项" if project.incomplete else "完整")


def _rate(sheet: Sheet, row: int, rate: Decimal | None) -> None:
    if rate is None:
        sheet.text(row, 5, "—")
    else:
        sheet.number(row, 5, rate / HUNDRED, RATE)


def _summary_total(sheet: Sheet, row: int, evaluation: SelfEvaluation) -> None:
    sheet.text(row, 0, "合计", LABEL, to_column=1)
    money = [project.budget.money for project in evaluation.projects]
    sums = (
        sum(each.initial_fen or 0 for each in money),
        sum(each.adjusted_fen or 0 for each in money),
        sum(each.executed_fen or 0 for each in money),
    )
    for column, fen in enumerate(sums, start=2):
        sheet.number(row, column, wan_decimal(fen), {**AMOUNT, "bold": True})
    for column in (5, 6, 7, 8):
        sheet.text(row, column, "")


def write_gaps(book: Book, evaluation: SelfEvaluation) -> None:
    """待补事项: everything without which the forms are drafts; no page when there is nothing."""
    if not evaluation.incomplete:
        return
    sheet = book.sheet("待补事项", _GAPS_WIDTHS)
    sheet.text(0, 0, "待补事项", TITLE, to_column=3)
    for column, head in enumerate(("编码", "项目", "缺什么", "Missing")):
        sheet.text(1, column, head, LABEL)
    row = 1
    for project in evaluation.projects:
        for missing in project.missing:
            row += 1
            name = project.facts.name or project.facts.goal
            for column, text in enumerate((missing.subject, name, missing.message, missing.message_en)):
                sheet.text(row, column, text, BODY if column == 0 else LEFT)
    sheet.finish(header=header_text(draft=True), footer=footer_text(evaluation), protect=False, last_row=row)


def write_index(book: Book, evaluation: SelfEvaluation) -> None:
    """索引: each figure of each form with the events it is made of."""
    sheet = book.sheet("索引", _INDEX_WIDTHS, landscape=True)
    sheet.text(0, 0, "数字来源索引", TITLE, to_column=len(_INDEX) - 1)
    for column, head in enumerate(_INDEX):
        sheet.text(1, column, head, LABEL)
    row = 1
    for project in evaluation.projects:
        for figure, value, events in _figures(project):
            for event in events:
                row += 1
                _index_row(sheet, row, (project.facts.code, figure, value), event)
    sheet.raw.repeat_rows(1)
    sheet.raw.freeze_panes(2, 0)
    sheet.raw.autofilter(1, 0, max(row, 1), len(_INDEX) - 1)
    sheet.finish(header="", footer=footer_text(evaluation), protect=False, last_row=row)


def _figures(project: ProjectResult) -> Iterator[tuple[str, str, tuple[EventRef, ...]]]:
    money = project.budget.money
    yield (
        "预算执行",
        f"{wan_text(money.executed_fen)}/{wan_text(money.adjusted_fen)}万元",
        (*project.budget.events, *project.facts.evidence),
    )
    for row in project.indicators:
        facts = row.facts
        yield f"{facts.code} {facts.level3}", actual_text(facts.actual), (*facts.events, *facts.evidence)


def _index_row(sheet: Sheet, row: int, figure: tuple[str, str, str], event: EventRef) -> None:
    for column, text in enumerate(figure):
        sheet.text(row, column, text, LEFT)
    sheet.number(row, 3, event.position, BODY)
    sheet.text(row, 4, EVENTS.get(event.type, event.type))
    sheet.text(row, 5, event.occurred_on)
    amount = None if event.amount_fen is None else Decimal(event.amount_fen) / 100
    sheet.number(row, 6, amount, {**BODY, "num_format": "#,##0.00"})
    sheet.number(row, 7, event.people, BODY)
    sheet.text(row, 8, (event.hash or "")[:12])
    sheet.text(row, 9, "、".join(event.evidence), LEFT)
