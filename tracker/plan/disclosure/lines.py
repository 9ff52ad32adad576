"""A document's lines as pieces: what stands between two spaces, with justified text put together again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from tracker.plan.targets import COMMON_UNITS, SIGN_CLASS
from tracker.plan.text import clean_line, split_lines

_SIGN_ONLY = re.compile(rf"[{SIGN_CLASS}]+")
_SIGN_NUMBER = re.compile(rf"[{SIGN_CLASS}]+[\d.,]+")
_NUMBER = re.compile(r"[\d.,]+")
_STARTS_WITH_SIGN = re.compile(rf"[{SIGN_CLASS}]+(\d|$)")
_PAGE_NUMBER = re.compile(r"[-—– ]*\d{1,4}[-—– ]*|第 ?\d{1,4} ?页.{0,12}")


class Piece(str):
    """What stands between two spaces; ``bits`` are the parts it was put together from."""

    __slots__ = ("bits",)

    bits: tuple[str, ...]

    def __new__(cls, text: str, bits: tuple[str, ...] = ()) -> Piece:
        """Make a piece; without bits it is taken as printed in one."""
        made = super().__new__(cls, text)
        made.bits = bits or (text,)
        return made

    @classmethod
    def of(cls, bits: tuple[str, ...]) -> Piece:
        """The piece that some bits make."""
        return cls("".join(bits), bits)

    @property
    def spread(self) -> bool:
        """Whether the piece was printed with a space between all its characters, as justified lines are."""
        return len(self) >= 4 and len(self.bits[0]) == 1 and len(self.bits[-1]) == 1


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


def neighbours(lines: Sequence[Line]) -> frozenset[str]:
    """All pairs of neighbouring characters inside the lines' pieces."""
    return frozenset(
        piece[at : at + 2] for line in lines for piece in line.pieces for at in range(len(piece) - 1)
    )


def is_page_number(text: str) -> bool:
    """Whether a line by itself could be a page's number."""
    return _PAGE_NUMBER.fullmatch(text) is not None


def _is_page_number(lines: list[Line], index: int) -> bool:
    line = lines[index]
    if _PAGE_NUMBER.fullmatch(line.printed) is None:
        return False
    following = lines[index + 1] if index + 1 < len(lines) else None
    return line.page_starts or following is None or following.page_starts


def join_pieces(bits: list[str]) -> list[Piece]:
    """Put justified text together: three or more neighbours of one or two characters; a sign and its number."""
    groups: list[list[str]] = []
    for bit in bits:
        if groups and _belongs_together(groups[-1], bit):
            groups[-1].append(bit)
        else:
            groups.append([bit])
    pieces: list[Piece] = []
    for group in groups:
        pair = len(group) == 2 and _STARTS_WITH_SIGN.match(group[0]) is None
        pieces += [Piece(bit) for bit in group] if pair else [Piece.of(tuple(group))]
    return pieces


def _belongs_together(group: list[str], bit: str) -> bool:
    before = "".join(group)
    if _SIGN_ONLY.fullmatch(before):
        return bit[0].isdigit()
    if _SIGN_NUMBER.fullmatch(before):
        return bit in COMMON_UNITS or _NUMBER.fullmatch(bit) is not None
    if _STARTS_WITH_SIGN.match(bit) or _STARTS_WITH_SIGN.match(before):
        return False
    return len(group[-1]) <= 2 and len(bit) <= 2
