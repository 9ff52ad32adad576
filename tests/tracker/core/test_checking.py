"""The monthly check: what it finds on which day, what it records, which alerts it opens and closes."""

from __future__ import annotations

import pytest

from tests.builders import Desk
from tracker.requests import AcknowledgeAlert, Reverse


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    desk.grant()
    desk.grant("P02", 10_000)
    return desk


def statuses(desk: Desk, month: str = "2022-03") -> dict[str, str]:
    return {item.measure.code: item.status for item in desk.tracker.check(month).standings}


def test_before_the_months_end_nothing_is_due_and_nothing_is_recorded(desk: Desk) -> None:
    desk.day = "2022-03-31"
    before = desk.tracker.head()
    assert set(statuses(desk).values()) == {"not_due"}
    assert desk.tracker.head() == before


def test_without_data_nothing_is_wrong_until_the_fifth_working_day(desk: Desk) -> None:
    desk.day = "2022-04-08"  # 3 to 5 April 2022 were holidays, 2 April a working Saturday
    assert desk.tracker.check("2022-03").deadline == "2022-04-08"
    assert statuses(desk)["P01.03"] == "not_due"
    desk.day = "2022-04-09"
    found = statuses(desk)
    assert found["P01.03"] == "unreported"
    assert found["P02.05"] == "unreported"
    assert found["P02.01"] == "not_applicable"


def test_with_data_the_verdict_comes_with_the_months_end(desk: Desk) -> None:
    desk.pay(people_due=100, people_paid=94)
    desk.day = "2022-04-01"
    assert statuses(desk)["P01.03"] == "missed"


def test_running_the_check_again_changes_nothing(desk: Desk) -> None:
    desk.day = "2022-04-20"
    first = desk.tracker.check("2022-03")
    head = desk.tracker.head()
    second = desk.tracker.check("2022-03")
    assert first.opened
    assert (second.opened, second.closed, second.recorded) == ((), (), False)
    assert desk.tracker.head() == head


def test_an_alert_opens_is_acknowledged_and_closes_when_the_facts_are_right(desk: Desk) -> None:
    wrong = desk.pay(people_due=100, people_paid=90)
    desk.day = "2022-04-20"
    opened = desk.tracker.check("2022-03").opened
    alert = next(alert for alert in opened if alert.subject == "P01.03")
    desk.tracker.record(AcknowledgeAlert(alert=alert.id, note="bank asked"))
    assert next(r for r in desk.tracker.alerts() if r.alert.id == alert.id).alert.acknowledged_by == "tester"
    desk.tracker.record(Reverse(event=wrong.event.id, reason="typed wrong"))
    desk.pay(people_due=100, people_paid=100)
    assert alert.id not in [report.alert.id for report in desk.tracker.alerts()]
    closed = desk.tracker.check("2022-03").closed
    assert [each.id for each in closed] == [alert.id]


def test_months_are_caught_up_in_order_each_once(desk: Desk) -> None:
    desk.day = "2022-05-20"
    assert [report.month for report in desk.tracker.check_due_months()] == [
        "2022-01", "2022-02", "2022-03", "2022-04",
    ]  # fmt: skip
    checks = desk.events().count("TimelinessChecked")
    assert checks == 4
    desk.tracker.check_due_months()
    assert desk.events().count("TimelinessChecked") == checks


def test_a_verdict_that_later_facts_change_is_added_and_the_first_stays(desk: Desk) -> None:
    desk.day = "2022-04-20"
    desk.tracker.check("2022-03")
    desk.measure("P02.05", "2022-03", numerator="96", denominator="100")
    desk.tracker.check("2022-03")
    assert desk.events().count("TimelinessChecked") == 2
