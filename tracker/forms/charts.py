"""Charts as native DrawingML in a DOCX: drawn by the reader's word processor, in the reader's fonts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal
from xml.sax.saxutils import escape

from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Cm

_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"


@dataclass(frozen=True)
class Series:
    """One line or row of bars."""

    name: str
    values: Sequence[Decimal | int]
    color: str
    """RRGGBB."""
    point_colors: Sequence[str] = ()
    """A colour for each bar, where they differ."""


def add_chart(
    document: Any,
    title: str,
    categories: Sequence[str],
    series: Sequence[Series],
    kind: Literal["line", "bar"],
) -> None:
    """Add a chart in a paragraph of its own, as wide as the text."""
    package = document.part.package
    number = 1 + sum(part.partname.startswith("/word/charts/") for part in package.iter_parts())
    xml = _space(title, categories, series, kind)
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), _CONTENT_TYPE, xml.encode("utf-8"), package)
    relation = document.part.relate_to(part, f"{_RELATION}/chart")
    document.add_paragraph().add_run()._element.append(parse_xml(_drawing(relation, number, title)))


def _drawing(relation: str, number: int, title: str) -> str:
    return (
        f'<w:drawing xmlns:w="{_WORD}" xmlns:wp="{_DRAWING}" xmlns:a="{_MAIN}" xmlns:c="{_CHART}" '
        f'xmlns:r="{_RELATION}"><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{int(Cm(16.5))}" cy="{int(Cm(7))}"/>'
        f'<wp:docPr id="{100 + number}" name="chart{number}" descr={_quoted(title)}/>'
        f'<a:graphic><a:graphicData uri="{_CHART}"><c:chart r:id="{relation}"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing>"
    )


def _quoted(text: str) -> str:
    return '"' + escape(text, {'"': "&quot;"}) + '"'


def _space(
    title: str, categories: Sequence[str], series: Sequence[Series], kind: Literal["line", "bar"]
) -> str:
    body = "".join(_series(number, each, categories, kind) for number, each in enumerate(series))
    if kind == "line":
        plot = f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{body}<c:marker val="1"/>'
    else:
        plot = f'<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/>{body}'
    plot += f'<c:axId val="1"/><c:axId val="2"/></c:{kind}Chart>'
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><c:chartSpace xmlns:c="{_CHART}" xmlns:a="{_MAIN}" '
        f'xmlns:r="{_RELATION}"><c:chart>{_title(title)}<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>'
        f'{plot}{_axes()}</c:plotArea><c:legend><c:legendPos val="b"/></c:legend><c:plotVisOnly val="1"/></c:chart>'
        "</c:chartSpace>"
    )


def _title(title: str) -> str:
    return (
        '<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1100" b="0"/></a:pPr>'
        f'<a:r><a:rPr lang="zh-CN" sz="1100" b="0"/><a:t>{escape(title)}</a:t></a:r></a:p></c:rich></c:tx>'
        '<c:overlay val="0"/></c:title>'
    )


def _series(number: int, series: Series, categories: Sequence[str], kind: str) -> str:
    fill = f'<a:solidFill><a:srgbClr val="{series.color}"/></a:solidFill>'
    look = f'<c:spPr><a:ln w="25400">{fill}</a:ln></c:spPr>' if kind == "line" else f"<c:spPr>{fill}</c:spPr>"
    points = "".join(
        f'<c:dPt><c:idx val="{index}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>'
        f'<c:spPr><a:solidFill><a:srgbClr val="{color}"/></a:solidFill></c:spPr></c:dPt>'
        for index, color in enumerate(series.point_colors)
    )
    names = "".join(f'<c:pt idx="{i}"><c:v>{escape(text)}</c:v></c:pt>' for i, text in enumerate(categories))
    values = "".join(f'<c:pt idx="{i}"><c:v>{value}</c:v></c:pt>' for i, value in enumerate(series.values))
    return (
        f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/><c:tx><c:strRef><c:f>S!$A${number + 1}</c:f>'
        f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{escape(series.name)}</c:v></c:pt></c:strCache>'
        f"</c:strRef></c:tx>{look}{points}"
        f'<c:cat><c:strRef><c:f>S!$B$1</c:f><c:strCache><c:ptCount val="{len(categories)}"/>{names}</c:strCache>'
        f"</c:strRef></c:cat><c:val><c:numRef><c:f>S!$C$1</c:f><c:numCache><c:formatCode>General</c:formatCode>"
        f'<c:ptCount val="{len(series.values)}"/>{values}</c:numCache></c:numRef></c:val></c:ser>'
    )


def _axes() -> str:
    return (
        '<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>'
        '<c:axPos val="b"/><c:crossAx val="2"/></c:catAx>'
        '<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling>'
        '<c:delete val="0"/><c:axPos val="l"/><c:majorGridlines><c:spPr><a:ln><a:solidFill><a:srgbClr val="D9D9D9"/>'
        '</a:solidFill></a:ln></c:spPr></c:majorGridlines><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:crossAx val="1"/></c:valAx>'
    )
