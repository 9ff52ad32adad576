"""Made-up units of six kinds, worded and laid out by a seed: read back as made, and nothing found in them."""

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.tracker.plan import printing
from tests.tracker.plan.bureaus import BUREAUS
from tests.tracker.plan.disclosures import print_disclosure, printed_value
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


@kinds
@pytest.mark.parametrize("order", ["lines", "cells", "flow"])
def test_targets_in_words_read_as_those_with_signs(
    kind: str, order: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = random.Random(7)
    monkeypatch.setattr(printing, "print_target", lambda target: printed_value(target, source))
    layout = Layout((6, 12, 16, 26, 12, 22), order, blank_lines=False)

    text = print_disclosure(BUREAUS[kind], 7, layout)

    assert [_said(r) for r in read_disclosure(text).plan.indicators()] == [
        _said(r) for r in BUREAUS[kind].indicators()
    ]


def _in_three_columns(text: str) -> str:
    """The same rows with the target's sign, figure and unit in columns of their own."""
    header = "一级指标 二级指标 三级指标 绩效指标描述 指标性质 指标值 度量单位 指标值确定依据"
    text = re.sub("^一级指标 二级指标.*$", header, text, flags=re.MULTILINE)
    text = re.sub(r"^(.*指标 .*) ([≥≤=])([\d.]+)(\S+) (\S+)$", r"\1 \2 \3 \4 \5", text, flags=re.MULTILINE)
    return re.sub(r"^(\S+指标 \S+ \S+) ([^\s≥≤=]+) (\S+)$", r"\1 定性 \2 — \3", text, flags=re.MULTILINE)


@kinds
def test_a_target_in_three_columns_is_put_together(kind: str) -> None:
    plan = BUREAUS[kind]
    wide = Layout((9, 12, 40, 60, 20, 40), "lines", blank_lines=False, page_lines=900)

    text = _in_three_columns(print_disclosure(plan, 3, wide))

    assert [_said(r) for r in read_disclosure(text).plan.indicators()] == [
        _said(r) for r in plan.indicators()
    ]
    assert _found(text) == []


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
