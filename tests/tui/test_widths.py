"""Counted in cells: text is cut and broken at whole characters, fills its width exactly, and says what is left out."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.formatting import fit, in_thousands, narrow, told_in, wide_money

MARKS = "‰①②Ⅳ℃…—·×≥≤→“”　（）年度预算养老金，。abc 019%-+.[]/\\e\u0301n\u0303\u200b😀👍🏽👨‍👩‍👧️\u202e\t\n"
TEXTS = st.text(st.sampled_from(MARKS) | st.characters(), max_size=60)


@given(TEXTS, st.integers(0, 40), st.sampled_from(["left", "right"]))
def test_a_fitted_text_is_exactly_as_wide_as_it_should_be(text: str, width: int, align: str) -> None:
    fitted = fit(text, width, align)
    assert cell_len(fitted) == width
    assert fitted.isprintable()


@given(TEXTS, st.integers(4, 40))
def test_what_a_fitted_text_leaves_out_is_marked(text: str, width: int) -> None:
    whole, fitted = narrow(text), fit(text, width)
    assert fitted.rstrip() == whole.rstrip() if cell_len(whole) <= width else fitted.rstrip().endswith("..")


@given(TEXTS, st.integers(4, 40), st.integers(1, 6))
def test_lines_hold_the_text_whole_or_end_in_dots(text: str, width: int, height: int) -> None:
    lines = told_in(text, width, height)
    assert len(lines) <= height
    assert all(cell_len(line) <= width for line in lines)
    told, whole = ("".join(part.split()) for part in ("".join(lines), narrow(text.replace("\n", " "))))
    assert told == whole or told.endswith("..")


def test_no_sign_of_two_widths_is_left() -> None:
    signs = [chr(code) for code in range(0xA0, 0x10000) if unicodedata.east_asian_width(chr(code)) == "A"]
    left = {
        mark for mark in signs if unicodedata.category(mark)[0] not in "LM" and not narrow(mark).isascii()
    }
    assert left == set()


@pytest.mark.parametrize(
    ("sign", "shown"),
    [("①⑳", "(1)(20)"), ("Ⅳ", "IV"), ("25℃", "25oC"), ("5‰", "5o/oo"), ("m²", "m2"), ("½", "1/2")],
)
def test_signs_are_written_out(sign: str, shown: str) -> None:
    assert narrow(sign) == shown


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("养老金发放", 7, "养老.. "),
        ("养老金发放", 6, "养老.."),
        ("a养老金发放", 7, "a养老.."),
        ("养老金", 6, "养老金"),
        ("98‰", 5, "98o.."),
        ("①②", 6, "(1)(2)"),
        ("cafe\u0301s", 5, "cafe\u0301s"),
        ("😀😀😀", 5, "😀.. "),
        ("≥95%", 6, ">=95% "),
    ],
)
def test_texts_are_cut_at_whole_characters(text: str, width: int, shown: str) -> None:
    assert fit(text, width) == shown


def test_a_line_breaks_between_words_and_anywhere_in_chinese() -> None:
    assert told_in("compare due and paid", 12, 2) == ["compare due", "and paid"]
    assert told_in("核对当月应发与实发", 8, 3) == ["核对当月", "应发与实", "发"]
    assert told_in("核对当月应发与实发", 8, 2) == ["核对当月", "应发与.."]
    assert told_in("first\nsecond\nthird", 10, 2) == ["first", "second t.."]


def test_amounts_are_shortened_as_the_reader_counts() -> None:
    assert wide_money(12_345_678_900, 14, "zh") == "123,456,789.00"
    assert wide_money(12_345_678_900, 12, "zh") == "12345.68万"
    assert wide_money(12_345_678_900, 12, "en") == "123.46M"
    assert wide_money(96_331_573, 9, "en") == "963.32k"
    assert (in_thousands(193_200_00, "zh"), in_thousands(193_200_00, "en")) == ("19.32", "193.2")


def test_chinese_punctuation_stays() -> None:
    kept = "，。、；：？！（）《》【】　￥"
    assert narrow(kept) == kept
    assert {unicodedata.east_asian_width(mark) for mark in kept} <= {"W", "F"}
