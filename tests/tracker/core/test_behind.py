"""What is listed behind a figure that no rule computes is exactly what makes it."""

from __future__ import annotations

from events.envelope import RecordedEvent
from events.types.corrections import EventReversed
from events.types.payments import DisbursementRecorded, ReturnRecorded
from tests.builders import Desk
from tracker.behind import paid_in
from tracker.desk import everything
from tracker.requests import RecordReturn, Reverse


def signed(event: RecordedEvent) -> int:
    """Fen an event adds to what was paid."""
    match event.fact:
        case DisbursementRecorded(amount_fen=fen):
            return fen
        case ReturnRecorded(amount_fen=fen):
            return -fen
        case EventReversed(original=original, effect=effect):
            sign = 1 if original.type == "DisbursementRecorded" else -1
            return sign * original.payload["amount_fen"] * (-1 if effect == "undo" else 1)
        case _:
            raise AssertionError(event.type)


def test_what_was_paid_in_a_month_is_the_sum_of_its_events() -> None:
    desk = Desk(day="2022-04-20")
    grant = desk.grant(yuan=100_000)
    desk.grant("P02", yuan=50_000)
    paid = desk.pay(yuan=6_000, on="2022-02-15")
    wrong = desk.pay("P02", yuan=9_000, on="2022-03-15")
    back = desk.tracker.record(RecordReturn(of=paid.event.id, amount_fen=50_000, on="2022-04-01"))
    undone = desk.tracker.record(Reverse(event=wrong.event.id, reason="twice"))
    desk.tracker.record(Reverse(event=undone.event.id, reason="it was not"))
    desk.tracker.record(Reverse(event=back.event.id, reason="it was not"))
    extra = desk.grant("P02", yuan=10)
    desk.tracker.record(Reverse(event=extra.event.id, reason="a slip"))
    with everything(desk.tracker) as (_, view):
        money = list(view.money.values())
    for month in ("2022-01", "2022-02", "2022-03", "2022-04"):
        moved = [one.months[month] for one in money if month in one.months]
        total = sum(one.disbursed - one.returned for one in moved)
        assert sum(map(signed, paid_in(desk.tracker, month))) == total
    behind = paid_in(desk.tracker, "2022")
    assert sum(map(signed, behind)) == sum(one.disbursed for one in money)
    assert not {grant.event.position, extra.event.position} & {event.position for event in behind}
