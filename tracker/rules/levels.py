"""Level-1 classes under whatever name a plan or a form prints them."""

from __future__ import annotations

import re

OUTPUT, BENEFIT, SATISFACTION, COST = "产出", "效益", "满意度", "成本"

_NOISE = re.compile(r"[\s（(].*$|[\s:：]+$")
_BY_LEVEL2 = (
    (SATISFACTION, ("满意",)),
    (BENEFIT, ("经济效益", "社会效益", "生态效益", "可持续", "效益", "效果")),
    (OUTPUT, ("数量", "质量", "时效", "进度", "成本")),
)
_BY_LEVEL1 = (
    (SATISFACTION, ("满意",)),
    (BENEFIT, ("效益", "效果")),
    (OUTPUT, ("产出",)),
    (COST, ("成本",)),
)


def level_name(printed: str) -> str:
    """A level's name without 指标, spaces and the points in brackets: ``产出指标（50分）`` is 产出."""
    joined = re.sub(r"\s+", "", printed)
    return _NOISE.sub("", joined).removesuffix("指标")


def level_class(level1: str, level2: str = "", *, cost_of_its_own: bool = False) -> str | None:
    """产出, 效益, 满意度 or 成本 for an indicator's printed levels; None where neither says anything.

    Where level 1 is unknown or empty the level-2 name decides. With ``cost_of_its_own`` a level-2 成本 under
    产出 is the class 成本 (财预〔2021〕101号).
    """
    first, second = level_name(level1), level_name(level2)
    found = _match(first, _BY_LEVEL1) or _match(second, _BY_LEVEL2) or _match(first, _BY_LEVEL2)
    if cost_of_its_own and found == OUTPUT and "成本" in second:
        return COST
    return found


def _match(name: str, table: tuple[tuple[str, tuple[str, ...]], ...]) -> str | None:
    return next((result for result, words in table if any(word in name for word in words)), None)
