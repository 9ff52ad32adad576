"""Amounts in Chinese numerals: what the voucher prints is read back, what is said by habit only is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.forms.voucher import capitals
from tracker.money import UnreadableAmount, parse_amount


@given(st.integers(0, 10**12))
def test_the_capitals_of_a_voucher_are_read_back(fen: int) -> None:
    assert parse_amount(capitals(fen)) == fen


@pytest.mark.parametrize(
    ("typed", "yuan"),
    [
        ("三万元", "30000.00"), ("三万", "30000.00"), ("二十万五千元", "205000.00"), ("两万块", "20000.00"),
        ("叁万圆整", "30000.00"), ("一百零五元三角", "105.30"), ("五分", "0.05"), ("一元零五分", "1.05"),
        ("十元", "10.00"), ("一亿二千万", "120000000.00"), (" 三 万 元 ", "30000.00"),
    ],
)  # fmt: skip
def test_amounts_are_read_as_they_are_said(typed: str, yuan: str) -> None:
    assert parse_amount(typed) == round(float(yuan) * 100)


@pytest.mark.parametrize(
    "typed", ["三万五", "万", "元", "整", "角", "三3万", "一二三", "五五", "三万五角", "人民币", "三万美元"]
)
def test_what_is_said_by_habit_only_is_no_amount(typed: str) -> None:
    with pytest.raises(UnreadableAmount):
        parse_amount(typed)
