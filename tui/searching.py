"""Finding things as people type them: by text, by code, by the initials of the pinyin."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=20_000)
def initials(text: str) -> str:
    """The first letters of a Chinese text's pinyin, other characters kept: ``养老金`` is ``ylj``."""
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER)).lower()


def matches(typed: str, text: str) -> bool:
    """Whether every word typed is found in the text, its case aside, or in its initials."""
    lowered = text.lower()
    return all(
        word in lowered or (word.isascii() and word.isalpha() and word in initials(text))
        for word in typed.lower().split()
    )
