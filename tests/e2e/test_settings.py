"""Settings and an indicator's own deadline, from the command line."""

from __future__ import annotations

import pytest

from tests.e2e.contract_office import Office


def settings(office: Office, *more: object) -> dict[str, dict[str, object]]:
    return {each["name"]: each for each in office.json("settings", "list", *more)}


def test_a_setting_is_listed_changed_and_reset_and_the_log_says_who_and_why(office: Office) -> None:
    office.today("2023-04-03")
    before = settings(office)["reporting_deadline"]
    assert (before["value"], before["default"], before["changed_on"]) == (5, 5, None)
    office.json("settings", "set", "reporting-deadline", "8", "--reason", "县局通知")
    payload = office.log()[-1]["payload"]
    assert payload == {"name": "reporting_deadline", "value": "8", "previous": "5", "reason": "县局通知"}
    now = settings(office)["reporting_deadline"]
    assert (now["value"], now["changed_on"], now["reason"]) == (8, "2023-04-03", "县局通知")
    assert settings(office, "--as-of", "2023-04-02")["reporting_deadline"]["value"] == 5
    assert "8" in office.run("settings", "list").out
    office.json("settings", "reset", "reporting_deadline")
    assert settings(office)["reporting_deadline"]["value"] == 5


@pytest.mark.parametrize(
    ("words", "code"),
    [(("pay_day", "soon"), 2), (("pay_day", "1.5"), 2), (("pay_day", "29"), 3), (("payday_", "5"), 3),
     (("pay_day", "15"), 3), (("execution_red", "90%"), 3)],
)  # fmt: skip
def test_what_can_not_be_a_setting_is_refused_in_one_line(
    office: Office, words: tuple[str, str], code: int
) -> None:
    office.refused("settings", "set", *words, code=code)


def test_the_check_goes_by_the_deadline_chosen_and_says_which(office: Office) -> None:
    office.today("2023-04-11")  # the sixth working day of April 2023
    assert office.check("2023-03")["P02.04"]["status"] == "unreported"
    office.json("settings", "set", "reporting_deadline", "10")
    assert office.check("2023-03")["P02.04"]["status"] == "unreported"  # it was late already
    office.today("2023-05-10")
    assert office.check("2023-04")["P02.04"]["status"] == "not_due"
    checked = [each["payload"] for each in office.log() if each["type"] == "TimelinessChecked"]
    assert checked[0]["settings"] == {"reporting_deadline": "5"}
    opened = [each["payload"] for each in office.log() if each["type"] == "AlertOpened"]
    assert opened[0]["settings"] == {"reporting_deadline": "5"}


def test_an_indicators_own_deadline_stands_before_the_ledgers(office: Office) -> None:
    office.today("2023-04-03")
    office.json("plan", "set", "P02.04", "--deadline", "working_day:12")
    office.today("2023-04-12")
    judged = office.check("2023-03")["P02.04"]
    assert (judged["status"], judged["deadline"]) == ("not_due", "2023-04-19")
    office.json("plan", "set", "P02.04", "--deadline", "default")
    assert office.check("2023-03")["P02.04"]["deadline"] is None
    assert office.check("2023-03")["P02.04"]["status"] == "unreported"
    assert "someday" in office.refused("plan", "set", "P02.04", "--deadline", "someday")


def test_an_alert_says_why_by_which_rule_and_what_to_do(office: Office) -> None:
    office.today("2023-05-20")
    office.json("check", "--month", "2023-04", code=1)
    for each in office.json("alerts", code=1):
        assert each["what_to_do"]
        assert each["evidence"]["status"] in ("missed", "unreported")
        assert each["settings"]["reporting_deadline"] == "5"
