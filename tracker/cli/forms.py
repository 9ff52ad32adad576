"""``export``: the forms, the data, the pack an auditor takes away."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.failures import Failure
from tracker.cli.family import Command, Group, Option
from tracker.cli.invocation import Invocation
from tracker.cli.output import emit, line
from tracker.cli.progress import Tell, counting
from tracker.cli.record import option
from tracker.cli.scoring import chosen_rules
from tracker.cli.values import DATE, INSTANT, MONTH

if TYPE_CHECKING:
    from tracker.forms.comparison import Comparison
    from tracker.forms.selfevaluation import SelfEvaluation

OUT = option("--out", type=click.Path(path_type=Path, file_okay=False), required=True)


@click.group(cls=Group, help="help.export", epilog="help.export.examples")
def export() -> None:
    """The forms."""


@export.command(cls=Command, help="help.export.selfeval", epilog="help.export.selfeval.examples")
@OUT
@option("--format", "formats", default="xlsx,json")
@option("--rules")
@click.option(
    "--template",
    cls=Option,
    help="help.option.form-template",
    type=click.Path(path_type=Path, dir_okay=False),
)
@option("--as-of", type=DATE)
@option("--known-at", type=INSTANT)
@click.pass_obj
def selfeval(
    invocation: Invocation,
    out: Path,
    formats: str,
    rules: str | None,
    template: Path | None,
    as_of: str | None,
    known_at: str | None,
) -> None:
    """The year-end self-evaluation of every project."""
    from tracker.forms.selfevaluation_json import project_json
    from tracker.year_end import evaluate_year

    wanted = form_formats(invocation, formats)
    chosen = chosen_rules(rules)
    reprint = as_of is not None or known_at is not None
    tracker = invocation.tracker()
    with writing(invocation):
        evaluation = evaluate_year(tracker, chosen, as_of=as_of, known_at=known_at, record_rules=not reprint)
        files, warnings = written_forms(evaluation, out, wanted)
        if template is not None:
            files.append(_from_template(evaluation, template, out))
    warnings += _handed_in(invocation)
    missing = len(evaluation.missing)
    if invocation.json:
        emit({
            "files": [str(path) for path in files],
            "rules": evaluation.rules.key,
            "projects": [project_json(project) for project in evaluation.projects],
            "incomplete": evaluation.incomplete,
            "missing": missing,
            "warnings": warnings,
            "log": log_json(evaluation),
        })  # fmt: skip
    else:
        say_written(invocation, files)
        if missing:
            invocation.say("said.missing", count=missing)
    for warning in warnings:
        invocation.warn(warning)


def writing(invocation: Invocation) -> AbstractContextManager[Tell]:
    """A bar on the terminal where files take more than a second."""
    return counting(invocation.words("said.writing"), None)


def _handed_in(invocation: Invocation) -> list[str]:
    """That the self-evaluation stands handed in, and how it is changed."""
    from tracker.submitting import stage_of, submission_of

    submission = submission_of(invocation.tracker())
    if submission is None or stage_of(submission) != "submitted":
        return []
    return [
        invocation.words(
            "selfeval.export_while_submitted", on=submission.occurred_on, position=submission.position
        )
    ]


def form_formats(invocation: Invocation, text: str) -> tuple[str, ...]:
    """The formats of a list with commas; wrong usage where one is unknown."""
    wanted = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    from tracker.forms.writing import FORMATS

    if not wanted or any(part not in FORMATS for part in wanted):
        raise Failure.usage(invocation.words("error.formats", text=text, known=", ".join(FORMATS)))
    return wanted


def written_forms(
    evaluation: SelfEvaluation, out: Path, formats: tuple[str, ...]
) -> tuple[list[Path], list[str]]:
    """The files written, and why there is no PDF where none could be made; a failure where only that was asked."""
    from tracker.forms.printing import NoPdf
    from tracker.forms.writing import write_forms

    others = tuple(each for each in formats if each != "pdf")
    files = write_forms(evaluation, out, others)
    if len(others) == len(formats):
        return files, []
    try:
        return [*files, *write_forms(evaluation, out, ("pdf",))], []
    except NoPdf as error:
        if not others:
            raise Failure.unusable_file([str(error)]) from error
        return files, [str(error)]


def _from_template(evaluation: SelfEvaluation, template: Path, out: Path) -> Path:
    from tracker.forms.own_template import UnusableTemplate, write_from_template

    template.stat()
    try:
        return write_from_template(evaluation, template, out)
    except UnusableTemplate as error:
        raise Failure.unusable_file([str(error)]) from error


def say_written(invocation: Invocation, files: list[Path]) -> None:
    """A line for each file written."""
    for path in files:
        invocation.say("said.written", path=path)


def log_json(evaluation: SelfEvaluation) -> dict[str, Any]:
    """Where the log stood."""
    return {"position": evaluation.facts.log_position, "hash": evaluation.facts.log_hash}


def _tell_files(invocation: Invocation, files: list[Path]) -> None:
    if invocation.json:
        emit({"files": [str(path) for path in files]})
    else:
        say_written(invocation, files)


@export.command(cls=Command, help="help.export.monitoring", epilog="help.export.monitoring.examples")
@option("--through", type=MONTH, required=True)
@OUT
@option("--format", "formats", default="xlsx,json")
@option("--rules")
@click.pass_obj
def monitoring(invocation: Invocation, through: str, out: Path, formats: str, rules: str | None) -> None:
    """The mid-year monitoring form."""
    from tracker.forms.monitoring_files import write_monitoring_files
    from tracker.forms.printing import NoPdf
    from tracker.year_end import monitor_year

    wanted = form_formats(invocation, formats)
    tracker = invocation.tracker()
    try:
        with writing(invocation):
            monitored = monitor_year(tracker, through, chosen_rules(rules))
            files = write_monitoring_files(monitored, out, wanted)
    except NoPdf as error:
        raise Failure.unusable_file([str(error)]) from error
    _tell_files(invocation, files)


@export.command(cls=Command, help="help.export.goals", epilog="help.export.goals.examples")
@OUT
@click.pass_obj
def goals(invocation: Invocation, out: Path) -> None:
    """The plan's tables of goals."""
    from tracker.forms.goal_table_workbook import write_goal_tables

    _tell_files(invocation, [write_goal_tables(invocation.tracker().plan(), out)])


@export.command(cls=Command, help="help.export.data", epilog="help.export.data.examples")
@OUT
@option("--rules")
@option("--as-of", type=DATE)
@option("--known-at", type=INSTANT)
@click.pass_obj
def data(
    invocation: Invocation, out: Path, rules: str | None, as_of: str | None, known_at: str | None
) -> None:
    """Open data: positions, measurements and scores as tidy tables."""
    from tracker.forms.open_data import write_open_data
    from tracker.year_end import evaluate_year

    tracker = invocation.tracker()
    with writing(invocation):
        evaluation = evaluate_year(tracker, chosen_rules(rules), as_of=as_of, known_at=known_at)
        files = write_open_data(evaluation, out)
    _tell_files(invocation, files)


@export.command(cls=Command, help="help.export.pack", epilog="help.export.pack.examples")
@click.option(
    "--out",
    cls=Option,
    help="help.option.pack",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
)
@option("--format", "formats", default="xlsx,docx,json")
@option("--rules")
@click.pass_obj
def pack(invocation: Invocation, out: Path, formats: str, rules: str | None) -> None:
    """One ZIP with forms, log, verifier, evidence and the rosters' sums."""
    from tracker.cli.selfeval import evidence_of
    from tracker.year_end_pack import write_pack

    wanted = form_formats(invocation, formats)
    tracker = invocation.tracker()
    with writing(invocation):
        packed = write_pack(tracker, evidence_of(invocation), out, chosen_rules(rules), wanted)
    if invocation.json:
        emit({"file": str(out), "forms": packed.forms, "evidence": packed.evidence, "rosters": packed.rosters,
              "log": {"position": packed.head.position, "hash": packed.head.hash}})  # fmt: skip
    else:
        invocation.say("said.written", path=out)
        invocation.say("said.packed", position=packed.head.position, hash=packed.head.hash)


@export.command(cls=Command, help="help.export.comparison", epilog="help.export.comparison.examples")
@option("--with", "other", required=True)
@OUT
@option("--match", type=click.Choice(("code", "name")))
@option("--rules")
@click.pass_obj
def comparison(invocation: Invocation, other: str, out: Path, match: str | None, rules: str | None) -> None:
    """This year beside another ledger's, a form exported before, a month's monitoring, or the plan."""
    from tracker.forms.comparison import compare
    from tracker.year_end import evaluate_year, rules_in_force

    rule_set = chosen_rules(rules) or rules_in_force(invocation.tracker())
    now = evaluate_year(invocation.tracker(), rule_set)
    if other == "plan":
        return _tell_planned(invocation, now, out)
    if (monitored := _monitored(invocation, other, rule_set)) is not None:
        return _tell_monitored(invocation, monitored, now, out)
    before = _other_side(invocation, other, rule_set)
    by_code = before.facts.year == now.facts.year
    chosen = match or ("code" if by_code else "name")
    return tell_comparison(invocation, compare(before, now, "name" if chosen == "name" else "code"), out)


def _tell_planned(invocation: Invocation, now: SelfEvaluation, out: Path) -> None:
    from tracker.forms.plan_comparison import plan_comparison_json, write_plan_comparison

    document, path = plan_comparison_json(now), write_plan_comparison(now, out)
    if invocation.json:
        return emit(document | {"files": [str(path)]})
    for row in (*document["projects"], document["totals"]):
        counts = row["indicators"]
        line(f"{row['code'] or ''} {row['name']}  {row['executed']} / {row['adjusted']}  {row['rate'] or '—'}%  "
             f"{counts['reached']}/{counts['planned']}")  # fmt: skip
    return say_written(invocation, [path])


def _monitored(invocation: Invocation, other: str, rules: Any) -> dict[str, Any] | None:
    """The monitoring form meant: of a month of this ledger, or of a file; None where another thing is meant."""
    from tracker.forms.monitoring_comparison import monitoring_in
    from tracker.forms.monitoring_files import monitoring_json
    from tracker.forms.selfevaluation_reading import UnreadableForm
    from tracker.year_end import monitor_year

    path = Path(other)
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", other):
        return monitoring_json(monitor_year(invocation.tracker(), other, rules))
    if not path.is_file():
        return None
    try:
        return monitoring_in(path)
    except UnreadableForm as error:
        raise Failure.unusable_file([f"{path}: {error.sentence(invocation.language)}"]) from error


def _tell_monitored(
    invocation: Invocation, monitored: dict[str, Any], now: SelfEvaluation, out: Path
) -> None:
    from tracker.forms.monitoring_comparison import (
        compare_monitoring,
        monitoring_comparison_json,
        write_monitoring_comparison,
    )
    from tracker.forms.selfevaluation_reading import UnreadableForm

    try:
        compared = compare_monitoring(monitored, now)
    except UnreadableForm as error:
        raise Failure.unusable_file([error.sentence(invocation.language)]) from error
    document, path = monitoring_comparison_json(compared), write_monitoring_comparison(compared, out)
    if invocation.json:
        return emit(document | {"files": [str(path)]})
    for project in document["projects"]:
        for row in (project["money"], *project["indicators"]):
            line(
                f"{row['code']} {row['name']}  {row['planned']} | {row['by_month']} → {row['forecast']} | {row['reached']}"
            )
    return say_written(invocation, [path])


def _other_side(invocation: Invocation, other: str, rules: Any) -> SelfEvaluation:
    from events.values import InvalidValue, LedgerId
    from tracker.bootstrap import tracker_of
    from tracker.forms.selfevaluation_reading import UnreadableForm, read_json
    from tracker.year_end import evaluate_year

    path = Path(other)
    if path.is_file() or path.suffix.lower() == ".json":
        try:
            return read_json(path)
        except UnreadableForm as error:
            raise Failure.unusable_file([f"{path}: {error.sentence(invocation.language)}"]) from error
    try:
        ledger = LedgerId.parse(other)
    except InvalidValue as error:
        raise Failure.usage(invocation.words("error.compare_with", text=other)) from error
    there = tracker_of(invocation.store(), ledger)
    return evaluate_year(
        there, rules, as_of=f"{ledger.year}-12-31" if there.today()[:4] > str(ledger.year) else None
    )


def tell_comparison(invocation: Invocation, compared: Comparison, out: Path | None) -> None:
    """Print a comparison, and write it as a workbook where a directory is given."""
    from tracker.forms.comparison import comparison_json, write_comparison

    files = [write_comparison(compared, out)] if out is not None else []
    document = comparison_json(compared)
    if invocation.json:
        emit(document | {"files": [str(path) for path in files]})
        return
    for each in document["projects"]:
        one, other = (each[side]["total"] if each[side] else "—" for side in ("before", "after"))
        line(f"{each['code']} {each['name'] or ''}  {one} → {other}  ({each['difference'] or '—'})")
        for row in each["indicators"]:
            sides = [row[side] or {} for side in ("before", "after")]
            told = " → ".join(f"{side.get('actual', '—')} / {side.get('score', '—')}" for side in sides)
            line(f"  {row['code']} {row['level3']}  {told}")
    say_written(invocation, files)
