"""A changed log is found, and the first bad position named: in a file by the standard library, and in a store."""

from __future__ import annotations

import io
import json
import random
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from events.exchange import export_log
from events.memory_store import MemoryStore
from events.verify import verify_events, verify_lines
from tests.contract.given import LEDGER, granted, opened, paid

GENESIS = "0" * 64


def log_lines() -> list[bytes]:
    store = MemoryStore()
    with store.writer(LEDGER) as log:
        log.append(
            [opened(), granted(), paid(1, key="甲"), *(paid(number) for number in range(2, 9))], actor="经办"
        )
        file = io.BytesIO()
        export_log(log, file)
    return file.getvalue().splitlines(keepends=True)


LINES = log_lines()


def judge(lines: list[bytes]):
    return verify_lines(io.BytesIO(b"".join(lines)))


def twenty_lines(data: bytes) -> bool:
    """What an auditor would write after reading ``docs/log-format.md``."""
    header, *lines = data.decode().splitlines()
    ledger, previous = json.loads(header)["ledger"], GENESIS
    for number, line in enumerate(lines, 1):
        event = json.loads(line)
        digest = event.pop("hash")
        event["ledger"] = ledger
        text = json.dumps(event, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        if (
            event["position"] != number
            or event["prev_hash"] != previous
            or sha256(text.encode()).hexdigest() != digest
        ):
            return False
        previous = digest
    return True


def rewritten(line: bytes, **changes: object) -> bytes:
    event = json.loads(line) | changes
    return (json.dumps(event, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def rehashed(line: bytes, **changes: object) -> bytes:
    """The line changed by somebody who knows how hashes are made."""
    event = json.loads(line) | changes
    del event["hash"]
    text = json.dumps(event | {"ledger": LEDGER}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return rewritten(line, **changes, hash=sha256(text.encode()).hexdigest())


def test_a_whole_log_is_good_and_names_its_head() -> None:
    verdict = judge(LINES)
    assert verdict == (True, 10, json.loads(LINES[-1])["hash"], None, None)
    assert twenty_lines(b"".join(LINES))


def test_a_log_without_events_is_good() -> None:
    assert judge(LINES[:1]) == (True, 0, GENESIS, None, None)


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"\n",
        b"not json\n",
        b"[]\n",
        b'{"format":"tracker-log/1"}\n',
        LINES[0].replace(b"/1", b"/2"),
        LINES[0].replace(b",", b", "),
        LINES[0].replace(b"323/2022", b"no ledger"),
        LINES[0][:-1] + b"\r\n",
        b"\xef\xbb\xbf" + LINES[0],
    ],
)
def test_another_first_line_is_bad_where_no_event_is(header: bytes) -> None:
    verdict = judge([header, *LINES[1:]])
    assert (verdict.ok, verdict.first_bad, verdict.reason) == (False, None, "header")


SPOILED = {
    "money changed": lambda line: line.replace(b'"amount_fen":100', b'"amount_fen":101'),
    "hash in capitals": lambda line: rewritten(line, hash=json.loads(line)["hash"].upper()),
    "unknown field": lambda line: rewritten(line, more=1),
    "unknown field, hashed": lambda line: rehashed(line, more=1),
    "ledger repeated": lambda line: rehashed(line, ledger=LEDGER),
    "float": lambda line: line.replace(b'"amount_fen":100', b'"amount_fen":100.0'),
    "float, hashed": lambda line: rehashed(line, payload={"amount_fen": 1.5}),
    "payload no object": lambda line: rehashed(line, payload=[1]),
    "payload not sorted": lambda line: rehashed(line, payload={"b": 1, "a": 2}),
    "duplicate name": lambda line: line.replace(b'"version":1', b'"version":2,"version":1'),
    "spaces": lambda line: line.replace(b'"version":1', b'"version": 1'),
    "escaped": lambda line: line.replace("经办".encode(), b"\\u7ecf\\u529e"),
    "no JSON": lambda line: line[:-5] + b"\n",
    "no UTF-8": lambda line: line.replace("经办".encode(), b"\xff\xfe"),
    "carriage return": lambda line: line[:-1] + b"\r\n",
    "blank": lambda _: b"\n",
    "position as text": lambda line: rehashed(line, position="4"),
    "position true": lambda line: rehashed(line, position=True),
    "version zero": lambda line: rehashed(line, version=0),
    "version true": lambda line: rehashed(line, version=True),
    "no such date": lambda line: rehashed(line, occurred_on="2022-02-30"),
    "no such instant": lambda line: rehashed(line, recorded_at="2022-02-30T00:00:00.000000Z"),
    "instant without microseconds": lambda line: rehashed(line, recorded_at="2029-02-03T00:00:00Z"),
    "clock back": lambda line: rehashed(line, recorded_at="2001-01-01T00:00:00.000000Z"),
    "another kind of identifier": lambda line: rehashed(line, id="01800000-0000-4000-8000-000000000001"),
    "identifier used before": lambda line: rehashed(line, id=json.loads(LINES[2])["id"]),
    "key used before": lambda line: rehashed(line, key="甲"),
    "key no text": lambda line: rehashed(line, key=1),
    "actor missing": lambda line: rehashed(line, actor=None),
    "deep": lambda _: b"[" * 200_000 + b"\n",
    "huge number": lambda line: line.replace(b'"version":1', b'"version":' + b"9" * 10_000),
    "not a number": lambda line: line.replace(b'"amount_fen":100', b'"amount_fen":NaN'),
}


@pytest.mark.parametrize("name", SPOILED)
def test_a_spoiled_line_is_the_first_bad_event(name: str) -> None:
    spoiled = SPOILED[name](LINES[4])
    assert spoiled != LINES[4]
    verdict = judge([*LINES[:4], spoiled, *LINES[5:]])
    assert (verdict.ok, verdict.first_bad) == (False, 4)
    assert verdict.head == json.loads(LINES[3])["hash"]
    assert verdict.events == 10


def test_an_event_hashed_anew_breaks_the_chain_after_it() -> None:
    forged = rehashed(LINES[4], actor="somebody")
    assert judge([*LINES[:4], forged, *LINES[5:]])[3:] == (5, "chain")


def test_missing_repeated_and_exchanged_lines_are_found() -> None:
    assert judge([*LINES[:4], *LINES[5:]]).first_bad == 4
    assert judge([*LINES[:5], *LINES[4:]]).first_bad == 5
    assert judge([*LINES[:4], LINES[5], LINES[4], *LINES[6:]]).first_bad == 4
    assert judge([LINES[0], *LINES[2:]]).first_bad == 1
    assert judge([*LINES, b"\n"]).first_bad == 11


def test_a_torn_last_line_is_bad() -> None:
    whole = b"".join(LINES)
    for cut in (1, 2, 40, len(LINES[-1]) - 1):
        assert verify_lines(io.BytesIO(whole[:-cut])).first_bad == 10


def test_every_flipped_bit_of_a_sample_is_found() -> None:
    """Whatever bit of whatever line is turned, that event (or the header) is named."""
    chance = random.Random(20220101)
    whole = b"".join(LINES)
    starts = [sum(map(len, LINES[:number])) for number in range(len(LINES))]
    for _ in range(1500):
        place = chance.randrange(len(whole))
        flipped = bytearray(whole)
        flipped[place] ^= 1 << chance.randrange(8)
        line = max(number for number, start in enumerate(starts) if start <= place)
        verdict = verify_lines(io.BytesIO(bytes(flipped)))
        assert not verdict.ok
        assert verdict.first_bad == (line or None)


def test_the_command_prints_the_verdict_on_a_bare_python(tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    file.write_bytes(b"".join(LINES))
    assert run(file) == (
        0,
        {"ok": True, "events": 10, "head": judge(LINES).head, "first_bad": None, "reason": None},
    )
    file.write_bytes(b"".join(LINES).replace(b'"amount_fen":100,', b'"amount_fen":900,', 1))
    code, verdict = run(file)
    assert (code, verdict["ok"], verdict["first_bad"]) == (1, False, 3)


def run(file: Path) -> tuple[int, dict[str, object]]:
    root = Path(__file__).parents[2]
    command = [
        sys.executable,
        "-S",
        "-E",
        "-s",
        "-m",
        "events.verify",
        str(file),
    ]  # -S: no installed packages
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, json.loads(done.stdout)


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from events.verify import main

    assert main([str(tmp_path / "none")]) == 4
    assert "none" in capsys.readouterr().err
    assert main([]) == 2


def test_events_of_a_store_are_judged_the_same_way() -> None:
    store = MemoryStore()
    with store.writer(LEDGER) as log:
        events = list(log.append([opened(), *(paid(number) for number in range(1, 9))], actor="a"))
    assert verify_events(events).ok
    for field, value in [
        ("actor", "b"),
        ("payload", '{"a": 1}'),
        ("key", "k"),
        ("version", 2),
        ("hash", "0" * 64),
    ]:
        changed = [*events[:5], events[5]._replace(**{field: value}), *events[6:]]
        assert verify_events(changed)[3:] == (6, "hash")
    spaced = events[5]._replace(payload='{"a": 1}')
    hashed = spaced._replace(hash=spaced.expected_hash())
    assert verify_events([*events[:5], hashed])[3:] == (6, "form")
    assert verify_events([*events[:5], *events[6:]]).first_bad == 6
