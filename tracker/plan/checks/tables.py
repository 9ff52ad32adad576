"""Whole tables: copies of one another, rows that are missing, money out of proportion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations
from typing import Literal

from rapidfuzz.distance import Levenshtein

from tracker.plan.checks.classes import fitting_class
from tracker.plan.checks.wording import (
    in_both,
    is_cost,
    is_money,
    is_satisfaction,
    is_timeliness,
    is_unit_cost,
    place,
    plain,
    plain_name,
    project_place,
    shown,
    value_of,
)
from tracker.plan.findings import finding
from tracker.plan.model import Finding, Indicator, Plan, Project

_Row = tuple[str, str, str | None, str | None, str | None]


def check_tables(plan: Plan) -> Iterator[Finding]:
    """Copies, missing rows, rows printed twice, rows from elsewhere, money against targets."""
    for project in plan.projects:
        yield from _missing_rows(project)
        yield from _rows_twice(project)
        yield from _costs_against_budget(project)
    yield from _copies(plan)
    yield from _copied_rows(plan)
    yield from _costs_above_everything(plan)


def _missing_rows(project: Project) -> Iterator[Finding]:
    if not project.indicators:
        return
    kinds = (
        ("成本", "cost", is_cost),
        ("时效", "timeliness", is_timeliness),
        ("满意度", "satisfaction", is_satisfaction),
    )
    missing = [
        (zh, en)
        for zh, en, of_kind in kinds
        if not any(of_kind(i) or (fitting_class(i) or "").startswith(zh) for i in project.indicators)
    ]
    for zh, en in missing:
        yield finding(
            f"no_{en}_indicator",
            "missing_row",
            "warning",
            f"{project.code}没有{zh}指标；应补充一条。",
            f"{project.code} has no {en} indicator; one should be added.",
            project_place(project),
        )


def _row(indicator: Indicator) -> _Row:
    target = indicator.target
    shown_target = (target.comparator, target.value, target.text)
    return (plain(indicator.level3), plain(indicator.definition), *shown_target)


def _whole_row(indicator: Indicator) -> str:
    """All that a row says but its basis."""
    return str((indicator.level2, *_row(indicator), indicator.target.unit))


def _rows_twice(project: Project) -> Iterator[Finding]:
    for one, other in combinations(project.indicators, 2):
        if plain(one.level3) == plain(other.level3) and plain(one.definition) == plain(other.definition):
            yield finding(
                "row_twice",
                "duplicate",
                "warning",
                f"{one.code}与{other.code}是同一指标“{one.level3}”；应只列一次。",
                f"{one.code} and {other.code} are the same indicator “{one.level3}”; it should stand once.",
                place(one),
                place(other),
            )


def _copies(plan: Plan) -> Iterator[Finding]:
    """Tables with the same rows; with the same rows but for the money, for the same goal; for quite other money."""
    near: list[list[Project]] = []
    for one, other in combinations(plan.projects, 2):
        likeness = _likeness(one, other)
        if likeness == "same":
            yield _copy("table_duplicated", [one, other], "完全相同", "are identical")
        elif likeness == "near":
            yield from _proportion(one, other)
            if plain(one.goal) == plain(other.goal):
                _join(near, one, other)
    for group in near:
        yield _copy(
            "table_nearly_duplicated", group, "除金额或个别字词外相同", "are the same but for money or a word"
        )


def _likeness(one: Project, other: Project) -> Literal["same", "near", "other"]:
    if len(one.indicators) != len(other.indicators) or len(one.indicators) < 3:
        return "other"
    if sorted(map(_whole_row, one.indicators)) == sorted(map(_whole_row, other.indicators)):
        return "same"
    pairs = _matched(one, other)
    if pairs is None or any(not _same_target(a, b) for a, b in pairs if not (is_money(a) and is_cost(a))):
        return "other"
    return "near"


def _same_target(one: Indicator, other: Indicator) -> bool:
    if one.target.text and other.target.text:
        return Levenshtein.normalized_similarity(plain(one.target.text), plain(other.target.text)) >= 0.6
    return (one.target.comparator, one.target.value) == (other.target.comparator, other.target.value)


def _join(groups: list[list[Project]], one: Project, other: Project) -> None:
    for group in groups:
        if one in group or other in group:
            group.extend(project for project in (one, other) if project not in group)
            return
    groups.append([one, other])


def _copy(code: str, group: Sequence[Project], zh: str, en: str) -> Finding:
    codes, codes_en = in_both(project.code for project in group)
    return finding(
        code,
        "duplicate",
        "warning" if code == "table_duplicated" else "note",
        f"{codes}的绩效目标表{zh}，疑为重复或照抄；应合并或改为本项目的指标。",
        f"The tables of {codes_en} {en}; probably copies, to be merged or reworded.",
        *(project_place(project) for project in group),
    )


def _name_key(indicator: Indicator) -> str:
    """A name whatever the order of its words: 就业增加人数 and 增加就业人数 are one."""
    return "".join(sorted(plain_name(indicator.level3)))


def _matched(one: Project, other: Project) -> list[tuple[Indicator, Indicator]] | None:
    """The rows of two tables in pairs by name, where every row has a partner worded nearly alike."""
    partners = {_name_key(indicator): indicator for indicator in other.indicators}
    pairs = []
    for indicator in one.indicators:
        partner = partners.get(_name_key(indicator))
        if partner is None:
            return None
        if Levenshtein.normalized_similarity(plain(indicator.definition), plain(partner.definition)) < 0.7:
            return None
        pairs.append((indicator, partner))
    return pairs


def _money(project: Project) -> Decimal:
    """What the project costs in yuan: its budget, else its cost ceilings."""
    if project.budget is not None:
        return Decimal(project.budget.total_fen) / 100
    return sum((value_of(i) or Decimal(0) for i in _ceilings(project)), Decimal(0))


def _ceilings(project: Project) -> list[Indicator]:
    return [
        i
        for i in project.indicators
        if i.source == "spending"
        and is_money(i)
        and not is_unit_cost(i)
        and i.target.comparator in ("<=", "<", "=")
    ]


def _proportion(one: Project, other: Project) -> Iterator[Finding]:
    money, other_money = _money(one), _money(other)
    if not money or not other_money or max(money, other_money) < 5 * min(money, other_money):
        return
    zh, en = f"{money / 10000:f}万元与{other_money / 10000:f}万元", f"{money:f} and {other_money:f} yuan"
    yield finding(
        "targets_same_money_differs",
        "proportion",
        "note",
        f"{one.code}与{other.code}除金额外指标值全部相同，金额却为{zh}，相差五倍以上；指标值应与金额相称。",
        f"{one.code} and {other.code} promise the same for {en}, five times or more apart; targets should fit the money.",
        project_place(one),
        project_place(other),
    )


def _costs_against_budget(project: Project) -> Iterator[Finding]:
    if project.budget is None or not project.budget.total_fen:
        return
    total = Decimal(project.budget.total_fen) / 100
    ceilings = _ceilings(project)
    for indicator in ceilings:
        if (value_of(indicator) or Decimal(0)) > total:
            yield _budget_finding(project, [indicator], total, above=True)
    summed = sum((value_of(i) or Decimal(0) for i in ceilings), Decimal(0))
    if ceilings and summed * 2 < total:
        yield _budget_finding(project, ceilings, total, above=False)


def _budget_finding(
    project: Project, ceilings: Sequence[Indicator], total: Decimal, *, above: bool
) -> Finding:
    listed, listed_en = in_both(shown(i) for i in ceilings)
    return finding(
        "cost_above_budget" if above else "cost_under_half_of_budget",
        "proportion",
        "error" if above else "warning",
        f"{project.code}的成本指标{listed}{'高于' if above else '不到'}项目预算{total:f}元"
        f"{'；应不高于预算' if above else '的一半；应与预算相当'}。",
        f"The cost target {listed_en} of {project.code} is "
        f"{'above' if above else 'less than half of'} its budget of {total:f} yuan; "
        f"it should {'not exceed it' if above else 'come near it'}.",
        *(place(i) for i in ceilings),
        project_place(project),
    )


def _costs_above_everything(plan: Plan) -> Iterator[Finding]:
    """A single cost ceiling above all the department has: its unit must be wrong."""
    totals = [
        line.corrected_fen if line.corrected_fen is not None else line.amount_fen or 0
        for line in plan.budget_lines
        if ("收入" in line.name or "收支" in line.name or "支出预算" in line.name)
    ]
    if not totals or not max(totals):
        return
    most = Decimal(max(totals)) / 100
    for project in plan.projects:
        for indicator in _ceilings(project):
            if (value_of(indicator) or Decimal(0)) > most:
                yield finding(
                    "cost_above_department",
                    "unit",
                    "error",
                    f"“{indicator.level3}”{shown(indicator)}超过部门全部预算{most:f}元，单位有误。",
                    f"“{indicator.level3}” {shown(indicator)} is more than the whole department has: "
                    f"{most:f} yuan; its unit must be wrong.",
                    place(indicator),
                )


def _copied_rows(plan: Plan) -> Iterator[Finding]:
    """Rows that speak of what another table's goal speaks of, word for word, and their own goal does not."""
    origins: dict[_Row, list[tuple[Project, Indicator]]] = {}
    for project in plan.projects:
        for indicator in project.indicators:
            origins.setdefault(_row(indicator), []).append((project, indicator))
    for found in origins.values():
        for project, indicator in found:
            source = next(
                (s for s, i in found if s is not project and _comes_from(indicator, project, s)), None
            )
            if source is not None:
                yield finding(
                    "row_copied",
                    "copied_row",
                    "note",
                    f"“{indicator.level3}”与{source.code}逐字相同，却与本项目目标无关，疑为照抄；应换成本项目的指标。",
                    f"“{indicator.level3}” is word for word a row of {source.code} "
                    "and not a matter of its own goal; probably copied.",
                    place(indicator),
                    project_place(source),
                )


def _comes_from(indicator: Indicator, project: Project, source: Project) -> bool:
    """Whether a row's subject, the first words of its name, is the other goal's matter and not its own."""
    if is_satisfaction(indicator) or plain(project.goal) == plain(source.goal):
        return False
    name = plain_name(indicator.level3)
    own, theirs = plain(project.goal + (project.name or "")), plain(source.goal + (source.name or ""))
    pairs = {name[at : at + 2] for at in range(len(name) - 1)}
    return len(name) >= 5 and name[:3] in theirs and not any(pair in own for pair in pairs)
