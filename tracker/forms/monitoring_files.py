"""The monitoring forms as JSON, and as a workbook or a document, one landscape sheet a project."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tracker.forms.actual_shape import value_json
from tracker.forms.display import actual_text, figure_text, target_text, value_shape, wan_decimal
from tracker.forms.facts import ActualFacts
from tracker.forms.form_order import form_rank
from tracker.forms.monitoring import (
    LIKELIHOODS,
    REASON_CLASSES,
    MonitoredIndicator,
    MonitoredMoney,
    MonitoredProject,
    Monitoring,
)
from tracker.forms.selfevaluation_json import actual_json, event_json, missing_json
from tracker.forms.sheet import (
    AMOUNT,
    BODY,
    LABEL,
    LEFT,
    NOTE,
    RATE,
    TITLE,
    WRITABLE,
    Book,
    Page,
    Pages,
    Sheet,
    escaped,
    needed_height,
)
from tracker.forms.workbook_pages import header_text
from tracker.money import yuan
from tracker.rules.points import HUNDRED

JSON_NAME, WORKBOOK_NAME, DOCUMENT_NAME = "monitoring.json", "monitoring.xlsx", "monitoring.docx"
LIGHTS = {"red": "红", "yellow": "黄", "green": "绿", "blue": "蓝", None: "—"}
_WIDTHS = (4.0, 9.0, 11.0, 18.0, 11.0, 12.0, 12.0, 5.0, 5.0, 5.0, 5.0, 5.0, 20.0, 5.0, 5.0, 6.0, 8.0)
_LAST = len(_WIDTHS) - 1


def write_monitoring_files(
    monitoring: Monitoring, directory: Path, formats: Sequence[str] = ("xlsx", "json")
) -> list[Path]:
    """Write ``monitoring.xlsx``, ``.docx``, ``.json`` and ``.pdf``, those asked for; returns the files.

    Raises:
        NoPdf: ``pdf`` was asked for and LibreOffice is not there; everything else is written by then.
    """
    directory.mkdir(parents=True, exist_ok=True)
    files: list[Path] = []
    if "xlsx" in formats:
        files.append(_write_workbook(monitoring, directory / WORKBOOK_NAME))
    if "docx" in formats:
        files.append(_write_document(monitoring, directory / DOCUMENT_NAME))
    if "json" in formats:
        files.append(directory / JSON_NAME)
        text = json.dumps(monitoring_json(monitoring), ensure_ascii=False, indent=1)
        files[-1].write_text(text + "\n", encoding="utf-8", errors="backslashreplace")
    if "pdf" in formats:
        from tracker.forms.printing import write_pdf

        with tempfile.TemporaryDirectory(prefix="tracker-forms-") as place:
            files.append(write_pdf(_write_workbook(monitoring, Path(place) / WORKBOOK_NAME), directory))
    return files


def _write_document(monitoring: Monitoring, path: Path) -> Path:
    from tracker.forms.document_book import DocumentBook  # python-docx is slow to import

    facts = monitoring.facts
    title = f"{facts.year}年1-{monitoring.months}月项目支出绩效目标执行监控表"
    trace = f"规则集 {monitoring.rules.key} 日志位置 {facts.log_position} 头哈希 {facts.log_hash}"
    with DocumentBook(path, title=title, author=facts.name, trace=trace) as book:
        for project in monitoring.projects:
            _write_project(book, monitoring, project)
    return path


def monitoring_json(monitoring: Monitoring) -> dict[str, Any]:
    """The forms as one document: money as strings of yuan, rates as strings of percent."""
    facts, rules = monitoring.facts, monitoring.rules
    return {
        "unit": facts.unit,
        "name": facts.name,
        "year": facts.year,
        "through": monitoring.through,
        "rules": {"name": rules.name, "version": rules.version},
        "incomplete": bool(monitoring.missing),
        "missing": [missing_json(each) for each in monitoring.missing],
        "projects": [_project_json(each) for each in monitoring.projects],
        "log": {"position": facts.log_position, "hash": facts.log_hash},
    }


def _project_json(project: MonitoredProject) -> dict[str, Any]:
    return {
        "code": project.facts.code,
        "name": project.facts.name,
        "goal": project.facts.goal,
        "light": project.light,
        "budget": _money_json(project.money),
        "indicators": [_indicator_json(each) for each in project.indicators],
        "missing": [missing_json(each) for each in project.missing],
    }


def _money_json(money: MonitoredMoney) -> dict[str, Any]:
    return {
        "initial": None if money.initial_fen is None else yuan(money.initial_fen),
        "adjusted": None if money.adjusted_fen is None else yuan(money.adjusted_fen),
        "executed": yuan(money.executed_fen),
        "rate": None if money.rate is None else str(money.rate),
        "forecast": yuan(money.forecast_fen),
        "light": money.light,
    }


def _indicator_json(row: MonitoredIndicator) -> dict[str, Any]:
    facts = row.facts
    actual = facts.actual or ActualFacts(unit=facts.target.unit)
    return {
        "code": facts.code,
        "level1": facts.level1,
        "level2": facts.level2,
        "level3": facts.level3,
        "target": {"comparator": facts.target.comparator, "value": facts.target.value, "unit": facts.target.unit,
                   "text": facts.target.text},
        "actual": actual_json(actual),
        "forecast": _forecast_value(row),
        "light": row.light,
        "likelihood": row.likelihood,
        "reason_class": row.reason_class,
        "proposed": _proposed(row),
        "reason": facts.reason,
        "measure": facts.measure,
        "events": [event_json(each) for each in facts.events],
    }  # fmt: skip


def _proposed(row: MonitoredIndicator) -> list[str]:
    """What nobody said and the program worked out."""
    said = {"likelihood": row.facts.likelihood, "reason_class": row.facts.cause}
    told = {"likelihood": row.likelihood, "reason_class": row.reason_class}
    return [name for name, value in told.items() if value is not None and said[name] is None]


def _forecast_value(row: MonitoredIndicator) -> str | int | None:
    if row.forecast is None or row.facts.actual is None:
        return None
    if row.facts.rollup == "sum":
        return value_json(row.forecast, row.facts.target.unit, two_places=False)
    return value_shape(row.facts.actual)


def _write_workbook(monitoring: Monitoring, path: Path) -> Path:
    facts = monitoring.facts
    with Book(
        path, title=f"{facts.year}年1-{monitoring.months}月项目支出绩效目标执行监控表", author=facts.name
    ) as book:
        _write_summary(book, monitoring)
        for project in monitoring.projects:
            _write_project(book, monitoring, project)
    return path


def _footer(monitoring: Monitoring) -> str:
    facts = monitoring.facts
    trace = escaped(f"规则集 {monitoring.rules.key} 日志位置 {facts.log_position} 头哈希 {facts.log_hash}")
    return f"&L&6 {trace}&R&7 第&P页 共&N页"


def _write_summary(book: Book, monitoring: Monitoring) -> None:
    heads = ("项目编码", "项目名称", "年初预算数\n（万元）", f"1-{monitoring.months}月执行数\n（万元）", "执行率",
             "全年预计\n（万元）", "资金", "项目", "待补事项")  # fmt: skip
    sheet = book.sheet("汇总", (8.0, 34.0, 12.0, 12.0, 9.0, 12.0, 6.0, 6.0, 9.0))
    sheet.text(
        0, 0, f"{monitoring.facts.year}年1-{monitoring.months}月绩效运行监控汇总表", TITLE, to_column=8
    )
    sheet.height(0, 26)
    for column, head in enumerate(heads):
        sheet.text(1, column, head, LABEL)
    sheet.height(1, 30)
    for row, project in enumerate(monitoring.projects, start=2):
        _summary_row(sheet, row, project)
    sheet.finish(header=header_text(draft=bool(monitoring.missing)), footer=_footer(monitoring), protect=True,
                 last_row=1 + len(monitoring.projects))  # fmt: skip


def _summary_row(sheet: Sheet, row: int, project: MonitoredProject) -> None:
    money, name = project.money, project.facts.name or project.facts.goal
    sheet.text(row, 0, project.facts.code)
    sheet.text(row, 1, name, LEFT)
    sheet.height(row, max(18, needed_height(((name, 34),))))
    sheet.number(row, 2, wan_decimal(money.initial_fen), AMOUNT)
    sheet.number(row, 3, wan_decimal(money.executed_fen), AMOUNT)
    sheet.number(row, 4, None if money.rate is None else money.rate / HUNDRED, RATE)
    sheet.number(row, 5, wan_decimal(money.forecast_fen), AMOUNT)
    sheet.text(row, 6, LIGHTS[money.light])
    sheet.text(row, 7, LIGHTS[project.light])
    sheet.text(row, 8, f"草稿，缺{len(project.missing)}项" if project.incomplete else "完整")


def _write_project(book: Pages, monitoring: Monitoring, project: MonitoredProject) -> None:
    sheet = book.sheet(f"{project.facts.code} {project.facts.name or ''}", _WIDTHS, landscape=True)
    row = _write_head(sheet, monitoring, project)
    row = _write_money(sheet, row, monitoring.months, project)
    row = _write_goal(sheet, row, project)
    row = _write_rows(sheet, row, monitoring.months, project)
    trace = f"规则集 {monitoring.rules.key}；日志位置 {monitoring.facts.log_position}，头哈希 {monitoring.facts.log_hash}"
    sheet.text(row, 0, f"{trace}。全年预计与完成可能性按已过月份推算，可改写。", NOTE, to_column=_LAST)
    header = header_text(draft=project.incomplete)
    sheet.finish(header=header, footer=_footer(monitoring), protect=True, last_row=row)


def _write_head(sheet: Page, monitoring: Monitoring, project: MonitoredProject) -> int:
    facts = monitoring.facts
    draft = "　【草稿】" if project.incomplete else ""
    sheet.text(0, 0, "项目支出绩效目标执行监控表", TITLE, to_column=_LAST)
    sheet.text(
        1,
        0,
        f"（{facts.year}年度1-{monitoring.months}月）{draft}",
        {**TITLE, "font_size": 11},
        to_column=_LAST,
    )
    sheet.height(0, 28)
    sheet.text(2, 0, "项目名称", LABEL, to_column=1)
    sheet.text(2, 2, project.facts.name or project.facts.goal, BODY, to_column=_LAST)
    sheet.text(3, 0, "主管部门及代码", LABEL, to_column=1)
    sheet.text(3, 2, f"{facts.authority or facts.name}（{facts.unit}）", BODY, to_column=5)
    sheet.text(3, 6, "实施单位", LABEL, to_column=7)
    sheet.text(3, 8, facts.name, BODY, to_column=_LAST)
    for row in (2, 3):
        sheet.height(row, 22)
    return 4


def _write_money(sheet: Page, row: int, months: int, project: MonitoredProject) -> int:
    sheet.text(row, 0, "项目资金\n（万元）", LABEL, to_row=row + 3, to_column=1)
    sheet.text(row, 2, "", LABEL, to_column=3)
    heads = ("年初预算数", f"1-{months}月执行数", f"1-{months}月执行率", "全年预计执行数")
    places = ((4, 5), (6, 8), (9, 12), (13, _LAST))
    for (first, last), head in zip(places, heads, strict=True):
        sheet.text(row, first, head, LABEL, to_column=last)
    money = project.money
    label = "年度资金总额"
    if money.adjusted_fen is not None and money.adjusted_fen != money.initial_fen:
        label += f"（调整后 {wan_decimal(money.adjusted_fen):f} 万元）"
    sources = {each.source: each.money for each in project.facts.funding}
    fiscal, other = sources.get("fiscal"), sources.get("other")
    rows = (
        (label, money.initial_fen, money.executed_fen, money.rate, money.forecast_fen),
        ("其中：本年一般公共预算拨款", *(
            (fiscal.initial_fen, fiscal.executed_fen) if fiscal else (None, None)), None, None),
        ("其他资金", *((other.initial_fen, other.executed_fen) if other else (None, None)), None, None),
    )  # fmt: skip
    for offset, (name, initial, executed, rate, forecast) in enumerate(rows, start=1):
        sheet.text(row + offset, 2, name, LEFT, to_column=3)
        sheet.number(row + offset, 4, wan_decimal(initial), AMOUNT, to_column=5)
        sheet.number(row + offset, 6, wan_decimal(executed), AMOUNT, to_column=8)
        sheet.number(row + offset, 9, None if rate is None else rate / HUNDRED, RATE, to_column=12)
        sheet.number(row + offset, 13, wan_decimal(forecast), {**AMOUNT, "locked": False}, to_column=_LAST)
        sheet.height(row + offset, 18)
    return row + 4


def _write_goal(sheet: Page, row: int, project: MonitoredProject) -> int:
    goal = project.facts.goal
    last = sheet.set_heights(row, max(40, needed_height(((goal, sheet.width_of(2, _LAST)),))))
    sheet.text(row, 0, "年度总体目标", LABEL, to_row=last, to_column=1)
    sheet.text(row, 2, goal, LEFT, to_row=last, to_column=_LAST)
    return last + 1


def _write_rows(sheet: Page, row: int, months: int, project: MonitoredProject) -> int:
    heads = (
        "一级指标",
        "二级指标",
        "三级指标",
        "年度指标值",
        f"1-{months}月\n执行情况",
        "全年预计\n完成情况",
    )
    for column, head in enumerate(heads, start=1):
        sheet.text(row, column, head, LABEL, to_row=row + 1)
    sheet.text(row, 7, "偏差原因分析", LABEL, to_column=12)
    sheet.text(row, 13, "完成目标可能性", LABEL, to_column=15)
    sheet.text(row, 16, "备注", LABEL, to_row=row + 1)
    for column, head in enumerate((*REASON_CLASSES.values(), "原因说明", *LIKELIHOODS.values()), start=7):
        sheet.text(row + 1, column, head, LABEL)
    sheet.height(row + 1, 52)
    at = row + 2
    for each in sorted(project.indicators, key=lambda row: form_rank(row.facts.level1, row.facts.level2)):
        at = _write_row(sheet, at, each) + 1
    sheet.text(row, 0, "绩\n效\n指\n标", LABEL, to_row=max(at - 1, row + 1))
    return max(at, row + 2)


def _write_row(sheet: Page, row: int, each: MonitoredIndicator) -> int:
    facts = each.facts
    texts = (
        facts.level1,
        facts.level2,
        facts.level3,
        target_text(facts.target),
        actual_text(facts.actual),
        _forecast_text(each),
    )
    why = "\n".join(
        part for part in (facts.reason or "", f"改进措施：{facts.measure}" if facts.measure else "") if part
    )
    parts = [(text, sheet.widths[column]) for column, text in enumerate(texts, start=1)]
    last = sheet.set_heights(row, max(26, needed_height((*parts, (why, sheet.widths[12])))))
    for column, text in enumerate(texts, start=1):
        sheet.text(row, column, text, WRITABLE if column == 6 else LEFT if column == 3 else BODY, to_row=last)
    for column, name in enumerate(REASON_CLASSES, start=7):
        sheet.text(
            row, column, "√" if each.reason_class == name else "", {**BODY, "locked": False}, to_row=last
        )
    sheet.text(row, 12, why, WRITABLE, to_row=last)
    for column, likelihood in enumerate(LIKELIHOODS, start=13):
        sheet.text(
            row, column, "√" if each.likelihood == likelihood else "", {**BODY, "locked": False}, to_row=last
        )
    sheet.text(
        row, 16, "" if each.light in ("green", None) else f"{LIGHTS[each.light]}灯", WRITABLE, to_row=last
    )
    return last


def _forecast_text(each: MonitoredIndicator) -> str:
    if each.forecast is None or each.facts.rollup != "sum":
        return actual_text(each.facts.actual)
    return figure_text(each.forecast, each.facts.target.unit)
