"""The public expenses (三公): their amounts against the total, and what is said of their changes against each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from tracker.plan.disclosure.figures import Figure
from tracker.plan.disclosure.proofs import wan
from tracker.plan.disclosure.prose import Prose
from tracker.plan.disclosure.wordings import NO_CHANGE, UP
from tracker.plan.findings import finding
from tracker.plan.model import Finding

_KINDS = ("公务用车购置及运", "公务接待费", "因公出国")
_CARS = (("公务用车购置费", "公务用车购置", "购置费"), ("公务用车运行", "公务用车运维", "运行维护费"))


class _Expense(NamedTuple):
    """An expense with what its sentence says of its change: fen more or less than last year, None if silent."""

    figure: Figure
    moved: Decimal | None
    said: str


def check_public(prose: Prose, figures: Sequence[Figure]) -> Iterator[Finding]:
    """The expenses against their total, and the changes of both."""
    total = next((f for f in figures if "三公" in f.name and not f.change), None)
    if total is None:
        return
    after = [f for f in figures if f.start > total.start and not f.change]
    parts = [next((f for f in after if f.name.startswith(kind)), None) for kind in _KINDS]
    known = [part for part in parts if part is not None]
    if len(known) < 3:
        return
    yield from _sum_differs(total, known)
    whole = _expense(prose.text, figures, total)
    yield from _changes(whole, [_expense(prose.text, figures, part) for part in known])
    cars = [f for f in after if f.depth > known[0].depth and f.sentence == known[0].sentence]
    kinds = [next((f for f in cars if f.label.startswith(names)), None) for names in _CARS]
    halves = [half for half in kinds if half is not None]
    if len(halves) == 2:
        fleet = _expense(prose.text, figures, known[0])
        if fleet.moved != 0:
            yield from _changes(fleet, [_expense(prose.text, figures, half) for half in halves])


def _sum_differs(total: Figure, known: Sequence[Figure]) -> Iterator[Finding]:
    summed = sum((part.best for part in known), Decimal(0))
    if abs(summed - total.best) > total.rounding + sum((part.rounding for part in known), Decimal(0)):
        yield finding(
            "parts_differ_from_total",
            "arithmetic",
            "error",
            f"“三公”经费为{wan(total.best)}，各项之和为{wan(summed)}；两者应相等。",
            f"The three public expenses are {wan(total.best)} but add up to {wan(summed)}; both should be equal.",
            total.line,
            *(part.line for part in known),
        )


def _expense(text: str, figures: Sequence[Figure], figure: Figure) -> _Expense:
    """What is said of the figure's change: in its own clause, or behind the brackets that follow it."""
    start = _behind_brackets(text, figure.end)
    ends = [n for n in (text.find(mark, start) for mark in "。；（") if n >= 0]
    others = [
        f.start - len(f.label)
        for f in figures
        if f.start > start and not f.change and not f.label.startswith(("较", "比", "与"))
    ]
    end = min([*ends, *others, len(text)])
    still = NO_CHANGE.search(text, start, end)
    change = next((f for f in figures if f.change and start <= f.start < end), None)
    if change is not None and (still is None or change.start < still.start()):
        moved = change.best if change.change in UP else -change.best
        return _Expense(figure, moved, f"{change.change}{wan(change.best)}")
    return _Expense(figure, None if still is None else Decimal(0), still[0] if still else "")


def _behind_brackets(text: str, at: int) -> int:
    if not text.startswith("（其中", at):
        return at
    depth = 0
    for position in range(at, len(text)):
        depth += {"（": 1, "）": -1}.get(text[position], 0)
        if not depth:
            return position + 1
    return at


def _changes(whole: _Expense, parts: Sequence[_Expense]) -> Iterator[Finding]:
    """The whole's change must be that of its parts together, where all of them speak of theirs."""
    moves = [part.moved for part in parts if part.moved is not None]
    summed = sum(moves, Decimal(0))
    if whole.moved is None or len(moves) < len(parts):
        return
    slack = whole.figure.rounding + sum((part.figure.rounding for part in parts), Decimal(0))
    if abs(summed - whole.moved) <= slack and bool(summed) == bool(whole.moved):
        return
    still = not whole.moved or not any(moves)
    listed = "、".join(f"{part.figure.label}{part.said}" for part in parts)
    yield finding(
        "no_change_beside_change" if still else "parts_differ_from_total",
        "label" if still else "arithmetic",
        "error",
        f"“{whole.figure.name}”称“{whole.said}”，其中{listed}，合计变化{_signed(summed)}；应一致。",
        f"“{whole.figure.name}” says {whole.said}, but its parts changed by {_signed(summed)} together.",
        whole.figure.line,
        *(part.figure.line for part in parts),
    )


def _signed(fen: Decimal) -> str:
    return f"{'+' if fen > 0 else '-' if fen < 0 else ''}{wan(abs(fen))}"
