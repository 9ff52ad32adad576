"""What stands in fields as values, or the sentence that says why it cannot be one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from events.values import InvalidValue, parse_date, parse_month
from tracker.labels import Words
from tracker.money import UnreadableAmount, half_width, parse_amount
from tracker.ratios import UnreadableFigure, parse_figure
from tracker.rosters.cells import line_numbers
from tui.widgets.field import FieldSpec


class FieldFaults(Exception):
    """Fields that cannot be read: name and sentence."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(", ".join(faults))
        self.faults = faults


def read_fields(
    say: Words, specs: Sequence[FieldSpec], typed: Mapping[str, str], year: int, today: str
) -> dict[str, Any]:
    """The values of all fields, None where one may be empty and is; raises :class:`FieldFaults`."""
    values: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for spec in specs:
        text = typed[spec.name].strip()
        if not text:
            values[spec.name] = None
            if spec.required:
                faults[spec.name] = say("fault.missing", field=say(f"field.{spec.name}"))
            continue
        try:
            values[spec.name] = read_field(spec, text, year, today)
        except UnreadableAmount as error:
            faults[spec.name] = say(f"error.amount.{error.reason}", text=text)
        except (UnreadableFigure, InvalidValue, ValueError):
            faults[spec.name] = say(f"fault.{spec.kind}", text=text)
    if faults:
        raise FieldFaults(faults)
    return values


def read_field(spec: FieldSpec, text: str, year: int, today: str) -> Any:
    """One field's value; raises where it cannot be read."""
    match spec.kind:
        case "amount":
            return parse_amount(text)
        case "date":
            return read_date(text, year, today)
        case "count":
            return _count(text)
        case "whole":
            return read_whole(text)
        case "lines":
            return line_numbers(text)
        case "figure" | "share":
            return parse_figure(text)
        case "period":
            return read_period(text, year)
        case "month":
            return parse_month(read_period(text, year))
        case "project" | "indicator" | "event":
            return half_width(text).split()[0]
        case _:
            return text


def read_whole(text: str) -> int:
    """A whole number with or without its sign or unit: ``5``, ``90%``, ``第5个工作日``."""
    found = re.fullmatch(
        r"第?(\d{1,6})\s*(?:%|个?工作日|个?百分点|天|日|小时)?", half_width(text).replace("％", "%"), re.ASCII
    )
    if found is None:
        raise ValueError(text)
    return int(found[1])


def _count(text: str) -> int:
    plain = half_width(text).replace(",", "").removesuffix("人")
    if not (plain.isascii() and plain.isdigit()):
        raise ValueError(text)
    return int(plain)


def read_date(text: str, year: int, today: str) -> str:
    """A date as people type it: ``2022-03-15``, ``3-15``, ``3.15``, ``0315``, ``15`` (of today's month)."""
    plain = re.sub(r"[./年月]", "-", half_width(text)).rstrip("日号-")
    if re.fullmatch(r"\d{8}", plain):
        plain = f"{plain[:4]}-{plain[4:6]}-{plain[6:]}"
    elif re.fullmatch(r"\d{4}", plain):
        plain = f"{plain[:2]}-{plain[2:]}"
    parts = plain.split("-")
    if len(parts) == 1:
        parts = [today[5:7], *parts]
    if len(parts) == 2:
        parts = [str(year), *parts]
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
        raise InvalidValue(text)
    return parse_date(f"{parts[0]}-{int(parts[1]):02d}-{int(parts[2]):02d}")


def read_period(text: str, year: int) -> str:
    """A month or the year as people type it: ``2022-03``, ``3``, ``3月``, ``2022``."""
    plain = half_width(text).rstrip("月年")
    if plain.isascii() and plain.isdigit():
        number = int(plain)
        if number == year:
            return str(year)
        if len(plain) == 6:
            return parse_month(f"{plain[:4]}-{plain[4:]}")
        return parse_month(f"{year}-{number:02d}")
    return parse_month(re.sub(r"[./年]", "-", plain))
