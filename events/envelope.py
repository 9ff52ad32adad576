"""The recorded event: a fact with its place in the ledger's chain, and a fact about to be recorded."""

from __future__ import annotations

from typing import NamedTuple

from events.canonical import event_text, export_text, hash_of
from events.catalogue import Fact, decode


class NewEvent(NamedTuple):
    """A fact somebody wants recorded, the date it happened, and the key that makes asking twice harmless."""

    fact: Fact
    occurred_on: str
    key: str | None = None


class RecordedEvent(NamedTuple):
    """An event as the log keeps it. ``payload`` is the canonical text that was hashed."""

    ledger: str
    position: int
    id: str
    type: str
    version: int
    occurred_on: str
    recorded_at: str
    actor: str
    key: str | None
    payload: str
    prev_hash: str
    hash: str

    @property
    def fact(self) -> Fact:
        """The payload as today's class, upcast if it was written by an older program."""
        return decode(self.type, self.version, self.payload)

    def expected_hash(self) -> str:
        """What ``hash`` has to be for the other fields."""
        return hash_of(event_text(*self[:11]))

    def export_line(self) -> str:
        """The event as one line of an exported log, without the line's end."""
        return export_text(*self[1:])
