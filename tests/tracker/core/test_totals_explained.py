"""A total of the bureau's money is the sum of its projects, and is made of exactly their events."""

from __future__ import annotations

from typing import get_args

import pytest
from msgspec.structs import replace

from tests.builders import Desk
from tracker.decisions.state import Refusal
from tracker.explain import MoneyFigure
from tracker.requests import RecordReceipt, RecordReturn, Reverse

FIGURES: tuple[MoneyFigure, ...] = get_args(MoneyFigure)


def a_desk() -> Desk:
    desk = Desk(day="2022-06-30")
    desk.grant()
    desk.grant("P02", yuan=100_000)
    desk.tracker.record(RecordReceipt(project="P02", amount_fen=4_000_000, on="2022-02-01"))
    paid = desk.pay(yuan=6_000, on="2022-02-15")
    wrong = desk.pay("P02", yuan=9_000, on="2022-03-15")
    desk.tracker.record(RecordReturn(of=paid.event.id, amount_fen=50_000, on="2022-04-01"))
    desk.tracker.record(Reverse(event=wrong.event.id, reason="typed twice"))
    return desk


@pytest.mark.parametrize("what", FIGURES)
@pytest.mark.parametrize("month", [None, "2022-02", "2022-03"])
def test_a_total_is_its_parts_and_their_events(what: MoneyFigure, month: str | None) -> None:
    tracker = a_desk().tracker
    whole = tracker.explain("total", month, what=what)
    parts = [tracker.explain(part.project, month, what=what) for part in whole.parts]
    assert [part.actual for part in whole.parts] == [part.actual for part in parts]
    assert {event.position for event in whole.events} == {e.position for part in parts for e in part.events}
    assert [event.position for event in whole.events] == sorted({event.position for event in whole.events})
    assert whole.actual is not None
    if what == "execution":
        for name in ("numerator", "denominator"):
            assert getattr(whole.actual, name) == sum(getattr(part.actual, name) for part in whole.parts)
    else:
        assert whole.actual.value == sum(part.actual.value or 0 for part in whole.parts)


def test_a_total_is_what_the_report_says() -> None:
    tracker = a_desk().tracker
    total = tracker.status().total
    said = {what: tracker.explain("total", what=what).actual for what in FIGURES}
    expected = {
        "appropriated": total.adjusted,
        "received": total.received,
        "disbursed": total.disbursed,
        "balance": total.balance,
    }
    for what, fen in expected.items():
        actual = said[what]  # type: ignore[index]
        assert actual is not None
        assert actual.value == fen
    assert said["execution"] is not None
    assert said["execution"].value == total.execution_rate


def test_without_its_events_a_total_has_only_its_parts() -> None:
    whole = a_desk().tracker.explain("total", what="disbursed", events=False)
    assert (len(whole.parts), whole.events) == (2, ())


def test_an_unknown_project_is_refused_and_a_retired_one_explained() -> None:
    desk = a_desk()
    with pytest.raises(Refusal):
        desk.tracker.explain("P99", what="disbursed")
    plan = desk.tracker.plan()
    kept = replace(plan, projects=plan.projects[1:])
    desk.tracker.adopt_plan(kept, (), document="new.json", sha256="1" * 64, revise=True)
    assert {part.project for part in desk.tracker.explain("total").parts} == {"P01", "P02"}
    actual = desk.tracker.explain("P01", what="disbursed").actual
    assert actual is not None
    assert actual.value == 550_000
