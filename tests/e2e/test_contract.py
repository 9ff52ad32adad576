"""The outside of the program, sentence by sentence: exit codes, stdout, refusals, amounts, dates, keys."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.builders import PLAN
from tracker.cli.main import run
from tracker.plan.exchange import plan_to_json

JUNE = "2022-06-01"


class Said:
    """What one command line said: its exit code, stdout, and the lines of stderr."""

    def __init__(self, code: int, out: str, errors: str) -> None:
        self.code, self.out, self.errors = code, out, errors.splitlines()

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Say = Callable[..., Said]


@pytest.fixture
def say(sqlite_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Say:
    monkeypatch.setenv("TRACKER_DB", sqlite_url)

    def saying(line: str, *more: str, today: str = JUNE) -> Said:
        monkeypatch.setenv("TRACKER_TODAY", today)
        code = run([*line.split(), *more])
        told = capsys.readouterr()
        return Said(code, told.out, told.err)

    return saying


@pytest.fixture
def ledger(say: Say, tmp_path: Path) -> Say:
    """A ledger with a plan and money in both projects."""
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(plan_to_json(PLAN), ensure_ascii=False), encoding="utf-8")
    assert say("init --unit 900 --name 测试单位 --year 2022", today="2022-01-04").code == 0
    assert say(f"plan import {path}", today="2022-01-04").code == 0
    for project, amount in (("P01", "2.4万"), ("P02", "1万")):
        assert say(f"record appropriation --project {project} --amount {amount} --on 2022-01-10").code == 0
    return say


def head(say: Say) -> str:
    return str(say("log verify --json").json["head"])


@pytest.mark.parametrize(
    ("typed", "yuan"),
    [
        ("1234.56", "1234.56"), ("1,234.56", "1234.56"), ("0.5万", "5000.00"), ("0.25万元", "2500.00"),
        ("１，２３４．５６", "1234.56"), ("12.00", "12.00"), ("3元", "3.00"), ("0.0001亿", "10000.00"),
    ],
)  # fmt: skip
def test_amounts_are_typed_as_people_type_them(ledger: Say, typed: str, yuan: str) -> None:
    assert ledger(f"record receipt --project P01 --amount {typed}").code == 0
    assert ledger("status --json").json["projects"][0]["received"] == yuan


@pytest.mark.parametrize(
    "typed",
    ["abc", "1.234", "-5", "1,23", "1e3", "٣", "1.2.3", "万", "１２３４５６７８９０１２３４５６７８９"],
)
def test_what_is_no_amount_is_wrong_usage_in_one_line_and_nothing_is_recorded(
    ledger: Say, typed: str
) -> None:
    before = head(ledger)
    said = ledger(f"record receipt --project P01 --amount {typed}")
    assert (said.code, said.out, len(said.errors)) == (2, "", 1)
    assert head(ledger) == before


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("record receipt --project P01 --amount 1 --on 2022-02-30", 2),
        ("record receipt --project P01 --amount 1 --on 2021-12-31", 3),
        ("record receipt --project P99 --amount 1", 3),
        ("record receipt --amount 1", 2),
        ("record receipt --project P01 --amount 0", 3),
        ("record disbursement --project P01 --amount 24000.01", 3),
        ("record disbursement --project P01 --amount 1 --people-due 2 --people-paid 3", 3),
        ("record disbursement --project P01 --amount 1 --people-due two", 2),
        ("record return --of nothing --amount 1", 3),
        ("record measurement --indicator P01.02 --period 2022-13 --value 1", 2),
        ("record measurement --indicator P01.02 --period 2021 --value 1", 3),
        ("record measurement --indicator P01.02 --period 2022", 2),
        ("record measurement --indicator P01.02 --period 2022 --numerator 1", 2),
        ("record measurement --indicator P01.02 --period 2022 --numerator 5 --denominator 4", 3),
        ("record measurement --indicator P01.01 --period 2022 --value 300次", 3),
        ("record measurement --indicator P01.06 --period 2022 --band great", 2),
        ("reverse 1 --reason x", 3),
        ("alerts ack nothing --note x", 3),
        ("explain P77.01", 3),
        ("check --month 2023-01", 3),
        ("check --month March", 2),
        ("--ledger 901/2022 status", 3),
        ("--ledger nine status", 2),
        ("--lang fr status", 2),
        ("status --as-of tomorrow", 2),
        ("status --known-at yesterday", 2),
        ("nonsense", 2),
        ("status --nonsense", 2),
        ("export selfeval --out x --rules no-such-rules", 3),
        ("export monitoring --through 2021-07 --out x", 3),
        ("plan import /nowhere/plan.json", 4),
        ("audit /nowhere/form.xlsx", 4),
    ],
)
def test_failures_have_their_exit_code_and_one_line(ledger: Say, line: str, code: int) -> None:
    before = head(ledger)
    for words in (line, f"{line} --json", f"--lang en {line}" if "--lang" not in line else line):
        said = ledger(words)
        assert (said.code, said.out, len(said.errors)) == (code, "", 1), said.errors
        assert "Traceback" not in said.errors[0]
    assert head(ledger) == before


def test_the_shared_options_stand_before_or_after_the_command(ledger: Say, sqlite_url: str) -> None:
    first = ledger(f"--json --ledger 900/2022 --db {sqlite_url} status").json
    assert ledger(f"status --db={sqlite_url} --ledger=900/2022 --json --lang en").json == first


def test_a_record_answers_with_its_event_and_a_key_makes_it_once(ledger: Say) -> None:
    line = "record disbursement --project P01 --amount 100 --paid 2022-03-15 --key form-1 --json"
    first, second = ledger(line).json, ledger(line, today="2022-06-02").json
    assert {"event", "position", "hash", "warnings"} <= first.keys()
    assert (second["event"], second["position"], second["hash"]) == (
        first["event"],
        first["position"],
        first["hash"],
    )
    assert ledger(line.replace("100", "101")).code == 3
    assert ledger("status --json").json["totals"]["disbursed"] == "100.00"


def test_with_several_ledgers_one_has_to_be_named(ledger: Say) -> None:
    ledger("init --unit 901 --name 另一单位 --year 2022")
    said = ledger("status")
    assert said.code == 3
    assert "900/2022" in said.errors[0]
    assert ledger("status --ledger 900/2022").code == 0


def test_the_sums_of_a_status_are_right_and_in_their_form(ledger: Say) -> None:
    ledger("record disbursement --project P01 --amount 2400 --paid 2022-03-15 --people-due 3 --people-paid 2")
    status = ledger("status --json --as-of 2022-07-01").json
    assert status["time_progress"] == "49.86"
    assert status["totals"] | {} == status["totals"]
    assert (status["totals"]["appropriated"], status["totals"]["execution_rate"]) == ("34000.00", "7.06")
    rows = {row["code"]: row for row in status["projects"][0]["indicators"]}
    assert rows["P01.03"]["actual"] == {"value": "66.67", "unit": "%", "numerator": 2, "denominator": 3}
    assert rows["P01.04"]["actual"]["value"] == "2400.00"
    assert (rows["P01.05"]["actual"]["value"], rows["P01.05"]["status"]) == ("1200.00", "over")
    assert (rows["P01.02"]["actual"]["value"], rows["P01.02"]["status"]) == (None, "pending")


def test_a_rate_over_nothing_is_null(say: Say, tmp_path: Path) -> None:
    say("init --unit 900 --name x --year 2022")
    status = say("status --json").json
    assert status["totals"]["execution_rate"] is None
    assert status["projects"] == []


def test_as_of_and_known_at_print_an_earlier_report_again(ledger: Say) -> None:
    paid = ledger("record disbursement --project P01 --amount 100 --paid 2022-03-15 --json").json
    before = ledger("status --json --as-of 2022-03-31").json
    moment = ledger("log list --json").json[-1]["recorded_at"]
    ledger(f"reverse {paid['event']} --reason wrong", today="2022-05-05")
    ledger("record disbursement --project P01 --amount 7 --paid 2022-03-16")
    assert ledger("status --json --as-of 2022-03-31").json["totals"]["disbursed"] == "107.00"
    assert ledger("status --json --as-of 2022-05-05").json["totals"]["disbursed"] == "7.00"
    again = ledger(f"status --json --as-of 2022-03-31 --known-at {moment}").json
    assert again["totals"] == before["totals"]
    assert again["projects"] == before["projects"]
    assert ledger("status --json --as-of 2022-01-03").json["projects"] == []


def test_a_report_in_json_is_one_document_and_messages_go_to_stderr(ledger: Say) -> None:
    said = ledger("record disbursement --project P01 --amount 24000 --people-due 1 --people-paid 1 --json")
    assert len(said.json["warnings"]) == 1
    assert len(said.errors) == 1


def test_looking_ends_with_one_when_something_needs_attention(ledger: Say, tmp_path: Path) -> None:
    assert ledger("alerts").code == 0
    assert ledger("check --month 2022-03").code == 1
    assert ledger("alerts").code == 1
    assert ledger("schedule run --once").code == 1
    assert ledger(f"log export {tmp_path / 'log.jsonl'}").code == 0
    damaged = tmp_path / "damaged.jsonl"
    lines = (tmp_path / "log.jsonl").read_text("utf-8").splitlines()
    lines[3] = (
        lines[3].replace("产出指标", "产出目标").replace("amount_fen", "amount_fan").replace("P0", "P9")
    )
    damaged.write_text("\n".join(lines) + "\n", encoding="utf-8")
    said = ledger(f"log verify {damaged} --json")
    assert (said.code, said.json["ok"], said.json["first_bad"]) == (1, False, 3)
    damaged.write_text("\n".join([*lines[:2], "{not json", *lines[3:]]) + "\n", encoding="utf-8")
    said = ledger(f"log verify {damaged} --json")
    assert (said.code, said.json["ok"], said.json["first_bad"]) == (1, False, 2)


def test_a_store_that_cannot_be_used_is_said_in_one_line(tmp_path: Path, say: Say) -> None:
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE addresses (name TEXT)")
    text = tmp_path / "text.db"
    text.write_text("this is a letter, not a database, and long enough to be one " * 20)
    unreachable = "postgresql+psycopg://nobody@127.0.0.1:1/none"
    for url in (
        f"sqlite:///{other}",
        f"sqlite:///{text}",
        f"sqlite:///{tmp_path}",
        unreachable,
        "oracle://x",
    ):
        said = say(f"status --db {url}")
        assert (said.code, len(said.errors)) == (5, 1), (url, said.errors)
        assert "Traceback" not in said.errors[0]


def test_closing_keeps_a_month_shut_until_it_is_reopened(ledger: Say) -> None:
    assert ledger("close 2022-03").code == 0
    assert ledger("record disbursement --project P01 --amount 1 --paid 2022-03-20").code == 3
    assert ledger("record disbursement --project P01 --amount 1 --paid 2022-04-20").code == 0
    assert ledger("reopen 2022-03 --reason slip").code == 0
    assert ledger("record disbursement --project P01 --amount 1 --paid 2022-03-20").code == 0


def test_the_plan_imported_again_changes_nothing_and_another_one_is_refused(
    ledger: Say, tmp_path: Path
) -> None:
    shown = ledger("plan show --json")
    same = tmp_path / "same.json"
    same.write_text(shown.out, encoding="utf-8")
    before = head(ledger)
    again = ledger(f"plan import {same} --json")
    assert (again.code, again.json["changes"]) == (0, [])
    changed = json.loads(shown.out)
    changed["projects"][0]["indicators"][2]["target"]["value"] = "97"
    same.write_text(json.dumps(changed), encoding="utf-8")
    refused = ledger(f"plan import {same}")
    assert (refused.code, len(refused.errors)) == (3, 1)
    assert "修改 P01.03 指标值 ≥95% → ≥97%" in refused.errors[0]
    assert "修改 P01.03 指标值 ≥95% → ≥97%" in ledger(f"plan import {same} --dry-run").out
    assert "changed P01.03 target ≥95% → ≥97%" in ledger(f"--lang en plan import {same} --dry-run").out
    assert ledger(f"plan import {same} --dry-run --revise --json").json["changes"]
    assert head(ledger) == before
    assert ledger(f"plan import {same} --revise --on 2022-05-01 --json").code == 0
    target = ledger("status --json --as-of 2022-04-30").json["projects"][0]["indicators"][2]["target"]
    assert target["value"] == "95"
    assert ledger("plan show --json").json["projects"][0]["indicators"][2]["target"]["value"] == "97"


def test_choosing_where_a_value_comes_from_is_kept_when_the_plan_is_read_again(
    ledger: Say, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.json"
    assert ledger("plan set P02.05 --rollup latest").code == 0
    assert ledger(f"plan import {plan} --json").json["changes"] == []
    row = ledger("plan show --json").json["projects"][1]["indicators"][4]
    assert (row["rollup"], row["confirmed"]) == ("latest", True)


def test_the_log_as_exported_has_the_fields_it_promises(ledger: Say, tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    ledger(f"log export {path}")
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert lines[0] == {"format": "tracker-log/1", "ledger": "900/2022"}
    fields = ["position", "id", "type", "version", "occurred_on", "recorded_at", "actor", "key", "payload"]
    fields += ["prev_hash", "hash"]
    assert all(list(line) == fields for line in lines[1:])
    assert [line["position"] for line in lines[1:]] == list(range(1, len(lines)))


def test_a_document_of_another_unit_or_year_is_taken_with_a_warning(say: Say, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(plan_to_json(PLAN), ensure_ascii=False), encoding="utf-8")
    say("init --unit 901 --name x --year 2023", today="2023-01-04")
    told = say(f"plan import {path} --json", today="2023-01-04")
    codes = [each["code"] for each in told.json["findings"]]
    assert told.code == 0
    assert {"year_of_another_ledger", "unit_of_another_ledger"} <= set(codes)
