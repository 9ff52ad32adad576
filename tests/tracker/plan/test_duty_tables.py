"""Tables of duties and activities are named and kept out of the projects."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

from tests.tracker.plan.pdf_printing import PdfLayout, _rows, _table
from tests.tracker.plan.printing import TITLES, Layout, print_plan
from tests.tracker.plan.test_layouts import _said
from tracker.plan.disclosure import read_disclosure
from tracker.plan.exchange import published_plan
from tracker.plan.files import read_plan_file
from tracker.plan.model import Plan, Reading

DUTIES = [
    ["职责活动", "年度目标", "绩效指标", "优", "良", "中", "差"],
    ["劳动关系协调", "调解及时", "调解率", "≥95%", "≥90%", "≥85%", "＜85%"],
    ["社会保险经办", "发放足额", "发放率", "100%", "≥98%", "≥95%", "＜95%"],
]


@pytest.fixture
def plan() -> Plan:
    published = published_plan()
    return msgspec.structs.replace(published, projects=published.projects[:2])


def _kept_apart(reading: Reading, plan: Plan) -> None:
    assert [_said(i) for i in reading.plan.indicators()] == [_said(i) for i in plan.indicators()]
    assert [doubt.code for doubt in reading.doubts] == ["duty_table_unread"]


@pytest.mark.parametrize("before", [True, False])
def test_in_a_text(plan: Plan, before: bool) -> None:
    lines = print_plan(plan, Layout(widths=(6, 12, 16, 24, 11, 26), order="lines", blank_lines=False)).split(
        "\n"
    )
    at = lines.index("预算绩效信息") + 1 if before else lines.index("六、政府采购预算情况")
    text = "\n".join([*lines[:at], *(" ".join(row) for row in DUTIES), *lines[at:]])

    reading = read_disclosure(text)

    _kept_apart(reading, plan)
    assert reading.doubts[0].where[0].line == at + 1


@pytest.mark.parametrize("lines", ["all", "none"])
def test_in_a_pdf_behind_the_last_table_and_on_a_new_page(tmp_path: Path, plan: Plan, lines: str) -> None:
    layout = PdfLayout(lines=lines)
    named = (f"现将{plan.name}{plan.year}年部门预算公开如下：", f"{plan.unit}{plan.name} 单位：万元")
    story: list[Any] = [Paragraph(text, layout.style) for text in named]
    for project in plan.projects:
        head = [["绩效目标", f"1.{project.goal}", *[""] * 4], list(TITLES)]
        story.append(_table([*head, *_rows(project)], A4[0] - 80, layout, goal=True))
    cells = [[Paragraph(text, layout.style) for text in row[:6]] for row in DUTIES]
    style = [("GRID", (0, 0), (-1, -1), 0.5, "black")] if lines == "all" else []
    story += [PageBreak(), Table(cells, [(A4[0] - 80) / 6] * 6, style=style)]
    SimpleDocTemplate(str(tmp_path / "plan.pdf"), pagesize=A4, leftMargin=40, rightMargin=40).build(story)

    reading = read_plan_file(tmp_path / "plan.pdf")

    _kept_apart(reading, plan)
    assert reading.doubts[0].where[0].cell == "p2"


def test_a_sentence_about_duties_is_no_table(plan: Plan) -> None:
    text = print_plan(plan, Layout(widths=(6, 12, 16, 24, 11, 26), order="lines"))

    reading = read_disclosure("职责活动按绩效目标和绩效指标管理。\n" + text)

    assert reading.doubts == ()
