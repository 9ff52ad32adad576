"""The money table above the indicators: amounts by source, and the execution's weight, rate and points."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from tracker.forms.audit.columns import MoneyRole, money_role_of
from tracker.forms.audit.figures import points_of, rate_of
from tracker.forms.audit.filled import BLANK, NOTHING, Execution, Figured, MoneyRow
from tracker.forms.audit.grid import Grid, cell_name, squeezed

_TOTAL = re.compile(
    r"(?:年度|项目|全年)?(?:财政)?(?:资金|预算)?(?:总额|总计|合计|总数)|总额|合计|总计|年度资金总额|预算数|资金总量|项目资金|金额合计|年度预算(?:数)?|到位数|执行数"
)
_SOURCE = re.compile(
    r"财政|拨款|结转|结余|其他|单位资金|专户|上级|中央|地方|[省市县区州乡镇]级|本级|自筹|社会|债券|基金|贷款|自有|其中"
    r"|公共预算|专项|补助|配套|非税|国有资本|事业收入|经营收入|捐赠|资金$"
)
_OTHER_CUT = re.compile(r"基本支出|项目支出|人员(?:经费|支出)|公用经费|性质分|[按分].{2,8}分[::]?$")
"""The same money cut another way (按支出性质分), or the heading over such rows: no sources beside the others."""
_LEVELS = re.compile(
    r"中央|地方|省|市|县|区|州|本级|上级|乡|镇|公共预算|政府性基金|国有资本|专项债|债券|转移支付|补助"
)
_SIDE = re.compile(
    r"[一二三四五六七八九]、.*|(?:项目|部门|单位|年度|财政|本年)*(?:资金情况|资金(?:执行|使用)情况(?=\()|预算执行情况|预算(?:安排)?(?:及|和|与)执行情况|年度预算数|资金来源|预算资金|资金)(?:\(.*\))*"
)
_NOT_MONEY = re.compile(r"绩效|目标|任务")


def read_money(grid: Grid, first: int, header: int) -> tuple[tuple[MoneyRow, ...], Execution | None]:
    """The money rows between a form's title and its indicator table, and how execution is scored."""
    read = [_read_under(grid, head, header) for head in range(first, header) if _is_head(grid, head)]
    rows, execution = next((each for each in read if _is_scored(each[1])), read[0] if read else ([], None))
    if execution is None or execution.score.number is None:
        beside, labelled = _beside_labels(grid, first, header)
        rows, execution = rows or beside, labelled or execution
    return tuple(_with_levels_nested(rows)), execution


def _is_scored(execution: Execution | None) -> bool:
    """Whether this is the table of the execution, and not that of a department's tasks."""
    return execution is not None and execution.score.number is not None


def _read_under(grid: Grid, head: int, header: int) -> tuple[list[MoneyRow], Execution | None]:
    """The rows under one heading, down to the indicators or what is no money."""
    roles = _roles(grid, head)
    tasks = any("任务" in text for text in grid.own_texts(head))
    rows: list[MoneyRow] = []
    execution: Execution | None = None
    for row in range(_below(grid, head), header):
        label, cell = _label(grid, row, roles)
        if not rows and not label and not tasks and _has_amounts(grid, row, roles):
            return [_money_row(grid, row, roles, "", cell, rows)], _execution(grid, row, roles)
        if not label or _NOT_MONEY.search(label):
            if rows:
                break
            continue
        if _OTHER_CUT.search(label):
            if "支出性质" in label:
                break
            continue
        if not (_TOTAL.fullmatch(label) or (_SOURCE.search(label) and not tasks)) or _is_second_head(
            grid, row, cell, roles
        ):
            continue
        rows.append(_money_row(grid, row, roles, label, cell, rows))
        if execution is None:
            found = _execution(grid, row, roles)
            execution = found if rows[-1].total or found.score.number is not None else None
    if len(rows) == 1 and execution is not None:
        rows = [replace(rows[0], total=True)]  # the one source is all there is
    return rows, execution


def _has_amounts(grid: Grid, row: int, roles: Mapping[MoneyRole, int]) -> bool:
    """Whether a row without a label has budget and execution under their headings: the form's only amounts."""
    cells = (grid.own(row, roles[role]) for role in ("adjusted", "executed"))
    return all(points_of(cell) is not None for cell in cells)


def _is_second_head(grid: Grid, row: int, cell: str, roles: Mapping[MoneyRole, int]) -> bool:
    """总额 | 财政拨款 | 其他资金 under 预算数: a second row of headings side by side, without any number."""
    first = min(column for role, column in roles.items() if role in ("initial", "adjusted", "executed"))
    numbers = any(points_of(grid.own(row, column)) is not None for column in range(grid.width))
    return cell == cell_name(row, first) and not numbers and not grid.own(row, first + 1).blank


def _beside_labels(grid: Grid, first: int, header: int) -> tuple[list[MoneyRow], Execution | None]:
    """One line of labels and figures: 预算数 | 120 | 执行数 | 118.8 | 执行率 | 99 % | 分值 | 10 | 得分 | 9.9."""
    for row in range(first, header):
        found = _labelled_figures(grid, row)
        if "score" in found and found.keys() & {"weight", "rate", "executed"}:
            weight = found.get("weight") or _weight_in_labels(grid, row, {})
            execution = Execution(weight, found.get("rate", BLANK), found["score"])
            return _labelled_money(row, found), execution
    return [], None


def _labelled_figures(grid: Grid, row: int) -> dict[MoneyRole, Figured]:
    """The figures of a row, each by the label left of it."""
    found: dict[MoneyRole, Figured] = {}
    for column in range(grid.width):
        own = grid.own(row, column)
        role = money_role_of(squeezed(own.text)) if points_of(own) is None else None
        beside = grid.own(row, grid.span(row, column)[3] + 1)
        number = rate_of(beside) if role == "rate" else points_of(beside)
        if role is not None and number is not None:
            found.setdefault(role, Figured(number, beside.cell, beside.text))
    return found


def _labelled_money(row: int, found: Mapping[MoneyRole, Figured]) -> list[MoneyRow]:
    """The line's amounts as a total row, where it has both budget and execution."""
    if "executed" not in found or not found.keys() & {"adjusted", "initial"}:
        return []
    initial = found.get("initial", BLANK)
    return [
        MoneyRow(
            "", True, False, initial, found.get("adjusted", initial), found["executed"], cell_name(row, 0)
        )
    ]


def _is_head(grid: Grid, row: int) -> bool:
    """A header row names at least a budget and an execution column."""
    texts = [text for text in _headings(grid, row) if text]
    roles = {money_role_of(text) for text in texts}
    if any(points_of(grid.own(row, column)) is not None for column in range(grid.width)):
        return False
    return "executed" in roles and bool(roles & {"adjusted", "initial"}) and len(texts) >= 2


def _headings(grid: Grid, row: int) -> list[str]:
    """The row's headings by column; what stands in the first column is a label at the table's side."""
    texts = grid.own_texts(row)
    side = next((text for text in texts[grid.first_column :][:1] if text), None)
    return ["" if text == side or len(text) >= 30 or _is_side_label(text) else text for text in texts]


def _roles(grid: Grid, head: int) -> dict[MoneyRole, int]:
    """Each role's first column; Hebei's columns hold labels beside the amounts and are searched later."""
    roles: dict[MoneyRole, int] = {}
    for column, text in enumerate(_headings(grid, head)):
        role = money_role_of(text)
        if role is not None and (
            role not in roles or (role == "adjusted" and _is_whole_year(grid, head, roles, text))
        ):
            roles[role] = column
    if "adjusted" not in roles and "initial" in roles:
        roles["adjusted"] = roles["initial"]
    return roles


def _is_whole_year(grid: Grid, head: int, roles: Mapping[MoneyRole, int], text: str) -> bool:
    """全年预算数(A) goes before other budget columns such as 追加调整."""
    earlier = squeezed(grid.own(head, roles["adjusted"]).text)
    return bool(re.search(r"全年|\(A", text)) and not re.search(r"全年|\(A", earlier)


def _is_side_label(text: str) -> bool:
    """项目资金(万元), 二、预算执行情况, 年度预算数(万元): labels at the table's side, not columns."""
    return _SIDE.fullmatch(text) is not None


def _below(grid: Grid, head: int) -> int:
    deepest = max((grid.span(head, column)[2] for column, text in enumerate(_headings(grid, head))
                   if money_role_of(text) is not None), default=head)  # fmt: skip
    return deepest + 1


def _label(grid: Grid, row: int, roles: Mapping[MoneyRole, int]) -> tuple[str, str]:
    """The row's own label: the last words left of the first amount column, or Hebei's first words."""
    first = min(column for role, column in roles.items() if role in ("initial", "adjusted", "executed"))
    for column in range(first, -1, -1):
        own = grid.own(row, column)
        text = squeezed(own.text).strip(":")
        if (
            text
            and points_of(own) is None
            and (_TOTAL.fullmatch(text) or _SOURCE.search(text))
            and len(text) < 30
        ):
            return text, own.cell
        if column < first and text and points_of(own) is None and grid.span(row, column)[0] == row:
            return text, own.cell
    return "", ""


def _money_row(
    grid: Grid, row: int, roles: Mapping[MoneyRole, int], label: str, cell: str, before: list[MoneyRow]
) -> MoneyRow:
    total = not any(each.total for each in before) and (not label or _TOTAL.fullmatch(label) is not None)
    first_source = not any(not each.total for each in before)
    return MoneyRow(
        label=label,
        total=total,
        nested=label.startswith("其中") and not total and not first_source,
        initial=_amount(grid, row, roles, "initial"),
        adjusted=_amount(grid, row, roles, "adjusted"),
        executed=_amount(grid, row, roles, "executed"),
        cell=cell,
    )


def _amount(grid: Grid, row: int, roles: Mapping[MoneyRole, int], role: MoneyRole) -> Figured:
    """The amount under a role: in its column, or, where that holds a label (Hebei), right of it."""
    if role not in roles:
        return BLANK
    start = roles[role]
    end = min([column for column in roles.values() if column > start], default=grid.width)
    for column in range(start, end):
        own = grid.own(row, column)
        if points_of(own) is not None:
            return Figured(points_of(own), own.cell, own.text)
    blank = next((column for column in range(start, end) if grid.own(row, column).blank), start)
    return Figured(None, cell_name(row, blank), grid.own(row, blank).text)


def _execution(grid: Grid, row: int, roles: Mapping[MoneyRole, int]) -> Execution:
    rate = grid.own(row, roles["rate"]) if "rate" in roles else NOTHING
    weight = _amount(grid, row, roles, "weight")
    return Execution(
        weight=weight if weight.number is not None else _weight_in_labels(grid, row, roles),
        rate=Figured(rate_of(rate), rate.cell, rate.text),
        score=_amount(grid, row, roles, "score"),
        reason=grid.seen(row, roles["reason"]) if "reason" in roles else NOTHING,
    )


def _weight_in_labels(grid: Grid, row: int, roles: Mapping[MoneyRole, int]) -> Figured:
    """The weight written into a heading: 得分(20分*执行率), or 预算执行情况(10分) at the side."""
    if "weight" in roles:
        return BLANK
    for above in range(row, max(row - 4, -1), -1):
        for column in range(grid.width):
            own = grid.own(above, column)
            text = squeezed(own.text)
            match = re.search(r"\((\d{1,3}(?:\.\d{1,6})?)分", text) if len(text) < 30 else None
            if match and (_is_side_label(text) or money_role_of(text) == "score"):
                return Figured(Fraction(match[1]), own.cell, match[1])
    return BLANK


def _with_levels_nested(rows: list[MoneyRow]) -> list[MoneyRow]:
    """Levels of government right after 财政资金 that add up to it are parts of it, not of the total."""
    result = list(rows)
    for number, row in enumerate(result):
        if row.total or "财政" not in row.label:
            continue
        run = [index for index in range(number + 1, len(result)) if _LEVELS.search(result[index].label)]
        run = [index for place, index in enumerate(run) if index == number + 1 + place]
        children = next((run[:length] for length in range(len(run), 0, -1)
                         if _adds_up(row, [result[index] for index in run[:length]])), [])  # fmt: skip
        for index in children:
            result[index] = _nested(result[index])
    return result


def _adds_up(row: MoneyRow, parts: list[MoneyRow]) -> bool:
    """Whether the parts make the row, in the budget column or, where that is blank, in the executed one."""
    if row.adjusted.number is not None:
        return sum(part.adjusted.number or 0 for part in parts) == row.adjusted.number
    return (
        row.executed.number is not None
        and sum(part.executed.number or 0 for part in parts) == row.executed.number
    )


def _nested(row: MoneyRow) -> MoneyRow:
    return MoneyRow(row.label, row.total, True, row.initial, row.adjusted, row.executed, row.cell)
