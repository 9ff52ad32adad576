"""Plans published as PDF."""

import itertools
import tempfile
from io import BytesIO
from pathlib import Path

import msgspec
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.effort import examples
from tests.tracker.plan.pdf_printing import PdfLayout, print_pdf
from tests.tracker.plan.test_layouts import _said
from tracker.plan.exchange import published_plan
from tracker.plan.files import read_plan_file
from tracker.plan.model import Plan
from tracker.plan.problems import UnusablePlan


@pytest.fixture(scope="module")
def plan() -> Plan:
    published = published_plan()
    return msgspec.structs.replace(published, projects=(*published.projects[:4], *published.projects[16:19]))


LAYOUTS = list(itertools.product(("all", "across", "none"), *[(False, True)] * 3))


@pytest.mark.parametrize(("lines", "sideways", "merged", "cut_rows"), LAYOUTS)
def test_a_pdf_reads_back_without_a_doubt(
    tmp_path: Path, plan: Plan, lines: str, sideways: bool, merged: bool, cut_rows: bool
) -> None:
    path = tmp_path / "plan.pdf"
    print_pdf(plan, path, PdfLayout(lines=lines, sideways=sideways, merged=merged, cut_rows=cut_rows))

    reading = read_plan_file(path)

    assert [_said(i) for i in reading.plan.indicators()] == [_said(i) for i in plan.indicators()]
    assert [p.goal for p in reading.plan.projects] == [f"1.{p.goal}" for p in plan.projects]
    assert (reading.plan.unit, reading.plan.name, reading.plan.year) == (plan.unit, plan.name, plan.year)
    assert [line.name for line in reading.plan.budget_lines] == ["政府采购预算"]
    assert reading.doubts == ()


@given(
    layout=st.builds(
        PdfLayout,
        sideways=st.booleans(),
        merged=st.booleans(),
        cut_rows=st.booleans(),
        lines=st.sampled_from(["all", "across", "down", "none"]),
        level=st.sampled_from(["TOP", "MIDDLE"]),
        padding=st.sampled_from([1, 2, 4]),
        size=st.sampled_from([7.5, 9, 10.5]),
        shares=st.sampled_from(
            [
                (0.1, 0.13, 0.19, 0.26, 0.12, 0.2),
                (0.07, 0.09, 0.22, 0.3, 0.1, 0.22),
                (0.12, 0.14, 0.14, 0.34, 0.16, 0.1),
            ]
        ),
        repeat=st.booleans(),
        footer=st.booleans(),
    ),
    first=st.integers(0, 23),
)
@settings(max_examples=examples(12), deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])
def test_however_it_is_printed_it_reads_back_with_hardly_a_doubt(layout: PdfLayout, first: int) -> None:
    published = published_plan()
    plan = msgspec.structs.replace(published, projects=published.projects[first : first + 3])
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "plan.pdf"
        print_pdf(plan, path, layout)
        reading = read_plan_file(path)

    assert [_said(i) for i in reading.plan.indicators()] == [_said(i) for i in plan.indicators()]
    assert [p.goal for p in reading.plan.projects] == [f"1.{p.goal}" for p in plan.projects]
    assert len({place.subject for doubt in reading.doubts for place in doubt.where}) <= 2


@pytest.mark.parametrize("level", ["TOP", "MIDDLE"])
@pytest.mark.parametrize("cut_rows", [False, True])
def test_without_lines_and_without_white_what_is_misread_is_doubted(
    tmp_path: Path, level: str, cut_rows: bool
) -> None:
    plan = published_plan()
    print_pdf(plan, tmp_path / "plan.pdf", PdfLayout(lines="none", padding=0, level=level, cut_rows=cut_rows))

    reading = read_plan_file(tmp_path / "plan.pdf")

    doubted = {place.subject for doubt in reading.doubts for place in doubt.where}
    pairs = zip(plan.indicators(), reading.plan.indicators(), strict=True)
    assert [b.code for a, b in pairs if _said(a) != _said(b) and b.code not in doubted] == []


def test_places_are_pages(tmp_path: Path, plan: Plan) -> None:
    path = tmp_path / "plan.pdf"
    print_pdf(plan, path)

    first = next(read_plan_file(path).plan.indicators())

    assert (first.where.cell or "").startswith("p1 ")


def test_progress_is_told_page_by_page(tmp_path: Path, plan: Plan) -> None:
    path = tmp_path / "plan.pdf"
    print_pdf(plan, path)
    told: list[tuple[int, int]] = []

    read_plan_file(path, lambda done, total: told.append((done, total)))

    assert told == [(n, len(told)) for n in range(1, len(told) + 1)]


def _picture() -> ImageReader:
    from PIL import Image

    buffer = BytesIO()
    Image.new("RGB", (60, 60), "white").save(buffer, "PNG")
    buffer.seek(0)
    return ImageReader(buffer)


def test_scanned_pages_are_named(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    for text in ("text", None, None):
        if text:
            canvas.drawString(100, 700, text)
        else:
            canvas.drawImage(_picture(), 0, 0, *A4)
        canvas.showPage()
    canvas.save()

    with pytest.raises(UnusablePlan) as caught:
        read_plan_file(path)

    assert [problem.place for problem in caught.value.problems] == ["p2", "p3"]


def test_a_password_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    canvas = Canvas(str(path), encrypt=StandardEncryption("secret", strength=128))
    canvas.drawString(100, 700, "text")
    canvas.save()

    with pytest.raises(UnusablePlan, match="password"):
        read_plan_file(path)


@pytest.mark.parametrize(
    "content", [b"%PDF-1.4\n", b"%PDF-1.7\n1 0 obj <<", b"%PDF-1.4\nxref\n0 1\ntrailer<</Root 1 0 R>>"]
)
def test_a_damaged_pdf_is_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(content)

    with pytest.raises(UnusablePlan):
        read_plan_file(path)


def test_a_pdf_about_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(100, 700, "Dear reader")
    canvas.save()

    with pytest.raises(UnusablePlan, match="no indicator table"):
        read_plan_file(path)
