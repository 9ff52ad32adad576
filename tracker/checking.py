"""Looking again: the monthly timeliness check as events, and the alerts that open and close with it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from events.envelope import NewEvent
from events.types.oversight import (
    AlertClosed,
    AlertLevel,
    AlertOpened,
    TimelinessChecked,
    TimelinessVerdict,
)
from events.values import last_day_of, months_of
from tracker.projections.actuals import measure_of
from tracker.projections.ledger_view import Alert, LedgerView
from tracker.projections.timeliness import (
    REPORTING,
    Standing,
    check_month,
    first_deadline,
    reporting_deadline,
    standing,
    verdict,
    working_day_of_reporting,
)
from tracker.watching import is_still_true

TIMELINESS = "timeliness"
"""The kind of alert the monthly check opens; :mod:`tracker.watching` knows the others."""
WANTING = ("missed", "unreported")
"""The verdicts that need attention."""

_LEVELS: dict[str, AlertLevel] = {"missed": "urgent", "unreported": "warning"}


def alert_id(code: str, month: str) -> str:
    """The id of the timeliness alert of an indicator in a month: the same each time it is looked for."""
    return f"timeliness:{code}:{month}"


def default_month(year: int, today: str) -> str:
    """The month a check is about where none is named: the latest that has ended, or the first of the year."""
    ended = [month for month in months_of(year) if last_day_of(month) < today]
    return ended[-1] if ended else f"{year}-01"


def months_due(view: LedgerView, today: str) -> list[str]:
    """The months of the year in which a deadline has passed, the ledger's or an indicator's own, in order."""
    return [month for month in months_of(view.year) if first_deadline(view, month) < today]


def check_events(view: LedgerView, month: str, today: str) -> tuple[list[Standing], list[NewEvent]]:
    """Every standing in a month, and the events that looking makes: none where nothing has changed."""
    standings = check_month(view, month, today)
    used = _settings_used(view, month)
    checked = TimelinessChecked(
        month=month,
        deadline=reporting_deadline(view, month),
        results=tuple(verdict(item) for item in standings),
        settings=used,
    )
    events: list[NewEvent] = []
    judged = any(item.status != "not_due" for item in standings)
    if judged and not _says_the_same(view.checks.get(month), checked):
        events.append(NewEvent(checked, today))
    events += [NewEvent(fact, today) for fact in _alert_facts(view, standings, used)]
    return standings, events


def _settings_used(view: LedgerView, month: str) -> dict[str, str]:
    return {REPORTING: str(working_day_of_reporting(view, month))}


def _says_the_same(known: TimelinessChecked | None, checked: TimelinessChecked) -> bool:
    """Whether a check only repeats the verdicts recorded: another deadline alone is no other verdict."""
    return known is not None and _verdicts(known) == _verdicts(checked)


def _verdicts(checked: TimelinessChecked) -> list[TimelinessVerdict]:
    return [msgspec.structs.replace(result, deadline=msgspec.UNSET) for result in checked.results]


def _alert_facts(
    view: LedgerView, standings: Sequence[Standing], used: dict[str, str]
) -> list[AlertOpened | AlertClosed]:
    facts: list[AlertOpened | AlertClosed] = []
    for item in standings:
        alert = view.alerts.get(alert_id(item.measure.code, item.month))
        is_open = alert is not None and alert.closed_on is None
        if item.status in WANTING and not is_open:
            facts.append(_opened(item, used))
        elif item.status not in WANTING and is_open:
            facts.append(AlertClosed(alert_id(item.measure.code, item.month)))
    return facts


def _opened(item: Standing, used: dict[str, str]) -> AlertOpened:
    judged = verdict(item)
    return AlertOpened(
        alert=alert_id(item.measure.code, item.month),
        kind=TIMELINESS,
        level=_LEVELS[item.status],
        subject=item.measure.code,
        period=item.month,
        numerator=judged.numerator,
        denominator=judged.denominator,
        status=item.status,
        settings=used | _own(item),
    )


def _own(item: Standing) -> dict[str, str]:
    own = item.measure.deadline
    return {"deadline": own} if own else {}


def alert_standing(view: LedgerView, alert: Alert, today: str) -> Standing | None:
    """How things stand now with what a timeliness alert is about.

    None for alerts of other kinds, and where the indicator is no longer in the plan.
    """
    measure = measure_of(view, alert.subject)
    if alert.kind != TIMELINESS or measure is None or alert.period is None:
        return None
    return standing(view, measure, alert.period, today, reporting_deadline(view, alert.period))


def is_still_open(view: LedgerView, alert: Alert, today: str) -> bool:
    """Whether an alert is open and the facts are still wrong; the next check records that it has closed."""
    if alert.closed_on is not None:
        return False
    if alert.kind != TIMELINESS:
        return is_still_true(view, alert, today)
    now = alert_standing(view, alert, today)
    return now is not None and now.status in WANTING
