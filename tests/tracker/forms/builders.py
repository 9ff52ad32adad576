"""A made-up unit with every kind of row, for the tests of forms."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from events.types.plan import Target
from tracker.forms.facts import (
    ActualFacts,
    EventRef,
    FundingFacts,
    IndicatorFacts,
    MoneyFacts,
    ProjectFacts,
    UnitFacts,
    department_facts,
)


def event(position: int, amount_fen: int | None = None, people: int | None = None) -> EventRef:
    kind = "DisbursementRecorded" if amount_fen else "MeasurementRecorded"
    return EventRef(position, f"0198-{position}", kind, "2022-03-15", amount_fen, people, f"{position:064x}")


def indicator(code: str, level1: str, level2: str, level3: str, target: Target, actual: ActualFacts | None,
              **more: object) -> IndicatorFacts:  # fmt: skip
    row = IndicatorFacts(code, level1, level2, level3, f"{level3}的说明", target, actual=actual,
                         events=(event(7, 100),))  # fmt: skip
    return replace(row, **more)  # type: ignore[arg-type]


def ratio(numerator: int, denominator: int) -> ActualFacts:
    return ActualFacts(Fraction(numerator * 100, denominator), "%", numerator, denominator, "people")


def project(code: str = "P01", **more: object) -> ProjectFacts:
    rows = (
        indicator(f"{code}.01", "产出指标", "数量指标", "发放人数", Target(">=", "12000", "人"),
                  ActualFacts(Fraction(12000), "人")),
        indicator(f"{code}.02", "产出指标", "时效指标", "养老金发放及时率", Target(">=", "95", "%"),
                  ratio(940, 1000), reason="三月银行系统故障", measure="提前三个工作日送盘"),
        indicator(f"{code}.03", "产出指标", "成本指标", "资金控制数", Target("<=", "2490000", "元"),
                  ActualFacts(Fraction(2490000), "元", 249000000, None, "fen")),
        indicator(f"{code}.04", "效果指标", "社会效益指标", "群众生活改善", Target(text="明显改善"),
                  ActualFacts(band="met", share=Decimal(100))),
        indicator(f"{code}.05", "满意度指标", "服务对象满意度指标", "群众满意度", Target(">=", "90", "%"),
                  ratio(95, 100)),
    )  # fmt: skip
    facts = ProjectFacts(
        code=code,
        name="城乡居民养老保险补助",
        goal="按时足额发放基础养老金。",
        money=MoneyFacts(249000000, 249000000, 245688300),
        funding=(FundingFacts("fiscal", MoneyFacts(249000000, 249000000, 245688300)),),
        indicators=rows,
        money_events=(event(3, 245688300, 12000),),
    )
    return replace(facts, **more)  # type: ignore[arg-type]


def unit(*projects: ProjectFacts, **more: object) -> UnitFacts:
    facts = UnitFacts("323", "某县人力资源和社会保障局", 2022, "2022-12-31", 1234, "ab" * 32,
                      projects or (project(),))  # fmt: skip
    return replace(facts, **more)  # type: ignore[arg-type]


def unit_with_department(
    *projects: ProjectFacts, rows: tuple[IndicatorFacts, ...], **more: object
) -> UnitFacts:
    """With a department-wide form of those rows."""
    facts = unit(*projects, **more)
    return replace(facts, department=department_facts(facts.name, facts.projects, rows))
