"""A disclosure published as PDF: tables by their drawn geometry, sentences as text.

Where a PDF draws no lines around its cells its text goes to the reader for text. A page without a text layer is
a scan; it is named, and the file refused.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from events.types.plan import Place
from tracker.plan.disclosure import read_disclosure
from tracker.plan.disclosure.duties import starts_duty_table
from tracker.plan.disclosure.lines import read_lines
from tracker.plan.disclosure.reader import ProjectReading, read_around
from tracker.plan.findings import finding
from tracker.plan.grids import Cell, Grid, GridReading, columns_of, is_form_head, read_grids
from tracker.plan.model import Finding, FindingPlace, Indicator, Plan, Reading
from tracker.plan.pdf.glyphs import Glyph, PrintedLine, glyphs_of, lines_of, text_of
from tracker.plan.pdf.headers import Column
from tracker.plan.pdf.unruled import Rule, read_unruled
from tracker.plan.problems import Problem, UnusablePlan, unusable
from tracker.plan.targets import SIGN_CLASS
from tracker.plan.text import compact

Progress = Callable[[int, int], None]
"""Told after every page: pages read, pages in all."""

_MOST_PAGES = 2_000
_WORD_GAP = 3.0
_HEADER = "二级指标"
_MOSTLY = 0.9
_SIGNS = re.compile(rf"[{SIGN_CLASS}]+")
_Box = tuple[float, float, float, float]
_DAMAGED = (
    OSError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    AssertionError,
    RecursionError,
    ArithmeticError,
)


class _Open(NamedTuple):
    """The table a page leaves open at its end: how many columns its lines make, or its titles without lines."""

    width: int = 0
    columns: tuple[Column, ...] = ()


class _Page(NamedTuple):
    """What one page gave: its text outside the indicator tables, all its text, and the tables' rows."""

    outside: str
    whole: str
    grids: list[Grid]
    unsure: set[str]
    open: _Open


def read_pdf(path: Path, progress: Progress | None = None) -> Reading:
    """Read a text PDF; raises UnusablePlan for scans, passwords and damaged files."""
    pages = list(_pages(path, progress))
    tables = read_grids([grid for page in pages for grid in page.grids])
    if tables.projects and not any(_HEADER in page.outside for page in pages):
        return _by_geometry(pages, tables)
    text_only = _by_text(pages)
    if tables.projects and _count(tables) >= _indicators(text_only) * _MOSTLY:
        return _by_geometry(pages, tables)
    if text_only is None:
        raise unusable(
            "PDF 中没有找到绩效目标表，这不是部门预算信息公开文件。",
            "The PDF has no indicator table; it is not a departmental budget disclosure.",
        )
    return _with_pages(_all_doubted(text_only), [page.whole for page in pages])


def _all_doubted(reading: Reading) -> Reading:
    """Without lines around the cells their text comes out interleaved: every row is for a person to compare."""
    known = {place.subject for doubt in reading.doubts if doubt.kind == "doubt" for place in doubt.where}
    doubts = [_inferred(row) for row in reading.plan.indicators() if row.code not in known]
    return Reading(reading.plan, (*reading.doubts, *doubts), reading.contradictions)


def _inferred(row: Indicator) -> Finding:
    where = FindingPlace(
        line=row.where.line, end_line=row.where.end_line, cell=row.where.cell, subject=row.code
    )
    return finding(
        "cell_border_unsure",
        "doubt",
        "note",
        f"PDF 的表格没有画线，这一行的单元格按文字推断，请核对：名称“{row.level3}”，描述“{row.definition}”。",
        f"The PDF draws no lines, so the cells of this row are inferred from the text; please compare: "
        f"name “{row.level3}”, definition “{row.definition}”.",
        where,
    )


def _count(tables: GridReading) -> int:
    return sum(len(project.indicators) for project in tables.projects)


def _indicators(reading: Reading | None) -> int:
    """How many whole rows the text reader found."""
    if reading is None:
        return 0
    return sum(1 for i in reading.plan.indicators() if i.level3 and (i.target.value or i.target.text))


def _by_text(pages: Sequence[_Page]) -> Reading | None:
    try:
        return read_disclosure("\n\f".join(page.whole for page in pages))
    except UnusablePlan:
        return None


def _by_geometry(pages: Sequence[_Page], tables: GridReading) -> Reading:
    lines = read_lines("\n\f".join(page.outside for page in pages))
    everything = read_lines("\n\f".join(page.whole for page in pages))
    unsure = set().union(*(page.unsure for page in pages))
    doubts = [*tables.doubts, *(_as_doubt(problem) for problem in tables.problems)]
    rows = (row for project in tables.projects for row in project.indicators)
    doubts += [_inferred(row) for row in rows if row.where.cell in unsure]
    around = read_around(everything, lines, ProjectReading([], [], []))
    around = _with_pages(around, [page.outside for page in pages])
    plan = msgspec.structs.replace(around.plan, projects=tuple(tables.projects))
    return Reading(plan, (*doubts, *around.doubts), (*tables.contradictions, *around.contradictions))


def _as_doubt(problem: Problem) -> Finding:
    return finding(
        "row_incomplete",
        "doubt",
        "warning",
        problem.message,
        problem.message_en,
        FindingPlace(cell=problem.place),
    )


def _pages(path: Path, progress: Progress | None) -> Iterator[_Page]:
    scanned: list[int] = []
    with _opened(path) as document:
        total = len(document.pages)
        if total > _MOST_PAGES:
            raise unusable(f"PDF 超过 {_MOST_PAGES} 页。", f"The PDF has more than {_MOST_PAGES} pages.")
        before = _Open()
        for number, page in enumerate(document.pages, start=1):
            if not page.chars and (page.images or number == total == 1):
                scanned.append(number)
            else:
                read = _read_page(page, number, before)
                before = read.open
                if not scanned:
                    yield read
            page.close()
            if progress is not None:
                progress(number, total)
    if scanned:
        raise _scans(scanned)


def _scans(pages: Sequence[int]) -> UnusablePlan:
    return UnusablePlan(
        [
            Problem(
                f"第 {number} 页是扫描图像，没有文字层，无法读取；请使用文字版 PDF。",
                f"Page {number} is a scanned image without a text layer; use a PDF with text.",
                f"p{number}",
            )
            for number in pages[:50]
        ]
    )


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.psexceptions import PSException
    from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with (
            path.open("rb") as file,
            pdfplumber.open(file) as document,
        ):  # it leaves a file it can't read open
            yield document
    except UnusablePlan:
        raise
    except (PdfminerException, MalformedPDFException, PSException, *_DAMAGED) as error:
        # The PDF library answers a damaged file with whatever its parser stumbles over.
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in (error, *error.args, error.__cause__)):
            raise unusable("PDF 加了密码，打不开。", "The PDF has a password.") from error
        raise unusable("PDF 文件已损坏，读不通。", "The PDF file is damaged.") from error


def _read_page(page: Any, number: int, before: _Open) -> _Page:
    """A page's indicator tables, and its text with and without them."""
    lines = lines_of(glyphs_of(page.chars))
    grids: list[Grid] = []
    boxes: list[_Box] = []
    width = 0
    for position, table in enumerate(sorted(page.find_tables(), key=lambda table: table.bbox[1])):
        rows: list[list[Cell]] = [list(row) for row in table.extract()]
        width = max((len(row) for row in rows), default=0)
        if _is_plan_table(rows, continues=position == 0 and width == before.width):
            grids.append(_grid(rows, number))
            boxes.append(table.bbox)
        else:
            width = 0
    if not boxes and not lines:
        width = before.width
    left = [part for line in lines if (part := _outside(line, boxes))] if boxes else lines
    unruled = read_unruled(left, _rules(page), number, before.columns)
    outside = [line for line in left if line.y not in unruled.used]
    return _Page(
        _as_text(outside),
        _as_text(lines),
        [*grids, *unruled.grids],
        unruled.unsure,
        _Open(width, unruled.open),
    )


def _is_plan_table(rows: list[list[Cell]], *, continues: bool) -> bool:
    """Whether a table with lines around its cells is one to read; not where only its header has them."""
    headers = [number for number, row in enumerate(rows) if columns_of(row)]
    if any(starts_duty_table(compact("".join(cell or "" for cell in row))) for row in rows):
        return False
    if headers:
        return not (headers == [len(rows) - 1] == [0]) and not _holds_many(rows, headers)
    return continues or any(is_form_head(row) for row in rows)


def _holds_many(rows: list[list[Cell]], headers: list[int]) -> bool:
    """Whether no lines part the rows: a single row of cells that hold several targets."""
    columns = columns_of(rows[headers[-1]])
    value = next((n for n, name in columns.items() if name == "value"), None)
    if value is None:
        return False
    return any(
        len(_SIGNS.findall(row[value] or "")) > 1 for row in rows[headers[-1] + 1 :] if value < len(row)
    )


def _outside(line: PrintedLine, boxes: Sequence[_Box]) -> PrintedLine | None:
    glyphs = tuple(glyph for glyph in line.glyphs if not _is_inside(glyph, boxes))
    return PrintedLine(line.y, glyphs) if glyphs else None


def _is_inside(glyph: Glyph, boxes: Sequence[_Box]) -> bool:
    middle = glyph.y - glyph.size * 0.35
    return any(x0 <= glyph.centre <= x1 and top <= middle <= bottom for x0, top, x1, bottom in boxes)


def _as_text(lines: Sequence[PrintedLine]) -> str:
    return "\n".join(" ".join(map(text_of, line.pieces(_WORD_GAP))) for line in lines)


def _rules(page: Any) -> list[Rule]:
    """The lines drawn across the page, each put together from its parts."""
    rules: list[Rule] = []
    for edge in sorted(page.horizontal_edges, key=lambda each: (round(each["top"]), each["x0"])):
        y, x0, x1 = edge["top"], edge["x0"], edge["x1"]
        if rules and abs(rules[-1].y - y) <= 1 and x0 - rules[-1].x1 <= 3:
            rules[-1] = Rule(rules[-1].y, rules[-1].x0, max(x1, rules[-1].x1))
        else:
            rules.append(Rule(y, x0, x1))
    return rules


def _grid(rows: list[list[Cell]], number: int) -> Grid:
    return Grid(rows, lambda row, column: f"p{number} r{row + 1}c{column + 1}", number)


def _with_pages(reading: Reading, texts: Sequence[str]) -> Reading:
    """Places as pages: a line's number means nothing in a PDF."""
    page_of: dict[int, int] = {}
    line = 1
    for number, text in enumerate(texts, start=1):
        for _ in range(text.count("\n") + 1):
            page_of[line] = number
            line += 1

    def on_page(place: Place) -> Place:
        return Place(cell=f"p{page_of[place.line]}") if place.line in page_of else place

    def finding_on_page(place: FindingPlace) -> FindingPlace:
        cell = f"p{page_of[place.line]}" if place.line in page_of else place.cell
        return FindingPlace(cell=cell, subject=place.subject)

    def moved(found: Sequence[Finding]) -> tuple[Finding, ...]:
        return tuple(
            msgspec.structs.replace(each, where=tuple(finding_on_page(place) for place in each.where))
            for each in found
        )

    return Reading(_moved_plan(reading.plan, on_page), moved(reading.doubts), moved(reading.contradictions))


def _moved_plan(plan: Plan, move: Callable[[Place], Place]) -> Plan:
    replace = msgspec.structs.replace
    projects = tuple(
        replace(
            project,
            where=move(project.where),
            indicators=tuple(replace(i, where=move(i.where)) for i in project.indicators),
        )
        for project in plan.projects
    )
    return replace(
        plan,
        budget_lines=tuple(replace(line, where=move(line.where)) for line in plan.budget_lines),
        department_indicators=tuple(replace(d, where=move(d.where)) for d in plan.department_indicators),
        projects=projects,
    )
