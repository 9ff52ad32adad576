"""Every form by real keys: what is typed, what is said while typing, what is in the log afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from events.types.books import MonthClosed, MonthReopened, YearClosed
from events.types.budget import AppropriationRecorded, ReceiptRecorded
from events.types.corrections import EventReversed
from events.types.indicators import DeviationExplained, MeasurementRecorded
from events.types.payments import (
    DisbursementRecorded,
    PaymentRequestCancelled,
    PaymentRequested,
    ReturnRecorded,
)
from tests.builders import Desk
from tests.tui.desk import NARROW, WIDE, opened, press, seen, settled, type_text
from tracker.requests import CloseMonth
from tui.dialogs.form import Form


def a_desk(day: str = "2022-03-20") -> Desk:
    desk = Desk(day=day)
    desk.grant()
    desk.grant("P02", yuan=100_000)
    return desk


async def test_a_transfer_shows_both_budgets_and_says_what_lacks(tmp_path: Path) -> None:
    desk = a_desk()
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "a", "shift+tab", "shift+tab", *["backspace"] * 3)
        await type_text(pilot, "P02")
        await press(pilot, "enter", *["right"] * 3, "tab")
        await type_text(pilot, "2万")
        await press(pilot, "ctrl+s")
        assert pilot.app.screen.query_one("#field-to_project").has_class("-wrong")
        await type_text(pilot, "ylj")
        await press(pilot, "enter")
        shown = seen(pilot)
        assert "记后预算 80,000.00" in shown
        assert "P01 记后预算 44,000.00" in shown
        await press(pilot, "ctrl+s")
    fact = desk.tracker.recent(1)[0].fact
    assert isinstance(fact, AppropriationRecorded)
    assert (fact.kind, fact.project, fact.to_project, fact.amount_fen) == (
        "transfer",
        "P02",
        "P01",
        2_000_000,
    )


async def test_an_unknown_receiving_project_is_marked_where_it_was_typed(tmp_path: Path) -> None:
    async with opened(a_desk(), tmp_path) as pilot:
        await press(pilot, "a")
        await type_text(pilot, "2万")
        await press(pilot, "tab", "tab")
        await type_text(pilot, "P77")
        await press(pilot, "ctrl+s")
        screen = pilot.app.screen
        assert screen.query_one("#field-to_project").has_class("-wrong")
        assert not screen.query_one("#field-project").has_class("-wrong")
        assert "计划中没有项目 P77" in seen(pilot)


async def test_a_receipt_as_last_time_is_two_keys(tmp_path: Path) -> None:
    desk = a_desk()
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "r")
        await type_text(pilot, "1,200.5")
        await press(pilot, "tab", "right", "tab")
        await type_text(pilot, "CB-1")
        assert "占预算 5.00%" in seen(pilot)
        await press(pilot, "ctrl+s")
        desk.day = "2022-04-20"
        await press(pilot, "r", "ctrl+o")
        form = pilot.app.screen
        assert isinstance(form, Form)
        await press(pilot, "9")
        assert form.typed["amount"] == "9", "another amount takes the place of last time's"
        await press(pilot, "ctrl+o", "ctrl+s")
    again, first = (event for event in desk.tracker.recent(2))
    assert isinstance(again.fact, ReceiptRecorded)
    assert again.fact == first.fact
    assert again.fact.amount_fen == 120_050
    assert (first.occurred_on, again.occurred_on) == ("2022-03-20", "2022-04-20")


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_payment_says_how_far_it_goes_towards_its_ceilings(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    desk = a_desk()
    async with opened(desk, tmp_path, size=size) as pilot:
        await press(pilot, "p")
        await type_text(pilot, "２.５万")
        assert "超过" in seen(pilot) or "不足" in seen(pilot)
        await press(pilot, *["backspace"] * 4)
        await type_text(pilot, "１,０００.5")
        shown = seen(pilot)
        assert "本次 1,000.50  付后余额 22,999.50" in shown
        assert "发放金额" in shown
        assert "付后累计 1,000.50" in shown
        await press(pilot, *["enter"] * 7, "tab", "right", "ctrl+y")
        assert "三公" in seen(pilot)
        assert "付后尚余" in seen(pilot)


async def test_a_late_payment_asks_for_its_reason_where_it_is_written(tmp_path: Path) -> None:
    desk = a_desk("2022-04-20")
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "z", "down", "down", "enter")
        await press(pilot, "ctrl+s")
        assert "已结" in seen(pilot)
        await press(pilot, "escape", "p")
        await type_text(pilot, "10")
        await press(pilot, "enter", "enter", *["backspace"] * 10)
        await type_text(pilot, "3-15")
        form = pilot.app.screen
        assert isinstance(form, Form)
        assert not form.field("late").display
        await press(pilot, "ctrl+s")
        assert form.field("late").has_class("-wrong")
        await type_text(pilot, "invoice came late")
        await press(pilot, "ctrl+s")
    assert "MonthClosed" in desk.events()
    fact = desk.tracker.recent(1)[0].fact
    assert isinstance(fact, DisbursementRecorded)
    assert fact.late_reason == "invoice came late"


async def test_months_and_the_year_are_closed_and_opened_again(tmp_path: Path) -> None:
    desk = a_desk("2022-12-31")
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "z", "enter", "ctrl+s", "enter")
        await type_text(pilot, "forgotten voucher")
        await press(pilot, "enter", "end", "enter", "ctrl+s")
    facts = [event.fact for event in desk.tracker.recent(3)]
    assert isinstance(facts[0], YearClosed)
    assert facts[1] == MonthReopened("2022-01", "forgotten voucher")
    assert facts[2] == MonthClosed("2022-01")


async def test_money_is_asked_for_paid_on_and_given_back(tmp_path: Path) -> None:
    desk = a_desk()
    async with opened(desk, tmp_path) as pilot:
        for amount in ("5000", "600"):
            await press(pilot, "q")
            await type_text(pilot, amount)
            await press(pilot, "ctrl+s")
        await press(pilot, "p")
        assert "请款占用 5,600.00" in seen(pilot)
        await press(pilot, "escape", "w")
        assert "有效的请款 2" in seen(pilot)
        await press(pilot, "enter")
        await type_text(pilot, "4,800")
        await press(pilot, "ctrl+s", "d")
        await type_text(pilot, "not needed")
        await press(pilot, "enter")
        assert "有效的请款 0" in seen(pilot)
    kinds = [type(event.fact) for event in desk.tracker.recent(4)]
    assert kinds == [PaymentRequestCancelled, DisbursementRecorded, PaymentRequested, PaymentRequested]
    paid = desk.tracker.recent(2)[1].fact
    assert isinstance(paid, DisbursementRecorded)
    assert (paid.amount_fen, paid.request) == (480_000, desk.tracker.recent(4)[3].id)


async def test_what_one_has_just_recorded_is_undone_by_one_key_and_a_reason(tmp_path: Path) -> None:
    desk = a_desk()
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "ctrl+z")
        assert not isinstance(pilot.app.screen, Form)
        await press(pilot, "p")
        await type_text(pilot, "77")
        await press(pilot, "ctrl+s", "ctrl+z")
        assert "将冲销" in seen(pilot)
        await press(pilot, "enter")
        await type_text(pilot, "typed the wrong project")
        await press(pilot, "enter")
    undone, paid = desk.tracker.recent(2)
    assert isinstance(undone.fact, EventReversed)
    assert (undone.fact.reversed, undone.fact.reason) == (paid.id, "typed the wrong project")


async def test_a_return_finds_its_payment_by_what_one_knows_of_it(tmp_path: Path) -> None:
    desk = a_desk()
    desk.pay(yuan=300, payee="县养老中心")
    desk.pay("P02", yuan=200, payee="县就业中心")
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "t")
        await type_text(pilot, "xylz")
        assert "没有事件" not in seen(pilot)
        await press(pilot, "enter")
        assert "300.00" in seen(pilot)
        await type_text(pilot, "120")
        await press(pilot, "ctrl+s")
    fact = desk.tracker.recent(1)[0].fact
    assert isinstance(fact, ReturnRecorded)
    assert (fact.project, fact.amount_fen) == ("P01", 12_000)


async def test_a_project_s_execution_is_explained(tmp_path: Path) -> None:
    desk = a_desk()
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "v", "shift+tab", *["backspace"] * 8)
        await type_text(pilot, "P02")
        await press(pilot, "enter")
        await type_text(pilot, "approved late")
        await press(pilot, "enter")
        await type_text(pilot, "pay in May")
        await press(pilot, "enter")
    fact = desk.tracker.recent(1)[0].fact
    assert fact == DeviationExplained(indicator="P02", reason="approved late", measure="pay in May")


async def test_a_reason_has_its_class_and_how_likely_the_target_is(tmp_path: Path) -> None:
    desk = a_desk()
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "v", "shift+tab", *["backspace"] * 8)
        for text in ("P02", "approved late", "pay in May"):
            await type_text(pilot, text)
            await press(pilot, "tab")
        await press(pilot, "ctrl+y", "right", "tab", "right", "right", "ctrl+s")
    fact = desk.tracker.recent(1)[0].fact
    assert isinstance(fact, DeviationExplained)
    assert (fact.reason, fact.cause, fact.likelihood) == ("approved late", "funding", "possible")


async def test_payees_are_offered_but_what_is_typed_stands(tmp_path: Path) -> None:
    desk = a_desk()
    desk.pay(yuan=300, payee="县养老中心")
    async with opened(desk, tmp_path) as pilot:
        for typed, keys in (("xyl", ("down", "enter")), ("县", ("enter",))):
            await press(pilot, "p")
            await type_text(pilot, "1")
            await press(pilot, *["enter"] * 6)
            await type_text(pilot, typed)
            assert "县养老中心" in seen(pilot)
            await press(pilot, *keys, "ctrl+s")
    payees = [event.fact.payee for event in desk.tracker.recent(2)]  # type: ignore[union-attr]
    assert payees == ["县", "县养老中心"]


@pytest.mark.parametrize("key", ["p", "a", "r", "t", "m", "v", "q", "i", "o", "z", "w"])
@pytest.mark.parametrize("size", [NARROW, (60, 18), (200, 60)])
async def test_what_is_typed_survives_another_size_of_the_window(
    tmp_path: Path, key: str, size: tuple[int, int]
) -> None:
    desk = a_desk()
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, key)
        if not isinstance(pilot.app.screen, Form):
            await press(pilot, "escape")
        await type_text(pilot, "12")
        form = pilot.app.screen
        typed = form.typed if isinstance(form, Form) else {}
        await pilot.resize_terminal(*size)
        await settled(pilot)
        if isinstance(form, Form):
            assert form.is_current
            assert form.typed == typed
            assert form.focused is not None
            assert form.focused.region.bottom <= size[1]


async def test_what_was_typed_before_is_never_markup(tmp_path: Path) -> None:
    desk = a_desk()
    desk.pay(yuan=300, payee="[red]县[/]中心\u202e", voucher="[/]")
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "t")
        await type_text(pilot, "red")
        assert "[red]县[/]中心" in seen(pilot)
        await press(pilot, "enter")
        assert "[red]县[/]中心" in seen(pilot)
        assert "\u202e" not in seen(pilot)


async def test_what_others_pay_changes_the_balance_told_and_nothing_typed(tmp_path: Path) -> None:
    desk = a_desk()
    async with opened(desk, tmp_path) as pilot:
        pilot.app.look()  # type: ignore[attr-defined]
        await press(pilot, "p")
        await type_text(pilot, "12")
        assert "付后余额 23,988.00" in seen(pilot)
        desk.pay(yuan=4_000, on="2022-03-01")
        pilot.app.look()  # type: ignore[attr-defined]
        await settled(pilot)
        assert "付后余额 19,988.00" in seen(pilot)
        form = pilot.app.screen
        assert isinstance(form, Form)
        assert form.field("amount").typed == "12"
        assert form.focused is form.field("amount").control


async def test_a_figure_for_a_closed_month_is_told_at_once_and_comes_in_with_its_reason(
    tmp_path: Path,
) -> None:
    desk = a_desk("2022-03-20")
    desk.tracker.record(CloseMonth(month="2022-02"))
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "m")
        await type_text(pilot, "P01.02")
        await press(pilot, "enter", "enter")
        await type_text(pilot, "90")
        await press(pilot, "enter")
        await type_text(pilot, "100")
        assert "2022-02 已结账" in seen(pilot)
        await press(pilot, "ctrl+s")
        form = pilot.app.screen
        assert isinstance(form, Form)
        assert form.field("late").has_class("-wrong")
        await type_text(pilot, "figures came late")
        await press(pilot, "ctrl+s")
    fact = desk.tracker.recent(1)[0].fact
    assert isinstance(fact, MeasurementRecorded)
    assert fact.late_reason == "figures came late"


async def test_a_payment_past_its_deadline_is_told_while_the_month_is_still_open(tmp_path: Path) -> None:
    desk = a_desk("2022-04-05")
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "p")
        await type_text(pilot, "10")
        await press(pilot, "enter")
        await type_text(pilot, "3-15")
        assert "2022-04-05 晚于期限 2022-03-31：P01.03" in seen(pilot)
        await press(pilot, "enter", "ctrl+u")
        await type_text(pilot, "3-31")
        assert "晚于期限" not in seen(pilot)
    assert desk.events()[-1] != "DisbursementRecorded"


async def test_what_stands_in_a_field_one_comes_to_is_replaced_and_what_was_refused_is_not(
    tmp_path: Path,
) -> None:
    async with opened(a_desk(), tmp_path) as pilot:
        await press(pilot, "p")
        form = pilot.app.screen
        assert isinstance(form, Form)
        await type_text(pilot, "12.345")
        await press(pilot, "tab", "tab")
        assert form.typed["paid_on"] == "2022-03-20"
        await type_text(pilot, "3-15")
        assert form.typed["paid_on"] == "3-15", "what stood there is replaced, as in a cell"
        await press(pilot, "shift+tab", "shift+tab", "ctrl+s")
        assert form.field("amount").has_class("-wrong")
        await press(pilot, "backspace")
        assert form.typed["amount"] == "12.34", "a refusal leaves what was typed to be mended"
        await press(pilot, "tab", "tab", "home")
        await type_text(pilot, "2022-0")
        assert form.typed["paid_on"] == "2022-03-15", "an arrow keeps it"
        await press(pilot, "ctrl+s")
        assert not form.is_current
