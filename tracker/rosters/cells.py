"""Amounts, dates and outcomes as they stand in the cells of a list."""

from __future__ import annotations

import datetime as dt
import re

from events.roster_lines import Outcome
from tracker.money import UnreadableAmount, half_width, parse_amount
from tracker.rosters.columns import OUTCOME_OF, squeezed
from tracker.rosters.problems import BadCell

_DATE = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE][+-]?\d+")
_PLAIN_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")


def amount_in(text: str) -> int:
    """Fen of an amount, more than nothing; raises :class:`BadCell`."""
    digits = text[:-3] + text[-2:]
    if text[-3:-2] == "." and 3 < len(text) < 15 and digits.isdigit() and digits.isascii():
        fen = int(digits)
    else:
        fen = _amount(text)
    if fen <= 0:
        raise BadCell("amount_zero")
    return fen


def _amount(text: str) -> int:
    plain = half_width(text)
    if not plain:
        raise BadCell("amount_missing")
    if plain.startswith("="):
        raise BadCell("formula")
    if _SCIENTIFIC.fullmatch(plain):
        raise BadCell("amount_scientific")
    try:
        return parse_amount(text)
    except UnreadableAmount as error:
        raise BadCell(f"amount_{error.reason}") from error


def date_in(text: str) -> str | None:
    """An ISO date, None where the cell is empty; raises :class:`BadCell`."""
    plain = half_width(text)
    if not plain:
        return None
    match = _DATE.fullmatch(plain) or _PLAIN_DATE.fullmatch(plain)
    try:
        if match is not None:
            return dt.date(*(int(part) for part in match.groups())).isoformat()
    except ValueError:
        pass
    raise BadCell("date_form")


def line_numbers(text: str) -> tuple[int, ...]:
    """Numbers of lines as people type them (``3,5`` or ``3、5``), in order, each once; raises ValueError."""
    numbers = [int(word) for word in re.split(r"[,、;\s]+", half_width(text).strip())]
    if min(numbers) < 1:
        raise ValueError(text)
    return tuple(sorted(set(numbers)))


def outcome_in(text: str) -> Outcome | None:
    """Paid, failed or returned, None where the cell is empty; raises :class:`BadCell`."""
    if not text:
        return None
    outcome = OUTCOME_OF.get(text) or OUTCOME_OF.get(squeezed(text))
    if outcome is None and squeezed(text):
        raise BadCell("status_unknown")
    return outcome  # type: ignore[return-value]
