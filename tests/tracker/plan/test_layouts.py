"""A plan printed in other layouts reads back as the same plan."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.tracker.plan.printing import Layout, print_plan
from tests.tracker.plan.units import UNITS
from tracker.plan.disclosure import read_disclosure
from tracker.plan.exchange import published_plan
from tracker.plan.model import Indicator, Plan

replace = msgspec.structs.replace


def _said(indicator: Indicator) -> tuple[object, ...]:
    return (
        indicator.level1,
        indicator.level2,
        indicator.level3,
        indicator.definition,
        indicator.target,
        indicator.basis,
    )


def _misread(plan: Plan, layout: Layout) -> list[tuple[object, object]]:
    read = read_disclosure(print_plan(plan, layout)).plan
    assert [len(p.indicators) for p in read.projects] == [len(p.indicators) for p in plan.projects]
    pairs = zip(plan.indicators(), read.indicators(), strict=True)
    return [(_said(a), _said(b)) for a, b in pairs if _said(a) != _said(b)]


@pytest.mark.parametrize("order", ["cells", "flow", "lines"])
@pytest.mark.parametrize("page_lines", [23, 45])
def test_wide_columns_read_without_a_mistake(order: str, page_lines: int) -> None:
    layout = Layout(widths=(6, 12, 16, 24, 11, 26), order=order, page_lines=page_lines)

    assert _misread(published_plan(), layout) == []


@pytest.mark.parametrize("order", ["cells", "flow"])
@pytest.mark.parametrize("level1_alone", [True, False])
def test_narrow_columns_break_every_cell_and_read_all_the_same(order: str, level1_alone: bool) -> None:
    layout = Layout(widths=(5, 5, 7, 10, 5, 9), order=order, page_lines=45, level1_alone=level1_alone)

    assert _misread(published_plan(), layout) == []


@pytest.mark.parametrize("label", ["年度绩效目标", "总体绩效目标"])
def test_a_goal_may_be_called_the_years_or_the_whole(label: str) -> None:
    plan = published_plan()
    printed = print_plan(plan, Layout(widths=(6, 12, 16, 24, 11, 26), order="cells", page_lines=45))

    read = read_disclosure(printed.replace("绩效目标 1.", f"{label} 1.")).plan
    assert [project.goal for project in read.projects] == [
        project.goal for project in read_disclosure(printed).plan.projects
    ]


def test_very_narrow_columns_over_short_pages_are_read_but_for_a_row_or_two() -> None:
    layout = Layout(widths=(5, 10, 9, 9, 8, 12), order="flow", page_lines=15, justify=0.0, seed=46)
    projects = list(published_plan().projects)
    layout.random.shuffle(projects)

    assert len(_misread(replace(published_plan(), projects=tuple(projects)), layout)) <= 2


def test_a_header_broken_over_lines_is_still_a_header() -> None:
    layout = Layout(widths=(5, 10, 9, 14, 2.5, 18), order="cells", page_lines=30)  # type: ignore[arg-type]

    assert len(_misread(published_plan(), layout)) <= 4


@pytest.mark.parametrize("level1_alone", [True, False])
@pytest.mark.parametrize("line_width", [14, 20, 26, 38, 45, 59])
def test_one_text_broken_wherever_a_line_is_full_reads_right_or_is_doubted(
    line_width: int, level1_alone: bool
) -> None:
    for plan in (published_plan(), *(unit.plan for unit in UNITS.values())):
        layout = Layout(order="stream", line_width=line_width, level1_alone=level1_alone)
        reading = read_disclosure(print_plan(plan, layout))
        doubted = {place.subject for doubt in reading.doubts for place in doubt.where}
        pairs = zip(plan.indicators(), reading.plan.indicators(), strict=True)

        silent = [b.code for a, b in pairs if _said(a) != _said(b) and b.code not in doubted]

        assert len(silent) <= 1


@given(
    level3=st.integers(7, 14),
    definition=st.integers(9, 22),
    value=st.integers(5, 10),
    basis=st.integers(8, 24),
    order=st.sampled_from(["cells", "flow"]),
    page_lines=st.integers(15, 60),
    justify=st.sampled_from([0.0, 0.5, 1.0]),
    seed=st.integers(0, 99),
)
@settings(max_examples=examples(25), deadline=None)
def test_whatever_the_layout_hardly_a_row_is_misread(
    level3: int,
    definition: int,
    value: int,
    basis: int,
    order: str,
    page_lines: int,
    justify: float,
    seed: int,
) -> None:
    plan = published_plan()
    layout = Layout(
        widths=(5, 10, level3, definition, value, basis),
        order=order,
        page_lines=page_lines,
        justify=justify,
        seed=seed,
    )
    projects = list(plan.projects)
    layout.random.shuffle(projects)

    assert len(_misread(replace(plan, projects=tuple(projects)), layout)) <= 6


def test_where_a_row_stands_is_where_it_was_printed() -> None:
    text = print_plan(published_plan(), Layout())
    lines = text.split("\n")
    for indicator in read_disclosure(text).plan.indicators():
        start, end = indicator.where.line, indicator.where.end_line
        assert start is not None
        assert end is not None
        printed = "".join("".join(lines[start - 1 : end]).split())
        assert indicator.level3[:4] in printed
