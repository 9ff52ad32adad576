"""The plan as a value: what a disclosure, a workbook or a JSON file says, before it becomes events.

Its outside shape is that of ``tracker plan show --json``; readers produce a :class:`Reading`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from events.types.plan import Period, Place, Rollup, Source, Target

Severity = Literal["error", "warning", "note"]
FindingKind = Literal[
    "arithmetic", "unit", "label", "comparator", "conflict", "direction", "headcount", "class", "duplicate",
    "missing_row", "proportion", "copied_row", "typo", "name_unit", "doubt",
]  # fmt: skip


class FindingPlace(msgspec.Struct, frozen=True):
    """One of the places a finding speaks of; ``subject`` is a project's or an indicator's code."""

    line: int | None = None
    end_line: int | None = None
    cell: str | None = None
    subject: str | None = None


class Finding(msgspec.Struct, frozen=True):
    """Something a document contradicts, or a reader's doubt about what it read.

    ``code`` is stable and specific (``increment_differs``); ``message`` in Chinese and ``message_en`` in
    English say what is there and what would be consistent.
    """

    code: str
    kind: FindingKind
    severity: Severity
    message: str
    message_en: str
    where: tuple[FindingPlace, ...] = ()


class BudgetLine(msgspec.Struct, frozen=True):
    """A figure of the department's budget: as printed, in fen, and what the other figures prove instead."""

    name: str
    amount_fen: int | None
    corrected_fen: int | None = None
    where: Place = Place()


class DepartmentIndicator(msgspec.Struct, frozen=True):
    """An indicator of a department-level goal, coded ``D<goal>.<nn>``; ``goal`` is the goal's own text."""

    code: str
    goal: str
    name: str
    target: Target
    where: Place = Place()


class PlannedBudget(msgspec.Struct, frozen=True):
    """A project's budget as the plan prints it, in fen; None where the document does not say."""

    total_fen: int
    fiscal_fen: int | None = None
    other_fen: int | None = None


class Indicator(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a project's indicator table. Levels are as printed (产出指标); weight is a decimal text."""

    code: str
    level1: str
    level2: str
    level3: str
    definition: str
    target: Target
    basis: str
    source: Source
    period: Period
    rollup: Rollup
    weight: str | None = None
    confirmed: bool = False
    confidence: int = 0
    where: Place = Place()


class Project(msgspec.Struct, frozen=True, kw_only=True):
    """A budget project with its goal and indicator table; what is not printed is None.

    ``code`` is the plan's own (``P01``), ``finance_code`` the one the finance bureau gave it (项目编码),
    ``spending_plan`` the percentages of :mod:`tracker.plan.spending` (资金支出计划).
    """

    code: str
    name: str | None
    goal: str
    budget: PlannedBudget | None = None
    finance_code: str | None = None
    spending_plan: tuple[str, ...] | None = None
    indicators: tuple[Indicator, ...] = ()
    where: Place = Place()


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A bureau's plan for one year. Projects are coded ``P01``… in document order."""

    unit: str | None = None
    name: str | None = None
    year: int | None = None
    budget_lines: tuple[BudgetLine, ...] = ()
    department_indicators: tuple[DepartmentIndicator, ...] = ()
    projects: tuple[Project, ...] = ()

    def indicators(self) -> Iterator[Indicator]:
        """Every indicator of every project, in document order."""
        for project in self.projects:
            yield from project.indicators


class Reading(msgspec.Struct, frozen=True):
    """What a reader made of a file: the plan, its doubts about it, and what the document itself contradicts.

    ``contradictions`` are those that need the document's sentences; the plan's own are found by ``check_plan``.
    """

    plan: Plan
    doubts: tuple[Finding, ...] = ()
    contradictions: tuple[Finding, ...] = ()
