"""Two evaluations side by side: the same year under two rule sets, this year against last, a form against its draft.

Projects and indicators are matched by code; across years, where codes were given anew, by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from tracker.forms.display import actual_text, target_text, wan_decimal
from tracker.forms.selfevaluation import IndicatorResult, ProjectResult, SelfEvaluation
from tracker.forms.sheet import AMOUNT, BODY, LABEL, LEFT, POINTS, TITLE, Book, Sheet, needed_height
from tracker.money import yuan

Match = Literal["code", "name"]
FILE_NAME = "comparison.xlsx"


@dataclass(frozen=True)
class ComparedIndicator:
    """An indicator on either side; None where one side does not have it."""

    before: IndicatorResult | None
    after: IndicatorResult | None

    @property
    def changed(self) -> bool:
        """Whether target, actual, weight or score differ."""
        return _figures(self.before) != _figures(self.after)


@dataclass(frozen=True)
class ComparedProject:
    """A project on either side, with its indicators."""

    before: ProjectResult | None
    after: ProjectResult | None
    indicators: tuple[ComparedIndicator, ...]

    @property
    def difference(self) -> Decimal | None:
        """Total after less total before; None where one side is missing."""
        return None if self.before is None or self.after is None else self.after.total - self.before.total


@dataclass(frozen=True)
class Comparison:
    """Two evaluations, project by project."""

    before: SelfEvaluation
    after: SelfEvaluation
    projects: tuple[ComparedProject, ...]


def compare(before: SelfEvaluation, after: SelfEvaluation, match: Match = "code") -> Comparison:
    """Match two evaluations project by project; by ``name`` across years whose codes differ."""
    older = {_project_key(each, match): each for each in before.projects}
    pairs = [(older.pop(_project_key(each, match), None), each) for each in after.projects]
    compared = [_project(old, new, match) for old, new in pairs]
    compared += [_project(old, None, match) for old in older.values()]
    return Comparison(before, after, tuple(compared))


def _project_key(project: ProjectResult, match: Match) -> str:
    return project.facts.code if match == "code" else project.facts.name or project.facts.goal


def _project(before: ProjectResult | None, after: ProjectResult | None, match: Match) -> ComparedProject:
    older = {_row_key(row, match): row for row in before.indicators} if before else {}
    rows = [
        ComparedIndicator(older.pop(_row_key(row, match), None), row)
        for row in (after.indicators if after else ())
    ]
    rows += [ComparedIndicator(row, None) for row in older.values()]
    return ComparedProject(before, after, tuple(rows))


def _row_key(row: IndicatorResult, match: Match) -> str:
    return row.facts.code if match == "code" else row.facts.level3


def _figures(row: IndicatorResult | None) -> tuple[object, ...] | None:
    if row is None:
        return None
    return target_text(row.facts.target), actual_text(row.facts.actual), row.weight, row.score


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """The comparison as one document; only indicators that differ are listed."""
    return {
        "before": _side(comparison.before),
        "after": _side(comparison.after),
        "projects": [
            {
                "code": (each.after or each.before).facts.code,  # type: ignore[union-attr]
                "name": (each.after or each.before).facts.name,  # type: ignore[union-attr]
                "before": _project_side(each.before),
                "after": _project_side(each.after),
                "difference": None if each.difference is None else str(each.difference),
                "indicators": [_indicator(row) for row in each.indicators if row.changed],
            }
            for each in comparison.projects
        ],
    }


def _side(evaluation: SelfEvaluation) -> dict[str, Any]:
    facts = evaluation.facts
    return {"unit": facts.unit, "year": facts.year, "as_of": facts.as_of, "rules": evaluation.rules.key,
            "log": {"position": facts.log_position, "hash": facts.log_hash}}  # fmt: skip


def _project_side(project: ProjectResult | None) -> dict[str, Any] | None:
    if project is None:
        return None
    money, budget = project.budget.money, project.budget
    return {
        "adjusted": None if money.adjusted_fen is None else yuan(money.adjusted_fen),
        "executed": None if money.executed_fen is None else yuan(money.executed_fen),
        "rate": None if budget.rate is None else str(budget.rate),
        "total": str(project.total),
        "grade": project.grade,
    }


def _indicator(row: ComparedIndicator) -> dict[str, Any]:
    one = row.after or row.before
    assert one is not None, "a compared indicator has at least one side"
    return {"code": one.facts.code, "level3": one.facts.level3, "before": _row_side(row.before),
            "after": _row_side(row.after)}  # fmt: skip


def _row_side(row: IndicatorResult | None) -> dict[str, str] | None:
    if row is None:
        return None
    target, actual = target_text(row.facts.target), actual_text(row.facts.actual)
    return {"target": target, "actual": actual, "weight": str(row.weight), "score": str(row.score)}


def write_comparison(comparison: Comparison, directory: Path) -> Path:
    """Write ``comparison.xlsx``: totals side by side, and the indicators that differ."""
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / FILE_NAME
    with Book(path, title="绩效自评对照表", author=comparison.after.facts.name) as book:
        _write_totals(book, comparison)
        _write_differences(book, comparison)
    return path


def _names(comparison: Comparison) -> tuple[str, str]:
    sides = (comparison.before, comparison.after)
    one, other = (f"{each.facts.year}年 {each.rules.key}\n截至 {each.facts.as_of}" for each in sides)
    return one, other


def _heads(sheet: Sheet, title: str, heads: tuple[str, ...]) -> None:
    sheet.text(0, 0, title, TITLE, to_column=len(heads) - 1)
    sheet.height(0, 26)
    for column, head in enumerate(heads):
        sheet.text(1, column, head, LABEL)
    sheet.height(1, 54)
    sheet.raw.freeze_panes(2, 0)
    sheet.raw.repeat_rows(1)


def _write_totals(book: Book, comparison: Comparison) -> None:
    one, other = _names(comparison)
    heads = ("编码", "项目", f"执行数（万元）\n{one}", f"执行数（万元）\n{other}", f"总分\n{one}", f"总分\n{other}", "差",
             "等级")  # fmt: skip
    sheet = book.sheet("总分对照", (8.0, 34.0, 16.0, 16.0, 14.0, 14.0, 8.0, 9.0), landscape=True)
    _heads(sheet, "绩效自评对照表", heads)
    for row, each in enumerate(comparison.projects, start=2):
        known = each.after or each.before
        assert known is not None, "a compared project has at least one side"
        name = known.facts.name or known.facts.goal
        sheet.text(row, 0, known.facts.code)
        sheet.text(row, 1, name, LEFT)
        sheet.height(row, max(18, needed_height(((name, 34),))))
        for offset, side in enumerate((each.before, each.after)):
            fen = side.budget.money.executed_fen if side else None
            sheet.number(row, 2 + offset, wan_decimal(fen), AMOUNT)
            sheet.number(row, 4 + offset, side.total if side else None, POINTS)
        sheet.number(row, 6, each.difference, {**POINTS, "num_format": "+0.00;-0.00;0.00"})
        grades = [side.grade if side else "—" for side in (each.before, each.after)]
        sheet.text(row, 7, grades[0] if grades[0] == grades[1] else "→".join(grades))
    sheet.finish(header="", footer="&R第&P页 共&N页", protect=False, last_row=1 + len(comparison.projects))


def _write_differences(book: Book, comparison: Comparison) -> None:
    one, other = _names(comparison)
    heads = ("编码", "三级指标", f"指标值\n{one}", f"指标值\n{other}", f"实际完成值\n{one}", f"实际完成值\n{other}",
             f"分值\n{one}", f"分值\n{other}", f"得分\n{one}", f"得分\n{other}")  # fmt: skip
    sheet = book.sheet("指标差异", (9.0, 24.0, *(13.0,) * 8), landscape=True)
    _heads(sheet, "有差异的指标", heads)
    row = 1
    for each in (indicator for project in comparison.projects for indicator in project.indicators):
        known = each.after or each.before
        if known is None or not each.changed:
            continue
        row += 1
        sheet.text(row, 0, known.facts.code)
        sheet.text(row, 1, known.facts.level3, LEFT)
        for offset, side in enumerate((each.before, each.after)):
            sheet.text(row, 2 + offset, target_text(side.facts.target) if side else "—")
            sheet.text(row, 4 + offset, actual_text(side.facts.actual) if side else "—", BODY)
            sheet.number(row, 6 + offset, side.weight if side else None, POINTS)
            sheet.number(row, 8 + offset, side.score if side else None, POINTS)
    sheet.finish(header="", footer="&R第&P页 共&N页", protect=False, last_row=row)
