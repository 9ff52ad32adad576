"""The plan as the log has it now, with what happened to its indicators and targets since it was adopted."""

from __future__ import annotations

from bisect import insort
from typing import TypeVar, assert_never

import msgspec

from events.envelope import RecordedEvent
from events.types.plan import (
    BudgetLinePlanned,
    BudgetLineWithdrawn,
    DepartmentIndicatorPlanned,
    FindingAccepted,
    IndicatorMeasureChosen,
    IndicatorPlanned,
    IndicatorRetired,
    IndicatorTargetChanged,
    PlanAdopted,
    PlanContradictionFound,
    ProjectPlanned,
    ProjectRetired,
    Target,
)
from events.values import owner_of
from tracker.plan.model import BudgetLine, DepartmentIndicator, Indicator, Plan, PlannedBudget, Project

Given = TypeVar("Given")


class PlanView(msgspec.Struct):
    """The plan in force: by code, in the order recorded; retired rows are kept apart, not lost.

    ``codes`` lists each project's indicators, sorted.
    """

    document: str | None = None
    sha256: str | None = None
    adopted_on: str | None = None
    adoptions: int = 0
    unit: str | None = None
    name: str | None = None
    year: int | None = None
    budget_lines: dict[int, BudgetLinePlanned] = {}
    department_indicators: dict[str, DepartmentIndicatorPlanned] = {}
    projects: dict[str, ProjectPlanned] = {}
    indicators: dict[str, IndicatorPlanned] = {}
    codes: dict[str, list[str]] = {}
    deadlines: dict[str, str] = {}
    retired_projects: dict[str, ProjectPlanned] = {}
    retired_indicators: dict[str, IndicatorPlanned] = {}
    accepted_findings: dict[str, str] = {}
    contradictions: list[PlanContradictionFound] = []

    def indicators_of(self, project: str) -> list[IndicatorPlanned]:
        """A project's indicators, by code."""
        return [self.indicators[code] for code in self.codes.get(project, ())]

    def target_of(self, indicator: str) -> Target | None:
        """The target of a project's or a department goal's indicator, or None where there is no such code."""
        row = self.indicators.get(indicator) or self.department_indicators.get(indicator)
        return row.target if row else None


PlanFact = (
    PlanAdopted
    | BudgetLinePlanned
    | BudgetLineWithdrawn
    | DepartmentIndicatorPlanned
    | ProjectPlanned
    | ProjectRetired
    | IndicatorPlanned
    | IndicatorTargetChanged
    | IndicatorMeasureChosen
    | IndicatorRetired
    | FindingAccepted
    | PlanContradictionFound
)


def take_plan(plan: PlanView, event: RecordedEvent, fact: PlanFact) -> None:
    """Take an event about the plan into the view of it."""
    match fact:
        case PlanAdopted():
            plan.document, plan.sha256, plan.adopted_on = fact.document, fact.sha256, event.occurred_on
            plan.adoptions += 1
            plan.unit, plan.name, plan.year = fact.unit, fact.name, fact.year
            plan.contradictions.clear()
        case BudgetLinePlanned():
            plan.budget_lines[fact.number] = fact
        case BudgetLineWithdrawn():
            plan.budget_lines.pop(fact.number, None)
        case DepartmentIndicatorPlanned():
            plan.department_indicators[fact.indicator] = fact
        case ProjectPlanned():
            plan.projects[fact.project] = fact
            plan.retired_projects.pop(fact.project, None)
        case ProjectRetired():
            if (project := plan.projects.pop(fact.project, None)) is not None:
                plan.retired_projects[fact.project] = project
        case IndicatorPlanned():
            _plan_indicator(plan, fact)
        case IndicatorTargetChanged():
            _change_target(plan, fact)
        case IndicatorMeasureChosen():
            _choose_measure(plan, fact)
        case IndicatorRetired():
            _retire_indicator(plan, fact.indicator)
        case PlanContradictionFound():
            plan.contradictions.append(fact)
        case FindingAccepted():
            plan.accepted_findings[f"{fact.code}@{fact.subject}"] = fact.note
        case _:
            assert_never(fact)


def _plan_indicator(view: PlanView, fact: IndicatorPlanned) -> None:
    """Put a row of a project's table in force."""
    codes = view.codes.setdefault(owner_of(fact.indicator), [])
    if fact.indicator not in view.indicators:
        insort(codes, fact.indicator)
    view.indicators[fact.indicator] = fact
    view.retired_indicators.pop(fact.indicator, None)


def _retire_indicator(view: PlanView, code: str) -> None:
    """Take a row out of force and keep it apart."""
    view.department_indicators.pop(code, None)
    if (row := view.indicators.pop(code, None)) is not None:
        view.codes[owner_of(code)].remove(code)
        view.retired_indicators[code] = row


def _change_target(view: PlanView, fact: IndicatorTargetChanged) -> None:
    """Put another target in force."""
    if (row := view.indicators.get(fact.indicator)) is not None:
        view.indicators[fact.indicator] = msgspec.structs.replace(row, target=fact.target)
    elif (goal := view.department_indicators.get(fact.indicator)) is not None:
        view.department_indicators[fact.indicator] = msgspec.structs.replace(goal, target=fact.target)


def _choose_measure(view: PlanView, fact: IndicatorMeasureChosen) -> None:
    """Confirm or change where an indicator's value comes from."""
    if (row := view.indicators.get(fact.indicator)) is not None:
        view.indicators[fact.indicator] = msgspec.structs.replace(
            row, source=fact.source, period=fact.period, rollup=fact.rollup, confirmed=True
        )
    if fact.deadline == "default":
        view.deadlines.pop(fact.indicator, None)
    elif fact.deadline is not None:
        view.deadlines[fact.indicator] = fact.deadline


def as_plan(view: PlanView, *, unit: str, name: str, year: int) -> Plan:
    """The plan in force as a value, in the shape readers produce; what its document does not say of itself is given."""
    return Plan(
        unit=view.unit or unit,
        name=view.name or name,
        year=view.year or year,
        budget_lines=tuple(_budget_line(line) for _, line in sorted(view.budget_lines.items())),
        department_indicators=tuple(
            DepartmentIndicator(row.indicator, row.goal, row.name, row.target, row.where)
            for row in view.department_indicators.values()
        ),
        projects=tuple(_project(view, row) for _, row in sorted(view.projects.items())),
    )


def _budget_line(line: BudgetLinePlanned) -> BudgetLine:
    return BudgetLine(line.name, line.amount_fen, line.corrected_fen, line.where)


def _project(view: PlanView, row: ProjectPlanned) -> Project:
    budget = None
    if row.total_fen is not None:
        budget = PlannedBudget(row.total_fen, row.fiscal_fen, row.other_fen)
    return Project(
        code=row.project,
        name=row.name,
        goal=row.goal,
        budget=budget,
        indicators=tuple(_indicator(indicator) for indicator in view.indicators_of(row.project)),
        where=row.where,
        finance_code=_given(row.finance_code),
        spending_plan=_given(row.spending_plan),
    )


def _given(value: Given | msgspec.UnsetType) -> Given | None:
    return None if isinstance(value, msgspec.UnsetType) else value


def _indicator(row: IndicatorPlanned) -> Indicator:
    fields = {name: getattr(row, name) for name in Indicator.__struct_fields__ if name != "code"}
    return Indicator(code=row.indicator, **fields)
