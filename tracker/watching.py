"""What a watch finds besides the monthly check: lights, ceilings, standards, deviations, deadlines that near.

Pure functions of the view and the day. A :class:`Concern` is a judgement about one subject; it opens an alert
once and keeps it open while it holds. Close to a threshold a concern only *lingers*: it keeps an alert open and
opens none, so that a figure that wavers about a threshold does not open and close it day after day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Sequence
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
from tracker.projections.timeliness import (
    is_timeliness,
    reporting_deadline,
    standing,
    timeliness_measures,
)
from tracker.ratios import decimal_text, holds
from tracker.rules.lights import budget_light, is_pro_rated, quality_light, quantity_light
from tracker.rules.rule_set import LightRule
from tracker.working_calendar import working_days_until

REMIND_WORKING_DAYS = 3
"""So many working days before the reporting deadline a month without figures is pointed out."""
ESCALATE_WORKING_DAYS = 5
"""A timeliness alert nobody acknowledged for so many working days is escalated."""
NEARING = Fraction(90, 100)
"""From this share of a money ceiling on it is nearing, if it also runs ahead of the year."""
AHEAD = Fraction(10, 100)
"""By how much of the year spending must run ahead of time for a ceiling to be called near."""
MARGIN = Fraction(2, 100)
"""So far back from a threshold a figure must be before its alert closes."""
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

    @property
    def alert(self) -> str:
        """The id of its alert: the same each time it is looked for."""
        return ":".join(part for part in (self.kind, self.subject, self.period) if part)


Judge = Callable[[LedgerView, str], Iterator[Concern]]


def concerns(view: LedgerView, today: str) -> list[Concern]:
    """Everything the ledger itself gives reason to, as of a day; nothing any more once its year is closed."""
    if view.year_closed:
        return []
    return [concern for judge in _JUDGES.values() for concern in judge(view, today)]


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
    )


def _due_soon(view: LedgerView, today: str) -> Iterator[Concern]:
    """A month that has ended has no figures and its deadline is near."""
    day = dt.date.fromisoformat(today)
    for month in _ended_months(view.year, today):
        deadline = reporting_deadline(month)
        left = working_days_until(day, dt.date.fromisoformat(deadline))
        if not 0 <= left <= REMIND_WORKING_DAYS or today > deadline:
            continue
        for measure in timeliness_measures(view):
            judged = standing(view, measure, month, today, deadline)
            if judged.status == "not_due" and measure.source != "amount_on_time":
                yield Concern("due_soon", "info", measure.code, "due_soon", month, str(left))


def _execution(view: LedgerView, today: str) -> Iterator[Concern]:
    """A project's money is behind the year."""
    months = len(_ended_months(view.year, today))
    for code in sorted(view.plan.projects):
        money = view.money_of(code)
        concern = _light_concern(
            "execution", code, money.disbursed, money.adjusted,
            lambda rule, m=money: budget_light(m.disbursed, m.adjusted, months, rule),  # type: ignore[misc]
        )  # fmt: skip
        if concern is not None:
            yield concern


_OWN_KIND = ("spending", "per_person", "payment_rate", "people_on_time", "amount_on_time")
"""Sources whose indicators are watched by another judge, or by the monthly check."""


def _lights(view: LedgerView, today: str) -> Iterator[Concern]:
    """An indicator is behind or out of range; those with an alert of their own kind are left to it."""
    months = len(_ended_months(view.year, today))
    for code in sorted(view.plan.indicators) if months else ():
        measure, row = measure_of(view, code), view.plan.indicators[code]
        if measure is None or measure.source in _OWN_KIND or is_timeliness(view, code):
            continue
        actual = year_actual(view, measure)
        if actual is not None:
            pro_rated = measure.target.comparator is not None and is_pro_rated(
                measure.target.comparator, row.level2, grows=measure.rollup == "sum"
            )
            yield from _light_of(measure, actual, months, pro_rated)


def _light_of(measure: Measure, actual: Actual, months: int, pro_rated: bool) -> Iterator[Concern]:
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
        "light", measure.code, value, goal,
        lambda rule: quantity_light(
            comparator, goal, value, months_passed=months, pro_rated=pro_rated, rule=rule
        ),
    )  # fmt: skip
    if found is not None:
        yield found


def _light_concern(
    kind: str,
    subject: str,
    numerator: Fraction | int,
    denominator: Fraction | int,
    light: Callable[[LightRule], str | None],
) -> Concern | None:
    """The concern of a light, or one that lingers where it is green by less than the margin."""
    rule, strict = LightRule(), _stricter(LightRule())
    shown, close = light(rule), light(strict)
    colour = shown if shown in _LIGHTS else close
    if colour not in _LIGHTS:
        return None
    figures = _figure(Fraction(numerator)), _figure(Fraction(denominator))
    return Concern(
        kind, _LIGHTS[colour or ""], subject, colour or "", None, *figures, lingers=shown not in _LIGHTS
    )


def _stricter(rule: LightRule) -> LightRule:
    return msgspec.structs.replace(rule, yellow_below=rule.yellow_below + int(MARGIN * 100))


def _ceilings(view: LedgerView, today: str) -> Iterator[Concern]:
    """Spending passes its ceiling, or nears it faster than the year goes by."""
    time = Fraction(*year_progress(today, view.year))
    for code in sorted(view.plan.indicators):
        measure = measure_of(view, code)
        if measure is None or measure.source != "spending" or measure.target.comparator not in ("<=", "<"):
            continue
        actual = year_actual(view, measure)
        if actual is not None and actual.in_target_unit is not None:
            passed = not holds(measure.target.comparator, actual.in_target_unit, goal_of(measure.target))
            yield from _ceiling(code, actual.in_target_unit, goal_of(measure.target), passed, time)
    for category, words in CATEGORY_LINES.items():
        ceiling = _category_ceiling(view, words)
        spent = sum(money.categories.get(category, 0) for money in view.money.values())
        if ceiling is not None and spent:
            figures = Fraction(spent, 100), Fraction(ceiling, 100)
            yield from _ceiling(category, *figures, figures[0] > figures[1], time)


def _category_ceiling(view: LedgerView, words: str) -> int | None:
    for _, line in sorted(view.plan.budget_lines.items()):
        if words in line.name:
            return line.corrected_fen if line.corrected_fen is not None else line.amount_fen
    return None


def _ceiling(
    subject: str, spent: Fraction, ceiling: Fraction, passed: bool, time: Fraction
) -> Iterator[Concern]:
    figures = _figure(spent), _figure(ceiling)
    if passed:
        yield Concern("ceiling", "urgent", subject, "passed", None, *figures)
        return
    share = spent / ceiling if ceiling else Fraction(0)
    if share >= NEARING - MARGIN and share - time > AHEAD - MARGIN:
        lingers = share < NEARING or share - time <= AHEAD
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
    day = dt.date.fromisoformat(today)
    for alert in view.alerts.values():
        if alert.kind != "timeliness" or alert.closed_on is not None or alert.acknowledged_by is not None:
            continue
        waited = working_days_until(dt.date.fromisoformat(alert.opened_on), day)
        if waited >= ESCALATE_WORKING_DAYS:
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
KINDS = tuple(_JUDGES)
"""The kinds of alerts that come from the ledger itself."""
STORE_KINDS = ("log_broken", "backup_old", "scheduler_absent", "put_aside")
"""The kinds that only somebody who looks at the whole store can judge."""
