"""Whether this installation can be trusted tonight: one finding per thing that can go wrong, with what to do.

Every examination is a small function that gives findings; none of them changes anything. A store that can't be
opened is a finding like any other, and what can still be said without it is said.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import stat
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from events.opening import open_store, store_path
from events.sql_store import SqlStore
from events.sqlite_database import SqliteDatabase
from events.sqlite_driver import may_lose_pages, sqlite_driver
from events.store import StoreError
from events.values import LedgerId
from tracker.clock import SHANGHAI, now_in_utc, today
from tracker.decisions.state import Refusal
from tracker.duty.book import DutyBook, Entry, Officer
from tracker.duty.session import session_of
from tracker.duty.times import moment
from tracker.duty.work import BY_HAND, last_backup
from tracker.feeds.book import FeedBook
from tracker.labels import Words
from tracker.notices.outbox import Outbox
from tracker.rosters.keys import key_file
from tracker.upkeep import UnusableBackup, chains, check_pages

LONGEST_BETWEEN_VISITS = dt.timedelta(hours=36)
"""Where no scheduler stays on duty, a look at everything is wanted this often."""
LOOK_AHEAD = dt.timedelta(days=14)
"""So far ahead the holidays must be known: December's deadlines lie in January."""
STUCK_AFTER = 5
"""A notice tried so often in vain is stuck."""
LEAST_FREE_BYTES = 500_000_000
"""With less room than this, or three times the store's size, a disk is called nearly full."""


class Check(NamedTuple):
    """One finding: ``key`` names its sentence, ``key.advice`` what to do where it is not well."""

    name: str
    ok: bool
    key: str
    facts: dict[str, Any]

    def shown(self, words: Words) -> dict[str, Any]:
        """As it goes to people and scripts."""
        facts = {name: _told(words, fact) for name, fact in self.facts.items()}
        advice = None if self.ok else words(f"doctor.{self.key}.advice", **facts)
        return {
            "name": self.name,
            "ok": self.ok,
            "message": words(f"doctor.{self.key}", **facts),
            "advice": advice,
        }


def _told(words: Words, fact: Any) -> Any:
    if isinstance(fact, StoreError):
        return fact.sentence(words.language)
    return words.listed(fact) if isinstance(fact, tuple) else fact


class Examination(NamedTuple):
    """All findings; ``fault`` is there where the store can't be used at all."""

    checks: tuple[Check, ...]
    fault: StoreError | None = None

    @property
    def ok(self) -> bool:
        """Whether nothing needs attention."""
        return all(check.ok for check in self.checks)


def sound(name: str, key: str | None = None, **facts: Any) -> Check:
    """Nothing to do."""
    return Check(name, True, key or name, facts)


def wrong(name: str, key: str, **facts: Any) -> Check:
    """Something to do."""
    return Check(name, False, key, facts)


def examine_installation(url: str, ledger: str | None = None) -> Examination:
    """Look at everything the program stands on; never raises for what it finds."""
    checks = [_program(), *_clock(), *_surroundings(url)]
    try:
        store = open_store(url, create=False)
    except StoreError as fault:
        return Examination((*checks, wrong("store", "store_unusable", fault=fault)), fault)
    with closing(store):
        checks.append(sound("store", where=store.database.where))
        try:
            checks += _store_checks(store, ledger)
            checks += _around_the_ledgers(store, url, [ledger] if ledger else store.ledgers())
        except StoreError as fault:
            return Examination((*checks, wrong("store", "store_unusable", fault=fault)), fault)
    return Examination(tuple(checks))


def _program() -> Check:
    from importlib.metadata import PackageNotFoundError, version

    try:
        number = version("tracker")
    except PackageNotFoundError:
        number = "?"
    return sound("program", version=number, python=".".join(map(str, sys.version_info[:3])))


def _clock() -> Iterator[Check]:
    now = dt.datetime.now(SHANGHAI)
    yield sound("clock", now=now.strftime("%Y-%m-%d %H:%M"), zone=dt.datetime.now().astimezone().tzname())
    day = today()
    if os.environ.get("TRACKER_TODAY"):
        yield sound("business_day", day=day)
    yield _calendar((now + LOOK_AHEAD).year)


def _calendar(year: int) -> Check:
    import chinese_calendar

    try:
        chinese_calendar.is_workday(dt.date(year, 1, 1))
    except NotImplementedError:
        return wrong("calendar", "calendar_unknown", year=year)
    return sound("calendar", year=year)


def _surroundings(url: str) -> Iterator[Check]:
    """The disk and the rights around an SQLite file; nothing for a server."""
    try:
        path = store_path(url)
    except StoreError:
        return  # said when the store is opened
    if path is None or not path.parent.is_dir():
        return
    usage = shutil.disk_usage(path.parent)
    size = path.stat().st_size if path.exists() else 0
    facts = {"path": path.parent, "free": _gigabytes(usage.free), "size": _gigabytes(size)}
    enough = usage.free >= max(LEAST_FREE_BYTES, 3 * size)
    yield Check("disk", enough, "disk" if enough else "disk_full", facts)
    if path.exists():
        yield _permissions(path)


def _gigabytes(count: int) -> str:
    return f"{count / 1e9:.1f}"


def _permissions(path: Path) -> Check:
    mode = stat.S_IMODE(path.stat().st_mode)
    facts: dict[str, Any] = {"path": path, "mode": f"{mode:04o}"}
    if not os.access(path, os.R_OK | os.W_OK) or not os.access(path.parent, os.W_OK):
        return wrong("permissions", "permissions_lacking", **facts)
    if os.name == "posix" and mode & (stat.S_IWGRP | stat.S_IWOTH):
        return wrong("permissions", "permissions_wide", **facts)
    return sound("permissions", **facts)


def _store_checks(store: SqlStore, ledger: str | None) -> Iterator[Check]:
    yield from _database(store)
    yield _schema(store)
    try:
        check_pages(store)
    except StoreError as fault:
        yield wrong("integrity", "integrity_broken", fault=fault)
        return
    yield sound("integrity")
    yield _chain(store)
    yield from _recorded_ahead(store)
    names = [ledger] if ledger else store.ledgers()
    checks = [_last_check(store, name) for name in names]
    yield from checks
    yield from _duty(store, needed=any(check.facts.get("due") for check in checks))


def _database(store: SqlStore) -> Iterator[Check]:
    if not isinstance(store.database, SqliteDatabase):
        return
    driver = sqlite_driver()
    with store.database.connection() as connection:
        mode = str(connection.execute("PRAGMA journal_mode").fetchone()[0])
    major, minor, patch = (int(part) for part in driver.version.split(".")[:3])
    affected = may_lose_pages((major, minor, patch))
    facts: dict[str, Any] = {"version": driver.version, "mode": mode}
    if affected and mode == "wal":
        yield wrong("sqlite", "sqlite_unsafe", **facts)
    else:
        yield sound("sqlite", "sqlite_cautious" if affected else "sqlite", **facts)


def _schema(store: SqlStore) -> Check:
    from migrations import HEAD

    with session_of(store, "") as (session, _):
        found = session.rows("SELECT version_num FROM alembic_version", ())[0][0]
    return sound("schema", version=found) if found == HEAD else wrong("schema", "schema_old", version=found)


def _around_the_ledgers(store: SqlStore, url: str, names: Sequence[str]) -> Iterator[Check]:
    """The feeds of each ledger, its payment lists' lines and the key they need."""
    failing = 0
    for name in names:
        for feed in FeedBook(store, name).all():
            if feed.outcome is not None and " recorded, " not in feed.outcome:
                failing += 1
                yield wrong("feeds", "feed_failing", ledger=name, feed=feed.name, reason=feed.outcome)
        yield from _roster_key(store, url, name)
        yield from _roster_lines(store, name)
    if not failing:
        yield sound("feeds")


def _roster_key(store: SqlStore, url: str, name: str) -> Iterator[Check]:
    """Where a ledger has payment lists, their key must be there and nobody else's to read."""
    from tracker.bootstrap import tracker_of

    keys = key_file(
        store_path(url), name, where=url.rpartition("@")[2], environ_directory=os.environ.get("TRACKER_KEYS")
    )
    with tracker_of(store, LedgerId.parse(name)).view(as_of="9999-12-31") as (_, view):
        wanted = [key for key, is_there in view.roster_keys.items() if is_there]
    if not wanted:
        return
    facts: dict[str, Any] = {"ledger": name, "path": keys.path}
    try:
        held = {key.id for key in keys.held()}
    except OSError as error:
        yield wrong("roster_key", "roster_key_unreadable", reason=str(error), **facts)
        return
    if not set(wanted) <= held:
        yield wrong("roster_key", "roster_key_missing", **facts)
    elif os.name == "posix" and stat.S_IMODE(keys.path.stat().st_mode) & 0o077:
        yield wrong("roster_key", "roster_key_open", **facts)
    else:
        yield sound("roster_key", **facts)


def _chain(store: SqlStore) -> Check:
    try:
        ends = chains(store)
    except UnusableBackup as broken:
        return wrong("chain", "chain_broken", ledger=broken.ledger, first_bad=broken.first_bad)
    return sound("chain", ledgers=len(ends), events=sum(end.position for end in ends))


def _recorded_ahead(store: SqlStore) -> Iterator[Check]:
    """A log that was recorded in the future says that the clock has been set back."""
    now = dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    for ledger in store.ledgers():
        with store.reader(ledger) as log:
            recorded_at = log.head.recorded_at
        if recorded_at is not None and recorded_at > now:
            yield wrong("clock", "clock_back", ledger=ledger, recorded_at=recorded_at[:19])


def _last_check(store: SqlStore, name: str) -> Check:
    """Whether every month that is due has been checked."""
    from tracker.bootstrap import tracker_of
    from tracker.checking import months_due
    from tracker.projections.timeliness import timeliness_measures

    tracker = tracker_of(store, LedgerId.parse(name))
    try:
        with tracker.view(as_of="9999-12-31") as (_, view):
            wanted = months_due(view, tracker.today()) if timeliness_measures(view) else []
            unchecked = [month for month in wanted if month not in view.checks]
    except Refusal:
        return sound("checks", ledger=name)
    if unchecked:
        return wrong("checks", "checks_missing", ledger=name, due=len(wanted), months=tuple(unchecked))
    return sound("checks", ledger=name, due=len(wanted))


def _duty(store: SqlStore, *, needed: bool) -> Iterator[Check]:
    """Who is on duty, what failed on it, and how old the last backup is."""
    book, now = DutyBook(store), now_in_utc()
    entries, officers = book.entries(), book.officers()
    yield _scheduler(officers, now, needed)
    yield _backup_age(store, entries, now)
    yield from _outboxes(store)
    for entry in entries.values():
        if entry.outcome in ("failed", "wanting") and entry.job != "timeliness":
            yield wrong(entry.job, f"work_{entry.outcome}", job=entry.job, detail=entry.detail)


def _outboxes(store: SqlStore) -> Iterator[Check]:
    """Notices that did not go out although they were tried."""
    stuck = 0
    for ledger in store.ledgers():
        tried = [
            n for n in Outbox(store, ledger).all() if n.status == "given_up" or n.attempts >= STUCK_AFTER
        ]
        if tried:
            stuck += 1
            facts: dict[str, Any] = {
                "ledger": ledger,
                "count": len(tried),
                "reason": tried[0].last_error or "?",
            }
            yield wrong("outbox", "outbox_stuck", **facts)
    if not stuck:
        yield sound("outbox")


def _scheduler(officers: list[Officer], now: dt.datetime, needed: bool) -> Check:
    seen = officers[0] if officers else None
    facts = {"holder": seen.holder if seen else "-", "seen_at": seen.seen_at[:16] + "Z" if seen else "-"}
    if any(officer.is_present(now) for officer in officers):
        return sound("scheduler", **facts)
    if seen is not None and now - moment(seen.seen_at) < LONGEST_BETWEEN_VISITS:
        return sound("scheduler", "scheduler_cron", **facts)
    return wrong("scheduler", "scheduler_absent", **facts) if needed else sound("scheduler", "scheduler_idle")


def _backup_age(store: SqlStore, entries: dict[str, Entry], now: dt.datetime) -> Check:
    nightly, by_hand, last = entries.get("backup"), entries.get(BY_HAND), last_backup(entries)
    oldest = _oldest_backup(store)
    if last and now - moment(last) <= oldest:
        newest = by_hand if by_hand and by_hand.finished_at == last else nightly
        return sound("backup", at=last[:16] + "Z", detail=newest.detail if newest else "")
    if last:
        return wrong("backup", "backup_old", at=last[:16] + "Z", days=oldest.days)
    begun = [log_began for name in store.ledgers() if (log_began := _began(store, name)) is not None]
    if all(now - moment(at) <= oldest for at in begun):
        return sound("backup", "backup_young")
    return wrong("backup", "backup_missing")


def _oldest_backup(store: SqlStore) -> dt.timedelta:
    """How old the last backup may be: as the strictest of the ledgers has it."""
    from tracker.bootstrap import tracker_of
    from tracker.projections.thresholds import THRESHOLDS, in_force

    days = []
    for name in store.ledgers():
        with tracker_of(store, LedgerId.parse(name)).view(as_of="9999-12-31") as (_, view):
            days.append(in_force(view, "backup_age"))
    return dt.timedelta(days=min(days, default=THRESHOLDS["backup_age"].default))


def _began(store: SqlStore, name: str) -> str | None:
    with store.reader(name) as log:
        first = log.at(1)
    return first.recorded_at if first else None


def _roster_lines(store: SqlStore, name: str) -> Iterator[Check]:
    """The lines of payment lists are no part of an exported log: where one was imported, they are in another store."""
    from tracker.bootstrap import tracker_of
    from tracker.decisions.state import State
    from tracker.rosters.lookup import all_lists

    tracker = tracker_of(store, LedgerId.parse(name))
    with tracker.reading() as (log, view):
        lists = all_lists(log, State(view, log, tracker.today()))
        lacking = [
            event.position for event, fact in lists if log.roster_lines.count(event.position) != fact.lines
        ]
    if lacking:
        positions = ", ".join(map(str, lacking[:10])) + ("…" if len(lacking) > 10 else "")
        yield wrong(
            "roster_lines", "roster_lines_missing", ledger=name, count=len(lacking), positions=positions
        )
    elif lists:
        yield sound("roster_lines", ledger=name, count=len(lists))
