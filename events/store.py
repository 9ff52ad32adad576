"""What a store of events promises, and how it fails.

One :class:`EventStore` holds many ledgers. A :class:`LogReader` sees one ledger at one moment; a
:class:`LogWriter` sees it too, holds its head row locked, and may append: everything it does becomes
durable together when its ``with`` block ends, or not at all.

Errors::

    StoreError                 the store can't be used; what and where and what to do
    ├── StoreUnavailable       not there, unreachable, no permission, disk full
    ├── StoreBusy              locked by somebody else for too long
    ├── StoreDamaged           not a store of ours, or corrupt
    ├── StoreTooNew            written by a newer program
    └── OutcomeUnknown         whether it was recorded can't be told: look the key up, then decide again
    UnexpectedPosition         the ledger has moved on: read again, decide again
    KeyAlreadyUsed             an event of that key is there already; names it
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

from events.envelope import NewEvent, RecordedEvent
from events.faults import FaultCode, Language, sentence
from events.roster_lines import RosterLines
from events.searching import Sought


class StoreError(Exception):
    """The store can't be used.

    ``code`` names the fault (see :mod:`events.faults`) and ``facts`` what its sentence speaks of, such as the
    path; ``str()`` gives the sentence in Chinese and English, :meth:`sentence` in one of them.
    """

    def __init__(self, code: FaultCode, **facts: str) -> None:
        self.code, self.facts = code, facts
        super().__init__(f"{self.sentence('zh')} {self.sentence('en')}")

    def sentence(self, language: Language) -> str:
        """What is wrong, where, and what to do, in one line."""
        return sentence(self.code, language, self.facts)


class StoreUnavailable(StoreError):
    """It is not there, can't be reached or written, or has no room left."""


class StoreBusy(StoreError):
    """Somebody else holds it for longer than we wait."""


class StoreDamaged(StoreError):
    """It is not a store of ours, or it is corrupt."""


class StoreTooNew(StoreError):
    """A newer program wrote it."""


class OutcomeUnknown(StoreError):
    """The store can't tell whether the transaction took effect: look the key up, then decide again.

    A conflict between writers that certainly had no effect is reported in the same way: the answer is the same.
    """


class UnexpectedPosition(Exception):
    """The ledger stood at another position than the caller had seen."""

    def __init__(self, ledger: str, expected: int, found: int) -> None:
        super().__init__(f"ledger {ledger}: expected position {expected}, found {found}")
        self.ledger, self.expected, self.found = ledger, expected, found


class KeyAlreadyUsed(Exception):
    """An event with this idempotency key is recorded already."""

    def __init__(self, key: str, event: RecordedEvent) -> None:
        super().__init__(f"the key {key!r} is that of event {event.position}")
        self.key, self.event = key, event


class Head(NamedTuple):
    """The end of a ledger's chain: position 0 and the genesis hash while it is empty."""

    position: int
    hash: str
    recorded_at: str | None


class Snapshot(NamedTuple):
    """A stored view: a cache, good only while ``hash`` is the hash at ``position`` and the version is ours."""

    view: str
    view_version: str
    position: int
    hash: str
    body: bytes


class LogReader(Protocol):
    """One ledger, seen as it is at one moment."""

    @property
    def ledger(self) -> str:
        """The ledger's id, ``UNIT/YEAR``."""
        ...

    @property
    def head(self) -> Head:
        """The end of the chain as this reader sees it."""
        ...

    def read(
        self,
        *,
        after: int = 0,
        through: int | None = None,
        as_of: str | None = None,
        known_at: str | None = None,
    ) -> Iterator[RecordedEvent]:
        """Events in order of position, those after ``after`` and up to ``through``.

        ``as_of`` keeps those that happened on or before that date, ``known_at`` those recorded at or before
        that instant (``YYYY-MM-DDTHH:MM:SS.ffffffZ``).
        """
        ...

    def read_back(self, *, before: int | None = None, limit: int) -> Sequence[RecordedEvent]:
        """The last ``limit`` events below position ``before``, newest first."""
        ...

    def at(self, position: int) -> RecordedEvent | None:
        """The event at a position, or None."""
        ...

    def several(self, positions: Sequence[int]) -> Sequence[RecordedEvent]:
        """The events at these positions (a page of them, not thousands), the latest first."""
        ...

    def search(self, sought: Sought, *, after: int, through: int) -> Sequence[int]:
        """The positions of the events looked for, above ``after`` and up to ``through``, the latest first.

        The work grows with the range and is done where the events are: ask for a range at a time.
        """
        ...

    def find(self, event_id: str) -> RecordedEvent | None:
        """The event with this id, or None."""
        ...

    def by_key(self, key: str) -> RecordedEvent | None:
        """The event recorded under this idempotency key, or None."""
        ...

    @property
    def subjects_through(self) -> int:
        """The position up to which the index behind :meth:`about` has been built; what follows is scanned."""
        ...

    def about(self, subject: str) -> Sequence[RecordedEvent]:
        """Every event about a subject (see :mod:`events.subjects`), in order of position."""
        ...

    @property
    def roster_lines(self) -> RosterLines:
        """The lines of payment lists and bank results, which sit beside the log."""
        ...

    def snapshot(self, view: str) -> Snapshot | None:
        """The stored view of that name, or None. Whether it may be used is the caller's to judge."""
        ...


class LogWriter(LogReader, Protocol):
    """A reader that holds the ledger's head locked and may append."""

    def append(
        self, events: Sequence[NewEvent], *, actor: str, expected: int | None = None
    ) -> Sequence[RecordedEvent]:
        """Append all or nothing, in order, at head + 1, head + 2, …

        ``recorded_at`` comes from the store's clock and never runs backwards within a ledger. Raises
        :class:`UnexpectedPosition` when ``expected`` is given and is not the head's position,
        :class:`KeyAlreadyUsed` when one of the keys is recorded already, and :class:`ValueError` for a key that
        stands twice in the batch or a value that cannot be stored.
        """
        ...

    def adopt(self, events: Sequence[RecordedEvent]) -> None:
        """Append events that have their positions and hashes already (an import), unchanged.

        The first must follow the head, each must follow the one before, and every hash must be right:
        otherwise raises :class:`ValueError` and nothing is kept.
        """
        ...

    def index_subjects(self) -> None:
        """Bring the index behind :meth:`about` up to the head (it may lag after large appends)."""
        ...

    def save_snapshot(self, snapshot: Snapshot) -> None:
        """Keep a view, in place of an earlier one of that name."""
        ...


class EventStore(Protocol):
    """Many ledgers, each one gapless chain of events."""

    def ledgers(self) -> Sequence[str]:
        """The ids of the ledgers that have events, sorted."""
        ...

    def reader(self, ledger: str) -> AbstractContextManager[LogReader]:
        """See a ledger as it is now. One that does not exist is an empty one."""
        ...

    def writer(self, ledger: str) -> AbstractContextManager[LogWriter]:
        """Lock a ledger's head and write; commits when the block ends, rolls back when it raises."""
        ...

    def close(self) -> None:
        """Let go of connections; the store can't be used afterwards."""
        ...
