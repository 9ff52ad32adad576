"""One suite for every store: memory, SQLite and a PostgreSQL server that is really running."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from events.identifiers import NewIds, new_ids
from events.memory_store import MemoryStore
from events.opening import open_store
from events.recording_clock import Clock, utc_now
from events.store import EventStore

MakeStore = Callable[..., EventStore]


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def make_store(kind: str, request: pytest.FixtureRequest) -> Iterator[MakeStore]:
    """A function that opens the test's store with a clock and identifiers of one's choice."""
    opened: list[EventStore] = []
    url = None if kind == "memory" else request.getfixturevalue(f"{kind}_url")

    def make(clock: Clock = utc_now, ids: NewIds = new_ids) -> EventStore:
        if url is None:
            opened.append(MemoryStore(clock=clock, ids=ids))
        else:
            opened.append(open_store(url, create=False, clock=clock, ids=ids))
        return opened[-1]

    yield make
    for store in opened:
        store.close()


@pytest.fixture
def store(make_store: MakeStore) -> EventStore:
    return make_store()
