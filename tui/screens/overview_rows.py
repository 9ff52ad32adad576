"""The first page's values as rows and sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from rich.cells import cell_len

from tracker.labels import Language, Words
from tracker.money import half_up
from tracker.sentences import actual_text, alert_sentence, rate_text, target_text
from tui.formatting import STATUS_SIGNS, in_thousands, wide_money
from tui.widgets.figures import Figure
from tui.widgets.lines import Row, Tone

if TYPE_CHECKING:
    from tracker.desk import Deadline, GridCell, GridRow
    from tracker.explain import MoneyFigure
    from tracker.projections.ledger_view import Alert
    from tracker.projections.positions import ProjectMoney
    from tracker.reports import ProjectStanding, StatusReport
    from tracker.service import AlertReport

AMOUNT_DIGITS = (18, 14, 12, 10, 9)
"""Amounts longer than these are shown in large units: the first that lets the line hold them."""

LIGHTS: dict[str, Tone] = {"normal": "good", "attention": "warn", "slow": "bad", "none": "muted"}


def project_rows(say: Words, report: StatusReport) -> Iterator[tuple[str, Row]]:
    """Code, name, paid of budget with percent, indicators met, and the light."""
    for project in report.projects:
        shown = light_of(report, project)
        yield (
            project.code,
            (
                project.code,
                project.name or project.goal,
                paid_of_budget(say, project),
                f"{sum(i.status == 'met' for i in project.indicators)}/{len(project.indicators)}",
                (say(f"light.{shown}"), LIGHTS[shown]),
            ),
        )


def paid_of_budget(say: Words, project: ProjectStanding) -> str:
    """Actual, percent and goal in one cell: ``124.50万 [50.00% / 249.00万]``."""
    money = project.money
    if not money.adjusted:
        return say("overview.no_money")
    paid, budget = (in_thousands(fen, say.language) for fen in (money.disbursed, money.adjusted))
    rate = half_up(Fraction(money.disbursed, money.adjusted) * 100, 1)
    return f"{paid:>9} [{rate:>5}%/{budget}]"


def light_of(report: StatusReport, project: ProjectStanding) -> str:
    """Execution against time progress: ahead of it or level, up to ten points behind, or more."""
    rate = project.money.execution_rate
    if rate is None:
        return "none"
    gap = Fraction(report.days_passed, report.days_of_year) - rate
    return "normal" if gap <= 0 else "attention" if gap <= Fraction(1, 10) else "slow"


def alert_rows(say: Words, alerts: Sequence[AlertReport]) -> Iterator[tuple[str, Row]]:
    """Open alerts, the most urgent first, and within that the oldest."""
    order = {"urgent": 0, "warning": 1, "info": 2}
    for report in sorted(alerts, key=lambda it: (order.get(it.alert.level, 3), it.alert.period or "")):
        alert = report.alert
        tone: Tone = "bad" if alert.level == "urgent" else "warn"
        seen = f"({say('alert.seen')}) " if alert.acknowledged_by else ""
        if alert.handed_to:
            seen = f"({say('alert.with', to=alert.handed_to)}) "
        yield (
            alert.id,
            (
                (say(f"level.{alert.level}"), tone),
                alert.subject,
                alert.period or "",
                seen + message_of(say, report),
            ),
        )


def message_of(say: Words, report: AlertReport) -> str:
    """What is wrong, in short."""
    standing = report.standing
    if standing is None:
        return (
            alert_sentence(say, report.alert.opened)
            if report.alert.kind != "timeliness"
            else say("alert.gone")
        )
    if standing.status == "unreported":
        return say(
            "alert.short.unreported",
            name=standing.measure.name,
            target=target_text(say, standing.measure.target),
        )
    value = actual_text(say, standing.actual)
    return say(
        "alert.short.missed",
        name=standing.measure.name,
        value=value,
        target=target_text(say, standing.measure.target),
    )


def todo_of(report: AlertReport) -> str:
    """The word for what can be done about an alert."""
    if report.alert.kind != "timeliness":
        return f"todo.{report.alert.kind}"
    unreported = report.standing is not None and report.standing.status == "unreported"
    return "todo.unreported" if unreported else "todo.missed"


def about_alert(alert: Alert) -> dict[str, str]:
    """What a form may start from: the alert's indicator, project and month, where its subject is one."""
    code = alert.subject
    if code[:1] not in ("P", "D") or not code[1:2].isdigit():
        return {}
    about = {"project": code.partition(".")[0]} | ({"indicator": code} if "." in code else {})
    return about | ({"period": alert.period} if alert.period else {})


def deadline_text(say: Words, deadlines: Sequence[Deadline]) -> str:
    """The next deadline, by working day."""
    return "\n".join(
        say("overview.deadline", month=it.month, on=it.on, days=it.working_days_left, wanting=it.wanting)
        for it in deadlines[:4]
    )


def cell_text(say: Words, row: GridRow, cell: GridCell) -> str:
    """One cell of the grid in words: sign, verdict, value with its parts, target."""
    parts = ""
    if cell.actual is not None and cell.actual.numerator is not None and cell.actual.denominator is not None:
        both = (cell.actual.numerator, cell.actual.denominator)
        parts = f" ({'/'.join(_part(each, cell.actual.kind, say.language) for each in both)})"
    verdict = f"{STATUS_SIGNS[cell.status]}{say(f'check.{cell.status}')}"
    value = actual_text(say, cell.actual)
    target = f"{say('table.target')} {target_text(say, row.measure.target)}"
    return f"{row.measure.code} {cell.month} {verdict} {value}{parts} {target} {row.measure.name}"


def _part(figure: Fraction, kind: str, language: Language) -> str:
    return (
        wide_money(int(figure), 14, language)
        if kind == "money"
        else half_up(figure, 0 if figure.denominator == 1 else 2)
    )


def money_figures(say: Words, money: ProjectMoney, width: int) -> list[Figure]:
    """Budget, received, paid, balance and execution; as many of the amounts in full as the line holds."""
    for digits in AMOUNT_DIGITS:
        figures = _figures(say, money, digits)
        if sum(cell_len(f"{figure.word} {figure.value} ") for figure in figures) < width:
            break
    return figures


def _figures(say: Words, money: ProjectMoney, digits: int) -> list[Figure]:
    amounts: tuple[tuple[MoneyFigure, int], ...] = (
        ("appropriated", money.adjusted),
        ("received", money.received),
        ("disbursed", money.disbursed),
        ("balance", money.balance),
    )
    shown = [
        Figure(what, say(f"figure.{what}"), wide_money(fen, digits, say.language)) for what, fen in amounts
    ]
    return [*shown, Figure("execution", say("figure.execution"), rate_text(say, money.execution_rate))]
