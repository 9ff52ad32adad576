"""The commands by name, and the program's help: nothing here is loaded from any of them, nor from click."""

from __future__ import annotations

from typing import NamedTuple

from tracker.labels import Words


class Lazy(NamedTuple):
    """Where a command is: the module, and the name of the click command in it."""

    module: str
    name: str


COMMANDS: dict[str, Lazy] = {
    "init": Lazy("tracker.cli.books", "init"),
    "plan": Lazy("tracker.cli.plan", "plan"),
    "record": Lazy("tracker.cli.record", "record"),
    "roster": Lazy("tracker.cli.roster", "roster"),
    "request": Lazy("tracker.cli.payment_request", "request"),
    "repeat": Lazy("tracker.cli.payment_request", "repeat"),
    "reverse": Lazy("tracker.cli.record", "reverse"),
    "status": Lazy("tracker.cli.reports", "status"),
    "check": Lazy("tracker.cli.oversight", "check"),
    "alerts": Lazy("tracker.cli.oversight", "alerts"),
    "explain": Lazy("tracker.cli.reports", "explain"),
    "export": Lazy("tracker.cli.forms", "export"),
    "selfeval": Lazy("tracker.cli.selfeval", "selfeval"),
    "evidence": Lazy("tracker.cli.selfeval", "evidence"),
    "audit": Lazy("tracker.cli.scoring", "audit"),
    "rules": Lazy("tracker.cli.scoring", "rules"),
    "settings": Lazy("tracker.cli.office_settings", "settings"),
    "schedule": Lazy("tracker.cli.schedule", "schedule"),
    "feed": Lazy("tracker.cli.feed", "feed"),
    "notices": Lazy("tracker.cli.notices", "notices"),
    "voucher": Lazy("tracker.cli.voucher", "voucher"),
    "carryover": Lazy("tracker.cli.voucher", "carryover"),
    "close": Lazy("tracker.cli.books", "close"),
    "reopen": Lazy("tracker.cli.books", "reopen"),
    "log": Lazy("tracker.cli.log", "log"),
    "backup": Lazy("tracker.cli.upkeep", "backup"),
    "restore": Lazy("tracker.cli.upkeep", "restore"),
    "doctor": Lazy("tracker.cli.upkeep", "doctor"),
    "demo": Lazy("tracker.cli.demo", "demo"),
    "tui": Lazy("tracker.cli.desk", "tui"),
    "serve": Lazy("tracker.cli.desk", "serve"),
    "completion": Lazy("tracker.cli.completion", "completion"),
}

SHARED_OPTIONS = ("db", "ledger", "lang", "json")


def program_help(words: Words) -> str:
    """The help of the program as a whole: what it is, its commands, examples, and the shared options."""
    commands = [(name, words(f"help.{name}")) for name in COMMANDS]
    options = [(f"--{name}", words(f"help.shared.{name}")) for name in SHARED_OPTIONS]
    examples = [f"  {line}" for line in words("help.tracker.examples").split("\n")]
    return "\n".join([
        "tracker [--db URL] [--ledger UNIT/YEAR] [--lang zh|en] [--json] COMMAND ...",
        "",
        f"  {words('help.tracker')}",
        "",
        f"{words('help.commands')}:",
        *_columns(commands),
        "",
        f"{words('help.examples')}:",
        *examples,
        "",
        f"{words('help.shared')}:",
        *_columns([*options, ("--help", words("help.help")), ("--version", words("help.version"))]),
    ])  # fmt: skip


def _columns(rows: list[tuple[str, str]]) -> list[str]:
    width = max(len(name) for name, _ in rows)
    return [f"  {name:<{width}}  {told}" for name, told in rows]
