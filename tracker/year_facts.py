"""A project's facts for the forms: the view's money and actuals, each with the events it is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from events.envelope import RecordedEvent
from events.types.indicators import MeasurementRecorded
from events.types.plan import Target
from events.values import DEPARTMENT
from tracker.explain import explain_execution, explain_indicator
from tracker.explained import ExplainedEvent
from tracker.forms.facts import (
    ActualFacts,
    Counted,
    EventRef,
    FundingFacts,
    FundingSource,
    IndicatorFacts,
    MoneyFacts,
    ProjectFacts,
    department_facts,
)
from tracker.projections.actuals import Actual, Measure, measure_of, year_actual
from tracker.projections.ledger_view import LedgerView
from tracker.projections.positions import ProjectMoney, SourceMoney

_FUNDING: dict[str, FundingSource] = {
    "general": "fiscal",
    "transfer_payment": "fiscal",
    "government_fund": "fiscal",
    "fiscal_account": "other",
    "own": "other",
}


def project_facts(view: LedgerView, code: str, about: Sequence[RecordedEvent] | None) -> ProjectFacts:
    """A project of the plan; the events about it, or None where no figure need name its events."""
    row = view.plan.projects[code]
    money, explanation = view.money_of(code), view.explanation(code)
    return ProjectFacts(
        code=code,
        name=row.name,
        goal=row.goal,
        money=_money(money, row.total_fen),
        indicators=tuple(
            indicator_facts(view, indicator.indicator, about) for indicator in view.plan.indicators_of(code)
        ),
        funding=_funding(money),
        money_events=_refs(explain_execution(view, code, None, about).events) if about is not None else (),
        execution_reason=explanation.fact.reason if explanation else None,
        execution_measure=explanation.fact.measure if explanation else None,
        evidence=_attached(view, code, about or ()),
        received_fen=money.received if money.sources else None,
        spent_by_month=_spent_by_month(money),
    )


def _spent_by_month(money: ProjectMoney) -> tuple[int, ...]:
    """Fen paid net of returns in each of the twelve months."""
    spent = {month[5:]: moved.disbursed - moved.returned for month, moved in money.months.items()}
    return tuple(spent.get(f"{number:02d}", 0) for number in range(1, 13))


def _money(money: ProjectMoney, planned_fen: int | None) -> MoneyFacts:
    if not money.sources:
        return MoneyFacts(planned_fen, None, 0)
    return MoneyFacts(money.initial, money.adjusted, money.disbursed)


def _funding(money: ProjectMoney) -> tuple[FundingFacts, ...]:
    groups: dict[FundingSource, list[SourceMoney]] = {}
    for name, source in money.sources.items():
        groups.setdefault(_FUNDING[name], []).append(source)
    told_apart = sum(source.disbursed for source in money.sources.values()) == money.disbursed
    carried = money.carryover
    only = next(iter(groups)) if len(groups) == 1 and not carried else None
    facts = []
    for name, sources in groups.items():
        adjusted = sum(source.appropriated - source.carryover for source in sources)
        executed = money.disbursed if only else sum(s.disbursed for s in sources) if told_apart else None
        initial = sum(source.initial for source in sources)
        facts.append(FundingFacts(name, MoneyFacts(initial, adjusted, None if carried else executed)))
    if carried:
        facts.append(FundingFacts("carryover", MoneyFacts(0, carried, None)))
    return tuple(facts)


def department_of(
    view: LedgerView,
    projects: Sequence[ProjectFacts],
    about: Callable[[str], Sequence[RecordedEvent] | None],
) -> ProjectFacts | None:
    """The department as a whole, with its own indicators; None where the plan has none."""
    rows = tuple(indicator_facts(view, code, about(code)) for code in view.plan.department_indicators)
    said = view.explanation(DEPARTMENT)
    reason, measure = (said.fact.reason, said.fact.measure) if said else (None, None)
    return department_facts(view.name, projects, rows, reason=reason, measure=measure)


def indicator_facts(view: LedgerView, code: str, about: Sequence[RecordedEvent] | None) -> IndicatorFacts:
    """An indicator of the plan, a project's or the department's; ``about`` as in :func:`project_facts`."""
    measure = measure_of(view, code)
    assert measure is not None, f"{code} is in the plan"
    actual, events = _figure(view, measure, about)
    row = view.plan.indicators.get(code)
    explanation = view.explanation(code)
    return IndicatorFacts(
        code=code,
        level1=row.level1 if row else "",
        level2=row.level2 if row else "",
        level3=measure.name,
        definition=row.definition if row else "",
        target=measure.target,
        weight=Decimal(row.weight) if row and row.weight else None,
        actual=actual_facts(actual, measure.target) if actual else None,
        events=events,
        reason=explanation.fact.reason if explanation else None,
        measure=explanation.fact.measure if explanation else None,
        cause=(explanation.fact.cause or None) if explanation else None,
        likelihood=(explanation.fact.likelihood or None) if explanation else None,
        rollup=measure.rollup,
        evidence=_attached(view, code, about or ()),
    )


def actual_facts(actual: Actual, target: Target) -> ActualFacts:
    """An actual as a form has it."""
    if actual.band is not None:
        return ActualFacts(
            unit=target.unit, band=actual.band, share=Decimal(actual.share) if actual.share else None
        )
    counted: dict[str, Counted] = {
        "people": "people", "money": "fen", "per_person": "per_person", "plain": "number",
    }  # fmt: skip
    return ActualFacts(
        value=actual.in_target_unit,
        unit=target.unit,
        numerator=_whole(actual.numerator),
        denominator=_whole(actual.denominator),
        counted=counted[actual.kind],
    )


def _whole(figure: Fraction | None) -> Fraction | int | None:
    return int(figure) if figure is not None and figure.denominator == 1 else figure


def _figure(
    view: LedgerView, measure: Measure, about: Sequence[RecordedEvent] | None
) -> tuple[Actual | None, tuple[EventRef, ...]]:
    """The year's actual so far and the events it is made of; none where nothing about it was read."""
    if about is None:
        return year_actual(view, measure), ()
    figure = explain_indicator(view, measure, None, about)
    return figure.actual, _refs(figure.events, _named(about))


def _refs(events: Sequence[ExplainedEvent], named: Mapping[str, str] | None = None) -> tuple[EventRef, ...]:
    return tuple(
        EventRef(
            e.position, e.id, e.type, e.occurred_on, e.amount_fen, e.people, e.hash,
            evidence=(named[e.id],) if named and e.id in named else (),
        )
        for e in events
    )  # fmt: skip


def _named(about: Sequence[RecordedEvent]) -> dict[str, str]:
    """What each measurement says it rests on, by the id of its event."""
    facts = [(event.id, event.fact) for event in about if event.type == "MeasurementRecorded"]
    return {id_: fact.evidence for id_, fact in facts
            if isinstance(fact, MeasurementRecorded) and fact.evidence}  # fmt: skip


def _attached(view: LedgerView, code: str, about: Sequence[RecordedEvent]) -> tuple[EventRef, ...]:
    """The documents attached to an indicator or to a project's money."""
    hashes = {event.position: event.hash for event in about}
    return tuple(
        EventRef(
            row.position, row.id, "EvidenceAttached", row.occurred_on, hash=hashes.get(row.position),
            evidence=(f"{row.fact.name}（{row.fact.sha256[:12]}）",),
        )
        for row in view.evidence.get(code, ())
    )  # fmt: skip
