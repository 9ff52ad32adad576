"""Forms as bureaus publish them: right figures printed with the layouts, headings and words that vary in real ones.

``drawn`` remembers where each figure stands, so that a test can change one thing and know which cell must be named.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

from tests.tracker.forms.made_forms import Filled, Item, rounded
from tracker.forms.audit.grid import Grid, cell_name


class Canvas:
    """A sheet being printed: rows, merged ranges, and where each named figure stands."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.rows: list[list[Any]] = []
        self.spans: list[tuple[int, int, int, int]] = []
        self.places: dict[str, str] = {}

    def row(self, *cells: Any) -> int:
        """Append a row; a cell may be ``(value, width)`` for a merged one and ``name=value`` through ``At``."""
        column, out = 0, list[Any]()
        number = len(self.rows)
        for cell in cells:
            value, width = cell if isinstance(cell, tuple) else (cell, 1)
            if isinstance(value, At):
                self.places[value.name] = cell_name(number, column)
                value = value.value
            out += [self.printed(value), *[""] * (width - 1)]
            if width > 1:
                self.spans.append((number, column, number, column + width - 1))
            column += width
        self.rows.append(out)
        return number

    def printed(self, value: Any) -> Any:
        """A figure as a number cell or as text; nothing as an empty cell."""
        if value is None:
            return ""
        if isinstance(value, Decimal):
            return text_of(value) if self.random.random() < 0.3 else float(value)
        return value

    def blank(self) -> None:
        """Now and then an empty row."""
        if self.random.random() < 0.15:
            self.rows.append([""] * 3)

    def grid(self) -> Grid:
        """The sheet as the auditor sees it."""
        width = max(map(len, self.rows))
        return Grid([[*row, *[""] * (width - len(row))] for row in self.rows], self.spans)


@dataclass
class At:
    """A figure whose place is remembered."""

    name: str
    value: Any


def text_of(value: Decimal) -> str:
    """A figure without trailing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def target_text(random: Random, item: Item) -> Any:
    """A target as people type it into one cell."""
    if not item.sign:
        return item.target
    signs = {">=": ("≥", "≥", ">=", "≧", "＞＝", "大于等于", "不低于", "不少于"),
             "<=": ("≤", "≤", "<=", "≦", "不超过", "小于等于"),
             "=": ("", "=", "＝", "")}[item.sign]  # fmt: skip
    tails = {">=": "以上", "<=": "以内"}
    if item.sign in tails and random.random() < 0.1:
        return f"{item.target}{item.unit}{tails[item.sign]}"
    unit = random.choice((item.unit, item.unit, "％" if item.unit == "%" else item.unit))
    space = random.choice(("", "", " "))
    if item.sign == "=" and item.unit == "%" and random.random() < 0.3:
        return float(Decimal(item.target) / 100)
    return f"{random.choice(signs)}{space}{item.target}{unit}"


def actual_text(random: Random, item: Item) -> Any:
    """An actual as people type it: with or without unit, as a share, a number cell, the target again, or words."""
    if not isinstance(item.actual, Decimal):
        return item.actual
    value, met = item.actual, item.share == 1
    choices: list[Any] = [
        f"{text_of(value)}{item.unit}",
        f"{text_of(value)}{item.unit}",
        f"{text_of(value)} {item.unit}",
    ]
    choices += [
        text_of(value),
        float(value),
        f"完成{text_of(value)}{item.unit}",
        f"已完成{text_of(value)}{item.unit}",
    ]
    if item.unit == "%":
        choices += [f"{value:.2f}%", f"{text_of(value)}％", float(value / 100)] if value > 2 else []
        choices = [each for each in choices if not isinstance(each, float) or value != 1]
    if met and item.sign == ">=":
        choices += [f"≥{item.target}{item.unit}", "100%" if item.unit != "%" else "达标", "完成", "已完成"]
    if met and item.sign == "<=":
        choices += ["达成预期指标", f"≤{item.target}{item.unit}", "完成"]
    if met and item.sign == "=":
        choices += ["达成预期指标"]
    return random.choice(choices)


MONEY_HEADS = (
    ("年初预算数", "全年预算数（A）", "全年执行数（B）", "分值", "执行率（B/A）", "得分"),
    ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"),
    ("年初\n预算数", "全年\n预算数", "全年\n执行数", "分值", "执行率", "得分"),
    ("年初预算", "调整后预算数（A）", "实际支出数（B）", "分值（10分）", "预算执行率（B/A）", "自评得分"),
    ("年初预算数", "全年（调整）预算数", "全年执行数", "权重", "执行率（%）", "得分"),
    ("年初预算数(a)", "预算调整数(b)", "执行数(c)", "分值", "执行率(c/b)", "得分"),
)
HEADS = {
    "target": ("年度指标值", "年度\n指标值", "年度指标值（A）", "目标值", "指标值", "年初目标值", "年度目标值",
               "预期指标值", "计划完成值"),
    "actual": ("实际完成值", "实际\n完成值", "实际完成值（B）", "全年完成值", "完成值", "全年实际值", "实际完成情况",
               "完成情况",
               "实际完成指标值"),
    "weight": ("分值", "分值", "权重", "分值（权重）", "标准分", "指标分值", "分值（100分）"),
    "score": ("得分", "得分", "自评得分", "自评分", "实际得分", "单位自评得分", "自评得分（分）"),
    "reason": ("偏差原因分析及改进措施", "偏差原因分析\n及改进措施", "未完成原因分析", "偏差原因分析与改进措施",
               "未完成原因和改进措施", "存在问题、原因及下一步改进措施", "偏差分析及整改措施", "扣分原因及改进措施"),
}  # fmt: skip
NO_REASON = (None, None, None, "无", "-", "—", "/", "无偏差", "不适用")
SOURCES = (
    ("其中：当年财政拨款", "上年结转资金", "其他资金"), ("其中:本年财政拨款", "上年结转资金", "其他资金"),
    ("其中：财政拨款", "      上年结转", "      其他资金"), ("财政拨款", "上年结转资金", "其他资金"),
    ("其中：一般公共预算", "政府性基金", "其他资金"), ("其中：中央财政资金", "地方财政资金", "其他资金"),
)  # fmt: skip
TOTALS = ("年度资金总额", "年度资金总额：", "年度资金总额:", "资金总额", "总额", "合计", "年度资金总计")


def drawn(form: Filled, random: Random) -> tuple[Grid, dict[str, str]]:
    """The form printed in its layout, in one of the ways bureaus do."""
    canvas = Canvas(random)
    printers: dict[str, Callable[[Canvas, Filled], None]] = {
        "hubei": _hubei, "hebei": _hebei, "sichuan": _sichuan, "department": _department}  # fmt: skip
    printers.get(form.layout, _national)(canvas, form)
    return canvas.grid(), canvas.places


def _rate(random: Random, form: Filled) -> Any:
    if form.rate is None or isinstance(form.rate, str):
        return form.rate
    two = form.rate.quantize(Decimal("0.01"), ROUND_HALF_UP)
    short = form.rate.quantize(Decimal("1"), ROUND_HALF_UP)
    return random.choice(
        (f"{two}%", f"{text_of(two)}%", f"{short}%", float(form.rate / 100), float(two), f"{two}", f"{two}％")
    )


def _national_head(canvas: Canvas, form: Filled, name: str, title: str) -> None:
    random = canvas.random
    if random.random() < 0.3:
        canvas.row(random.choice(("附件2", "附件1：", "表1")))
    canvas.row((title, 9))
    canvas.row((random.choice(("（2022年度）", "(2023 年度)", "2022年")), 9))
    canvas.blank()
    canvas.row((name, 2), ("职业技能培训补贴" if "项目" in name else "某县人力资源和社会保障局", 7))
    if random.random() < 0.8:
        canvas.row(("主管部门", 2), ("某县人社局", 3), ("实施单位", 2), ("某县人社局", 2))
    if random.random() < 0.3:
        canvas.row(("项目类别", 2), ("本级项目☑ 上级专项□", 3), ("联系人及电话", 2), ("某某", 2))


def _national_money(canvas: Canvas, form: Filled, *, side: bool = True) -> None:
    random = canvas.random
    heads = random.choice(MONEY_HEADS)
    label = random.choice(
        (
            "项目资金\n（万元）",
            "项目资金（元）",
            "资金情况（万元）",
            "预算执行情况（万元）",
            "年度预算执行情况（万元）",
        )
    )
    canvas.row(label, ("", 2), *heads)
    dash = random.choice(("—", "-", "－", "", "/"))
    first, *others = form.total_money
    canvas.row("", (random.choice(TOTALS), 2), At("initial", first), At("adjusted", others[0]), At("executed", others[1]),
               At("execution_weight", form.execution_weight), At("rate", _rate(random, form)),
               At("execution_score", form.execution_score))  # fmt: skip
    names = random.choice(SOURCES)
    empty = random.choice((None, Decimal(0), "0", "-"))
    for number, (name, source) in enumerate(zip(names, form.sources, strict=True)):
        amounts = [empty if not any(source[1:]) else each for each in source[1:]]
        rate = random.choice((dash, "0.00%", ""))
        canvas.row(
            "",
            (name, 2),
            *(At(f"source{number}.{index}", each) for index, each in enumerate(amounts)),
            dash,
            rate,
            dash,
        )


def _goals(canvas: Canvas) -> None:
    canvas.row("年度总体目标", ("预期目标", 4), ("实际完成情况", 4))
    canvas.row("", ("完成培训120人次，发放率达到100%。", 4), ("已完成培训任务，发放100万元。", 4))


def _national(canvas: Canvas, form: Filled) -> None:
    random = canvas.random
    titles = (
        "项目支出绩效自评表",
        "部门预算项目支出绩效自评表",
        "项目支出绩效自评表（2022年度）",
        "2022年度项目支出绩效自评表",
    )
    _national_head(canvas, form, random.choice(("项目名称", "项目名称：")), random.choice(titles))
    _national_money(canvas, form)
    canvas.blank()
    _goals(canvas)
    canvas.blank()
    _indicators(canvas, form)
    _tail(canvas, form)


def _department(canvas: Canvas, form: Filled) -> None:
    random = canvas.random
    _national_head(
        canvas, form, random.choice(("部门名称", "部门（单位）名称", "单位名称")), "部门整体支出绩效自评表"
    )
    canvas.row(
        ("年度主要任务", 1),
        ("任务名称", 2),
        ("完成情况", 2),
        ("预算数（万元）", 1),
        ("其中：财政拨款", 1),
        ("执行数（万元）", 2),
    )
    canvas.row("", ("保障养老金发放", 2), ("完成", 2), Decimal(40), Decimal(40), (Decimal(35), 2))
    canvas.row("", ("就业培训", 2), ("完成", 2), Decimal(60), Decimal(50), (Decimal(55), 2))
    _national_money(canvas, form)
    _goals(canvas)
    _indicators(canvas, form)
    _tail(canvas, form)


def _reason(canvas: Canvas, item: Item) -> Any:
    return canvas.random.choice(NO_REASON) if item.reason is None else item.reason


def _indicators(canvas: Canvas, form: Filled) -> None:
    """The national table: side label, three levels, target, actual, weight, score, reason, and what some add."""
    random = canvas.random
    heads = {key: random.choice(words) for key, words in HEADS.items()}
    more = random.choice(((), (), ("完成比例", "评分标准"), ("指标解释",), ("复核得分",), ("备注",)))
    canvas.row("绩效指标", "一级指标", "二级指标", "三级指标", *heads.values(), *more)
    way = random.choice(("merged", "first", "every"))
    points, numbered = random.random() < 0.4, random.random() < 0.4
    percent = not form.whole and random.random() < 0.15
    before, began, index = "", len(canvas.rows), 0
    for number, item in enumerate(form.items):
        if item.level1 != before:
            _close(canvas, began, way)
            began, index = len(canvas.rows), 0
        index += 1
        total = sum(each.weight for each in form.items if each.level1 == item.level1)
        level1 = f"{item.level1}\n（{text_of(total)}分）" if points else item.level1
        shown = level1 if item.level1 != before or way == "every" else ""
        name = f"指标{index}：{item.name}" if numbered else item.name
        weight = f"{text_of(item.weight)}%" if percent else item.weight
        beside = {"完成比例": "100%", "评分标准": "完成得满分，否则按比例得分", "指标解释": "反映完成情况的比例",
                  "复核得分": item.score and item.score - 1, "备注": ""}  # fmt: skip
        canvas.row("", shown, item.level2, name, At(f"target{number}", target_text(random, item)),
                   At(f"actual{number}", actual_text(random, item)), At(f"weight{number}", weight),
                   At(f"score{number}", item.score), At(f"reason{number}", _reason(canvas, item)),
                   *(beside[each] for each in more))  # fmt: skip
        before = item.level1
        if random.random() < 0.15:
            canvas.row("", "", "", random.choice(("……", "指标2：", "指标3：", "...")))
    _close(canvas, began, way)


def _close(canvas: Canvas, began: int, way: str) -> None:
    last = len(canvas.rows) - 1
    if way == "merged" and last > began:
        canvas.spans.append((began, 1, last, 1))


def _tail(canvas: Canvas, form: Filled) -> None:
    random = canvas.random
    label = random.choice(("总分", "总  分", "合计", "总计", "总分：", "总分（100分）", "自评总分"))
    beside = random.choice((Decimal(100), Decimal(100), "100分"))
    canvas.row(
        (label, 6), beside, At("total", form.total), At("grade", form.grade) if random.random() < 0.2 else ""
    )
    if random.random() < 0.3:
        canvas.row(("自评等级", 2), At("grade", form.grade))
    if random.random() < 0.4:
        canvas.row(
            ("注：1.得分一档最高不能超过该指标分值上限。2.定量指标若为正向指标，得分=完成值/指标值×分值。", 9)
        )
        canvas.row(("填表人：某某 联系电话：0312-0000000", 9))


def _hubei(canvas: Canvas, form: Filled) -> None:
    """Hubei: execution 20, no weight column, a table per yearly goal."""
    random = canvas.random
    canvas.row(("2022年度职业技能培训项目自评表", 7))
    canvas.row(("单位名称：某县人社局", 4), ("填报日期：2023年3月10日", 3))
    canvas.row("项目名称", ("职业技能培训补贴", 6))
    canvas.row("主管部门", ("某县人社局", 2), ("项目实施单位", 2), ("本单位", 2))
    canvas.row("项目类别", ("1、部门预算项目☑ 2、市直专项□ 3、市对下转移支付项目□", 6))
    canvas.row(
        ("预算执行情况（万元）\n（20分）", 2),
        "",
        "预算数（A）",
        "执行数（B）",
        "执行率（B/A）",
        "得分\n（20分*执行率）",
    )
    canvas.row("", ("年度财政资金总额", 2), At("adjusted", form.total_money[1]), At("executed", form.total_money[2]),
               At("rate", _rate(random, form)), At("execution_score", form.execution_score))  # fmt: skip
    for number, level1 in enumerate(("产出指标", "效益指标")):
        if number == 0 or random.random() < 0.5:
            goal = f"年度绩效目标{number + 1}\n（{'80' if number == 0 else '40'}分）"
            canvas.row(goal, "一级指标", "二级指标", "三级指标", "年初目标值（A）", "实际完成值（B）", "得分")
        for place, item in enumerate(form.items):
            if item.level1 == level1:
                canvas.row("", level1, item.level2, item.name, At(f"target{place}", target_text(random, item)),
                           At(f"actual{place}", actual_text(random, item)), At(f"score{place}", item.score))  # fmt: skip
    canvas.row(("总分", 6), At("total", form.total))
    canvas.row(("偏差大或目标未完成原因分析", 2), ("受疫情影响", 5))
    canvas.row(("改进措施及结果应用方案", 2), ("加强管理", 5))
    canvas.row(
        (
            "备注：1.预算执行情况口径：预算数为调整后财政资金总额（包括上年结余结转），执行数为资金使用单位财政资金实际支出数。",
            7,
        )
    )


def _hebei(canvas: Canvas, form: Filled) -> None:
    random = canvas.random
    scale = random.choice((100, 100, "weight"))
    canvas.row(("2022年度预算项目绩效自评表", 13))
    canvas.row("一、基本情况", "项目名称：", ("高龄津贴", 3), "是否为专项资金：", "否")
    canvas.row("", "实施（主管）单位：", ("314002-某县民政局机关", 3), "金额单位：", "万元")
    canvas.row(
        "二、预算执行情况",
        ("预算安排情况（调整后）", 2),
        ("资金到位情况", 2),
        ("资金执行情况", 2),
        "预算执行进度（%）",
    )
    _, adjusted, executed = form.total_money
    canvas.row("", "预算数", At("adjusted", adjusted), "到位数", adjusted, "执行数", At("executed", executed),
               At("rate", _rate(random, form)))  # fmt: skip
    fiscal = [sum(source[index] for source in form.sources[:2]) for index in (2, 3)]
    labels = random.choice(("其中：财政资金", "其中:财政资金"))
    canvas.row("", labels, At("source0.1", fiscal[0]), labels, fiscal[0], labels, At("source0.2", fiscal[1]))
    canvas.row("", "其他", Decimal(0), "其他", Decimal(0), "其他", Decimal(0))
    canvas.row("三、目标完成情况", ("年度预期目标", 4), ("具体完成情况", 4), "总体完成率（%）")
    canvas.row("", ("按月发放津贴", 4), ("已发放", 4), Decimal(100))
    top = len(canvas.rows)
    canvas.row("四、年度绩效指标完成情况", "一级指标", "二级指标", "三级指标", "指标描述", ("预期指标值", 3),
               "单项指标实际完成值", "单项指标完成情况", ("自评得分", 3))  # fmt: skip
    canvas.row(
        "",
        "",
        "",
        "",
        "",
        "符号",
        "值",
        "单位（文字描述）",
        "",
        "",
        "单项指标得分",
        "权重占比（%）",
        "单项指标折算得分",
    )
    canvas.spans += [(top, column, top + 1, column) for column in (1, 2, 3, 4, 8, 9)]
    for number, item in enumerate(form.items):
        single = (item.share * 100 if item.marked is None else item.marked) if scale == 100 else None
        worth = item.score if single is None else rounded(single, form.whole)
        folded = item.score
        if form.folded_twice:
            worth, folded = item.score, rounded(item.score * item.weight / 100, whole=False)
        state = "完成" if item.share == 1 else "部分完成"
        sign = {"": "文字描述", ">=": random.choice(("≥", ">=")), "<=": random.choice(("≤", "<=")), "=": "="}[
            item.sign
        ]
        unit = {"%": random.choice(("%", "%(百分比)"))}.get(item.unit, item.unit)
        target = "" if not item.sign else Decimal(item.target)
        canvas.row("", item.level1, item.level2, item.name, "按规定", sign, At(f"target{number}", target),
                   item.target if not item.sign else unit, At(f"actual{number}", actual_text(random, item)), state,
                   At(f"single{number}", worth), At(f"weight{number}", item.weight),
                   At(f"score{number}", folded))  # fmt: skip
    rate = form.execution_score / form.execution_weight * 100
    single_rate, folded = (
        rounded(rate, form.whole) if scale == 100 else form.execution_score,
        form.execution_score,
    )
    if form.folded_twice:
        single_rate, folded = folded, rounded(folded * form.execution_weight / 100, whole=False)
    canvas.row("", ("预算执行率", 9), At("execution_single", single_rate), form.execution_weight,
               At("execution_score", folded))  # fmt: skip
    if random.random() < 0.7:
        canvas.row("", ("总分", 10), Decimal(100), At("total", form.total))


def _sichuan(canvas: Canvas, form: Filled) -> None:
    random = canvas.random
    canvas.row(("报表编号：510000_0013zp", 11))
    canvas.row(("部门预算项目支出绩效自评表（2023年度）", 11))
    canvas.row("项目名称", "", ("51000021R000000000001-工资性支出", 9))
    canvas.row(
        "主管部门", "", ("某县发展和改革局本级", 3), ("实施单位\n（盖章）", 2), ("某县发展和改革局", 4)
    )
    canvas.row("项目基本情况", "1.项目年度目标完成情况", ("项目年度目标", 4), ("年度目标完成情况", 5))
    canvas.row("", "", ("保障工资及时足额发放", 4), ("完成", 5))
    canvas.row("", "2.项目实施内容及过程概述", ("按月发放", 9))
    canvas.row("预算执行情况（10分）", "年度预算数（万元）", "", "年初预算", "调整后预算数", "预算执行数", "预算执行率",
               "权重", "得分", ("原因", 2))  # fmt: skip
    reason = (
        form.execution_reason
        or "1.预算执行率=预算执行数/调整后预算数，预算执行率未达到90%的需说明原因（100字以内）"
    )
    canvas.row("", "总额", "", *map(At, ("initial", "adjusted", "executed"), form.total_money),
               At("rate", _rate(random, form)), At("execution_weight", form.execution_weight),
               At("execution_score", form.execution_score), (At("execution_reason", reason), 2))  # fmt: skip
    for number, name in enumerate(("其中：财政资金", "财政专户管理资金", "单位资金")):
        source = form.sources[number]
        share = source[3] / source[2] * 100 if source[2] else Decimal(0)
        canvas.row("", name, "", *(At(f"source{number}.{index}", each) for index, each in enumerate(source[1:])),
                   f"{share:.2f}%", "/", "/")  # fmt: skip
    canvas.row("", "其他资金", "", "", "", "", "", "/", "/")
    canvas.row("绩效指标（90分）", "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "完成值", "权重",
               "得分", "未完成原因分析")  # fmt: skip
    for number, item in enumerate(form.items):
        sign = {"": "定性", ">=": "≥", "<=": "≤", "=": "＝"}[item.sign]
        canvas.row("", item.level1, item.level2, item.name, sign, At(f"target{number}", item.target), item.unit,
                   At(f"actual{number}", actual_text(random, item)), At(f"weight{number}", item.weight),
                   At(f"score{number}", item.score), At(f"reason{number}", _reason(canvas, item)))  # fmt: skip
    canvas.row(("合计", 8), Decimal(100), At("total", form.total), "")
    for label in ("评价结论", "存在问题", "改进措施"):
        canvas.row(label, (random.choice(("无", "暂无", "项目自评总分较高，成效良好。")), 10))
    canvas.row(("项目负责人：某某", 5), ("财务负责人：某某", 6))
