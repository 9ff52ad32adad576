"""What is worth knowing while somebody types: balances before and after, targets, last figures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from events.values import InvalidValue
from tracker.decisions.money import category_ceiling
from tracker.decisions.state import State
from tracker.desk import everything, last_measurement, money_of
from tracker.labels import Words
from tracker.money import UnreadableAmount, grouped_yuan, half_width, parse_amount, percent
from tracker.projections.actuals import measure_of, on_time_until
from tracker.sentences import actual_text, target_text
from tui.dialogs.typed import read_date

if TYPE_CHECKING:
    from tracker.projections.positions import ProjectMoney
    from tracker.service import Tracker

Line = tuple[str, str]


def code_of(typed: Mapping[str, str], name: str) -> str:
    """The code in a coded field: its first word."""
    words = half_width(typed.get(name, "")).split()
    return words[0] if words else ""


def reference_of(typed: Mapping[str, str], name: str) -> str:
    """The event named in a field: a position or the beginning of an id; nothing while words are being sought."""
    reference = code_of(typed, name)
    return reference if re.fullmatch(r"#?\d+|[0-9a-fA-F]{8}[0-9a-fA-F-]*", reference) else ""


def amount_of(typed: Mapping[str, str]) -> int | None:
    """The amount typed so far, where it is one."""
    try:
        return parse_amount(typed.get("amount", "")) if typed.get("amount", "").strip() else None
    except UnreadableAmount:
        return None


def project_lines(say: Words, tracker: Tracker, typed: Mapping[str, str]) -> list[Line]:
    """The project's money."""
    money = money_of(tracker, code_of(typed, "project"))
    return [("plain", _stand(say, money))] if money is not None else []


def payment_lines(say: Words, tracker: Tracker, typed: Mapping[str, str]) -> list[Line]:
    """The project's balance, and what the payment would leave of it."""
    money = money_of(tracker, code_of(typed, "project"))
    if money is None:
        return []
    lines: list[Line] = [("plain", _stand(say, money))]
    amount = amount_of(typed)
    reserved = money.reserved_on(tracker.today())
    if reserved:
        left = grouped_yuan(money.balance - reserved)
        lines.append(("plain", say("live.reserved", reserved=grouped_yuan(reserved), left=left)))
    if amount is not None and amount <= money.balance:
        rate = percent(money.disbursed + amount, money.adjusted) or "0.00"
        facts = {
            "amount": grouped_yuan(amount),
            "balance": grouped_yuan(money.balance - amount),
            "rate": rate,
        }
        lines.append(("plain", say("live.payment_after", **facts)))
    return [
        *lines,
        *_ceilings(say, tracker, typed, money.disbursed + (amount or 0)),
        *_past_deadlines(say, tracker, typed),
    ]


def _past_deadlines(say: Words, tracker: Tracker, typed: Mapping[str, str]) -> list[Line]:
    """The indicators for which a payment of these dates comes too late, each with its deadline."""
    year, today = tracker.ledger.year, tracker.today()
    try:
        paid_on = read_date(typed.get("paid_on", ""), year, today)
        due_on = read_date(typed.get("due_on", ""), year, today)
    except InvalidValue:
        return []
    lines: list[Line] = []
    with everything(tracker) as (log, view):
        project = State(view, log, today).project(code_of(typed, "project"))
        for row in view.plan.indicators_of(project):
            measure = measure_of(view, row.indicator)
            deadline = on_time_until(measure, due_on) if measure is not None else None
            if deadline is not None and paid_on > deadline:
                facts = {"paid_on": paid_on, "deadline": deadline, "code": row.indicator, "name": row.level3}
                lines.append(("warning", say("live.past_deadline", **facts)))
    return lines


def _ceilings(say: Words, tracker: Tracker, typed: Mapping[str, str], spent_fen: int) -> list[Line]:
    """How far the payment goes towards the ceilings it could pass: cost indicators, the spending of its category."""
    lines: list[Line] = []
    with everything(tracker) as (log, view):
        state = State(view, log, tracker.today())
        for row in view.plan.indicators_of(state.project(code_of(typed, "project"))):
            if row.source == "spending" and row.target.comparator in ("<=", "<"):
                facts = {
                    "name": row.level3,
                    "target": target_text(say, row.target),
                    "spent": grouped_yuan(spent_fen),
                }
                lines.append(("plain", say("live.ceiling", **facts)))
        category = typed.get("category", "")
        ceiling = category_ceiling(state, category) if category else None
        if ceiling is not None:
            used = sum(money.categories.get(category, 0) for money in view.money.values())
            left = grouped_yuan(ceiling - used - (amount_of(typed) or 0))
            word = say(f"category.{category}")
            lines.append(
                ("plain", say("live.category", category=word, ceiling=grouped_yuan(ceiling), left=left))
            )
    return lines


def receipt_lines(say: Words, tracker: Tracker, typed: Mapping[str, str]) -> list[Line]:
    """What has arrived of the project's budget, and what would have."""
    money, amount = money_of(tracker, code_of(typed, "project")), amount_of(typed)
    if money is None:
        return []
    lines: list[Line] = [("plain", _stand(say, money))]
    if amount is not None:
        arrived = money.received + amount
        rate = percent(arrived, money.adjusted) or "0.00"
        lines.append(("plain", say("live.received_after", received=grouped_yuan(arrived), rate=rate)))
    return lines


def appropriation_lines(say: Words, tracker: Tracker, typed: Mapping[str, str]) -> list[Line]:
    """The project's budget, and what it would be."""
    money, amount = money_of(tracker, code_of(typed, "project")), amount_of(typed)
    if money is None:
        return []
    lines: list[Line] = [("plain", _stand(say, money))]
    if amount is not None:
        change = -amount if typed.get("kind") in ("reduction", "transfer") else amount
        lines.append(("plain", say("live.budget_after", adjusted=grouped_yuan(money.adjusted + change))))
        receiver = (
            money_of(tracker, code_of(typed, "to_project")) if typed.get("kind") == "transfer" else None
        )
        if receiver is not None:
            code = code_of(typed, "to_project").upper()
            after = grouped_yuan(receiver.adjusted + amount)
            lines.append(("plain", say("live.receiver_after", project=code, adjusted=after)))
    return lines


def _stand(say: Words, money: ProjectMoney) -> str:
    return say(
        "live.money",
        adjusted=grouped_yuan(money.adjusted),
        disbursed=grouped_yuan(money.disbursed),
        balance=grouped_yuan(money.balance),
        received=grouped_yuan(money.received),
    )


def indicator_lines(say: Words, tracker: Tracker, typed: Mapping[str, str]) -> list[Line]:
    """The indicator's name, target, standing, and what was typed last."""
    from tracker.reports import indicator_standing

    code = code_of(typed, "indicator").upper()
    with everything(tracker) as (_, view):
        if code not in view.plan.indicators and code not in view.plan.department_indicators:
            return []
        shown = indicator_standing(view, code, tracker.today())
    measure = shown.measure
    lines: list[Line] = [
        (
            "plain",
            say(
                "live.indicator",
                name=measure.name,
                target=target_text(say, measure.target),
                how=say(f"how.{measure.source}"),
            ),
        ),
        (
            "plain",
            say("live.actual", actual=actual_text(say, shown.actual), status=say(f"status.{shown.status}")),
        ),
    ]
    last = last_measurement(tracker, code)
    if last is not None:
        figure = last.value or (
            f"{last.numerator}/{last.denominator}" if last.numerator else say(f"band.{last.band}")
        )
        lines.append(("plain", say("live.last", period=last.period, figure=figure)))
    return lines


def alert_lines(say: Words, tracker: Tracker, alert: str) -> list[Line]:
    """An open alert in words: its subject, its month, what is wrong."""
    from tui.screens.overview_rows import message_of

    found = next((report for report in tracker.alerts() if report.alert.id == alert.strip()), None)
    if found is None:
        return []
    about = " ".join(filter(None, (found.alert.subject, found.alert.period)))
    return [("plain", f"{about}  {message_of(say, found)}")]
