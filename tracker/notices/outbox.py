"""The outbox: alerts of the log on their way to people, at least once, never in the way of the work.

The event that opens an alert is itself the entry: it is recorded in the transaction of what caused it. From
there each channel reads the log from where it had come to, so that nothing recorded is ever passed over, and
makes one notice an event, whose id stays the same however often it is sent.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from events.envelope import RecordedEvent
from events.searching import Sought
from events.sql_session import Session
from events.sql_store import SqlReader, SqlStore
from events.types.oversight import AlertClosed, AlertOpened
from tracker.clock import Now, now_in_utc
from tracker.duty.session import session_of
from tracker.duty.times import instant, moment
from tracker.labels import words
from tracker.notices.channels import Channel
from tracker.notices.sending import Message, NotSent, Send, send
from tracker.sentences import alert_sentence

FIRST_WAIT = dt.timedelta(minutes=1)
LONGEST_WAIT = dt.timedelta(hours=1)
GIVE_UP_AFTER = dt.timedelta(days=7)
_AT_ONCE = 100
_COLUMNS = "notice, channel, level, body, status, attempts, created_at, next_attempt_at, sent_at, last_error"
_INSERT = (
    f"INSERT INTO notices (ledger_id, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (ledger_id, notice) DO NOTHING"
)
_READ_TO = (
    "INSERT INTO reading_positions (ledger_id, reader, position) VALUES (?, ?, ?)"
    " ON CONFLICT (ledger_id, reader) DO UPDATE SET position = excluded.position"
)


class Notice(NamedTuple):
    """A notice and how far it has come.

    ``waiting``, or ``digest`` until the weekly one, then ``folded`` into it; ``sent`` or ``given_up`` at last.
    """

    notice: str
    channel: str
    level: str
    body: str
    status: str
    attempts: int
    created_at: str
    next_attempt_at: str
    sent_at: str | None
    last_error: str | None

    @property
    def message(self) -> Message:
        """What goes out."""
        body = json.loads(self.body)
        return Message(self.notice, body["title"], body["text"], body["data"])


class Outbox:
    """The notices of one ledger."""

    def __init__(self, store: SqlStore, ledger: str, *, now: Now = now_in_utc) -> None:
        self._store, self._ledger, self._now = store, ledger, now

    def collect(self, channels: Sequence[Channel]) -> int:
        """Make the notices of what was recorded since each channel last read the log; returns how many."""
        with session_of(self._store, self._ledger) as (session, head):
            behind = [c for c in channels if self._position(session, c) != head.position]
        return sum(self._collect(channel) for channel in behind)

    def _collect(self, channel: Channel) -> int:
        with session_of(self._store, self._ledger, writing=True) as (session, head):
            log = SqlReader(session, self._ledger, head)
            position = self._position(session, channel)
            told = list(_told(log, position or 0, still_open_only=position is None))
            openings = _last_openings(log, {event for event, fact in told if isinstance(fact, AlertClosed)})
            for event, fact in told:
                if isinstance(fact, AlertClosed):
                    self._put_closing(session, channel, event, openings.get(event.id))
                elif channel.wants(fact.level):
                    self._put(session, channel, fact, event)
            session.run(_READ_TO, (self._ledger, f"notices:{channel.name}", head.position))
        return len(told)

    def _position(self, session: Session, channel: Channel) -> int | None:
        rows = session.rows(
            "SELECT position FROM reading_positions WHERE ledger_id = ? AND reader = ?",
            (self._ledger, f"notices:{channel.name}"),
        )
        return int(rows[0][0]) if rows else None

    def _put(self, session: Session, channel: Channel, fact: AlertOpened, event: RecordedEvent) -> None:
        told = words(channel.language, "duty")
        text = told("notice.text", ledger=self._ledger, sentence=alert_sentence(told, fact))
        title = told("notice.title", level=told(f"level.{fact.level}"), ledger=self._ledger)
        data: dict[str, object] = {
            "type": "alert.opened",
            "timestamp": event.recorded_at,
            "data": _data(self._ledger, fact),
        }
        status = "waiting" if channel.mode == "immediate" or fact.level == "urgent" else "digest"
        self.put(
            session,
            _notice_of(event, channel),
            channel,
            fact.level,
            Message("", title, text, data),
            status,
        )

    def _put_closing(
        self, session: Session, channel: Channel, event: RecordedEvent, opening: RecordedEvent | None
    ) -> None:
        """Whoever was told that an alert opened is told that it closed: never at night; in the digest if he has that."""
        fact = opening.fact if opening is not None else None
        if opening is None or not isinstance(fact, AlertOpened):
            return
        known = session.rows(
            "SELECT status FROM notices WHERE ledger_id = ? AND notice = ?",
            (self._ledger, _notice_of(opening, channel)),
        )
        if not known:
            return
        told = words(channel.language, "duty")
        sentence = alert_sentence(told, fact)
        text = told("notice.closed", ledger=self._ledger, sentence=sentence, on=event.occurred_on)
        data: dict[str, object] = {
            "type": "alert.closed",
            "timestamp": event.recorded_at,
            "data": _data(self._ledger, fact),
        }
        message = Message("", told("notice.closed.title", ledger=self._ledger), text, data)
        status = "waiting" if channel.mode == "immediate" or fact.level == "urgent" else "digest"
        self.put(session, _notice_of(event, channel), channel, "info", message, status)

    def put(
        self, session: Session, notice: str, channel: Channel, level: str, message: Message, status: str
    ) -> None:
        """Lay a notice in the outbox, in the caller's transaction; one that is there already stays."""
        body = json.dumps(
            {"title": message.title, "text": message.text, "data": message.data}, ensure_ascii=False
        )
        now = instant(self._now())
        session.run(
            _INSERT, (self._ledger, notice, channel.name, level, body, status, 0, now, now, None, None)
        )

    def deliver(self, channels: Sequence[Channel], sender: Send = send) -> tuple[int, int]:
        """Send what is due; returns how many went out and how many did not. A failure never stops the others."""
        known = {channel.name: channel for channel in channels}
        sent = failed = 0
        for notice in self.due():
            channel = known.get(notice.channel)
            if channel is None or (channel.is_quiet(self._now()) and notice.level != "urgent"):
                continue
            if not self._claim(notice):
                continue
            try:
                sender(channel, notice.message)
            except NotSent as error:
                self._not_sent(notice, error)
                failed += 1
            else:
                self._set(notice, "status = 'sent', sent_at = ?, last_error = NULL", instant(self._now()))
                sent += 1
        return sent, failed

    def due(self) -> list[Notice]:
        """The notices whose time has come, the oldest first."""
        with session_of(self._store, self._ledger) as (session, _):
            rows = session.rows(
                f"SELECT {_COLUMNS} FROM notices WHERE ledger_id = ? AND status = 'waiting'"
                f" AND next_attempt_at <= ? ORDER BY created_at, notice LIMIT {_AT_ONCE}",
                (self._ledger, instant(self._now())),
            )
        return [Notice._make(row) for row in rows]

    def all(self, *, open_only: bool = True) -> list[Notice]:
        """The notices that have not gone out (or all), the newest first."""
        where = " AND status IN ('waiting', 'given_up', 'digest')" if open_only else ""
        with session_of(self._store, self._ledger) as (session, _):
            rows = session.rows(
                f"SELECT {_COLUMNS} FROM notices WHERE ledger_id = ?{where} ORDER BY created_at DESC, notice",
                (self._ledger,),
            )
        return [Notice._make(row) for row in rows]

    def retry(self, notice: str | None = None) -> int:
        """Let what waits or was given up be tried at once: one notice, or all; returns how many."""
        chosen = [
            each
            for each in self.all()
            if notice in (None, each.notice) and each.status in ("waiting", "given_up")
        ]
        now = instant(self._now())
        for each in chosen:
            self._set(each, "status = 'waiting', next_attempt_at = ?, created_at = ?", now, now)
        return len(chosen)

    def fold(self, channel: Channel, name: str, message: Message) -> int:
        """Put the week's notices of a channel into one; returns how many were folded into it."""
        waiting = [each for each in self.all() if each.status == "digest" and each.channel == channel.name]
        lines = [each.message.text for each in reversed(waiting)]
        whole = message._replace(text="\n".join([message.text, *lines]))
        with session_of(self._store, self._ledger, writing=True) as (session, _):
            self.put(session, f"{name}_{channel.name}", channel, "info", whole, "waiting")
            for each in waiting:
                session.run(
                    "UPDATE notices SET status = 'folded' WHERE ledger_id = ? AND notice = ?",
                    (self._ledger, each.notice),
                )
        return len(waiting)

    def _claim(self, notice: Notice) -> bool:
        """Take a notice for one attempt, and set the time of the next should this one never be heard of again."""
        wait = min(FIRST_WAIT * 2 ** min(notice.attempts, 10), LONGEST_WAIT)
        with session_of(self._store, self._ledger, writing=True) as (session, _):
            rows = session.rows(
                "SELECT status, attempts FROM notices WHERE ledger_id = ? AND notice = ?",
                (self._ledger, notice.notice),
            )
            if list(rows) != [("waiting", notice.attempts)]:
                return False
            session.run(
                "UPDATE notices SET attempts = attempts + 1, next_attempt_at = ? WHERE ledger_id = ? AND notice = ?",
                (instant(self._now() + wait), self._ledger, notice.notice),
            )
        return True

    def _not_sent(self, notice: Notice, error: NotSent) -> None:
        too_old = self._now() - moment(notice.created_at) > GIVE_UP_AFTER
        self._set(notice, "status = ?, last_error = ?", "given_up" if too_old else "waiting", error.reason)
        if error.wait_seconds is not None:
            asked = dt.timedelta(seconds=min(error.wait_seconds, 86_400))
            self._set(notice, "next_attempt_at = ?", instant(self._now() + max(asked, FIRST_WAIT)))

    def _set(self, notice: Notice, what: str, *values: str | None) -> None:
        with session_of(self._store, self._ledger, writing=True) as (session, _):
            session.run(
                f"UPDATE notices SET {what} WHERE ledger_id = ? AND notice = ?",
                (*values, self._ledger, notice.notice),
            )


def _notice_of(event: RecordedEvent, channel: Channel) -> str:
    return f"msg_{event.id}_{channel.name}"


def _last_openings(log: SqlReader, closings: Collection[RecordedEvent]) -> dict[str, RecordedEvent]:
    """For each closing (by its id) the opening before it that it ends."""
    wanted = {event.id: event for event in closings}
    if not wanted:
        return {}
    kinds = ("AlertOpened", "AlertClosed")
    positions = log.search(Sought(types=kinds), after=0, through=log.head.position)[::-1]
    last: dict[str, RecordedEvent] = {}
    found: dict[str, RecordedEvent] = {}
    for first in range(0, len(positions), _AT_ONCE):
        for event in reversed(log.several(positions[first : first + _AT_ONCE])):
            fact = event.fact
            if isinstance(fact, AlertOpened):
                last[fact.alert] = event
            elif isinstance(fact, AlertClosed) and event.id in wanted and fact.alert in last:
                found[event.id] = last[fact.alert]
    return found


def _told(
    log: SqlReader, after: int, *, still_open_only: bool
) -> Iterator[tuple[RecordedEvent, AlertOpened | AlertClosed]]:
    """What opened and closed after a position; for a channel that reads for the first time only what is open still."""
    found: dict[str, tuple[RecordedEvent, AlertOpened | AlertClosed]] = {}
    for event in log.read(after=after):
        if event.type not in ("AlertOpened", "AlertClosed"):
            continue
        fact = event.fact
        if isinstance(fact, AlertOpened):
            found[fact.alert if still_open_only else event.id] = (event, fact)
        elif isinstance(fact, AlertClosed) and still_open_only:
            found.pop(fact.alert, None)
        elif isinstance(fact, AlertClosed):
            found[event.id] = (event, fact)
    yield from found.values()


def _data(ledger: str, fact: AlertOpened) -> dict[str, str | None]:
    return {
        "ledger": ledger,
        "alert": fact.alert,
        "kind": fact.kind,
        "level": fact.level,
        "subject": fact.subject,
        "period": fact.period,
        "status": fact.status,
        "numerator": fact.numerator,
        "denominator": fact.denominator,
    }
