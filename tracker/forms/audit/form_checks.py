"""Checks on a form as a whole: blank, weights, folding, total and grade."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from tracker.forms.audit.figures import points_of
from tracker.forms.audit.filled import Figured, FilledForm
from tracker.forms.audit.findings import AuditFinding, plain
from tracker.forms.audit.grid import squeezed
from tracker.forms.audit.money_checks import matches, money_findings
from tracker.forms.audit.row_checks import full_points, row_findings
from tracker.rules.points import round_half_up
from tracker.rules.rule_set import RuleSet
from tracker.rules.scoring import capped_total, grade

_GRADES = (("优", "优"), ("良", "良"), ("中", "中"), ("差", "差"))
_WITHOUT_EXECUTION = (Fraction(100), Fraction(90), Fraction(80))


def form_findings(
    form: FilledForm, rules: RuleSet, tolerance: Decimal, *, strict: bool
) -> tuple[AuditFinding, ...]:
    """Everything the auditor has to say about one form; a blank form says only that."""
    if is_blank(form):
        return (_blank(form),)
    twice = is_folded_twice(form)
    return (
        *money_findings(form, rules, tolerance, twice=twice),
        *_weight_findings(form, tolerance),
        *(_folded(form, tolerance) if form.has_folded else ()),
        *row_findings(form, rules, tolerance, strict=strict),
        *_total_findings(form, rules, tolerance, twice=twice),
        *_grade_findings(form, rules),
    )


def is_blank(form: FilledForm) -> bool:
    """Whether no row carries points, in a form that has a column for them; or no row any actual."""
    if not form.rows and (form.total.number or computed_total(form)):
        return False
    if form.has_score and form.rows:
        return not any(row.score.number is not None or row.folded.number is not None for row in form.rows)
    return not any(row.actual.text for row in form.rows)


def _blank(form: FilledForm) -> AuditFinding:
    cells = tuple(row.score.cell or row.cell for row in form.rows[:3]) or (form.cell,)
    if any(row.actual.text for row in form.rows):
        return AuditFinding(
            "form_blank",
            "blank",
            "error",
            "自评表没有填写任何得分",
            "the form was filed without any score",
            cells,
        )
    return AuditFinding(
        "form_blank", "blank", "error", "自评表没有填写得分和完成值", "the form was filed blank", cells
    )


def computed_total(form: FilledForm) -> Fraction | None:
    """The sum of the printed points, execution included; None where the form prints none."""
    points = [part_score(form, row.score, row.folded) for row in form.rows]
    if form.execution is not None:
        points.append(part_score(form, form.execution.score, form.execution.folded))
    points.extend(each.number for each in form.others)
    known = [each for each in points if each is not None]
    return sum(known, Fraction(0)) if known else None


def part_score(form: FilledForm, score: Figured, folded: Figured) -> Fraction | None:
    """What a row adds to the total: its folded points in a folded form."""
    if form.has_folded and folded.number is not None:
        return folded.number
    return score.number


def _total_findings(
    form: FilledForm, rules: RuleSet, tolerance: Decimal, *, twice: bool
) -> Iterator[AuditFinding]:
    printed, summed = form.total.number, computed_total(form)
    if printed is None or summed is None or not form.rows:
        return
    if printed > 100 + Fraction(tolerance):
        yield AuditFinding("total_above_100", "impossible", "error", f"总分 {plain(printed)} 超过 100",
                           f"the total {plain(printed)} is above 100", (form.total.cell,))  # fmt: skip
    if matches(printed, summed, tolerance) or (twice and _is_single_sum(form, printed, tolerance)):
        return
    if _is_capped(form, rules, printed, summed, tolerance):
        return
    yield AuditFinding(
        "total_differs", "total", "error",
        f"各项得分合计 {plain(summed)}，与总分 {plain(printed)} 不符",
        f"the parts sum to {plain(summed)}, the printed total is {plain(printed)}",
        (form.total.cell, *_score_cells(form)),
    )  # fmt: skip


def _is_capped(
    form: FilledForm, rules: RuleSet, printed: Fraction, summed: Fraction, tolerance: Decimal
) -> bool:
    """Whether the total is the sum under the rule set's cap for a low execution rate."""
    row = form.total_row
    if row is None or row.executed.number is None or row.adjusted.number is None:
        return False
    executed, adjusted = (
        int(each.number * 10**6) for each in (row.executed, row.adjusted) if each.number is not None
    )
    capped = capped_total(round_half_up(summed), executed, adjusted, rules)
    return capped < summed and matches(printed, Fraction(capped), tolerance)


def _score_cells(form: FilledForm) -> tuple[str, ...]:
    own = (form.execution.score.cell,) if form.execution and form.execution.score.number is not None else ()
    others = (each.cell for each in form.others)
    return (*own, *others, *(row.score.cell for row in form.rows if row.score.number is not None))


def _is_single_sum(form: FilledForm, printed: Fraction, tolerance: Decimal) -> bool:
    """Whether the total is the sum of the scores before they were folded a second time."""
    singles = sum((row.score.number or Fraction(0) for row in form.rows), Fraction(0))
    execution = (form.execution.score.number if form.execution else None) or Fraction(0)
    return matches(printed, singles + execution, tolerance)


def _weight_findings(form: FilledForm, tolerance: Decimal) -> Iterator[AuditFinding]:
    known = [row.weight.number for row in form.rows if row.weight.number is not None]
    if not form.has_weight or not known or form.others or _has_scored_row_without_weight(form):
        return
    summed = sum(known, Fraction(0))
    own = form.execution.weight.number if form.execution is not None else None
    allowed = _WITHOUT_EXECUTION if own is None else (Fraction(100) - own,)
    if any(abs(summed - goal) <= Fraction(tolerance) for goal in allowed):
        return
    whole = summed + (own or 0)
    cells = tuple(row.weight.cell for row in form.rows if row.weight.number is not None)
    yield AuditFinding(
        "weights_differ", "weights", "error",
        f"分值合计 {plain(whole)}，应为 100", f"weights sum to {plain(whole)}, not 100",
        (*((form.execution.weight.cell,) if form.execution and own is not None else ()), *cells),
    )  # fmt: skip


def _has_scored_row_without_weight(form: FilledForm) -> bool:
    return any(row.weight.number is None and row.score.number is not None for row in form.rows)


def is_folded_twice(form: FilledForm) -> bool:
    """Whether scores that already count their weight were multiplied by the weight again."""
    return form.has_folded and bool(_twice_rows(form))


def _twice_rows(form: FilledForm) -> tuple[int, ...]:
    """Rows whose folded points are score × weight ÷ 100 although the score counts from the weight."""
    result = []
    for number, row in enumerate(form.rows):
        score, weight, folded = row.score.number, row.weight.number, row.folded.number
        if score is None or not weight or folded is None or weight >= 100:
            continue
        base = full_points(form, row)
        if (
            base is not None
            and base <= weight
            and score > 0
            and abs(folded - score * weight / 100) <= Fraction(1, 100)
            and folded < score
        ):
            result.append(number)
    counted = sum(row.folded.number is not None and bool(row.score.number) for row in form.rows)
    return tuple(result) if result and len(result) * 2 > counted else ()


def _folded(form: FilledForm, tolerance: Decimal) -> Iterator[AuditFinding]:
    twice = _twice_rows(form)
    if twice:
        cells = tuple(form.rows[number].folded.cell for number in twice)
        yield AuditFinding(
            "folded_twice", "folded_twice", "error",
            "单项得分已按权重计分，折算时又乘了一次权重",
            "the scores already count their weight and were folded by it again", cells,
        )  # fmt: skip
        return
    for row in form.rows:
        expected = _folded_points(row.score, row.weight, full_points(form, row))
        if row.folded.number is None or expected is None or matches(row.folded.number, expected, tolerance):
            continue
        yield AuditFinding(
            "folded_differs", "score", "error",
            f"“{row.level3}”折算得分 {plain(row.folded.number)}，应为 {plain(expected)}",
            f"folded score {plain(row.folded.number)}, should be {plain(expected)}",
            (row.folded.cell, row.score.cell, row.weight.cell), row.subject,
        )  # fmt: skip


def _folded_points(score: Figured, weight: Figured, base: Fraction | None) -> Fraction | None:
    """Score out of its full points, times the weight."""
    if score.number is None or weight.number is None or not base:
        return None
    return score.number / base * weight.number


def _grade_findings(form: FilledForm, rules: RuleSet) -> Iterator[AuditFinding]:
    printed = _grade_name(squeezed(form.grade.text))
    total = form.total.number if form.total.number is not None else computed_total(form)
    if printed is None or total is None or not 0 <= total <= 100:
        return
    right = grade(round_half_up(total), rules)
    if printed == right:
        return
    yield AuditFinding(
        "grade_differs", "grade", "error",
        f"等级印为“{printed}”，总分 {plain(total)} 应为“{right}”",
        f"grade printed {printed}, a total of {plain(total)} is {right}",
        (form.grade.cell,),
    )  # fmt: skip


def _grade_name(text: str) -> str | None:
    """The one grade a text names; a list of choices is read by its tick, or not at all."""
    ticked = re.search(r"[☑√✓■]\s*(优|良|中|差)|(优|良|中|差)[秀好等]?[☑√✓■]", text)
    if ticked:
        return ticked[1] or ticked[2]
    named = [name for name, _ in _GRADES if name in text]
    return named[0] if len(named) == 1 and len(text) <= 6 else None


def points(form: FilledForm) -> Fraction | None:
    """The printed total."""
    return form.total.number if form.total.number is not None else points_of(form.grade)
