"""Given events, when a request, then events or a refusal; a refused request leaves the log as it was."""

from __future__ import annotations

import pytest

from tests.builders import Desk
from tracker.decisions import Refusal
from tracker.requests import (
    CloseMonth,
    ExplainDeviation,
    RecordAppropriation,
    RecordDisbursement,
    RecordMeasurement,
    RecordReceipt,
    RecordReturn,
    ReopenMonth,
    Request,
    Reverse,
)


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    desk.day = "2022-06-01"
    desk.grant()
    desk.grant("P02", 10_000)
    return desk


def refused(desk: Desk, request: Request) -> Refusal:
    """The refusal of a request, after seeing that nothing was recorded."""
    before = desk.tracker.head()
    with pytest.raises(Refusal) as caught:
        desk.tracker.record(request)
    assert desk.tracker.head() == before
    return caught.value


@pytest.mark.parametrize(
    ("code", "request_"),
    [
        ("unknown_project", RecordAppropriation(project="P99", amount_fen=100)),
        ("amount_zero", RecordAppropriation(project="P01", amount_fen=0)),
        ("outside_year", RecordAppropriation(project="P01", amount_fen=100, on="2021-12-31")),
        ("outside_year", RecordReceipt(project="P01", amount_fen=100, on="2023-01-01")),
        ("transfer_needs_two", RecordAppropriation(project="P01", amount_fen=100, kind="transfer")),
        ("transfer_needs_two", RecordAppropriation(project="P01", amount_fen=100, to_project="P02")),
        (
            "transfer_to_itself",
            RecordAppropriation(project="P01", amount_fen=1, kind="transfer", to_project="P01"),
        ),
        ("over_balance", RecordDisbursement(project="P01", amount_fen=24_000_01)),
        ("outside_year", RecordDisbursement(project="P01", amount_fen=1, due_on="2021-12-15")),
        ("people_over", RecordDisbursement(project="P01", amount_fen=1, people_due=2, people_paid=3)),
        ("unknown_event", RecordReturn(of="999", amount_fen=1)),
        ("not_a_payment", RecordReturn(of="1", amount_fen=1)),
        ("unknown_indicator", RecordMeasurement(indicator="P01.99", period="2022", value="1")),
        ("period_outside_year", RecordMeasurement(indicator="P01.01", period="2023-01", value="1")),
        ("band_wanted", RecordMeasurement(indicator="P01.06", period="2022", value="1")),
        ("figure_wanted", RecordMeasurement(indicator="P01.01", period="2022", band="met")),
        (
            "value_wanted",
            RecordMeasurement(indicator="P01.01", period="2022", numerator="1", denominator="2"),
        ),
        ("unit_differs", RecordMeasurement(indicator="P01.01", period="2022", value="300", unit="次")),
        ("count_not_whole", RecordMeasurement(indicator="P01.01", period="2022", value="1.5")),
        (
            "numerator_over",
            RecordMeasurement(indicator="P01.02", period="2022", numerator="3", denominator="2"),
        ),
        (
            "denominator_zero",
            RecordMeasurement(indicator="P01.02", period="2022", numerator="3", denominator="0"),
        ),
        ("percent_over", RecordMeasurement(indicator="P01.02", period="2022", value="101")),
        ("share_outside_band", RecordMeasurement(indicator="P01.06", period="2022", band="met", share="79")),
        (
            "share_outside_band",
            RecordMeasurement(indicator="P01.06", period="2022", band="partly", share="80"),
        ),
        ("period_not_monthly", RecordMeasurement(indicator="P01.06", period="2022-03", band="met")),
        ("text_missing", ExplainDeviation(indicator="P01.03", reason=" ", measure="x")),
        ("personal_data", ExplainDeviation(indicator="P01.03", reason="130535199001011234", measure="x")),
        ("not_reversible", Reverse(event="1", reason="x")),
        ("month_not_closed", ReopenMonth(month="2022-03", reason="x")),
    ],
)
def test_what_a_rule_forbids_is_refused_and_nothing_is_recorded(
    desk: Desk, code: str, request_: Request
) -> None:
    assert refused(desk, request_).code == code


def test_a_refusal_offers_the_nearest_code(desk: Desk) -> None:
    assert refused(desk, RecordAppropriation(project="P001", amount_fen=1)).facts["nearest"] == "P01"


def test_the_last_fen_can_be_paid_and_no_more(desk: Desk) -> None:
    desk.pay(yuan=24_000)
    assert refused(desk, RecordDisbursement(project="P01", amount_fen=1)).code == "over_balance"


def test_a_return_gives_the_money_back_to_the_project(desk: Desk) -> None:
    paid = desk.pay(yuan=24_000)
    desk.tracker.record(RecordReturn(of=paid.event.id, amount_fen=500_00, on="2022-04-01"))
    desk.pay(yuan=500, on="2022-04-02")
    assert desk.tracker.status().total.disbursed == 24_000_00


def test_no_more_comes_back_than_is_left_of_a_payment(desk: Desk) -> None:
    paid = desk.pay(yuan=1_000)
    desk.tracker.record(RecordReturn(of=paid.event.id, amount_fen=600_00, on="2022-04-01"))
    refusal = refused(desk, RecordReturn(of=paid.event.id, amount_fen=400_01, on="2022-04-01"))
    assert (refusal.code, refusal.facts["left"]) == ("return_over_payment", 400_00)


def test_nothing_comes_back_before_it_was_paid(desk: Desk) -> None:
    paid = desk.pay(on="2022-03-15")
    request = RecordReturn(of=paid.event.id, amount_fen=1, on="2022-03-14")
    assert refused(desk, request).code == "return_before_payment"


def test_a_reduction_or_transfer_leaves_what_has_been_paid(desk: Desk) -> None:
    desk.pay(yuan=20_000)
    for kind, to in (("reduction", None), ("transfer", "P02")):
        request = RecordAppropriation(project="P01", amount_fen=4_000_01, kind=kind, to_project=to)  # type: ignore[arg-type]
        assert refused(desk, request).code == "reduction_below_paid"
    desk.grant(yuan=4_000, kind="transfer", to_project="P02")
    money = {each.code: each.money for each in desk.tracker.status().projects}
    assert (money["P01"].adjusted, money["P02"].adjusted) == (20_000_00, 14_000_00)


def test_an_appropriation_that_has_been_spent_cannot_be_reversed(desk: Desk) -> None:
    granted = desk.grant(yuan=1_000, kind="supplement")
    desk.pay(yuan=24_500)
    assert refused(desk, Reverse(event=granted.event.id, reason="x")).code == "reversal_below_paid"


def test_a_reversal_is_made_once_and_can_itself_be_reversed(desk: Desk) -> None:
    paid = desk.pay(yuan=1_000, voucher="V-1")
    undone = desk.tracker.record(Reverse(event=paid.event.id, reason="typed wrong"))
    assert desk.tracker.status().total.disbursed == 0
    assert refused(desk, Reverse(event=paid.event.id, reason="again")).code == "reversed_already"
    desk.tracker.record(Reverse(event=undone.event.id, reason="it was right"))
    assert desk.tracker.status().total.disbursed == 1_000_00
    assert refused(desk, Reverse(event=undone.event.id, reason="again")).code == "reversed_already"
    desk.tracker.record(Reverse(event=paid.event.id, reason="wrong after all"))
    assert desk.tracker.status().total.disbursed == 0


def test_a_voucher_number_is_used_once_and_is_free_after_a_reversal(desk: Desk) -> None:
    paid = desk.pay(voucher="V-1")
    again = RecordDisbursement(project="P02", amount_fen=1, voucher="V-1")
    assert refused(desk, again).code == "duplicate_voucher"
    undone = desk.tracker.record(Reverse(event=paid.event.id, reason="x"))
    desk.tracker.record(again)
    assert refused(desk, Reverse(event=undone.event.id, reason="x")).code == "duplicate_voucher"


def test_a_payment_with_returns_is_reversed_only_after_them(desk: Desk) -> None:
    paid = desk.pay(yuan=1_000)
    back = desk.tracker.record(RecordReturn(of=paid.event.id, amount_fen=1_00, on="2022-04-01"))
    assert refused(desk, Reverse(event=paid.event.id, reason="x")).code == "payment_has_returns"
    desk.tracker.record(Reverse(event=back.event.id, reason="x"))
    desk.tracker.record(Reverse(event=paid.event.id, reason="x"))
    assert desk.tracker.status().total.disbursed == 0


def test_a_closed_month_takes_nothing_until_it_is_reopened(desk: Desk) -> None:
    desk.tracker.record(CloseMonth(month="2022-03"))
    request = RecordDisbursement(project="P01", amount_fen=1, paid_on="2022-03-31")
    assert refused(desk, request).code == "month_closed"
    assert refused(desk, CloseMonth(month="2022-03")).code == "month_closed_already"
    desk.tracker.record(ReopenMonth(month="2022-03", reason="late slip"))
    desk.tracker.record(request)


def test_the_same_key_records_nothing_again_and_another_content_is_refused(desk: Desk) -> None:
    request = RecordDisbursement(project="P01", amount_fen=100, paid_on="2022-03-15")
    first = desk.tracker.record(request, key="k")
    before = desk.tracker.head()
    second = desk.tracker.record(request, key="k")
    assert second.repeated
    assert second.event == first.event
    other = RecordDisbursement(project="P01", amount_fen=101, paid_on="2022-03-15")
    with pytest.raises(Refusal) as caught:
        desk.tracker.record(other, key="k")
    assert caught.value.code == "key_used"
    assert desk.tracker.head() == before


def test_soft_ceilings_warn_and_the_payment_is_recorded(desk: Desk) -> None:
    desk.grant(yuan=6_000, kind="supplement")
    desk.pay(yuan=24_000)
    outcome = desk.pay(yuan=234, people_due=2, people_paid=2)
    assert [notice.code for notice in outcome.warnings] == ["cost_ceiling", "per_person_ceiling"]
    over = desk.pay(yuan=3_001, category="three_public")
    assert "category_ceiling" in [notice.code for notice in over.warnings]


def test_more_people_than_due_are_recorded_with_a_reason(desk: Desk) -> None:
    outcome = desk.pay(people_due=2, people_paid=3, allow_over="补发一人")
    assert outcome.event.fact.over_reason == "补发一人"  # type: ignore[union-attr]


def test_a_measurement_belongs_to_the_end_of_its_period_or_to_today_if_that_is_earlier(desk: Desk) -> None:
    desk.day = "2022-04-03"
    assert desk.measure("P02.05", "2022-03", numerator="1", denominator="2").event.occurred_on == "2022-03-31"
    assert desk.measure("P02.05", "2022-04", numerator="1", denominator="2").event.occurred_on == "2022-04-03"
    desk.day = "2023-01-09"
    assert desk.measure("P01.01", "2022", value="300").event.occurred_on == "2022-12-31"


def test_a_payment_dated_before_its_money_was_there_is_recorded_with_a_warning() -> None:
    desk = Desk(day="2022-06-01")
    desk.grant(yuan=1_000, on="2022-04-10")
    early = desk.pay(yuan=400, on="2022-03-15")
    assert [notice.code for notice in early.warnings] == ["ahead_of_appropriation"]
    assert desk.pay(yuan=400, on="2022-04-15").warnings == ()
