"""The order in which a form prints its rows, and the runs of equal levels that share a merged cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tracker.forms.selfevaluation import IndicatorResult
from tracker.rules.levels import level_class, level_name

_LEVEL1 = ("产出", "成本", "效益", "满意度")
_LEVEL2 = ("数量", "质量", "时效", "成本", "经济", "社会", "生态", "可持续", "满意", "服务对象")


def printed_order(rows: Sequence[IndicatorResult]) -> tuple[IndicatorResult, ...]:
    """Rows by class and level 2 as the form lists them; within one level the plan's order stays."""
    return tuple(sorted(rows, key=lambda row: form_rank(row.facts.level1, row.facts.level2)))


def form_rank(level1: str, level2: str) -> tuple[int, int]:
    """Where a row belongs on the form; unknown levels go last."""
    group = level_class(level1, level2)
    second = level_name(level2)
    rank2 = next((rank for rank, word in enumerate(_LEVEL2) if word in second), len(_LEVEL2))
    return (_LEVEL1.index(group) if group in _LEVEL1 else len(_LEVEL1), rank2)


def runs(
    rows: Sequence[IndicatorResult], key: Callable[[IndicatorResult], object]
) -> tuple[tuple[int, int], ...]:
    """First and last index of each run of neighbours with the same key."""
    result: list[tuple[int, int]] = []
    for index, row in enumerate(rows):
        if result and key(rows[result[-1][1]]) == key(row):
            result[-1] = (result[-1][0], index)
        else:
            result.append((index, index))
    return tuple(result)
