"""``selfeval`` and ``evidence``: what the year's self-evaluation lacks, handing it in, and what it rests on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.failures import Failure
from tracker.cli.family import Command, Group, Option
from tracker.cli.forms import form_formats, log_json, say_written, tell_comparison, writing
from tracker.cli.invocation import Invocation
from tracker.cli.output import emit, line, table
from tracker.cli.record import KEY, NOTE, ON, option, submit
from tracker.cli.scoring import chosen_rules
from tracker.cli.values import PERIOD

if TYPE_CHECKING:
    from tracker.evidence import EvidenceFiles
    from tracker.forms.selfevaluation import ProjectResult
    from tracker.projections.ledger_view import Submission

OUT = click.Path(path_type=Path, file_okay=False)


@click.group(cls=Group, help="help.selfeval", epilog="help.selfeval.examples")
def selfeval() -> None:
    """The life of the self-evaluation."""


@selfeval.command(cls=Command, help="help.selfeval.status", epilog="help.selfeval.status.examples")
@option("--rules")
@click.pass_obj
def status(invocation: Invocation, rules: str | None) -> None:
    """What is missing, project by project."""
    from tracker.submitting import stage_of, submission_of
    from tracker.year_end import evaluate_year

    tracker = invocation.tracker()
    submission = submission_of(tracker)
    evaluation = evaluate_year(tracker, chosen_rules(rules))
    document = {
        "stage": stage_of(submission),
        "submission": _submission_json(submission),
        "rules": evaluation.rules.key,
        "incomplete": evaluation.incomplete,
        "missing": len(evaluation.missing),
        "projects": [_project_json(invocation, each) for each in evaluation.projects],
        "department": evaluation.department and _project_json(invocation, evaluation.department),
        "log": log_json(evaluation),
    }
    if invocation.json:
        emit(document)
    else:
        _print_status(invocation, document)


def _project_json(invocation: Invocation, project: ProjectResult) -> dict[str, Any]:
    from tracker.submitting import without_evidence

    english = invocation.language == "en"
    return {
        "code": project.facts.code,
        "name": project.facts.name,
        "total": str(project.total),
        "grade": project.grade,
        "incomplete": project.incomplete,
        "missing": [
            {
                "kind": each.kind,
                "subject": each.subject,
                "message": each.message_en if english else each.message,
            }
            for each in project.missing
        ],
        "without_evidence": list(without_evidence(project)),
    }


def _submission_json(submission: Submission | None) -> dict[str, Any] | None:
    if submission is None:
        return None
    fact = submission.fact
    return {
        "event": submission.id,
        "position": submission.position,
        "on": submission.occurred_on,
        "by": submission.actor,
        "as_of": fact.as_of,
        "rules": f"{fact.rules}/{fact.rules_version}",
        "missing": fact.missing,
        "files": [{"name": each.name, "sha256": each.sha256} for each in fact.files],
        "log": {"position": fact.log_position, "hash": fact.log_hash},
        "reopened": submission.reopened,
    }


def _print_status(invocation: Invocation, document: dict[str, Any]) -> None:
    from tracker.sentences import grade_text

    words, handed_in = invocation.words, document["submission"] or {}
    line(words(f"selfeval.{document['stage']}", on=handed_in.get("on"), position=handed_in.get("position"),
               reason=handed_in.get("reopened")))  # fmt: skip
    for project in (*document["projects"], *filter(None, [document["department"]])):
        grade = grade_text(words, project["grade"])
        line(f"{project['code']} {project['name'] or ''}  {project['total']} {grade}")
        for each in project["missing"]:
            line(f"  {each['subject']}  {each['message']}")
        if project["without_evidence"]:
            line(f"  {words('selfeval.without_evidence', codes=words.listed(project['without_evidence']))}")
    line(
        words("said.missing", count=document["missing"])
        if document["missing"]
        else words("selfeval.complete")
    )


@selfeval.command("submit", cls=Command, help="help.selfeval.submit", epilog="help.selfeval.submit.examples")
@option("--out", type=OUT, required=True)
@option("--format", "formats", default="xlsx,docx,json")
@option("--rules")
@option("--draft", is_flag=True)
@click.pass_obj
def submit_(invocation: Invocation, out: Path, formats: str, rules: str | None, draft: bool) -> None:
    """Write the forms and freeze them."""
    from tracker.forms.printing import NoPdf
    from tracker.submitting import hand_in

    wanted = form_formats(invocation, formats)
    try:
        tracker = invocation.tracker()
        with writing(invocation):
            done = hand_in(tracker, chosen_rules(rules), out, wanted, draft=draft)
    except NoPdf as error:
        raise Failure.unusable_file([str(error)]) from error
    event = done.outcome.event
    if not invocation.json:
        say_written(invocation, list(done.files))
        invocation.say("said.recorded", position=event.position, type=event.type, on=event.occurred_on)
        return
    from events.types.evaluation import SelfEvaluationSubmitted

    fact = event.fact
    assert isinstance(fact, SelfEvaluationSubmitted)
    emit({
        "event": event.id,
        "position": event.position,
        "hash": event.hash,
        "rules": done.evaluation.rules.key,
        "missing": fact.missing,
        "files": [{"path": str(path), "name": each.name, "sha256": each.sha256}
                  for path, each in zip(done.files, fact.files, strict=True)],
        "log": log_json(done.evaluation),
    })  # fmt: skip


@selfeval.command(cls=Command, help="help.selfeval.reopen", epilog="help.selfeval.reopen.examples")
@option("--reason", required=True)
@KEY
@click.pass_obj
def reopen(invocation: Invocation, reason: str, key: str | None) -> None:
    """Take back what was handed in."""
    from tracker.requests import ReopenEvaluation

    submit(invocation, ReopenEvaluation(reason=reason), key)


@selfeval.command(cls=Command, help="help.selfeval.compare", epilog="help.selfeval.compare.examples")
@option("--out", type=OUT)
@option("--rules")
@click.pass_obj
def compare(invocation: Invocation, out: Path | None, rules: str | None) -> None:
    """What was handed in beside how it would be today."""
    from tracker.rules.loading import RuleSetError
    from tracker.submitting import since_handed_in

    try:
        compared = since_handed_in(invocation.tracker(), chosen_rules(rules))
    except RuleSetError as error:
        raise Failure(3, error.problems) from error
    tell_comparison(invocation, compared, out)


@click.group(cls=Group, help="help.evidence", epilog="help.evidence.examples")
def evidence() -> None:
    """The documents figures rest on."""


@evidence.command(cls=Command, help="help.evidence.add", epilog="help.evidence.add.examples")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@option("--indicator", required=True)
@option("--period", type=PERIOD)
@click.option("--name", cls=Option, help="help.option.document-name")
@NOTE
@ON
@KEY
@click.pass_obj
def add(
    invocation: Invocation,
    file: Path,
    indicator: str,
    period: str | None,
    name: str | None,
    note: str | None,
    on: str | None,
    key: str | None,
) -> None:
    """Keep a file by its hash and attach it to an indicator, or to a project's money."""
    from tracker.evidence import described
    from tracker.requests import AttachEvidence

    found = described(file)
    request = AttachEvidence(
        indicator=indicator,
        name=name or file.name,
        sha256=found.sha256,
        size_bytes=found.size_bytes,
        period=period,
        note=note,
        on=on,
    )
    tracker = invocation.tracker()
    if key is None:
        tracker.preview(request)
    evidence_of(invocation).keep(file)
    submit(invocation, request, key)


@evidence.command("list", cls=Command, help="help.evidence.list", epilog="help.evidence.list.examples")
@option("--indicator")
@click.pass_obj
def list_(invocation: Invocation, indicator: str | None) -> None:
    """What is attached to what, and whether it is still there."""
    files = evidence_of(invocation)
    wanted = indicator.strip().upper() if indicator else None
    with invocation.tracker().view(as_of="9999-12-31") as (_, view):
        rows = sorted((row for rows in view.evidence.values() for row in rows), key=lambda row: row.position)
    found = [
        {
            "indicator": row.fact.indicator,
            "period": row.fact.period,
            "name": row.fact.name,
            "sha256": row.fact.sha256,
            "size_bytes": row.fact.size_bytes,
            "note": row.fact.note,
            "event": row.id,
            "position": row.position,
            "on": row.occurred_on,
            "kept": files.holds(row.fact.sha256),
            "path": str(files.path_of(row.fact.sha256)),
        }
        for row in rows
        if wanted is None or wanted in (row.fact.indicator, row.fact.indicator.partition(".")[0])
    ]
    if invocation.json:
        emit(found)
    else:
        _print_evidence(invocation, found)


def _print_evidence(invocation: Invocation, found: list[dict[str, Any]]) -> None:
    words = invocation.words
    rows = [
        [
            each["indicator"],
            each["period"] or "",
            each["name"],
            each["sha256"][:12],
            words("evidence.kept" if each["kept"] else "evidence.missing"),
        ]
        for each in found
    ]
    names = ("code", "period", "name", "sha256", "status")
    table(invocation, [words(f"table.{name}") for name in names], rows)


def evidence_of(invocation: Invocation) -> EvidenceFiles:
    """The directory with the evidence of this run's store."""
    from tracker.bootstrap import store_url
    from tracker.evidence import evidence_files

    return evidence_files(store_url(invocation.db))
