"""Finding things as people type them: by text, by code, by the initials of the pinyin."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Literal, TypeAlias

from tracker.pinyin import readings

FIRST_MIXED = 0xE000
"""Characters of no writing: each stands for one set of letters that some characters may begin with."""

SLICE = 2_000


def matches(typed: str, text: str) -> bool:
    """Whether every word typed is found in the text, its case aside, or in its initials."""
    lowered = text.lower()
    ready = (lowered, initials(lowered))
    return all(found(ready[way]) for way, found in tests_of(typed))


class Searchable:
    """Texts made ready when they are first searched; what is typed on is sought in what was found before."""

    def __init__(self, texts: Callable[[], Iterator[str]]) -> None:
        """``texts`` gives them from the first on; it is asked once."""
        self._unread: Iterator[str] | None = None
        self._texts = texts
        self._ready: list[tuple[str, str]] = []
        self._found: tuple[str, Sequence[int]] = ("", ())
        self._busy = threading.Lock()

    def find(self, typed: str, called_off: Callable[[], bool] = lambda: False) -> Sequence[int] | None:
        """Which texts something typed is found in, in their order; None where it is called off meanwhile."""
        with self._busy:
            if not self._make_ready(called_off):
                return None
            before, among = self._found
            if not before or not typed.startswith(before):
                among = range(len(self._ready))
            found = self._sought(tests_of(typed), among, called_off)
            if found is not None:
                self._found = (typed, found)
            return found

    def _make_ready(self, called_off: Callable[[], bool]) -> bool:
        """Lower case and initials of each; called off, what has been done stays done."""
        if self._unread is None:
            self._unread = self._texts()
        while texts := list(islice(self._unread, SLICE)):
            lowered = [text.lower() for text in texts]
            self._ready += [(text, text.translate(_INITIALS)) for text in lowered]
            if called_off():
                return False
        return True

    def _sought(
        self, tests: Sequence[Test], among: Sequence[int], called_off: Callable[[], bool]
    ) -> list[int] | None:
        found: list[int] = []
        ready = self._ready
        for start in range(0, len(among), SLICE):
            if called_off():
                return None
            part = among[start : start + SLICE]
            for way, is_in in tests:
                part = [at for at in part if is_in(ready[at][way])]
            found += part
        return found


Way = Literal[0, 1]
AS_WRITTEN: Way = 0
AS_READ: Way = 1
Test: TypeAlias = tuple[Way, Callable[[str], bool]]
"""Whether a word stands in a text, and what it is sought in: the text in lower case, or its initials."""


@lru_cache(maxsize=64)
def tests_of(typed: str) -> tuple[Test, ...]:
    """A test for every word typed."""
    return tuple(map(_test_of, typed.lower().split()))


def _test_of(word: str) -> Test:
    if word.isascii() and word.isalnum():
        return AS_READ, _Spelt(word)
    return AS_WRITTEN, lambda text: word in text


class _Spelt:
    """Whether a run of initials can be read as a word's letters."""

    def __init__(self, word: str) -> None:
        self.word = word
        self._kinds, self._pattern = 0, re.compile(word)

    def __call__(self, letters: str) -> bool:
        if letters.isascii():
            return self.word in letters
        if self._kinds != len(_MIXED):
            kinds = len(_MIXED)
            self._pattern, self._kinds = _spelling(self.word), kinds
        return self._pattern.search(letters) is not None


def _spelling(word: str) -> re.Pattern[str]:
    """The word's letters, each as itself or as a character that may begin with it."""
    kinds = list(_MIXED.items())
    return re.compile(
        "".join(f"[{letter}{''.join(mark for read, mark in kinds if letter in read)}]" for letter in word)
    )


@lru_cache(maxsize=20_000)
def initials(lowered: str) -> str:
    """What each character's pinyin begins with, a character each; others stand for themselves."""
    return lowered.translate(_INITIALS)


_MIXED: dict[str, str] = {}
"""Letters that one character may begin with (``重`` is ``zct``), and the character that stands for them."""

_MIXING = threading.Lock()


class _Initials(dict[int, str]):
    """A character's initial, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        mark = chr(code)
        letters = "".join(dict.fromkeys(reading[0] for reading in readings(mark)))
        if len(letters) > 1:
            with _MIXING:
                letters = _MIXED.setdefault(letters, chr(FIRST_MIXED + len(_MIXED)))
        self[code] = letters
        return letters


_INITIALS = _Initials()
