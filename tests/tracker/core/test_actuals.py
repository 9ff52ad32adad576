"""What an indicator's actual is, from the log where it can answer and from typing where it cannot."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.builders import Desk
from tracker.decisions import Refusal
from tracker.projections.actuals import Actual
from tracker.reports import IndicatorStanding
from tracker.requests import ChooseMeasure, RecordReceipt, RecordReturn, Reverse


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    desk.day = "2022-06-01"
    desk.grant(yuan=24_000)
    desk.grant("P02", 10_000)
    return desk


def standing(desk: Desk, code: str, as_of: str | None = None) -> IndicatorStanding:
    report = desk.tracker.status(as_of=as_of)
    found = [row for project in report.projects for row in project.indicators if row.measure.code == code]
    return found[0]


def actual(desk: Desk, code: str, as_of: str | None = None) -> Actual:
    found = standing(desk, code, as_of).actual
    assert found is not None
    return found


def test_people_on_time_are_those_paid_by_the_months_last_day(desk: Desk) -> None:
    desk.pay(yuan=1_160, on="2022-03-15", people_due=10, people_paid=9)
    desk.pay(yuan=116, on="2022-04-01", due_on="2022-03-15", people_due=1, people_paid=1)
    found = actual(desk, "P01.03")
    assert (found.numerator, found.denominator) == (9, 11)


def test_an_indicators_own_deadline_decides_who_was_on_time(desk: Desk) -> None:
    desk.pay(yuan=1_160, on="2022-03-18", due_on="2022-03-15", people_due=10, people_paid=10)
    assert actual(desk, "P01.03").numerator == 10
    desk.tracker.record(ChooseMeasure(indicator="P01.03", deadline="day:15"))
    assert actual(desk, "P01.03").numerator == 0


def test_a_years_ratio_is_the_ratio_of_the_sums(desk: Desk) -> None:
    desk.pay(yuan=100, on="2022-02-15", people_due=1, people_paid=1)
    desk.pay(yuan=9_900, on="2022-03-15", people_due=99, people_paid=90)
    assert actual(desk, "P01.03").value == Fraction(91, 100)


def test_money_returned_is_not_on_time_from_the_day_it_came_back_and_stays_due(desk: Desk) -> None:
    paid = desk.pay("P02", 1_000, on="2022-03-15")
    desk.tracker.record(RecordReturn(of=paid.event.id, amount_fen=100_00, on="2022-04-10"))
    assert actual(desk, "P02.01", "2022-04-09").value == 1
    found = actual(desk, "P02.01", "2022-04-10")
    assert (found.numerator, found.denominator) == (900_00, 1_000_00)


def test_a_late_payment_is_due_in_its_month_and_not_on_time(desk: Desk) -> None:
    desk.pay("P02", 1_000, on="2022-04-02", due_on="2022-03-31")
    assert actual(desk, "P02.01").value == 0


def test_a_reissue_is_not_due_a_second_time(desk: Desk) -> None:
    paid = desk.pay(yuan=1_000, on="2022-03-15", people_due=10, people_paid=10)
    desk.tracker.record(RecordReturn(of=paid.event.id, amount_fen=100_00, people=1, on="2022-03-20"))
    assert actual(desk, "P01.03").numerator == 9
    desk.pay(yuan=100, on="2022-03-28", reissue_of=paid.event.id, people_paid=1)
    found = actual(desk, "P01.03")
    assert (found.numerator, found.denominator) == (10, 10)


def test_funds_arrival_is_receipts_over_the_adjusted_appropriation(desk: Desk) -> None:
    desk.tracker.record(RecordReceipt(project="P02", amount_fen=9_500_00, on="2022-02-01"))
    found = actual(desk, "P02.02")
    assert (found.numerator, found.denominator) == (9_500_00, 10_000_00)


def test_spending_is_net_of_returns_and_over_when_it_passes_the_ceiling(desk: Desk) -> None:
    paid = desk.pay(yuan=24_000)
    assert standing(desk, "P01.04").status == "met"
    desk.grant(yuan=1_000, kind="supplement")
    desk.pay(yuan=1)
    assert standing(desk, "P01.04").status == "over"
    desk.tracker.record(RecordReturn(of=paid.event.id, amount_fen=1_00, on="2022-04-01"))
    assert standing(desk, "P01.04").status == "met"


def test_money_per_person_is_the_latest_months(desk: Desk) -> None:
    desk.pay(yuan=1_200, on="2022-02-15", people_due=10, people_paid=10)
    assert standing(desk, "P01.05").status == "over"
    desk.pay(yuan=1_150, on="2022-03-15", people_due=10, people_paid=10)
    found = standing(desk, "P01.05")
    assert found.status == "met"
    assert found.actual is not None
    assert found.actual.in_target_unit == 115


def test_counts_add_up_and_a_figure_typed_for_the_year_stands_for_it(desk: Desk) -> None:
    desk.measure("P02.04", "2022-01", value="1")
    desk.measure("P02.04", "2022-02", value="2")
    assert actual(desk, "P02.04").value == 3
    desk.measure("P02.04", "2022", value="7")
    assert actual(desk, "P02.04", "2022-12-31").value == 7


def test_a_later_measurement_supersedes_and_its_reversal_lets_the_earlier_count_again(desk: Desk) -> None:
    desk.measure("P02.05", "2022-03", numerator="90", denominator="100")
    later = desk.measure("P02.05", "2022-03", numerator="96", denominator="100")
    assert actual(desk, "P02.05").numerator == 96
    desk.tracker.record(Reverse(event=later.event.id, reason="wrong"))
    assert actual(desk, "P02.05").numerator == 90


def test_what_the_log_computes_stands_before_what_was_typed_and_typing_is_warned_of(desk: Desk) -> None:
    desk.measure("P01.03", "2022-03", numerator="8", denominator="10")
    assert actual(desk, "P01.03").numerator == 8
    desk.pay(yuan=1_000, on="2022-03-15", people_due=10, people_paid=10)
    assert actual(desk, "P01.03").numerator == 10
    warned = desk.measure("P01.03", "2022-03", numerator="8", denominator="10")
    assert [notice.code for notice in warned.warnings] == ["computed_already", "typed_differs"]


@pytest.mark.parametrize(("as_of", "status"), [("2022-12-30", "pending"), ("2022-12-31", "short")])
def test_below_a_floor_is_pending_until_the_years_last_day(desk: Desk, as_of: str, status: str) -> None:
    desk.measure("P01.01", "2022", value="299")
    desk.day = as_of
    desk.tracker.record(Reverse(event=desk.measure("P01.01", "2022-01", value="1").event.id, reason="x"))
    desk.measure("P01.01", "2022-01", value="299", on="2022-01-31")
    assert standing(desk, "P01.01", as_of).status == status


@pytest.mark.parametrize(("as_of", "status"), [("2022-12-30", "pending"), ("2022-12-31", "unreported")])
def test_nothing_to_judge_is_pending_until_the_years_last_day(desk: Desk, as_of: str, status: str) -> None:
    assert standing(desk, "P01.02", as_of).status == status


@pytest.mark.parametrize(("band", "status"), [("met", "met"), ("partly", "short"), ("missed", "short")])
def test_a_qualitative_indicator_is_met_only_by_the_band_met(desk: Desk, band: str, status: str) -> None:
    desk.measure("P01.06", "2022", band=band)
    assert standing(desk, "P01.06").status == status


def test_the_execution_by_the_end_of_a_month_is_explained_by_what_had_happened_by_then() -> None:
    desk = Desk(day="2022-06-01")
    desk.grant(yuan=1_000, on="2022-01-10")
    first = desk.pay(yuan=250, on="2022-02-15").event
    desk.pay(yuan=250, on="2022-04-15")
    march = desk.tracker.explain("P01", "2022-03")
    assert march.actual is not None
    assert march.actual.value == Fraction(1, 4)
    assert [event.id for event in march.events][-1] == first.id
    whole = desk.tracker.explain("P01", "2022")
    assert whole.actual == desk.tracker.explain("P01").actual
    assert whole.actual is not None
    assert whole.actual.value == Fraction(1, 2)


@pytest.mark.parametrize("figure", ["P01", "P01.02"])
def test_a_period_of_another_year_is_refused(desk: Desk, figure: str) -> None:
    with pytest.raises(Refusal) as refused:
        desk.tracker.explain(figure, "2021-03")
    assert refused.value.code == "period_outside_year"


def test_a_percentage_without_its_parts_is_said_not_to_count_and_is_not_explained_as_if_it_did() -> None:
    desk = Desk(day="2022-06-01")
    counted = desk.measure("P02.05", "2022-01", numerator="9", denominator="10").event
    alone = desk.measure("P02.05", "2022-02", value="50")
    assert [notice.code for notice in alone.warnings] == ["share_without_parts"]
    found = desk.tracker.explain("P02.05")
    assert found.actual is not None
    assert found.actual.value == Fraction(9, 10)
    assert [event.id for event in found.events] == [counted.id]


def test_where_there_are_only_percentages_the_last_one_stands_for_the_year() -> None:
    desk = Desk(day="2022-06-01")
    for month, value in (("2022-01", "90"), ("2022-02", "80")):
        last = desk.measure("P02.05", month, value=value).event
    found = desk.tracker.explain("P02.05")
    assert found.actual is not None
    assert found.actual.value == 80
    assert [event.id for event in found.events] == [last.id]
