"""The year-end form beside the mid-year one: planned, reached by the month, forecast then, reached now."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from tracker.forms.completion import is_reached
from tracker.forms.display import actual_text, figure_text, target_text, wan_text
from tracker.forms.monitoring import LIKELIHOODS
from tracker.forms.selfevaluation import IndicatorResult, ProjectResult, SelfEvaluation
from tracker.forms.selfevaluation_reading import UnreadableForm
from tracker.forms.sheet import BODY, LABEL, LEFT, TITLE, Book, Sheet, needed_height
from tracker.money import yuan

FILE_NAME = "comparison.xlsx"
_MOST_BYTES = 64_000_000
_HEADS = (
    "编码",
    "项目／三级指标",
    "计划",
    "{}",
    "当时预计全年",
    "当时看能否完成",
    "全年实际",
    "达到计划",
    "较当时预计",
)
_WIDTHS = (9.0, 30.0, 14.0, 14.0, 14.0, 11.0, 14.0, 9.0, 11.0)
_YES = {True: "是", False: "否", None: "—"}


@dataclass(frozen=True)
class Reached:
    """One figure of a project, from the plan to the year's end; texts as people read them."""

    code: str
    name: str
    planned: str
    by_month: str
    forecast: str
    likelihood: str | None
    reached: str
    met: bool | None
    beyond: Fraction | None
    """Reached less forecast; None where one of them is no figure, or the plan was changed to another unit."""


@dataclass(frozen=True)
class ComparedMonitoring:
    """A project's money and indicators."""

    code: str
    name: str | None
    money: Reached
    indicators: tuple[Reached, ...]


@dataclass(frozen=True)
class MonitoringComparison:
    """A unit's year-end form beside its monitoring form."""

    through: str
    log: Mapping[str, Any]
    evaluation: SelfEvaluation
    projects: tuple[ComparedMonitoring, ...]


def monitoring_in(path: Path) -> dict[str, Any] | None:
    """The document of a ``monitoring.json``; None where the file is a self-evaluation.

    Raises:
        UnreadableForm: the file is no JSON document of this program.
    """
    if path.stat().st_size > _MOST_BYTES:
        raise UnreadableForm("too large")
    try:
        document = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise UnreadableForm(str(error)[:200]) from error
    return document if isinstance(document, dict) and "through" in document else None


def compare_monitoring(document: Mapping[str, Any], evaluation: SelfEvaluation) -> MonitoringComparison:
    """Match the forms project by project and indicator by indicator, by code.

    Raises:
        UnreadableForm: the document is no monitoring form.
    """
    try:
        told = {each["code"]: each for each in document["projects"]}
        projects = tuple(_project(told.get(each.facts.code), each) for each in evaluation.projects)
        return MonitoringComparison(str(document["through"]), document["log"], evaluation, projects)
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        raise UnreadableForm(str(error)[:200]) from error


def _project(told: Mapping[str, Any] | None, project: ProjectResult) -> ComparedMonitoring:
    rows = {each["code"]: each for each in told["indicators"]} if told else {}
    indicators = tuple(_indicator(rows.get(row.facts.code), row) for row in project.indicators)
    return ComparedMonitoring(project.facts.code, project.facts.name, _money(told, project), indicators)


def _money(told: Mapping[str, Any] | None, project: ProjectResult) -> Reached:
    budget, money = told["budget"] if told else {}, project.budget.money
    executed = money.executed_fen or 0
    forecast = _fen(budget.get("forecast"))
    return Reached(
        code=project.facts.code,
        name=project.facts.name or project.facts.goal,
        planned=_wan(money.adjusted_fen),
        by_month=_wan(_fen(budget.get("executed"))),
        forecast=_wan(forecast),
        likelihood=None,
        reached=_wan(executed),
        met=None if money.adjusted_fen is None else executed >= money.adjusted_fen,
        beyond=None if forecast is None else Fraction(executed - forecast, 100),
    )


def _fen(text: object) -> int | None:
    return None if text is None else int(Decimal(str(text)) * 100)


def _wan(fen: int | None) -> str:
    return "—" if fen is None else f"{wan_text(fen)}万元"


def _indicator(told: Mapping[str, Any] | None, row: IndicatorResult) -> Reached:
    facts, actual = row.facts, row.facts.actual
    was = (told or {}).get("actual") or {}
    unit, forecast = was.get("unit"), _figure((told or {}).get("forecast"))
    now = None if actual is None else actual.value
    likelihood = (told or {}).get("likelihood")
    return Reached(
        code=facts.code,
        name=facts.level3,
        planned=target_text(facts.target),
        by_month=_shown(was.get("value"), unit),
        forecast=_shown((told or {}).get("forecast"), unit),
        likelihood=likelihood if likelihood in LIKELIHOODS else None,
        reached=actual_text(actual) or "—",
        met=is_reached(row),
        beyond=None if now is None or forecast is None or unit != facts.target.unit else now - forecast,
    )


def _figure(value: object) -> Fraction | None:
    """A figure of the document; None for nothing and for a band."""
    return None if value in (None, "met", "partly", "missed") else Fraction(str(value))


def _shown(value: object, unit: str | None) -> str:
    words = {None: "—", "met": "达成", "partly": "部分达成", "missed": "未达成"}
    figure = _figure(value)
    return words[str(value) if value is not None else None] if figure is None else figure_text(figure, unit)


def monitoring_comparison_json(compared: MonitoringComparison) -> dict[str, Any]:
    """The comparison as one document; ``beyond`` is what was reached less the forecast of then."""
    facts = compared.evaluation.facts
    return {
        "before": {"unit": facts.unit, "year": facts.year, "through": compared.through, "log": compared.log},
        "after": {"unit": facts.unit, "year": facts.year, "as_of": facts.as_of, "rules": compared.evaluation.rules.key,
                  "log": {"position": facts.log_position, "hash": facts.log_hash}},
        "projects": [
            {"code": each.code, "name": each.name, "money": _reached_json(each.money, money=True),
             "indicators": [_reached_json(row, money=False) for row in each.indicators]}
            for each in compared.projects
        ],
    }  # fmt: skip


def _reached_json(row: Reached, *, money: bool) -> dict[str, Any]:
    beyond = (
        None
        if row.beyond is None
        else yuan(int(row.beyond * 100))
        if money
        else figure_text(row.beyond, None)
    )
    return {
        "code": row.code, "name": row.name, "planned": row.planned, "by_month": row.by_month, "forecast": row.forecast,
        "likelihood": row.likelihood, "reached": row.reached, "met": row.met, "beyond": beyond,
    }  # fmt: skip


def write_monitoring_comparison(compared: MonitoringComparison, directory: Path) -> Path:
    """Write ``comparison.xlsx``: one sheet, each project's money followed by its indicators."""
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / FILE_NAME
    facts = compared.evaluation.facts
    with Book(path, title="自评与监控对照表", author=facts.name) as book:
        sheet = book.sheet("与监控对照", _WIDTHS, landscape=True)
        sheet.text(0, 0, f"{facts.year}年度绩效自评与运行监控对照表", TITLE, to_column=len(_WIDTHS) - 1)
        for column, head in enumerate(_HEADS):
            sheet.text(1, column, head.format(f"1-{int(compared.through[5:])}月"), LABEL)
        sheet.height(1, 30)
        last = 1
        for last, (row, look) in enumerate(_lines(compared), start=2):
            _write_row(sheet, last, row, look)
        sheet.raw.freeze_panes(2, 2)
        sheet.raw.repeat_rows(1)
        sheet.finish(header="", footer="&R第&P页 共&N页", protect=False, last_row=last)
    return path


def _lines(compared: MonitoringComparison) -> Iterator[tuple[Reached, Mapping[str, Any]]]:
    for project in compared.projects:
        yield project.money, LABEL
        for row in project.indicators:
            yield row, BODY


def _write_row(sheet: Sheet, row: int, each: Reached, look: Mapping[str, Any]) -> None:
    beyond = (
        "—" if each.beyond is None else "持平" if each.beyond == 0 else "高于" if each.beyond > 0 else "低于"
    )
    likelihood = "—" if each.likelihood is None else LIKELIHOODS[each.likelihood]  # type: ignore[index]
    texts = (each.code, each.name, each.planned, each.by_month, each.forecast, likelihood, each.reached,
             _YES[each.met], beyond)  # fmt: skip
    for column, text in enumerate(texts):
        sheet.text(row, column, text, {**LEFT, "bold": look is LABEL} if column == 1 else look)
    sheet.height(row, max(18, needed_height(tuple(zip(texts, _WIDTHS, strict=True)))))
