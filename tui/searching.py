"""Finding things as people type them: by text, by code, by the initials of the pinyin."""

from __future__ import annotations

from functools import lru_cache

from tracker.pinyin import readings


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
    return tuple(map(_beginnings, text.lower()))


@lru_cache(maxsize=4_000)
def _beginnings(mark: str) -> str:
    return "".join(dict.fromkeys(reading[0] for reading in readings(mark)))


def _spells(word: str, letters: tuple[str, ...]) -> bool:
    """Whether a run of characters can be read so that they begin with the word's letters."""
    first = word[0]
    return any(
        first in read and all(map(str.__contains__, letters[at : at + len(word)], word))
        for at, read in enumerate(letters[: len(letters) - len(word) + 1])
    )
