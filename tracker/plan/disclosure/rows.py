"""From lines to the rows of an indicator table: where a row starts, by the form's level names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tracker.plan.disclosure.lines import Line, Piece
from tracker.plan.disclosure.vocabulary import LEVEL1, LEVEL2, parents_of


@dataclass
class RowLine:
    """What one line gives to a row: its pieces, and which page's part of the table it stands in."""

    number: int
    fragment: int
    pieces: list[Piece]


@dataclass
class Row:
    """A row as found: its level cells, and the lines of its other cells, not yet told apart."""

    level1: str
    level2: str
    line: int
    lines: list[RowLine] = field(default_factory=list)

    @property
    def end_line(self) -> int:
        """The last line that belongs to the row."""
        return self.lines[-1].number if self.lines else self.line


@dataclass
class Body:
    """The lines of one indicator table without its headers; ``fragments`` gives each line's page part."""

    lines: list[Line]
    fragments: list[int]


def rows_of(body: Body) -> tuple[list[Row], list[RowLine]]:
    """The table's rows, and the lines before the first of them that belong to none."""
    walker = _Walker(body)
    walker.walk()
    _settle_level1(walker.rows)
    return walker.rows, walker.orphans


_Bits = tuple[int, int, int]
"""A line's index, a piece's position in it, and how many bits of the piece are meant."""


class _Walker:
    """Goes through a table's lines once, taking level cells off and giving the rest to the open row."""

    def __init__(self, body: Body) -> None:
        self.lines = body.lines
        self.fragments = body.fragments
        self.pieces = [list(line.pieces) for line in body.lines]
        self.rows: list[Row] = []
        self.orphans: list[RowLine] = []
        self.level1 = ""

    def walk(self) -> None:
        for index in range(len(self.lines)):
            self._take_levels(index)
            left = self.pieces[index]
            if left:
                self._give(RowLine(self.lines[index].number, self.fragments[index], left))

    def _take_levels(self, index: int) -> None:
        found = self._take(index, LEVEL1 + LEVEL2)
        if found is None:
            return
        if found in LEVEL2 and not (found in LEVEL1 and self._level2_follows(index)):
            self._open(index, found)
        else:
            self.level1 = found
            second = self._take(index, LEVEL2)
            if second is not None:
                self._open(index, second)

    def _level2_follows(self, index: int) -> bool:
        """Whether a name of both levels is here the first: another level-2 cell comes before anything else."""
        for later in range(index, min(index + 4, len(self.lines))):
            if self.pieces[later]:
                return self._match(later, LEVEL2) is not None
        return False

    def _open(self, index: int, level2: str) -> None:
        self.rows.append(Row(self.level1, level2, self.lines[index].number))

    def _give(self, line: RowLine) -> None:
        (self.rows[-1].lines if self.rows else self.orphans).append(line)

    def _take(self, index: int, names: tuple[str, ...]) -> str | None:
        """Take a level cell off the line's start, also one broken over the following lines."""
        match = self._match(index, names)
        if match is None:
            return None
        name, taken = match
        for line, position, count in sorted(taken, reverse=True):
            rest = self.pieces[line][position].bits[count:]
            self.pieces[line][position : position + 1] = [Piece.of(rest)] if rest else []
        return name

    def _match(self, index: int, names: tuple[str, ...]) -> tuple[str, list[_Bits]] | None:
        if not self.pieces[index]:
            return None
        return self._longest(names, "", [(index, 0)], [])

    def _longest(
        self, names: Sequence[str], text: str, places: list[tuple[int, int]], taken: list[_Bits]
    ) -> tuple[str, list[_Bits]] | None:
        """Go on with a name from the first of the places that continues it, taking as many bits as fit."""
        for line, position in places:
            bits = self.pieces[line][position].bits
            for count in range(len(bits), 0, -1):
                longer = text + "".join(bits[:count])
                fitting = [name for name in names if name.startswith(longer)]
                if fitting:
                    found = self._finish(
                        fitting, longer, [*taken, (line, position, count)], count == len(bits)
                    )
                    if found:
                        return found
        return None

    def _finish(
        self, names: Sequence[str], text: str, taken: list[_Bits], whole: bool
    ) -> tuple[str, list[_Bits]] | None:
        longer = [name for name in names if name != text]
        if len(text) >= 2 and longer and len(taken) < 6:
            line, position, _ = taken[-1]
            found = self._longest(longer, text, self._next_places(line, position, whole), taken)
            if found:
                return found
        return (text, taken) if text in names else None

    def _next_places(self, line: int, position: int, whole: bool) -> list[tuple[int, int]]:
        places = [(line, position + 1)] if whole and position + 1 < len(self.pieces[line]) else []
        for later in (line + 1, line + 2):
            if later < len(self.lines):
                places += [(later, where) for where in range(min(2, len(self.pieces[later])))]
        return places


def _settle_level1(rows: list[Row]) -> None:
    """Give every row the level-1 name it stands under; a merged cell may be printed after its first rows."""
    printed = [row.level1 for row in rows if row.level1]
    for row in rows:
        parents = parents_of(row.level2)
        if row.level1 in parents or not parents:
            continue
        fitting = [name for name in printed if name in parents]
        if fitting:
            row.level1 = fitting[0]
        elif not row.level1:
            row.level1 = parents[0]
