"""Free text on its way into the log: no control characters, no identity numbers, no bank cards."""

from __future__ import annotations

import re
import unicodedata

from tracker.decisions.state import Refusal

MAX_TEXT = 4_000
_IDENTITY = re.compile(r"(?<!\d)\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)")
_CARD = re.compile(r"(?<!\d)(?:\d[ -]?){15,18}\d(?!\d)")


def clean(text: str | None, field: str) -> str | None:
    """The text without control characters and ends trimmed; None where nothing is left.

    Refuses an identity number or a bank card in it, and a text that is too long.
    """
    if text is None:
        return None
    kept = "".join(" " if mark in "\t\r\n" else mark for mark in text if mark in "\t\r\n" or _is_shown(mark))
    kept = kept.strip()
    if len(kept) > MAX_TEXT:
        raise Refusal("text_too_long", field=field, limit=MAX_TEXT)
    if _IDENTITY.search(kept) or any(_is_card(found) for found in _CARD.findall(kept)):
        raise Refusal("personal_data", field=field)
    return kept or None


def required(text: str | None, field: str) -> str:
    """The same for a text that must say something."""
    kept = clean(text, field)
    if kept is None:
        raise Refusal("text_missing", field=field)
    return kept


def _is_shown(mark: str) -> bool:
    return unicodedata.category(mark) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


def _is_card(text: str) -> bool:
    """Whether the digits pass the check every bank card's number passes (ISO/IEC 7812, Luhn)."""
    digits = [int(mark) for mark in reversed(text) if mark.isdigit()]
    doubled = (digit * 2 - 9 if digit > 4 else digit * 2 for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
