"""Closing and reopening, acknowledging alerts, choosing measures, accepting findings."""

from __future__ import annotations

from difflib import get_close_matches

from events.envelope import NewEvent
from events.types.books import MonthClosed, MonthReopened, SettingChanged, YearClosed, YearReopened
from events.types.oversight import AlertAcknowledged, AlertHandedOver
from events.types.plan import FindingAccepted, IndicatorMeasureChosen
from events.values import InvalidValue, parse_month
from tracker.deadlines import read_deadline
from tracker.decisions.state import Refusal, State
from tracker.decisions.texts import clean, required
from tracker.projections.thresholds import ORDERED, THRESHOLDS, in_force
from tracker.requests import (
    AcceptFinding,
    AcknowledgeAlert,
    ChangeSetting,
    ChooseMeasure,
    CloseMonth,
    CloseYear,
    HandOverAlert,
    ReopenMonth,
    ReopenYear,
)


def close_month(state: State, request: CloseMonth) -> NewEvent:
    """A month is closed once; nothing is recorded in it any more."""
    month = _month(state, request.month)
    if month in state.view.closed_months:
        raise Refusal("month_closed_already", month=month)
    return NewEvent(MonthClosed(month, clean(request.note, "note")), state.today)


def reopen_month(state: State, request: ReopenMonth) -> NewEvent:
    """Only a closed month can be opened again."""
    month = _month(state, request.month)
    if month not in state.view.closed_months:
        raise Refusal("month_not_closed", month=month)
    return NewEvent(MonthReopened(month, required(request.reason, "reason")), state.today)


def _month(state: State, month: str) -> str:
    try:
        parse_month(month)
    except InvalidValue as error:
        raise Refusal("period_unreadable", period=month, year=state.view.year) from error
    if not month.startswith(f"{state.view.year}-"):
        raise Refusal("period_outside_year", period=month, year=state.view.year)
    return month


def close_year(state: State, request: CloseYear) -> NewEvent:
    """The year is closed once."""
    if state.view.year_closed:
        raise Refusal("year_closed_already", year=state.view.year)
    return NewEvent(YearClosed(clean(request.note, "note")), state.today)


def reopen_year(state: State, request: ReopenYear) -> NewEvent:
    """Only a closed year can be opened again."""
    if not state.view.year_closed:
        raise Refusal("year_not_closed", year=state.view.year)
    return NewEvent(YearReopened(required(request.reason, "reason")), state.today)


def acknowledge(state: State, request: AcknowledgeAlert) -> NewEvent:
    """Only an open alert can be acknowledged."""
    alert = _open_alert(state, request.alert)
    return NewEvent(AlertAcknowledged(alert, required(request.note, "note")), state.today)


def hand_over(state: State, request: HandOverAlert) -> NewEvent:
    """Only an open alert can be given to somebody, and not to the one who has it."""
    alert, to = _open_alert(state, request.alert), required(request.to, "to")
    if state.view.alerts[alert].handed_to == to:
        raise Refusal("alert_handed_already", alert=alert, to=to)
    return NewEvent(AlertHandedOver(alert=alert, to=to, note=clean(request.note, "note")), state.today)


def _open_alert(state: State, name: str) -> str:
    alert = state.view.alerts.get(name)
    if alert is None:
        raise Refusal("unknown_alert", alert=name)
    if alert.closed_on is not None:
        raise Refusal("alert_closed", alert=name, on=alert.closed_on)
    return alert.id


def choose_measure(state: State, request: ChooseMeasure) -> NewEvent:
    """Where an indicator's value comes from; what is not said stays as it is."""
    measure = state.measure(request.indicator)
    if measure.code not in state.view.plan.indicators:
        raise Refusal("department_indicator_fixed", indicator=measure.code)
    source = request.source or measure.source
    if (source == "band") != (measure.target.comparator is None):
        raise Refusal("source_against_target", indicator=measure.code, source=source)
    deadline = read_deadline(request.deadline) if request.deadline is not None else measure.deadline
    if request.deadline is not None and deadline is None:
        raise Refusal("deadline_unreadable", deadline=request.deadline)
    fact = IndicatorMeasureChosen(
        indicator=measure.code,
        source=source,
        period=request.period or measure.period,
        rollup=request.rollup or measure.rollup,
        deadline=deadline,
    )
    return NewEvent(fact, state.day_in_year())


def accept_finding(state: State, request: AcceptFinding) -> NewEvent:
    """A finding is accepted for a reason."""
    fact = FindingAccepted(request.code, request.subject, required(request.note, "note"))
    return NewEvent(fact, state.day_in_year())


def change_setting(state: State, request: ChangeSetting) -> NewEvent:
    """A known setting gets another figure within its range; pairs of thresholds stay in order."""
    name = request.name.strip().lower().replace("-", "_")
    if name not in THRESHOLDS:
        nearest = get_close_matches(name, THRESHOLDS, n=1)
        raise Refusal("unknown_setting", name=request.name, nearest=nearest[0] if nearest else None)
    threshold, before = THRESHOLDS[name], in_force(state.view, name)
    value = threshold.default if request.value is None else request.value
    if not threshold.low <= value <= threshold.high:
        raise Refusal("setting_out_of_range", name=name, value=value, low=threshold.low, high=threshold.high)
    if value == before:
        raise Refusal("setting_unchanged", name=name, value=value)
    _require_order(state, name, value)
    fact = SettingChanged(
        name=name,
        value=None if request.value is None else str(value),
        previous=str(before),
        reason=clean(request.reason, "reason"),
    )
    return NewEvent(fact, state.today)


def _require_order(state: State, name: str, value: int) -> None:
    for lower, upper in ORDERED:
        if name in (lower, upper):
            figures = {each: value if each == name else in_force(state.view, each) for each in (lower, upper)}
            if figures[lower] >= figures[upper]:
                raise Refusal("settings_crossed", lower=lower, upper=upper, value=figures[upper])
