"""Take out of the pinyin library what the program needs of it: ``python -m tests.tracker.new_pinyin``."""

from __future__ import annotations

from textwrap import wrap

from pypinyin import Style, pinyin

from tracker.pinyin import FIRST_CHARACTER, LAST_CHARACTER, TABLE, UNREAD


def table() -> str:
    """A word for each character: its readings without tones, or a dash where it has none."""
    words = (_word(chr(code)) for code in range(FIRST_CHARACTER, LAST_CHARACTER + 1))
    return "\n".join(wrap(" ".join(words), 118, break_on_hyphens=False, break_long_words=False)) + "\n"


def _word(mark: str) -> str:
    found = pinyin(mark, style=Style.NORMAL, heteronym=True, errors="ignore")
    return (
        ",".join(dict.fromkeys(reading.replace("ü", "v").replace("ê", "e") for reading in found[0]))
        if found
        else UNREAD
    )


if __name__ == "__main__":
    TABLE.write_text(table(), "ascii")
