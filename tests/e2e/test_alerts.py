"""What people do about an alert from the command line."""

from __future__ import annotations

from tests.e2e.contract_office import Office


def test_an_open_alert_is_handed_to_somebody_once(office: Office) -> None:
    office.today("2023-05-20")
    checked = office.json("check", "--month", "2023-04", code=1)
    alert = checked["opened"][0]["id"]
    done = office.json("alerts", "hand", alert, "--to", "李四", "--note", "请核对")
    assert office.log()[-1]["payload"] == {"alert": alert, "note": "请核对", "to": "李四"}
    assert done["event"] == office.log()[-1]["id"]
    (listed,) = [each for each in office.json("alerts", code=1) if each["id"] == alert]
    assert (listed["handed_to"], listed["acknowledged"]) == ("李四", False)
    assert "李四" in office.refused("alerts", "hand", alert, "--to", "李四")
    office.refused("alerts", "hand", "timeliness:P99.01:2023-04", "--to", "李四")
    office.json("alerts", "hand", alert, "--to", "王五")
    (listed,) = [each for each in office.json("alerts", code=1) if each["id"] == alert]
    assert listed["handed_to"] == "王五"
