"""The duty book: which work was done for which time, who holds it now, and who is on duty.

It lies in the store, so that two schedulers on one store do each piece of work once. Whoever takes a piece of
work holds it for a while and renews that while it lasts; a holder that was killed lets go by itself when its
while is over. Entries from the future, which a clock set back leaves behind, do not count.
"""

from __future__ import annotations

import datetime as dt
import os
import socket
import uuid
from typing import Any, Literal, NamedTuple

from events.sql_session import Session
from events.sql_store import SqlStore
from tracker.clock import Now, now_in_utc
from tracker.duty.session import EVERYWHERE, session_of
from tracker.duty.times import instant, moment

Mode = Literal["stays", "once"]

HOLD = dt.timedelta(minutes=10)
"""So long a piece of work is held without being renewed."""
RETRY = dt.timedelta(minutes=10)
"""So long after a failure the work is left alone."""
ABSENT_AFTER = dt.timedelta(minutes=10)
"""A scheduler not seen for so long is not on duty."""

_JOB = "ledger_id, job, holder, held_until, done_for, started_at, finished_at, outcome, detail"
_PUT_JOB = (
    f"INSERT INTO duty_jobs ({_JOB}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (ledger_id, job) DO UPDATE SET holder = excluded.holder, held_until = excluded.held_until,"
    " done_for = excluded.done_for, started_at = excluded.started_at, finished_at = excluded.finished_at,"
    " outcome = excluded.outcome, detail = excluded.detail"
)
_PUT_OFFICER = (
    "INSERT INTO duty_officers (ledger_id, holder, mode, started_at, seen_at, stopped_at) VALUES (?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (ledger_id, holder) DO UPDATE SET seen_at = excluded.seen_at, stopped_at = excluded.stopped_at"
)


class Entry(NamedTuple):
    """One piece of work's line in the book."""

    job: str
    holder: str | None = None
    held_until: str | None = None
    done_for: str | None = None
    started_at: str | None = None
    finished_at: str | None = None
    outcome: str | None = None
    detail: str | None = None


class Officer(NamedTuple):
    """A scheduler, and when it was last seen."""

    holder: str
    mode: str
    started_at: str
    seen_at: str
    stopped_at: str | None

    def is_present(self, now: dt.datetime) -> bool:
        """Whether it stays on duty and was seen lately."""
        return self.mode == "stays" and not self.stopped_at and now - moment(self.seen_at) < ABSENT_AFTER


class DutyBook:
    """The book of one store, as one scheduler writes in it."""

    def __init__(self, store: SqlStore, *, now: Now = now_in_utc, holder: str | None = None) -> None:
        self._store, self._now = store, now
        self.holder = holder or f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self._since = now()

    def take(self, job: str, due: dt.datetime) -> bool:
        """Take a piece of work for the time it was due; False where it was done or somebody holds it."""
        now = self._now()
        with session_of(self._store, EVERYWHERE, writing=True) as (session, _):
            entry = self._entry(session, job)
            if _is_done(entry, due, now) or _is_held(entry, now):
                return False
            taken = entry._replace(
                holder=self.holder, held_until=instant(now + HOLD), started_at=instant(now)
            )
            session.run(_PUT_JOB, (EVERYWHERE, *taken))
        return True

    def done(self, job: str, due: dt.datetime, outcome: str, detail: str = "") -> None:
        """The work is done for that time."""
        self._let_go(job, done_for=instant(due), outcome=outcome, detail=detail, held_until=None)

    def failed(self, job: str, detail: str) -> None:
        """The work could not be done; it is tried again in a while, by whoever looks then."""
        self._let_go(job, outcome="failed", detail=detail, held_until=instant(self._now() + RETRY))

    def note(self, job: str, outcome: str, detail: str) -> None:
        """Somebody did this work by hand, outside its times."""
        self._let_go(job, outcome=outcome, detail=detail)

    def _let_go(self, job: str, **said: Any) -> None:
        with session_of(self._store, EVERYWHERE, writing=True) as (session, _):
            entry = self._entry(session, job)._replace(holder=None, finished_at=instant(self._now()))
            session.run(_PUT_JOB, (EVERYWHERE, *entry._replace(**said)))

    def be_seen(self, mode: Mode, *, stopping: bool = False) -> None:
        """Say that this scheduler is alive (or is stopping), and keep what it holds."""
        now = self._now()
        with session_of(self._store, EVERYWHERE, writing=True) as (session, _):
            told = (instant(self._since), instant(now), instant(now) if stopping else None)
            session.run(_PUT_OFFICER, (EVERYWHERE, self.holder, mode, *told))
            session.run(
                "UPDATE duty_jobs SET held_until = ? WHERE ledger_id = ? AND holder = ?",
                (instant(now + HOLD), EVERYWHERE, self.holder),
            )
            session.run(
                "DELETE FROM duty_officers WHERE ledger_id = ? AND seen_at < ?",
                (EVERYWHERE, instant(now - dt.timedelta(days=90))),
            )

    def entries(self) -> dict[str, Entry]:
        """All lines of the book by their work."""
        with session_of(self._store, EVERYWHERE) as (session, _):
            rows = session.rows(f"SELECT {_JOB} FROM duty_jobs WHERE ledger_id = ?", (EVERYWHERE,))
        return {row[1]: Entry._make(row[1:]) for row in rows}

    def officers(self) -> list[Officer]:
        """Every scheduler known, the one seen last first."""
        with session_of(self._store, EVERYWHERE) as (session, _):
            rows = session.rows(
                "SELECT holder, mode, started_at, seen_at, stopped_at FROM duty_officers"
                " WHERE ledger_id = ? ORDER BY seen_at DESC",
                (EVERYWHERE,),
            )
        return [Officer._make(row) for row in rows]

    def forget(self, job: str) -> None:
        """Let a piece of work be done again although it was done for its time."""
        with session_of(self._store, EVERYWHERE, writing=True) as (session, _):
            entry = self._entry(session, job)
            session.run(_PUT_JOB, (EVERYWHERE, *entry._replace(done_for=None)))

    def last_seen(self) -> dt.datetime | None:
        """When anybody was last on duty; None where nobody ever was."""
        last = max((officer.seen_at for officer in self.officers()), default=None)
        return None if last is None else moment(last)

    def somebody_on_duty(self) -> Officer | None:
        """A scheduler that stays and was seen lately, or None."""
        return next((officer for officer in self.officers() if officer.is_present(self._now())), None)

    @staticmethod
    def _entry(session: Session, job: str) -> Entry:
        rows = session.rows(
            f"SELECT {_JOB} FROM duty_jobs WHERE ledger_id = ? AND job = ?", (EVERYWHERE, job)
        )
        return Entry._make(rows[0][1:]) if rows else Entry(job)


def _is_done(entry: Entry, due: dt.datetime, now: dt.datetime) -> bool:
    return entry.done_for is not None and instant(due) <= entry.done_for <= instant(now)


def _is_held(entry: Entry, now: dt.datetime) -> bool:
    return entry.held_until is not None and instant(now) < entry.held_until <= instant(now + 2 * HOLD)
