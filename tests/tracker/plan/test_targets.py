"""Targets as printed, read and written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.types.plan import Target
from tracker.plan.targets import parse_target, print_target


@pytest.mark.parametrize(
    ("printed", "comparator", "value", "unit"),
    [
        ("≤249万元", "<=", "2490000", "元"),
        ("≥1.2万人", ">=", "12000", "人"),
        ("≤40.38万元", "<=", "403800", "元"),
        ("≥ 95 %", ">=", "95", "%"),
        ("≧９８％", ">=", "98", "%"),
        ("＞＝10次", ">=", "10", "次"),
        (">=10次", ">=", "10", "次"),
        ("不低于95%", ">=", "95", "%"),
        ("不少于3次", ">=", "3", "次"),
        ("95%以上", ">=", "95", "%"),
        ("90%及以上", ">=", "90", "%"),
        ("≥90%以上", ">=", "90", "%"),
        ("不超过2万元", "<=", "20000", "元"),
        ("30天以内", "<=", "30", "天"),
        ("＜5%", "<", "5", "%"),
        ("≤1,500.50元", "<=", "1500.5", "元"),
        ("≤1.2亿元", "<=", "120000000", "元"),
        ("=100%", "=", "100", "%"),
        ("≥90分", ">=", "90", "分"),
        ("≥1.50万平方米", ">=", "15000", "平方米"),
    ],
)
def test_figures(printed: str, comparator: str, value: str, unit: str) -> None:
    read = parse_target(printed)

    assert read.target == Target(comparator, value, unit)  # type: ignore[arg-type]
    assert read.comparator_printed


@pytest.mark.parametrize(
    ("printed", "value", "unit"), [("100%", "100", "%"), ("2人", "2", "人"), ("10个", "10", "个")]
)
def test_a_figure_without_comparator_is_equal_and_said_to_lack_it(
    printed: str, value: str, unit: str
) -> None:
    read = parse_target(printed)

    assert read.target == Target("=", value, unit)
    assert not read.comparator_printed


@pytest.mark.parametrize("printed", ["不断提高", "逐步减少欠薪上访次数", "实现“一窗通办”", "有效改善"])
def test_words_are_a_qualitative_target(printed: str) -> None:
    assert parse_target(printed).target == Target(text=printed)


@given(
    st.sampled_from([">=", "<=", "=", ">", "<"]),
    st.decimals(0, 10**9, places=2).map(lambda d: format(d, "f").rstrip("0").rstrip(".")),
    st.sampled_from(["%", "元", "人", "次", "分"]),
)
def test_a_printed_target_reads_back(comparator: str, value: str, unit: str) -> None:
    target = Target(comparator, value, unit)  # type: ignore[arg-type]

    assert parse_target(print_target(target)).target == target


@given(st.text(max_size=40))
def test_no_text_is_too_odd(printed: str) -> None:
    target = parse_target(printed).target

    assert target.value is None or target.text is None
