"""``roster list``, ``show``, ``find``, ``proof`` and ``work``: what became of lists and of the people on them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from tracker.cli.family import Command, Group
from tracker.cli.invocation import Invocation
from tracker.cli.output import emit, line, table
from tracker.cli.record import option
from tracker.cli.roster_files import keys_of
from tracker.cli.shapes import outcome_json


@click.command("list", cls=Command, help="help.roster.list", epilog="help.roster.list.examples")
@click.pass_obj
def list_(invocation: Invocation) -> None:
    """The ledger's lists."""
    from tracker.decisions.state import State
    from tracker.money import yuan
    from tracker.rosters.lookup import all_lists, imported_list

    tracker = invocation.tracker()
    with tracker.reading() as (log, view):
        state = State(view, log, tracker.today())
        found = [imported_list(log, state, event) for event, _ in all_lists(log, state)]
    rows: list[dict[str, Any]] = [
        {
            "position": one.event.position,
            "event": one.event.id,
            "project": one.fact.project,
            "month": one.fact.month,
            "due_on": one.fact.due_on,
            "people_due": one.fact.people_due,
            "people_paid": one.people_paid,
            "amount_due": yuan(one.fact.amount_due_fen),
            "amount_paid": yuan(one.amount_paid_fen),
            "returned": yuan(one.returned_fen),
        }
        for one in found
    ]
    _show(invocation, {"rosters": rows}, rows, ("position", "project", "month", "due_on", "people_due",
                                               "people_paid", "amount_due", "amount_paid", "returned"))  # fmt: skip


@click.command(cls=Command, help="help.roster.show", epilog="help.roster.show.examples")
@click.argument("event")
@click.pass_obj
def show(invocation: Invocation, event: str) -> None:
    """What became of a list's recipients."""
    from tracker.decisions.state import State
    from tracker.money import yuan
    from tracker.rosters.lookup import list_of
    from tracker.rosters.people import stories_of

    tracker = invocation.tracker()
    with tracker.reading() as (log, view), tracker.counting("said.looking_up", None):
        state = State(view, log, tracker.today())
        roster, fact = list_of(state, event)
        stories = stories_of(log, state, roster, fact.due_on)
    rows: list[dict[str, Any]] = [
        {"story": story, "people": count.people, "amount": yuan(count.amount_fen)}
        for story, count in stories.items()
    ]
    document = {"event": roster.id, "project": fact.project, "month": fact.month, "due_on": fact.due_on}
    _show(invocation, {**document, "stories": rows}, rows, ("story", "people", "amount"))


@click.command(cls=Command, help="help.roster.find", epilog="help.roster.find.examples")
@click.pass_obj
def find(invocation: Invocation) -> None:
    """One recipient's year; the number is typed at a prompt and never stands in the command line."""
    from tracker.money import yuan
    from tracker.rosters.people import find_person

    tracker = invocation.tracker()
    number = _typed(invocation)
    with tracker.counting("said.looking_up", None):
        found = find_person(tracker, keys_of(invocation, tracker), number)
    rows: list[dict[str, Any]] = [
        {
            "month": one.fact.month,
            "project": one.fact.project,
            "due_on": one.fact.due_on,
            "amount": yuan(one.line.amount_fen),
            "story": one.story,
            "paid_on": one.paid_on,
            "returned_on": one.returned_on,
            "line": one.line.line,
            "position": one.roster.position,
        }
        for one in sorted(found, key=lambda one: (one.fact.month, one.roster.position))
    ]
    if not rows and not invocation.json:
        invocation.say("said.roster_nobody")
        return
    _show(invocation, {"payments": rows}, rows, ("month", "project", "due_on", "amount", "story", "paid_on",
                                                "returned_on", "position"))  # fmt: skip


def _typed(invocation: Invocation) -> str:
    """What is typed unseen at the terminal, or the first line of what is piped in."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    typed: str = click.prompt(invocation.words("roster.prompt.person"), hide_input=True, err=True)
    return typed.strip()


@click.command(cls=Command, help="help.roster.proof", epilog="help.roster.proof.examples")
@click.argument("event")
@option("--line", "number", type=click.IntRange(1), required=True)
@option("--out", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def proof(invocation: Invocation, event: str, number: int, out: Path | None) -> None:
    """The proof that a line is in a list."""
    import json

    from tracker.rosters.proving import prove_line

    tracker = invocation.tracker()
    with tracker.counting("said.looking_up", None):
        document = prove_line(tracker, event, number)
    if out is None:
        emit(document)
        return
    out.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if invocation.json:
        emit({"file": str(out), "root": document["root"]})
    else:
        invocation.say("said.written", path=out)


@click.group(cls=Group, help="help.roster.work", epilog="help.roster.work.examples")
def work() -> None:
    """Lines put aside."""


@work.command("list", cls=Command, help="help.roster.work.list", epilog="help.roster.work.examples")
@option("--all", "everything", is_flag=True)
@click.pass_obj
def work_list_(invocation: Invocation, everything: bool) -> None:
    """The lines that wait."""
    from tracker.rosters.problems import LineProblem
    from tracker.rosters.sentences import reason_sentence
    from tracker.rosters.work import work_list

    rows: list[dict[str, Any]] = [
        {
            "event": item.result.id,
            "position": item.result.position,
            "project": item.fact.project,
            "line": item.aside.line,
            "code": item.aside.reason,
            "reason": reason_sentence(invocation.words, LineProblem(item.aside.line, item.aside.reason)),
            "note": item.note,
        }
        for item in work_list(invocation.tracker(), all_of_them=everything)
    ]
    if not rows and not invocation.json:
        invocation.say("said.roster_no_work")
        return
    _show(invocation, {"work": rows}, rows, ("position", "project", "line", "reason", "note"))


@work.command(
    "resolve", cls=Command, help="help.roster.work.resolve", epilog="help.roster.work.resolve.examples"
)
@click.argument("event")
@click.argument("number", type=click.IntRange(1))
@option("--note", required=True)
@click.pass_obj
def resolve(invocation: Invocation, event: str, number: int, note: str) -> None:
    """Say how a line was dealt with."""
    from tracker.rosters.work import resolve_line

    outcome = resolve_line(invocation.tracker(), event, number, note)
    if invocation.json:
        emit(outcome_json(invocation.words, outcome))
    else:
        recorded = outcome.event
        invocation.say(
            "said.recorded", position=recorded.position, type=recorded.type, on=recorded.occurred_on
        )


def _show(
    invocation: Invocation, document: dict[str, Any], rows: list[dict[str, Any]], columns: tuple[str, ...]
) -> None:
    if invocation.json:
        emit(document)
        return
    words = invocation.words
    headings = [words(f"roster.column.{name}") for name in columns]
    table(invocation, headings, [[_cell(invocation, row, name) for name in columns] for row in rows])
    line()


def _cell(invocation: Invocation, row: dict[str, Any], name: str) -> str:
    value = row[name]
    if value is None:
        return invocation.words("none")
    return invocation.words(f"roster.story.{value}") if name == "story" else str(value)
