"""The main job with real keys, asserting on what is in the log."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import Key

from events.types.budget import AppropriationRecorded
from events.types.indicators import MeasurementRecorded
from events.types.payments import DisbursementRecorded
from tests.builders import Desk
from tests.tui.desk import NARROW, WIDE, opened, press, seen, settled, type_text
from tui.dialogs.entry import EntryForm
from tui.dialogs.explain import ExplainDialog
from tui.screens.overview import OverviewScreen


@pytest.mark.parametrize("size", [NARROW, WIDE])
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_first_page_shows_money_alerts_and_the_grid(
    tmp_path: Path, size: tuple[int, int], language: str
) -> None:
    desk = Desk(day="2022-07-20")
    desk.grant()
    desk.pay(yuan=12_000, people_due=10, people_paid=8)
    desk.tracker.check("2022-03")
    async with opened(desk, tmp_path, size=size, language=language) as pilot:  # type: ignore[arg-type]
        shown = seen(pilot)
        assert isinstance(pilot.app.screen, OverviewScreen)
        budget = "50.0%/2.40" if language == "zh" else "50.0%/24.0"
        for text in ("900/2022", "P01", budget, "P01.03", "80.00%"):
            assert text in shown, text
        assert ("未解除的预警" if language == "zh" else "Open alerts") in shown


async def test_a_grant_a_payment_and_a_measurement_typed_in_are_in_the_log(tmp_path: Path) -> None:
    desk = Desk(day="2022-03-20")
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "a")
        await type_text(pilot, "2.4万")
        await press(pilot, "ctrl+s")
        await press(pilot, "p")
        await type_text(pilot, "1,000.50")
        await press(pilot, "ctrl+s")
        await press(pilot, "m")
        await type_text(pilot, "P01.01")
        await press(pilot, "enter", "tab", "tab", "tab")
        await type_text(pilot, "310")
        await press(pilot, "shift+tab", "shift+tab", "shift+tab")
        await press(pilot, *["backspace"] * 7)
        await type_text(pilot, "2022")
        await press(pilot, "ctrl+s")
    facts = [event.fact for event in desk.tracker.recent(3)]
    measured, paid, granted = facts
    assert granted == AppropriationRecorded(project="P01", kind="initial", amount_fen=2_400_000)
    assert isinstance(paid, DisbursementRecorded)
    assert (paid.project, paid.amount_fen, paid.due_on) == ("P01", 100_050, "2022-03-20")
    assert isinstance(measured, MeasurementRecorded)
    assert (measured.indicator, measured.period, measured.value, measured.unit) == (
        "P01.01",
        "2022",
        "310",
        "人",
    )


async def test_enter_twice_records_once(tmp_path: Path) -> None:
    desk = Desk(day="2022-03-20")
    desk.grant()
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "p")
        await type_text(pilot, "100")
        await pilot.press("ctrl+s", "ctrl+s", "enter", "enter")
        await settled(pilot)
    assert desk.events().count("DisbursementRecorded") == 1


async def test_a_refusal_keeps_what_was_typed_and_marks_the_field(tmp_path: Path) -> None:
    desk = Desk(day="2022-03-20")
    desk.grant(yuan=100)
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "p")
        await type_text(pilot, "500")
        await press(pilot, "ctrl+s")
        form = pilot.app.screen
        assert isinstance(form, EntryForm)
        assert form.field("amount").typed == "500"
        assert form.field("amount").has_class("-wrong")
        assert "不足支付" in seen(pilot)
        await press(pilot, "backspace", "backspace")
        assert not form.field("amount").has_class("-wrong")
        await press(pilot, "ctrl+s")
    assert desk.events().count("DisbursementRecorded") == 1


async def test_an_unreadable_amount_is_said_at_its_field(tmp_path: Path) -> None:
    desk = Desk(day="2022-03-20")
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "a")
        await type_text(pilot, "1.234")
        await press(pilot, "ctrl+s")
        assert "比分还细" in seen(pilot)
    assert "AppropriationRecorded" not in desk.events()


async def test_what_was_typed_survives_a_crash(tmp_path: Path) -> None:
    desk = Desk(day="2022-03-20")
    desk.grant()
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "p")
        await type_text(pilot, "77")
        first = pilot.app.screen
        assert isinstance(first, EntryForm)
        key = first.key
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "p")
        form = pilot.app.screen
        assert isinstance(form, EntryForm)
        assert form.field("amount").typed == "77"
        assert form.key == key
        await press(pilot, "ctrl+s")
    assert desk.tracker.recent(1)[0].key == key
    assert not list((tmp_path / "drafts").rglob("*.json"))


async def test_the_next_month_is_two_keys(tmp_path: Path) -> None:
    desk = Desk(day="2022-04-15")
    desk.grant()
    desk.pay(yuan=500, on="2022-03-15", people_due=5, people_paid=5, payee="县社保中心")
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "p", "ctrl+o", "ctrl+s")
    event = desk.tracker.recent(1)[0]
    fact = event.fact
    assert isinstance(fact, DisbursementRecorded)
    assert (fact.amount_fen, fact.due_on, fact.payee) == (50_000, "2022-04-15", "县社保中心")
    assert (fact.people_due, fact.people_paid) == (5, 5)


async def test_explain_shows_exactly_the_events_of_a_figure(tmp_path: Path) -> None:
    desk = Desk(day="2022-04-15")
    desk.grant()
    paid = desk.pay(yuan=500)
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "e")
        assert isinstance(pilot.app.screen, ExplainDialog)
        shown = seen(pilot)
        assert "2.08%" in shown
        assert str(paid.event.position) in shown
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, OverviewScreen)


async def test_a_payment_is_reversed_from_the_journal_with_a_reason(tmp_path: Path) -> None:
    desk = Desk(day="2022-04-15")
    desk.grant()
    paid = desk.pay(yuan=500)
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "f3")
        assert "500.00" in seen(pilot)
        await press(pilot, "u")
        await type_text(pilot, "typo")
        await press(pilot, "enter")
    event = desk.tracker.recent(1)[0]
    assert event.type == "EventReversed"
    assert event.fact.reversed == paid.event.id  # type: ignore[union-attr]


async def test_what_others_record_appears(tmp_path: Path) -> None:
    desk = Desk(day="2022-04-15")
    async with opened(desk, tmp_path) as pilot:
        pilot.app.look()  # type: ignore[attr-defined]
        await settled(pilot)
        desk.grant(yuan=20_000)
        pilot.app.look()  # type: ignore[attr-defined]
        await settled(pilot)
        assert "0.0%/2.00" in seen(pilot)


async def test_the_past_is_read_only_and_says_so(tmp_path: Path) -> None:
    desk = Desk()
    desk.day = "2022-04-15"
    desk.grant()
    desk.pay(yuan=12_000, on="2022-03-15")
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "f8")
        await type_text(pilot, "2-15")
        await press(pilot, "enter")
        shown = seen(pilot)
        assert "只读" in shown
        assert "2022-02-15" in shown
        assert "0.0%/2.40" in shown
        await press(pilot, "p")
        assert isinstance(pilot.app.screen, OverviewScreen)
        await press(pilot, "f8")
        assert "只读" not in seen(pilot)


@pytest.mark.parametrize("key", ["f3", "f4", "f6", "f7", "f9", "enter", "f1", "question_mark", "ctrl+p"])
async def test_every_place_opens_and_escape_comes_back(tmp_path: Path, key: str) -> None:
    desk = Desk(day="2022-07-20")
    desk.grant()
    desk.pay(yuan=12_000, people_due=10, people_paid=8)
    desk.tracker.check("2022-03")
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, key)
        assert not isinstance(pilot.app.screen, OverviewScreen)
        assert "Loading" not in seen(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, OverviewScreen)


async def test_stored_text_is_never_markup_nor_an_escape_sequence(tmp_path: Path) -> None:
    desk = Desk(day="2022-04-15")
    desk.grant(note="[/] [bold]x[/bold]", document="财预[2022]1号")
    async with opened(desk, tmp_path, size=WIDE) as pilot:
        await press(pilot, "f3")
        assert "[/] [bold]x[/bold]" in seen(pilot)
        await press(pilot, "enter")
        assert "[/] [bold]x[/bold]" in seen(pilot)


async def test_ctrl_q_leaves(tmp_path: Path) -> None:
    async with opened(Desk(), tmp_path) as pilot:
        await press(pilot, "ctrl+q")
        assert not pilot.app.is_running


async def test_keys_that_come_all_at_once_land_in_their_fields(tmp_path: Path) -> None:
    desk = Desk(day="2022-03-20")
    desk.grant()
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "p")
        burst = [*"100", *["enter"] * 6, *"abc", "enter", "enter", "enter", "enter", *"n", "enter"]
        for key in burst:
            pilot.app.post_message(Key(key, key if len(key) == 1 else None))
        await settled(pilot)
    fact = desk.tracker.recent(1)[0].fact
    assert isinstance(fact, DisbursementRecorded)
    assert (fact.amount_fen, fact.payee, fact.note) == (10_000, "abc", "n")


async def test_a_project_is_found_by_the_initials_of_its_pinyin(tmp_path: Path) -> None:
    desk = Desk(day="2022-03-20")
    desk.grant("P02")
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "p", "shift+tab", *["backspace"] * 3)
        await type_text(pilot, "jybz")
        await press(pilot, "enter")
        await type_text(pilot, "5")
        await press(pilot, "ctrl+s")
    fact = desk.tracker.recent(1)[0].fact
    assert isinstance(fact, DisbursementRecorded)
    assert (fact.project, fact.amount_fen) == ("P02", 500)


async def test_an_alert_is_acknowledged_and_closes_when_the_facts_are_right(tmp_path: Path) -> None:
    desk = Desk(day="2022-04-20")
    desk.grant()
    desk.pay(yuan=1_000, people_due=10, people_paid=8)
    desk.tracker.check("2022-03")
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "f4")
        assert "80.00%" in seen(pilot)
        await press(pilot, "d")
        await type_text(pilot, "asked the bank")
        await press(pilot, "enter")
        assert "asked the bank" in seen(pilot)
    acknowledged = [event for event in desk.tracker.recent(3) if event.type == "AlertAcknowledged"]
    assert [event.actor for event in acknowledged] == ["tester"]


async def test_a_return_starts_from_the_payment_in_the_journal(tmp_path: Path) -> None:
    desk = Desk(day="2022-04-20")
    desk.grant()
    paid = desk.pay(yuan=1_000)
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "f3", "b")
        await type_text(pilot, "250")
        await press(pilot, "ctrl+s")
    event = desk.tracker.recent(1)[0]
    assert event.type == "ReturnRecorded"
    assert (event.fact.disbursement, event.fact.amount_fen) == (paid.event.id, 25_000)  # type: ignore[union-attr]


async def test_a_palette_that_finds_nothing_says_so_and_stays(tmp_path: Path) -> None:
    async with opened(Desk(day="2022-04-20"), tmp_path) as pilot:
        await press(pilot, "ctrl+p")
        assert "没有找到" not in seen(pilot)
        await type_text(pilot, "zzzz")
        assert "没有找到" in seen(pilot)
        palette = pilot.app.screen
        await press(pilot, "enter")
        assert pilot.app.screen is palette


async def test_the_palette_runs_a_command_by_its_initials(tmp_path: Path) -> None:
    desk = Desk(day="2022-04-20")
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "ctrl+p")
        await type_text(pilot, "ls")
        await press(pilot, "enter")
        assert "流水" in seen(pilot).split("\n")[0]


async def test_a_store_that_cannot_be_used_is_a_sentence(tmp_path: Path) -> None:
    from events.opening import open_store
    from tracker.bootstrap import tracker_for
    from tui.app import DeskApp
    from tui.remembered import Remembered

    missing = tmp_path / "none.db"
    app = DeskApp(
        lambda: tracker_for(open_store(f"sqlite:///{missing}", create=False), None),
        "zh",
        Remembered(tmp_path),
    )
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        shown = seen(pilot).replace("\n", "").replace(" ", "")
        assert "none.db" in shown
        assert "正在读取" not in shown
        await press(pilot, "p", "e", "f3", "escape")
        assert app.is_running


async def test_keys_still_on_their_way_to_a_dialog_close_nothing_beneath_it(tmp_path: Path) -> None:
    async with opened(Desk(), tmp_path) as pilot:
        await press(pilot, "f9", "tab", "tab", "enter")
        dialog = pilot.app.screen
        for key in ("f12", "f11", "f12", "f11"):
            dialog.post_message(Key(key, None))
        await settled(pilot)
        assert len(pilot.app.screen_stack) == 3, "the default screen, the overview, the settings"


async def test_checks_that_are_due_are_offered_and_run_with_one_key(tmp_path: Path) -> None:
    desk = Desk(day="2022-04-20")
    desk.grant()
    desk.pay(yuan=1_000, people_due=10, people_paid=8)
    async with opened(desk, tmp_path) as pilot:
        assert "有 3 个月已到期" in seen(pilot)
        await press(pilot, "f5")
        assert desk.events().count("TimelinessChecked") == 3
        assert "已到期" not in seen(pilot)
        await press(pilot, "f8")
        await type_text(pilot, "4-20")
        await press(pilot, "enter", "f5")
    assert desk.events().count("TimelinessChecked") == 3


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_next_deadline_and_what_to_do_are_on_the_first_page(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    desk = Desk(day="2022-04-20")
    desk.grant()
    desk.pay(yuan=1_000, people_due=10, people_paid=8)
    desk.tracker.check("2022-03")
    async with opened(desk, tmp_path, size=size) as pilot:
        assert "个工作日" in seen(pilot)
        await press(pilot, "tab")
        assert "怎么办" in seen(pilot)


async def test_one_cell_is_copied_and_so_is_the_table(tmp_path: Path) -> None:
    desk = Desk(day="2022-04-20")
    desk.grant()
    desk.pay(yuan=1_000, note="=1+1")
    async with opened(desk, tmp_path, size=WIDE) as pilot:
        await press(pilot, "f3", "right", "right", "right", "right", "right", "C")
        assert pilot.app.clipboard == "1,000.00"
        await press(pilot, "left", "left", "C")
        assert pilot.app.clipboard == "支付"
        await press(pilot, "c")
        assert pilot.app.clipboard.splitlines()[1].split(",")[2] == "支付"
        await press(pilot, "f2", "tab", "tab", "C")
        assert "P01.03 2022-03" in pilot.app.clipboard


@pytest.mark.parametrize(
    ("place", "typed", "found", "gone"),
    [
        ((), "P02", "P02", "P01 "),
        (("f6",), "jybt", "", "P01.01"),
        (("f6",), "P02.0", "P02.01", "P01.01"),
        (("f7",), "P02", "P02", "P01 "),
        (("enter",), "发放及时率", "P01.03", "P01.01"),
    ],
)
async def test_every_list_is_searched_as_one_types(
    tmp_path: Path, place: tuple[str, ...], typed: str, found: str, gone: str
) -> None:
    desk = Desk(day="2022-04-20")
    desk.grant()
    async with opened(desk, tmp_path, size=WIDE) as pilot:
        await press(pilot, *place, "slash")
        await type_text(pilot, typed)
        shown = "\n".join(seen(pilot).split("\n")[2:])
        assert found in shown
        assert gone not in shown.replace(f"搜索{typed}", "")
        await press(pilot, "escape")
        assert gone in seen(pilot)


@pytest.mark.parametrize("key", ["f2", "f3", "f10"])
@pytest.mark.parametrize("dialog", ["p", "e"])
async def test_a_place_behind_a_dialog_is_not_gone_to_and_that_is_said(
    tmp_path: Path, dialog: str, key: str
) -> None:
    desk = Desk(day="2022-03-20")
    desk.grant()
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, dialog)
        over = pilot.app.screen
        await press(pilot, key)
        assert pilot.app.screen is over
        assert "请先按 Esc" in seen(pilot)
        await press(pilot, "f1")
        assert "全部事件，最新在前" not in seen(pilot), "help speaks of what can be done here"
        await press(pilot, "escape", "escape", key)
        assert len(pilot.app.screen_stack) == (2 if key == "f2" else 3)
