"""UUIDv7 identifiers: rising with time, so that a unique index over them grows at its end."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Sequence

NewIds = Callable[[int], Sequence[str]]
"""A function giving that many fresh identifiers, in rising order."""


class _Counter:
    """Seventy-four bits beside the time: twenty-six drawn once for a process, forty-eight counted from a random start.

    Asking the system for chance at every identifier would cost as much as the rest of a small command.
    """

    def __init__(self) -> None:
        self.draw()

    def draw(self) -> None:
        """Begin anew, in a new process."""
        self._lock = threading.Lock()
        chance = int.from_bytes(os.urandom(10), "big")
        self.middle = f"-7{chance & 0xFFF:03x}-{0x8000 | chance >> 12 & 0x3FFF:04x}-"
        self._next = chance >> 33  # below 2**47: it never overflows its forty-eight bits

    def take(self, count: int) -> int:
        """The first of that many numbers in a row."""
        with self._lock:
            first = self._next
            self._next = first + count
        return first


_counter = _Counter()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_counter.draw)


def new_ids(count: int) -> Sequence[str]:
    """That many fresh UUIDv7, each greater than the one before."""
    clock = f"{time.time_ns() // 1_000_000:012x}"
    first = _counter.take(count)
    prefix = f"{clock[:8]}-{clock[8:]}{_counter.middle}"
    if count == 1:
        return (f"{prefix}{first:012x}",)
    return [f"{prefix}{number:012x}" for number in range(first, first + count)]
