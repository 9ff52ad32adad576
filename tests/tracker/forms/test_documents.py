"""DOCX, department form, report, own template and PDF: read back, and rendered where LibreOffice is there."""

import zipfile
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from xml.etree import ElementTree

import docx
import openpyxl
import pytest

from events.types.plan import Target
from tests.tracker.forms.builders import indicator, project, ratio, unit, unit_with_department
from tracker.forms.audit import audit_files
from tracker.forms.cover_report import write_report
from tracker.forms.document_book import shown_number
from tracker.forms.facts import ActualFacts, department_facts
from tracker.forms.monitoring import monitor
from tracker.forms.monitoring_files import write_monitoring_files
from tracker.forms.own_template import UnusableTemplate, write_from_template
from tracker.forms.printing import NoPdf, soffice, write_pdf
from tracker.forms.selfevaluation import evaluate
from tracker.forms.writing import write_forms
from tracker.rules.loading import load_rule_set

NATIONAL = load_rule_set()
DEPARTMENT = (
    indicator("D1.01", "", "", "足额发放养老金", Target(">=", "95", "%"), ratio(96, 100)),
    indicator("D1.02", "", "", "培训人数", Target(">=", "950", "人"), ActualFacts(Fraction(900), "人"),
              reason="疫情影响。", measure="加强组织"),
)  # fmt: skip


def evaluated(*projects, rules="national-2020"):
    return evaluate(unit_with_department(*projects, rows=DEPARTMENT), load_rule_set(rules))


def words_of(path):
    document = docx.Document(str(path))
    tables = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [*tables, *(paragraph.text for paragraph in document.paragraphs)]


def draft():
    return project(
        "P02",
        indicators=(indicator("P02.01", "产出指标", "数量指标", "次数", Target(">=", "3", "次"), None),),
    )


def test_every_format_in_one_call(tmp_path):
    files = write_forms(evaluated(), tmp_path, ("xlsx", "docx", "json"))
    assert [file.name for file in files] == ["selfeval.xlsx", "department.xlsx", "selfeval.docx", "report.docx",
                                             "selfeval.json"]  # fmt: skip
    with pytest.raises(ValueError, match="odt"):
        write_forms(evaluated(), tmp_path, ("odt",))


def test_the_docx_holds_the_form_with_its_figures(tmp_path):
    write_forms(evaluated(project(), draft()), tmp_path, ("docx",))
    words = words_of(tmp_path / "selfeval.docx")
    assert {
        "年初预算数",
        "偏差原因分析及改进措施",
        "98.67%",
        "16.49",
        "99.69",
        "等级：优",
        "245.6883",
    } <= set(words)
    document = docx.Document(str(tmp_path / "selfeval.docx"))
    headers = [
        "".join(paragraph.text for paragraph in section.header.paragraphs) for section in document.sections
    ]
    assert ["草" in header for header in headers] == [False, True, False]
    assert "ab" * 32 in document.sections[0].footer.paragraphs[0].text


NASTY = (
    "=cmd|' /C calc'!A0",
    "@SUM(A1)",
    "a\x00b\x1b[31m\x0b",
    "{{ 7*7 }}{% x %}",
    "<w:p>&",
    "长" * 2000,
    "\ud800x",
    "＝1\r\n-1",
)


@pytest.mark.parametrize("rules", ["national-2020", "hebei", "sichuan"])
@pytest.mark.parametrize("nasty", NASTY)
def test_no_text_breaks_a_file_in_any_layout_or_format(tmp_path, rules, nasty):
    row = indicator("P01.01", nasty, nasty, nasty, Target(text=nasty), ActualFacts(Fraction(1), nasty), definition=nasty,
                    reason=nasty, measure=nasty)  # fmt: skip
    facts = project(
        nasty, name=nasty, goal=nasty, completion=nasty, execution_reason=nasty, indicators=(row,)
    )
    whole = unit(facts, name=nasty, authority=nasty)
    whole = replace(whole, department=department_facts(nasty, (facts,), (row,), goal=nasty, reason=nasty))
    files = write_forms(evaluate(whole, load_rule_set(rules)), tmp_path, ("xlsx", "docx"))
    files += write_monitoring_files(monitor(whole, 7, load_rule_set(rules)), tmp_path, ("xlsx",))
    for path in files:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                content = archive.read(name)
                assert b"<f>" not in content
                if name.endswith((".xml", ".rels")):
                    ElementTree.fromstring(content)


def test_the_department_form(tmp_path):
    write_forms(evaluated(), tmp_path, ("xlsx",))
    sheet = openpyxl.load_workbook(tmp_path / "department.xlsx").worksheets[0]
    values = {cell.value for row in sheet.iter_rows() for cell in row}
    assert {"任务名称", "金额合计", "总分", "培训人数", "≥950人", 42.63, 97.5, "等级：优"} <= values


def test_the_report_says_what_the_facts_say(tmp_path):
    months = (100000000,) + (10000000,) * 11
    path = write_report(evaluated(project(spent_by_month=months), draft()), tmp_path)
    text = "\n".join(words_of(path))
    assert (
        "养老金发放及时率：指标值≥95%，实际完成94.00%，得16.49分（分值16.67）。原因：三月银行系统故障。"
        in text
    )
    assert "改进措施：提前三个工作日送盘。" in text
    assert "P02.01：没有实际完成值" in text
    with zipfile.ZipFile(path) as archive:
        charts = [name for name in archive.namelist() if name.startswith("word/charts/")]
        assert len(charts) == 2
        assert "累计执行率" in archive.read(charts[0]).decode()


def test_a_bureaus_own_template_is_filled(tmp_path):
    template = docx.Document()
    template.add_paragraph(
        "{{ name }} {{ year }} {% for p in projects %}{{ p.name }}:{{ p.total }};{% endfor %}"
    )
    template.save(str(tmp_path / "own.docx"))
    nasty = project(name="<w:p>&{{ 7*7 }}")
    path = write_from_template(evaluated(nasty), tmp_path / "own.docx", tmp_path / "out")
    assert path.name == "own-filled.docx"
    assert "<w:p>&{{ 7*7 }}:99.69;" in words_of(path)[0]


@pytest.mark.parametrize(
    "text",
    ["{{ name", "{{ ''.__class__.__mro__ }}", "{% for x in nothing %}{{ x.y.z }}{% endfor %}{{ a.b.c }}"],
)
def test_a_template_that_cannot_be_filled_is_refused(tmp_path, text):
    template = docx.Document()
    template.add_paragraph(text)
    template.save(str(tmp_path / "own.docx"))
    with pytest.raises(UnusableTemplate):
        write_from_template(evaluated(), tmp_path / "own.docx", tmp_path)


def test_a_file_that_is_no_template_is_refused(tmp_path):
    (tmp_path / "own.docx").write_bytes(b"PK not a document")
    with pytest.raises(UnusableTemplate):
        write_from_template(evaluated(), tmp_path / "own.docx", tmp_path)


def test_without_libreoffice_pdf_is_refused_with_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoPdf, match="LibreOffice"):
        write_pdf(tmp_path / "x.xlsx", tmp_path)


@pytest.mark.slow
@pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed")
def test_every_layout_prints_as_pdf(tmp_path):
    for name in ("national-2020", "hebei", "sichuan"):
        path = write_forms(evaluated(rules=name), tmp_path / name, ("pdf",))[0]
        assert path.read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("name", ["hebei", "sichuan"])
def test_a_document_of_another_layout_says_what_the_sheet_says(tmp_path, name):
    evaluation = evaluated(project(), draft(), rules=name)
    write_forms(evaluation, tmp_path, ("xlsx", "docx"))
    report = audit_files([tmp_path / "selfeval.docx"])
    assert [form.rules for form in report.forms] == [name, name, "national-2020"]
    assert [form.to_json()["total_printed"] for form in report.forms][:1] == [
        str(evaluation.projects[0].total)
    ]
    assert report.forms[0].findings == ()
    sheet = openpyxl.load_workbook(tmp_path / "selfeval.xlsx").worksheets[1]
    printed = {
        cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str) and cell.value
    }
    assert printed <= set(words_of(tmp_path / "selfeval.docx"))
    document = docx.Document(str(tmp_path / "selfeval.docx"))
    headers = ["".join(each.text for each in section.header.paragraphs) for section in document.sections]
    assert ["草" in header for header in headers] == [False, True, False]


def test_the_monitoring_form_as_a_document(tmp_path):
    monitored = monitor(unit(project(), draft()), 7, NATIONAL)
    files = write_monitoring_files(monitored, tmp_path, ("docx",))
    assert [file.name for file in files] == ["monitoring.docx"]
    words = set(words_of(files[0]))
    assert {
        "1-7月\n执行情况",
        "完成目标可能性",
        "确定能",
        "经费保障",
        "√",
        "项目支出绩效目标执行监控表",
    } <= words
    document = docx.Document(str(files[0]))
    assert document.sections[0].page_width > document.sections[0].page_height


def test_numbers_are_shown_as_their_cells_format_them():
    shown = [shown_number(Decimal(number), look) for number, look in (
        ("9.5", "0.00"), ("0.98666", "0.00%"), ("245.6883", "0.00####"), ("3", "0.00####"), ("7", ""))]  # fmt: skip
    assert shown == ["9.50", "98.67%", "245.6883", "3.00", "7"]
