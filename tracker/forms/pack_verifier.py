"""Checks an audit pack with nothing but Python: ``python audit-pack.zip``, or ``python verify.py`` beside it.

Every file against the manifest, the log's hash chain event by event, and the forms' position and head hash
against the log. Standard library only: a copy of this file travels inside every pack.
"""

from __future__ import annotations

import hashlib
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

MANIFEST = "MANIFEST.json"


class Pack:
    """The files of a pack, in its ZIP or unpacked in a folder."""

    def __init__(self, place: Path) -> None:
        self._zip = zipfile.ZipFile(place) if place.is_file() else None
        self._folder = place

    def names(self) -> list[str]:
        """Every file's name inside the pack."""
        if self._zip is not None:
            return [name for name in self._zip.namelist() if not name.endswith("/")]
        return [
            path.relative_to(self._folder).as_posix() for path in self._folder.rglob("*") if path.is_file()
        ]

    def read(self, name: str) -> bytes:
        """One file's bytes."""
        return self._zip.read(name) if self._zip is not None else (self._folder / name).read_bytes()


def problems_of(place: Path) -> list[str]:
    """What is wrong with the pack, a sentence each; empty when everything holds."""
    pack = Pack(place)
    problems = _manifest_problems(pack)
    heads: dict[int, str] = {}
    for name in sorted(name for name in pack.names() if name.endswith(".jsonl")):
        problems += _log_problems(name, pack.read(name), heads)
    for name in sorted(name for name in pack.names() if name.endswith("selfeval.json")):
        problems += _form_problems(name, pack.read(name), heads)
    return problems


def _manifest_problems(pack: Pack) -> list[str]:
    if MANIFEST not in pack.names():
        return [f"{MANIFEST} 缺失 / missing"]
    listed: dict[str, str] = json.loads(pack.read(MANIFEST))["files"]
    present = {name for name in pack.names() if name != MANIFEST and "__pycache__" not in name}
    problems = [f"{name} 缺失 / missing" for name in sorted(set(listed) - present)]
    problems += [f"{name} 不在清单中 / not in the manifest" for name in sorted(present - set(listed))]
    for name in sorted(present & set(listed)):
        if hashlib.sha256(pack.read(name)).hexdigest() != listed[name]:
            problems.append(f"{name} 内容已改动 / was changed")
    return problems


def _log_problems(name: str, content: bytes, heads: dict[int, str]) -> list[str]:
    """Walk the chain; ``heads`` collects the hash at each position."""
    lines = content.decode("utf-8").splitlines()
    previous, expected = "0" * 64, 1
    try:
        ledger = json.loads(lines[0])["ledger"]
        for line in lines[1:]:
            event: dict[str, Any] = json.loads(line)
            if (
                event["position"] != expected
                or event["prev_hash"] != previous
                or _hash(event, ledger) != event["hash"]
            ):
                return [f"{name} 第 {expected} 个事件不成立 / event {expected} does not hold"]
            previous = heads[expected] = event["hash"]
            expected += 1
    except (ValueError, KeyError, IndexError, TypeError):
        return [f"{name} 第 {expected} 个事件读不懂 / event {expected} cannot be read"]
    return []


def _hash(event: dict[str, Any], ledger: str) -> str:
    body = {key: value for key, value in event.items() if key != "hash"} | {"ledger": ledger}
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _form_problems(name: str, content: bytes, heads: dict[int, str]) -> list[str]:
    log = json.loads(content)["log"]
    if heads and heads.get(log["position"]) != log["hash"]:
        return [f"{name} 所依据的日志位置与哈希不在日志中 / its position and hash are not in the log"]
    return []


def main(arguments: list[str]) -> int:
    """Check the pack given, or the one this file lies in; 0 when everything holds, 1 otherwise."""
    place = Path(arguments[0]) if arguments else Path(__file__).parent
    problems = problems_of(place)
    for problem in problems:
        print(problem)
    if not problems:
        print("全部核对一致 / everything holds")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
