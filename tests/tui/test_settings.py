"""The settings on the desk: the ledger's rules changed by events, the looks, and keys that do not collide."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot

from events.types.books import SettingChanged
from tests.builders import Desk
from tests.tui.desk import NARROW, WIDE, opened, press, seen, settled, type_text
from tracker.requests import ChangeSetting
from tui.commands import ALL, TOGETHER, command_on, without_clashes
from tui.dialogs.event import EventDialog
from tui.dialogs.form import Form
from tui.remembered import Remembered
from tui.screens.settings import SettingsScreen
from tui.widgets.lines import Lines


def rules(pilot: Pilot[int]) -> dict[str, str]:
    """The figures shown, by the rule's key."""
    lines = pilot.app.screen.query_one("#rules", Lines)
    found: dict[str, str] = {}
    for index in range(len(lines.rows)):
        row = lines.rows.row(index)
        assert row is not None
        cell = row[1]
        found[lines.rows.key(index)] = cell if isinstance(cell, str) else cell[0]
    return found


def chosen(desk: Desk) -> list[tuple[str, str | None, str | None]]:
    with desk.tracker.store.reader(str(desk.tracker.ledger)) as log:
        facts = [event.fact for event in log.read_back(limit=50)]
    return [(it.name, it.value, it.reason) for it in reversed(facts) if isinstance(it, SettingChanged)]


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_rule_is_changed_explained_and_put_back(tmp_path: Path, size: tuple[int, int]) -> None:
    desk = Desk(day="2022-04-20")
    async with opened(desk, tmp_path, size=size) as pilot:
        await press(pilot, "f9")
        assert isinstance(pilot.app.screen, SettingsScreen)
        assert rules(pilot)["reporting_deadline"] == "第5个工作日"
        await press(pilot, "enter")
        assert "默认 第5个工作日，可取 1 至 20" in seen(pilot)
        await type_text(pilot, "８")
        await press(pilot, "tab")
        await type_text(pilot, "notice 12")
        await press(pilot, "enter")
        assert chosen(desk) == [("reporting_deadline", "8", "notice 12")]
        assert rules(pilot)["reporting_deadline"] == "第8个工作日"
        assert "2022-04-20" in seen(pilot)
        await press(pilot, "e", "enter")
        assert isinstance(pilot.app.screen, EventDialog)
        assert "notice 12" in seen(pilot)
        await press(pilot, "escape", "escape", "d", "ctrl+s")
        assert chosen(desk)[-1] == ("reporting_deadline", None, None)
        assert rules(pilot)["reporting_deadline"] == "第5个工作日"


async def test_what_cannot_be_is_said_and_what_was_typed_stays(tmp_path: Path) -> None:
    desk = Desk(day="2022-04-20")
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "f9", "slash")
        await type_text(pilot, "指标进度低于此为红灯")
        await press(pilot, "enter", "enter")
        for typed, said in (("90%", "80"), ("0", "1"), ("abc", "整数")):
            await press(pilot, "ctrl+u")
            await type_text(pilot, typed)
            await press(pilot, "ctrl+s")
            assert said in seen(pilot)
            assert typed in seen(pilot)
        assert chosen(desk) == []


async def test_what_another_process_chooses_appears_and_the_past_is_read_only(tmp_path: Path) -> None:
    desk = Desk(day="2022-04-20")
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "f9", "down")
        desk.tracker.record(ChangeSetting(name="pay_day", value=20, reason="holiday"))
        pilot.app.look()  # type: ignore[attr-defined]
        await settled(pilot)
        assert rules(pilot)["pay_day"] == "20日"
        assert pilot.app.screen.query_one("#rules", Lines).key == "pay_day"
        pilot.app.session.as_of = "2022-04-19"  # type: ignore[attr-defined]
        pilot.app.screen.ask()  # type: ignore[attr-defined]
        await settled(pilot)
        assert rules(pilot)["pay_day"] == "15日"
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, SettingsScreen)


async def test_the_looks_are_changed_where_they_stand_and_remembered(tmp_path: Path) -> None:
    async with opened(Desk(), tmp_path) as pilot:
        await press(pilot, "f9", "tab")
        theme = pilot.app.theme
        await press(pilot, "enter")
        assert pilot.app.theme != theme
        await press(pilot, "down", "enter")
        assert pilot.app.has_class("-ascii")
        assert "开" in seen(pilot)
        kept = pilot.app.session.remembered  # type: ignore[attr-defined]
        assert (kept.theme, kept.ascii) == (pilot.app.theme, True)
        await press(pilot, "ctrl+b")
        assert "开" not in pilot.app.screen.query_one("#looks", Lines).as_csv()


async def test_a_key_that_is_taken_in_the_same_place_is_refused(tmp_path: Path) -> None:
    async with opened(Desk(), tmp_path) as pilot:
        await press(pilot, "f9", "tab", "tab", "slash")
        await type_text(pilot, "填指标")
        await press(pilot, "enter", "enter", "p")
        kept = pilot.app.session.remembered  # type: ignore[attr-defined]
        assert "measurement" not in kept.keys, "payments are entered with p everywhere"
        await press(pilot, "n")
        assert "measurement" not in kept.keys, "the plan's page imports a plan with n"
        await press(pilot, "j")
        assert "measurement" not in kept.keys, "j goes down in every list"
        await press(pilot, "B")
        assert kept.keys["measurement"] == "B"
        await press(pilot, "d")
        assert "measurement" not in kept.keys


async def test_what_is_done_where_one_types_cannot_be_on_a_character(tmp_path: Path) -> None:
    async with opened(Desk(), tmp_path) as pilot:
        await press(pilot, "f9", "tab", "tab", "slash")
        await type_text(pilot, "照上次填好")
        await press(pilot, "enter", "enter", "x")
        kept = pilot.app.session.remembered.keys  # type: ignore[attr-defined]
        assert "same_as_last" not in kept
        assert "字符键只会输入文字" in seen(pilot)
        await press(pilot, "f12")
        assert kept["same_as_last"] == "f12"


async def test_the_first_key_comes_back_only_while_nobody_else_has_it(tmp_path: Path) -> None:
    async with opened(Desk(), tmp_path) as pilot:
        kept = pilot.app.session.remembered.keys  # type: ignore[attr-defined]
        await press(pilot, "f9", "tab", "tab", "slash")
        await type_text(pilot, "填指标")
        await press(pilot, "enter", "enter", "B")
        await press(pilot, "slash", "ctrl+u")
        await type_text(pilot, "记一笔支付或发放")
        await press(pilot, "enter", "enter", "m")
        assert kept == {"measurement": "B", "disbursement": "m"}
        for put_back in (("d",), ("enter", "backspace")):
            await press(pilot, "slash", "ctrl+u")
            await type_text(pilot, "填指标")
            await press(pilot, "enter", *put_back)
            assert kept == {"measurement": "B", "disbursement": "m"}
            assert "此键在同一处已用于" in seen(pilot)


async def test_each_rule_has_its_own_draft(tmp_path: Path) -> None:
    async with opened(Desk(day="2022-04-20"), tmp_path) as pilot:
        await press(pilot, "f9", "enter")
        await type_text(pilot, "8")
        assert "第5个工作日 -> 第8个工作日" in seen(pilot).replace("→", "->")
        await press(pilot, "escape", "down", "enter")
        form = pilot.app.screen
        assert isinstance(form, Form)
        assert form.typed["figure"] == ""
        await type_text(pilot, "20")
        await press(pilot, "escape", "up", "enter")
        form = pilot.app.screen
        assert isinstance(form, Form)
        assert form.typed["figure"] == "8"


async def test_a_rule_shows_all_its_changes_and_the_looks_say_that_they_are_in_no_log(tmp_path: Path) -> None:
    desk = Desk(day="2022-04-20")
    for value, reason in ((8, "first notice"), (6, "second notice")):
        desk.tracker.record(ChangeSetting(name="reporting_deadline", value=value, reason=reason))
    desk.tracker.record(ChangeSetting(name="pay_day", value=10, reason="another rule"))
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "f9", "e")
        shown = seen(pilot)
        assert "first notice" in shown
        assert "second notice" in shown
        assert "another rule" not in shown
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, EventDialog)
        assert "second notice" in seen(pilot)
        await press(pilot, "escape", "escape", "tab", "e")
        assert "不记入日志" in seen(pilot)


async def test_the_language_is_remembered_and_changing_it_leaves_one_where_one_stands(tmp_path: Path) -> None:
    desk = Desk(day="2022-04-20")
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "f9", "tab", "tab", "down", "down", "down", "ctrl+l")
        assert isinstance(pilot.app.screen, SettingsScreen)
        assert pilot.app.focused is pilot.app.screen.query_one("#keys", Lines)
        assert pilot.app.screen.query_one("#keys", Lines).cursor == 3
        assert "Settings" in seen(pilot)
    assert Remembered.load(tmp_path).language == "en"
    async with opened(desk, tmp_path, language=None) as pilot:
        assert "Overview" in seen(pilot)
    async with opened(desk, tmp_path, language="zh") as pilot:
        assert "总览" in seen(pilot), "what is asked for comes before what is remembered"


CLASHING = {
    "measurement": "p", "receipt": "B", "returned": "B", "record": "r", "quit": "enter", "theme": "", "no_such": "[/b]",
    "appropriation": " f11 , f12 ",
}  # fmt: skip


def test_keys_on_file_that_clash_give_way() -> None:
    assert without_clashes(CLASHING) == {"receipt": "B", "appropriation": "f11,f12"}
    swapped = {"measurement": "p", "disbursement": "m"}
    assert without_clashes(swapped) == swapped
    assert without_clashes(swapped | {"receipt": "m"}) == swapped


async def test_a_keys_file_with_clashes_does_not_break_the_desk(tmp_path: Path) -> None:
    (tmp_path / "desk.json").write_text(json.dumps({"keys": CLASHING, "language": ["en"]}), "utf-8")
    async with opened(Desk(), tmp_path) as pilot:
        assert "用回原键" in seen(pilot)
        for key, form in (("p", "disbursement"), ("B", "receipt"), ("f12", "appropriation")):
            await press(pilot, key)
            assert isinstance(pilot.app.screen, Form)
            assert form == pilot.app.screen.NAME
            await press(pilot, "escape")
        await press(pilot, "f9", "tab", "tab")
        assert isinstance(pilot.app.screen, SettingsScreen)


@given(
    st.dictionaries(
        st.sampled_from([*(command.id for command in ALL), "gone"]),
        st.sampled_from(["p", "f11", "", "m,x", "enter", "d"]),
    )
)
def test_what_is_kept_of_a_keys_file_never_clashes(kept: dict[str, str]) -> None:
    usable = without_clashes(kept)
    assert usable.items() <= kept.items()
    for commands in TOGETHER:
        for command in commands:
            for key in usable.get(command.id, command.keys).split(","):
                assert command_on(key, beside=command.id, kept=usable) is None


def test_no_two_commands_of_one_place_share_a_key() -> None:
    for commands in TOGETHER:
        for command in commands:
            for key in command.keys.split(","):
                assert command_on(key, beside=command.id, kept={}) is None, (command.id, key)
