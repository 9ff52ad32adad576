"""Points are worked out in words, and made of exactly the events listed."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.builders import Desk
from tests.effort import examples
from tracker.decisions.state import Refusal
from tracker.explained import ExplainedFigure
from tracker.labels import words
from tracker.requests import ExplainDeviation, RecordMeasurement
from tracker.rules.loading import load_rule_set
from tracker.rules.recording import recorded
from tracker.sentences import step_sentence
from tracker.year_end import evaluate_year


def said(figure: ExplainedFigure) -> list[str]:
    say = words("zh", "scores")
    return [step_sentence(say, step) for step in figure.steps]


def figures(desk: Desk) -> Iterator[tuple[ExplainedFigure, Decimal, Decimal]]:
    """Every figure of points with what the form says it is."""
    year = evaluate_year(desk.tracker)
    for form in year.forms:
        code = form.facts.code
        whole = sum((row.weight for row in form.indicators), form.budget.weight)
        yield desk.tracker.explain(code, what="score"), form.total, whole
        execution = desk.tracker.explain(code, what="execution_score")
        yield execution, form.budget.score, form.budget.weight

    for row in (row for form in year.forms for row in form.indicators):
        yield desk.tracker.explain(row.facts.code, what="score"), row.score, row.weight


@settings(max_examples=examples(15), deadline=None)
@given(st.lists(st.tuples(st.integers(1, 12), st.integers(0, 30), st.integers(1, 20)), max_size=8),
       st.sampled_from(["national-2020", "hubei", "hebei"]), st.booleans())  # fmt: skip
def test_points_are_those_of_the_form_whatever_the_rules(
    paid: list[tuple[int, int, int]], rules: str, chosen: bool
) -> None:
    desk = Desk(day="2022-12-31")
    desk.grant(yuan=1_000_000)
    for month, late, people in paid:
        desk.pay(yuan=10_000, on=f"2022-{month:02d}-{min(late + 1, 28):02d}",
                 people_due=20, people_paid=people)  # fmt: skip
    if chosen:
        desk.tracker.choose_rules(recorded(load_rule_set(rules)))
    seen = list(figures(desk))
    assert seen
    for figure, points, weight in seen:
        assert figure.points is not None
        assert (figure.points.earned, figure.points.weight) == (points, weight)
        assert [event.position for event in figure.events] == sorted({e.position for e in figure.events})
        assert any(event.type == "RuleSetChosen" for event in figure.events) is chosen
        assert all(said(figure))


def test_a_total_is_the_points_of_its_parts() -> None:
    desk = Desk(day="2022-12-31")
    desk.grant()
    desk.pay(yuan=6_000, on="2022-02-15", people_due=10, people_paid=8)
    whole = desk.tracker.explain("P01", what="score")
    assert whole.points is not None
    earned = [part.points.earned for part in whole.parts if part.points is not None]
    assert len(earned) == len(whole.parts) == 1 + len(evaluate_year(desk.tracker).projects[0].indicators)
    assert whole.points.earned == sum(earned)
    parts = [
        desk.tracker.explain(part.project, what="execution_score" if part.project == "P01" else "score")
        for part in whole.parts
    ]
    assert desk.tracker.explain("P01", what="score", events=False) == replace(whole, events=())
    assert [part.actual for part in whole.parts] == [part.actual for part in parts]
    assert {event.position for event in whole.events} == {e.position for part in parts for e in part.events}


def test_the_steps_say_how_points_were_lost_and_why() -> None:
    desk = Desk(day="2022-12-31")
    desk.grant()
    desk.pay(yuan=6_000, on="2022-02-15", people_due=10, people_paid=8)
    measured = desk.tracker.record(RecordMeasurement(indicator="P01.01", period="2022", value="90"))
    desk.tracker.record(ExplainDeviation(indicator="P01.01", reason="名单核减", measure="按月核对"))
    figure = desk.tracker.explain("P01.01", what="score")
    told = "\n".join(said(figure))
    assert figure.points is not None
    assert f"= {figure.points.earned}" in told
    assert "名单核减" in told
    assert "按月核对" in told
    assert measured.event.position in {event.position for event in figure.events}
    execution = said(desk.tracker.explain("P01", what="execution_score"))
    assert execution[0] == "支付 6,000.00 ÷ 调整后预算 24,000.00 × 10.00 = 2.50"


def test_there_are_no_points_of_a_month_nor_of_all_projects_nor_of_what_is_not_there() -> None:
    tracker = Desk().tracker
    for code, period in (("P01", "2022-03"), ("total", None)):
        with pytest.raises(Refusal) as refused:
            tracker.explain(code, period, what="score")
        assert refused.value.code == "score_of_year"
    with pytest.raises(Refusal):
        tracker.explain("P99.01", what="score")
    assert tracker.explain("P01", "2022", what="score").points is not None
