"""Self-evaluations made at random whose figures are right: what a form says, before anybody prints it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

LAYOUTS = ("national", "cost", "department", "hubei", "hebei", "sichuan")


@dataclass
class Item:
    """One indicator: a figure against a figure, or words against words."""

    level1: str
    level2: str
    name: str
    sign: str
    target: Any
    unit: str
    actual: Any
    weight: Decimal
    share: Decimal = Decimal(1)
    reason: Any = None
    score: Decimal = Decimal(0)
    marked: Decimal | None = None
    """Hebei: the single score of 100, where it is not the share's."""


@dataclass
class Filled:
    """What a form says; money is in the form's own unit."""

    layout: str
    items: list[Item]
    initial: Decimal
    adjusted: Decimal
    executed: Decimal
    sources: list[list[Any]]
    execution_weight: Decimal
    execution_score: Decimal
    whole: bool
    rate: Any = None
    total: Decimal | None = Decimal(0)
    grade: str = ""
    total_money: list[Any] = field(default_factory=list)
    execution_reason: Any = None
    folded_twice: bool = False
    """Hebei: single scores that count their weight already, multiplied by it again."""

    def settle(self) -> None:
        """Total and grade as they follow from the scores."""
        self.total = sum((item.score for item in self.items), self.execution_score)
        limits = ((90, "优"), (80, "良"), (60, "中"), (0, "差"))
        self.grade = next(name for limit, name in limits if self.total >= limit)


def rounded(number: Decimal, whole: bool) -> Decimal:
    """Half up to whole points or two decimals."""
    return number.quantize(Decimal(1) if whole else Decimal("0.01"), ROUND_HALF_UP)


QUANTITIES = (
    ("培训人数", "数量指标", ">=", "120", "人"), ("开展检查次数", "数量指标", ">=", "12", "次"),
    ("发放补贴对象", "数量指标", "=", "356", "人"), ("维修道路里程", "数量指标", ">=", "26.5", "公里"),
    ("验收合格率", "质量指标", "=", "100", "%"), ("资金足额发放率", "质量指标", ">=", "98", "%"),
    ("补贴发放及时率", "时效指标", ">=", "95", "%"), ("工程按期完成率", "时效指标", "=", "100", "%"),
    ("项目总成本", "成本指标", "<=", "90", "万元"), ("人均补贴标准", "成本指标", "<=", "1800", "元/人"),
    ("服务企业数量", "数量指标", ">=", "1500", "家"), ("审批时限", "时效指标", "<=", "15", "工作日"),
    ("参保人数", "数量指标", ">=", "1.2", "万人"), ("投诉率", "质量指标", "<=", "5", "%"),
)  # fmt: skip
BENEFITS = (
    ("带动就业人数", "社会效益指标", ">=", "50", "人"), ("政策知晓率", "社会效益指标", ">=", "85", "%"),
    ("带动增收", "经济效益指标", ">=", "30", "万元"), ("参保率", "社会效益指标", ">=", "95", "%"),
    ("污染物排放下降率", "生态效益指标", ">=", "3", "%"), ("安全生产事故发生数", "社会效益指标", "=", "0", "起"),
)  # fmt: skip
QUALITIES = (
    ("提升群众生活水平", "社会效益指标", "效果明显", "达成预期指标"), ("长效管理机制", "可持续影响指标", "健全", "健全"),
    ("保障机关运转", "社会效益指标", "有效保障", "有效保障"),
    ("对生态环境的影响", "生态效益指标", "持续改善", "达到预期目标"),
    ("项目完成时间", "时效指标", "2022年12月底前", "2022年12月20日"), ("项目管理制度", "可持续影响指标", "长期", "长期"),
    ("促进经济发展", "经济效益指标", "有所促进", "完成"), ("资金发放时间", "时效指标", "每月15日前", "每月15日前"),
    ("培训班期数", "数量指标", "1-2期", "2期"), ("生产安全", "社会效益指标", "不发生重大事故", "未发生"),
    ("信访维稳", "社会效益指标", "无重大信访事件", "无"), ("服务能力", "社会效益指标", "逐步提升", "逐步提升"),
)  # fmt: skip
PAIRS = (
    ("≥120人次", "120人次（其中脱贫人口30人次）"), ("≥12次/年", "12次"), ("每年≥12次", "15次"), ("12次/年", "12次/年"),
    ("100%", "完成率100%"), ("达到95%", "98%"), ("95%-100%", "97%"), ("90%（含）以上", "92%"), ("优良率≥95%", "优良率96%"),
    ("不低于上年", "高于上年"), ("≥上年水平", "比上年提高2%"), ("0次", "0次"), ("0", "0"), ("无", "无"),
    ("12月31日前", "12月25日"), ("2022.12.31", "2022.12.20"), ("12个月", "12个月"), ("按月", "按月发放"), ("及时", "及时"),
    ("合格", "合格"), ("符合标准", "符合"), ("≤5万元/人", "4.5万元/人"), ("5-10个", "8个"),
    ("1800元/人·月", "1800元/人·月"),
    ("大于95%", "96%"), ("95％以上", "９６％"), ("≥1个、≤3个", "2个"), ("是", "是"), ("1项", "1项已完成"),
    ("1200人左右", "1180余人"),
    ("≥3项", "三项"), ("一批", "一批"), ("3-5年", "5年"), ("长期有效", "长期"), ("≥98%", "100.00%"), ("≤100%", "98.5%"),
    ("完成全部采购", "已完成采购并验收"), ("≥2场", "线上2场，线下1场"), ("1月-12月", "1-12月"), ("全年", "全年"),
    ("逐步提高", "有所提高"), ("≥90分", "95分"), ("控制在预算内", "未超预算"), ("不超预算", "控制在预算之内"),
    ("零事故", "零事故"),
    ("不发生", "未发生"), ("≤1次", "0次"), ("≤0.5%", "0.3%"), ("下降5%", "下降6%"), ("≤3天", "2天"), ("24小时内", "12小时"),
    ("≥1,200人", "1,250人"), ("≥1200", "1250"), ("100万元以内", "98.6万元"), ("≥50亩", "52.35亩"), ("500元/人", "500元/人"),
    (">90%", ">90%"), ("≥95", "96.5"), ("95%", 0.953), ("100%", 1), (1, 1), (0.9, 0.95), ("≥1个", 1), ("12", "12个"),
    ("2022年底", "2022年11月"), ("每季度1次", "4次"), ("满意", "满意"), ("有效提升", "有效提升服务能力"),
    ("持续", "持续影响"), ("15个工作日内", "10个工作日"), ("约50户", "48户"), ("≤90万元", "89.97"), ("≥85", "90分"),
    ("≥120人", 1), ("30场次", 1),
)  # fmt: skip
"""Targets and actuals of indicators that got their full points, as forms print them."""
REASONS = (
    "受疫情影响，培训推迟，明年提前安排。",
    "年初目标设定偏高，今后科学设定指标值",
    "部分对象信息变更，下一步加强核查",
)


def made(random: Random, layout: str = "", *, missed: bool | None = None) -> Filled:
    """A form whose figures are all right."""
    layout = layout or random.choice(LAYOUTS)
    whole = random.random() < 0.4
    weights = {"hubei": ("20", {"产出指标": 40, "效益指标": 40}), "cost": ("10", {"产出指标": 40, "成本指标": 20,
               "效益指标": 20, "满意度指标": 10}), "sichuan": ("10", {"产出指标": 60, "效益指标": 30}),
               "hebei": ("10", {"产出指标": 50, "效果指标": 30, "满意度指标": 10})}  # fmt: skip
    own, groups = weights.get(layout, ("10", {"产出指标": 50, "效益指标": 30, "满意度指标": 10}))
    items: list[Item] = []
    for level1, points in groups.items():
        count = 1 if level1 == "满意度指标" else random.randint(1, 4)
        parts = _parts(random, Decimal(points), count, whole=whole)
        for weight in parts:
            short = random.random() < 0.2 if missed is None else missed
            items.append(_item(random, level1, weight, short=short))
    for item in items:
        item.score = rounded(item.weight * item.share, whole)
        if item.score < item.weight and item.reason is None:
            item.reason = random.choice(REASONS)
    form = _money(random, layout, items, Decimal(own), whole)
    form.settle()
    return form


def _parts(random: Random, points: Decimal, count: int, *, whole: bool) -> list[Decimal]:
    if not whole and random.random() < 0.3:
        part = (points / count).quantize(Decimal("0.01"))
    else:
        part = Decimal(int(points / count))
    return [*[part] * (count - 1), points - part * (count - 1)]


def _item(random: Random, level1: str, weight: Decimal, *, short: bool) -> Item:
    if level1 == "满意度指标":
        name, level2, sign, target, unit = (
            random.choice(("服务对象满意度", "群众满意度")),
            "服务对象满意度指标",
            ">=",
            "90",
            "%",
        )
    elif level1 == "成本指标":
        name, level2, sign, target, unit = (
            random.choice(("项目总成本", "单位成本")),
            "经济成本指标",
            "<=",
            "90",
            "万元",
        )
    elif not short and random.random() < 0.3:
        target, actual = random.choice(PAIRS)
        return Item(
            level1,
            "质量指标",
            random.choice(("工作完成情况", "项目实施情况", "业务开展")),
            "",
            target,
            "",
            actual,
            weight,
        )
    elif not short and random.random() < 0.4:
        name, level2, words, actual = random.choice(QUALITIES)
        return Item(level1, level2, name, "", words, "", actual, weight)
    else:
        pool = BENEFITS if level1 in ("效益指标", "效果指标") else QUANTITIES
        name, level2, sign, target, unit = random.choice(pool)
    goal = Decimal(target)
    if not short or goal == 0:
        return Item(level1, level2, name, sign, target, unit, _reached(random, sign, goal, unit), weight)
    ratio = random.choice((Decimal("0.9"), Decimal("0.8"), Decimal("0.5")))
    if sign == "<=":
        actual = goal * (2 - ratio)
        return Item(level1, level2, name, sign, target, unit, actual, weight, ratio)
    return Item(level1, level2, name, sign, target, unit, goal * ratio, weight, ratio)


def _reached(random: Random, sign: str, goal: Decimal, unit: str) -> Decimal:
    if sign == "=" or random.random() < 0.4:
        return goal
    if sign == "<=":
        return (goal * random.choice((Decimal("0.95"), Decimal("0.8")))).quantize(Decimal("0.01"))
    if unit == "%":
        return min(Decimal(100), goal + random.choice((1, 2, Decimal("2.5")))) if goal > 10 else goal + 1
    return goal + max(1, int(goal * random.choice((Decimal("0.02"), Decimal("0.1")))))


def _money(random: Random, layout: str, items: list[Item], own: Decimal, whole: bool) -> Filled:
    in_yuan = random.random() < 0.3
    adjusted = Decimal(random.randint(100, 99999999 if in_yuan else 900000)) / 100
    initial = random.choice((adjusted, Decimal(0), adjusted / 2)).quantize(Decimal("0.01"))
    share = random.choice((1, 1, Decimal("0.95"), Decimal("0.9234"), Decimal("0.6"), Decimal("0.9999")))
    executed = (adjusted * share).quantize(Decimal("0.01"))
    carried = random.choice((Decimal(0), Decimal(0), (adjusted / 4).quantize(Decimal("0.01"))))
    spent = min(carried, executed)
    sources: list[list[Any]] = [["", initial, adjusted - carried, executed - spent], ["", Decimal(0), carried, spent],
                                ["", Decimal(0), Decimal(0), Decimal(0)]]  # fmt: skip
    score = min(own, rounded(own * executed / adjusted, whole))
    reason = random.choice(REASONS) if executed < adjusted else None
    return Filled(layout, items, initial, adjusted, executed, sources, own, score, whole, executed / adjusted * 100,
                  total_money=[initial, adjusted, executed], execution_reason=reason)  # fmt: skip
