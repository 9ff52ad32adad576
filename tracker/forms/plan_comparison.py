"""What was planned beside what was reached, across the projects of a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from tracker.forms.completion import is_reached
from tracker.forms.display import wan_decimal
from tracker.forms.selfevaluation import ProjectResult, SelfEvaluation
from tracker.forms.sheet import AMOUNT, BODY, LABEL, LEFT, POINTS, RATE, TITLE, Book, Sheet, needed_height
from tracker.money import half_up, yuan
from tracker.rules.points import HUNDRED

FILE_NAME = "comparison.xlsx"
_HEADS = ("编码", "项目", "年初预算\n（万元）", "全年预算\n（万元）", "执行\n（万元）", "执行率", "指标数", "达到",
          "未达到", "未填报", "达到比例", "总分", "等级")  # fmt: skip
_WIDTHS = (8.0, 34.0, 12.0, 12.0, 12.0, 9.0, 7.0, 7.0, 7.0, 7.0, 9.0, 8.0, 6.0)


@dataclass(frozen=True)
class PlannedReached:
    """One project, or all of them: money and numbers of indicators."""

    code: str
    name: str
    initial_fen: int
    adjusted_fen: int
    executed_fen: int
    planned: int
    reached: int
    short: int
    unreported: int
    total: Decimal | None = None
    grade: str = ""

    @property
    def rate(self) -> Decimal | None:
        """Executed in percent of the adjusted budget."""
        return _percent(self.executed_fen, self.adjusted_fen)

    @property
    def share(self) -> Decimal | None:
        """Indicators reached in percent of those planned."""
        return _percent(self.reached, self.planned)


def _percent(part: int, whole: int) -> Decimal | None:
    return Decimal(half_up(Fraction(part * 100, whole))) if whole else None


def planned_and_reached(evaluation: SelfEvaluation) -> tuple[PlannedReached, ...]:
    """A line a project, those furthest behind their plan first, and the sum of all last."""
    rows = sorted(
        map(_row, evaluation.projects), key=lambda row: (row.share is None, row.share or 0, row.code)
    )
    return (*rows, _sum(rows))


def _row(project: ProjectResult) -> PlannedReached:
    money, reached = project.budget.money, [is_reached(row) for row in project.indicators]
    return PlannedReached(
        project.facts.code,
        project.facts.name or project.facts.goal,
        money.initial_fen or 0,
        money.adjusted_fen or 0,
        money.executed_fen or 0,
        len(reached),
        reached.count(True),
        reached.count(False),
        reached.count(None),
        project.total,
        project.grade,
    )


def _sum(rows: Sequence[PlannedReached]) -> PlannedReached:
    names = ("initial_fen", "adjusted_fen", "executed_fen", "planned", "reached", "short", "unreported")
    return PlannedReached("", "合计", *(sum(getattr(row, name) for row in rows) for name in names))


def plan_comparison_json(evaluation: SelfEvaluation) -> dict[str, Any]:
    """The lines as one document; ``totals`` is the last of them."""
    *rows, totals = [_json(row) for row in planned_and_reached(evaluation)]
    facts = evaluation.facts
    return {
        "unit": facts.unit, "year": facts.year, "as_of": facts.as_of, "rules": evaluation.rules.key,
        "projects": rows, "totals": totals, "log": {"position": facts.log_position, "hash": facts.log_hash},
    }  # fmt: skip


def _json(row: PlannedReached) -> dict[str, Any]:
    return {
        "code": row.code or None,
        "name": row.name,
        "initial": yuan(row.initial_fen),
        "adjusted": yuan(row.adjusted_fen),
        "executed": yuan(row.executed_fen),
        "rate": None if row.rate is None else str(row.rate),
        "indicators": {
            "planned": row.planned,
            "reached": row.reached,
            "short": row.short,
            "unreported": row.unreported,
        },
        "reached_share": None if row.share is None else str(row.share),
        "total": None if row.total is None else str(row.total),
        "grade": row.grade or None,
    }


def write_plan_comparison(evaluation: SelfEvaluation, directory: Path) -> Path:
    """Write ``comparison.xlsx``: one sheet, a line a project."""
    directory.mkdir(parents=True, exist_ok=True)
    path, facts = directory / FILE_NAME, evaluation.facts
    rows = planned_and_reached(evaluation)
    with Book(path, title="计划与完成对照表", author=facts.name) as book:
        sheet = book.sheet("计划与完成", _WIDTHS, landscape=True)
        sheet.text(
            0, 0, f"{facts.year}年度计划与完成对照表（截至 {facts.as_of}）", TITLE, to_column=len(_HEADS) - 1
        )
        for column, head in enumerate(_HEADS):
            sheet.text(1, column, head, LABEL)
        sheet.height(1, 30)
        for number, row in enumerate(rows, start=2):
            _write_row(sheet, number, row)
        sheet.raw.freeze_panes(2, 2)
        sheet.raw.repeat_rows(1)
        sheet.finish(header="", footer="&R第&P页 共&N页", protect=False, last_row=1 + len(rows))
    return path


def _write_row(sheet: Sheet, number: int, row: PlannedReached) -> None:
    sheet.text(number, 0, row.code)
    sheet.text(number, 1, row.name, LEFT)
    sheet.height(number, max(18, needed_height(((row.name, _WIDTHS[1]),))))
    for column, fen in enumerate((row.initial_fen, row.adjusted_fen, row.executed_fen), start=2):
        sheet.number(number, column, wan_decimal(fen), AMOUNT)
    for column, share in ((5, row.rate), (10, row.share)):
        sheet.number(number, column, None if share is None else share / HUNDRED, RATE)
    for column, count in enumerate((row.planned, row.reached, row.short, row.unreported), start=6):
        sheet.number(number, column, count, BODY)
    sheet.number(number, 11, row.total, POINTS)
    sheet.text(number, 12, row.grade)
