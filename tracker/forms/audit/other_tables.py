"""Scored tables above the indicators (评价内容 | 分值 | 自评分): some localities judge decision and management too."""

from __future__ import annotations

import re

from tracker.forms.audit.columns import money_role_of
from tracker.forms.audit.figures import points_of
from tracker.forms.audit.filled import Figured
from tracker.forms.audit.grid import Grid

_WEIGHT = re.compile(r"分值|满分|标准分")
_SCORE = re.compile(r"^(?:单位|项目)?(?:自评)?(?:得分|自评分)")
_SUM = re.compile(r"小计|合计|总分|总计")


def other_scores(grid: Grid, first: int, header: int) -> tuple[Figured, ...]:
    """The points of such tables between a form's title and its indicators; none in most forms."""
    found: list[Figured] = []
    column: int | None = None
    for row in range(first, header):
        texts = grid.own_texts(row)
        if any(_SCORE.match(text) for text in texts):
            column = _score_column(texts)
        elif column is not None and not any(_SUM.search(text) for text in texts):
            own = grid.own(row, column)
            if (number := points_of(own)) is not None:
                found.append(Figured(number, own.cell, own.text))
    return tuple(found)


def _score_column(texts: list[str]) -> int | None:
    """Where the points stand, if this is the heading of such a table and not of the money's."""
    money = any(money_role_of(text) in ("executed", "rate") for text in texts)
    if money or not any(_WEIGHT.search(text) for text in texts):
        return None
    return next(number for number, text in enumerate(texts) if _SCORE.match(text))
