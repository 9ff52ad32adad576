"""Looking after a ledger's key: making it, backing it up, following it by another, destroying it for good."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from events.envelope import NewEvent
from events.types.rosters import RosterKeyAdopted, RosterKeysDestroyed
from tracker.deciding_again import decides_again
from tracker.decisions.state import Refusal, State
from tracker.decisions.texts import required
from tracker.rosters.keys import KeyFile, key_text, read_backup, write_private
from tracker.rosters.lookup import usable_key
from tracker.rosters.pseudonyms import new_key
from tracker.service import Tracker


class KeyStanding(NamedTuple):
    """A key the ledger knows: in use, of earlier lists, or destroyed; and whether it is on this machine."""

    key_id: str
    in_use: bool
    destroyed: bool
    here: bool


def key_standings(tracker: Tracker, keys: KeyFile) -> list[KeyStanding]:
    """Every key the ledger has used, oldest first."""
    here = {key.id for key in keys.held()}
    with tracker.reading() as (_, view):
        known = dict(view.roster_keys)
    last = next(reversed(known), None)
    return [
        KeyStanding(key_id, alive and key_id == last, not alive, key_id in here)
        for key_id, alive in known.items()
    ]


@decides_again
def create_key(tracker: Tracker, keys: KeyFile) -> str:
    """Take a first key into use, or a new one where the last was destroyed; refused where one is in use."""
    with tracker.writing() as (log, view):
        known = view.roster_keys
        last = next(reversed(known), None)
        if last is not None and known[last]:
            raise Refusal("roster_key_exists", key=last)
        waiting = [key for key in keys.held() if key.id not in known]
        key = waiting[-1] if waiting else new_key()
        if not waiting:
            keys.add(key)
        state = State(view, log, tracker.today())
        tracker.append(log, view, [NewEvent(RosterKeyAdopted(key.id), state.day_in_year())])
    return key.id


@decides_again
def rotate_key(tracker: Tracker, keys: KeyFile) -> str:
    """Follow the key in use by a new one: lists from now on are read under it, earlier ones keep theirs."""
    with tracker.writing() as (log, view):
        current = next(reversed(view.roster_keys), None)
        if current is None:
            raise Refusal("roster_no_key")
        usable_key(view, keys, current)
        key = new_key()
        keys.add(key)
        state = State(view, log, tracker.today())
        tracker.append(log, view, [NewEvent(RosterKeyAdopted(key.id), state.day_in_year())])
    return key.id


def back_up_keys(keys: KeyFile, to: Path) -> int:
    """Copy the key file to a new file only its owner can read; how many keys. Raises OSError."""
    held = keys.held()
    if not held:
        raise Refusal("roster_no_key")
    write_private(to, key_text(held, keys.ledger))
    assert read_backup(to, keys.ledger) == held, "a backup is one only once it has been read back"
    return len(held)


def restore_keys(tracker: Tracker, keys: KeyFile, backup: Path) -> int:
    """Take the keys of a backup that are not here; a destroyed one never comes back. How many were taken."""
    wanted = read_backup(backup, keys.ledger)
    with tracker.reading() as (_, view):
        destroyed = {key_id for key_id, alive in view.roster_keys.items() if not alive}
        order = list(view.roster_keys)
    held = keys.held()
    new = [key for key in wanted if key.id not in destroyed and key not in held]
    if not new and any(key.id in destroyed for key in wanted):
        raise Refusal("roster_key_destroyed", key=wanted[-1].id)
    if new:
        place = {key_id: number for number, key_id in enumerate(order)}
        keys.replace(sorted((*held, *new), key=lambda key: place.get(key.id, len(place))))
    return len(new)


@decides_again
def destroy_keys(tracker: Tracker, keys: KeyFile, reason: str) -> tuple[str, ...]:
    """Record that all keys are destroyed, then destroy them: what remains is sums and hashes."""
    with tracker.writing() as (log, view):
        alive = tuple(key_id for key_id, there in view.roster_keys.items() if there)
        if not alive and not keys.held():
            raise Refusal("roster_no_key")
        if alive:
            state = State(view, log, tracker.today())
            fact = RosterKeysDestroyed(alive, required(reason, "reason"))
            tracker.append(log, view, [NewEvent(fact, state.day_in_year())])
    keys.replace(())  # recorded first: a key left by a power cut is destroyed by asking again
    return alive
