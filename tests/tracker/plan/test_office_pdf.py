"""Tables printed to PDF by an office program."""

import itertools
from pathlib import Path

import msgspec
import pytest

from tests.tracker.plan.office_printing import OfficeLayout, write_document, write_workbook
from tests.tracker.plan.test_layouts import _said
from tracker.forms.printing import soffice, write_pdf
from tracker.plan.exchange import published_plan
from tracker.plan.files import read_plan_file
from tracker.plan.model import Plan, Reading

pytestmark = pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed")
LAYOUTS = [
    OfficeLayout(ruled=ruled, sideways=sideways, merged=not sideways, centred=centred)
    for ruled, sideways, centred in itertools.product((True, False), (True, False), (True, False))
]


@pytest.fixture(scope="module")
def plan() -> Plan:
    published = published_plan()
    return msgspec.structs.replace(published, projects=published.projects[3:7])


def _misread(plan: Plan, reading: Reading) -> list[str]:
    pairs = zip(plan.indicators(), reading.plan.indicators(), strict=True)
    return [mine.code for printed, mine in pairs if _said(printed) != _said(mine)]


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
def test_a_printed_workbook_reads_without_a_doubt(tmp_path: Path, plan: Plan, layout: OfficeLayout) -> None:
    write_workbook(plan, tmp_path / "plan.xlsx", layout)

    reading = read_plan_file(write_pdf(tmp_path / "plan.xlsx", tmp_path))

    assert _misread(plan, reading) == []
    assert [p.goal for p in reading.plan.projects] == [f"1.{p.goal}" for p in plan.projects]
    assert (reading.plan.unit, reading.plan.name, reading.plan.year) == (plan.unit, plan.name, plan.year)
    assert reading.doubts == ()


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
def test_a_printed_document_reads_right_and_with_lines_without_a_doubt(
    tmp_path: Path, plan: Plan, layout: OfficeLayout
) -> None:
    write_document(plan, tmp_path / "plan.docx", layout)

    reading = read_plan_file(write_pdf(tmp_path / "plan.docx", tmp_path))

    doubted = {place.subject for doubt in reading.doubts for place in doubt.where}
    assert [code for code in _misread(plan, reading) if code not in doubted] == []
    assert [p.goal for p in reading.plan.projects] == [f"1.{p.goal}" for p in plan.projects]
    assert reading.doubts == () if layout.ruled else len(doubted) < 10
