"""Files that can't be used end in a sentence; odd ones that can are read."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.tracker.plan.printing import Layout, print_plan
from tests.tracker.plan.test_layouts import _said
from tracker.plan.check import check_plan
from tracker.plan.disclosure import read_disclosure
from tracker.plan.exchange import published_plan
from tracker.plan.files import check_text, read_plan_file
from tracker.plan.problems import UnusablePlan

TEXT = print_plan(published_plan(), Layout(page_lines=30))


def _write(tmp_path: Path, name: str, content: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_text_in_any_encoding_and_line_ending(tmp_path: Path, encoding: str, ending: str) -> None:
    path = _write(tmp_path, "plan.txt", TEXT.replace("\n", ending).encode(encoding))

    assert len(list(read_plan_file(path).plan.indicators())) == 191


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b"\n \n\t\n", "empty"),
        ("letter.txt", "尊敬的领导：您好。".encode(), "no.*disclosure|No indicator table"),
        ("binary.txt", bytes(range(256)) * 8, "no text|neither|No indicator"),
        ("zeros.txt", b"\0" * 4096, "no text file|No indicator"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "old .xls"),
        ("fake.pdf", b"just text", "another kind"),
        ("fake.xlsx", b"just text", "another kind"),
        ("bad.json", b'{"projects": [', "Not valid JSON"),
        ("nan.json", b'{"projects": NaN}', "Not usable JSON"),
        ("deep.json", b"[" * 200_000, "nested too deep|Not valid JSON"),
        ("list.json", b"[]", "object"),
        ("long.txt", ("长" * 10_000_000).encode(), "characters"),
    ],
)
def test_what_cannot_be_used_is_a_sentence(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    with pytest.raises(UnusablePlan, match=message) as caught:
        read_plan_file(_write(tmp_path, name, content))

    assert all(problem.message and problem.message_en for problem in caught.value.problems)


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnusablePlan, match="cannot be opened"):
        read_plan_file(tmp_path / "none.txt")


def test_a_long_line_is_named() -> None:
    with pytest.raises(UnusablePlan) as caught:
        check_text("a\n" + "b" * 30_000)

    assert caught.value.problems[0].place == "2"


def test_invisible_characters_and_wide_signs_change_nothing() -> None:
    noisy = (
        TEXT.replace("指标", "指\u200b标").replace("≥", "\u202e≥\u202c").replace("%", "％").replace("9", "９")
    )
    noisy = noisy.replace("冀", "\ufeff冀")

    read, plain = read_disclosure(noisy).plan, read_disclosure(TEXT).plan

    assert [_said(i) for i in read.indicators()] == [_said(i) for i in plain.indicators()]


def test_half_a_table_is_read_and_its_last_row_doubted() -> None:
    cut = TEXT[: TEXT.index("质量指标") + 6]

    reading = read_disclosure(cut)

    assert "row_incomplete" in {doubt.code for doubt in reading.doubts}


FORM_WORDS = """一级指标 二级指标 三级指标 绩效指标描述 指标值 指标值确定依据
绩效目标 1.好
产出指标
数量指标
满意度指标
服务对象满意
度指标
≥95%
100%
万元
（
）
《
绩效指标：参保率达到95%以上
2022年预算收入1,2,3万元，其中：甲2万元，乙3万元
较2021年增加5%
部门固定资产占用情况表
资产总额 5
六、其他
项目名称 预算数
预算数 abc"""
pieces = st.one_of(st.sampled_from([*FORM_WORDS.split("\n"), "\f"]), st.text(max_size=30))


@given(st.lists(pieces, max_size=60), st.sampled_from(["\n", " ", "\n\n"]))
@settings(max_examples=examples(100), deadline=None)
def test_no_text_breaks_the_reader(parts: list[str], between: str) -> None:
    text = between.join(parts)
    try:
        reading = read_disclosure(text)
    except UnusablePlan:
        return
    check_plan(reading.plan)


@given(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)), st.text(max_size=20))
@settings(max_examples=examples(15), deadline=None)
def test_a_document_with_a_part_torn_out_is_read_or_refused(start: int, end: int, patch: str) -> None:
    start, end = min(start, end), max(start, end)
    try:
        check_plan(read_disclosure(TEXT[:start] + patch + TEXT[end:]).plan)
    except UnusablePlan:
        return


@given(content=st.binary(max_size=400), suffix=st.sampled_from([".txt", ".json", ".csv", ".xlsx", ".pdf"]))
@settings(max_examples=examples(60), deadline=None)
def test_no_bytes_break_the_front_door(
    content: bytes, suffix: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("file") / f"x{suffix}"
    path.write_bytes(content)
    try:
        read_plan_file(path)
    except UnusablePlan:
        return
