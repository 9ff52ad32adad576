"""The national form as a workbook, read back with another library."""

import zipfile
from fractions import Fraction

import openpyxl
import pytest

from events.types.plan import Target
from tests.tracker.forms.builders import indicator, project, unit
from tracker.forms.facts import ActualFacts
from tracker.forms.selfevaluation import evaluate
from tracker.forms.workbook import write_workbook
from tracker.rules.loading import load_rule_set

NASTY = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "＝1+1",
    " =1",
    "=cmd|' /C calc'!A0",
    "a\x00b\x1b[31m",
    "[/]",
    "长" * 60,
]


def book(tmp_path, *projects):
    path = write_workbook(evaluate(unit(*projects), load_rule_set()), tmp_path)
    return openpyxl.load_workbook(path)


def texts(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def find(sheet, text):
    return next(cell for row in sheet.iter_rows() for cell in row if cell.value == text)


def test_one_sheet_a_project_beside_summary_and_index(tmp_path):
    whole = book(tmp_path, project(), project("P02"))
    assert [name.split()[0] for name in whole.sheetnames] == ["汇总", "P01", "P02", "索引"]
    assert whole["汇总"]["G4"].value == 99.69


def test_the_form_has_its_fields_in_order(tmp_path):
    sheet = book(tmp_path)["P01 城乡居民养老保险补助"]
    assert sheet["A1"].value == "项目支出绩效自评表"
    head = [cell.value.replace("\n", "") for cell in sheet[5] if cell.value]
    assert head == [
        "项目资金（万元）",
        "年初预算数",
        "全年预算数（A）",
        "全年执行数（B）",
        "分值",
        "执行率（B/A）",
        "得分",
    ]
    assert [sheet.cell(row, 3).value for row in range(6, 10)] == [
        "年度资金总额", "其中：当年财政拨款", "上年结转资金", "其他资金",
    ]  # fmt: skip
    money = [sheet.cell(6, column).value for column in range(4, 10)]
    assert money == [249, 249, 245.6883, 10, 0.9867, 9.87]
    row = find(sheet, "养老金发放及时率").row
    assert [sheet.cell(row, column).value for column in range(4, 10)] == [
        "养老金发放及时率", "≥95%", "94.00%", 16.67, 16.49, "三月银行系统故障\n改进措施：提前三个工作日送盘",
    ]  # fmt: skip
    total = find(sheet, "总分").row
    assert (sheet.cell(total, 7).value, sheet.cell(total, 8).value) == (100, 99.69)


def test_it_prints_on_a4_one_page_wide_with_the_log_in_the_footer(tmp_path):
    sheet = book(tmp_path)["P01 城乡居民养老保险补助"]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    footer = sheet.oddFooter.left.text
    assert "1234" in footer
    assert "ab" * 32 in footer
    assert "national-2020/1" in footer
    assert sheet["A1"].font.name == "黑体"
    assert find(sheet, "发放人数").font.name == "宋体"
    assert sheet.oddHeader.center.text is None


def test_an_incomplete_form_is_a_draft_on_every_page(tmp_path):
    row = indicator("P01.01", "产出指标", "数量指标", "次数", Target(">=", "3", "次"), None)
    whole = book(tmp_path, project(indicators=(row,)), project("P02"))
    assert "草" in whole["P01 城乡居民养老保险补助"].oddHeader.center.text
    assert whole["P02 城乡居民养老保险补助"].oddHeader.center.text is None
    assert "草" in whole["汇总"].oddHeader.center.text
    assert whole["待补事项"]["A3"].value == "P01.01"


def test_every_figure_is_in_the_index(tmp_path):
    rows = texts(book(tmp_path)["索引"])[2:]
    assert len(rows) == 6
    assert rows[0][:7] == ["P01", "预算执行", "245.6883/249.00万元", 3, "支付", "2022-03-15", 2456883]
    assert rows[0][8] == f"{3:064x}"[:12]


@pytest.mark.parametrize("nasty", NASTY)
def test_no_text_becomes_a_formula_or_breaks_the_file(tmp_path, nasty):
    row = indicator("P01.01", nasty, nasty, nasty, Target(text=nasty), ActualFacts(Fraction(1)),
                    reason=nasty, measure=nasty)  # fmt: skip
    facts = project(nasty, name=nasty, goal=nasty, completion=nasty, indicators=(row,))
    path = write_workbook(evaluate(unit(facts, name=nasty, authority=nasty), load_rule_set()), tmp_path)
    with zipfile.ZipFile(path) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert sheets
    assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)
    openpyxl.load_workbook(path)


def test_long_reasons_and_many_rows_stay_whole(tmp_path):
    reason = "原因" * 1000
    rows = tuple(indicator(f"P01.{number:02d}", "产出指标", "数量指标", f"指标{number}", Target(">=", "3", "次"),
                           ActualFacts(Fraction(2)), reason=reason, measure="改") for number in range(40))  # fmt: skip
    sheet = book(tmp_path, project(name="名" * 60, indicators=rows)).worksheets[1]
    assert sheet.title.startswith("P01 名")
    shown = [cell.value for cell in sheet["I"] if cell.value and str(cell.value).startswith(reason)]
    assert len(shown) == 40
    assert all(size.height is None or size.height <= 409 for size in sheet.row_dimensions.values())
