"""The program from outside: options, streams, exit codes, stores that cannot be used, plans and logs in and out."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.contract_office import LEDGER, PLAN, Office

PROGRAM = [sys.executable, "-c", "from tracker.cli.main import main; main()"]


def test_shared_options_stand_anywhere(office: Office) -> None:
    for words in (
        ("--db", office.url, "--json", "status"),
        ("status", "--json", "--db", office.url),
        ("status", f"--db={office.url}", "--json", f"--ledger={LEDGER}"),
        ("--json", "status", "--as-of", "2023-06-15", "--db", str(office.db)),
    ):
        answer = office.bare(*words)
        assert (answer.code, answer.document["ledger"]) == (0, LEDGER)


def test_the_environment_names_store_ledger_and_language(office: Office) -> None:
    office.patch.setenv("TRACKER_DB", office.url)
    office.patch.setenv("TRACKER_LEDGER", "999/2023")
    assert office.bare("status").code == 3
    assert office.bare("status", "--ledger", LEDGER).code == 0
    office.patch.setenv("TRACKER_LEDGER", LEDGER)
    office.patch.setenv("TRACKER_LANG", "en")
    assert office.bare("explain", "P99").err.isascii()
    assert not office.bare("explain", "P99", "--lang", "zh").err.isascii()


def test_the_actor_is_in_the_log(office: Office) -> None:
    office.patch.setenv("TRACKER_ACTOR", "出纳甲")
    office.grant("P01", "1")
    assert office.log()[-1]["actor"] == "出纳甲"


def test_today_never_changes_when_it_was_recorded(office: Office) -> None:
    office.grant("P01", "1")
    assert not office.log()[-1]["recorded_at"].startswith("2023")
    assert office.status()["as_of"] == "2023-06-15"
    office.record("receipt", "--project", "P01", "--amount", "1")
    assert office.log()[-1]["occurred_on"] == "2023-06-15"


def test_time_progress_counts_the_given_day(office: Office) -> None:
    found = {
        day: office.status("--as-of", day)["time_progress"]
        for day in ("2023-01-01", "2023-03-31", "2023-12-31", "2024-02-02")
    }
    assert found == {
        "2023-01-01": "0.27",
        "2023-03-31": "24.66",
        "2023-12-31": "100.00",
        "2024-02-02": "100.00",
    }
    assert office.status("--as-of", "2022-12-31")["time_progress"] == "0.00"


def test_a_leap_year_has_its_day(unopened: Office) -> None:
    unopened.today("2024-02-29")
    unopened.open(PLAN | {"year": 2024})
    assert unopened.status()["time_progress"] == "16.39"
    unopened.grant("P01", "1", on="2024-02-29")


def test_without_a_day_the_clock_in_shanghai_is_today(unopened: Office) -> None:
    unopened.open()
    day = unopened.status()["as_of"]
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", day)
    assert unopened.status()["time_progress"] == "100.00"
    unopened.refused("record", "receipt", "--project", "P01", "--amount", "1")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("bogus",), 2),
        (("record",), 2),
        (("record", "bogus"), 2),
        (("record", "receipt", "--amount", "1"), 2),
        (("record", "receipt", "--project", "P01", "--amount", "1", "--bogus"), 2),
        (("status", "extra"), 2),
        (("status", "--as-of", "2023-02-29"), 2),
        (("status", "--as-of", "20230101"), 2),
        (("status", "--known-at", "soon"), 2),
        (("check", "--month", "2023-3"), 2),
        (("explain",), 2),
        (("export", "selfeval"), 2),
        (("export", "selfeval", "--out", "{tmp}", "--format", "odt"), 2),
        (("export", "selfeval", "--out", "{tmp}/f", "--rules", "no-such-rules"), 3),
        (("export", "monitoring", "--through", "2022-07", "--out", "{tmp}/f"), 3),
        (("plan", "import", "{tmp}/none.json"), 4),
        (("plan", "import", "{tmp}"), 4),
        (("log", "import", "{tmp}/none.jsonl"), 4),
        (("log", "verify", "{tmp}/none.jsonl"), 4),
        (("audit", "{tmp}/none.xlsx"), 4),
        (("restore", "{tmp}/none.db"), 4),
        (("--ledger", "nonsense", "status"), 2),
        (("--ledger", "1/2023", "status"), 3),
        (("--ledger", "1/2023", "log", "export", "{tmp}/x.jsonl"), 3),
        (("init", "--unit", "417", "--name", "别的", "--year", "2023"), 3),
        (("init", "--unit", "8", "--name", " ", "--year", "2023"), 3),
        (("init", "--unit", "8/9", "--name", "x", "--year", "2023"), 2),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_failures_are_one_line_with_their_code(
    office: Office, tmp_path: Path, words: tuple[str, ...], code: int, language: str
) -> None:
    answer = office.run("--lang", language, *(word.replace("{tmp}", str(tmp_path)) for word in words))
    assert (answer.code, answer.out) == (code, "")
    assert answer.complaint.startswith("错误：" if language == "zh" else "Error: ")


REPORTS = """
status | check --month 2023-05 | alerts | alerts --all | explain P01 | explain P02.04 | plan show | plan check
log list | log verify | log export {tmp}/log.jsonl | log verify {tmp}/log.jsonl | rules list | rules show national-2020
export selfeval --out {tmp}/a | export monitoring --through 2023-05 --out {tmp}/b | audit {tmp}/a/selfeval.json
doctor | schedule list | schedule run --once | plan export {tmp}/plan.xlsx
"""


def test_every_report_in_json_is_one_document(office: Office, tmp_path: Path) -> None:
    office.grant("P01", "100")
    office.measure("P02.04", "2023-05", numerator="1", denominator="2")
    for line in re.split(r"[|\n]", REPORTS.replace("{tmp}", str(tmp_path)).strip()):
        answer = office.run(*line.split(), "--json")
        assert answer.code in (0, 1), (line, answer.err)
        assert isinstance(answer.document, dict | list)
        told = office.run(*line.split(), "--lang", "en")
        assert told.code in (0, 1), (line, told.err)
        assert "Traceback" not in told.err


def test_a_plan_shown_can_be_imported_and_changes_nothing(office: Office, tmp_path: Path) -> None:
    shown = office.json("plan", "show")
    assert {"unit", "name", "year", "budget_lines", "department_indicators", "projects"} <= set(shown)
    path = tmp_path / "shown.json"
    path.write_text(json.dumps(shown), "utf-8")
    before = office.events()
    answer = office.json("plan", "import", path)
    assert (answer["projects"], answer["indicators"], answer["department_indicators"]) == (3, 14, 2)
    assert answer["changes"] == []
    assert office.events() == before
    workbook = tmp_path / "p.xlsx"
    office.json("plan", "export", workbook)
    assert office.json("plan", "import", workbook)["changes"] == []
    assert office.events() == before


def test_another_plan_is_refused_unless_it_is_a_revision(office: Office, tmp_path: Path) -> None:
    other = deepcopy(PLAN)
    other["projects"][0]["indicators"][0]["target"]["value"] = "320"
    other["projects"][0]["indicators"].pop(5)
    other["projects"].append({"code": "P04", "name": "新增", "goal": "g", "budget": None, "indicators": []})
    path = tmp_path / "other.json"
    path.write_text(json.dumps(other), "utf-8")
    told = office.refused("plan", "import", path)
    assert "P04" in told or "P01" in told
    before = office.events()
    dry = office.json("plan", "import", path, "--dry-run")
    assert dry["changes"]
    assert office.events() == before
    office.measure("P01.06", "2023", band="met")
    done = office.json("plan", "import", path, "--revise")
    assert done["changes"]
    assert office.indicator("P01.01")["target"]["value"] == "320"
    office.refused("record", "measurement", "--indicator", "P01.06", "--period", "2023", "--band", "met")
    assert office.json("plan", "import", path)["changes"] == []


def test_as_of_before_the_plan_there_is_none(unopened: Office) -> None:
    unopened.today("2023-06-15")
    unopened.json("init", "--unit", "417", "--name", "甲", "--year", "2023")
    path = unopened.db.parent / "plan.json"
    path.write_text(json.dumps(PLAN), "utf-8")
    unopened.json("plan", "import", path, "--on", "2023-02-01")
    assert unopened.status("--as-of", "2023-01-31")["projects"] == []
    assert len(unopened.status("--as-of", "2023-02-01")["projects"]) == 3


def test_a_report_as_known_earlier_is_the_same_again(office: Office) -> None:
    office.grant("P01", "100")
    office.pay("P01", "40", "2023-03-01")
    then = office.log()[-1]["recorded_at"]
    first = office.status("--as-of", "2023-03-31", "--known-at", then)
    office.pay("P01", "50", "2023-02-01")
    office.json("close", "2023-01")
    assert office.status("--as-of", "2023-03-31", "--known-at", then) == first
    assert office.project("P01", "--as-of", "2023-03-31")["disbursed"] == "90.00"
    assert office.project("P01", "--as-of", "2023-02-28")["disbursed"] == "50.00"
    assert (
        office.explain("P01", "execution", "--as-of", "2023-03-31", "--known-at", then)["numerator"]
        == "40.00"
    )
    assert office.status("--known-at", "2001-01-01T00:00:00Z")["projects"] == []


FIELDS = set(
    re.split(" ", "position id type version occurred_on recorded_at actor key payload prev_hash hash")
)


def canonical(event: dict[str, Any], ledger: str) -> bytes:
    plain = {key: value for key, value in event.items() if key != "hash"} | {"ledger": ledger}
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def test_anybody_can_verify_an_exported_log(office: Office, tmp_path: Path) -> None:
    office.grant("P01", "1.2万", note='含引号"和换行')
    office.record("receipt", "--project", "P01", "--amount", "3", "--on", "2023-01-02", key="键-1")
    path = tmp_path / "log.jsonl"
    office.json("log", "export", path)
    header, *lines = path.read_text("utf-8").splitlines()
    assert json.loads(header) == {"format": "tracker-log/1", "ledger": LEDGER}
    previous, last = "0" * 64, ""
    for number, line in enumerate(lines, 1):
        event = json.loads(line)
        assert set(event) == FIELDS
        assert (event["position"], event["prev_hash"]) == (number, previous)
        assert event["id"][14] == "7"
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", event["recorded_at"])
        assert event["recorded_at"] >= last
        previous, last = hashlib.sha256(canonical(event, LEDGER)).hexdigest(), event["recorded_at"]
        assert event["hash"] == previous
    verdict = office.json("log", "verify")
    assert verdict | {"ok": True, "events": len(lines), "head": previous, "first_bad": None} == verdict


@pytest.mark.parametrize(
    ("spoil", "first_bad"),
    [
        (lambda lines: lines[3].replace("recorded_at", "recorded_on"), 3),
        (lambda lines: lines[3][:-20], 3),
        (lambda lines: lines[3].replace('"version":1', '"version": 1'), 3),
        (
            lambda lines: re.sub(
                r'"hash":"[0-9a-f]{64}"\}$', lambda m: m[0].upper().replace("HASH", "hash"), lines[3]
            ),
            3,
        ),
        (lambda lines: lines[3].replace('{"', '{"extra":1,"', 1), 3),
        (lambda lines: lines[4], 3),
    ],
)
def test_a_damaged_log_does_not_verify(office: Office, tmp_path: Path, spoil: Any, first_bad: int) -> None:
    path = tmp_path / "log.jsonl"
    office.json("log", "export", path)
    lines = path.read_text("utf-8").splitlines()
    lines[3] = spoil(lines)
    path.write_text("\n".join(lines) + "\n", "utf-8")
    verdict = office.json("log", "verify", path, code=1)
    assert (verdict["ok"], verdict["first_bad"]) == (False, first_bad)
    alone = subprocess.run(
        [sys.executable, "-S", "-m", "events.verify", str(path)], capture_output=True, text=True, check=False
    )
    assert alone.returncode == 1
    other = tmp_path / "other.db"
    answer = office.bare("--db", f"sqlite:///{other}", "log", "import", str(path))
    assert (answer.code, answer.out) == (4, "")
    assert office.bare("--db", f"sqlite:///{other}", "status").code in (3, 5)


def test_a_log_moves_with_its_hashes_and_only_into_an_empty_ledger(office: Office, tmp_path: Path) -> None:
    office.grant("P01", "7")
    path = tmp_path / "log.jsonl"
    head = office.json("log", "export", path)["head"]
    office.refused("log", "import", path)
    there = f"sqlite:///{tmp_path / 'there.db'}"
    assert office.bare("--db", there, "log", "import", str(path)).code == 0
    verdict = office.bare("--db", there, "log", "verify", "--json").document
    assert (verdict["head"], verdict["ok"]) == (head, True)
    assert office.bare("--db", there, "status", "--json").document["totals"]["appropriated"] == "7.00"


def test_a_backup_restores_what_it_held(office: Office, tmp_path: Path) -> None:
    office.grant("P01", "7")
    office.json("backup", tmp_path / "b.db")
    there = f"sqlite:///{tmp_path / 'there.db'}"
    assert office.bare("--db", there, "restore", str(tmp_path / "b.db")).code == 0
    assert office.bare("--db", there, "status", "--json").document["totals"]["appropriated"] == "7.00"


def test_documents_of_evidence_go_with_the_backup_and_come_back(office: Office, tmp_path: Path) -> None:
    proof = tmp_path / "proof.txt"
    for text in ("sound", "damaged later"):
        proof.write_text(text)
        office.json("evidence", "add", proof, "--indicator", "P01.01")
    (kept,) = (
        path
        for path in tmp_path.rglob("*")
        if path.is_file() and path.read_bytes() == b"damaged later" and path != proof
    )
    kept.write_text("another")
    assert office.json("backup", tmp_path / "kept" / "b.db")["evidence_copied"] == 1
    assert office.json("backup", tmp_path / "kept" / "c.db")["evidence_copied"] == 0, "each file once"
    there = f"sqlite:///{tmp_path / 'new' / 'there.db'}"
    answer = office.bare("--db", there, "restore", str(tmp_path / "kept" / "b.db"), "--json")
    assert answer.document["evidence_copied"] == 1
    found = [path.read_text() for path in (tmp_path / "new").rglob("*") if len(path.name) == 64]
    assert found == ["sound"]


STORES = {
    "foreign text": lambda path: path.write_text("hello, not a store\n" * 300),
    "foreign sqlite": lambda path: sqlite3.connect(path).execute("create table t (a)").connection.close(),
    "empty of bytes but a directory": lambda path: path.mkdir(),
    "missing": lambda _: None,
}


@pytest.mark.parametrize("kind", STORES)
def test_a_store_that_cannot_be_used(unopened: Office, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "x.db"
    STORES[kind](path)
    answer = unopened.bare("--db", f"sqlite:///{path}", "status", "--json")
    assert (answer.code, answer.out) == (5, "")
    assert str(path) in answer.complaint
    assert path.exists() == (kind != "missing"), "reading makes no file"


def test_a_truncated_store(office: Office) -> None:
    office.grant("P01", "1")
    with sqlite3.connect(office.db) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
    connection.close()
    whole = office.db.read_bytes()
    for name in (f"{office.db}-wal", f"{office.db}-shm"):
        Path(name).unlink(missing_ok=True)
    office.db.write_bytes(whole[: len(whole) // 2])
    answer = office.run("status")
    assert answer.code == 5
    assert answer.complaint


def test_a_newer_store_is_refused(office: Office) -> None:
    with sqlite3.connect(office.db) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
    connection.close()
    answer = office.run("status")
    assert (answer.code, answer.out) == (5, "")
    assert answer.complaint


def test_a_read_only_store_answers_and_records_nothing(office: Office) -> None:
    if os.geteuid() == 0:
        pytest.skip("root writes wherever it likes")
    office.db.chmod(0o444)
    assert office.run("record", "receipt", "--project", "P01", "--amount", "1").code == 5


def test_racing_payers_never_overspend(office: Office) -> None:
    office.grant("P03", "10")
    words = [
        *PROGRAM,
        "--db",
        office.url,
        "record",
        "disbursement",
        "--project",
        "P03",
        "--amount",
        "4",
        "--paid",
        "2023-03-01",
        "--json",
    ]
    racers = [subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(6)]
    codes = sorted(racer.wait() for racer in racers)
    for racer in racers:
        racer.communicate()
    assert codes == [0, 0, 3, 3, 3, 3]
    assert office.project("P03")["balance"] == "2.00"


def test_killed_at_any_moment_nothing_acknowledged_is_lost(office: Office) -> None:
    office.grant("P03", "1000")
    acknowledged = set()
    for number in range(6):
        words = [
            *PROGRAM,
            "--db",
            office.url,
            "record",
            "receipt",
            "--project",
            "P03",
            "--amount",
            "1",
            "--on",
            "2023-03-01",
            "--json",
        ]
        child = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        time.sleep(0.15 + number * 0.09)
        child.send_signal(signal.SIGKILL)
        told, _ = child.communicate()
        if told.endswith(b"}\n"):
            acknowledged.add(json.loads(told)["event"])
    assert office.json("log", "verify")["ok"]
    assert acknowledged <= {event["id"] for event in office.log()}


def test_output_into_a_closed_pipe_is_no_error(office: Office) -> None:
    found = subprocess.run(
        f"{' '.join(map(repr, PROGRAM))} --db {office.url} plan show --json | head -c 10",
        shell=True, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert found.stderr == ""


def test_the_whole_job_without_a_terminal(tmp_path: Path) -> None:
    program = shutil.which("tracker", path=str(Path(sys.executable).parent))
    assert program is not None
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "TRACKER_LANG": "en"}
    found = subprocess.run(
        [program], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, env=environment
    )
    assert found.returncode in (0, 2)
    assert "Traceback" not in found.stderr


def test_racers_with_one_key_record_once_and_all_get_the_first_answer(office: Office) -> None:
    said = [
        "record",
        "receipt",
        "--project",
        "P03",
        "--amount",
        "5",
        "--on",
        "2023-03-01",
        "--key",
        "row-7",
        "--json",
    ]
    racers = [
        subprocess.Popen([*PROGRAM, "--db", office.url, *said], stdout=subprocess.PIPE) for _ in range(4)
    ]
    told = [racer.communicate()[0] for racer in racers]
    assert [racer.returncode for racer in racers] == [0, 0, 0, 0]
    assert len({json.loads(each)["event"] for each in told}) == 1
    assert office.project("P03")["received"] == "5.00"
