"""The bank's result for a list: matched line by line, what can't be matched put aside, the rest recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from msgspec import UNSET

from events.envelope import NewEvent, RecordedEvent
from events.roster_lines import PutAside
from events.store import LogReader, LogWriter
from events.subjects import about_file
from events.types.rosters import (
    RosterColumnsMapped,
    RosterImported,
    RosterResultRecorded,
)
from tracker.deciding_again import decides_again
from tracker.decisions.rosters import check_result, dates_of
from tracker.decisions.state import Notice, Refusal, State
from tracker.decisions.texts import clean
from tracker.projections.ledger_view import LedgerView
from tracker.rosters.canonical_lines import hashes_over, result_line
from tracker.rosters.columns import column_problem
from tracker.rosters.keys import KeyFile
from tracker.rosters.lookup import list_of, results_of, standing_outcomes, usable_key
from tracker.rosters.matching import Matched, match, payments_in, returns_in
from tracker.rosters.problems import LineProblem, UnusableRoster
from tracker.rosters.reading import Expected, ReadRoster, read_roster
from tracker.rosters.watching import Watch, watched
from tracker.service import Tracker


class RecordedResult(NamedTuple):
    """A bank's result as it was recorded; ``event`` is None where it said nothing new."""

    event: RecordedEvent | None
    matched: int
    paid: int
    failed: int
    returned: int
    paid_fen: int
    returned_fen: int
    known: int
    put_aside: tuple[LineProblem, ...]
    repeated: bool = False
    warnings: tuple[Notice, ...] = ()


class ResultRead(NamedTuple):
    """A bank's result, read and not yet recorded."""

    of: str
    read: ReadRoster
    columns: Mapping[str, str]
    late: str | None = None
    """Why it comes after one of its months, or the year, was closed."""

    @property
    def origin(self) -> Origin:
        """Where what it says comes from."""
        return Origin(self.read.sha256, self.late)


class Origin(NamedTuple):
    """The file a result comes from, and why it comes late."""

    file_sha256: str
    late: str | None


def record_result(
    tracker: Tracker,
    keys: KeyFile,
    path: Path,
    of: str,
    *,
    paid_on: str | None = None,
) -> RecordedResult:
    """Record the bank's result for a list; what can't be matched is put aside, the same file records nothing.

    Raises :class:`UnusableRoster` where the file is no result at all, :class:`Refusal`, and OSError.
    """
    return record_read_result(tracker, read_result(tracker, keys, path, of, paid_on=paid_on))


def read_result(
    tracker: Tracker,
    keys: KeyFile,
    path: Path,
    of: str,
    *,
    paid_on: str | None = None,
    columns: Mapping[str, str] = {},
    late: str | None = None,
    watch: Watch | None = None,
) -> ResultRead:
    """Read the bank's result for a list; raises as :func:`record_result`, and what ``watch`` raises.

    ``columns`` are headers the clerk has mapped for this file, beside those kept for the project.
    """
    with tracker.reading() as (log, view):
        state = State(view, log, tracker.today())
        _, listed = list_of(state, of)
        key = usable_key(view, keys, listed.key_id)
        mapped = {**view.roster_columns.get(listed.project, {}), **columns}
        default_day = paid_on or min(listed.due_on, state.today)
    read = read_roster(path, key, Expected(tracker.ledger.year, mapped, default_day, columns), watch)
    if not read.has_outcomes:
        raise UnusableRoster([column_problem("column_missing", "status", 1)])
    return ResultRead(of, read, columns, late)


def result_outlook(tracker: Tracker, result: ResultRead) -> RecordedResult:
    """What recording a result would record, without doing it; its ``event`` is that of the same file, or None."""
    with tracker.reading() as (log, view):
        state = State(view, log, tracker.today())
        roster, listed = list_of(state, result.of)
        known = _known_file(log, state, roster, result.read.sha256)
        if known is not None:
            return known
        matched = _matched(log, state, roster, listed, result.read)
        warnings: list[Notice] = []
        if matched.outcomes or matched.put_aside:
            event = _result_event(state, roster, listed, matched, result.origin)
            warnings = check_result(state, event) + dating_notices(result.read)
        return _told(matched, None, _by_line(result.read))._replace(warnings=tuple(warnings))


@decides_again
def record_read_result(tracker: Tracker, result: ResultRead, watch: Watch | None = None) -> RecordedResult:
    """Record a result that has been read. Where ``watch`` raises, even at the end, nothing is recorded."""
    with tracker.writing() as (log, view):
        state = State(view, log, tracker.today())
        roster, listed = list_of(state, result.of)
        known = _known_file(log, state, roster, result.read.sha256)
        if known is not None:
            return known
        recorded = _settle(tracker, log, view, roster, listed, result, watch)
        if watch is not None:
            watch(len(result.read.lines))
        return recorded


def _known_file(log: LogReader, state: State, roster: RecordedEvent, sha256: str) -> RecordedResult | None:
    """What the same file gave before, if it is in force."""
    for event in log.about(about_file(sha256)):
        fact = event.fact
        if isinstance(fact, RosterResultRecorded) and fact.roster == roster.id and not state.undoing(event):
            return _as_recorded(log, event)
    return None


def _as_recorded(log: LogReader, event: RecordedEvent) -> RecordedResult:
    lines = list(log.roster_lines.of_result(event.position))
    matched = Matched(lines, 0, list(log.roster_lines.put_aside(event.position)), frozenset())
    return _told(matched, event)._replace(repeated=True)


def _settle(
    tracker: Tracker,
    log: LogWriter,
    view: LedgerView,
    roster: RecordedEvent,
    listed: RosterImported,
    result: ResultRead,
    watch: Watch | None,
) -> RecordedResult:
    state, read = State(view, log, tracker.today()), result.read
    matched = _matched(log, state, roster, listed, read)
    if not matched.outcomes and not matched.put_aside:
        return _told(matched, None)
    columns = mapping_facts(view, listed.project, result.columns)
    if columns:
        tracker.append(log, view, [NewEvent(fact, state.day_in_year()) for fact in columns])
    event, warnings = settle(tracker, log, view, roster, listed, matched, result.origin, watch)
    return _told(matched, event, _by_line(read))._replace(warnings=tuple(warnings + dating_notices(read)))


def mapping_facts(view: LedgerView, project: str, columns: Mapping[str, str]) -> list[RosterColumnsMapped]:
    """The headers the clerk has mapped for a project, where they say something new."""
    kept = view.roster_columns.get(project, {})
    mapped = {**kept, **columns}
    return [RosterColumnsMapped(project, mapped)] if mapped != kept else []


def _matched(
    log: LogReader, state: State, roster: RecordedEvent, listed: RosterImported, read: ReadRoster
) -> Matched:
    """A result against its list and the results before it."""
    due = {line.person: line.amount_fen for line in log.roster_lines.of_roster(roster.position)}
    if len(due) != listed.lines:
        raise Refusal("roster_lines_missing", position=roster.position)
    standing = standing_outcomes(log, (event for event, _ in results_of(log, state, roster)))
    matched = match(due, standing, read.outcomes)
    matched.put_aside.extend(_unusable(read))
    matched.put_aside.sort()
    return matched


def _by_line(read: ReadRoster) -> dict[int | None, LineProblem]:
    return {problem.line: problem for problem in read.problems}


def _unusable(read: ReadRoster) -> Iterator[PutAside]:
    """Lines that could not be read, each once, and lines that say nothing of an outcome."""
    seen = {problem.line: problem.code for problem in reversed(read.problems)}
    yield from (PutAside(line, code) for line, code in seen.items() if line is not None)
    decided = {line.line for line in read.outcomes}
    yield from (
        PutAside(line.line, "status_missing")
        for line in read.lines
        if line.line not in decided and line.line not in seen
    )


def settle(
    tracker: Tracker,
    log: LogWriter,
    view: LedgerView,
    roster: RecordedEvent,
    listed: RosterImported,
    matched: Matched,
    origin: Origin,
    watch: Watch | None = None,
) -> tuple[RecordedEvent, list[Notice]]:
    """Record a matched result and its lines; the event, and what to warn of."""
    state = State(view, log, tracker.today())
    event = _result_event(state, roster, listed, matched, origin)
    warnings = check_result(state, event)
    (recorded,) = tracker.append(log, view, [event])
    log.roster_lines.add_result(recorded.position, watched(matched.outcomes, watch), matched.put_aside)
    return recorded, warnings


def _result_event(
    state: State, roster: RecordedEvent, listed: RosterImported, matched: Matched, origin: Origin
) -> NewEvent:
    hashes = hashes_over(map(result_line, matched.outcomes))
    fact = RosterResultRecorded(
        roster=roster.id,
        roster_position=roster.position,
        project=listed.project,
        due_on=listed.due_on,
        paid=payments_in(matched),
        failed_people=matched.count("failed"),
        failed_amount_fen=matched.amount_fen("failed"),
        returned=returns_in(matched),
        put_aside=len(matched.put_aside),
        lines_sha256=hashes.lines_sha256,
        merkle_root=hashes.merkle_root,
        file_sha256=origin.file_sha256,
        late_reason=clean(origin.late, "late") or UNSET,
    )
    return NewEvent(fact, min(dates_of(fact), default=min(state.day_in_year(), listed.due_on)))


def dating_notices(read: ReadRoster) -> list[Notice]:
    """Say it where outcomes had to be dated by us, because the file has no dates of payment."""
    days = {line.paid_on for line in read.outcomes if line.paid_on is not None}
    return [Notice("roster_undated", {"on": day}) for day in sorted(days)] if read.dates_lacking else []


def _told(
    matched: Matched, event: RecordedEvent | None, problems: Mapping[int | None, LineProblem] = {}
) -> RecordedResult:
    aside = (problems.get(line) or LineProblem(line, reason) for line, reason in matched.put_aside)
    return RecordedResult(
        event=event,
        matched=matched.matched,
        paid=matched.count("paid"),
        failed=matched.count("failed"),
        returned=matched.count("returned"),
        paid_fen=matched.amount_fen("paid"),
        returned_fen=matched.amount_fen("returned"),
        known=matched.known,
        put_aside=tuple(aside),
    )
