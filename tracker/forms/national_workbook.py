"""The national 项目支出绩效自评表 as a sheet of a workbook."""

from __future__ import annotations

from tracker.forms.completion import completion_text
from tracker.forms.display import FUNDING, actual_text, target_text, wan_decimal
from tracker.forms.facts import MoneyFacts
from tracker.forms.form_order import printed_order, runs
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
    Page,
    Pages,
    needed_height,
)
from tracker.forms.workbook_pages import footer_text, header_text, trace_text
from tracker.rules.points import HUNDRED

_WIDTHS = (4.0, 9.0, 14.0, 18.0, 11.0, 12.0, 8.0, 9.0, 23.0)
_LAST = len(_WIDTHS) - 1


def write_national_sheet(book: Pages, evaluation: SelfEvaluation, project: ProjectResult) -> None:
    """One project's form on a portrait sheet."""
    sheet = book.sheet(f"{project.facts.code} {project.facts.name or ''}", _WIDTHS)
    row = _write_head(sheet, evaluation, project)
    row = _write_money(sheet, row, project)
    row = _write_goal(sheet, row, project)
    row = _write_indicators(sheet, row, project)
    row = _write_total(sheet, row, evaluation, project)
    sheet.finish(
        header=header_text(draft=project.incomplete),
        footer=footer_text(evaluation),
        protect=True,
        last_row=row,
    )


def _write_head(sheet: Page, evaluation: SelfEvaluation, project: ProjectResult) -> int:
    facts = evaluation.facts
    draft = "　【草稿】" if project.incomplete else ""
    sheet.text(0, 0, "项目支出绩效自评表", TITLE, to_column=_LAST)
    sheet.text(1, 0, f"（{facts.year}年度）{draft}", {**TITLE, "font_size": 11}, to_column=_LAST)
    sheet.height(0, 28)
    sheet.text(2, 0, "项目名称", LABEL, to_column=1)
    name = project.facts.name or project.facts.goal
    sheet.text(2, 2, name, BODY, to_column=_LAST)
    sheet.text(3, 0, "主管部门", LABEL, to_column=1)
    sheet.text(3, 2, facts.authority or facts.name, BODY, to_column=3)
    sheet.text(3, 4, "实施单位", LABEL)
    sheet.text(3, 5, facts.name, BODY, to_column=_LAST)
    sheet.height(2, needed_height(((name, sheet.width_of(2, _LAST)),)))
    sheet.height(3, needed_height(((facts.authority or facts.name, sheet.width_of(2, 3)),)))
    return 4


def _write_money(sheet: Page, row: int, project: ProjectResult) -> int:
    sheet.text(row, 0, "项目资金\n（万元）", LABEL, to_row=row + 4, to_column=1)
    heads = ("", "年初预算数", "全年预算数\n（A）", "全年执行数\n（B）", "分值", "执行率\n（B/A）", "得分")
    for column, head in enumerate(heads, start=2):
        sheet.text(row, column, head, LABEL)
    sheet.height(row, 30)
    budget = project.budget
    sheet.text(row + 1, 2, "年度资金总额", LEFT)
    _write_amounts(sheet, row + 1, budget.money)
    sheet.number(row + 1, 6, budget.weight, POINTS)
    if budget.rate is None:
        sheet.text(row + 1, 7, "—")
    else:
        sheet.number(row + 1, 7, budget.rate / HUNDRED, RATE)
    sheet.number(row + 1, 8, budget.score, POINTS)
    sources: dict[str, MoneyFacts] = {each.source: each.money for each in budget.funding}
    for offset, (source, label) in enumerate(FUNDING.items(), start=2):
        sheet.text(row + offset, 2, label, LEFT)
        _write_amounts(sheet, row + offset, sources.get(source, MoneyFacts(None, None, None)))
        for column in (6, 7, 8):
            sheet.text(row + offset, column, "—")
        sheet.height(row + offset, 18)
    return row + 5


def _write_amounts(sheet: Page, row: int, money: MoneyFacts) -> None:
    for column, fen in enumerate((money.initial_fen, money.adjusted_fen, money.executed_fen), start=3):
        sheet.number(row, column, wan_decimal(fen), AMOUNT)


def _write_goal(sheet: Page, row: int, project: ProjectResult) -> int:
    done = completion_text(project)
    height = needed_height(((project.facts.goal, sheet.width_of(1, 4)), (done, sheet.width_of(5, _LAST))))
    last = sheet.set_heights(row + 1, max(height, 60))
    sheet.text(row, 0, "年度\n总体\n目标", LABEL, to_row=last)
    sheet.text(row, 1, "预期目标", LABEL, to_column=4)
    sheet.text(row, 5, "实际完成情况", LABEL, to_column=_LAST)
    sheet.text(row + 1, 1, project.facts.goal, LEFT, to_row=last, to_column=4)
    sheet.text(row + 1, 5, done, WRITABLE, to_row=last, to_column=_LAST)
    return last + 1


def _write_indicators(sheet: Page, row: int, project: ProjectResult) -> int:
    heads = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分",
             "偏差原因分析及改进措施")  # fmt: skip
    for column, head in enumerate(heads, start=1):
        sheet.text(row, column, head, LABEL)
    sheet.height(row, 28)
    first, rows = row + 1, printed_order(project.indicators)
    places: list[tuple[int, int]] = []
    for each in rows:
        start = places[-1][1] + 1 if places else first
        places.append((start, _write_indicator(sheet, start, each)))
    _write_levels(sheet, rows, places)
    last = places[-1][1] if places else row
    sheet.text(row, 0, "绩\n效\n指\n标", LABEL, to_row=last)
    return last + 1


def _write_indicator(sheet: Page, row: int, result: IndicatorResult) -> int:
    facts = result.facts
    texts = (facts.level3, target_text(facts.target), actual_text(facts.actual))
    why = explanation(result)
    parts = tuple((text, sheet.widths[column]) for column, text in enumerate(texts, start=3))
    last = sheet.set_heights(row, max(26, needed_height((*parts, (why, sheet.widths[8])))))
    side = {"valign": "top"} if last > row else {}
    for column, text in enumerate(texts, start=3):
        sheet.text(row, column, text, {**(LEFT if column == 3 else BODY), **side}, to_row=last)
    sheet.number(row, 6, result.weight, {**POINTS, **side}, to_row=last)
    sheet.number(row, 7, result.score, {**POINTS, **side}, to_row=last)
    sheet.text(row, 8, why, {**WRITABLE, **side}, to_row=last)
    return last


def explanation(result: IndicatorResult) -> str:
    """偏差原因分析及改进措施 as one text; empty where nothing was explained."""
    reason, measure = result.facts.reason, result.facts.measure
    parts = [reason or "", f"改进措施：{measure}" if measure else ""]
    return "\n".join(part for part in parts if part)


def _write_levels(sheet: Page, rows: tuple[IndicatorResult, ...], places: list[tuple[int, int]]) -> None:
    for first, last in runs(rows, lambda row: row.facts.level1):
        sheet.text(places[first][0], 1, rows[first].facts.level1, BODY, to_row=places[last][1])
    for first, last in runs(rows, lambda row: (row.facts.level1, row.facts.level2)):
        sheet.text(places[first][0], 2, rows[first].facts.level2, BODY, to_row=places[last][1])


def _write_total(sheet: Page, row: int, evaluation: SelfEvaluation, project: ProjectResult) -> int:
    sheet.text(row, 0, "总分", LABEL, to_column=5)
    weights = project.budget.weight + sum((each.weight for each in project.indicators), HUNDRED - HUNDRED)
    sheet.number(row, 6, weights, {**POINTS, "bold": True})
    sheet.number(row, 7, project.total, {**POINTS, "bold": True})
    sheet.text(row, 8, f"等级：{project.grade}", LABEL)
    sheet.height(row, 22)
    sheet.text(row + 1, 0, trace_text(evaluation), NOTE, to_column=_LAST)
    sheet.height(row + 1, 24)
    return row + 1
