"""Plans as an office prints them: a document or a workbook of the tables, made a PDF by LibreOffice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import docx
import xlsxwriter
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Pt

from tests.tracker.plan.printing import TITLES, wrap
from tracker.plan.model import Plan, Project
from tracker.plan.targets import print_target

SHARES = (0.11, 0.13, 0.2, 0.26, 0.12, 0.18)


@dataclass(frozen=True)
class OfficeLayout:
    """How the tables are printed."""

    ruled: bool = True
    sideways: bool = False
    merged: bool = True
    centred: bool = True


def rows_of(project: Project) -> list[list[str]]:
    return [
        [i.level1, i.level2, i.level3, i.definition, print_target(i.target), i.basis]
        for i in project.indicators
    ]


def runs(rows: Sequence[Sequence[str]], column: int) -> list[tuple[int, int]]:
    """First and last row of equal cells that follow each other, with equal cells to their left."""
    found = []
    for _, group in groupby(enumerate(rows), key=lambda each: each[1][: column + 1]):
        numbers = [number for number, _ in group]
        found.append((numbers[0], numbers[-1]))
    return found


def write_document(plan: Plan, path: Path, layout: OfficeLayout) -> None:
    """A Word document: sentences, then a table for each project whose header repeats on every page."""
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Noto Serif CJK SC", Pt(10)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Noto Serif CJK SC")
    section = document.sections[0]
    if layout.sideways:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    document.add_paragraph(f"现将{plan.name}{plan.year}年部门预算公开如下：")
    document.add_paragraph(f"{plan.unit}{plan.name} 单位：万元")
    lengths = (section.page_width, section.left_margin, section.right_margin)
    width = int(lengths[0] or 0) - int(lengths[1] or 0) - int(lengths[2] or 0)
    for project in plan.projects:
        _document_table(document, project, [int(width * share) for share in SHARES], layout)
        document.add_paragraph("")
    document.add_paragraph("六、政府采购预算情况")
    document.add_paragraph(f"{plan.year}年，{plan.name}安排政府采购预算0.00万元。")
    document.save(str(path))


def _document_table(document: Any, project: Project, widths: list[int], layout: OfficeLayout) -> None:
    rows = rows_of(project)
    table = document.add_table(rows=len(rows) + 2, cols=6)
    table.autofit = False
    if layout.ruled:
        table.style = "Table Grid"
    merged = [0, 1] if layout.merged else []
    texts = [["绩效目标", f"1.{project.goal}", "", "", "", ""], list(TITLES), *rows]
    firsts = {(first + 2, column) for column in merged for first, _ in runs(rows, column)}
    for number, row in enumerate(texts):
        for column, text in enumerate(row):
            cell = table.cell(number, column)
            cell.width = widths[column]
            if column not in merged or number < 2 or (number, column) in firsts:
                cell.text = text
            if layout.centred:
                cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    table.cell(0, 1).merge(table.cell(0, 5))
    for column in merged:
        for first, last in runs(rows, column):
            if last > first:
                table.cell(first + 2, column).merge(table.cell(last + 2, column))


def write_workbook(plan: Plan, path: Path, layout: OfficeLayout) -> None:
    """A workbook with one sheet for all tables, as wide as a page."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("绩效目标")
    if layout.sideways:
        sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    look = {"font_name": "Noto Serif CJK SC", "font_size": 10, "text_wrap": True}
    form = book.add_format(
        {**look, "valign": "vcenter" if layout.centred else "top", "border": int(layout.ruled)}
    )
    for column, share in enumerate(SHARES):
        sheet.set_column(column, column, share * (130 if layout.sideways else 90))
    sheet.write(0, 0, f"现将{plan.name}{plan.year}年部门预算公开如下：")
    sheet.write(1, 0, f"{plan.unit}{plan.name} 单位：万元")
    at = 3
    for project in plan.projects:
        at = _sheet_table(sheet, project, at, form, layout) + 1
    sheet.write(at, 0, "六、政府采购预算情况")
    sheet.write(at + 1, 0, f"{plan.year}年，{plan.name}安排政府采购预算0.00万元。")
    book.close()


def _sheet_table(sheet: Any, project: Project, at: int, form: Any, layout: OfficeLayout) -> int:
    rows = rows_of(project)
    sheet.write(at, 0, "绩效目标", form)
    sheet.merge_range(at, 1, at, 5, f"1.{project.goal}", form)
    for number, row in enumerate([TITLES, *rows], start=1):
        wide = 130 if layout.sideways else 90
        lines = max(len(wrap(text, int(share * wide / 2.4))) for text, share in zip(row, SHARES, strict=True))
        sheet.set_row(at + number, 16 * lines + 4)
        for column, text in enumerate(row):
            sheet.write_string(at + number, column, text, form)
    at += 2
    for column in [0, 1] if layout.merged else []:
        for first, last in runs(rows, column):
            if last > first:
                sheet.merge_range(at + first, column, at + last, column, rows[first][column], form)
    return at + len(rows)
