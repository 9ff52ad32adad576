"""Finding by text, by code and by the initials of the pinyin."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.searching import Searchable, matches


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("ylj", "养老金"),
        ("YLJ", "城乡居民养老金"),
        ("cq", "重庆市"),
        ("zlfw", "长期租赁服务"),
        ("yh", "农业银行"),
        ("kj", "会计"),
        ("p01", "P01 养老金"),
        ("ylj p01", "P01 养老金"),
        ("p01yl", "P01养老金"),
        ("老金", "养老金"),
    ],
)
def test_it_is_found(typed: str, text: str) -> None:
    assert matches(typed, text)


@pytest.mark.parametrize(
    ("typed", "text"), [("yjl", "养老金"), ("yljb", "养老金"), ("y1", "养老金"), ("ylj p02", "P01 养老金")]
)
def test_it_is_not_found(typed: str, text: str) -> None:
    assert not matches(typed, text)


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=6))
def test_what_the_library_reads_is_found(text: str) -> None:
    from pypinyin import Style, lazy_pinyin

    read = "".join(lazy_pinyin(text, style=Style.FIRST_LETTER))
    if read.isascii() and read.isalpha():
        assert matches(read, f"甲{text}乙")


def test_a_search_loads_no_dictionary() -> None:
    code = (
        "import sys; from tui.searching import matches; "
        "matches('ylj', '养老金') or 1 / 0; print('pypinyin' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


LISTED = ["P01 养老金", "P02 重庆会计", "P03 养老服务", "P04 yanglao", "P05"]


@pytest.mark.parametrize("letters", ["yl", "ylj", "cqkj", "p0 养", "5", "zzz", "P01"])
def test_a_list_is_narrowed_letter_by_letter_as_if_it_were_searched_at_once(letters: str) -> None:
    listed = Searchable(lambda: iter(LISTED))
    for end in [*range(1, len(letters) + 1), 1]:
        typed = letters[:end]
        assert listed.find(typed) == [at for at, text in enumerate(LISTED) if matches(typed, text)]


def test_a_search_that_is_called_off_finds_nothing_and_spoils_nothing() -> None:
    listed = Searchable(lambda: (f"P{number} 养老金" for number in range(5_000)))
    assert listed.find("p49", lambda: True) is None
    assert listed.find("p49 ylj") == [49, *range(490, 500), *range(4_900, 5_000)]
