"""The form on the screen is the form on paper: the same texts in the same boxes, whatever the width."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import Desk
from tracker.forms.preview import cells_wide, preview, wrapped
from tracker.forms.selfevaluation import SelfEvaluation
from tracker.rules.loading import load_rule_set
from tracker.year_end import evaluate_year


def evaluated(rules: str) -> SelfEvaluation:
    desk = Desk(day="2022-12-31")
    desk.grant()
    desk.pay(yuan=12_000, people_due=10, people_paid=8)
    return evaluate_year(desk.tracker, load_rule_set(rules))


@pytest.mark.parametrize("rules", ["national-2020", "hebei", "sichuan"])
@pytest.mark.parametrize("width", [78, 118, 190])
@pytest.mark.parametrize("ascii", [False, True])
def test_every_layout_fills_its_width_and_loses_no_text(rules: str, width: int, ascii: bool) -> None:
    evaluation = evaluated(rules)
    lines = preview(evaluation, evaluation.projects[0], width, ascii=ascii).lines
    assert {cells_wide(line) for line in lines} == {width}
    drawn = "".join("".join(line).replace(" ", "") for line in lines)
    for row in evaluation.projects[0].indicators:
        assert all(mark in drawn for mark in row.facts.level3)
    assert width < 100 or str(evaluation.projects[0].total) in drawn
    assert ("┌" in drawn) is not ascii


def test_the_boxes_are_closed() -> None:
    evaluation = evaluated("national-2020")
    lines = preview(evaluation, evaluation.projects[0], 118).lines
    (first, *_) = [number for number, line in enumerate(lines) if "项目名称" in line]
    assert lines[first - 1].startswith("┌")
    assert lines[first].startswith("│")
    assert lines[first].endswith("│")
    assert "40.00" not in lines[first]


@pytest.mark.parametrize("rules", ["national-2020", "hebei", "sichuan"])
@pytest.mark.parametrize("width", [50, 78, 118, 128])
def test_all_points_of_a_form_are_known_where_they_stand(rules: str, width: int) -> None:
    evaluation = evaluated(rules)
    for form in evaluation.forms:
        lines, figures = preview(evaluation, form, width)
        asked = {(figure.code, figure.what) for figure in figures}
        code = form.facts.code
        rows = {(row.facts.code, "score") for row in form.indicators}
        assert asked == rows | {(code, "score"), (code, "execution_score")}
        assert len(figures) == len(asked)
        assert [figure.line for figure in figures] == sorted(figure.line for figure in figures)
        for figure in figures:
            assert lines[figure.line][figure.start :].startswith(figure.text)
        scores = {row.facts.code: row.score for row in form.indicators} | {code: form.total}
        whole = {(figure.code, figure.text) for figure in figures if figure.what == "score"}
        assert width < 100 or whole == {(each, str(score)) for each, score in scores.items()}


@given(st.text(alphabet="ab 中文，1", max_size=60), st.integers(4, 30))
@settings(max_examples=80)
def test_wrapping_keeps_every_character_within_the_width(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert "".join(lines) == text
    assert all(cells_wide(line) <= width for line in lines)
