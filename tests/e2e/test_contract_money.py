"""Money from outside: what is refused, what is warned of, what a correction does — on another unit and year."""

from __future__ import annotations

import pytest

from tests.e2e.contract_office import Office


@pytest.mark.parametrize(
    ("typed", "yuan"),
    [
        ("1234.56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("12.5万", "125000.00"),
        ("12.5万元", "125000.00"),
        ("1.2亿", "120000000.00"),
        ("１２３４．５６", "1234.56"),
        ("１.５万元", "15000.00"),
        ("0.01", "0.01"),
        ("0.000001万", "0.01"),
        ("1,234,567.8", "1234567.80"),
        ("¥88", "88.00"),
        ("88元", "88.00"),
        ("20k", "20000.00"),
        ("1.2M", "1200000.00"),
    ],
)
def test_amounts_are_read_as_people_type_them(office: Office, typed: str, yuan: str) -> None:
    office.grant("P03", typed)
    assert office.project("P03")["appropriated"] == yuan


@pytest.mark.parametrize(
    "typed", ["abc", "1.234", "-5", "", "1,23", "12.5万万", "1e5", "0.0000001万", "NaN", "٣", "5m", "1.2MM"]
)
def test_what_is_no_amount_is_wrong_usage(office: Office, typed: str) -> None:
    office.refused("record", "receipt", "--project", "P03", "--amount", typed, code=2)


def test_nothing_is_no_amount(office: Office) -> None:
    office.refused("record", "receipt", "--project", "P03", "--amount", "0")


def test_the_last_fen_may_be_paid_and_not_one_more(office: Office) -> None:
    office.grant("P03", "100.00")
    office.pay("P03", "99.99", "2023-03-01")
    told = office.refused(
        "record", "disbursement", "--project", "P03", "--amount", "0.02", "--paid", "2023-03-02"
    )
    assert "P03" in told
    office.pay("P03", "0.01", "2023-03-02")
    money = office.project("P03")
    assert (money["balance"], money["execution_rate"]) == ("0.00", "100.00")


def test_every_kind_of_appropriation_moves_the_adjusted_budget(office: Office) -> None:
    office.grant("P01", "1000")
    office.grant("P01", "200", kind="supplement", on="2023-02-01")
    office.grant("P01", "50", kind="reduction", on="2023-03-01")
    office.grant("P01", "30", kind="carryover", on="2023-01-05")
    office.grant("P01", "100", kind="transfer", to="P02", on="2023-04-01")
    assert office.project("P01")["appropriated"] == "1080.00"
    assert office.project("P02")["appropriated"] == "100.00"
    totals = office.status()["totals"]
    assert (totals["appropriated"], totals["disbursed"], totals["balance"]) == ("1180.00", "0.00", "1180.00")
    assert office.project("P01", "--as-of", "2023-02-28")["appropriated"] == "1230.00"


@pytest.mark.parametrize(
    "more",
    [
        ("--kind", "reduction", "--amount", "500.01"),
        ("--kind", "transfer", "--amount", "500.01", "--to", "P02"),
        ("--kind", "transfer", "--amount", "1"),
        ("--kind", "transfer", "--amount", "1", "--to", "P01"),
        ("--kind", "supplement", "--amount", "1", "--to", "P02"),
        ("--amount", "1", "--on", "2022-12-31"),
        ("--amount", "1", "--on", "2024-01-01"),
    ],
)
def test_appropriations_a_rule_forbids(office: Office, more: tuple[str, ...]) -> None:
    office.grant("P01", "1000")
    office.pay("P01", "500", "2023-02-01")
    office.refused("record", "appropriation", "--project", "P01", *more)


def test_unknown_names_are_refused_with_the_nearest(office: Office) -> None:
    assert "P0" in office.refused("record", "receipt", "--project", "P04", "--amount", "1")
    told = office.refused(
        "record", "measurement", "--indicator", "P01.10", "--period", "2023-02", "--value", "3"
    )
    assert "P01.0" in told
    office.refused("record", "return", "--of", "no-such-event", "--amount", "1")
    office.refused("reverse", "99999", "--reason", "错")
    office.refused("explain", "P99", "execution")
    office.refused("explain", "P01.99")


def test_a_total_is_explained_by_project_and_by_event(office: Office) -> None:
    office.grant("P01", "1000")
    office.grant("P02", "300")
    office.pay("P01", "600", "2023-03-10")
    office.pay("P02", "150.5", "2023-03-11")
    figure = office.explain("total", "disbursed")
    assert (figure["figure"], figure["value"], figure["unit"]) == ("total disbursed", "750.50", "元")
    paid = {part["project"]: part["value"] for part in figure["parts"]}
    assert (paid["P01"], paid["P02"]) == ("600.00", "150.50")
    assert [event["amount"] for event in figure["events"]] == ["600.00", "150.50"]
    assert office.explain("P02", "balance")["value"] == "149.50"
    assert "parts" not in office.explain("P02", "balance")
    office.refused("explain", "P01.04", "balance", code=2)


def test_a_transfer_to_a_spent_project_cannot_be_reversed(office: Office) -> None:
    office.grant("P01", "1000")
    moved = office.grant("P01", "400", kind="transfer", to="P02", on="2023-02-01")
    office.pay("P02", "300", "2023-03-01")
    office.refused("reverse", moved["event"], "--reason", "记错")
    office.grant("P02", "300", kind="supplement", on="2023-04-01")
    office.json("reverse", moved["event"], "--reason", "记错")
    assert office.project("P01")["appropriated"] == "1000.00"
    assert office.project("P02")["appropriated"] == "300.00"


def test_returns_come_back_within_their_payment(office: Office) -> None:
    office.grant("P01", "1000")
    paid = office.pay("P01", "600", "2023-03-10")
    office.give_back(paid["event"], "100", "2023-03-20")
    office.refused("record", "return", "--of", paid["event"], "--amount", "500.01", "--on", "2023-03-21")
    office.refused("record", "return", "--of", paid["event"], "--amount", "1", "--on", "2023-03-09")
    back = office.give_back(paid["event"], "500", "2023-04-02")
    assert office.project("P01")["disbursed"] == "0.00"
    assert office.project("P01", "--as-of", "2023-03-31")["disbursed"] == "500.00"
    office.refused("record", "return", "--of", back["event"], "--amount", "1", "--on", "2023-04-03")
    office.refused("reverse", paid["event"], "--reason", "有退回")


def test_a_return_cannot_be_undone_when_the_money_is_spent_again(office: Office) -> None:
    office.grant("P01", "1000")
    paid = office.pay("P01", "1000", "2023-03-10")
    back = office.give_back(paid["event"], "400", "2023-03-20")
    office.pay("P01", "400", "2023-03-25")
    office.refused("reverse", back["event"], "--reason", "其实没退")


def test_reversals_of_reversals(office: Office) -> None:
    office.grant("P01", "1000")
    paid = office.pay("P01", "600", "2023-03-10", voucher="V-1")
    office.refused(
        "record",
        "disbursement",
        "--project",
        "P01",
        "--amount",
        "1",
        "--paid",
        "2023-03-11",
        "--voucher",
        "V-1",
    )
    undone = office.json("reverse", paid["event"], "--reason", "记错")
    office.refused("reverse", paid["event"], "--reason", "再来")
    assert office.project("P01")["disbursed"] == "0.00"
    office.pay("P01", "100", "2023-03-12", voucher="V-1")
    office.refused("reverse", undone["event"], "--reason", "凭证号已占用")
    again = office.log()[-1]
    assert again["payload"]["voucher"] == "V-1"
    office.json("reverse", again["id"], "--reason", "让出凭证号")
    redone = office.json("reverse", undone["event"], "--reason", "原来没错")
    assert office.project("P01")["disbursed"] == "600.00"
    office.refused("reverse", undone["event"], "--reason", "重复")
    office.json("reverse", redone["event"], "--reason", "还是错了")
    assert office.project("P01")["disbursed"] == "0.00"
    figure = office.explain("P01", "execution")
    assert (figure["numerator"], figure["denominator"], figure["value"]) == ("0.00", "1000.00", "0.00")


def test_a_reversal_takes_effect_the_day_it_is_made(office: Office) -> None:
    office.grant("P01", "1000")
    paid = office.pay("P01", "600", "2023-03-10")
    office.today("2023-07-04")
    office.json("reverse", paid["event"], "--reason", "记错")
    assert office.log()[-1]["occurred_on"] == "2023-07-04"
    assert office.project("P01", "--as-of", "2023-07-03")["disbursed"] == "600.00"
    assert office.project("P01")["disbursed"] == "0.00"


def test_a_reversal_after_the_year_leaves_every_figure_agreeing(office: Office) -> None:
    office.grant("P01", "1000")
    paid = office.pay("P01", "600", "2023-03-10", people_due="1", people_paid="1")
    office.today("2024-02-01")
    office.json("reverse", paid["event"], "--reason", "次年发现")
    assert office.project("P01")["disbursed"] == "0.00"
    assert office.indicator("P01.04")["actual"]["value"] in ("0.00", None)
    assert office.explain("P01.04")["value"] in ("0.00", None)
    assert office.project("P01", "--as-of", "2023-12-31")["disbursed"] == "600.00"
    assert office.indicator("P01.04", "--as-of", "2023-12-31")["actual"]["value"] == "600.00"


def test_soft_ceilings_warn_and_say_over(office: Office) -> None:
    office.grant("P01", "60万")
    first = office.pay("P01", "50万", "2023-03-10", people_due="500", people_paid="500")
    assert first["warnings"] == []
    assert office.indicator("P01.04")["status"] == "met"
    second = office.pay("P01", "0.01", "2023-04-10")
    assert len(second["warnings"]) == 1
    assert "P01.04" in second["warnings"][0] or "总成本" in second["warnings"][0]
    standing = office.indicator("P01.04")
    assert (standing["status"], standing["actual"]["value"]) == ("over", "500000.01")
    third = office.pay("P01", "1160.01", "2023-05-10", people_due="1", people_paid="1")
    assert len(third["warnings"]) == 2
    assert office.indicator("P01.05")["status"] == "over"


def test_a_category_ceiling_warns(office: Office) -> None:
    office.grant("P03", "9000")
    assert office.pay("P03", "5000", "2023-03-10", category="three_public")["warnings"] == []
    assert len(office.pay("P03", "1", "2023-03-11", category="three_public")["warnings"]) == 1


def test_people_paid_above_people_due_need_a_reason(office: Office) -> None:
    office.grant("P01", "1000")
    words = (
        "record",
        "disbursement",
        "--project",
        "P01",
        "--amount",
        "10",
        "--paid",
        "2023-03-10",
        "--people-due",
        "5",
        "--people-paid",
        "6",
    )
    office.refused(*words)
    office.json(*words, "--allow-over", "补发上月一人")


def test_closed_months_and_years_take_nothing(office: Office) -> None:
    office.grant("P01", "1000")
    office.json("close", "2023-03")
    office.refused("record", "disbursement", "--project", "P01", "--amount", "1", "--paid", "2023-03-10")
    office.refused("record", "receipt", "--project", "P01", "--amount", "1", "--on", "2023-03-31")
    office.refused("close", "2023-03")
    office.json("reopen", "2023-03", "--reason", "漏记一笔")
    office.pay("P01", "1", "2023-03-10")
    office.json("close", "2023")
    office.refused("record", "receipt", "--project", "P01", "--amount", "1", "--on", "2023-05-31")
    office.json("reopen", "2023", "--reason", "漏记")


def test_a_key_records_once(office: Office) -> None:
    office.grant("P01", "1000")
    first = office.record("receipt", "--project", "P01", "--amount", "10", "--on", "2023-02-02", key="k-1")
    again = office.record("receipt", "--project", "P01", "--amount", "10.00", "--on", "2023-02-02", key="k-1")
    assert (first["event"], first["position"], first["hash"]) == (
        again["event"],
        again["position"],
        again["hash"],
    )
    assert office.project("P01")["received"] == "10.00"
    for other in (("P01", "11", "2023-02-02"), ("P02", "10", "2023-02-02"), ("P01", "10", "2023-02-03")):
        office.refused(
            "record", "receipt", "--project", other[0], "--amount", other[1], "--on", other[2], "--key", "k-1"
        )
    office.refused(
        "record", "appropriation", "--project", "P01", "--amount", "10", "--on", "2023-02-02", "--key", "k-1"
    )


def test_a_key_answers_although_the_money_is_gone_now_or_the_month_closed(office: Office) -> None:
    office.grant("P01", "10")
    words = (
        "record",
        "disbursement",
        "--project",
        "P01",
        "--amount",
        "10",
        "--paid",
        "2023-02-02",
        "--due",
        "2023-02-02",
        "--key",
        "pay-1",
    )
    first = office.json(*words)
    office.json("close", "2023-02")
    assert office.json(*words)["event"] == first["event"]


def test_a_key_of_a_return_and_a_reversal(office: Office) -> None:
    office.grant("P01", "100")
    paid = office.pay("P01", "50", "2023-02-02")
    one = office.record("return", "--of", paid["event"], "--amount", "50", "--on", "2023-02-03", key="r")
    two = office.record("return", "--of", paid["event"], "--amount", "50", "--on", "2023-02-03", key="r")
    assert one["event"] == two["event"]
    undo = office.json("reverse", one["event"], "--reason", "错", "--key", "u")
    office.today("2023-06-20")
    assert office.json("reverse", one["event"], "--reason", "错", "--key", "u")["event"] == undo["event"]


def test_a_receipt_over_the_grant_is_recorded_with_a_warning(office: Office) -> None:
    office.grant("P02", "100")
    assert office.receive("P02", "100")["warnings"] == []
    assert len(office.receive("P02", "0.01")["warnings"]) == 1
