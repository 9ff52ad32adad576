"""Many facts from one file: a row each, its columns the options of the command, in Chinese or in English."""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from tracker.cli.failures import Failure, as_failure
from tracker.cli.invocation import Invocation
from tracker.cli.output import emit
from tracker.cli.shapes import outcome_json

if TYPE_CHECKING:
    from tracker.bulk import RowsLook, RowsRead, Watch
    from tracker.decisions.state import Notice
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
_SEARCHED_ROWS = 10
"""The headings stand among so many first rows, below a title perhaps."""


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
    return [_name_of(option) for option in options]


def _name_of(option: click.Option) -> str:
    return option.opts[0].lstrip("-")


def _required(command: click.Command) -> list[str]:
    """Options that must be given; they come first."""
    count = sum(isinstance(p, click.Option) and p.expose_value and p.required for p in command.params)
    return _names(command)[:count]


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
    _say(invocation, outcomes, read.notices)
    context.exit(0)


class RecordFiles:
    """Reads files of facts for the screens exactly as ``record KIND --from FILE`` does."""

    def __init__(self, invocation: Invocation) -> None:
        self.invocation = invocation

    def headings(self, kind: str) -> Sequence[str]:
        """The columns a file of a kind may have, those it must have first."""
        return [self._heading(name) for name in _names(self._context(kind).command)]

    def required(self, kind: str) -> Sequence[str]:
        """Those it must have."""
        return [self._heading(name) for name in _required(self._context(kind).command)]

    def look(self, kind: str, path: Path, columns: Mapping[str, str]) -> RowsLook:
        """Its headings; raises :class:`UnreadableFile` and OSError."""
        from tracker.bulk import RowsLook
        from tracker.rosters.first_lines import masked

        table = _table(self._context(kind), path, columns, rows=_SEARCHED_ROWS + 1)
        sample = tuple(masked(cell, identifying=False) for cell in table.body[0][1]) if table.body else ()
        headers = tuple(cell.strip() for cell in table.headers)
        unsure = (*table.unknown, *(headers[at] for at in table.rivals))
        known = ((at, name) for at, name in enumerate(table.columns) if name and at not in table.rivals)
        found = {self._heading(name): at for at, name in known}
        return RowsLook(headers, sample, found, unsure, tuple(map(self._heading, table.lacking)))

    def read(self, kind: str, path: Path, watch: Watch, columns: Mapping[str, str]) -> RowsRead:
        """Its rows; raises :class:`UnreadableFile`, OSError and what ``watch`` raises."""
        return _read_file(self._context(kind), kind, path, watch, columns)

    def in_columns(self, kind: str, sentence: str) -> str:
        """A sentence that names columns where a command's would name its options."""
        return _in_columns(self._context(kind), {}, sentence)

    def _heading(self, name: str) -> str:
        return _heading(self.invocation, name)

    def _context(self, kind: str) -> click.Context:
        from tracker.cli.record import record

        above = click.Context(record, info_name="record", obj=self.invocation)
        return click.Context(record.commands[kind], info_name=kind, parent=above)


class _Table(NamedTuple):
    """A file's headings, the options they stand for, and the rows below."""

    sha256: str
    headers: Sequence[str]
    columns: Sequence[str | None]
    unknown: tuple[str, ...]
    rivals: tuple[int, ...]
    """Columns that stand for an option that another one stands for too."""
    lacking: tuple[str, ...]
    """Options that must be given and have no column."""
    body: Sequence[tuple[int, Sequence[str]]]
    notes: tuple[str, ...]


def _table(
    context: click.Context, path: Path, mapped: Mapping[str, str], *, rows: int | None = None
) -> _Table:
    """The file, or only its first rows that hold something; raises :class:`UnreadableFile`."""
    from tracker.bulk import UnreadableFile
    from tracker.rosters.files import open_rows
    from tracker.rosters.problems import UnusableRoster
    from tracker.rosters.sentences import problem_sentence

    words = _invocation(context).words
    try:
        with open_rows(path) as opened:
            not_blank = ((n, row) for n, row in opened.rows if any(cell.strip() for cell in row))
            filled = list(islice(not_blank, rows))
    except UnusableRoster as error:
        why = "; ".join(problem_sentence(words, problem) for problem in error.problems)
        raise UnreadableFile(words("bulk.unreadable", file=path.name, reason=why)) from error
    at = _headers_at(context, [row for _, row in islice(filled, _SEARCHED_ROWS)], mapped)
    if len(filled) < at + 2:
        raise UnreadableFile(words("bulk.empty", file=path.name))
    headers = filled[at][1]
    columns = [_column(context, heading, mapped) for heading in headers]
    rivals = [at for at, name in enumerate(columns) if name and columns.count(name) > 1]
    cells = zip(headers, columns, strict=True)
    unknown = [cell.strip() for cell, name in cells if cell.strip() and name is None]
    lacking = [name for name in _required(context.command) if name not in columns]
    return _Table(
        sha256=opened.sha256,
        headers=headers,
        columns=columns,
        unknown=tuple(unknown),
        rivals=tuple(rivals),
        lacking=tuple(lacking),
        body=filled[at + 1 :],
        notes=opened.notes,
    )


def _headers_at(context: click.Context, rows: Sequence[Sequence[str]], mapped: Mapping[str, str]) -> int:
    """The first row with two headings or more, else the one with most words: a title may stand above them."""
    from tracker.rosters.first_lines import words_in

    known = [sum(1 for cell in row if _column(context, cell, mapped)) for row in rows]
    wordy = [words_in(row) for row in rows]
    best = max(wordy, default=0)
    return next((at for at, count in enumerate(known) if count > 1), wordy.index(best) if best > 1 else 0)


def _read_file(
    context: click.Context, kind: str, path: Path, watch: Watch, mapped: Mapping[str, str] | None = None
) -> RowsRead:
    """What the rows ask for, and every bad line; raises :class:`UnreadableFile`."""
    from tracker.bulk import Row, RowProblem, RowsRead, UnreadableFile
    from tracker.decisions.state import Notice

    invocation = _invocation(context)
    table = _table(context, path, mapped or {})
    if table.rivals:
        rivals = invocation.words.listed(table.headers[at].strip() for at in table.rivals)
        raise UnreadableFile(invocation.words("bulk.twice", columns=rivals))
    if table.unknown:
        raise UnreadableFile(
            invocation.words("bulk.headings", columns=invocation.words.listed(table.unknown))
        )
    if table.lacking:
        lacking = invocation.words.listed(_heading(invocation, name) for name in table.lacking)
        raise UnreadableFile(invocation.words("bulk.lacking", columns=lacking))
    headings = {name: cell.strip() for name, cell in zip(table.columns, table.headers, strict=True) if name}
    found, bad = [], []
    with _requests(context, table.columns) as request_of:
        for number, row in table.body:
            watch(number)
            try:
                request, key = request_of(row)
                found.append(Row(number, request, key or f"file:{table.sha256[:24]}:{kind}:{number}"))
            except (Failure, click.ClickException) as error:
                bad.append(RowProblem(number, _in_columns(context, headings, _reason(error, invocation))))
    notices = tuple(Notice(f"roster_{note}", {}) for note in table.notes)
    return RowsRead(tuple(found), tuple(bad), notices)


def _reason(error: Failure | click.ClickException, invocation: Invocation) -> str:
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return invocation.words("bulk.missing", column=error.param.opts[0])
    return "; ".join(as_failure(error, invocation).sentences)


def _in_columns(context: click.Context, headings: Mapping[str, str], sentence: str) -> str:
    """Options of the command by the headings of their columns, as the file has them."""
    invocation, names = _invocation(context), _names(context.command)

    def column(found: re.Match[str]) -> str:
        name = found[1]
        if name not in names:
            return found[0]
        return invocation.words("bulk.column", column=headings.get(name) or _heading(invocation, name))

    return re.sub(r"--([a-z]+(?:-[a-z]+)*)", column, sentence)


def _heading(invocation: Invocation, name: str) -> str:
    return HEADINGS[name] if invocation.language == "zh" else name


def _column(context: click.Context, heading: str, mapped: Mapping[str, str]) -> str | None:
    """The option a heading stands for, ``""`` where it is to be left out, None where nobody knows."""
    if (heading := heading.strip()) in mapped:
        heading = mapped[heading]
        if not heading:
            return ""
    plain = heading.lstrip("-").replace("_", "-")
    name = _OPTION_OF.get(plain, plain.lower())
    return name if name in _names(context.command) else None


@contextmanager
def _requests(
    context: click.Context, columns: Sequence[str | None]
) -> Iterator[Callable[[Sequence[str]], tuple[Request, str | None]]]:
    """Reads rows by the command's own options, as if each had been typed; what a row can't say is raised.

    The command is set up once and not for every row, which took nine tenths of the time.
    """
    command, invocation = context.command, _invocation(context)
    options = {_name_of(param): param for param in command.params if isinstance(param, click.Option)}
    given = [(at, options[name]) for at, name in enumerate(columns) if name]

    def request(row: Sequence[str]) -> tuple[Request, str | None]:
        values = dict(blank)
        for at, param in given:
            cell = row[at].strip() if at < len(row) else ""
            if cell:
                values[str(param.name)] = param.type_cast_value(alone, cell)
            elif param.required:
                raise click.MissingParameter(ctx=alone, param=param)
        found: list[tuple[Request, str | None]] = []
        invocation.collected = found
        alone.invoke(command, **values)
        return found[0]

    with command.make_context(context.info_name, [], parent=context.parent, resilient_parsing=True) as alone:
        alone.resilient_parsing = False
        blank = dict(alone.params)
        try:
            yield request
        finally:
            invocation.collected = None


def _say(invocation: Invocation, outcomes: Sequence[Outcome], notices: Sequence[Notice]) -> None:
    from tracker.sentences import notice_sentence

    words = invocation.words
    recorded = [outcome for outcome in outcomes if not outcome.repeated]
    if invocation.json:
        rows = [outcome_json(words, outcome) for outcome in outcomes]
        emit({"recorded": len(recorded), "repeated": len(outcomes) - len(recorded), "events": rows})
    else:
        invocation.say("bulk.recorded", recorded=len(recorded), repeated=len(outcomes) - len(recorded))
    for notice in (*notices, *(notice for outcome in recorded for notice in outcome.warnings)):
        invocation.warn(notice_sentence(words, notice))


def _invocation(context: click.Context) -> Invocation:
    found = context.find_object(Invocation)
    assert found is not None, "every command runs with an invocation"
    return found
