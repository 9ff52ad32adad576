"""实际完成情况 and other sentences of a form, put together from its figures alone; nothing is invented."""

from __future__ import annotations

from fractions import Fraction

from tracker.forms.display import wan_text
from tracker.forms.selfevaluation import IndicatorResult, ProjectResult
from tracker.rules.scoring import is_met


def is_reached(row: IndicatorResult) -> bool | None:
    """Whether the row's target was reached; None while nothing was reported."""
    actual, target = row.facts.actual, row.facts.target
    if actual is None:
        return None
    if actual.band is not None:
        return actual.band == "met"
    if actual.value is None or target.value is None:
        return None
    return is_met(target.comparator or "=", Fraction(target.value), actual.value)


def completion_text(project: ProjectResult) -> str:
    """What people typed, or the facts in a sentence: money, indicators reached, short and unreported."""
    if project.facts.completion:
        return project.facts.completion
    return _money_sentence(project) + _indicator_sentence(project)


def _money_sentence(project: ProjectResult) -> str:
    money = project.budget.money
    if project.budget.rate is None:
        return f"全年执行{wan_text(money.executed_fen or 0)}万元。"
    return (
        f"全年预算{wan_text(money.adjusted_fen)}万元，执行{wan_text(money.executed_fen)}万元，"
        f"执行率{project.budget.rate}%。"
    )


def _indicator_sentence(project: ProjectResult) -> str:
    if not project.indicators:
        return ""
    reached = [is_reached(row) for row in project.indicators]
    text = f"绩效指标{len(reached)}项，达到{sum(each is True for each in reached)}项"
    short = [row.facts.level3 for row, each in zip(project.indicators, reached, strict=True) if each is False]
    if short:
        text += f"，未达到{len(short)}项（{'、'.join(short)}）"
    if None in reached:
        text += f"，尚未填报{reached.count(None)}项"
    return f"{text}。"
