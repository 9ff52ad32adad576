"""``record`` and ``reverse``: what people write into the log."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tracker.cli.failures import Failure
from tracker.cli.family import Command, Group, Option
from tracker.cli.invocation import Invocation
from tracker.cli.output import emit
from tracker.cli.values import AMOUNT, COUNT, DATE, FIGURE, LINES, PERIOD, words_of

if TYPE_CHECKING:
    from events.types.indicators import Cause, Likelihood
    from tracker.requests import Request

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

KINDS = {
    "initial": "年初",
    "supplement": "追加",
    "reduction": "追减",
    "transfer": "调剂",
    "carryover": "结转",
}
SOURCES = {
    "general": "一般公共预算",
    "transfer_payment": "上级转移支付",
    "government_fund": "政府性基金",
    "fiscal_account": "财政专户",
    "own": "单位/其他",
}
CATEGORIES = {"three_public": "三公", "operating": "机关运行经费"}
CAUSES = {
    "funding": "经费保障",
    "system": "制度保障",
    "staff": "人员保障",
    "hardware": "硬件条件保障",
    "other": "其他",
}
LIKELIHOODS = {"certain": "确定能", "possible": "有可能", "impossible": "完全不可能"}
BANDS = {"met": "达成", "partly": "部分达成", "missed": "未达成"}


class Choice(click.ParamType[str]):
    """A fixed word, in English or in the office's Chinese."""

    name = "choice"

    def __init__(self, chinese: dict[str, str]) -> None:
        self.chinese = chinese

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The English word; fails for one that is not offered."""
        for word, name in self.chinese.items():
            if value.lower().replace("-", "_") == word or value == name:
                return word
        words = words_of(ctx)
        zh = words.language == "zh"
        offered = words.listed(f"{word}（{name}）" if zh else word for word, name in self.chinese.items())
        return self.fail(words("error.choice", text=value, offered=offered), param, ctx)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """The words offered."""
        return "|".join(self.chinese)


def option(*names: str, **keywords: Any) -> Callable[[Decorated], Decorated]:
    """An option whose help is the label ``help.option.<name>``."""
    name = names[0].lstrip("-")
    return click.option(*names, cls=Option, help=f"help.option.{name}", **keywords)


ON = option("--on", type=DATE)
KEY = option("--key")
NOTE = option("--note")
LATE = option("--late")


def in_bulk(kind: str) -> Callable[[Decorated], Decorated]:
    """``--from FILE`` records one fact a row, ``--template`` prints the file's headers; both end the command."""

    def template(context: click.Context, _: click.Parameter, wanted: bool) -> None:
        if wanted and not context.resilient_parsing:
            from tracker.cli.bulk import print_template

            print_template(context)

    def read(context: click.Context, _: click.Parameter, file: str | None) -> None:
        if file is not None and not context.resilient_parsing:
            from tracker.cli.bulk import record_file

            record_file(context, kind, file)

    def decorate(function: Decorated) -> Decorated:
        early: dict[str, Any] = {"is_eager": True, "expose_value": False}
        function = option("--template", is_flag=True, callback=template, **early)(function)
        return option("--from", callback=read, type=click.Path(dir_okay=False), **early)(function)

    return decorate


def submit(invocation: Invocation, request: Request, key: str | None) -> None:
    """Record a request and say what became of it."""
    from tracker.cli.shapes import outcome_json
    from tracker.sentences import notice_sentence

    if invocation.collected is not None:  # a row of a file: recorded with the others, or not at all
        invocation.collected.append((request, key))
        return
    outcome = invocation.tracker().record(request, key=key)
    words, event = invocation.words, outcome.event
    if invocation.json:
        emit(outcome_json(words, outcome))
    elif outcome.repeated:
        invocation.say("said.repeated", position=event.position)
    else:
        invocation.say("said.recorded", position=event.position, type=event.type, on=event.occurred_on)
        print(f"  {event.id}  {event.hash[:12]}", file=sys.stdout)
    for notice in outcome.warnings:
        invocation.warn(notice_sentence(words, notice))


@click.group(cls=Group, help="help.record", epilog="help.record.examples")
def record() -> None:
    """Write a fact into the log."""


@record.command(cls=Command, help="help.record.appropriation", epilog="help.record.appropriation.examples")
@in_bulk("appropriation")
@option("--project", required=True)
@option("--amount", type=AMOUNT, required=True)
@option("--kind", type=Choice(KINDS), default="initial")
@option("--source", type=Choice(SOURCES), default="general")
@option("--to")
@option("--doc")
@ON
@NOTE
@LATE
@KEY
@click.pass_obj
def appropriation(
    invocation: Invocation,
    project: str,
    amount: int,
    kind: Any,
    source: Any,
    to: str | None,
    doc: str | None,
    on: str | None,
    note: str | None,
    late: str | None,
    key: str | None,
) -> None:
    """Money granted, taken away or moved."""
    from tracker.requests import RecordAppropriation

    request = RecordAppropriation(
        project=project,
        amount_fen=amount,
        kind=kind,
        source=source,
        to_project=to,
        document=doc,
        note=note,
        late=late,
        on=on,
    )
    submit(invocation, request, key)


@record.command(cls=Command, help="help.record.receipt", epilog="help.record.receipt.examples")
@in_bulk("receipt")
@option("--project", required=True)
@option("--amount", type=AMOUNT, required=True)
@option("--source", type=Choice(SOURCES), default="general")
@option("--doc")
@ON
@NOTE
@LATE
@KEY
@click.pass_obj
def receipt(
    invocation: Invocation,
    project: str,
    amount: int,
    source: Any,
    doc: str | None,
    on: str | None,
    note: str | None,
    late: str | None,
    key: str | None,
) -> None:
    """Money that arrived."""
    from tracker.requests import RecordReceipt

    request = RecordReceipt(
        project=project, amount_fen=amount, source=source, document=doc, note=note, late=late, on=on
    )
    submit(invocation, request, key)


@record.command(cls=Command, help="help.record.disbursement", epilog="help.record.disbursement.examples")
@in_bulk("disbursement")
@option("--project", required=True)
@option("--amount", type=AMOUNT, required=True)
@option("--due", type=DATE)
@option("--paid", type=DATE)
@option("--people-due", type=COUNT)
@option("--people-paid", type=COUNT)
@option("--voucher")
@option("--payee")
@option("--source", type=Choice(SOURCES))
@option("--classification")
@option("--category", type=Choice(CATEGORIES))
@option("--reissue-of")
@option("--reissue-lines", type=LINES)
@option("--allow-over")
@ON
@NOTE
@LATE
@KEY
@click.pass_obj
def disbursement(invocation: Invocation, /, key: str | None, **typed: Any) -> None:
    """Money paid."""
    from tracker.requests import RecordDisbursement

    on, paid = typed.pop("on"), typed.pop("paid")
    if on is not None and paid is not None and on != paid:
        raise Failure.usage(invocation.words("error.on_and_paid"))
    request = RecordDisbursement(
        amount_fen=typed.pop("amount"), due_on=typed.pop("due"), paid_on=paid or on, **typed
    )
    submit(invocation, request, key)


@record.command("return", cls=Command, help="help.record.return", epilog="help.record.return.examples")
@option("--of", required=True)
@option("--amount", type=AMOUNT, required=True)
@option("--people", type=COUNT)
@ON
@NOTE
@LATE
@KEY
@click.pass_obj
def return_(
    invocation: Invocation,
    of: str,
    amount: int,
    people: int | None,
    on: str | None,
    note: str | None,
    late: str | None,
    key: str | None,
) -> None:
    """A payment that came back."""
    from tracker.requests import RecordReturn

    request = RecordReturn(of=of, amount_fen=amount, people=people, note=note, late=late, on=on)
    submit(invocation, request, key)


@record.command(cls=Command, help="help.record.measurement", epilog="help.record.measurement.examples")
@in_bulk("measurement")
@option("--indicator", required=True)
@option("--period", type=PERIOD, required=True)
@option("--numerator", type=FIGURE)
@option("--denominator", type=FIGURE)
@option("--value", type=FIGURE)
@option("--band", type=Choice(BANDS))
@option("--share", type=FIGURE)
@option("--evidence")
@option("--allow-over")
@ON
@LATE
@KEY
@click.pass_obj
def measurement(
    invocation: Invocation,
    indicator: str,
    period: str,
    numerator: tuple[str, str | None] | None,
    denominator: tuple[str, str | None] | None,
    value: tuple[str, str | None] | None,
    band: Any,
    share: tuple[str, str | None] | None,
    evidence: str | None,
    allow_over: str | None,
    on: str | None,
    late: str | None,
    key: str | None,
) -> None:
    """An indicator's actual value."""
    from tracker.requests import RecordMeasurement

    ways = [numerator is not None and denominator is not None, value is not None, band is not None]
    halves = (numerator is None) != (denominator is None)
    if sum(ways) != 1 or halves or (share is not None and band is None):
        raise Failure.usage(invocation.words("error.one_measure"))
    request = RecordMeasurement(
        indicator=indicator,
        period=period,
        numerator=numerator[0] if numerator else None,
        denominator=denominator[0] if denominator else None,
        value=value[0] if value else None,
        unit=value[1] if value else None,
        band=band,
        share=share[0] if share else None,
        evidence=evidence,
        allow_over=allow_over,
        late=late,
        on=on,
    )
    submit(invocation, request, key)


@record.command(cls=Command, help="help.record.deviation", epilog="help.record.deviation.examples")
@option("--indicator", required=True)
@option("--reason", required=True)
@option("--measure", required=True)
@click.option("--class", "cause", cls=Option, help="help.option.cause", type=Choice(CAUSES))
@option("--likelihood", type=Choice(LIKELIHOODS))
@ON
@KEY
@click.pass_obj
def deviation(
    invocation: Invocation,
    indicator: str,
    reason: str,
    measure: str,
    cause: Cause | None,
    likelihood: Likelihood | None,
    on: str | None,
    key: str | None,
) -> None:
    """Why an indicator deviates, and what will be done."""
    from tracker.requests import ExplainDeviation

    request = ExplainDeviation(
        indicator=indicator, reason=reason, measure=measure, cause=cause, likelihood=likelihood, on=on
    )
    submit(invocation, request, key)


@click.command(cls=Command, help="help.reverse", epilog="help.reverse.examples")
@click.argument("event")
@option("--reason", required=True)
@KEY
@click.pass_obj
def reverse(invocation: Invocation, event: str, reason: str, key: str | None) -> None:
    """Undo a recorded event by a new one."""
    from tracker.requests import Reverse

    submit(invocation, Reverse(event=event, reason=reason), key)
