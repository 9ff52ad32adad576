"""Text as the terminal shows it: counted in cells, never read as markup, without control characters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from rich.cells import cell_len, chop_cells, set_cell_size

from tracker.labels import Language
from tracker.money import grouped_yuan, half_up, wan_yuan


class _Narrow(dict[int, str]):
    """Signs that are one cell wide here and two there, written with others; letters and Chinese stay as they are."""

    def __missing__(self, code: int) -> str:
        mark = chr(code)
        ambiguous = unicodedata.east_asian_width(mark) == "A" and unicodedata.category(mark)[0] not in "LM"
        self[code] = _written_out(mark) if ambiguous else mark
        return self[code]


def _written_out(mark: str) -> str:
    """``(1)`` for a one in a circle, ``IV`` for a Roman four in one character, a star for what has no other form."""
    plain = unicodedata.normalize("NFKC", mark).replace("\u2044", "/")
    if not plain.isascii():
        return "*"
    return f"({plain})" if unicodedata.decomposition(mark).startswith("<circle>") else plain


_AMBIGUOUS = _Narrow(
    str.maketrans(
        {
            "…": "...",
            "—": "--",
            "“": '"',
            "”": '"',
            "‘": "'",
            "’": "'",
            "·": ".",
            "→": "->",
            "×": "x",
            "≥": ">=",
            "≤": "<=",
            "≠": "!=",
            "≈": "~",
            "±": "+-",
            "÷": "/",
            "√": "v",
            "–": "-",
            "―": "--",
            "←": "<-",
            "′": "'",
            "″": '"',
            "°": "o",
            "℃": "oC",
            "‰": "o/oo",
            "№": "No.",
            "§": "S.",
        }
    )
)

STATUS_SIGNS = {
    "met": "+", "missed": "!", "unreported": "?", "not_due": ".", "not_applicable": "-",
    "short": "!", "over": "!", "pending": ".",
}  # fmt: skip
"""One narrow character a status, so that colour is never alone."""


@lru_cache(maxsize=20_000)
def clean(text: str) -> str:
    """Text without control and formatting characters, on one line: what may reach a terminal."""
    if text.isprintable():
        return text
    return "".join(_shown(mark) for mark in text)


def _shown(mark: str) -> str:
    if mark in "\n\r\t":
        return " "
    return "" if unicodedata.category(mark) in ("Cc", "Cf", "Cs", "Co", "Cn") else mark


@lru_cache(maxsize=20_000)
def narrow(text: str) -> str:
    """The same without characters that are one cell wide here and two there; for cells of tables."""
    return clean(text) if text.isascii() else clean(text).translate(_AMBIGUOUS)


def capital(text: str) -> str:
    """A word that sentences share as it stands above a column or before a value: an English one begins with a capital."""
    bare = text.lstrip()
    return text[: len(text) - len(bare)] + bare[:1].upper() + bare[1:]


@lru_cache(maxsize=50_000)
def fit(text: str, width: int, align: str = "left") -> str:
    """Text cut or padded to exactly so many cells; what is cut ends in two dots."""
    text = narrow(text)
    length = cell_len(text)
    if length > width:
        return set_cell_size(
            set_cell_size(text, max(0, width - 2)).rstrip() + ".." if width > 3 else text, width
        )
    blank = " " * (width - length)
    return blank + text if align == "right" else text + blank


def told_in(text: str, width: int, height: int) -> list[str]:
    """Text broken into lines of a width, between words where there are some; what does not go in ends in two dots."""
    lines = [line for part in text.split("\n") for line in _broken(narrow(part), max(2, width))]
    if len(lines) > height > 0:
        last, following = lines[height - 1 : height + 1]
        blank = " " if cell_len(last) < width - 1 else ""
        lines[height - 1 :] = [fit(f"{last}{blank}{following}{' ' * width}.", width)]
    return lines


def _broken(text: str, width: int) -> Iterator[str]:
    """Lines of a paragraph: broken at the last blank of the second half of a line, else where the line is full."""
    while cell_len(text) > width:
        line = chop_cells(text, width)[0]
        blank = text.rfind(" ", len(line) // 2, len(line) + 1)
        end = blank if blank > 0 else len(line)
        yield text[:end].rstrip()
        text = text[end:].lstrip()
    yield text


KIND_WIDTH = {"zh": 8, "en": 9}
"""So wide is a column with an event's kind: four Chinese characters, or ``Deviation``."""


def wide_money(fen: int, width: int, language: Language) -> str:
    """An amount in full where it fits, else in the large units of the language: 万元, or millions and thousands."""
    full = grouped_yuan(fen)
    if len(full) <= width:
        return full
    if language == "zh":
        return f"{wan_yuan(fen)}万"
    return f"{half_up(Fraction(fen, 10**8))}M" if abs(fen) >= 10**8 else f"{half_up(Fraction(fen, 10**5))}k"


def in_thousands(fen: Fraction | int, language: Language) -> str:
    """An amount under a title that names the unit: 万元, or thousands of yuan."""
    return half_up(Fraction(fen, 10**6)) if language == "zh" else half_up(Fraction(fen, 10**5), 1)


def bar(share: float, width: int) -> tuple[int, int]:
    """How many cells of a bar are filled and how many are not; a share above one fills it."""
    filled = min(width, max(0, round(share * width)))
    return filled, width - filled
