"""Complaints are in the language of the run, whoever makes them: this program, its libraries, the system."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.e2e.contract_office import Office

COMPLAINTS = [
    (["log", "import", "gone.jsonl"], 4),
    (["log", "export", "/"], 4),
    (["log", "export", "/dev/null/x"], 4),
    (["status", "extra"], 2),
    (["tui", "--help=3"], 2),
    (["serve", "--port", "abc"], 2),
    (["serve", "--port", "99999999"], 2),
    (["status", "--nothing"], 2),
    (["nothing"], 2),
    (["record"], 2),
    (["explain"], 2),
    (["status", "--as-of", "x"], 2),
]


@pytest.mark.parametrize(
    ("arguments", "code"), COMPLAINTS, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_a_complaint_is_one_chinese_sentence(office: Office, arguments: list[str], code: int) -> None:
    answer = office.bare("--db", f"sqlite:///{office.db}", "--lang", "zh", *arguments)
    assert (answer.code, answer.out) == (code, "")
    (sentence,) = answer.complaint.splitlines()
    said = sentence
    for argument in arguments:
        said = said.replace(argument, "").replace(argument.partition("=")[0], "")
    assert sentence.startswith("错误：")
    assert not re.search(r"\b[a-z]+ [a-z]+ [a-z]+\b", re.sub(r"tracker[a-z ]*|--[a-z-]+", "", said)), sentence


def test_the_same_in_english(office: Office, tmp_path: Path) -> None:
    answer = office.bare(
        "--db", f"sqlite:///{office.db}", "--lang", "en", "log", "import", str(tmp_path / "gone")
    )
    assert (answer.code, answer.out) == (4, "")
    assert answer.complaint.isascii()
