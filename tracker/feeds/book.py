"""The feeds of a ledger as the store keeps them: where each is, how far it was read, and what waits for somebody."""

from __future__ import annotations

import datetime as dt
import json
from typing import NamedTuple

import msgspec

from events.sql_store import SqlStore
from tracker.clock import Now, now_in_utc
from tracker.duty.session import session_of
from tracker.duty.times import instant, moment
from tracker.feeds.rows import Format, Kind, Row

_FEED = "feed, settings, cursor, etag, last_modified, last_run_at, not_before, outcome"
_PUT = (
    f"INSERT INTO feeds (ledger_id, {_FEED}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (ledger_id, feed) DO UPDATE SET settings = excluded.settings, cursor = excluded.cursor,"
    " etag = excluded.etag, last_modified = excluded.last_modified, last_run_at = excluded.last_run_at,"
    " not_before = excluded.not_before, outcome = excluded.outcome"
)
_PUT_ASIDE = (
    "INSERT INTO feed_work (ledger_id, feed, row_key, content, reason, first_seen_at, last_seen_at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (ledger_id, feed, row_key) DO UPDATE SET"
    " content = excluded.content, reason = excluded.reason, last_seen_at = excluded.last_seen_at"
)


class FeedSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Where a feed is and how it is read. The secret itself stays in the environment."""

    url: str
    kind: Kind
    format: Format = "json"
    mapping: dict[str, str] = {}
    auth_env: str | None = None
    every_minutes: int = 60
    allow_private: bool = False


class Feed(NamedTuple):
    """A feed and how far it has been read."""

    name: str
    settings: FeedSettings
    cursor: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    last_run_at: str | None = None
    not_before: str | None = None
    outcome: str | None = None

    def is_due(self, now: dt.datetime) -> bool:
        """Whether it is time to read it again, and its server does not ask to be left alone."""
        if self.not_before is not None and instant(now) < self.not_before:
            return False
        every = dt.timedelta(minutes=self.settings.every_minutes)
        return self.last_run_at is None or abs(now - moment(self.last_run_at)) >= every


class Aside(NamedTuple):
    """A row that could not be recorded, and why."""

    feed: str
    row_key: str
    row: Row
    reason: str
    first_seen_at: str
    last_seen_at: str


class FeedBook:
    """The feeds of one ledger."""

    def __init__(self, store: SqlStore, ledger: str, *, now: Now = now_in_utc) -> None:
        self._store, self._ledger, self._now = store, ledger, now

    def all(self) -> list[Feed]:
        """Every feed, by name."""
        with session_of(self._store, self._ledger) as (session, _):
            rows = session.rows(
                f"SELECT {_FEED} FROM feeds WHERE ledger_id = ? ORDER BY feed", (self._ledger,)
            )
        return [Feed(row[0], msgspec.json.decode(row[1], type=FeedSettings), *row[2:]) for row in rows]

    def keep(self, feed: Feed) -> None:
        """Keep a feed, in place of an earlier one of that name."""
        settings = msgspec.json.encode(feed.settings).decode()
        with session_of(self._store, self._ledger, writing=True) as (session, _):
            session.run(_PUT, (self._ledger, feed.name, settings, *feed[2:]))

    def remove(self, name: str) -> None:
        """Forget a feed and its work list; what it brought stays recorded."""
        with session_of(self._store, self._ledger, writing=True) as (session, _):
            for table in ("feeds", "feed_work"):
                session.run(f"DELETE FROM {table} WHERE ledger_id = ? AND feed = ?", (self._ledger, name))

    def put_aside(self, feed: str, row_key: str, row: Row, reason: str) -> None:
        """Put a row on the work list, or say anew why it is there."""
        now = instant(self._now())
        content = json.dumps(row, ensure_ascii=False, sort_keys=True)
        with session_of(self._store, self._ledger, writing=True) as (session, _):
            session.run(_PUT_ASIDE, (self._ledger, feed, row_key, content, reason, now, now))

    def settled(self, feed: str, row_key: str) -> None:
        """Take a row off the work list."""
        with session_of(self._store, self._ledger, writing=True) as (session, _):
            session.run(
                "DELETE FROM feed_work WHERE ledger_id = ? AND feed = ? AND row_key = ?",
                (self._ledger, feed, row_key),
            )

    def work(self, feed: str | None = None) -> list[Aside]:
        """What waits for somebody, the oldest first."""
        with session_of(self._store, self._ledger) as (session, _):
            rows = session.rows(
                "SELECT feed, row_key, content, reason, first_seen_at, last_seen_at FROM feed_work"
                " WHERE ledger_id = ? ORDER BY first_seen_at, feed, row_key",
                (self._ledger,),
            )
        found = [Aside(row[0], row[1], json.loads(row[2]), *row[3:]) for row in rows]
        return [each for each in found if feed in (None, each.feed)]
