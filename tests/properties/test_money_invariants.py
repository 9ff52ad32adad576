"""Random bureau-years against a naive model: never overspent, views are the log, figures are explained."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from events.envelope import RecordedEvent
from events.types.corrections import EventReversed
from tests.builders import LEDGER, PLAN, Desk
from tests.effort import examples
from tracker.decisions import Refusal
from tracker.projections.folding import fold
from tracker.projections.ledger_view import LedgerView, from_snapshot, to_snapshot
from tracker.requests import (
    RecordAppropriation,
    RecordDisbursement,
    RecordMeasurement,
    RecordReceipt,
    RecordReturn,
    Request,
    Reverse,
)

PROJECTS = st.sampled_from(["P01", "P02"])
AMOUNTS = st.integers(1, 2_000_00)
DAYS = st.dates(min_value=dt.date(2022, 1, 1), max_value=dt.date(2022, 12, 31))
DATES = DAYS.map(lambda day: day.isoformat())
EVENTS = st.integers(1, 60).map(str)


def requests() -> st.SearchStrategy[Request]:
    appropriation = st.builds(
        RecordAppropriation,
        project=PROJECTS,
        amount_fen=AMOUNTS,
        kind=st.sampled_from(["initial", "supplement", "reduction", "carryover"]),
        on=DATES,
    )
    transfer = st.builds(
        RecordAppropriation,
        project=st.just("P01"),
        to_project=st.just("P02"),
        kind=st.just("transfer"),
        amount_fen=AMOUNTS,
        on=DATES,
    )
    disbursement = st.builds(
        RecordDisbursement,
        project=PROJECTS,
        amount_fen=AMOUNTS,
        due_on=DATES,
        paid_on=DATES,
        people_due=st.integers(5, 9),
        people_paid=st.integers(0, 5),
        voucher=st.none() | st.sampled_from(["V1", "V2", "V3"]),
    )
    returned = st.builds(RecordReturn, of=EVENTS, amount_fen=st.integers(1, 500_00), on=DATES)
    receipt = st.builds(RecordReceipt, project=PROJECTS, amount_fen=AMOUNTS, on=DATES)
    measurement = st.builds(
        RecordMeasurement,
        indicator=st.sampled_from(["P02.05", "P01.02"]),
        period=st.sampled_from(["2022", "2022-03", "2022-07"]),
        numerator=st.integers(0, 50).map(str),
        denominator=st.integers(50, 60).map(str),
    )
    reversal = st.builds(Reverse, event=EVENTS, reason=st.just("x"))
    return st.one_of(
        appropriation, transfer, disbursement, disbursement, returned, receipt, measurement, reversal
    )


def played(asked: list[Request]) -> Desk:
    desk = Desk(day="2022-12-31")
    for request in asked:
        try:
            desk.tracker.record(request)
        except Refusal:
            continue
    return desk


def recorded(desk: Desk) -> list[RecordedEvent]:
    with desk.store.reader(str(LEDGER)) as log:
        return list(log.read())


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(requests(), max_size=40))
def test_no_project_has_ever_paid_more_than_its_appropriation(asked: list[Request]) -> None:
    view = LedgerView()
    for event in recorded(played(asked)):
        fold(view, [event])
        for money in view.money.values():
            assert money.balance >= 0
            assert money.returned <= money.paid
            assert all(due.amount_on_time >= 0 and due.people_paid >= 0 for due in money.due.values())


@settings(max_examples=examples(40), deadline=None)
@given(st.lists(requests(), max_size=40), st.integers(0, 80))
def test_live_views_replay_and_a_fold_in_two_parts_are_the_same(asked: list[Request], cut: int) -> None:
    desk = played(asked)
    events = recorded(desk)
    whole = fold(LedgerView(), events)
    halfway = from_snapshot(to_snapshot(fold(LedgerView(), events[:cut])))
    assert halfway is not None
    with desk.tracker.view() as (_, live):
        assert to_snapshot(live) == to_snapshot(whole)
    assert fold(halfway, events[cut:]) == whole


@settings(max_examples=examples(40), deadline=None)
@given(st.lists(requests(), max_size=40))
def test_reversing_every_reversal_twice_leaves_the_money_as_it_was(asked: list[Request]) -> None:
    desk = played(asked)
    before = desk.tracker.status().total
    for event in recorded(desk):
        try:
            undone = desk.tracker.record(Reverse(event=event.id, reason="x"))
        except Refusal:
            continue
        desk.tracker.record(Reverse(event=undone.event.id, reason="x"))
    after = desk.tracker.status().total
    assert (after.adjusted, after.received, after.disbursed) == (
        before.adjusted,
        before.received,
        before.disbursed,
    )


@settings(max_examples=examples(40), deadline=None)
@given(st.lists(requests(), max_size=40))
def test_every_figure_is_explained_by_exactly_its_events(asked: list[Request]) -> None:
    desk = played(asked)
    for row in PLAN.indicators():
        for period in (None, "2022-03"):
            figure = desk.tracker.explain(row.code, period)
            assert (figure.actual is None) <= (not figure.events)
    for project in ("P01", "P02"):
        figure = desk.tracker.explain(project)
        assert figure.actual is not None


@settings(max_examples=examples(30), deadline=None)
@given(st.lists(requests(), max_size=40), DATES)
def test_an_as_of_report_is_the_fold_of_what_had_happened_by_then(asked: list[Request], day: str) -> None:
    desk = played(asked)
    events = recorded(desk)
    started = {event.id: event.occurred_on for event in events}
    alone = fold(LedgerView(), [event for event in events if _in_effect(event, day, started)])
    for project in desk.tracker.status(as_of=day).projects:
        assert project.money == alone.money_of(project.code)


def _in_effect(event: RecordedEvent, day: str, started: dict[str, str]) -> bool:
    fact = event.fact
    if isinstance(fact, EventReversed) and started[fact.original.id] > day:
        return False
    return event.occurred_on <= day
