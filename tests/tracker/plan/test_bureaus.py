"""Made-up units of six kinds, worded and laid out by a seed: read back as made, and nothing found in them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.tracker.plan.bureaus import BUREAUS
from tests.tracker.plan.disclosures import print_disclosure
from tests.tracker.plan.mutations import slips, text_slips
from tests.tracker.plan.printing import Layout
from tracker.plan.check import check_plan
from tracker.plan.disclosure import read_disclosure
from tracker.plan.model import Finding, Indicator

kinds = pytest.mark.parametrize("kind", BUREAUS)


def _said(row: Indicator) -> tuple[object, ...]:
    return (row.level1, row.level2, row.level3, row.definition, row.target, row.basis)


def _found(text: str) -> list[Finding]:
    reading = read_disclosure(text)
    return [*reading.contradictions, *check_plan(reading.plan)]


@kinds
def test_the_plan_itself_is_sound(kind: str) -> None:
    assert check_plan(BUREAUS[kind]) == ()


@kinds
@settings(max_examples=examples(5), deadline=None)
@given(seed=st.integers(0, 10_000), line=st.integers(28, 75))
def test_however_it_is_worded_it_reads_back_and_nothing_is_found(kind: str, seed: int, line: int) -> None:
    plan = BUREAUS[kind]
    text = print_disclosure(plan, seed, line=line)
    read = read_disclosure(text).plan

    assert (read.unit, read.name, read.year) == (plan.unit, plan.name, plan.year)
    assert [(p.name, p.goal, p.budget) for p in read.projects] == [
        (p.name, f"1.{p.goal}", p.budget) for p in plan.projects
    ]
    assert [_said(row) for row in read.indicators()] == [_said(row) for row in plan.indicators()]
    assert _found(text) == []


@kinds
@settings(max_examples=examples(3), deadline=None)
@given(
    seed=st.integers(0, 10_000),
    order=st.sampled_from(["cells", "flow", "lines"]),
    page_lines=st.integers(18, 50),
    level1_alone=st.booleans(),
)
def test_however_it_is_laid_out_it_contradicts_nothing(
    kind: str, seed: int, order: str, page_lines: int, level1_alone: bool
) -> None:
    layout = Layout((6, 11, 14, 20, 9, 16), order, page_lines, 0.5, level1_alone, seed=seed)

    found = _found(print_disclosure(BUREAUS[kind], seed, layout))

    assert [each for each in found if each.severity != "note"] == []


CONSEQUENCES = {
    "unit": {"unit_differs"},
    "direction": {"target_differs"},
    "cost": {"cost_above_department"},
    "target_differs": {"department_target_differs"},
    "unit_differs": {"table_nearly_duplicated"},
    "class_differs": {"table_nearly_duplicated"},
    "denominator": {"table_nearly_duplicated"},
}
"""What else a slip of a kind shows, truly: a copied table with one target changed is nearly a copy."""


@kinds
def test_every_slip_in_a_table_is_found_where_it_stands_and_nothing_else(kind: str) -> None:
    for slip in slips(BUREAUS[kind]):
        found = _found(print_disclosure(slip.plan, seed=1))

        named = [f for f in found if f.code == slip.code]
        assert any(place.subject == slip.subject for f in named for place in f.where), slip
        assert {f.code for f in found} - {slip.code} <= CONSEQUENCES.get(slip.kind, set()), slip


@kinds
@pytest.mark.parametrize("seed", [0, 5])
def test_every_slip_in_a_sentence_is_found_on_its_line_and_nothing_else(kind: str, seed: int) -> None:
    plan = BUREAUS[kind]
    text = print_disclosure(plan, seed, line=100_000)
    for slip in text_slips(text, plan.year or 0):
        found = _found(slip.text)

        named = [f for f in found if f.code in slip.codes]
        assert any(place.line == slip.line for f in named for place in f.where), (slip.kind, slip.line)
        assert {f.code for f in found} <= set(slip.codes), (slip.kind, slip.line)
