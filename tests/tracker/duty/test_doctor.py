from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

import pytest
import time_machine

from tests.tracker.duty.offices import Office
from tracker.doctor import Examination, examine_installation
from tracker.duty.catching_up import catch_up
from tracker.labels import words


def wrongs(found: Examination) -> list[str]:
    return [check.key for check in found.checks if not check.ok]


def test_a_sound_installation_is_found_sound(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_TODAY", "2022-01-20")
    office.store.database.path.chmod(0o600)  # type: ignore[attr-defined]
    found = examine_installation(office.url)
    assert found.ok, wrongs(found)
    names = {check.name for check in found.checks}
    assert {"sqlite", "schema", "integrity", "chain", "disk", "clock", "permissions", "checks"} <= names


def test_months_that_were_not_checked_are_named(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_TODAY", "2022-03-20")
    assert "checks_missing" in wrongs(examine_installation(office.url))
    office.day = "2022-03-20"
    catch_up([office.tracker])
    assert "checks_missing" not in wrongs(examine_installation(office.url))


def test_a_clock_set_back_is_noticed(office: Office) -> None:
    with time_machine.travel(dt.datetime(2021, 5, 1, tzinfo=dt.UTC)):
        assert "clock_back" in wrongs(examine_installation(office.url))


def test_a_changed_log_is_named_by_its_first_bad_event(office: Office) -> None:
    connection = sqlite3.connect(office.store.database.path)  # type: ignore[attr-defined]
    connection.execute("DROP TRIGGER events_no_update")
    connection.execute("UPDATE events SET actor = 'x' WHERE position = 3")
    connection.commit()
    connection.close()
    (broken,) = [c for c in examine_installation(office.url).checks if c.key == "chain_broken"]
    assert broken.facts["first_bad"] == 3


@pytest.mark.parametrize("content", [None, b"", b"nonsense", b"SQLite format 3\0" + b"\xff" * 9000])
def test_a_store_that_is_none_is_a_finding_with_a_sentence(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    if content is not None:
        path.write_bytes(content)
    found = examine_installation(f"sqlite:///{path}")
    assert found.fault is not None
    for language in ("zh", "en"):
        shown = [check.shown(words(language, "duty")) for check in found.checks]
        assert all(check["message"] for check in shown)
        assert all(check["advice"] for check in shown if not check["ok"])


def test_others_who_may_write_are_a_finding(office: Office) -> None:
    office.store.database.path.chmod(0o666)  # type: ignore[attr-defined]
    assert "permissions_wide" in wrongs(examine_installation(office.url))


def test_every_finding_has_its_words() -> None:
    zh, en = words("zh", "duty"), words("en", "duty")
    from tracker.labels import duty_en, duty_zh

    assert duty_zh.WORDS.keys() == duty_en.WORDS.keys()
    assert "doctor.store" in zh
    assert "doctor.store" in en


def test_a_roster_key_that_is_lost_or_open_is_a_finding(office: Office, tmp_path: Path) -> None:
    from events.envelope import NewEvent
    from events.types.rosters import RosterKeyAdopted
    from tracker.rosters.keys import key_file

    keys = key_file(Path(office.store.database.path), "900/2022", where="", environ_directory=None)  # type: ignore[attr-defined]
    key = keys.made()
    with office.store.writer("900/2022") as log:
        log.append([NewEvent(RosterKeyAdopted(key.id), "2022-01-05")], actor="a")
    assert not {"roster_key_missing", "roster_key_open"} & set(wrongs(examine_installation(office.url)))
    keys.path.chmod(0o644)
    assert "roster_key_open" in wrongs(examine_installation(office.url))
    keys.path.unlink()
    assert "roster_key_missing" in wrongs(examine_installation(office.url))


def test_a_feed_that_cannot_be_read_is_a_finding(office: Office) -> None:
    from tracker.feeds.book import Feed, FeedBook, FeedSettings

    book = FeedBook(office.store, "900/2022")
    feed = Feed("bank", FeedSettings(url="https://x", kind="receipt"), outcome="3 recorded, 0 known, 0 aside")
    book.keep(feed)
    assert "feed_failing" not in wrongs(examine_installation(office.url))
    book.keep(feed._replace(outcome="busy HTTP 503"))
    assert "feed_failing" in wrongs(examine_installation(office.url))
