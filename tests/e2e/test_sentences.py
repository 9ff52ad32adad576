"""Complaints are in the language of the run, whoever makes them: this program, its libraries, the system."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click
import pytest

from tests.e2e.contract_office import Office
from tracker.cli.family import Program

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


def test_an_unusable_file_is_named_in_english_punctuation(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("nothing,known\n1,2\n", "utf-8")
    where = ("--db", f"sqlite:///{office.db}", "--lang", "en")
    answer = office.bare(*where, "roster", "import", str(file), "--project", "P01", "--month", "2023-03")
    assert answer.code == 4
    assert "list.csv: line 1" in answer.err
    assert "\uff1a" not in answer.err


def test_what_is_listed_has_english_commas_in_english(office: Office, tmp_path: Path) -> None:
    where = ("--db", f"sqlite:///{office.db}", "--lang", "en")
    assert office.bare(*where, "init", "--unit", "999", "--name", "Another", "--year", "2023").code == 0
    answer = office.bare(*where, "status")
    assert answer.code == 3
    several = re.search(r"several ledgers \((\S+/2023), (\S+/2023)\)", answer.err)
    assert several is not None, answer.err
    grant = ("--ledger", several[2], "record", "appropriation", "--project", "P01", "--amount", "1")
    answer = office.bare(*where, *grant, "--kind", "gift")
    assert (answer.code, answer.out) == (2, "")
    assert "initial, supplement" in answer.err
    file = tmp_path / "list.csv"
    file.write_text("身份证号,应发金额,实发金额\n1,2,3\n", "utf-8")
    answer = office.bare(
        *where,
        "--ledger",
        several[1],
        "roster",
        "import",
        str(file),
        "--project",
        "P01",
        "--month",
        "2023-03",
    )
    assert answer.code == 4
    assert "应发金额, 实发金额" in answer.err


@pytest.mark.parametrize(
    ("language", "first", "event"), [("zh", "P01 余额 = ", "支付"), ("en", "P01 balance = ", "Payment")]
)
def test_what_is_behind_a_figure_is_told_in_words(
    office: Office, language: str, first: str, event: str
) -> None:
    office.grant("P01", "1000")
    office.pay("P01", "600", "2023-03-10", voucher="V-1")
    where = ("--db", f"sqlite:///{office.db}", "--lang", language)
    told = office.bare(*where, "explain", "P01", "balance").out
    assert told.startswith(first), told
    assert event in told
    assert "DisbursementRecorded" not in told
    about = office.bare(*where, "log", "list", "--limit", "1").out
    assert "About" not in about


def test_a_voucher_and_the_rule_sets_are_english_in_english(office: Office) -> None:
    office.grant("P01", "1000")
    paid = office.pay("P01", "600", "2023-03-10", voucher="V-1")
    where = ("--db", f"sqlite:///{office.db}", "--lang", "en")
    assert "Amount: 600.00 yuan" in office.bare(*where, "voucher", paid["position"]).out
    assert office.bare(*where, "rules", "list").out.replace("─", "-").isascii()


def test_how_often_an_indicator_is_reported_is_not_called_a_period(office: Office) -> None:
    told = office.bare("--lang", "zh", "plan", "set", "--help").out
    assert "填报周期" in told
    assert "YYYY" not in told


def test_the_same_in_english(office: Office, tmp_path: Path) -> None:
    answer = office.bare(
        "--db", f"sqlite:///{office.db}", "--lang", "en", "log", "import", str(tmp_path / "gone")
    )
    assert (answer.code, answer.out) == (4, "")
    assert answer.complaint.isascii()


def command_paths() -> list[list[str]]:
    """Every command and family, by the words that lead to it."""
    program = Program(name="tracker")
    found: list[list[str]] = []

    def walk(group: click.Group, path: list[str]) -> None:
        for name in group.list_commands(click.Context(group)):
            command = group.get_command(click.Context(group), name)
            found.append([*path, name])
            if isinstance(command, click.Group):
                walk(command, [*path, name])

    walk(program, [])
    return found


def test_every_page_of_help_is_chinese_or_english_throughout(office: Office) -> None:
    ours = ("Usage:", "Options:", "Commands:", "Examples:", "required", "this message")
    for path in command_paths():
        chinese = office.bare("--lang", "zh", *path, "--help").out
        english = office.bare("--lang", "en", *path, "--help").out
        assert "用法：" in chinese, path
        assert not [word for word in ours if word in chinese], path
        assert "Usage:" in english, path
        said = english.partition("Examples:")[0]
        assert not re.search(r"[\u4e00-\u9fff]{4,}", said), (path, said)


@pytest.mark.parametrize(("language", "empty"), [("zh", "（无）"), ("en", "nothing")])
def test_a_list_with_nothing_in_it_says_so(office: Office, language: str, empty: str) -> None:
    answer = office.bare("--db", f"sqlite:///{office.db}", "--lang", language, "roster", "list")
    assert answer.code == 0
    assert answer.out.split()[-1] == empty


@pytest.mark.parametrize(
    ("language", "rollup", "findings"),
    [("zh", "分子分母各自累加", r"另有 (\d+) 处"), ("en", "ratio of sums", r"^(\d+) points? in which")],
)
def test_a_plan_is_told_in_words_and_its_own_findings_are_pointed_to(
    office: Office, tmp_path: Path, language: str, rollup: str, findings: str
) -> None:
    where = ("--db", f"sqlite:///{office.db}", "--lang", language)
    shown = office.bare(*where, "plan", "show")
    assert rollup in shown.out
    assert "ratio_of_sums" not in shown.out
    file = tmp_path / "plan.json"
    file.write_text(office.bare(*where, "plan", "show", "--json").out, "utf-8")
    opened = json.loads(office.bare(*where, "plan", "check", "--json").out)["findings"]
    told = office.bare(*where, "plan", "import", str(file)).out
    count = re.search(findings, told, re.MULTILINE)
    assert int(count[1]) if count else len(opened) == 0
