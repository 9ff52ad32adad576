"""Checks on the money table: parts and total, execution rate and points."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from tracker.forms.audit.figures import is_nothing
from tracker.forms.audit.filled import Execution, Figured, FilledForm, MoneyRow
from tracker.forms.audit.findings import AuditFinding, plain
from tracker.rules.points import round_half_up
from tracker.rules.rule_set import RuleSet

_COLUMNS = (("initial", "年初预算数"), ("adjusted", "全年预算数"), ("executed", "全年执行数"))


def money_findings(
    form: FilledForm, rules: RuleSet, tolerance: Decimal, *, twice: bool = False
) -> Iterator[AuditFinding]:
    """Everything the money table contradicts; ``twice`` leaves points alone that were folded twice."""
    yield from _source_findings(form)
    total = form.total_row
    if form.execution is None:
        return
    if total is None or not (total.adjusted.number and total.executed.number is not None):
        yield from _score_by_rate(form, form.execution, tolerance)
    if total is None:
        return
    negative = [each for each in (total.initial, total.adjusted, total.executed) if (each.number or 0) < 0]
    if negative:
        yield AuditFinding("negative_amount", "impossible", "error", "资金总额为负数", "a negative amount in the total row",
                           tuple(each.cell for each in negative))  # fmt: skip
        return
    if any(_is_empty(form, column) for column in ("adjusted", "executed")):
        return
    yield from _rate_findings(form, total, tolerance)
    if not twice:
        yield from _execution_score(form, total, rules, tolerance)
    yield from _overspent(total)
    yield from _execution_reason(form, total, rules)


def _part(row: MoneyRow, column: str) -> Figured:
    figured: Figured = getattr(row, column)
    return figured


def _parts_sum(form: FilledForm, column: str) -> Fraction | None:
    """The sum of the sources; None where no source prints an amount."""
    amounts = [_part(row, column).number for row in form.source_rows]
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Fraction(0)) if known else None


def _is_empty(form: FilledForm, column: str) -> bool:
    """Whether the total row is blank or 0 while its parts hold money."""
    total, parts = form.total_row, _parts_sum(form, column)
    return total is not None and bool(parts) and not _part(total, column).number


def _has_blank_source(form: FilledForm, column: str) -> bool:
    """Whether a source was left blank: zeros beside it don't say that nothing came from it."""
    return any(_part(row, column).number is None for row in form.source_rows)


def _source_findings(form: FilledForm) -> Iterator[AuditFinding]:
    total = form.total_row
    if total is None:
        return
    empty = [(column, name) for column, name in _COLUMNS if _is_empty(form, column)]
    if empty:
        names = "、".join(name for _, name in empty)
        cells = tuple(_part(total, column).cell or total.cell for column, _ in empty)
        yield AuditFinding(
            "total_row_empty", "empty_total", "error",
            f"资金总额行的{names}为空或 0，而分项有金额，执行率因此无法计分",
            "the total row is empty or 0 while its parts hold money", cells,
        )  # fmt: skip
    for column, name in _COLUMNS:
        if not any(column == each for each, _ in empty):
            yield from _sum_finding(form, total, column, name)


def _sum_finding(form: FilledForm, total: MoneyRow, column: str, name: str) -> Iterator[AuditFinding]:
    whole, parts = _part(total, column), _parts_sum(form, column)
    if whole.number is None or parts is None or (not parts and _has_blank_source(form, column)):
        return
    every = [row for row in form.money if not row.total]
    slack = sum((_half_unit(_part(row, column)) for row in (*every, total)), Fraction(0))
    sums = (parts, sum((_part(row, column).number or Fraction(0) for row in every), Fraction(0)))
    if any(abs(whole.number - each) <= slack for each in sums):
        return
    cells = (
        whole.cell,
        *(_part(row, column).cell for row in form.source_rows if _part(row, column).number is not None),
    )
    yield AuditFinding(
        "sources_differ", "sources", "error",
        f"{name}：各项资金合计 {plain(parts)}，与总额 {plain(whole.number)} 不符",
        f"sources sum to {plain(parts)}, the total says {plain(whole.number)}", cells,
    )  # fmt: skip


def _half_unit(figured: Figured) -> Fraction:
    """Half of the last printed decimal, at most half a hundredth: what rounding may have taken away."""
    _, _, decimals = figured.text.partition(".")
    digits = len(decimals.rstrip("%分万元 ")) if decimals else 0
    return Fraction(1, 2 * 10 ** max(digits, 2))


def _rate_findings(form: FilledForm, total: MoneyRow, tolerance: Decimal) -> Iterator[AuditFinding]:
    execution = form.execution
    if execution is None or execution.rate.number is None or total.executed.number is None:
        return
    if not total.adjusted.number:
        return
    low, high = _rate_range(total)
    slack = max(Fraction(tolerance), _rate_unit(execution.rate))
    if any(low - slack <= rate <= high + slack for rate in _rates(execution.rate)):
        return
    true = total.executed.number / total.adjusted.number * 100
    yield AuditFinding(
        "execution_rate_differs", "execution", "error",
        f"执行率印为 {plain(execution.rate.number)}%，按金额应为 {plain(true)}%",
        f"execution rate printed {plain(execution.rate.number)}%, the amounts give {plain(true)}%",
        (execution.rate.cell, total.adjusted.cell, total.executed.cell),
    )  # fmt: skip


def _rates(rate: Figured) -> tuple[Fraction, ...]:
    """The percentages a printed rate may mean: 0.98 typed as text is 98 % where no % stands beside it."""
    number = rate.number or Fraction(0)
    bare = 0 < number <= 2 and not re.search("[%％]", rate.text)
    return (number, number * 100) if bare else (number,)


def _rate_range(total: MoneyRow) -> tuple[Fraction, Fraction]:
    """The rates the printed amounts allow, given that they were rounded."""
    executed, adjusted = total.executed.number or Fraction(0), total.adjusted.number or Fraction(1)
    up, down = _half_unit(total.executed), _half_unit(total.adjusted)
    if adjusted <= down:
        return Fraction(0), Fraction(10**6)
    return (
        max(executed - up, Fraction(0)) / (adjusted + down) * 100,
        (executed + up) / (adjusted - down) * 100,
    )


def _rate_unit(rate: Figured) -> Fraction:
    """Half of the last printed place of the percentage: 86% is 85.5 to 86.5, however the cell holds it."""
    number = rate.number or Fraction(0)
    if "%" in rate.text or "％" in rate.text:
        decimals = len(rate.text.rstrip("%％ ").partition(".")[2])
    else:
        decimals = next((digits for digits in range(3) if (number * 10**digits).denominator == 1), 3)
    return Fraction(1, 2 * 10**decimals) + Fraction(1, 1000)


def _execution_score(
    form: FilledForm, total: MoneyRow, rules: RuleSet, tolerance: Decimal
) -> Iterator[AuditFinding]:
    execution, points = form.execution, form.execution_points
    if execution is None or points.number is None:
        return
    if total.executed.number is None or total.adjusted.number is None:
        return
    weight = execution.weight.number
    if weight is None:
        weight = Fraction(rules.execution.weight)
    expected = (
        min(weight, total.executed.number / total.adjusted.number * weight)
        if total.adjusted.number
        else Fraction(0)
    )
    if matches(points.number, expected, tolerance):
        return
    yield AuditFinding(
        "execution_score_differs", "execution", "error",
        f"执行率得分印为 {plain(points.number)}，按金额与分值 {plain(weight)} 应为 {plain(expected)}",
        f"execution score printed {plain(points.number)}, amounts and weight give {plain(expected)}",
        (points.cell, total.adjusted.cell, total.executed.cell),
    )  # fmt: skip


def _score_by_rate(form: FilledForm, execution: Execution, tolerance: Decimal) -> Iterator[AuditFinding]:
    """Without amounts the printed rate is held against the points; full ones may follow a target of their own."""
    points = form.execution_points
    rate, weight = execution.rate.number, execution.weight.number
    if points.number is None or rate is None or not weight or points.number == weight:
        return
    expected = [min(weight, each / 100 * weight) for each in _rates(execution.rate)]
    if any(matches(points.number, each, tolerance) for each in expected) or not form.has_weight:
        return
    yield AuditFinding(
        "execution_score_differs", "execution", "error",
        f"执行率得分印为 {plain(points.number)}，按执行率 {plain(rate)}% 与分值 {plain(weight)} 应为 {plain(expected[-1])}",
        f"execution score printed {plain(points.number)}, rate and weight give {plain(expected[-1])}",
        (points.cell, execution.rate.cell, execution.weight.cell),
    )  # fmt: skip


def matches(printed: Fraction, expected: Fraction, tolerance: Decimal) -> bool:
    """Whether a printed score is the expected one, exactly enough or rounded half up to whole points."""
    if abs(printed - expected) <= Fraction(tolerance):
        return True
    return printed == Fraction(round_half_up(expected, Decimal(1)))


def _overspent(total: MoneyRow) -> Iterator[AuditFinding]:
    executed, adjusted = total.executed.number, total.adjusted.number
    if (
        executed is None
        or not adjusted
        or executed <= adjusted + _half_unit(total.executed) + _half_unit(total.adjusted)
    ):
        return
    yield AuditFinding(
        "executed_above_budget", "impossible", "warning",
        f"全年执行数 {plain(executed)} 大于全年预算数 {plain(adjusted)}",
        f"executed {plain(executed)} exceeds the adjusted budget {plain(adjusted)}",
        (total.executed.cell, total.adjusted.cell),
    )  # fmt: skip


def _execution_reason(form: FilledForm, total: MoneyRow, rules: RuleSet) -> Iterator[AuditFinding]:
    limit, execution = rules.execution.reason_below, form.execution
    if limit is None or execution is None or not execution.reason.cell or not total.adjusted.number:
        return
    rate = (total.executed.number or Fraction(0)) / total.adjusted.number * 100
    if rate >= Fraction(limit) or not _is_unexplained(execution.reason.text):
        return
    yield AuditFinding(
        "execution_without_reason", "no_reason", "error",
        f"预算执行率 {plain(rate)}% 低于 {limit}%，没有说明原因",
        f"execution rate {plain(rate)}% is below {limit}% without a reason",
        (execution.reason.cell,),
    )  # fmt: skip


def _is_unexplained(text: str) -> bool:
    """Nothing, or only the form's own printed instruction."""
    return is_nothing(text) or ("需说明原因" in text and "字以内" in text)
