"""Somebody who looks on while a long list is read or written, and may call it off."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Thing = TypeVar("Thing")

Watch = Callable[[int], None]
"""Told from time to time how many lines are done; what it raises ends the work, and nothing is recorded."""

WATCH_EVERY = 500


def watched(things: Iterable[Thing], watch: Watch | None) -> Iterable[Thing]:
    """The same things, with somebody told how many went by; as they are where nobody looks on."""
    return things if watch is None else _telling(things, watch)


def _telling(things: Iterable[Thing], watch: Watch) -> Iterator[Thing]:
    for number, thing in enumerate(things, 1):
        if number % WATCH_EVERY == 0:
            watch(number)
        yield thing
