"""What a form says of a file while it is filled in: its headers as recognised, and its first lines under a mask."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tracker.labels import Words
from tracker.rosters.columns import RECKONED
from tracker.rosters.first_lines import FileLook, look_at
from tracker.rosters.problems import OTHER_SHEETS, UnusableRoster
from tracker.rosters.sentences import problem_sentence, reason_sentence
from tracker.workbook_opening import COMPOUND, ZIP, kind_of
from tui.typed_path import why_not_a_file

Line = tuple[str, str]
SHOWN_ROWS = 3


class Looking:
    """The latest look at a file; the same file is not read again while other fields are typed."""

    def __init__(self) -> None:
        self._seen: tuple[object, FileLook] | None = None

    def at(self, path: Path, columns: Mapping[str, str]) -> FileLook:
        """Look at it; raises :class:`UnusableRoster` and OSError."""
        facts = path.stat()
        name = (path, facts.st_mtime_ns, facts.st_size, tuple(sorted(columns.items())))
        if self._seen is None or self._seen[0] != name:
            self._seen = (name, look_at(path, columns))
        return self._seen[1]

    def tried(self, say: Words, path: Path, columns: Mapping[str, str]) -> tuple[FileLook | None, list[Line]]:
        """The look and what it says, or None and why there is none."""
        if (fault := why_not_a_file(say, path)) is not None:
            return None, [("error", fault)]
        try:
            look = self.at(path, columns)
        except UnusableRoster as error:
            return None, [("error", problem_sentence(say, problem)) for problem in error.problems]
        except OSError as error:
            return None, [("error", say("fault.file", reason=error.strerror or type(error).__name__))]
        return look, look_lines(say, look)


def look_lines(say: Words, look: FileLook) -> list[Line]:
    """A look as sentences: the headers recognised, those that lack, and a few lines."""
    elsewhere = OTHER_SHEETS in look.notes and (look.header_line is None or look.problems)
    other_sheets = [("warning", say(f"roster.problem.{OTHER_SHEETS}"))] if elsewhere else []
    if look.header_line is None:
        return [("error", say("look.no_header")), *other_sheets]
    recognised = _columns(say, look) or " ".join(header for header in look.headers if header)
    lines: list[Line] = [("plain", say("look.columns", line=look.header_line, columns=recognised))]
    lacking = [str(problem.facts["column"]) for problem in look.problems if problem.code == "column_missing"]
    if lacking:
        lines.append(("warning", say("look.map", columns=", ".join(lacking))))
    lines += [*other_sheets, *(("warning", doubt) for doubt in doubts(say, look))]
    shown = look.sample[:SHOWN_ROWS]
    lines += [("plain", say("look.line", line=n, cells=" | ".join(cells))) for n, cells in shown]
    return lines


def doubts(say: Words, look: FileLook) -> list[str]:
    """The columns for which several headers could stand, as sentences."""
    return [reason_sentence(say, problem) for problem in look.problems if problem.code == "column_rivals"]


def _columns(say: Words, look: FileLook) -> str:
    found = [(column, look.headers[at]) for column, at in look.columns.items() if column in RECKONED]
    words = ((say(f"column.{column}"), header) for column, header in found)
    return "  ".join(
        word if word == header else say("look.column", column=word, header=header) for word, header in words
    )


def likely_lines(path: Path) -> int | None:
    """How many lines a text file has; None for a workbook, whose lines are packed."""
    try:
        if kind_of(path) in (ZIP, COMPOUND):
            return None
        with path.open("rb") as file:
            return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b"")) or None
    except OSError:
        return None
