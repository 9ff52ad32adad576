"""Sichuan's 部门预算项目支出绩效自评表 (510000_0013zp): sign, value and unit in columns of their own."""

from __future__ import annotations

from fractions import Fraction

from tracker.forms.completion import completion_text, is_reached
from tracker.forms.display import SIGNS, value_text, wan_decimal
from tracker.forms.facts import MoneyFacts
from tracker.forms.form_order import printed_order, runs
from tracker.forms.national_workbook import explanation
from tracker.forms.selfevaluation import IndicatorResult, ProjectResult, SelfEvaluation, execution_rate
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
from tracker.ratios import decimal_text
from tracker.rules.points import HUNDRED, ZERO

TITLE_TEXT = "部门预算项目支出绩效自评表"
FORM_NUMBER = "510000_0013zp"
_WIDTHS = (6.0, 10.0, 12.0, 18.0, 8.0, 10.0, 9.0, 12.0, 8.0, 8.0, 22.0)
_LAST = len(_WIDTHS) - 1
_GOAL_LIMIT, _CLOSING_LIMIT = 100, 200


def write_sichuan_sheet(book: Pages, evaluation: SelfEvaluation, project: ProjectResult) -> None:
    """One project's form on a portrait sheet."""
    sheet = book.sheet(f"{project.facts.code} {project.facts.name or ''}", _WIDTHS)
    row = _write_head(sheet, evaluation, project)
    row = _write_money(sheet, row, project)
    row = _write_rows(sheet, row, project)
    row = _write_closing(sheet, row, project)
    sheet.text(row, 0, trace_text(evaluation), NOTE, to_column=_LAST)
    sheet.height(row, 24)
    sheet.finish(
        header=header_text(draft=project.incomplete),
        footer=footer_text(evaluation),
        protect=True,
        last_row=row,
    )


def _write_head(sheet: Page, evaluation: SelfEvaluation, project: ProjectResult) -> int:
    facts, own = evaluation.facts, project.facts
    draft = "【草稿】" if project.incomplete else ""
    sheet.text(0, 0, f"报表编号：{FORM_NUMBER}", {**NOTE, "valign": "vcenter"}, to_column=_LAST)
    sheet.text(1, 0, f"{TITLE_TEXT}（{facts.year}年度）{draft}", TITLE, to_column=_LAST)
    sheet.height(1, 28)
    sheet.text(2, 0, "项目名称", LABEL, to_column=1)
    sheet.text(2, 2, f"{own.code}-{own.name or own.goal}", BODY, to_column=_LAST)
    sheet.text(3, 0, "主管部门", LABEL, to_column=1)
    sheet.text(3, 2, facts.authority or facts.name, BODY, to_column=4)
    sheet.text(3, 5, "实施单位\n（盖章）", LABEL, to_column=6)
    sheet.text(3, 7, facts.name, BODY, to_column=_LAST)
    sheet.height(3, 28)
    goal, done = _short(own.goal, _GOAL_LIMIT), _short(completion_text(project), _GOAL_LIMIT)
    sheet.text(4, 0, "项目\n基本\n情况", LABEL, to_row=6)
    sheet.text(4, 1, "1.项目年度目标完成情况", LABEL, to_row=5, to_column=2)
    sheet.text(4, 3, "项目年度目标", LABEL, to_column=6)
    sheet.text(4, 7, "年度目标完成情况", LABEL, to_column=_LAST)
    sheet.text(5, 3, goal, LEFT, to_column=6)
    sheet.text(5, 7, done, WRITABLE, to_column=_LAST)
    sheet.height(5, max(44, needed_height(((goal, sheet.width_of(3, 6)), (done, sheet.width_of(7, _LAST))))))
    sheet.text(6, 1, "2.项目实施内容及过程概述", LABEL, to_column=2)
    sheet.text(6, 3, "", WRITABLE, to_column=_LAST)
    sheet.height(6, 44)
    return 7


def _short(text: str, limit: int) -> str:
    """Text within the form's limit of characters."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _write_money(sheet: Page, row: int, project: ProjectResult) -> int:
    budget = project.budget
    sheet.text(
        row, 0, f"预算\n执行\n情况\n（{decimal_text(Fraction(budget.weight))}分）", LABEL, to_row=row + 5
    )
    heads = (
        "年度预算数（万元）",
        "",
        "年初预算",
        "调整后预算数",
        "预算执行数",
        "预算执行率",
        "权重",
        "得分",
        "原因",
    )
    sheet.text(row, 1, heads[0], LABEL, to_column=2)
    for column, head in zip((3, 4, 6, 7, 8, 9, 10), heads[2:], strict=True):
        sheet.text(row, column, head, LABEL, to_column=5 if column == 4 else column)
    sources = {each.source: each.money for each in budget.funding}
    none = MoneyFacts(None, None, None)
    rows = (("总额", budget.money), ("其中：财政资金", sources.get("fiscal", none)), ("财政专户管理资金", none),
            ("单位资金", none), ("其他资金", sources.get("other", none)))  # fmt: skip
    for offset, (label, money) in enumerate(rows, start=1):
        _write_money_row(sheet, row + offset, label, money)
    sheet.number(row + 1, 8, budget.weight, POINTS)
    sheet.number(row + 1, 9, budget.score, POINTS)
    for offset in range(2, 6):
        for column in (8, 9):
            sheet.text(row + offset, column, "/")
    sheet.text(row + 1, 10, budget.reason or "", WRITABLE, to_row=row + 5)
    sheet.height(row, 24)
    return row + 6


def _write_money_row(sheet: Page, row: int, label: str, money: MoneyFacts) -> None:
    sheet.text(row, 1, label, LEFT, to_column=2)
    sheet.number(row, 3, wan_decimal(money.initial_fen), AMOUNT)
    sheet.number(row, 4, wan_decimal(money.adjusted_fen), AMOUNT, to_column=5)
    sheet.number(row, 6, wan_decimal(money.executed_fen), AMOUNT)
    rate = execution_rate(money)
    sheet.number(row, 7, None if rate is None else rate / HUNDRED, RATE)
    sheet.height(row, 20)


def _write_rows(sheet: Page, row: int, project: ProjectResult) -> int:
    heads = ("一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "完成值", "权重", "得分",
             "未完成原因分析")  # fmt: skip
    for column, head in enumerate(heads, start=1):
        sheet.text(row, column, head, LABEL)
    rows = printed_order(project.indicators)
    places: list[tuple[int, int]] = []
    for each in rows:
        start = places[-1][1] + 1 if places else row + 1
        places.append((start, _write_row(sheet, start, each)))
    for first, last in runs(rows, lambda each: each.facts.level1):
        sheet.text(places[first][0], 1, rows[first].facts.level1, BODY, to_row=places[last][1])
    for first, last in runs(rows, lambda each: (each.facts.level1, each.facts.level2)):
        sheet.text(places[first][0], 2, rows[first].facts.level2, BODY, to_row=places[last][1])
    at = places[-1][1] + 1 if places else row + 1
    points = decimal_text(Fraction(sum((each.weight for each in rows), ZERO)))
    sheet.text(row, 0, f"绩效\n指标\n（{points}分）", LABEL, to_row=at - 1)
    sheet.text(at, 0, "合计", LABEL, to_column=7)
    sheet.number(
        at, 8, project.budget.weight + sum((each.weight for each in rows), ZERO), {**POINTS, "bold": True}
    )
    sheet.number(at, 9, project.total, {**POINTS, "bold": True})
    sheet.text(at, 10, f"等级：{project.grade}", LABEL)
    return at + 1


def _write_row(sheet: Page, row: int, result: IndicatorResult) -> int:
    facts, target = result.facts, result.facts.target
    quantity = target.value is not None
    value = decimal_text(Fraction(target.value)) if target.value is not None else target.text or ""
    done = "" if facts.actual is None else value_text(facts.actual) or _band_words(result)
    why = explanation(result)
    texts = ((3, facts.level3), (4, SIGNS[target.comparator or "="] if quantity else "定性"), (5, value),
             (6, target.unit or ""), (7, done), (10, why))  # fmt: skip
    height = needed_height(tuple((text, sheet.widths[column]) for column, text in texts))
    last = sheet.set_heights(row, max(26, height))
    for column, text in texts:
        sheet.text(
            row, column, text, WRITABLE if column == 10 else LEFT if column == 3 else BODY, to_row=last
        )
    sheet.number(row, 8, result.weight, POINTS, to_row=last)
    sheet.number(row, 9, result.score, POINTS, to_row=last)
    return last


def _band_words(result: IndicatorResult) -> str:
    actual = result.facts.actual
    words = {"met": "达成年度指标", "partly": "部分达成并具有一定效果", "missed": "未达成且效果较差"}
    return "" if actual is None or actual.band is None else words[actual.band]


def _write_closing(sheet: Page, row: int, project: ProjectResult) -> int:
    short = [each for each in project.indicators if is_reached(each) is False]
    problems = "；".join(f"{each.facts.level3}：{each.facts.reason}" for each in short if each.facts.reason)
    measures = "；".join(each.facts.measure for each in project.indicators if each.facts.measure)
    conclusion = f"自评总分{project.total}分，等级{project.grade}。{completion_text(project)}"
    rows = (("评价结论", conclusion), ("存在问题", problems or "无"), ("改进措施", measures or "无"))
    for offset, (label, text) in enumerate(rows):
        shown = _short(text, _CLOSING_LIMIT)
        sheet.text(row + offset, 0, label, LABEL, to_column=1)
        sheet.text(row + offset, 2, shown, WRITABLE, to_column=_LAST)
        sheet.height(row + offset, max(28, needed_height(((shown, sheet.width_of(2, _LAST)),))))
    sheet.text(row + 3, 0, "项目负责人：", LEFT, to_column=4)
    sheet.text(row + 3, 5, "财务负责人：", LEFT, to_column=_LAST)
    sheet.height(row + 3, 24)
    return row + 4
