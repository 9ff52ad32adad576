"""How Chinese characters are read, from a table taken out of pypinyin (MIT licence).

The library's dictionaries take as much memory as a whole desk and a third of a second to load; what is needed of
them is a line of syllables, written by ``python -m tests.tracker.new_pinyin`` and held equal to the library by a test.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("pinyin.txt")
"""Every reading of every character from U+3400 to U+9FFF, without tones, the commonest first."""

FIRST_CHARACTER, LAST_CHARACTER = 0x3400, 0x9FFF
UNREAD = "-"


def readings(mark: str) -> tuple[str, ...]:
    """The syllables a character may be read as: ``重`` is ``zhong``, ``chong``, ``tong``; others stand for themselves."""
    at = ord(mark) - FIRST_CHARACTER
    found = _table()[at] if 0 <= at <= LAST_CHARACTER - FIRST_CHARACTER else ()
    return found or (mark,)


def syllables(text: str) -> tuple[str, ...]:
    """The text as it is read most often, a syllable a character."""
    return tuple(readings(mark)[0] for mark in text)


def sounds_like(one: str, other: str) -> bool:
    """Whether two texts can be read alike, character by character."""
    return len(one) == len(other) and not any(
        set(readings(mark)).isdisjoint(readings(twin)) for mark, twin in zip(one, other, strict=True)
    )


@cache
def _table() -> list[tuple[str, ...]]:
    """The table; characters that are read alike share what they hold."""
    shared: dict[str, tuple[str, ...]] = {UNREAD: ()}
    found = []
    for word in TABLE.read_text("ascii").split():
        if word not in shared:
            shared[word] = tuple(word.split(","))
        found.append(shared[word])
    return found
