"""``export``, ``audit`` and ``rules``: the forms, other people's forms, and what scores them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from tracker.cli.failures import Failure
from tracker.cli.family import Command, Group
from tracker.cli.invocation import Invocation
from tracker.cli.output import emit, line, table
from tracker.cli.oversight import ATTENTION
from tracker.cli.record import option
from tracker.cli.values import DATE, INSTANT, MONTH


@click.group(cls=Group, help="help.export", epilog="help.export.examples")
def export() -> None:
    """The forms."""


@export.command(cls=Command, help="help.export.selfeval", epilog="help.export.selfeval.examples")
@option("--out", type=click.Path(path_type=Path, file_okay=False), required=True)
@option("--format", "formats", default="xlsx,json")
@option("--rules")
@option("--as-of", type=DATE)
@option("--known-at", type=INSTANT)
@click.pass_obj
def selfeval(
    invocation: Invocation,
    out: Path,
    formats: str,
    rules: str | None,
    as_of: str | None,
    known_at: str | None,
) -> None:
    """The year-end self-evaluation of every project."""
    from tracker.forms.writing import write_forms
    from tracker.year_end import evaluate_year

    wanted = _formats(invocation, formats)
    chosen = _rules(rules)
    reprint = as_of is not None or known_at is not None
    evaluation = evaluate_year(
        invocation.tracker(), chosen, as_of=as_of, known_at=known_at, record_rules=not reprint
    )
    files = write_forms(evaluation, out, wanted)
    missing = len(evaluation.missing)
    if invocation.json:
        emit({
            "files": [str(path) for path in files],
            "projects": len(evaluation.projects),
            "incomplete": evaluation.incomplete,
            "missing": missing,
            "log": {"position": evaluation.facts.log_position, "hash": evaluation.facts.log_hash},
        })  # fmt: skip
        return
    for path in files:
        invocation.say("said.written", path=path)
    if missing:
        invocation.say("said.missing", count=missing)


def _formats(invocation: Invocation, text: str) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    from tracker.forms.writing import FORMATS

    if not wanted or any(part not in FORMATS for part in wanted):
        raise Failure.usage(invocation.words("error.formats", text=text, known=", ".join(FORMATS)))
    return wanted


def _rules(name: str | None) -> Any:
    from tracker.rules.loading import RuleSetError, load_rule_set

    try:
        return load_rule_set(name) if name else None
    except RuleSetError as error:
        raise Failure(3, [str(error)]) from error


@export.command(cls=Command, help="help.export.monitoring", epilog="help.export.monitoring.examples")
@option("--through", type=MONTH, required=True)
@option("--out", type=click.Path(path_type=Path, file_okay=False), required=True)
@click.pass_obj
def monitoring(invocation: Invocation, through: str, out: Path) -> None:
    """The mid-year monitoring form."""
    from tracker.forms.monitoring_files import write_monitoring_files
    from tracker.year_end import monitor_year

    files = write_monitoring_files(monitor_year(invocation.tracker(), through), out)
    if invocation.json:
        emit({"files": [str(path) for path in files]})
    else:
        for path in files:
            invocation.say("said.written", path=path)


@click.command(cls=Command, help="help.audit", epilog="help.audit.examples")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@option("--rules")
@option("--tolerance", default="0.1")
@option("--summary", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def audit(
    invocation: Invocation, files: tuple[Path, ...], rules: str | None, tolerance: str, summary: Path | None
) -> int:
    """Examine filled forms."""
    from decimal import Decimal, InvalidOperation

    from tracker.forms.audit import UnusableForm, audit_files

    try:
        report = audit_files(files, rules=_rules(rules), tolerance=Decimal(tolerance))
    except InvalidOperation as error:
        raise Failure.usage(invocation.words("error.figure", text=tolerance)) from error
    except UnusableForm as error:
        raise Failure.unusable_file(error.sentences(invocation.language)) from error
    if summary is not None:
        from tracker.forms.audit import write_summary

        write_summary(report, summary)
    document = report.to_json(invocation.language)
    if invocation.json:
        emit(document)
    else:
        _print_audit(invocation, document)
    return ATTENTION if any(form["findings"] for form in document["forms"]) else 0


def _print_audit(invocation: Invocation, document: dict[str, Any]) -> None:
    for form in document["forms"]:
        line(f"{form['file']} {form['sheet'] or ''}  {form['total_printed']} / {form['total_computed']}")
        for finding in form["findings"]:
            cells = "、".join(place["cell"] for place in finding["where"] if place["cell"])
            line(f"  [{invocation.words('severity.' + finding['severity'])}] {cells}  {finding['message']}")


@click.group(cls=Group, help="help.rules", epilog="help.rules.examples")
def rules() -> None:
    """The scoring rule sets."""


@rules.command("list", cls=Command, help="help.rules.list", epilog="help.rules.list.examples")
@click.pass_obj
def list_(invocation: Invocation) -> None:
    """The rule sets delivered."""
    from tracker.rules.loading import load_rule_set, rule_set_names

    known = [load_rule_set(name) for name in rule_set_names()]
    if invocation.json:
        emit([{"name": each.name, "version": each.version, "title": each.title} for each in known])
        return
    words = invocation.words
    rows = [[each.name, each.version, each.title] for each in known]
    table(invocation, [words("table.code"), words("table.version"), words("table.name")], rows)


@rules.command(cls=Command, help="help.rules.show", epilog="help.rules.show.examples")
@click.argument("name")
@click.pass_obj
def show(invocation: Invocation, name: str) -> None:
    """One rule set, every field."""
    import msgspec

    document = msgspec.to_builtins(_rules(name), str_keys=True)
    if invocation.json:
        emit(document)
    else:
        for field, value in document.items():
            line(f"{field}: {value}")
