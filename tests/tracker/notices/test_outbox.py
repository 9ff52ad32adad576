from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from standardwebhooks import Webhook

from tests.builders import LEDGER
from tests.tracker.duty.offices import Office
from tracker.notices.channels import Channel
from tracker.notices.outbox import Outbox
from tracker.notices.sending import Message, NotSent

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BOX = Channel(name="box", webhook="https://unused.example", secret=SECRET)


class Clock:
    def __init__(self) -> None:
        self.now = dt.datetime.now(dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now


class Sender:
    """Takes what it is given, unless told to fail."""

    def __init__(self, failures: int = 0) -> None:
        self.failures, self.tries, self.taken = failures, 0, list[Message]()

    def __call__(self, channel: Channel, message: Message) -> None:
        self.tries += 1
        if self.tries <= self.failures:
            raise NotSent("HTTP 503")
        self.taken.append(message)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def outbox(office: Office, clock: Clock) -> Outbox:
    office.day = "2022-03-20"
    office.tracker.check_due_months()
    return Outbox(office.store, str(LEDGER), now=clock)


def test_every_alert_leaves_once_and_a_second_look_makes_nothing_new(outbox: Outbox, office: Office) -> None:
    sender = Sender()
    outbox.collect([BOX])
    outbox.collect([BOX])
    outbox.deliver([BOX], sender)
    outbox.deliver([BOX], sender)
    opened = [report.alert.id for report in office.tracker.alerts()]
    told = [message.data["data"]["alert"] for message in sender.taken]  # type: ignore[index]
    assert sorted(told) == sorted(opened)
    assert opened


def test_a_receiver_that_fails_a_hundred_times_and_then_works_loses_nothing_and_gets_nothing_twice(
    outbox: Outbox, clock: Clock
) -> None:
    sender = Sender(failures=100)
    outbox.collect([BOX])
    expected = {notice.notice for notice in outbox.all()}
    for _ in range(10_000):
        outbox.deliver([BOX], sender)
        if not outbox.all():
            break
        clock.now += dt.timedelta(minutes=5)
    assert [len(sender.taken), {message.id for message in sender.taken}] == [len(expected), expected]


def test_a_failure_never_holds_the_others_up_and_waits_longer_each_time(outbox: Outbox, clock: Clock) -> None:
    outbox.collect([BOX])
    number = len(outbox.due())
    sender = Sender(failures=1)
    assert outbox.deliver([BOX], sender) == (number - 1, 1)
    waits = []
    for _ in range(8):
        (left,) = outbox.all()
        waits.append(dt.datetime.fromisoformat(left.next_attempt_at) - clock.now)
        clock.now = dt.datetime.fromisoformat(left.next_attempt_at)
        sender.failures = sender.tries + 1
        outbox.deliver([BOX], sender)
    assert waits == sorted(waits)
    assert waits[0] < waits[-1] == dt.timedelta(hours=1)


def test_one_killed_while_sending_sends_again_under_the_same_id(outbox: Outbox, clock: Clock) -> None:
    outbox.collect([BOX])

    def killed(channel: Channel, message: Message) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        outbox.deliver([BOX], killed)
    clock.now += dt.timedelta(minutes=2)
    sender = Sender()
    outbox.deliver([BOX], sender)
    assert len({message.id for message in sender.taken}) == len(sender.taken)
    assert outbox.all() == []


def test_what_is_never_taken_is_given_up_after_days_and_can_be_tried_again(
    outbox: Outbox, clock: Clock
) -> None:
    outbox.collect([BOX])
    clock.now += dt.timedelta(days=8)
    outbox.deliver([BOX], Sender(failures=10**9))
    assert {notice.status for notice in outbox.all()} == {"given_up"}
    assert outbox.retry() == len(outbox.all())
    outbox.deliver([BOX], Sender())
    assert outbox.all() == []


def test_a_receiver_that_asks_for_time_gets_it(outbox: Outbox, clock: Clock) -> None:
    outbox.collect([BOX])

    def busy(channel: Channel, message: Message) -> None:
        raise NotSent("HTTP 429", wait_seconds=1800)

    outbox.deliver([BOX], busy)
    clock.now += dt.timedelta(minutes=29)
    assert outbox.due() == []
    clock.now += dt.timedelta(minutes=2)
    assert outbox.due()


def test_quiet_hours_hold_back_all_but_the_urgent(office: Office, clock: Clock) -> None:
    office.grant()
    office.pay(on="2022-02-15", people_due=10, people_paid=1)
    office.day = "2022-03-20"
    office.tracker.check_due_months()
    outbox = Outbox(office.store, str(LEDGER), now=clock)
    night = Channel(name="night", url="json://x", quiet="21:30-07:30")
    clock.now = dt.datetime(2030, 1, 1, 16, 0, tzinfo=dt.UTC)  # midnight in Beijing
    outbox.collect([night])
    sender = Sender()
    outbox.deliver([night], sender)
    assert {message.data["data"]["level"] for message in sender.taken} == {"urgent"}  # type: ignore[index]
    clock.now += dt.timedelta(hours=8)
    outbox.deliver([night], sender)
    assert outbox.all() == []


def test_a_channel_that_is_new_hears_only_of_what_is_open_still(office: Office, clock: Clock) -> None:
    office.day = "2022-02-20"
    office.tracker.check_due_months()
    office.measure("P02.05", "2022-01", numerator="99", denominator="100")
    office.tracker.check_due_months()
    outbox = Outbox(office.store, str(LEDGER), now=clock)
    outbox.collect([BOX])
    told = {notice.message.data["data"]["alert"] for notice in outbox.all()}  # type: ignore[index]
    assert told == {report.alert.id for report in office.tracker.alerts()}
    assert "timeliness:P02.05:2022-01" not in told


def test_a_digest_gathers_the_week(outbox: Outbox, office: Office) -> None:
    from tracker.notices.digest import digest

    weekly = Channel(name="weekly", url="json://x", mode="digest")
    outbox.collect([weekly])
    sender = Sender()
    assert outbox.deliver([weekly], sender) == (0, 0)
    folded = outbox.fold(weekly, "digest_1", digest(office.tracker, weekly))
    outbox.fold(weekly, "digest_1", digest(office.tracker, weekly))
    outbox.deliver([weekly], sender)
    (message,) = sender.taken
    assert folded
    assert len(message.text.splitlines()) == folded + 1


def test_a_webhook_is_signed_and_a_retry_keeps_its_id(outbox: Outbox, clock: Clock, receiver: Any) -> None:
    hook = Channel(name="hook", webhook=receiver.url, secret=SECRET)
    receiver.answer = lambda number: (503 if number == 1 else 204, {})
    outbox.collect([hook])
    outbox.deliver([hook])
    clock.now += dt.timedelta(minutes=2)
    outbox.deliver([hook])
    ids = [headers["webhook-id"] for headers, _ in receiver.received]
    assert ids[0] in ids[1:]
    for headers, body in receiver.received:
        assert Webhook(SECRET).verify(body, headers)["type"] == "alert.opened"
    assert outbox.all() == []


def test_an_address_that_nobody_answers_is_a_failure_without_the_address(outbox: Outbox) -> None:
    nowhere = Channel(name="hook", webhook="http://127.0.0.1:9/token-abc", secret=SECRET)
    outbox.collect([nowhere])
    outbox.deliver([nowhere])
    errors = {notice.last_error for notice in outbox.all()}
    assert errors == {"ConnectError"}


def test_a_webhook_to_elsewhere_must_be_https(outbox: Outbox) -> None:
    plain = Channel(name="hook", webhook="http://example.org/x", secret=SECRET)
    outbox.collect([plain])
    outbox.deliver([plain])
    assert {notice.last_error for notice in outbox.all()} == {"a webhook must be https"}


def closed_after(office: Office) -> str:
    """Put something right, let a check close its alert, and say which."""
    office.grant()
    office.pay(on="2022-02-15", people_due=10, people_paid=10)
    (gone,) = [alert for report in office.tracker.check_due_months() for alert in report.closed
               if alert.subject == "P01.03"]  # fmt: skip
    return gone.id


def test_whoever_was_told_that_an_alert_opened_is_told_once_that_it_closed(
    outbox: Outbox, office: Office
) -> None:
    urgent_only = Channel(name="urgent", url="json://x", level="urgent")
    both, sender = [BOX, urgent_only], Sender()
    outbox.collect(both)
    outbox.deliver(both, sender)
    sender.taken.clear()
    gone = closed_after(office)
    outbox.collect(both)
    outbox.collect(both)
    outbox.deliver(both, sender)
    told = [m for m in sender.taken if m.data["type"] == "alert.closed"]
    assert [m.data["data"]["alert"] for m in told if m.data["data"]["alert"] == gone] == [gone]  # type: ignore[index]
    assert all(message.id.endswith("_box") for message in told)
    assert "已解除" in told[0].text


def test_a_channel_that_begins_now_is_not_told_of_what_has_closed(outbox: Outbox, office: Office) -> None:
    gone = closed_after(office)
    outbox.collect([BOX])
    assert gone not in {notice.message.data["data"]["alert"] for notice in outbox.all()}  # type: ignore[index]


def test_a_closing_waits_for_the_morning_and_for_the_digest(
    outbox: Outbox, office: Office, clock: Clock
) -> None:
    clock.now = dt.datetime(2022, 3, 20, 15, tzinfo=dt.UTC)  # 23:00 in Beijing
    quiet = Channel(name="quiet", url="json://x", quiet="21:30-07:30")
    weekly = Channel(name="weekly", url="json://x", mode="digest")
    outbox.collect([quiet, weekly])
    gone = closed_after(office)
    outbox.collect([quiet, weekly])
    closings = {n.channel: n for n in outbox.all() if n.message.data["type"] == "alert.closed"
                and n.message.data["data"]["alert"] == gone}  # type: ignore[index]  # fmt: skip
    assert (closings["quiet"].status, closings["quiet"].level) == ("waiting", "info")
    assert closings["weekly"].status == "digest"
    sender = Sender()
    outbox.deliver([quiet], sender)
    assert "alert.closed" not in {message.data["type"] for message in sender.taken}
    clock.now += dt.timedelta(hours=10)
    outbox.deliver([quiet], sender)
    assert "alert.closed" in {message.data["type"] for message in sender.taken}
