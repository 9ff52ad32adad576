from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from tests.builders import LEDGER
from tests.tracker.duty.offices import Office
from tracker.feeds.book import Feed, FeedBook, FeedSettings
from tracker.feeds.fetching import Limits, NotFetched, fetch
from tracker.feeds.running import FeedReader, FeedRun

NOW = dt.datetime(2022, 3, 20, tzinfo=dt.UTC)


def row(number: int, **said: Any) -> dict[str, Any]:
    return {"id": f"r{number}", "project": "P01", "amount": "10.50", "paid_on": "2022-03-01"} | said


def pages(*contents: list[dict[str, Any]]) -> Any:
    """Answers page after page, by cursor."""

    def answer(cursor: str | None, _headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        number = int(cursor or 0)
        following = str(number + 1) if number + 1 < len(contents) else None
        return 200, {}, json.dumps({"rows": contents[number], "next": following}).encode()

    return answer


class Desk:
    """A feed of an office, its book and its reader; waiting is not slept but noted."""

    def __init__(self, office: Office, url: str, **settings: Any) -> None:
        self.book = FeedBook(office.store, str(LEDGER), now=lambda: NOW)
        self.waited: list[float] = []
        self.reader = FeedReader(
            office.tracker, self.book, str, now=lambda: NOW,
            fetcher=lambda url, **said: fetch(url, sleep=self.waited.append, **said),
        )  # fmt: skip
        self.book.keep(Feed("bank", FeedSettings(url=url, **({"kind": "disbursement"} | settings))))

    @property
    def feed(self) -> Feed:
        return self.book.all()[0]

    def run(self, **said: Any) -> FeedRun:
        return self.reader.run(self.feed, **said)


def test_all_pages_are_recorded_once_however_often_they_are_read(office: Office, source: Any) -> None:
    source.answer = pages([row(1), row(2)], [row(3), row(2)], [row(4)])
    desk = Desk(office, source.url)
    assert desk.run()[1:5] == (3, 4, 1, 0)
    assert desk.run()[1:5] == (1, 0, 1, 0)  # from the last cursor on
    assert office.tracker.status().total.disbursed == 4 * 1050


def test_a_dry_run_records_and_remembers_nothing(office: Office, source: Any) -> None:
    source.answer = pages([row(1)], [row(2, amount="x")])
    desk = Desk(office, source.url)
    before = office.tracker.head()
    assert desk.run(dry=True)[1:5] == (2, 1, 0, 1)
    assert office.tracker.head() == before
    assert (desk.feed.cursor, desk.book.work()) == (None, [])


def test_rows_that_break_a_rule_wait_on_the_work_list_and_the_rest_is_recorded(
    office: Office, source: Any
) -> None:
    bad = [row(2, amount="-3"), row(3, project="P99"), row(4, paid_on="2022-02-30"), row(5, amount=1e9),
           row(6, people_due=1, people_paid=2), {"project": "P01"}, row(7, amount={"much": 1})]  # fmt: skip
    source.answer = pages([row(1), *bad, row(8)])
    desk = Desk(office, source.url)
    assert desk.run()[2:5] == (2, 0, len(bad))
    assert len(desk.book.work("bank")) == len(bad)
    assert all(aside.reason for aside in desk.book.work())


def test_what_came_before_its_money_is_recorded_when_the_money_is_there(office: Office, source: Any) -> None:
    source.answer = pages([row(1, project="P02", amount="500")])
    desk = Desk(office, source.url)
    assert desk.run().aside == 1
    office.grant(project="P02", yuan=600)
    done = desk.run()
    assert (done.recorded, done.aside) == (1, 0)
    assert desk.book.work() == []


def test_the_same_id_with_other_content_is_put_aside(office: Office, source: Any) -> None:
    source.answer = pages([row(1)])
    desk = Desk(office, source.url)
    desk.run()
    source.answer = pages([row(1, amount="99")])
    assert desk.run().aside == 1
    assert office.tracker.status().total.disbursed == 1050


def test_an_identity_number_in_a_free_text_is_not_kept_anywhere(office: Office, source: Any) -> None:
    number = "110105" + "19491231" + "0021"  # well-formed, belongs to nobody
    source.answer = pages([row(1, note=f"补发 {number}")])
    desk = Desk(office, source.url)
    done = desk.run()
    if done.aside:
        assert number not in json.dumps([aside._asdict() for aside in desk.book.work()])
        assert desk.run().recorded == 0
    assert number.encode() not in office.store.database.path.read_bytes()  # type: ignore[attr-defined]


def test_nothing_is_asked_for_twice_where_nothing_changed(office: Office, source: Any) -> None:
    def answer(cursor: str | None, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        if headers.get("if-none-match") == '"1"':
            return 304, {}, b""
        return 200, {"etag": '"1"'}, json.dumps({"rows": [row(1)]}).encode()

    source.answer = answer
    desk = Desk(office, source.url)
    assert not desk.run().unchanged
    assert desk.run().unchanged


def test_a_busy_server_is_asked_again_after_as_long_as_it_says(office: Office, source: Any) -> None:
    answers = iter(
        [(429, {"retry-after": "7"}, b""), (503, {}, b""), (200, {}, json.dumps([row(1)]).encode())]
    )
    source.answer = lambda _cursor, _headers: next(answers)
    desk = Desk(office, source.url)
    assert desk.run().recorded == 1
    assert desk.waited == [7, 2]


def test_a_server_that_wants_a_long_rest_is_left_alone_until_then(office: Office, source: Any) -> None:
    source.answer = lambda _cursor, _headers: (429, {"retry-after": "3600"}, b"")
    desk = Desk(office, source.url)
    assert desk.run().failure == "busy HTTP 429"
    assert not desk.feed.is_due(NOW + dt.timedelta(minutes=59))
    assert desk.feed.is_due(NOW + dt.timedelta(minutes=61))
    assert len(source.asked) == 1


def test_an_answer_cut_off_records_nothing_of_it_and_the_next_run_all(office: Office, source: Any) -> None:
    source.answer = pages([row(n) for n in range(50)])
    source.cut_after = 1500
    desk = Desk(office, source.url)
    assert desk.run().failure is not None
    assert office.tracker.status().total.disbursed == 0
    source.cut_after = None
    assert desk.run().recorded == 50


def test_a_run_cut_off_between_pages_goes_on_where_it_was(office: Office, source: Any) -> None:
    whole = pages([row(1)], [row(2)], [row(3)])

    def answer(cursor: str | None, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        return whole(cursor, headers) if cursor != "1" or len(source.asked) > 4 else (500, {}, b"")

    source.answer = answer
    desk = Desk(office, source.url)
    assert desk.run().failure == "status HTTP 500"
    assert desk.feed.cursor == "1"
    while desk.run().failure:
        pass
    assert office.tracker.status().total.disbursed == 3 * 1050


@pytest.mark.parametrize(
    ("body", "form"),
    [(b"<html>", "json"), (b'{"rows": 3}', "json"), (b"[" * 100_000, "json"), (b"[1, 2]", "json"),
     (b'"unclosed\n', "csv"), (b"\xff\xfe\xff", "csv"), (b'{"rows": [], "next": 4}', "json")],
)  # fmt: skip
def test_a_document_of_another_kind_is_a_failure_and_nothing_else(
    body: bytes, form: str, office: Office, source: Any
) -> None:
    source.answer = lambda _cursor, _headers: (200, {}, body)
    before = office.tracker.head()
    done = Desk(office, source.url, format=form).run()
    assert done.failure or done.recorded == 0
    assert office.tracker.head() == before


def test_csv_in_the_offices_own_columns_and_encoding(office: Office, source: Any) -> None:
    text = "流水号,项目,金额,日期\n1,P01,12.5万,2022-03-02\n2,P01,300元,2022-03-03\n"
    office.grant(yuan=200_000, on="2022-01-11")
    source.answer = lambda _cursor, _headers: (200, {}, text.encode("gb18030"))
    mapping = {"id": "流水号", "project": "项目", "amount": "金额", "paid_on": "日期", "note": "=网银"}
    assert Desk(office, source.url, format="csv", mapping=mapping).run().recorded == 2
    assert office.tracker.status().total.disbursed == 12_530_000


def test_measurements_and_receipts_arrive_too(office: Office, source: Any) -> None:
    source.answer = pages(
        [{"id": "m1", "indicator": "P02.05", "period": "2022-02", "numerator": 9, "denominator": 10}]
    )
    assert Desk(office, source.url, kind="measurement").run().recorded == 1
    source.answer = pages([{"id": "a", "project": "P01", "amount": 100.5, "on": "2022-02-02"}])
    assert Desk(office, source.url, kind="receipt").run().recorded == 1


def test_the_secret_comes_from_the_environment_and_is_never_kept(
    office: Office, source: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    source.answer = pages([row(1)])
    desk = Desk(office, source.url, auth_env="BANK_TOKEN")
    assert desk.run().failure == "secret BANK_TOKEN is not set"
    monkeypatch.setenv("BANK_TOKEN", "s3cret-s3cret")
    assert desk.run().recorded == 1
    assert source.asked[-1][1]["authorization"] == "Bearer s3cret-s3cret"
    assert b"s3cret-s3cret" not in office.store.database.path.read_bytes()  # type: ignore[attr-defined]


def reason_of(url: str, **limits: Any) -> str:
    with pytest.raises(NotFetched) as caught:
        fetch(url, limits=Limits(**limits), sleep=lambda _seconds: None)
    return caught.value.reason


def test_too_much_and_too_slow_are_cut_short(source: Any) -> None:
    source.answer = lambda _cursor, _headers: (200, {}, b"x" * 50_000)
    assert reason_of(source.url, most_bytes=10_000) == "too_large"
    source.pause = 0.05
    assert reason_of(source.url, most_seconds=0.2) == "too_slow"


@pytest.mark.parametrize(
    ("url", "reason"),
    [("http://example.org/x", "not_https"), ("ftp://example.org/x", "not_https"), ("https://10.1.2.3/x", "private"),
     ("https://169.254.169.254/latest", "private"), ("https://[fd00::1]/x", "private"),
     ("https://user:pass@example.org/x", "address"), ("https:///x", "address"), ("https://h:x/", "address")],
)  # fmt: skip
def test_addresses_that_are_not_asked(url: str, reason: str) -> None:
    assert reason_of(url) == reason


def test_a_redirect_to_a_private_or_plain_address_is_not_followed(source: Any) -> None:
    source.answer = lambda _cursor, _headers: (302, {"location": "https://10.0.0.1/x"}, b"")
    assert reason_of(source.url) == "private"
    source.answer = lambda _cursor, _headers: (302, {"location": "http://example.org/x"}, b"")
    assert reason_of(source.url) == "not_https"
    source.answer = lambda _cursor, _headers: (302, {"location": "/rows"}, b"")
    assert reason_of(source.url) == "redirects"


def test_nobody_there_is_a_failure_after_a_few_tries() -> None:
    assert reason_of("http://127.0.0.1:9/x") == "broken"


def test_feeds_run_on_the_schedule_when_their_time_has_come(
    office: Office, source: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tracker.duty.watch import Watch
    from tracker.settings import Settings

    monkeypatch.setenv("TRACKER_TODAY", "2022-03-20")
    source.answer = pages([row(1)])
    Desk(office, source.url)
    now = dt.datetime(2022, 3, 20, 1, tzinfo=dt.UTC)
    Watch(office.store, None, Settings(), now=lambda: now).once()
    assert office.tracker.status().total.disbursed == 1050
    Watch(office.store, None, Settings(), now=lambda: now + dt.timedelta(minutes=10)).once()
    assert len(source.asked) == 1
