"""Text as printed, made comparable: control characters, widths of digits and signs, stray spaces.

Nothing here changes what a text says; it removes what a PDF or a keyboard left in it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff\ud800-\udfff]"
)
_SPACE = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\r\x0c\x85]+")
_RADICAL = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
_WIDE_ASCII = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_SIGNS = {**_WIDE_ASCII, ord("％"): ord("%"), ord("．"): ord(".")}
_BREAK = re.compile(r"\r\n|[\n\r\u2028\u2029]")


def clean_line(text: str) -> str:
    """A line without invisible characters, with half-width digits and every kind of space made one."""
    text = _INVISIBLE.sub("", text)
    text = _RADICAL.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return _SPACE.sub(" ", text.translate(_SIGNS)).strip()


def split_lines(text: str) -> list[str]:
    """The text's lines, uncleaned; a form feed stays where it is, so that pages can be told."""
    return _BREAK.split(text)


def join_text(parts: list[str] | tuple[str, ...]) -> str:
    """Parts of a cell as one text: no space inside Chinese, one between two Latin words of one line."""
    joined = ""
    for part in parts:
        for word in part.split():
            if joined and _is_latin(joined[-1]) and _is_latin(word[0]):
                joined += " "
            joined += word
    return joined


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


def compact(text: str) -> str:
    """The text without any space."""
    return "".join(text.split())


@lru_cache(maxsize=1 << 14)
def width(text: str) -> float:
    """How wide the text is in print, counted in Chinese characters; digits and Latin letters are half."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


_PAIRS = {
    "（": "）",
    "(": ")",
    "《": "》",
    "【": "】",
    "〔": "〕",
    "﹝": "﹞",
    "[": "]",
    "“": "”",
    "「": "」",
}
_CLOSING = {close: opening for opening, close in _PAIRS.items()}
_ALIKE = str.maketrans("(〔﹝[)〕﹞]", "（【【【）】】】")


def unbalanced(text: str) -> int:
    """How many brackets of the text have no partner in it."""
    depth: dict[str, int] = {}
    stray = 0
    for character in text.translate(_ALIKE):
        if character in _PAIRS:
            depth[character] = depth.get(character, 0) + 1
        elif character in _CLOSING:
            opening = _CLOSING[character]
            if depth.get(opening, 0):
                depth[opening] -= 1
            else:
                stray += 1
    return stray + sum(depth.values())
