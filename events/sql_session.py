"""What an SQL ledger asks of a database: sessions, each one connection inside one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple, Protocol

from events.canonical import GENESIS
from events.envelope import RecordedEvent
from events.store import StoreError

Row = tuple[Any, ...]

EVENT_COLUMNS = (
    "ledger_id, position, id, type, version, occurred_on, recorded_at, actor, key, payload, prev_hash, hash"
)
HEAD = "SELECT position, hash, recorded_at, subjects_through FROM ledger_head WHERE ledger_id = ?"


class HeadRow(NamedTuple):
    """A ledger's row in ``ledger_head``."""

    position: int = 0
    hash: str = GENESIS
    recorded_at: str | None = None
    subjects_through: int = 0


class Written(NamedTuple):
    """What a block has to write: the events, what they are about, and the head after them."""

    events: Sequence[RecordedEvent]
    subjects: Sequence[tuple[str, str, int]]
    head: HeadRow


class Session(Protocol):
    """One connection inside one transaction."""

    @property
    def json_payload(self) -> str:
        """An event's payload (of the table named ``e``) as a value JSON operators can be used on."""
        ...

    def rows(self, sql: str, parameters: Sequence[object]) -> Sequence[Row]:
        """All rows of a query with ``?`` for its parameters."""
        ...

    def stream(self, sql: str, parameters: Sequence[object]) -> Iterator[Row]:
        """The rows of a query one by one, without holding them all.

        The second column is the position, the rows come in its order, and the second parameter is the position
        after which they begin: so a server can be asked page by page.
        """
        ...

    def run(self, sql: str, parameters: Sequence[object]) -> None:
        """Run a statement that gives no rows."""
        ...

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Insert many rows into a table, without holding them all."""
        ...

    def write(self, ledger: str, written: Written) -> None:
        """Insert events and subjects and move the head."""
        ...

    def write_and_commit(self, ledger: str, written: Written | None) -> None:
        """The same, and make the transaction durable."""
        ...

    def end(self) -> None:
        """Roll back what was not committed and let go of the connection."""
        ...


class Database(Protocol):
    """Where sessions come from. Only :meth:`begin` gives errors of the store; later ones are the driver's."""

    @property
    def where(self) -> str:
        """The file or server, as it may be shown to people: without a password."""
        ...

    @property
    def login(self) -> str | None:
        """The name the database knows its user by, or None where it has no users."""
        ...

    @property
    def driver_error(self) -> type[Exception]:
        """The root of the driver's errors."""
        ...

    def begin(self, ledger: str, *, writing: bool) -> tuple[Session, HeadRow]:
        """A session that sees one moment and the ledger's head at it; for writing, with the head row locked."""
        ...

    def fault(self, error: Exception, *, writing: bool) -> StoreError:
        """A driver's error as the store's own."""
        ...

    def close(self) -> None:
        """Let go of all connections."""
        ...
