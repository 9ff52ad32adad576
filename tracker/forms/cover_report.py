"""自评报告: what was planned, spent and reached, what was not and why — from the facts and what people typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from tracker.forms.charts import Series, add_chart
from tracker.forms.completion import is_reached
from tracker.forms.display import actual_text, target_text, wan_text
from tracker.forms.document import (
    add_heading,
    add_note,
    add_text,
    add_title,
    new_document,
    set_header_and_footer,
)
from tracker.forms.document_table import Table
from tracker.forms.facts import sum_money
from tracker.forms.monitoring import monitor
from tracker.forms.selfevaluation import (
    IndicatorResult,
    ProjectResult,
    SelfEvaluation,
    execution_rate,
)
from tracker.forms.workbook_pages import trace_text
from tracker.rules.points import round_half_up

FILE_NAME = "report.docx"
_LIGHTS = (("green", "绿", "70AD47"), ("blue", "蓝", "4472C4"), ("yellow", "黄", "FFC000"), ("red", "红", "C00000"),
           (None, "未填报", "A5A5A5"))  # fmt: skip


def write_report(evaluation: SelfEvaluation, directory: Path) -> Path:
    """Write ``report.docx`` into the directory and return its path."""
    directory.mkdir(parents=True, exist_ok=True)
    document, facts = new_document(), evaluation.facts
    trace = f"规则集 {evaluation.rules.key} 日志位置 {facts.log_position} 头哈希 {facts.log_hash}"
    set_header_and_footer(document.sections[0], draft=evaluation.incomplete, trace=trace)
    add_title(document, f"{facts.name}{facts.year}年度项目支出绩效自评报告")
    if evaluation.incomplete:
        add_title(document, "【草稿】", size=11)
    _write_basics(document, evaluation)
    _write_money(document, evaluation)
    _write_results(document, evaluation)
    _write_shortfalls(document, evaluation)
    _write_gaps(document, evaluation)
    add_note(document, trace_text(evaluation, index=False))
    path = directory / FILE_NAME
    document.save(str(path))
    return path


def _write_basics(document: Any, evaluation: SelfEvaluation) -> None:
    facts = evaluation.facts
    count = sum(len(project.indicators) for project in evaluation.projects)
    add_heading(document, "一、基本情况")
    add_text(
        document,
        f"{facts.name}（{facts.unit}）{facts.year}年度共有项目{len(evaluation.projects)}个、绩效指标{count}项。"
        f"本报告数据截至{facts.as_of}，按规则集“{evaluation.rules.title}”（{evaluation.rules.source}）计分。",
    )


def _write_money(document: Any, evaluation: SelfEvaluation) -> None:
    money = sum_money(tuple(project.budget.money for project in evaluation.projects))
    rate = execution_rate(money)
    add_heading(document, "二、预算执行情况")
    add_text(
        document,
        f"年初预算合计{wan_text(money.initial_fen)}万元，全年预算{wan_text(money.adjusted_fen)}万元，"
        f"执行{wan_text(money.executed_fen)}万元" + ("。" if rate is None else f"，执行率{rate}%。"),
    )
    low = [
        project
        for project in evaluation.projects
        if project.budget.rate is not None and project.budget.rate < 90
    ]
    if low:
        names = "；".join(f"{_name(project)}（{project.budget.rate}%）" for project in low)
        add_text(document, f"执行率低于90%的项目{len(low)}个：{names}。")
    spent = _months(evaluation.projects)
    if any(spent) and money.adjusted_fen:
        _spending_chart(document, spent, money.adjusted_fen)


def _months(projects: Sequence[ProjectResult]) -> list[int]:
    """Fen spent in each month by all projects together."""
    known = [project.facts.spent_by_month for project in projects if len(project.facts.spent_by_month) == 12]
    return [sum(months) for months in zip(*known, strict=True)] if known else []


def _spending_chart(document: Any, spent: Sequence[int], adjusted_fen: int) -> None:
    running = [sum(spent[: month + 1]) for month in range(12)]
    rates = [round_half_up(Fraction(fen * 100, adjusted_fen)) for fen in running]
    even = [round_half_up(Fraction(month * 100, 12)) for month in range(1, 13)]
    months = [f"{month}月" for month in range(1, 13)]
    add_chart(document, "累计执行率与序时进度（%）", months,
              [Series("累计执行率", rates, "4472C4"), Series("序时进度", even, "A5A5A5")], "line")  # fmt: skip


def _write_results(document: Any, evaluation: SelfEvaluation) -> None:
    add_heading(document, "三、绩效目标完成情况")
    grades = Counter(project.grade for project in evaluation.projects)
    spread = "、".join(f"{grade.name}{grades[grade.name]}个" for grade in evaluation.rules.grades)
    reached = Counter(is_reached(row) for project in evaluation.projects for row in project.indicators)
    add_text(
        document,
        f"自评等级：{spread}。绩效指标达到指标值{reached[True]}项，未达到{reached[False]}项，未填报{reached[None]}项。",
    )
    with Table(document, (1.6, 7.4, 2.6, 2.6, 1.9, 1.4)) as table:
        for column, head in enumerate(("编码", "项目", "全年预算（万元）", "执行率", "总分", "等级")):
            table.write(0, column, head, bold=True)
        table.repeat(0)
        for row, project in enumerate(evaluation.projects, start=1):
            rate = "—" if project.budget.rate is None else f"{project.budget.rate}%"
            texts = (project.facts.code, _name(project), wan_text(project.budget.money.adjusted_fen), rate,
                     str(project.total), project.grade)  # fmt: skip
            for column, text in enumerate(texts):
                table.write(row, column, text, left=column == 1)
    _light_chart(document, evaluation)


def _light_chart(document: Any, evaluation: SelfEvaluation) -> None:
    year = monitor(evaluation.facts, 12, evaluation.rules)
    lights = Counter(row.light for project in year.projects for row in project.indicators)
    counts: list[Decimal | int] = [lights[light] for light, _, _ in _LIGHTS]  # type: ignore[index]
    colors = [color for _, _, color in _LIGHTS]
    series = Series("指标数", counts, "7F7F7F", colors)
    add_chart(document, "绩效指标的红黄蓝绿灯（项）", [name for _, name, _ in _LIGHTS], [series], "bar")


def _write_shortfalls(document: Any, evaluation: SelfEvaluation) -> None:
    add_heading(document, "四、偏差情况、原因与改进措施")
    found = False
    for project in evaluation.projects:
        rows = [row for row in project.indicators if is_reached(row) is False or row.overshoot]
        if not rows and not project.budget.reason:
            continue
        found = True
        add_heading(document, f"{project.facts.code} {_name(project)}", level=2)
        if project.budget.reason:
            add_text(document, f"预算执行：{project.budget.reason}")
        for row in rows:
            add_text(document, _shortfall(row))
    if not found:
        add_text(document, "各项指标均达到指标值，无偏差。")


def _shortfall(row: IndicatorResult) -> str:
    facts = row.facts
    text = f"{facts.level3}：指标值{target_text(facts.target)}，实际完成{actual_text(facts.actual)}，"
    text += f"得{row.score}分（分值{row.weight}）。"
    text += f"原因：{facts.reason.rstrip('。')}。" if facts.reason else "原因：尚未说明。"
    return text + (f"改进措施：{facts.measure.rstrip('。')}。" if facts.measure else "")


def _write_gaps(document: Any, evaluation: SelfEvaluation) -> None:
    if not evaluation.incomplete:
        return
    add_heading(document, "五、尚待补充")
    for missing in evaluation.missing:
        add_text(document, f"{missing.subject}：{missing.message}")


def _name(project: ProjectResult) -> str:
    return project.facts.name or project.facts.goal
