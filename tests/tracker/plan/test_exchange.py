"""The plan as JSON, out and in."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.types.plan import Place, Target
from tests.effort import examples
from tracker.plan.exchange import plan_from_json, plan_to_json, published_plan
from tracker.plan.model import BudgetLine, DepartmentIndicator, Indicator, Plan, PlannedBudget, Project
from tracker.plan.problems import UnusablePlan
from tracker.plan.schema import plan_schema

SCHEMA = Path(__file__).parents[3] / "docs" / "plan.schema.json"

words = st.text("甲乙丙丁戊人数金额率（）", min_size=1, max_size=12)
fen = st.one_of(st.none(), st.integers(0, 10**15))
places = st.builds(Place, line=st.one_of(st.none(), st.integers(1, 9999)), end_line=st.none(), cell=st.none())
values = st.one_of(st.integers(0, 10**9).map(str), st.integers(1, 999).map(lambda n: f"0.{n}".rstrip("0")))
targets = st.one_of(
    st.builds(
        Target,
        comparator=st.sampled_from([">=", "<=", "=", ">", "<"]),
        value=values,
        unit=st.sampled_from(["%", "元", "人"]),
    ),
    st.builds(Target, text=words),
)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    projects = []
    for number in range(1, draw(st.integers(0, 3)) + 1):
        rows = tuple(
            Indicator(
                code=f"P{number:02d}.{row:02d}",
                level1="产出指标",
                level2=draw(st.sampled_from(["数量指标", "时效指标"])),
                level3=draw(words),
                definition=draw(words),
                target=draw(targets),
                basis=draw(words),
                source=draw(st.sampled_from(["ratio", "value", "spending"])),
                period=draw(st.sampled_from(["month", "year"])),
                rollup="none",
                weight=draw(st.one_of(st.none(), st.sampled_from(["10", "7.5"]))),
                confirmed=draw(st.booleans()),
                confidence=draw(st.integers(0, 100)),
                where=draw(places),
            )
            for row in range(1, draw(st.integers(0, 3)) + 1)
        )
        budget = draw(st.one_of(st.none(), st.builds(PlannedBudget, st.integers(0, 10**15), fen, fen)))
        name = draw(st.one_of(st.none(), words))
        projects.append(
            Project(
                code=f"P{number:02d}",
                name=name,
                goal=draw(words),
                budget=budget,
                indicators=rows,
                finance_code=draw(st.sampled_from([None, "13050000P000101"])),
                spending_plan=draw(st.sampled_from([None, ("25", "50", "80.5", "100")])),
            )
        )
    lines = tuple(BudgetLine(draw(words), draw(fen), draw(fen)) for _ in range(draw(st.integers(0, 3))))
    promises = (DepartmentIndicator("D1.01", draw(words), draw(words), draw(targets)),)
    return Plan(
        unit="1",
        name=draw(words),
        year=2022,
        budget_lines=lines,
        department_indicators=promises,
        projects=tuple(projects),
    )


@given(plans())
@settings(max_examples=examples(60), deadline=None)
def test_a_plan_goes_out_and_comes_back_unchanged(plan: Plan) -> None:
    assert plan_from_json(json.loads(json.dumps(plan_to_json(plan)))) == plan


def _sample() -> dict[str, Any]:
    plan = plan_to_json(published_plan())
    return json.loads(json.dumps(plan))  # type: ignore[no-any-return]


def test_what_may_be_left_out_is_proposed() -> None:
    data = _sample()
    for project in data["projects"]:
        for row in project["indicators"]:
            for key in ("source", "period", "rollup", "weight", "where", "confidence", "confirmed"):
                del row[key]

    row = next(i for i in plan_from_json(data).indicators() if i.code == "P10.03")

    assert (row.source, row.period, row.rollup, row.weight) == (
        "people_on_time",
        "month",
        "ratio_of_sums",
        None,
    )


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("$.year", "2022"),
        ("$.projects[0].code", "X1"),
        ("$.projects[1].code", "P01"),
        ("$.projects[0].indicators[0].level2", ""),
        ("$.projects[0].indicators[0].code", "P02.09"),
        ("$.projects[0].indicators[0].target.value", "ten"),
        ("$.projects[0].indicators[0].target.value", "1e5"),
        ("$.projects[0].indicators[0].target.comparator", "≥"),
        ("$.projects[0].indicators[0].source", "guess"),
        ("$.projects[0].indicators[0].weight", "120"),
        ("$.projects[0].indicators[0].where.line", 0),
        ("$.budget_lines[0].amount", 12.5),
        ("$.budget_lines[0].amount", "1.234"),
        ("$.department_indicators[0].name", None),
    ],
)
def test_every_problem_names_its_path(path: str, value: object) -> None:
    data = _sample()
    at: Any = data
    steps = re.findall(r"\w+", path)
    for step in steps[:-1]:
        at = at[int(step) if step.isdigit() else step]
    at[steps[-1]] = value

    with pytest.raises(UnusablePlan) as caught:
        plan_from_json(data)

    assert path in [problem.place for problem in caught.value.problems]


@pytest.mark.parametrize("data", [None, [], "plan", 7, {}, {"projects": 3}, {"projects": [1]}])
def test_what_is_no_plan_is_refused(data: object) -> None:
    with pytest.raises(UnusablePlan):
        plan_from_json(data)


def test_the_published_schema_is_the_codes() -> None:
    assert json.loads(SCHEMA.read_text("utf-8")) == plan_schema()


def _check(schema: dict[str, Any], value: Any, root: dict[str, Any]) -> None:
    """As much of JSON Schema as ours uses."""
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
    if "enum" in schema:
        assert value in schema["enum"]
        return
    kinds = {
        "object": dict,
        "array": list,
        "string": str,
        "integer": int,
        "null": type(None),
        "boolean": bool,
    }
    allowed = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    assert any(isinstance(value, kinds[kind]) for kind in allowed), (schema, value)
    if isinstance(value, str) and "pattern" in schema:
        assert re.search(schema["pattern"], value), (schema, value)
    if isinstance(value, dict):
        assert set(schema["required"]) <= value.keys()
        assert value.keys() <= schema["properties"].keys()
        for key, item in value.items():
            _check(schema["properties"][key], item, root)
    if isinstance(value, list):
        for item in value:
            _check(schema["items"], item, root)


def test_the_published_plan_keeps_to_the_schema() -> None:
    _check(plan_schema(), plan_to_json(published_plan()), plan_schema())
