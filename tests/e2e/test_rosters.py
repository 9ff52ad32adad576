"""Payment lists from the command line: what scripts rely on, what is refused, and what never leaks."""

from __future__ import annotations

import io
import json
import sqlite3
from pathlib import Path

import pytest

from events.verify import main as verify
from events.verify import verify_events
from tests.tracker.rosters.files import HEADERS, OUTCOME_HEADERS, identity, person, write_csv, write_xlsx
from tracker.cli.main import run

PLAN = {
    "unit": "900",
    "name": "测试单位",
    "year": 2022,
    "projects": [
        {
            "code": code,
            "name": f"养老金{code}",
            "goal": "按时发放",
            "budget": None,
            "indicators": [
                {
                    "code": f"{code}.{number:02d}",
                    "level1": "产出指标",
                    "level2": level2,
                    "level3": name,
                    "definition": name,
                    "target": {"comparator": comparator, "value": value, "unit": unit, "text": None},
                    "basis": "测试",
                    "source": source,
                    "period": "month",
                    "rollup": rollup,
                }
                for number, (level2, name, comparator, value, unit, source, rollup) in enumerate(
                    [
                        ("时效指标", "养老金发放及时率", ">=", "95", "%", "people_on_time", "ratio_of_sums"),
                        ("时效指标", "补助及时发放率", ">=", "95", "%", "amount_on_time", "ratio_of_sums"),
                        ("成本指标", "人均标准", "<=", "116", "元", "per_person", "latest"),
                        ("质量指标", "补助金发放率", ">=", "99", "%", "payment_rate", "ratio_of_sums"),
                    ],
                    1,
                )
            ],
        }
        for code in ("P15", "P16")
    ],
}


class Office:
    """A ledger with money, and a command line at it."""

    def __init__(self, folder: Path, capsys, monkeypatch) -> None:
        self.folder, self._capsys, self._monkeypatch = folder, capsys, monkeypatch
        self.db = folder / "store.db"
        monkeypatch.setenv("TRACKER_DB", f"sqlite:///{self.db}")
        monkeypatch.delenv("TRACKER_LEDGER", raising=False)
        self.today("2022-04-20")
        (folder / "plan.json").write_text(json.dumps(PLAN))
        self.done("init", "--unit", "900", "--name", "测试单位", "--year", "2022")
        self.done("plan", "import", str(folder / "plan.json"), "--on", "2022-01-01")
        self.done("record", "appropriation", "--project", "P15", "--amount", "10000", "--on", "2022-01-05")

    def today(self, day: str) -> None:
        self._monkeypatch.setenv("TRACKER_TODAY", day)

    def call(self, *arguments: str) -> tuple[int, str, str]:
        code = run(arguments)
        out, err = self._capsys.readouterr()
        return code, out, err

    def done(self, *arguments: str):
        code, out, err = self.call("--json", *arguments)
        assert code in (0, 1), err
        return json.loads(out)

    def refused(self, code: int, *arguments: str) -> list[str]:
        before = self.head()
        found, out, err = self.call(*arguments)
        assert (found, out) == (code, "")
        assert self.head() == before, "nothing is recorded"
        return err.splitlines()

    def head(self) -> int:
        return self.done("log", "verify")["events"]

    def csv(self, rows, name="list.csv", headers=HEADERS, **written) -> str:
        return str(write_csv(self.folder / name, [headers, *rows], **written))

    def imported(self, rows, month="2022-03", project="P15", name="list.csv", headers=HEADERS, **written):
        path = self.csv(rows, name, headers, **written)
        return self.done("roster", "import", path, "--project", project, "--month", month)

    def project(self, *arguments: str):
        return next(p for p in self.done("status", *arguments)["projects"] if p["code"] == "P15")


@pytest.fixture
def office(tmp_path, capsys, monkeypatch):
    return Office(tmp_path, capsys, monkeypatch)


def paid(number: int, amount="100.00", status="成功", day="2022-03-15") -> tuple[str, ...]:
    return person(number, amount, status, day)


def test_a_list_says_what_is_due_and_pays_nothing(office):
    told = office.imported([person(n, "100.50") for n in range(4)])
    assert {key: told[key] for key in ("lines", "people_due", "people_paid")} == {
        "lines": 4, "people_due": 4, "people_paid": 0,
    }  # fmt: skip
    assert (told["amount_due"], told["amount_paid"], told["returned"]) == ("402.00", "0.00", "0.00")
    assert office.project()["disbursed"] == "0.00"


def test_a_list_with_outcomes_pays_at_once(office):
    rows = [
        paid(1),
        paid(2),
        paid(3, status="失败", day=""),
        paid(4, status="退回"),
        person(5, "100.00", "", ""),
    ]
    told = office.imported(rows, headers=OUTCOME_HEADERS)
    assert (told["people_due"], told["people_paid"]) == (5, 2)
    assert (told["amount_due"], told["amount_paid"], told["returned"]) == ("500.00", "200.00", "100.00")
    assert office.project()["disbursed"] == "200.00"


def test_the_same_list_again_records_nothing_and_says_so(office):
    first = office.imported([paid(1)], headers=OUTCOME_HEADERS)
    before = office.head()
    path = str(office.folder / "list.csv")
    again = office.done("roster", "import", path, "--project", "P15", "--month", "2022-03")
    assert again["repeated"] is True
    assert {k: again[k] for k in ("event", "people_paid", "amount_paid")} == {
        k: first[k] for k in ("event", "people_paid", "amount_paid")
    }
    code, _, err = office.call("roster", "import", path, "--project", "P15", "--month", "2022-03")
    assert code == 0
    assert "未重复记录" in err
    assert office.head() == before


def test_the_same_list_saved_in_another_way_is_the_same_list(office):
    rows = [person(n) for n in range(5)]
    first = office.imported(rows)
    write_xlsx(office.folder / "again.xlsx", [HEADERS, *reversed(rows)])
    again = office.done(
        "roster", "import", str(office.folder / "again.xlsx"), "--project", "P15", "--month", "2022-03"
    )
    assert (again["event"], again["repeated"]) == (first["event"], True)


def test_the_same_file_is_another_list_in_another_month(office):
    assert office.imported([person(1)])["event"] != office.imported([person(1)], month="2022-04")["event"]


def test_after_a_reversal_the_file_may_come_again(office):
    first = office.imported([person(1)])
    office.done("reverse", first["event"], "--reason", "错月")
    assert office.imported([person(1)])["repeated"] is False


def test_one_bad_line_and_nothing_is_recorded_each_named(office):
    path = office.csv([person(1), ("甲", "123", "1", "5"), person(2, "0"), person(1)])
    told = office.refused(4, "roster", "import", path, "--project", "P15", "--month", "2022-03")
    assert [f"第 {n} 行" in line for n, line in zip((3, 4, 5), told, strict=True)] == [True] * 3


@pytest.mark.parametrize(("total", "value"), [("--lines", "3"), ("--sum", "200.01")])
def test_control_totals_that_differ_record_nothing(office, total, value):
    path = office.csv([person(1, "100"), person(2, "100")])
    told = office.refused(4, "roster", "import", path, "--project", "P15", "--month", "2022-03", total, value)
    assert len(told) == 1
    office.done(
        "roster", "import", path, "--project", "P15", "--month", "2022-03", "--lines", "2", "--sum", "200"
    )


def test_the_hard_ceiling_holds_for_lists(office):
    path = office.csv([paid(1, "9000"), paid(2, "1000.01")], headers=OUTCOME_HEADERS)
    told = office.refused(3, "roster", "import", path, "--project", "P15", "--month", "2022-03")
    assert len(told) == 1
    office.imported([paid(1, "9000"), paid(2, "1000.00")], headers=OUTCOME_HEADERS)
    assert office.project()["balance"] == "0.00"


def test_the_hard_ceiling_holds_for_results(office):
    roster = office.imported([person(1, "9000"), person(2, "1000.01")])
    path = office.csv([paid(1, "9000"), paid(2, "1000.01")], "bank.csv", OUTCOME_HEADERS)
    office.refused(3, "roster", "result", path, "--of", roster["event"])
    path = office.csv([paid(1, "9000"), paid(2, "1000.01", "失败", "")], "bank2.csv", OUTCOME_HEADERS)
    office.done("roster", "result", path, "--of", roster["event"])


def test_closed_months_and_other_years_are_refused(office):
    path = office.csv([paid(1)], headers=OUTCOME_HEADERS)
    office.done("close", "2022-03")
    office.refused(3, "roster", "import", path, "--project", "P15", "--month", "2022-03")
    office.refused(3, "roster", "import", path, "--project", "P15", "--month", "2021-03")
    office.refused(
        3, "roster", "import", path, "--project", "P15", "--month", "2022-05", "--due", "2022-04-15"
    )
    office.refused(3, "roster", "import", path, "--project", "P99", "--month", "2022-05")
    office.refused(
        4, "roster", "import", str(office.folder / "none.csv"), "--project", "P15", "--month", "2022-05"
    )
    office.refused(2, "roster", "import", path, "--project", "P15", "--month", "2022-13")


def test_a_result_is_matched_line_by_line_and_the_rest_put_aside(office):
    roster = office.imported([person(n, "100.00") for n in range(1, 7)])
    bank = [
        paid(1),
        paid(2, "99.99"),
        paid(3, status="失败", day=""),
        paid(4, status="退回", day="2022-03-16"),
        paid(77),
        ("乙", "123456", "1", "100", "成功", "2022-03-15"),
        paid(5, status="或许"),
        paid(1),
    ]
    told = office.done(
        "roster", "result", office.csv(bank, "bank.csv", OUTCOME_HEADERS), "--of", roster["event"]
    )
    assert (told["matched"], told["paid"], told["failed"], told["returned"]) == (3, 1, 1, "100.00")
    assert [(aside["line"], aside["code"]) for aside in told["put_aside"]] == [
        (3, "amount_differs"), (6, "unknown_person"), (7, "identity_form"), (8, "status_unknown"), (9, "duplicate"),
    ]  # fmt: skip
    assert all(aside["reason"] for aside in told["put_aside"])
    assert office.project()["disbursed"] == "100.00"


def test_the_same_result_again_changes_nothing(office):
    roster = office.imported([person(1, "100.00"), person(2, "100.00")])
    path = office.csv([paid(1), paid(9)], "bank.csv", OUTCOME_HEADERS)
    first = office.done("roster", "result", path, "--of", roster["event"])
    before = office.head()
    again = office.done("roster", "result", path, "--of", roster["event"])
    assert again["repeated"] is True
    assert {**again, "repeated": False, "warnings": []} == {**first, "warnings": []} | {
        "put_aside": again["put_aside"]
    }
    assert [a["line"] for a in again["put_aside"]] == [3]
    resaved = office.csv([paid(1)], "bank2.csv", OUTCOME_HEADERS, separator=";")
    assert office.done("roster", "result", resaved, "--of", roster["event"])["event"] is None
    assert office.head() == before


def test_later_results_bring_what_changed(office):
    roster = office.imported([person(1, "100.00"), person(2, "100.00"), person(3, "100.00")])
    first = office.csv([paid(1), paid(2, status="失败", day="")], "bank1.csv", OUTCOME_HEADERS)
    office.done("roster", "result", first, "--of", roster["event"])
    second = office.csv(
        [paid(1, status="退回", day="2022-03-18"), paid(2, day="2022-03-20"), paid(3, day="2022-03-15")],
        "bank2.csv",
        OUTCOME_HEADERS,
    )
    told = office.done("roster", "result", second, "--of", roster["event"])
    assert (told["paid"], told["returned"]) == (2, "100.00")
    assert office.project()["disbursed"] == "200.00"
    third = office.csv(
        [paid(2, status="失败", day=""), paid(1, day="2022-03-10")], "bank3.csv", OUTCOME_HEADERS
    )
    told = office.done("roster", "result", third, "--of", roster["event"])
    assert [aside["code"] for aside in told["put_aside"]] == ["paid_already", "returned_already"]
    assert office.project()["disbursed"] == "200.00"


def test_results_are_undone_the_latest_first(office):
    roster = office.imported([person(1, "100.00"), person(2, "100.00")])
    one = office.csv([paid(1)], "1.csv", OUTCOME_HEADERS)
    two = office.csv([paid(1, status="退回", day="2022-03-18")], "2.csv", OUTCOME_HEADERS)
    first = office.done("roster", "result", one, "--of", roster["event"])["event"]
    second = office.done("roster", "result", two, "--of", roster["event"])["event"]
    office.refused(3, "reverse", first, "--reason", "错")
    office.refused(3, "reverse", roster["event"], "--reason", "错")
    office.done("reverse", second, "--reason", "错")
    assert office.project()["disbursed"] == "100.00"
    office.done("reverse", first, "--reason", "错")
    assert office.project()["disbursed"] == "0.00"
    assert office.done("roster", "result", one, "--of", roster["event"])["paid"] == 1


def test_figures_compute_themselves_from_lists(office):
    rows = [
        paid(n, day="2022-03-15" if n < 7 else "2022-03-25" if n < 9 else "2022-04-02") for n in range(10)
    ]
    office.imported(rows, headers=OUTCOME_HEADERS)
    results = {r["indicator"]: r for r in office.done("check", "--month", "2022-03")["results"]}
    assert (results["P15.01"]["numerator"], results["P15.01"]["denominator"]) == (9, 10)
    assert (results["P15.01"]["value"], results["P15.01"]["status"]) == ("90.00", "missed")
    assert (results["P15.02"]["numerator"], results["P15.02"]["denominator"]) == ("700.00", "1000.00")
    for code, value, events in (
        ("P15.01", "90.00", 2), ("P15.02", "70.00", 2), ("P15.03", "100.00", 1), ("P15.04", "10.00", 2)
    ):  # fmt: skip
        explained = office.done("explain", code)
        assert (explained["value"], len(explained["events"])) == (value, events)
    assert office.done("explain", "P15", "execution")["numerator"] == "1000.00"


def test_as_of_a_day_only_what_the_bank_had_done_by_then_counts(office):
    roster = office.imported([person(1, "100.00"), person(2, "100.00")])
    bank = [paid(1), paid(2, status="成功", day="2022-04-02")]
    office.done("roster", "result", office.csv(bank, "bank.csv", OUTCOME_HEADERS), "--of", roster["event"])
    assert office.project("--as-of", "2022-03-14")["disbursed"] == "0.00"
    assert office.project("--as-of", "2022-03-31")["disbursed"] == "100.00"
    assert office.project("--as-of", "2022-04-02")["disbursed"] == "200.00"
    office.today("2022-03-31")
    assert office.project()["disbursed"] == "100.00"
    assert office.done("explain", "P15", "execution")["numerator"] == "100.00"


def test_the_due_date_is_asked_read_or_the_pay_day(office):
    assert office.imported([person(1)])["due_on"] == "2022-03-15"
    dated = [(*person(2), "2022-03-10"), (*person(3), "")]
    assert office.imported(dated, name="b.csv", headers=(*HEADERS, "应发日期"))["due_on"] == "2022-03-10"
    path = office.csv([person(4)], "c.csv")
    asked = office.done(
        "roster", "import", path, "--project", "P15", "--month", "2022-03", "--due", "2022-03-20"
    )
    assert asked["due_on"] == "2022-03-20"
    mixed = [(*person(5), "2022-03-10"), (*person(6), "2022-03-11"), (*person(7), "2022-04-10")]
    path = office.csv(mixed, "d.csv", (*HEADERS, "应发日期"))
    told = office.refused(4, "roster", "import", path, "--project", "P15", "--month", "2022-03")
    assert len(told) == 2


def test_a_header_is_mapped_once_and_remembered_for_the_project(office):
    headers = ("姓名", "身份证号", "账号", "实际到手")
    path = office.csv([person(1)], headers=headers)
    office.refused(4, "roster", "import", path, "--project", "P15", "--month", "2022-03")
    arguments = ("roster", "import", path, "--project", "P15", "--month")
    assert office.done(*arguments, "2022-03", "--map", "金额=实际到手")["lines"] == 1
    assert office.done(*arguments, "2022-04")["lines"] == 1
    office.refused(4, "roster", "import", path, "--project", "P16", "--month", "2022-03")
    office.refused(2, *arguments, "2022-05", "--map", "薪水=实际到手")


def test_warnings_name_lines_over_the_standard_and_in_other_lists(office):
    assert "第 3 行" in office.imported([person(1, "116"), person(2, "116.01")])["warnings"][0]
    told = office.imported([person(3, "1"), person(2, "2")], name="b.csv")["warnings"]
    assert len(told) == 1
    assert "第 3 行" in told[0]
    assert office.imported([person(2, "2")], name="c.csv", month="2022-04")["warnings"] == []


def test_somebody_on_a_list_of_another_project_in_the_same_month_is_warned_of(office):
    first = office.imported([person(1, "10"), person(2, "10")])
    (told,) = office.imported([person(3, "10"), person(2, "10")], name="b.csv", project="P16")["warnings"]
    assert "P15" in told
    assert "第 3 行" in told
    office.done("reverse", first["event"], "--reason", "错")
    assert office.imported([person(1, "9")], name="c.csv", project="P16")["warnings"] == []


def test_nothing_that_identifies_a_person_is_kept_or_said(office, capsys):
    rows = [("赵钱孙李", identity(n), "622200001234567890", "100.00", "成功", "2022-03-15") for n in range(3)]
    office.imported(rows, headers=OUTCOME_HEADERS)
    office.call("log", "export", str(office.folder / "log.jsonl"))
    _, out, err = office.call("roster", "import", office.csv([*rows, *rows], "x.csv", OUTCOME_HEADERS),
                              "--project", "P15", "--month", "2022-04")  # fmt: skip
    kept = b"".join(
        path.read_bytes()
        for path in office.folder.rglob("*")
        if path.is_file() and path.suffix not in (".csv",)
    )
    for secret in (*(identity(n) for n in range(3)), "赵钱孙李", "622200001234567890"):
        assert secret.encode() not in kept
        assert secret not in out + err
    key = next(office.folder.rglob("900-2022.json"))
    assert key.stat().st_mode & 0o777 == 0o600


def test_lines_are_written_once(office):
    office.imported([paid(1)], headers=OUTCOME_HEADERS)
    with sqlite3.connect(office.db) as database:
        for table in ("roster_lines", "roster_outcomes"):
            for statement in (
                f"UPDATE {table} SET amount_fen = 1",
                f"DELETE FROM {table}",
                f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
            ):
                with pytest.raises(sqlite3.IntegrityError):
                    database.execute(statement)
    database.close()


def test_the_log_verifies_with_lists_in_it(office):
    office.imported([paid(n) for n in range(30)], headers=OUTCOME_HEADERS)
    from events.opening import open_store

    store = open_store(f"sqlite:///{office.db}", create=False)
    with store.reader("900/2022") as log:
        assert verify_events(log.read()).ok
    store.close()


def test_each_recipients_story_is_told(office):
    roster = office.imported([person(n, "100.00") for n in range(1, 7)])
    one = [paid(1), paid(2, day="2022-03-20"), paid(3, status="失败", day=""), paid(4, status="失败", day=""),
           paid(5, status="退回")]  # fmt: skip
    two = [paid(3, day="2022-03-25")]
    for number, rows in enumerate((one, two)):
        path = office.csv(rows, f"bank{number}.csv", OUTCOME_HEADERS)
        office.done("roster", "result", path, "--of", roster["event"])
    told = {
        row["story"]: (row["people"], row["amount"])
        for row in office.done("roster", "show", roster["event"])["stories"]
    }
    assert told == dict.fromkeys(
        ("on_time", "late", "reissued", "failed", "returned", "unpaid"), (1, "100.00")
    )
    (listed,) = office.done("roster", "list")["rosters"]
    assert (listed["people_paid"], listed["amount_paid"]) == (3, "300.00")


def test_a_person_is_found_by_a_number_that_never_stands_in_the_command_line(office, monkeypatch):
    office.imported([paid(1), paid(2)], headers=OUTCOME_HEADERS)
    office.imported([person(1, "50")], month="2022-04", name="b.csv")
    office.imported([("A-7", "10")], month="2022-04", name="c.csv", headers=("人员编号", "金额"))
    for typed, months in ((identity(1).lower(), [("2022-03", "on_time"), ("2022-04", "unpaid")]),
                          (identity(3), []), ("A-7", [("2022-04", "unpaid")])):  # fmt: skip
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{typed}\n"))
        found = office.done("roster", "find")["payments"]
        assert [(one["month"], one["story"]) for one in found] == months


def test_lines_put_aside_wait_until_somebody_says_how_they_were_dealt_with(office):
    roster = office.imported([person(1, "100.00")])
    path = office.csv([paid(1), paid(8), paid(9)], "bank.csv", OUTCOME_HEADERS)
    event = office.done("roster", "result", path, "--of", roster["event"])["event"]
    assert [item["line"] for item in office.done("roster", "work", "list")["work"]] == [3, 4]
    office.done("roster", "work", "resolve", event, "3", "--note", "已与银行核实")
    assert [item["line"] for item in office.done("roster", "work", "list")["work"]] == [4]
    items = office.done("roster", "work", "list", "--all")["work"]
    assert [item["note"] for item in items] == ["已与银行核实", None]
    office.refused(3, "roster", "work", "resolve", event, "3", "--note", "再次")
    office.refused(3, "roster", "work", "resolve", event, "2", "--note", "没有")
    office.refused(3, "roster", "work", "resolve", event, "4", "--note", identity(4))


def test_problems_lie_beside_the_file_without_what_stood_there(office):
    path = office.csv([person(1), ("甲", identity(2)[:-1], "1", "5")])
    office.refused(4, "roster", "import", path, "--project", "P15", "--month", "2022-03")
    text = Path(f"{path}.problems.csv").read_text("utf-8-sig")
    assert text.splitlines()[1].startswith("3,")
    assert identity(2)[:-1] not in text


def test_one_line_is_proved_against_the_log(office, capsys):
    event = office.imported([paid(n) for n in range(9)], headers=OUTCOME_HEADERS)["event"]
    proof, log = str(office.folder / "proof.json"), str(office.folder / "log.jsonl")
    office.done("roster", "proof", event, "--line", "4", "--out", proof)
    office.call("log", "export", log)
    assert verify([proof]) == 0
    assert verify([proof, log]) == 0
    document = json.loads(Path(proof).read_text())
    Path(proof).write_text(json.dumps(document | {"line": document["line"].replace("10000", "10001")}))
    assert verify([proof, log]) == 1
    capsys.readouterr()
    office.refused(3, "roster", "proof", event, "--line", "99")


def test_keys_are_backed_up_followed_restored_and_destroyed(office, monkeypatch):
    roster = office.imported([person(1, "100.00")])
    saved, file = office.folder / "saved.json", next(office.folder.rglob("900-2022.json"))
    assert office.done("roster", "key", "backup", str(saved))["count"] == 1
    assert saved.stat().st_mode & 0o777 == 0o600
    file.unlink()
    bank = office.csv([paid(1)], "bank.csv", OUTCOME_HEADERS)
    office.refused(3, "roster", "result", bank, "--of", roster["event"])
    office.refused(3, "roster", "import", bank, "--project", "P15", "--month", "2022-04")
    office.done("roster", "key", "restore", str(saved))
    first = office.done("roster", "key", "list")["keys"][0]["key_id"]
    second = office.done("roster", "key", "rotate")["key"]
    assert second != first
    assert office.done("roster", "result", bank, "--of", roster["event"])["paid"] == 1
    office.imported([person(1, "30.00")], month="2022-04", name="c.csv")
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{identity(1)}\n"))
    assert len(office.done("roster", "find")["payments"]) == 2
    office.done("roster", "key", "destroy", "--reason", "保存期满", "--yes")
    assert not file.exists()
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{identity(1)}\n"))
    assert office.done("roster", "find")["payments"] == []
    office.refused(3, "roster", "key", "restore", str(saved))
    path = office.csv([person(4)], "d.csv")
    office.refused(3, "roster", "import", path, "--project", "P15", "--month", "2022-04")
    assert office.project()["disbursed"] == "100.00"
    third = office.done("roster", "key", "create")["key"]
    assert third not in (first, second)
    office.imported([person(4)], month="2022-04", name="d.csv")
    office.done("roster", "proof", roster["event"], "--line", "2")


def test_a_failed_line_is_paid_again_by_a_payment_that_names_the_list(office):
    roster = office.imported([paid(1), paid(2, status="失败", day="")], headers=OUTCOME_HEADERS)
    office.done("record", "disbursement", "--project", "P15", "--amount", "100", "--paid", "2022-03-28",
                "--people-paid", "1", "--reissue-of", roster["event"])  # fmt: skip
    results = {r["indicator"]: r for r in office.done("check", "--month", "2022-03")["results"]}
    assert (results["P15.01"]["numerator"], results["P15.01"]["denominator"]) == (2, 2)
    assert results["P15.02"]["value"] == "50.00"


def story(office, monkeypatch, number: int) -> tuple[str, str | None]:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{identity(number)}\n"))
    (payment,) = office.done("roster", "find")["payments"]
    return payment["story"], payment["paid_on"]


def pay_again(office, roster, amount: str, *more: str) -> tuple[str, ...]:
    return ("record", "disbursement", "--project", "P15", "--amount", amount, "--paid", "2022-03-28",
            "--reissue-of", roster["event"], *more)  # fmt: skip


def test_a_payment_that_repeats_a_list_is_the_failed_recipients_own(office, monkeypatch):
    failed = [paid(number, status="失败", day="") for number in (2, 3)]
    roster = office.imported([paid(1), *failed], headers=OUTCOME_HEADERS)
    nobody = office.done(*pay_again(office, roster, "100"))
    assert story(office, monkeypatch, 2) == ("failed", None), "it may be either of the two"
    office.done("reverse", nobody["event"], "--reason", "没写哪一行")
    office.done(*pay_again(office, roster, "100", "--reissue-lines", "4", "--key", "k"))
    office.done(*pay_again(office, roster, "100", "--reissue-lines", "4", "--key", "k"))
    assert story(office, monkeypatch, 3) == ("reissued", "2022-03-28")
    office.done(*pay_again(office, roster, "100"))
    assert story(office, monkeypatch, 2) == ("reissued", "2022-03-28"), "only one is left"
    stories = {
        one["story"]: one["people"] for one in office.done("roster", "show", roster["event"])["stories"]
    }
    assert (stories["on_time"], stories["reissued"], stories["failed"]) == (1, 2, 0)


@pytest.mark.parametrize(
    ("amount", "lines", "code"),
    [("100", "2", "已经付过"), ("100", "9", "没有第 9 行"), ("90", "3", "应相等"), ("200", "3", "应相等")],
)
def test_a_reissue_names_lines_that_failed_and_their_sum(office, amount, lines, code):
    failed = [paid(number, status="失败", day="") for number in (2, 3)]
    roster = office.imported([paid(1), *failed], headers=OUTCOME_HEADERS)
    (told,) = office.refused(3, *pay_again(office, roster, amount, "--reissue-lines", lines))
    assert code in told
    office.refused(2, *pay_again(office, roster, amount, "--reissue-lines", "x"))


def test_doctor_says_where_only_the_log_was_moved_and_the_lines_stayed_behind(office, monkeypatch):
    office.imported([paid(1), paid(2)], headers=OUTCOME_HEADERS)
    log, saved = str(office.folder / "log.jsonl"), str(office.folder / "saved.db")
    office.done("log", "export", log)
    office.done("backup", saved)
    before = office.project()
    for name, command, lacking in (
        ("moved", ("log", "import", log), True),
        ("back", ("restore", saved), False),
    ):
        monkeypatch.setenv("TRACKER_DB", f"sqlite:///{office.folder / f'{name}.db'}")
        office.done(*command)
        assert office.project() == before
        _, text, _ = office.call("doctor")
        assert ("没有逐人明细" in text) is lacking
        assert "找不到账套" in text, "the key travels by itself"
