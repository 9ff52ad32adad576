"""UUIDv7 identifiers: rising with time, so that a unique index over them grows at its end."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence

NewIds = Callable[[int], Sequence[str]]
"""A function giving that many fresh identifiers, in rising order."""

_LOW_48_BITS = (1 << 48) - 1
_ROOM = 1 << 47
"""A batch counts up from below this, so that it cannot overflow its 48 bits."""


def new_ids(count: int) -> Sequence[str]:
    """That many fresh UUIDv7, each greater than the one before; made of the time and 73 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    chance = int.from_bytes(os.urandom(10), "big")
    start = (chance & _LOW_48_BITS) % _ROOM
    clock = f"{milliseconds & _LOW_48_BITS:012x}"
    middle = f"{chance >> 48 & 0xFFF:03x}-{0x8000 | chance >> 60 & 0x3FFF:04x}"
    prefix = f"{clock[:8]}-{clock[8:]}-7{middle}-"
    return [f"{prefix}{number:012x}" for number in range(start, start + count)]
