"""Our own self-evaluation JSON as filled forms, so that the auditor can examine it like any other."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from tracker.forms.audit.filled import Execution, Figured, FilledForm, FilledRow, MoneyRow
from tracker.forms.audit.grid import Printed
from tracker.forms.audit.workbooks import UnusableFile, read_bytes

_MOST_PROJECTS = 10_000
_PLAIN = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,12})?")


def json_forms(path: Path) -> tuple[FilledForm, ...]:
    """The forms of a ``selfeval.json``; places are JSON paths such as ``projects[0].total``."""
    content = read_bytes(path)
    try:
        document = json.loads(content.decode("utf-8-sig"), parse_float=str)
    except (ValueError, RecursionError) as error:  # not UTF-8, not JSON, or an absurd number
        raise UnusableFile("不是合法的 JSON", "not JSON") from error
    projects = document.get("projects") if isinstance(document, dict) else None
    if not isinstance(projects, list) or not projects or len(projects) > _MOST_PROJECTS:
        raise UnusableFile("不是绩效自评 JSON（没有 projects）", "no self-evaluation: no projects")
    rules = _table(document.get("rules")).get("name")
    return tuple(_form(_table(each), f"projects[{number}]", rules) for number, each in enumerate(projects))


def _form(project: Mapping[str, Any], place: str, rules: object) -> FilledForm:
    budget = _table(project.get("budget"))
    rows = tuple(_row(_table(each), f"{place}.indicators[{number}]")
                 for number, each in enumerate(_list(project.get("indicators"))))  # fmt: skip
    subject = project.get("code")
    return FilledForm(
        sheet=None,
        layout="json",
        name=str(project.get("name") or ""),
        money=_money(budget, place),
        execution=Execution(
            weight=_figured(budget, "weight", f"{place}.budget"),
            rate=_figured(budget, "rate", f"{place}.budget"),
            score=_figured(budget, "score", f"{place}.budget"),
            reason=Printed(str(budget.get("deviation") or ""), None, f"{place}.budget.deviation"),
        ),
        rows=rows,
        total=_figured(project, "total", place),
        weight_total=Figured(),
        grade=Printed(str(project.get("grade") or ""), None, f"{place}.grade"),
        has_score=True,
        has_weight=True,
        has_reason=True,
        has_actual=True,
        has_folded=False,
        cell=place,
        rules=rules if isinstance(rules, str) else None,
        subject=subject if isinstance(subject, str) else None,
    )


def _money(budget: Mapping[str, Any], place: str) -> tuple[MoneyRow, ...]:
    rows = [_money_row(budget, "年度资金总额", f"{place}.budget", total=True)]
    for number, source in enumerate(_list(budget.get("sources"))):
        rows.append(
            _money_row(_table(source), str(_table(source).get("source")), f"{place}.budget.sources[{number}]")
        )
    return tuple(rows)


def _money_row(table: Mapping[str, Any], label: str, place: str, *, total: bool = False) -> MoneyRow:
    initial, adjusted, executed = (_figured(table, key, place) for key in ("initial", "adjusted", "executed"))
    return MoneyRow(label, total, False, initial, adjusted, executed, place)


def _row(row: Mapping[str, Any], place: str) -> FilledRow:
    target, actual = _table(row.get("target")), _table(row.get("actual"))
    code = row.get("code")
    return FilledRow(
        level1=str(row.get("level1") or ""),
        level2=str(row.get("level2") or ""),
        level3=str(row.get("level3") or ""),
        sign=str(target.get("comparator") or ""),
        target=Printed(str(target.get("value") or target.get("text") or ""), None, f"{place}.target"),
        unit=str(target.get("unit") or ""),
        actual=Printed(_actual_text(actual), None, f"{place}.actual"),
        full=Figured(),
        weight=_figured(row, "weight", place),
        score=_figured(row, "score", place),
        folded=Figured(),
        reason=Printed(str(row.get("deviation") or ""), None, f"{place}.deviation"),
        cell=place,
        subject=code if isinstance(code, str) else None,
        parts=_parts(actual),
    )


def _actual_text(actual: Mapping[str, Any]) -> str:
    band = actual.get("band")
    words = {"met": "达成年度指标", "partly": "部分达成并具有一定效果", "missed": "未达成且效果较差"}
    if band in words:
        return words[band]
    if actual.get("value") is None:
        return ""
    return f"{actual['value']}{actual.get('unit') or ''}"


def _parts(actual: Mapping[str, Any]) -> tuple[Fraction, Fraction] | None:
    """Only of a share in percent: money over people is no part of them."""
    if actual.get("unit") != "%":
        return None
    numerator, denominator = _number(actual.get("numerator")), _number(actual.get("denominator"))
    return None if numerator is None or denominator is None else (numerator, denominator)


def _figured(table: Mapping[str, Any], key: str, place: str) -> Figured:
    value = table.get(key)
    return Figured(_number(value), f"{place}.{key}", "" if value is None else str(value)[:100])


def _number(value: object) -> Fraction | None:
    """A plain decimal, as text or number; None for anything else, however long."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    text = value if isinstance(value, str) else str(value) if abs(value) < 10**18 else ""
    return Fraction(text) if _PLAIN.fullmatch(text) else None


def _table(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else []
