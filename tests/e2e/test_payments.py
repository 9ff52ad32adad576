"""Payments as an office makes them: in two steps, in bulk, again next month, late, and from the command line."""

from __future__ import annotations

import json

import pytest
from python_calamine import CalamineWorkbook

from tests.e2e.test_rosters import Office
from tests.tracker.rosters.files import OUTCOME_HEADERS, identity, person


@pytest.fixture
def office(tmp_path, capsys, monkeypatch):
    desk = Office(tmp_path, capsys, monkeypatch)
    desk.today("2022-03-10")
    return desk


def ask(office, amount, *more):
    return office.done("request", "new", "--project", "P15", "--amount", str(amount), *more)["event"]


def pay(office, amount, *more):
    return (
        "record",
        "disbursement",
        "--project",
        "P15",
        "--amount",
        str(amount),
        "--paid",
        "2022-03-10",
        *more,
    )


def test_a_request_reserves_and_pays_nothing(office):
    ask(office, 6000)
    project = office.project()
    assert (project["disbursed"], project["reserved"], project["balance"]) == ("0.00", "6000.00", "10000.00")
    assert office.done("status")["totals"]["reserved"] == "6000.00"
    office.refused(3, *pay(office, "4000.01"))
    office.refused(3, "request", "new", "--project", "P15", "--amount", "4000.01")
    office.done(*pay(office, "4000"))


def test_a_request_is_paid_maybe_for_less_and_sets_the_rest_free(office):
    event = ask(office, 6000, "--due", "2022-03-15", "--people-due", "20")
    office.refused(3, "request", "post", event, "--amount", "6000.01")
    paid = office.done("request", "post", event, "--amount", "5000", "--paid", "2022-03-12", "--key", "k")
    again = office.done("request", "post", event, "--amount", "5000", "--paid", "2022-03-12", "--key", "k")
    assert (again["event"], again["repeated"]) == (paid["event"], True)
    project = office.project("--as-of", "2022-03-31")
    assert (project["disbursed"], project["reserved"]) == ("5000.00", "0.00")
    assert (office.project()["disbursed"], office.project()["reserved"]) == ("0.00", "6000.00")
    office.refused(3, "request", "post", event)
    office.done(*pay(office, "5000"))


def test_the_whole_balance_can_be_asked_for_and_paid(office):
    event = ask(office, 10000)
    office.done("request", "post", event)
    assert office.project()["balance"] == "0.00"


def test_a_request_is_paid_late_with_a_reason_once_its_month_is_closed(office):
    event = ask(office, 6000)
    office.today("2022-03-31")
    office.done("close", "2022-03")
    late = ("request", "post", event, "--paid", "2022-03-12")
    office.refused(3, *late)
    paid = office.done(*late, "--late", "回单晚到")
    (correction,) = office.done("status")["corrections"]
    assert (correction["position"], correction["reason"]) == (paid["position"], "回单晚到")


def test_a_request_is_withdrawn_or_lapses_with_its_month(office):
    first, second = ask(office, 5000), ask(office, 5000)
    office.done("request", "cancel", first, "--reason", "重复")
    office.refused(3, "request", "cancel", first, "--reason", "重复")
    assert [one["event"] for one in office.done("request", "list")["requests"]] == [second]
    office.today("2022-04-01")
    assert office.done("request", "list")["requests"] == []
    assert office.project()["reserved"] == "0.00"
    assert office.project("--as-of", "2022-03-31")["reserved"] == "5000.00"
    office.refused(3, "request", "post", second)
    office.done("record", "disbursement", "--project", "P15", "--amount", "10000", "--paid", "2022-04-01")


def test_a_file_is_recorded_whole_and_once(office):
    rows = [("P15", "100.00", "2022-03-01", "记-1"), ("P15", "1,200", "2022-03-02", "记-2"), ("", "", "", "")]
    path = office.csv(rows, "payments.csv", ("项目", "金额", "实发日期", "voucher"), encoding="gb18030")
    told = office.done("record", "disbursement", "--from", path)
    assert (told["recorded"], told["repeated"], len(told["events"])) == (2, 0, 2)
    assert office.project()["disbursed"] == "1300.00"
    again = office.done("record", "disbursement", "--from", path)
    assert (again["recorded"], again["repeated"]) == (0, 2)
    assert [one["event"] for one in again["events"]] == [one["event"] for one in told["events"]]


def test_bad_rows_are_all_named_and_nothing_is_recorded(office):
    path = office.csv([("P15", "1"), ("P15", "abc"), ("", "5"), ("P15", "-1")], "a.csv", ("项目", "金额"))
    told = office.refused(4, "record", "receipt", "--from", path)
    assert [f"第 {n} 行" in line for n, line in zip((3, 4, 5), told, strict=True)] == [True] * 3
    path = office.csv([("P15", "1", "x")], "b.csv", ("项目", "金额", "心情"))
    assert "心情" in office.refused(4, "record", "receipt", "--from", path)[0]


def test_a_row_that_a_rule_forbids_stops_them_all(office):
    path = office.csv([("P15", "9000"), ("P15", "2000")], "a.csv", ("项目", "金额"))
    (told,) = office.refused(3, "record", "disbursement", "--from", path)
    assert "第 3 行" in told


def test_a_template_names_what_a_file_may_hold(office):
    for kind in ("appropriation", "disbursement", "receipt", "measurement"):
        code, out, _ = office.call("record", kind, "--template")
        assert code == 0
        assert out.startswith("项目,金额" if kind != "measurement" else "指标,期间")
        code, out, _ = office.call("--lang", "en", "record", kind, "--template")
        assert out.startswith("project,amount" if kind != "measurement" else "indicator,period")


def test_last_months_payment_is_made_again(office):
    office.done(*pay(office, "1000", "--due", "2022-01-31", "--people-due", "9", "--people-paid", "9",
                     "--payee", "县农商行", "--voucher", "记-9"))  # fmt: skip
    office.today("2022-03-20")
    event = office.done("repeat", "P15", "--amount", "1100", "--people-due", "10")["event"]
    listed = next(one for one in office.done("log", "list", "--limit", "1") if one["id"] == event)
    fact = listed["payload"]
    assert (fact["due_on"], fact["people_due"], fact["people_paid"]) == ("2022-02-28", 10, 10)
    assert (fact["amount_fen"], fact["payee"], fact["voucher"]) == (110000, "县农商行", None)
    office.refused(3, "repeat", "P16")


def test_a_late_fact_needs_a_reason_once_the_month_is_closed(office):
    office.done("close", "2022-03")
    office.refused(3, *pay(office, "10"))
    event = office.done(*pay(office, "10", "--late", "三月凭证四月才到"))
    assert office.project()["disbursed"] == "10.00"
    office.done(
        "record", "return", "--of", event["event"], "--amount", "1", "--on", "2022-03-11", "--late", "同上"
    )
    office.done(
        "record", "receipt", "--project", "P15", "--amount", "5", "--on", "2022-03-11", "--late", "同上"
    )
    office.done(
        "record", "appropriation", "--project", "P15", "--amount", "5", "--on", "2022-03-11", "--late", "同上"
    )
    office.refused(3, *pay(office, "10", "--late", " "))


def test_a_late_measurement_list_and_result_go_in_with_a_reason(office):
    first = office.imported([person(1, "50")])
    office.today("2022-04-10")
    office.done("close", "2022-03")
    measure = ("record", "measurement", "--indicator", "P15.01", "--period", "2022-03",
               "--numerator", "9", "--denominator", "10")  # fmt: skip
    office.refused(3, *measure)
    office.done(*measure, "--late", "补报")
    path = office.csv([person(2, "60")], "late.csv")
    bring = ("roster", "import", path, "--project", "P15", "--month", "2022-03")
    office.refused(3, *bring)
    assert office.done(*bring, "--late", "补发名册")["amount_due"] == "60.00"
    bank = office.csv([person(1, "50", "成功", "2022-03-15")], "bank.csv", OUTCOME_HEADERS)
    answer = ("roster", "result", bank, "--of", first["event"])
    office.refused(3, *answer)
    assert office.done(*answer, "--late", "银行迟复")["paid"] == 1
    office.refused(3, *bring[:2], office.csv([person(3)], "x.csv"), *bring[3:], "--late", identity(3))


def test_late_facts_are_the_corrections_of_the_next_report(office):
    office.today("2022-04-10")
    office.done("close", "2022-03")
    assert office.done("status")["corrections"] == []
    paid = office.done(*pay(office, "100"), "--late", "凭证迟到")
    office.done("record", "measurement", "--indicator", "P15.01", "--period", "2022-03",
                "--numerator", "9", "--denominator", "10", "--late", "补报")  # fmt: skip
    instant = office.done("log", "list")[-1]["recorded_at"]
    money, measured = office.done("status")["corrections"]
    assert (money["position"], money["event"], money["type"]) == (
        paid["position"],
        paid["event"],
        "DisbursementRecorded",
    )
    assert (money["subject"], money["occurred_on"], money["amount"], money["reason"]) == (
        "P15",
        "2022-03-10",
        "100.00",
        "凭证迟到",
    )
    assert money["recorded_at"] > "2022-04"
    assert (measured["subject"], measured["amount"]) == ("P15.01", None)
    assert office.done("status", "--project", "P16")["corrections"] == []
    _, text, _ = office.call("status")
    assert "凭证迟到" in text
    assert "更正" in text
    _, text, _ = office.call("--lang", "en", "status", "--project", "p15")
    assert "凭证迟到" in text
    assert len(office.done("status", "--as-of", "2022-03-15")["corrections"]) == 1
    undoing = office.done("reverse", paid["event"], "--reason", "重复")["event"]
    assert [one["subject"] for one in office.done("status")["corrections"]] == ["P15.01"]
    assert len(office.done("status", "--known-at", instant)["corrections"]) == 2
    office.done("reverse", undoing, "--reason", "没有重复")
    assert [one["subject"] for one in office.done("status")["corrections"]] == ["P15", "P15.01"]


def test_a_typed_figure_that_the_log_contradicts_is_a_finding(office):
    rows = [person(n, "100", "成功", "2022-03-15" if n else "2022-04-02") for n in range(4)]
    office.imported(rows, headers=OUTCOME_HEADERS)
    office.today("2022-04-10")
    measure = ("record", "measurement", "--indicator", "P15.01", "--period", "2022-03")
    office.done(*measure, "--numerator", "75", "--denominator", "100")
    assert office.done("status")["findings"] == []
    told = office.done(*measure, "--numerator", "4", "--denominator", "4")
    assert any("100.00%" in warning and "75.00%" in warning for warning in told["warnings"])
    (finding,) = office.done("status")["findings"]
    assert (finding["code"], finding["kind"], finding["severity"]) == ("typed_differs", "conflict", "warning")
    assert (finding["where"][0]["subject"], finding["period"]) == ("P15.01", "2022-03")
    assert (finding["typed"]["value"], finding["computed"]["value"]) == ("100.00", "75.00")
    assert office.done("status", "--project", "P16")["findings"] == []
    _, _, said = office.call("status")
    assert "75.00%" in said
    assert office.done("check", "--month", "2022-03")["results"][0]["value"] == "75.00"
    office.done("reverse", told["event"], "--reason", "填错")
    assert office.done("status")["findings"] == []


def test_a_voucher_says_the_amount_in_capitals(office):
    event = office.done(*pay(office, "1234.05", "--voucher", "记-9", "--payee", "=县农商行"))["event"]
    path = office.folder / "voucher.xlsx"
    told = office.done("voucher", event, "--out", str(path))
    assert (told["amount"], told["capitals"]) == ("1234.05", "人民币壹仟贰佰叁拾肆元零伍分")
    cells = [row for row in CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python() if row[0]]
    assert ["收款单位", "=县农商行"] in cells
    assert "金额大写：人民币壹仟贰佰叁拾肆元零伍分" in office.call("voucher", event)[1]
    back = office.done("reverse", event, "--reason", "录错")["event"]
    assert office.done("voucher", back)["amount"] == "-1234.05"
    office.refused(3, "voucher", "1")


def test_what_is_left_goes_into_next_years_ledger_once(office):
    office.done(*pay(office, "4000.50"))
    here = ("--ledger", "900/2022")
    plan = json.loads((office.folder / "plan.json").read_text()) | {"year": 2023}
    (office.folder / "next.json").write_text(json.dumps(plan))
    office.done("init", "--unit", "900", "--name", "测试单位", "--year", "2023")
    carry = (*here, "carryover", "--to", "900/2023")
    assert office.call(*carry)[0] == 3
    office.today("2022-12-31")
    office.done(*here, "close", "2022")
    assert office.call(*carry)[0] == 3
    office.today("2023-01-03")
    office.done(
        "--ledger", "900/2023", "plan", "import", str(office.folder / "next.json"), "--on", "2023-01-01"
    )
    (carried,) = office.done(*carry)["carried"]
    assert (carried["project"], carried["amount"], carried["repeated"]) == ("P15", "5999.50", False)
    (again,) = office.done(*carry)["carried"]
    assert again == carried | {"repeated": True}
    there = office.done("--ledger", "900/2023", "status")["projects"][0]
    assert (there["appropriated"], there["balance"]) == ("5999.50", "5999.50")
    assert office.done(*here, "status", "--as-of", "2022-12-31")["projects"][0]["appropriated"] == "10000.00"
