"""What a form is made of: plain facts taken from the projections, before any scoring.

Every figure comes with the references of the events it is made of, so that a form can be traced.
Money is integer fen; actual values are exact fractions; texts are as people typed them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from events.types.indicators import Band, Cause, Likelihood
from events.types.plan import Rollup, Target
from events.values import DEPARTMENT

FundingSource = Literal["fiscal", "carryover", "other"]
Counted = Literal["people", "fen", "per_person", "number"]


@dataclass(frozen=True)
class EventRef:
    """One event a figure is made of."""

    position: int
    id: str
    type: str
    occurred_on: str
    """ISO date."""
    amount_fen: int | None = None
    people: int | None = None
    hash: str | None = None
    """Lower-case hex; the index sheet shows its beginning."""
    evidence: tuple[str, ...] = ()
    """Attached documents, as people named them or by content hash."""


@dataclass(frozen=True)
class MoneyFacts:
    """A project's money; None where nothing is known."""

    initial_fen: int | None
    """年初预算数."""
    adjusted_fen: int | None
    """全年预算数, after supplements, reductions, transfers and carryover."""
    executed_fen: int | None
    """全年执行数, net of returns."""


@dataclass(frozen=True)
class FundingFacts:
    """The same three figures for one source: 当年财政拨款, 上年结转资金 or 其他资金."""

    source: FundingSource
    money: MoneyFacts


@dataclass(frozen=True)
class ActualFacts:
    """An indicator's actual value: a figure in the target's unit, or a qualitative band."""

    value: Fraction | None = None
    """In the target's unit (98.67 for 98.67 %); None where a denominator is 0 or the value is a band."""
    unit: str | None = None
    numerator: Fraction | int | None = None
    denominator: Fraction | int | None = None
    counted: Counted = "number"
    """What numerator and denominator count; ``fen`` are shown as yuan, ``per_person`` is fen over people."""
    band: Band | None = None
    share: Decimal | None = None
    """Percentage of the weight given with the band."""


@dataclass(frozen=True)
class IndicatorFacts:
    """One row of the indicator table with what was reached and why it deviates."""

    code: str
    level1: str
    level2: str
    level3: str
    definition: str
    target: Target
    weight: Decimal | None = None
    """The plan's own weight, where it gives one."""
    actual: ActualFacts | None = None
    """None while nothing was reported."""
    events: tuple[EventRef, ...] = ()
    reason: str | None = None
    """偏差原因, as typed."""
    measure: str | None = None
    """改进措施, as typed."""
    cause: Cause | None = None
    """The class of the reason, as chosen; None lets the monitoring form propose one."""
    likelihood: Likelihood | None = None
    """Whether the target will be reached, as said; None lets the monitoring form propose it."""
    rollup: Rollup = "none"
    """How months make the year; a ``sum`` grows with it and is pro-rated in the monitoring form."""
    evidence: tuple[EventRef, ...] = ()
    """Documents attached to it, each as the event that attached it."""


@dataclass(frozen=True)
class ProjectFacts:
    """A project at the time of the form."""

    code: str
    name: str | None
    goal: str
    money: MoneyFacts
    indicators: tuple[IndicatorFacts, ...] = ()
    funding: tuple[FundingFacts, ...] = ()
    """By source, where the log tells them apart; empty prints the total alone."""
    money_events: tuple[EventRef, ...] = ()
    received_fen: int | None = None
    """资金到位数, where receipts are recorded."""
    spent_by_month: tuple[int, ...] = ()
    """Fen paid out net of returns in each month of the year, for the report's chart; empty leaves it out."""
    completion: str | None = None
    """实际完成情况 as typed; None lets the form say it from the figures."""
    execution_reason: str | None = None
    """Why the execution rate is low, where a rule set asks for it."""
    execution_measure: str | None = None
    evidence: tuple[EventRef, ...] = ()
    """Documents attached to its money."""


@dataclass(frozen=True)
class UnitFacts:
    """A unit's year, as of a date and at a position of the log."""

    unit: str
    name: str
    year: int
    as_of: str
    log_position: int
    log_hash: str
    projects: tuple[ProjectFacts, ...]
    authority: str | None = None
    """主管部门 where it is not the unit itself."""
    department: ProjectFacts | None = None
    """The department-wide form's facts, coded ``D``, its rows ``D1.02``; None without such rows."""


def department_facts(
    name: str, projects: Sequence[ProjectFacts], indicators: tuple[IndicatorFacts, ...], *, goal: str = "",
    reason: str | None = None, measure: str | None = None,
) -> ProjectFacts | None:  # fmt: skip
    """The whole department as one project: all projects' money, its own indicators; None without any."""
    if not indicators:
        return None
    return ProjectFacts(
        code=DEPARTMENT,
        name=name,
        goal=goal,
        money=sum_money([project.money for project in projects]),
        indicators=indicators,
        execution_reason=reason,
        execution_measure=measure,
    )


def sum_money(parts: Sequence[MoneyFacts]) -> MoneyFacts:
    """The sum of several projects' money; an unknown figure counts as nothing."""
    return MoneyFacts(
        sum(part.initial_fen or 0 for part in parts),
        sum(part.adjusted_fen or 0 for part in parts),
        sum(part.executed_fen or 0 for part in parts),
    )
