"""Payment lists and bank results: dates within open books, and never more paid than the project has."""

from __future__ import annotations

from fractions import Fraction

from events.envelope import NewEvent
from events.subjects import late_reason_of
from events.types.rosters import RosterImported, RosterResultRecorded
from events.values import month_of
from tracker.decisions.money import require_balance
from tracker.decisions.state import Notice, Refusal, State
from tracker.money import FEN_PER_YUAN
from tracker.projections.actuals import Measure, goal_of, measure_of


def check_list(state: State, event: NewEvent) -> None:
    """A list is due in its month, within the year, in a month that is not closed."""
    fact = event.fact
    assert isinstance(fact, RosterImported)
    late = late_reason_of(fact)
    state.day(fact.due_on, late_reason=late)
    state.day(event.occurred_on, late_reason=late)
    if month_of(fact.due_on) != fact.month:
        raise Refusal("due_outside_month", due_on=fact.due_on, month=fact.month)


def check_result(state: State, event: NewEvent) -> list[Notice]:
    """A result's dates lie in open books, and what it pays keeps within the project's appropriation."""
    fact = event.fact
    assert isinstance(fact, RosterResultRecorded)
    for day in sorted(dates_of(fact)):
        state.day(day, late_reason=late_reason_of(fact))
    needed = net_of(fact)
    require_balance(state, fact.project, needed, "over_balance")
    return _spending_notices(state, fact.project, needed)


def dates_of(fact: RosterResultRecorded) -> set[str]:
    """Every day on which money left or came back."""
    return {part.on for part in fact.paid} | {part.on for part in fact.returned}


def net_of(fact: RosterResultRecorded) -> int:
    """What left and did not come back, in fen."""
    return sum(part.amount_fen for part in fact.paid) - sum(part.amount_fen for part in fact.returned)


def per_person_standards(state: State, project: str) -> list[Measure]:
    """The project's indicators that set how much a person may or must get."""
    rows = state.view.plan.indicators_of(project)
    measures = (measure_of(state.view, row.indicator) for row in rows)
    return [
        m for m in measures if m is not None and m.source == "per_person" and m.target.comparator is not None
    ]


def _spending_notices(state: State, project: str, needed_fen: int) -> list[Notice]:
    notices = []
    for row in state.view.plan.indicators_of(project):
        measure = measure_of(state.view, row.indicator)
        if measure is None or measure.source != "spending" or measure.target.comparator not in ("<=", "<"):
            continue
        value = Fraction(state.view.money_of(project).disbursed + needed_fen, FEN_PER_YUAN)
        if value > goal_of(measure.target):
            facts = {"indicator": row.indicator, "name": row.level3, "target": row.target, "value": value}
            notices.append(Notice("cost_ceiling", facts))
    return notices
