"""The plan that comes with the program, and the document it was read from, where that is at hand."""

import os
from collections import Counter
from pathlib import Path

import pytest

from tracker.plan.disclosure import read_disclosure
from tracker.plan.exchange import plan_from_json, plan_to_json, published_plan
from tracker.plan.model import Reading


@pytest.fixture(scope="module")
def reading() -> Reading:
    path = os.environ.get("SEED_DOCUMENT")
    if not path:
        pytest.skip("SEED_DOCUMENT is not set: the disclosure itself is not part of the repository")
    return read_disclosure(Path(path).read_text("utf-8"))


def test_the_published_plan_has_26_projects_with_191_indicators() -> None:
    plan = published_plan()

    assert (plan.unit, plan.year, len(plan.projects), len(list(plan.indicators()))) == ("323", 2022, 26, 191)
    assert [project.code for project in plan.projects] == [f"P{n:02d}" for n in range(1, 27)]
    assert len(plan.department_indicators) == 10


def test_every_published_indicator_is_whole() -> None:
    for indicator in published_plan().indicators():
        assert indicator.level1
        assert indicator.level2
        assert indicator.level3
        assert indicator.definition
        assert indicator.basis
        assert (indicator.target.value is None) != (indicator.target.text is None)


def test_the_published_plan_goes_through_json_unchanged() -> None:
    plan = published_plan()

    assert plan_from_json(plan_to_json(plan)) == plan


def test_reading_the_document_gives_the_published_indicators(reading: Reading) -> None:
    assert list(reading.plan.indicators()) == list(published_plan().indicators())


def test_reading_the_document_gives_the_published_budget(reading: Reading) -> None:
    assert reading.plan.budget_lines == published_plan().budget_lines


def test_reading_the_document_gives_the_departments_promises(reading: Reading) -> None:
    read = [(d.code, d.name, d.target, d.where) for d in reading.plan.department_indicators]

    assert read == [(d.code, d.name, d.target, d.where) for d in published_plan().department_indicators]


def test_figures_that_cannot_be_right_are_corrected_by_the_others(reading: Reading) -> None:
    corrected = {line.name: line.corrected_fen for line in reading.plan.budget_lines if line.corrected_fen}

    assert corrected == {
        "专项公用经费": 2_568_411_34,
        "社会保障和就业支出": 124_150_434_28,
        "资产总额": 15_512_900_00,
        "1、房屋（平方米）": 15_301_900_00,
    }


def test_targets_without_comparator_are_found(reading: Reading) -> None:
    found = [place.subject for f in reading.contradictions if f.kind == "comparator" for place in f.where]

    assert Counter(found) == Counter(
        ["P06.02", "P07.02", "P15.02", "P18.02", "P19.02", "P19.04", "P21.01", "P26.01", "D4.01", "D6.01"]
    )
