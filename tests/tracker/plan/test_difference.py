"""What a revision changes."""

import msgspec
import pytest

from events.types.plan import Target
from tracker.plan.difference import difference
from tracker.plan.exchange import published_plan
from tracker.plan.model import BudgetLine, Indicator, Plan

replace = msgspec.structs.replace


def _with_first_indicator(plan: Plan, **fields: object) -> Plan:
    first = plan.projects[0]
    changed: Indicator = replace(first.indicators[0], **fields)
    return replace(
        plan, projects=(replace(first, indicators=(changed, *first.indicators[1:])), *plan.projects[1:])
    )


def test_a_plan_does_not_differ_from_itself() -> None:
    changes = difference(published_plan(), published_plan())

    assert not changes
    assert changes.to_json() == []


def test_against_an_empty_plan_everything_is_added() -> None:
    plan = published_plan()
    changes = difference(Plan(), plan)

    assert changes.added_projects == plan.projects
    assert len(changes.added_indicators) == 191
    assert len(changes.added_department_indicators) == 10
    assert len(changes.added_budget_lines) == len(plan.budget_lines)
    assert changes.identity == ("unit", "name", "year")


def test_a_changed_target_is_told_with_both_values() -> None:
    plan = published_plan()
    new = _with_first_indicator(plan, target=Target(comparator=">=", value="12", unit="次"))

    (entry,) = difference(plan, new).to_json()

    assert (entry["change"], entry["subject"], entry["kind"]) == ("changed", "P01.01", "indicators")
    assert entry["fields"]["target"]["old"]["value"] == "10"
    assert entry["fields"]["target"]["new"]["value"] == "12"
    assert difference(plan, new).changed_targets


def test_a_removed_project_takes_its_indicators_with_it() -> None:
    plan = published_plan()
    changes = difference(plan, replace(plan, projects=plan.projects[:-1]))

    assert [project.code for project in changes.removed_projects] == ["P26"]
    assert [item.code for item in changes.removed_indicators] == [f"P26.{n:02d}" for n in range(1, 8)]


@pytest.mark.parametrize("field", ["source", "period", "rollup"])
def test_another_proposal_is_no_change(field: str) -> None:
    plan = published_plan()
    other = {"source": "ratio", "period": "month", "rollup": "latest"}[field]

    assert not difference(plan, _with_first_indicator(plan, **{field: other}))
    assert difference(plan, _with_first_indicator(plan, **{field: other}), proposals=True)


def test_where_a_row_stands_is_no_change() -> None:
    plan = published_plan()
    first = plan.projects[0].indicators[0]

    assert not difference(plan, _with_first_indicator(plan, where=replace(first.where, line=1)))


def test_a_changed_figure_of_the_budget_is_told_in_yuan() -> None:
    plan = published_plan()
    line: BudgetLine = replace(plan.budget_lines[0], amount_fen=100)
    new = replace(plan, budget_lines=(line, *plan.budget_lines[1:]))

    (entry,) = difference(plan, new).to_json()

    assert entry["fields"]["amount_fen"] == {"old": "123558340.00", "new": "1.00"}
