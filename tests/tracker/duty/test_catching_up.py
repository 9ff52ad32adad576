from __future__ import annotations

from contextlib import closing

import pytest

from events.opening import open_store
from tests.builders import Desk
from tests.tracker.duty.offices import Office
from tracker.decisions.state import Refusal
from tracker.duty.catching_up import catch_up, trackers_on_duty


def test_a_late_start_checks_every_month_that_is_due_in_order_each_once(office: Office) -> None:
    office.day = "2022-06-20"
    (caught,) = catch_up([office.tracker])
    assert [report.month for report in caught.reports] == [f"2022-{m:02d}" for m in range(1, 6)]
    assert office.checked_months() == [f"2022-{m:02d}" for m in range(1, 6)]
    assert caught.wants_attention


def test_a_second_look_records_nothing(office: Office) -> None:
    office.day = "2022-06-20"
    catch_up([office.tracker])
    before = office.tracker.head()
    (again,) = catch_up([office.tracker])
    assert not any(report.recorded for report in again.reports)
    assert office.tracker.head() == before


def test_on_the_day_of_the_deadline_a_month_is_not_due_yet_and_the_day_after_it_is(office: Office) -> None:
    office.day = "2022-03-07"  # the fifth working day of March 2022
    catch_up([office.tracker])
    assert office.checked_months() == ["2022-01"]
    office.day = "2022-03-08"
    catch_up([office.tracker])
    assert office.checked_months() == ["2022-01", "2022-02"]


def test_later_facts_add_a_second_verdict_and_the_first_stays(office: Office) -> None:
    office.grant()
    office.day = "2022-03-20"
    catch_up([office.tracker])
    office.pay(on="2022-02-15", people_due=10, people_paid=10)
    (caught,) = catch_up([office.tracker])
    assert [report.month for report in caught.reports if report.recorded] == ["2022-02"]
    assert office.checked_months() == ["2022-01", "2022-02", "2022-02"]


def test_the_last_month_is_checked_in_the_next_year(office: Office) -> None:
    office.day = "2023-02-01"
    catch_up([office.tracker])
    assert office.checked_months() == [f"2022-{m:02d}" for m in range(1, 13)]


def test_scheduler_and_hand_come_to_the_same_verdicts(office: Office) -> None:
    by_hand = Desk()
    for desk in (office, by_hand):
        desk.grant()
        desk.pay(on="2022-01-15", people_due=10, people_paid=9)
        desk.day = "2022-04-20"
    catch_up([office.tracker])
    for month in ("2022-01", "2022-02", "2022-03"):
        by_hand.tracker.check(month)
    found = []
    for desk in (office, by_hand):
        with desk.tracker.view() as (_, view):
            found.append((view.checks, {name: alert.opened for name, alert in view.alerts.items()}))
    assert found[0] == found[1]


def test_a_ledger_without_a_plan_is_refused_alone_and_skipped_beside_others(
    office: Office, tmp_path_factory: pytest.TempPathFactory
) -> None:
    url = f"sqlite:///{tmp_path_factory.mktemp('bare')}/bare.db"
    bare = Office(url, plan=None, day="2022-02-20")
    with pytest.raises(Refusal, match="no_plan"):
        catch_up([bare.tracker])
    office.day = "2022-02-20"
    with_plan, without = catch_up([office.tracker, bare.tracker])
    bare.store.close()
    assert without.refusal is not None
    assert with_plan.reports


def test_an_empty_store_has_nothing_to_watch(sqlite_url: str) -> None:
    with closing(open_store(sqlite_url, create=False)) as store, pytest.raises(Refusal, match="store_empty"):
        trackers_on_duty(store, None)
