"""The watch: what one scheduler does on one store. Each piece of work is done once, whoever else is on duty.

The scheduler only says "look now". Whether something is due is read from the duty book, so a look too many does
nothing, and one too few is made up for by the next.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from events.sql_store import SqlStore
from events.store import StoreError
from tracker.clock import SHANGHAI, Now, now_in_utc
from tracker.decisions.state import Refusal
from tracker.duty import work
from tracker.duty.book import DutyBook
from tracker.duty.catching_up import Caught, catch_up, trackers_on_duty
from tracker.duty.work import Result, Work
from tracker.labels import words
from tracker.notices.channels import UnusableChannels, read_channels
from tracker.notices.digest import digest
from tracker.notices.outbox import Outbox
from tracker.projections.ledger_view import Alert
from tracker.projections.thresholds import THRESHOLDS
from tracker.sentences import refusal_sentence
from tracker.settings import Settings
from tracker.watching import STORE_KINDS

LOG = logging.getLogger("tracker.duty")

UNREMARKABLE = dt.timedelta(hours=THRESHOLDS["absence"].low)
"""Nobody on duty for so short a time is nothing to look at, whatever the ledgers chose."""


class Ran(NamedTuple):
    """A piece of work that ran, and what came of it; ``failed`` where it could not be done."""

    job: str
    outcome: str
    detail: str


class Changes(NamedTuple):
    """The alerts of one ledger that opened and closed because somebody looked around."""

    ledger: str
    opened: Sequence[Alert]
    closed: Sequence[Alert]


class Once(NamedTuple):
    """What one round came to: the checks, the other work that ran, the alerts besides those of the checks."""

    caught: list[Caught]
    ran: list[Ran]
    changes: list[Changes]


class Watch:
    """Everything one scheduler does on one store, for one ledger or all of them."""

    def __init__(
        self, store: SqlStore, ledger: str | None, settings: Settings | None = None, *, now: Now = now_in_utc
    ) -> None:
        self.store, self.ledger, self._now = store, ledger, now
        self.settings = settings or Settings()
        self.book = DutyBook(store, now=now)
        self._gap: work.Gap | None = None

    def works(self) -> Sequence[Work]:
        """Every piece of work with its times, in the order a late start makes up for them."""
        return (
            Work("timeliness", work.TIMELINESS, self._check),
            Work("feeds", work.FEEDS, self._read_feeds),
            Work("verify", work.VERIFY, self._verify),
            Work("backup", work.BACKUP, self._back_up),
            Work("alerts", work.ALERTS, self._look_around),
            Work("digest", work.DIGEST, self._digest),
            Work("notices", work.NOTICES, self._send_notices),
        )

    def stay(self) -> None:
        """Be on duty until told to stop; what was missed is made up for first."""
        from tracker.scheduling import Call, stay

        calls = [
            Call(
                piece.name, partial(self._look, piece), piece.times.cron, getattr(piece.times, "seconds", 60)
            )
            for piece in self.works()
        ]
        calls.append(Call("heartbeat", self._beat))
        stay(calls, begin=self._begin, end=self._sign_off)

    def _begin(self) -> None:
        """Come on duty: notice whether nobody was, then make up for what was missed."""
        try:
            seen = self.book.last_seen()
        except StoreError as error:
            LOG.warning("the duty book could not be read: %s", error)
            seen = None
        if seen is not None and self._now() - seen > UNREMARKABLE:
            since = seen.astimezone(SHANGHAI).date().isoformat()
            self._gap = work.Gap(since, self._now() - seen)
            self.book.forget("alerts")
        self._beat()

    def once(self) -> Once:
        """Catch up on every check that is due by today, then do all other work that is due, once."""
        caught = catch_up(trackers_on_duty(self.store, self.ledger))
        self._seen("once")
        self._look(Work("timeliness", work.TIMELINESS, lambda: _result(caught)))
        works = {piece.name: piece for piece in self.works()}
        ran = [self._look(works[name]) for name in ("feeds", "verify", "backup") if name in works]
        changes = self._changed_alerts()
        self._look(Work("alerts", work.ALERTS, lambda: _told(changes)))
        ran += [self._look(works[name]) for name in ("digest", "notices")]
        return Once(caught, [done for done in ran if done is not None], changes)

    def _beat(self) -> None:
        """Be seen, and look at everything: what failed, what a changed clock left out, what another dropped."""
        self._seen("stays")
        for piece in self.works():
            self._look(piece)

    def _sign_off(self) -> None:
        self._seen("stays", stopping=True)

    def _seen(self, mode: str, *, stopping: bool = False) -> None:
        try:
            self.book.be_seen("stays" if mode == "stays" else "once", stopping=stopping)
        except StoreError as error:
            LOG.warning("the duty book could not be written: %s", error)

    def _look(self, piece: Work) -> Ran | None:
        """Do a piece of work if it is due and nobody did it or is at it."""
        due = piece.times.latest(self._now())
        try:
            if not self.book.take(piece.name, due):
                return None
        except StoreError as error:  # locked at this minute, or away: the next look makes up for it
            LOG.warning("%s could not be begun: %s", piece.name, error)
            return None
        try:
            result = piece.do()
        except (StoreError, Refusal, UnusableChannels, OSError) as error:
            return self._failed(piece, error)
        self.book.done(piece.name, due, *result)
        LOG.log(logging.DEBUG if piece.times.cron is None else logging.INFO, "%s: %s %s", piece.name, *result)
        return Ran(piece.name, *result)

    def _failed(self, piece: Work, error: Exception) -> Ran:
        reason = _reason(error)
        LOG.error("%s failed, it will be tried again: %s", piece.name, reason)
        try:
            self.book.failed(piece.name, reason)
        except StoreError as second:
            LOG.error("nor could that be written down: %s", second)
        return Ran(piece.name, "failed", reason)

    def _check(self) -> Result:
        return _result(catch_up(trackers_on_duty(self.store, self.ledger)))

    def _verify(self) -> Result:
        result = work.verify_store(self.store)
        if result.outcome == "wanting":
            self.book.note("verify", *result)  # so that looking around sees it now and not tomorrow
            self._look_around()
        return result

    def _look_around(self) -> Result:
        return _told(self._changed_alerts())

    def _changed_alerts(self) -> list[Changes]:
        """Open and close what is not the monthly check's, in every ledger."""
        entries, changes = self.book.entries(), []
        for tracker in trackers_on_duty(self.store, self.ledger):
            name = str(tracker.ledger)
            found = work.store_concerns(tracker, entries, self._now(), self._gap)
            found += work.put_aside_concerns(tracker)
            changes.append(Changes(name, *tracker.look_around(found, STORE_KINDS)))
        self._gap = None
        return changes

    def _send_notices(self) -> Result:
        """Take what the log has opened into the outbox, and send what is due."""
        channels, sent, failed = read_channels(self.settings), 0, 0
        for tracker in trackers_on_duty(self.store, self.ledger) if channels else ():
            outbox = Outbox(self.store, str(tracker.ledger), now=self._now)
            outbox.collect(channels)
            went, stayed = outbox.deliver(channels)
            sent, failed = sent + went, failed + stayed
        return Result("done", f"{sent} sent, {failed} failed")

    def _read_feeds(self) -> Result:
        """Read every feed whose time has come; what fails is said and tried again at its next time."""
        from tracker.feeds.reading import read_due_feeds  # httpx is loaded only where there are feeds

        trackers = trackers_on_duty(self.store, self.ledger)
        runs = [run for tracker in trackers for run in read_due_feeds(self.store, tracker, self._now)]
        failed = [f"{run.feed}: {run.failure}" for run in runs if run.failure]
        told = "; ".join(failed) or f"{sum(run.recorded for run in runs)} recorded"
        return Result("wanting" if failed else "done", told)

    def _digest(self) -> Result:
        """One message a week for every channel and ledger, with what was kept for it."""
        channels = read_channels(self.settings)
        name = f"digest_{work.DIGEST.latest(self._now()).date()}"
        for tracker in trackers_on_duty(self.store, self.ledger):
            outbox = Outbox(self.store, str(tracker.ledger), now=self._now)
            outbox.collect(channels)
            for channel in channels:
                outbox.fold(channel, name, digest(tracker, channel))
        return Result("done", f"{len(channels)} channels")

    def _back_up(self) -> Result:
        return work.nightly_backup(self.store, self.settings, self._now())


def _told(changes: Sequence[Changes]) -> Result:
    opened, closed = (
        sum(len(part) for part in parts) for parts in zip(*(c[1:] for c in changes), strict=True)
    )
    return Result("done", f"{opened} opened, {closed} closed")


def _result(caught: Sequence[Caught]) -> Result:
    months = sum(len(each.reports) for each in caught)
    wanting = any(each.wants_attention for each in caught)
    return Result("wanting" if wanting else "done", f"{len(caught)} ledgers, {months} months")


def _reason(error: Exception) -> str:
    """What stood in the way, as a sentence; a refusal's in Chinese and English, since whoever reads it is not known."""
    if isinstance(error, Refusal):
        return " / ".join(refusal_sentence(words(language), error) for language in ("zh", "en"))
    return str(error)
