"""A plan becoming events: the whole of it when it is adopted, only what changed when it is revised."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from events.catalogue import Fact
from events.types.plan import (
    BudgetLinePlanned,
    BudgetLineWithdrawn,
    ContradictionPlace,
    DepartmentIndicatorPlanned,
    IndicatorPlanned,
    IndicatorRetired,
    IndicatorTargetChanged,
    PlanAdopted,
    PlanContradictionFound,
    ProjectPlanned,
    ProjectRetired,
)
from tracker.plan.model import BudgetLine, Finding, Indicator, Plan, Project


def adoption_facts(
    plan: Plan, contradictions: tuple[Finding, ...], *, document: str, sha256: str, current: Plan | None
) -> list[Fact]:
    """The facts that bring a ledger from its current plan (None: no plan yet) to this one."""
    adopted = PlanAdopted(
        document=document,
        sha256=sha256,
        projects=len(plan.projects),
        indicators=sum(1 for _ in plan.indicators()),
        department_indicators=len(plan.department_indicators),
        revision=current is not None,
        unit=plan.unit,
        name=plan.name,
        year=plan.year,
    )
    found = [_contradiction(finding) for finding in contradictions]
    return [adopted, *_changes(current or Plan(), plan, document), *found]


def _changes(old: Plan, new: Plan, document: str) -> Iterator[Fact]:
    yield from _budget_line_changes(old, new)
    yield from _department_changes(old, new)
    before = {project.code: project for project in old.projects}
    after = {project.code: project for project in new.projects}
    for code in before.keys() - after.keys():
        yield from (IndicatorRetired(row.code) for row in before[code].indicators)
        yield ProjectRetired(code)
    for project in new.projects:
        yield from _project_changes(before.get(project.code), project, document)


def _budget_line_changes(old: Plan, new: Plan) -> Iterator[Fact]:
    for number, line in enumerate(new.budget_lines, 1):
        known = old.budget_lines[number - 1] if number <= len(old.budget_lines) else None
        if known is None or _content(known) != _content(line):
            yield BudgetLinePlanned(number, line.name, line.amount_fen, line.corrected_fen, line.where)
    for number in range(len(new.budget_lines) + 1, len(old.budget_lines) + 1):
        yield BudgetLineWithdrawn(number)


def _content(line: BudgetLine) -> tuple[object, ...]:
    return line.name, line.amount_fen, line.corrected_fen


def _department_changes(old: Plan, new: Plan) -> Iterator[Fact]:
    before = {item.code: item for item in old.department_indicators}
    for item in new.department_indicators:
        known = before.pop(item.code, None)
        if known is None or (known.goal, known.name, known.target) != (item.goal, item.name, item.target):
            yield DepartmentIndicatorPlanned(item.code, item.goal, item.name, item.target, item.where)
    yield from (IndicatorRetired(code) for code in before)


def _project_changes(old: Project | None, new: Project, document: str) -> Iterator[Fact]:
    if old is None or _head(old) != _head(new):
        budget = new.budget
        yield ProjectPlanned(
            project=new.code,
            name=new.name,
            goal=new.goal,
            total_fen=budget.total_fen if budget else None,
            fiscal_fen=budget.fiscal_fen if budget else None,
            other_fen=budget.other_fen if budget else None,
            where=new.where,
            finance_code=new.finance_code or msgspec.UNSET,
            spending_plan=new.spending_plan or msgspec.UNSET,
        )
    before = {row.code: row for row in old.indicators} if old else {}
    for row in new.indicators:
        yield from _indicator_changes(before.pop(row.code, None), row, document)
    yield from (IndicatorRetired(code) for code in before)


def _head(project: Project) -> tuple[object, ...]:
    return project.name, project.goal, project.budget, project.finance_code, project.spending_plan


def _indicator_changes(old: Indicator | None, new: Indicator, document: str) -> Iterator[Fact]:
    if old is not None and _wording(old) == _wording(new):
        if old.target != new.target:
            yield IndicatorTargetChanged(new.code, new.target, document)
        return
    fields = {name: getattr(new, name) for name in Indicator.__struct_fields__ if name != "code"}
    if old is not None and (old.confirmed or _same_row(old, new)):
        fields |= {
            "source": old.source,
            "period": old.period,
            "rollup": old.rollup,
            "confirmed": old.confirmed,
        }
    yield IndicatorPlanned(indicator=new.code, **fields)


def _wording(row: Indicator) -> tuple[object, ...]:
    return row.level1, row.level2, row.level3, row.definition, row.basis, row.weight


def _same_row(old: Indicator, new: Indicator) -> bool:
    """Whether only the wording around a row changed, so that what was chosen for it stays good."""
    return (old.level3, old.target) == (new.level3, new.target)


def _contradiction(finding: Finding) -> PlanContradictionFound:
    places = tuple(ContradictionPlace(**msgspec.structs.asdict(place)) for place in finding.where)
    return PlanContradictionFound(
        code=finding.code,
        kind=finding.kind,
        severity=finding.severity,
        message=finding.message,
        message_en=finding.message_en,
        where=places,
    )


def is_same_plan(current: Plan, plan: Plan) -> bool:
    """Whether a ledger has this plan already, whatever has been chosen since about where values come from."""
    return not list(_changes(current, plan, ""))
