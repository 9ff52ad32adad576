"""Points of a self-evaluation, traced: how they were worked out, and the events they are made of.

As with any figure, nothing but the events listed gives the same points again, which is asserted each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from events.envelope import RecordedEvent
from events.types.plan import (
    DepartmentIndicatorPlanned,
    IndicatorMeasureChosen,
    IndicatorPlanned,
    IndicatorTargetChanged,
)
from events.values import DEPARTMENT, is_project_code, owner_of
from tracker.explain import event_rows, explain_execution, explain_indicator, explain_total
from tracker.explained import ExplainedEvent, ExplainedFigure, ExplainedPart, Points, Step
from tracker.forms.facts import ProjectFacts
from tracker.forms.selfevaluation import IndicatorResult, ProjectResult, evaluate_project, weighable
from tracker.projections.actuals import Actual, measure_of, year_actual
from tracker.projections.folding import fold
from tracker.projections.ledger_view import LedgerView
from tracker.rules.rule_set import RuleSet
from tracker.rules.scoring import quantity_rule, total_score
from tracker.rules.weights import weight_source
from tracker.year_facts import department_of, project_facts

ScoreFigure = Literal["score", "execution_score"]
"""Points of an indicator or a project's total; points of a project's execution rate."""

About = Callable[[str], Sequence[RecordedEvent]]
"""The events that count about the owner of a code: a project's, or a department indicator's own and its planning."""

_PLANNING = IndicatorPlanned, DepartmentIndicatorPlanned, IndicatorTargetChanged, IndicatorMeasureChosen
_WEIGHING = IndicatorPlanned, DepartmentIndicatorPlanned


def explain_indicator_score(
    view: LedgerView, code: str, about: Sequence[RecordedEvent], rules: RuleSet
) -> ExplainedFigure:
    """The points of one indicator of the plan, a project's or the department's."""
    return _indicator_score(view, evaluate_project(_facts(view, owner_of(code)), rules), code, about, rules)


def explain_execution_score(view: LedgerView, owner: str, about: About, rules: RuleSet) -> ExplainedFigure:
    """The points of the execution rate of a project, or of all projects together for the department."""
    return _execution_score(view, evaluate_project(_facts(view, owner), rules), owner, about, rules)


def _indicator_score(
    view: LedgerView, result: ProjectResult, code: str, about: Sequence[RecordedEvent], rules: RuleSet
) -> ExplainedFigure:
    row, steps = _worked(view, result, code, rules)
    measure = measure_of(view, code)
    assert measure is not None, f"{code} is in the plan"
    figure = explain_indicator(view, measure, None, about)
    split = row.facts.weight is None
    siblings = {each.code for each in result.facts.indicators} if split else set()
    planned = _in_force(_planning(about, code, siblings))
    kept = {event.position: event for event in (*event_rows(planned), *figure.events)}
    _require_same(view, code, [event for event in about if event.position in kept], row, rules)
    return ExplainedFigure(
        f"{code} score", None, figure.actual, "score", _ordered(kept.values()),
        points=Points(row.score, row.weight), steps=steps,
    )  # fmt: skip


def _execution_score(
    view: LedgerView, result: ProjectResult, owner: str, about: About, rules: RuleSet
) -> ExplainedFigure:
    if owner == DEPARTMENT:
        figure = explain_total(view, "execution", None, about)
    else:
        figure = explain_execution(view, owner, None, about(owner))
    points = Points(result.budget.score, result.budget.weight)
    steps = tuple(_execution_steps(result, rules))
    return ExplainedFigure(
        f"{owner} execution_score", None, figure.actual, "score", figure.events, points=points, steps=steps
    )


def explain_total_score(view: LedgerView, owner: str, about: About | None, rules: RuleSet) -> ExplainedFigure:
    """A project's or the department's total, by the points of its execution rate and of every indicator.

    With the events of each where ``about`` fetches them.
    """
    result = evaluate_project(_facts(view, owner), rules)
    budget = result.budget
    paid, granted = (
        Fraction(fen or 0) for fen in (result.facts.money.executed_fen, result.facts.money.adjusted_fen)
    )
    rate = Actual(paid / granted if granted else None, paid, granted, "money")
    parts = (
        ExplainedPart(owner, "", rate, Points(budget.score, budget.weight)),
        *(
            ExplainedPart(
                row.facts.code, row.facts.level3, _actual(view, row.facts.code), Points(row.score, row.weight)
            )
            for row in result.indicators
        ),
    )
    events: dict[int, ExplainedEvent] = {}
    if about is not None:
        figures = [_execution_score(view, result, owner, about, rules)]
        codes = (row.facts.code for row in result.indicators)
        figures += [_indicator_score(view, result, code, about(code), rules) for code in codes]
        events = {event.position: event for figure in figures for event in figure.events}
    whole = sum((row.weight for row in result.indicators), budget.weight)
    return ExplainedFigure(
        f"{owner} score", None, None, "score_total", _ordered(events.values()), parts,
        Points(result.total, whole), tuple(_total_steps(result, rules)),
    )  # fmt: skip


def _facts(view: LedgerView, owner: str) -> ProjectFacts:
    """The facts of a project, or of the department; its goals' indicators are weighed together."""
    if is_project_code(owner):
        return project_facts(view, owner, None)
    projects = [project_facts(view, code, None) for code in view.plan.projects]
    department = department_of(view, projects, lambda _: None)
    assert department is not None, f"{owner} is in the plan"
    return department


def _worked(
    view: LedgerView, result: ProjectResult, code: str, rules: RuleSet
) -> tuple[IndicatorResult, tuple[Step, ...]]:
    indicators = result.facts.indicators
    at = next(index for index, each in enumerate(indicators) if each.code == code)
    row = result.indicators[at]
    source = weight_source([weighable(each) for each in indicators], at, rules)
    weight = Step(f"weight_{source.kind}",
                  {"weight": row.weight, "points": source.points, "among": source.among})  # fmt: skip
    return row, (
        *_row_steps(view, row, rules),
        weight,
        *_told(view, code),
        Step("rules", {"rules": rules}),
    )


def _row_steps(view: LedgerView, row: IndicatorResult, rules: RuleSet) -> Iterator[Step]:
    """How the points came about: the part of the weight that was earned, and what was taken off for too much."""
    facts, actual = row.facts, row.facts.actual
    known = {"target": facts.target, "points": row.score, "weight": row.weight}
    if actual is not None and actual.band is not None:
        share = actual.share if actual.share is not None else getattr(rules.bands, actual.band).default
        yield Step("band", known | {"band": actual.band, "share": share})
    elif actual is None or actual.value is None or facts.target.value is None:
        yield Step("unscored", known)
    else:
        comparator, goal = facts.target.comparator or "=", Fraction(facts.target.value)
        rule = quantity_rule(comparator, goal, actual.value, rules)
        yield Step(rule, known | {"actual": _actual(view, facts.code), "value": actual.value, "goal": goal})
        if row.overshoot and comparator != "=":
            yield Step("overshoot", {"deduction": rules.overshoot.deduction})


def _actual(view: LedgerView, code: str) -> Actual | None:
    measure = measure_of(view, code)
    return year_actual(view, measure) if measure is not None else None


def _told(view: LedgerView, code: str) -> Iterator[Step]:
    """What was said about it: it changes no points, and stands beside them on the form."""
    explanation = view.explanation(code)
    if explanation is not None:
        position = explanation.position
        yield Step("reason", {"reason": explanation.fact.reason, "position": position})
        if explanation.fact.measure:
            yield Step("measure", {"measure": explanation.fact.measure})


def _execution_steps(result: ProjectResult, rules: RuleSet) -> Iterator[Step]:
    money, budget = result.facts.money, result.budget
    known = {"points": budget.score, "weight": budget.weight}
    if budget.rate is None:
        yield Step("no_budget", known)
    else:
        yield Step("execution", known | {"disbursed": money.executed_fen, "adjusted": money.adjusted_fen})
    if budget.reason:
        yield Step("said", {"reason": budget.reason})
    yield Step("rules", {"rules": rules})


def _total_steps(result: ProjectResult, rules: RuleSet) -> Iterator[Step]:
    rows = tuple(row.score for row in result.indicators)
    plain = total_score(result.budget.score, rows)
    yield Step(
        "total", {"execution": result.budget.score, "indicators": sum(rows, Decimal(0)), "total": plain}
    )
    if result.total < plain:
        yield Step("capped", {"total": result.total, "rate": result.budget.rate or Decimal(0)})
    yield Step("grade", {"grade": result.grade})
    yield Step("rules", {"rules": rules})


def _planning(about: Sequence[RecordedEvent], code: str, siblings: set[str]) -> Iterator[RecordedEvent]:
    """What planned an indicator, and, where its weight is its part of a sum, those it shares it with."""
    for event in about:
        fact = event.fact
        own = isinstance(fact, _PLANNING) and fact.indicator == code
        if own or (isinstance(fact, _WEIGHING) and fact.indicator in siblings):
            yield event


def _in_force(planned: Iterator[RecordedEvent]) -> list[RecordedEvent]:
    """Of each kind of planning of an indicator the last; what came before a new planning is gone with it."""
    latest: dict[str, dict[str, RecordedEvent]] = {}
    for event in planned:
        fact = event.fact
        assert isinstance(fact, _PLANNING)
        kinds = latest.setdefault(fact.indicator, {})
        if isinstance(fact, _WEIGHING):
            kinds.clear()
        kinds[event.type] = event
    return sorted((each for kinds in latest.values() for each in kinds.values()), key=lambda it: it.position)


def _require_same(
    view: LedgerView, code: str, kept: Sequence[RecordedEvent], row: IndicatorResult, rules: RuleSet
) -> None:
    alone = LedgerView(unit=view.unit, name=view.name, year=view.year)
    alone.plan.projects = view.plan.projects
    fold(alone, kept)
    result = evaluate_project(_facts(alone, owner_of(code)), rules)
    again = next(each for each in result.indicators if each.facts.code == code)
    assert (again.score, again.weight) == (row.score, row.weight), f"the points of {code} are explained"


def _ordered(events: Iterable[ExplainedEvent]) -> tuple[ExplainedEvent, ...]:
    return tuple(sorted(events, key=lambda event: event.position))
