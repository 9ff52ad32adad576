"""The plan on the desk: sources chosen, findings accepted, a plan read from a file and adopted, with real keys."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Input

from events.memory_store import MemoryStore
from events.types.plan import BudgetLinePlanned, FindingAccepted, IndicatorMeasureChosen
from tests.builders import LEDGER, PLAN, Desk
from tests.tui.desk import WIDE, opened, press, seen, settled, type_text
from tracker.plan.exchange import plan_to_json
from tracker.service import Tracker
from tui.dialogs.adoption import AdoptionDialog
from tui.dialogs.event import EventDialog
from tui.widgets.lines import Lines


class NewDesk(Desk):
    """A ledger that has been opened and has no plan yet."""

    def __init__(self) -> None:
        self.day = "2022-01-05"
        self.store = MemoryStore()
        self.tracker = Tracker(self.store, LEDGER, actor="tester", today=lambda: self.day)
        self.tracker.open_books("测试单位")


def a_file(directory: Path, **changed: Any) -> Path:
    """The plan of the tests as a file, with one indicator in two tables under different targets."""
    document = plan_to_json(PLAN)
    for project in document["projects"]:
        for row in project["indicators"]:
            if row["code"] == "P02.05":
                row |= {"level3": "发放及时率", "definition": "发放及时率"} | changed
    file = directory / "plan.json"
    file.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    return file


async def pick(pilot: Pilot[int], file: Path) -> None:
    """Import the file from the plan's place."""
    await press(pilot, "f6", "n")
    pilot.app.screen.query_one(Input).value = str(file)
    await settled(pilot)
    await press(pilot, "enter")


async def test_the_source_of_a_value_is_chosen_and_confirmed(tmp_path: Path) -> None:
    desk = Desk()
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "f6", "down", "s", "tab", "right", "ctrl+s")
        await press(pilot, "escape")
    (fact,) = [event.fact for event in desk.tracker.recent(3) if event.type == "IndicatorMeasureChosen"]
    assert isinstance(fact, IndicatorMeasureChosen)
    assert (fact.indicator, fact.source, fact.rollup) == ("P01.02", "ratio", "ratio_of_sums")


async def test_a_plan_is_adopted_from_a_file_with_its_findings_accepted(tmp_path: Path) -> None:
    desk = NewDesk()
    file = a_file(tmp_path)
    async with opened(desk, tmp_path / "desk", size=WIDE) as pilot:
        await press(pilot, "f6")
        assert "按 n 选择文件" in seen(pilot)
        await pick(pilot, file)
        dialog = pilot.app.screen
        assert isinstance(dialog, AdoptionDialog)
        assert dialog.proposal is not None
        found = dialog.proposal.findings
        assert found, "the file contradicts itself"
        await press(pilot, "d")
        await type_text(pilot, "as printed")
        await press(pilot, "enter")
        assert "PlanAdopted" not in desk.events()
        await press(pilot, "ctrl+s", "ctrl+s")
        assert "已接受" in seen(pilot)
    assert desk.events().count("PlanAdopted") == 1
    accepted = [event.fact for event in desk.tracker.recent(50) if event.type == "FindingAccepted"]
    assert [(fact.code, fact.note) for fact in accepted] == [(found[0].code, "as printed")]  # type: ignore[union-attr]


async def test_nothing_is_recorded_before_the_plan_is_adopted(tmp_path: Path) -> None:
    desk = NewDesk()
    async with opened(desk, tmp_path / "desk") as pilot:
        await pick(pilot, a_file(tmp_path))
        await press(pilot, "d")
        await type_text(pilot, "x")
        await press(pilot, "enter", "escape")
        assert not isinstance(pilot.app.screen, AdoptionDialog)
    assert desk.events() == ["LedgerOpened"]


async def test_another_plan_is_a_revision_and_says_how_much_differs(tmp_path: Path) -> None:
    desk = Desk()
    file = a_file(tmp_path, level3="办结率")
    async with opened(desk, tmp_path / "desk", size=WIDE) as pilot:
        await pick(pilot, file)
        assert "差异 1 处" in seen(pilot)
        assert "修改 P02.05 三级指标" in seen(pilot)
        assert "→ 办结率" in seen(pilot)
        await press(pilot, "d")
        assert "差异无须说明" in seen(pilot)
        await press(pilot, "ctrl+s")
    assert desk.events().count("PlanAdopted") == 2
    assert desk.tracker.plan().projects[1].indicators[4].level3 == "办结率"


async def test_a_file_that_cannot_be_used_says_why(tmp_path: Path) -> None:
    desk = NewDesk()
    file = tmp_path / "plan.json"
    file.write_text("{", "utf-8")
    async with opened(desk, tmp_path / "desk") as pilot:
        await pick(pilot, file)
        assert "JSON" in seen(pilot)
        await press(pilot, "ctrl+s")
    assert desk.events() == ["LedgerOpened"]


async def test_a_finding_is_accepted_in_its_place(tmp_path: Path) -> None:
    desk = NewDesk()
    from tracker.plan_page import adopt, propose

    adopt(desk.tracker, propose(desk.tracker, a_file(tmp_path)), {})
    async with opened(desk, tmp_path / "desk", size=WIDE) as pilot:
        await press(pilot, "f6", "d", "d")
        await type_text(pilot, "county rule")
        await press(pilot, "ctrl+s")
        assert "county rule" in seen(pilot)
    fact = desk.tracker.recent(1)[0].fact
    assert isinstance(fact, FindingAccepted)
    assert fact.note == "county rule"
    assert any(note == "county rule" for note in desk.tracker.accepted_findings().values())


def test_what_the_reader_and_the_check_both_say_is_listed_once(tmp_path: Path) -> None:
    from tracker.plan_page import propose

    file = tmp_path / "plan.csv"
    file.write_text(
        "项目名称,一级指标,二级指标,三级指标,指标值\n甲,产出指标,数量指标,活动场次,10场\n", "utf-8"
    )
    proposal = propose(NewDesk().tracker, file)
    codes = [one.code for one in (*proposal.reading.doubts, *proposal.reading.contradictions)]
    assert codes.count("comparator_missing") == 2
    assert [one.code for one in proposal.findings].count("comparator_missing") == 1


async def test_the_past_takes_no_plan(tmp_path: Path) -> None:
    desk = Desk(day="2022-04-20")
    desk.grant()
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "f8")
        await type_text(pilot, "3-15")
        await press(pilot, "enter", "f6", "n", "s", "d", "d")
        assert "只读" in seen(pilot).split("\n")[0]
    assert desk.events().count("PlanAdopted") == 1


async def test_a_budget_line_shows_the_event_that_planned_it(tmp_path: Path) -> None:
    desk = Desk()
    async with opened(desk, tmp_path, size=WIDE) as pilot:
        await press(pilot, "f6")
        pilot.app.screen.query_one("#lines", Lines).focus()
        await press(pilot, "down", "e")
        dialog = pilot.app.screen
        assert isinstance(dialog, EventDialog)
        fact = desk.tracker.event(str(dialog.position)).fact
        assert isinstance(fact, BudgetLinePlanned)
        assert (fact.number, fact.name) == (2, "机关运行经费")


async def test_a_deadline_is_typed_and_shown_in_words(tmp_path: Path) -> None:
    desk = Desk(day="2022-04-20")
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "f6", "slash", "P", "0", "2", "full_stop", "0", "5", "enter", "s")
        pilot.app.screen.query_one("#field-deadline Input", Input).focus()
        await type_text(pilot, "改天")
        await press(pilot, "ctrl+s")
        assert "每月25日" in seen(pilot), "the refusal says how a deadline may be written"
        await press(pilot, "ctrl+u")
        await type_text(pilot, "二十五号")
        await press(pilot, "ctrl+s")
        assert measured(desk)[-1].deadline == "day:25"
        await press(pilot, "s")
        assert pilot.app.screen.query_one("#field-deadline Input", Input).value == "每月25日"
        await press(pilot, "escape", "ctrl+l", "s")
        assert pilot.app.screen.query_one("#field-deadline Input", Input).value == "day 25 of the month"
        await press(pilot, "ctrl+s")
        assert measured(desk)[-1].deadline == "day:25"
        await press(pilot, "f3", "enter")
        assert "day 25 of the month day:25" in seen(pilot)


def measured(desk: Desk) -> list[IndicatorMeasureChosen]:
    with desk.tracker.store.reader(str(desk.tracker.ledger)) as log:
        facts = [event.fact for event in log.read()]
    return [fact for fact in facts if isinstance(fact, IndicatorMeasureChosen)]
