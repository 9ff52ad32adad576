"""Finding things as people type them: by text, by code, by the initials of the pinyin."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import count
from pathlib import Path

TABLE = Path(__file__).with_name("initials.txt")
"""What each character's pinyin may begin with, from U+3400 to U+9FFF, the commonest first.

The pinyin library's dictionaries take more memory than the rest of the desk, and a third of a second to load;
this is what the search needs of them, taken out by ``python -m tests.tui.new_initials`` and held equal by a test.
"""

FIRST_CHARACTER = 0x3400


def matches(typed: str, text: str) -> bool:
    """Whether every word typed is found in the text, its case aside, or in its initials."""
    lowered = text.lower()
    return all(
        word in lowered or (word.isascii() and word.isalnum() and _spells(word, initials(text)))
        for word in typed.lower().split()
    )


@lru_cache(maxsize=20_000)
def initials(text: str) -> tuple[str, ...]:
    """What each character's pinyin may begin with: ``重庆`` is ``zct``, ``q``; others stand for themselves."""
    letters = _letters()
    return tuple(letters.get(mark, mark) for mark in text.lower())


def _spells(word: str, letters: tuple[str, ...]) -> bool:
    """Whether a run of characters can be read so that they begin with the word's letters."""
    first = word[0]
    return any(
        first in read and all(map(str.__contains__, letters[at : at + len(word)], word))
        for at, read in enumerate(letters[: len(letters) - len(word) + 1])
    )


@cache
def _letters() -> dict[str, str]:
    tokens = TABLE.read_text("ascii").split()
    return {
        chr(code): read for code, read in zip(count(FIRST_CHARACTER), tokens, strict=False) if read != "-"
    }
