"""The template out and in, tables people already have, and workbooks that must not be opened."""

import zipfile
from pathlib import Path

import msgspec
import openpyxl
import pytest
from hypothesis import given, settings
from openpyxl import Workbook

from tests.effort import examples
from tests.tracker.plan.test_exchange import plans
from tracker.plan.difference import difference
from tracker.plan.exchange import published_plan
from tracker.plan.files import read_plan_file
from tracker.plan.model import Plan
from tracker.plan.problems import UnusablePlan
from tracker.plan.workbook import write_plan_workbook


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "plan.xlsx"
    write_plan_workbook(published_plan(), path)
    return path


def test_out_and_in_changes_nothing(template: Path) -> None:
    plan = read_plan_file(template).plan

    assert not difference(published_plan(), plan, proposals=True)


@given(plan=plans())
@settings(max_examples=examples(15), deadline=None)
def test_any_plan_goes_through_the_workbook(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("book") / "plan.xlsx"
    write_plan_workbook(plan, path)

    assert not difference(plan, read_plan_file(path).plan, proposals=True)


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    plan = published_plan()
    first = msgspec.structs.replace(plan.projects[0], goal='=HYPERLINK("http://example.invalid")')
    write_plan_workbook(msgspec.structs.replace(plan, projects=(first, *plan.projects[1:])), path)

    cell = openpyxl.load_workbook(path)["项目"]["C2"]
    assert cell.data_type == "s"
    assert read_plan_file(path).plan.projects[0].goal == first.goal


def test_the_template_offers_choices_and_explains_itself(template: Path) -> None:
    book = openpyxl.load_workbook(template)

    lists = book["绩效指标"].data_validations.dataValidation
    assert any("≥" in (each.formula1 or "") for each in lists)
    assert any("数量指标" in (each.formula1 or "") for each in lists)
    assert "填写说明" in book.sheetnames


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "place"),
    [
        ("绩效指标", "H2", "很多", "绩效指标!H2"),
        ("绩效指标", "D2", None, "绩效指标!D2"),
        ("绩效指标", "E3", None, "绩效指标!E3"),
        ("绩效指标", "L2", "猜的", "绩效指标!L2"),
        ("绩效指标", "K2", "很重", "绩效指标!K2"),
        ("项目", "D2", "一百万", "项目!D2"),
        ("单位", "B4", "二〇二二", "单位!B4"),
        ("预算数字", "B2", 1.234, "预算数字!B2"),
    ],
)
def test_errors_name_sheet_and_cell(template: Path, sheet: str, cell: str, value: object, place: str) -> None:
    book = openpyxl.load_workbook(template)
    book[sheet][cell] = value
    book.save(template)

    with pytest.raises(UnusablePlan) as caught:
        read_plan_file(template)

    assert place in [problem.place for problem in caught.value.problems]


def test_what_a_clerk_chose_counts_as_confirmed(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    book["绩效指标"]["L2"] = "填报分子分母"
    book.save(template)

    plan = read_plan_file(template).plan
    (change,) = difference(published_plan(), plan).changed_indicators

    assert (change.code, change.fields) == ("P01.01", ("source",))


TITLES_ONE = ["一级指标", "二级指标", "三级指标", "指标值", "权重"]
TITLES_THREE = ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位"]


def _table(path: Path, rows: list[list[object]]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_table_with_the_target_in_one_column(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["项目名称", "道路养护"],
        ["绩效目标", "路好走"],
        TITLES_ONE,
        ["产出指标", "数量指标", "养护里程", "≥50公里", 20],
        [None, "质量指标", "合格率", "≥95%", 30],
        ["满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", 10],
    ]
    reading = read_plan_file(_table(tmp_path / "a.xlsx", rows))
    (project,) = reading.plan.projects

    assert (project.name, project.goal) == ("道路养护", "路好走")
    assert [(i.level1, i.level2, i.target.value, i.target.unit, i.weight) for i in project.indicators] == [
        ("产出指标", "数量指标", "50", "公里", "20"),
        ("产出指标", "质量指标", "95", "%", "30"),
        ("满意度指标", "服务对象满意度指标", "90", "%", "10"),
    ]


def test_a_table_with_the_target_in_three_columns_and_a_project_column(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["项目名称", *TITLES_THREE],
        ["养护", "产出指标", "数量指标", "养护里程", "≥", 50, "公里"],
        [None, None, "时效指标", "按期完工率", "=", 100, "%"],
        ["绿化", "产出指标", "数量指标", "植树株数", ">=", 2000, "株"],
        ["绿化", "效益指标", "生态效益指标", "环境", "定性", "明显改善", None],
    ]
    first, second = read_plan_file(_table(tmp_path / "b.xlsx", rows)).plan.projects

    assert [i.target.value for i in first.indicators] == ["50", "100"]
    assert [i.code for i in second.indicators] == ["P02.01", "P02.02"]
    assert second.indicators[1].target.text == "明显改善"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_in_the_encodings_and_delimiters_people_have(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    lines = [TITLES_THREE, ["产出指标", "数量指标", "养护里程", "≥", "50", "公里"]]
    path = tmp_path / "plan.csv"
    path.write_bytes("\r\n".join(delimiter.join(line) for line in lines).encode(encoding))

    (indicator,) = read_plan_file(path).plan.indicators()

    assert (indicator.level3, indicator.target.comparator, indicator.target.value) == ("养护里程", ">=", "50")


def _refusal(path: Path) -> str:
    with pytest.raises(UnusablePlan) as caught:
        read_plan_file(path)
    return caught.value.problems[0].message_en


def test_a_zip_bomb_is_not_opened(tmp_path: Path, template: Path) -> None:
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(template) as source, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            target.writestr(entry, source.read(entry))
        target.writestr("xl/worksheets/sheet99.xml", b" " * (40 * 1024 * 1024))

    assert "zip bomb" in _refusal(bomb)


def _with_part(template: Path, path: Path, name: str, content: bytes) -> Path:
    with zipfile.ZipFile(template) as source, zipfile.ZipFile(path, "w") as target:
        for entry in source.infolist():
            target.writestr(entry, source.read(entry))
        target.writestr(name, content)
    return path


def test_macros_and_dtds_are_refused(tmp_path: Path, template: Path) -> None:
    assert "macros" in _refusal(_with_part(template, tmp_path / "m.xlsx", "xl/vbaProject.bin", b"x"))
    dtd = b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'
    assert "DTD" in _refusal(_with_part(template, tmp_path / "d.xlsx", "xl/extra.xml", dtd))


def test_a_cell_far_away_does_not_fill_the_memory(tmp_path: Path, template: Path) -> None:
    sheet = b'<worksheet><sheetData><row r="1048576"><c r="XFD1048576"/></row></sheetData></worksheet>'

    assert "too large" in _refusal(
        _with_part(template, tmp_path / "far.xlsx", "xl/worksheets/sheet77.xml", sheet)
    )


def test_hidden_sheets_and_links_are_reported(tmp_path: Path, template: Path) -> None:
    book = openpyxl.load_workbook(template)
    book["预算数字"].sheet_state = "hidden"
    book.save(template)
    linked = _with_part(template, tmp_path / "l.xlsx", "xl/externalLinks/externalLink1.xml", b"<x/>")

    assert {doubt.code for doubt in read_plan_file(linked).doubts} == {"sheet_hidden", "external_links"}


def test_a_cell_of_ten_million_characters_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text(",".join(TITLES_ONE) + "\n产出指标,数量指标," + "长" * 10_000_000 + ",≥5次,\n", "utf-8")

    assert _refusal(path)


@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"PK\x03\x04" + b"\0" * 100])
def test_a_damaged_workbook_is_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)

    assert "damaged" in _refusal(path)


def test_another_table_is_refused(tmp_path: Path) -> None:
    assert "No indicator table" in _refusal(_table(tmp_path / "o.xlsx", [["姓名", "金额"], ["甲", 1]]))


def test_a_csv_cell_of_ten_million_characters_is_named_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(
        "一级指标,二级指标,三级指标,指标值\n产出指标,数量指标," + "人" * 10_000_000 + ",≥1人\n", "utf-8"
    )

    with pytest.raises(UnusablePlan, match="too long") as caught:
        read_plan_file(path)

    assert [problem.place for problem in caught.value.problems] == ["2"]
