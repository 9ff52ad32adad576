"""The pieces of work of a duty, each a function that looks, does what is due, and says what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Literal, NamedTuple

from events.opening import store_path
from events.sql_store import SqlStore
from events.sqlite_database import SqliteDatabase
from tracker.clock import SHANGHAI
from tracker.duty.book import Entry
from tracker.duty.times import Daily, Every, Times, moment
from tracker.evidence import evidence_beside, evidence_files
from tracker.projections.thresholds import in_force, used
from tracker.service import Tracker
from tracker.settings import Settings, default_store
from tracker.upkeep import UnusableBackup, back_up, chains, check_pages
from tracker.watching import SETTINGS, Concern

Outcome = Literal["done", "wanting"]


class Result(NamedTuple):
    """What came of a piece of work: ``wanting`` where somebody has to look."""

    outcome: Outcome = "done"
    detail: str = ""


class Work(NamedTuple):
    """A piece of work, when it is due, and the function that does it."""

    name: str
    times: Times
    do: Callable[[], Result]


ALERTS = Daily(7, 45)
TIMELINESS, VERIFY, BACKUP = Daily(7, 30), Daily(1, 30), Daily(2, 0)
DIGEST = Daily(8, 30, weekday=0)
FEEDS, NOTICES = Every(300), Every(60)

BY_HAND = "backup_by_hand"
"""The duty book's line for backups made by hand."""


def verify_store(store: SqlStore) -> Result:
    """Check the file's pages and walk every chain; a store that can't be read raises the store's errors."""
    check_pages(store)
    try:
        ends = chains(store)
    except UnusableBackup as broken:
        return Result("wanting", f"{broken.ledger}@{broken.first_bad}")
    return Result("done", f"{len(ends)} ledgers, {sum(end.position for end in ends)} events")


def nightly_backup(store: SqlStore, settings: Settings, now: dt.datetime) -> Result:
    """Back up under the day's name, then let go of the oldest beyond the number kept."""
    directory, stem = backup_place(store, settings)
    made = back_up(store, directory / f"{stem}-{now.astimezone(SHANGHAI):%Y-%m-%d}.db")
    evidence_beside(made.file).take_missing(evidence_files(store.database.where))
    kept = sorted(directory.glob(f"{stem}-[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9].db"))
    for old in kept[: -settings.backups_kept]:
        old.unlink()
    return Result("done", str(made.file))


class Gap(NamedTuple):
    """A time nobody was on duty: the day it began, and how long it lasted."""

    since: str
    length: dt.timedelta


def store_concerns(
    tracker: Tracker, entries: dict[str, Entry], now: dt.datetime, gap: Gap | None = None
) -> list[Concern]:
    """What the duty book gives reason to in one ledger: a log that does not verify, a backup too old, nobody on duty."""
    found, ledger = [], str(tracker.ledger)
    with tracker.reading() as (log, view):
        oldest = dt.timedelta(days=in_force(view, "backup_age"))
        longest = dt.timedelta(hours=in_force(view, "absence"))
        by = {kind: used(view, SETTINGS[kind]) for kind in ("backup_old", "scheduler_absent")}
        first = log.at(1)
    verified = entries.get("verify")
    where, _, first_bad = ((verified and verified.detail) or "").rpartition("@")
    if verified is not None and verified.outcome == "wanting" and where == ledger:
        found.append(Concern("log_broken", "urgent", ledger, "broken", None, first_bad))
    last = last_backup(entries)
    since = last or (first.recorded_at if first else None)
    if since is not None and now - moment(since) > oldest:
        days = str(oldest.days)
        found.append(Concern("backup_old", "warning", ledger, "old", None, days, settings=by["backup_old"]))
    if gap is not None and gap.length > longest:
        absent = Concern("scheduler_absent", "warning", ledger, "absent", gap.since)
        found.append(absent._replace(settings=by["scheduler_absent"]))
    return found


def put_aside_concerns(tracker: Tracker) -> list[Concern]:
    """Lines of bank results that have waited for somebody too long, counted by project."""
    from tracker.rosters.work import work_list

    with tracker.reading() as (_, view):
        days, by = in_force(view, "put_aside"), used(view, SETTINGS["put_aside"])
    latest = dt.date.fromisoformat(tracker.today()) - dt.timedelta(days=days)
    waiting = [
        item.fact.project for item in work_list(tracker) if item.result.occurred_on < latest.isoformat()
    ]
    return [
        Concern("put_aside", "warning", project, "waiting", None, str(waiting.count(project)), settings=by)
        for project in sorted(set(waiting))
    ]


def last_backup(entries: dict[str, Entry]) -> str | None:
    """The instant of the last backup that was verified, nightly or by hand; None where there was none."""
    nightly, by_hand = entries.get("backup"), entries.get(BY_HAND)
    known = [nightly.done_for if nightly else None, by_hand.finished_at if by_hand else None]
    return max((at for at in known if at is not None), default=None)


def backup_place(store: SqlStore, settings: Settings) -> tuple[Path, str]:
    """The directory backups go to, and what their names begin with."""
    database = store.database
    path = database.path if isinstance(database, SqliteDatabase) else store_path(str(default_store()))
    assert path is not None, "a file's path"
    stem = (
        path.stem if isinstance(database, SqliteDatabase) else database.where.rpartition("/")[2] or "tracker"
    )
    return settings.backup_dir or path.absolute().parent / "backups", stem
