"""Whole disclosures of made-up units, sound in every figure, worded and laid out in many ways by a seed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from events.types.plan import Target
from tests.tracker.plan import printing
from tests.tracker.plan.printing import Layout
from tracker.plan.model import Plan, Project
from tracker.plan.targets import print_target

_D = Decimal


@dataclass(frozen=True)
class Money:
    """The figures of a year, in 万元: each total is the sum of its parts."""

    income: tuple[Decimal, Decimal, Decimal]
    people: Decimal
    office: Decimal
    projects: Decimal
    last_basic: Decimal
    last_projects: Decimal
    public: tuple[Decimal, Decimal, Decimal, Decimal]
    last_public: tuple[Decimal, Decimal, Decimal, Decimal]
    goods: Decimal
    works: Decimal
    assets: tuple[Decimal, Decimal, Decimal, Decimal]

    @property
    def basic(self) -> Decimal:
        """Basic expenditure: people and office."""
        return self.people + self.office

    @property
    def total(self) -> Decimal:
        """All income, and all expenditure."""
        return self.basic + self.projects

    @property
    def last(self) -> Decimal:
        """Last year's total."""
        return self.last_basic + self.last_projects


def money_of(source: random.Random) -> Money:
    """Figures that agree with each other."""

    def amount(low: int, high: int) -> Decimal:
        return _D(source.randrange(low * 100, high * 100)) / _D(100)

    people, office, projects = amount(800, 6000), amount(60, 400), amount(900, 5000)
    total = people + office + projects
    fund = _D(source.randrange(0, 5) * 50)
    other = amount(1, 90)
    public = (_D(0), _D(source.choice([0, 18])), amount(2, 9), amount(1, 4))
    last_public = (_D(0), _D(0), public[2] + source.choice([_D(0), _D("0.5"), _D("-0.8")]), public[3])
    return Money(
        (total - fund - other, fund, other),
        people,
        office,
        projects,
        people + office - amount(-90, 90),
        projects - amount(-300, 300),
        public,
        last_public,
        amount(5, 60),
        amount(20, 300),
        (amount(400, 900), amount(20, 90), amount(30, 80), amount(10, 60)),
    )


class Wording:
    """How this document says things: chosen once, by the seed."""

    def __init__(self, source: random.Random, year: int) -> None:
        self.source = source
        self.year = year
        self.unit = source.choice(["万元", "万元", "万元", "元"])
        self.grouped = source.random() < 0.3
        self.wide = source.random() < 0.15

    def pick(self, *words: str) -> str:
        """One of several ways to say it."""
        return self.source.choice(words)

    def amount(self, wan: Decimal) -> str:
        """An amount with its unit."""
        value = wan if self.unit == "万元" else wan * 10_000
        plain = format(value.normalize(), ",f" if self.grouped else "f")
        if self.wide:
            plain = plain.translate({ord(d): ord(d) + 0xFEE0 for d in "0123456789"})
        return plain + self.unit

    def last_year(self) -> str:
        """The year before, as a comparison names it."""
        return self.pick(
            f"较{self.year - 1}年", "较上年", "比上年", "与上年相比", f"比{self.year - 1}年", "较去年"
        )

    def change(self, new: Decimal, old: Decimal) -> str:
        """A change with its direction and share, or that there is none."""
        if new == old:
            return self.pick("与上年持平", "与上年相比无增减变化", f"与{self.year - 1}年持平", "较上年无变化")
        word = self.pick("增加", "增加") if new > old else self.pick("减少", "减少")
        said = f"{self.last_year()}{word}{self.amount(abs(new - old))}"
        if old and self.source.random() < 0.5:
            percent = (abs(new - old) * 100 / old).quantize(_D("0.01"))
            share = self.pick("增长", "增幅") if new > old else self.pick("下降", "降幅")
            said += f"，{share}{percent}%"
        return said


def sentences(plan: Plan, money: Money, say: Wording) -> list[str]:
    """What stands around the tables, a paragraph each."""
    assert plan.year is not None
    name, year = plan.name, plan.year
    return [
        say.pick(
            f"现将{name}{year}年部门预算公开如下：",
            f"按照《预算法》规定，现将{name}{year}年度部门预算公开如下：",
        ),
        "一、部门职责及机构设置情况",
        "（一）贯彻执行国家有关方针政策和法律法规，拟订有关规划并组织实施。",
        "二、部门预算安排的总体情况",
        *_income(money, say),
        *_spending(money, say),
        *_change(money, say),
        "三、机关运行经费安排情况",
        *_office(money, say),
        "四、财政拨款“三公”经费预算情况及增减变化原因",
        *_public(money, say),
        "五、预算绩效信息",
        *_goals(plan, say),
    ]


def _income(money: Money, say: Wording) -> list[str]:
    total = say.pick("预算收入", "本年收入合计", "收入总计", "部门预算总收入", "收入预算", "当年收入合计")
    general = say.pick(
        "一般公共预算收入", "一般公共预算拨款收入", "一般公共预算财政拨款收入", "一般公共预算拨款"
    )
    fund = say.pick("政府性基金收入", "政府性基金预算拨款收入", "政府性基金预算拨款")
    other = say.pick("其他来源收入", "其他收入", "单位资金", "事业收入")
    lead = say.pick("，其中：", "。其中：", "，其中，", "，包括：", "，其中")
    comma = say.pick("，", "；", "、")
    parts = comma.join(
        word + say.pick("", "为") + say.amount(part)
        for word, part in zip((general, fund, other), money.income, strict=True)
    )
    return [
        "1、收入说明",
        f"反映本部门当年全部收入。{say.year}年{total}{say.pick('', '为')}{say.amount(money.total)}{lead}{parts}。",
    ]


def _spending(money: Money, say: Wording) -> list[str]:
    total = say.pick("支出预算", "本年支出合计", "支出总计", "部门预算总支出", "预算支出", "当年支出合计")
    basic = say.pick(
        f"基本支出{say.amount(money.basic)}（其中：人员经费{say.amount(money.people)}，日常公用经费{say.amount(money.office)}）",
        f"基本支出{say.amount(money.basic)}，包括人员经费{say.amount(money.people)}和日常公用经费{say.amount(money.office)}",
        f"基本支出{say.amount(money.basic)}，其中人员经费支出{say.amount(money.people)}、公用经费支出{say.amount(money.office)}",
        f"基本支出{say.amount(money.basic)}",
    )
    lead = say.pick("，其中：", "，包括：", "，其中")
    return [
        "2、支出说明",
        f"{say.year}年{total}{say.amount(money.total)}{lead}{basic}；项目支出{say.amount(money.projects)}。",
    ]


def _change(money: Money, say: Wording) -> list[str]:
    total = say.pick("预算收支安排", "收支预算", "部门预算")
    against = say.pick(
        f"较{say.year - 1}年预算{say.amount(money.last)}",
        f"较{say.year - 1}年预算",
        "较上年预算",
        "比上年",
    )
    word = "增加" if money.total > money.last else "减少"
    parts = "，".join(
        f"{name}{'增加' if new > old else '减少'}{say.amount(abs(new - old))}"
        + say.pick("", "，主要原因是人员变动", "，主要是项目调整")
        for name, new, old in (
            ("基本支出", money.basic, money.last_basic),
            ("项目支出", money.projects, money.last_projects),
        )
    )
    difference = say.amount(abs(money.total - money.last))
    return [
        "3、比上年增减情况",
        f"{say.year}年{total}{say.amount(money.total)}，{against}{word}{difference}，其中：{parts}。",
    ]


def _office(money: Money, say: Wording) -> list[str]:
    first = (money.office / 3).quantize(_D("0.01"))
    return [
        say.pick(
            f"{say.year}年，我单位机关运行经费共计安排{say.amount(money.office)}，其中：办公费{say.amount(first)}，"
            f"差旅费{say.amount(money.office - first)}。",
            f"{say.year}年机关运行经费预算{say.amount(money.office)}，主要用于办公费、印刷费、差旅费等日常支出。",
            f"机关运行经费{say.amount(money.office)}，主要包括办公费{say.amount(first)}等。",
        )
    ]


def _public(money: Money, say: Wording) -> list[str]:
    abroad, bought, run, guests = money.public
    old = money.last_public
    total, old_total = sum(money.public, _D(0)), sum(old, _D(0))
    lead = (
        f"{say.year}年，我单位财政拨款“三公”经费预算安排{say.amount(total)}，{say.change(total, old_total)}"
    )
    cars = (
        f"公务用车购置及运行{say.pick('', '维护')}费{say.amount(bought + run)}，{say.change(bought + run, old[1] + old[2])}"
        f"（其中：公务用车购置费{say.amount(bought)}，{say.change(bought, old[1])}；"
        f"公务用车运行维护费{say.amount(run)}，{say.change(run, old[2])}）"
    )
    foreign = f"因公出国（境）费{say.amount(abroad)}，{say.change(abroad, old[0])}"
    hosted = f"公务接待费{say.amount(guests)}，{say.change(guests, old[3])}"
    listed = [foreign, cars, hosted]
    say.source.shuffle(listed)
    if say.source.random() < 0.5:
        return [f"{lead}。其中：{'；'.join(listed)}。"]
    return [
        f"{lead}，具体情况如下：",
        *(f"（{n}）{item}。" for n, item in zip("一二三", listed, strict=True)),
    ]


def _goals(plan: Plan, say: Wording) -> list[str]:
    promised = next(i for i in plan.indicators() if "满意" in i.level3)
    return [
        "（一）总体绩效目标",
        "围绕中心工作，提高资金使用效益。",
        "（二）分项绩效目标",
        "1、服务质量不断提高。",
        "绩效目标：提高服务质量，让群众满意。",
        f"绩效指标：{promised.level3}{say.pick('达到', '在')}{promised.target.value}%以上。",
    ]


def closing(plan: Plan, money: Money, say: Wording) -> list[str]:
    """What stands behind the tables: procurement and assets."""
    bought = money.goods + money.works
    total = sum(money.assets, _D(0))
    names = (
        "1、房屋（平方米） 3200",
        "2、车辆（台、辆） 4",
        "3、单价在20万元以上的设备 2",
        "4、其他固定资产 260",
    )
    return [
        "六、政府采购预算情况",
        f"{say.year}年，{plan.name}安排政府采购预算{say.amount(bought)}，其中：货物类{say.amount(money.goods)}，"
        f"工程类{say.amount(money.works)}。",
        "七、国有资产信息",
        f"{plan.name}（含所属单位）上年末固定资产金额为{total}万元（详见下表）。本年度拟购置固定资产总额为12.5万元。",
        "部门固定资产占用情况表",
        f"{plan.unit}{plan.name} 截止时间：{say.year - 1}-12-31",
        "项目 数量 价值（金额单位：万元）",
        f"资产总额 {'—— ' if say.source.random() < 0.5 else ''}{total}",
        *(f"{name} {worth}" for name, worth in zip(names, money.assets, strict=True)),
        "八、名词解释",
        "1、一般公共预算拨款收入：指县级财政当年拨付的资金。",
        "九、其他需要说明的事项",
        "无其他需要说明的事项。",
    ]


def _head(plan: Plan, project: Project) -> list[str]:
    assert project.budget is not None
    total = f"{project.budget.total_fen / 1_000_000:.2f}"
    return [
        f"{project.name}绩效目标表",
        f"{plan.unit}{plan.name} 单位：万元",
        f"项目编码 {project.finance_code} 项目名称 {project.name}",
        f"预算规模及资金用途 预算数 {total} 其中：财政资金 {total} 其他资金",
    ]


def printed_value(target: Target, source: random.Random) -> str:
    """A target as such tables print it: with a sign, or with words."""
    plain = print_target(target)
    if target.value is None or target.comparator not in (">=", "<="):
        return plain
    figure = plain[1:]
    if target.comparator == ">=":
        return source.choice(
            [plain, plain, f"不低于{figure}", f"{figure}以上", f"不少于{figure}", f"{figure}及以上"]
        )
    return source.choice(
        [plain, plain, f"不超过{figure}", f"{figure}以内", f"不高于{figure}", f"{figure}以下"]
    )


def wrapped(paragraphs: Sequence[str], limit: int) -> list[str]:
    """Paragraphs broken wherever a line is full, but the rows of the asset table left alone."""
    return [line for each in paragraphs for line in ([each] if " " in each else printing.wrap(each, limit))]


def print_disclosure(
    plan: Plan, seed: int, layout: Layout | None = None, *, line: int = 50, money: Money | None = None
) -> str:
    """The whole document for a seed."""
    assert plan.year is not None
    source = random.Random(seed)
    figures = money_of(source)
    say = Wording(source, plan.year)
    form = layout or Layout(widths=(6, 12, 18, 30, 12, 26), order="lines", blank_lines=False)
    lines = wrapped(sentences(plan, money or figures, say), line)
    for project in plan.projects:
        lines += [*_head(plan, project), *printing.print_project(project, form)]
    lines += wrapped(closing(plan, money or figures, say), line)
    return ("\n\n" if form.blank_lines else "\n").join(lines)
