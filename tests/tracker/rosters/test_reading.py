"""A file becomes lines and problems, whatever its encoding, separator or kind; no problem shows what it read."""

import datetime as dt

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.tracker.rosters.files import (
    HEADERS,
    OUTCOME_HEADERS,
    csv_text,
    identity,
    person,
    write_csv,
    write_xlsx,
)
from tracker.labels import words
from tracker.rosters.columns import COLUMN_OF, column_of, rival_columns
from tracker.rosters.problems import UnusableRoster
from tracker.rosters.pseudonyms import key_of
from tracker.rosters.reading import Expected, read_roster
from tracker.rosters.sentences import problem_sentence

KEY = key_of(b"k" * 32)
EXPECTED = Expected(2022, {}, "2022-03-15")
ROWS = [HEADERS, person(1, "115.00"), person(2, "116.5"), person(3, "1,200")]


def read(path, expected=EXPECTED):
    return read_roster(path, KEY, expected)


def codes(found):
    return [(problem.line, problem.code) for problem in found.problems]


def reading(path, *rows, headers=HEADERS):
    return read(write_csv(path / "list.csv", [headers, *rows]))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-32"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encodings_and_separators_give_the_same_lines(tmp_path, encoding, separator):
    plain = read(write_csv(tmp_path / "plain.csv", ROWS))
    other = read(write_csv(tmp_path / "other.csv", ROWS, encoding=encoding, separator=separator))
    assert other.lines == plain.lines
    assert [line.amount_fen for line in sorted(plain.lines, key=lambda line: line.line)] == [
        11500,
        11650,
        120000,
    ]
    assert sorted(line.line for line in plain.lines) == [2, 3, 4]
    assert not other.problems


def test_a_workbook_gives_the_same_lines_as_text_or_numbers(tmp_path):
    plain = read(write_csv(tmp_path / "plain.csv", ROWS))
    typed = [HEADERS, person(1), (*person(2)[:3], 116.5), (*person(3)[:3], 1200)]
    assert read(write_xlsx(tmp_path / "list.xlsx", typed)).lines == plain.lines


def test_a_title_above_the_headers_and_empty_columns_keep_the_line_numbers(tmp_path):
    rows = [("", "三月发放表"), ("",), *(("", *row) for row in ROWS)]
    found = read(write_xlsx(tmp_path / "list.xlsx", rows))
    assert sorted(line.line for line in found.lines) == [4, 5, 6]


def test_lines_are_ordered_by_pseudonym_whatever_the_order_of_the_file(tmp_path):
    there = read(write_csv(tmp_path / "a.csv", ROWS))
    back = read(write_csv(tmp_path / "b.csv", [ROWS[0], *reversed(ROWS[1:])]))
    assert [line.person for line in there.lines] == sorted(line.person for line in there.lines)
    assert [(p, fen) for p, _, fen in there.lines] == [(p, fen) for p, _, fen in back.lines]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("", "identity_missing"),
        ("12345", "identity_form"),
        ("1.10101195306153E+17", "identity_scientific"),
        ("110101530615001", "identity_old"),
        ("99000119301332001X", "identity_birth"),
        (identity(1)[:17] + ("0" if identity(1)[17] != "0" else "1"), "identity_checksum"),
        ("١" * 18, "identity_form"),
        ("=A1&B1", "formula"),
    ],
)
def test_a_bad_identity_number_is_named_by_line_and_reason(tmp_path, cell, code):
    found = reading(tmp_path, person(5), ("甲", cell, "1", "10"))
    assert codes(found) == [(3, code)]
    assert len(found.lines) == 1


def test_a_number_that_a_spreadsheet_has_eaten_is_recognised(tmp_path):
    found = read(
        write_xlsx(tmp_path / "list.xlsx", [HEADERS, ("甲", float(identity(7)[:17] + "0"), "1", 10)])
    )
    assert codes(found) == [(2, "identity_scientific")]


def test_a_number_quoted_as_a_formula_to_keep_its_digits_is_a_number(tmp_path):
    plain, quoted = (("甲", text, "1", "10") for text in (identity(7), f'="{identity(7)}"'))
    assert reading(tmp_path, plain).lines == reading(tmp_path, quoted).lines


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (lambda text: text[:60] + b"\0" + text[60:], (2, "nul_bytes")),
        (lambda text: text.decode().encode("utf-16-le"), (1, "nul_bytes")),
        (lambda text: text + csv_text([person(8)]).encode("gb18030"), (5, "encoding_mixed")),
        (lambda _: b"\xef\xbb\xbf" + csv_text([("a", "b"), person(8)]).encode("gb18030"), (2, "encoding_mixed")),
        (lambda _: b"", (None, "file_empty")),
        (lambda text: text.replace(b"115.00", b'"115.00'), (2, "quotes")),
    ],
)  # fmt: skip
def test_a_file_of_damaged_bytes_says_what_is_wrong_and_where(tmp_path, spoil, problem):
    path = tmp_path / "list.csv"
    path.write_bytes(spoil(csv_text(ROWS).encode()))
    with pytest.raises(UnusableRoster) as unusable:
        read(path)
    assert [(one.line, one.code) for one in unusable.value.problems] == [problem]


def test_the_line_that_breaks_the_encoding_is_named_deep_in_a_long_file(tmp_path):
    whole = csv_text([HEADERS, *(person(n) for n in range(40_000))]).encode()
    path = tmp_path / "list.csv"
    path.write_bytes(whole + csv_text([person(1)]).encode("gb18030"))
    with pytest.raises(UnusableRoster) as unusable:
        read(path)
    assert [(one.line, one.code) for one in unusable.value.problems] == [(40_002, "encoding_mixed")]


def workbook(path, write):
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(ROWS):
            sheet.write_row(number, 0, row)
        write(book, sheet)
    return read(path)


def test_formulas_in_a_workbook_are_noted_and_named_where_lines_are_bad(tmp_path):
    good = workbook(tmp_path / "good.xlsx", lambda _, sheet: sheet.write_formula(1, 3, "=100+15", None, 115))
    assert (good.notes, good.problems, good.amount_fen) == (("note_formulas",), [], 1_431_50)
    bad = workbook(tmp_path / "bad.xlsx", lambda _, sheet: sheet.write_formula(1, 3, "=1/0", None, "#DIV/0!"))
    assert {code for _, code in codes(bad)} == {"note_formulas", "amount_missing"}
    uncomputed = workbook(tmp_path / "zero.xlsx", lambda _, sheet: sheet.write_formula(1, 3, "=100+15"))
    assert {code for _, code in codes(uncomputed)} == {"note_formulas", "amount_zero"}


def test_cells_merged_over_lines_are_named_where_lines_lack_their_values(tmp_path):
    def merge(book, sheet):
        sheet.merge_range(1, 3, 2, 3, "115.00", book.add_format({"bold": True}))

    found = workbook(tmp_path / "list.xlsx", merge)
    assert set(codes(found)) == {(None, "note_merged_cells"), (3, "amount_missing")}
    title = write_xlsx(tmp_path / "plain.xlsx", ROWS)
    assert read(title).notes == ()


def test_small_letters_spaces_and_full_width_digits_are_the_same_person(tmp_path):
    number = next(identity(i) for i in range(99) if identity(i).endswith("X"))
    spellings = [number, number.lower(), f" {number} ", f"'{number}", number[:6] + " " + number[6:]]
    people = {reading(tmp_path, ("甲", text, "1", "10")).lines[0].person for text in spellings}
    assert len(people) == 1


@pytest.mark.parametrize(
    ("amount", "code"),
    [("0", "amount_zero"), ("0.00", "amount_zero"), ("-5", "amount_negative"), ("1.234", "amount_precision"),
     ("", "amount_missing"), ("abc", "amount_form"),
     ("=SUM(A1:A2)", "formula"), ("1.15E+2", "amount_scientific"), ("99999999999999999", "amount_size")],
)  # fmt: skip
def test_a_bad_amount_is_named_by_line_and_reason(tmp_path, amount, code):
    assert codes(reading(tmp_path, person(1, amount))) == [(2, code)]


def test_all_problems_are_listed_not_the_first(tmp_path):
    found = reading(tmp_path, person(1, "0"), person(2), ("甲", "1", "1", "x"), person(2), ("乙",))
    assert codes(found) == [
        (2, "amount_zero"), (4, "identity_form"), (5, "duplicate"), (6, "cells"),
    ]  # fmt: skip


def test_no_problem_holds_what_stood_in_the_file(tmp_path):
    shifted = (identity(3), identity(4), "7", identity(5))
    found = reading(tmp_path, shifted, person(1, identity(9)), person(1), person(1))
    told = repr(found.problems)
    assert all(identity(number) not in told for number in (1, 3, 4, 5, 9))


def test_person_numbers_stand_in_for_identity_numbers_and_never_meet_them(tmp_path):
    by_number = reading(tmp_path, ("A-17", "10"), ("", "10"), headers=("人员编号", "金额"))
    assert codes(by_number) == [(3, "person_missing")]
    as_identity = reading(tmp_path, person(1, "10")).lines[0].person
    as_number = reading(tmp_path, (identity(1), "10"), headers=("person_no", "amount")).lines[0].person
    assert as_identity != as_number


def test_headers_are_found_in_any_order_in_english_and_with_units(tmp_path):
    found = reading(tmp_path, ("12.30", "x", identity(1)), headers=("Amount", "Name", "ID_Number"))
    assert found.lines[0].amount_fen == 1230
    found = reading(tmp_path, ("12.30", identity(1)), headers=("金额（元）", "身份证号码"))
    assert found.lines[0].amount_fen == 1230


def test_a_mapped_header_goes_before_a_recognised_one(tmp_path):
    path = write_csv(tmp_path / "a.csv", [("身份证号", "金额", "实际"), (identity(1), "10", "20")])
    assert read(path, EXPECTED._replace(columns={"amount": "实际"})).lines[0].amount_fen == 2000


def test_of_two_headers_for_one_column_none_is_taken_without_being_asked(tmp_path):
    rows = [("身份证号", "应发金额", "实发金额"), (identity(1), "10", "20")]
    path = write_csv(tmp_path / "a.csv", rows)
    with pytest.raises(UnusableRoster) as error:
        read(path)
    (problem,) = error.value.problems
    assert (problem.line, problem.code, problem.facts["headers"]) == (
        1,
        "column_rivals",
        ("应发金额", "实发金额"),
    )
    assert "应发金额、实发金额" in problem_sentence(words("zh"), problem)
    assert read(path, EXPECTED._replace(columns={"amount": "实发金额"})).lines[0].amount_fen == 2000
    plain = write_csv(tmp_path / "b.csv", [("身份证号", "应发金额", "金额"), *rows[1:]])
    assert read(plain).lines[0].amount_fen == 2000, "our own word settles it"


def test_a_header_named_for_a_file_that_has_it_not_is_a_mistake(tmp_path):
    path = write_csv(tmp_path / "a.csv", [HEADERS, person(1, "10")])
    kept = EXPECTED._replace(columns={"amount": "实际"})
    assert read(path, kept).lines[0].amount_fen == 1000, "what was kept of another month's file"
    with pytest.raises(UnusableRoster) as error:
        read(path, kept._replace(named={"amount": "实际"}))
    (problem,) = error.value.problems
    assert (problem.code, problem.facts["header"]) == ("column_absent", "实际")
    assert "没有表头“实际”" in problem_sentence(words("zh"), problem)


@pytest.mark.parametrize(
    ("headers", "column"),
    [
        (("身份证号码", "证件号码", "金额"), "id_number"),
        (("身份证号", "金额", "交易日期", "入账日期"), "paid_on"),
        (("身份证号", "金额", "交易状态", "处理结果"), "status"),
    ],
)
def test_every_column_something_is_reckoned_from_is_beyond_doubt(headers, column):
    assert [column_of(problem) for problem in rival_columns(headers, {}, 1)] == [column]
    kept = {column: next(h for h in reversed(headers) if column == COLUMN_OF[h])}
    assert rival_columns(headers, kept, 1) == []


def test_full_width_numbers_are_the_numbers_they_show(tmp_path):
    wide = str.maketrans("0123456789X.", "０１２３４５６７８９Ｘ．")
    plain, typed = person(1, "10.50"), tuple(cell.translate(wide) for cell in person(1, "10.50"))
    found = [
        read(write_csv(tmp_path / f"{n}.csv", [HEADERS, row])).lines for n, row in enumerate((plain, typed))
    ]
    assert found[0] == found[1]


def test_a_file_without_the_columns_is_no_list(tmp_path):
    with pytest.raises(UnusableRoster) as error:
        read(write_csv(tmp_path / "a.csv", [("甲", "金额"), ("1", "2")]))
    assert [(p.line, p.code) for p in error.value.problems] == [(1, "column_missing")]
    with pytest.raises(UnusableRoster):
        read(write_csv(tmp_path / "b.csv", []))


def test_a_quote_that_swallows_lines_is_found(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(csv_text([HEADERS, person(1)]) + f'"乙,{identity(2)},1,10\r\n' + csv_text([person(3)]))
    with pytest.raises(UnusableRoster) as error:
        read(path)
    assert error.value.problems[0].code == "quotes"


def test_the_sum_printed_below_is_compared(tmp_path):
    rows = [HEADERS, person(1, "10"), person(2, "5.5")]
    assert not read(write_csv(tmp_path / "a.csv", [*rows, ("合计", "", "", "15.50")])).problems
    assert codes(read(write_csv(tmp_path / "b.csv", [*rows, ("合计", "", "", "15.00")]))) == [
        (4, "printed_total")
    ]


def test_outcomes_come_with_the_banks_dates(tmp_path):
    rows = [
        OUTCOME_HEADERS,
        person(1, "10", "成功", "2022/3/14"),
        person(2, "10", "失败", ""),
        person(3, "10", "退回", "20220316"),
        person(4, "10", "", ""),
        person(5, "10", "success", "2022年3月14日"),
    ]
    found = read(write_csv(tmp_path / "a.csv", rows))
    told = sorted((o.line, o.outcome, o.paid_on, o.returned_on) for o in found.outcomes)
    assert told == [
        (2, "paid", "2022-03-14", None),
        (3, "failed", None, None),
        (4, "returned", "2022-03-16", "2022-03-16"),
        (6, "paid", "2022-03-14", None),
    ]
    assert not found.problems
    assert len(found.lines) == 5


@pytest.mark.parametrize(
    ("status", "day", "code"),
    [("成功", "", "paid_undated"), ("成功", "2021-12-31", "outside_year"), ("成功", "2022-02-30", "date_form"),
     ("也许", "2022-03-14", "status_unknown"), ("", "2022-03-14", "status_missing")],
)  # fmt: skip
def test_a_bad_outcome_is_named_by_line_and_reason(tmp_path, status, day, code):
    found = reading(tmp_path, person(1, "10", status, day), headers=OUTCOME_HEADERS)
    assert codes(found) == [(2, code)]


def test_outcomes_without_dates_take_the_day_expected_and_say_so(tmp_path):
    found = reading(tmp_path, person(1, "10", "成功"), headers=(*HEADERS, "状态"))
    assert found.outcomes[0].paid_on == "2022-03-15"
    assert found.dates_lacking


def test_dates_in_a_workbook_are_dates(tmp_path):
    path = tmp_path / "a.xlsx"
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, OUTCOME_HEADERS)
        sheet.write_row(1, 0, person(1, "10", "成功"))
        sheet.write_datetime(1, 5, dt.date(2022, 3, 14), book.add_format({"num_format": "yyyy-mm-dd"}))
    assert read(path).outcomes[0].paid_on == "2022-03-14"


@settings(max_examples=examples(100), deadline=None)
@given(data=st.binary(max_size=400))
def test_no_bytes_bring_the_reader_down(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("fuzz") / "a.csv"
    for start in (b"", csv_text([HEADERS]).encode(), b"PK\x03\x04"):
        path.write_bytes(start + data)
        try:
            found = read(path)
        except UnusableRoster:
            continue
        assert len({line.person for line in found.lines}) == len(found.lines)


@settings(max_examples=examples(60), deadline=None)
@given(amounts=st.lists(st.integers(1, 10**9), min_size=1, max_size=40))
def test_what_is_written_is_what_is_read(tmp_path_factory, amounts):
    path = tmp_path_factory.mktemp("round") / "a.csv"
    rows = [person(n, f"{fen // 100}.{fen % 100:02d}") for n, fen in enumerate(amounts)]
    found = read(write_csv(path, [HEADERS, *rows]))
    assert [line.amount_fen for line in sorted(found.lines, key=lambda line: line.line)] == amounts
    assert found.amount_fen == sum(amounts)
