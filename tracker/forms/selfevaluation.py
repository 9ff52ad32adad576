"""Facts and a rule set make a self-evaluation: weights, scores, totals, grades, and what is still missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from tracker.forms.facts import (
    ActualFacts,
    EventRef,
    FundingFacts,
    IndicatorFacts,
    MoneyFacts,
    ProjectFacts,
    UnitFacts,
)
from tracker.rules.points import ZERO, round_half_up
from tracker.rules.rule_set import RuleSet
from tracker.rules.scoring import (
    Score,
    ShareOutsideBand,
    capped_total,
    execution_needs_reason,
    grade,
    needs_measure,
    needs_reason,
    score_execution,
    score_quality,
    score_quantity,
    total_score,
)
from tracker.rules.weights import Weighable, Weights, weigh

MissingKind = Literal["unreported", "band", "target", "reason", "measure", "weights", "budget", "indicators"]


@dataclass(frozen=True)
class Missing:
    """One thing without which a form is a draft; ``subject`` is an indicator's or a project's code."""

    kind: MissingKind
    subject: str
    message: str
    message_en: str


@dataclass(frozen=True)
class BudgetResult:
    """The money of a project and the points of its execution."""

    money: MoneyFacts
    rate: Decimal | None
    """Executed in percent of adjusted, two decimals half up; None without a budget."""
    weight: Decimal
    score: Decimal
    funding: tuple[FundingFacts, ...] = ()
    events: tuple[EventRef, ...] = ()
    reason: str | None = None
    measure: str | None = None


@dataclass(frozen=True)
class IndicatorResult:
    """A row of the form: the facts, the weight and the points."""

    facts: IndicatorFacts
    weight: Decimal
    score: Decimal
    overshoot: bool = False


@dataclass(frozen=True)
class ProjectResult:
    """A project's form."""

    facts: ProjectFacts
    budget: BudgetResult
    indicators: tuple[IndicatorResult, ...]
    total: Decimal
    grade: str
    missing: tuple[Missing, ...] = ()

    @property
    def incomplete(self) -> bool:
        """Whether the form is still a draft (草稿)."""
        return bool(self.missing)


@dataclass(frozen=True)
class SelfEvaluation:
    """The forms of all projects of a unit under one rule set."""

    facts: UnitFacts
    rules: RuleSet
    projects: tuple[ProjectResult, ...]
    department: ProjectResult | None = field(default=None)
    """The department-wide form (部门整体), where the plan has department indicators."""

    @property
    def incomplete(self) -> bool:
        """Whether any form is still a draft, the department's too."""
        return bool(self.missing)

    @property
    def missing(self) -> tuple[Missing, ...]:
        """Everything still missing, in the order of the forms, the department's last."""
        return tuple(each for form in self.forms for each in form.missing)

    @property
    def forms(self) -> tuple[ProjectResult, ...]:
        """Every project's, then the department's where there is one."""
        return (*self.projects, self.department) if self.department else self.projects


def evaluate(facts: UnitFacts, rules: RuleSet) -> SelfEvaluation:
    """Score every project of the unit by the rule set (财预〔2020〕10号 for the national ones)."""
    projects = tuple(evaluate_project(project, rules) for project in facts.projects)
    department = None if facts.department is None else evaluate_project(facts.department, rules)
    return SelfEvaluation(facts, rules, projects, department)


def evaluate_project(facts: ProjectFacts, rules: RuleSet) -> ProjectResult:
    """Weights, scores, total, grade and gaps of one project."""
    weights = weigh([weighable(each) for each in facts.indicators], rules)
    rows = tuple(_row(each, weight, rules)
                 for each, weight in zip(facts.indicators, weights.indicators, strict=True))  # fmt: skip
    budget = _budget(facts, rules)
    total = total_score(budget.score, tuple(row.score for row in rows))
    total = capped_total(total, facts.money.executed_fen or 0, facts.money.adjusted_fen, rules)
    missing = tuple(_gaps(facts, rows, weights, rules))
    return ProjectResult(facts, budget, rows, total, grade(total, rules), missing)


def weighable(facts: IndicatorFacts) -> Weighable:
    """What an indicator's weight depends on."""
    return Weighable(facts.level1, facts.level2, facts.weight)


def execution_rate(money: MoneyFacts) -> Decimal | None:
    """Executed in percent of the adjusted budget, two decimals half up; None without a budget."""
    if not money.adjusted_fen or money.executed_fen is None:
        return None
    return round_half_up(Fraction(money.executed_fen * 100, money.adjusted_fen))


def _budget(facts: ProjectFacts, rules: RuleSet) -> BudgetResult:
    return BudgetResult(
        money=facts.money,
        rate=execution_rate(facts.money),
        weight=rules.execution.weight.quantize(ZERO),
        score=score_execution(facts.money.executed_fen or 0, facts.money.adjusted_fen, rules),
        funding=facts.funding,
        events=facts.money_events,
        reason=facts.execution_reason,
        measure=facts.execution_measure,
    )


def _row(facts: IndicatorFacts, weight: Decimal, rules: RuleSet) -> IndicatorResult:
    score = _score(facts, weight, rules)
    if score is None:
        return IndicatorResult(facts, weight, ZERO)
    return IndicatorResult(facts, weight, score.points, score.overshoot)


def _score(facts: IndicatorFacts, weight: Decimal, rules: RuleSet) -> Score | None:
    """The row's score; None while there is nothing that could be scored."""
    actual, target = facts.actual, facts.target
    if actual is None:
        return None
    if actual.band is not None:
        try:
            return score_quality(actual.band, actual.share, weight, rules)
        except ShareOutsideBand:
            return None
    if actual.value is None or target.value is None:
        return None
    return score_quantity(target.comparator or "=", Fraction(target.value), actual.value, weight, rules)


def _gaps(
    facts: ProjectFacts, rows: tuple[IndicatorResult, ...], weights: Weights, rules: RuleSet
) -> Iterator[Missing]:
    if not rows:
        yield Missing("indicators", facts.code, "没有绩效指标", "has no indicators")
    elif not weights.complete:
        yield Missing("weights", facts.code, f"权重合计 {weights.total}，应为 100.00",
                      f"weights sum to {weights.total}, not 100.00")  # fmt: skip
    if not facts.money.adjusted_fen:
        yield Missing(
            "budget", facts.code, "没有全年预算数，执行率无法计算", "no budget, so no execution rate"
        )
    if _lacks_execution_reason(facts, rules):
        limit = rules.execution.reason_below
        yield Missing("reason", facts.code, f"预算执行率低于 {limit}%，缺原因",
                      f"execution rate below {limit}%: reason missing")  # fmt: skip
    for row in rows:
        yield from _row_gaps(row, rules)


def _lacks_execution_reason(facts: ProjectFacts, rules: RuleSet) -> bool:
    executed, adjusted = facts.money.executed_fen or 0, facts.money.adjusted_fen
    return execution_needs_reason(executed, adjusted, rules) and not _told(facts.execution_reason)


def _row_gaps(row: IndicatorResult, rules: RuleSet) -> Iterator[Missing]:
    facts, code = row.facts, row.facts.code
    if facts.target.value is None and facts.target.text is None:
        yield Missing("target", code, "没有指标值", "has no target")
    if _score(facts, row.weight, rules) is None:
        yield _unscored(facts)
        return
    score = Score(row.score, row.weight, row.overshoot)
    if needs_reason(score, rules) and not _told(facts.reason):
        why = "得分低于分值" if score.below_weight else "超出指标值较多"
        yield Missing("reason", code, f"{why}，缺偏差原因", "deviation without a reason")
    if needs_measure(score, rules) and not _told(facts.measure):
        yield Missing("measure", code, "得分低于分值，缺改进措施", "score below weight without a measure")


def _unscored(facts: IndicatorFacts) -> Missing:
    if facts.actual is not None and facts.actual.band is not None:
        return Missing("band", facts.code, "得分比例不在所选档次内", "share lies outside the chosen band")
    if facts.target.value is None and _has_figure(facts.actual):
        return Missing("band", facts.code, "定性指标缺完成档次", "qualitative indicator without a band")
    return Missing("unreported", facts.code, "没有实际完成值", "actual not reported")


def _has_figure(actual: ActualFacts | None) -> bool:
    return actual is not None and actual.value is not None


def _told(text: str | None) -> bool:
    return bool(text and text.strip())
