"""Logs as files: JSON lines out, and in again with the hashes they had.

An export is one header line and one line per event (see ``docs/log-format.md``). Both ways stream: a log of a
million events needs no more memory than a small one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import IO, NamedTuple

from events.canonical import header_text
from events.catalogue import UnknownEvent, decode
from events.envelope import RecordedEvent
from events.store import EventStore, Head, LogReader
from events.store_verification import Watch, watched
from events.verify import MAX_LINE, Walk, ledger_of, read_event

_BATCH = 5000
_MOST_PROBLEMS = 20


class LineProblem(NamedTuple):
    """What is wrong with one line of a file; lines count from 1, the header included."""

    line: int
    zh: str
    en: str


class UnusableLog(Exception):
    """The file is not a whole, unchanged log this program can read; nothing was recorded."""

    def __init__(self, problems: Sequence[LineProblem]) -> None:
        super().__init__("; ".join(f"line {problem.line}: {problem.en}" for problem in problems))
        self.problems = tuple(problems)


class LedgerNotEmpty(Exception):
    """A log can be imported only into a ledger without events."""

    def __init__(self, ledger: str, position: int) -> None:
        super().__init__(f"ledger {ledger} has {position} events already")
        self.ledger, self.position = ledger, position


class OtherLedger(Exception):
    """The file holds another ledger than the one asked for."""

    def __init__(self, wanted: str, found: str) -> None:
        super().__init__(f"the file holds ledger {found}, not {wanted}")
        self.wanted, self.found = wanted, found


def export_log(log: LogReader, file: IO[bytes], watch: Watch | None = None) -> Head:
    """Write a ledger's log, by position; returns the head it ends with."""
    file.write((header_text(log.ledger) + "\n").encode())
    events = watched(log.read(through=log.head.position), watch)
    while some := list(islice(events, _BATCH)):
        file.write("".join(f"{event.export_line()}\n" for event in some).encode())
    return log.head


def import_log(
    store: EventStore, file: IO[bytes], *, ledger: str | None = None, watch: Watch | None = None
) -> tuple[str, Head]:
    """Record an exported log, hashes unchanged, in one transaction; returns the ledger and its head.

    Raises:
        UnusableLog: the file can't be used; names the bad lines.
        LedgerNotEmpty: the ledger has events already.
        OtherLedger: ``ledger`` is given and the file holds another one.
    """
    found = ledger_of(file.readline(MAX_LINE))
    if found is None:
        raise UnusableLog([_NO_HEADER])
    if ledger is not None and ledger != found:
        raise OtherLedger(ledger, found)
    with store.writer(found) as log:
        if log.head.position:
            raise LedgerNotEmpty(found, log.head.position)
        events = watched(_checked(file, found), watch)
        while some := list(islice(events, _BATCH)):
            log.adopt(some)
        log.index_subjects()
        return found, log.head


_NO_HEADER = LineProblem(
    1,
    "第一行不是日志文件的表头（应为 tracker-log/1 和账套号）。",
    "The first line is not the header of a log (tracker-log/1 and the ledger).",
)


def _checked(file: IO[bytes], ledger: str) -> Iterator[RecordedEvent]:
    """The file's events, each as exported, known to this program, and following the one before."""
    walk = Walk(ledger)
    for number, line in enumerate(iter(lambda: file.readline(MAX_LINE), b""), 2):
        try:
            event = RecordedEvent._make(read_event(line, ledger))
        except ValueError as error:
            raise UnusableLog(
                [_unreadable(number, str(error)), *_more_problems(file, number, ledger)]
            ) from error
        reason = walk.step(event)
        if reason is not None:
            raise UnusableLog([_broken(number, reason), *_more_problems(file, number, ledger)])
        _refuse_unknown(event, number)
        yield event


def _more_problems(file: IO[bytes], after: int, ledger: str) -> list[LineProblem]:
    """Other lines that can't be read by themselves; what follows a break in the chain is not judged."""
    problems = []
    for number, line in enumerate(iter(lambda: file.readline(MAX_LINE), b""), after + 1):
        try:
            read_event(line, ledger)
        except ValueError as error:
            problems.append(_unreadable(number, str(error)))
            if len(problems) >= _MOST_PROBLEMS:
                break
    return problems


def _unreadable(line: int, why: str) -> LineProblem:
    return LineProblem(
        line,
        f"第 {line} 行不是导出日志的一行（{why[:80]}）。",
        f"Line {line} is not a line of an exported log ({why[:80]}).",
    )


def _broken(line: int, reason: str) -> LineProblem:
    return LineProblem(
        line,
        f"第 {line} 行接不上前面的记录，或被改动过（{reason}）。",
        f"Line {line} does not follow the events before it, or was changed ({reason}).",
    )


def _refuse_unknown(event: RecordedEvent, line: int) -> None:
    try:
        decode(event.type, event.version, event.payload)
    except UnknownEvent as error:
        problem = LineProblem(
            line,
            f"第 {line} 行的记录类型 {event.type} 第 {event.version} 版本程序不认识；请升级程序。",
            f"Line {line}: {error}; upgrade the program.",
        )
        raise UnusableLog([problem]) from error
