"""The reader itself: a disclosure's text becomes a plan, its doubts and its contradictions."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from events.types.plan import Place, Target
from events.values import MAX_FEN
from tracker.plan.disclosure.assets import AssetTable, read_assets
from tracker.plan.disclosure.cells import Cells, Surroundings, read_cells
from tracker.plan.disclosure.duties import find_duty_tables
from tracker.plan.disclosure.figures import Figure, read_figures
from tracker.plan.disclosure.goals import read_goals
from tracker.plan.disclosure.heads import head_start, read_head
from tracker.plan.disclosure.identity import read_identity
from tracker.plan.disclosure.labels import check_sentences
from tracker.plan.disclosure.lines import Line, read_lines
from tracker.plan.disclosure.proofs import prove_assets, prove_figures
from tracker.plan.disclosure.prose import Prose
from tracker.plan.disclosure.rows import RowLine, rows_of
from tracker.plan.disclosure.tables import Table, find_tables
from tracker.plan.disclosure.vocabulary import COLUMN_TITLES
from tracker.plan.findings import finding
from tracker.plan.model import (
    BudgetLine,
    Finding,
    FindingPlace,
    Indicator,
    Plan,
    Project,
    Reading,
    Severity,
)
from tracker.plan.problems import unusable
from tracker.plan.propose import propose
from tracker.plan.targets import parse_target
from tracker.plan.text import join_text

_SURE = 1.25


def read_disclosure(text: str) -> Reading:
    """Read a 部门预算信息公开 with its 绩效目标表; raises UnusablePlan when the text is no such document."""
    lines = read_lines(text)
    if not lines:
        raise unusable("文件是空的。", "The file is empty.")
    tables = find_tables(lines)
    if not tables:
        raise unusable(
            "没有找到绩效目标表（一级指标、二级指标、三级指标……），这不是部门预算信息公开文件。",
            "No indicator table (一级指标, 二级指标, 三级指标 …) was found; this is not a departmental budget disclosure.",
        )
    return _assemble(lines, tables)


def _assemble(lines: list[Line], tables: list[Table]) -> Reading:
    return read_around(lines, _outside(lines, tables), _read_projects(tables, Surroundings.of(lines)))


class ProjectReading(NamedTuple):
    """What the project tables gave."""

    projects: list[Project]
    doubts: list[Finding]
    contradictions: list[Finding]


def read_around(lines: Sequence[Line], outside: Sequence[Line], tables: ProjectReading) -> Reading:
    """Put the projects together with what the document says around its tables."""
    projects, doubts, contradictions = tables
    unit, name, year = read_identity(lines)
    prose = Prose(outside)
    figures = read_figures(prose)
    assets = read_assets(prose.lines)
    found = [*contradictions, *prove_figures(figures, prose.text)]
    found += prove_assets(assets, figures) if assets is not None else []
    found += check_sentences(prose, figures, assets, year)
    goals = read_goals(prose)
    unprinted = [goal.indicator for goal in goals if not goal.comparator_printed]
    found += [_no_comparator(item.code, item.name, item.target, item.where, "note") for item in unprinted]
    plan = Plan(
        unit=unit,
        name=name,
        year=year,
        budget_lines=tuple(_budget_lines(figures, assets)),
        department_indicators=tuple(goal.indicator for goal in goals),
        projects=tuple(projects),
    )
    assumed = [each for each in found if each.code == "comparator_missing"]
    seen = find_duty_tables(outside)
    return Reading(plan, (*doubts, *_missing_identity(plan), *assumed, *seen), tuple(found))


def _budget_lines(figures: Sequence[Figure], assets: AssetTable | None) -> list[BudgetLine]:
    rows = assets.rows if assets is not None else []
    return [
        *(BudgetLine(f.name, _representable(f.fen), f.corrected, _on(f.line)) for f in figures),
        *(BudgetLine(row.name, _representable(row.fen), row.corrected, _on(row.line)) for row in rows),
    ]


def _representable(fen: Decimal | None) -> int | None:
    """Whole fen, or None for what no budget can hold."""
    return None if fen is None or fen > MAX_FEN else int(fen)


def _on(line: int | None) -> Place:
    return Place(line=line, end_line=line)


def _outside(lines: Sequence[Line], tables: Sequence[Table]) -> list[Line]:
    inside = {
        number
        for table in tables
        for number in range(head_start(table.head) or table.line, table.end_line + 1)
    }
    return [line for line in lines if line.number not in inside]


class _Found(NamedTuple):
    table: Table
    orphans: list[RowLine]
    cells: list[Cells]
    defined: bool


def _read_projects(tables: Sequence[Table], known: Surroundings) -> ProjectReading:
    rows = [rows_of(table.body) for table in tables]
    defined = ["definition" in {COLUMN_TITLES[title] for title in table.titles} for table in tables]
    cells = read_cells([each for each, _ in rows], known, defined)
    projects: list[Project] = []
    doubts: list[Finding] = []
    contradictions: list[Finding] = []
    for number, (table, (_, orphans), each) in enumerate(zip(tables, rows, cells, strict=True), start=1):
        project, doubtful, contradicted = _project(
            f"P{number:02d}", _Found(table, orphans, each, defined[number - 1])
        )
        projects.append(project)
        doubts += doubtful
        contradictions += contradicted
    return ProjectReading(projects, doubts, contradictions)


def _project(code: str, item: _Found) -> tuple[Project, list[Finding], list[Finding]]:
    doubts: list[Finding] = []
    contradictions: list[Finding] = []
    indicators = []
    for number, cell in enumerate(item.cells, start=1):
        indicator, printed = _indicator(f"{code}.{number:02d}", cell)
        indicators.append(indicator)
        if not printed:
            contradictions.append(
                _no_comparator(indicator.code, indicator.level3, indicator.target, indicator.where)
            )
        doubts += _doubts_of(indicator, cell, item.defined)
    if item.orphans:
        doubts.append(_orphans(code, item.orphans))
    head = read_head(item.table.head)
    project = Project(
        code=code,
        name=head.name,
        goal=join_text(item.table.goal),
        budget=head.budget,
        indicators=tuple(indicators),
        where=Place(line=item.table.line, end_line=item.table.end_line),
        finance_code=head.code,
        spending_plan=head.spending_plan,
    )
    return project, doubts, contradictions


def _indicator(code: str, cell: Cells) -> tuple[Indicator, bool]:
    target, printed = parse_target(cell.value)
    level2 = cell.row.level2
    proposal = propose(level2, cell.level3, cell.definition, target)
    indicator = Indicator(
        code=code,
        level1=cell.row.level1,
        level2=level2,
        level3=cell.level3,
        definition=cell.definition,
        target=target,
        basis=cell.basis,
        source=proposal.source,
        period=proposal.period,
        rollup=proposal.rollup,
        confidence=proposal.confidence,
        where=Place(line=cell.row.line, end_line=cell.row.end_line),
    )
    return indicator, printed


def _no_comparator(
    code: str, name: str, target: Target, where: Place, severity: Severity = "warning"
) -> Finding:
    shown = f"{target.value}{target.unit or ''}"
    return finding(
        "comparator_missing",
        "comparator",
        severity,
        f"“{name}”的指标值“{shown}”没有比较符，按“=”处理；应写明≥、≤或=。",
        f"The target {shown} of “{name}” has no comparator and is taken as “=”; it should say ≥, ≤ or =.",
        FindingPlace(line=where.line, end_line=where.end_line, subject=code),
    )


def _doubts_of(indicator: Indicator, cell: Cells, defined: bool) -> list[Finding]:
    where = FindingPlace(line=indicator.where.line, end_line=indicator.where.end_line, subject=indicator.code)
    doubts = []
    if (
        not indicator.level3
        or (defined and not indicator.definition)
        or (not indicator.target.value and not indicator.target.text)
    ):
        doubts.append(
            finding(
                "row_incomplete",
                "doubt",
                "warning",
                f"这一行读得不全：名称“{indicator.level3}”，描述“{indicator.definition}”，指标值“{cell.value}”。",
                f"This row could not be read whole: name “{indicator.level3}”, definition “{indicator.definition}”, "
                f"target “{cell.value}”.",
                where,
            )
        )
    elif cell.margin < _SURE:
        doubts.append(
            finding(
                "cell_border_unsure",
                "doubt",
                "note",
                f"单元格的分界不能确定：名称“{indicator.level3}”，描述“{indicator.definition}”，指标值“{cell.value}”。",
                f"Where one cell ends and the next begins is not sure: name “{indicator.level3}”, "
                f"definition “{indicator.definition}”, target “{cell.value}”.",
                where,
            )
        )
    return doubts


def _orphans(code: str, orphans: Sequence[RowLine]) -> Finding:
    text = " ".join(piece for line in orphans for piece in line.pieces)[:80]
    return finding(
        "text_unplaced",
        "doubt",
        "warning",
        f"表中有文字不属于任何一行：“{text}”。",
        f"Text of the table that belongs to no row: “{text}”.",
        FindingPlace(line=orphans[0].number, end_line=orphans[-1].number, subject=code),
    )


def _missing_identity(plan: Plan) -> list[Finding]:
    missing = [
        (zh, en)
        for value, zh, en in (
            (plan.unit, "单位代码", "the unit's code"),
            (plan.name, "单位名称", "the unit's name"),
            (plan.year, "预算年度", "the year"),
        )
        if value is None
    ]
    return [
        finding("identity_missing", "doubt", "warning", f"没有找到{zh}。", f"Could not find {en}.")
        for zh, en in missing
    ]
