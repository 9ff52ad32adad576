"""Indicators from outside: where values arise, how they stand, the monthly check, and what explains them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.contract_office import Office


def parts(figure: dict[str, Any]) -> tuple[Any, Any, Any]:
    return figure["value"], figure["numerator"], figure["denominator"]


def positions(figure: dict[str, Any]) -> list[int]:
    return [each["position"] for each in figure["events"]]


def test_headcount_on_time_goes_by_the_due_month(office: Office) -> None:
    office.grant("P01", "60万")
    office.pay("P01", "1000", "2023-03-31", "2023-03-15", people_due="100", people_paid="97")
    late = office.pay(
        "P01", "30", "2023-04-02", "2023-03-15", people_due="0", people_paid="3", allow_over="补发"
    )
    march = office.check("2023-03")["P01.03"]
    assert parts(march) == ("97.00", 97, 100)
    assert march["status"] == "missed"
    office.pay("P01", "1000", "2023-04-28", "2023-04-20", people_due="300", people_paid="300")
    assert office.check("2023-04")["P01.03"]["status"] == "met"
    year = office.indicator("P01.03")
    assert parts(year["actual"]) == ("99.25", 397, 400)
    assert year["status"] == "met"
    assert late["position"] in positions(office.explain("P01.03", "--period", "2023-03"))


def test_amount_on_time_goes_by_the_due_date_and_returns_come_off(office: Office) -> None:
    office.grant("P02", "90万")
    office.pay("P02", "900", "2023-03-20", "2023-03-20")
    office.pay("P02", "100", "2023-03-21", "2023-03-20")
    assert parts(office.check("2023-03")["P02.01"]) == ("90.00", "900.00", "1000.00")
    on_time = next(e for e in office.log() if e["type"] == "DisbursementRecorded")
    office.give_back(on_time["id"], "50", "2023-05-03")
    assert parts(office.check("2023-03")["P02.01"]) == ("85.00", "850.00", "1000.00")
    assert parts(office.indicator("P02.01", "--as-of", "2023-05-02")["actual"]) == (
        "90.00",
        "900.00",
        "1000.00",
    )
    assert office.check("2023-02")["P02.01"]["status"] == "not_applicable"
    explained = office.explain("P02.01", "--period", "2023-03")
    assert parts(explained) == ("85.00", "850.00", "1000.00")
    assert [e["type"] for e in explained["events"]] == [
        "DisbursementRecorded",
        "DisbursementRecorded",
        "ReturnRecorded",
    ]


def test_funds_arrival_is_cumulative_to_the_months_end(office: Office) -> None:
    office.grant("P02", "1000", on="2023-01-10")
    office.receive("P02", "450", on="2023-01-31")
    office.receive("P02", "450", on="2023-02-01")
    assert parts(office.check("2023-01")["P02.02"]) == ("45.00", "450.00", "1000.00")
    assert parts(office.check("2023-02")["P02.02"]) == ("90.00", "900.00", "1000.00")
    office.grant("P02", "500", on="2023-03-15", kind="supplement")
    assert parts(office.check("2023-02")["P02.02"]) == ("90.00", "900.00", "1000.00")
    assert parts(office.check("2023-03")["P02.02"]) == ("60.00", "900.00", "1500.00")
    assert office.check("2023-03")["P02.02"]["status"] == "missed"
    assert len(office.explain("P02.02", "--period", "2023-01")["events"]) == 2
    assert len(office.explain("P02.02")["events"]) == 4


def test_payment_rate_and_spending_and_money_per_person(office: Office) -> None:
    office.grant("P02", "300")
    assert office.indicator("P02.03")["actual"]["value"] in (None, "0.00")
    office.pay("P02", "200", "2023-03-01")
    assert parts(office.indicator("P02.03")["actual"]) == ("66.67", "200.00", "300.00")
    office.grant("P01", "60万")
    office.pay("P01", "348000", "2023-03-15", people_due="300", people_paid="300")
    assert parts(office.indicator("P01.05")["actual"]) == ("1160.00", "348000.00", 300)
    assert office.indicator("P01.05")["status"] == "met"
    office.pay("P01", "100000", "2023-04-15", people_due="300", people_paid="300")
    assert office.indicator("P01.05")["actual"]["value"] == "333.33"
    assert office.explain("P01.05", "--period", "2023-03")["value"] == "1160.00"


def test_typed_months_roll_up_and_a_typed_year_overrides(office: Office) -> None:
    office.measure("P01.02", "2023-01", value="3")
    office.measure("P01.02", "2023-02", value="４次")
    assert office.indicator("P01.02")["actual"]["value"] == 7
    office.measure("P01.02", "2023-02", value="5次")
    assert office.indicator("P01.02")["actual"]["value"] == 8
    assert office.indicator("P01.02")["status"] == "pending"
    assert len(office.explain("P01.02")["events"]) == 2
    year = office.measure("P01.02", "2023", value="12")
    assert (office.indicator("P01.02")["actual"]["value"], office.indicator("P01.02")["status"]) == (
        12,
        "met",
    )
    assert positions(office.explain("P01.02")) == [year["position"]]
    office.json("reverse", year["event"], "--reason", "错")
    assert office.indicator("P01.02")["actual"]["value"] == 8
    office.measure("P01.01", "2023-03", value="310")
    office.measure("P01.01", "2023-02", value="290人")
    assert office.indicator("P01.01")["actual"]["value"] == 310
    assert office.indicator("P01.01", "--as-of", "2023-03-30")["actual"]["value"] == 290


def test_a_ratio_of_the_year_is_the_ratio_of_the_sums(office: Office) -> None:
    office.measure("P02.04", "2023-01", numerator="1", denominator="2")
    office.measure("P02.04", "2023-02", numerator="98", denominator="98")
    actual = office.indicator("P02.04")["actual"]
    assert parts(actual) == ("99.00", 99, 100)
    assert office.check("2023-01")["P02.04"]["status"] == "missed"
    assert office.check("2023-02")["P02.04"]["status"] == "met"


def test_a_superseded_month_is_explained_by_what_replaced_it(office: Office) -> None:
    office.measure("P02.04", "2023-01", numerator="1", denominator="2")
    second = office.measure("P02.04", "2023-01", numerator="2", denominator="2")
    assert positions(office.explain("P02.04", "--period", "2023-01")) == [second["position"]]
    undone = office.json("reverse", second["event"], "--reason", "错")
    figure = office.explain("P02.04", "--period", "2023-01")
    assert figure["value"] == "50.00"
    assert {second["position"], undone["position"]} <= set(positions(figure))


@pytest.mark.parametrize(
    ("indicator", "period", "more"),
    [
        ("P02.04", "2023-01", ("--numerator", "3", "--denominator", "2")),
        ("P02.04", "2023-01", ("--numerator", "1", "--denominator", "0")),
        ("P02.04", "2022-12", ("--numerator", "1", "--denominator", "1")),
        ("P02.04", "2022", ("--numerator", "1", "--denominator", "1")),
        ("P01.01", "2023-01", ("--numerator", "1", "--denominator", "1")),
        ("P01.01", "2023-01", ("--value", "12次")),
        ("P01.01", "2023-01", ("--value", "12.5")),
        ("P01.01", "2023-01", ("--value", "-3")),
        ("P01.01", "2023-01", ("--band", "met")),
        ("P01.06", "2023", ("--value", "3")),
        ("P01.06", "2023", ("--band", "met", "--share", "70")),
        ("P01.06", "2023", ("--band", "partly", "--share", "80")),
        ("P01.06", "2023", ("--band", "missed", "--share", "60")),
        ("P02.04", "2023-01", ("--value", "101%")),
        ("P02.07", "2023", ("--value", "101")),
    ],
)
def test_measurements_that_cannot_belong_are_refused(
    office: Office, indicator: str, period: str, more: tuple[str, ...]
) -> None:
    office.refused("record", "measurement", "--indicator", indicator, "--period", period, *more)


@pytest.mark.parametrize(
    ("period", "more"),
    [
        ("2023-13", ("--value", "1")),
        ("2023-1", ("--value", "1")),
        ("abc", ("--value", "1")),
        ("2023-01", ("--value", "abc")),
        ("2023-01", ("--numerator", "1")),
        ("2023-01", ("--numerator", "1", "--denominator", "2", "--value", "3")),
        ("2023-01", ()),
        ("2023-01", ("--band", "great")),
        ("2023-01", ("--value", "1", "--share", "50")),
    ],
)
def test_measurements_that_cannot_be_read_are_wrong_usage(
    office: Office, period: str, more: tuple[str, ...]
) -> None:
    office.refused("record", "measurement", "--indicator", "P01.01", "--period", period, *more, code=2)


def test_more_than_all_needs_a_reason(office: Office) -> None:
    office.measure("P02.04", "2023-01", numerator="3", denominator="2", allow_over="含上月结转")
    assert office.indicator("P02.04")["actual"]["value"] == "150.00"


def test_a_rate_over_nothing_is_null(office: Office) -> None:
    office.measure("P02.04", "2023-01", numerator="0", denominator="0")
    assert parts(office.indicator("P02.04")["actual"]) == (None, 0, 0)


def test_a_typed_percentage_is_shown_as_a_rate(office: Office) -> None:
    office.measure("P01.07", "2023", value="96.5%")
    assert office.indicator("P01.07")["actual"]["value"] == "96.50"


def test_a_shown_rate_is_rounded_half_up(office: Office) -> None:
    office.measure("P02.04", "2023-01", numerator="148", denominator="150")
    assert office.indicator("P02.04")["actual"]["value"] == "98.67"
    office.measure("P02.04", "2023-01", numerator="19999", denominator="160000")
    assert office.indicator("P02.04")["actual"]["value"] == "12.50"
    office.measure("P02.04", "2023-01", numerator="94995", denominator="100000")
    standing = office.indicator("P02.04", "--as-of", "2023-12-31")
    assert (standing["actual"]["value"], standing["status"]) == ("95.00", "short")


@pytest.mark.parametrize(
    ("as_of", "status"), [("2023-12-30", "pending"), ("2023-12-31", "short"), ("2024-05-05", "short")]
)
def test_a_target_missed_is_short_from_the_years_last_day(office: Office, as_of: str, status: str) -> None:
    office.measure("P01.01", "2023-03", value="299")
    assert office.indicator("P01.01", "--as-of", as_of)["status"] == status


@pytest.mark.parametrize(("as_of", "status"), [("2023-12-30", "pending"), ("2024-01-01", "unreported")])
def test_nothing_to_judge_is_unreported_when_the_year_is_over(
    office: Office, as_of: str, status: str
) -> None:
    assert office.indicator("P01.01", "--as-of", as_of)["status"] == status


def test_equal_targets(office: Office) -> None:
    office.measure("P02.05", "2023-01", value="6")
    assert office.indicator("P02.05")["status"] == "met"
    office.measure("P02.06", "2023-01", value="0")
    assert office.indicator("P02.06")["status"] == "met"
    office.measure("P02.06", "2023-02", value="1")
    assert office.indicator("P02.06")["status"] == "over"


@pytest.mark.parametrize(("band", "status"), [("met", "met"), ("partly", "short"), ("missed", "short")])
def test_a_qualitative_indicator_is_met_by_its_band(office: Office, band: str, status: str) -> None:
    office.measure("P01.06", "2023", band=band)
    assert office.indicator("P01.06")["status"] == status


@pytest.mark.parametrize(
    ("today", "statuses"),
    [
        ("2023-04-30", {"P01.03": "not_due", "P02.01": "not_due", "P02.04": "not_due"}),
        ("2023-05-01", {"P01.03": "not_due", "P02.04": "not_due"}),
        ("2023-05-09", {"P01.03": "not_due", "P02.04": "not_due"}),
        ("2023-05-10", {"P01.03": "unreported", "P02.04": "unreported", "P02.01": "not_applicable"}),
    ],
)
def test_a_month_without_data_waits_for_its_deadline(
    office: Office, today: str, statuses: dict[str, str]
) -> None:
    office.today(today)
    found = office.check("2023-04")
    assert {code: found[code]["status"] for code in statuses} == statuses


def test_the_deadline_is_the_fifth_working_day_of_the_next_month(office: Office) -> None:
    assert office.json("check", "--month", "2023-04", code=1)["deadline"] == "2023-05-09"
    office.today("2024-03-01")
    assert office.json("check", "--month", "2023-12", code=1)["deadline"] == "2024-01-08"
    assert office.json("check", "--month", "2023-09", code=1)["deadline"] == "2023-10-11"


def test_a_month_with_data_is_judged_the_day_after_it_ends(office: Office) -> None:
    office.today("2023-04-30")
    office.measure("P02.04", "2023-04", numerator="1", denominator="2")
    assert office.check("2023-04")["P02.04"]["status"] == "not_due"
    office.today("2023-05-01")
    assert office.check("2023-04")["P02.04"]["status"] == "missed"


def test_checking_again_changes_nothing_and_a_correction_closes_the_alert(office: Office) -> None:
    office.today("2023-05-20")
    for month in ("2023-04",):
        office.measure("P02.04", month, numerator="1", denominator="2")
        office.measure("P01.03", month, numerator="99", denominator="100")
    office.grant("P02", "10", on="2023-04-01")
    office.receive("P02", "10", on="2023-04-02")
    first = office.json("check", "--month", "2023-04", code=1)
    assert [each["subject"] for each in first["opened"]] == ["P02.04"]
    before = office.events()
    second = office.json("check", "--month", "2023-04", code=1)
    assert (second["opened"], second["closed"], office.events()) == ([], [], before)
    (alert,) = office.json("alerts", code=1)
    assert {"id", "kind", "level", "subject", "period", "opened_on", "acknowledged", "message"} <= set(alert)
    assert (alert["subject"], alert["period"], alert["opened_on"], alert["acknowledged"]) == (
        "P02.04",
        "2023-04",
        "2023-05-20",
        False,
    )
    office.json("alerts", "ack", alert["id"], "--note", "已督办")
    (alert,) = office.json("alerts", code=1)
    assert alert["acknowledged"] is True
    office.measure("P02.04", "2023-04", numerator="2", denominator="2")
    third = office.json("check", "--month", "2023-04")
    assert [each["subject"] for each in third["closed"]] == ["P02.04"]
    assert office.json("alerts") == []
    assert len(office.json("alerts", "--all")) == 1
    office.refused("alerts", "ack", alert["id"], "--note", "再来")
    office.refused("alerts", "ack", "timeliness:P99.01:2023-04", "--note", "没有")


def test_a_check_outside_the_year_is_refused(office: Office) -> None:
    office.refused("check", "--month", "2022-12")
    office.refused("check", "--month", "2023-00", code=2)


def test_explain_is_complete_for_money(office: Office) -> None:
    granted = office.grant("P01", "1000")
    paid = office.pay("P01", "600", "2023-03-10")
    back = office.give_back(paid["event"], "100", "2023-03-12")
    wrong = office.pay("P01", "50", "2023-03-13")
    undone = office.json("reverse", wrong["event"], "--reason", "错")
    office.receive("P01", "1000")
    office.grant("P02", "77")
    figure = office.explain("P01", "execution")
    assert positions(figure) == [each["position"] for each in (granted, paid, back, wrong, undone)]
    assert parts(figure) == ("50.00", "500.00", "1000.00")
    assert {"figure", "value", "numerator", "denominator", "rule", "events"} <= set(figure)
    assert {"position", "id", "type", "occurred_on", "amount", "people"} <= set(figure["events"][0])
    assert positions(office.explain("P01.04")) == [each["position"] for each in (paid, back, wrong, undone)]


def test_department_indicators_are_typed(office: Office) -> None:
    office.measure("D1.01", "2023", numerator="97", denominator="100")
    assert office.explain("D1.01")["value"] == "97.00"
    office.measure("D2.01", "2023", band="met")
    office.refused("record", "measurement", "--indicator", "D2.02", "--period", "2023", "--band", "met")


def test_a_deviation_is_kept(office: Office) -> None:
    office.record("deviation", "--indicator", "P01.03", "--reason", "人员变动", "--measure", "提前核对")
    office.refused("record", "deviation", "--indicator", "P01.03", "--reason", " ", "--measure", "x")
    office.refused(
        "record",
        "deviation",
        "--indicator",
        "P01.03",
        "--reason",
        "身份证11010119900307421X",
        "--measure",
        "x",
    )


def test_typed_months_of_an_indicator_the_log_could_compute_are_explained(office: Office) -> None:
    office.measure("P01.03", "2023-01", numerator="96", denominator="100")
    office.measure("P01.03", "2023-02", numerator="100", denominator="100")
    office.measure("P01.04", "2023-01", value="1000")
    office.measure("P01.04", "2023-02", value="0.2万元")
    assert parts(office.indicator("P01.03")["actual"]) == ("98.00", 196, 200)
    assert len(office.explain("P01.03")["events"]) == 2
    assert office.explain("P01.04")["value"] == "3000.00"
    assert len(office.explain("P01.04")["events"]) == 2


def test_months_typed_before_the_payments_were_recorded_count_in_the_year(office: Office) -> None:
    typed = office.measure("P01.03", "2023-01", numerator="96", denominator="100")
    office.grant("P01", "60万")
    paid = office.pay("P01", "300", "2023-02-15", people_due="300", people_paid="300")
    assert parts(office.indicator("P01.03")["actual"]) == ("99.00", 396, 400)
    assert positions(office.explain("P01.03")) == [typed["position"], paid["position"]]
    office.measure("P01.03", "2023-02", numerator="1", denominator="300")
    assert parts(office.indicator("P01.03")["actual"]) == ("99.00", 396, 400)
    office.measure("P02.01", "2023-01", numerator="90", denominator="100")
    office.grant("P02", "1000")
    office.pay("P02", "100", "2023-02-15")
    assert parts(office.indicator("P02.01")["actual"]) == ("95.00", "190.00", "200.00")
    assert len(office.explain("P02.01")["events"]) == 2
