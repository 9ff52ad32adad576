"""The linter: what it finds in the published plan, and what it finds when something is changed in a sound one."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from events.types.plan import Target
from tracker.plan.check import check_plan
from tracker.plan.exchange import published_plan
from tracker.plan.files import read_plan_file
from tracker.plan.model import DepartmentIndicator, Finding, Indicator, Plan, PlannedBudget, Project

replace = msgspec.structs.replace


def _found(plan: Plan, code: str) -> list[list[str | None]]:
    return [[place.subject for place in f.where] for f in check_plan(plan) if f.code == code]


@pytest.fixture(scope="module")
def sound() -> Plan:
    return read_plan_file(Path(__file__).with_name("other_unit.txt")).plan


def _changed(plan: Plan, code: str, **fields: object) -> Plan:
    def project(each: Project) -> Project:
        rows: list[Indicator] = [replace(i, **fields) if i.code == code else i for i in each.indicators]
        return replace(each, indicators=tuple(rows))

    return replace(plan, projects=tuple(project(each) for each in plan.projects))


def test_a_sound_plan_has_no_findings(sound: Plan) -> None:
    assert check_plan(sound) == ()


@pytest.mark.parametrize(
    ("code", "subjects"),
    [
        (
            "class_contradicts_wording",
            [["P02.01"], ["P02.02"], ["P02.03"], ["P08.02"], ["P12.02"], ["P13.02"]],
        ),
        ("name_and_definition_differ", [["P07.02"]]),
        ("unit_differs", [["P02.07", "P05.07", "P21.07"]]),
        ("direction_wrong", [["P04.03"]]),
        ("headcount_too_small", [["P26.03", "P26.01"], ["P26.06", "P26.01"]]),
        ("no_cost_indicator", [["P14"]]),
        ("floor_and_ceiling", [["P06.04", "P06.05"], ["P15.04", "P15.05"], ["P18.04", "P18.05"]]),
        ("unit_in_name", [["P08.01"], ["P12.01"], ["P26.02"]]),
        ("targets_same_money_differs", [["P09", "P16"]]),
        ("probable_typo", [["P12.06"], ["P13.03"], ["P13.06"], ["P18.04"], ["P24.01"]]),
        ("minimum_may_be_missed", [["P06.03"], ["P07.03"]]),
        ("table_duplicated", []),
    ],
)
def test_the_published_plans_contradictions(code: str, subjects: list[list[str]]) -> None:
    assert _found(published_plan(), code) == subjects


def test_the_departments_promises_are_held_against_the_projects() -> None:
    promised = [subjects[0] for subjects in _found(published_plan(), "department_target_differs")]

    assert promised == ["D2.01", "D6.02", "D3.01"]


def test_every_finding_speaks_both_languages_and_has_a_place() -> None:
    for finding in check_plan(published_plan()):
        assert finding.message
        assert finding.message_en
        assert finding.where


def test_what_a_finding_lists_has_english_commas_in_english() -> None:
    lists = (
        "target_differs",
        "unit_differs",
        "denominator_differs",
        "department_target_differs",
        "table_nearly_duplicated",
    )
    said = [finding for finding in check_plan(published_plan()) if finding.code in lists]
    assert {finding.code for finding in said} == set(lists)
    assert [finding.message_en for finding in said if "、" in finding.message_en] == []
    assert any("、" in finding.message for finding in said)


Change = Callable[[Plan], Plan]


def _rate(plan: Plan, code: str, value: str, unit: str, comparator: str = ">=") -> Plan:
    return _changed(plan, code, target=Target(comparator=comparator, value=value, unit=unit))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "code", "subject"),
    [
        (lambda p: _rate(p, "P01.01", "95", "%"), "unit_contradicts_name", "P01.01"),
        (lambda p: _rate(p, "P01.02", "20", "批"), "unit_contradicts_name", "P01.02"),
        (lambda p: _changed(p, "P01.03", level2="数量指标"), "class_contradicts_wording", "P01.03"),
        (lambda p: _changed(p, "P01.01", level2="质量指标"), "class_contradicts_wording", "P01.01"),
        (lambda p: _changed(p, "P02.02", level3="工程验收合格率（%）"), "unit_in_name", "P02.02"),
        (lambda p: _rate(p, "P02.07", "90", "%", "<="), "direction_wrong", "P02.07"),
        (lambda p: _rate(p, "P01.02", "5", "%", ">="), "direction_wrong", None),
        (lambda p: _changed(p, "P01.02", level3="食品抽检不合格率"), "direction_wrong", "P01.02"),
        (lambda p: _rate(p, "P02.04", "9000000", "元", "<="), "cost_above_budget", "P02.04"),
        (lambda p: _rate(p, "P02.04", "3000000", "元", "<="), "cost_under_half_of_budget", "P02.04"),
        (lambda p: _rate(p, "P02.04", "80000000000", "元", "<="), "cost_above_department", "P02.04"),
        (lambda p: _changed(p, "P02.05", level1="效果指标"), "level1_named_differently", "P02.05"),
        (lambda p: _changed(p, "P02.06", level1="效益指标"), "level1_named_differently", None),
    ],
)
def test_a_change_that_contradicts_is_found(
    sound: Plan, change: Change, code: str, subject: str | None
) -> None:
    found = [place for places in _found(change(sound), code) for place in places]

    assert (subject in found) if subject else not found


def _without(plan: Plan, code: str) -> Plan:
    def kept(each: Project) -> Project:
        return replace(each, indicators=tuple(i for i in each.indicators if i.code != code))

    return replace(plan, projects=tuple(kept(each) for each in plan.projects))


@pytest.mark.parametrize(
    ("removed", "code"),
    [
        ("P01.03", "no_timeliness_indicator"),
        ("P01.04", "no_cost_indicator"),
        ("P01.06", "no_satisfaction_indicator"),
    ],
)
def test_a_table_without_a_needed_row_is_found(sound: Plan, removed: str, code: str) -> None:
    assert _found(_without(sound, removed), code) == [["P01"]]


def test_a_table_printed_twice_is_found(sound: Plan) -> None:
    copy = replace(
        sound.projects[0],
        code="P03",
        indicators=tuple(replace(i, code=f"P03{i.code[3:]}") for i in sound.projects[0].indicators),
    )

    found = _found(replace(sound, projects=(*sound.projects, copy)), "table_duplicated")

    assert found == [["P01", "P03"]]


def test_one_indicator_with_two_targets_for_one_goal_is_a_warning(sound: Plan) -> None:
    first = sound.projects[0]
    rows = tuple(replace(i, code=f"P03{i.code[3:]}") for i in first.indicators)
    rows = tuple(replace(i, target=Target(">=", "80", "%")) if i.code == "P03.02" else i for i in rows)
    plan = replace(sound, projects=(*sound.projects, replace(first, code="P03", indicators=rows)))

    (finding,) = [f for f in check_plan(plan) if f.code == "target_differs"]

    assert finding.severity == "warning"
    assert [place.subject for place in finding.where] == ["P01.02", "P03.02"]


def test_a_rate_over_two_people_is_found(sound: Plan) -> None:
    plan = _rate(sound, "P01.01", "2", "人", "=")
    plan = _changed(
        plan, "P01.05", definition="体质达标学生人数/参加测试学生人数", target=Target(">=", "92", "%")
    )

    assert _found(plan, "headcount_too_small") == [["P01.05", "P01.01"]]


def test_a_promise_the_project_falls_short_of_is_found(sound: Plan) -> None:
    promise = DepartmentIndicator("D1.01", "", "家长满意度", Target(">=", "95", "%"))

    assert _found(replace(sound, department_indicators=(promise,)), "department_target_differs") == [
        ["D1.01", "P01.06"]
    ]


def test_a_floor_above_its_ceiling_is_an_error() -> None:
    plan = _changed(published_plan(), "P06.05", target=Target(">=", "120", "元"))

    (finding,) = [f for f in check_plan(plan) if f.code == "floor_above_ceiling"]

    assert finding.severity == "error"


def test_a_count_with_a_floor_and_a_ceiling_is_noted() -> None:
    plan = published_plan()
    project = plan.projects[0]
    below = replace(project.indicators[0], code="P01.08", definition="上限", target=Target("<=", "20", "次"))
    with_both = replace(project, indicators=(*project.indicators, below))

    plan = replace(plan, projects=(with_both, *plan.projects[1:]))
    assert ["P01.08", "P01.01"] in _found(plan, "floor_and_ceiling")


def test_a_floor_in_one_table_and_a_ceiling_in_another_is_found() -> None:
    plan = published_plan()
    row = plan.projects[0].indicators[0]
    assert _found(plan, "comparator_differs") == []

    twin = {"level3": row.level3, "definition": row.definition, "target": Target("<=", "10", "次")}
    assert _found(_changed(plan, "P04.01", **twin), "comparator_differs") == [["P01.01", "P04.01"]]


@pytest.mark.parametrize(("code", "name"), [("P01.03", "欠薪事件处理急时率"), ("P08.01", "群众满亿度")])
def test_an_ending_read_like_one_the_plan_often_has_is_a_slip(code: str, name: str) -> None:
    assert [code] in _found(_changed(published_plan(), code, level3=name), "probable_typo")


def test_a_mistyped_word_is_found_by_the_other_tables() -> None:
    plan = _changed(published_plan(), "P16.04", definition="在规定的时间内发放的资金数量占总数亮的比率")

    assert ["P16.04"] in _found(plan, "probable_typo")


def test_an_odd_budget_is_no_reason_to_stop(sound: Plan) -> None:
    projects = tuple(replace(p, budget=PlannedBudget(0)) for p in sound.projects)

    assert isinstance(check_plan(replace(sound, projects=projects)), tuple)
    assert check_plan(Plan()) == ()
    assert all(isinstance(f, Finding) for f in check_plan(replace(sound, projects=sound.projects[:1])))
