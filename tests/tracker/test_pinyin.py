"""How characters are read: the table is the library's, and no dictionary is loaded for it."""

from __future__ import annotations

import pytest

from tests.tracker.new_pinyin import table
from tracker.pinyin import TABLE, readings, sounds_like, syllables


def test_the_table_is_the_librarys() -> None:
    assert TABLE.read_text("ascii") == table(), "python -m tests.tracker.new_pinyin"


def test_a_character_has_all_its_readings_and_a_text_the_commonest() -> None:
    assert readings("重") == ("zhong", "chong", "tong")
    assert syllables("绿色P1") == ("lv", "se", "P", "1")
    assert readings("\U00020000") == ("\U00020000",)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("长期", "常期", True),
        ("及时", "即时", True),
        ("政策", "正常", False),
        ("及时", "及", False),
        ("a", "a", True),
    ],
)
def test_texts_sound_alike(one: str, other: str, alike: bool) -> None:
    assert sounds_like(one, other) is sounds_like(other, one) is alike
