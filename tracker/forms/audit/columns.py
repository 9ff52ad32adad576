"""Which column of a form holds what, found by the words of its header (one or two rows)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from tracker.forms.audit.grid import Grid

Role = Literal[
    "level1", "level2", "level3", "definition", "sign", "target", "adjusted_target", "unit", "actual", "full", "weight",
    "score", "folded", "reason", "remark", "status", "ignored",
]  # fmt: skip
MoneyRole = Literal["initial", "adjusted", "received", "executed", "weight", "rate", "score", "reason"]

_ROLES: tuple[tuple[Role, str], ...] = (
    ("ignored", r"复核|复评|财政评|评价组|核定得分|考核得分|得分系数|系数|完成率|完成比例|完成程度|是否核心|序号|编码"),
    ("folded", r"折算"),
    ("reason", r"偏差(?![率度])|原因|未完成|改进措施"),
    ("level1", r"一级(?:绩效)?指标"),
    ("level2", r"二级(?:绩效)?指标"),
    ("level3", r"三级(?:绩效)?指标|指标名称|四级指标"),
    ("definition", r"指标(?:描述|说明|解释|内容)|(?<!文字)描述|评分标准|评价标准|计算方法|评分细则|指标值确定依据"),
    ("sign", r"^符号|指标性质|比较符|指标方向|计算符号|运算符"),
    ("unit", r"度量单位|计量单位|文字描述|^单位$|单位\(|指标单位"),
    ("target", r"(?:计划|目标|预期|应|拟)(?:完成|达到|实现)(?:指标)?值|年初设定"),
    ("actual", r"实际完成|年终完成|实际值|完成值|实现值|完成数|达成值|完成指标值"),
    ("status", r"完成情况|完成进度"),
    ("weight", r"权重"),
    ("score", r"得分|自评分|评分"),
    ("full", r"指标分值"),
    ("weight", r"分值|满分|标准分|分数"),
    ("adjusted_target", r"调整后?(?:的)?(?:指标|目标)值"),
    ("target", r"指标值|目标值|计划值|预期值|年度目标|绩效目标|标准值|预期目标|^目标|年初目标|^值$|数值"),
    ("remark", r"备注|说明"),
)  # fmt: skip
_MONEY: tuple[tuple[MoneyRole, str], ...] = (
    ("reason", r"原因|说明"),
    ("score", r"得分|自评分"),
    ("weight", r"分值|权重|满分"),
    ("rate", r"执行率|执行进度|完成率"),
    ("received", r"到位"),
    ("executed", r"执行|支出数|实际支出|实际使用|决算数"),
    ("initial", r"年初"),
    ("adjusted", r"预算|调整|安排|计划"),
)
_SIDE = re.compile(
    r"[一二三四五六七八九]、.*|(?:项目|年度)*绩效(?:目标|指标)[\d一二三四五六七八九]*(?:[::]?完成情况|情况)?(?:\(.*\))?"
)
"""Labels at the table's side, over all its rows."""
_HEADERS = ("三级指标", "三级绩效指标", "指标名称")


@dataclass(frozen=True)
class Columns:
    """Each role's columns, first to last of the header's merged range, and where the header stands."""

    first_row: int
    last_row: int
    spans: Mapping[Role, tuple[int, int]]

    def has(self, role: Role) -> bool:
        """Whether the form has such a column."""
        return role in self.spans


def is_indicator_header(texts: list[str]) -> bool:
    """Whether a row (squeezed texts) is the head of an indicator table that is scored or reports actuals."""
    if not any(text.startswith(_HEADERS) for text in texts):
        return False
    return any(re.search(r"得分|自评分|评分|完成|实际", text) for text in texts)


def indicator_columns(grid: Grid, row: int) -> Columns:
    """The columns under the header that begins in this row; a second header row refines the first."""
    last = _last_header_row(grid, row)
    heads = [_joined(grid, row, last, column) for column in range(grid.width)]
    spans: dict[Role, tuple[int, int]] = {}
    for column, head in enumerate(heads):
        role = role_of(head)
        if role is None:
            continue
        if role in spans and spans[role][1] == column - 1 and heads[column - 1] == head:
            spans[role] = (spans[role][0], column)
        elif role not in spans or _is_better(role, head, spans, column):
            spans[role] = (column, column)
    return Columns(row, last, _settled(spans))


def is_side_label(text: str) -> bool:
    """绩效指标, 四、年度绩效指标完成情况: what stands at the table's side over all its rows."""
    return _SIDE.fullmatch(text) is not None


def role_of(head: str) -> Role | None:
    """The role a header's words name, the most specific first."""
    if not head or is_side_label(head):
        return None
    return next((role for role, words in _ROLES if re.search(words, head)), None)


def money_role_of(head: str) -> MoneyRole | None:
    """What a column of the money table holds."""
    return next((role for role, words in _MONEY if head and re.search(words, head)), None)


def _is_better(role: Role, head: str, spans: Mapping[Role, tuple[int, int]], column: int) -> bool:
    """A later column that replaces an earlier one: the unit's own score, the weight of level 3 not of level 1."""
    if role == "score":
        return "自评" in head
    level3 = spans.get("level3")
    return role == "weight" and level3 is not None and spans["weight"][0] < level3[0] < column


def _settled(spans: dict[Role, tuple[int, int]]) -> dict[Role, tuple[int, int]]:
    """指标分值 is the weight where no other weight stands; 完成情况 the actual where no other column is."""
    result = dict(spans)
    if "status" in result and "actual" not in result:
        result["actual"] = result.pop("status")
    if "full" in result and "weight" not in result:
        result["weight"] = result.pop("full")
    return result


def _last_header_row(grid: Grid, row: int) -> int:
    """The header's second row, where level cells reach down into it or it holds only sub-headings."""
    named = [column for column, text in enumerate(grid.texts(row)) if role_of(text) is not None]
    deepest = max((grid.span(row, column)[2] for column in named), default=row)
    if deepest > row:
        return min(deepest, row + 2)
    if row + 1 < grid.height and is_indicator_header(grid.texts(row + 1)):
        return row + 1
    below = [text for text in grid.own_texts(row + 1) if text] if row + 1 < grid.height else []
    words = r"符号|^值$|单位|单项|折算|权重|得分|文字描述"
    return row + 1 if below and all(re.search(words, text) and len(text) < 16 for text in below) else row


def _joined(grid: Grid, first: int, last: int, column: int) -> str:
    """The deepest heading of a column decides; the ones above stand in where it is blank."""
    texts = [grid.texts(row)[column] for row in range(first, last + 1)]
    own = [text for number, text in enumerate(texts) if text and (number == 0 or text != texts[number - 1])]
    return own[-1] if own else ""
