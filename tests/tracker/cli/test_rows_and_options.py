"""A row of a file asks for what the same texts ask for as options of the command, and is refused in the same words."""

from __future__ import annotations

import csv
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.bulk import unwatched
from tracker.cli.bulk import RecordFiles
from tracker.cli.failures import Failure, as_failure
from tracker.cli.invocation import Invocation, Shared
from tracker.cli.record import record

CELLS = {
    "project": ["P01", " p02 ", "nobody", ""],
    "indicator": ["P01.03", "x", ""],
    "amount": ["1,234.56", "12.5万", "三万元", "1.234", "-5", "abc", "=1+1", ""],
    "value": ["95", "95%", "九", "-", ""],
    "period": ["2022-03", "2022", "2022-13", "三月", ""],
    "due": ["2022-03-15", "3-15", "20220315", "2022-02-30", "--on", ""],
    "paid": ["2022-03-14", "15", "soon", ""],
    "people-due": ["10", "1,000", "1.5", "-1", "十", ""],
    "people-paid": ["0", "9", "many", ""],
    "voucher": ["记-1", "--note=x", "'1", "a,b", ""],
    "payee": ["某公司", "[b]x[/b]", ""],
    "category": ["三公", "operating", "else", ""],
    "key": ["k-1", ""],
    "kind": ["initial", "追加", "never", ""],
    "source": ["general", "一般公共预算", "nowhere", ""],
    "on": ["2022-01-05", "yesterday", ""],
    "note": ["a note", ""],
}


@pytest.mark.parametrize("kind", ["disbursement", "appropriation", "receipt", "measurement"])
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_row_is_read_as_its_options_are(kind: str, data: st.DataObject) -> None:
    invocation = Invocation(Shared(), "zh", db=None, ledger="900/2022")
    command = record.commands[kind]
    names = [name for p in command.params if p.expose_value and (name := p.opts[0].lstrip("-")) in CELLS]
    row = [data.draw(st.sampled_from(CELLS[name]), label=name) for name in names]
    with TemporaryDirectory() as place:
        path = Path(place) / "rows.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([names, row, [f"{cell} " for cell in row]])
        read = RecordFiles(invocation).read(kind, path, unwatched, {})
    typed = as_typed(
        invocation,
        kind,
        [f"--{name}={cell.strip()}" for name, cell in zip(names, row, strict=True) if cell.strip()],
    )
    if not any(cell.strip() for cell in row):
        return
    if isinstance(typed, str):
        assert not read.rows
        assert len(read.problems) == 2
    else:
        assert not read.problems
        assert [each.request for each in read.rows] == [typed[0]] * 2
        assert {each.key for each in read.rows} == {typed[1]} or typed[1] is None


def as_typed(invocation: Invocation, kind: str, arguments: list[str]) -> tuple[object, str | None] | str:
    """What the command makes of its options, or the sentence that refuses them."""
    command, invocation.collected = record.commands[kind], []
    above = click.Context(record, info_name="record", obj=invocation)
    try:
        with command.make_context(kind, arguments, parent=above) as context:
            command.invoke(context)
        return invocation.collected[0]
    except (Failure, click.ClickException) as error:
        return "; ".join(as_failure(error, invocation).sentences)
    finally:
        invocation.collected = None


@pytest.mark.parametrize(
    "cells", [{"amount": "abc"}, {"due": "2022-02-30"}, {"people-due": "1.5"}, {"category": "else"}]
)
def test_a_row_is_refused_in_the_words_of_its_options(cells: dict[str, str], tmp_path: Path) -> None:
    invocation = Invocation(Shared(), "zh", db=None, ledger="900/2022")
    whole = {"project": "P01", "amount": "5", "due": "2022-03-15", **cells}
    path = tmp_path / "rows.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([whole.keys(), whole.values()])
    (problem,) = RecordFiles(invocation).read("disbursement", path, unwatched, {}).problems
    typed = as_typed(invocation, "disbursement", [f"--{name}={cell}" for name, cell in whole.items()])
    assert isinstance(typed, str)
    (name, cell), *_ = cells.items()
    assert f"--{name}" in typed
    assert cell in typed
    assert problem.reason == typed.replace(f"--{name}", f"“{name}”")
