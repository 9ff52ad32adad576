"""Every kind of alert opens once, tells what it is about, and closes when the facts are right again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from tests.builders import Desk
from tests.tracker.duty.offices import Office
from tracker.cli.shapes import alert_report_json
from tracker.duty.book import Entry
from tracker.duty.watch import Watch
from tracker.duty.work import Gap, store_concerns
from tracker.labels import words
from tracker.requests import AcknowledgeAlert, ExplainDeviation, Reverse
from tracker.settings import Settings
from tracker.watching import KINDS, SETTINGS, STORE_KINDS


def due_soon(desk: Desk) -> Callable[[], object]:
    desk.day = "2022-03-02"
    desk.grant(project="P02", yuan=100)
    return lambda: desk.measure("P02.05", "2022-02", numerator="9", denominator="10")


def execution(desk: Desk) -> Callable[[], object]:
    desk.day = "2022-04-10"
    desk.grant()
    return lambda: desk.pay(yuan=6_000)


def red_light(desk: Desk) -> Callable[[], object]:
    desk.day = "2022-07-10"
    desk.measure("P02.04", "2022-01", value="1")  # one of the two that half a year should have: 50 percent
    return lambda: desk.measure("P02.04", "2022-06", value="1")


def ceiling(desk: Desk) -> Callable[[], object]:
    desk.day = "2022-06-10"
    desk.grant(yuan=30_000)
    payment = desk.pay(yuan=25_000)
    return lambda: desk.tracker.record(Reverse(event=payment.event.id, reason="错付"))


def per_person(desk: Desk) -> Callable[[], object]:
    desk.day = "2022-05-10"
    desk.grant()
    payment = desk.pay(yuan=1_170, on="2022-04-15", people_due=10, people_paid=10)
    return lambda: desk.tracker.record(Reverse(event=payment.event.id, reason="多付"))


def unexplained(desk: Desk) -> Callable[[], object]:
    desk.day = "2022-06-10"
    desk.grant(yuan=30_000)
    desk.pay(yuan=25_000)
    return lambda: desk.tracker.record(ExplainDeviation(indicator="P01.04", reason="补发", measure="控制"))


def unanswered(desk: Desk) -> Callable[[], object]:
    desk.day = "2022-02-14"
    desk.grant()
    desk.tracker.check("2022-01")
    desk.day = "2022-02-21"
    return lambda: desk.tracker.record(AcknowledgeAlert(alert="timeliness:P01.03:2022-01", note="已联系"))


CASES = {
    "due_soon": ("due_soon:P02.05:2022-02", due_soon),
    "execution": ("execution:P01", execution),
    "light": ("light:P02.04", red_light),
    "ceiling": ("ceiling:P01.04", ceiling),
    "per_person": ("per_person:P01.05:2022-04", per_person),
    "unexplained": ("unexplained:P01.04", unexplained),
    "unanswered": ("unanswered:P01.03:2022-01", unanswered),
}


def test_no_kind_is_without_a_life() -> None:
    assert CASES.keys() == set(KINDS)


@pytest.mark.parametrize("kind", CASES)
def test_it_opens_once_says_everything_and_closes(kind: str) -> None:
    name, arrange = CASES[kind]
    desk = Desk()
    put_right = arrange(desk)
    (opened,) = [alert for alert in desk.tracker.look_around()[0] if alert.id == name]
    assert desk.tracker.look_around()[0] == []
    (listed,) = [report for report in desk.tracker.alerts() if report.alert.id == name]
    for language in ("zh", "en"):
        told = alert_report_json(words(language), listed)
        assert told["kind"] == kind
        assert told["level"] in ("info", "warning", "urgent")
        assert told["subject"] in told["message"]
        assert told["what_to_do"]
        assert told["evidence"]["status"]
        assert told["settings"].keys() == set(SETTINGS.get(kind, ()))
    desk.tracker.record(AcknowledgeAlert(alert=name, note="已知"))
    assert desk.tracker.alerts(closed_too=True)
    put_right()
    assert name in {alert.id for alert in desk.tracker.look_around()[1]}
    closed = {r.alert.id: r.alert for r in desk.tracker.alerts(closed_too=True)}[name]
    assert (closed.closed_on, closed.acknowledged_by) == (desk.day, "tester")
    assert opened.openings == closed.openings == 1


def test_a_yellow_light_is_milder_than_a_red_one() -> None:
    desk = Desk(day="2022-09-10")
    desk.measure("P02.04", "2022-01", value="2")  # 75 percent of what eight months should have
    (opened,) = [alert for alert in desk.tracker.look_around()[0] if alert.kind == "light"]
    assert (opened.level, opened.opened.status) == ("info", "yellow")
    desk.measure("P02.04", "2022-06", value="1")  # 112 percent
    assert opened.id in {alert.id for alert in desk.tracker.look_around()[1]}


NOW = dt.datetime(2026, 3, 20, 1, tzinfo=dt.UTC)


def kinds_of(office: Office, entries: dict[str, Entry], gap: Gap | None = None) -> set[str]:
    return {concern.kind for concern in store_concerns(office.tracker, entries, NOW, gap)}


def backed_up(days_ago: int) -> dict[str, Entry]:
    at = (NOW - dt.timedelta(days=days_ago)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return {"backup": Entry("backup", done_for=at, outcome="done")}


def test_a_backup_is_too_old_after_three_days_and_not_before(office: Office) -> None:
    assert "backup_old" not in kinds_of(office, backed_up(3))
    assert "backup_old" in kinds_of(office, backed_up(4))


def test_a_log_that_does_not_verify_is_over_when_it_does(office: Office) -> None:
    broken = {"verify": Entry("verify", outcome="wanting", detail="900/2022@3")}
    assert "log_broken" in kinds_of(office, broken | backed_up(0))
    mended = {"verify": Entry("verify", outcome="done", detail="1 ledgers, 40 events")}
    assert kinds_of(office, mended | backed_up(0)) == set()


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("log_broken", backed_up(0) | {"verify": Entry("verify", outcome="wanting", detail="900/2022@3")}),
        ("backup_old", backed_up(4)),
    ],
)
def test_what_was_wrong_with_the_store_closes_when_it_is_right(
    office: Office, kind: str, wrong: dict[str, Entry]
) -> None:
    def look(entries: dict[str, Entry]) -> tuple[list[str], list[str]]:
        found = store_concerns(office.tracker, entries, NOW)
        opened, closed = office.tracker.look_around(found, STORE_KINDS)
        return [alert.kind for alert in opened if alert.kind in STORE_KINDS], [alert.kind for alert in closed]

    assert look(wrong) == ([kind], [])
    assert look(wrong) == ([], [])
    assert look(backed_up(0)) == ([], [kind])


def test_nobody_on_duty_is_an_alert_from_the_hours_the_ledger_chose(office: Office) -> None:
    from tracker.requests import ChangeSetting

    night_and_day = Gap("2026-03-18", dt.timedelta(hours=30))
    assert "scheduler_absent" not in kinds_of(office, backed_up(0), night_and_day)
    office.tracker.record(ChangeSetting(name="absence", value=24))
    assert "scheduler_absent" in kinds_of(office, backed_up(0), night_and_day)


def test_alerts_of_the_store_open_and_close_by_themselves(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_TODAY", "2022-01-05")
    watch = Watch(office.store, None, Settings(), now=lambda: NOW)
    watch.book.be_seen("stays")
    later = Watch(office.store, None, Settings(), now=lambda: NOW + dt.timedelta(days=5))
    later._begin()
    opened = {r.alert.kind for r in office.tracker.alerts() if r.alert.kind in STORE_KINDS}
    assert opened >= {"scheduler_absent"}
    later._look_around()
    assert not {r.alert.kind for r in office.tracker.alerts() if r.alert.kind in STORE_KINDS}
