"""``roster import`` and ``roster result``: lists and the bank's answers, from files."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.addresses import FILE_OR_ADDRESS
from tracker.cli.failures import Failure
from tracker.cli.family import Command
from tracker.cli.invocation import Invocation
from tracker.cli.output import emit
from tracker.cli.progress import counting
from tracker.cli.record import LATE, option
from tracker.cli.values import AMOUNT, COUNT, DATE, MONTH

if TYPE_CHECKING:
    from tracker.decisions.state import Notice
    from tracker.rosters.keys import KeyFile
    from tracker.rosters.lookup import ImportedList
    from tracker.rosters.problems import LineProblem
    from tracker.rosters.settling import RecordedResult
    from tracker.rosters.watching import Watch
    from tracker.service import Tracker

FILE = click.Path(path_type=Path, dir_okay=False)


class ColumnMap(click.ParamType[tuple[str, str]]):
    """``金额=实发额``: our word for a column, and the header it has in the file."""

    name = "column=header"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """Our column and the file's header; fails for a column there is none of."""
        from tracker.rosters.columns import COLUMN_OF, squeezed

        if isinstance(value, tuple):
            return value
        column, _, header = value.partition("=")
        known = COLUMN_OF.get(squeezed(column))
        if known is None or not header.strip():
            invocation = ctx.find_object(Invocation) if ctx else None
            assert invocation is not None, "every command runs with an invocation"
            self.fail(invocation.words("error.map", text=value), param, ctx)
        return known, header.strip()


def keys_of(invocation: Invocation, tracker: Tracker) -> KeyFile:
    """The key file of the ledger at hand."""
    from tracker.bootstrap import roster_keys

    return roster_keys(invocation.db, tracker.ledger)


@contextmanager
def watching(invocation: Invocation, label: str, total: int | None) -> Iterator[Watch | None]:
    """A bar while lines are read or recorded; without a terminal nobody looks on, and nothing is counted."""
    with counting(invocation.words(label), total) as tell:
        yield tell if sys.stderr.isatty() else None


@click.command("import", cls=Command, help="help.roster.import", epilog="help.roster.import.examples")
@click.argument("file", type=FILE_OR_ADDRESS)
@option("--project", required=True)
@option("--month", type=MONTH, required=True)
@option("--due", type=DATE)
@option("--paid", type=DATE)
@option("--lines", type=COUNT)
@option("--sum", "total", type=AMOUNT)
@option("--map", "columns", type=ColumnMap(), multiple=True)
@LATE
@click.pass_obj
def import_(
    invocation: Invocation,
    file: Path,
    project: str,
    month: str,
    due: str | None,
    paid: str | None,
    lines: int | None,
    total: int | None,
    columns: tuple[tuple[str, str], ...],
    late: str | None,
) -> None:
    """Import the month's list."""
    from tracker.rosters.importing import ListAsked, read_list, record_list
    from tracker.rosters.problems import UnusableRoster

    tracker = invocation.tracker()
    asked = ListAsked(project, month, due, lines, total, dict(columns), paid, late)
    try:
        with watching(invocation, "said.reading_list", lines) as watch:
            listed = read_list(tracker, keys_of(invocation, tracker), file, asked, watch)
    except UnusableRoster as error:
        raise _unusable(invocation, file, error.problems) from error
    with watching(invocation, "said.recording_list", listed.fact.lines) as watch:
        imported = record_list(tracker, listed, watch)
    _say_imported(invocation, imported)


def _say_imported(invocation: Invocation, imported: ImportedList) -> None:
    from tracker.money import grouped_yuan, yuan

    fact, words = imported.fact, invocation.words
    if invocation.json:
        emit(
            {
                "lines": fact.lines,
                "people_due": fact.people_due,
                "people_paid": imported.people_paid,
                "amount_due": yuan(fact.amount_due_fen),
                "amount_paid": yuan(imported.amount_paid_fen),
                "returned": yuan(imported.returned_fen),
                "event": imported.event.id,
                "position": imported.event.position,
                "hash": imported.event.hash,
                "result_event": imported.result.id if imported.result else None,
                "due_on": fact.due_on,
                "repeated": imported.repeated,
                "warnings": _sentences(invocation, imported.warnings),
            }
        )
    if imported.repeated:
        invocation.warn(words("said.roster_repeated", position=imported.event.position))
    elif not invocation.json:
        invocation.say(
            "said.roster_imported",
            position=imported.event.position,
            project=fact.project,
            month=fact.month,
            due_on=fact.due_on,
            people=fact.people_due,
            amount=grouped_yuan(fact.amount_due_fen),
            paid=imported.people_paid,
            amount_paid=grouped_yuan(imported.amount_paid_fen),
        )
        print(f"  {imported.event.id}  {imported.event.hash[:12]}")
    _warn(invocation, imported.warnings)


@click.command(cls=Command, help="help.roster.result", epilog="help.roster.result.examples")
@click.argument("file", type=FILE)
@option("--of", required=True)
@option("--paid", type=DATE)
@option("--map", "columns", type=ColumnMap(), multiple=True)
@LATE
@click.pass_obj
def result(
    invocation: Invocation,
    file: Path,
    of: str,
    paid: str | None,
    columns: tuple[tuple[str, str], ...],
    late: str | None,
) -> None:
    """Record the bank's result for a list."""
    from tracker.rosters.problem_files import write_problems
    from tracker.rosters.problems import UnusableRoster
    from tracker.rosters.settling import read_result, record_read_result

    tracker = invocation.tracker()
    keys, said = keys_of(invocation, tracker), dict(columns)
    try:
        with watching(invocation, "said.reading_list", None) as watch:
            read = read_result(tracker, keys, file, of, paid_on=paid, columns=said, late=late, watch=watch)
    except UnusableRoster as error:
        raise _unusable(invocation, file, error.problems) from error
    with watching(invocation, "said.recording_list", len(read.read.lines)) as watch:
        recorded = record_read_result(tracker, read, watch)
    if recorded.put_aside and not recorded.repeated:
        write_problems(file, recorded.put_aside, invocation.words)
    _say_result(invocation, recorded)


def _say_result(invocation: Invocation, recorded: RecordedResult) -> None:
    from tracker.money import grouped_yuan, yuan
    from tracker.rosters.sentences import problem_sentence, reason_sentence

    words, event = invocation.words, recorded.event
    if invocation.json:
        aside = [
            {"line": problem.line, "reason": reason_sentence(words, problem), "code": problem.code}
            for problem in recorded.put_aside
        ]
        emit(
            {
                "matched": recorded.matched,
                "paid": recorded.paid,
                "failed": recorded.failed,
                "returned": yuan(recorded.returned_fen),
                "people_returned": recorded.returned,
                "amount_paid": yuan(recorded.paid_fen),
                "known": recorded.known,
                "put_aside": aside,
                "event": event.id if event else None,
                "position": event.position if event else None,
                "repeated": recorded.repeated,
                "warnings": _sentences(invocation, recorded.warnings),
            }
        )
    if recorded.repeated and event is not None:
        invocation.warn(words("said.roster_repeated", position=event.position))
    elif event is None:
        invocation.warn(words("said.roster_nothing_new"))
    elif not invocation.json:
        invocation.say(
            "said.roster_result",
            position=event.position,
            paid=recorded.paid,
            amount=grouped_yuan(recorded.paid_fen),
            failed=recorded.failed,
            returned=recorded.returned,
            amount_returned=grouped_yuan(recorded.returned_fen),
            aside=len(recorded.put_aside),
        )
        print(f"  {event.id}  {event.hash[:12]}")
        for problem in recorded.put_aside:
            invocation.warn(problem_sentence(words, problem))
    _warn(invocation, recorded.warnings)


def _unusable(invocation: Invocation, file: Path, problems: Sequence[LineProblem]) -> Failure:
    """The failure of a file, a line per problem, and the same as a table beside it."""
    from tracker.rosters.problem_files import write_problems
    from tracker.rosters.sentences import problem_sentence

    write_problems(file, problems, invocation.words)
    words = invocation.words
    return Failure.unusable_file(
        [words("said.named", name=file.name, text=problem_sentence(words, problem)) for problem in problems]
    )


def _sentences(invocation: Invocation, notices: Sequence[Notice]) -> list[str]:
    from tracker.sentences import notice_sentence

    return [notice_sentence(invocation.words, notice) for notice in notices]


def _warn(invocation: Invocation, notices: Sequence[Notice]) -> None:
    for sentence in _sentences(invocation, notices):
        invocation.warn(sentence)
