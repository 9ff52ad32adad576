"""Tables of a department's duties and activities (职责活动, graded 优, 良, 中, 差): seen and named, not read.

Their goals belong to activities, not to projects, and have a value for each grade instead of one target; to take
one of them as the target would be a guess.
"""

from __future__ import annotations

from collections.abc import Sequence

from tracker.plan.disclosure.lines import Line
from tracker.plan.findings import finding
from tracker.plan.model import Finding, FindingPlace

_TITLE = "职责活动"
_OTHER_TITLES = ("年度目标", "绩效目标", "绩效指标", "内容描述", "评价标准")
_HEADER_LINES = 4


def starts_duty_table(text: str) -> bool:
    """Whether a line, without spaces, begins the header of such a table."""
    return text.startswith((_TITLE, f"序号{_TITLE}", f"部门{_TITLE}")) and not text.endswith(("。", "；"))


def find_duty_tables(lines: Sequence[Line]) -> list[Finding]:
    """One finding for all tables of this kind; none where there are none."""
    found = [line for index, line in enumerate(lines) if _is_header(lines, index)]
    if not found:
        return []
    return [
        finding(
            "duty_table_unread",
            "doubt",
            "note",
            "文件中有“职责活动”绩效目标表（评价标准分优、良、中、差），没有作为项目绩效指标读入，请另行核对。",
            "There is a table of duties and activities (职责活动, graded 优, 良, 中, 差); it was not read as "
            "indicators of projects and is to be looked at by itself.",
            *(FindingPlace(line=line.number, end_line=line.number) for line in found),
        )
    ]


def _is_header(lines: Sequence[Line], index: int) -> bool:
    if not starts_duty_table(lines[index].text):
        return False
    text = "".join(line.text for line in lines[index : index + _HEADER_LINES])
    return sum(1 for title in _OTHER_TITLES if title in text) >= 2
