"""Reading a feed: page by page from where it was left, each row recorded once, what is refused put aside.

The cursor moves only after all rows of a page are recorded or put aside; a run that was cut off reads the page
again, and the rows it had recorded change nothing by their keys.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit, urlunsplit

from tracker.clock import Now, now_in_utc
from tracker.decisions.state import Refusal
from tracker.duty.times import instant
from tracker.feeds.book import Feed, FeedBook
from tracker.feeds.fetching import Fetched, Limits, NotFetched, fetch
from tracker.feeds.rows import BadFeed, BadRow, Row, read_page, request_of
from tracker.service import Tracker

MOST_PAGES = 1000
WITHHELD = "withheld"
"""Marks a row on the work list whose free texts were not kept; it is not tried again from there."""
_FREE_TEXTS = ("payee", "note", "evidence", "voucher", "document")
Say = Callable[[Refusal], str]
Fetch = Callable[..., Fetched]


class FeedRun(NamedTuple):
    """What a run came to."""

    feed: str
    pages: int = 0
    recorded: int = 0
    known: int = 0
    aside: int = 0
    unchanged: bool = False
    failure: str | None = None


class FeedReader:
    """Reads the feeds of one ledger through its tracker."""

    def __init__(
        self, tracker: Tracker, book: FeedBook, say: Say, *, now: Now = now_in_utc, fetcher: Fetch = fetch
    ) -> None:
        self._tracker, self._book, self._say, self._now, self._fetch = tracker, book, say, now, fetcher

    def run(self, feed: Feed, *, dry: bool = False) -> FeedRun:
        """Read everything there is from where the feed was left; ``dry`` records and remembers nothing."""
        run, start = FeedRun(feed.name), feed
        try:
            for _ in range(MOST_PAGES):
                feed, run, more = self._page(feed, run, dry=dry)
                if not more:
                    break
            if not dry:
                run = self._second_chances(feed, run)
            feed = feed._replace(not_before=None)
        except (NotFetched, BadFeed) as error:
            run = run._replace(failure=str(error))
            feed = feed._replace(not_before=self._leave_alone(error))
        if not dry:
            told = run.failure or f"{run.recorded} recorded, {run.known} known, {run.aside} aside"
            self._book.keep(feed._replace(last_run_at=instant(self._now()), outcome=told))
        return run if not dry else run._replace(feed=start.name)

    def _page(self, feed: Feed, run: FeedRun, *, dry: bool) -> tuple[Feed, FeedRun, bool]:
        fetched = self._fetch(
            _with_cursor(feed.settings.url, feed.cursor),
            headers=_headers(feed),
            limits=Limits(allow_private=feed.settings.allow_private),
        )
        if fetched.body is None:
            return feed, run._replace(unchanged=run.pages == 0), False
        settings = feed.settings
        page = read_page(fetched.body, settings.format, settings.kind, settings.mapping, fetched.headers)
        run = run._replace(pages=run.pages + 1)
        for row in page.rows:
            run = self._row(feed, row, run, dry=dry)
        more = page.next is not None and page.next != feed.cursor
        feed = feed._replace(
            cursor=page.next if page.next is not None else feed.cursor,
            etag=None if more else fetched.headers.get("etag"),
            last_modified=None if more else fetched.headers.get("last-modified"),
        )
        if more and not dry:
            self._book.keep(feed)
        return feed, run, more

    def _row(self, feed: Feed, row: Row, run: FeedRun, *, dry: bool) -> FeedRun:
        key = row.get("id") or "?" + hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()[:16]
        try:
            request = request_of(feed.settings.kind, row)
            if dry:
                self._tracker.preview(request)
                return run._replace(recorded=run.recorded + 1)
            outcome = self._tracker.record(request, key=f"feed:{feed.name}:{key}")
        except (BadRow, Refusal) as error:
            if not dry:
                told = (
                    f"{error.field} {error.text}".strip() if isinstance(error, BadRow) else self._say(error)
                )
                self._book.put_aside(feed.name, key[:120], _without_people(row, error), told)
            return run._replace(aside=run.aside + 1)
        if outcome.repeated:
            return run._replace(known=run.known + 1)
        return run._replace(recorded=run.recorded + 1)

    def _second_chances(self, feed: Feed, run: FeedRun) -> FeedRun:
        """Try what was put aside again: a payment may have come before its appropriation."""
        for aside in self._book.work(feed.name):
            if WITHHELD in aside.row:
                continue
            before = run
            run = self._row(feed, aside.row, run, dry=False)
            if run.aside == before.aside:
                self._book.settled(feed.name, aside.row_key)
        return run._replace(aside=len(self._book.work(feed.name)))

    def _leave_alone(self, error: Exception) -> str | None:
        wait = getattr(error, "wait_seconds", None)
        return instant(self._now() + dt.timedelta(seconds=min(wait, 86_400))) if wait else None


def _headers(feed: Feed) -> dict[str, str]:
    headers = {"accept": "application/json" if feed.settings.format == "json" else "text/csv"}
    if feed.etag:
        headers["if-none-match"] = feed.etag
    elif feed.last_modified:
        headers["if-modified-since"] = feed.last_modified
    if feed.settings.auth_env:
        secret = os.environ.get(feed.settings.auth_env)
        if not secret:
            raise NotFetched("secret", f"{feed.settings.auth_env} is not set")
        headers["authorization"] = f"Bearer {secret}"
    return headers


def _with_cursor(url: str, cursor: str | None) -> str:
    if cursor is None:
        return url
    parts = urlsplit(url)
    query = f"{parts.query}&" if parts.query else ""
    return urlunsplit(parts._replace(query=query + urlencode({"cursor": cursor})))


def _without_people(row: Row, error: Exception) -> Row:
    """A row as it may be kept: without its free texts where they seem to hold personal data."""
    if isinstance(error, Refusal) and error.code == "personal_data":
        return {
            name: text for name, text in row.items() if name not in ("payee", "note", "evidence", "voucher")
        }
    return row
