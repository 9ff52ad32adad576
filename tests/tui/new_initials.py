"""Take out of the pinyin library what the desk's search needs of it: ``python -m tests.tui.new_initials``."""

from __future__ import annotations

import unicodedata
from textwrap import wrap

from tui.searching import FIRST_CHARACTER, TABLE

LAST_CHARACTER = 0x9FFF


def table() -> str:
    """A word for each character: the first letters of its readings, or a dash where it has none."""
    from pypinyin import Style, pinyin

    words = []
    for code in range(FIRST_CHARACTER, LAST_CHARACTER + 1):
        read = pinyin(chr(code), style=Style.NORMAL, heteronym=True, errors="ignore")
        letters = (
            dict.fromkeys(unicodedata.normalize("NFD", reading)[0] for reading in read[0]) if read else ()
        )
        words.append("".join(letters) or "-")
    return "\n".join(wrap(" ".join(words), 120, break_on_hyphens=False)) + "\n"


if __name__ == "__main__":
    TABLE.write_text(table(), "ascii")
