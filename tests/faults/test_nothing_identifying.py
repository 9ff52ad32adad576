"""Names, identity numbers and accounts go in; nothing of them is in the store, its log files, outputs or temp files."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest

from tests.faults.list_office import ListOffice
from tests.tracker.rosters.files import HEADERS, OUTCOME_HEADERS, identity, write_csv, write_xlsx

NAMES = ("赵钱孙李", "周吴郑王", "冯陈褚卫")
ACCOUNTS = tuple(f"62220200011122233{number}" for number in range(3))
NOTE = "收款人去世"
SECRETS = (*NAMES, *ACCOUNTS, NOTE, *(identity(number) for number in range(4)))


def row(number: int, *more: str, amount: str = "100.00") -> tuple[str, ...]:
    return (NAMES[number % 3], identity(number), ACCOUNTS[number % 3], amount, *more)


@pytest.fixture
def office(tmp_path: Path) -> ListOffice:
    """Everything the program may write to is below one folder; what it reads lies elsewhere."""
    home = tmp_path / "office"
    (home / "tmp").mkdir(parents=True)
    office = ListOffice(home)
    for variable in (
        "TMPDIR",
        "HOME",
        "XDG_DATA_HOME",
        "XDG_CONFIG_HOME",
        "XDG_CACHE_HOME",
        "XDG_STATE_HOME",
    ):
        office.environment[variable] = str(home / "tmp")
    return office


def written(office: ListOffice) -> bytes:
    """Every byte of every file the program has written."""
    return b"\n".join(path.read_bytes() for path in office.folder.rglob("*") if path.is_file())


def assert_nothing_of(secrets: tuple[str, ...], found: bytes) -> None:
    for secret in secrets:
        for encoding in ("utf-8", "utf-16-le", "gb18030"):
            assert secret.encode(encoding) not in found
        assert secret.encode().hex().encode() not in found


def test_nothing_that_identifies_anybody_is_written_or_said(office: ListOffice, tmp_path: Path) -> None:
    headers = (*OUTCOME_HEADERS, "备注")
    listed = write_xlsx(tmp_path / "list.xlsx", [HEADERS, *(row(n) for n in range(3))])
    bank = [
        row(0, "成功", "2022-03-15", NOTE),
        row(1, "失败", "", NOTE),
        row(2, "成功", "2022-03-15", NOTE, amount="99.00"),
        row(3, "成功", "2022-03-15", NOTE),
        (NAMES[0], identity(0)[:-1], *row(0, "成功", "2022-03-15", NOTE)[2:]),
    ]
    answer = write_csv(tmp_path / "bank.csv", [headers, *bank])
    bad = write_csv(
        tmp_path / "bad.csv", [HEADERS, row(0), row(0), (identity(1), NAMES[1], "1", ACCOUNTS[1])]
    )
    looking = sqlite3.connect(office.db)  # keeps the write-ahead log from being folded away
    looking.execute("SELECT count(*) FROM events").fetchall()
    said = [office.run(*office.import_arguments(listed))]
    event = office.done("roster", "list")["rosters"][0]["event"]
    result = office.run("--json", "roster", "result", str(answer), "--of", event)
    assert '"put_aside": [{' in result[1].replace("\n", "").replace("  ", "")
    said += [result, office.run(*office.import_arguments(bad, "2022-04"))]
    assert said[-1][0] == 4
    with office.start("roster", "find", stdin=subprocess.PIPE) as finding:
        out, err = finding.communicate(f"{identity(1)}\n", timeout=60)
        said.append((finding.returncode, out, err))
    assert "2022-03" in out
    folder = office.folder
    for command in (
        ("roster", "show", event),
        ("roster", "work", "list"),
        ("roster", "work", "resolve", "9", "4", "--note", f"与{identity(2)}核对"),
        ("roster", "proof", event, "--line", "2", "--out", str(folder / "proof.json")),
        ("log", "list"),
        ("log", "export", str(folder / "log.jsonl")),
        ("status",),
        ("doctor",),
        ("backup", str(folder / "backup.db")),
    ):
        said.append(office.run(*command))
    assert (folder / "store.db-wal").stat().st_size > 0
    everything = written(office) + "\n".join(f"{out}\n{err}" for _, out, err in said).encode()
    looking.close()
    assert_nothing_of(SECRETS, everything)
    beside = "".join(path.read_text("utf-8-sig") for path in tmp_path.glob("*.problems.csv"))
    assert beside.count("\n") > 3
    assert_nothing_of(SECRETS, beside.encode())


def test_nothing_is_left_by_a_process_killed_in_the_middle(office: ListOffice, tmp_path: Path) -> None:
    rows = [row(number) for number in range(6_000)]
    listed = write_csv(tmp_path / "list.csv", [HEADERS, *rows])
    for seconds in (0.4, 0.6, 0.8, 1.0):
        with office.start(*office.import_arguments(listed)) as process:
            time.sleep(seconds)
            process.send_signal(signal.SIGKILL)
    assert_nothing_of(
        (*NAMES, *ACCOUNTS, *(identity(number) for number in range(0, 6_000, 50))), written(office)
    )


def test_the_grep_finds_what_is_there(office: ListOffice) -> None:
    (office.folder / "tmp" / "swap").write_text(f"…{identity(2)}…", encoding="utf-16-le")
    with pytest.raises(AssertionError):
        assert_nothing_of(SECRETS, written(office))
