"""A disclosure published as PDF: tables by their drawn geometry, sentences as text.

Where a PDF draws no lines around its cells its text goes to the reader for text. A page without a text layer is
a scan; it is named, and the file refused.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from events.types.plan import Place
from tracker.plan.disclosure import read_disclosure
from tracker.plan.disclosure.lines import read_lines
from tracker.plan.disclosure.reader import ProjectReading, read_around
from tracker.plan.findings import finding
from tracker.plan.grids import Cell, Grid, GridReading, columns_of, is_form_head, read_grids
from tracker.plan.model import Finding, FindingPlace, Plan, Reading
from tracker.plan.problems import Problem, UnusablePlan, unusable

Progress = Callable[[int, int], None]
"""Told after every page: pages read, pages in all."""

_MOST_PAGES = 2_000
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


class _Page(NamedTuple):
    """What one page gave: its text outside the indicator tables, all its text, and the tables' rows."""

    outside: str
    whole: str
    grids: list[Grid]


def read_pdf(path: Path, progress: Progress | None = None) -> Reading:
    """Read a text PDF; raises UnusablePlan for scans, passwords and damaged files."""
    pages = list(_pages(path, progress))
    tables = read_grids([grid for page in pages for grid in page.grids])
    text_only = _by_text(pages)
    if tables.projects and _count(tables) >= _indicators(text_only):
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
    doubts = [
        finding(
            "cell_border_unsure",
            "doubt",
            "note",
            f"PDF 的表格没有画线，这一行的单元格按文字推断，请核对：名称“{row.level3}”，描述“{row.definition}”。",
            f"The PDF draws no lines, so the cells of this row are inferred from the text; please compare: "
            f"name “{row.level3}”, definition “{row.definition}”.",
            FindingPlace(line=row.where.line, end_line=row.where.end_line, subject=row.code),
        )
        for row in reading.plan.indicators()
        if row.code not in known
    ]
    return Reading(reading.plan, (*reading.doubts, *doubts), reading.contradictions)


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
    doubts = [*tables.doubts, *(_as_doubt(problem) for problem in tables.problems)]
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
        open_columns = 0
        for number, page in enumerate(document.pages, start=1):
            if not page.chars and (page.images or number == total == 1):
                scanned.append(number)
            else:
                read, open_columns = _read_page(page, number, open_columns)
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
        with pdfplumber.open(path) as document:
            yield document
    except UnusablePlan:
        raise
    except (PdfminerException, MalformedPDFException, PSException, *_DAMAGED) as error:
        # The PDF library answers a damaged file with whatever its parser stumbles over.
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in (error, *error.args, error.__cause__)):
            raise unusable("PDF 加了密码，打不开。", "The PDF has a password.") from error
        raise unusable("PDF 文件已损坏，读不通。", "The PDF file is damaged.") from error


def _read_page(page: Any, number: int, open_columns: int) -> tuple[_Page, int]:
    """A page's indicator tables, and its text with and without them."""
    whole = page.extract_text() or ""
    grids: list[Grid] = []
    boxes = []
    found = sorted(page.find_tables(), key=lambda table: table.bbox[1])
    for position, table in enumerate(found):
        rows: list[list[Cell]] = [list(row) for row in table.extract()]
        width = max((len(row) for row in rows), default=0)
        continues = position == 0 and width == open_columns
        if continues or any(columns_of(row) for row in rows) or any(is_form_head(row) for row in rows):
            grids.append(_grid(rows, number))
            boxes.append(table.bbox)
            open_columns = width
        else:
            open_columns = 0
    if boxes:
        outside = page.filter(lambda item: not _is_inside(item, boxes)).extract_text() or ""
    else:
        outside, open_columns = whole, open_columns if not whole.strip() else 0
    return _Page(outside, whole, grids), open_columns


def _grid(rows: list[list[Cell]], number: int) -> Grid:
    return Grid(rows, lambda row, column: f"p{number} r{row + 1}c{column + 1}", number)


def _is_inside(item: dict[str, Any], boxes: Sequence[tuple[float, float, float, float]]) -> bool:
    middle, centre = (item["top"] + item["bottom"]) / 2, (item["x0"] + item["x1"]) / 2
    return any(x0 <= centre <= x1 and top <= middle <= bottom for x0, top, x1, bottom in boxes)


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
