"""Values of the program as the JSON that scripts rely on.

Money is a string of yuan, a rate a string of percent beside its numerator and denominator, a count an
integer, a date ISO, and null where there is nothing to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from events.types.plan import Target
from tracker.forms.actual_shape import figure_json, value_json
from tracker.money import percent, yuan
from tracker.projections.actuals import Actual
from tracker.sentences import (
    actual_text,
    alert_sentence,
    notice_sentence,
    remedy_of,
    step_sentence,
    target_text,
)

if TYPE_CHECKING:
    from tracker.corrections import Correction
    from tracker.explained import ExplainedFigure, Points
    from tracker.labels import Words
    from tracker.projections.positions import ProjectMoney
    from tracker.projections.timeliness import Standing
    from tracker.projections.typed_figures import TypedContradiction
    from tracker.reports import IndicatorStanding, ProjectStanding, StatusReport
    from tracker.service import AlertReport, CheckReport, Outcome

Json = dict[str, Any]


def target_json(target: Target) -> Json:
    """A target's comparator, value, unit and text."""
    return {
        "comparator": target.comparator,
        "value": target.value,
        "unit": target.unit,
        "text": target.text,
    }


def actual_json(actual: Actual | None, target: Target) -> Json:
    """An actual's value and unit beside the parts it is made of; all null where there is none."""
    if actual is None:
        return {"value": None, "unit": target.unit, "numerator": None, "denominator": None}
    document: Json = {
        "value": _value(actual, target),
        "unit": target.unit,
        "numerator": figure_json(actual.numerator, money=actual.kind in ("money", "per_person")),
        "denominator": figure_json(actual.denominator, money=actual.kind == "money"),
    }
    if actual.band is not None:
        document |= {"band": actual.band, "share": actual.share}
    return document


def _value(actual: Actual, target: Target) -> str | int | None:
    if actual.band is not None:
        return actual.band
    value = actual.in_target_unit
    if value is None:
        return None
    counted = actual.kind == "plain" or actual.kind == "people"
    two_places = actual.numerator is not None or not counted
    return value_json(value, target.unit, two_places=two_places)


def outcome_json(words: Words, outcome: Outcome) -> Json:
    """What a record command answers."""
    return {
        "event": outcome.event.id,
        "position": outcome.event.position,
        "hash": outcome.event.hash,
        "warnings": [notice_sentence(words, notice) for notice in outcome.warnings],
        "repeated": outcome.repeated,
    }


def money_json(money: ProjectMoney) -> Json:
    """A position's money; appropriated and disbursed are the parts of the execution rate."""
    return {
        "appropriated": yuan(money.adjusted),
        "disbursed": yuan(money.disbursed),
        "balance": yuan(money.balance),
        "execution_rate": percent(money.disbursed, money.adjusted),
        "initial": yuan(money.initial),
        "received": yuan(money.received),
        "returned": yuan(money.returned),
        "reserved": yuan(money.reserved),
    }


def indicator_json(standing: IndicatorStanding) -> Json:
    """An indicator's standing."""
    measure = standing.measure
    return {
        "code": measure.code,
        "name": measure.name,
        "actual": actual_json(standing.actual, measure.target),
        "target": target_json(measure.target),
        "status": standing.status,
    }


def project_json(project: ProjectStanding) -> Json:
    """A project's standing."""
    return {
        "code": project.code,
        "name": project.name,
        **money_json(project.money),
        "retired": project.retired,
        "indicators": [indicator_json(standing) for standing in project.indicators],
    }


def status_json(words: Words, report: StatusReport) -> Json:
    """The whole status."""
    return {
        "ledger": report.ledger,
        "name": report.name,
        "as_of": report.as_of,
        "known_at": report.known_at,
        "time_progress": percent(report.days_passed, report.days_of_year),
        "days_passed": report.days_passed,
        "days_of_year": report.days_of_year,
        "totals": money_json(report.total),
        "projects": [project_json(project) for project in report.projects],
        "findings": [contradiction_json(words, one) for one in report.contradictions],
        "corrections": [correction_json(one) for one in report.corrections],
        "log": {"position": report.head.position, "hash": report.head.hash},
    }


def contradiction_json(words: Words, found: TypedContradiction) -> Json:
    """A typed figure that the log contradicts, in the shape of a finding."""
    code = found.measure.code
    return {
        "code": "typed_differs",
        "kind": "conflict",
        "severity": "warning",
        "message": contradiction_sentence(words, found),
        "where": [{"line": None, "end_line": None, "cell": None, "subject": code}],
        "period": found.period,
        "position": found.position,
        "typed": actual_json(found.typed, found.measure.target),
        "computed": actual_json(found.computed, found.measure.target),
    }


def contradiction_sentence(words: Words, found: TypedContradiction) -> str:
    """What was typed, and what the log makes of the same."""
    return words(
        "finding.typed_differs",
        indicator=found.measure.code,
        period=found.period,
        name=found.measure.name,
        typed=actual_text(words, found.typed),
        computed=actual_text(words, found.computed),
    )


def correction_json(correction: Correction) -> Json:
    """What was entered after its books had been closed."""
    amount = correction.amount_fen
    return {
        "position": correction.position,
        "event": correction.id,
        "type": correction.type,
        "subject": correction.subject,
        "occurred_on": correction.occurred_on,
        "recorded_at": correction.recorded_at,
        "amount": None if amount is None else yuan(amount),
        "reason": correction.reason,
    }


def standing_json(standing: Standing) -> Json:
    """One result of a monthly check; ``deadline`` is the indicator's own, null where the ledger's holds."""
    from tracker.projections.timeliness import own_deadline

    measure, actual = standing.measure, standing.actual
    parts = actual_json(actual, measure.target)
    return {
        "indicator": measure.code,
        "name": measure.name,
        "numerator": parts["numerator"],
        "denominator": parts["denominator"],
        "value": parts["value"],
        "target": target_json(measure.target),
        "status": standing.status,
        "deadline": own_deadline(measure, standing.month),
    }


def check_json(words: Words, report: CheckReport) -> Json:
    """A monthly check."""
    standings = {item.measure.code: item for item in report.standings}
    return {
        "month": report.month,
        "deadline": report.deadline,
        "results": [standing_json(item) for item in report.standings],
        "opened": [alert_json(words, alert, standings.get(alert.subject)) for alert in report.opened],
        "closed": [alert_json(words, alert, standings.get(alert.subject)) for alert in report.closed],
        "recorded": report.recorded,
    }


def alert_json(words: Words, alert: Any, standing: Standing | None) -> Json:
    """An alert with its message as things stand."""
    return {
        "id": alert.id,
        "kind": alert.kind,
        "level": alert.level,
        "subject": alert.subject,
        "period": alert.period,
        "opened_on": alert.opened_on,
        "acknowledged": alert.acknowledged_by is not None,
        "acknowledged_by": alert.acknowledged_by,
        "note": alert.acknowledged_note,
        "handed_to": alert.handed_to,
        "closed_on": alert.closed_on,
        "message": alert_message(words, alert, standing),
        "what_to_do": words(f"do.{remedy_of(alert)}"),
        "evidence": {
            "status": alert.opened.status,
            "numerator": alert.opened.numerator,
            "denominator": alert.opened.denominator,
        },
        "settings": dict(alert.opened.settings or {}),
    }


def alert_message(words: Words, alert: Any, standing: Standing | None) -> str:
    """What is wrong, with the figures as they stand now."""
    if standing is None:
        return alert_sentence(words, alert.opened)
    measure = standing.measure
    status = standing.status if standing.status in ("missed", "unreported") else "cleared"
    return words(
        f"alert.{status}",
        name=measure.name,
        subject=alert.subject,
        period=alert.period,
        value=actual_text(words, standing.actual),
        target=target_text(words, measure.target),
    )


def alert_report_json(words: Words, report: AlertReport) -> Json:
    """An alert of the list."""
    return alert_json(words, report.alert, report.standing) | {"open": report.is_open}


def points_json(points: Points) -> Json:
    """Points earned, and the weight they are points of."""
    return {
        "value": str(points.earned),
        "unit": "分",
        "numerator": str(points.earned),
        "denominator": str(points.weight),
    }


def explained_json(words: Words, figure: ExplainedFigure, target: Target | None) -> Json:
    """A figure with the events behind it."""
    own = target or Target(">=", "0", "%" if figure.rule == "execution" else "元")
    parts = actual_json(figure.actual, own) if figure.points is None else points_json(figure.points)
    told: Json = {
        "figure": figure.figure,
        "period": figure.period,
        "value": parts["value"],
        "unit": parts["unit"],
        "numerator": parts["numerator"],
        "denominator": parts["denominator"],
        "rule": words(f"rule.{figure.rule}"),
        "rule_code": figure.rule,
        "events": [
            {
                "position": event.position,
                "id": event.id,
                "type": event.type,
                "occurred_on": event.occurred_on,
                "amount": None if event.amount_fen is None else yuan(event.amount_fen),
                "people": event.people,
            }
            for event in figure.events
        ],
    }
    if figure.steps:
        told["steps"] = [step_sentence(words, step) for step in figure.steps]
    if figure.parts:
        told["parts"] = [
            {
                "project": part.project,
                "name": part.name,
                **(actual_json(part.actual, own) if part.points is None else points_json(part.points)),
            }
            for part in figure.parts
        ]
    return told
