"""What the review of a file does in its thread: read, say what recording would do, record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from tracker.desk import money_of
from tracker.labels import Words
from tracker.money import grouped_yuan
from tracker.rosters.importing import ListAsked, ListRead, list_outlook, read_list, record_list
from tracker.rosters.keys import KeyFile
from tracker.rosters.lookup import ImportedList
from tracker.rosters.problems import LineProblem
from tracker.rosters.sentences import reason_sentence
from tracker.rosters.settling import (
    RecordedResult,
    ResultRead,
    read_result,
    record_read_result,
    result_outlook,
)
from tracker.sentences import notice_sentence
from tracker.service import Outcome, Tracker

Line = tuple[str, str]
Watch = Callable[[int], None]


class Reviewed(NamedTuple):
    """What a file holds, as styles and sentences; the lines that are put aside; whether it can be recorded."""

    lines: tuple[Line, ...]
    problems: tuple[LineProblem, ...]
    can_record: bool


class Job(Protocol):
    """A file on its way into the log."""

    path: Path

    def read(self, watch: Watch) -> Reviewed:
        """Read it; raises :class:`UnusableRoster`, :class:`Refusal`, OSError and what ``watch`` raises."""
        ...

    def record(self, watch: Watch) -> Outcome:
        """Record what was read; raises as :meth:`read`."""
        ...


class ListJob:
    """A month's list."""

    def __init__(self, say: Words, tracker: Tracker, keys: KeyFile, path: Path, asked: ListAsked) -> None:
        self.say, self.tracker, self.keys, self.path, self.asked = say, tracker, keys, path, asked
        self.listed: ListRead | None = None

    def read(self, watch: Watch) -> Reviewed:
        """Totals, control totals, warnings."""
        self.listed = listed = read_list(self.tracker, self.keys, self.path, self.asked, watch)
        outlook = list_outlook(self.tracker, listed)
        if outlook.repeated is not None:
            return _repeated(self.say, outlook.repeated.event.position)
        lines = [*self._totals(listed), *_warnings(self.say, outlook.warnings)]
        return Reviewed(tuple(lines), (), True)

    def _totals(self, listed: ListRead) -> list[Line]:
        say, fact, asked = self.say, listed.fact, self.asked
        amount = grouped_yuan(fact.amount_due_fen)
        totals = {"lines": f"{fact.lines:,}", "people": f"{fact.people_due:,}", "amount": amount}
        controlled = asked.lines is not None or asked.amount_fen is not None
        found: list[Line] = [
            ("plain", say("review.list", project=fact.project, month=fact.month, due_on=fact.due_on)),
            ("strong", say("review.totals", **totals)),
            ("plain", say("review.control_kept")) if controlled else ("warning", say("review.control_none")),
            *self._balance(fact.project, fact.amount_due_fen),
        ]
        if outcomes := listed.read.outcomes:
            paid = [line.amount_fen for line in outcomes if line.outcome == "paid"]
            failed = sum(line.outcome == "failed" for line in outcomes)
            back = sum(line.outcome == "returned" for line in outcomes)
            facts = {"paid": len(paid), "amount": grouped_yuan(sum(paid)), "failed": failed, "returned": back}
            found.append(("plain", say("review.outcomes", **facts)))
        return found

    def _balance(self, project: str, due_fen: int) -> list[Line]:
        """What the project has left, where it is less than the list wants."""
        money = money_of(self.tracker, project)
        if money is None or money.balance >= due_fen:
            return []
        return [("warning", self.say("review.balance", balance=grouped_yuan(money.balance)))]

    def record(self, watch: Watch) -> Outcome:
        """The list's event."""
        assert self.listed is not None, "it is read before it is recorded"
        done: ImportedList = record_list(self.tracker, self.listed, watch)
        return Outcome(done.event, done.warnings, done.repeated)


class ResultJob:
    """The bank's result for a list."""

    def __init__(
        self,
        say: Words,
        tracker: Tracker,
        keys: KeyFile,
        path: Path,
        of: str,
        *,
        paid_on: str | None,
        columns: dict[str, str],
        late: str | None = None,
    ) -> None:
        self.say, self.tracker, self.keys, self.path = say, tracker, keys, path
        self.of, self.paid_on, self.columns, self.late = of, paid_on, columns, late
        self.result: ResultRead | None = None

    def read(self, watch: Watch) -> Reviewed:
        """What matches, what is put aside."""
        self.result = read_result(
            self.tracker,
            self.keys,
            self.path,
            self.of,
            paid_on=self.paid_on,
            columns=self.columns,
            late=self.late,
            watch=watch,
        )
        told = result_outlook(self.tracker, self.result)
        if told.repeated and told.event is not None:
            return _repeated(self.say, told.event.position)
        lines = [("strong", self._told(told))]
        if told.put_aside:
            lines.append(("warning", self.say("review.aside", count=len(told.put_aside))))
        is_new = told.matched > told.known or bool(told.put_aside)
        if not is_new:
            lines.append(("warning", self.say("review.nothing_new")))
        lines += _warnings(self.say, told.warnings)
        return Reviewed(tuple(lines), told.put_aside, is_new)

    def _told(self, told: RecordedResult) -> str:
        return self.say(
            "review.result",
            matched=told.matched,
            known=told.known,
            paid=told.paid,
            amount=grouped_yuan(told.paid_fen),
            failed=told.failed,
            returned=told.returned,
            amount_returned=grouped_yuan(told.returned_fen),
        )

    def record(self, watch: Watch) -> Outcome:
        """The result's event."""
        assert self.result is not None, "it is read before it is recorded"
        done = record_read_result(self.tracker, self.result, watch)
        assert done.event is not None, "a result that says nothing new is not offered to be recorded"
        return Outcome(done.event, done.warnings, done.repeated)


def _repeated(say: Words, position: int) -> Reviewed:
    return Reviewed((("warning", say("review.repeated", position=position)),), (), False)


def _warnings(say: Words, notices: Sequence[object]) -> list[Line]:
    from tracker.decisions.state import Notice

    return [("warning", notice_sentence(say, notice)) for notice in notices if isinstance(notice, Notice)]


def problem_rows(say: Words, problems: Sequence[LineProblem]) -> list[tuple[str, tuple[str, str]]]:
    """Problems as rows of a list: line and reason, all of them."""
    return [
        (
            str(number),
            (
                str(problem.line) if problem.line is not None else say("review.no_line"),
                reason_sentence(say, problem),
            ),
        )
        for number, problem in enumerate(problems)
    ]
