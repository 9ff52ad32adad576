"""An indicator's deadline as people type it, as the log keeps it, and as it is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.types.plan import IndicatorMeasureChosen
from tests.builders import Desk
from tracker.deadlines import KEPT, deadline_text, read_deadline
from tracker.decisions.state import Refusal
from tracker.labels import Language, words
from tracker.requests import ChooseMeasure

KEPT_DEADLINES = st.one_of(
    st.sampled_from(("default", "month_end")),
    st.integers(1, 31).map("day:{}".format),
    st.integers(1, 20).map("working_day:{}".format),
    st.integers(1, 10).map("before_pay_day:{}".format),
)


@given(KEPT_DEADLINES, st.sampled_from(("zh", "en")))
def test_what_is_shown_of_a_deadline_can_be_typed_again(kept: str, language: Language) -> None:
    told = deadline_text(words(language), kept)
    assert told != kept or kept == "default"
    assert read_deadline(told) == kept
    assert deadline_text(words(language), read_deadline(told) or "") == told
    assert read_deadline(kept) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("月末", "month_end"), ("月底", "month_end"), ("每月底", "month_end"), ("本月最后一天", "month_end"),
        ("end of month", "month_end"), ("End of the month", "month_end"), ("month end", "month_end"),
        ("25日", "day:25"), ("２５日", "day:25"), ("每月25日", "day:25"), ("每月 25 号", "day:25"),
        ("二十五日", "day:25"), ("每月十日", "day:10"), ("05日", "day:5"), ("25th", "day:25"), ("1st", "day:1"),
        ("day 25", "day:25"), ("the 3rd of each month", "day:3"), ("第5个工作日", "working_day:5"),
        ("次月第5个工作日", "working_day:5"), ("第五个工作日", "working_day:5"), ("5th working day", "working_day:5"),
        ("the 5th working day of the next month", "working_day:5"), ("working day 12", "working_day:12"),
        ("发放日前3个工作日", "before_pay_day:3"), ("发放日前 三 个工作日", "before_pay_day:3"),
        ("3 working days before pay day", "before_pay_day:3"), ("默认", "default"), ("day：25", "day:25"),
    ],
)  # fmt: skip
def test_a_deadline_is_typed_as_people_say_it(typed: str, kept: str) -> None:
    assert read_deadline(typed) == kept


@pytest.mark.parametrize(
    "typed", ["32日", "0日", "第21个工作日", "明天", "25", "", "日", "[/b]", "³日", "day:٣", "发放日前"]
)
def test_what_is_no_deadline_is_none(typed: str) -> None:
    assert read_deadline(typed) is None


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_deadline_of_the_log_or_none(typed: str) -> None:
    read = read_deadline(typed)
    assert read is None or KEPT.fullmatch(read)


def test_the_log_keeps_the_canonical_form() -> None:
    desk = Desk(day="2022-04-20")
    outcome = desk.tracker.record(ChooseMeasure(indicator="P02.05", deadline="每月二十五日"))
    assert isinstance(outcome.event.fact, IndicatorMeasureChosen)
    assert outcome.event.fact.deadline == "day:25"
    with pytest.raises(Refusal) as refused:
        desk.tracker.record(ChooseMeasure(indicator="P02.05", deadline="改天"))
    assert refused.value.code == "deadline_unreadable"
