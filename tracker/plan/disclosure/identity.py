"""Whose document it is: the unit's code and name, and the budget year."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from tracker.plan.disclosure.lines import Line

_OPENING = re.compile(
    r"(?:现将|现对|将)(?P<name>[\u4e00-\u9fff（）]{4,40}?)(?P<year>20\d\d)年度?(?:部门|单位)?预算"
)
_TITLE = re.compile(
    r"(?P<name>[\u4e00-\u9fff（）]{4,40}?)(?P<year>20\d\d)年度?(?:部门|单位)?预算(?:信息)?公开"
)
_TITLE_BEFORE = re.compile(
    r"(?P<year>20\d\d)年度?(?P<name>[\u4e00-\u9fff（）]{4,40}?)(?:部门|单位)?预算(?:信息)?公开"
)
_CODED = re.compile(
    r"^(?P<code>\d{3,12})(?P<name>[\u4e00-\u9fff（）]{4,40}?)(?:单位[:：].*|金额单位.*|截止.*|预算年度.*|编制单位.*)?$"
)
_BODY = re.compile(r"局|委|办|院|中心|会|厅|部|所|校|站|政府|馆|队|社|处|团|室|园|学|镇|乡|街道|法院|公司|场")
_YEAR = re.compile(r"(20\d\d)年(?:度)?(?:部门|单位)?预算")


class Identity(NamedTuple):
    """The unit's code, its name, and the year; None where the document does not say."""

    unit: str | None
    name: str | None
    year: int | None


def read_identity(lines: Sequence[Line]) -> Identity:
    """Find code, name and year from the opening, the tables' heads and the titles."""
    text = "".join(line.text for line in lines)
    opening = _OPENING.search(text) or _first(lines, _TITLE) or _first(lines, _TITLE_BEFORE)
    coded = _coded(lines)
    name = _agreed_name(opening["name"] if opening else None, coded)
    unit = next((code for (code, coded_name), _ in coded.most_common() if coded_name == name), None)
    if unit is None and coded and name is None:
        unit, name = coded.most_common(1)[0][0]
    return Identity(unit, name, _year(opening, text))


def _first(lines: Sequence[Line], pattern: re.Pattern[str]) -> re.Match[str] | None:
    return next((found for line in lines[:60] if (found := pattern.search(line.text))), None)


def _coded(lines: Sequence[Line]) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for line in lines:
        match = _CODED.match(line.text)
        if match and _BODY.search(match["name"][-3:]):
            found[match["code"], match["name"]] += 1
    return found


def _agreed_name(opened: str | None, coded: Counter[tuple[str, str]]) -> str | None:
    if opened is None:
        return None
    for _, name in coded:
        if name == opened or opened.endswith(name):
            return name
    return opened


def _year(opening: re.Match[str] | None, text: str) -> int | None:
    if opening:
        return int(opening["year"])
    years = Counter(_YEAR.findall(text))
    return int(years.most_common(1)[0][0]) if years else None
