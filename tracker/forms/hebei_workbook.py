"""Hebei's 年度预算项目绩效自评表: scores of 100, folded by their weight, execution as the last row."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from tracker.forms.completion import completion_text, is_reached
from tracker.forms.display import SIGNS, actual_text, wan_decimal
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
    TITLE,
    WRITABLE,
    Page,
    Pages,
    needed_height,
)
from tracker.forms.workbook_pages import footer_text, header_text, trace_text
from tracker.ratios import decimal_text
from tracker.rules.points import ZERO, round_half_up

_WIDTHS = (5.0, 9.0, 11.0, 17.0, 15.0, 8.0, 8.0, 9.0, 9.0, 13.0, 9.0, 8.0, 8.0, 8.0)
_LAST = len(_WIDTHS) - 1
_FULL = Decimal("100.00")


def write_hebei_sheet(book: Pages, evaluation: SelfEvaluation, project: ProjectResult) -> None:
    """One project's form on a landscape sheet."""
    sheet = book.sheet(f"{project.facts.code} {project.facts.name or ''}", _WIDTHS, landscape=True)
    row = _write_head(sheet, evaluation, project)
    row = _write_money(sheet, row, project)
    row = _write_goal(sheet, row, project)
    row = _write_rows(sheet, row, evaluation, project)
    row = _write_reasons(sheet, row, project)
    sheet.text(row, 0, trace_text(evaluation), NOTE, to_column=_LAST)
    sheet.height(row, 24)
    sheet.finish(
        header=header_text(draft=project.incomplete),
        footer=footer_text(evaluation),
        protect=True,
        last_row=row,
    )


def _write_head(sheet: Page, evaluation: SelfEvaluation, project: ProjectResult) -> int:
    facts = evaluation.facts
    draft = "【草稿】" if project.incomplete else ""
    sheet.text(0, 0, f"{facts.name}{facts.year}年度预算项目绩效自评表{draft}", TITLE, to_column=_LAST)
    sheet.height(0, 28)
    sheet.text(1, 0, "一、\n基本\n情况", LABEL, to_row=2)
    pairs = (
        (1, 1, "项目名称", project.facts.name or project.facts.goal, 5),
        (1, 8, "是否为专项资金", "", _LAST),
        (2, 1, "实施（主管）单位", f"{facts.unit}-{facts.name}", 5),
        (2, 8, "金额单位", "万元", _LAST),
    )
    for row, column, label, value, last in pairs:
        sheet.text(row, column, label, LABEL, to_column=column + 1)
        sheet.text(
            row, column + 2, value, WRITABLE if not value else BODY, to_column=last if column > 1 else 7
        )
    for row in (1, 2):
        sheet.height(row, 24)
    return 3


def _write_money(sheet: Page, row: int, project: ProjectResult) -> int:
    sheet.text(row, 0, "二、\n预算\n执行\n情况", LABEL, to_row=row + 3)
    heads = (
        ("预算安排情况（调整后）", 1, 3),
        ("资金到位情况", 4, 6),
        ("资金执行情况", 7, 10),
        ("预算执行进度（%）", 11, _LAST),
    )
    for text, first, last in heads:
        sheet.text(row, first, text, LABEL, to_column=last)
    budget = project.budget
    sources = {each.source: each.money for each in budget.funding}
    none = MoneyFacts(None, None, None)
    fiscal, other = sources.get("fiscal") or none, sources.get("other") or none
    rows = (
        (
            ("预算数", "到位数", "执行数"),
            budget.money.adjusted_fen,
            project.facts.received_fen,
            budget.money.executed_fen,
        ),
        (("其中：财政资金",) * 3, fiscal.adjusted_fen, None, fiscal.executed_fen),
        (("其他",) * 3, other.adjusted_fen, None, other.executed_fen),
    )
    for offset, (labels, adjusted, received, executed) in enumerate(rows, start=1):
        for label, (first, last), fen in zip(
            labels, ((1, 3), (4, 6), (7, 10)), (adjusted, received, executed), strict=True
        ):
            sheet.text(row + offset, first, label, LEFT, to_column=first + 1)
            sheet.number(row + offset, first + 2, wan_decimal(fen), AMOUNT, to_column=last)
        sheet.height(row + offset, 20)
    sheet.number(row + 1, 11, budget.rate, POINTS, to_row=row + 3, to_column=_LAST)
    return row + 4


def _write_goal(sheet: Page, row: int, project: ProjectResult) -> int:
    done = completion_text(project)
    reached = [is_reached(each) for each in project.indicators]
    rate = round_half_up(Fraction(100 * reached.count(True), len(reached))) if reached else None
    height = needed_height(((project.facts.goal, sheet.width_of(1, 5)), (done, sheet.width_of(6, 10))))
    last = sheet.set_heights(row + 1, max(height, 48))
    sheet.text(row, 0, "三、\n目标\n完成\n情况", LABEL, to_row=last)
    sheet.text(row, 1, "年度预期目标", LABEL, to_column=5)
    sheet.text(row, 6, "具体完成情况", LABEL, to_column=10)
    sheet.text(row, 11, "总体完成率（%）", LABEL, to_column=_LAST)
    sheet.text(row + 1, 1, project.facts.goal, LEFT, to_row=last, to_column=5)
    sheet.text(row + 1, 6, done, WRITABLE, to_row=last, to_column=10)
    sheet.number(row + 1, 11, rate, POINTS, to_row=last, to_column=_LAST)
    return last + 1


def _write_heads(sheet: Page, row: int) -> None:
    tall = ("一级指标", "二级指标", "三级指标", "指标描述", "指标分值")
    for column, head in enumerate(tall, start=1):
        sheet.text(row, column, head, LABEL, to_row=row + 1)
    sheet.text(row, 6, "预期指标值", LABEL, to_column=8)
    sheet.text(row, 9, "单项指标\n实际完成值", LABEL, to_row=row + 1)
    sheet.text(row, 10, "单项指标\n完成情况", LABEL, to_row=row + 1)
    sheet.text(row, 11, "自评得分", LABEL, to_column=_LAST)
    subs = (
        (6, "符号"),
        (7, "值"),
        (8, "单位\n（文字描述）"),
        (11, "单项指标\n得分"),
        (12, "权重占比\n（%）"),
        (13, "单项指标\n折算得分"),
    )
    for column, head in subs:
        sheet.text(row + 1, column, head, LABEL)
    sheet.height(row + 1, 28)


def _write_rows(sheet: Page, row: int, evaluation: SelfEvaluation, project: ProjectResult) -> int:
    _write_heads(sheet, row)
    rows = printed_order(project.indicators)
    places: list[tuple[int, int]] = []
    for each in rows:
        start = places[-1][1] + 1 if places else row + 2
        places.append((start, _write_row(sheet, start, each)))
    for first, last in runs(rows, lambda each: each.facts.level1):
        shown = _renamed(rows[first].facts.level1, evaluation.rules.benefit_name)
        sheet.text(places[first][0], 1, shown, BODY, to_row=places[last][1])
    for first, last in runs(rows, lambda each: (each.facts.level1, each.facts.level2)):
        sheet.text(places[first][0], 2, rows[first].facts.level2, BODY, to_row=places[last][1])
    at = places[-1][1] + 1 if places else row + 2
    _write_execution(sheet, at, project)
    sheet.text(at + 1, 1, "总分", LABEL, to_column=11)
    weights = project.budget.weight + sum((each.weight for each in rows), ZERO)
    sheet.number(at + 1, 12, weights, {**POINTS, "bold": True})
    sheet.number(at + 1, 13, project.total, {**POINTS, "bold": True})
    sheet.text(row, 0, "四、\n年度\n绩效\n指标\n完成\n情况", LABEL, to_row=at + 1)
    return at + 2


def _renamed(level1: str, benefit_name: str) -> str:
    return level1.replace("效益", benefit_name) if "效益" in level1 else level1


def single_score(score: Decimal, weight: Decimal) -> Decimal:
    """Points of 100 that fold back to the score: score ÷ weight × 100."""
    return round_half_up(Fraction(score) / Fraction(weight) * 100) if weight else ZERO


def _write_row(sheet: Page, row: int, result: IndicatorResult) -> int:
    facts, target = result.facts, result.facts.target
    quantity = target.value is not None
    value = decimal_text(Fraction(target.value)) if target.value is not None else ""
    state = {True: "完成", False: "未完成", None: "未填报"}[is_reached(result)]
    texts = ((3, facts.level3), (4, facts.definition), (6, SIGNS[target.comparator or "="] if quantity else ""),
             (7, value), (8, (target.unit or "") if quantity else target.text or ""), (9, actual_text(facts.actual)),
             (10, state))  # fmt: skip
    height = needed_height(tuple((text, sheet.widths[column]) for column, text in texts))
    last = sheet.set_heights(row, max(26, height))
    for column, text in texts:
        sheet.text(row, column, text, LEFT if column in (3, 4) else BODY, to_row=last)
    sheet.number(row, 5, _FULL, POINTS, to_row=last)
    sheet.number(row, 11, single_score(result.score, result.weight), POINTS, to_row=last)
    sheet.number(row, 12, result.weight, POINTS, to_row=last)
    sheet.number(row, 13, result.score, POINTS, to_row=last)
    return last


def _write_execution(sheet: Page, row: int, project: ProjectResult) -> None:
    budget = project.budget
    sheet.text(row, 1, "预算执行率", BODY, to_column=2)
    sheet.text(row, 3, "预算执行率")
    sheet.text(row, 4, "执行数÷预算数（调整后）", LEFT)
    sheet.number(row, 5, _FULL, POINTS)
    for column, text in ((6, SIGNS["="]), (7, "100"), (8, "%"), (10, "")):
        sheet.text(row, column, text)
    sheet.text(row, 9, "—" if budget.rate is None else f"{budget.rate}%")
    sheet.number(row, 11, single_score(budget.score, budget.weight), POINTS)
    sheet.number(row, 12, budget.weight, POINTS)
    sheet.number(row, 13, budget.score, POINTS)
    sheet.height(row, 24)


def _write_reasons(sheet: Page, row: int, project: ProjectResult) -> int:
    """The form has no column for reasons; those that were typed stand below the table."""
    told = [each for each in printed_order(project.indicators) if each.facts.reason or each.facts.measure]
    if not told:
        return row
    text = "\n".join(
        f"{each.facts.level3}：{each.facts.reason or ''}"
        + (f" 改进措施：{each.facts.measure}" if each.facts.measure else "")
        for each in told
    )
    last = sheet.set_heights(row, max(30, needed_height(((text, sheet.width_of(1, _LAST)),))))
    sheet.text(row, 0, "原因\n措施", LABEL, to_row=last)
    sheet.text(row, 1, text, WRITABLE, to_row=last, to_column=_LAST)
    return last + 1
