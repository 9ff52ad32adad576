"""The auditor on generated forms as bureaus publish them: right ones pass, and each mistake is named where it stands."""

from collections.abc import Callable
from decimal import Decimal
from random import Random

import pytest

from tests.effort import examples
from tests.tracker.forms.made_forms import LAYOUTS, REASONS, Filled, Item, made, rounded
from tests.tracker.forms.published_forms import drawn
from tracker.forms.audit.auditing import recognised
from tracker.forms.audit.form_checks import form_findings
from tracker.forms.audit.reading import forms_in

Mistake = Callable[[Filled, Random], tuple[str, set[str], set[str]]]
"""Makes one mistake; gives its code, the names of cells it must name, and the codes that may follow from it."""
SEEDS = range(examples(6))


def findings(form, random):
    grid, places = drawn(form, random)
    read = forms_in(grid, "表")
    assert len(read) == 1
    assert len(read[0].rows) == len(form.items)
    assert all(not row.target.blank for row in read[0].rows)
    assert read[0].total_row is not None
    assert read[0].execution is not None
    assert read[0].execution.score.number is not None
    assert (read[0].total.number is None) == ("total" not in places or form.total is None)
    return form_findings(read[0], recognised(read[0]), Decimal("0.1"), strict=False), places


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_right_form_has_no_findings(layout, seed):
    random = Random(f"{layout}{seed}")
    found, _ = findings(made(random, layout), random)
    assert found == ()


def a_wrong_total(form, random):
    form.total += random.choice((-7, -1, 1, 6))
    return "total_differs", {"total"}, {"total_above_100", "grade_differs"}


def a_wrong_rate(form, random):
    share = form.executed / form.adjusted * 100
    form.rate = f"{share + random.choice((-12, 5)):.2f}%"
    return "execution_rate_differs", {"rate", "executed", "adjusted"}, set()


def a_wrong_execution_score(form, random):
    form.execution_score = rounded(form.execution_score / 2, form.whole)
    form.settle()
    return "execution_score_differs", {"execution_score"}, set()


def an_empty_total_row(form, random):
    nothing = random.choice((None, Decimal(0)))
    form.total_money, form.rate = [nothing] * 3, random.choice((None, "0"))
    form.execution_score = Decimal(0)
    form.settle()
    return "total_row_empty", {"adjusted", "executed"}, set()


def a_wrong_source(form, random):
    form.sources[0][2] += 10
    return "sources_differ", {"adjusted", "source0.1"}, set()


def _short(form, random, *, reason: str | None) -> int:
    """Make one quantity fall to half of its target."""
    goals = ("培训人数", "数量指标", ">=", "120", "人")
    name, level2, sign, target, unit = goals
    number = random.randrange(len(form.items))
    old = form.items[number]
    form.items[number] = Item(old.level1, level2, name, sign, target, unit, Decimal(60), old.weight, Decimal("0.5"),
                              reason, rounded(old.weight / 2, form.whole))  # fmt: skip
    return number


def full_points_for_half(form, random):
    number = _short(form, random, reason=REASONS[0])
    form.items[number].score, form.items[number].marked = form.items[number].weight, Decimal(100)
    form.settle()
    return "score_off_rule", {f"score{number}" if form.layout != "hebei" else f"single{number}"}, set()


def points_above_the_weight(form, random):
    number = random.randrange(len(form.items))
    form.items[number].score = form.items[number].weight + 5
    form.settle()
    return "score_above_weight", {f"score{number}"}, {"total_above_100"}


def no_reason_for_lost_points(form, random):
    number = _short(form, random, reason="")
    form.settle()
    return "lost_without_reason", {f"score{number}", f"reason{number}"}, set()


def met_and_marked_down(form, random):
    number = _short(form, random, reason="")
    item = form.items[number]
    item.actual, item.share = Decimal(120), Decimal(1)
    item.score = rounded(item.weight * Decimal("0.7"), form.whole)
    form.settle()
    return "met_marked_down", {f"score{number}"}, set()


def weights_above_a_hundred(form, random):
    number = random.randrange(len(form.items))
    form.items[number].weight += 20
    form.items[number].score = rounded(form.items[number].weight * form.items[number].share, form.whole)
    form.settle()
    return "weights_differ", {f"weight{number}"}, {"total_above_100"}


def a_ceiling_read_as_a_floor(form, random):
    number = _short(form, random, reason="")
    item = form.items[number]
    item.name, item.sign, item.target, item.unit = "项目总成本", "<=", "100", "万元"
    if random.random() < 0.5:
        item.actual, item.share, item.score = Decimal(150), Decimal("0.5"), item.weight
    else:
        item.actual, item.share, item.score = (
            Decimal(50),
            Decimal("0.9"),
            rounded(item.weight / 2, form.whole),
        )
    form.settle()
    return "direction_misread", {f"score{number}", f"target{number}"}, {"score_off_rule", "met_marked_down"}


def more_than_all(form, random):
    number = _short(form, random, reason="")
    item = form.items[number]
    item.name, item.level2, item.target, item.unit = "补贴发放及时率", "时效指标", "95", "%"
    item.actual, item.share, item.score = Decimal(105), Decimal("0.999"), item.weight
    form.settle()
    return "actual_impossible", {f"actual{number}"}, set()


def nothing_filled_in(form, random):
    for item in form.items:
        item.score, item.actual, item.reason = None, None, None
    form.total = None
    return "form_blank", set(), set()


def a_grade_of_another_total(form, random):
    form.grade = random.choice([each for each in "优良中差" if each != form.grade])
    return "grade_differs", {"grade"}, set()


def scores_folded_twice(form, random):
    form.folded_twice = True
    parts = [
        (form.execution_score, form.execution_weight),
        *((item.score, item.weight) for item in form.items),
    ]
    form.total = sum(rounded(score * weight / 100, whole=False) for score, weight in parts)
    return "folded_twice", {"score0"}, {"score_above_weight"}


MISTAKES: tuple[Mistake, ...] = (
    a_wrong_total, a_wrong_rate, a_wrong_execution_score, an_empty_total_row, a_wrong_source, full_points_for_half,
    points_above_the_weight, no_reason_for_lost_points, met_and_marked_down, weights_above_a_hundred,
    a_ceiling_read_as_a_floor, more_than_all, nothing_filled_in, a_grade_of_another_total, scores_folded_twice,
)  # fmt: skip
ROWS_WITH_REASONS: set[Mistake] = {
    points_above_the_weight, no_reason_for_lost_points, met_and_marked_down, a_ceiling_read_as_a_floor, nothing_filled_in,
}  # fmt: skip
NOT_IN: dict[str, set[Mistake]] = {
    "national": {scores_folded_twice},
    "cost": {scores_folded_twice},
    "department": {scores_folded_twice},
    "sichuan": {scores_folded_twice, a_grade_of_another_total},
    "hebei": {a_grade_of_another_total, *ROWS_WITH_REASONS},
    "hubei": {scores_folded_twice, a_grade_of_another_total, an_empty_total_row, a_wrong_source, full_points_for_half,
              weights_above_a_hundred, *ROWS_WITH_REASONS},
}  # fmt: skip
"""What a layout has no column for."""
CASES = [
    (layout, mistake)
    for layout in LAYOUTS
    for mistake in MISTAKES
    if mistake not in NOT_IN.get(layout, set())
]


@pytest.mark.parametrize(("layout", "mistake"), CASES, ids=lambda each: getattr(each, "__name__", each))
@pytest.mark.parametrize("seed", SEEDS)
def test_one_mistake_is_named_where_it_stands_and_nothing_else(layout, mistake, seed):
    random = Random(f"{layout}{mistake.__name__}{seed}")
    form = made(random, layout, missed=False)
    code, names, consequences = mistake(form, random)
    found, places = findings(form, random)
    if (names & {"total", "grade"}) - places.keys():
        pytest.skip("this form prints no total or no grade")
    assert code in {each.code for each in found}
    assert {each.code for each in found} <= {code, *consequences}
    named = {cell for each in found if each.code == code for cell in each.cells}
    assert {places[name] for name in names} <= named
