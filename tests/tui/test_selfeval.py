"""The self-evaluation on the desk: looked at as printed, explained, evidenced, exported, handed in, taken back."""

from __future__ import annotations

from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input

from events.types.evaluation import EvidenceAttached
from tests.builders import Desk
from tests.tui.desk import NARROW, WIDE, opened, press, seen, settled, type_text
from tracker.evidence import EvidenceFiles
from tracker.year_end import evaluate_year
from tui.dialogs.event import EventDialog
from tui.dialogs.form import Form
from tui.formatting import narrow
from tui.screens.form_preview import FormPreviewScreen
from tui.screens.selfeval import SelfevalScreen


def a_desk() -> Desk:
    desk = Desk(day="2022-12-31")
    desk.grant()
    desk.grant("P02", yuan=100_000)
    desk.pay(yuan=12_000, people_due=10, people_paid=8)
    return desk


async def to_directory(pilot: Pilot[int], directory: Path) -> None:
    pilot.app.screen.query_one("#directory", Input).value = str(directory)
    await press(pilot, "ctrl+s")


async def test_the_form_is_seen_as_it_prints_and_follows_what_is_recorded(tmp_path: Path) -> None:
    desk = a_desk()
    async with opened(desk, tmp_path, size=WIDE) as pilot:
        await press(pilot, "f7", "y")
        assert isinstance(pilot.app.screen, FormPreviewScreen)
        shown = seen(pilot)
        for said in ("项目支出绩效自评表", "养老金发放", "50.00%", "草稿"):
            assert said in shown
        pilot.app.look()  # type: ignore[attr-defined]
        await settled(pilot)
        desk.pay(yuan=6_000, on="2022-06-15")
        pilot.app.look()  # type: ignore[attr-defined]
        await settled(pilot)
        assert "75.00%" in seen(pilot)
        await press(pilot, "right")
        assert "就业补助" in seen(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, SelfevalScreen)


async def test_a_reason_is_typed_on_its_row_and_the_gap_goes(tmp_path: Path) -> None:
    desk = a_desk()
    async with opened(desk, tmp_path, size=WIDE) as pilot:
        await press(pilot, "f7", "enter", "down", "down", "down")
        screen = pilot.app.screen
        assert isinstance(screen, SelfevalScreen)
        assert screen.about()["indicator"] == "P01.03"
        before = len(screen.results["P01"].missing)
        await press(pilot, "enter")
        await type_text(pilot, "wrong accounts")
        await press(pilot, "enter")
        await type_text(pilot, "checked")
        await press(pilot, "enter")
        assert "wrong accounts" in seen(pilot)
        assert len(screen.results["P01"].missing) < before
        assert screen.about()["indicator"] == "P01.05", "the next row that wants a reason"
    assert desk.events().count("DeviationExplained") == 1


async def test_the_rows_stay_in_sight_while_a_reason_is_typed(tmp_path: Path) -> None:
    async with opened(a_desk(), tmp_path) as pilot:
        await press(pilot, "f7", "enter", "down", "down", "down", "enter")
        shown = seen(pilot)
        assert "偏差原因" in shown
        assert "P01.03  发放及时率" in shown
        assert "P01.06" in shown


async def test_what_was_begun_on_one_row_is_not_put_on_another(tmp_path: Path) -> None:
    async with opened(a_desk(), tmp_path) as pilot:
        await press(pilot, "f7", "enter", "down", "down", "down", "enter")
        await type_text(pilot, "wrong accounts")
        await press(pilot, "escape", "down", "enter")
        assert "wrong accounts" not in seen(pilot)
        assert pilot.app.screen.query_one("#field-indicator Input", Input).value.startswith("P01.04")


async def test_forms_are_exported_where_one_says(tmp_path: Path) -> None:
    desk = a_desk()
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "f7", "x")
        assert "草稿" in seen(pilot)
        await to_directory(pilot, tmp_path / "out")
        assert isinstance(pilot.app.screen, SelfevalScreen)
    assert {path.name for path in (tmp_path / "out").iterdir()} >= {"selfeval.xlsx", "selfeval.json"}
    assert not [path for path in (tmp_path / "out").iterdir() if path.name.startswith(".")]


async def test_an_export_that_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    desk = a_desk()
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "f7", "x")
        dialog = pilot.app.screen
        dialog.query_one("#directory", Input).value = str(tmp_path / "out")
        dialog.action_write()  # type: ignore[attr-defined]
        dialog.leave()  # type: ignore[attr-defined]
        await settled(pilot)
        assert "已停止" in seen(pilot)
        assert not list((tmp_path / "out").glob("*"))
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, SelfevalScreen)


async def test_a_directory_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    async with opened(a_desk(), tmp_path) as pilot:
        await press(pilot, "f7", "x")
        await to_directory(pilot, tmp_path / "out")
        assert not isinstance(pilot.app.screen, SelfevalScreen)
        assert "out" in seen(pilot)


async def test_it_is_handed_in_and_taken_back_for_a_reason(tmp_path: Path) -> None:
    desk = a_desk()
    async with opened(desk, tmp_path, size=WIDE) as pilot:
        await press(pilot, "f7", "h")
        await to_directory(pilot, tmp_path / "out")
        assert "已于 2022-12-31 提交" in seen(pilot)
        assert desk.events()[-1] == "SelfEvaluationSubmitted"
        assert (tmp_path / "out" / "selfeval.xlsx").exists()
        await press(pilot, "h")
        await type_text(pilot, "a figure came late")
        await press(pilot, "enter")
        assert "已重新打开：a figure came late" in seen(pilot)
    assert desk.events()[-1] == "SelfEvaluationReopened"


async def test_a_document_is_attached_to_the_indicator_under_the_cursor(tmp_path: Path) -> None:
    desk = a_desk()
    file = tmp_path / "voucher.pdf"
    file.write_bytes(b"%PDF-1.4 nothing")
    kept = EvidenceFiles(tmp_path / "evidence")
    async with opened(desk, tmp_path, size=WIDE) as pilot:
        pilot.app.session.evidence_of = lambda: kept  # type: ignore[attr-defined]
        await press(pilot, "f7", "enter", "down", "g")
        pilot.app.screen.query_one(Input).value = str(file)
        await settled(pilot)
        await press(pilot, "enter")
        await press(pilot, "ctrl+s")
    fact = desk.tracker.recent(1)[0].fact
    assert isinstance(fact, EvidenceAttached)
    assert fact.indicator == "P01.01"
    assert kept.holds(fact.sha256)


async def test_the_past_is_not_handed_in(tmp_path: Path) -> None:
    desk = a_desk()
    async with opened(desk, tmp_path, size=NARROW) as pilot:
        await press(pilot, "f8")
        await type_text(pilot, "6-30")
        await press(pilot, "enter", "f7", "h", "g", "enter", "enter")
        assert isinstance(pilot.app.screen, SelfevalScreen)
        assert "只读" in seen(pilot).split("\n")[0]


async def test_points_lead_to_their_parts_and_on_to_the_events(tmp_path: Path) -> None:
    desk = a_desk()
    form = evaluate_year(desk.tracker).projects[0]
    timely = form.indicators[2]
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "f7", "e")
        assert f"{form.total} / 100.00" in seen(pilot)
        await press(pilot, "enter")
        assert narrow("支付 12,000.00 ÷ 调整后预算 24,000.00 × 10.00 = 5.00") in seen(pilot)
        await press(pilot, "escape", "down", "down", "down", "enter")
        shown = seen(pilot)
        assert f"{timely.facts.code} 得分 {timely.score} / {timely.weight}" in shown
        assert narrow(f"80.00 ÷ 95.00 × {timely.weight} = {timely.score}") in shown
        assert "平分" in shown
        await press(pilot, "end", "enter")
        assert isinstance(pilot.app.screen, EventDialog)


async def test_on_a_row_the_points_of_that_row_are_explained(tmp_path: Path) -> None:
    async with opened(a_desk(), tmp_path) as pilot:
        await press(pilot, "f7", "enter", "e")
        assert "P01 预算执行得分 5.00 / 10.00" in seen(pilot)
        await press(pilot, "escape", "down", "e")
        assert "P01.01 得分 0.00" in seen(pilot)
        assert "没有实际完成值" in seen(pilot)


async def test_the_department_form_is_seen_explained_and_given_its_reason(tmp_path: Path) -> None:
    desk = a_desk()
    async with opened(desk, tmp_path, size=WIDE) as pilot:
        await press(pilot, "f7", "end")
        assert "部门整体" in seen(pilot)
        await press(pilot, "y")
        assert "部门整体支出绩效自评表" in seen(pilot)
        await press(pilot, "right")
        assert "项目支出绩效自评表" in seen(pilot)
        await press(pilot, "escape", "e", "enter")
        department = evaluate_year(desk.tracker).department
        assert department is not None
        assert f"D 预算执行得分 {department.budget.score} / 10.00" in seen(pilot)
        await press(pilot, "escape", "escape", "enter", "enter")
        await type_text(pilot, "funds came late")
        await press(pilot, "tab")
        await type_text(pilot, "ask earlier")
        await press(pilot, "ctrl+s")
        evaluation = evaluate_year(desk.tracker)
        assert evaluation.department is not None
        assert evaluation.department.budget.reason == "funds came late"
        await press(pilot, "p")
        form = pilot.app.screen
        assert isinstance(form, Form)
        assert form.field("project").typed == "", "nothing is paid for the department itself"
