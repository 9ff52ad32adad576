"""``audit`` and ``rules``: other people's forms, and the rule sets that score them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.failures import Failure
from tracker.cli.family import Command, Group
from tracker.cli.invocation import Invocation
from tracker.cli.output import emit, line, table
from tracker.cli.oversight import ATTENTION
from tracker.cli.progress import counting
from tracker.cli.record import option
from tracker.cli.values import DATE

if TYPE_CHECKING:
    from decimal import Decimal

    from tracker.rules.rule_set import RuleSet


def chosen_rules(name: str | None) -> RuleSet | None:
    """The rule set of a name or file, None where none was named; refused where nobody knows the name."""
    from tracker.rules.loading import RuleSetError, load_rule_set

    try:
        return load_rule_set(name) if name else None
    except RuleSetError as error:
        is_file = Path(name or "").suffix.lower() == ".toml"
        raise Failure(4 if is_file else 3, error.problems) from error


def _named_rules(name: str) -> RuleSet:
    rules = chosen_rules(name)
    assert rules is not None, "a name was given"
    return rules


@click.command(cls=Command, help="help.audit", epilog="help.audit.examples")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@option("--rules")
@option("--tolerance", default="0.1")
@option("--summary", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def audit(
    invocation: Invocation, files: tuple[Path, ...], rules: str | None, tolerance: str, summary: Path | None
) -> int:
    """Examine filled forms, in files or in whole folders."""
    from tracker.forms.audit import UnusableForm, audit_files, files_in, write_summary

    allowed = _tolerance(invocation, tolerance)
    try:
        found = tuple(
            path for path in files_in(files) if summary is None or path.resolve() != summary.resolve()
        )
        with counting(invocation.words("said.auditing"), len(found)) as tell:
            report = audit_files(found, rules=chosen_rules(rules), tolerance=allowed, tell=tell)
    except UnusableForm as error:
        raise Failure.unusable_file(error.sentences(invocation.language)) from error
    if not report.forms:
        named = invocation.words.listed(str(path) for path in files)
        raise Failure.unusable_file([invocation.words("error.no_forms", path=named)])
    if summary is not None:
        summary.parent.mkdir(parents=True, exist_ok=True)
        write_summary(report, summary)
    document = report.to_json(invocation.language)
    if invocation.json:
        emit(document)
    else:
        _print_audit(invocation, document)
    for problem in report.problems:
        invocation.warn(f"{problem.file}: {problem.sentence(invocation.language)}")
    return ATTENTION if report.has_findings or report.problems else 0


def _tolerance(invocation: Invocation, text: str) -> Decimal:
    from decimal import Decimal, InvalidOperation

    try:
        found = Decimal(text)
    except InvalidOperation as error:
        raise Failure.usage(invocation.words("error.figure", text=text)) from error
    if not found.is_finite() or found < 0:
        raise Failure.usage(invocation.words("error.tolerance", text=text))
    return found


def _print_audit(invocation: Invocation, document: dict[str, Any]) -> None:
    for form in document["forms"]:
        printed, computed = (form[key] or "—" for key in ("total_printed", "total_computed"))
        line(f"{form['file']} {form['sheet'] or ''}  {printed} / {computed}")
        for finding in form["findings"]:
            cells = invocation.words.listed(place["cell"] for place in finding["where"] if place["cell"])
            line(f"  [{invocation.words('severity.' + finding['severity'])}] {cells}  {finding['message']}")


@click.group(cls=Group, help="help.rules", epilog="help.rules.examples")
def rules() -> None:
    """The scoring rule sets."""


@rules.command("list", cls=Command, help="help.rules.list", epilog="help.rules.list.examples")
@click.pass_obj
def list_(invocation: Invocation) -> None:
    """The rule sets delivered."""
    from tracker.rules.loading import load_rule_set, rule_set_names
    from tracker.sentences import rules_text

    known = [load_rule_set(name) for name in rule_set_names()]
    if invocation.json:
        emit([{"name": each.name, "version": each.version, "title": each.title} for each in known])
        return
    words = invocation.words
    rows = [[each.name, each.version, rules_text(words, each)] for each in known]
    table(invocation, [words("table.code"), words("table.version"), words("table.name")], rows)


@rules.command(cls=Command, help="help.rules.show", epilog="help.rules.show.examples")
@click.argument("name")
@click.pass_obj
def show(invocation: Invocation, name: str) -> None:
    """One rule set, every field."""
    import msgspec

    document = msgspec.to_builtins(_named_rules(name), str_keys=True)
    if invocation.json:
        emit(document)
    else:
        for field, value in document.items():
            line(f"{field}: {value}")


@rules.command(cls=Command, help="help.rules.check", epilog="help.rules.check.examples")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def check(invocation: Invocation, file: Path) -> int:
    """Whether a bureau's own rule file can be used."""
    from tracker.rules.loading import RuleSetError, parse_rule_set
    from tracker.sentences import rules_text

    found: RuleSet | None = None
    problems: tuple[str, ...] = ()
    try:
        found = parse_rule_set(_text(invocation, file), origin=file.name)
    except RuleSetError as error:
        problems = error.problems
    if invocation.json:
        emit({"file": str(file), "ok": not problems, "rules": found.key if found else None,
              "problems": list(problems)})  # fmt: skip
    elif found is not None:
        invocation.say(
            "said.rules_hold",
            key=found.key,
            title=rules_text(invocation.words, found),
        )
    for problem in problems if not invocation.json else ():
        line(problem)
    return ATTENTION if problems else 0


def _text(invocation: Invocation, file: Path) -> str:
    content = file.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Failure.unusable_file([invocation.words("error.not_utf8", path=file)]) from error


@rules.command(cls=Command, help="help.rules.compare", epilog="help.rules.compare.examples")
@click.argument("one")
@click.argument("other")
@option("--out", type=click.Path(path_type=Path, file_okay=False))
@option("--as-of", type=DATE)
@click.pass_obj
def compare(invocation: Invocation, one: str, other: str, out: Path | None, as_of: str | None) -> None:
    """The same year under two rule sets, side by side."""
    from tracker.cli.forms import tell_comparison
    from tracker.forms.comparison import compare as side_by_side
    from tracker.forms.selfevaluation import evaluate
    from tracker.year_end import unit_facts

    first, second = _named_rules(one), _named_rules(other)
    facts = unit_facts(invocation.tracker(), as_of=as_of)
    tell_comparison(invocation, side_by_side(evaluate(facts, first), evaluate(facts, second)), out)
