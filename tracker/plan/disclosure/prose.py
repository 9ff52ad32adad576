"""A document's sentences as one text without spaces, every character knowing its line."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from events.types.plan import Place
from tracker.plan.disclosure.lines import Line

_HEADING = re.compile(
    r"(?:\d{1,2}[、.．]|[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）)[^，。；：:\d]{2,40}(?<![，。；：:、])"
)
"""A heading has no full stop in print; one is added so that the next sentence starts after it."""


class Prose:
    """Lines put together to one text; :meth:`place` tells where a part of it was printed."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = list(lines)
        self._starts: list[int] = []
        parts: list[str] = []
        length = 0
        for line in self.lines:
            self._starts.append(length)
            text = f"{line.text}。" if _HEADING.fullmatch(line.text) else line.text
            parts.append(text)
            length += len(text)
        self.text = "".join(parts)

    def line_at(self, offset: int) -> int | None:
        """The number of the line a character was printed on."""
        if not self.lines:
            return None
        return self.lines[max(0, bisect_right(self._starts, offset) - 1)].number

    def place(self, start: int, end: int) -> Place:
        """Where the characters from start to end were printed."""
        return Place(line=self.line_at(start), end_line=self.line_at(max(start, end - 1)))
