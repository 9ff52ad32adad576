"""Checks on the indicators: scores against their rule, reasons, impossible figures, directions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from tracker.forms.audit.expectations import (
    Expectation,
    expectation_of,
    is_rounded_weight,
    opposite_share,
    percent_of,
    whole,
)
from tracker.forms.audit.figures import figure_of, is_nothing
from tracker.forms.audit.filled import Figured, FilledForm, FilledRow
from tracker.forms.audit.findings import AuditFinding, plain
from tracker.rules.rule_set import RuleSet

_NEVER_ABOVE_100 = re.compile(
    r"及时率|合格率|覆盖率|到位率|发放率|准确率|满意|达标率|参保率|知晓率|通过率|正确率|公开率|办结率|及格率|入学率|签约率|出勤率|完好率|安全率|占比|比例"
)
_MAY_EXCEED = re.compile(
    r"增长|增幅|增减|提高|提升|上升|超额|完成率|完成比例|变动|变化|差异|下降|降低|翻|结余|温度"
)
_MORE_IS_BETTER = re.compile(r"满意度|及时率|合格率|覆盖率|到位率|发放率|准确率|知晓率|达标率|办结率|参保率")
_LESS_IS_BETTER = re.compile(
    r"投诉率|投诉次数|投诉件数|差错率|错误率|事故率|事故发生|事故次数|失误率|死亡率|违规率|违纪率|逾期率|失业率"
)
_HANDLED = re.compile(r"处理|办结|回复|查处|解决|下降|降低|减少|控制")


def row_findings(
    form: FilledForm, rules: RuleSet, tolerance: Decimal, *, strict: bool
) -> Iterator[AuditFinding]:
    """Everything the rows contradict, in order."""
    for row in form.rows:
        yield from _impossible(row)
        yield from _nature(row)
        yield from _score(form, row, rules, tolerance, strict=strict)


def full_points(form: FilledForm, row: FilledRow) -> Fraction | None:
    """What the row's single score counts from: its weight, or in a folded form its 指标分值 or 100."""
    if not form.has_folded:
        return row.weight.number
    scored = [each for each in form.rows if each.score.number is not None]
    if row.full.number is not None and not any(_is_above(each.score, each.full) for each in scored):
        return row.full.number
    return Fraction(100) if any(_is_above(each.score, each.weight) for each in scored) else row.weight.number


def _is_above(score: Figured, limit: Figured) -> bool:
    """Whether a score lies plainly above what it would count from."""
    return score.number is not None and limit.number is not None and score.number > limit.number + 1


def _label(row: FilledRow) -> str:
    return f"“{row.level3}”" if row.level3 else f"{row.cell} 行"


def _score(
    form: FilledForm, row: FilledRow, rules: RuleSet, tolerance: Decimal, *, strict: bool
) -> Iterator[AuditFinding]:
    weight, score = full_points(form, row), row.score
    if weight is None or score.number is None:
        return
    if score.number > weight + Fraction(tolerance) and not is_rounded_weight(weight, score.number):
        yield AuditFinding(
            "score_above_weight", "score", "error",
            f"{_label(row)}得分 {plain(score.number)} 高于分值 {plain(weight)}",
            f"score {plain(score.number)} above its weight {plain(weight)}", (score.cell,), row.subject,
        )  # fmt: skip
        return
    expected = expectation_of(row, rules, strict=strict)
    lost = score.number < weight - Fraction(1, 100) and not is_rounded_weight(weight, score.number)
    unexplained = form.has_reason and lost and is_nothing(row.reason.text)
    if expected is not None and expected.met:
        yield from _met_row(row, expected, weight, rules, tolerance, unexplained=unexplained, lost=lost)
        return
    if expected is not None:
        yield from _unmet_row(row, expected, weight, tolerance)
    if unexplained:
        yield _no_reason(row, weight)


def _met_row(
    row: FilledRow, expected: Expectation, weight: Fraction, rules: RuleSet, tolerance: Decimal,
    *, unexplained: bool, lost: bool,
) -> Iterator[AuditFinding]:  # fmt: skip
    """A reached target: marked down by the wrong direction, or without a reason, or with one."""
    if lost and _is_opposite(row, expected, weight, rules, tolerance):
        yield _direction(
            row, "按相反方向计分：已达到指标值却扣了分", "scored as if the comparator were reversed"
        )
    if unexplained:
        yield AuditFinding(
            "met_marked_down", "no_reason", "error",
            f"{_label(row)}已达到指标值，得分 {_points(row.score)} 低于分值 {plain(weight)}，没有说明原因",
            f"target met, yet {_points(row.score)} of {plain(weight)} points without a reason",
            (row.score.cell, row.reason.cell), row.subject,
        )  # fmt: skip
    elif (row.score.number or Fraction(0)) < expected.least * weight - Fraction(tolerance):
        yield _off_band(row, weight, expected)


def _unmet_row(
    row: FilledRow, expected: Expectation, weight: Fraction, tolerance: Decimal
) -> Iterator[AuditFinding]:
    """A missed target: full points by the wrong direction, or a score that is not the rule's."""
    score, slack = row.score.number or Fraction(0), Fraction(tolerance)
    if expected.late:
        if score >= weight and is_nothing(row.reason.text):
            yield _off_rule(
                row, "实际完成时间晚于指标值，却得满分", "done after its deadline, yet scored in full"
            )
    elif not expected.shares:
        if score > expected.most * weight + slack:
            yield _off_band(row, weight, expected)
    elif not any(whole(weight, share, tolerance, score) for share in expected.shares):
        best, points = plain(max(expected.shares) * weight), plain(weight)
        yield _off_rule(
            row,
            f"，按指标值与实际完成值应为 {best}（分值 {points}）",
            f"target and actual give {best} of {points}",
        )
        reading = expected.reading
        if reading is not None and reading.sign in ("<=", "<") and score >= weight:
            yield _direction(row, "实际值超出上限却得满分", "exceeds its ceiling, yet scored in full")


def _off_rule(row: FilledRow, message: str, message_en: str) -> AuditFinding:
    score = _points(row.score)
    return AuditFinding(
        "score_off_rule", "score", "error", f"{_label(row)}得分 {score}{message}", f"score {score}, {message_en}",
        (row.score.cell, row.target.cell, row.actual.cell), row.subject,
    )  # fmt: skip


def _off_band(row: FilledRow, weight: Fraction, expected: Expectation) -> AuditFinding:
    """Words of the forms' own bands: 达成 is 100–80 %, 部分达成 80–60 %, 未达成 60–0 % of the weight."""
    low, high = plain(expected.least * weight), plain(expected.most * weight)
    return _off_rule(
        row, f"，按完成情况的档次应在 {low} 到 {high} 之间（分值 {plain(weight)}）",
        f"the band of its actual is {low} to {high} of {plain(weight)}",
    )  # fmt: skip


def _is_opposite(
    row: FilledRow, expected: Expectation, weight: Fraction, rules: RuleSet, tolerance: Decimal
) -> bool:
    if expected.reading is None or row.score.number is None:
        return False
    share = opposite_share(expected.reading, rules)
    return share is not None and share < 1 and whole(weight, share, tolerance, row.score.number)


def _points(figured: Figured) -> str:
    return plain(figured.number or Fraction(0))


def _no_reason(row: FilledRow, weight: Fraction) -> AuditFinding:
    return AuditFinding(
        "lost_without_reason", "no_reason", "error",
        f"{_label(row)}得分 {_points(row.score)} 低于分值 {plain(weight)}，没有说明偏差原因",
        f"{_points(row.score)} of {plain(weight)} points without a reason", (row.score.cell, row.reason.cell),
        row.subject,
    )  # fmt: skip


def _direction(row: FilledRow, message: str, message_en: str) -> AuditFinding:
    return AuditFinding(
        "direction_misread", "direction", "error", f"{_label(row)}{message}", message_en,
        (row.score.cell, row.target.cell, row.actual.cell), row.subject,
    )  # fmt: skip


def _nature(row: FilledRow) -> Iterator[AuditFinding]:
    """A comparator that contradicts what the indicator counts."""
    target = figure_of(row.target, row.sign, row.unit)
    if target is None or target.sign is None:
        return
    name = row.level3
    wrong_ceiling = (
        target.sign in ("<=", "<")
        and target.value != 100
        and _MORE_IS_BETTER.search(name)
        and not re.search(r"不|未|投诉", name)
    )
    wrong_floor = target.sign in (">=", ">") and _LESS_IS_BETTER.search(name) and not _HANDLED.search(name)
    if wrong_ceiling or wrong_floor:
        yield AuditFinding(
            "direction_of_target", "direction", "warning",
            f"{_label(row)}的指标值方向与指标含义相反",
            "the target's comparator contradicts what the indicator counts", (row.target.cell,), row.subject,
        )  # fmt: skip


def _impossible(row: FilledRow) -> Iterator[AuditFinding]:
    actual = figure_of(row.actual)
    if row.parts is not None and row.parts[0] > row.parts[1] and not _MAY_EXCEED.search(row.level3):
        yield _beyond(row, "分子大于分母", "numerator above denominator")
    elif actual is not None and actual.value < 0 and not _MAY_EXCEED.search(row.level3):
        yield _beyond(row, "实际完成值为负", "a negative actual")
    elif _above_hundred(row):
        yield _beyond(row, "实际完成值超过 100%", "an actual above 100 %")
    if row.score.number is not None and row.score.number < 0:
        yield AuditFinding("negative_score", "impossible", "error", f"{_label(row)}得分为负", "a negative score",
                           (row.score.cell,), row.subject)  # fmt: skip


def _above_hundred(row: FilledRow) -> bool:
    percent = percent_of(row)
    if percent is None or percent <= 100:
        return False
    return bool(_NEVER_ABOVE_100.search(row.level3)) and not _MAY_EXCEED.search(row.level3)


def _beyond(row: FilledRow, message: str, message_en: str) -> AuditFinding:
    return AuditFinding(
        "actual_impossible",
        "impossible",
        "error",
        f"{_label(row)}{message}",
        message_en,
        (row.actual.cell,),
        row.subject,
    )
