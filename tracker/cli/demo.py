"""``demo``: the main job from end to end, on a published plan and a simulated year."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.failures import Failure
from tracker.cli.family import Command
from tracker.cli.invocation import Invocation
from tracker.cli.output import emit, line
from tracker.cli.record import option

if TYPE_CHECKING:
    from tracker.demo.playing import Played
    from tracker.forms.selfevaluation import SelfEvaluation

SEED = 2022


@click.command(cls=Command, help="help.demo", epilog="help.demo.examples")
@option("--dir", "directory", type=click.Path(path_type=Path, file_okay=False))
@option("--no-tui", is_flag=True)
@option("--seed", type=int, default=SEED)
@click.pass_obj
def demo(invocation: Invocation, directory: Path | None, no_tui: bool, seed: int) -> int:
    """Play a whole year, check it, write the forms, open the screens."""
    from events.opening import open_store
    from tracker.demo.playing import play
    from tracker.plan.exchange import published_plan

    where = _fresh_directory(invocation, directory)
    db = where / "demo.db"
    store = open_store(f"sqlite:///{db}", create=True)
    try:
        with _progress(invocation) as tell:
            played = play(store, published_plan(), seed=seed, tell=tell)
        report = _finish(invocation, played, where)
    finally:
        store.close()
    if invocation.json:
        emit(report | {"dir": str(where), "db": str(db)})
    if no_tui or invocation.json or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return 0
    from tracker.cli.screens import open_desk

    invocation.db, invocation.ledger = f"sqlite:///{db}", None
    return open_desk(invocation)


def _fresh_directory(invocation: Invocation, directory: Path | None) -> Path:
    """The directory asked for, or a new one; one that holds a demo's ledger already is left alone."""
    if directory is None:
        return Path(tempfile.mkdtemp(prefix="tracker-demo-"))
    if (directory / "demo.db").exists():
        raise Failure(3, [invocation.words("demo.exists", path=directory / "demo.db")])
    directory.mkdir(parents=True, exist_ok=True)
    return directory.resolve()


@contextmanager
def _progress(invocation: Invocation) -> Iterator[Callable[[int, int, str], None]]:
    """A bar on stderr while the year goes by."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    console = Console(stderr=True, no_color=not sys.stderr.isatty())
    columns = (TextColumn(invocation.words("demo.playing")), BarColumn(), TextColumn("{task.fields[day]}"))
    with Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=None, day="")
        yield lambda done, total, day: bar.update(task, completed=done, total=total, day=day)


def _finish(invocation: Invocation, played: Played, where: Path) -> dict[str, Any]:
    """Verify the log, write the forms, and say what happened."""
    from events.store_verification import verify_ledger
    from tracker.cli.log import write_log
    from tracker.forms.writing import write_forms
    from tracker.year_end import evaluate_year

    tracker = played.tracker
    with tracker.store.reader(str(tracker.ledger)) as reader:
        verdict = verify_ledger(reader)
        write_log(reader, where / "log.jsonl")
    evaluation = evaluate_year(tracker)
    files = write_forms(evaluation, where / "forms", ("xlsx", "json"))
    if not invocation.json:
        _tell(invocation, played, evaluation, verdict.events)
        for path in [*files, where / "log.jsonl", where / "demo.db"]:
            invocation.say("said.written", path=path)
    return {
        "events": verdict.events,
        "verified": verdict.ok,
        "head": verdict.head,
        "forms": [str(path) for path in files],
        "projects": len(evaluation.projects),
        "alerts_opened": played.alerts_opened,
        "alerts_closed": played.alerts_closed,
        "months": played.findings,
        "incomplete": evaluation.incomplete,
    }


def _tell(invocation: Invocation, played: Played, evaluation: SelfEvaluation, events: int) -> None:
    from tracker.money import wan_yuan
    from tracker.sentences import grade_text, rate_text

    words, report = invocation.words, played.tracker.status()
    line(words("demo.head", name=report.name, year=report.year, events=events))
    line(
        words(
            "demo.money",
            appropriated=wan_yuan(report.total.adjusted),
            disbursed=wan_yuan(report.total.disbursed),
            rate=rate_text(words, report.total.execution_rate),
        )
    )
    wanting = {month: number for month, number in played.findings.items() if number}
    listed = words.listed(f"{month}({number})" for month, number in wanting.items()) or words("none")
    line(words("demo.checks", months=len(played.findings), wanting=listed))
    line(words("demo.alerts", opened=played.alerts_opened, closed=played.alerts_closed))
    grades: dict[str, int] = {}
    for project in evaluation.projects:
        grades[project.grade] = grades.get(project.grade, 0) + 1
    told = " ".join(f"{grade_text(words, grade)} {number}" for grade, number in grades.items())
    line(words("demo.forms", count=len(evaluation.projects), grades=told, missing=len(evaluation.missing)))
