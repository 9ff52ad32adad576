"""A document's lines as pieces: what stands between two spaces, with justified text put together again."""

from __future__ import annotations

import re
from typing import NamedTuple

from tracker.plan.targets import COMMON_UNITS, SIGN_CLASS
from tracker.plan.text import clean_line, split_lines

_SIGN_ONLY = re.compile(rf"[{SIGN_CLASS}]+")
_SIGN_NUMBER = re.compile(rf"[{SIGN_CLASS}]+[\d.,]+")
_NUMBER = re.compile(r"[\d.,]+")
_STARTS_WITH_SIGN = re.compile(rf"[{SIGN_CLASS}]+(\d|$)")
_PAGE_NUMBER = re.compile(r"[-—– ]*\d{1,4}[-—– ]*|第 ?\d{1,4} ?页.{0,12}")


class Piece(str):
    """What stands between two spaces; ``head`` and ``tail`` are the lengths of the first and last bit joined into it."""

    __slots__ = ("head", "tail")

    head: int
    tail: int

    def __new__(cls, text: str, head: int | None = None, tail: int | None = None) -> Piece:
        """Make a piece; without lengths it is taken as printed in one."""
        made = super().__new__(cls, text)
        made.head = len(text) if head is None else head
        made.tail = len(text) if tail is None else tail
        return made

    @property
    def spread(self) -> bool:
        """Whether the piece was printed with a space between all its characters, as justified lines are."""
        return len(self) >= 4 and self.head == 1 and self.tail == 1


class Line(NamedTuple):
    """A line that is not empty: its number from 1, its pieces, and how many empty lines stand before it."""

    number: int
    pieces: tuple[Piece, ...]
    blanks: int
    page_starts: bool

    @property
    def text(self) -> str:
        """The line without any space."""
        return "".join(self.pieces)

    @property
    def printed(self) -> str:
        """The line's pieces with one space between them."""
        return " ".join(self.pieces)


def read_lines(text: str) -> list[Line]:
    """All lines that say something; page numbers beside a page's edge are left out."""
    lines: list[Line] = []
    blanks = 0
    page_starts = True
    for number, raw in enumerate(split_lines(text), start=1):
        page_starts = page_starts or "\f" in raw
        cleaned = clean_line(raw)
        if not cleaned:
            blanks += 1
            continue
        lines.append(Line(number, tuple(join_pieces(cleaned.split(" "))), blanks, page_starts or blanks >= 3))
        blanks, page_starts = 0, False
    return [line for index, line in enumerate(lines) if not _is_page_number(lines, index)]


def _is_page_number(lines: list[Line], index: int) -> bool:
    line = lines[index]
    if _PAGE_NUMBER.fullmatch(line.printed) is None:
        return False
    following = lines[index + 1] if index + 1 < len(lines) else None
    return line.page_starts or following is None or following.page_starts


def join_pieces(pieces: list[str]) -> list[Piece]:
    """Put justified text together: neighbours of one or two characters, a sign and its number and unit."""
    joined: list[Piece] = []
    for bit in pieces:
        if joined and _belongs_together(joined[-1], bit):
            joined[-1] = Piece(joined[-1] + bit, joined[-1].head, len(bit))
        else:
            joined.append(Piece(bit))
    return joined


def _belongs_together(before: Piece, bit: str) -> bool:
    if _SIGN_ONLY.fullmatch(before):
        return bit[0].isdigit()
    if _SIGN_NUMBER.fullmatch(before):
        return bit in COMMON_UNITS or _NUMBER.fullmatch(bit) is not None
    if _STARTS_WITH_SIGN.match(bit):
        return False
    return before.tail <= 2 and len(bit) <= 2
