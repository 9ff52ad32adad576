"""绩效运行监控 through any month: where money and indicators stand, what the year will probably bring.

The forecast is plain arithmetic from the months passed and the likelihood a proposal from it; people overrule both.
Reasons are the explanations people typed, in the class they chose, or else in the one their words point to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from events.types.indicators import Cause, Likelihood
from tracker.forms.facts import IndicatorFacts, ProjectFacts, UnitFacts
from tracker.forms.selfevaluation import Missing, execution_rate
from tracker.money import half_up
from tracker.rules.lights import (
    Light,
    budget_light,
    is_pro_rated,
    needs_explanation,
    quality_light,
    quantity_light,
    worst_light,
)
from tracker.rules.rule_set import LightRule, RuleSet
from tracker.rules.scoring import is_met, overshoots

LIKELIHOODS: dict[Likelihood, str] = {"certain": "确定能", "possible": "有可能", "impossible": "完全不可能"}
REASON_CLASSES: dict[Cause, str] = {
    "funding": "经费保障", "system": "制度保障", "staff": "人员保障", "hardware": "硬件条件保障", "other": "其他",
}  # fmt: skip
_CLASS_WORDS: tuple[tuple[Cause, str], ...] = (
    ("funding", r"经费|资金|拨付|拨款|到位|预算|财政"),
    ("staff", r"人员|人手|编制|人力|抽调|岗位空缺"),
    ("hardware", r"系统|设备|硬件|网络|场地|故障|机房"),
    ("system", r"制度|政策|办法|流程|规定|文件"),
)


@dataclass(frozen=True)
class MonitoredMoney:
    """A project's money through the month, and what the year will probably bring."""

    initial_fen: int | None
    adjusted_fen: int | None
    executed_fen: int
    rate: Decimal | None
    forecast_fen: int
    light: Light | None


@dataclass(frozen=True)
class MonitoredIndicator:
    """An indicator through the month; forecast and likelihood are None while nothing was reported."""

    facts: IndicatorFacts
    light: Light | None
    forecast: Fraction | None
    likelihood: Likelihood | None
    reason_class: Cause | None
    must_explain: bool


@dataclass(frozen=True)
class MonitoredProject:
    """A project's monitoring form."""

    facts: ProjectFacts
    money: MonitoredMoney
    indicators: tuple[MonitoredIndicator, ...]
    light: Light | None
    """The worst of its lights."""
    missing: tuple[Missing, ...]

    @property
    def incomplete(self) -> bool:
        """Whether the form is still a draft (草稿)."""
        return bool(self.missing)


@dataclass(frozen=True)
class Monitoring:
    """The monitoring forms of a unit through a month of its year."""

    facts: UnitFacts
    rules: RuleSet
    months: int
    projects: tuple[MonitoredProject, ...]

    @property
    def through(self) -> str:
        """The last month looked at, ``2022-07``."""
        return f"{self.facts.year}-{self.months:02d}"

    @property
    def missing(self) -> tuple[Missing, ...]:
        """Everything still missing, in the order of the forms."""
        return tuple(each for project in self.projects for each in project.missing)


def monitor(facts: UnitFacts, months: int, rules: RuleSet) -> Monitoring:
    """The mid-year form through that many months (财预〔2019〕136号); facts are as of that month's end."""
    if not 1 <= months <= 12:
        raise ValueError(f"months passed must be 1 to 12, not {months}")
    projects = tuple(_project(project, months, rules) for project in facts.projects)
    return Monitoring(facts, rules, months, projects)


def _project(facts: ProjectFacts, months: int, rules: RuleSet) -> MonitoredProject:
    money = _money(facts, months, rules.lights)
    rows = tuple(_indicator(each, months, rules) for each in facts.indicators)
    light = worst_light((money.light, *(row.light for row in rows)))
    return MonitoredProject(facts, money, rows, light, tuple(each for row in rows for each in _gaps(row)))


def _money(facts: ProjectFacts, months: int, lights: LightRule) -> MonitoredMoney:
    money, executed = facts.money, facts.money.executed_fen or 0
    straight = int(Fraction(half_up(Fraction(executed * 12, months), 0)))
    forecast = straight if money.adjusted_fen is None else max(executed, min(straight, money.adjusted_fen))
    return MonitoredMoney(
        money.initial_fen,
        money.adjusted_fen,
        executed,
        execution_rate(money),
        forecast,
        budget_light(executed, money.adjusted_fen or 0, months, lights),
    )


def _indicator(facts: IndicatorFacts, months: int, rules: RuleSet) -> MonitoredIndicator:
    light, forecast = _light(facts, months, rules.lights), _forecast(facts, months)
    must = needs_explanation(light, rules.lights) or _overshot(facts, rules)
    reason = facts.reason or ""
    return MonitoredIndicator(
        facts, light, forecast, facts.likelihood or _likelihood(facts, light, forecast, months),
        facts.cause or (reason_class_of(reason) if reason.strip() else None), must,
    )  # fmt: skip


def _grows(facts: IndicatorFacts) -> bool:
    comparator = facts.target.comparator or "="
    return is_pro_rated(comparator, facts.level2, grows=facts.rollup == "sum")


def _light(facts: IndicatorFacts, months: int, lights: LightRule) -> Light | None:
    actual, target = facts.actual, facts.target
    if actual is None:
        return None
    if actual.band is not None:
        return quality_light(actual.band)
    if actual.value is None or target.value is None:
        return None
    return quantity_light(
        target.comparator or "=",
        Fraction(target.value),
        actual.value,
        months_passed=months,
        pro_rated=_grows(facts),
        rule=lights,
    )


def _forecast(facts: IndicatorFacts, months: int) -> Fraction | None:
    """What grows goes on as it did; everything else stays where it is."""
    if facts.actual is None or facts.actual.value is None:
        return None
    return facts.actual.value * 12 / months if facts.rollup == "sum" else facts.actual.value


def _likelihood(
    facts: IndicatorFacts, light: Light | None, forecast: Fraction | None, months: int
) -> Likelihood | None:
    """Certain where the forecast reaches the target; impossible where no month can mend it; else possible."""
    actual, target = facts.actual, facts.target
    if actual is None or light is None:
        return None
    if actual.band is not None:
        return {"met": "certain", "partly": "possible", "missed": "possible"}[actual.band]  # type: ignore[return-value]
    if forecast is None or actual.value is None or target.value is None:
        return None
    comparator, goal = target.comparator or "=", Fraction(target.value)
    if is_met(comparator, goal, forecast):
        return "certain"
    beyond_mending = (
        facts.rollup == "sum" and comparator in ("<=", "<") and not is_met(comparator, goal, actual.value)
    )
    return "impossible" if beyond_mending or months == 12 else "possible"


def _overshot(facts: IndicatorFacts, rules: RuleSet) -> bool:
    actual, target = facts.actual, facts.target
    if actual is None or actual.value is None or target.value is None:
        return False
    return overshoots(target.comparator or "=", Fraction(target.value), actual.value, rules)


def reason_class_of(reason: str) -> Cause:
    """The form's class of a typed reason: named in it (【经费保障】) or by its words; 其他 where neither fits."""
    for name, label in REASON_CLASSES.items():
        if label in reason:
            return name
    return next((name for name, words in _CLASS_WORDS if re.search(words, reason)), "other")


def _gaps(row: MonitoredIndicator) -> tuple[Missing, ...]:
    code = row.facts.code
    if row.light is None:
        return (Missing("unreported", code, "没有执行情况", "nothing reported"),)
    if row.must_explain and not (row.facts.reason or "").strip():
        return (Missing("reason", code, "偏差没有说明原因", "deviation without a reason"),)
    return ()
