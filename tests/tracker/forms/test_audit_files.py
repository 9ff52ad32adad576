"""Files and folders: what cannot be used is named, nothing strange stops the auditor, one summary for all."""

import csv
import json
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.tracker.forms import printed_forms as printed
from tests.tracker.forms.audited_forms import audited, kinds, national, row
from tracker.forms.audit import UnusableForm, audit_files, write_summary
from tracker.forms.audit.auditing import recognised
from tracker.forms.audit.form_checks import form_findings
from tracker.forms.audit.grid import Grid
from tracker.forms.audit.reading import forms_in


def test_files_that_cannot_be_used_are_named_and_the_rest_goes_on(tmp_path):
    good = printed.save(tmp_path / "good.xlsx", printed.national())
    (tmp_path / "torn.xlsx").write_bytes(good.read_bytes()[:500])
    (tmp_path / "bad.json").write_text('{"projects": 3}', encoding="utf-8")
    (tmp_path / "deep.json").write_text("[" * 100_000, encoding="utf-8")
    printed.save(tmp_path / "other.xlsx", [("a", "b"), (1, 2)])
    (tmp_path / "readme.txt").write_text("x", encoding="utf-8")
    names = ["torn.xlsx", "bad.json", "deep.json", "other.xlsx", "readme.txt", "gone.xlsx", "good.xlsx"]
    report = audit_files([tmp_path / name for name in names])
    assert len(report.problems) == 6
    assert [each.message_en for each in report.problems if "gone" in each.file] == ["no such file"]
    assert len(report.forms) == 1


@pytest.mark.parametrize("suffix", ["xlsx", "xls", "docx", "csv", "json"])
def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path, suffix):
    with pytest.raises(UnusableForm) as refusal:
        audit_files([tmp_path / f"gone.{suffix}"])
    assert refusal.value.sentences("en")[0].endswith("no such file")


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * 50_000_000)
    with pytest.raises(UnusableForm) as refusal:
        audit_files([path])
    assert "压缩" in refusal.value.sentences()[0]
    assert "archive" in refusal.value.sentences("en")[0]


def test_a_folder_is_read_whole(tmp_path):
    for number in range(3):
        printed.save(tmp_path / f"{number}.xlsx", printed.national())
    told = []
    report = audit_files([tmp_path], tell=told.append)
    assert told == [0, 1, 2]
    assert [form.file[-6:] for form in report.forms] == ["0.xlsx", "1.xlsx", "2.xlsx"]


@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-8-sig", ","), ("gb18030", ","), ("utf-16", "\t")])
def test_a_form_saved_as_csv(tmp_path, encoding, delimiter):
    path = tmp_path / "form.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(printed.national(total=(100, 98)))
    form = audited(path)[0]
    assert (kinds(form), form.rows, form.findings[0].cells[0]) == (["total"], 3, "H14")


def test_sheets_are_read_in_order(tmp_path):
    book = openpyxl.Workbook()
    printed.fill(book.active, printed.national(), (), "甲")
    printed.fill(book.create_sheet(), printed.national(), (), "乙")
    book.save(tmp_path / "two.xlsx")
    assert [form.sheet for form in audited(tmp_path / "two.xlsx")] == ["甲", "乙"]


WORDS = st.sampled_from(["项目名称", "三级指标", "一级指标", "得分", "分值", "年度指标值", "实际完成值", "年初预算数",
                         "年度资金总额", "其中：财政", "总分", "≥95%", "-", "折算得分", "权重", "等级：优"])  # fmt: skip
CELLS = st.one_of(WORDS, st.floats(allow_nan=True), st.integers(-10, 200), st.booleans(), st.text(max_size=6))
ROWS_OF_CELLS = st.lists(st.lists(CELLS, max_size=8), max_size=14)
SPANS = st.lists(st.tuples(*[st.integers(0, 12)] * 4), max_size=6)


@given(ROWS_OF_CELLS, SPANS)
@settings(max_examples=examples(100))
def test_no_sheet_however_strange_stops_the_auditor(rows, spans):
    ordered = [(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in spans]
    for form in forms_in(Grid(rows, ordered), "x"):
        rules = recognised(form)
        for finding in form_findings(form, rules, Decimal("0.1"), strict=False):
            json.dumps(finding.to_json())


@pytest.mark.parametrize(
    "text", ["9" * 5000, "1e999999999", "≥" + "9" * 5000 + "%", "9" * 5000 + "." + "9" * 5000, "１" * 40]
)
def test_absurd_numbers_are_words(tmp_path, text):
    assert kinds(national(tmp_path, indicators=row(text, text, 40, 40))) == []
    numbers = {"value": text, "numerator": text, "denominator": text}
    indicators = [{"score": text, "weight": text, "target": {"value": text}, "actual": numbers}]
    document = {
        "projects": [{"total": text, "budget": {"score": text, "adjusted": text}, "indicators": indicators}]
    }
    path = tmp_path / "form.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert kinds(audit_files([path]).forms[0]) == ["blank"]


LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5))
JSON = st.recursive(LEAVES, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(
    st.sampled_from(["budget", "indicators", "total", "actual", "target", "score", "weight", "sources", "code", "rules"]),
    inner, max_size=4)), max_leaves=12)  # fmt: skip


@given(projects=st.lists(JSON, min_size=1, max_size=3))
@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_json_however_strange_stops_the_auditor(tmp_path, projects):
    path = tmp_path / "form.json"
    path.write_text(json.dumps({"projects": projects, "rules": projects[0]}), encoding="utf-8")
    json.dumps(audit_files([path]).to_json())


def test_one_summary_workbook_for_a_folder(tmp_path):
    folder = tmp_path / "forms"
    folder.mkdir()
    printed.save(folder / "good.xlsx", printed.national())
    printed.save(folder / "=bad.xlsx", printed.national(total=(100, 90)))
    (folder / "torn.xlsx").write_bytes(b"PK")
    path = write_summary(audit_files([folder]), tmp_path / "summary.xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["汇总", "问题清单", "无法读取"]
    found = [cell.value for cell in book["问题清单"][3]]
    assert found[4:6] == ["total", "total_differs"]
    assert book["无法读取"].max_row == 3
