"""Writing the plan as a workbook a clerk can fill without a manual: headings, drop-downs, instructions, an example."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from events.types.plan import Target
from tracker.plan.disclosure.vocabulary import LEVEL1, LEVEL2
from tracker.plan.model import Indicator, Plan
from tracker.plan.spending import LABELS

UNIT_SHEET = "单位"
PROJECT_SHEET = "项目"
SPENDING_TITLES = tuple(f"支出计划{label}（%）" for label in LABELS)
INDICATOR_SHEET = "绩效指标"
DEPARTMENT_SHEET = "部门指标"
BUDGET_SHEET = "预算数字"
HELP_SHEET = "填写说明"

SIGNS = {">=": "≥", "<=": "≤", "=": "=", ">": ">", "<": "<", None: "定性"}
MEASURE_WORDS = {
    "按时发放人数": "people_on_time",
    "按时发放金额": "amount_on_time",
    "发放率": "payment_rate",
    "资金到位": "funds_arrival",
    "累计支出": "spending",
    "人均标准": "per_person",
    "填报分子分母": "ratio",
    "填报数值": "value",
    "定性评价": "band",
    "每月": "month",
    "全年": "year",
    "各月相加": "sum",
    "取最近值": "latest",
    "分子分母各自相加": "ratio_of_sums",
    "不汇总": "none",
}
"""What a clerk reads in the drop-downs, and the word it stands for."""
_READ = {word: zh for zh, word in MEASURE_WORDS.items()}
_SOURCES = list(MEASURE_WORDS)[:9]
_PERIODS = list(MEASURE_WORDS)[9:11]
_ROLLUPS = list(MEASURE_WORDS)[11:]
_UNITS = ["%", "元", "人", "次", "个", "分", "件", "户", "家", "项", "场", "期", "天", "人次"]
_INDICATOR_TITLES = (
    "项目代码",
    "指标代码",
    "一级指标",
    "二级指标",
    "三级指标",
    "绩效指标描述",
    "比较符",
    "指标值",
    "度量单位",
    "指标值确定依据",
    "权重",
    "数据来源",
    "周期",
    "汇总方式",
    "已确认",
)
_WIDTHS = (10, 11, 12, 18, 26, 40, 8, 14, 10, 34, 8, 14, 8, 16, 8)
_HELP = (
    "每行一个指标；带下拉箭头的格子请从下拉表中选择。",
    "“项目”表列出全部项目，项目代码为 P01、P02……；“绩效指标”表用项目代码指明指标属于哪个项目。",
    "比较符选 ≥、≤、=、> 或 <，指标值填数字，度量单位另填；万元请折算成元，百分数填数字、单位选 %。",
    "定性指标：比较符选“定性”，指标值填文字，度量单位留空。",
    "权重可以全部留空；填写时各指标权重与执行率权重合计应为 100。",
    "数据来源、周期、汇总方式留空时由程序按文字建议；“已确认”填“是”表示不再改动。",
    "“单位”“部门指标”“预算数字”三张表供核对，金额一律以元为单位。",
    "One row per indicator. Leave 数据来源, 周期 and 汇总方式 empty to have them proposed. Amounts are in yuan.",
)
_EXAMPLE = (
    "P01",
    "P01.01",
    "产出指标",
    "时效指标",
    "补助发放及时率",
    "月末实际领取补助人数/月末应领取补助人数",
    "≥",
    95,
    "%",
    "工作计划",
    "",
    "按时发放人数",
    "每月",
    "分子分母各自相加",
    "",
)


def write_plan_workbook(plan: Plan, path: Path | str) -> None:
    """Write the template, filled with the plan; importing the file again changes nothing."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    try:
        _Writer(book).write(plan)
    finally:
        book.close()


class _Writer:
    """Fills the sheets of one workbook."""

    def __init__(self, book: Any) -> None:
        self.book = book
        font = {"font_name": "宋体", "font_size": 11, "valign": "top"}
        self.head = book.add_format(
            {**font, "bold": True, "bg_color": "#DDEBF7", "border": 1, "text_wrap": True}
        )
        self.cell = book.add_format({**font, "text_wrap": True, "border": 1})
        self.plain = book.add_format(font)

    def write(self, plan: Plan) -> None:
        self._indicators(plan)
        self._projects(plan)
        self._unit(plan)
        self._department(plan)
        self._budget(plan)
        self._help()

    def _sheet(self, name: str, titles: tuple[str, ...], widths: tuple[int, ...]) -> Any:
        sheet = self.book.add_worksheet(name)
        for column, (title, width) in enumerate(zip(titles, widths, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title, self.head)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        return sheet

    def _put(self, sheet: Any, row: int, column: int, value: object) -> None:
        """Text as text whatever it begins with; a figure as a number where that loses nothing."""
        if value is None or value == "":
            sheet.write_blank(row, column, None, self.cell)
        elif isinstance(value, Decimal | int) and _is_exact(Decimal(value)):
            sheet.write_number(row, column, float(value), self.cell)
        else:
            sheet.write_string(row, column, str(value), self.cell)

    def _fill(self, sheet: Any, rows: Sequence[Sequence[object]]) -> None:
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                self._put(sheet, number, column, value)

    def _indicators(self, plan: Plan) -> None:
        sheet = self._sheet(INDICATOR_SHEET, _INDICATOR_TITLES, _WIDTHS)
        rows = [_indicator_row(p.code, indicator) for p in plan.projects for indicator in p.indicators]
        self._fill(sheet, rows)
        last = max(len(rows) + 200, 300)
        lists = {
            2: list(LEVEL1[:5]),
            3: _common_level2(),
            6: list(SIGNS.values()),
            11: _SOURCES,
            12: _PERIODS,
        }
        for column, words in {**lists, 13: _ROLLUPS, 14: ["是"]}.items():
            self._choices(sheet, column, last, words, strict=True)
        self._choices(sheet, 8, last, _UNITS, strict=False)

    def _choices(self, sheet: Any, column: int, last: int, words: list[str], *, strict: bool) -> None:
        error = {"error_type": "stop" if strict else "information"}
        sheet.data_validation(1, column, last, column, {"validate": "list", "source": words, **error})

    def _projects(self, plan: Plan) -> None:
        titles = (
            "项目代码",
            "项目名称",
            "绩效目标",
            "预算数（元）",
            "其中财政资金（元）",
            "其他资金（元）",
            "项目编码",
            *SPENDING_TITLES,
        )
        sheet = self._sheet(PROJECT_SHEET, titles, (10, 30, 60, 18, 18, 18, 24, 16, 16, 16, 16))
        rows = []
        for project in plan.projects:
            budget = project.budget
            amounts = (
                (budget.total_fen, budget.fiscal_fen, budget.other_fen) if budget else (None, None, None)
            )
            rows.append(
                (
                    project.code,
                    project.name,
                    project.goal,
                    *(_yuan(fen) for fen in amounts),
                    project.finance_code,
                    *(Decimal(percent) for percent in project.spending_plan or ()),
                )
            )
        self._fill(sheet, rows)

    def _unit(self, plan: Plan) -> None:
        sheet = self._sheet(UNIT_SHEET, ("项目", "内容"), (16, 40))
        self._fill(sheet, [("单位代码", plan.unit), ("单位名称", plan.name), ("预算年度", plan.year)])

    def _department(self, plan: Plan) -> None:
        titles = ("指标代码", "绩效目标", "指标名称", "比较符", "指标值", "度量单位")
        sheet = self._sheet(DEPARTMENT_SHEET, titles, (10, 60, 30, 8, 14, 10))
        self._fill(
            sheet, [(d.code, d.goal, d.name, *_target_cells(d.target)) for d in plan.department_indicators]
        )

    def _budget(self, plan: Plan) -> None:
        sheet = self._sheet(BUDGET_SHEET, ("名称", "金额（元）", "更正（元）"), (50, 22, 22))
        self._fill(sheet, [(b.name, _yuan(b.amount_fen), _yuan(b.corrected_fen)) for b in plan.budget_lines])

    def _help(self) -> None:
        sheet = self.book.add_worksheet(HELP_SHEET)
        sheet.set_column(0, 14, 14)
        for row, text in enumerate(_HELP):
            sheet.write_string(row, 0, text, self.plain)
        start = len(_HELP) + 1
        sheet.write_string(start, 0, "示例（请勿在本页填写）：", self.plain)
        for column, (title, value) in enumerate(zip(_INDICATOR_TITLES, _EXAMPLE, strict=True)):
            sheet.write_string(start + 1, column, title, self.head)
            self._put(sheet, start + 2, column, value)


def _common_level2() -> list[str]:
    """As many level-2 names as a drop-down may hold (255 characters in all)."""
    names: list[str] = []
    for name in LEVEL2:
        if sum(map(len, names)) + len(names) + len(name) > 250:
            break
        if name not in names:
            names.append(name)
    return names


def _is_exact(value: Decimal) -> bool:
    return len(value.as_tuple().digits) <= 15 and Decimal(repr(float(value))) == value


def _yuan(fen: int | None) -> Decimal | None:
    return None if fen is None else Decimal(fen) / 100


def _target_cells(target: Target) -> tuple[object, ...]:
    if target.value is None:
        return ("定性", target.text, None)
    return (SIGNS[target.comparator], Decimal(target.value), target.unit)


def _indicator_row(project: str, indicator: Indicator) -> tuple[object, ...]:
    return (
        project,
        indicator.code,
        indicator.level1,
        indicator.level2,
        indicator.level3,
        indicator.definition,
        *_target_cells(indicator.target),
        indicator.basis,
        None if indicator.weight is None else Decimal(indicator.weight),
        _READ[indicator.source],
        _READ[indicator.period],
        _READ[indicator.rollup],
        "是" if indicator.confirmed else None,
    )
