"""``status`` and ``explain``: how things stand, and where a figure comes from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from tracker.cli.failures import Failure
from tracker.cli.family import Command
from tracker.cli.invocation import Invocation
from tracker.cli.output import emit, line, table
from tracker.cli.record import option
from tracker.cli.values import DATE, INSTANT, PERIOD

if TYPE_CHECKING:
    from tracker.corrections import Correction
    from tracker.explained import ExplainedFigure
    from tracker.figures import Figure
    from tracker.labels import Words
    from tracker.reports import StatusReport

FIGURES = ("execution", "appropriated", "received", "disbursed", "balance", "score", "execution_score")
"""What of a project can be explained; as :data:`tracker.figures.Figure`, which is not loaded here."""


@click.command(cls=Command, help="help.status", epilog="help.status.examples")
@option("--as-of", type=DATE)
@option("--known-at", type=INSTANT)
@option("--project")
@click.pass_obj
def status(invocation: Invocation, as_of: str | None, known_at: str | None, project: str | None) -> None:
    """Money and indicators, project by project."""
    from tracker.cli.shapes import contradiction_sentence, status_json
    from tracker.corrections import is_of

    report = invocation.tracker().status(as_of=as_of, known_at=known_at)
    if invocation.json:
        document = status_json(invocation.words, report)
        if project is not None:
            code = project.strip().upper()
            document["projects"] = [each for each in document["projects"] if each["code"] == code]
            document["findings"] = [
                each for each in document["findings"] if is_of(each["where"][0]["subject"], code)
            ]
            document["corrections"] = [
                each for each in document["corrections"] if is_of(each["subject"], code)
            ]
        emit(document)
        return
    _print_head(invocation, report)
    _print_projects(invocation, report) if project is None else _print_indicators(invocation, report, project)
    for found in report.contradictions:
        if project is None or is_of(found.measure.code, project):
            invocation.warn(contradiction_sentence(invocation.words, found))
    late = report.corrections
    _print_corrections(
        invocation, late if project is None else [c for c in late if is_of(c.subject, project)]
    )


def _print_head(invocation: Invocation, report: StatusReport) -> None:
    from tracker.money import percent
    from tracker.sentences import rate_text

    line(
        invocation.words(
            "status.head",
            ledger=report.ledger,
            name=report.name,
            as_of=report.as_of,
            progress=percent(report.days_passed, report.days_of_year),
            rate=rate_text(invocation.words, report.total.execution_rate),
        )
    )


def _print_projects(invocation: Invocation, report: StatusReport) -> None:
    from tracker.money import grouped_yuan
    from tracker.sentences import rate_text

    words = invocation.words
    rows = [
        [
            project.code,
            (project.name or project.goal)[:24],
            grouped_yuan(project.money.adjusted),
            grouped_yuan(project.money.disbursed),
            grouped_yuan(project.money.balance),
            rate_text(words, project.money.execution_rate),
            _counts(invocation, [standing.status for standing in project.indicators]),
        ]
        for project in report.projects
    ]
    whole = report.total
    figures = [grouped_yuan(fen) for fen in (whole.adjusted, whole.disbursed, whole.balance)]
    rows.append([words("table.total"), "", *figures, rate_text(words, whole.execution_rate), ""])
    names = ["code", "name", "appropriated", "disbursed", "balance", "rate", "status"]
    if whole.reserved:
        names.insert(4, "reserved")
        for row, money in zip(rows, [*(project.money for project in report.projects), whole], strict=True):
            row.insert(4, grouped_yuan(money.reserved))
    table(invocation, [words(f"table.{name}") for name in names], rows, right=range(2, len(names) - 1))


def _print_corrections(invocation: Invocation, corrections: Sequence[Correction]) -> None:
    """What was entered after its books had been closed; nothing where there is none."""
    if not corrections:
        return
    from tracker.labels import words as words_of
    from tracker.money import grouped_yuan

    words = words_of(invocation.language, "desk")
    rows = [
        [
            str(one.position),
            words(f"event.{one.type}"),
            one.subject,
            one.occurred_on,
            one.recorded_at[:10],
            "" if one.amount_fen is None else grouped_yuan(one.amount_fen),
            one.reason,
        ]
        for one in corrections
    ]
    names = ("position", "type", "subject", "occurred_on", "recorded_at", "amount", "reason")
    headings = [words(f"table.{name}") for name in names]
    table(invocation, headings, rows, right=(0, 5), title=words("status.corrections"))


def _counts(invocation: Invocation, statuses: list[str]) -> str:
    order = ("over", "short", "unreported", "met", "pending")
    return " ".join(
        f"{invocation.words(f'status.{status}')}{statuses.count(status)}"
        for status in order
        if status in statuses
    )


def _print_indicators(invocation: Invocation, report: StatusReport, code: str) -> None:
    from tracker.decisions.state import Refusal
    from tracker.sentences import actual_text, target_text

    words = invocation.words
    found = next((project for project in report.projects if project.code == code.strip().upper()), None)
    if found is None:
        raise Refusal("unknown_project", project=code, nearest=None)
    rows = [
        [
            standing.measure.code,
            standing.measure.name,
            target_text(words, standing.measure.target),
            actual_text(words, standing.actual),
            words(f"status.{standing.status}"),
        ]
        for standing in found.indicators
    ]
    names = ("code", "name", "target", "actual", "status")
    table(
        invocation,
        [words(f"table.{name}") for name in names],
        rows,
        right=(2, 3),
        title=found.name or found.goal,
    )


@click.command(cls=Command, help="help.explain", epilog="help.explain.examples")
@click.argument("code")
@click.argument("what", required=False, type=click.Choice(FIGURES))
@option("--period", type=PERIOD)
@option("--as-of", type=DATE)
@option("--known-at", type=INSTANT)
@click.pass_obj
def explain(
    invocation: Invocation,
    code: str,
    what: Figure | None,
    period: str | None,
    as_of: str | None,
    known_at: str | None,
) -> None:
    """The events behind a figure."""
    from tracker.cli.shapes import explained_json

    if what not in (None, "score") and "." in code:
        raise Failure.usage(invocation.words("error.execution_of_project", text=code))
    tracker = invocation.tracker()
    figure = tracker.explain(code, period, what=what or "execution", as_of=as_of, known_at=known_at)
    with tracker.view(as_of=as_of, known_at=known_at) as (_, view):
        target = view.plan.target_of(figure.figure)
    if invocation.json:
        emit(explained_json(score_words(invocation), figure, target))
    else:
        _print_figure(invocation, figure)


def score_words(invocation: Invocation) -> Words:
    """The words, with those that tell how points came about."""
    from tracker.labels import words

    return words(invocation.words.language, "scores")


def _print_parts(invocation: Invocation, words: Words, figure: ExplainedFigure) -> None:
    from tracker.sentences import actual_text

    columns = [words(f"table.{name}") for name in ("code", "name", "actual")]
    rows = [
        [part.project, part.name or words("score.execution_row"), actual_text(words, part.actual)]
        + ([str(part.points.weight), str(part.points.earned)] if part.points is not None else [])
        for part in figure.parts
    ]
    if figure.points is not None:
        columns += [words("table.weight"), words("table.points")]
    table(invocation, columns, rows, right=(2, 3, 4))


SHOWN_EVENTS = 1_000
"""So many of the latest events are printed for people; ``--json`` gives all of them."""


def _figure_name(words: Words, figure: ExplainedFigure) -> str:
    """Whose figure it is, which one in the words of the screen, and of which months."""
    code, _, what = figure.figure.partition(" ")
    name = words(f"figure.{what}") if what else ""
    return " ".join(filter(None, (code, name, figure.period)))


def _print_figure(invocation: Invocation, figure: ExplainedFigure) -> None:
    from tracker.labels import words as words_in
    from tracker.money import grouped_yuan
    from tracker.sentences import actual_text, step_sentence

    words, points = words_in(invocation.language, "desk", "scores"), figure.points
    shown = actual_text(words, figure.actual) if points is None else f"{points.earned} / {points.weight}"
    line(f"{_figure_name(words, figure)} = {shown}")
    line(words(f"rule.{figure.rule}"))
    for step in figure.steps:
        line(step_sentence(words, step))
    if figure.parts:
        _print_parts(invocation, words, figure)
    rows = [
        [
            str(event.position),
            words(f"event.{event.type}"),
            event.occurred_on,
            "" if event.amount_fen is None else grouped_yuan(event.amount_fen),
            "" if event.people is None else str(event.people),
            event.id,
        ]
        for event in figure.events[-SHOWN_EVENTS:]
    ]
    names = ("position", "type", "occurred_on", "amount", "people", "id")
    table(invocation, [words(f"table.{name}") for name in names], rows, right=(0, 3, 4))
    if len(figure.events) > SHOWN_EVENTS:
        line(words("said.earlier_events", count=len(figure.events) - SHOWN_EVENTS))
