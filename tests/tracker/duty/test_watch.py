from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from events.store import StoreBusy
from tests.tracker.duty.offices import Office
from tracker.decisions.state import Refusal
from tracker.duty.outlook import outlook
from tracker.duty.watch import Watch
from tracker.settings import Settings
from tracker.upkeep import examine


class Night:
    """A clock that tests move; the business day follows it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, start: str) -> None:
        self._patch = monkeypatch
        self.to(start)

    def to(self, start: str) -> None:
        self.now = dt.datetime.fromisoformat(f"{start}+08:00").astimezone(dt.UTC)
        self._patch.setenv("TRACKER_TODAY", start[:10])

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def night(monkeypatch: pytest.MonkeyPatch) -> Night:
    return Night(monkeypatch, "2022-03-20T09:00")


def watch_of(office: Office, night: Night) -> Watch:
    return Watch(office.store, None, Settings(backups_kept=3), now=night)


def test_a_night_missed_is_made_up_for_once(office: Office, night: Night) -> None:
    caught, ran, _ = watch_of(office, night).once()
    assert [each.ledger for each in caught] == ["900/2022"]
    assert {done.job: done.outcome for done in ran}.items() >= {"verify": "done", "backup": "done"}.items()
    _, again, _ = watch_of(office, night).once()
    assert not {"verify", "backup"} & {done.job for done in again}


def test_nightly_backups_are_backups_and_only_so_many_are_kept(
    office: Office, night: Night, tmp_path: Path
) -> None:
    for day in range(10, 16):
        night.to(f"2022-04-{day}T03:00")
        watch_of(office, night).once()
    kept = sorted((tmp_path / "backups").iterdir())
    assert [path.name for path in kept] == [f"store-2022-04-{day}.db" for day in (13, 14, 15)]
    assert examine(kept[-1])


def test_a_store_locked_at_the_minute_is_looked_at_again(
    office: Office, night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = watch_of(office, night)
    with monkeypatch.context() as locked:

        def busy(*_: object, **__: object) -> None:
            raise StoreBusy("locked", where="here")

        locked.setattr(type(office.store.database), "begin", busy)
        watch._beat()
    assert office.checked_months() == []
    watch._beat()
    assert office.checked_months() == ["2022-01", "2022-02"]


def test_two_schedulers_do_each_work_once(office: Office, night: Night, tmp_path: Path) -> None:
    one, other = watch_of(office, night), watch_of(office, night)
    one._beat()
    other._beat()
    assert office.checked_months() == ["2022-01", "2022-02"]
    entries = one.book.entries()
    assert entries["backup"].outcome == "done"
    assert len(list((tmp_path / "backups").iterdir())) == 1


def test_a_backup_that_fails_is_written_down_and_tried_again(
    office: Office, night: Night, tmp_path: Path
) -> None:
    (tmp_path / "backups").write_text("in the way")
    _, ran, _ = watch_of(office, night).once()
    assert {"backup": "failed"}.items() <= {done.job: done.outcome for done in ran}.items()
    (tmp_path / "backups").unlink()
    night.now += dt.timedelta(minutes=11)
    _, ran, _ = watch_of(office, night).once()
    assert {"backup": "done"}.items() <= {done.job: done.outcome for done in ran}.items()


def test_a_backup_a_rule_forbids_says_so_in_words(
    office: Office, night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise Refusal("backup_over_newer", path="b.db", ledgers="900/2022")

    monkeypatch.setattr("tracker.duty.work.nightly_backup", refused)
    _, ran, _ = watch_of(office, night).once()
    (told,) = [done.detail for done in ran if done.job == "backup"]
    assert "b.db" in told
    assert "没有覆盖" in told
    assert "left alone" in told
    assert "{" not in told


def test_the_outlook_tells_who_is_on_duty_and_what_comes(office: Office, night: Night) -> None:
    assert outlook(office.store, None, now=night).officer is None
    watch_of(office, night)._beat()
    found = outlook(office.store, None, now=night)
    assert found.officer is not None
    assert found.months[0].last_month == "2022-02"
    assert (found.months[0].next_month, found.months[0].next_after) == ("2022-03", "2022-04-08")
    assert {planned.job for planned in found.work} >= {"timeliness", "verify", "backup"}
    assert all(planned.next_at > night.now for planned in found.work)


def test_a_server_is_watched_like_a_file(
    postgres_url: str, night: Night, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tracker.doctor import examine_installation
    from tracker.notices.channels import Channel
    from tracker.notices.outbox import Outbox

    monkeypatch.setattr("tracker.notices.sending.SECONDS", 1.0)
    office = Office(postgres_url)
    watch = Watch(office.store, None, Settings(backup_dir=tmp_path / "kept"), now=night)
    told = watch.once()
    assert {done.job: done.outcome for done in told.ran}.items() >= {
        "verify": "done",
        "backup": "done",
    }.items()
    (kept,) = (tmp_path / "kept").iterdir()
    assert examine(kept)
    assert office.checked_months() == ["2022-01", "2022-02"]
    outbox = Outbox(office.store, "900/2022")
    outbox.collect([Channel(name="a", url="json://x", level="info")])
    assert outbox.due()
    assert outbox.deliver([Channel(name="a", url="json://x")], lambda _channel, _message: None)[1] == 0
    found = examine_installation(postgres_url)
    assert found.fault is None
    assert {"schema", "chain", "scheduler", "outbox"} <= {check.name for check in found.checks}
    office.store.close()
