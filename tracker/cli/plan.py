"""``plan``: reading a plan in, showing it, checking it for contradictions, choosing how values arise."""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.addresses import FILE_OR_ADDRESS
from tracker.cli.failures import Failure
from tracker.cli.family import Command, Group, Option
from tracker.cli.invocation import Invocation
from tracker.cli.output import emit, line, table
from tracker.cli.oversight import ATTENTION
from tracker.cli.record import Choice, option, submit
from tracker.cli.values import DATE
from tracker.labels import Words
from tracker.labels import words as words_in

if TYPE_CHECKING:
    from tracker.plan.difference import PlanChanges
    from tracker.plan.model import Finding, Indicator, Plan, Reading

SOURCES = {
    "people_on_time": "按时人数", "amount_on_time": "按时金额", "payment_rate": "发放率", "funds_arrival": "资金到位率",
    "spending": "累计支出", "per_person": "人均标准", "ratio": "填报比率", "value": "填报数值", "band": "定性档次",
}  # fmt: skip
PERIODS = {"month": "月", "year": "年"}
ROLLUPS = {"sum": "累加", "latest": "最近", "ratio_of_sums": "和之比", "none": "不汇总"}
SHOWN_CHANGES = 5


@click.group(cls=Group, help="help.plan", epilog="help.plan.examples")
def plan() -> None:
    """The bureau's plan for the year."""


@plan.command("import", cls=Command, help="help.plan.import", epilog="help.plan.import.examples")
@click.argument("file", type=FILE_OR_ADDRESS)
@option("--dry-run", is_flag=True)
@option("--revise", is_flag=True)
@option("--on", type=DATE)
@click.pass_obj
def import_(invocation: Invocation, file: Path, dry_run: bool, revise: bool, on: str | None) -> None:
    """Read a plan into the ledger."""
    from tracker.plan_page import changes_between, current_plan, findings_of, of_another_ledger, plan_page

    tracker = invocation.tracker()
    tracker.head()
    reading = _read(invocation, file)
    current = current_plan(tracker)
    changes = changes_between(current, reading.plan)
    _refuse_other_plan(invocation, current, changes, revise=revise, dry_run=dry_run)
    adoption = tracker.adopt_plan(
        reading.plan,
        reading.contradictions,
        document=file.name,
        sha256=hashlib.sha256(file.read_bytes()).hexdigest(),
        on=on,
        revise=revise,
        dry_run=dry_run,
    )
    findings = [*reading.doubts, *of_another_ledger(tracker.ledger, reading.plan)]
    counts = {
        "projects": len(reading.plan.projects),
        "indicators": sum(1 for _ in reading.plan.indicators()),
        "department_indicators": len(reading.plan.department_indicators),
    }
    if invocation.json:
        listed = changes.to_json() if adoption.events else []
        shown = [finding_json(finding, invocation.language) for finding in findings]
        emit({**counts, "findings": shown, "changes": listed, "events": adoption.events, "dry_run": dry_run})
        return
    invocation.say("said.plan", **counts)
    key = "said.plan_unchanged" if not adoption.events else "said.plan_adopted"
    key = "said.plan_revised" if adoption.events and adoption.revision else key
    invocation.say("said.dry_run" if dry_run and adoption.events else key, events=adoption.events)
    if adoption.events and adoption.revision:
        _print_changes(invocation, changes)
    _print_findings(invocation, findings)
    if left := findings_of(reading) if dry_run else plan_page(tracker).open_findings:
        invocation.say("said.plan_check", count=len(left))


def _read(invocation: Invocation, file: Path) -> Reading:
    from tracker.plan.files import read_plan_file
    from tracker.plan.problems import UnusablePlan

    try:
        with _pages_read() as tell:
            return read_plan_file(file, tell)
    except UnusablePlan as error:
        zh = invocation.language == "zh"
        told = [(p.place, p.message if zh else p.message_en) for p in error.problems]
        raise Failure.unusable_file(
            [f"{file.name}: {place}: {text}" if place else f"{file.name}: {text}" for place, text in told]
        ) from error


@contextmanager
def _pages_read() -> Iterator[Callable[[int, int], None] | None]:
    """A bar on stderr, only on a terminal and only for what takes longer than a second."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress

    started = time.monotonic()
    with Progress(BarColumn(), MofNCompleteColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, visible=False)
        yield lambda done, total: bar.update(
            task, completed=done, total=total, visible=time.monotonic() - started > 1
        )


def _refuse_other_plan(
    invocation: Invocation, current: Plan | None, changes: PlanChanges, *, revise: bool, dry_run: bool
) -> None:
    """Refuse a plan other than the ledger's, naming the first differences, unless it is to be revised."""
    from tracker.decisions.state import Refusal
    from tracker.sentences import change_sentence

    listed = changes.to_json()
    if current is None or not listed or revise or dry_run:
        return
    named = [change_sentence(invocation.words, change) for change in listed[:SHOWN_CHANGES]]
    shown = "; ".join(named) + ("; …" if len(listed) > SHOWN_CHANGES else "")
    with invocation.tracker().view() as (_, view):
        document = view.plan.document
    raise Refusal("plan_differs", document=document, count=len(listed), changes=shown)


def _print_changes(invocation: Invocation, changes: PlanChanges) -> None:
    from tracker.sentences import change_sentence

    for change in changes.to_json():
        line(f"  {change_sentence(invocation.words, change)}")


def finding_json(finding: Finding, language: str) -> dict[str, Any]:
    """A finding in the shape scripts rely on; ``message`` in the language of the run."""
    return {
        "code": finding.code,
        "kind": finding.kind,
        "severity": finding.severity,
        "message": finding.message if language == "zh" else finding.message_en,
        "message_zh": finding.message,
        "message_en": finding.message_en,
        "where": [
            {"line": place.line, "end_line": place.end_line, "cell": place.cell, "subject": place.subject}
            for place in finding.where
        ],
    }


def _print_findings(invocation: Invocation, findings: list[Finding]) -> None:
    if not findings:
        return
    words = invocation.words
    invocation.say("said.findings", count=len(findings))
    for finding in findings:
        places = [_place(invocation, place.line, place.cell, place.subject) for place in finding.where]
        message = finding.message if invocation.language == "zh" else finding.message_en
        line(
            f"  [{words(f'severity.{finding.severity}')}] {words.listed(filter(None, places))}  {message}  ({finding.code})"
        )


def _place(invocation: Invocation, number: int | None, cell: str | None, subject: str | None) -> str:
    parts = [subject, cell, invocation.words("said.line", line=number) if number is not None else None]
    return " ".join(part for part in parts if part)


@plan.command(cls=Command, help="help.plan.show", epilog="help.plan.show.examples")
@click.pass_obj
def show(invocation: Invocation) -> None:
    """The plan in force."""
    from tracker.plan.exchange import plan_to_json
    from tracker.sentences import target_text

    current = invocation.tracker().plan()
    if invocation.json:
        emit(plan_to_json(current))
        return
    line(f"{current.unit} {current.name} {current.year}")
    words, spoken = invocation.words, words_in(invocation.language, "desk", "entry")
    names = ("code", "name", "target", "source")
    for project in current.projects:
        rows = [
            [row.code, row.level3, target_text(words, row.target), _source(spoken, row)]
            for row in project.indicators
        ]
        title = f"{project.code} {project.name or project.goal}"
        table(invocation, [words(f"table.{name}") for name in names], rows, title=title)


def _source(words: Words, row: Indicator) -> str:
    keys = (f"how.{row.source}", f"period.{row.period}", f"rollup.{row.rollup}")
    told = words.listed(map(words, keys))
    return told if row.confirmed else f"{told} ({words('plan.proposed')})"


@plan.command(cls=Command, help="help.plan.check", epilog="help.plan.check.examples")
@click.pass_obj
def check(invocation: Invocation) -> int:
    """What the plan contradicts in itself."""
    from tracker.plan_page import plan_page

    opened = plan_page(invocation.tracker()).open_findings
    if invocation.json:
        emit({"findings": [finding_json(finding, invocation.language) for finding in opened]})
    elif opened:
        _print_findings(invocation, opened)
    else:
        invocation.say("said.no_findings")
    return ATTENTION if any(finding.severity in ("error", "warning") for finding in opened) else 0


@plan.command(cls=Command, help="help.plan.accept", epilog="help.plan.accept.examples")
@click.argument("finding")
@option("--subject", required=True)
@option("--note", required=True)
@click.pass_obj
def accept(invocation: Invocation, finding: str, subject: str, note: str) -> None:
    """Live with a finding, for a reason."""
    from tracker.requests import AcceptFinding

    submit(invocation, AcceptFinding(code=finding, subject=subject, note=note), None)


@plan.command("set", cls=Command, help="help.plan.set", epilog="help.plan.set.examples")
@click.argument("indicator")
@click.option("--source", cls=Option, help="help.option.measure-source", type=Choice(SOURCES))
@click.option("--period", cls=Option, help="help.option.measure-period", type=Choice(PERIODS))
@option("--rollup", type=Choice(ROLLUPS))
@option("--deadline")
@click.pass_obj
def set_(invocation: Invocation, /, indicator: str, **chosen: Any) -> None:
    """Confirm or change where an indicator's value comes from."""
    from tracker.requests import ChooseMeasure

    submit(invocation, ChooseMeasure(indicator=indicator, **chosen), None)


@plan.command(cls=Command, help="help.plan.export", epilog="help.plan.export.examples")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def export(invocation: Invocation, file: Path) -> None:
    """Write the plan as the workbook template, filled."""
    from tracker.plan.workbook import write_plan_workbook

    write_plan_workbook(invocation.tracker().plan(), file)
    if invocation.json:
        emit({"file": str(file)})
    else:
        invocation.say("said.written", path=file)
