"""Importing the month's list: read the file, decide, record the event and its lines together."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from msgspec import UNSET

from events.catalogue import Fact
from events.envelope import NewEvent
from events.store import LogReader, LogWriter
from events.types.rosters import (
    RosterImported,
    RosterKeyAdopted,
)
from events.values import month_of
from tracker.deciding_again import decides_again
from tracker.decisions.rosters import check_list
from tracker.decisions.state import Notice, Refusal, State
from tracker.decisions.texts import clean
from tracker.projections.ledger_view import LedgerView
from tracker.projections.thresholds import in_force
from tracker.rosters.canonical_lines import LineHashes, hashes_over, list_line
from tracker.rosters.checking import other_list_notices, standard_notices
from tracker.rosters.keys import KeyFile
from tracker.rosters.lookup import ImportedList, all_lists, imported_list, key_in_use, lists_of
from tracker.rosters.matching import Matched
from tracker.rosters.problems import LineProblem, UnusableRoster
from tracker.rosters.pseudonyms import RosterKey
from tracker.rosters.reading import Expected, ReadRoster, read_roster
from tracker.rosters.settling import Origin, dating_notices, mapping_facts, settle
from tracker.rosters.watching import Watch, watched
from tracker.service import Tracker


class ListAsked(NamedTuple):
    """What the clerk says of a list."""

    project: str
    month: str
    due_on: str | None = None
    lines: int | None = None
    """Control total: how many lines there must be."""
    amount_fen: int | None = None
    """Control total: what they must sum up to."""
    columns: Mapping[str, str] = {}
    paid_on: str | None = None
    """The day of payment, for a file that gives outcomes without their dates."""
    late: str | None = None
    """Why the list comes after its month or the year was closed."""


class _Ready(NamedTuple):
    """What has to be known before a file can be read."""

    project: str
    key: RosterKey
    columns: Mapping[str, str]
    today: str
    pay_day_number: int

    def pay_day(self, month: str) -> str:
        """The ledger's pay day in a month."""
        return f"{month}-{self.pay_day_number:02d}"


class ListRead(NamedTuple):
    """A list whose file can be used: read, in agreement with its control totals, and not yet recorded."""

    asked: ListAsked
    read: ReadRoster
    fact: RosterImported


class ListOutlook(NamedTuple):
    """What recording a list would do."""

    repeated: ImportedList | None
    """The list it was recorded as before: nothing would be recorded."""
    warnings: tuple[Notice, ...]


def import_list(tracker: Tracker, keys: KeyFile, path: Path, asked: ListAsked) -> ImportedList:
    """Record the month's list, with its outcome where the file carries one; the same list again records nothing.

    Raises:
        UnusableRoster: bad lines, or control totals that differ; nothing is recorded.
        Refusal: a rule of the budget forbids it.
        OSError: the file can't be read.
    """
    return record_list(tracker, read_list(tracker, keys, path, asked))


def read_list(
    tracker: Tracker, keys: KeyFile, path: Path, asked: ListAsked, watch: Watch | None = None
) -> ListRead:
    """Read a list's file and compare its control totals; raises as :func:`import_list`, and what ``watch`` raises."""
    ready = _ready(tracker, keys, asked)
    default_due = asked.due_on or ready.pay_day(asked.month)
    paid_on = asked.paid_on or min(default_due, ready.today)
    expected = Expected(tracker.ledger.year, ready.columns, paid_on, asked.columns)
    read = read_roster(path, ready.key, expected, watch)
    due_on = _due_on(read, asked, ready.pay_day(asked.month))
    _require_usable(read, asked)
    hashes = hashes_over(map(list_line, read.lines))
    return ListRead(asked, read, _list_fact(read, ready, asked, due_on, hashes))


def list_outlook(tracker: Tracker, listed: ListRead) -> ListOutlook:
    """What recording a list would do, without doing it; raises :class:`Refusal` as recording would."""
    with tracker.reading() as (log, view):
        state = State(view, log, tracker.today())
        repeated = _repeated(log, state, listed.read, listed.fact)
        if repeated is not None:
            return ListOutlook(repeated, ())
        return ListOutlook(None, tuple(_judged(log, state, listed.read, listed.fact)[1]))


@decides_again
def record_list(tracker: Tracker, listed: ListRead, watch: Watch | None = None) -> ImportedList:
    """Record a list that has been read. Where ``watch`` raises, even at the end, nothing is recorded."""
    with tracker.writing() as (log, view):
        repeated = _repeated(log, State(view, log, tracker.today()), listed.read, listed.fact)
        if repeated is not None:
            return repeated
        recorded = _record_list(tracker, log, view, listed, watch)
        if watch is not None:
            watch(listed.fact.lines)
        return recorded


def _ready(tracker: Tracker, keys: KeyFile, asked: ListAsked) -> _Ready:
    today = tracker.today()
    with tracker.reading() as (log, view):
        state = State(view, log, today)
        project = state.project(asked.project)
        if month_of(asked.month) != asked.month or not asked.month.startswith(f"{view.year}-"):
            raise Refusal("period_outside_year", period=asked.month, year=view.year)
        if asked.due_on is not None:
            state.day(asked.due_on, late_reason=asked.late)
        if asked.late is None:
            state.require_open(f"{asked.month}-01")
        columns = {**view.roster_columns.get(project, {}), **asked.columns}
        return _Ready(project, key_in_use(view, keys), columns, today, in_force(view, "pay_day"))


def _due_on(read: ReadRoster, asked: ListAsked, pay_day: str) -> str:
    """The list's due date: as asked, else as the file says, else the usual pay day."""
    if asked.due_on is not None:
        return asked.due_on
    due_on = next(iter(read.due_dates.values()), pay_day)
    for line, day in read.due_dates.items():
        if month_of(day) != asked.month:
            read.problems.append(LineProblem(line, "due_outside_month", {"month": asked.month}))
        elif day != due_on and month_of(due_on) == asked.month:
            read.problems.append(LineProblem(line, "due_differs", {"due_on": due_on}))
    return due_on


def _require_usable(read: ReadRoster, asked: ListAsked) -> None:
    problems = list(read.problems)
    lines, total = len(read.lines), read.amount_fen
    if not problems and not lines:
        problems.append(LineProblem(None, "no_lines"))
    told = lines + len({problem.line for problem in problems if problem.line is not None})
    if asked.lines is not None and asked.lines != told:
        problems.append(LineProblem(None, "control_lines", {"wanted": asked.lines, "found": told}))
    if asked.amount_fen is not None and asked.amount_fen != total and not read.problems:
        facts = {"wanted_fen": asked.amount_fen, "found_fen": total}
        problems.append(LineProblem(None, "control_sum", facts))
    if problems:
        raise UnusableRoster(problems)


def _list_fact(
    read: ReadRoster, ready: _Ready, asked: ListAsked, due_on: str, hashes: LineHashes
) -> RosterImported:
    return RosterImported(
        project=ready.project,
        month=asked.month,
        due_on=due_on,
        lines=len(read.lines),
        people_due=len(read.lines),
        amount_due_fen=read.amount_fen,
        lines_sha256=hashes.lines_sha256,
        merkle_root=hashes.merkle_root,
        file_sha256=read.sha256,
        key_id=ready.key.id,
        late_reason=clean(asked.late, "late") or UNSET,
    )


def _repeated(log: LogReader, state: State, read: ReadRoster, fact: RosterImported) -> ImportedList | None:
    """The list recorded before from the same file, or of the same lines; None where there is none."""
    for event, earlier in lists_of(log, state, fact.project):
        if earlier.month != fact.month:
            continue
        if earlier.file_sha256 == fact.file_sha256:
            return imported_list(log, state, event)._replace(repeated=True)
        if earlier.lines_sha256 == fact.lines_sha256:
            if read.has_outcomes and read.outcomes:
                raise Refusal("roster_known", position=event.position)
            return imported_list(log, state, event)._replace(repeated=True)
    return None


def _record_list(
    tracker: Tracker,
    log: LogWriter,
    view: LedgerView,
    listed: ListRead,
    watch: Watch | None,
) -> ImportedList:
    asked, read, fact = listed
    state = State(view, log, tracker.today())
    event, warnings = _judged(log, state, read, fact)
    recorded = tracker.append(log, view, [*_first(view, fact, asked, state), event])[-1]
    log.roster_lines.add_roster(recorded.position, watched(read.lines, watch))
    result = None
    if read.outcomes:
        matched = Matched(read.outcomes, 0, [], frozenset())
        result, more = settle(
            tracker, log, view, recorded, fact, matched, Origin(read.sha256, asked.late), watch
        )
        warnings += more + dating_notices(read)
    return imported_list(log, state, recorded)._replace(result=result, warnings=tuple(warnings))


def _judged(
    log: LogReader, state: State, read: ReadRoster, fact: RosterImported
) -> tuple[NewEvent, list[Notice]]:
    """The event of a list no rule forbids, and what to warn of."""
    event = NewEvent(fact, _list_day(state, fact, read))
    check_list(state, event)
    others = [event for event, other in all_lists(log, state) if other.month == fact.month]
    warnings = standard_notices(state, fact.project, read.lines)
    warnings += other_list_notices(others, fact.key_id, read.lines, log.roster_lines)
    warnings += [Notice(f"roster_{note}", {}) for note in read.notes]
    return event, warnings


def _first(view: LedgerView, fact: RosterImported, asked: ListAsked, state: State) -> list[NewEvent]:
    """What is recorded before a list where it is new: the key, the mapping of columns."""
    facts: list[Fact] = []
    current = next(reversed(view.roster_keys), None)
    if current is None:
        facts.append(RosterKeyAdopted(fact.key_id))
    elif current != fact.key_id:
        raise Refusal("roster_key_changed", key=current)
    facts += mapping_facts(view, fact.project, asked.columns)
    return [NewEvent(first, state.day_in_year()) for first in facts]


def _list_day(state: State, fact: RosterImported, read: ReadRoster) -> str:
    """The day a list takes effect: when it is known, no later than it is due or first paid."""
    first_paid = min((line.paid_on for line in read.outcomes if line.paid_on), default=fact.due_on)
    return min(state.day_in_year(), fact.due_on, first_paid)
