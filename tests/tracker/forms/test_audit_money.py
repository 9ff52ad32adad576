"""The money table: parts and total, sources, execution rate and points, caps."""

from decimal import Decimal

import msgspec
import pytest

from tests.tracker.forms import printed_forms as printed
from tests.tracker.forms.audited_forms import audited, kinds, national
from tracker.rules.loading import load_rule_set
from tracker.rules.rule_set import Cap, ExecutionRule


@pytest.mark.parametrize(
    ("money", "found"),
    [
        ((100, 100, 90, 10, "90%", 9), []),
        ((100, 100, 90, 10, 0.9, 9), []),
        (("100", "100", "90", "10", "90", "9分"), []),
        ((43.2, 43.2, 37.24, 10, "86%", 9), []),
        ((43.2, 43.2, 37.24, 10, 0.86, 9), []),
        ((100, 100, 90, 10, "0.9", 9), []),
        ((100, 100, 90, 10, "0.8", 9), ["execution"]),
        ((43.2, 43.2, 37.24, 10, "86.2%", 8.62), []),
        ((100, 100, 90, 10, "100%", 9), ["execution"]),
        ((100, 100, 90, 10, "90%", 10), ["execution", "total"]),
        ((100, 100, 90, 10, "98%", 9), ["execution"]),
        ((100, 100, 110, 10, "110%", 10), ["impossible", "total"]),
        ((0.3, 0.3, 0.29, 10, "97.5%", 9.75), ["total"]),
        ((0, 0, 0, 10, 0, 9), ["execution"]),
        ((100, 100, -90, 10, "-90%", 9), ["impossible"]),
    ],
)
def test_execution_rate_and_points_against_the_amounts(tmp_path, money, found):
    assert kinds(national(tmp_path, money=(("年度资金总额", *money),))) == found


def test_an_empty_total_over_filled_parts(tmp_path):
    money = (("年度资金总额:", 0, 0, 0, 10, 0, 0), ("其中:本年财政拨款", 90, 89.974, 89.974))
    form = national(tmp_path, money=money, total=(100, 90))
    assert kinds(form) == ["empty_total"]
    assert form.findings[0].cells == ("C6", "D6", "E6")


SOURCES = [
    ([("其中：当年财政拨款", 80, 80, 72), ("上年结转资金", 20, 20, 18), ("其他资金", 0, 0, 0)], []),
    ([("其中：当年财政拨款", 80, 80, 72), ("上年结转资金", 30, 30, 18), ("其他资金",)], ["sources"]),
    (
        [
            ("其中：财政拨款", 100, 100, 90),
            ("其中：中央", 60, 60, 50),
            ("县级", 40, 40, 40),
            ("其他资金", 0, 0, 0),
        ],
        [],
    ),
    (
        [
            ("其中：财政资金", 100, 100, 90),
            ("省级", 60, 60, 50),
            ("县级", 40, 40, 40),
            ("其他资金", "-", "-", "-"),
        ],
        [],
    ),
    ([("其中：当年财政拨款", "—", "—", "—"), ("其他资金",)], []),
    ([("其中：财政拨款", 80, 80, 72), ("其中：上年结转", 20, 20, 18)], []),
    ([("其中：财政拨款", 100, 100, None), ("上年结转", 0, 0, 0)], []),
    ([("其中：财政拨款", 100, 100, 0), ("上年结转", 0, 0, 0)], ["sources"]),
    ([("其中：中央资金", 60, 60, 50), ("地方资金", 40, 40, 40)], []),
    ([("其中：财政资金", 100, 100, 90), ("一般公共预算", 70, 70, 60), ("政府性基金", 30, 30, 30)], []),
    (
        [
            ("其中：当年财政拨款", 90, 90, 80),
            ("其中：中央补助", 50, 50, 40),
            ("省级补助", 20, 20, 20),
            ("市县资金", 20, 20, 20),
            ("上年结转资金", 10, 10, 10),
            ("其他资金", 0, 0, 0),
        ],
        [],
    ),
    (
        [
            ("按收入性质分：", 100, 100, 90),
            ("其中：一般公共预算", 100, 100, 90),
            ("按支出性质分：", 100, 100, 90),
            ("其中：基本支出", 30, 30, 20),
            ("项目支出", 70, 70, 70),
        ],
        [],
    ),
]


@pytest.mark.parametrize(("parts", "found"), SOURCES)
def test_sources_and_their_sum(tmp_path, parts, found):
    money = (("年度资金总额", 100, 100, 90, 10, "90%", 9), *parts)
    assert kinds(national(tmp_path, money=money)) == found


def test_the_whole_years_budget_is_the_base_of_execution(tmp_path):
    rows = printed.national()
    rows[4] = (
        "项目资金",
        None,
        "年初预算数",
        "追加调整数",
        "全年预算数（A）",
        "全年执行数（B）",
        "分值",
        "执行率",
        "得分",
    )
    rows[5] = (None, "年度资金总额", 0, 100, 100, 90, 10, "90%", 9)
    rows[6] = (None, "其中：当年财政拨款", 0, 100, 100, 90)
    assert kinds(audited(printed.save(tmp_path / "form.xlsx", rows))[0]) == []


def test_a_total_under_a_cap_for_low_execution_is_no_defect(tmp_path):
    capped = msgspec.structs.replace(load_rule_set(), execution=ExecutionRule(weight=Decimal(10), caps=(
        Cap(below=Decimal(80), at_most=Decimal(89)),)))  # fmt: skip
    money = (("年度资金总额", 100, 100, 75, 10, "75%", 7.5),)
    path = printed.save(tmp_path / "form.xlsx", printed.national(money=money, total=(100, 89)))
    assert audited(path, rules=capped)[0].findings == ()
    assert kinds(audited(path)[0]) == ["total"]
