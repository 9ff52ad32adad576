"""Text as the terminal shows it: counted in cells, never read as markup, without control characters."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rich.cells import cell_len, set_cell_size

from tracker.money import grouped_yuan, wan_yuan

_AMBIGUOUS = str.maketrans(
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
    }
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
    return clean(text).translate(_AMBIGUOUS)


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


def wide_money(fen: int, width: int) -> str:
    """An amount in full where it fits, else in 万元."""
    full = grouped_yuan(fen)
    return full if len(full) <= width else f"{wan_yuan(fen)}万"


def bar(share: float, width: int) -> tuple[int, int]:
    """How many cells of a bar are filled and how many are not; a share above one fills it."""
    filled = min(width, max(0, round(share * width)))
    return filled, width - filled
