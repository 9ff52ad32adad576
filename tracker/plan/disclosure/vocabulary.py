"""The words of the form itself: names of levels, titles of columns, labels of a project's head.

They are the form's, laid down by the finance bureau; nothing here belongs to one unit's document.
"""

from __future__ import annotations

LEVEL1 = ("产出指标", "效益指标", "效果指标", "满意度指标", "成本指标", "社会满意度指标")
_OUTPUT = ("数量指标", "质量指标", "时效指标", "成本指标")
_COST = ("经济成本指标", "社会成本指标", "生态环境成本指标", "生态成本指标")
_EFFECT = (
    "经济效益指标", "社会效益指标", "生态效益指标", "环境效益指标", "可持续影响指标", "可持续发展指标", "可持续效益指标",
    "可持续性影响指标", "可持续影响力指标", "经济效果指标", "社会效果指标", "生态效果指标",
)  # fmt: skip
_SATISFACTION = (
    "服务对象满意度指标", "满意度指标", "社会公众满意度指标", "受益对象满意度指标", "受益群众满意度指标", "群众满意度指标",
    "社会公众或服务对象满意度指标", "服务对象满意指标", "公众满意度指标", "社会满意度指标",
)  # fmt: skip
LEVEL2 = _OUTPUT + _COST + _EFFECT + _SATISFACTION

_PARENTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(_OUTPUT, ("产出指标",)),
    **dict.fromkeys(_COST, ("成本指标",)),
    **dict.fromkeys(_EFFECT, ("效益指标", "效果指标")),
    **dict.fromkeys(_SATISFACTION, ("满意度指标", "社会满意度指标")),
}


def parents_of(level2: str) -> tuple[str, ...]:
    """The level-1 names a level-2 name belongs under; empty when the form has no such name."""
    return _PARENTS.get(level2, _PARENTS.get(level2 + "指标", ()))


COLUMN_TITLES = {
    "一级指标": "level1",
    "二级指标": "level2",
    "三级指标": "level3",
    "绩效指标": "level3",
    "指标名称": "level3",
    "绩效指标描述": "definition",
    "指标描述": "definition",
    "指标内容": "definition",
    "指标说明": "definition",
    "指标解释": "definition",
    "指标释义": "definition",
    "绩效指标内容": "definition",
    "指标值": "value",
    "绩效指标值": "value",
    "目标值": "value",
    "年度指标值": "value",
    "指标目标值": "value",
    "指标性质": "comparator",
    "比较符": "comparator",
    "符号": "comparator",
    "计算符号": "comparator",
    "度量单位": "unit",
    "计量单位": "unit",
    "单位": "unit",
    "指标值确定依据": "basis",
    "指标值设定依据": "basis",
    "指标值设置依据": "basis",
    "指标确定依据": "basis",
    "确定依据": "basis",
    "设定依据": "basis",
    "指标依据": "basis",
    "依据": "basis",
    "权重": "weight",
    "分值": "weight",
    "指标权重": "weight",
    "分值权重": "weight",
}
"""A column's title, without spaces and brackets, and which field of an indicator it holds."""

GOAL_LABEL = "绩效目标"
PROJECT_LABELS = (
    "项目名称",
    "项目编码",
    "项目编号",
    "预算规模及资金用途",
    "预算数",
    "其中：财政资金",
    "其中：财政",
    "财政资金",
    "其他资金",
    "资金用途",
    "资金支出计划（%）",
    "资金支出计划",
    "主管部门",
    "实施单位",
    "项目单位",
    "3月底",
    "6月底",
    "10月底",
    "12月底",
)
