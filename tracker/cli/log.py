"""``log``: list, export, import and verify the events themselves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.cli.anchor import anchor
from tracker.cli.failures import Failure
from tracker.cli.family import Command, Group
from tracker.cli.invocation import Invocation
from tracker.cli.output import emit, table
from tracker.cli.oversight import ATTENTION
from tracker.cli.progress import Tell, counting
from tracker.cli.record import option
from tracker.cli.values import COUNT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from events.envelope import RecordedEvent
    from events.store import Head, LogReader


@click.group(cls=Group, help="help.log", epilog="help.log.examples")
def log() -> None:
    """The events themselves."""


log.add_command(anchor)


@log.command("list", cls=Command, help="help.log.list", epilog="help.log.list.examples")
@option("--limit", type=COUNT, default=50)
@option("--project")
@click.pass_obj
def list_(invocation: Invocation, limit: int, project: str | None) -> None:
    """The latest events, in order."""
    from events.subjects import about_project

    tracker = invocation.tracker()
    tracker.head()
    if project is None:
        events = list(reversed(tracker.recent(limit)))
    else:
        with tracker.store.reader(str(tracker.ledger)) as reader:
            events = list(reader.about(about_project(project.upper())))[-limit:]
    if invocation.json:
        emit([json.loads(event.export_line()) for event in events])
        return
    _print_events(invocation, events)


def _print_events(invocation: Invocation, events: Sequence[RecordedEvent]) -> None:
    from tracker.event_words import subject_of, words_of
    from tracker.labels import words as words_in
    from tracker.money import grouped_yuan

    words = words_in(invocation.language, "desk")
    rows = []
    for event in events:
        fact = event.fact
        amount = getattr(fact, "amount_fen", None)
        rows.append(
            [
                str(event.position),
                event.occurred_on,
                words(f"event.{event.type}"),
                subject_of(fact),
                grouped_yuan(amount) if isinstance(amount, int) else "",
                words_of(fact),
                event.actor,
                event.recorded_at[:16].replace("T", " "),
            ]
        )
    names = ("table.position", "table.occurred_on", "table.type", "table.subject", "table.amount")
    headings = [words(name) for name in (*names, "table.message", "table.actor", "table.recorded_at")]
    table(invocation, headings, rows, right=(0, 4))


@log.command("export", cls=Command, help="help.log.export", epilog="help.log.export.examples")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def export(invocation: Invocation, file: Path) -> None:
    """Write the whole log as JSON lines."""
    tracker = invocation.tracker()
    title, events = invocation.words("help.log.export"), tracker.head().position
    with tracker.store.reader(str(tracker.ledger)) as reader, counting(title, events) as tell:
        head = write_log(reader, file, tell)
    if invocation.json:
        emit({"file": str(file), "events": head.position, "head": head.hash})
    else:
        invocation.say("said.exported", events=head.position, path=file)


def write_log(reader: LogReader, path: Path, tell: Tell | None = None) -> Head:
    """Write a ledger's log to a file, which appears only when it is whole; returns the head it ends with."""
    from events.exchange import export_log

    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.partial")
    try:
        with partial.open("wb") as file:
            head = export_log(reader, file, tell)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return head


@log.command("import", cls=Command, help="help.log.import", epilog="help.log.import.examples")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def import_(invocation: Invocation, file: Path) -> None:
    """Read a log into an empty ledger, hashes unchanged."""
    from events.exchange import LedgerNotEmpty, OtherLedger, UnusableLog, import_log
    from tracker.decisions.state import Refusal

    words, zh = invocation.words, invocation.language == "zh"
    try:
        with file.open("rb") as opened, counting(words("help.log.import"), None) as tell:
            store = invocation.store(create=True)
            ledger, head = import_log(store, opened, ledger=invocation.ledger, watch=tell)
    except UnusableLog as error:
        told = [
            f"{words('said.line', line=each.line)}: {each.zh if zh else each.en}" for each in error.problems
        ]
        raise Failure.unusable_file(told) from error
    except LedgerNotEmpty as error:
        raise Refusal("ledger_not_empty", ledger=error.ledger) from error
    except OtherLedger as error:
        raise Refusal("other_ledger", wanted=error.wanted, found=error.found) from error
    if invocation.json:
        emit({"ledger": ledger, "events": head.position, "head": head.hash})
    else:
        print(words("said.imported", events=head.position, path=file))


@log.command(cls=Command, help="help.log.verify", epilog="help.log.verify.examples")
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def verify(invocation: Invocation, file: Path | None) -> int:
    """Walk the chain of a ledger or of an exported file."""
    from events.store_verification import verify_ledger
    from events.verify import verify_file

    if file is not None:
        verdict = verify_file(file)
    else:
        tracker = invocation.tracker()
        title, events = invocation.words("help.log.verify"), tracker.head().position
        with tracker.store.reader(str(tracker.ledger)) as reader, counting(title, events) as tell:
            verdict = verify_ledger(reader, tell)
    if invocation.json:
        emit(verdict._asdict())
    elif verdict.ok:
        invocation.say("said.verified", events=verdict.events, head=verdict.head)
    else:
        invocation.say("said.not_verified", first_bad=verdict.first_bad)
    return 0 if verdict.ok else ATTENTION
