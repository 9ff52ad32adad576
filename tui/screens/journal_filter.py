"""What somebody types to narrow the journal, as conditions the store can search by."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from events.catalogue import CURRENT
from events.searching import Sought, SoughtWord, lowered
from events.subjects import about_indicator, about_project
from events.values import InvalidValue, last_day_of
from tracker.labels import Language, Words, words
from tracker.money import UnreadableAmount, half_width, parse_amount
from tui.dialogs.typed import read_date, read_period
from tui.searching import matches

_OTHER: dict[Language, Language] = {"zh": "en", "en": "zh"}
FIELDS = ("project", "type", "since", "until", "actor", "least", "most", "text")
_CODE = re.compile(r"[PD]\d{1,2}", re.ASCII)
_MONTH = re.compile(r"\d{1,2}月|\d{4}[-./年]\d{2}月?")
_INDICATOR = re.compile(r"[PD]\d{1,2}\.\d{1,2}", re.ASCII)


class Asked(NamedTuple):
    """What is asked for, as conditions and in words; and the fields that cannot be read, with what is wrong."""

    sought: Sought | None
    """None where nothing is asked for."""
    faults: Mapping[str, str]


def kinds_named(say: Words, typed: str) -> tuple[str, ...]:
    """The event types somebody means by a word: by its name here, its initials, or its name in the log.

    A word of the other language counts where this one has none: it may stand there since the language was changed.
    """
    named = (words(language, "desk") for language in (say.language, _OTHER[say.language]))
    each = (
        tuple(kind for kind in CURRENT if matches(typed, f"{of(f'event.{kind}')} {kind}")) for of in named
    )
    return next(filter(None, each), ())


def _some_kinds(say: Words, text: str) -> tuple[str, ...]:
    if not (kinds := kinds_named(say, text)):
        raise ValueError(text)
    return kinds


def read_filter(
    say: Words, typed: Mapping[str, str], projects: Sequence[tuple[str, str]], year: int, today: str
) -> Asked:
    """The conditions of what stands in the fields; a field that cannot be read is a fault and asks for nothing."""
    given = {name: text.strip() for name, text in typed.items() if text.strip()}
    faults: dict[str, str] = {}
    conditions: dict[str, object] = {}
    for name, text in given.items():
        try:
            conditions |= _condition(say, name, text, projects, year, today)
        except (InvalidValue, ValueError):
            faults[name] = say(f"filter.fault.{_kind(name)}", text=text)
    return Asked(Sought(**conditions) if conditions else None, faults)  # type: ignore[arg-type]


def _kind(name: str) -> str:
    return {"since": "date", "until": "date", "least": "amount", "most": "amount"}.get(name, name)


def _condition(
    say: Words, name: str, text: str, projects: Sequence[tuple[str, str]], year: int, today: str
) -> dict[str, object]:
    match name:
        case "project":
            return {"subject": subject_named(text, projects)}
        case "type":
            return {"types": _some_kinds(say, text)}
        case "since" | "until":
            return {name: _day(text, year, today, last=name == "until")}
        case "actor":
            return {"actor": lowered(text)}
        case "least" | "most":
            return {f"{name}_fen": parse_amount(text)}
        case _:
            return {"words": tuple(_word(say, word) for word in text.split())}


def subject_named(text: str, projects: Sequence[tuple[str, str]]) -> str:
    """A project's or an indicator's code, or words found in the name of one project alone."""
    first = half_width(text).split()[0].upper()
    if _INDICATOR.fullmatch(first):
        return about_indicator(first)
    found = [code for code, name in projects if code == first]
    found = found or [code for code, name in projects if matches(text, f"{code} {name}")]
    if len(found) == 1:
        return about_project(found[0])
    if _CODE.fullmatch(first) and not projects:
        return about_project(first)
    raise ValueError(text)


def _day(text: str, year: int, today: str, *, last: bool) -> str:
    """A day, or the first or last one of a month: ``3月``, ``2022-03``."""
    if not _MONTH.fullmatch(text):
        return read_date(text, year, today)
    month = read_period(text.rstrip("月"), year)
    return last_day_of(month) if last else f"{month}-01"


def _word(say: Words, word: str) -> SoughtWord:
    try:
        fen = parse_amount(word) if any(mark.isdigit() for mark in word) else None
    except UnreadableAmount:
        fen = None
    named = () if word.isdigit() else kinds_named(say, word)
    return SoughtWord(lowered(word), named, fen)
