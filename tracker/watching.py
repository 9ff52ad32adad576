"""What a watch finds besides the monthly check: lights, ceilings, standards, deviations, deadlines that near.

Pure functions of the view and the day. A :class:`Concern` is a judgement about one subject; it opens an alert
once and keeps it open while it holds. Close to a threshold a concern only *lingers*: it keeps an alert open and
opens none, so that a figure that wavers about a threshold does not open and close it day after day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import msgspec

from events.envelope import NewEvent
from events.types.oversight import AlertClosed, AlertLevel, AlertOpened
from events.values import last_day_of, months_of
from tracker.clock import year_progress
from tracker.decisions.money import CATEGORY_LINES
from tracker.money import half_up
from tracker.projections.actuals import (
    Actual,
    Measure,
    goal_of,
    measure_of,
    month_actual,
    status_of,
    year_actual,
)
from tracker.projections.ledger_view import Alert, LedgerView
from tracker.projections.thresholds import in_force, share, used
from tracker.projections.timeliness import (
    is_timeliness,
    own_deadline,
    reporting_deadline,
    standing,
    timeliness_measures,
)
from tracker.ratios import decimal_text, holds
from tracker.rules.lights import budget_light, is_pro_rated, quality_light, quantity_light
from tracker.rules.rule_set import LightRule
from tracker.working_calendar import working_days_until

_RANK: dict[str, int] = {"info": 0, "warning": 1, "urgent": 2}
_LIGHTS: dict[str, AlertLevel] = {"red": "warning", "yellow": "info"}


class Concern(NamedTuple):
    """Something that needs attention: of what kind, about what, how badly, with the figures it was judged by."""

    kind: str
    level: AlertLevel
    subject: str
    status: str
    period: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    lingers: bool = False
    settings: Mapping[str, str] = {}

    @property
    def alert(self) -> str:
        """The id of its alert: the same each time it is looked for."""
        return ":".join(part for part in (self.kind, self.subject, self.period) if part)


class _Lights(NamedTuple):
    """The thresholds of a light, and those a figure must be clear of before its alert closes."""

    rule: LightRule
    strict: LightRule


class _Nearing(NamedTuple):
    """When a ceiling is near, and how far back from that a figure must be before its alert closes."""

    share: Fraction
    ahead: Fraction
    margin: Fraction


Judge = Callable[[LedgerView, str], Iterator[Concern]]


def concerns(view: LedgerView, today: str) -> list[Concern]:
    """Everything the ledger itself gives reason to, as of a day; nothing any more once its year is closed."""
    if view.year_closed:
        return []
    return [
        concern._replace(settings=used(view, SETTINGS.get(kind, ())))
        for kind, judge in _JUDGES.items()
        for concern in judge(view, today)
    ]


def is_still_true(view: LedgerView, alert: Alert, today: str) -> bool:
    """Whether there is still reason for an alert; one of a kind only the watch can judge stays until it closes it."""
    judge = _JUDGES.get(alert.kind)
    return judge is None or any(concern.alert == alert.id for concern in judge(view, today))


def alert_events(
    view: LedgerView, found: Sequence[Concern], kinds: Collection[str], today: str
) -> list[NewEvent]:
    """The events that looking makes: alerts of these kinds that open, open anew at a worse level, or close."""
    now = {concern.alert: concern for concern in found if concern.kind in kinds}
    facts: list[AlertOpened | AlertClosed] = [
        _opened(concern) for concern in now.values() if _opens(view.alerts.get(concern.alert), concern, today)
    ]
    facts += [
        AlertClosed(alert.id)
        for alert in view.alerts.values()
        if alert.kind in kinds and alert.closed_on is None and alert.id not in now
    ]
    return [NewEvent(fact, today) for fact in facts]


def _opens(known: Alert | None, concern: Concern, today: str) -> bool:
    """A new concern opens; one that closed today waits for tomorrow; a worse one opens again."""
    if known is not None and known.closed_on is None:
        return _RANK[concern.level] > _RANK[known.level]
    return not concern.lingers and (known is None or known.closed_on != today)


def _opened(concern: Concern) -> AlertOpened:
    return AlertOpened(
        alert=concern.alert,
        kind=concern.kind,
        level=concern.level,
        subject=concern.subject,
        period=concern.period,
        numerator=concern.numerator,
        denominator=concern.denominator,
        status=concern.status,
        settings=dict(concern.settings),
    )


def _due_soon(view: LedgerView, today: str) -> Iterator[Concern]:
    """A month that has ended has no figures and its deadline is near."""
    day = dt.date.fromisoformat(today)
    measures, remind = timeliness_measures(view), in_force(view, "remind")
    for month in _ended_months(view.year, today):
        reporting = reporting_deadline(view, month)
        for measure in measures:
            deadline = own_deadline(measure, month) or reporting
            if today > deadline or measure.source == "amount_on_time":
                continue
            left = working_days_until(day, dt.date.fromisoformat(deadline))
            if left <= remind and standing(view, measure, month, today, reporting).status == "not_due":
                yield Concern("due_soon", "info", measure.code, "due_soon", month, str(left))


def _execution(view: LedgerView, today: str) -> Iterator[Concern]:
    """A project's money is behind the year."""
    months, lights = len(_ended_months(view.year, today)), _thresholds(view, "execution")
    for code in sorted(view.plan.projects):
        money = view.money_of(code)
        concern = _light_concern(
            "execution", lights, code, money.disbursed, money.adjusted,
            lambda rule, m=money: budget_light(m.disbursed, m.adjusted, months, rule),  # type: ignore[misc]
        )  # fmt: skip
        if concern is not None:
            yield concern


_OWN_KIND = ("spending", "per_person", "payment_rate", "people_on_time", "amount_on_time")
"""Sources whose indicators are watched by another judge, or by the monthly check."""


def _lights(view: LedgerView, today: str) -> Iterator[Concern]:
    """An indicator is behind or out of range; those with an alert of their own kind are left to it."""
    months, lights = len(_ended_months(view.year, today)), _thresholds(view, "light")
    for code in sorted(view.plan.indicators) if months else ():
        measure, row = measure_of(view, code), view.plan.indicators[code]
        if measure is None or measure.source in _OWN_KIND or is_timeliness(view, code):
            continue
        actual = year_actual(view, measure)
        if actual is not None:
            pro_rated = measure.target.comparator is not None and is_pro_rated(
                measure.target.comparator, row.level2, grows=measure.rollup == "sum"
            )
            yield from _light_of(measure, actual, lights, months, pro_rated)


def _light_of(
    measure: Measure, actual: Actual, lights: _Lights, months: int, pro_rated: bool
) -> Iterator[Concern]:
    if actual.band is not None:
        light = quality_light(actual.band)
        if light in _LIGHTS:
            yield Concern("light", _LIGHTS[light], measure.code, light)
        return
    value, comparator = actual.in_target_unit, measure.target.comparator
    if value is None or comparator is None:
        return
    goal = goal_of(measure.target)
    found = _light_concern(
        "light", lights, measure.code, value, goal,
        lambda rule: quantity_light(
            comparator, goal, value, months_passed=months, pro_rated=pro_rated, rule=rule
        ),
    )  # fmt: skip
    if found is not None:
        yield found


def _light_concern(
    kind: str,
    lights: _Lights,
    subject: str,
    numerator: Fraction | int,
    denominator: Fraction | int,
    light: Callable[[LightRule], str | None],
) -> Concern | None:
    """The concern of a light, or one that lingers where it is green by less than the margin."""
    shown, close = light(lights.rule), light(lights.strict)
    colour = shown if shown in _LIGHTS else close
    if colour not in _LIGHTS:
        return None
    figures = _figure(Fraction(numerator)), _figure(Fraction(denominator))
    return Concern(
        kind, _LIGHTS[colour or ""], subject, colour or "", None, *figures, lingers=shown not in _LIGHTS
    )


def _thresholds(view: LedgerView, kind: str) -> _Lights:
    yellow = in_force(view, f"{kind}_yellow")
    rule = LightRule(red_below=Decimal(in_force(view, f"{kind}_red")), yellow_below=Decimal(yellow))
    strict = msgspec.structs.replace(rule, yellow_below=Decimal(yellow + in_force(view, "margin")))
    return _Lights(rule, strict)


def _ceilings(view: LedgerView, today: str) -> Iterator[Concern]:
    """Spending passes its ceiling, or nears it faster than the year goes by."""
    time = Fraction(*year_progress(today, view.year))
    near = _Nearing(*(share(view, name) for name in SETTINGS["ceiling"]))
    for code in sorted(view.plan.indicators):
        measure = measure_of(view, code)
        if measure is None or measure.source != "spending" or measure.target.comparator not in ("<=", "<"):
            continue
        actual = year_actual(view, measure)
        if actual is not None and actual.in_target_unit is not None:
            passed = not holds(measure.target.comparator, actual.in_target_unit, goal_of(measure.target))
            yield from _ceiling(code, actual.in_target_unit, goal_of(measure.target), passed, time, near)
    for category, words in CATEGORY_LINES.items():
        ceiling = _category_ceiling(view, words)
        spent = sum(money.categories.get(category, 0) for money in view.money.values())
        if ceiling is not None and spent:
            figures = Fraction(spent, 100), Fraction(ceiling, 100)
            yield from _ceiling(category, *figures, figures[0] > figures[1], time, near)


def _category_ceiling(view: LedgerView, words: str) -> int | None:
    for _, line in sorted(view.plan.budget_lines.items()):
        if words in line.name:
            return line.corrected_fen if line.corrected_fen is not None else line.amount_fen
    return None


def _ceiling(
    subject: str, spent: Fraction, ceiling: Fraction, passed: bool, time: Fraction, near: _Nearing
) -> Iterator[Concern]:
    figures = _figure(spent), _figure(ceiling)
    if passed:
        yield Concern("ceiling", "urgent", subject, "passed", None, *figures)
        return
    part = spent / ceiling if ceiling else Fraction(0)
    if part >= near.share - near.margin and part - time > near.ahead - near.margin:
        lingers = part < near.share or part - time <= near.ahead
        yield Concern("ceiling", "warning", subject, "nearing", None, *figures, lingers=lingers)


def _per_person(view: LedgerView, today: str) -> Iterator[Concern]:
    """A month's money per person is off its standard."""
    for code in sorted(view.plan.indicators):
        measure = measure_of(view, code)
        if measure is None or measure.source != "per_person" or measure.target.comparator is None:
            continue
        for month in _ended_months(view.year, today):
            actual = month_actual(view, measure, month)
            value = actual.in_target_unit if actual else None
            if value is not None and not holds(measure.target.comparator, value, goal_of(measure.target)):
                yield Concern(
                    "per_person", "warning", code, "off", month, half_up(value), measure.target.value
                )


def _unexplained(view: LedgerView, today: str) -> Iterator[Concern]:
    """An indicator has passed its target for good, or missed it for the year, and nobody says why."""
    over = today >= f"{view.year}-12-31"
    for code in sorted(view.plan.indicators):
        measure = measure_of(view, code)
        if measure is None or view.explanation(code) is not None:
            continue
        status = status_of(measure.target, year_actual(view, measure), year_over=over)
        if status in ("over", "short"):
            yield Concern("unexplained", "info", code, status)


def _figure(value: Fraction) -> str:
    """Exact where a decimal can be, else with two places."""
    return decimal_text(value) if (value * 10**6).denominator == 1 else half_up(value)


def _unanswered(view: LedgerView, today: str) -> Iterator[Concern]:
    """A month was missed or not reported and nobody has acknowledged it for days: it goes up a level."""
    day, patience = dt.date.fromisoformat(today), in_force(view, "escalate")
    for alert in view.alerts.values():
        if alert.kind != "timeliness" or alert.closed_on is not None or alert.acknowledged_by is not None:
            continue
        waited = working_days_until(dt.date.fromisoformat(alert.opened_on), day)
        if waited >= patience:
            yield Concern("unanswered", "urgent", alert.subject, "unanswered", alert.period, str(waited))


def _ended_months(year: int, today: str) -> list[str]:
    return [month for month in months_of(year) if last_day_of(month) < today]


_JUDGES: dict[str, Judge] = {
    "due_soon": _due_soon,
    "execution": _execution,
    "light": _lights,
    "ceiling": _ceilings,
    "per_person": _per_person,
    "unexplained": _unexplained,
    "unanswered": _unanswered,
}
SETTINGS: dict[str, tuple[str, ...]] = {
    "due_soon": ("reporting_deadline", "remind"),
    "execution": ("execution_red", "execution_yellow", "margin"),
    "light": ("light_red", "light_yellow", "margin"),
    "ceiling": ("ceiling_nearing", "ceiling_ahead", "margin"),
    "unanswered": ("escalate",),
    "put_aside": ("put_aside",),
    "backup_old": ("backup_age",),
    "scheduler_absent": ("absence",),
}
"""The settings each kind of alert is judged by; its event names their figures."""
KINDS = tuple(_JUDGES)
"""The kinds of alerts that come from the ledger itself."""
STORE_KINDS = ("log_broken", "backup_old", "scheduler_absent", "put_aside")
"""The kinds that only somebody who looks at the whole store can judge."""
