"""What a new plan changes in an old one, matched by code: the basis of a revision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from events.types.plan import Target
from tracker.plan.exchange import target_to_json, yuan
from tracker.plan.model import BudgetLine, DepartmentIndicator, Indicator, Plan, PlannedBudget, Project

T = TypeVar("T")


class Change(msgspec.Struct, frozen=True):
    """Something that both plans have under one code, and which of its fields differ."""

    code: str
    fields: tuple[str, ...]
    old: Any
    new: Any


class PlanChanges(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a new plan adds, removes and changes. Where something stands in its document does not count.

    Budget lines are counted from 1 in document order and matched by that number.
    """

    identity: tuple[str, ...] = ()
    added_projects: tuple[Project, ...] = ()
    removed_projects: tuple[Project, ...] = ()
    changed_projects: tuple[Change, ...] = ()
    added_indicators: tuple[Indicator, ...] = ()
    removed_indicators: tuple[Indicator, ...] = ()
    changed_indicators: tuple[Change, ...] = ()
    added_department_indicators: tuple[DepartmentIndicator, ...] = ()
    removed_department_indicators: tuple[DepartmentIndicator, ...] = ()
    changed_department_indicators: tuple[Change, ...] = ()
    added_budget_lines: tuple[tuple[int, BudgetLine], ...] = ()
    removed_budget_lines: tuple[tuple[int, BudgetLine], ...] = ()
    changed_budget_lines: tuple[Change, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is any difference."""
        return any(getattr(self, name) for name in self.__struct_fields__)

    def to_json(self) -> list[dict[str, Any]]:
        """The differences one by one, empty where there are none."""
        return changes_to_json(self)

    @property
    def changed_targets(self) -> tuple[Change, ...]:
        """The indicators whose target is another one now."""
        return tuple(change for change in self.changed_indicators if "target" in change.fields)


_INDICATOR_FIELDS = (
    "level1",
    "level2",
    "level3",
    "definition",
    "target",
    "basis",
    "source",
    "period",
    "rollup",
    "weight",
)
_PROJECT_FIELDS = ("name", "goal", "budget", "finance_code", "spending_plan")
_DEPARTMENT_FIELDS = ("goal", "name", "target")
_BUDGET_FIELDS = ("name", "amount_fen", "corrected_fen")


def difference(old: Plan, new: Plan, *, proposals: bool = False) -> PlanChanges:
    """What the new plan changes in the old one.

    Source, period and rollup that the new plan only proposes are not a change, unless ``proposals``: what staff
    chose stays chosen.
    """
    projects = _compare(_by_code(old.projects), _by_code(new.projects), _PROJECT_FIELDS)
    chosen = _by_code(new.indicators() if proposals else _keep_chosen(old, new))
    indicators = _compare(_by_code(old.indicators()), chosen, _INDICATOR_FIELDS)
    departments = _compare(
        _by_code(old.department_indicators), _by_code(new.department_indicators), _DEPARTMENT_FIELDS
    )
    lines = _compare(_numbered(old.budget_lines), _numbered(new.budget_lines), _BUDGET_FIELDS)
    return PlanChanges(
        identity=tuple(name for name in ("unit", "name", "year") if getattr(old, name) != getattr(new, name)),
        added_projects=tuple(projects[0].values()),
        removed_projects=tuple(projects[1].values()),
        changed_projects=projects[2],
        added_indicators=tuple(indicators[0].values()),
        removed_indicators=tuple(indicators[1].values()),
        changed_indicators=indicators[2],
        added_department_indicators=tuple(departments[0].values()),
        removed_department_indicators=tuple(departments[1].values()),
        changed_department_indicators=departments[2],
        added_budget_lines=tuple((int(number), line) for number, line in lines[0].items()),
        removed_budget_lines=tuple((int(number), line) for number, line in lines[1].items()),
        changed_budget_lines=lines[2],
    )


def _keep_chosen(old: Plan, new: Plan) -> Iterator[Indicator]:
    """The new indicators; where source, period and rollup are only proposed, with those they have already."""
    before = _by_code(old.indicators())
    for indicator in new.indicators():
        known = before.get(indicator.code)
        if known is None or indicator.confirmed:
            yield indicator
        else:
            yield msgspec.structs.replace(
                indicator, source=known.source, period=known.period, rollup=known.rollup
            )


def _by_code(items: Iterable[T]) -> dict[str, T]:
    return {item.code: item for item in items}  # type: ignore[attr-defined]


def _numbered(lines: Sequence[BudgetLine]) -> dict[str, BudgetLine]:
    return {str(number): line for number, line in enumerate(lines, start=1)}


def _compare(
    old: Mapping[str, T], new: Mapping[str, T], fields: Sequence[str]
) -> tuple[dict[str, T], dict[str, T], tuple[Change, ...]]:
    added = {code: item for code, item in new.items() if code not in old}
    removed = {code: item for code, item in old.items() if code not in new}
    changed = tuple(
        Change(code, differing, old[code], item)
        for code, item in new.items()
        if code in old
        and (differing := tuple(f for f in fields if getattr(old[code], f) != getattr(item, f)))
    )
    return added, removed, changed


def changes_to_json(changes: PlanChanges) -> list[dict[str, Any]]:
    """Each difference as ``{change, subject, kind, fields}``; ``fields`` holds old and new of what changed."""
    listed = [_entry("changed", name, "plan") for name in changes.identity]
    for kind in ("projects", "indicators", "department_indicators"):
        for item in getattr(changes, f"added_{kind}"):
            listed.append(_entry("added", item.code, kind))
        for item in getattr(changes, f"removed_{kind}"):
            listed.append(_entry("removed", item.code, kind))
        listed += [_changed(change, change.code, kind) for change in getattr(changes, f"changed_{kind}")]
    listed += [_entry("added", line.name, "budget_lines") for _, line in changes.added_budget_lines]
    listed += [_entry("removed", line.name, "budget_lines") for _, line in changes.removed_budget_lines]
    return listed + [
        _changed(change, change.new.name, "budget_lines") for change in changes.changed_budget_lines
    ]


def _entry(change: str, subject: str, kind: str) -> dict[str, Any]:
    return {"change": change, "subject": subject, "kind": kind, "fields": {}}


def _changed(change: Change, subject: str, kind: str) -> dict[str, Any]:
    fields = {
        name: {"old": _plain(getattr(change.old, name)), "new": _plain(getattr(change.new, name))}
        for name in change.fields
    }
    return {**_entry("changed", subject, kind), "fields": fields}


def _plain(value: Any) -> Any:
    if isinstance(value, Target):
        return target_to_json(value)
    if isinstance(value, PlannedBudget):
        return {
            "total": yuan(value.total_fen),
            "fiscal": yuan(value.fiscal_fen),
            "other": yuan(value.other_fen),
        }
    return yuan(value) if isinstance(value, int) else value
