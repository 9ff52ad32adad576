"""Many facts from one file: a row each, its columns the options of the command, in Chinese or in English."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.cli.failures import Failure, as_failure
from tracker.cli.invocation import Invocation
from tracker.cli.output import emit
from tracker.cli.shapes import outcome_json

if TYPE_CHECKING:
    from tracker.bulk import RowsRead, Watch
    from tracker.requests import Request
    from tracker.service import Outcome

HEADINGS = {
    "project": "项目", "amount": "金额", "kind": "种类", "source": "资金来源", "to": "调入项目", "doc": "文号",
    "due": "应发日期", "paid": "实发日期", "people-due": "应发人数", "people-paid": "实发人数", "voucher": "凭证号",
    "payee": "收款单位", "classification": "经济分类", "category": "限额类别",
    "reissue-of": "重发", "reissue-lines": "重发行号",
    "allow-over": "超过原因",
    "indicator": "指标", "period": "期间", "numerator": "分子", "denominator": "分母", "value": "数值", "band": "档次",
    "share": "得分比例", "evidence": "佐证", "on": "日期", "note": "备注", "late": "补记原因", "key": "幂等键",
}  # fmt: skip
"""An option's name, and the heading it has in a file for people."""
_OPTION_OF = {heading: name for name, heading in HEADINGS.items()}


def print_template(context: click.Context) -> None:
    """Print the headings a file of this kind may have, those it must have first; ends the command."""
    chinese = _invocation(context).language == "zh"
    names = _names(context.command)
    csv.writer(sys.stdout, lineterminator="\n").writerow(
        HEADINGS[name] if chinese else name for name in names
    )
    context.exit(0)


def _names(command: click.Command) -> list[str]:
    options = [p for p in command.params if isinstance(p, click.Option) and p.expose_value]
    options.sort(key=lambda option: not option.required)
    return [option.opts[0].lstrip("-") for option in options]


def record_file(context: click.Context, kind: str, file: str) -> None:
    """Record every row of a file or none; the same file again records nothing new. Ends the command."""
    from tracker.bulk import RefusedRow, UnreadableFile, record_all, unwatched
    from tracker.sentences import refusal_sentence

    invocation, path = _invocation(context), Path(file)
    words = invocation.words
    try:
        read = _read_file(context, kind, path, unwatched)
    except UnreadableFile as error:
        raise Failure.unusable_file([str(error)]) from error
    if read.problems:
        told = (words("bulk.line", file=path.name, line=p.line, reason=p.reason) for p in read.problems)
        raise Failure.unusable_file(list(told))
    try:
        outcomes = record_all(invocation.tracker(), read.rows)
    except RefusedRow as error:
        reason = refusal_sentence(words, error.refusal)
        raise Failure(3, [words("bulk.line", file=path.name, line=error.row, reason=reason)]) from error
    _say(invocation, outcomes)
    context.exit(0)


class RecordFiles:
    """Reads files of facts for the screens exactly as ``record KIND --from FILE`` does."""

    def __init__(self, invocation: Invocation) -> None:
        self.invocation = invocation

    def headings(self, kind: str) -> Sequence[str]:
        """The columns a file of a kind may have, those it must have first."""
        names = _names(self._context(kind).command)
        return [HEADINGS[name] if self.invocation.language == "zh" else name for name in names]

    def read(self, kind: str, path: Path, watch: Watch) -> RowsRead:
        """Its rows; raises :class:`UnreadableFile`, OSError and what ``watch`` raises."""
        return _read_file(self._context(kind), kind, path, watch)

    def _context(self, kind: str) -> click.Context:
        from tracker.cli.record import record

        above = click.Context(record, info_name="record", obj=self.invocation)
        return click.Context(record.commands[kind], info_name=kind, parent=above)


def _read_file(context: click.Context, kind: str, path: Path, watch: Watch) -> RowsRead:
    """What the rows ask for, and every bad line; raises :class:`UnreadableFile`."""
    from tracker.bulk import Row, RowProblem, RowsRead, UnreadableFile
    from tracker.rosters.files import open_rows
    from tracker.rosters.problems import UnusableRoster

    words = _invocation(context).words
    try:
        with open_rows(path) as opened:
            filled = [(n, row) for n, row in opened.rows if any(cell.strip() for cell in row)]
    except UnusableRoster as error:
        raise UnreadableFile(words("bulk.unreadable", file=path.name)) from error
    if len(filled) < 2:
        raise UnreadableFile(words("bulk.empty", file=path.name))
    (_, headings), *body = filled
    columns = [_column(context, heading) for heading in headings]
    unknown = [
        heading for heading, column in zip(headings, columns, strict=True) if heading.strip() and not column
    ]
    if unknown:
        raise UnreadableFile(words("bulk.headings", columns="、".join(unknown)))
    found, bad = [], []
    for number, row in body:
        watch(number)
        try:
            request, key = _request(context, columns, row)
            found.append(Row(number, request, key or f"file:{opened.sha256[:24]}:{kind}:{number}"))
        except (Failure, click.ClickException) as error:
            reason = "; ".join(as_failure(error, _invocation(context)).sentences)
            bad.append(RowProblem(number, reason))
    return RowsRead(tuple(found), tuple(bad))


def _column(context: click.Context, heading: str) -> str | None:
    """The option a heading stands for, or None."""
    plain = heading.strip().lstrip("-").replace("_", "-")
    name = _OPTION_OF.get(plain, plain.lower())
    return name if name in _names(context.command) else None


def _request(
    context: click.Context, columns: Sequence[str | None], row: Sequence[str]
) -> tuple[Request, str | None]:
    """One row through the command's own options, as if it had been typed."""
    invocation = _invocation(context)
    cells = zip(columns, row, strict=False)
    arguments = [f"--{name}={cell.strip()}" for name, cell in cells if name and cell.strip()]
    invocation.collected = []
    try:
        with context.command.make_context(context.info_name, arguments, parent=context.parent) as alone:
            context.command.invoke(alone)
        return invocation.collected[0]
    finally:
        invocation.collected = None


def _say(invocation: Invocation, outcomes: Sequence[Outcome]) -> None:
    from tracker.sentences import notice_sentence

    words = invocation.words
    recorded = [outcome for outcome in outcomes if not outcome.repeated]
    if invocation.json:
        rows = [outcome_json(words, outcome) for outcome in outcomes]
        emit({"recorded": len(recorded), "repeated": len(outcomes) - len(recorded), "events": rows})
    else:
        invocation.say("bulk.recorded", recorded=len(recorded), repeated=len(outcomes) - len(recorded))
    for outcome in recorded:
        for notice in outcome.warnings:
            invocation.warn(notice_sentence(words, notice))


def _invocation(context: click.Context) -> Invocation:
    found = context.find_object(Invocation)
    assert found is not None, "every command runs with an invocation"
    return found
