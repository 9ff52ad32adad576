"""From a grid to the forms in it: where each form begins, its money table, its rows, its total and grade."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from tracker.forms.audit.columns import Columns, Role, indicator_columns, is_indicator_header
from tracker.forms.audit.figures import points_of, rate_of
from tracker.forms.audit.filled import (
    BLANK,
    NOTHING,
    Execution,
    Extent,
    Figured,
    FilledForm,
    FilledRow,
    FormLayout,
)
from tracker.forms.audit.grid import Grid, Printed, cell_name, squeezed
from tracker.forms.audit.margins import (
    first_text,
    is_name_label,
    is_total,
    named_rules,
    printed_grade,
    project_name,
    total_elsewhere,
)
from tracker.forms.audit.money_table import read_money
from tracker.forms.audit.other_tables import other_scores

_TITLE = re.compile(r"自评表|绩效评价表|评价表\(")
_AFTER = re.compile(
    r"^(?:注|说明|备注|填表|填报|联系人|评价结论|存在问题|改进措施|项目负责人|财务负责人|自评结论|其他需要|主要经验|单位负责人|审核|附件)"
)
_EXECUTION = re.compile(r"^(?:预算|资金)?(?:资金)?执行(?:率|进度|情况)$|预算执行率|资金执行率|预算资金执行率")
_PLACEHOLDER = re.compile(r"[….。·]*|指标\d*[::]?[….。/／\-—]*|\d+[.、]?|[/／\-—]+")
_EMPTY = re.compile(r"[….。·/／\-—]*")
_DASH = re.compile(r"[-—–_/\\…]*")


def forms_in(grid: Grid, sheet: str) -> tuple[FilledForm, ...]:
    """Every self-evaluation form of the sheet, in order."""
    return tuple(_read(grid, sheet, extent) for extent in _extents(grid))


def _extents(grid: Grid) -> Iterator[Extent]:
    candidates = (row for row in range(grid.height) if grid.mentions(row, "指"))
    headers = [row for row in candidates if is_indicator_header(grid.texts(row))]
    starts: list[tuple[int, list[int]]] = []
    before = 0
    for header in headers:
        start = _start(grid, before, header, first=not starts)
        if start is None:
            starts[-1][1].append(header)
        else:
            starts.append((start, [header]))
        before = header + 1
    for number, (first, own) in enumerate(starts):
        last = starts[number + 1][0] - 1 if number + 1 < len(starts) else grid.height - 1
        yield Extent(first, last, tuple(own))


def _start(grid: Grid, before: int, header: int, *, first: bool) -> int | None:
    """The row a form begins in: its title or its project name; None for a header repeated by a page break."""
    for row in range(before, header):
        texts = grid.own_texts(row)
        if any(text and ((_TITLE.search(text) and len(text) < 60) or is_name_label(text)) for text in texts):
            return row
    return before if first else None


def _read(grid: Grid, sheet: str, extent: Extent) -> FilledForm:
    head = extent.headers[0]
    columns = indicator_columns(grid, head)
    money, execution = read_money(grid, extent.first, head)
    table = _Table(grid, columns)
    rows, total_at = _indicator_rows(grid, extent, table)
    own_execution = next((table.execution(row) for row in rows if table.is_execution(row)), None)
    kept = tuple(table.row(row) for row in rows if not table.is_execution(row))
    merged = _merged_execution(execution, own_execution)
    if _are_shares(kept):
        kept = tuple(replace(row, weight=_hundredfold(row.weight)) for row in kept)
        merged = None if merged is None else replace(merged, weight=_hundredfold(merged.weight))
    total, weight_total = _totals(table, total_at)
    if total.number is None:
        total = total_elsewhere(grid, extent, total_at)
    return FilledForm(
        sheet=sheet,
        layout=_layout(columns, execution),
        name=project_name(grid, extent),
        money=money,
        execution=merged,
        rows=kept,
        total=total,
        weight_total=weight_total,
        grade=printed_grade(grid, extent),
        has_score=columns.has("score") or columns.has("folded"),
        has_weight=columns.has("weight") or any(row.weight.number is not None for row in kept),
        has_reason=columns.has("reason"),
        has_actual=columns.has("actual"),
        has_folded=columns.has("folded"),
        cell=cell_name(extent.first, 0),
        rules=named_rules(grid, extent),
        others=other_scores(grid, extent.first, head),
    )


def _are_shares(rows: Sequence[FilledRow]) -> bool:
    """Whether the weights are cells shown as percent (0.6 for 60 %), under scores counted in points."""
    weights = [row.weight.number for row in rows if row.weight.number is not None]
    best = max((row.score.number or Fraction(0) for row in rows), default=Fraction(0))
    return bool(weights) and Fraction(1, 2) <= sum(weights) <= 1 and best > 1


def _hundredfold(weight: Figured) -> Figured:
    return (
        weight if weight.number is None or weight.number > 1 else replace(weight, number=weight.number * 100)
    )


class _Table:
    """The indicator table: rows by the roles of their columns."""

    def __init__(self, grid: Grid, columns: Columns) -> None:
        self.grid, self.columns = grid, columns

    def own(self, row: int, role: Role) -> Printed:
        """The cell of that role in the row itself; merged-over rows give a blank."""
        span = self.columns.spans.get(role)
        if span is None:
            return NOTHING
        cells = [self.grid.own(row, column) for column in range(span[0], span[1] + 1)]
        return next((cell for cell in cells if not cell.blank), cells[0])

    def seen(self, row: int, role: Role) -> Printed:
        """What a reader sees there, from the merged range if there is one."""
        span = self.columns.spans.get(role)
        return NOTHING if span is None else self.grid.seen(row, span[0])

    def figure(self, row: int, role: Role) -> Figured:
        """The number of a points cell."""
        printed = self.own(row, role)
        return Figured(points_of(printed), printed.cell, printed.text)

    def row(self, row: int) -> FilledRow:
        """The indicator in this row."""
        reason, remark = self.seen(row, "reason"), self.seen(row, "remark")
        if reason.blank and not remark.blank:
            reason = remark
        return FilledRow(
            level1=self.seen(row, "level1").text,
            level2=self.seen(row, "level2").text,
            level3=self.name(row),
            sign=self.seen(row, "sign").text,
            target=self.target(row),
            unit=self.seen(row, "unit").text,
            actual=self.seen(row, "actual"),
            full=self.figure(row, "full"),
            weight=self.weight(row),
            score=self.figure(row, "score"),
            folded=self.figure(row, "folded"),
            reason=reason,
            cell=self.own(row, "level3").cell or cell_name(row, 0),
        )

    def target(self, row: int) -> Printed:
        """The adjusted target where the form has one, else the target."""
        printed = (self.seen(row, role) for role in ("adjusted_target", "target"))
        given = next((each for each in printed if not _DASH.fullmatch(squeezed(each.text))), None)
        if given is not None:
            return given
        words = self.seen(row, "unit")  # 文字描述: a target in words stands where other rows have their unit
        return self.seen(row, "target") if words.blank else words

    def weight(self, row: int) -> Figured:
        """The weight in its column; in forms without one, the points in the name's brackets: 培训人数（10分）."""
        if self.columns.has("weight"):
            return self.figure(row, "weight") if self._side_by_side(row) else BLANK
        printed = self.own(row, "level3")
        match = re.search(r"\((\d{1,3}(?:\.\d{1,6})?)分\)$", squeezed(printed.text))
        return BLANK if match is None else Figured(Fraction(match[1]), printed.cell, match[1])

    def _side_by_side(self, row: int) -> bool:
        """Whether weight and score speak of the same rows: not where one of them is merged over several."""
        weight, score = self.columns.spans["weight"], self.columns.spans.get("score")
        if score is None:
            return True
        spans = [self.grid.span(row, columns[0]) for columns in (weight, score)]
        return (spans[0][0], spans[0][2]) == (spans[1][0], spans[1][2])

    def name(self, row: int) -> str:
        """The indicator's name without the form's own 指标1:."""
        return re.sub(r"^指标\s*\d+\s*[:：]?", "", self.seen(row, "level3").text).strip()

    def is_execution(self, row: int) -> bool:
        """Whether the row is the execution rate written among the indicators."""
        levels = [squeezed(self.seen(row, role).text) for role in ("level1", "level2", "level3")]
        return any(
            _EXECUTION.search(re.sub(r"\(.*", "", level)) and len(level) < 20 for level in levels[:1]
        ) or bool(
            _EXECUTION.fullmatch(re.sub(r"\(.*", "", levels[2])) and levels[1] in ("", levels[0], levels[2])
        )

    def execution(self, row: int) -> Execution:
        """The execution's points from its row among the indicators."""
        actual = self.own(row, "actual")
        return Execution(
            weight=self.figure(row, "weight"),
            rate=Figured(rate_of(actual), actual.cell, actual.text),
            score=self.figure(row, "score"),
            folded=self.figure(row, "folded"),
            reason=self.seen(row, "reason"),
        )

    def is_indicator(self, row: int) -> bool:
        """Whether the row is a filled indicator, not a template's placeholder."""
        if any(re.search(r"小计|合计", self.own(row, role).text) for role in ("level1", "level2", "level3")):
            return False
        printed = [self.own(row, role) for role in ("weight", "score", "folded", "actual", "target")]
        figures = [points_of(each) for each in printed[:3]]
        if any(figure is not None for figure in figures):
            return True
        named = not _PLACEHOLDER.fullmatch(squeezed(self.own(row, "level3").text))
        return named and any(not _EMPTY.fullmatch(squeezed(each.text)) for each in printed[3:])


def _indicator_rows(grid: Grid, extent: Extent, table: _Table) -> tuple[list[int], int | None]:
    """Row numbers of the indicators, and of the total row if there is one."""
    rows: list[int] = []
    row = table.columns.last_row + 1
    while row <= extent.last:
        if row in extent.headers:
            row = indicator_columns(grid, row).last_row + 1
            continue
        first = first_text(grid, row)
        if is_total(first):
            return rows, row
        if _AFTER.match(first) and not table.is_indicator(row):
            return rows, _later_total(grid, row, extent.last)
        if table.is_indicator(row):
            rows.append(row)
        row += 1
    return rows, None


def _later_total(grid: Grid, row: int, last: int) -> int | None:
    return next((each for each in range(row, last + 1) if is_total(first_text(grid, each))), None)


def _totals(table: _Table, row: int | None) -> tuple[Figured, Figured]:
    """The printed total of the scores and of the weights, told apart by their columns."""
    if row is None:
        return BLANK, BLANK
    score = table.figure(row, "folded")
    if score.number is None:
        score = table.figure(row, "score")
    weight = table.figure(row, "weight")
    if score.number is not None:
        return score, weight
    if weight.number is not None and _reaches_score(table, row):
        return weight, BLANK
    numbers = _numbers(table, row)
    if weight.number is None:
        return _only_number(table, numbers), BLANK
    if len(numbers) > 1 and numbers[0].number == 100 and numbers[-1] == weight:
        return weight, numbers[0]
    return BLANK, weight


def _reaches_score(table: _Table, row: int) -> bool:
    """Whether the one number of the total row is merged over both weight and score."""
    weight, score = table.columns.spans.get("weight"), table.columns.spans.get("score")
    if weight is None or score is None or score[0] < weight[0]:
        return False
    return table.grid.span(row, weight[0])[3] >= score[0]


def _numbers(table: _Table, row: int) -> list[Figured]:
    """Every number of a total row, from left to right."""
    cells = (table.grid.own(row, column) for column in range(table.grid.width))
    return [Figured(points_of(cell), cell.cell, cell.text) for cell in cells if points_of(cell) is not None]


def _only_number(table: _Table, found: list[Figured]) -> Figured:
    """The last number of a total row whose columns do not line up with the table's."""
    if not found or (len(found) == 1 and table.columns.has("weight") and found[0].number == 100):
        return BLANK
    return found[-1]


def _merged_execution(money: Execution | None, row: Execution | None) -> Execution | None:
    """The row among the indicators goes before the money table where it has points."""
    if money is None or row is None:
        return money or row
    if row.score.number is None and row.folded.number is None:
        return money
    return Execution(
        weight=row.weight if row.weight.number is not None else money.weight,
        rate=money.rate if money.rate.number is not None else row.rate,
        score=row.score,
        folded=row.folded,
        reason=money.reason,
    )


def _layout(columns: Columns, execution: Execution | None) -> FormLayout:
    """Hebei folds its scores; Sichuan splits its targets into columns and asks for a reason beside the amounts."""
    if columns.has("folded"):
        return "hebei"
    separate = columns.has("sign") and columns.has("unit") and columns.has("reason")
    explained = execution is not None and execution.reason.cell != ""
    return "sichuan" if separate and explained else "national"
