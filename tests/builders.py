"""Small ledgers to test with: a plan with one indicator of each kind, on a store in memory."""

from __future__ import annotations

from collections.abc import Sequence

from events.memory_store import MemoryStore
from events.types.plan import Period, Rollup, Source, Target
from events.values import LedgerId
from tracker.plan.model import BudgetLine, DepartmentIndicator, Indicator, Plan, Project
from tracker.requests import RecordAppropriation, RecordDisbursement, RecordMeasurement
from tracker.service import Outcome, Tracker

YEAR = 2022
LEDGER = LedgerId("900", YEAR)


def target(text: str) -> Target:
    """``>=95%`` as a target; anything without a comparator is qualitative."""
    for comparator in (">=", "<=", "=", ">", "<"):
        if text.startswith(comparator):
            figure = text.removeprefix(comparator)
            value = figure.rstrip("%元人次分个")
            return Target(comparator, value, figure.removeprefix(value) or None)  # type: ignore[arg-type]
    return Target(text=text)


def indicator(
    code: str,
    level2: str,
    name: str,
    goal: str,
    source: Source,
    *,
    period: Period = "year",
    rollup: Rollup = "latest",
    level1: str = "产出指标",
) -> Indicator:
    """A row of a table; what is not said does not matter to the test."""
    return Indicator(
        code=code,
        level1=level1,
        level2=level2,
        level3=name,
        definition=name,
        target=target(goal),
        basis="测试文件",
        source=source,
        period=period,
        rollup=rollup,
    )


BENEFIT = Project(
    code="P01",
    name="养老金发放",
    goal="按时足额发放",
    indicators=(
        indicator("P01.01", "数量指标", "参保人数", ">=300人", "value"),
        indicator("P01.02", "质量指标", "参保率", ">=90%", "ratio", rollup="ratio_of_sums"),
        indicator(
            "P01.03",
            "时效指标",
            "发放及时率",
            ">=95%",
            "people_on_time",
            period="month",
            rollup="ratio_of_sums",
        ),
        indicator("P01.04", "成本指标", "发放金额", "<=24000元", "spending", rollup="sum"),
        indicator("P01.05", "成本指标", "人均标准", "<=116元", "per_person", period="month"),
        indicator("P01.06", "社会效益指标", "群众生活", "不断提高", "band", rollup="none", level1="效益指标"),
    ),
)
SUBSIDY = Project(
    code="P02",
    name="就业补助",
    goal="及时发放",
    indicators=(
        indicator(
            "P02.01",
            "时效指标",
            "补助及时发放率",
            ">=98%",
            "amount_on_time",
            period="month",
            rollup="ratio_of_sums",
        ),
        indicator(
            "P02.02",
            "时效指标",
            "资金到位率",
            ">=90%",
            "funds_arrival",
            period="month",
            rollup="ratio_of_sums",
        ),
        indicator("P02.03", "质量指标", "补助金发放率", ">=99%", "payment_rate", rollup="ratio_of_sums"),
        indicator("P02.04", "数量指标", "宣传次数", ">=4次", "value", period="month", rollup="sum"),
        indicator(
            "P02.05", "时效指标", "办结及时率", ">=95%", "ratio", period="month", rollup="ratio_of_sums"
        ),
    ),
)
PLAN = Plan(
    unit="900",
    name="测试单位",
    year=YEAR,
    budget_lines=(BudgetLine("财政拨款“三公”经费预算", 300_000), BudgetLine("机关运行经费", 2_000_000)),
    department_indicators=(DepartmentIndicator("D1.01", "服务", "群众满意率", target(">=95%")),),
    projects=(BENEFIT, SUBSIDY),
)


class Desk:
    """A tracker on a store in memory, with a day that tests move."""

    def __init__(
        self, plan: Plan = PLAN, *, day: str = "2022-01-05", store: MemoryStore | None = None
    ) -> None:
        self.day = day
        self.store = store or MemoryStore()
        self.tracker = Tracker(self.store, LEDGER, actor="tester", today=lambda: self.day)
        self.tracker.open_books("测试单位")
        self.tracker.adopt_plan(plan, (), document="plan.json", sha256="0" * 64)

    def grant(self, project: str = "P01", yuan: int = 24_000, **said: object) -> Outcome:
        """Appropriate money."""
        fields = {"project": project, "amount_fen": yuan * 100, "on": "2022-01-10"} | said
        return self.tracker.record(RecordAppropriation(**fields))  # type: ignore[arg-type]

    def pay(
        self, project: str = "P01", yuan: int = 1_000, *, on: str = "2022-03-15", **said: object
    ) -> Outcome:
        """Pay money, due on the day it is paid unless said otherwise."""
        fields = {"project": project, "amount_fen": yuan * 100, "paid_on": on, "due_on": on} | said
        return self.tracker.record(RecordDisbursement(**fields))  # type: ignore[arg-type]

    def measure(self, indicator: str, period: str, **said: object) -> Outcome:
        """Type an actual value."""
        return self.tracker.record(RecordMeasurement(indicator=indicator, period=period, **said))  # type: ignore[arg-type]

    def events(self) -> Sequence[str]:
        """The types recorded, in order."""
        with self.store.reader(str(LEDGER)) as log:
            return [event.type for event in log.read()]
