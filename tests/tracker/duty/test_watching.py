from __future__ import annotations

import datetime as dt
import sqlite3

import pytest

from tests.builders import Desk
from tests.tracker.duty.offices import Office
from tracker.duty.watch import Watch
from tracker.labels import words
from tracker.requests import ExplainDeviation
from tracker.settings import Settings
from tracker.watching import KINDS, STORE_KINDS, concerns


def found(desk: Desk, kind: str) -> dict[str, tuple[str, str]]:
    with desk.tracker.view() as (_, view):
        return {
            f"{c.subject}{'@' + c.period if c.period else ''}": (c.level, c.status)
            for c in concerns(view, desk.day)
            if c.kind == kind and not c.lingers
        }


def open_now(desk: Desk) -> set[str]:
    return {report.alert.id for report in desk.tracker.alerts()}


@pytest.mark.parametrize(
    ("paid", "light"),
    [(2_400, ("warning", "red")), (3_599, ("warning", "red")), (3_600, ("info", "yellow")),
     (4_799, ("info", "yellow")), (4_800, None), (6_000, None)],
)  # fmt: skip
def test_money_is_behind_the_year_below_sixty_and_eighty_percent_of_time(
    paid: int, light: tuple[str, str] | None
) -> None:
    desk = Desk(day="2022-04-10")  # three months have ended: a quarter of 24,000 is 6,000
    desk.grant()
    desk.pay(yuan=paid)
    assert found(desk, "execution").get("P01") == light


def test_a_project_without_money_has_no_light() -> None:
    assert found(Desk(day="2022-09-01"), "execution") == {}


def test_a_ceiling_is_near_only_when_spending_runs_ahead_of_the_year() -> None:
    desk = Desk(day="2022-06-10")
    desk.grant(yuan=30_000)
    desk.pay(yuan=21_700)
    assert found(desk, "ceiling") == {"P01.04": ("warning", "nearing")}
    desk.day = "2022-12-20"
    assert found(desk, "ceiling") == {}
    desk.pay(yuan=2_400, on="2022-12-20")
    assert found(desk, "ceiling") == {"P01.04": ("urgent", "passed")}


def test_an_amount_per_person_off_its_standard_is_found_month_by_month() -> None:
    desk = Desk(day="2022-05-10")
    desk.grant()
    desk.pay(yuan=1_160, on="2022-03-15", people_due=10, people_paid=10)
    desk.pay(yuan=1_170, on="2022-04-15", people_due=10, people_paid=10)
    assert found(desk, "per_person") == {"P01.05@2022-04": ("warning", "off")}


def test_a_deadline_that_nears_is_pointed_out_until_there_are_figures() -> None:
    desk = Desk(day="2022-03-02")
    desk.grant(project="P02", yuan=100)
    assert "P02.05@2022-02" in found(desk, "due_soon")
    desk.measure("P02.05", "2022-02", numerator="9", denominator="10")
    assert "P02.05@2022-02" not in found(desk, "due_soon")
    desk.day = "2022-03-20"
    assert found(desk, "due_soon") == {}


def test_what_is_over_its_target_wants_an_explanation() -> None:
    desk = Desk(day="2022-06-10")
    desk.grant(yuan=30_000)
    desk.pay(yuan=25_000)
    assert found(desk, "unexplained") == {"P01.04": ("info", "over")}
    desk.tracker.record(ExplainDeviation(indicator="P01.04", reason="补发", measure="控制"))
    assert found(desk, "unexplained") == {}


def test_a_missed_month_nobody_acknowledges_is_escalated_after_five_working_days() -> None:
    from tracker.requests import AcknowledgeAlert

    desk = Desk(day="2022-02-14")
    desk.grant()
    desk.tracker.check("2022-01")
    desk.day = "2022-02-18"
    assert found(desk, "unanswered") == {}
    desk.day = "2022-02-21"
    assert "P01.03@2022-01" in found(desk, "unanswered")
    desk.tracker.record(AcknowledgeAlert(alert="timeliness:P01.03:2022-01", note="已联系银行"))
    assert "P01.03@2022-01" not in found(desk, "unanswered")


def test_an_alert_opens_once_and_closes_when_the_facts_are_right_again() -> None:
    desk = Desk(day="2022-04-10")
    desk.grant()
    opened, _ = desk.tracker.look_around()
    assert "execution:P01" in {alert.id for alert in opened}
    assert desk.tracker.look_around() == ([], [])
    desk.pay(yuan=6_000)
    assert "execution:P01" not in open_now(desk)  # it is no longer true, before anybody looked
    _, closed = desk.tracker.look_around()
    assert [alert.id for alert in closed] == ["execution:P01"]


def test_a_worse_level_opens_an_alert_anew_and_a_better_one_does_not() -> None:
    desk = Desk(day="2022-04-10")
    desk.grant()
    desk.pay(yuan=4_000)
    (first,) = [a for a in desk.tracker.look_around()[0] if a.id == "execution:P01"]
    desk.day = "2022-06-10"
    (worse,) = [a for a in desk.tracker.look_around()[0] if a.id == "execution:P01"]
    assert (first.level, worse.level, worse.openings) == ("info", "warning", 2)
    desk.pay(yuan=3_000, on="2022-06-10")
    assert "execution:P01" not in {a.id for a in desk.tracker.look_around()[0]}


def test_a_figure_that_wavers_about_its_threshold_does_not_flap() -> None:
    desk = Desk(day="2022-04-10")
    desk.grant()
    desk.pay(yuan=4_799)
    desk.tracker.look_around()
    before = len(desk.events())
    desk.pay(yuan=2)  # green by a hair
    desk.tracker.look_around()
    assert desk.events()[before:] == ["DisbursementRecorded"]
    desk.pay(yuan=200)
    desk.tracker.look_around()
    assert desk.events()[-1] == "AlertClosed"


def test_what_closed_today_does_not_open_again_before_tomorrow() -> None:
    desk = Desk(day="2022-04-10")
    desk.grant()
    desk.tracker.look_around()
    payment = desk.pay(yuan=6_000)
    desk.tracker.look_around()
    from tracker.requests import Reverse

    desk.tracker.record(Reverse(event=payment.event.id, reason="错付"))
    assert "execution:P01" not in {a.id for a in desk.tracker.look_around()[0]}
    desk.day = "2022-04-11"
    assert "execution:P01" in {a.id for a in desk.tracker.look_around()[0]}


def test_the_monthly_check_by_hand_opens_no_other_kind() -> None:
    desk = Desk(day="2022-04-20")
    desk.grant()
    desk.tracker.check("2022-03")
    assert {report.alert.kind for report in desk.tracker.alerts()} == {"timeliness"}


def test_a_closed_year_gives_no_more_concerns() -> None:
    from tracker.requests import CloseYear

    desk = Desk(day="2022-12-31")
    desk.grant()
    desk.tracker.look_around()
    desk.tracker.record(CloseYear())
    desk.tracker.look_around()
    assert open_now(desk) == set()


def test_a_log_that_does_not_verify_is_an_alert(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_TODAY", "2022-03-20")
    connection = sqlite3.connect(office.store.database.path)  # type: ignore[attr-defined]
    connection.execute("DROP TRIGGER events_no_update")
    connection.execute("UPDATE events SET actor = 'x' WHERE position = 3")
    connection.commit()
    connection.close()
    now = dt.datetime(2026, 3, 20, 1, tzinfo=dt.UTC)
    told = Watch(office.store, None, Settings(), now=lambda: now).once()
    opened = {alert.id: alert for change in told.changes for alert in change.opened}
    already = {report.alert.id for report in office.tracker.alerts()}
    assert "log_broken:900/2022" in opened.keys() | already


def test_nobody_on_duty_for_days_is_an_alert_when_somebody_comes_back(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_TODAY", "2022-03-20")
    now = dt.datetime(2026, 3, 10, 1, tzinfo=dt.UTC)
    Watch(office.store, None, Settings(), now=lambda: now)._begin()
    later = now + dt.timedelta(days=5)
    Watch(office.store, None, Settings(), now=lambda: later)._begin()
    assert "scheduler_absent:900/2022" in " ".join(open_now(office))


def test_every_kind_has_words_in_both_languages() -> None:
    for language in ("zh", "en"):
        known = words(language)
        for kind in (*KINDS, "log_broken", "backup_old", "scheduler_absent"):
            assert any(f"alert.{kind}.{status}" in known for status in _STATUSES), kind


_STATUSES = ("red", "nearing", "off", "due_soon", "over", "unanswered", "broken", "old", "absent")


def test_lines_of_a_bank_result_that_wait_too_long_are_an_alert(office: Office) -> None:
    from events.envelope import NewEvent
    from events.roster_lines import PutAside
    from events.types.rosters import RosterImported, RosterResultRecorded
    from tracker.duty.work import put_aside_concerns
    from tracker.rosters.work import resolve_line

    digest = "a" * 64
    with office.store.writer("900/2022") as log:
        (listed,) = log.append(
            [NewEvent(RosterImported(
                project="P01", month="2022-03", due_on="2022-03-15", lines=2, people_due=2, amount_due_fen=200,
                lines_sha256=digest, merkle_root=digest, file_sha256=digest, key_id="k",
            ), "2022-03-10")],
            actor="a",
        )  # fmt: skip
        (result,) = log.append(
            [NewEvent(RosterResultRecorded(
                roster=listed.id, roster_position=listed.position, project="P01", due_on="2022-03-15", paid=(),
                failed_people=0, failed_amount_fen=0, returned=(), put_aside=2, lines_sha256=digest,
                merkle_root=digest, file_sha256="b" * 64,
            ), "2022-03-16")],
            actor="a",
        )  # fmt: skip
        log.roster_lines.add_result(result.position, [], [PutAside(2, "unknown"), PutAside(3, "amount")])
    office.day = "2022-03-26"
    assert put_aside_concerns(office.tracker) == []
    office.day = "2022-03-27"
    (concern,) = put_aside_concerns(office.tracker)
    assert (concern.alert, concern.numerator) == ("put_aside:P01", "2")
    opened, _ = office.tracker.look_around([concern], STORE_KINDS)
    assert "put_aside:P01" in {alert.id for alert in opened}
    for line in (2, 3):
        resolve_line(office.tracker, result.id, line, "已核对")
    _, closed = office.tracker.look_around(put_aside_concerns(office.tracker), STORE_KINDS)
    assert [alert.id for alert in closed] == ["put_aside:P01"]
