from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.tracker.duty.offices import Office


@pytest.fixture
def office(sqlite_url: str) -> Iterator[Office]:
    made = Office(sqlite_url)
    yield made
    made.store.close()
