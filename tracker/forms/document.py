"""Drawing printed forms with python-docx: fonts for Chinese, tables with merged cells, header and footer."""

from __future__ import annotations

from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from tracker.forms.sheet import HEI, SONG, clean

A4 = (Cm(21.0), Cm(29.7))
_MARGIN = Cm(1.8)


def new_document() -> Any:
    """An empty A4 document in 宋体."""
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.size = Pt(9)
    style.paragraph_format.space_after = Pt(0)
    _name_font(style.element.get_or_add_rPr(), SONG)
    set_page(document.sections[0])
    return document


def set_page(section: Any, *, landscape: bool = False) -> None:
    """A4, upright or across, with the margins of a form."""
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = A4[::-1] if landscape else A4
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, _MARGIN)


def _name_font(properties: Any, name: str) -> None:
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for kind in ("w:ascii", "w:hAnsi", "w:eastAsia"):
        fonts.set(qn(kind), name)


def write_run(
    paragraph: Any, text: str, *, size: float = 9, bold: bool = False, font: str | None = None
) -> None:
    """Add text to a paragraph; control characters are dropped, line breaks kept."""
    run = paragraph.add_run(clean(text))
    run.font.size = Pt(size)
    run.bold = bold
    if font is not None:
        _name_font(run._element.get_or_add_rPr(), font)


def add_title(document: Any, text: str, *, size: float = 16) -> None:
    """A centred heading in 黑体."""
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    write_run(paragraph, text, size=size, font=HEI)


def add_heading(document: Any, text: str, *, level: int = 1) -> None:
    """A heading of the report, in 黑体 and in the document's outline."""
    paragraph = document.add_heading(level=level)
    write_run(paragraph, text, size=14 if level == 1 else 12, bold=True, font=HEI)


def add_text(document: Any, text: str, *, size: float = 10.5) -> None:
    """A paragraph of running text, its first line indented two characters."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.first_line_indent = Pt(size * 2)
    paragraph.paragraph_format.line_spacing = 1.4
    write_run(paragraph, text, size=size)


def add_note(document: Any, text: str) -> None:
    """A small line under a form."""
    write_run(document.add_paragraph(), text, size=7.5)


def set_header_and_footer(section: Any, *, draft: bool, trace: str) -> None:
    """草稿 in the header of every page of an incomplete form; the log's trace and page number below."""
    section.header.is_linked_to_previous = False
    section.footer.is_linked_to_previous = False
    header = section.header.paragraphs[0]
    header.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if draft:
        write_run(header, "草　稿", size=22, font=HEI)
    footer = section.footer.paragraphs[0]
    write_run(footer, f"{trace}　第", size=7)
    _field(footer, "PAGE")
    write_run(footer, "页", size=7)


def _field(paragraph: Any, instruction: str) -> None:
    run = paragraph.add_run()
    run.font.size = Pt(7)
    for kind, text in (("begin", None), (None, instruction), ("end", None)):
        if kind is not None:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:instrText")
            element.text = text
        run._element.append(element)


def new_section(document: Any) -> Any:
    """Begin the next form on a new page with its own header and footer."""
    section = document.add_section()
    set_page(section)
    return section
