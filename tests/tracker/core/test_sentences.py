"""Figures as people read them, in the language they read."""

from __future__ import annotations

from fractions import Fraction

import pytest

from events.types.plan import Target
from tracker.labels import words
from tracker.projections.actuals import Actual
from tracker.rules.loading import load_rule_set
from tracker.sentences import actual_text, grade_text, rules_text, target_text


@pytest.mark.parametrize(
    ("target", "zh", "en"),
    [
        (Target("<=", "2490000", "元"), "≤249万元", "≤2.49M yuan"),
        (Target("<=", "20000", "元"), "≤2万元", "≤20k yuan"),
        (Target("=", "35257", "元"), "=35257元", "=35257 yuan"),
        (Target(">=", "12000", "人"), "≥1.2万人", "≥12k people"),
        (Target(">=", "10", "次"), "≥10次", "≥10 times"),
        (Target(">=", "5", "个"), "≥5个", "≥5"),
        (Target(">=", "95", "%"), "≥95%", "≥95%"),
        (Target(">", "3", "辆"), ">3辆", ">3 辆"),
        (Target("<", "7", None), "<7", "<7"),
        (Target(None, None, None, "逐步减少"), "逐步减少", "逐步减少"),
    ],
)
def test_a_target_is_said_in_the_language(target: Target, zh: str, en: str) -> None:
    assert target_text(words("zh"), target) == zh
    assert target_text(words("en"), target) == en


@pytest.mark.parametrize(
    ("actual", "zh", "en"),
    [
        (Actual(Fraction(11_520), None, None, "money"), "115.20元", "115.20 yuan"),
        (Actual(Fraction(8, 10), Fraction(8), Fraction(10), "ratio"), "80.00%", "80.00%"),
        (None, "—", "-"),
    ],
)
def test_an_actual_is_said_in_the_language(actual: Actual | None, zh: str, en: str) -> None:
    assert actual_text(words("zh"), actual) == zh
    assert actual_text(words("en"), actual) == en


def test_grades_and_rule_sets_have_a_name_in_both() -> None:
    zh, en = words("zh"), words("en")
    rules = load_rule_set("national-2020")
    assert [grade_text(en, each.name) for each in rules.grades] == ["excellent", "good", "fair", "poor"]
    assert [grade_text(zh, each.name) for each in rules.grades] == ["优", "良", "中", "差"]
    assert grade_text(en, "合格") == "合格", "a rule set may name others"
    assert (rules_text(zh, rules), rules_text(en, rules)) == (rules.title, rules.title_en)
