"""Finding the project tables of a disclosure: goal, header, body, also over page breaks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tracker.plan.disclosure.duties import starts_duty_table
from tracker.plan.disclosure.lines import Line
from tracker.plan.disclosure.rows import Body
from tracker.plan.disclosure.vocabulary import COLUMN_TITLES, GOAL_LABEL, LEVEL1, LEVEL2, PROJECT_LABELS

_SECTION = re.compile(r"[一二三四五六七八九十]{1,3}、\D.*")
_GOAL_LINE = re.compile(rf"(?:年度|总体)?{GOAL_LABEL}(?![:：表])(.*)")
_TITLE_PART = re.compile("|".join(sorted(map(re.escape, COLUMN_TITLES), key=len, reverse=True)))
_TABLE_TITLE = re.compile(r".{0,60}(绩效目标表|绩效目标申报表|绩效信息)")


@dataclass
class Table:
    """A project's table: the lines that head it, its goal's text, its titles and its body."""

    line: int
    head: list[Line] = field(default_factory=list)
    goal: list[str] = field(default_factory=list)
    titles: tuple[str, ...] = ()
    body: Body = field(default_factory=lambda: Body([], []))

    @property
    def end_line(self) -> int:
        """The last line of the table."""
        return self.body.lines[-1].number if self.body.lines else self.line


def header_at(lines: list[Line], index: int) -> tuple[int, tuple[str, ...]] | None:
    """Whether a header row starts on this line: the line after it, and its titles in order."""
    if not lines[index].text.startswith(("一级指标", "一级")) or "二级" not in _joined(lines, index, 3):
        return None
    end = index
    text = ""
    while (
        end < len(lines)
        and end - index < 12
        and not _is_whole(text)
        and _only_titles(lines[end], end > index)
    ):
        text += lines[end].text
        end += 1
    if end == index:
        return None
    titles = tuple(_TITLE_PART.findall(_ordered(lines[index:end])))
    return end, titles


def _is_whole(text: str) -> bool:
    """Whether the titles read so far make a whole header, down to the last column of the form."""
    fields = {COLUMN_TITLES[title] for title in _TITLE_PART.findall(text)}
    return not _TITLE_PART.sub("", text) and {"level1", "level2", "value", "basis"} <= fields


def _joined(lines: list[Line], index: int, count: int) -> str:
    return "".join(line.text for line in lines[index : index + count])


def _ordered(lines: list[Line]) -> str:
    return "".join(line.text for line in lines)


def _only_titles(line: Line, follows: bool) -> bool:
    """Whether every piece of the line is a title or a part of one."""
    if follows and (line.text in LEVEL1 or line.text in LEVEL2):
        return False
    return all(_is_title_text(piece) for piece in line.pieces)


def _is_title_text(piece: str) -> bool:
    rest = _TITLE_PART.sub("", piece)
    return not rest or any(rest in title for title in COLUMN_TITLES)


def find_tables(lines: list[Line]) -> list[Table]:
    """All project tables in document order."""
    return _Finder(lines).find()


class _Finder:
    """Walks the document's lines: outside a table, in a goal, or in a table's body."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.tables: list[Table] = []
        self.head: list[Line] = []
        self.goal: Table | None = None
        self.open: Table | None = None
        self.fragment = 0

    def find(self) -> list[Table]:
        index = 0
        while index < len(self.lines):
            index = self._step(index)
        return [table for table in self.tables if table.body.lines]

    def _step(self, index: int) -> int:
        line = self.lines[index]
        header = header_at(self.lines, index)
        if header is not None:
            self._start_body(line, header[1])
            return header[0]
        goal = _GOAL_LINE.fullmatch(line.text)
        if goal and self._header_follows(index):
            self._start_goal(line, goal[1])
        elif self.goal is not None:
            self.goal.goal.append(line.printed)
        elif self.open is not None and not self._ends_table(line):
            self.open.body.lines.append(line)
            self.open.body.fragments.append(self.fragment)
        else:
            self.open = None
            self.head = [*self.head, line][-25:]
        return index + 1

    def _header_follows(self, index: int) -> bool:
        reach = range(index + 1, min(index + 30, len(self.lines)))
        for later in reach:
            if header_at(self.lines, later):
                return True
            if _GOAL_LINE.fullmatch(self.lines[later].text):
                return False
        return False

    def _start_goal(self, line: Line, rest: str) -> None:
        self.open = None
        words = line.printed.split(" ", 1)
        self.goal = Table(line.number, self.head, [words[1]] if rest and len(words) > 1 else [])
        self.head = []

    def _start_body(self, line: Line, titles: tuple[str, ...]) -> None:
        if self.goal is not None:
            self.goal.titles = titles
            self.tables.append(self.goal)
            self.open, self.goal = self.goal, None
            self.fragment = 0
        elif self.open is not None:
            self.fragment += 1
        elif self.tables and not self._new_project():
            self.open = self.tables[-1]
            self.fragment += 1
        else:
            self.open = Table(line.number, self.head, [], titles)
            self.tables.append(self.open)
            self.head, self.fragment = [], 0

    def _new_project(self) -> bool:
        return any(label in line.text for line in self.head for label in PROJECT_LABELS[:3])

    def _ends_table(self, line: Line) -> bool:
        if _SECTION.fullmatch(line.text) or _TABLE_TITLE.fullmatch(line.text) or starts_duty_table(line.text):
            return True
        return line.pieces[0].startswith(PROJECT_LABELS[:4]) or "单位：万元" in line.text
