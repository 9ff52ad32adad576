"""What a command loads when it starts: only what it needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    "textual",
    "sqlalchemy",
    "sqlmodel",
    "alembic",
    "httpx",
    "apprise",
    "psycopg",
    "pydantic",
    "openpyxl",
    "docx",
)

PROBE = """
import sys
from tracker.cli.main import run
try:
    run(sys.argv[2:])
finally:
    print("LOADED", *[name for name in sys.argv[1].split(",") if name in sys.modules], file=sys.stderr)
"""


def loaded(*arguments: str, names: tuple[str, ...] = HEAVY) -> set[str]:
    """Which of some libraries a command line loads."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, ",".join(names), *arguments], capture_output=True, text=True, check=True
    )
    said = [line for line in done.stderr.splitlines() if line.startswith("LOADED")]
    return set(said[-1].split()[1:])


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["--lang", "en", "--help"]])
def test_the_programs_help_loads_neither_click_nor_anything_heavy(arguments: list[str]) -> None:
    assert loaded(*arguments, names=(*HEAVY, "click", "msgspec", "rich")) == set()


@pytest.mark.parametrize("arguments", [["record", "disbursement", "--help"], ["plan", "import", "--help"]])
def test_a_commands_help_loads_nothing_heavy(arguments: list[str]) -> None:
    assert loaded(*arguments) == set()


def test_everyday_commands_load_neither_the_screens_nor_what_only_migrations_need(
    sqlite_url: str, tmp_path: Path
) -> None:
    run = ("--db", sqlite_url)
    loaded(*run, "init", "--unit", "900", "--name", "x", "--year", "2022")
    for command in (["status"], ["log", "list"], ["alerts"], ["log", "export", str(tmp_path / "log.jsonl")]):
        assert (
            loaded(*run, *command) & {"textual", "alembic", "sqlmodel", "apprise", "httpx", "docx"} == set()
        ), command


def test_the_desk_opens_without_click() -> None:
    probe = PROBE.replace(
        "run(sys.argv[2:])", "import tui.app; tui.app.run = lambda *_: 0; run(sys.argv[2:])"
    )
    assert "run = lambda" in probe
    names = ("click", "msgspec", "tracker.service")
    done = subprocess.run(
        [sys.executable, "-c", probe, ",".join(names), "tui"], capture_output=True, text=True, check=True
    )
    assert done.stderr.splitlines()[-1].split() == ["LOADED"]


def test_only_two_modules_of_the_program_open_the_screens() -> None:
    importing = [
        path.as_posix()
        for path in Path("tracker").rglob("*.py")
        if "from tui" in path.read_text("utf-8") or "import tui" in path.read_text("utf-8")
    ]
    assert sorted(importing) == ["tracker/cli/desk.py", "tracker/cli/screens.py"]
