"""The one place that picks the parts a run is made of: the store, the ledger in it, who is at the keyboard."""

from __future__ import annotations

import getpass
import os
from pathlib import Path
from typing import TYPE_CHECKING

from events.store import EventStore, StoreError
from events.values import LedgerId
from tracker.clock import today
from tracker.decisions.state import Refusal
from tracker.labels import Words
from tracker.service import Tracker

if TYPE_CHECKING:
    from tracker.rosters.keys import KeyFile


def store_url(db: str | None) -> str:
    """The store's address as given, or the default file in the user's data directory."""
    if db:
        return db
    from tracker.settings import Settings  # costs start-up time that a named store does not need

    return Settings().store_url()


def open_the_store(db: str | None, *, create: bool = False) -> EventStore:
    """Open the store; with ``create`` it is made on first use. Raises the store's errors."""
    from events.opening import open_store

    url = store_url(db)
    if create and not db:
        from tracker.settings import default_store

        default_store().parent.mkdir(parents=True, exist_ok=True)
    return open_store(url, create=create)


def actor_of(store: EventStore) -> str:
    """Who is at the keyboard: the store's own login where it has one, else TRACKER_ACTOR, else the system's login."""
    login = getattr(store, "login", None)
    if isinstance(login, str) and login:
        return login
    return os.environ.get("TRACKER_ACTOR") or _system_login()


def _system_login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def tracker_of(store: EventStore, ledger: LedgerId) -> Tracker:
    """A ledger of the store, whether or not it has been opened."""
    today()  # a business day that can't be read is said before anything is done
    return Tracker(store, ledger, actor=actor_of(store))


def tracker_for(store: EventStore, ledger: str | None) -> Tracker:
    """The ledger named, or the only one in the store; refused where there is none or several."""
    if ledger:
        return tracker_of(store, LedgerId.parse(ledger))
    known = store.ledgers()
    if not known:
        raise Refusal("store_empty")
    if len(known) > 1:
        raise Refusal("ledger_unnamed", ledgers=known)
    return tracker_of(store, LedgerId.parse(known[0]))


def roster_keys(db: str | None, ledger: LedgerId) -> KeyFile:
    """The key file of a ledger's payment lists."""
    from tracker.rosters.keys import key_file

    url = store_url(db)
    where = url.rpartition("@")[2]
    return key_file(path_of(url), str(ledger), where=where, environ_directory=os.environ.get("TRACKER_KEYS"))


def store_sentence(words: Words, error: StoreError) -> str:
    """What is wrong with the store, where, and what to do, in the language of the run."""
    return error.sentence(words.language)


def path_of(url: str) -> Path | None:
    """The file of an SQLite store; None for a server."""
    if url.startswith("postgresql"):
        return None
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else Path(url)
