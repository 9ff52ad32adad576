from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.catalogue import decode, encode
from events.types.oversight import AlertOpened, TimelinessChecked
from tests.builders import Desk
from tracker.checking import months_due
from tracker.decisions.state import Refusal
from tracker.labels import words
from tracker.projections.thresholds import THRESHOLDS, in_force, in_force_until
from tracker.projections.timeliness import reporting_deadline
from tracker.requests import ChangeSetting, ChooseMeasure
from tracker.watching import SETTINGS, concerns


def choose(desk: Desk, name: str, value: int | None) -> None:
    desk.tracker.record(ChangeSetting(name=name, value=value, reason="通知"))


def status_of(desk: Desk, code: str, month: str) -> str:
    report = desk.tracker.check(month)
    return next(item.status for item in report.standings if item.measure.code == code)


def facts(desk: Desk, kind: type) -> list[Any]:
    with desk.store.reader("900/2022") as log:
        return [event.fact for event in log.read() if isinstance(event.fact, kind)]


def kinds(desk: Desk) -> set[str]:
    with desk.tracker.view() as (_, view):
        return {each.kind for each in concerns(view, desk.day) if not each.lingers}


def test_every_setting_has_words_and_a_default_within_its_range() -> None:
    for language in ("zh", "en"):
        told = words(language)
        for name, threshold in THRESHOLDS.items():
            assert f"setting.{name}" in told
            assert f"setting.unit.{threshold.unit}" in told
            assert threshold.low <= threshold.default <= threshold.high


def test_every_setting_named_by_an_alert_is_one() -> None:
    assert {name for names in SETTINGS.values() for name in names} <= THRESHOLDS.keys()


def test_a_later_reporting_deadline_holds_for_the_month_that_is_still_open() -> None:
    desk = Desk(day="2022-04-08")  # the fifth working day of April 2022
    choose(desk, "reporting_deadline", 8)
    desk.day = "2022-04-09"
    assert status_of(desk, "P02.05", "2022-03") == "not_due"
    desk.day = "2022-04-14"
    assert status_of(desk, "P02.05", "2022-03") == "unreported"
    assert facts(desk, TimelinessChecked)[-1].settings == {"reporting_deadline": "8"}


def test_what_was_judged_under_an_old_deadline_stays_as_it_was() -> None:
    desk = Desk(day="2022-04-11")
    assert status_of(desk, "P02.05", "2022-03") == "unreported"
    before = desk.events()
    choose(desk, "reporting_deadline", 10)
    assert status_of(desk, "P02.05", "2022-03") == "unreported"
    assert list(desk.events()) == [*before, "SettingChanged"]
    assert facts(desk, TimelinessChecked)[-1].settings == {"reporting_deadline": "5"}


def test_reports_as_of_an_earlier_day_go_by_the_settings_of_then() -> None:
    desk = Desk(day="2022-06-10")
    choose(desk, "execution_yellow", 95)
    with desk.tracker.view(as_of="2022-06-09") as (_, view):
        assert in_force(view, "execution_yellow") == 80
    with desk.tracker.view() as (_, view):
        assert in_force(view, "execution_yellow") == 95


def test_a_stricter_threshold_opens_an_alert_that_names_it_and_a_reset_closes_it() -> None:
    desk = Desk(day="2022-04-10")
    desk.grant()
    desk.pay(yuan=5_400)  # 90 percent of what three months would have
    assert "execution" not in kinds(desk)
    choose(desk, "execution_yellow", 95)
    (opened,) = [alert for alert in desk.tracker.look_around()[0] if alert.id == "execution:P01"]
    assert opened.opened.settings == {"execution_red": "60", "execution_yellow": "95", "margin": "2"}
    choose(desk, "execution_yellow", None)
    assert [alert.id for alert in desk.tracker.look_around()[1]] == ["execution:P01"]


def test_patience_and_nearness_are_settings() -> None:
    desk = Desk(day="2022-02-14")
    desk.grant()
    desk.tracker.check("2022-01")
    choose(desk, "escalate", 2)
    desk.day = "2022-02-16"
    assert "unanswered" in kinds(desk)
    desk.day = "2022-06-10"
    desk.pay(yuan=15_600, on="2022-06-09")  # 65 percent of the ceiling, 44 of the year
    assert "ceiling" not in kinds(desk)
    choose(desk, "ceiling_nearing", 60)
    assert "ceiling" in kinds(desk)


def test_the_pay_day_moves_the_deadlines_counted_back_from_it() -> None:
    desk = Desk(day="2022-02-01")
    desk.grant()
    desk.tracker.record(ChooseMeasure(indicator="P01.03", deadline="before_pay_day:3"))
    desk.pay(on="2022-03-10", people_due=10, people_paid=10)
    desk.day = "2022-04-01"
    assert status_of(desk, "P01.03", "2022-03") == "met"  # three working days before the 15th: the 10th
    earlier = Desk(day="2022-02-01")
    earlier.grant()
    earlier.tracker.record(ChooseMeasure(indicator="P01.03", deadline="before_pay_day:3"))
    choose(earlier, "pay_day", 14)
    earlier.pay(on="2022-03-10", people_due=10, people_paid=10)
    earlier.day = "2022-04-01"
    assert status_of(earlier, "P01.03", "2022-03") == "missed"


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [("reporting_dedline", 5, "unknown_setting"), ("pay_day", 31, "setting_out_of_range"),
     ("pay_day", 0, "setting_out_of_range"), ("pay_day", 15, "setting_unchanged"),
     ("execution_red", 80, "settings_crossed"), ("light_yellow", 60, "settings_crossed")],
)  # fmt: skip
def test_what_can_not_be_a_setting_is_refused(name: str, value: int, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        choose(Desk(), name, value)
    assert refused.value.code == code
    assert words("zh")(f"refusal.{code}", **{k: v or "" for k, v in refused.value.facts.items()})


def test_events_written_without_settings_keep_their_bytes() -> None:
    for fact in (
        TimelinessChecked(month="2022-03", deadline="2022-04-08", results=()),
        AlertOpened(alert="a", kind="k", level="info", subject="P01"),
    ):
        text = encode(fact)
        assert "settings" not in json.loads(text)
        assert encode(decode(type(fact).__name__, 1, text)) == text
        assert decode(type(fact).__name__, 1, text).settings is msgspec.UNSET  # type: ignore[union-attr]


@given(st.lists(st.tuples(st.dates().map(str), st.integers(1, 20))))
def test_no_change_made_after_a_deadline_moves_it(changes: list[tuple[str, int]]) -> None:
    def deadline(number: int) -> str:
        return f"2022-04-{number:02d}"

    value, day = in_force_until("reporting_deadline", changes, deadline)
    assert day == deadline(value)
    late = [*changes, ("9999-12-31", 20)]
    assert in_force_until("reporting_deadline", late, deadline) == (value, day)


def test_months_come_due_at_their_earliest_deadline() -> None:
    desk = Desk(day="2022-04-01")
    with desk.tracker.view() as (_, view):
        assert months_due(view, "2022-04-01") == ["2022-01", "2022-02"]
        assert reporting_deadline(view, "2022-03") == "2022-04-08"
    desk.tracker.record(ChooseMeasure(indicator="P02.05", deadline="day:20"))
    with desk.tracker.view() as (_, view):
        assert months_due(view, "2022-04-01") == ["2022-01", "2022-02", "2022-03"]


def test_an_indicator_goes_by_its_own_deadline_and_the_check_says_so() -> None:
    desk = Desk(day="2022-04-01")
    desk.tracker.record(ChooseMeasure(indicator="P02.05", deadline="month_end"))
    desk.tracker.record(ChooseMeasure(indicator="P02.02", deadline="working_day:10"))
    assert status_of(desk, "P02.05", "2022-03") == "unreported"
    assert status_of(desk, "P02.02", "2022-03") == "not_due"
    desk.day = "2022-04-11"  # after the ledger's fifth working day, before the tenth
    assert status_of(desk, "P02.02", "2022-03") == "not_due"
    desk.day = "2022-04-20"
    assert [report.month for report in desk.tracker.check_due_months() if report.recorded][-1] == "2022-03"
    judged = {each.indicator: each for each in facts(desk, TimelinessChecked)[-1].results}
    # Saturday the 2nd was worked
    assert (judged["P02.02"].status, judged["P02.02"].deadline) == ("unreported", "2022-04-15")
    assert judged["P01.03"].deadline is msgspec.UNSET
    desk.tracker.record(ChooseMeasure(indicator="P02.02", deadline="default"))
    with desk.tracker.view() as (_, view):
        assert "P02.02" not in view.plan.deadlines


def test_nothing_is_missed_while_people_may_still_be_paid_on_time() -> None:
    desk = Desk(day="2022-01-10")
    desk.grant()
    desk.tracker.record(ChooseMeasure(indicator="P01.03", deadline="working_day:5"))
    desk.pay(on="2022-03-15", people_due=10, people_paid=8)
    desk.day = "2022-04-08"
    assert status_of(desk, "P01.03", "2022-03") == "not_due"
    desk.day = "2022-04-09"
    assert status_of(desk, "P01.03", "2022-03") == "missed"
    (opened,) = [fact for fact in facts(desk, AlertOpened) if fact.subject == "P01.03"]
    assert opened.settings == {"reporting_deadline": "5", "deadline": "working_day:5"}
