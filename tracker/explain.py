"""Any figure shown, traced to the events it is made of.

The events are not a second calculation's guess: folding the plan and nothing but the events listed gives the
same figure again, which is asserted each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Literal

from events.catalogue import Fact, decode_raw
from events.envelope import RecordedEvent
from events.store import LogReader
from events.types.books import RuleSetChosen
from events.types.budget import AppropriationRecorded, ReceiptRecorded
from events.types.corrections import EventReversed
from events.types.indicators import MeasurementRecorded
from events.types.payments import DisbursementRecorded, ReturnRecorded
from events.types.plan import (
    DepartmentIndicatorPlanned,
    IndicatorMeasureChosen,
    IndicatorPlanned,
    IndicatorTargetChanged,
)
from events.types.rosters import RosterImported, RosterResultRecorded
from events.values import month_of
from tracker.explained import ExplainedEvent, ExplainedFigure, ExplainedPart
from tracker.projections.actuals import (
    Actual,
    Measure,
    is_computed,
    month_actual,
    rolled_up_entries,
    typed_beside,
    year_actual,
)
from tracker.projections.folding import as_known_on, fold
from tracker.projections.ledger_view import LedgerView
from tracker.projections.positions import ProjectMoney

Contributes = Callable[[Fact, str], bool]
"""Whether a fact that took effect on a date is part of a figure."""

PAYMENTS = (DisbursementRecorded, ReturnRecorded, RosterResultRecorded)

MoneyFigure = Literal["execution", "appropriated", "received", "disbursed", "balance"]
"""What is known of a project's money, and of all projects' together."""

MONEY_FACTS: Mapping[MoneyFigure, tuple[type, ...]] = {
    "execution": (*PAYMENTS, AppropriationRecorded),
    "appropriated": (AppropriationRecorded,),
    "received": (ReceiptRecorded,),
    "disbursed": PAYMENTS,
    "balance": (*PAYMENTS, AppropriationRecorded),
}
TOTAL = "total"
"""Stands for all projects together where a project's code might stand."""


def effective_about(
    log: LogReader, subject: str, *, as_of: str, known_at: str | None = None
) -> Sequence[RecordedEvent]:
    """The events about a subject that count as of a business date, as known at an instant (None: now)."""
    return [
        as_known_on(event, as_of)
        for event in log.about(subject)
        if event.occurred_on <= as_of
        and (known_at is None or event.recorded_at <= known_at)
        and not (isinstance(fact := event.fact, EventReversed) and fact.original.occurred_on > as_of)
    ]


def explain_execution(
    view: LedgerView, project: str, period: str | None, about: Sequence[RecordedEvent]
) -> ExplainedFigure:
    """The execution rate of a project: disbursed net of returns over the adjusted appropriation."""
    return explain_money(view, project, "execution", period, about)


def explain_money(
    view: LedgerView, project: str, what: MoneyFigure, period: str | None, about: Sequence[RecordedEvent]
) -> ExplainedFigure:
    """One figure of a project's money, by the end of a month where one is given."""
    month = month_in(period)
    kept = _effective(about, lambda fact, on: isinstance(fact, MONEY_FACTS[what]) and _through(on, month))
    again, shown = (
        _money_figure([books.money_of(project)], what, month) for books in (fold(LedgerView(), kept), view)
    )
    assert again == shown, f"{what} of {project} is explained by its events"
    return ExplainedFigure(f"{project} {what}", period, shown, what, event_rows(kept))


def explain_total(
    view: LedgerView,
    what: MoneyFigure,
    period: str | None,
    about: Callable[[str], Sequence[RecordedEvent]] | None,
) -> ExplainedFigure:
    """One figure of all projects together, by project; with the events of each where ``about`` fetches them."""
    month = month_in(period)
    gone = {code: row for code, row in view.plan.retired_projects.items() if code in view.money}
    parts = tuple(
        ExplainedPart(code, row.name or row.goal[:20], _money_figure([view.money_of(code)], what, month))
        for code, row in sorted((view.plan.projects | gone).items())
    )
    events: dict[int, ExplainedEvent] = {}
    if about is not None:
        found = (explain_money(view, part.project, what, period, about(part.project)) for part in parts)
        events = {event.position: event for figure in found for event in figure.events}
    whole = _money_figure([view.money_of(part.project) for part in parts], what, month)
    rows = tuple(event for _, event in sorted(events.items()))
    return ExplainedFigure(f"{TOTAL} {what}", period, whole, what, rows, parts)


def _money_figure(projects: Sequence[ProjectMoney], what: MoneyFigure, month: str | None) -> Actual:
    """A figure of some projects' money: a rate with its parts, or an amount (in fen)."""
    disbursed, adjusted, received = (
        (sum(parts) for parts in zip(*(_sums(money, month) for money in projects), strict=True))
        if projects
        else (0, 0, 0)
    )
    if what == "execution":
        rate = Fraction(disbursed, adjusted) if adjusted else None
        return Actual(rate, Fraction(disbursed), Fraction(adjusted), "money")
    amounts = {
        "appropriated": adjusted, "received": received, "disbursed": disbursed, "balance": adjusted - disbursed
    }  # fmt: skip
    return Actual(Fraction(amounts[what]), kind="money")


def _sums(money: ProjectMoney, month: str | None) -> tuple[int, int, int]:
    """Disbursed net of returns, the adjusted appropriation, and received, in fen."""
    if month is None:
        return money.disbursed, money.adjusted, money.received
    return money.disbursed_through(month), money.appropriated_through(month), money.received_through(month)


def month_in(period: str | None) -> str | None:
    """The month a period is; None for a year, or where none is given."""
    return period if period is not None and len(period) == 7 else None


def explain_indicator(
    view: LedgerView, measure: Measure, period: str | None, about: Sequence[RecordedEvent]
) -> ExplainedFigure:
    """An indicator's actual for a month, or for the year so far where no month is given."""
    month = month_in(period)
    actual = month_actual(view, measure, month) if month else year_actual(view, measure)
    kept = _effective(about, _contributes(view, measure, month, actual))
    _require_same(view, measure, month, kept, actual)
    rule = measure.source if is_computed(view, measure, month) else _typed_rule(measure, actual)
    return ExplainedFigure(measure.code, period, actual, rule, event_rows(kept))


def _typed_rule(measure: Measure, actual: Actual | None) -> str:
    return f"typed_{measure.rollup}" if actual is not None else "nothing"


def _require_same(
    view: LedgerView,
    measure: Measure,
    month: str | None,
    kept: Sequence[RecordedEvent],
    actual: Actual | None,
) -> None:
    alone = LedgerView(unit=view.unit, name=view.name, year=view.year, plan=view.plan)
    fold(alone, kept)
    again = month_actual(alone, measure, month) if month else year_actual(alone, measure)
    parts = [(it.value, it.numerator, it.denominator, it.band) if it else None for it in (actual, again)]
    assert parts[0] == parts[1], f"{measure.code} is explained by its events"


def _contributes(view: LedgerView, measure: Measure, month: str | None, actual: Actual | None) -> Contributes:
    if actual is None:
        return lambda _fact, _on: False
    if not is_computed(view, measure, month):
        return _typed_contributes(view, measure, month, actual)
    return _computed_contributes(view, measure, month)


def _typed_contributes(view: LedgerView, measure: Measure, month: str | None, actual: Actual) -> Contributes:
    year = str(view.year)
    if month is not None:
        periods = {month}
    elif view.measurement(measure.code, year) is not None:
        periods = {year}
    elif actual.typed is not None:
        periods = {actual.typed.fact.period}
    else:
        periods = {entry.fact.period for entry in rolled_up_entries(view, measure)}
    return _measures(measure, periods)


def _measures(measure: Measure, periods: set[str]) -> Contributes:
    return lambda fact, _on: (
        isinstance(fact, MeasurementRecorded) and fact.indicator == measure.code and fact.period in periods
    )


def _typed_beside(view: LedgerView, measure: Measure, month: str | None) -> Contributes:
    typed = typed_beside(view, measure) if month is None else []
    return _measures(measure, {entry.fact.period for entry in typed})


def _computed_contributes(view: LedgerView, measure: Measure, month: str | None) -> Contributes:
    match measure.source:
        case "people_on_time":
            beside = _typed_beside(view, measure, month)
            return lambda fact, on: (_counts_people(fact) and _due_in(fact, month)) or beside(fact, on)
        case "amount_on_time":
            beside = _typed_beside(view, measure, month)
            return lambda fact, on: (
                (isinstance(fact, (*PAYMENTS, RosterImported)) and _due_in(fact, month)) or beside(fact, on)
            )
        case "per_person":
            months = sorted(key for key, due in view.money_of(measure.project).due.items() if due.people_paid)
            only = month or (months[-1] if months and measure.rollup == "latest" else None)
            return lambda fact, _on: _counts_people_paid(fact) and _due_in(fact, only)
        case "funds_arrival":
            return lambda fact, on: (
                isinstance(fact, AppropriationRecorded | ReceiptRecorded) and _through(on, month)
            )
        case "payment_rate":
            return lambda fact, on: (
                isinstance(fact, (*PAYMENTS, AppropriationRecorded)) and _through(on, month)
            )
        case _:
            return lambda fact, on: isinstance(fact, PAYMENTS) and _through(on, month)


def _counts_people(fact: Fact) -> bool:
    match fact:
        case DisbursementRecorded():
            return fact.people_due is not None or fact.people_paid is not None
        case ReturnRecorded():
            return fact.people is not None
        case _:
            return isinstance(fact, RosterImported | RosterResultRecorded)


def _counts_people_paid(fact: Fact) -> bool:
    match fact:
        case DisbursementRecorded():
            return fact.people_paid is not None
        case ReturnRecorded():
            return fact.people is not None
        case _:
            return isinstance(fact, RosterResultRecorded)


def _due_in(fact: Fact, month: str | None) -> bool:
    due_on = getattr(fact, "due_on", None)
    return due_on is not None and (month is None or month_of(due_on) == month)


def _through(on: str, month: str | None) -> bool:
    return month is None or month_of(on) <= month


def _effective(about: Iterable[RecordedEvent], contributes: Contributes) -> list[RecordedEvent]:
    """The events that count and the pairs that undo each other; of measurements, not what was superseded."""
    kept = [event for event in about if contributes(_bottom(event), event.occurred_on)]
    superseded = _superseded(kept)
    return [event for event in kept if event.id not in superseded]


def _superseded(kept: Sequence[RecordedEvent]) -> set[str]:
    """Measurements in force that a later one in force replaces for the same period."""
    undone: dict[str, bool] = {}
    for event in kept:
        if isinstance(fact := event.fact, EventReversed):
            undone[fact.original.id] = fact.effect == "undo"
    latest: dict[str, str] = {}
    standing = [
        event
        for event in kept
        if isinstance(event.fact, MeasurementRecorded) and not undone.get(event.id, False)
    ]
    for event in standing:
        assert isinstance(event.fact, MeasurementRecorded)
        latest[event.fact.period] = event.id
    return {event.id for event in standing} - set(latest.values())


def _bottom(event: RecordedEvent) -> Fact:
    fact = event.fact
    if isinstance(fact, EventReversed):
        return decode_raw(fact.original.type, fact.original.version, fact.original.payload)
    return fact


def event_rows(events: Iterable[RecordedEvent]) -> tuple[ExplainedEvent, ...]:
    """Events as they are listed."""
    return tuple(_row(event) for event in events)


def _row(event: RecordedEvent) -> ExplainedEvent:
    fact = event.fact
    sign = -1 if isinstance(fact, EventReversed) and fact.effect == "undo" else 1
    amount, people = amount_and_people(_bottom(event))
    return ExplainedEvent(
        event.position,
        event.id,
        event.type,
        event.occurred_on,
        None if amount is None else sign * amount,
        None if people is None else sign * people,
        event.hash,
        _subject(_bottom(event)),
    )


def _subject(fact: Fact) -> str:
    match fact:
        case (
            IndicatorPlanned()
            | DepartmentIndicatorPlanned()
            | IndicatorTargetChanged()
            | IndicatorMeasureChosen()
        ):
            return fact.indicator
        case MeasurementRecorded():
            return fact.period
        case RuleSetChosen():
            return fact.name
        case _:
            return ""


def amount_and_people(fact: Fact) -> tuple[int | None, int | None]:
    """The money (in fen) and the people a fact speaks of, where it does."""
    match fact:
        case DisbursementRecorded():
            return fact.amount_fen, fact.people_paid
        case ReturnRecorded():
            return fact.amount_fen, fact.people
        case AppropriationRecorded() | ReceiptRecorded():
            return fact.amount_fen, None
        case RosterImported():
            return fact.amount_due_fen, fact.people_due
        case RosterResultRecorded():
            paid = sum(part.amount_fen for part in fact.paid) - sum(part.amount_fen for part in fact.returned)
            return paid, sum(part.people for part in fact.paid) - sum(part.people for part in fact.returned)
        case _:
            return None, None
