"""Which feeds of a ledger are due, and reading them; the network is loaded only where there are any."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from events.sql_store import SqlStore
from tracker.clock import Now
from tracker.feeds.book import FeedBook
from tracker.labels import words
from tracker.sentences import refusal_sentence
from tracker.service import Tracker

if TYPE_CHECKING:
    from tracker.feeds.running import FeedRun


def read_due_feeds(store: SqlStore, tracker: Tracker, now: Now) -> Iterator[FeedRun]:
    """Run every feed whose time has come."""
    book = FeedBook(store, str(tracker.ledger), now=now)
    due = [feed for feed in book.all() if feed.is_due(now())]
    if not due:
        return
    from tracker.feeds.running import FeedReader

    chinese = words("zh")
    reader = FeedReader(tracker, book, lambda refusal: refusal_sentence(chinese, refusal), now=now)
    for feed in due:
        yield reader.run(feed)
