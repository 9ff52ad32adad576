"""Prints a plan as a real PDF: wrapped cells, merged levels, rows over page ends, the header repeated."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

from tests.tracker.plan.printing import TITLES
from tracker.plan.model import Plan, Project
from tracker.plan.targets import print_target

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
SHARES = (0.1, 0.13, 0.19, 0.26, 0.12, 0.2)

Rows = list[list[str]]


@dataclass(frozen=True)
class PdfLayout:
    """How the tables are printed."""

    sideways: bool = False
    merged: bool = True
    cut_rows: bool = False
    lines: str = "all"
    """``all`` around every cell, ``across`` between rows, ``down`` between columns, ``none``."""
    level: str = "MIDDLE"
    padding: float = 3
    size: float = 9
    shares: tuple[float, ...] = SHARES
    repeat: bool = True
    footer: bool = False

    @property
    def style(self) -> ParagraphStyle:
        """The type of a cell's text."""
        return ParagraphStyle(
            "cell", fontName="STSong-Light", fontSize=self.size, leading=self.size * 1.25, wordWrap="CJK"
        )


def print_pdf(plan: Plan, path: Path, layout: PdfLayout = PdfLayout()) -> None:
    """Write the plan's tables behind the sentences that name the unit."""
    size = landscape(A4) if layout.sideways else A4
    width = size[0] - 80
    style = layout.style
    story: list[Any] = [Paragraph(f"现将{plan.name}{plan.year}年部门预算公开如下：", style)]
    story.append(Paragraph(f"{plan.unit}{plan.name} 单位：万元", style))
    for project in plan.projects:
        rows = _rows(project)
        head = [["绩效目标", f"1.{project.goal}", *[""] * 4], list(TITLES)]
        if layout.cut_rows:
            first, second = _cut(rows)
            story.append(_table([*head, *first], width, layout, goal=True))
            story.append(PageBreak())
            story.append(_table([list(TITLES), *second], width, layout, goal=False))
        else:
            story.append(_table([*head, *rows], width, layout, goal=True))
    story.append(Paragraph("六、政府采购预算情况", style))
    story.append(Paragraph(f"{plan.year}年，{plan.name}安排政府采购预算0.00万元。", style))
    document = SimpleDocTemplate(str(path), pagesize=size, leftMargin=40, rightMargin=40)
    foot = _foot if layout.footer else _no_foot
    document.build(story, onFirstPage=foot, onLaterPages=foot)


def _foot(canvas: Any, document: Any) -> None:
    canvas.setFont("STSong-Light", 9)
    canvas.drawCentredString(document.pagesize[0] / 2, 30, f"— {canvas.getPageNumber()} —")


def _no_foot(canvas: Any, document: Any) -> None:
    pass


def _rows(project: Project) -> Rows:
    return [
        [i.level1, i.level2, i.level3, i.definition, print_target(i.target), i.basis]
        for i in project.indicators
    ]


def _cut(rows: Rows) -> tuple[Rows, Rows]:
    """Cut the table in its middle row, as a page's end does: definition and basis go on, the rest is above."""
    at = len(rows) // 2
    row = rows[at]
    halves = [
        (text[: len(text) // 2], text[len(text) // 2 :]) if n in (3, 5) else (text, "")
        for n, text in enumerate(row)
    ]
    above, below = [half[0] for half in halves], [half[1] for half in halves]
    return [*rows[:at], above], [below, *rows[at + 1 :]]


_RULES = {
    "all": ("GRID",),
    "across": ("LINEABOVE", "LINEBELOW"),
    "down": ("LINEBEFORE", "LINEAFTER"),
    "none": (),
}


def _table(rows: Rows, width: float, layout: PdfLayout, *, goal: bool) -> Table:
    start = 2 if goal else 1
    everywhere = ((0, 0), (-1, -1))
    style: list[tuple[Any, ...]] = [("SPAN", (1, 0), (-1, 0))] if goal else []
    style.append(("VALIGN", *everywhere, layout.level))
    style += [(side, *everywhere, layout.padding) for side in ("TOPPADDING", "BOTTOMPADDING")]
    style += [(rule, *everywhere, 0.5, "black") for rule in _RULES[layout.lines]]
    shown = [list(row) for row in rows]
    if layout.merged:
        for column in (0, 1):
            style += _spans(rows, shown, column, start)
    cells = [[Paragraph(text, layout.style) for text in row] for row in shown]
    widths = [width * share for share in layout.shares]
    return Table(cells, widths, style=style, repeatRows=(start - 1,) if layout.repeat else 0)


def _spans(rows: Rows, shown: Rows, column: int, start: int) -> list[tuple[Any, ...]]:
    """Merge equal level cells that follow each other."""
    spans = []
    first = start
    for at in range(start + 1, len(rows) + 1):
        if at < len(rows) and rows[at][: column + 1] == rows[first][: column + 1]:
            shown[at][column] = ""
            continue
        if at - first > 1:
            spans.append(("SPAN", (column, first), (column, at - 1)))
        first = at
    return spans
